/*
 * Telling a channel what may be sold there: the outbox's engine.
 *
 * An outbox row says that a piece changed, not how it is: what is told is the
 * quantity of now, so that rows told late, twice or together come to the same.
 * One task at a time, so a piece's news keep their order.
 *
 * Nothing left is told at once and again and again.  More than the channel was
 * told last is told only when its orders have been read since, none of them is
 * undecided, and it still shows what we believe it does (rule 10).
 */
#include "channel/links_parts.h"

#include <stdlib.h>

#include "fault.h"
#include "log.h"
#include "ops.h"
#include "run/loop.h"
#include "str.h"

#define LOOK_AHEAD	4		/* times a batch */
#define STALE_US	(1 * SECOND_US)
#define FAILED_MOST	(3600 * SECOND_US)

static void
on_timer(void *arg)
{
	struct link	*link = arg;

	link->tell_timer = 0;
	tell_on(link);
}

static void
tell_later(struct link *link, int64_t us)
{
	loop_cancel(link->links->loop, link->tell_timer);
	link->tell_timer = loop_after(link->links->loop, us < 0 ? 0 : us,
	    on_timer, link);
}

static void
told_all(struct link *link)
{
	link->telling = false;
	if (link->tell_again)
		tell_on(link);
}

/* --------------------------------------------------------- what came of it */

static struct db_req *
join(struct db_req *req, struct db_req *more)
{
	return req == NULL ? more : db_req_join(req, more);
}

static struct db_req *
result_of(struct link *link, const struct rec_tell *row,
    const struct tell *tell, struct db_req *req)
{
	const struct uuid	*channel = &link->row.id;
	struct rec_map		 map = { .piece_id = row->piece_id,
				    .product_ref = tell->refs.product,
				    .variant_ref = tell->refs.variant,
				    .stock_ref = tell->refs.stock };
	int64_t			 now = clock_now();

	if (tell->found && !str_empty(tell->refs.product))
		req = join(req, op_map_set(channel, &map));
	switch (tell->told) {
	case TOLD_NOT:
		return req;
	case TOLD_DONE:
		req = join(req, op_map_told(channel, &row->piece_id,
		    tell->qty, now));
		return join(req, op_outbox_done(channel,
		    &row->piece_id, row->last_id, now, ""));
	case TOLD_ABSENT:
		return join(req, op_outbox_done(channel,
		    &row->piece_id, row->last_id, now, "not listed there"));
	case TOLD_STALE:
		link->want_poll = true;
		if (tell->seen >= 0)
			req = join(req, op_map_told(channel,
			    &row->piece_id, tell->seen, now));
		return join(req, op_outbox_later(channel,
		    &row->piece_id, row->last_id, now + STALE_US,
		    "changed there: its orders are read first"));
	case TOLD_FAILED:
		return join(req, op_outbox_later(channel,
		    &row->piece_id, row->last_id, now +
		    lane_rest(row->tries + 3, FAILED_MOST),
		    tell->problem == NULL ? "" : tell->problem));
	}
	return req;
}

static void
on_written(struct link *link, struct db_ans *ans)
{
	if (db_status(ans) != DB_DONE) {
		/* It is told again: that is harmless. */
		log_warn("channel %s: %s", link->row.code,
		    db_err(ans)->text);
		tell_later(link, 2 * SECOND_US);
		link->telling = false;
		return;
	}
	link->tell_again = true;
	told_all(link);
}

static void
on_told(struct lane *lane, struct task *task, enum heard heard,
    const struct err *err)
{
	struct link	*link = lane->arg;
	struct db_req	*req = NULL;
	size_t		 i;

	fault_point(401);	/* told there, and not written down here */
	for (i = 0; i < task->tell_count; i++)
		req = result_of(link, &link->told[i], &task->tells[i], req);
	if (heard != HEARD_DONE) {
		link_problem(link, err->text);
		/* What was told before it broke is written down all the
		   same. */
		tell_later(link, heard == HEARD_LATER ?
		    lane_rest(link->tell_tries++, REST_MOST) : DENIED_US);
		link->resting = true;
	} else {
		if (link->tell_tries > 0 || link->row.problem[0] != '\0')
			link_problem(link, NULL);
		link->tell_tries = 0;
	}
	if (req != NULL)
		link_ask(link, req, on_written);
	else
		link->telling = false;
	link_on(link);
}

/* ------------------------------------------------------------ what to tell */

/* Whether it may be told now: see the top. */
static bool
may_tell(struct link *link, const struct rec_tell *row)
{
	if (row->wanted <= 0 || (link->ops->can & CAN(TASK_POLL)) == 0)
		return true;
	if (row->told_qty >= 0 && row->wanted <= row->told_qty)
		return true;
	if (link->read_to > row->at && row->claims == 0)
		return true;
	if (link->read_to <= row->at)
		link->want_poll = true;
	return false;
}

static void
add_tell(struct link *link, struct task *task, const struct rec_tell *row)
{
	struct tell	*tell = &task->tells[task->tell_count];

	link->told[task->tell_count++] = *row;
	tell->piece_id = row->piece_id;
	tell->sku = arena_strdup(task->arena, row->sku);
	tell->qty = row->wanted < 0 ? 0 : row->wanted;
	tell->from = tell->qty == 0 ? -1 : row->told_qty;
	tell->refs.product = arena_strdup(task->arena, row->product_ref);
	tell->refs.variant = arena_strdup(task->arena, row->variant_ref);
	tell->refs.stock = arena_strdup(task->arena, row->stock_ref);
	tell->seen = -1;
}

static void
on_due(struct link *link, struct db_ans *ans)
{
	const struct rec_tell	*rows;
	const struct rec_num	*next;
	struct task		*task;
	size_t			 n, m, i;

	if (db_status(ans) != DB_DONE || !link_runs(link)) {
		link->telling = false;
		tell_later(link, 2 * SECOND_US);
		return;
	}
	rows = db_rows(ans, REC_TELL, &n);
	next = db_rows(ans, REC_NUM, &m);
	task = lane_task(&link->tells, TASK_TELL, link->conf);
	task->tells = arena_alloc(task->arena, (link->ops->batch + 1) *
	    sizeof *task->tells);
	link->told = arena_alloc(task->arena, (link->ops->batch + 1) *
	    sizeof *link->told);
	for (i = 0; i < n && task->tell_count < link->ops->batch; i++)
		if (may_tell(link, &rows[i]))
			add_tell(link, task, &rows[i]);
	if (task->tell_count > 0) {
		fault_point(400);	/* about to be told */
		lane_run(&link->tells, on_told);
	} else {
		lane_stop(&link->tells);
		if (m > 0 && next->value > clock_now())
			tell_later(link, next->value - clock_now());
		told_all(link);
	}
	link_on(link);
}

void
tell_on(struct link *link)
{
	if (link->telling || !link_runs(link) || link->row.outbox == 0) {
		link->tell_again = link->telling;
		return;
	}
	if (link->resting && link->tell_timer != 0)
		return;			/* the service is unwell */
	link->resting = link->tell_again = false;
	link->telling = true;
	link_ask(link, op_outbox_due(&link->row.id, clock_now(),
	    (int64_t)link->ops->batch * LOOK_AHEAD), on_due);
}
