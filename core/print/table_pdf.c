/*
 * Pages out of tables: see table_pdf.h.  The same walk over the rows is made
 * twice: once to count the pages, once to draw them.
 */
#include "print/table_pdf.h"

#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "fold.h"
#include "str.h"

#define MARGIN		42.0
#define HEAD_ROOM	30.0	/* of the line atop every page but the first */
#define FOOT_ROOM	26.0
#define GAP		9.0	/* between two columns */
#define HEAT_WIDTH	17.0
#define BAR_LEAST	36.0
#define BAR_MOST	220.0
#define TEXT_LEAST	40.0
#define GREY		0.42
#define HAIR		0.4

struct pages {
	struct pdf		*pdf;
	const struct report	*report;
	bool			 dry;		/* counts, and draws nothing */
	int			 page, pages;
	double			 y;
	double			 size;		/* of this table's letters */
};

/* A table's columns on the page. */
struct columns {
	double	x[TABLE_COLUMNS], width[TABLE_COLUMNS];
	int64_t	longest[TABLE_COLUMNS];
	int64_t	most;
	double	all;		/* the width of all of them */
};

static double
row_height(const struct pages *p)
{
	return p->size * 1.55;
}

static double
room(const struct pages *p)
{
	return pdf_height(p->pdf) - MARGIN - FOOT_ROOM - p->y;
}

static double
inner_width(const struct pages *p)
{
	return pdf_width(p->pdf) - 2 * MARGIN;
}

static void
write_text(struct pages *p, double size, bool bold, double grey, double x,
    double width, enum pdf_align align, const char *text)
{
	const struct pdf_font	font = { size, bold, grey };

	if (!p->dry)
		pdf_text(p->pdf, &font, x, p->y, width, align, text);
}

static void
rule(struct pages *p, double width, double thick, double grey)
{
	if (!p->dry)
		pdf_rule(p->pdf, MARGIN, p->y, width, thick, grey);
}

static void
foot(struct pages *p)
{
	double	y = p->y;
	char	number[40];

	snprintf(number, sizeof number, "%d / %d", p->page, p->pages);
	p->y = pdf_height(p->pdf) - MARGIN - FOOT_ROOM + 10;
	rule(p, inner_width(p), HAIR, 0.75);
	p->y += 4;
	write_text(p, 7.5, false, GREY, MARGIN, inner_width(p) - 60, PDF_LEFT,
	    p->report->foot);
	write_text(p, 7.5, false, GREY, pdf_width(p->pdf) - MARGIN - 60, 60,
	    PDF_RIGHT, number);
	p->y = y;
}

static void
next_page(struct pages *p)
{
	foot(p);
	if (!p->dry)
		pdf_page(p->pdf);
	p->page++;
	p->y = MARGIN;
	write_text(p, 8, false, GREY, MARGIN, inner_width(p), PDF_LEFT,
	    p->report->title);
	p->y += HEAD_ROOM - 8;
}

static void
first_page(struct pages *p)
{
	p->page = 1;
	p->y = MARGIN;
	write_text(p, 17, true, 0, MARGIN, inner_width(p), PDF_LEFT,
	    p->report->title);
	p->y += 24;
	write_text(p, 9, false, GREY, MARGIN, inner_width(p), PDF_LEFT,
	    p->report->subtitle);
	p->y += 22;
}

static bool
is_drawn(enum cell_type type)
{
	return type == CELL_BAR || type == CELL_HEAT;
}

static enum pdf_align
side(enum cell_type type)
{
	switch (type) {
	case CELL_TEXT:
	case CELL_DAY:
	case CELL_TIME:
	case CELL_CLOCK:
	case CELL_BAR:
		return PDF_LEFT;
	case CELL_HEAT:
		return PDF_CENTER;
	case CELL_NUM:
	case CELL_MONEY:
	case CELL_SHARE:
	case CELL_CHANGE:
		return PDF_RIGHT;
	}
	return PDF_LEFT;
}

/* The widest text of a column by its letters: measuring all takes long. */
static double
natural(struct pages *p, const struct table *table, size_t i)
{
	const struct pdf_font	 font = { p->size, true, 0 };
	const struct row	*row;
	char			 text[CELL_WIDTH], widest[CELL_WIDTH];
	double			 label, width;
	size_t			 most = 0;

	if (table->columns[i].type == CELL_HEAT)
		return HEAT_WIDTH;
	label = pdf_measure(p->pdf, &font, table->columns[i].label);
	if (table->columns[i].type == CELL_BAR)
		return label;
	widest[0] = '\0';
	for (row = table->rows; row != NULL; row = row->next) {
		if (row->kind == ROW_NOTE)
			continue;
		cell_text(p->report, &table->columns[i], &row->cells[i], text);
		if (fold_width(text) > most) {
			most = fold_width(text);
			memcpy(widest, text, sizeof widest);
		}
	}
	width = pdf_measure(p->pdf, &font, widest);
	return width > label ? width : label;
}

static double
gap(const struct table *table, size_t i)
{
	return i == 0 ? 0 : table->columns[i].type == CELL_HEAT ? 2 : GAP;
}

static double
add_up(const struct table *table, const struct columns *c)
{
	double	sum = 0;
	size_t	i;

	for (i = 0; i < table->column_count; i++)
		sum += c->width[i] + gap(table, i);
	return sum;
}

/* The widest text gives way until the rest fits. */
static void
squeeze(const struct table *table, struct columns *c, double width)
{
	size_t	i, widest;

	while (add_up(table, c) > width) {
		widest = table->column_count;
		for (i = 0; i < table->column_count; i++)
			if (table->columns[i].type == CELL_TEXT &&
			    c->width[i] > TEXT_LEAST && (widest ==
			    table->column_count ||
			    c->width[i] > c->width[widest]))
				widest = i;
		if (widest == table->column_count)
			return;
		c->width[widest] -= 2;
	}
}

static void
lay_columns(struct pages *p, const struct table *table, struct columns *c)
{
	const struct row	*row;
	double			 left, x = MARGIN;
	size_t			 i;

	memset(c, 0, sizeof *c);
	for (p->size = 9; p->size >= 6.5; p->size -= 0.5) {
		for (i = 0; i < table->column_count; i++)
			c->width[i] = natural(p, table, i);
		if (add_up(table, c) <= inner_width(p))
			break;
	}
	squeeze(table, c, inner_width(p));
	left = inner_width(p) - add_up(table, c);
	for (i = 0; i < table->column_count; i++) {
		if (table->columns[i].type == CELL_BAR && left >= BAR_LEAST)
			c->width[i] += left > BAR_MOST ? BAR_MOST : left;
		x += gap(table, i);
		c->x[i] = x;
		x += c->width[i];
		for (row = table->rows; row != NULL; row = row->next)
			if (row->kind == ROW_PLAIN &&
			    row->cells[i].num > c->longest[i])
				c->longest[i] = row->cells[i].num;
	}
	c->most = table_most(table, CELL_HEAT);
	c->all = add_up(table, c);
}

static void
put_head(struct pages *p, const struct table *table, const struct columns *c)
{
	size_t	i;

	for (i = 0; i < table->column_count; i++)
		write_text(p, p->size, true, 0.25, c->x[i], c->width[i],
		    side(table->columns[i].type), table->columns[i].label);
	p->y += row_height(p);
	rule(p, c->all, 0.8, 0.25);
	p->y += 3;
}

static double
share(int64_t part, int64_t whole)
{
	return part <= 0 || whole <= 0 ? 0 : (double)part / (double)whole;
}

static void
put_drawn(struct pages *p, const struct table *table, const struct row *row,
    const struct columns *c, size_t i)
{
	int64_t	num = row->cells[i].num;
	double	h = row_height(p);

	if (p->dry || row->kind != ROW_PLAIN || num <= 0)
		return;
	if (table->columns[i].type == CELL_BAR)
		pdf_box(p->pdf, c->x[i], p->y + 1.5, c->width[i] * share(num,
		    c->longest[i]), h - 6, 0.75);
	else
		pdf_box(p->pdf, c->x[i], p->y - 2, c->width[i], h - 1,
		    0.08 + 0.92 * share(num, c->most));
}

static void
put_row(struct pages *p, const struct table *table, const struct row *row,
    const struct columns *c)
{
	bool	total = row->kind == ROW_TOTAL;
	char	text[CELL_WIDTH];
	size_t	i;

	if (total) {
		rule(p, c->all, 0.6, 0.25);
		p->y += 3;
	}
	if (row->kind == ROW_NOTE) {
		write_text(p, p->size, false, GREY, MARGIN, inner_width(p),
		    PDF_LEFT, row->cells[0].text);
		p->y += row_height(p);
		return;
	}
	for (i = 0; i < table->column_count; i++)
		if (is_drawn(table->columns[i].type))
			put_drawn(p, table, row, c, i);
		else
			write_text(p, p->size, total, 0, c->x[i], c->width[i],
			    side(table->columns[i].type), cell_text(p->report,
			    &table->columns[i], &row->cells[i], text));
	p->y += row_height(p);
	if (row->next != NULL && row->next->kind == ROW_PLAIN &&
	    c->most == 0) {
		p->y -= 2;
		rule(p, c->all, 0.25, 0.88);
		p->y += 2;
	}
}

/* A table begins only where its head and two rows still fit. */
static void
put_table(struct pages *p, const struct table *table)
{
	const struct row	*row;
	struct columns		 c;
	double			 need;

	lay_columns(p, table, &c);
	if (room(p) < 20 + 4 * row_height(p))
		next_page(p);
	if (table->title[0] != '\0') {
		write_text(p, 11, true, 0, MARGIN, inner_width(p), PDF_LEFT,
		    table->title);
		p->y += 18;
	}
	put_head(p, table, &c);
	for (row = table->rows; row != NULL; row = row->next) {
		/* A total does not stand on a page by itself. */
		need = row_height(p) + 4;
		if (row->next != NULL && row->next->kind == ROW_TOTAL)
			need += row_height(p) + 4;
		if (room(p) < need) {
			next_page(p);
			put_head(p, table, &c);
		}
		put_row(p, table, row, &c);
	}
	if (table->rows == NULL) {
		write_text(p, p->size, false, GREY, MARGIN, inner_width(p),
		    PDF_LEFT, "none");
		p->y += row_height(p);
	}
	p->y += 16;
}

static void
walk(struct pages *p)
{
	const struct table	*table;

	first_page(p);
	for (table = p->report->tables; table != NULL; table = table->next)
		if (table->column_count <= TABLE_COLUMNS)
			put_table(p, table);
	foot(p);
}

int
report_pdf(const struct report *report, enum pdf_paper paper, struct buf *out,
    struct err *err)
{
	struct pages	p = { .report = report, .dry = true };

	p.pdf = pdf_new(paper, report->title, out);
	walk(&p);
	p.pages = p.page;
	p.dry = false;
	walk(&p);
	return pdf_close(p.pdf, err);
}

enum pdf_paper
paper_here(const char *currency)
{
	static const char *const	letter[] = { "USD", "CAD", "MXN",
	    "PHP", "CLP", "COP" };
	const char			*name = setlocale(LC_PAPER, "");
	size_t				 i;

	/* glibc gives the millimetres themselves for a pointer. */
	if (name != NULL && !str_eq(name, "C") && !str_eq(name, "POSIX") &&
	    !str_eq(name, "C.UTF-8") && !str_eq(name, "C.utf8"))
		return (intptr_t)nl_langinfo(_NL_PAPER_WIDTH) == 216 ?
		    PDF_LETTER : PDF_A4;
	for (i = 0; i < sizeof letter / sizeof letter[0]; i++)
		if (str_eq(letter[i], currency))
			return PDF_LETTER;
	return PDF_A4;
}
