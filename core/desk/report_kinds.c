/*
 * Tables of reports that ask one thing closely: tax by where and which rate,
 * associates with what they earned, categories from best to slowest.
 */
#include "desk/report_parts.h"

#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "desk/figure.h"
#include "desk/table.h"
#include "mem.h"
#include "str.h"

#define COUNT(array)	(sizeof (array) / sizeof (array)[0])

static const struct column tax_columns[] = {
	{ "jurisdiction", "Where", CELL_TEXT },
	{ "name", "Tax", CELL_TEXT },
	{ "rate", "Rate", CELL_TEXT },
	{ "refunds", "Taken back", CELL_MONEY },
	{ "taxed", "Taxed", CELL_MONEY },
	{ "tax", "Tax", CELL_MONEY },
};

static void
tax_row(struct table *table, enum row_kind kind, const char *where,
    const struct rec_figure *f)
{
	char	rate[PPM_TEXT];

	table_row(table, kind);
	table_text(table, where);
	if (kind == ROW_PLAIN) {
		table_text(table, f->a[0] == '\0' ? "(not taxed)" : f->a);
		table_text(table, ppm_text(strtoll(f->b, NULL, 10), rate));
	} else {
		table_skip(table);
		table_skip(table);
	}
	table_num(table, f->refunds);
	table_num(table, f->amount);
	table_num(table, f->tax);
}

/* A store's rates are those of where it stands: each store is one place. */
void
part_tax_places(struct report *report, const struct db_ans *ans)
{
	const struct rec_figure	*f;
	struct rec_figure	 sum;
	struct table		*table;
	size_t			 i, n;

	f = figure_rows(ans, 0, FIGURE_TAX, &n);
	table = report_table(report, "tax", "Tax by place and rate",
	    tax_columns, COUNT(tax_columns));
	for (i = 0; i < n; i++)
		tax_row(table, ROW_PLAIN, f[i].c, &f[i]);
	sum = figure_total(f, n);
	tax_row(table, ROW_TOTAL, "All", &sum);
}

static const struct column earned_columns[] = {
	{ "associate", "Associate", CELL_TEXT },
	{ "sales", "Tickets", CELL_NUM },
	{ "sold", "Pieces", CELL_NUM },
	{ "returned", "Back", CELL_NUM },
	{ "net", "Net", CELL_MONEY },
	{ "earned", "Earned", CELL_MONEY },
	{ "taken_back", "Taken back", CELL_MONEY },
	{ "commission", "Commission", CELL_MONEY },
	{ "bar", "", CELL_BAR },
};

static void
earned_row(struct table *table, enum row_kind kind, const char *name,
    const struct rec_figure *f)
{
	table_row(table, kind);
	table_text(table, name);
	table_num(table, f->n);
	table_num(table, f->sold);
	table_num(table, f->returned);
	table_num(table, figure_net(f));
	table_num(table, f->commission - f->due);
	table_num(table, f->due);
	table_num(table, f->commission);
	if (kind == ROW_PLAIN)
		table_num(table, figure_net(f));
}

/* What comes back takes its commission off whoever sold it. */
void
part_earned(struct report *report, const struct db_ans *ans)
{
	const struct rec_figure	*f;
	struct rec_figure	 sum;
	struct table		*table;
	size_t			 i, n;

	f = figure_rows(ans, 0, FIGURE_STAFF, &n);
	table = report_table(report, "associates", "Associates",
	    earned_columns, COUNT(earned_columns));
	for (i = 0; i < n; i++)
		earned_row(table, ROW_PLAIN, f[i].a[0] == '\0' ? "(web)" :
		    f[i].a, &f[i]);
	sum = figure_total(f, n);
	earned_row(table, ROW_TOTAL, "All", &sum);
}

/* Everything known of one category. */
struct rank {
	const char		*name;
	struct rec_figure	 sold;
	struct rec_figure	 age;	/* of unique pieces sold: sold, amount */
	struct rec_figure	 stock;
};

struct ranks {
	struct rank	*all;
	size_t		 n;
};

static struct rank *
rank_of(struct ranks *ranks, const char *name)
{
	size_t	i;

	for (i = 0; i < ranks->n; i++)
		if (str_eq(ranks->all[i].name, name))
			return &ranks->all[i];
	ranks->all[i] = (struct rank){ .name = name };
	ranks->n++;
	return &ranks->all[i];
}

/* Pieces that went out of those there were, parts per million. */
static int64_t
sell_through(const struct rank *r)
{
	int64_t	gone = r->sold.sold - r->sold.returned;

	return gone <= 0 ? 0 : figure_share(gone, gone + r->stock.sold);
}

static int
best_first(const void *x, const void *y)
{
	const struct rank	*a = x, *b = y;
	int64_t			 na = figure_net(&a->sold);
	int64_t			 nb = figure_net(&b->sold);

	return na != nb ? (na < nb) - (na > nb) : strcmp(a->name, b->name);
}

static int
slowest_first(const void *x, const void *y)
{
	const struct rank	*a = x, *b = y;
	int64_t			 sa = sell_through(a), sb = sell_through(b);
	int64_t			 da = figure_days(&a->stock);
	int64_t			 db = figure_days(&b->stock);

	if (sa != sb)
		return (sa > sb) - (sa < sb);
	return da != db ? (da < db) - (da > db) : strcmp(a->name, b->name);
}

static const struct column best_columns[] = {
	{ "category", "Category", CELL_TEXT },
	{ "sold", "Sold", CELL_NUM },
	{ "returned", "Back", CELL_NUM },
	{ "net", "Net", CELL_MONEY },
	{ "margin", "Margin", CELL_MONEY },
	{ "share", "", CELL_SHARE },
	{ "days_to_sell", "Days to sell", CELL_NUM },
	{ "bar", "", CELL_BAR },
};

static const struct column slow_columns[] = {
	{ "category", "Category", CELL_TEXT },
	{ "sold", "Sold", CELL_NUM },
	{ "in_stock", "In stock", CELL_NUM },
	{ "sell_through", "Sell-through", CELL_SHARE },
	{ "days_here", "Days here", CELL_NUM },
	{ "price", "Stock at price", CELL_MONEY },
};

/* The mean of days; nothing where nothing is counted. */
static void
put_days(struct table *table, const struct rec_figure *f)
{
	if (f->sold > 0)
		table_num(table, figure_days(f));
	else
		table_skip(table);
}

static void
best(struct report *report, const struct ranks *ranks, int64_t whole)
{
	struct table		*table = report_table(report, "best",
	    "Best categories", best_columns, COUNT(best_columns));
	const struct rank	*r;

	for (r = ranks->all; r < ranks->all + ranks->n; r++) {
		if (r->sold.sold == 0 && r->sold.returned == 0)
			continue;
		table_row(table, ROW_PLAIN);
		table_text(table, figure_name(r->name));
		table_num(table, r->sold.sold);
		table_num(table, r->sold.returned);
		table_num(table, figure_net(&r->sold));
		table_num(table, figure_net(&r->sold) - r->sold.cost -
		    r->sold.due);
		table_num(table, figure_share(figure_net(&r->sold), whole));
		put_days(table, &r->age);
		table_num(table, figure_net(&r->sold));
	}
}

static void
slowest(struct report *report, const struct ranks *ranks)
{
	struct table		*table = report_table(report, "slowest",
	    "Slowest categories", slow_columns, COUNT(slow_columns));
	const struct rank	*r;

	for (r = ranks->all; r < ranks->all + ranks->n; r++) {
		table_row(table, ROW_PLAIN);
		table_text(table, figure_name(r->name));
		table_num(table, r->sold.sold - r->sold.returned);
		table_num(table, r->stock.sold);
		table_num(table, sell_through(r));
		put_days(table, &r->stock);
		table_num(table, r->stock.gross);
	}
}

/* The answer: sales and ages of the range, then what is in stock now. */
void
part_categories(struct report *report, const struct db_ans *ans)
{
	const struct rec_figure	*sales, *ages, *stock;
	struct ranks		 ranks = { .n = 0 };
	int64_t			 whole = 0;
	size_t			 i, ns, na, nk;

	sales = figure_rows(ans, 0, FIGURE_SALES, &ns);
	ages = figure_rows(ans, 0, FIGURE_AGE, &na);
	stock = db_rows_nth(ans, REC_FIGURE, 1, &nk);
	ranks.all = arena_alloc(report->arena, (ns + na + nk + 1) *
	    sizeof *ranks.all);
	for (i = 0; i < ns; i++) {
		figure_add(&rank_of(&ranks, sales[i].b)->sold, &sales[i]);
		whole += figure_net(&sales[i]);
	}
	for (i = 0; i < na; i++)
		figure_add(&rank_of(&ranks, ages[i].b)->age, &ages[i]);
	for (i = 0; i < nk; i++)
		figure_add(&rank_of(&ranks, stock[i].a)->stock, &stock[i]);
	qsort(ranks.all, ranks.n, sizeof *ranks.all, best_first);
	best(report, &ranks, whole);
	qsort(ranks.all, ranks.n, sizeof *ranks.all, slowest_first);
	slowest(report, &ranks);
}
