/* A report as a file: CSV for a spreadsheet, JSON for a program. */
#include "desk/table.h"

#include <stdio.h>

#include "buf.h"
#include "desk/csv.h"
#include "run/json.h"

static void
csv_cell(const struct report *report, const struct column *column,
    const struct cell *cell, struct buf *out)
{
	char	amount[MONEY_TEXT], text[CELL_WIDTH], ppm[PPM_TEXT];

	if (cell->empty) {
		csv_put_plain(out, "");
		return;
	}
	switch (column->type) {
	case CELL_TEXT:
		csv_put_text(out, cell->text);
		break;
	case CELL_MONEY:
		csv_put_plain(out, money_text(cell->num, &report->currency,
		    MONEY_PLAIN, amount));
		break;
	case CELL_SHARE:
	case CELL_CHANGE:
		csv_put_plain(out, ppm_text(cell->num, ppm));
		break;
	case CELL_TIME:
	case CELL_CLOCK:
		csv_put_plain(out, stamp_text(&report->zone, cell->num, text));
		break;
	case CELL_NUM:
	case CELL_DAY:
	case CELL_BAR:
	case CELL_HEAT:
		csv_put_plain(out, cell_text(report, column, cell, text));
		break;
	}
}

static bool
is_written(const struct column *column)
{
	return column->type != CELL_BAR && column->type != CELL_HEAT;
}

void
report_csv(const struct report *report, struct buf *out)
{
	const struct table	*table;
	const struct row	*row;
	size_t			 i;

	for (table = report->tables; table != NULL; table = table->next) {
		if (table->drawn)
			continue;
		if (table != report->tables)
			csv_put_end(out);
		csv_put_text(out, "table");
		for (i = 0; i < table->column_count; i++)
			if (is_written(&table->columns[i]))
				csv_put_text(out, table->columns[i].name);
		csv_put_end(out);
		for (row = table->rows; row != NULL; row = row->next) {
			if (row->kind != ROW_PLAIN)
				continue;	/* a spreadsheet adds up itself */
			csv_put_text(out, table->name);
			for (i = 0; i < table->column_count; i++)
				if (is_written(&table->columns[i]))
					csv_cell(report, &table->columns[i],
					    &row->cells[i], out);
			csv_put_end(out);
		}
	}
}

static void
json_cell(const struct report *report, const struct column *column,
    const struct cell *cell, struct js *object)
{
	char	day[DAY_TEXT];

	if (cell->empty) {
		js_put_null(object, column->name);
		return;
	}
	switch (column->type) {
	case CELL_TEXT:
		js_put_text(object, column->name, cell->text);
		break;
	case CELL_NUM:
	case CELL_SHARE:
	case CELL_CHANGE:
		js_put_num(object, column->name, cell->num);
		break;
	case CELL_MONEY:
		js_put_money(object, column->name, cell->num,
		    report->currency.code);
		break;
	case CELL_DAY:
		js_put_text(object, column->name,
		    day_text((int)cell->num, day));
		break;
	case CELL_TIME:
	case CELL_CLOCK:
		js_put_time(object, column->name, cell->num);
		break;
	case CELL_BAR:
	case CELL_HEAT:
		break;
	}
}

static void
json_table(const struct report *report, const struct table *table,
    struct js *rows, struct js *totals)
{
	const struct row	*row;
	struct js		*object;
	size_t			 i;

	for (row = table->rows; row != NULL; row = row->next) {
		if (row->kind == ROW_NOTE)
			continue;
		object = js_add(row->kind == ROW_TOTAL ? totals : rows,
		    js_object());
		for (i = 0; i < table->column_count; i++)
			json_cell(report, &table->columns[i], &row->cells[i],
			    object);
		if (!uuid_is_nil(&row->behind))
			js_put_uuid(object, "id", &row->behind);
	}
}

void
report_json(const struct report *report, struct buf *out)
{
	const struct table	*table;
	struct js		*doc = js_object(), *tables, *one;
	char			 day[DAY_TEXT];

	js_put_text(doc, "report", report->name);
	js_put_text(doc, "title", report->title);
	js_put_text(doc, "from", day_text((int)report->from_day, day));
	js_put_text(doc, "to", day_text((int)report->to_day, day));
	js_put_time(doc, "made_at", report->made_at);
	js_put_text(doc, "currency", report->currency.code);
	tables = js_put(doc, "tables", js_object());
	for (table = report->tables; table != NULL; table = table->next) {
		if (table->drawn)
			continue;
		one = js_put(tables, table->name, js_object());
		json_table(report, table, js_put(one, "rows", js_array()),
		    js_put(one, "totals", js_array()));
	}
	js_write(doc, out);
	js_free(doc);
}
