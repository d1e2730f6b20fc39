/*
 * Keeping a piece for a customer who thinks it over: for whom, and how long.
 * It is a hold like every other, so nobody else can sell it meanwhile, here or
 * on the website; it ends by itself.  What is on the ticket changes over in
 * one transaction.
 */
#include <stdio.h>

#include "ask.h"
#include "clock.h"
#include "form.h"
#include "mem.h"
#include "scr.h"
#include "screen.h"
#include "sell/hold.h"
#include "sell/ticket.h"
#include "sell/till.h"
#include "show.h"
#include "str.h"

#define HOUR_US		(60 * MINUTE_US)

static const char *const	lengths[] = { "1 hour", "4 hours", "1 day",
	"3 days", "1 week", NULL };
static const int64_t		hours[] = { 1, 4, 24, 72, 168 };

struct keep {
	struct uuid	 id;		/* the hold's, the same at every try */
	struct uuid	 piece;
	const char	*sku;
	const char	*title;
	const char	*heading;
	struct uuid	 customer;	/* the ticket's, when it is for them */
	const char	*customer_name;
	char		 held_for[LINE_MAX_BYTES + 1];
	int64_t		 ttl;
};

static void	ask_whom(struct screen *);

static void
kept(const struct hold_result *r, void *arg)
{
	struct screen	*s = arg;
	struct keep	*me = s->state;
	struct ui	*ui = s->ui;
	char		 when[40];

	if (r->outcome == HOLD_PLACED) {
		sale_hand_over(ui, &me->piece);
		ui_toast(ui, TOAST_GOOD, "%s is kept for %s until %s.",
		    me->sku, me->held_for, show_when(ui, r->hold == NULL ?
		    clock_now() + me->ttl : r->hold->expires_at, when,
		    sizeof when));
		screen_pop(s);
	} else if (r->outcome == HOLD_TAKEN ||
	    r->outcome == HOLD_NOT_FOR_SALE) {
		screen_pop(s);		/* its texts last until ui_settle */
		scr_taken_open(ui, &me->piece, me->sku, me->title);
	} else {
		ui_toast_err(ui, &r->err);
		ask_whom(s);
	}
}

static void
answered(struct screen *s, const struct field *fields)
{
	struct keep		*me = s->state;
	struct till		*till = s->ui->till;
	char			 owner[120];
	struct hold_want	 want = { .piece_id = me->piece, .qty = 1,
		.owner = owner, .instead = sale_hold_of(s->ui, &me->piece) };

	if (fields == NULL) {
		screen_pop(s);
		return;
	}
	snprintf(owner, sizeof owner, "%s %s", till->reg.code,
	    till->staff_name);
	str_copy(me->held_for, sizeof me->held_for, fields[0].line.text);
	str_trim(me->held_for);
	me->ttl = hours[fields[1].choice] * HOUR_US;
	want.id = me->id;
	want.ttl = me->ttl;
	want.held_for = me->held_for;
	if (str_eq(me->held_for, me->customer_name))
		want.customer_id = me->customer;
	hold_place(till, &want, kept, s);
}

static void
ask_whom(struct screen *s)
{
	struct keep	*me = s->state;
	struct field	 fields[] = {
		{ .label = "For", .required = true, .hint = "the customer" },
		{ .label = "How long", .kind = FIELD_CHOICE,
		  .choices = lengths },
	};

	line_set(&fields[0].line, me->held_for);
	ask_form(s, "Keep it for a customer", me->heading, fields, 2, answered);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct keep	*me = s->state;
	struct canvas		 card = card_open(c, 5, 64, INK_PLAIN,
	    "Keep it for a customer");

	canvas_printf(&card, card.rows / 2, 0, -1, INK_PLAIN,
	    "%s: asking the shop ...", me->sku);
	canvas_no_cursor(&card);
}

static void
act(struct screen *s, enum cmd cmd)
{
	if (cmd == CMD_BACK)
		screen_pop(s);
}

static void
closed(struct screen *s)
{
	till_forget(s->ui->till, s);
}

static const enum cmd	cmds[] = { CMD_BACK, CMD_NONE };
static const struct screen_ops	ops = {
	.name = "Keep it", .cmds = cmds, .card = true, .draw = draw,
	.act = act, .close = closed, .state_size = sizeof(struct keep),
};

void
scr_hold_open(struct ui *ui, const struct uuid *piece, const char *sku,
    const char *title)
{
	const struct ticket	*ticket = sale_ticket(ui);
	struct screen		*s = screen_push(ui, &ops);
	struct keep		*me = s->state;

	me->id = uuid_new();
	me->piece = *piece;
	me->sku = arena_strdup(s->arena, sku);
	me->title = arena_strdup(s->arena, title);
	me->heading = arena_printf(s->arena, "%s  %s", sku, title);
	me->customer_name = "";
	if (ticket != NULL && !str_empty(ticket->customer_name)) {
		me->customer = ticket->customer_id;
		me->customer_name = arena_strdup(s->arena,
		    ticket->customer_name);
		str_copy(me->held_for, sizeof me->held_for, me->customer_name);
	}
	ask_whom(s);
}
