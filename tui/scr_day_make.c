/* Figures from a report's tables: see scr_day_make.h. */
#include "scr_day_make.h"

#include "mem.h"
#include "show.h"
#include "str.h"

const struct table *
fig_table(const struct maker *m, const char *name)
{
	return m->day->report == NULL ? NULL : report_find(m->day->report,
	    name);
}

const struct cell *
fig_cell(const struct table *table, const struct row *row, const char *column)
{
	static const struct cell	none = { .text = "", .empty = true };
	size_t				i;

	for (i = 0; table != NULL && i < table->column_count; i++)
		if (str_eq(table->columns[i].name, column))
			return &row->cells[i];
	return &none;
}

int64_t
fig_num(const struct table *table, const struct row *row, const char *column)
{
	return fig_cell(table, row, column)->num;
}

const char *
fig_text(const struct table *table, const struct row *row, const char *column)
{
	return fig_cell(table, row, column)->text;
}

static const struct row *
plain(const struct row *row)
{
	while (row != NULL && row->kind != ROW_PLAIN)
		row = row->next;
	return row;
}

const struct row *
fig_first(const struct table *table)
{
	return table == NULL ? NULL : plain(table->rows);
}

const struct row *
fig_next(const struct row *row)
{
	return plain(row->next);
}

int64_t
fig_longest(const struct table *table, const char *column)
{
	const struct row	*row;
	int64_t			 most = 0;

	for (row = fig_first(table); row != NULL; row = fig_next(row))
		if (fig_num(table, row, column) > most)
			most = fig_num(table, row, column);
	return most;
}

const char *
fig_amount(const struct maker *m, money value)
{
	char	out[MONEY_TEXT];

	return arena_strdup(m->arena, show_amount(m->ui, value, out));
}

const char *
fig_count(const struct maker *m, int64_t n, const char *one,
    const char *many)
{
	return arena_printf(m->arena, "%lld %s", (long long)n,
	    n == 1 ? one : many);
}

void
fig_block(struct maker *m, enum block_place place, const char *title,
    size_t most)
{
	m->block = &m->figs->blocks[m->figs->count++];
	m->block->place = place;
	m->block->title = title;
	m->block->figs = arena_alloc(m->arena, (most + 1) *
	    sizeof *m->block->figs);
}

struct fig *
fig_add(struct maker *m, const char *label, const char *value)
{
	struct fig	*f = &m->block->figs[m->block->count++];

	f->label = arena_strdup(m->arena, label);
	f->amount = value;
	f->more = "";
	f->opens.a = f->opens.b = "";
	f->opens.title = f->label;
	m->figs->total++;
	return f;
}

void
fig_lines(const struct maker *m, struct fig *f, enum behind lines,
    const char *a, const char *b)
{
	f->opens.look = LOOK_LINES;
	f->opens.lines = lines;
	f->opens.a = arena_strdup(m->arena, a);
	f->opens.b = arena_strdup(m->arena, b);
}

int64_t
fig_sum(const struct table *table, const char *column)
{
	const struct row	*row;
	int64_t			 sum = 0;

	for (row = fig_first(table); row != NULL; row = fig_next(row))
		sum += fig_num(table, row, column);
	return sum;
}

int64_t
fig_rows(const struct table *table)
{
	const struct row	*row;
	int64_t			 n = 0;

	for (row = fig_first(table); row != NULL; row = fig_next(row))
		n++;
	return n;
}

struct fig *
fig_money(struct maker *m, const char *label, const struct table *table,
    const struct row *row, const char *column)
{
	return fig_add(m, label, fig_amount(m, fig_num(table, row, column)));
}

const char *
fig_whole(const struct maker *m, const struct table *table,
    const struct row *row, const char *column)
{
	return arena_printf(m->arena, "%lld", (long long)fig_num(table, row,
	    column));
}
