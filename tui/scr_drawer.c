/*
 * The drawer: what happened to it since its float was counted, and everything
 * that may be done with it that is no sale.  What should be in it is shown to
 * whoever may see the figures of the day, and to nobody before it is counted
 * unless they ask.
 */
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "buf.h"
#include "clock.h"
#include "db.h"
#include "form.h"
#include "list.h"
#include "mem.h"
#include "ops.h"
#include "print/escpos.h"
#include "print/paper.h"
#include "print/queue.h"
#include "rows.h"
#include "scr.h"
#include "screen.h"
#include "sell/drawer.h"
#include "sell/till.h"
#include "show.h"
#include "str.h"

#define KICK_BYTES	((size_t)4096)
#define LONG_OPEN	(20 * 60 * MINUTE_US)

struct box {
	bool			 asking, again, answered, doing;
	bool			 figures;	/* X, asked for */
	bool			 begin;		/* straight to the float */
	struct arena		*known;		/* owns the rows */
	struct rec_drawer	*drawer;	/* NULL: none is open */
	struct rec_drawer_event	*events;
	bool			 counted;
	struct list		 list;
	struct drawer_want	 want;
	char			 reason[DRAWER_TEXT + 1];
	char			 payee[DRAWER_TEXT + 1];
};

static const enum cmd	cmds[] = { CMD_PAY_IN, CMD_PAY_OUT, CMD_DROP,
	CMD_NO_SALE, CMD_TALLY, CMD_EXPECTED, CMD_BACK, CMD_UP, CMD_DOWN,
	CMD_PAGE_UP, CMD_PAGE_DOWN, CMD_FIRST, CMD_LAST, CMD_NONE };

static void	ask(struct screen *);
static void	do_it(struct screen *);

/* ------------------------------------------------------------ what there is */

static void
got_whole(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct box	*me = s->state;
	const struct rec_denom	*counts;
	struct arena	*arena;
	size_t		 n, events, denoms;

	me->asking = false;
	if (db_status(ans) == DB_DONE) {
		arena = arena_new();
		me->drawer = rows_drawer(arena, ans, &n);
		me->events = rows_drawer_event(arena, ans, &events);
		counts = db_rows(ans, REC_DENOM, &denoms);
		me->counted = drawer_is_counted(counts, denoms);
		if (n == 0 || me->drawer->open == 0)
			me->drawer = NULL;
		list_count(&me->list, me->drawer == NULL ? 0 :
		    (int64_t)events);
		arena_free(me->known);
		me->known = arena;
		me->answered = true;
	}
	if (me->again)
		ask(s);
}

static void
found(const struct rec_drawer *drawer, const struct err *err, void *arg)
{
	struct screen	*s = arg;
	struct box	*me = s->state;

	if (drawer != NULL) {
		db_send(s->ui->db, op_drawer_get(&drawer->id), got_whole, s);
		return;
	}
	me->asking = false;
	if (err != NULL) {
		ui_toast_err(s->ui, err);
		return;
	}
	me->drawer = NULL;
	me->answered = true;
	list_count(&me->list, 0);
	if (me->again)
		ask(s);
}

static void
ask(struct screen *s)
{
	struct box	*me = s->state;

	me->again = me->asking;
	if (me->asking || db_link(s->ui->db) == DB_DOWN)
		return;
	me->asking = true;
	drawer_find(s->ui->till, found, s);
}

/* ------------------------------------------------------------ what is done */

/* The drawer springs open by the printer's pulse, after it was written down. */
static void
kick(struct ui *ui)
{
	struct paper	*paper;
	struct buf	 out = BUF_INIT(KICK_BYTES);

	if (ui->printer == NULL || !ui->printer_escpos)
		return;
	paper = paper_new();
	paper_kick(paper);
	escpos_render(paper, ui->receipt_width, ESCPOS_WPC1252, &out);
	printer_send(ui->printer, buf_str(&out), out.len, NULL, NULL);
	buf_free(&out);
	paper_free(paper);
}

static void
reason_given(struct screen *s, const char *text)
{
	struct box	*me = s->state;

	if (text == NULL) {
		ui_toast(s->ui, TOAST_WARN, "The drawer is counted but not "
		    "closed. F8 goes on.");
		return;
	}
	str_copy(me->reason, sizeof me->reason, text);
	do_it(s);
}

/* Closes over what was counted; a difference is said, and asked about. */
static void
close_over(struct screen *s, const struct rec_drawer *drawer)
{
	struct box	*me = s->state;
	char		 title[100], amount[MONEY_TEXT];
	money		 off = drawer->counted - drawer->expected;

	drawer_want_init(&me->want, DRAWER_CLOSE, &drawer->id);
	me->reason[0] = '\0';
	if (off == 0) {
		do_it(s);
		return;
	}
	snprintf(title, sizeof title, "%s %s", show_price(s->ui, off < 0 ?
	    -off : off, amount), off < 0 ? "short" : "over");
	ask_text(s, title, "That is not what should be there. It is posted as "
	    "it is: why?", "", reason_given);
}

static void
say_done(struct screen *s, const struct rec_drawer *drawer)
{
	const struct box	*me = s->state;
	char			 text[MONEY_TEXT];

	if (me->want.kind == DRAWER_OPEN)
		ui_toast(s->ui, TOAST_GOOD, "The drawer is open with %s.",
		    show_price(s->ui, drawer->float_cash, text));
	else if (me->want.kind == DRAWER_CLOSE)
		ui_toast(s->ui, TOAST_GOOD, "The drawer is closed: %s "
		    "counted%s.", show_price(s->ui, drawer->counted, text),
		    drawer->over_short == 0 ? ", to the cent" : "");
	else
		ui_toast(s->ui, TOAST_GOOD, "%s: it is in the books%s.",
		    drawer_label(me->want.kind), s->ui->printer == NULL ?
		    "; open the drawer with its key" : "");
}

static void
done(const struct rec_drawer *drawer, const struct err *err, void *arg)
{
	struct screen	*s = arg;
	struct box	*me = s->state;
	struct ui	*ui = s->ui;
	bool		 over;

	me->doing = false;
	if (drawer == NULL) {
		ui_toast_err(ui, err);
		ask(s);
		return;
	}
	if (me->want.kind == DRAWER_COUNT) {
		close_over(s, drawer);
		ask(s);
		return;
	}
	if (me->want.kind != DRAWER_CLOSE)
		kick(ui);
	say_done(s, drawer);
	over = me->begin && me->want.kind == DRAWER_OPEN;
	ask(s);
	if (over)
		screen_pop(s);
}

static void
do_it(struct screen *s)
{
	struct box	*me = s->state;
	struct err	 err = ERR_INIT;

	me->want.reason = me->reason;
	me->want.payee = me->payee;
	if (drawer_do(s->ui->till, &me->want, done, s, &err) != 0)
		ui_toast_err(s->ui, &err);
	else
		me->doing = true;
}

static void
agreed(struct screen *s, const struct uuid *by)
{
	struct box	*me = s->state;

	if (by == NULL)
		return;
	me->want.agreed_by = *by;
	do_it(s);
}

/* Does it, when it may be done; somebody is asked who may. */
static void
ask_and_do(struct screen *s)
{
	struct box	*me = s->state;
	enum right	 right = drawer_right(me->want.kind);

	if (till_may(s->ui->till, right, RIGHT_WHOLLY) == MAY_ASK)
		ask_right(s, right, agreed);
	else
		do_it(s);
}

static void
form_given(struct screen *s, const struct field *fields)
{
	struct box	*me = s->state;
	struct err	 err = ERR_INIT;

	if (fields == NULL)
		return;
	if (money_parse(fields[0].line.text, &s->ui->currency,
	    &me->want.amount, &err) != 0) {
		ui_toast_err(s->ui, &err);
		return;
	}
	str_copy(me->reason, sizeof me->reason, fields[1].line.text);
	me->payee[0] = '\0';
	if (me->want.kind == DRAWER_PAY_OUT)
		str_copy(me->payee, sizeof me->payee, fields[2].line.text);
	ask_and_do(s);
}

static void
no_sale_given(struct screen *s, const char *text)
{
	struct box	*me = s->state;

	if (text == NULL)
		return;
	str_copy(me->reason, sizeof me->reason, text);
	ask_and_do(s);
}

static void
float_counted(struct screen *s, const struct count *count)
{
	struct box	*me = s->state;

	if (count == NULL) {
		if (me->begin) {
			ui_toast(s->ui, TOAST_WARN, "No drawer is open: cash "
			    "is not counted. F11 opens it.");
			screen_pop(s);
		}
		return;
	}
	me->want.count = *count;
	ask_and_do(s);
}

static void
drawer_counted(struct screen *s, const struct count *count)
{
	struct box	*me = s->state;

	if (count == NULL)
		return;
	me->want.count = *count;
	ask_and_do(s);
}

/* Whether who stands here may do this at all; says when not. */
static bool
may(struct screen *s, enum drawer_kind kind)
{
	struct err	err = ERR_INIT;
	enum right	right = drawer_right(kind);

	if (till_may(s->ui->till, right, RIGHT_WHOLLY) != MAY_NO)
		return true;
	if (right_check(s->ui->till, right, RIGHT_WHOLLY, NULL, &err) != 0)
		ui_toast_err(s->ui, &err);
	return false;
}

static void
count_it(struct screen *s)
{
	struct box	*me = s->state;

	me->reason[0] = me->payee[0] = '\0';
	if (me->drawer == NULL) {
		drawer_want_init(&me->want, DRAWER_OPEN, NULL);
		scr_count_open(s, "Count the float that is in the drawer",
		    float_counted);
	} else if (me->counted) {
		close_over(s, me->drawer);
	} else {
		drawer_want_init(&me->want, DRAWER_COUNT, &me->drawer->id);
		scr_count_open(s, "Count what is in the drawer",
		    drawer_counted);
	}
}

static void
begin(struct screen *s, enum drawer_kind kind)
{
	static const struct field	fields[] = {
		{ .label = "Amount", .kind = FIELD_AMOUNT, .required = true },
		{ .label = "Reason", .required = true,
		  .hint = "for the books" },
		{ .label = "Paid to", .required = true },
	};
	struct box			*me = s->state;

	if (me->drawer == NULL) {
		ui_toast(s->ui, TOAST_INFO, "No drawer is open. F8 counts the "
		    "float and opens it.");
		return;
	}
	if (!may(s, kind))
		return;
	drawer_want_init(&me->want, kind, &me->drawer->id);
	me->reason[0] = me->payee[0] = '\0';
	if (kind == DRAWER_NO_SALE)
		ask_text(s, "Open without a sale", "Why? It is counted and "
		    "written down.", "", no_sale_given);
	else
		ask_form(s, drawer_label(kind), "", fields,
		    kind == DRAWER_PAY_OUT ? 3 : 2, form_given);
}

static void
show_figures(struct screen *s)
{
	struct box	*me = s->state;
	struct err	 err = ERR_INIT;

	if (right_check(s->ui->till, RIGHT_X_REPORT, RIGHT_WHOLLY, NULL,
	    &err) != 0)
		ui_toast_err(s->ui, &err);
	else
		me->figures = !me->figures;
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct box	*me = s->state;

	me->list.rows = 10;
	if (list_act(&me->list, cmd))
		return;
	if (cmd == CMD_BACK)
		screen_pop(s);
	else if (me->doing || !me->answered)
		ui_toast(s->ui, TOAST_INFO, "The shop is being asked ...");
	else if (cmd == CMD_PAY_IN)
		begin(s, DRAWER_PAY_IN);
	else if (cmd == CMD_PAY_OUT)
		begin(s, DRAWER_PAY_OUT);
	else if (cmd == CMD_DROP)
		begin(s, DRAWER_DROP);
	else if (cmd == CMD_NO_SALE)
		begin(s, DRAWER_NO_SALE);
	else if (cmd == CMD_EXPECTED)
		show_figures(s);
	else if (cmd == CMD_TALLY && may(s, DRAWER_COUNT))
		count_it(s);
}

/* ------------------------------------------------------------ how it looks */

static const char *
label_of(const char *word)
{
	for (int i = DRAWER_PAY_IN; i <= DRAWER_NO_SALE; i++)
		if (str_eq(word, drawer_word((enum drawer_kind)i)))
			return drawer_label((enum drawer_kind)i);
	return word;
}

static void
row_draw(const void *arg, struct canvas *c, int64_t i, bool here)
{
	const struct screen		*s = arg;
	const struct box		*me = s->state;
	const struct rec_drawer_event	*e = &me->events[i];
	char				 text[MONEY_TEXT], when[40];

	canvas_text(c, 0, 1, 10, INK_DIM, show_when(s->ui, e->at, when,
	    sizeof when));
	canvas_text(c, 0, 11, 17, INK_PLAIN, label_of(e->kind));
	if (e->amount != 0)
		canvas_right(c, 0, 38, INK_PLAIN, show_amount(s->ui,
		    e->amount, text));
	canvas_printf(c, 0, 40, -1, INK_PLAIN, "%s%s%s%s - %s%s%s", e->staff,
	    e->approver[0] == '\0' ? "" : ", ", e->approver,
	    e->approver[0] == '\0' ? "" : " agreed", e->reason,
	    e->payee[0] == '\0' ? "" : " - ", e->payee);
	if (here)
		canvas_ink(c, 0, 0, -1, INK_FOCUS);
}

static const struct list_source	source = { .draw = row_draw };

static void
draw_figures(const struct screen *s, struct canvas *c, int y)
{
	const struct rec_drawer	*d = ((const struct box *)s->state)->drawer;
	const struct {
		const char	*label;
		money		 amount;
	} rows[] = {
		{ "Float", d->float_cash }, { "Cash taken", d->cash_taken },
		{ "Cash refunds", d->cash_refunded },
		{ "Paid in", d->paid_in }, { "Paid out", -d->paid_out },
		{ "Dropped", -d->dropped },
		{ "SHOULD BE IN IT", d->expected },
	};
	char	text[MONEY_TEXT];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++, y++) {
		canvas_text(c, y, 2, -1, INK_PLAIN, rows[i].label);
		canvas_right(c, y, 42, rows[i].amount < 0 ? INK_PLAIN :
		    INK_BOLD, show_amount(s->ui, rows[i].amount, text));
	}
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct box	*me = s->state;
	struct canvas		 rows;
	char			 when[40];
	int			 below = me->figures ? 8 : 1;

	if (!me->answered) {
		canvas_text(c, 1, 2, -1, INK_DIM, "looking ...");
		return;
	}
	if (me->drawer == NULL) {
		canvas_printf(c, 1, 2, -1, INK_BOLD, "No drawer is open at "
		    "%s.", s->ui->till->reg.code);
		canvas_wrap(c, 3, 2, c->cols - 4, 3, INK_DIM, "F8 counts the "
		    "float that is in it and opens it.");
		return;
	}
	canvas_printf(c, 0, 2, -1, INK_BOLD, "%s, opened %s by %s%s",
	    s->ui->till->reg.code, show_when(s->ui, me->drawer->opened_at,
	    when, sizeof when), me->drawer->staff[0] == '\0' ? "nobody" :
	    me->drawer->staff, me->counted ? " - counted, not closed" : "");
	canvas_printf(c, 1, 2, -1, INK_DIM, "opened without a sale: %lld",
	    (long long)me->drawer->no_sales);
	rows = canvas_sub(c, 3, 0, c->rows - 3 - below, c->cols);
	list_draw(&me->list, &rows, &source, s);
	if (me->list.count == 0)
		canvas_text(c, 3, 2, -1, INK_DIM, "Nothing but sales so far.");
	if (me->figures)
		draw_figures(s, c, c->rows - 7);
	else if (me->doing)
		canvas_text(c, c->rows - 1, 2, -1, INK_DIM, "writing it down "
		    "...");
}

static void
closed(struct screen *s)
{
	arena_free(((struct box *)s->state)->known);
}

static bool
busy(const struct screen *s)
{
	return ((const struct box *)s->state)->doing;
}

static const struct screen_ops	ops = {
	.name = "Drawer", .cmds = cmds, .draw = draw, .act = act, .busy = busy,
	.changed = ask, .close = closed, .state_size = sizeof(struct box),
};

void
scr_drawer_open(struct ui *ui)
{
	ask(screen_push(ui, &ops));
}

/* -------------------------------------------------------------- signing in */

static void
say_goes_on(struct ui *ui, const struct rec_drawer *drawer)
{
	char	when[40];
	bool	old = clock_now() - drawer->opened_at > LONG_OPEN;

	show_when(ui, drawer->opened_at, when, sizeof when);
	ui_toast(ui, old ? TOAST_WARN : TOAST_INFO, "The drawer %s opened %s "
	    "goes on%s.", drawer->staff[0] == '\0' ? "that was" :
	    drawer->staff, when, old ? ": count it and close it (F11)" : "");
}

static void
begun(const struct rec_drawer *drawer, const struct err *err, void *arg)
{
	struct screen	*sale = arg, *s;
	struct ui	*ui = sale->ui;
	struct box	*me;

	if (err != NULL)
		return;			/* the sale says what is wrong */
	if (drawer != NULL) {
		say_goes_on(ui, drawer);
		return;
	}
	/* Somebody is at work already, or may not. */
	if (ui->top != sale || sale_ticket_open(ui) ||
	    till_may(ui->till, RIGHT_DRAWER, RIGHT_WHOLLY) == MAY_NO) {
		ui_toast(ui, TOAST_INFO, "No drawer is open: F11 opens it.");
		return;
	}
	s = screen_push(ui, &ops);
	me = s->state;
	me->begin = me->answered = true;
	count_it(s);
}

void
scr_drawer_begin(struct ui *ui)
{
	drawer_find(ui->till, begun, ui->top);
}
