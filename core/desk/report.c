/* Which questions a report asks, and its tables: see report.h. */
#include "desk/report.h"

#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "desk/form8300.h"
#include "desk/open_items.h"
#include "desk/report_parts.h"
#include "mem.h"
#include "ops.h"
#include "sell/till.h"
#include "str.h"

#define LINES_MOST	20000	/* of a report line by line */
#define LINES_QUICK	40	/* of a screen that shows the latest */

static const struct {
	enum report_kind	 kind;
	const char		*name, *title;
} kinds[] = {
	{ REPORT_DAY, "day", "End of day" },
	{ REPORT_TILL, "till", "Register" },
	{ REPORT_RANGE, "range", "Figures" },
	{ REPORT_SALES, "sales", "Sales" },
	{ REPORT_TAX, "tax", "Tax" },
	{ REPORT_TENDER, "tender", "Tenders" },
	{ REPORT_STAFF, "associates", "Associates" },
	{ REPORT_CONSIGNORS, "consignors", "Consignors" },
	{ REPORT_INVENTORY, "inventory", "Inventory" },
	{ REPORT_AGING, "aging", "Aging of stock" },
	{ REPORT_CATEGORIES, "categories", "Categories" },
	{ REPORT_HOURS, "hours", "Hours" },
	{ REPORT_FORM8300, "form8300", "Cash to report" },
};

bool
report_kind_of(const char *word, enum report_kind *out_r)
{
	size_t	i;

	if (str_eq(word, "staff"))
		word = "associates";
	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (str_eq(kinds[i].name, word)) {
			*out_r = kinds[i].kind;
			return true;
		}
	return false;
}

const char *
report_kind_name(enum report_kind kind)
{
	return kinds[kind].name;
}

const char *
report_kind_title(enum report_kind kind)
{
	return kinds[kind].title;
}

bool
report_kind_dated(enum report_kind kind)
{
	return kind != REPORT_TILL && kind != REPORT_INVENTORY &&
	    kind != REPORT_AGING;
}

static struct db_req *
and(struct db_req *req, struct db_req *more)
{
	return req == NULL ? more : db_req_join(req, more);
}

static struct db_req *
figure(struct db_req *req, enum figure what, const struct report_want *want)
{
	return and(req, op_figure(what, &want->store, want->from_day,
	    want->to_day));
}

/* As far as this till knows: it may have closed since, which is no harm. */
static bool
is_closed(const struct report_want *want, const struct till *till)
{
	return uuid_eq(&want->store, &till->store.id) &&
	    want->to_day <= till->store.closed_day;
}

/* The same weekdays last week (or as many weeks back), and 52 weeks back. */
static struct db_req *
compared(struct db_req *req, const struct report_want *want,
    const struct till *till)
{
	const int		back[] = { -(day_between(want->from_day,
	    want->to_day) / 7 + 1) * 7, -364 };
	const enum figure	day = FIGURE_DAY;
	struct report_want	then = *want;
	size_t			i;

	for (i = 0; i < 2; i++) {
		then.from_day = day_add(want->from_day, back[i]);
		then.to_day = day_add(want->to_day, back[i]);
		req = and(req, op_figure_some(&day, 1, &then.store,
		    then.from_day, then.to_day, is_closed(&then, till)));
	}
	return req;
}

/* Which FIGURE result of the answer is what. */
enum { DAY_ALL, DAY_WEEK, DAY_YEAR, DAY_DELISTED, DAY_UNSETTLED, DAY_OWED };

/*
 * All the figures of the day by one question: they are of the same moment, and
 * its rows are read once.
 */
static struct db_req *
ask_day(const struct report_want *want, struct till *till)
{
	const struct uuid	*store = uuid_is_nil(&want->store) ?
	    &till->store.id : &want->store;
	size_t			 limit = want->quick ? LINES_QUICK : LINES_MOST;
	int64_t			 from, to, ignored;
	struct db_req		*req, *due;

	req = op_figure_all(&want->store, want->from_day, want->to_day);
	req = compared(req, want, till);
	req = and(req, open_items_ask(till, store, want->from_day,
	    want->to_day));
	zone_range(&till->zone, want->from_day, &from, &ignored);
	zone_range(&till->zone, want->to_day, &ignored, &to);
	req = and(req, op_approval_list(from, to));
	req = and(req, op_void_list(store, from, to));
	req = and(req, op_exempt_list(&want->store, want->from_day,
	    want->to_day, LINES_MOST));
	req = and(req, op_refusal_list(store, want->from_day, want->to_day));
	req = and(req, op_sold_list(&want->store, want->from_day,
	    want->to_day, (int64_t)limit));
	due = form8300_ask(till, want->from_day, want->to_day);
	if (due != NULL)
		req = and(req, due);
	if (want->quick)
		return req;
	req = and(req, op_figure(FIGURE_CONSIGNOR, &want->store, 0,
	    want->to_day));
	return want->no_recount ? req : and(req,
	    op_sold_twice(want->from_day, want->to_day));
}

static struct db_req *
ask_range(const struct report_want *want, const struct till *till)
{
	static const enum figure	whats[] = { FIGURE_DAY, FIGURE_SALES,
	    FIGURE_STAFF, FIGURE_TENDER };

	return op_figure_some(whats, 4, &want->store,
	    want->from_day, want->to_day, is_closed(want, till));
}

static struct db_req *
ask_categories(const struct report_want *want, const struct till *till)
{
	static const enum figure	whats[] = { FIGURE_SALES, FIGURE_AGE };

	return db_req_join(op_figure_some(whats, 2, &want->store,
	    want->from_day, want->to_day, is_closed(want, till)),
	    op_figure_stock(&want->store, clock_now()));
}

struct db_req *
report_ask(const struct report_want *want, struct till *till)
{
	switch (want->kind) {
	case REPORT_DAY:
		return ask_day(want, till);
	case REPORT_TILL:
		return db_req_join(op_till_figures(&till->reg.id),
		    op_drawer_of(&till->reg.id));
	case REPORT_RANGE:
		return ask_range(want, till);
	case REPORT_SALES:
		return op_sold_list(&want->store, want->from_day,
		    want->to_day, LINES_MOST);
	case REPORT_TAX:
		return db_req_join(op_figure_stores(FIGURE_TAX, &want->store,
		    want->from_day, want->to_day), op_exempt_list(&want->store,
		    want->from_day, want->to_day, LINES_MOST));
	case REPORT_TENDER:
		return figure(NULL, FIGURE_TENDER, want);
	case REPORT_STAFF:
		return figure(NULL, FIGURE_STAFF, want);
	case REPORT_CONSIGNORS:
		return figure(NULL, FIGURE_CONSIGNOR, want);
	case REPORT_INVENTORY:
	case REPORT_AGING:
		return op_figure_stock(&want->store, clock_now());
	case REPORT_CATEGORIES:
		return ask_categories(want, till);
	case REPORT_HOURS:
		return figure(NULL, FIGURE_TIME, want);
	case REPORT_FORM8300:
		return and(form8300_ask(till, want->from_day, want->to_day),
		    op_ping());
	}
	return NULL;
}

static void
name_it(struct report *report, const struct report_want *want,
    const struct till *till)
{
	char	from[DAY_TEXT], to[DAY_TEXT], stamp[STAMP_TEXT];

	report->from_day = want->from_day;
	report->to_day = want->to_day;
	day_text(want->from_day, from);
	day_text(want->to_day, to);
	if (!report_kind_dated(want->kind))
		report->title = arena_printf(report->arena, "%s",
		    kinds[want->kind].title);
	else if (want->from_day == want->to_day)
		report->title = arena_printf(report->arena, "%s %s",
		    kinds[want->kind].title, from);
	else
		report->title = arena_printf(report->arena, "%s %s to %s",
		    kinds[want->kind].title, from, to);
	report->subtitle = arena_printf(report->arena, "%s, %s, as of %s",
	    till->shop.name, uuid_is_nil(&want->store) ? "all stores" :
	    till->store.name, stamp_text(&till->zone, report->made_at, stamp));
}

static void
make_day(struct report *report, const struct report_want *want,
    const struct till *till, const struct db_ans *ans)
{
	part_summary(report, ans, DAY_ALL, DAY_WEEK, DAY_YEAR);
	part_sales(report, ans, DAY_ALL);
	part_staff(report, ans, DAY_ALL);
	part_tender(report, ans, DAY_ALL);
	part_hours_of_day(report, ans, DAY_ALL);
	part_tax(report, ans, DAY_ALL);
	part_exempt(report, ans);
	part_discount(report, ans, DAY_ALL);
	part_voids(report, ans, 1);
	part_approvals(report, ans);
	part_consignor(report, ans, DAY_ALL);
	part_drawers(report, ans);
	part_returns(report, ans);
	part_sold(report, ans);
	part_refused(report, ans);
	part_delisted(report, ans, DAY_DELISTED);
	part_open(report, ans, DAY_DELISTED);
	form8300_due(report, till, ans, want->from_day, want->to_day);
	if (want->quick)
		return;
	part_owed(report, ans, DAY_OWED);
	if (!want->no_recount)
		part_twice(report, ans);
}

/* One register since its last Z. */
static void
make_till(struct report *report, const struct db_ans *ans)
{
	part_till(report, ans, 0);
	part_tender(report, ans, 1);
	part_tax(report, ans, 2);
	part_drawers(report, ans);
}

static void
make_range(struct report *report, const struct report_want *want,
    const struct db_ans *ans)
{
	if (want->from_day / 100 != want->to_day / 100)
		part_months(report, ans, 0);
	part_days(report, ans, 0);
	part_sales(report, ans, 0);
	part_staff(report, ans, 0);
	part_tender(report, ans, 0);
}

/* A report is read by people: a program's share of memory has its limit. */
static void
note_the_limit(struct report *report)
{
	struct table	*table;

	for (table = report->tables; table != NULL; table = table->next)
		if (table->row_count >= LINES_MOST)
			table_note(table, "The latest %d lines; vitrinectl "
			    "export sales writes all of them.", LINES_MOST);
}

struct report *
report_make(const struct report_want *want, struct till *till,
    const struct db_ans *ans, struct err *err)
{
	struct report	*report;

	if (db_check(ans, err) != 0)
		return NULL;
	report = report_new(kinds[want->kind].name, &till->currency,
	    &till->zone);
	name_it(report, want, till);
	switch (want->kind) {
	case REPORT_DAY:
		make_day(report, want, till, ans);
		break;
	case REPORT_TILL:
		make_till(report, ans);
		break;
	case REPORT_RANGE:
		make_range(report, want, ans);
		break;
	case REPORT_SALES:
		part_sold(report, ans);
		note_the_limit(report);
		break;
	case REPORT_TAX:
		part_tax_places(report, ans);
		part_exempt(report, ans);
		break;
	case REPORT_TENDER:
		part_tender(report, ans, 0);
		break;
	case REPORT_STAFF:
		part_earned(report, ans);
		break;
	case REPORT_CONSIGNORS:
		part_consignor(report, ans, 0);
		break;
	case REPORT_INVENTORY:
		part_inventory(report, ans);
		break;
	case REPORT_AGING:
		part_aging(report, ans);
		break;
	case REPORT_CATEGORIES:
		part_categories(report, ans);
		break;
	case REPORT_HOURS:
		part_hours(report, ans);
		break;
	case REPORT_FORM8300:
		form8300_tables(report, till, ans, want->from_day,
		    want->to_day);
		break;
	}
	return report;
}
