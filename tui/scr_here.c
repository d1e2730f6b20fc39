/*
 * A manager says that a piece is here although the books say otherwise.
 *
 * When another has bought it, that is written down with both parties for the
 * owner to see, and overrides nothing: the piece can be sold when the other
 * sale has been taken back, which this leads to.  When it only waits to be
 * looked at, or was missing, it goes back into the case.
 */
#include <stdio.h>

#include "ask.h"
#include "clock.h"
#include "db.h"
#include "mem.h"
#include "ops.h"
#include "rows.h"
#include "scr.h"
#include "screen.h"
#include "sell/book.h"
#include "sell/refused.h"
#include "sell/ticket.h"
#include "sell/till.h"
#include "str.h"

struct here {
	struct rec_taker	 taker;
	struct uuid		 manager;
	char			 note[200];
	bool			 written;	/* both parties are on record */
};

static const enum cmd	cmds[] = { CMD_OK, CMD_RETURN, CMD_BACK, CMD_NONE };

static bool
is_sold(const struct here *me)
{
	return str_eq(me->taker.kind, "sale");
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct here	*me = s->state;
	const struct rec_taker	*t = &me->taker;
	struct canvas		 card = card_open(c, 12, 76, INK_ALARM,
	    "Two have it");
	char			 text[600];
	int			 y = card.rows > 8;

	canvas_no_cursor(&card);
	if (!me->written) {
		canvas_printf(&card, y, 0, -1, INK_PLAIN, "%s ...", t->sku);
		return;
	}
	snprintf(text, sizeof text, "Written down for the owner: %s is said to "
	    "be here, and was sold%s%s, %s %s.\nNothing is overridden. It can "
	    "be sold when that sale has been taken back; until then do not "
	    "hand it over.", t->sku, str_empty(t->customer) ? "" : " to ",
	    t->customer, str_empty(t->order_ref) ? "receipt" : "order",
	    str_empty(t->order_ref) ? t->number : t->order_ref);
	canvas_wrap(&card, y, 0, -1, card.rows - 3, INK_PLAIN, text);
	y = card.rows - 2;
	canvas_text(&card, y, 0, 7, INK_KEY, "F9");
	canvas_printf(&card, y, 7, -1, INK_PLAIN, "take %s back, with the "
	    "reason", t->number);
	canvas_text(&card, y + 1, 0, 7, INK_KEY, "Enter");
	canvas_text(&card, y + 1, 7, -1, INK_PLAIN, "leave it to the owner");
}

static void	ask_note(struct screen *);

static void
done(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct here	*me = s->state;
	struct ui	*ui = s->ui;

	if (db_status(ans) != DB_DONE) {
		ui_toast_err(ui, db_err(ans));
		ask_note(s);
	} else if (is_sold(me)) {
		me->written = true;
	} else {
		ui_toast(ui, TOAST_GOOD, "%s is in the case again.",
		    me->taker.sku);
		screen_pop(s);		/* its texts last until ui_settle */
		ui_scan(ui, me->taker.sku);
	}
}

static void
noted(struct screen *s, const char *text)
{
	struct here		*me = s->state;
	struct till		*till = s->ui->till;
	const struct ticket	*ticket = sale_ticket(s->ui);
	struct db_req		*req;

	if (text == NULL) {
		screen_pop(s);
		return;
	}
	if (str_empty(text)) {
		ui_toast(s->ui, TOAST_WARN, "Write what you see.");
		ask_note(s);
		return;
	}
	str_copy(me->note, sizeof me->note, text);
	if (is_sold(me))
		req = refused_here(till, &me->taker, ticket == NULL ||
		    ticket->customer_name == NULL ? "" :
		    ticket->customer_name, &me->manager, me->note);
	else
		req = book_move(&me->taker.piece_id, clock_now(), 0,
		    "state", "stock", &me->manager, me->note);
	db_send(s->ui->db, req, done, s);
}

static void
ask_note(struct screen *s)
{
	struct here	*me = s->state;

	ask_text(s, "What do you see?", is_sold(me) ? "Such as: it lies in the "
	    "case, its tag is on it. The owner reads this at the end of the "
	    "day." : "Such as: looked at, nothing wrong. It goes back into the "
	    "case.", me->note, noted);
}

static void
agreed(struct screen *s, const struct uuid *manager)
{
	struct here	*me = s->state;

	if (manager == NULL) {
		screen_pop(s);
		return;
	}
	me->manager = *manager;
	ask_note(s);
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct here	*me = s->state;
	struct ui	*ui = s->ui;

	screen_pop(s);			/* its texts last until ui_settle */
	if (cmd == CMD_RETURN && me->written)
		scr_return_open(ui, me->taker.number);
}

static const struct screen_ops	ops = {
	.name = "Two have it", .cmds = cmds, .card = true, .draw = draw,
	.act = act, .state_size = sizeof(struct here),
};

void
scr_here_open(struct ui *ui, const struct rec_taker *taker)
{
	struct screen	*s = screen_push(ui, &ops);
	struct here	*me = s->state;

	row_taker(s->arena, &me->taker, taker);
	ask_manager(s, "A manager must see the piece and say so.", agreed);
}
