/* The cash drawer: see drawer.h. */
#include "sell/drawer.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "mem.h"
#include "ops.h"
#include "sell/facts.h"
#include "sell/pan.h"
#include "sell/till.h"
#include "str.h"

#define TEXT_BYTES	((size_t)4096)
#define ASKS_MOST	40

/* Rows of a drawer's own: the id of what happens to it once. */
enum { ROW_COUNT = 1, ROW_CLOSE, ROW_APPROVAL };

static const struct {
	const char	*word, *label;
	enum right	 right;
} kinds[] = {
	[DRAWER_OPEN] = { "drawer_open", "Open the drawer", RIGHT_DRAWER },
	[DRAWER_PAY_IN] = { "pay_in", "Pay in", RIGHT_PAY_IN },
	[DRAWER_PAY_OUT] = { "pay_out", "Pay out", RIGHT_PAY_OUT },
	[DRAWER_DROP] = { "drop", "Drop to the safe", RIGHT_DROP },
	[DRAWER_NO_SALE] = { "no_sale", "No sale", RIGHT_NO_SALE },
	[DRAWER_COUNT] = { "drawer_count", "Count", RIGHT_DRAWER },
	[DRAWER_CLOSE] = { "drawer_close", "Close the drawer", RIGHT_DRAWER },
};

struct job {
	struct till_job		 job;
	struct drawer_want	 want;
	char			 reason[DRAWER_TEXT + 1];
	char			 payee[DRAWER_TEXT + 1];
	struct uuid		 staff;
	drawer_done_fn		*done;
	int64_t			 deadline;	/* once unsure */
	int			 asks;
	struct err		 err;
};

static db_done_fn	sent, asked, seen;

const char *
drawer_word(enum drawer_kind kind)
{
	return kinds[kind].word;
}

const char *
drawer_label(enum drawer_kind kind)
{
	return kinds[kind].label;
}

enum right
drawer_right(enum drawer_kind kind)
{
	return kinds[kind].right;
}

void
drawer_want_init(struct drawer_want *want, enum drawer_kind kind,
    const struct uuid *drawer_id)
{
	memset(want, 0, sizeof *want);
	want->kind = kind;
	want->reason = want->payee = "";
	if (kind == DRAWER_OPEN) {
		want->id = want->drawer_id = uuid_new();
		return;
	}
	want->drawer_id = *drawer_id;
	if (kind == DRAWER_COUNT)
		want->id = facts_row_id(drawer_id, ROW_COUNT);
	else if (kind == DRAWER_CLOSE)
		want->id = facts_row_id(drawer_id, ROW_CLOSE);
	else
		want->id = uuid_new();
}

struct uuid
drawer_approval_id(const struct uuid *event_id)
{
	return facts_row_id(event_id, ROW_APPROVAL);
}

bool
drawer_is_counted(const struct rec_denom *rows, size_t n)
{
	size_t	i;

	for (i = 0; i < n; i++) {
		if (str_eq(rows[i].phase, "close"))
			return true;
	}
	return false;
}

/* ------------------------------------------------------------ what is right */

static int
check_text(const char *what, const char *text, bool needed, struct err *err)
{
	if (text == NULL || strlen(text) > DRAWER_TEXT ||
	    !str_is_clean(text, false)) {
		err_set(err, ERR_INPUT, "%s is too long or no plain text",
		    what);
		return err_hint(err, "Write it in a few words.");
	}
	if (needed && str_empty(text)) {
		err_set(err, ERR_INPUT, "%s is needed", what);
		return err_hint(err, "Say it in a word or two, for the "
		    "books.");
	}
	if (!pan_in(text))
		return 0;
	err_set(err, ERR_INPUT, "%s looks like a card number", what);
	return err_hint(err, "Card numbers are never kept here.");
}

static bool
moves_money(enum drawer_kind kind)
{
	return kind == DRAWER_PAY_IN || kind == DRAWER_PAY_OUT ||
	    kind == DRAWER_DROP;
}

static bool
is_event(enum drawer_kind kind)
{
	return moves_money(kind) || kind == DRAWER_NO_SALE;
}

static int
check(const struct till *till, const struct drawer_want *want,
    struct err *err)
{
	if (moves_money(want->kind) && want->amount <= 0) {
		err_set(err, ERR_INPUT, "an amount is needed");
		return err_hint(err, "Write how much, more than nothing.");
	}
	if (check_text("a reason", want->reason, is_event(want->kind),
	    err) != 0 || check_text("who is paid", want->payee,
	    want->kind == DRAWER_PAY_OUT, err) != 0)
		return -1;
	return right_check(till, drawer_right(want->kind), RIGHT_WHOLLY,
	    &want->agreed_by, err);
}

/* -------------------------------------------------------------- the request */

static struct db_req *
add_approval(struct db_req *req, const struct job *job)
{
	const struct drawer_want *want = &job->want;
	const struct till	*till = job->job.till;
	enum right		 right = drawer_right(want->kind);
	struct rec_approval	 a = { .what = right_word(right),
	    .reason = want->reason, .amount = want->amount,
	    .ref_id = want->id, .detail = "", .asked_id = job->staff,
	    .approved_id = want->agreed_by };

	if (uuid_is_nil(&want->agreed_by))
		return req;
	a.id = drawer_approval_id(&want->id);
	/* Closing is allowed under the drawer's own id. */
	if (want->kind == DRAWER_CLOSE)
		a.ref_id = want->drawer_id;
	return db_req_join(req, op_approval_add(&a, &till->reg.id));
}

static struct db_req *
add_counts(struct db_req *req, const struct drawer_want *want)
{
	const struct count	*count = &want->count;
	struct rec_denom	 row = { .drawer_id = want->drawer_id,
	    .phase = want->kind == DRAWER_OPEN ? "open" : "close" };
	size_t			 i;

	/* Those of which there are none as well: none was counted, too. */
	for (i = 0; i < count->n; i++) {
		row.denom = count->denom[i];
		row.qty = count->qty[i];
		req = db_req_join(req, op_drawer_count(&row));
	}
	return req;
}

static struct db_req *
add_facts(struct db_req *req, const struct job *job)
{
	const struct drawer_want *want = &job->want;
	struct till		 *till = job->job.till;
	struct rec_drawer	  drawer = { .id = want->drawer_id,
	    .register_id = till->reg.id, .store_id = till->store.id,
	    .staff_id = job->staff, .business_day = want->day };
	struct rec_drawer_event	  event = { .id = want->id,
	    .drawer_id = want->drawer_id, .kind = drawer_word(want->kind),
	    .amount = want->amount, .reason = want->reason,
	    .payee = want->payee, .staff_id = job->staff };

	switch (want->kind) {
	case DRAWER_OPEN:
		req = db_req_join(req, op_drawer_open(&drawer));
		return add_counts(req, want);
	case DRAWER_COUNT:
		return add_counts(req, want);
	case DRAWER_CLOSE:
		return db_req_join(req, op_drawer_close(&want->drawer_id,
		    &job->staff, want->reason));
	case DRAWER_PAY_IN:
	case DRAWER_PAY_OUT:
	case DRAWER_DROP:
	case DRAWER_NO_SALE:
		break;
	}
	return db_req_join(req, op_drawer_event(&event));
}

static void
send(struct job *job)
{
	struct till		*till = job->job.till;
	struct buf		 text = BUF_INIT(TEXT_BYTES);
	struct rec_journal	 entry = { .register_id = till->reg.id,
	    .at = clock_now(), .kind = drawer_word(job->want.kind),
	    .ref_id = job->want.id };
	struct db_req		*req;

	drawer_text(&job->want, &job->staff, &text);
	entry.payload = buf_str(&text);
	req = op_journal_add(&entry);
	buf_free(&text);
	req = add_approval(req, job);
	db_send(till->db, add_facts(req, job), sent, job);
}

/* --------------------------------------------------------------- the answer */

static void
finish(struct job *job, const struct rec_drawer *drawer)
{
	bool	failed = drawer == NULL;

	if (till_job_end(&job->job))
		job->done(drawer, failed ? &job->err : NULL, job->job.arg);
	free(job);
}

/* It is true: what is in the drawer now. */
static void
look(struct job *job)
{
	db_send(job->job.till->db, op_drawer_get(&job->want.drawer_id), seen,
	    job);
}

static void
seen(struct db_ans *ans, void *arg)
{
	struct job		*job = arg;
	const struct rec_drawer	*drawer = NULL;
	size_t			 n = 0;

	if (db_check(ans, &job->err) == 0)
		drawer = db_rows(ans, REC_DRAWER, &n);
	else
		err_hint(&job->err, "It was done; look at the drawer again.");
	if (drawer != NULL && n == 0)
		drawer = NULL;
	finish(job, drawer);
}

static void
ask(struct job *job)
{
	if (job->deadline == 0)
		job->deadline = clock_mono() + job->job.till->patience;
	if (clock_mono() > job->deadline || job->asks++ == ASKS_MOST) {
		err_set(&job->err, ERR_UNSURE, "the shop did not answer: it "
		    "is not known whether it was done");
		err_hint(&job->err, "Do it again when the connection is back: "
		    "it is done once.");
		finish(job, NULL);
		return;
	}
	db_send(job->job.till->db, op_journal_get(&job->want.id), asked, job);
}

/* Not by this id: why then was it refused? */
static void
say_refused(struct job *job)
{
	switch (job->want.kind) {
	case DRAWER_OPEN:
		err_set(&job->err, ERR_REFUSED, "a drawer is open at this "
		    "register already");
		err_hint(&job->err, "Go on with it, or count and close it "
		    "first.");
		break;
	case DRAWER_COUNT:
		err_set(&job->err, ERR_REFUSED, "this drawer was counted "
		    "already");
		err_hint(&job->err, "Close it over that count.");
		break;
	case DRAWER_PAY_IN:
	case DRAWER_PAY_OUT:
	case DRAWER_DROP:
	case DRAWER_NO_SALE:
	case DRAWER_CLOSE:
		err_set(&job->err, ERR_REFUSED, "this id is another event's");
		err_hint(&job->err, "Look at the drawer and do it again.");
		break;
	}
	finish(job, NULL);
}

/* Whether the journal has this id, and for the same thing. */
static void
asked(struct db_ans *ans, void *arg)
{
	struct job			*job = arg;
	const struct rec_journal	*entry;
	struct buf			 text = BUF_INIT(TEXT_BYTES);
	bool				 same;
	size_t				 n;

	if (db_status(ans) != DB_DONE) {
		ask(job);
		return;
	}
	entry = db_rows(ans, REC_JOURNAL, &n);
	if (n == 0 && job->deadline != 0) {
		send(job);
		return;
	}
	drawer_text(&job->want, &job->staff, &text);
	same = n > 0 && str_eq(entry->payload, buf_str(&text));
	buf_free(&text);
	if (same)
		look(job);
	else
		say_refused(job);
}

static void
refused(struct job *job, struct db_ans *ans)
{
	db_check(ans, &job->err);
	switch (db_refusal(ans)) {
	case REFUSAL_DUPLICATE:
		err_clear(&job->err);
		db_send(job->job.till->db, op_journal_get(&job->want.id),
		    asked, job);
		return;
	case REFUSAL_REGISTER:
		err_set(&job->err, ERR_REFUSED, "this drawer is closed");
		err_hint(&job->err, "Open one and do it there.");
		break;
	case REFUSAL_OTHER:
		if (job->want.kind != DRAWER_CLOSE)
			break;
		err_set(&job->err, ERR_REFUSED, "what was counted is not what "
		    "should be there");
		err_hint(&job->err, "Say why; it is posted as it is.");
		break;
	case REFUSAL_NOT_ALLOWED:
		job->err.kind = ERR_NOT_ALLOWED;
		break;
	case REFUSAL_NONE:
	case REFUSAL_TAKEN:
	case REFUSAL_NOT_FOR_SALE:
	case REFUSAL_UNKNOWN:
	case REFUSAL_RETURNED:
	case REFUSAL_TOTALS:
		break;
	}
	finish(job, NULL);
}

static void
sent(struct db_ans *ans, void *arg)
{
	struct job	*job = arg;

	switch (db_status(ans)) {
	case DB_DONE:
		look(job);
		break;
	case DB_REFUSED:
		refused(job, ans);
		break;
	case DB_UNSURE:
		ask(job);
		break;
	case DB_UNAVAILABLE:
	case DB_FAILED:
		/* This sending came to nothing; an earlier one may not have. */
		if (job->deadline != 0) {
			ask(job);
			break;
		}
		db_check(ans, &job->err);
		finish(job, NULL);
		break;
	}
}

/* --------------------------------------------------------------- the way in */

int
drawer_do(struct till *till, const struct drawer_want *want,
    drawer_done_fn *done, void *arg, struct err *err)
{
	struct job	*job;

	if (check(till, want, err) != 0)
		return -1;
	job = mem_zalloc(sizeof *job);
	job->done = done;
	job->staff = till->staff_id;
	job->want = *want;
	str_copy(job->reason, sizeof job->reason, want->reason);
	str_copy(job->payee, sizeof job->payee, want->payee);
	job->want.reason = str_trim(job->reason);
	job->want.payee = str_trim(job->payee);
	if (want->kind == DRAWER_OPEN)
		job->want.day = till_sale_day(till);
	/* Nobody agrees to what may be done anyway. */
	if (till_may(till, drawer_right(want->kind), RIGHT_WHOLLY) != MAY_ASK)
		memset(&job->want.agreed_by, 0, sizeof job->want.agreed_by);
	till_job_begin(till, &job->job, arg);
	send(job);
	return 0;
}

struct finding {
	struct till_job	 job;
	drawer_done_fn	*done;
};

static void
found(struct db_ans *ans, void *arg)
{
	struct finding		*finding = arg;
	const struct rec_drawer	*drawer = NULL;
	struct err		 err = ERR_INIT;
	bool			 wanted = till_job_end(&finding->job);
	size_t			 n = 0;
	int			 rc = db_check(ans, &err);

	if (rc == 0)
		drawer = db_rows(ans, REC_DRAWER, &n);
	if (wanted)
		finding->done(n == 0 ? NULL : drawer, rc == 0 ? NULL : &err,
		    finding->job.arg);
	free(finding);
}

void
drawer_find(struct till *till, drawer_done_fn *done, void *arg)
{
	struct finding	*finding = mem_zalloc(sizeof *finding);

	finding->done = done;
	till_job_begin(till, &finding->job, arg);
	db_send(till->db, op_drawer_of(&till->reg.id), found, finding);
}
