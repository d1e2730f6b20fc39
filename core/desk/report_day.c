/* The tables of a day, added up: see report_parts.h. */
#include "desk/report_parts.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "db.h"
#include "desk/figure.h"
#include "desk/table.h"
#include "sell/tender.h"
#include "str.h"

#define COUNT(array)	(sizeof (array) / sizeof (array)[0])

static const struct column summary_columns[] = {
	{ "what", "", CELL_TEXT },
	{ "amount", "Today", CELL_MONEY },
	{ "week", "Last week", CELL_MONEY },
	{ "week_change", "", CELL_CHANGE },
	{ "year", "Last year", CELL_MONEY },
	{ "year_change", "", CELL_CHANGE },
};

/* A day nobody has figures of is nothing, not zero per cent. */
static void
compare(struct table *table, int64_t now, const struct rec_figure *then,
    int64_t amount)
{
	if (then == NULL) {
		table_skip(table);
		table_skip(table);
		return;
	}
	table_num(table, amount);
	if (amount <= 0)
		table_skip(table);
	else
		table_num(table, figure_share(now, amount) - PPM_ONE);
}

static void
summary_row(struct table *table, const char *what,
    const struct rec_figure *day[3], int64_t (*get)(const struct rec_figure *))
{
	int64_t	now = day[0] == NULL ? 0 : get(day[0]);
	size_t	i;

	table_row(table, ROW_PLAIN);
	table_text(table, what);
	table_num(table, now);
	for (i = 1; i < 3; i++)
		compare(table, now, day[i], day[i] == NULL ? 0 : get(day[i]));
}

static int64_t
get_sales(const struct rec_figure *f)
{
	return f->gross;
}

static int64_t
get_refunds(const struct rec_figure *f)
{
	return f->refunds;
}

static int64_t
get_discount(const struct rec_figure *f)
{
	return -f->discount;
}

static int64_t
get_tax(const struct rec_figure *f)
{
	return f->tax;
}

static int64_t
get_total(const struct rec_figure *f)
{
	return f->amount;
}

void
part_summary(struct report *report, const struct db_ans *ans, size_t today,
    size_t week, size_t year)
{
	const size_t		 nth[3] = { today, week, year };
	const struct rec_figure	*day[3], *f;
	struct rec_figure	 sum[3];
	struct table		*table;
	size_t			 i, n;

	for (i = 0; i < 3; i++) {
		f = figure_rows(ans, nth[i], FIGURE_DAY, &n);
		sum[i] = figure_total(f, n);
		day[i] = n == 0 ? NULL : &sum[i];
	}
	table = report_table(report, "summary", "", summary_columns,
	    COUNT(summary_columns));
	summary_row(table, "Net sales", day, figure_net);
	summary_row(table, "Sold", day, get_sales);
	summary_row(table, "Taken back", day, get_refunds);
	summary_row(table, "Discounts given", day, get_discount);
	summary_row(table, "Tax", day, get_tax);
	summary_row(table, "Total with tax", day, get_total);
}

static const struct column till_columns[] = {
	{ "what", "", CELL_TEXT },
	{ "count", "", CELL_NUM },
	{ "amount", "", CELL_MONEY },
};

static void
till_row(struct table *table, const char *what, int64_t count, int64_t amount)
{
	table_row(table, ROW_PLAIN);
	table_text(table, what);
	if (count < 0)
		table_skip(table);
	else
		table_num(table, count);
	table_num(table, amount);
}

void
part_till(struct report *report, const struct db_ans *ans, size_t nth)
{
	const struct rec_figure	*f;
	struct rec_figure	 sum;
	struct table		*table = report_table(report, "summary", "",
	    till_columns, COUNT(till_columns));
	size_t			 n;

	f = figure_rows(ans, nth, FIGURE_DAY, &n);
	sum = figure_total(f, n);
	till_row(table, "Net sales", sum.n, figure_net(&sum));
	till_row(table, "Sold", sum.sold, sum.gross);
	till_row(table, "Taken back", sum.returned, sum.refunds);
	till_row(table, "Discounts given", -1, -sum.discount);
	till_row(table, "Tax", -1, sum.tax);
	till_row(table, "Total with tax", -1, sum.amount);
}

static const struct column sales_columns[] = {
	{ "channel", "Channel", CELL_TEXT },
	{ "category", "Category", CELL_TEXT },
	{ "sold", "Sold", CELL_NUM },
	{ "returned", "Back", CELL_NUM },
	{ "net", "Net", CELL_MONEY },
	{ "share", "", CELL_SHARE },
	{ "bar", "", CELL_BAR },
};

static const struct column channel_columns[] = {
	{ "channel", "Channel", CELL_TEXT },
	{ "sold", "Sold", CELL_NUM },
	{ "returned", "Back", CELL_NUM },
	{ "net", "Net", CELL_MONEY },
	{ "discount", "Discounts", CELL_MONEY },
	{ "tax", "Tax", CELL_MONEY },
	{ "bar", "", CELL_BAR },
};

static void
channel_row(struct table *table, enum row_kind kind, const char *name,
    const struct rec_figure *f)
{
	table_row(table, kind);
	table_text(table, name);
	table_num(table, f->sold);
	table_num(table, f->returned);
	table_num(table, f->gross + f->refunds);
	table_num(table, f->discount);
	table_num(table, f->tax);
	table_num(table, f->gross + f->refunds);
}

/* The rows come by channel: each run of one is a channel. */
static void
by_channel(struct report *report, const struct rec_figure *f, size_t n)
{
	struct table		*table = report_table(report, "channels",
	    "By channel", channel_columns, COUNT(channel_columns));
	struct rec_figure	 sum;
	size_t			 from, to;

	for (from = 0; from < n; from = to) {
		for (to = from; to < n && str_eq(f[to].a, f[from].a); to++)
			;
		sum = figure_total(f + from, to - from);
		channel_row(table, ROW_PLAIN, f[from].a, &sum);
	}
	sum = figure_total(f, n);
	channel_row(table, ROW_TOTAL, "All", &sum);
}

void
part_sales(struct report *report, const struct db_ans *ans, size_t nth)
{
	const struct rec_figure	*f;
	struct rec_figure	 sum;
	struct table		*table;
	size_t			 i, n;

	f = figure_rows(ans, nth, FIGURE_SALES, &n);
	by_channel(report, f, n);
	sum = figure_total(f, n);
	table = report_table(report, "categories", "By category",
	    sales_columns, COUNT(sales_columns));
	for (i = 0; i < n; i++) {
		table_row(table, ROW_PLAIN);
		table_text(table, f[i].a);
		table_text(table, f[i].b[0] == '\0' ? "(none)" : f[i].b);
		table_num(table, f[i].sold);
		table_num(table, f[i].returned);
		table_num(table, f[i].gross + f[i].refunds);
		table_num(table, figure_share(f[i].gross + f[i].refunds,
		    sum.gross + sum.refunds));
		table_num(table, f[i].gross + f[i].refunds);
	}
}

static const struct column staff_columns[] = {
	{ "associate", "Associate", CELL_TEXT },
	{ "sales", "Sales", CELL_NUM },
	{ "net", "Net", CELL_MONEY },
	{ "commission", "Commission", CELL_MONEY },
	{ "bar", "", CELL_BAR },
};

void
part_staff(struct report *report, const struct db_ans *ans, size_t nth)
{
	const struct rec_figure	*f;
	struct rec_figure	 sum;
	struct table		*table;
	size_t			 i, n;

	f = figure_rows(ans, nth, FIGURE_STAFF, &n);
	table = report_table(report, "associates", "By associate",
	    staff_columns, COUNT(staff_columns));
	for (i = 0; i < n; i++) {
		table_row(table, ROW_PLAIN);
		table_text(table, f[i].a[0] == '\0' ? "(web)" : f[i].a);
		table_num(table, f[i].n);
		table_num(table, figure_net(&f[i]));
		table_num(table, f[i].commission);
		table_num(table, figure_net(&f[i]));
	}
	sum = figure_total(f, n);
	table_row(table, ROW_TOTAL);
	table_text(table, "All");
	table_num(table, sum.n);
	table_num(table, figure_net(&sum));
	table_num(table, sum.commission);
}

static const struct column tender_columns[] = {
	{ "kind", "Paid by", CELL_TEXT },
	{ "payments", "Payments", CELL_NUM },
	{ "amount", "Amount", CELL_MONEY },
	{ "bar", "", CELL_BAR },
};

/*
 * What customers paid with, and apart from it what was only money owed before:
 * gift cards, store credit and deposits are liabilities that end, not income.
 */
static bool
is_liability(const char *kind)
{
	return str_eq(kind, "gift") || str_eq(kind, "credit") ||
	    str_eq(kind, "deposit");
}

static const char *
tender_word(const char *kind)
{
	enum tender_kind	which;

	return tender_of(kind, &which) ? tender_label(which) : kind;
}

static void
tender_row(struct table *table, const char *kind, int64_t payments,
    int64_t amount)
{
	table_row(table, ROW_PLAIN);
	table_text(table, tender_word(kind));
	table_num(table, payments);
	table_num(table, amount);
	table_num(table, amount);
}

static void
tenders(struct report *report, const char *name, const char *title,
    const struct rec_figure *f, size_t n, bool liability)
{
	struct table	*table = report_table(report, name, title,
	    tender_columns, COUNT(tender_columns));
	int64_t		 sum = 0, change = 0, amount;
	size_t		 i;

	for (i = 0; i < n; i++)
		if (str_eq(f[i].a, "change"))
			change += f[i].amount;
	for (i = 0; i < n; i++) {
		if (is_liability(f[i].a) != liability ||
		    str_eq(f[i].a, "change"))
			continue;
		/* What was given back was never ours. */
		amount = f[i].amount;
		if (str_eq(f[i].a, "cash")) {
			amount += change;
			change = 0;
		}
		tender_row(table, f[i].a, f[i].n, amount);
		sum += amount;
	}
	if (!liability && change != 0) {
		tender_row(table, "cash", 0, change);
		sum += change;
	}
	table_row(table, ROW_TOTAL);
	table_text(table, "All");
	table_skip(table);
	table_num(table, sum);
}

void
part_tender(struct report *report, const struct db_ans *ans, size_t nth)
{
	const struct rec_figure	*f;
	size_t			 i, n;

	f = figure_rows(ans, nth, FIGURE_TENDER, &n);
	tenders(report, "tenders", "By tender", f, n, false);
	for (i = 0; i < n; i++)
		if (is_liability(f[i].a)) {
			tenders(report, "liabilities",
			    "Deposits and liabilities used", f, n, true);
			return;
		}
}

static const struct column hour_columns[] = {
	{ "hour", "Hour", CELL_NUM },
	{ "sales", "Sales", CELL_NUM },
	{ "net", "Net", CELL_MONEY },
	{ "bar", "", CELL_BAR },
};

void
part_hours_of_day(struct report *report, const struct db_ans *ans, size_t nth)
{
	const struct rec_figure	*f;
	struct figure_hours	 hours;
	struct table		*table;
	size_t			 i, n;

	f = figure_rows(ans, nth, FIGURE_TIME, &n);
	figure_hours(&report->zone, f, n, &hours);
	table = report_table(report, "hours", "By hour", hour_columns,
	    COUNT(hour_columns));
	for (i = 0; i < 24; i++) {
		if (hours.sales[i] == 0)
			continue;
		table_row(table, ROW_PLAIN);
		table_num(table, (int64_t)i);
		table_num(table, hours.sales[i]);
		table_num(table, hours.net[i]);
		table_num(table, hours.net[i]);
	}
}

static const struct column tax_columns[] = {
	{ "name", "Tax", CELL_TEXT },
	{ "rate", "Rate", CELL_TEXT },
	{ "taxed", "Taxed", CELL_MONEY },
	{ "tax", "Tax", CELL_MONEY },
};

void
part_tax(struct report *report, const struct db_ans *ans, size_t nth)
{
	const struct rec_figure	*f;
	struct rec_figure	 sum;
	struct table		*table;
	char			 rate[PPM_TEXT];
	size_t			 i, n;

	f = figure_rows(ans, nth, FIGURE_TAX, &n);
	table = report_table(report, "tax", "Tax by rate", tax_columns,
	    COUNT(tax_columns));
	for (i = 0; i < n; i++) {
		table_row(table, ROW_PLAIN);
		table_text(table, f[i].a[0] == '\0' ? "(not taxed)" : f[i].a);
		table_text(table, ppm_text(strtoll(f[i].b, NULL, 10), rate));
		table_num(table, f[i].amount);
		table_num(table, f[i].tax);
	}
	sum = figure_total(f, n);
	table_row(table, ROW_TOTAL);
	table_text(table, "All");
	table_skip(table);
	table_num(table, sum.amount);
	table_num(table, sum.tax);
}

static const struct column discount_columns[] = {
	{ "reason", "Reason", CELL_TEXT },
	{ "approved_by", "Approved by", CELL_TEXT },
	{ "lines", "Lines", CELL_NUM },
	{ "discount", "Discount", CELL_MONEY },
};

void
part_discount(struct report *report, const struct db_ans *ans, size_t nth)
{
	const struct rec_figure	*f;
	struct table		*table;
	size_t			 i, n;

	f = figure_rows(ans, nth, FIGURE_DISCOUNT, &n);
	table = report_table(report, "discounts", "Discounts",
	    discount_columns, COUNT(discount_columns));
	for (i = 0; i < n; i++) {
		table_row(table, ROW_PLAIN);
		table_text(table, f[i].a[0] == '\0' ? "(no reason)" : f[i].a);
		table_text(table, f[i].b);
		table_num(table, f[i].n);
		table_num(table, f[i].discount);
	}
}

static const struct column consignor_columns[] = {
	{ "consignor", "Consignor", CELL_TEXT },
	{ "code", "Code", CELL_TEXT },
	{ "sold", "Pieces", CELL_NUM },
	{ "net", "Sold for", CELL_MONEY },
	{ "due", "Owed", CELL_MONEY },
};

void
part_consignor(struct report *report, const struct db_ans *ans, size_t nth)
{
	const struct rec_figure	*f;
	struct rec_figure	 sum;
	struct table		*table;
	size_t			 i, n;

	f = figure_rows(ans, nth, FIGURE_CONSIGNOR, &n);
	table = report_table(report, "consignors", "Owed to consignors",
	    consignor_columns, COUNT(consignor_columns));
	for (i = 0; i < n; i++) {
		table_row(table, ROW_PLAIN);
		table_text(table, f[i].a);
		table_text(table, f[i].b);
		table_num(table, f[i].sold);
		table_num(table, f[i].amount);
		table_num(table, f[i].due);
	}
	if (n == 0)
		return;
	sum = figure_total(f, n);
	table_row(table, ROW_TOTAL);
	table_text(table, "All");
	table_skip(table);
	table_num(table, sum.sold);
	table_num(table, sum.amount);
	table_num(table, sum.due);
}

static const struct column owed_columns[] = {
	{ "due", "For everything ever sold", CELL_MONEY },
};

void
part_owed(struct report *report, const struct db_ans *ans, size_t nth)
{
	const struct rec_figure	*f;
	struct table		*table = report_table(report, "owed",
	    "Consignors now owed", owed_columns, COUNT(owed_columns));
	size_t			 n;

	f = figure_rows(ans, nth, FIGURE_CONSIGNOR, &n);
	table_row(table, ROW_PLAIN);
	table_num(table, figure_total(f, n).due);
}

static const struct column delisted_columns[] = {
	{ "channel", "Channel", CELL_TEXT },
	{ "sold", "Sold", CELL_NUM },
	{ "told", "Taken off", CELL_NUM },
	{ "worst", "Slowest, ms", CELL_NUM },
	{ "waiting", "Not yet", CELL_NUM },
	{ "oldest", "For, ms", CELL_NUM },
	{ "problem", "Because", CELL_TEXT },
};

/* How long a piece that was sold stayed to be bought elsewhere. */
void
part_delisted(struct report *report, const struct db_ans *ans, size_t nth)
{
	const struct rec_figure	*f;
	struct table		*table = report_table(report, "delisted",
	    "From sale to delisted", delisted_columns,
	    COUNT(delisted_columns));
	size_t			 i, n;

	f = db_rows_nth(ans, REC_FIGURE, nth, &n);
	for (i = 0; i < n; i++) {
		table_row(table, ROW_PLAIN);
		table_text(table, f[i].a);
		table_num(table, f[i].n);
		table_num(table, f[i].sold);
		table_num(table, f[i].amount / MS_US);
		table_num(table, f[i].returned);
		table_num(table, f[i].gross / MS_US);
		table_text(table, f[i].b);
	}
}
