/* Tables of the rows behind the figures: see report_parts.h. */
#include "desk/report_parts.h"

#include <stdio.h>

#include "db.h"
#include "desk/open_items.h"
#include "desk/table.h"
#include "mem.h"
#include "str.h"

#define COUNT(array)	(sizeof (array) / sizeof (array)[0])

static const struct column sold_columns[] = {
	{ "at", "When", CELL_TIME },
	{ "number", "Receipt", CELL_TEXT },
	{ "channel", "Channel", CELL_TEXT },
	{ "sku", "Piece", CELL_TEXT },
	{ "title", "Title", CELL_TEXT },
	{ "qty", "Qty", CELL_NUM },
	{ "net", "Net", CELL_MONEY },
	{ "total", "Total", CELL_MONEY },
	{ "to", "To", CELL_TEXT },
	{ "associate", "By", CELL_TEXT },
};

static void
sold(struct report *report, const struct db_ans *ans, const char *name,
    const char *title, bool back)
{
	struct table		*table = report_table(report, name, title,
	    sold_columns, COUNT(sold_columns));
	const struct rec_sold	*s;
	struct row		*row;
	size_t			 i, n;

	s = db_rows(ans, REC_SOLD, &n);
	for (i = 0; i < n; i++) {
		if ((s[i].qty < 0) != back)
			continue;
		row = table_row(table, ROW_PLAIN);
		row->behind = s[i].sale_id;
		row->piece = s[i].piece_id;
		table_num(table, s[i].made_at);
		table_text(table, s[i].number);
		table_text(table, s[i].channel);
		table_text(table, s[i].sku);
		table_text(table, s[i].title);
		table_num(table, s[i].qty);
		table_num(table, s[i].net);
		table_num(table, s[i].total);
		table_text(table, s[i].customer_name[0] != '\0' ?
		    s[i].customer_name : s[i].order_ref);
		table_text(table, s[i].staff);
	}
}

void
part_sold(struct report *report, const struct db_ans *ans)
{
	sold(report, ans, "sold", "Sold, where and to whom", false);
}

void
part_returns(struct report *report, const struct db_ans *ans)
{
	sold(report, ans, "returns", "Taken back", true);
}

static const struct column exempt_columns[] = {
	{ "at", "When", CELL_TIME },
	{ "number", "Receipt", CELL_TEXT },
	{ "customer", "Customer", CELL_TEXT },
	{ "certificate", "Certificate", CELL_TEXT },
	{ "net", "Net", CELL_MONEY },
};

void
part_exempt(struct report *report, const struct db_ans *ans)
{
	struct table		*table = report_table(report, "exempt",
	    "Sold without tax", exempt_columns, COUNT(exempt_columns));
	const struct rec_sale	*s;
	struct row		*row;
	size_t			 i, n;

	s = db_rows(ans, REC_SALE, &n);
	for (i = 0; i < n; i++) {
		row = table_row(table, ROW_PLAIN);
		row->behind = s[i].id;
		table_num(table, s[i].made_at);
		table_text(table, s[i].number);
		table_text(table, s[i].customer_name);
		table_text(table, s[i].exempt_no);
		table_num(table, s[i].total - s[i].tax);
	}
}

static const struct column refused_columns[] = {
	{ "at", "When", CELL_TIME },
	{ "sku", "Piece", CELL_TEXT },
	{ "title", "Title", CELL_TEXT },
	{ "wanted_by", "Wanted by", CELL_TEXT },
	{ "channel", "Where", CELL_TEXT },
	{ "amount", "Amount", CELL_MONEY },
	{ "taken_by", "Had by", CELL_TEXT },
	{ "number", "Receipt", CELL_TEXT },
	{ "why", "Why", CELL_TEXT },
	{ "said", "Said to be here by", CELL_TEXT },
};

void
part_refused(struct report *report, const struct db_ans *ans)
{
	struct table			*table;
	const struct rec_refusal	*x;
	struct row			*row;
	char				 said[300];
	size_t				 i, n;

	x = db_rows(ans, REC_REFUSAL, &n);
	table = report_table(report, "refused", "Second sales refused",
	    refused_columns, COUNT(refused_columns));
	for (i = 0; i < n; i++) {
		row = table_row(table, ROW_PLAIN);
		row->behind = x[i].taken_sale_id;
		row->piece = x[i].piece_id;
		table_num(table, x[i].at);
		table_text(table, x[i].sku);
		table_text(table, x[i].title);
		table_text(table, x[i].wanted_by[0] != '\0' ?
		    x[i].wanted_by : x[i].staff);
		table_text(table, x[i].channel);
		table_num(table, x[i].amount);
		table_text(table, x[i].taken_by);
		table_text(table, x[i].number);
		table_text(table, x[i].why);
		snprintf(said, sizeof said, "%s%s%s", x[i].said_name,
		    x[i].note[0] != '\0' ? ": " : "", x[i].note);
		table_text(table, said);
	}
}

static const struct column drawer_columns[] = {
	{ "till", "Till", CELL_TEXT },
	{ "by", "Opened by", CELL_TEXT },
	{ "opened_at", "Opened", CELL_TIME },
	{ "float", "Float", CELL_MONEY },
	{ "cash", "Cash taken", CELL_MONEY },
	{ "refunds", "Cash back", CELL_MONEY },
	{ "moved", "In, out, safe", CELL_MONEY },
	{ "expected", "Expected", CELL_MONEY },
	{ "counted", "Counted", CELL_MONEY },
	{ "over_short", "Over/short", CELL_MONEY },
	{ "no_sales", "No sale", CELL_NUM },
};

void
part_drawers(struct report *report, const struct db_ans *ans)
{
	struct table		*table;
	const struct rec_drawer	*d;
	struct row		*row;
	size_t			 i, n;

	d = db_rows(ans, REC_DRAWER, &n);
	table = report_table(report, "drawers", "Drawers against counts",
	    drawer_columns, COUNT(drawer_columns));
	for (i = 0; i < n; i++) {
		row = table_row(table, ROW_PLAIN);
		row->behind = d[i].id;
		table_text(table, d[i].till);
		table_text(table, d[i].staff);
		table_num(table, d[i].opened_at);
		table_num(table, d[i].float_cash);
		table_num(table, d[i].cash_taken);
		table_num(table, d[i].cash_refunded);
		table_num(table, d[i].paid_in - d[i].paid_out - d[i].dropped);
		if (d[i].open) {
			/* Whoever counts must not read what is expected. */
			table_skip(table);
			table_skip(table);
			table_skip(table);
		} else {
			table_num(table, d[i].expected);
			table_num(table, d[i].counted);
			table_num(table, d[i].over_short);
		}
		table_num(table, d[i].no_sales);
	}
}

static const struct column open_columns[] = {
	{ "subject", "Open", CELL_TEXT },
	{ "amount", "Amount", CELL_MONEY },
	{ "todo", "What to do", CELL_TEXT },
	{ "what", "", CELL_TEXT },
};

void
part_open(struct report *report, const struct db_ans *ans, size_t delisted)
{
	struct table		*table = report_table(report, "open",
	    "Still open", open_columns, COUNT(open_columns));
	struct open_item	*items;
	struct row		*row;
	size_t			 i, n;

	n = open_items(ans, delisted, NULL, report->arena, &items);
	for (i = 0; i < n; i++) {
		row = table_row(table, ROW_PLAIN);
		row->behind = items[i].id;
		table_text(table, items[i].text);
		table_num(table, items[i].amount);
		table_text(table, items[i].todo);
		table_text(table, items[i].what);
	}
}

static const struct column twice_columns[] = {
	{ "pieces", "Pieces sold twice", CELL_NUM },
};

void
part_twice(struct report *report, const struct db_ans *ans)
{
	const struct rec_num	*twice;
	struct table		*table;
	size_t			 n;

	twice = db_rows(ans, REC_NUM, &n);
	table = report_table(report, "sold_twice",
	    "Double sales, recomputed now", twice_columns, 1);
	table_row(table, ROW_PLAIN);
	table_num(table, n == 0 ? 0 : twice->value);
}

static const struct column void_columns[] = {
	{ "at", "When", CELL_TIME },
	{ "what", "Thrown away", CELL_TEXT },
	{ "amount", "Amount", CELL_MONEY },
	{ "by", "By", CELL_TEXT },
	{ "approved_by", "Approved by", CELL_TEXT },
	{ "reason", "Reason", CELL_TEXT },
};

/* Tickets thrown away, with somebody's PIN or without. */
void
part_voids(struct report *report, const struct db_ans *ans, size_t nth)
{
	struct table			*table = report_table(report, "voids",
	    "Thrown away instead of sold", void_columns, COUNT(void_columns));
	const struct rec_approval	*y;
	size_t				 i, n;

	y = db_rows_nth(ans, REC_APPROVAL, nth, &n);
	for (i = 0; i < n; i++) {
		table_row(table, ROW_PLAIN);
		table_num(table, y[i].at);
		table_text(table, "Ticket");
		table_num(table, y[i].amount);
		table_text(table, y[i].asked_by);
		table_text(table, y[i].approved_by);
		table_text(table, y[i].reason);
	}
}

static const struct column approval_columns[] = {
	{ "at", "When", CELL_TIME },
	{ "till", "Till", CELL_TEXT },
	{ "what", "What", CELL_TEXT },
	{ "amount", "Amount", CELL_MONEY },
	{ "asked_by", "Asked by", CELL_TEXT },
	{ "approved_by", "Approved by", CELL_TEXT },
	{ "reason", "Reason", CELL_TEXT },
};

void
part_approvals(struct report *report, const struct db_ans *ans)
{
	struct table			*table;
	const struct rec_approval	*y;
	size_t				 i, n;

	table = report_table(report, "approvals", "Approved by PIN",
	    approval_columns, COUNT(approval_columns));
	y = db_rows(ans, REC_APPROVAL, &n);
	for (i = 0; i < n; i++) {
		table_row(table, ROW_PLAIN);
		table_num(table, y[i].at);
		table_text(table, y[i].till);
		table_text(table, y[i].what);
		table_num(table, y[i].amount);
		table_text(table, y[i].asked_by);
		table_text(table, y[i].approved_by);
		table_text(table, y[i].reason);
	}
}
