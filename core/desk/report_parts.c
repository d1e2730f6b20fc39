/* Tables of several days, and of the stock: see report_parts.h. */
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

	f = figure_rows(ans, nth, &n);
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
	/* A day whose weekday everybody can look up: Sunday, 2 January 2000. */
	const int		 sunday = 20000102;
	const struct rec_figure	*f;
	struct table		*table;
	int64_t			 sales[7][24] = { 0 }, net[7][24] = { 0 };
	size_t			 i, n, h;
	int			 wday;

	f = figure_rows(ans, 0, &n);
	for (i = 0; i < n; i++) {
		wday = day_between(sunday, (int)strtoll(f[i].a, NULL, 10)) % 7;
		wday = (wday + 7) % 7;
		h = (size_t)strtoll(f[i].b, NULL, 10) % 24;
		sales[wday][h] += f[i].n;
		net[wday][h] += f[i].gross;
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

static const struct column inventory_columns[] = {
	{ "category", "Category", CELL_TEXT },
	{ "pieces", "Pieces", CELL_NUM },
	{ "price", "At our price", CELL_MONEY },
	{ "cost", "At cost", CELL_MONEY },
	{ "over_a_year", "Over a year", CELL_NUM },
	{ "over_two_years", "Cost over 2 years", CELL_MONEY },
};

/* What consignors own is not ours, however much room it takes. */
static void
inventory(struct report *report, const char *name, const char *title,
    const struct rec_figure *f, size_t n, const char *whose)
{
	struct table		*table = report_table(report, name, title,
	    inventory_columns, COUNT(inventory_columns));
	struct rec_figure	 sum = { .n = 0 };
	size_t			 i;

	for (i = 0; i < n; i++) {
		if (!str_eq(f[i].b, whose))
			continue;
		table_row(table, ROW_PLAIN);
		table_text(table, f[i].a[0] == '\0' ? "(none)" : f[i].a);
		table_num(table, f[i].sold);
		table_num(table, f[i].gross);
		table_num(table, f[i].cost);
		table_num(table, f[i].discount);
		table_num(table, f[i].amount);
		sum.sold += f[i].sold;
		sum.gross += f[i].gross;
		sum.cost += f[i].cost;
		sum.discount += f[i].discount;
		sum.amount += f[i].amount;
	}
	table_row(table, ROW_TOTAL);
	table_text(table, "All");
	table_num(table, sum.sold);
	table_num(table, sum.gross);
	table_num(table, sum.cost);
	table_num(table, sum.discount);
	table_num(table, sum.amount);
}

void
part_inventory(struct report *report, const struct db_ans *ans)
{
	const struct rec_figure	*f;
	size_t			 n;

	f = figure_rows(ans, 0, &n);
	inventory(report, "own", "Our own", f, n, "own");
	inventory(report, "consigned", "Consigned to us", f, n, "consigned");
}
