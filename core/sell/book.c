/* The shop's book: see book.h. */
#include "sell/book.h"

#include "buf.h"
#include "ops.h"
#include "sell/entry.h"

#define MOVE_TEXT	2000	/* a note is 300 characters at most */
#define REFUSAL_TEXT	4000

void
book_moves_text(const struct uuid *id, const struct rec_move *moves, size_t n,
    struct buf *out)
{
	const struct rec_move	*m;

	buf_addstr(out, "vitrine-stock 1");
	entry_id(out, id);
	buf_addch(out, '\n');
	for (m = moves; m < moves + n; m++) {
		buf_addstr(out, "move");
		entry_id(out, &m->piece_id);
		entry_num(out, m->at);
		entry_num(out, m->delta);
		buf_printf(out, " %s", m->reason);
		entry_text(out, m->to_state);
		entry_id(out, &m->staff_id);
		entry_text(out, m->note);
		buf_addch(out, '\n');
	}
}

struct db_req *
book_moves(const struct rec_move *moves, size_t n, struct db_req *between)
{
	struct buf	 text = BUF_INIT((n + 1) * MOVE_TEXT);
	struct uuid	 id = uuid_new();
	struct db_req	*req;
	size_t		 i;

	book_moves_text(&id, moves, n, &text);
	req = op_book_add("stock", &id, buf_str(&text));
	buf_free(&text);
	if (between != NULL)
		req = db_req_join(req, between);
	for (i = 0; i < n; i++)
		req = db_req_join(req, op_stock_move(&moves[i], &id));
	return req;
}

struct db_req *
book_move(const struct uuid *piece, int64_t at, int64_t delta,
    const char *reason, const char *to_state, const struct uuid *staff,
    const char *note)
{
	struct rec_move	m = { .piece_id = *piece, .at = at, .delta = delta,
		.reason = reason, .to_state = to_state == NULL ? "" : to_state,
		.note = note == NULL ? "" : note };

	if (staff != NULL)
		m.staff_id = *staff;
	return book_moves(&m, 1, NULL);
}

void
book_refusal_text(const struct rec_refusal *x, struct buf *out)
{
	buf_printf(out, "vitrine-refusal 1 %s", x->why);
	entry_id(out, &x->id);
	buf_addstr(out, "\nat");
	entry_num(out, x->business_day);
	buf_addstr(out, "\nby");
	entry_id(out, &x->store_id);
	entry_id(out, &x->register_id);
	entry_id(out, &x->channel_id);
	entry_id(out, &x->staff_id);
	buf_addstr(out, "\npiece");
	entry_id(out, &x->piece_id);
	entry_num(out, x->amount);
	entry_text(out, x->wanted_by);
	buf_addstr(out, "\nhas");
	entry_id(out, &x->taken_sale_id);
	entry_text(out, x->taken_by);
	buf_addstr(out, "\nsaid");
	entry_id(out, &x->said_by);
	entry_text(out, x->note);
	buf_addch(out, '\n');
}

struct db_req *
book_refusal(const struct rec_refusal *refusal)
{
	struct rec_refusal	 x = *refusal;
	struct buf		 text = BUF_INIT(REFUSAL_TEXT);
	struct db_req		*req;

	x.id = uuid_new();
	book_refusal_text(&x, &text);
	req = op_book_add("refusal", &x.id, buf_str(&text));
	buf_free(&text);
	return db_req_join(req, op_refusal_add(&x));
}
