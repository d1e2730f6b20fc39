/* The rows behind a figure: see behind.h. */
#include "desk/behind.h"

#include <stdio.h>

#include "clock.h"
#include "desk/open_items.h"
#include "desk/report_parts.h"
#include "mem.h"
#include "sell/tender.h"
#include "sell/till.h"
#include "str.h"

#define COUNT(array)	(sizeof (array) / sizeof (array)[0])

/* An hour is cut out here: the database knows nothing of the shop's wall. */
#define HOUR_MOST	50000

static void
instants(struct till *till, const struct report_want *want, int64_t *from_r,
    int64_t *to_r)
{
	int64_t	ignored;

	zone_range(&till->zone, want->from_day, from_r, &ignored);
	zone_range(&till->zone, want->to_day, &ignored, to_r);
}

struct db_req *
behind_ask(const struct report_want *want, const struct behind_want *how,
    struct till *till)
{
	const struct uuid	*store = uuid_is_nil(&want->store) ?
	    &till->store.id : &want->store;
	int			 from = want->from_day, to = want->to_day;
	int64_t			 since, until;

	instants(till, want, &since, &until);
	switch (how->look) {
	case LOOK_LINES:
		return op_sold_behind(&want->store, from, to, how->lines,
		    how->a, how->b, BEHIND_MOST);
	case LOOK_HOUR:
		return op_sold_behind(&want->store, from, to, BEHIND_ALL, "",
		    "", HOUR_MOST);
	case LOOK_PAID:
		return op_paid_behind(&want->store, from, to, how->a,
		    BEHIND_MOST);
	case LOOK_EXEMPT:
		return op_exempt_list(&want->store, from, to, BEHIND_MOST);
	case LOOK_VOIDS:
		return op_void_list(store, since, until);
	case LOOK_REFUSED:
		return op_refusal_list(store, from, to);
	case LOOK_DRAWERS:
		return op_drawer_of_days(store, from, to);
	case LOOK_TOLD:
		return op_delisted_behind(since, until, how->a, BEHIND_MOST);
	case LOOK_WAITING:
		return op_outbox_open(how->a, BEHIND_MOST);
	case LOOK_OPEN:
		return open_items_ask(till, store, from, to);
	}
	return NULL;
}

/* ------------------------------------------------------------- the tables */

/* Within one day a time of day says enough. */
static const struct column *
with_clock(struct report *report, const struct column *columns, size_t count)
{
	struct column	*copy;

	if (report->from_day != report->to_day)
		return columns;
	copy = arena_memdup(report->arena, columns, count * sizeof *columns);
	copy[0].type = CELL_CLOCK;
	return copy;
}

static struct table *
table_of(struct report *report, const char *name, const char *title,
    const struct column *columns, size_t count)
{
	return report_table(report, name, title, with_clock(report, columns,
	    count), count);
}

static const struct column line_columns[] = {
	{ "at", "When", CELL_TIME },
	{ "number", "Receipt", CELL_TEXT },
	{ "channel", "Where", CELL_TEXT },
	{ "sku", "Piece", CELL_TEXT },
	{ "title", "Title", CELL_TEXT },
	{ "qty", "", CELL_NUM },
	{ "net", "Net", CELL_MONEY },
	{ "to", "To", CELL_TEXT },
	{ "associate", "By", CELL_TEXT },
};

static const struct column discount_columns[] = {
	{ "at", "When", CELL_TIME },
	{ "number", "Receipt", CELL_TEXT },
	{ "sku", "Piece", CELL_TEXT },
	{ "title", "Title", CELL_TEXT },
	{ "discount", "Discount", CELL_MONEY },
	{ "reason", "Reason", CELL_TEXT },
	{ "approved_by", "Approved", CELL_TEXT },
	{ "associate", "By", CELL_TEXT },
};

static const struct column due_columns[] = {
	{ "at", "When", CELL_TIME },
	{ "number", "Receipt", CELL_TEXT },
	{ "sku", "Piece", CELL_TEXT },
	{ "title", "Title", CELL_TEXT },
	{ "net", "Net", CELL_MONEY },
	{ "consignor", "Consignor", CELL_TEXT },
	{ "due", "Owed", CELL_MONEY },
};

static const struct column taxed_columns[] = {
	{ "at", "When", CELL_TIME },
	{ "number", "Receipt", CELL_TEXT },
	{ "channel", "Where", CELL_TEXT },
	{ "sku", "Piece", CELL_TEXT },
	{ "title", "Title", CELL_TEXT },
	{ "net", "Taxed", CELL_MONEY },
	{ "tax", "Tax", CELL_MONEY },
};

static const char *
whom(const struct rec_sold *s)
{
	return s->customer_name[0] != '\0' ? s->customer_name : s->order_ref;
}

static void
put_line(struct table *table, const struct rec_sold *s)
{
	table_text(table, s->channel);
	table_text(table, s->sku);
	table_text(table, s->title);
	table_num(table, s->qty);
	table_num(table, s->net);
	table_text(table, whom(s));
	table_text(table, s->staff);
}

static void
put_discount(struct table *table, const struct rec_sold *s)
{
	table_text(table, s->sku);
	table_text(table, s->title);
	table_num(table, s->discount);
	table_text(table, s->reason);
	table_text(table, s->approver);
	table_text(table, s->staff);
}

static void
put_due(struct table *table, const struct rec_sold *s)
{
	table_text(table, s->sku);
	table_text(table, s->title);
	table_num(table, s->net);
	table_text(table, s->consignor);
	table_num(table, s->due);
}

static void
put_taxed(struct table *table, const struct rec_sold *s)
{
	table_text(table, s->channel);
	table_text(table, s->sku);
	table_text(table, s->title);
	table_num(table, s->net);
	table_num(table, s->tax);
}

/* How lines are shown that are looked at for this reason. */
struct shape {
	const struct column	*columns;
	size_t			 count;
	void			(*put)(struct table *, const struct rec_sold *);
};

static struct shape
shape_of(const struct behind_want *how)
{
	if (how->look == LOOK_LINES && (how->lines == BEHIND_DISCOUNT ||
	    how->lines == BEHIND_DISCOUNTS))
		return (struct shape){ discount_columns,
		    COUNT(discount_columns), put_discount };
	if (how->look == LOOK_LINES && how->lines == BEHIND_CONSIGNED)
		return (struct shape){ due_columns, COUNT(due_columns),
		    put_due };
	if (how->look == LOOK_LINES && (how->lines == BEHIND_TAX ||
	    how->lines == BEHIND_TAXED))
		return (struct shape){ taxed_columns, COUNT(taxed_columns),
		    put_taxed };
	return (struct shape){ line_columns, COUNT(line_columns), put_line };
}

static void
note_limit(struct table *table, size_t n)
{
	if (n >= BEHIND_MOST)
		table_note(table, "The latest %d; look at fewer days at a "
		    "time, or write them all to a file.", BEHIND_MOST);
}

static void
lines(struct report *report, const struct behind_want *how,
    const struct db_ans *ans)
{
	struct shape		 shape = shape_of(how);
	struct table		*table = table_of(report, "lines", "",
	    shape.columns, shape.count);
	const struct rec_sold	*s;
	struct wall		 wall;
	struct row		*row;
	size_t			 i, n;

	s = db_rows(ans, REC_SOLD, &n);
	for (i = 0; i < n; i++) {
		zone_wall(&report->zone, s[i].made_at, &wall);
		if (how->look == LOOK_HOUR && wall.hour != how->hour)
			continue;
		row = table_row(table, ROW_PLAIN);
		row->behind = s[i].sale_id;
		row->piece = s[i].piece_id;
		table_num(table, s[i].made_at);
		table_text(table, s[i].number);
		shape.put(table, &s[i]);
	}
	note_limit(table, table->row_count);
}

static const struct column paid_columns[] = {
	{ "at", "When", CELL_TIME },
	{ "number", "Receipt", CELL_TEXT },
	{ "kind", "Paid by", CELL_TEXT },
	{ "amount", "Amount", CELL_MONEY },
	{ "detail", "Reference", CELL_TEXT },
	{ "from", "From", CELL_TEXT },
	{ "channel", "Where", CELL_TEXT },
	{ "associate", "By", CELL_TEXT },
};

static void
paid(struct report *report, const struct db_ans *ans)
{
	struct table		*table = table_of(report, "payments", "",
	    paid_columns, COUNT(paid_columns));
	const struct rec_paid	*p;
	enum tender_kind	 kind;
	struct row		*row;
	char			 detail[160];
	size_t			 i, n;

	p = db_rows(ans, REC_PAID, &n);
	for (i = 0; i < n; i++) {
		row = table_row(table, ROW_PLAIN);
		row->behind = p[i].sale_id;
		table_num(table, p[i].made_at);
		table_text(table, p[i].number);
		table_text(table, tender_of(p[i].kind, &kind) ?
		    tender_label(kind) : p[i].kind);
		table_num(table, p[i].amount);
		snprintf(detail, sizeof detail, "%s%s%s%s", p[i].last4,
		    p[i].approval[0] == '\0' ? "" : "/", p[i].approval,
		    p[i].reference);
		table_text(table, detail);
		table_text(table, p[i].customer_name);
		table_text(table, p[i].channel);
		table_text(table, p[i].staff);
	}
	note_limit(table, n);
}

static const struct column refused_columns[] = {
	{ "at", "When", CELL_TIME },
	{ "sku", "Piece", CELL_TEXT },
	{ "wanted_by", "Wanted by", CELL_TEXT },
	{ "channel", "Where", CELL_TEXT },
	{ "taken_by", "Had by", CELL_TEXT },
	{ "number", "Receipt", CELL_TEXT },
	{ "amount", "Amount", CELL_MONEY },
	{ "why", "Why", CELL_TEXT },
};

static void
refused(struct report *report, const struct db_ans *ans)
{
	struct table			*table = table_of(report, "refused",
	    "", refused_columns, COUNT(refused_columns));
	const struct rec_refusal	*x;
	struct row			*row;
	size_t				 i, n;

	x = db_rows(ans, REC_REFUSAL, &n);
	for (i = 0; i < n; i++) {
		row = table_row(table, ROW_PLAIN);
		row->behind = x[i].taken_sale_id;
		row->piece = x[i].piece_id;
		table_num(table, x[i].at);
		table_text(table, x[i].sku);
		table_text(table, x[i].wanted_by[0] != '\0' ?
		    x[i].wanted_by : x[i].staff);
		table_text(table, x[i].channel);
		table_text(table, x[i].taken_by);
		table_text(table, x[i].number);
		table_num(table, x[i].amount);
		table_text(table, x[i].why);
	}
}

static const struct column drawer_columns[] = {
	{ "at", "Opened", CELL_TIME },
	{ "till", "Till", CELL_TEXT },
	{ "by", "By", CELL_TEXT },
	{ "expected", "Expected", CELL_MONEY },
	{ "counted", "Counted", CELL_MONEY },
	{ "over_short", "Over/short", CELL_MONEY },
	{ "reason", "Reason", CELL_TEXT },
	{ "closed_by", "Counted by", CELL_TEXT },
};

static void
drawers(struct report *report, const struct db_ans *ans)
{
	struct table		*table = table_of(report, "drawers", "",
	    drawer_columns, COUNT(drawer_columns));
	const struct rec_drawer	*d;
	size_t			 i, n;

	d = db_rows(ans, REC_DRAWER, &n);
	for (i = 0; i < n; i++) {
		table_row(table, ROW_PLAIN);
		table_num(table, d[i].opened_at);
		table_text(table, d[i].till);
		table_text(table, d[i].staff);
		if (d[i].open) {
			/* Whoever counts must not read what is expected. */
			table_skip(table);
			table_skip(table);
			table_skip(table);
			table_text(table, "not counted yet");
			continue;
		}
		table_num(table, d[i].expected);
		table_num(table, d[i].counted);
		table_num(table, d[i].over_short);
		table_text(table, d[i].reason);
		table_text(table, d[i].closed_by);
	}
}

static const struct column told_columns[] = {
	{ "at", "Sold", CELL_TIME },
	{ "channel", "Channel", CELL_TEXT },
	{ "sku", "Piece", CELL_TEXT },
	{ "title", "Title", CELL_TEXT },
	{ "took_ms", "ms", CELL_NUM },
	{ "state", "", CELL_TEXT },
	{ "tries", "Tries", CELL_NUM },
	{ "problem", "Problem", CELL_TEXT },
};

static void
told(struct report *report, const struct db_ans *ans)
{
	struct table		*table = table_of(report, "delisted", "",
	    told_columns, COUNT(told_columns));
	const struct rec_told	*t;
	struct row		*row;
	size_t			 i, n;

	t = db_rows(ans, REC_TOLD, &n);
	for (i = 0; i < n; i++) {
		row = table_row(table, ROW_PLAIN);
		row->piece = t[i].piece_id;
		table_num(table, t[i].at);
		table_text(table, t[i].channel);
		table_text(table, t[i].sku);
		table_text(table, t[i].title);
		table_num(table, t[i].took / MS_US);
		table_text(table, t[i].done_at == 0 ? "waits" : "told");
		table_num(table, t[i].tries);
		table_text(table, t[i].problem);
	}
}

static const struct column waiting_columns[] = {
	{ "at", "Since", CELL_TIME },
	{ "sku", "Piece", CELL_TEXT },
	{ "title", "Title", CELL_TEXT },
	{ "what", "What", CELL_TEXT },
	{ "tries", "Tries", CELL_NUM },
	{ "problem", "Problem", CELL_TEXT },
};

static void
waiting(struct report *report, const struct db_ans *ans)
{
	struct table		*table = report_table(report, "waiting", "",
	    waiting_columns, COUNT(waiting_columns));
	const struct rec_told	*t;
	struct row		*row;
	size_t			 i, n;

	t = db_rows(ans, REC_TOLD, &n);
	for (i = 0; i < n; i++) {
		row = table_row(table, ROW_PLAIN);
		row->piece = t[i].piece_id;
		table_num(table, t[i].at);
		table_text(table, t[i].sku);
		table_text(table, t[i].title);
		table_text(table, t[i].kind);
		table_num(table, t[i].tries);
		table_text(table, t[i].problem);
	}
	note_limit(table, n);
}

/* Of those days; what is waited for has none. */
static const char *
title_of(struct report *report, const struct behind_want *how)
{
	char	from[DAY_TEXT], to[DAY_TEXT];

	if (how->look == LOOK_WAITING)
		return arena_strdup(report->arena, how->title);
	day_text((int)report->from_day, from);
	day_text((int)report->to_day, to);
	return arena_printf(report->arena, "%s  %s%s%s", how->title, from,
	    report->from_day == report->to_day ? "" : " to ",
	    report->from_day == report->to_day ? "" : to);
}

struct report *
behind_make(const struct report_want *want, const struct behind_want *how,
    struct till *till, const struct db_ans *ans, struct err *err)
{
	struct report	*report;

	if (db_check(ans, err) != 0)
		return NULL;
	report = report_new("behind", &till->currency, &till->zone);
	report->from_day = want->from_day;
	report->to_day = want->to_day;
	report->title = title_of(report, how);
	switch (how->look) {
	case LOOK_LINES:
	case LOOK_HOUR:
		lines(report, how, ans);
		break;
	case LOOK_PAID:
		paid(report, ans);
		break;
	case LOOK_EXEMPT:
		part_exempt(report, ans);
		break;
	case LOOK_VOIDS:
		part_voids(report, ans, 0);
		break;
	case LOOK_REFUSED:
		refused(report, ans);
		break;
	case LOOK_DRAWERS:
		drawers(report, ans);
		break;
	case LOOK_TOLD:
		told(report, ans);
		break;
	case LOOK_WAITING:
		waiting(report, ans);
		break;
	case LOOK_OPEN:
		part_open(report, ans, 0);
		break;
	}
	return report;
}
