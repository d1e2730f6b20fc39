/*
 * Tables of what is in stock: ours and what consignors own kept apart, because
 * the one is money laid out and the other is somebody else's.
 */
#include "desk/report_parts.h"

#include "db.h"
#include "desk/figure.h"
#include "desk/table.h"
#include "str.h"

#define COUNT(array)	(sizeof (array) / sizeof (array)[0])

static const char	own[] = "own", consigned[] = "consigned";

static const struct column own_columns[] = {
	{ "category", "Category", CELL_TEXT },
	{ "pieces", "Pieces", CELL_NUM },
	{ "price", "At our price", CELL_MONEY },
	{ "cost", "At cost", CELL_MONEY },
	{ "days", "Days here", CELL_NUM },
	{ "bar", "", CELL_BAR },
};

static const struct column consigned_columns[] = {
	{ "category", "Category", CELL_TEXT },
	{ "pieces", "Pieces", CELL_NUM },
	{ "price", "At our price", CELL_MONEY },
	{ "due", "Theirs if sold", CELL_MONEY },
	{ "days", "Days here", CELL_NUM },
	{ "bar", "", CELL_BAR },
};

static void
stock_row(struct table *table, enum row_kind kind, const char *name,
    const struct rec_figure *f, const char *whose)
{
	int64_t	worth = str_eq(whose, own) ? f->cost : f->due;

	table_row(table, kind);
	table_text(table, name);
	table_num(table, f->sold);
	table_num(table, f->gross);
	table_num(table, worth);
	if (f->sold > 0)
		table_num(table, figure_days(f));
	else
		table_skip(table);
	if (kind == ROW_PLAIN)
		table_num(table, worth);
}

/* The rows come by category, whose and age. */
static void
inventory(struct report *report, const char *title, const struct rec_figure *f,
    size_t n, const char *whose)
{
	bool			 ours = str_eq(whose, own);
	struct table		*table = report_table(report, whose, title,
	    ours ? own_columns : consigned_columns, COUNT(own_columns));
	struct rec_figure	 sum = { .n = 0 }, part;
	size_t			 from, to;

	for (from = 0; from < n; from = to) {
		for (to = from; to < n && str_eq(f[to].a, f[from].a) &&
		    str_eq(f[to].b, f[from].b); to++)
			;
		if (!str_eq(f[from].b, whose))
			continue;
		part = figure_total(f + from, to - from);
		stock_row(table, ROW_PLAIN, figure_name(f[from].a), &part,
		    whose);
		figure_add(&sum, &part);
	}
	stock_row(table, ROW_TOTAL, "All", &sum, whose);
}

void
part_inventory(struct report *report, const struct db_ans *ans)
{
	const struct rec_figure	*f;
	size_t			 n;

	f = db_rows(ans, REC_FIGURE, &n);
	inventory(report, "Our own", f, n, own);
	inventory(report, "Consigned to us", f, n, consigned);
}

static const struct column aging_columns[] = {
	{ "age", "Here for", CELL_TEXT },
	{ "pieces", "Ours", CELL_NUM },
	{ "price", "At our price", CELL_MONEY },
	{ "cost", "At cost", CELL_MONEY },
	{ "share", "", CELL_SHARE },
	{ "consigned", "Consigned", CELL_NUM },
	{ "consigned_price", "At our price", CELL_MONEY },
};

/* The steps of figure_stock's c. */
static const char *const ages[] = { "0-90 days", "91-180 days",
    "181-365 days", "1-2 years", "2 years +" };

static void
aging_row(struct table *table, enum row_kind kind, const char *age,
    const struct rec_figure *ours, const struct rec_figure *theirs,
    int64_t whole)
{
	table_row(table, kind);
	table_text(table, age);
	table_num(table, ours->sold);
	table_num(table, ours->gross);
	table_num(table, ours->cost);
	if (whole > 0)
		table_num(table, figure_share(ours->cost, whole));
	else
		table_skip(table);
	table_num(table, theirs->sold);
	table_num(table, theirs->gross);
}

void
part_aging(struct report *report, const struct db_ans *ans)
{
	struct rec_figure	 ours[COUNT(ages)], theirs[COUNT(ages)];
	const struct rec_figure	*f;
	struct rec_figure	 our_all, their_all;
	struct table		*table;
	size_t			 i, step, n;

	for (i = 0; i < COUNT(ages); i++)
		ours[i] = theirs[i] = (struct rec_figure){ .n = 0 };
	f = db_rows(ans, REC_FIGURE, &n);
	for (i = 0; i < n; i++) {
		step = (size_t)(f[i].c[0] - '0');
		if (step < COUNT(ages))
			figure_add(str_eq(f[i].b, own) ? &ours[step] :
			    &theirs[step], &f[i]);
	}
	our_all = figure_total(ours, COUNT(ages));
	their_all = figure_total(theirs, COUNT(ages));
	table = report_table(report, "aging", "How long stock has been here",
	    aging_columns, COUNT(aging_columns));
	for (i = 0; i < COUNT(ages); i++)
		aging_row(table, ROW_PLAIN, ages[i], &ours[i], &theirs[i],
		    our_all.cost);
	aging_row(table, ROW_TOTAL, "All", &our_all, &their_all, 0);
}
