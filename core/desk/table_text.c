/*
 * A report as text of a given width: columns as wide as they must be, numbers
 * to the right, bars in whatever room is left.
 */
#include "desk/table.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "fold.h"

#define GAP		2
#define BAR_LEAST	8
#define BAR_MOST	40

/* Between two columns; shades stand close. */
static size_t
gap(const struct table *table, size_t i)
{
	return table->columns[i].type == CELL_HEAT ? 1 : GAP;
}

static bool
to_the_right(enum cell_type type)
{
	return type != CELL_TEXT && type != CELL_BAR && type != CELL_DAY &&
	    type != CELL_TIME && type != CELL_CLOCK && type != CELL_HEAT;
}

static void
measure(const struct report *report, const struct table *table,
    struct table_layout *lay)
{
	const struct row	*row;
	char			 text[CELL_WIDTH];
	size_t			 i, w;

	memset(lay, 0, sizeof *lay);
	lay->most = table_most(table, CELL_HEAT);
	for (i = 0; i < table->column_count; i++)
		lay->width[i] = fold_width(table->columns[i].label);
	for (row = table->rows; row != NULL; row = row->next) {
		for (i = 0; row->kind != ROW_NOTE && i < table->column_count;
		    i++) {
			w = fold_width(cell_text(report, &table->columns[i],
			    &row->cells[i], text));
			if (w > lay->width[i])
				lay->width[i] = w;
			if (row->kind == ROW_PLAIN &&
			    row->cells[i].num > lay->longest[i])
				lay->longest[i] = row->cells[i].num;
		}
	}
}

/* Bars take what is left; when nothing is, the widest text gives way. */
static void
fit(const struct table *table, size_t width, struct table_layout *lay)
{
	size_t	i, used, widest;

	for (i = 0; i < table->column_count; i++)
		if (table->columns[i].type == CELL_BAR)
			lay->width[i] = 0;
	for (;;) {
		used = 0;
		widest = 0;
		for (i = 0; i < table->column_count; i++) {
			used += lay->width[i] + (i > 0 ? gap(table, i) : 0);
			if (table->columns[i].type == CELL_TEXT &&
			    lay->width[i] > lay->width[widest])
				widest = i;
		}
		if (used <= width || lay->width[widest] <= 8 ||
		    table->columns[widest].type != CELL_TEXT)
			break;
		lay->width[widest]--;
	}
	for (i = 0; i < table->column_count; i++)
		if (table->columns[i].type == CELL_BAR &&
		    used + BAR_LEAST <= width) {
			lay->width[i] = width - used;
			if (lay->width[i] > BAR_MOST)
				lay->width[i] = BAR_MOST;
			used += lay->width[i];
		}
}

static void
spaces(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_addch(out, ' ');
}

static void
put(struct buf *out, const char *text, size_t width, bool right)
{
	size_t	used, bytes = fold_fit(text, width, &used);

	if (right)
		spaces(out, width - used);
	buf_add(out, text, bytes);
	if (!right)
		spaces(out, width - used);
}

/* An eighth of a cell is the smallest step; with --ascii a whole one. */
static void
put_bar(struct buf *out, int64_t num, int64_t longest, size_t width,
    bool ascii)
{
	static const char *const eighth[] = { "", "\u258f", "\u258e", "\u258d",
	    "\u258c", "\u258b", "\u258a", "\u2589" };
	int64_t	eighths;
	size_t	whole;

	if (num <= 0 || longest <= 0 || width == 0) {
		spaces(out, width);
		return;
	}
	eighths = (int64_t)((__int128)num * (int64_t)width * 8 / longest);
	if (eighths == 0)
		eighths = 1;
	for (whole = 0; whole < (size_t)eighths / 8; whole++)
		buf_addstr(out, ascii ? "#" : "\u2588");
	if (eighths % 8 != 0 && whole < width) {
		buf_addstr(out, ascii ? "-" : eighth[eighths % 8]);
		whole++;
	}
	spaces(out, width - whole);
}

/* Five shades, nothing the lightest. */
static void
put_heat(struct buf *out, int64_t num, int64_t most, size_t width, bool ascii)
{
	static const char *const	shade[] = { " ", "\u2591", "\u2592",
	    "\u2593", "\u2588" };
	static const char *const	plain[] = { " ", ".", "+", "*", "#" };
	size_t				step = 0, i;

	if (num > 0 && most > 0)
		step = 1 + (size_t)((__int128)num * 3 / most);
	for (i = 0; i < width; i++)
		buf_addstr(out, ascii ? plain[step] : shade[step]);
}

/* No line ends in blanks: it is pasted into mails and compared in tests. */
static void
end_line(struct buf *out)
{
	while (out->len > 0 && out->bytes[out->len - 1] == ' ')
		out->bytes[--out->len] = '\0';
	buf_addch(out, '\n');
}

static void
put_row(const struct report *report, const struct table *table,
    const struct row *row, const struct table_layout *lay,
    const struct render *how, struct buf *out)
{
	char	text[CELL_WIDTH];
	size_t	i;

	for (i = 0; i < table->column_count; i++) {
		if (i > 0 && lay->width[i] > 0)
			spaces(out, gap(table, i));
		if (table->columns[i].type == CELL_BAR)
			put_bar(out, row->kind == ROW_PLAIN ?
			    row->cells[i].num : 0, lay->longest[i],
			    lay->width[i], how->ascii);
		else if (table->columns[i].type == CELL_HEAT)
			put_heat(out, row->cells[i].num, lay->most,
			    lay->width[i], how->ascii);
		else
			put(out, cell_text(report, &table->columns[i],
			    &row->cells[i], text), lay->width[i],
			    to_the_right(table->columns[i].type));
	}
	end_line(out);
}

static void
rule(const struct table_layout *lay, const struct table *table,
    struct buf *out)
{
	size_t	i, n, total = 0;

	for (i = 0; i < table->column_count; i++)
		total += lay->width[i] + (i > 0 && lay->width[i] > 0 ?
		    gap(table, i) : 0);
	for (n = 0; n < total; n++)
		buf_addch(out, '-');
	buf_addch(out, '\n');
}

void
table_lay(const struct report *report, const struct table *table,
    size_t width, struct table_layout *lay_r)
{
	measure(report, table, lay_r);
	fit(table, width, lay_r);
}

void
table_head(const struct table *table, const struct table_layout *lay,
    struct buf *out)
{
	size_t	i;

	for (i = 0; i < table->column_count; i++) {
		if (i > 0 && lay->width[i] > 0)
			spaces(out, gap(table, i));
		put(out, table->columns[i].label, lay->width[i],
		    to_the_right(table->columns[i].type));
	}
	end_line(out);
}

void
table_line(const struct report *report, const struct table *table,
    const struct row *row, const struct table_layout *lay,
    const struct render *how, struct buf *out)
{
	if (row->kind == ROW_NOTE)
		buf_printf(out, "%s\n", row->cells[0].text);
	else
		put_row(report, table, row, lay, how, out);
}

static void
put_table(const struct report *report, const struct table *table,
    const struct render *how, struct buf *out)
{
	const struct row	*row;
	struct table_layout		 lay;

	table_lay(report, table, how->width, &lay);
	if (table->title[0] != '\0')
		buf_printf(out, "%s\n", table->title);
	table_head(table, &lay, out);
	rule(&lay, table, out);
	for (row = table->rows; row != NULL; row = row->next) {
		if (row->kind == ROW_TOTAL)
			rule(&lay, table, out);
		table_line(report, table, row, &lay, how, out);
	}
	if (table->rows == NULL)
		buf_addstr(out, "none\n");
}

void
report_text(const struct report *report, const struct render *how,
    struct buf *out)
{
	const struct table	*table;

	buf_printf(out, "%s\n", report->title);
	if (report->subtitle[0] != '\0')
		buf_printf(out, "%s\n", report->subtitle);
	for (table = report->tables; table != NULL; table = table->next) {
		if (how->brief && table->rows == NULL)
			continue;
		buf_addch(out, '\n');
		if (table->column_count <= TABLE_COLUMNS)
			put_table(report, table, how, out);
	}
}
