/* A page of narrow paper on a screen: see page.h. */
#include "page.h"

#include <string.h>

#include "buf.h"
#include "mem.h"
#include "print/escpos.h"
#include "print/paper.h"
#include "print/text.h"
#include "screen.h"

#define PAGE_BYTES	((size_t)1 << 20)

/* Cuts the text into lines for the list. */
static void
cut(struct page *page, struct arena *arena, char *text)
{
	char	*p, *end;
	size_t	 n = 1, i = 0;

	for (p = text; *p != '\0'; p++)
		n += *p == '\n';
	page->lines = arena_alloc(arena, (n + 1) * sizeof *page->lines);
	for (p = text; *p != '\0'; p = end + 1) {
		end = strchr(p, '\n');
		page->lines[i++] = p;
		if (end == NULL)
			break;
		*end = '\0';
	}
	list_count(&page->list, (int64_t)i);
}

void
page_show(struct page *page, struct arena *arena, const struct paper *paper)
{
	struct buf	out = BUF_INIT(PAGE_BYTES);

	text_render(paper, PAGE_WIDTH, false, &out);
	cut(page, arena, arena_strdup(arena, buf_str(&out)));
	buf_free(&out);
}

static void
row_draw(const void *arg, struct canvas *c, int64_t i, bool here)
{
	const struct page	*page = arg;

	(void)here;
	canvas_text(c, 0, 1, -1, INK_PLAIN, page->lines[i]);
}

static const struct list_source	source = { .draw = row_draw };

void
page_draw(const struct page *page, struct canvas *c)
{
	list_draw(&page->list, c, &source, page);
}

void
page_print(struct ui *ui, const struct paper *paper, printer_fn *done,
    void *arg)
{
	struct buf	out = BUF_INIT(PAGE_BYTES);

	if (ui->printer_escpos)
		escpos_render(paper, ui->receipt_width, ESCPOS_WPC1252, &out);
	else
		text_render(paper, ui->receipt_width, true, &out);
	printer_send(ui->printer, buf_str(&out), out.len, done, arg);
	buf_free(&out);
}
