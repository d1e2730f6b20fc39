/* drawer: the cash drawer of a register without a screen. */
#include <string.h>

#include "ctl/counter.h"
#include "ops.h"
#include "sell/drawer.h"
#include "str.h"

#define REGISTER { "register", "CODE", OPT_MAY, "whose drawer (the first)" }
#define END	{ NULL, NULL, OPT_MAY, NULL }

static const struct opt count_opts[] = {
	{ "count", "LIST", OPT_MUST, "how many of each: 100x3,20x5,0.25x12" },
	{ "total", "AMOUNT", OPT_MAY, "what that must come to" },
	REGISTER, COUNTER_AGREE, END
};

static const struct opt move_opts[] = {
	{ "reason", "TEXT", OPT_MUST, "why, for the books" },
	REGISTER, COUNTER_AGREE, END
};

static const struct opt out_opts[] = {
	{ "reason", "TEXT", OPT_MUST, "why, for the books" },
	{ "payee", "NAME", OPT_MUST, "who is paid" },
	REGISTER, COUNTER_AGREE, END
};

static const struct opt close_opts[] = {
	{ "count", "LIST", OPT_MAY, "counts it first" },
	{ "total", "AMOUNT", OPT_MAY, "what that must come to" },
	{ "reason", "TEXT", OPT_MAY, "why it is over or short" },
	REGISTER, COUNTER_AGREE, END
};

static const struct opt show_opts[] = { REGISTER, END };

static const struct opt list_opts[] = {
	{ "day", "DAY", OPT_MAY, "that business day (today)" },
	{ "store", "CODE", OPT_MAY, "of that store (the first)" },
	END
};

struct work {
	struct counter		 counter;
	struct rec_drawer	 drawer;	/* texts not to be used */
	bool			 found;
	bool			 done;
	int			 ret;
};

static void
answered(const struct rec_drawer *drawer, const struct err *err, void *arg)
{
	struct work	*w = arg;

	w->done = true;
	w->ret = err == NULL ? 0 : err_copy(&w->counter.ctl->err, err);
	w->found = drawer != NULL;
	if (drawer != NULL)
		w->drawer = *drawer;
}

static int
wait(struct work *w)
{
	till_wait(&w->counter.till, &w->done);
	return w->ret;
}

/* The open drawer; refused when there is none. */
static int
find(struct work *w)
{
	struct ctl	*ctl = w->counter.ctl;

	w->done = false;
	drawer_find(&w->counter.till, answered, w);
	if (wait(w) != 0)
		return -1;
	if (w->found)
		return 0;
	err_set(&ctl->err, ERR_REFUSED, "no drawer is open at %s",
	    w->counter.till.reg.code);
	return err_hint(&ctl->err, "Open it: vitrinectl drawer open --count "
	    "LIST.");
}

static int
do_it(struct work *w, struct drawer_want *want, const struct args *args)
{
	struct counter	*c = &w->counter;
	enum right	 right = drawer_right(want->kind);

	if (till_may(&c->till, right, RIGHT_WHOLLY) == MAY_ASK &&
	    counter_agree(c, args, right, &want->agreed_by) < 0)
		return -1;
	w->done = false;
	if (drawer_do(&c->till, want, answered, w, &c->ctl->err) != 0)
		return -1;
	return wait(w);
}

/* What was counted, and whether it comes to what was said. */
static int
read_count(struct work *w, const struct args *args, struct count *count)
{
	struct counter	*c = &w->counter;
	struct ctl	*ctl = c->ctl;
	char		 sum[MONEY_TEXT], said[MONEY_TEXT];
	money		 total;

	count_init(count, &c->till.currency);
	if (count_parse(count, args_get(args, "count"), &c->till.currency,
	    &ctl->err) != 0)
		return -1;
	total = count_sum(count);
	if (ctl_opt_money(ctl, args, "total", &total) < 0)
		return -1;
	if (total == count_sum(count))
		return 0;
	err_set(&ctl->err, ERR_INPUT, "the count comes to %s, not %s",
	    money_text(count_sum(count), &c->till.currency, MONEY_SYMBOL, sum),
	    money_text(total, &c->till.currency, MONEY_SYMBOL, said));
	return err_hint(&ctl->err, "Count again; nothing was written down.");
}

/* -------------------------------------------------------------- the answer */

/* What should be in it is for who may see the figures of the day. */
static void
put_drawer(struct ctl *ctl, const struct till *till,
    const struct rec_drawer *d)
{
	struct out	*o = ctl->out;
	bool		 figures = till_may(till, RIGHT_X_REPORT,
			    RIGHT_WHOLLY) == MAY_YES;

	out_uuid(o, "id", "Id", &d->id);
	out_text(o, "register", "Register", d->till);
	out_bool(o, "open", "Open", d->open != 0);
	out_day(o, "day", "Day", d->business_day);
	out_time(o, "opened_at", "Opened", d->opened_at);
	out_text(o, "opened_by", "By", d->staff);
	out_money(o, "float", "Float", d->float_cash);
	out_num(o, "no_sales", "Opened without a sale", d->no_sales);
	if (figures) {
		out_money(o, "cash_taken", "Cash taken", d->cash_taken);
		out_money(o, "cash_refunded", "Cash refunds",
		    d->cash_refunded);
		out_money(o, "paid_in", "Paid in", d->paid_in);
		out_money(o, "paid_out", "Paid out", -d->paid_out);
		out_money(o, "dropped", "Dropped", -d->dropped);
		out_money(o, "expected", "Should be in it", d->expected);
	}
	if (d->open != 0)
		return;
	out_money(o, "counted", "Counted", d->counted);
	out_money(o, "over_short", "Over or short", d->over_short);
	out_text(o, "reason", "Reason", d->reason);
	out_time(o, "closed_at", "Closed", d->closed_at);
	out_text(o, "closed_by", "By", d->closed_by);
}

static void
put_events(struct ctl *ctl, const struct db_ans *ans)
{
	const struct rec_drawer_event	*e;
	const struct rec_denom		*c;
	struct out			*o = ctl->out;
	size_t				 i, n;

	e = db_rows(ans, REC_DRAWER_EVENT, &n);
	out_list(o, "events", NULL);
	for (i = 0; i < n; i++) {
		out_row(o);
		out_uuid(o, "id", NULL, &e[i].id);
		out_time(o, "at", "WHEN", e[i].at);
		out_text(o, "kind", "WHAT", e[i].kind);
		out_money(o, "amount", "AMOUNT", e[i].amount);
		out_text(o, "reason", "WHY", e[i].reason);
		out_text(o, "payee", "PAID TO", e[i].payee);
		out_text(o, "staff", "WHO", e[i].staff);
		out_text(o, "agreed_by", "AGREED", e[i].approver);
	}
	out_close(o);
	c = db_rows(ans, REC_DENOM, &n);
	out_list(o, "counts", NULL);
	for (i = 0; i < n; i++) {
		out_row(o);
		out_text(o, "phase", NULL, c[i].phase);
		out_money(o, "denomination", NULL, c[i].denom);
		out_num(o, "qty", NULL, c[i].qty);
	}
	out_close(o);
}

/* The drawer as it is now, whole when it is asked for. */
static int
show(struct work *w, bool whole)
{
	struct ctl		*ctl = w->counter.ctl;
	const struct db_ans	*ans = ctl_read(ctl,
				    op_drawer_get(&w->drawer.id));
	const struct rec_drawer	*d;
	size_t			 n;

	if (ans == NULL)
		return -1;
	d = db_rows(ans, REC_DRAWER, &n);
	if (n == 0)
		return err_set(&ctl->err, ERR_INTERNAL, "the drawer is gone");
	put_drawer(ctl, &w->counter.till, d);
	if (whole)
		put_events(ctl, ans);
	return 0;
}

/* ------------------------------------------------------------ the commands */

static int
run_open(struct ctl *ctl, const struct args *args)
{
	struct work		w = { .found = false };
	struct drawer_want	want;
	int			ret = -1;

	drawer_want_init(&want, DRAWER_OPEN, NULL);
	if (counter_open(&w.counter, ctl, args) == 0 &&
	    read_count(&w, args, &want.count) == 0 &&
	    do_it(&w, &want, args) == 0)
		ret = show(&w, false);
	counter_close(&w.counter);
	return ret;
}

/* A counting that is left to be closed: the blind count. */
static int
run_count(struct ctl *ctl, const struct args *args)
{
	struct work		w = { .found = false };
	struct drawer_want	want;
	struct count		count;
	int			ret = -1;

	if (counter_open(&w.counter, ctl, args) == 0 &&
	    read_count(&w, args, &count) == 0 && find(&w) == 0) {
		drawer_want_init(&want, DRAWER_COUNT, &w.drawer.id);
		want.count = count;
		ret = do_it(&w, &want, args);
	}
	if (ret == 0) {
		out_uuid(ctl->out, "id", NULL, &w.drawer.id);
		out_money(ctl->out, "counted", "Counted", count_sum(&count));
		out_money(ctl->out, "over_short", "Over or short",
		    w.drawer.counted - w.drawer.expected);
		out_say(ctl->out, "Close it with: vitrinectl drawer close%s",
		    w.drawer.counted == w.drawer.expected ? "" :
		    " --reason TEXT");
	}
	counter_close(&w.counter);
	return ret;
}

static int
count_first(struct work *w, const struct args *args)
{
	struct drawer_want	want;

	if (!args_has(args, "count"))
		return 0;
	drawer_want_init(&want, DRAWER_COUNT, &w->drawer.id);
	if (read_count(w, args, &want.count) != 0)
		return -1;
	return do_it(w, &want, args);
}

static int
run_close(struct ctl *ctl, const struct args *args)
{
	struct work		w = { .found = false };
	struct drawer_want	want;
	const char		*reason = "";
	int			 ret = -1;

	if (counter_open(&w.counter, ctl, args) == 0 &&
	    ctl_opt_text(ctl, args, "reason", DRAWER_TEXT, &reason) == 0 &&
	    find(&w) == 0 && count_first(&w, args) == 0) {
		drawer_want_init(&want, DRAWER_CLOSE, &w.drawer.id);
		want.reason = reason;
		ret = do_it(&w, &want, args);
	}
	if (ret == 0)
		ret = show(&w, false);
	counter_close(&w.counter);
	return ret;
}

static int
event(struct ctl *ctl, const struct args *args, enum drawer_kind kind)
{
	struct work		w = { .found = false };
	struct drawer_want	want;
	const char		*reason = "", *payee = "";
	money			 amount = 0;
	int			 ret = -1;

	if (counter_open(&w.counter, ctl, args) == 0 &&
	    (kind == DRAWER_NO_SALE || ctl_money(ctl, "the amount",
	    args_at(args, 0), &amount) == 0) &&
	    ctl_opt_text(ctl, args, "reason", DRAWER_TEXT, &reason) == 0 &&
	    (kind != DRAWER_PAY_OUT || ctl_opt_text(ctl, args, "payee",
	    DRAWER_TEXT, &payee) == 0) && find(&w) == 0) {
		drawer_want_init(&want, kind, &w.drawer.id);
		want.amount = amount;
		want.reason = reason;
		want.payee = payee;
		ret = do_it(&w, &want, args);
	}
	if (ret == 0) {
		out_uuid(ctl->out, "event", NULL, &want.id);
		ret = show(&w, false);
	}
	counter_close(&w.counter);
	return ret;
}

static int
run_in(struct ctl *ctl, const struct args *args)
{
	return event(ctl, args, DRAWER_PAY_IN);
}

static int
run_out(struct ctl *ctl, const struct args *args)
{
	return event(ctl, args, DRAWER_PAY_OUT);
}

static int
run_drop(struct ctl *ctl, const struct args *args)
{
	return event(ctl, args, DRAWER_DROP);
}

static int
run_no_sale(struct ctl *ctl, const struct args *args)
{
	return event(ctl, args, DRAWER_NO_SALE);
}

static int
run_show(struct ctl *ctl, const struct args *args)
{
	struct work	w = { .found = false };
	int		ret = -1;

	if (counter_open(&w.counter, ctl, args) == 0 && find(&w) == 0)
		ret = show(&w, true);
	counter_close(&w.counter);
	return ret;
}

static int
run_list(struct ctl *ctl, const struct args *args)
{
	const struct rec_store	*store;
	const struct rec_drawer	*d;
	const struct db_ans	*ans;
	int64_t			 day;
	size_t			 i, n;

	if (ctl_may(ctl, RIGHT_X_REPORT) < 0)
		return -1;
	day = zone_day(&ctl->zone, clock_now());
	store = ctl_find_store(ctl, args_get(args, "store"));
	if (store == NULL || ctl_opt_day(ctl, args, "day", &day) < 0)
		return -1;
	ans = ctl_read(ctl, op_drawer_of_days(&store->id, day, day));
	if (ans == NULL)
		return -1;
	d = db_rows(ans, REC_DRAWER, &n);
	out_list(ctl->out, "drawers", "No drawer was open that day.");
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_uuid(ctl->out, "id", NULL, &d[i].id);
		out_text(ctl->out, "register", "REGISTER", d[i].till);
		out_bool(ctl->out, "open", "OPEN", d[i].open != 0);
		out_time(ctl->out, "opened_at", "OPENED", d[i].opened_at);
		out_text(ctl->out, "opened_by", "BY", d[i].staff);
		out_money(ctl->out, "expected", "EXPECTED", d[i].expected);
		out_money(ctl->out, "counted", "COUNTED", d[i].counted);
		out_money(ctl->out, "over_short", "OVER/SHORT",
		    d[i].over_short);
		out_text(ctl->out, "reason", "REASON", d[i].reason);
	}
	out_close(ctl->out);
	return 0;
}

const struct command drawer_commands[] = {
	{ "drawer open", "", 0, 0, count_opts,
	    "open the drawer with a counted float", NULL, run_open },
	{ "drawer in", "AMOUNT", 1, 1, move_opts,
	    "put cash in that is no sale's", NULL, run_in },
	{ "drawer out", "AMOUNT", 1, 1, out_opts,
	    "pay somebody out of the drawer", NULL, run_out },
	{ "drawer drop", "AMOUNT", 1, 1, move_opts, "take cash to the safe",
	    NULL, run_drop },
	{ "drawer no-sale", "", 0, 0, move_opts,
	    "open the drawer without a sale",
	    "It is counted and written down; a drawer kicks at the register "
	    "only.", run_no_sale },
	{ "drawer count", "", 0, 0, count_opts,
	    "say what is in the drawer, blind",
	    "Nothing is said about what should be in it before.  The count is "
	    "final.", run_count },
	{ "drawer close", "", 0, 0, close_opts,
	    "close the drawer over its count",
	    "Over or short needs a reason and is posted as it is.",
	    run_close },
	{ "drawer show", "", 0, 0, show_opts,
	    "the open drawer and what happened to it", NULL, run_show },
	{ "drawer list", "", 0, 0, list_opts, "the drawers of a day", NULL,
	    run_list },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
