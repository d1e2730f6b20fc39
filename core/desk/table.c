/* Reports as typed tables: see table.h. */
#include "desk/table.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "mem.h"
#include "str.h"

struct report *
report_new(const char *name, const struct currency *currency,
    const struct zone *zone)
{
	struct arena	*arena = arena_new();
	struct report	*report = arena_alloc(arena, sizeof *report);

	report->arena = arena;
	report->name = name;
	report->title = report->subtitle = report->foot = "";
	report->made_at = clock_now();
	report->currency = *currency;
	report->zone = *zone;
	report->tail = &report->tables;
	return report;
}

void
report_free(struct report *report)
{
	if (report != NULL)
		arena_free(report->arena);
}

struct table *
report_table(struct report *report, const char *name, const char *title,
    const struct column *columns, size_t count)
{
	struct table	*table = arena_alloc(report->arena, sizeof *table);

	table->report = report;
	table->name = name;
	table->title = arena_strdup(report->arena, title);
	table->columns = columns;
	table->column_count = count;
	table->tail = &table->rows;
	*report->tail = table;
	report->tail = &table->next;
	return table;
}

struct row *
table_row(struct table *table, enum row_kind kind)
{
	struct arena	*arena = table->report->arena;
	struct row	*row = arena_alloc(arena, sizeof *row);
	size_t		 i;

	row->kind = kind;
	row->cells = arena_alloc(arena,
	    table->column_count * sizeof *row->cells);
	for (i = 0; i < table->column_count; i++) {
		row->cells[i].text = "";
		row->cells[i].empty = true;
	}
	*table->tail = row;
	table->tail = &row->next;
	table->row_count++;
	table->last = row;
	table->at = 0;
	return row;
}

static struct cell *
next_cell(struct table *table)
{
	static struct cell	nowhere;

	if (table->last == NULL || table->at >= table->column_count)
		return &nowhere;
	table->last->cells[table->at].empty = false;
	return &table->last->cells[table->at++];
}

void
table_text(struct table *table, const char *text)
{
	struct cell	*cell = next_cell(table);
	char		*copy;

	copy = arena_strdup(table->report->arena, text == NULL ? "" : text);
	str_clean(copy, false);
	cell->text = copy;
}

void
table_num(struct table *table, int64_t num)
{
	next_cell(table)->num = num;
}

void
table_skip(struct table *table)
{
	next_cell(table)->empty = true;
}

void
table_note(struct table *table, const char *fmt, ...)
{
	char	text[400];
	va_list	ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	table_row(table, ROW_NOTE);
	table_text(table, text);
}

const struct table *
report_find(const struct report *report, const char *name)
{
	const struct table	*table;

	for (table = report->tables; table != NULL; table = table->next)
		if (str_eq(table->name, name))
			return table;
	return NULL;
}

int64_t
table_at(const struct table *table, size_t row, const char *column)
{
	const struct row	*r;
	size_t			 i;

	if (table == NULL)
		return 0;
	for (r = table->rows; r != NULL && row > 0; r = r->next)
		row--;
	for (i = 0; r != NULL && i < table->column_count; i++)
		if (str_eq(table->columns[i].name, column))
			return r->cells[i].num;
	return 0;
}

int64_t
table_most(const struct table *table, enum cell_type type)
{
	const struct row	*row;
	int64_t			 most = 0;
	size_t			 i;

	for (row = table->rows; row != NULL; row = row->next)
		for (i = 0; row->kind == ROW_PLAIN &&
		    i < table->column_count; i++)
			if (table->columns[i].type == type &&
			    row->cells[i].num > most)
				most = row->cells[i].num;
	return most;
}

/* 221500 parts per million: "22.2 %", rounded like money. */
static void
share_text(int64_t ppm, bool sign, char *out, size_t size)
{
	int64_t	tenths = (ppm < 0 ? ppm - 500 : ppm + 500) / 1000;

	snprintf(out, size, "%s%lld.%lld %%",
	    tenths < 0 ? "-" : sign ? "+" : "",
	    (long long)((tenths < 0 ? -tenths : tenths) / 10),
	    (long long)((tenths < 0 ? -tenths : tenths) % 10));
}

static void
clock_text(const struct zone *zone, int64_t us, char *out, size_t size)
{
	struct wall	wall;

	zone_wall(zone, us, &wall);
	snprintf(out, size, "%02d:%02d", wall.hour, wall.minute);
}

char *
cell_text(const struct report *report, const struct column *column,
    const struct cell *cell, char out[CELL_WIDTH])
{
	char	amount[MONEY_TEXT], day[DAY_TEXT], stamp[STAMP_TEXT];

	out[0] = '\0';
	if (cell->empty)
		return out;
	switch (column->type) {
	case CELL_TEXT:
		str_copy(out, CELL_WIDTH, cell->text);
		break;
	case CELL_NUM:
		snprintf(out, CELL_WIDTH, "%lld", (long long)cell->num);
		break;
	case CELL_MONEY:
		str_copy(out, CELL_WIDTH, money_text(cell->num,
		    &report->currency, MONEY_GROUPED, amount));
		break;
	case CELL_SHARE:
		share_text(cell->num, false, out, CELL_WIDTH);
		break;
	case CELL_CHANGE:
		share_text(cell->num, true, out, CELL_WIDTH);
		break;
	case CELL_DAY:
		str_copy(out, CELL_WIDTH, day_text((int)cell->num, day));
		break;
	case CELL_TIME:
		str_copy(out, CELL_WIDTH, stamp_text(&report->zone, cell->num,
		    stamp));
		break;
	case CELL_CLOCK:
		clock_text(&report->zone, cell->num, out, CELL_WIDTH);
		break;
	case CELL_BAR:
	case CELL_HEAT:
		break;
	}
	return out;
}
