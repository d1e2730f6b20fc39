/* Orders that lost, and orders only a person can end: the conflict desk. */
#include "channel/links_parts.h"

#include <string.h>

#include "buf.h"
#include "log.h"
#include "ops.h"
#include "sell/refused.h"
#include "sell/sale.h"
#include "str.h"

#define TRIES_QUIET	6	/* of a refund, before a person is called */
#define TRIES_UNNAMED	3
#define PAID_BYTES	200

/* "$4,200.00 by Visa (pi_123)", or what is still to come. */
static const char *
paid_text(const struct settle *s)
{
	const struct claim	*c = s->claim;
	char			 amount[MONEY_TEXT];

	money_text(c->total, &s->link->till.currency, MONEY_SYMBOL, amount);
	return arena_printf(s->arena, "%s %s%s%s%s%s", amount, c->paid ?
	    "paid by " : c->authorised ? "reserved by " : "not paid yet, by ",
	    c->method[0] != '\0' ? c->method : "means unknown",
	    c->payment[0] != '\0' ? " (" : "", c->payment,
	    c->payment[0] != '\0' ? ")" : "");
}

static const char *
wanted_text(const struct settle *s)
{
	return arena_printf(s->arena, "%s, order %s on %s", s->claim->name[0]
	    != '\0' ? s->claim->name : "somebody", s->claim->number,
	    s->link->row.name);
}

/* What was asked for this piece. */
static money
lines_sum(const struct settle *s, const struct uuid *piece)
{
	money	sum = 0;
	size_t	i;

	for (i = 0; i < s->claim->line_count; i++)
		if (uuid_eq(&s->pieces[i].piece_id, piece))
			sum += s->claim->lines[i].net +
			    s->claim->lines[i].tax;
	return sum;
}

static struct rec_conflict
conflict_of(const struct settle *s, const char *kind)
{
	struct rec_conflict	f = { .id = uuid_new(), .kind = kind,
				    .channel_id = s->link->row.id,
				    .remote_id = s->remote.id,
				    .sku = "", .title = "", .taken_by = "",
				    .taken_paid = "", .done = "",
				    .amount = s->claim->total,
				    .opened_at = clock_now() };

	f.wanted_by = wanted_text(s);
	f.wanted_paid = paid_text(s);
	return f;
}

/* ------------------------------------------------------------------- lost */

/* How whoever has it paid, from the answer about his sale. */
static const char *
taken_paid(struct settle *s, const struct db_ans *ans, size_t nth)
{
	const struct rec_payment	*p;
	struct buf			 text = BUF_INIT(PAID_BYTES);
	char				 amount[MONEY_TEXT];
	size_t				 n, i;
	const char			*kept;

	p = db_rows_nth(ans, REC_PAYMENT, nth, &n);
	for (i = 0; i < n; i++)
		buf_printf(&text, "%s%s %s", i > 0 ? ", " : "",
		    money_text(p[i].amount, &s->link->till.currency,
		    MONEY_SYMBOL, amount), p[i].kind);
	kept = arena_strdup(s->arena, buf_str(&text));
	buf_free(&text);
	return kept;
}

static struct db_req *
lost_piece(struct settle *s, const struct rec_taker *t,
    const struct db_ans *ans, size_t nth)
{
	struct rec_conflict	 f = conflict_of(s, "lost");
	bool			 sold = str_eq(t->kind, "sale");
	struct db_req		*req;
	char			 text[TAKER_TEXT];

	f.piece_id = t->piece_id;
	f.sku = t->sku;
	f.title = t->title;
	f.amount = lines_sum(s, &t->piece_id);
	if (sold)
		f.taken_sale_id = t->id;
	f.taken_by = arena_printf(s->arena, "%s%s%s",
	    t->customer, t->customer[0] != '\0' ? ": " : "",
	    taker_text(t, &s->link->till, text));
	f.taken_paid = sold ? taken_paid(s, ans, nth) : "";
	f.todo = "";
	req = op_conflict_add(&f);
	/* Refunding there may put it on sale again. */
	return db_req_join(req, op_outbox_add(&s->link->row.id, &t->piece_id,
	    "gone", f.opened_at));
}

/* It is refunded there; or, where there is no call for that, by a person. */
static struct db_req *
all_back(struct settle *s, const char *done)
{
	bool		 can = (s->link->ops->can & CAN(TASK_UNDO)) != 0;
	const char	*todo = can ? "" : arena_printf(s->arena, "%s has no "
			    "call for it, so do it now: %s",
			    s->link->ops->title, channel_by_hand(s->arena,
			    s->link->ops));
	int64_t		 now = clock_now();

	return db_req_join(op_remote_state(&s->remote.id, can ? "refund_due" :
	    "needs_person", NULL, now, can ? 0 : -1, ""),
	    op_conflict_done(&s->remote.id, done, todo, now));
}

struct db_req *
settle_letter(struct settle *s, struct db_req *req)
{
	struct uuid	letter = uuid_new();

	if (s->claim->email[0] == '\0' || s->claim->stage != CLAIM_PLACED)
		return req;
	return db_req_join(req, op_mail_add(&letter, "refusal",
	    s->claim->email, s->claim->name, &s->remote.id, clock_now()));
}

static void
write_lost(struct settle *s, const struct db_ans *ans)
{
	struct db_req	*req = lost_piece(s, &s->takers[0], ans, 0);
	int64_t		 now = clock_now();
	size_t		 i;

	for (i = 1; i < s->taker_count; i++)
		req = db_req_join(req, lost_piece(s, &s->takers[i], ans, i));
	/* Who is told what when the rest is sold, which is the next step. */
	req = s->part ? db_req_join(req, op_remote_state(&s->remote.id,
	    "parting", NULL, now, 0, "")) :
	    settle_letter(s, db_req_join(req, all_back(s, "")));
	log_warn("channel %s: order %s lost %s", s->link->row.code,
	    s->claim->number, s->takers[0].sku);
	settle_write(s, req);
}

static void
on_payments(struct link *link, struct db_ans *ans)
{
	/* How the other one paid is worth knowing, and not worth waiting. */
	if (db_status(ans) != DB_DONE)
		log_warn("channel %s: %s", link->row.code,
		    db_err(ans)->text);
	write_lost(&link->settle, ans);
}

void
settle_lost(struct settle *s, const struct rec_taker *takers, size_t n)
{
	struct db_req	*req = NULL, *one;
	size_t		 i;

	s->part = settle_may_part(s, takers, n);
	s->takers = arena_alloc(s->arena, (n + 1) * sizeof *s->takers);
	s->taker_count = n;
	for (i = 0; i < n; i++) {
		taker_keep(s->arena, &s->takers[i], &takers[i]);
		one = op_sale_get(&s->takers[i].id);
		req = req == NULL ? one : db_req_join(req, one);
	}
	if (req == NULL) {
		/* Gone before anybody could be named: asked again.  Or there
		   is some of it, and less than is wanted. */
		if (s->remote.tries < TRIES_UNNAMED)
			settle_write(s, op_remote_later(&s->remote.id,
			    clock_now() + SECOND_US, "nobody knows yet who "
			    "has it"));
		else
			settle_trouble(s, "trouble", "", "", arena_printf(
			    s->arena, "There is less here than order %s "
			    "wants. Refund there what is missing, and sell "
			    "the rest by hand.", s->claim->number));
		return;
	}
	link_ask(s->link, req, on_payments);
}

void
settle_late(struct settle *s)
{
	log_warn("channel %s: order %s was paid after it was refused",
	    s->link->row.code, s->claim->number);
	settle_write(s, settle_letter(s, all_back(s, "It was paid after it "
	    "had been refused.")));
}

/* ---------------------------------------------------------- only a person */

void
settle_trouble(struct settle *s, const char *kind, const char *sku,
    const char *title, const char *todo)
{
	struct rec_conflict	 f = conflict_of(s, kind);
	struct db_req		*req;

	f.sku = sku;
	f.title = title;
	f.todo = todo;
	log_warn("channel %s: order %s: %s", s->link->row.code,
	    s->remote.number, todo);
	req = op_remote_state(&s->remote.id, "needs_person", NULL,
	    f.opened_at, -1, todo);
	settle_write(s, db_req_join(req, op_conflict_add(&f)));
}

void
settle_foreign(struct settle *s)
{
	const struct claim_line	*line = &s->claim->lines[0];
	size_t			 i;

	for (i = 0; i < s->claim->line_count; i++)
		if (s->claim->lines[i].goods)
			line = &s->claim->lines[i];
	settle_trouble(s, "unknown", line->sku, line->title,
	    arena_printf(s->arena, "No piece here is called %s. If it is "
	    "yours, add it with that sku and let the order be read again "
	    "(vitrinectl channel sync %s); if not, there is nothing to do.",
	    line->sku[0] != '\0' ? line->sku : line->title,
	    s->link->row.code));
}

struct db_req *
settle_unknown(struct settle *s, struct db_req *req)
{
	const struct claim_line	*line;
	struct rec_conflict	 f;
	size_t			 i;

	for (i = 0; i < s->claim->line_count; i++) {
		line = &s->claim->lines[i];
		if (!line->goods || !uuid_is_nil(&s->pieces[i].piece_id))
			continue;
		f = conflict_of(s, "unknown");
		f.sku = line->sku;
		f.title = line->title;
		f.amount = line->net + line->tax;
		f.done = "The order was recorded as a sale; nothing was taken "
		    "from stock for this line.";
		f.todo = "No piece here has this sku. Find out what was sold, "
		    "and whether it is still there.";
		req = db_req_join(req, op_conflict_add(&f));
	}
	return req;
}

/* Cancelled there after it was sold here: it is back, to be looked at. */
void
settle_back(struct settle *s)
{
	struct rec_conflict	 f = conflict_of(s, "cancelled");
	struct db_req		*req;

	f.done = arena_printf(s->arena, "The sale was taken back here: order "
	    "%s was %s on %s.", s->claim->number,
	    claim_stage_name(s->claim->stage), s->link->row.name);
	f.todo = "See that it is not shipped; look at the piece, and put it "
	    "back for sale.";
	req = op_remote_state(&s->remote.id, "returned", NULL, f.opened_at,
	    -1, "");
	settle_write(s, db_req_join(req, op_conflict_add(&f)));
}

/* ------------------------------------------------------------------ undone */

const char *
settle_by_hand(const struct settle *s, const struct err *err)
{
	return arena_printf(s->arena, "%s did not refund %s %s: %s. Refund "
	    "it there by hand%s.", s->link->row.name, s->lost_sum > 0 ?
	    "this piece of order" : "order", s->claim->number, err->text,
	    s->lost_sum > 0 ? ", and do not put it back in stock" : "");
}

void
settle_undone(struct settle *s, enum heard heard, const struct err *err,
    const char *done)
{
	int64_t		 now = clock_now();
	struct db_req	*req = NULL;

	switch (heard) {
	case HEARD_DONE:
	case HEARD_MORE:
		req = op_remote_state(&s->remote.id, "refunded", NULL, now,
		    -1, "");
		req = db_req_join(req, op_conflict_done(&s->remote.id, done,
		    "", now));
		break;
	case HEARD_LATER:
	case HEARD_DENIED:
		req = op_remote_later(&s->remote.id, now +
		    lane_rest(s->remote.tries, 30 * SECOND_US), err->text);
		if (s->remote.tries >= TRIES_QUIET)
			req = db_req_join(req, op_conflict_done(
			    &s->remote.id, "", settle_by_hand(s, err), now));
		break;
	case HEARD_FAILED:
		req = op_remote_state(&s->remote.id, "needs_person", NULL,
		    now, -1, err->text);
		req = db_req_join(req, op_conflict_done(&s->remote.id, "",
		    settle_by_hand(s, err), now));
		log_error("channel %s: %s", s->link->row.code,
		    settle_by_hand(s, err));
		break;
	}
	/* The channel may have put its stock back on its own. */
	settle_write(s, settle_gone_again(s, req));
}

struct db_req *
settle_gone_again(struct settle *s, struct db_req *req)
{
	size_t	i;

	for (i = 0; s->pieces != NULL && i < s->claim->line_count; i++)
		if (!uuid_is_nil(&s->pieces[i].piece_id))
			req = db_req_join(req, op_outbox_add(
			    &s->link->row.id, &s->pieces[i].piece_id, "stock",
			    clock_now()));
	return req;
}
