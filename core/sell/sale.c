/* THE protocol: see sale.h. */
#include "sell/sale.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "fault.h"
#include "mem.h"
#include "ops.h"
#include "sell/refused.h"
#include "sell/ticket.h"
#include "sell/till.h"
#include "str.h"

#define ASKS_MOST	40	/* a shop that answers nonsense is not asked on */
#define ASK_LEAST	(200 * MS_US)

struct sale {
	struct till_job		 job;
	struct facts		 facts;
	struct rec_order	 order;
	bool			 has_order;
	sale_done_fn		*done;
	int64_t			 deadline;	/* clock_mono(), once unsure */
	int			 asks;
	struct sale_result	 result;
};

static db_done_fn	sent, asked, found, named_takers;

static const char *const	names[] = {
	[SALE_DONE] = "done",
	[SALE_TAKEN] = "taken",
	[SALE_NOT_FOR_SALE] = "not_for_sale",
	[SALE_UNKNOWN] = "unknown",
	[SALE_CAME_BACK] = "came_back",
	[SALE_CONFLICT] = "conflict",
	[SALE_UNSURE] = "unsure",
	[SALE_FAILED] = "failed",
};

const char *
sale_outcome_name(enum sale_outcome outcome)
{
	return names[outcome];
}

/* ------------------------------------------------------------- the intent */

/* The one place where an intent is written, before anything is sent. */
static int
intent_write(struct sale *sale, struct err *err)
{
	const struct till_journal	*journal = sale->job.till->journal;

	if (journal == NULL)
		return 0;
	return journal->intent(journal->arg, &sale->facts, err);
}

/* The one place where it is settled.  An unsure sale's stays open. */
static void
intent_settle(struct sale *sale)
{
	const struct till_journal	*journal = sale->job.till->journal;
	enum sale_outcome		 outcome = sale->result.outcome;

	if (journal == NULL || outcome == SALE_UNSURE)
		return;
	journal->settled(journal->arg, &sale->facts.sale.id,
	    outcome == SALE_DONE);
}

/* ------------------------------------------------------------ the day's sum */

/* A report reads the rows that are not added up: it is no harm if this fails. */
static void
rolled(struct db_ans *ans, void *arg)
{
	struct till_job	*job = arg;

	(void)ans;
	till_job_end(job);
	free(job);
}

static void
roll(struct till *till)
{
	struct till_job	*job = mem_zalloc(sizeof *job);

	till_job_begin(till, job, NULL);
	db_send(till->db, op_roll(&till->store.id, &till->reg.id), rolled,
	    job);
}

/* ---------------------------------------------------------------- the end */

static void
finish(struct sale *sale, enum sale_outcome outcome)
{
	bool	is_due = outcome == SALE_DONE && !sale->result.again &&
		    sale->facts.sale.seq % SALE_ROLL == 0;

	sale->result.outcome = outcome;
	sale->result.facts = &sale->facts;
	intent_settle(sale);
	fault_point(304);	/* true, and nobody told yet */
	if (is_due)
		roll(sale->job.till);
	if (till_job_end(&sale->job))
		sale->done(&sale->result, sale->job.arg);
	facts_free(&sale->facts);
	free(sale);
}

static void
finish_unsure(struct sale *sale)
{
	char	id[UUID_TEXT];

	uuid_text(&sale->facts.sale.id, id);
	err_set(&sale->result.err, ERR_UNSURE, "the connection broke before "
	    "the shop answered: it is not known whether sale %s happened", id);
	err_hint(&sale->result.err, "Do not sell it again: ask once more with "
	    "the same id when the connection is back.");
	finish(sale, SALE_UNSURE);
}

static void
finish_conflict(struct sale *sale, const char *what)
{
	err_set(&sale->result.err, ERR_REFUSED, "%s", what);
	err_hint(&sale->result.err, "Begin a new sale with an id of its own.");
	finish(sale, SALE_CONFLICT);
}

/* What only the database knows of a sale it has just taken. */
static void
take_answer(struct sale *sale, const struct db_ans *ans)
{
	struct rec_sale			*to = &sale->facts.sale;
	struct arena			*arena = sale->facts.arena;
	const struct rec_seal		*seal;
	const struct rec_named		*named;
	size_t				 n;

	seal = db_rows(ans, REC_SEAL, &n);
	if (n > 0) {
		to->seq = seal->seq;
		to->hash.bytes = arena_memdup(arena, seal->hash.bytes,
		    seal->hash.len);
		to->hash.len = seal->hash.len;
	}
	named = db_rows(ans, REC_NAMED, &n);
	if (n > 0) {
		to->number = arena_strdup(arena, named->number);
		to->business_day = named->business_day;
		till_day_moved(sale->job.till, (int)named->business_day);
		to->recorded_at = named->recorded_at;
		to->drawer_id = named->drawer_id;
	}
}

/* What it has of one that was taken before. */
static void
take_named(struct sale *sale, const struct rec_sale *row)
{
	struct rec_sale	*to = &sale->facts.sale;
	struct arena	*arena = sale->facts.arena;

	to->number = arena_strdup(arena, row->number);
	to->seq = row->seq;
	to->made_at = row->made_at;
	to->business_day = row->business_day;
	till_day_moved(sale->job.till, (int)row->business_day);
	to->recorded_at = row->recorded_at;
	to->store = arena_strdup(arena, row->store);
	to->till = arena_strdup(arena, row->till);
	to->channel = arena_strdup(arena, row->channel);
	to->staff = arena_strdup(arena, row->staff);
	to->returns_number = arena_strdup(arena, row->returns_number);
	to->hash.bytes = arena_memdup(arena, row->hash.bytes, row->hash.len);
	to->hash.len = row->hash.len;
}

/* ---------------------------------------------------------------- sending */

static void
send(struct sale *sale)
{
	struct db_req	*req = facts_request(&sale->facts);

	if (sale->has_order)
		req = db_req_join(req, op_order_add(&sale->order));
	fault_point(301);	/* intended, not sent */
	db_send(sale->job.till->db, req, sent, sale);
}

/* Asks for the sale by its id, allowing as long as there is patience. */
static void
ask(struct sale *sale)
{
	const struct uuid	*id = &sale->facts.sale.id;
	struct db_req		*req;
	int64_t			 left = sale->deadline - clock_mono();

	if (left < 0 || sale->asks++ == ASKS_MOST) {
		finish_unsure(sale);
		return;
	}
	req = db_req_join(op_journal_get(id), op_sale_get(id));
	db_req_time(req, left < ASK_LEAST ? ASK_LEAST : left);
	db_send(sale->job.till->db, req, asked, sale);
}

static void
begin_asking(struct sale *sale)
{
	if (sale->deadline == 0)
		sale->deadline = clock_mono() + sale->job.till->patience;
	ask(sale);
}

/*
 * What the journal has under this id: the same sale, another, or nothing.
 */
static void
judge(struct sale *sale, const struct db_ans *ans)
{
	const struct rec_journal	*entry;
	const struct rec_sale		*row;
	struct buf			 text = BUF_INIT(FACTS_TEXT_MAX);
	bool				 same;
	size_t				 n;

	entry = db_rows(ans, REC_JOURNAL, &n);
	row = db_rows(ans, REC_SALE, &n);
	if (entry == NULL || n == 0) {
		/* Not there.  Was it asked for, or only found to be taken? */
		if (sale->deadline != 0)
			send(sale);
		else
			finish_conflict(sale, "this id or order belongs to "
			    "another sale");
		return;
	}
	facts_text(&sale->facts, &text);
	same = facts_same(buf_str(&text), entry->payload);
	buf_free(&text);
	if (!same) {
		finish_conflict(sale, "this id belongs to another sale");
		return;
	}
	take_named(sale, row);
	sale->result.again = sale->deadline == 0;
	finish(sale, SALE_DONE);
}

/* ---------------------------------------------------------------- answers */

static void
asked(struct db_ans *ans, void *arg)
{
	struct sale	*sale = arg;

	switch (db_status(ans)) {
	case DB_DONE:
		judge(sale, ans);
		break;
	case DB_REFUSED:
	case DB_UNSURE:
	case DB_UNAVAILABLE:
	case DB_FAILED:
		ask(sale);
		break;
	}
}

/* After a duplicate: the question is whose. */
static void
found(struct db_ans *ans, void *arg)
{
	struct sale	*sale = arg;

	switch (db_status(ans)) {
	case DB_DONE:
		judge(sale, ans);
		break;
	case DB_REFUSED:
	case DB_UNSURE:
	case DB_UNAVAILABLE:
	case DB_FAILED:
		begin_asking(sale);
		break;
	}
}

static void
ask_takers(struct sale *sale, enum sale_outcome outcome)
{
	const struct rec_line	*line;
	struct db_req		*req = NULL, *one;
	size_t			 i;

	sale->result.outcome = outcome;
	for (i = 0; i < sale->facts.line_count; i++) {
		line = &sale->facts.lines[i];
		if (uuid_is_nil(&line->piece_id))
			continue;
		one = op_piece_taker(&line->piece_id, TAKER_LATELY);
		req = req == NULL ? one : db_req_join(req, one);
	}
	if (req == NULL)
		finish(sale, outcome);
	else
		db_send(sale->job.till->db, req, named_takers, sale);
}

static void
refused(struct sale *sale, struct db_ans *ans)
{
	db_check(ans, &sale->result.err);
	switch (db_refusal(ans)) {
	case REFUSAL_TAKEN:
		ask_takers(sale, SALE_TAKEN);
		break;
	case REFUSAL_NOT_FOR_SALE:
		ask_takers(sale, SALE_NOT_FOR_SALE);
		break;
	case REFUSAL_UNKNOWN:
		finish(sale, SALE_UNKNOWN);
		break;
	case REFUSAL_RETURNED:
		finish(sale, SALE_CAME_BACK);
		break;
	case REFUSAL_DUPLICATE:
		err_clear(&sale->result.err);
		db_send(sale->job.till->db, db_req_join(
		    op_journal_get(&sale->facts.sale.id),
		    op_sale_get(&sale->facts.sale.id)), found, sale);
		break;
	case REFUSAL_NONE:
	case REFUSAL_REGISTER:
	case REFUSAL_TOTALS:
	case REFUSAL_NOT_ALLOWED:
	case REFUSAL_OTHER:
		finish(sale, SALE_FAILED);
		break;
	}
}

static void
sent(struct db_ans *ans, void *arg)
{
	struct sale		*sale = arg;

	fault_point(302);	/* answered, not yet read */
	switch (db_status(ans)) {
	case DB_DONE:
		take_answer(sale, ans);
		finish(sale, SALE_DONE);
		break;
	case DB_REFUSED:
		refused(sale, ans);
		break;
	case DB_UNSURE:
		begin_asking(sale);
		break;
	case DB_UNAVAILABLE:
	case DB_FAILED:
		/* This sending came to nothing; an earlier one may not have. */
		if (sale->deadline != 0) {
			ask(sale);
			break;
		}
		db_check(ans, &sale->result.err);
		finish(sale, SALE_FAILED);
		break;
	}
}

/*
 * Whether this answer is about a piece somebody else has or keeps; over: had
 * on hold until just now.
 */
static bool
in_the_way(const struct sale *sale, const struct rec_taker *taker, bool over)
{
	size_t	i;

	if (sale->result.outcome == SALE_NOT_FOR_SALE)
		return !str_eq(taker->state, "stock");
	if (str_eq(taker->kind, "none") || over != taker_is_over(taker))
		return false;
	for (i = 0; i < sale->facts.line_count; i++) {
		/* Our own hold is not in our way. */
		if (uuid_eq(&sale->facts.lines[i].hold_id, &taker->id))
			return false;
	}
	return true;
}

/* The same sentence as an error text: no capital needed, no full stop. */
static void
say_taker(struct sale *sale, const struct rec_taker *taker)
{
	char	text[TAKER_TEXT];
	size_t	len;

	taker_text(taker, sale->job.till, text);
	len = strlen(text);
	if (len > 0 && text[len - 1] == '.')
		text[len - 1] = '\0';
	err_set(&sale->result.err, ERR_REFUSED, "%s", text);
	err_hint(&sale->result.err, "Do not hand it over; sell the rest "
	    "without it.");
}

/* Whether it could be written down or not: the answer stays the same. */
static void
written_down(struct db_ans *ans, void *arg)
{
	struct sale	*sale = arg;

	(void)ans;
	finish(sale, sale->result.outcome);
}

/* The owner is to see both parties; it must not keep the customer waiting. */
static void
write_down(struct sale *sale)
{
	struct db_req	*req = refused_request(&sale->facts,
	    sale->result.takers, sale->result.taker_count,
	    sale->result.outcome == SALE_TAKEN);

	if (req == NULL) {
		finish(sale, sale->result.outcome);
		return;
	}
	db_req_time(req, SECOND_US);
	db_send(sale->job.till->db, req, written_down, sale);
}

static void
name_takers(struct sale *sale, const struct db_ans *ans,
    struct rec_taker *takers, bool over)
{
	const struct rec_taker	*row;
	size_t			 n, nth;

	for (nth = 0; nth < sale->facts.line_count; nth++) {
		row = db_rows_nth(ans, REC_TAKER, nth, &n);
		if (row != NULL && n > 0 && in_the_way(sale, row, over))
			taker_keep(sale->facts.arena,
			    &takers[sale->result.taker_count++], row);
	}
}

static void
named_takers(struct db_ans *ans, void *arg)
{
	struct sale		*sale = arg;
	struct rec_taker	*takers;

	takers = arena_alloc(sale->facts.arena,
	    (sale->facts.line_count + 1) * sizeof *takers);
	sale->result.takers = takers;
	name_takers(sale, ans, takers, false);
	/* Refused by a hold that ran out before we could ask whose it was. */
	if (sale->result.taker_count == 0)
		name_takers(sale, ans, takers, true);
	if (sale->result.taker_count > 0)
		say_taker(sale, &takers[0]);
	write_down(sale);
}

/* ------------------------------------------------------------- the way in */

static void
take_order(struct sale *sale, const struct rec_order *order)
{
	struct arena	*arena = sale->facts.arena;
	struct rec_order *to = &sale->order;

	*to = *order;
	to->sale_id = sale->facts.sale.id;
	to->created_at = sale->facts.sale.made_at;
	to->order_ref = arena_strdup(arena, order->order_ref);
	to->idem_key = arena_strdup(arena, order->idem_key);
	to->email = arena_strdup(arena, order->email);
	to->ship_to = arena_strdup(arena, order->ship_to);
	to->request_hash.bytes = arena_memdup(arena,
	    order->request_hash.bytes, order->request_hash.len);
	sale->has_order = true;
}

int
sale_commit_facts(struct till *till, struct facts *facts,
    const struct rec_order *order, sale_done_fn *done, void *arg,
    struct err *err)
{
	struct sale	*sale = mem_zalloc(sizeof *sale);

	sale->facts = *facts;
	memset(facts, 0, sizeof *facts);
	sale->done = done;
	if (order != NULL)
		take_order(sale, order);
	sale->job.till = till;
	if (intent_write(sale, err) != 0) {
		facts_free(&sale->facts);
		free(sale);
		return -1;
	}
	till_job_begin(till, &sale->job, arg);
	send(sale);
	return 0;
}

int
sale_commit(struct till *till, const struct sale_want *want,
    sale_done_fn *done, void *arg, struct err *err)
{
	struct facts	facts;

	if (facts_of_ticket(&facts, till, want->ticket, want->tenders,
	    want->order_ref, err) != 0)
		return -1;
	if (want->mail_to != NULL)
		facts.mail_to = arena_strdup(facts.arena, want->mail_to);
	return sale_commit_facts(till, &facts, want->order, done, arg, err);
}
