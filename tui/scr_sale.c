/*
 * The sale: the screen a shift is spent on.  The cart (core/sell/cart.h) does
 * the work; this draws it and asks the questions it must not ask.
 *
 * The scan line always has the focus.  "3*WB-0007" is three of them; what no
 * piece answers to is looked for by name.
 */
#include "scr_sale.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "clock.h"
#include "db.h"
#include "mem.h"
#include "rows.h"
#include "scr.h"
#include "sell/till.h"
#include "sell/void.h"
#include "show.h"
#include "str.h"

#define QTY_MAX		10000		/* "99999999*" is a slip */

static const enum cmd	cmds[] = { CMD_FIND, CMD_CUSTOMER,
	CMD_DISCOUNT, CMD_HOLD, CMD_PARK, CMD_TENDER, CMD_MENU, CMD_DETAILS,
	CMD_RETURN, CMD_QUANTITY, CMD_PRICE, CMD_REMOVE, CMD_VOID, CMD_HELD,
	CMD_REPRINT, CMD_DRAWER, CMD_DAY, CMD_CONFLICTS, CMD_CHANNELS,
	CMD_SCANNER, CMD_LOCK, CMD_OK, CMD_UP, CMD_DOWN, CMD_PAGE_UP, CMD_PAGE_DOWN,
	CMD_BACK, CMD_NONE };

/* What the cart tells */

static void
added(void *arg, size_t line, enum ticket_added how)
{
	struct screen	*s = arg;
	struct sale	*me = s->state;
	const char	*sku;

	list_count(&me->list, (int64_t)me->cart.ticket.count);
	if (how == TICKET_FULL) {
		ui_toast(s->ui, TOAST_WARN, "This ticket is full. Tender it "
		    "and go on with the next one.");
		return;
	}
	me->list.at = (int64_t)line;
	sku = me->cart.ticket.lines[line].sku;
	if (how == TICKET_THERE)
		ui_toast(s->ui, TOAST_INFO, "%s is on this ticket already.",
		    sku);
	else if (s->ui->top != s)
		ui_toast(s->ui, TOAST_GOOD, "%s is on the ticket: %s", sku,
		    me->cart.ticket.lines[line].title);
	sale_look(s);
}

static void
unknown(void *arg, const char *code, bool typed)
{
	struct screen	*s = arg;

	if (typed && s->ui->top == s)
		scr_lookup_open(s->ui, code);
	else
		ui_toast(s->ui, TOAST_WARN, "No piece has the code %s. F2 "
		    "finds it by its name.", code);
}

/* Scanned on whatever screen: its return, unless that one is open already. */
static void
receipt(void *arg, const char *number)
{
	scr_return_open(((struct screen *)arg)->ui, number);
}

/* The piece of a row chosen from several. */
static void
chosen(struct screen *s, int row)
{
	struct sale	*me = s->state;
	struct choice	*choice = me->choices;

	me->choosing = false;
	if (row >= 0 && (size_t)row < choice->n)
		cart_add(&me->cart, &choice->pieces[row], choice->qty);
	me->choices = choice->next;
	arena_free(choice->arena);
	sale_choose(s);
}

/* Asks about the oldest ambiguous code, when nothing else is asked. */
void
sale_choose(struct screen *s)
{
	struct sale	*me = s->state;
	struct choice	*choice = me->choices;
	const char	**rows;
	char		 price[MONEY_TEXT], status[80];

	if (choice == NULL || me->choosing || s->ui->top != s)
		return;
	me->choosing = true;
	rows = arena_alloc(choice->arena, choice->n * sizeof *rows);
	for (size_t i = 0; i < choice->n; i++)
		rows[i] = arena_printf(choice->arena, "%-10s %s  %s  %s",
		    choice->pieces[i].sku, choice->pieces[i].title,
		    show_price(s->ui, choice->pieces[i].price, price),
		    show_status(&choice->pieces[i], status, sizeof status));
	ask_choose(s, choice->title, rows, (int)choice->n, chosen);
}

static void
which(void *arg, const char *code, const struct rec_piece *pieces, size_t n,
    int64_t qty)
{
	struct screen	*s = arg;
	struct sale	*me = s->state;
	struct arena	*arena = arena_new();
	struct choice	*choice = arena_alloc(arena, sizeof *choice);
	struct choice  **at = &me->choices;

	choice->arena = arena;
	choice->n = n;
	choice->qty = qty;
	choice->title = arena_printf(arena, "%s is on several pieces: which?",
	    code);
	choice->pieces = arena_alloc(arena, n * sizeof *choice->pieces);
	for (size_t i = 0; i < n; i++)
		row_piece(arena, &choice->pieces[i], &pieces[i]);
	while (*at != NULL)
		at = &(*at)->next;
	*at = choice;
	s->ui->bell = true;
	sale_choose(s);
}

static void
taken(void *arg, const struct uuid *piece, const char *sku, const char *title)
{
	struct screen	*s = arg;
	struct sale	*me = s->state;

	list_count(&me->list, (int64_t)me->cart.ticket.count);
	scr_taken_open(s->ui, piece, sku, title);
}

static void
trouble(void *arg, const struct err *err)
{
	struct screen	*s = arg;

	if (err->kind == ERR_UNAVAILABLE)
		ui_toast(s->ui, TOAST_WARN, "No database: what is scanned "
		    "waits, and nothing is held until it answers.");
	else
		ui_toast_err(s->ui, err);
}

static const struct cart_ops	cart_told = { added, unknown, receipt, which,
	taken, trouble };

/* Keys and scans */

static bool
scan_text(struct screen *s, const char *text, bool typed)
{
	struct sale	*me = s->state;
	size_t		 digits = strspn(text, "0123456789");
	int64_t		 qty = 1;

	if (digits > 0 && text[digits] == '*' && text[digits + 1] != '\0') {
		qty = strtoll(text, NULL, 10);
		text += digits + 1;
	}
	if (qty < 1 || qty > QTY_MAX) {
		ui_toast(s->ui, TOAST_WARN, "One to %d of a piece at a time.",
		    QTY_MAX);
		return false;
	}
	if (cart_scan(&me->cart, text, qty, typed))
		return true;
	if (typed && strlen(text) < CODE_TEXT && !str_empty(text))
		ui_toast(s->ui, TOAST_WARN, "Too many codes wait already. "
		    "Wait for the database, then scan on.");
	else if (!str_empty(text))
		ui_toast(s->ui, TOAST_WARN, "Not taken: %.40s ... Scan it "
		    "again.", text);
	return false;
}

/* A scan behind "3*" in the line is three of them. */
static bool
scan(struct screen *s, const char *code)
{
	struct sale	*me = s->state;
	char		 text[SCAN_MAX + 16];
	size_t		 digits = strspn(me->line.text, "0123456789");

	if (digits > 0 && str_eq(me->line.text + digits, "*")) {
		snprintf(text, sizeof text, "%.8s*%s", me->line.text, code);
		line_wipe(&me->line);
		scan_text(s, digits < 8 ? text : code, false);
	} else {
		scan_text(s, code, false);
	}
	return true;
}

static void
entered(struct screen *s)
{
	struct sale	*me = s->state;
	char		 text[LINE_MAX_BYTES + 1];

	str_copy(text, sizeof text, me->line.text);
	line_wipe(&me->line);
	if (str_empty(text))
		return;
	if (strlen(text) >= CODE_TEXT)
		scr_lookup_open(s->ui, text);
	else
		scan_text(s, text, true);
}

static void
void_written(const struct err *err, void *arg)
{
	struct screen	*s = arg;

	if (err != NULL)
		ui_toast_err(s->ui, err);
}

/* by: who agreed; nil when nobody had to. */
static void
throw_away(struct screen *s, const struct uuid *by)
{
	struct sale	*me = s->state;
	struct err	 err = ERR_INIT;

	if (by == NULL)
		return;
	if (void_ticket(s->ui->till, &me->cart.ticket, by, void_written, s,
	    &err) != 0) {
		ui_toast_err(s->ui, &err);
		return;
	}
	cart_void(&me->cart);
	cart_drop_scans(&me->cart);
	list_count(&me->list, 0);
	ui_toast(s->ui, TOAST_GOOD, "The ticket was thrown away; its pieces "
	    "are free again.");
}

static void
voided(struct screen *s, bool yes)
{
	const struct uuid	nobody = { { 0 } };

	if (!yes)
		return;
	if (till_may(s->ui->till, RIGHT_VOID, RIGHT_WHOLLY) == MAY_ASK)
		ask_right(s, RIGHT_VOID, throw_away);
	else
		throw_away(s, &nobody);
}

static void
remove_line(struct screen *s)
{
	struct sale	*me = s->state;

	cart_remove(&me->cart, (size_t)me->list.at);
	list_count(&me->list, (int64_t)me->cart.ticket.count);
	sale_look(s);
}

/* Commands that need a line. */
static void
act_line(struct screen *s, enum cmd cmd)
{
	struct sale		*me = s->state;
	struct ticket_line	*line;

	if (me->cart.ticket.count == 0) {
		ui_toast(s->ui, TOAST_INFO, "There is nothing on the ticket "
		    "yet: scan or type something.");
		return;
	}
	line = &me->cart.ticket.lines[me->list.at];
	if (cmd == CMD_REMOVE)
		remove_line(s);
	else if (cmd == CMD_DETAILS && !uuid_is_nil(&line->piece_id))
		scr_piece_open(s->ui, &line->piece_id);
	else if (cmd == CMD_HOLD && line->kind == PIECE_SERVICE)
		ui_toast(s->ui, TOAST_INFO, "There is nothing to keep of it.");
	else if (cmd == CMD_HOLD)
		scr_hold_open(s->ui, &line->piece_id, line->sku, line->title);
	else if (cmd == CMD_VOID)
		ask_yes(s, "Throw the ticket away?", "Nothing of it is sold; "
		    "its pieces are free for others at once.",
		    "Throw it away", voided);
	else if (cmd == CMD_TENDER)
		sale_tender(s);
	else if (cmd == CMD_DISCOUNT || cmd == CMD_PRICE ||
	    cmd == CMD_QUANTITY)
		sale_change(s, cmd);
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct sale	*me = s->state;
	char		 text[LINE_MAX_BYTES + 1];

	if (list_act(&me->list, cmd)) {
		sale_look(s);
	} else if (cmd == CMD_OK) {
		entered(s);
	} else if (cmd == CMD_BACK) {
		line_wipe(&me->line);
	} else if (cmd == CMD_FIND) {
		str_copy(text, sizeof text, me->line.text);
		line_wipe(&me->line);
		scr_lookup_open(s->ui, text);
	} else if (cmd == CMD_MENU) {
		scr_menu_open(s->ui);
	} else if (cmd == CMD_HELD || (cmd == CMD_HOLD &&
	    me->cart.ticket.count == 0)) {
		scr_held_open(s->ui);
	} else if (cmd == CMD_DAY) {
		scr_day_open(s->ui);
	} else if (cmd == CMD_CONFLICTS) {
		scr_conflicts_open(s->ui);
	} else if (cmd == CMD_CHANNELS) {
		scr_channels_open(s->ui);
	} else if (cmd == CMD_SCANNER) {
		scr_scanner_open(s->ui);
	} else if (cmd == CMD_DRAWER) {
		scr_drawer_open(s->ui);
	} else if (cmd == CMD_CUSTOMER || cmd == CMD_PARK ||
	    cmd == CMD_RETURN || cmd == CMD_REPRINT || cmd == CMD_LOCK) {
		sale_more(s, cmd);
	} else {
		act_line(s, cmd);
	}
}

/* Tab behind a code is a scanner's, or a hand's: it looks the code up. */
static bool
key(struct screen *s, const struct event *ev)
{
	if (ev->kind != EV_KEY || ev->key != KEY_TAB)
		return false;
	entered(s);
	return true;
}

static struct line *
line(struct screen *s)
{
	return &((struct sale *)s->state)->line;
}

static void
tick(struct screen *s)
{
	struct sale	*me = s->state;

	cart_tick(&me->cart);
	sale_choose(s);
}

static void
changed(struct screen *s)
{
	struct sale	*me = s->state;

	cart_changed(&me->cart);
	me->looked = (struct uuid){ { 0 } };
	sale_look(s);
}

static void
resumed(struct screen *s)
{
	struct sale	*me = s->state;

	me->cart.selling = false;
	list_count(&me->list, (int64_t)me->cart.ticket.count);
	sale_choose(s);
	sale_look(s);
}

static void
closed(struct screen *s)
{
	struct sale	*me = s->state;

	cart_free(&me->cart);
	for (struct choice *next; me->choices != NULL; me->choices = next) {
		next = me->choices->next;
		arena_free(me->choices->arena);
	}
	sale_look_free(me);
}

static const struct screen_ops	ops = {
	.name = "Sale", .cmds = cmds, .draw = sale_draw, .act = act,
	.line = line, .key = key, .scan = scan, .tick = tick,
	.changed = changed, .resumed = resumed, .close = closed,
	.state_size = sizeof(struct sale),
};

bool
sale_ticket_open(const struct ui *ui)
{
	const struct screen	*s = screen_find(ui, &ops);

	return s != NULL && !cart_empty(&((struct sale *)s->state)->cart);
}

const struct ticket *
sale_ticket(const struct ui *ui)
{
	const struct screen	*s = screen_find(ui, &ops);

	return s == NULL ? NULL : &((struct sale *)s->state)->cart.ticket;
}

struct uuid
sale_hold_of(const struct ui *ui, const struct uuid *piece)
{
	const struct screen	*s = screen_find(ui, &ops);

	return s == NULL ? (struct uuid){ { 0 } } :
	    cart_hold_of(&((struct sale *)s->state)->cart, piece);
}

void
sale_hand_over(struct ui *ui, const struct uuid *piece)
{
	struct screen	*s = screen_find(ui, &ops);
	struct sale	*me;

	if (s == NULL)
		return;
	me = s->state;
	cart_hand_over(&me->cart, piece);
	list_count(&me->list, (int64_t)me->cart.ticket.count);
	sale_look(s);
}

void
sale_take_held(struct ui *ui, const struct uuid *piece,
    const struct uuid *hold)
{
	struct screen	*s = screen_find(ui, &ops);

	if (s != NULL)
		sale_add_held(s, piece, hold);
}

void
scr_sale_open(struct ui *ui, int64_t hold_us)
{
	struct screen	*s = screen_push(ui, &ops);
	struct sale	*me = s->state;

	cart_init(&me->cart, ui->till, hold_us, &cart_told, s);
}
