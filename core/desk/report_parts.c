/* Tables of several days: see report_parts.h. */
#include "desk/report_parts.h"

#include <stdlib.h>

#include "db.h"
#include "desk/figure.h"
#include "desk/table.h"
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

static const struct column heat_columns[] = {
	{ "weekday", "Weekday", CELL_TEXT },
	{ "hour", "Hour", CELL_NUM },
	{ "sales", "Sales", CELL_NUM },
	{ "net", "Net", CELL_MONEY },
	{ "bar", "", CELL_BAR },
};

void
part_hours(struct report *report, const struct db_ans *ans)
{
	const struct rec_figure	*f;
	struct table		*table;
	struct wall		 wall;
	int64_t			 sales[7][24] = { 0 }, net[7][24] = { 0 };
	size_t			 i, n, h;
	int			 wday;

	f = figure_rows(ans, 0, FIGURE_TIME, &n);
	for (i = 0; i < n; i++) {
		figure_wall(&report->zone, &f[i], &wall);
		sales[wall.weekday][wall.hour] += f[i].n;
		net[wall.weekday][wall.hour] += f[i].gross;
	}
	table = report_table(report, "heat", "Weekday by hour", heat_columns,
	    COUNT(heat_columns));
	for (i = 0; i < 7 * 24; i++) {
		wday = (int)((i / 24 + 1) % 7);		/* Monday first */
		h = i % 24;
		if (sales[wday][h] == 0)
			continue;
		table_row(table, ROW_PLAIN);
		table_text(table, weekdays[wday]);
		table_num(table, (int64_t)h);
		table_num(table, sales[wday][h]);
		table_num(table, net[wday][h]);
		table_num(table, net[wday][h]);
	}
}
