/* Holds: see hold.h. */
#include "sell/hold.h"

#include <stdlib.h>

#include "clock.h"
#include "mem.h"
#include "ops.h"
#include "sell/sale.h"
#include "sell/till.h"
#include "str.h"

struct claim {
	struct till_job		 job;
	struct uuid		 id;
	struct uuid		 piece_id;
	bool			 placing;
	hold_done_fn		*done;
	struct hold_result	 result;
};

static const char *const	names[] = {
	[HOLD_PLACED] = "placed",
	[HOLD_TAKEN] = "taken",
	[HOLD_NOT_FOR_SALE] = "not_for_sale",
	[HOLD_UNKNOWN] = "unknown",
	[HOLD_UNSURE] = "unsure",
	[HOLD_FAILED] = "failed",
};

const char *
hold_outcome_name(enum hold_outcome outcome)
{
	return names[outcome];
}

static void
finish(struct claim *claim, enum hold_outcome outcome)
{
	claim->result.outcome = outcome;
	if (till_job_end(&claim->job) && claim->done != NULL)
		claim->done(&claim->result, claim->job.arg);
	free(claim);
}

static db_done_fn	answered, found, told_taker;

static void
ask(struct claim *claim)
{
	db_send(claim->job.till->db, op_hold_get(&claim->id), found, claim);
}

static void
refused(struct claim *claim, struct db_ans *ans)
{
	db_check(ans, &claim->result.err);
	switch (db_refusal(ans)) {
	case REFUSAL_TAKEN:
	case REFUSAL_NOT_FOR_SALE:
		claim->result.outcome = db_refusal(ans) == REFUSAL_TAKEN ?
		    HOLD_TAKEN : HOLD_NOT_FOR_SALE;
		db_send(claim->job.till->db, op_piece_taker(&claim->piece_id,
		    TAKER_LATELY), told_taker, claim);
		break;
	case REFUSAL_UNKNOWN:
		finish(claim, HOLD_UNKNOWN);
		break;
	case REFUSAL_DUPLICATE:
		ask(claim);
		break;
	case REFUSAL_NONE:
	case REFUSAL_REGISTER:
	case REFUSAL_RETURNED:
	case REFUSAL_TOTALS:
	case REFUSAL_NOT_ALLOWED:
	case REFUSAL_OTHER:
		finish(claim, HOLD_FAILED);
		break;
	}
}

static void
take_hold(struct claim *claim, const struct db_ans *ans)
{
	const struct rec_hold	*hold;
	size_t			 n;

	hold = db_rows(ans, REC_HOLD, &n);
	claim->result.hold = n > 0 ? hold : NULL;
	finish(claim, HOLD_PLACED);
}

static void
answered(struct db_ans *ans, void *arg)
{
	struct claim	*claim = arg;

	switch (db_status(ans)) {
	case DB_DONE:
		take_hold(claim, ans);
		break;
	case DB_REFUSED:
		refused(claim, ans);
		break;
	case DB_UNSURE:
		/* A renewal or release repeated does no harm; a claim might. */
		ask(claim);
		break;
	case DB_UNAVAILABLE:
	case DB_FAILED:
		db_check(ans, &claim->result.err);
		finish(claim, HOLD_FAILED);
		break;
	}
}

/* What is under our id: our hold, or nothing. */
static void
found(struct db_ans *ans, void *arg)
{
	struct claim		*claim = arg;
	const struct rec_hold	*hold;
	size_t			 n = 0;

	if (db_status(ans) != DB_DONE) {
		db_check(ans, &claim->result.err);
		err_wrap(&claim->result.err, "it is not known whether the "
		    "piece is held");
		finish(claim, HOLD_UNSURE);
		return;
	}
	hold = db_rows(ans, REC_HOLD, &n);
	if (n == 0) {
		err_set(&claim->result.err, ERR_RETRY, "the connection broke "
		    "before the piece was held");
		finish(claim, HOLD_FAILED);
	} else if (claim->placing && (!uuid_eq(&hold->piece_id,
	    &claim->piece_id) || !str_eq(hold->state, "active"))) {
		err_set(&claim->result.err, ERR_REFUSED, "this hold is over, "
		    "or another piece's");
		finish(claim, HOLD_UNKNOWN);
	} else {
		claim->result.hold = hold;
		finish(claim, HOLD_PLACED);
	}
}

static void
told_taker(struct db_ans *ans, void *arg)
{
	struct claim	*claim = arg;
	char		 text[TAKER_TEXT];
	size_t		 n;

	claim->result.taker = db_rows(ans, REC_TAKER, &n);
	if (n > 0 && claim->placing &&
	    uuid_eq(&claim->result.taker->id, &claim->id)) {
		/* In our own way: this claim was placed before. */
		ask(claim);
		return;
	}
	if (n == 0)
		claim->result.taker = NULL;
	else
		err_set(&claim->result.err, ERR_REFUSED, "%s",
		    taker_text(claim->result.taker, claim->job.till, text));
	finish(claim, claim->result.outcome);
}

static struct claim *
claim_new(struct till *till, const struct uuid *id, hold_done_fn *done,
    void *arg)
{
	struct claim	*claim = mem_zalloc(sizeof *claim);

	claim->id = *id;
	claim->done = done;
	till_job_begin(till, &claim->job, arg);
	return claim;
}

void
hold_place(struct till *till, const struct hold_want *want,
    hold_done_fn *done, void *arg)
{
	struct claim		*claim = claim_new(till, &want->id, done, arg);
	const struct rec_hold	 hold = { .id = want->id,
				    .piece_id = want->piece_id,
				    .qty = want->qty,
				    .channel_id = till->channel.id,
				    .owner = want->owner,
				    .register_id = till->reg.id,
				    .staff_id = till->staff_id,
				    .caller = want->caller,
				    .origin = want->origin,
				    .held_for = want->held_for,
				    .customer_id = want->customer_id };
	struct db_req		*req = op_hold_place(&hold, want->ttl);

	claim->piece_id = want->piece_id;
	claim->placing = true;
	if (!uuid_is_nil(&want->instead))
		req = db_req_join(op_hold_release(&want->instead, clock_now()),
		    req);
	db_send(till->db, req, answered, claim);
}

void
hold_renew(struct till *till, const struct uuid *id, int64_t ttl,
    hold_done_fn *done, void *arg)
{
	db_send(till->db, op_hold_renew(id, clock_now(), ttl), answered,
	    claim_new(till, id, done, arg));
}

void
hold_release(struct till *till, const struct uuid *id, hold_done_fn *done,
    void *arg)
{
	db_send(till->db, op_hold_release(id, clock_now()), answered,
	    claim_new(till, id, done, arg));
}

/* Nobody waits for a sweep; the next one does what this one could not. */
static void
swept(struct db_ans *ans, void *arg)
{
	(void)ans;
	(void)arg;
}

void
hold_sweep(struct till *till)
{
	db_send(till->db, op_hold_sweep(), swept, till);
}
