/*
 * What becomes of an order from a channel.  It is a claim on pieces of ours,
 * and is decided like any other buyer's: by the one write that takes them.
 *
 *	pending there	hold its pieces; nobody has paid yet
 *	placed there	sell, as the channel charged it; then let it capture
 *	lost		write the conflict down, refund and cancel it there;
 *			or, of several pieces, sell the rest and refund those
 *			that were lost there (settle_part.c)
 *	cancelled	before it was a sale: give the holds back;
 *			after: take the sale back, for inspection
 *
 * A hold in the way is not a loss: the order waits for it to end.  Every step
 * is written down before the next one begins, and begins again after a crash:
 * ids of sale and holds follow from the order's own.
 */
#include "channel/links_parts.h"

#include <string.h>

#include "fault.h"
#include "log.h"
#include "ops.h"
#include "sell/facts.h"
#include "sell/hold.h"
#include "sell/refund.h"
#include "sell/sale.h"
#include "str.h"

#define HOLD_US		(60 * MINUTE_US)	/* somebody is about to pay */
#define WAIT_US		(3 * SECOND_US)		/* for a hold in the way */
#define LATER_MOST	(60 * SECOND_US)

static struct settle *
settling(struct link *link)
{
	return &link->settle;
}

void
settle_free(struct link *link)
{
	arena_free(link->settle.arena);
	memset(&link->settle, 0, sizeof link->settle);
}

static bool
is(const struct settle *s, const char *state)
{
	return str_eq(s->remote.state, state);
}

/* ----------------------------------------------------------------- writing */

static void
on_written(struct link *link, struct db_ans *ans)
{
	if (db_status(ans) != DB_DONE) {
		log_warn("channel %s: order %s: %s", link->row.code,
		    settling(link)->remote.number, db_err(ans)->text);
		link->next_due = clock_now() + 2 * SECOND_US;
	}
	settle_done(link);
}

void
settle_write(struct settle *s, struct db_req *req)
{
	link_ask(s->link, req, on_written);
}

/* next_us: from now; -1: nothing more to do. */
static void
becomes(struct settle *s, const char *state, const struct uuid *sale,
    int64_t next_us, const char *problem)
{
	int64_t	now = clock_now();

	settle_write(s, op_remote_state(&s->remote.id, state, sale, now,
	    next_us < 0 ? -1 : now + next_us, problem));
}

static void
later(struct settle *s, const struct err *err)
{
	settle_write(s, op_remote_later(&s->remote.id, clock_now() +
	    lane_rest(s->remote.tries, LATER_MOST), err->text));
}

/* ----------------------------------------------------------------- selling */

static void
sold(struct settle *s)
{
	struct uuid	sale = settle_sale_id(&s->remote);
	bool		capture = settle_captures(s);
	int64_t		now = clock_now();

	settle_write(s, settle_unknown(s, op_remote_state(&s->remote.id,
	    capture ? "confirm_due" : "sold", &sale, now, capture ? now : -1,
	    "")));
}

/* Whether only holds stand in the way: nobody has it yet. */
static bool
only_held(const struct rec_taker *takers, size_t n)
{
	size_t	i;

	for (i = 0; i < n; i++)
		if (!str_eq(takers[i].kind, "hold"))
			return false;
	return n > 0;
}

static void
on_sold(const struct sale_result *r, void *arg)
{
	struct link	*link = arg;
	struct settle	*s = settling(link);

	if (link->links->leaving)
		return;
	fault_point(402);	/* it is sold, or not; the order does not know */
	switch (r->outcome) {
	case SALE_DONE:
		if (is(s, "parting"))
			settle_parted(s, r->facts->sale.number);
		else
			sold(s);
		break;
	case SALE_TAKEN:
		/* What was lost of it already must not wait for a hold. */
		if (!is(s, "parting") && only_held(r->takers,
		    r->taker_count))
			becomes(s, "waiting", NULL, WAIT_US, r->err.text);
		else
			settle_lost(s, r->takers, r->taker_count);
		break;
	case SALE_NOT_FOR_SALE:
		settle_trouble(s, "trouble", "", "", r->err.text);
		break;
	case SALE_UNKNOWN:
	case SALE_CAME_BACK:
	case SALE_CONFLICT:
		settle_trouble(s, "trouble", "", "", r->err.text);
		break;
	case SALE_UNSURE:
	case SALE_FAILED:
		later(s, &r->err);
		break;
	}
}

static void
sell(struct settle *s)
{
	const struct claim	*c = s->claim;
	struct link		*link = s->link;
	struct err		 err = ERR_INIT;
	struct facts		 facts;
	uint8_t			 digest[SEAL_DIGEST];
	struct rec_order	 order = { .id = uuid_new(),
				    .channel_id = link->row.id,
				    .order_ref = c->ref,
				    .request_hash = { digest, sizeof digest },
				    .email = c->email,
				    .ship_to = c->ship_to };
	char			 id[UUID_TEXT];

	claim_digest(c, digest);
	uuid_text(&link->row.id, id);
	order.idem_key = arena_printf(s->arena, "%s:%s", id, c->ref);
	if (settle_facts(&facts, s, &err) == -1 ||
	    sale_commit_facts(&link->till, &facts, &order, on_sold, link,
	    &err) == -1)
		settle_trouble(s, "trouble", "", "", err.text);
}

/* ----------------------------------------------------------------- holding */

static void	hold_next(struct settle *);

static void
on_held(const struct hold_result *r, void *arg)
{
	struct link	*link = arg;
	struct settle	*s = settling(link);

	if (link->links->leaving)
		return;
	switch (r->outcome) {
	case HOLD_PLACED:
	case HOLD_UNKNOWN:	/* held once and over: not held again */
		s->holding++;
		hold_next(s);
		break;
	case HOLD_TAKEN:
	case HOLD_NOT_FOR_SALE:
		if (r->taker != NULL && str_eq(r->taker->kind, "sale"))
			settle_lost(s, r->taker, 1);
		else
			becomes(s, "held", NULL, WAIT_US, r->err.text);
		break;
	case HOLD_UNSURE:
	case HOLD_FAILED:
		later(s, &r->err);
		break;
	}
}

/* Holds what somebody is about to pay for, a line after the other. */
static void
hold_next(struct settle *s)
{
	struct hold_want	want = { .ttl = HOLD_US };
	size_t			i;

	for (i = s->holding; i < s->claim->line_count; i++)
		if (!uuid_is_nil(&s->pieces[i].piece_id) &&
		    uuid_is_nil(&s->held[i]) &&
		    !str_eq(s->pieces[i].kind, "service"))
			break;
	s->holding = i;
	if (i == s->claim->line_count) {
		becomes(s, "held", NULL, -1, "");
		return;
	}
	want.id = settle_hold_id(&s->remote, i);
	want.piece_id = s->pieces[i].piece_id;
	want.qty = s->claim->lines[i].qty;
	want.owner = arena_printf(s->arena, "order:%s", s->remote.order_ref);
	hold_place(&s->link->till, &want, on_held, s->link);
}

/* ------------------------------------------------------------- called off */

/* Gives back what is held and says how it ended. */
static void
release(struct settle *s, const char *state)
{
	int64_t		 now = clock_now();
	struct db_req	*req;
	size_t		 i;

	req = op_remote_state(&s->remote.id, state, NULL, now, -1, "");
	for (i = 0; i < s->hold_count; i++)
		req = db_req_join(req, op_hold_release(&s->holds[i], now));
	settle_write(s, req);
}

static void
on_returned(const struct sale_result *r, void *arg)
{
	struct link	*link = arg;
	struct settle	*s = settling(link);

	if (link->links->leaving)
		return;
	switch (r->outcome) {
	case SALE_DONE:
	case SALE_CAME_BACK:
		settle_back(s);
		break;
	case SALE_TAKEN:
	case SALE_NOT_FOR_SALE:
	case SALE_UNKNOWN:
	case SALE_CONFLICT:
		settle_trouble(s, "cancelled", "", "", r->err.text);
		break;
	case SALE_UNSURE:
	case SALE_FAILED:
		later(s, &r->err);
		break;
	}
}

static void
on_found(struct refund *refund, const struct err *found, void *arg)
{
	struct link	*link = arg;
	struct settle	*s = settling(link);
	struct err	 err = ERR_INIT;
	char		 why[120];

	if (link->links->leaving) {
		refund_free(refund);
		return;
	}
	if (refund == NULL) {
		later(s, found);
		return;
	}
	refund_choose_all(refund);
	str_copy(why, sizeof why, arena_printf(s->arena, "order %s was %s on "
	    "%s", s->claim->number, claim_stage_name(s->claim->stage),
	    link->row.name));
	if (refund->total == 0)
		settle_back(s);		/* taken back at the counter before */
	else if (refund_commit(&link->till, refund, NULL, why, on_returned,
	    link, &err) == -1)
		settle_trouble(s, "cancelled", "", "", err.text);
	refund_free(refund);
}

/* It was a sale here: the piece and the money come back. */
static void
take_back(struct settle *s)
{
	char	id[UUID_TEXT];

	uuid_text(&s->remote.sale_id, id);
	refund_find(&s->link->till, id, on_found, s->link);
}

/* ------------------------------------------------- what the channel must do */

static void
on_undone(struct lane *lane, struct task *task, enum heard heard,
    const struct err *err)
{
	struct link	*link = lane->arg;

	fault_point(403);	/* refunded there, and not written down here */
	settle_undone(settling(link), heard, err, task->done);
}

static void
on_confirmed(struct lane *lane, struct task *task, enum heard heard,
    const struct err *err)
{
	struct link	*link = lane->arg;
	struct settle	*s = settling(link);

	(void)task;
	switch (heard) {
	case HEARD_DONE:
	case HEARD_MORE:
		becomes(s, "sold", NULL, -1, "");
		break;
	case HEARD_LATER:
	case HEARD_DENIED:
		later(s, err);
		break;
	case HEARD_FAILED:
		settle_trouble(s, "trouble", "", "", err->text);
		break;
	}
}

static void
on_part_done(struct lane *lane, struct task *task, enum heard heard,
    const struct err *err)
{
	struct link	*link = lane->arg;

	fault_point(404);	/* refunded there, and not written down here */
	settle_part_done(settling(link), heard, err, task->done);
}

static void
at_channel(struct settle *s, enum task_kind kind, lane_done_fn *done)
{
	struct task	*task = lane_task(&s->link->orders, kind,
			    s->link->conf);

	task->claim = s->claim;
	task->lost = s->lost;
	task->amount = kind == TASK_PART ? s->lost_sum :
	    s->claim->total - s->lost_sum;
	task->reason = kind == TASK_PART ? "A piece of this order was sold in "
	    "our showroom at the same moment. The rest is yours." :
	    "This piece was sold in our showroom at the same moment.";
	lane_run(&s->link->orders, done);
}

/* ---------------------------------------------------------------- deciding */

static bool
is_open(const struct settle *s)
{
	return is(s, "seen") || is(s, "held") || is(s, "waiting") ||
	    is(s, "cancelled");
}

static void
called_off(struct settle *s)
{
	if (is(s, "sold") || is(s, "confirm_due") || is(s, "part_due"))
		take_back(s);
	else if (is(s, "refund_due") || is(s, "needs_person") ||
	    is(s, "parting"))
		settle_undone(s, HEARD_DONE, NULL, arena_printf(s->arena,
		    "It was %s on %s.", claim_stage_name(s->claim->stage),
		    s->link->row.name));
	else if (is(s, "returned") || is(s, "refunded"))
		becomes(s, s->remote.state, NULL, -1, "");
	else
		release(s, "cancelled");
}

static void
placed(struct settle *s)
{
	if (is_open(s) || is(s, "parting"))
		sell(s);
	else if (is(s, "confirm_due"))
		at_channel(s, TASK_CONFIRM, on_confirmed);
	else if (is(s, "refund_due"))
		at_channel(s, TASK_UNDO, on_undone);
	else if (is(s, "part_due"))
		at_channel(s, TASK_PART, on_part_done);
	else if (is(s, "refunded") && s->claim->paid)
		settle_late(s);
	else if (is(s, "sold") && s->claim->partly &&
	    (s->lost_sum == 0 || s->claim->refunded > s->lost_sum))
		settle_trouble(s, "cancelled", "", "", arena_printf(s->arena,
		    "Part of order %s was given back on %s: take the same "
		    "back here (F10, return).", s->claim->number,
		    s->link->row.name));
	else if (is(s, "returned"))
		settle_trouble(s, "cancelled", "", "", arena_printf(s->arena,
		    "Order %s was taken up again on %s after it was taken "
		    "back here: sell it by hand, or cancel it there.",
		    s->claim->number, s->link->row.name));
	else
		becomes(s, s->remote.state, NULL, -1, "");
}

static void
decide(struct settle *s)
{
	switch (s->claim->stage) {
	case CLAIM_DRAFT:
		becomes(s, s->remote.state, NULL, -1, "");
		break;
	case CLAIM_PENDING:
		if (is(s, "seen") || is(s, "held"))
			hold_next(s);
		else if (is(s, "refund_due"))
			at_channel(s, TASK_UNDO, on_undone);
		else
			becomes(s, s->remote.state, NULL, -1, "");
		break;
	case CLAIM_PLACED:
		placed(s);
		break;
	case CLAIM_CANCELLED:
	case CLAIM_REFUNDED:
		called_off(s);
		break;
	}
}

/* ----------------------------------------------------------------- pieces */

/*
 * The holds an order lives on: those it was given when it was read, and those
 * it asked for before its payment began (core/web/hook_hold.c).
 */
static void
take_holds(struct settle *s, const struct rec_hold *holds, size_t n)
{
	size_t	i, k;

	s->hold_count = n;
	s->holds = arena_alloc(s->arena, (n + 1) * sizeof *s->holds);
	for (i = 0; i < n; i++) {
		s->holds[i] = holds[i].id;
		for (k = 0; k < s->claim->line_count; k++)
			if (uuid_is_nil(&s->held[k]) && s->claim->lines[k].qty
			    == holds[i].qty && uuid_eq(&s->pieces[k].piece_id,
			    &holds[i].piece_id))
				break;
		if (k < s->claim->line_count)
			s->held[k] = holds[i].id;
	}
}

/*
 * Copies what each line means, and by what it was held; the answers come in
 * the order of goods, and then all that is held.
 */
static size_t
take_pieces(struct settle *s, const struct db_ans *ans)
{
	const struct rec_map	*map;
	const struct rec_hold	*holds;
	size_t			 i, n, nth = 0, known = 0;

	for (i = 0; i < s->claim->line_count; i++) {
		if (!s->claim->lines[i].goods)
			continue;
		map = db_rows_nth(ans, REC_MAP, nth++, &n);
		if (n == 0)
			continue;
		known++;
		s->pieces[i] = *map;
		s->pieces[i].sku = arena_strdup(s->arena, map->sku);
		s->pieces[i].title = arena_strdup(s->arena, map->title);
		s->pieces[i].kind = arena_strdup(s->arena, map->kind);
		s->pieces[i].product_ref = arena_strdup(s->arena,
		    map->product_ref);
		s->pieces[i].variant_ref = s->pieces[i].stock_ref = "";
	}
	settle_take_lost(s, ans);
	holds = db_rows_nth(ans, REC_HOLD, nth, &n);
	take_holds(s, holds, n);
	/* One that ended says at least that it is not to be held again. */
	for (i = nth = 0; i < s->claim->line_count; i++) {
		if (!s->claim->lines[i].goods)
			continue;
		db_rows_nth(ans, REC_HOLD, nth++, &n);
		if (n > 0 && uuid_is_nil(&s->held[i]))
			s->held[i] = settle_hold_id(&s->remote, i);
	}
	return known;
}

static void
on_pieces(struct link *link, struct db_ans *ans)
{
	struct settle	*s = settling(link);

	if (db_status(ans) != DB_DONE) {
		on_written(link, ans);
		return;
	}
	/* Nothing of ours in it: a person must say whose it is. */
	if (take_pieces(s, ans) == 0 && is_open(s) &&
	    s->claim->stage == CLAIM_PLACED)
		settle_foreign(s);
	else
		decide(s);
}

void
settle_begin(struct link *link, const struct rec_remote *remote)
{
	struct settle		*s = settling(link);
	const struct claim_line	*line;
	struct db_req		*req = NULL, *one;
	struct err		 err = ERR_INIT;
	struct uuid		 hold;
	size_t			 i;

	s->link = link;
	s->arena = arena_new();
	s->remote = *remote;		/* texts are the due list's */
	s->claim = claim_read(remote->claim, s->arena, &err);
	if (s->claim == NULL || claim_check(s->claim,
	    link->till.currency.code, &err) == -1) {
		if (s->claim == NULL)
			s->claim = claim_new(s->arena);
		settle_trouble(s, "trouble", "", "", err.text);
		return;
	}
	s->pieces = arena_alloc(s->arena, (s->claim->line_count + 1) *
	    sizeof *s->pieces);
	s->held = arena_alloc(s->arena, (s->claim->line_count + 1) *
	    sizeof *s->held);
	s->lost = arena_alloc(s->arena, (s->claim->line_count + 1) *
	    sizeof *s->lost);
	for (i = 0; i < s->claim->line_count; i++) {
		line = &s->claim->lines[i];
		if (!line->goods)
			continue;
		hold = settle_hold_id(remote, i);
		one = db_req_join(op_map_find(&link->row.id, line->product,
		    line->variant, line->sku), op_hold_get(&hold));
		req = req == NULL ? one : db_req_join(req, one);
	}
	one = op_hold_of_order(&link->row.id, arena_printf(s->arena,
	    "order:%s", remote->order_ref));
	one = db_req_join(one, op_conflict_of_remote(&remote->id));
	link_ask(link, req == NULL ? one : db_req_join(req, one), on_pieces);
}
