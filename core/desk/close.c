/*
 * The X and the Z: see close.h.  A Z goes through these steps, an X ends after
 * the third:
 *
 *	look	what is open, and which days were not closed yet
 *	count	that nothing was sold twice (recount.h)
 *	add up	what it is due, first, and then the report it keeps
 *	write	entry, Z and rollups, in one transaction; when sales came in
 *		meanwhile the database refuses, and it is added up again
 */
#include "desk/close.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "buf.h"
#include "clock.h"
#include "db.h"
#include "desk/recount.h"
#include "desk/report.h"
#include "fault.h"
#include "mem.h"
#include "ops.h"
#include "sell/facts.h"
#include "sell/till.h"

#define TRIES		20	/* sales that came in while it was added up */
#define TOTALS_BYTES	((size_t)16 * 1024 * 1024)
#define PATIENCE	(120 * SECOND_US)	/* a year may be in it */
#define DAYS_FIGURE	2	/* in the answer to look() */

struct closing {
	struct till_job		 job;
	struct close_want	 want;
	bool			 x;
	close_done_fn		*done;
	struct arena		*arena;
	struct close_result	 r;
	struct recount		 recount;
	struct uuid		 id;		/* of the Z under way */
	int			*days;		/* not closed yet, with sales */
	size_t			 day_count;
	int			 tries;
};

static void add_up(struct closing *);

static void
end(struct closing *me, const struct err *err)
{
	if (till_job_end(&me->job))
		me->done(&me->r, err, me->job.arg);
	arena_free(me->arena);
	free(me);
}

static void
keep(struct arena *arena, struct rec_z *to, const struct rec_z *z)
{
	*to = *z;
	to->totals = arena_strdup(arena, z->totals);
	to->store = arena_strdup(arena, z->store);
	to->till = arena_strdup(arena, z->till);
	to->staff = arena_strdup(arena, z->staff);
	to->hash.bytes = arena_memdup(arena, z->hash.bytes, z->hash.len);
}

/* ------------------------------------------------------- somebody was first */

static void
told_who(struct db_ans *ans, void *arg)
{
	struct closing		*me = arg;
	struct till		*till = me->job.till;
	const struct rec_z	*z;
	struct err		 err = ERR_INIT;
	char			 stamp[STAMP_TEXT];
	size_t			 i, n;

	z = db_rows(ans, REC_Z, &n);
	for (i = 0; i < n && me->want.reg; i++)
		if (uuid_eq(&z[i].register_id, &till->reg.id))
			break;
	err_set(&err, ERR_REFUSED, "%s closed already",
	    me->want.reg ? "this register is" : "this day is");
	if (i < n)
		err_set(&err, ERR_REFUSED, "closed already: Z %lld%s%s, %s",
		    (long long)z[i].number, z[i].staff[0] == '\0' ? "" :
		    " by ", z[i].staff, stamp_text(&till->zone, z[i].made_at,
		    stamp));
	err_hint(&err, me->want.reg ? "Nothing was sold here since then." :
	    "What is sold now belongs to the next day.");
	end(me, &err);
}

static void
ask_who(struct closing *me)
{
	struct till	*till = me->job.till;

	db_send(till->db, me->want.reg ? op_z_list(&till->store.id, 50) :
	    op_z_of_day(&till->store.id, me->want.day), told_who, me);
}

/* -------------------------------------------------------------------- write */

static void
written(struct closing *me, const struct rec_z *z)
{
	me->r.closed = true;
	keep(me->arena, &me->r.z, z);
	end(me, NULL);
}

/* The connection broke while it was written: is it there? */
static void
looked_again(struct db_ans *ans, void *arg)
{
	struct closing		*me = arg;
	const struct rec_z	*z;
	struct err		 err = ERR_INIT;
	size_t			 n;

	z = db_rows(ans, REC_Z, &n);
	if (db_status(ans) == DB_DONE && n > 0) {
		written(me, z);
		return;
	}
	err_set(&err, ERR_UNSURE, "the connection broke while it was closed");
	err_hint(&err, "Close again: it closes once, and says so if it has.");
	end(me, &err);
}

static void
answered(struct db_ans *ans, void *arg)
{
	struct closing		*me = arg;
	const struct rec_z	*z;
	struct err		 err = ERR_INIT;
	size_t			 n;

	if (db_status(ans) == DB_REFUSED &&
	    db_refusal(ans) == REFUSAL_TOTALS && ++me->tries < TRIES) {
		add_up(me);
	} else if (db_status(ans) == DB_REFUSED &&
	    db_refusal(ans) == REFUSAL_TOTALS) {
		err_set(&err, ERR_RETRY, "sales keep coming in");
		err_hint(&err, "Close the day when the shop is quiet.");
		end(me, &err);
	} else if (db_status(ans) == DB_REFUSED &&
	    db_refusal(ans) == REFUSAL_RETURNED) {
		ask_who(me);
	} else if (db_status(ans) == DB_UNSURE) {
		db_send(me->job.till->db, op_z_get(&me->id), looked_again,
		    me);
	} else if (db_check(ans, &err) != 0) {
		end(me, &err);
	} else {
		z = db_rows(ans, REC_Z, &n);
		written(me, z);
	}
}

void
z_text(const struct rec_z *z, const struct uuid *agreed, struct buf *out)
{
	const struct uuid	*ids[] = { &z->id, &z->store_id, &z->register_id,
				    &z->staff_id };
	char			 text[UUID_TEXT];
	size_t			 i;

	buf_addstr(out, "vitrine-z 1");
	for (i = 0; i < sizeof ids / sizeof ids[0]; i++) {
		uuid_text(ids[i], text);
		buf_printf(out, " %s", uuid_is_nil(ids[i]) ? "-" : text);
	}
	buf_printf(out, "\nday %" PRId64 " %" PRId64 "\nsales %" PRId64
	    " %" PRId64 " %" PRId64 "\n%s\n", z->business_day, z->next_day,
	    z->to_seq, z->sales, z->total, z->totals);
	if (uuid_is_nil(agreed))
		return;
	uuid_text(agreed, text);
	buf_printf(out, "allow %s %s\n", right_word(RIGHT_Z_REPORT), text);
}

static struct db_req *
agreement(const struct closing *me)
{
	struct till		*till = me->job.till;
	struct rec_approval	 a = { .id = facts_row_id(&me->id, 0),
	    .what = right_word(RIGHT_Z_REPORT), .asked_id = till->staff_id,
	    .approved_id = me->want.agreed, .reason = "",
	    .amount = me->r.z.total, .ref_id = me->id, .detail = "" };

	return op_approval_add(&a, &till->reg.id);
}

/* The entry and the Z, and every day it closes rolled up. */
static void
write_it(struct closing *me)
{
	struct till		*till = me->job.till;
	struct rec_z		 z = me->r.z;
	struct rec_journal	 entry = { .register_id = till->reg.id,
	    .kind = "z" };
	struct buf		 text = BUF_INIT(2 * TOTALS_BYTES);
	static const struct uuid nobody;
	bool			 asked = till_may(till, RIGHT_Z_REPORT,
				    RIGHT_WHOLLY) == MAY_ASK &&
				    !uuid_is_nil(&me->want.agreed);
	struct db_req		*req;
	size_t			 i;

	z.id = entry.ref_id = me->id = uuid_new();
	z.business_day = me->want.day;
	z.next_day = day_add(me->want.day, 1);
	z.staff_id = till->staff_id;
	z_text(&z, asked ? &me->want.agreed : &nobody, &text);
	entry.payload = buf_str(&text);
	req = db_req_join(op_journal_add(&entry), op_z_add(&z));
	buf_free(&text);
	if (asked)
		req = db_req_join(req, agreement(me));
	for (i = 0; i < me->day_count && !me->want.reg; i++)
		req = db_req_join(req, op_rollup_make(&till->store.id,
		    me->days[i]));
	db_req_time(req, PATIENCE);
	fault_point(310);	/* added up, and not written */
	db_send(till->db, req, answered, me);
}

/* ------------------------------------------------------------------- add up */

static const struct column	open_columns[] = {
	{ "text", "Open", CELL_TEXT },
	{ "todo", "What to do", CELL_TEXT },
};

/* Who closes over something says so on paper. */
static void
closed_over(struct report *report, const struct closing *me)
{
	struct table	*table;
	size_t		 i;

	if (me->r.count == 0 || me->x)
		return;
	table = report_table(report, "closed_over", "Closed in spite of",
	    open_columns, 2);
	for (i = 0; i < me->r.count; i++) {
		table_row(table, ROW_PLAIN);
		table_text(table, me->r.items[i].text);
		table_text(table, me->r.items[i].todo);
	}
}

static struct report_want
report_wanted(const struct closing *me)
{
	struct report_want	want = { .kind = me->want.reg ? REPORT_TILL :
	    REPORT_DAY, .store = me->job.till->store.id,
	    .from_day = me->want.day, .to_day = me->want.day,
	    .no_recount = true };

	if (!me->want.reg && me->day_count > 0 && me->days[0] < want.to_day)
		want.from_day = me->days[0];
	return want;
}

static int
take_totals(struct closing *me, const struct db_ans *ans, struct err *err)
{
	struct report_want	 want = report_wanted(me);
	struct buf		 text = BUF_INIT(TOTALS_BYTES);
	struct report		*report;
	bool			 full;

	report = report_make(&want, me->job.till, ans, err);
	if (report == NULL)
		return -1;
	if (!me->want.reg)
		recount_table(report, &me->recount);
	closed_over(report, me);
	report_json(report, &text);
	report_free(report);
	me->r.z.totals = arena_strdup(me->arena, buf_str(&text));
	full = buf_full(&text);
	buf_free(&text);
	if (!full)
		return 0;
	err_set(err, ERR_INPUT, "too much was sold for one Z");
	return err_hint(err, "Close the days before this one first.");
}

static void
added_up(struct db_ans *ans, void *arg)
{
	struct closing		*me = arg;
	const struct rec_z	*z;
	struct err		 err = ERR_INIT;
	size_t			 n;

	if (db_check(ans, &err) != 0) {
		end(me, &err);
		return;
	}
	z = db_rows(ans, REC_Z, &n);
	if (n == 0) {
		err_set(&err, ERR_NO_INPUT, "there is no such store");
		end(me, &err);
		return;
	}
	keep(me->arena, &me->r.z, z);
	me->r.z.business_day = me->want.day;
	if (take_totals(me, ans, &err) != 0)
		end(me, &err);
	else if (me->x)
		end(me, NULL);
	else if (me->want.reg && z->sales == 0)
		ask_who(me);
	else
		write_it(me);
}

/*
 * What is due comes first: a sale between the two is then in the report and
 * not in the figures, and the database refuses the Z.  The other way round it
 * would be in the figures alone.
 */
static void
add_up(struct closing *me)
{
	struct report_want	 want = report_wanted(me);
	struct till		*till = me->job.till;
	struct db_req		*req;

	req = op_z_due(&till->store.id, me->want.reg ? &till->reg.id : NULL,
	    me->want.day);
	req = db_req_join(req, report_ask(&want, till));
	db_req_time(req, PATIENCE);
	db_send(till->db, req, added_up, me);
}

/* -------------------------------------------------------------------- count */

static void
recounted(const struct recount *r, const struct err *err, void *arg)
{
	struct closing	*me = arg;

	if (err != NULL) {
		end(me, err);
		return;
	}
	me->recount = *r;
	if (r->done)
		add_up(me);
}

/* --------------------------------------------------------------------- look */

static int64_t
closed_day(const struct till *till, const struct db_ans *ans)
{
	const struct rec_store	*store;
	size_t			 i, n;

	store = db_rows(ans, REC_STORE, &n);
	for (i = 0; i < n; i++)
		if (uuid_eq(&store[i].id, &till->store.id))
			return store[i].closed_day;
	return 0;
}

/* The days with sales since the last Z, and this one, in any case. */
static void
take_days(struct closing *me, const struct db_ans *ans)
{
	int64_t			 closed = closed_day(me->job.till, ans), day;
	const struct rec_figure	*f;
	size_t			 i, n;

	f = db_rows_nth(ans, REC_FIGURE, DAYS_FIGURE, &n);
	me->days = arena_alloc(me->arena, (n + 1) * sizeof *me->days);
	for (i = 0; i < n; i++) {
		day = strtoll(f[i].a, NULL, 10);
		if (day > closed && day < me->want.day)
			me->days[me->day_count++] = (int)day;
	}
	me->days[me->day_count++] = me->want.day;
}

static void
looked(struct db_ans *ans, void *arg)
{
	struct closing	*me = arg;
	struct till	*till = me->job.till;
	struct err	 err = ERR_INIT;

	if (db_check(ans, &err) != 0 || right_check(till, me->x ?
	    RIGHT_X_REPORT : RIGHT_Z_REPORT, RIGHT_WHOLLY, &me->want.agreed,
	    &err) != 0) {
		end(me, &err);
		return;
	}
	me->r.count = open_items(ans, 0, me->want.reg ? &till->reg.id : NULL,
	    me->arena, &me->r.items);
	take_days(me, ans);
	if (!me->x && !me->want.reg && closed_day(till, ans) >= me->want.day)
		ask_who(me);
	else if (!me->x && me->r.count > 0 && !me->want.anyway)
		end(me, NULL);
	else if (me->want.reg)
		add_up(me);
	else
		recount_start(till, recounted, me);
}

static void
start(struct till *till, const struct close_want *want, bool x,
    close_done_fn *done, void *arg)
{
	struct closing	*me = mem_zalloc(sizeof *me);
	struct db_req	*req;

	me->want = *want;
	me->x = x;
	me->done = done;
	me->arena = arena_new();
	till_job_begin(till, &me->job, arg);
	req = open_items_ask(till, &till->store.id, want->day, want->day);
	req = db_req_join(req, op_figure(FIGURE_DAY, &till->store.id, 0,
	    want->day));
	req = db_req_join(req, op_store_list());
	db_req_time(req, PATIENCE);
	db_send(till->db, req, looked, me);
}

void
close_start(struct till *till, const struct close_want *want,
    close_done_fn *done, void *arg)
{
	start(till, want, false, done, arg);
}

void
close_x(struct till *till, const struct close_want *want, close_done_fn *done,
    void *arg)
{
	start(till, want, true, done, arg);
}

/* --------------------------------------------------------- without a screen */

struct waiting {
	bool			 done;
	struct arena		*arena;
	struct close_result	*r;
	struct err		*err;
};

static void
waited(const struct close_result *r, const struct err *err, void *arg)
{
	struct waiting	*me = arg;
	size_t		 i;

	me->done = true;
	if (err != NULL) {
		*me->err = *err;
		return;
	}
	*me->r = *r;
	me->r->items = arena_alloc(me->arena, (r->count + 1) *
	    sizeof *r->items);
	for (i = 0; i < r->count; i++) {
		me->r->items[i] = r->items[i];
		me->r->items[i].text = arena_strdup(me->arena,
		    r->items[i].text);
		me->r->items[i].todo = arena_strdup(me->arena,
		    r->items[i].todo);
	}
	if (r->closed)
		keep(me->arena, &me->r->z, &r->z);
}

int
close_day(struct till *till, struct arena *arena,
    const struct close_want *want, struct close_result *r, struct err *err)
{
	struct waiting	waiting = { .arena = arena, .r = r, .err = err };

	*r = (struct close_result){ .closed = false };
	err_clear(err);
	close_start(till, want, waited, &waiting);
	till_wait(till, &waiting.done);
	return err->kind == ERR_NONE ? 0 : -1;
}
