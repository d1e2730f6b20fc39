/*
 * Any text on a slip of paper, as a printer's bytes and as plain text: what
 * the shop, a piece or a customer is called commands no printer.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "print/escpos.h"
#include "print/paper.h"
#include "print/text.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* The bytes of a plain slip are printable and line feeds. */
static void
check(const struct buf *out)
{
	const unsigned char	*p = (const unsigned char *)buf_str(out);
	size_t			 i;

	for (i = 0; i < out->len; i++)
		if ((p[i] < 0x20 && p[i] != '\n') || p[i] == 0x7f)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct paper	*paper;
	struct buf	 out = BUF_INIT(1 << 22), raw = BUF_INIT(1 << 22);
	char		*text, *half;
	size_t		 columns;

	if (len < 2)
		return 0;
	columns = 16 + bytes[0] % 64;
	text = mem_alloc(len);
	memcpy(text, bytes + 1, len - 1);
	text[len - 1] = '\0';
	half = text + strlen(text) / 2;
	paper = paper_new();
	paper_text(paper, PAPER_BOLD | PAPER_CENTER | PAPER_WIDE, text);
	paper_pair(paper, PAPER_PLAIN, half, text);
	paper_printf(paper, PAPER_PLAIN, "%s", half);
	paper_barcode(paper, half);
	text_render(paper, columns, false, &out);
	check(&out);
	escpos_render(paper, columns, (enum escpos_page)(bytes[0] % 2), &raw);
	paper_free(paper);
	buf_free(&out);
	buf_free(&raw);
	free(text);
	return 0;
}
