/* Tables of several days: see report_parts.h. */
#include "desk/report_parts.h"

#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "desk/figure.h"
#include "desk/table.h"
#include "mem.h"
#include "str.h"

#define COUNT(array)	(sizeof (array) / sizeof (array)[0])

static const struct column day_columns[] = {
	{ "day", "Day", CELL_DAY },
	{ "sales", "Sales", CELL_NUM },
	{ "net", "Net", CELL_MONEY },
	{ "refunds", "Taken back", CELL_MONEY },
	{ "tax", "Tax", CELL_MONEY },
	{ "total", "Total", CELL_MONEY },
	{ "bar", "", CELL_BAR },
};

void
part_days(struct report *report, const struct db_ans *ans, size_t nth)
{
	const struct rec_figure	*f;
	struct rec_figure	 sum;
	struct table		*table;
	size_t			 i, n;

	f = figure_rows(ans, nth, FIGURE_DAY, &n);
	table = report_table(report, "days", "Day by day", day_columns,
	    COUNT(day_columns));
	for (i = 0; i < n; i++) {
		table_row(table, ROW_PLAIN);
		table_num(table, strtoll(f[i].a, NULL, 10));
		table_num(table, f[i].n);
		table_num(table, figure_net(&f[i]));
		table_num(table, f[i].refunds);
		table_num(table, f[i].tax);
		table_num(table, f[i].amount);
		table_num(table, figure_net(&f[i]));
	}
	sum = figure_total(f, n);
	table_row(table, ROW_TOTAL);
	table_skip(table);
	table_num(table, sum.n);
	table_num(table, figure_net(&sum));
	table_num(table, sum.refunds);
	table_num(table, sum.tax);
	table_num(table, sum.amount);
}

static const char *const weekdays[] = { "Sunday", "Monday", "Tuesday",
    "Wednesday", "Thursday", "Friday", "Saturday" };

/* What was sold at each hour of each day of the week, on the shop's wall. */
struct heat {
	int64_t	sales[7][24], net[7][24];
};

static const struct column heat_columns[] = {
	{ "weekday", "Weekday", CELL_TEXT },
	{ "hour", "Hour", CELL_NUM },
	{ "sales", "Sales", CELL_NUM },
	{ "net", "Net", CELL_MONEY },
};

static void
heat_rows(struct report *report, const struct heat *heat)
{
	struct table	*table = report_table(report, "heat",
	    "Weekday by hour", heat_columns, COUNT(heat_columns));
	size_t		 i, wday, h;

	for (i = 0; i < 7 * 24; i++) {
		wday = (i / 24 + 1) % 7;		/* Monday first */
		h = i % 24;
		if (heat->sales[wday][h] == 0)
			continue;
		table_row(table, ROW_PLAIN);
		table_text(table, weekdays[wday]);
		table_num(table, (int64_t)h);
		table_num(table, heat->sales[wday][h]);
		table_num(table, heat->net[wday][h]);
	}
}

/* The first and the last hour anything was sold at; false: none. */
static bool
opening(const struct heat *heat, size_t *from_r, size_t *to_r)
{
	size_t	wday, h;

	*from_r = 24;
	*to_r = 0;
	for (h = 0; h < 24; h++)
		for (wday = 0; wday < 7; wday++)
			if (heat->sales[wday][h] != 0) {
				*from_r = *from_r == 24 ? h : *from_r;
				*to_r = h;
			}
	return *from_r < 24;
}

/* The same as a picture: a shade for each hour. */
static void
heat_map(struct report *report, const struct heat *heat)
{
	struct column	*columns;
	struct table	*table;
	size_t		 from, to, i, h, wday;

	if (!opening(heat, &from, &to))
		return;
	columns = arena_alloc(report->arena, (to - from + 2) *
	    sizeof *columns);
	columns[0] = (struct column){ "weekday", "", CELL_TEXT };
	for (h = from; h <= to; h++)
		columns[h - from + 1] = (struct column){ "hour",
		    arena_printf(report->arena, "%02zu", h), CELL_HEAT };
	table = report_table(report, "heat_map", "When we sell", columns,
	    to - from + 2);
	table->drawn = true;
	for (i = 0; i < 7; i++) {
		wday = (i + 1) % 7;
		table_row(table, ROW_PLAIN);
		table_text(table, weekdays[wday]);
		for (h = from; h <= to; h++)
			table_num(table, heat->net[wday][h]);
	}
}

void
part_hours(struct report *report, const struct db_ans *ans)
{
	const struct rec_figure	*f;
	struct heat		 heat = { .sales = { { 0 } } };
	struct wall		 wall;
	size_t			 i, n;

	f = figure_rows(ans, 0, FIGURE_TIME, &n);
	for (i = 0; i < n; i++) {
		figure_wall(&report->zone, &f[i], &wall);
		heat.sales[wall.weekday][wall.hour] += f[i].n;
		heat.net[wall.weekday][wall.hour] += f[i].gross;
	}
	heat_map(report, &heat);
	heat_rows(report, &heat);
}

static const struct column month_columns[] = {
	{ "month", "Month", CELL_TEXT },
	{ "sales", "Sales", CELL_NUM },
	{ "net", "Net", CELL_MONEY },
	{ "refunds", "Taken back", CELL_MONEY },
	{ "tax", "Tax", CELL_MONEY },
	{ "total", "Total", CELL_MONEY },
	{ "bar", "", CELL_BAR },
};

void
part_months(struct report *report, const struct db_ans *ans, size_t nth)
{
	const struct rec_figure	*f;
	struct rec_figure	 sum;
	struct table		*table;
	size_t			 from, to, n;

	f = figure_rows(ans, nth, FIGURE_DAY, &n);
	table = report_table(report, "months", "Month by month",
	    month_columns, COUNT(month_columns));
	for (from = 0; from < n; from = to) {
		for (to = from; to < n && strncmp(f[to].a, f[from].a, 6) == 0;
		    to++)
			;
		sum = figure_total(f + from, to - from);
		table_row(table, ROW_PLAIN);
		table_text(table, arena_printf(report->arena, "%.4s-%.2s",
		    f[from].a, f[from].a + 4));
		table_num(table, sum.n);
		table_num(table, figure_net(&sum));
		table_num(table, sum.refunds);
		table_num(table, sum.tax);
		table_num(table, sum.amount);
		table_num(table, figure_net(&sum));
	}
}
