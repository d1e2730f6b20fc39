/* The watch over cash that must be reported: see form8300.h. */
#include "desk/form8300.h"

#include "db.h"
#include "desk/table.h"
#include "mem.h"
#include "ops.h"
#include "sell/till.h"
#include "str.h"

#define COUNT(array)	(sizeof (array) / sizeof (array)[0])

static const struct column due_columns[] = {
	{ "buyer", "Buyer", CELL_TEXT },
	{ "reached", "Reached", CELL_DAY },
	{ "why", "Within", CELL_TEXT },
	{ "total", "Cash", CELL_MONEY },
	{ "file_by", "File by", CELL_DAY },
	{ "filed", "Filed", CELL_DAY },
	{ "statement_by", "Statement", CELL_DAY },
	{ "keep_until", "Keep until", CELL_DAY },
};

static const struct column receipt_columns[] = {
	{ "buyer", "Buyer", CELL_TEXT },
	{ "address", "Address", CELL_TEXT },
	{ "email", "Mail", CELL_TEXT },
	{ "phone", "Phone", CELL_TEXT },
	{ "report", "Report of", CELL_DAY },
	{ "at", "Received", CELL_TIME },
	{ "number", "Receipt", CELL_TEXT },
	{ "currency", "Notes, coin", CELL_MONEY },
	{ "instruments", "Instruments", CELL_MONEY },
	{ "counted", "Counted", CELL_MONEY },
	{ "given_back", "Given back", CELL_MONEY },
};

static const struct column buyer_columns[] = {
	{ "buyer", "Buyer", CELL_TEXT },
	{ "last", "Last paid", CELL_DAY },
	{ "months", "In the months", CELL_MONEY },
	{ "since", "Since a report", CELL_MONEY },
};

struct watch {
	const struct cash_law	*law;
	struct table		*due, *receipts, *buyers;	/* or NULL */
	int			 from_day, to_day;
};

struct db_req *
form8300_ask(const struct till *till, int from_day, int to_day)
{
	struct cash_limits	limits;

	if (!till->cash_law.applies)
		return NULL;
	cash_law_limits(&till->cash_law, &limits);
	return op_cash_received(NULL, from_day, to_day, &limits);
}

static const char *
why_text(enum cash_why why)
{
	switch (why) {
	case CASH_NOTHING:
		return "";
	case CASH_ONE_SALE:
		return "one sale";
	case CASH_HOURS:
		return "hours";
	case CASH_MONTHS:
		return "months";
	}
	return "";
}

static const char *
buyer(const struct rec_cash *c)
{
	return c->name[0] == '\0' ? "(nobody known)" : c->name;
}

static void
due_row(struct watch *w, const struct rec_cash *last, money total,
    enum cash_why why)
{
	int		 day = (int)last->business_day;
	struct row	*row = table_row(w->due, ROW_PLAIN);

	row->behind = last->sale_id;
	table_text(w->due, buyer(last));
	table_num(w->due, day);
	table_text(w->due, why_text(why));
	table_num(w->due, total);
	table_num(w->due, cash_file_by(w->law, day));
	if (last->filed_day != 0)
		table_num(w->due, last->filed_day);
	else
		table_skip(w->due);
	table_num(w->due, cash_statement_by(w->law, day));
	table_num(w->due, cash_keep_until(w->law, day));
}

static void
receipt_row(struct table *table, const struct rec_cash *c, int64_t report)
{
	struct row	*row = table_row(table, ROW_PLAIN);

	row->behind = c->sale_id;
	table_text(table, buyer(c));
	table_text(table, c->address);
	table_text(table, c->email);
	table_text(table, c->phone);
	table_num(table, report);
	table_num(table, c->made_at);
	table_text(table, c->number);
	table_num(table, c->cash);
	table_num(table, c->instruments);
	table_num(table, cash_of_sale(c));
	table_num(table, c->given_back);
}

/* The sales list[0..n) called for a report; of the last day of them. */
static void
called_for(struct watch *w, const struct rec_cash *list, size_t n,
    const struct cash_run *run, enum cash_why why)
{
	const struct rec_cash	*last = &list[n - 1];
	int			 first;
	size_t			 i;

	if (last->business_day > w->to_day || (last->filed_day != 0 &&
	    last->business_day < w->from_day))
		return;
	due_row(w, last, run->total, why);
	first = cash_window(w->law, (int)last->business_day);
	for (i = run->since; w->receipts != NULL && i < n; i++)
		if (list[i].business_day >= first)
			receipt_row(w->receipts, &list[i],
			    last->business_day);
}

static void
one_buyer(struct watch *w, const struct rec_cash *list, size_t n)
{
	struct cash_run	run;
	enum cash_why	why;
	size_t		i;

	for (i = 1; i <= n; i++) {
		cash_run(w->law, list, i, (int)list[i - 1].business_day, &run,
		    &why);
		if (why != CASH_NOTHING)
			called_for(w, list, i, &run, why);
	}
	if (w->buyers == NULL)
		return;
	cash_run(w->law, list, n, w->to_day, &run, NULL);
	table_row(w->buyers, ROW_PLAIN)->behind = list[n - 1].sale_id;
	table_text(w->buyers, buyer(list));
	table_num(w->buyers, list[n - 1].business_day);
	table_num(w->buyers, run.all);
	table_num(w->buyers, run.total);
}

/* A sale to nobody known stands for itself. */
static void
walk(struct watch *w, const struct db_ans *ans)
{
	const struct rec_cash	*list;
	size_t			 from, to, n;

	list = db_rows(ans, REC_CASH, &n);
	for (from = 0; from < n; from = to) {
		to = from + 1;
		while (!uuid_is_nil(&list[from].customer_id) && to < n &&
		    uuid_eq(&list[to].customer_id, &list[from].customer_id))
			to++;
		one_buyer(w, list + from, to - from);
	}
}

void
form8300_tables(struct report *report, const struct till *till,
    const struct db_ans *ans, int from_day, int to_day)
{
	struct watch	w = { .law = &till->cash_law, .from_day = from_day,
	    .to_day = to_day };

	w.due = report_table(report, "due", "Cash reports due (Form 8300)",
	    due_columns, COUNT(due_columns));
	w.receipts = report_table(report, "receipts",
	    "Worksheet: the payments they are made of", receipt_columns,
	    COUNT(receipt_columns));
	w.buyers = report_table(report, "buyers", arena_printf(report->arena,
	    "Cash of each buyer in the %d months to the last day",
	    till->cash_law.months), buyer_columns, COUNT(buyer_columns));
	if (till->cash_law.applies)
		walk(&w, ans);
	else
		table_note(w.due, "No such law is set for this shop's money "
		    "(vitrinectl setting: cash_report_...).");
}

void
form8300_due(struct report *report, const struct till *till,
    const struct db_ans *ans, int from_day, int to_day)
{
	struct watch	w = { .law = &till->cash_law, .from_day = from_day,
	    .to_day = to_day };

	if (!till->cash_law.applies)
		return;
	w.due = report_table(report, "cash_reports",
	    "Cash reports due (Form 8300)", due_columns, COUNT(due_columns));
	walk(&w, ans);
}
