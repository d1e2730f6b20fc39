/* A page in ESC/POS: see escpos.h. */
#include "print/escpos.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "fold.h"
#include "print/paper.h"
#include "str.h"

#define ESC	"\x1b"
#define GS	"\x1d"

#define BARCODE_MAX	60	/* characters; more does not fit the paper */
#define FEED_LINES	"\x04"	/* up to the knife */

struct render {
	struct buf		*out;
	enum escpos_page	 page;
};

/* Windows code page 1252 from 0x80 to 0x9f; 0 is not used. */
static const uint16_t	page_1252[32] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
};

/* What old printers can show instead. */
static char
plain_of(uint32_t cp)
{
	switch (cp) {
	case 0x2018:
	case 0x2019:
	case 0x201a:
		return '\'';
	case 0x201c:
	case 0x201d:
	case 0x201e:
		return '"';
	case 0x2010:
	case 0x2011:
	case 0x2013:
	case 0x2014:
	case 0x2212:
		return '-';
	case 0xa0:
	case 0x2009:
	case 0x202f:
		return ' ';
	case 0xd7:
		return 'x';
	default:
		return '\0';
	}
}

/* The byte for a character in the code page, 0 when it has none. */
static unsigned char
byte_of(enum escpos_page page, uint32_t cp)
{
	size_t	i;

	if (cp < 0x80)
		return (unsigned char)cp;
	if (page != ESCPOS_WPC1252)
		return 0;
	if (cp >= 0xa0 && cp <= 0xff)
		return (unsigned char)cp;
	for (i = 0; i < 32; i++) {
		if (page_1252[i] == cp)
			return (unsigned char)(0x80 + i);
	}
	return 0;
}

/* Capitals of Latin-1 and Latin Extended-A; the latter changes its parity. */
static bool
is_capital(uint32_t cp)
{
	if (cp >= 0x139 && cp <= 0x148)
		return cp % 2 == 1;
	if (cp >= 0x178 && cp <= 0x17e)
		return cp == 0x178 || cp % 2 == 1;
	if (cp >= 0x100 && cp <= 0x177)
		return cp % 2 == 0;
	return cp >= 0xc0 && cp <= 0xde;
}

/*
 * A cluster the page cannot show: without its accents if that is one plain
 * letter, else '?'.  Case is lost in folding and put back.
 */
static void
put_substitute(struct buf *out, const char *cluster, size_t len, uint32_t cp)
{
	char	*copy, *folded;
	char	 c = plain_of(cp);

	if (c == '\0') {
		copy = strndup(cluster, len);
		folded = fold_text(copy);
		if (strlen(folded) == 1)
			c = folded[0];
		if (c >= 'a' && c <= 'z' &&
		    (is_capital(cp) || (cp >= 'A' && cp <= 'Z')))
			c = (char)(c - 'a' + 'A');
		free(folded);
		free(copy);
	}
	buf_addch(out, c == '\0' ? '?' : c);
}

static void
put_text(struct render *render, const char *text)
{
	unsigned char	byte;
	uint32_t	cp;
	size_t		len;
	int		width;

	if (render->page == ESCPOS_UTF8) {
		buf_addstr(render->out, text);
		return;
	}
	for (; (len = fold_cluster(text, &width)) > 0; text += len) {
		byte = 0;
		if (str_utf8(text, len, &cp) == (int)len)
			byte = byte_of(render->page, cp);
		else if (str_utf8(text, len, &cp) < 1)
			cp = 0;
		if (byte != 0)
			buf_addch(render->out, (char)byte);
		else
			put_substitute(render->out, text, len, cp);
		/* One byte is one column: keep the others where they are. */
		if (byte == 0 && width == 2)
			buf_addch(render->out, ' ');
	}
}

static void
put_barcode(struct buf *out, const char *code)
{
	char	data[2 * BARCODE_MAX + 3] = "{B";
	size_t	n = 2, i;

	/* Set B has printable ASCII; a brace begins a code and is doubled. */
	for (i = 0; code[i] != '\0' && i < BARCODE_MAX; i++) {
		if (code[i] < ' ' || code[i] > '~')
			return;
		if (code[i] == '{')
			data[n++] = '{';
		data[n++] = code[i];
	}
	if (code[i] != '\0' || i == 0)
		return;
	buf_addstr(out, ESC "a\x01");		/* centred */
	buf_addstr(out, GS "h\x50" GS "w\x02" GS "H\x02");
	buf_addstr(out, GS "kI");
	buf_addch(out, (char)n);
	buf_add(out, data, n);
	buf_add(out, ESC "a", 3);		/* with its NUL: left */
}

static void
put_line(struct render *render, unsigned style, const char *text)
{
	if (style & PAPER_BOLD)
		buf_addstr(render->out, ESC "E\x01");
	if (style & PAPER_WIDE)
		buf_addstr(render->out, GS "!\x10");
	put_text(render, text);
	if (style & PAPER_WIDE)
		buf_add(render->out, GS "!", 3);
	if (style & PAPER_BOLD)
		buf_add(render->out, ESC "E", 3);
	buf_addch(render->out, '\n');
}

static void
put(enum paper_item item, unsigned style, const char *text, void *arg)
{
	struct render	*render = arg;

	switch (item) {
	case PAPER_LINE:
	case PAPER_RULE:
		put_line(render, style, text);
		break;
	case PAPER_BARCODE:
		put_barcode(render->out, text);
		break;
	case PAPER_CUT:
		buf_addstr(render->out, ESC "d" FEED_LINES);
		buf_add(render->out, GS "VB", 4);
		break;
	case PAPER_KICK:
		buf_add(render->out, ESC "p\x00\x19\xfa", 5);
		break;
	}
}

void
escpos_render(const struct paper *paper, size_t columns,
    enum escpos_page page, struct buf *out)
{
	struct render	render = { out, page };

	buf_addstr(out, ESC "@");
	if (page == ESCPOS_WPC1252)
		buf_addstr(out, ESC "t\x10");
	paper_lay(paper, columns, put, &render);
}
