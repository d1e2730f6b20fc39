/*
 * The stack and the frame: see screen.h.
 *
 * The frame is the title bar and a rule above, a rule (where toasts appear)
 * and the key line below.  Below 40x10 there is no room to sell safely, and a
 * page says so instead.
 */
#include "screen.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "db.h"
#include "mem.h"
#include "scr.h"
#include "sell/till.h"
#include "str.h"

#define MIN_ROWS	10
#define MIN_COLS	40
#define TOAST_US	(5 * SECOND_US)
#define PIN_DIGITS	12		/* the longest; an EAN has 13 */

static const enum cmd everywhere[] = {
	CMD_HELP, CMD_MENU, CMD_BACK, CMD_REDRAW, CMD_QUIT, CMD_NONE
};

/* "Sat 14:02" on the shop's wall. */
static void
set_clock(struct ui *ui)
{
	static const char	days[7][4] = { "Sun", "Mon", "Tue", "Wed",
		"Thu", "Fri", "Sat" };
	struct wall		wall;

	zone_wall(&ui->zone, clock_now(), &wall);
	snprintf(ui->clock, sizeof ui->clock, "%s %02d:%02d",
	    days[wall.weekday], wall.hour, wall.minute);
}

void
ui_init(struct ui *ui)
{
	memset(ui, 0, sizeof *ui);
	keymap_defaults(&ui->keys);
	str_copy(ui->zone.name, sizeof ui->zone.name, "UTC");
	ui->currency = *currency_find("USD");
	set_clock(ui);
}

struct screen *
screen_push(struct ui *ui, const struct screen_ops *ops)
{
	struct arena	*arena = arena_new();
	struct screen	*s = arena_alloc(arena, sizeof *s);

	s->ops = ops;
	s->ui = ui;
	s->arena = arena;
	s->state = arena_alloc(arena, ops->state_size + 1);
	s->below = ui->top;
	ui->top = s;
	return s;
}

bool
screen_is_open(const struct ui *ui, const struct screen *s)
{
	for (const struct screen *i = ui->top; i != NULL; i = i->below)
		if (i == s)
			return true;
	return false;
}

struct screen *
screen_find(const struct ui *ui, const struct screen_ops *ops)
{
	for (struct screen *i = ui->top; i != NULL; i = i->below)
		if (i->ops == ops)
			return i;
	return NULL;
}

static void
pop_top(struct ui *ui)
{
	struct screen	*s = ui->top;

	ui->top = s->below;
	if (s->ops->close != NULL)
		s->ops->close(s);
	if (ui->db != NULL)
		db_forget(ui->db, s);
	if (ui->till != NULL)
		till_forget(ui->till, s);
	s->below = ui->grave;
	ui->grave = s;
}

void
ui_free(struct ui *ui)
{
	/* Nothing is to be opened by this: no lock again, nothing resumed. */
	while (ui->top != NULL)
		pop_top(ui);
	ui_settle(ui);
}

void
screen_pop(struct screen *s)
{
	struct ui	*ui = s->ui;
	bool		 last = false;

	if (!screen_is_open(ui, s))
		return;
	while (!last) {
		last = ui->top == s;
		pop_top(ui);
	}
	if (ui->top != NULL && ui->top->ops->resumed != NULL)
		ui->top->ops->resumed(ui->top);
	/* What closes under the lock does not open it. */
	if (ui->lock != NULL && !screen_is_open(ui, ui->lock))
		scr_lock_open(ui);
}

void
ui_settle(struct ui *ui)
{
	while (ui->grave != NULL) {
		struct screen	*s = ui->grave;

		ui->grave = s->below;
		arena_free(s->arena);
	}
}

void
ui_toast(struct ui *ui, enum toast kind, const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	vsnprintf(ui->toast, sizeof ui->toast, fmt, ap);
	va_end(ap);
	str_clean(ui->toast, false);
	ui->toast_kind = kind;
	ui->toast_until = kind == TOAST_ALARM ? INT64_MAX :
	    clock_mono() + TOAST_US;
	if (kind == TOAST_WARN || kind == TOAST_ALARM)
		ui->bell = true;
}

void
ui_toast_err(struct ui *ui, const struct err *err)
{
	char	text[240];

	str_copy(text, sizeof text, err->text);
	if (text[0] >= 'a' && text[0] <= 'z')
		text[0] = (char)(text[0] - 'a' + 'A');
	ui_toast(ui, TOAST_WARN, "%s. %s", text, err->hint);
}

/* What the top screen is being typed into. */
static struct line *
focus(const struct ui *ui)
{
	if (ui->top == NULL || ui->top->ops->line == NULL)
		return NULL;
	return ui->top->ops->line(ui->top);
}

bool
ui_patient(const struct ui *ui)
{
	const struct line	*line = focus(ui);

	return line == NULL || line->secret;
}

static void
back(struct ui *ui)
{
	if (ui->top != NULL && ui->top->below != NULL)
		screen_pop(ui->top);
}

static bool
answers(const struct screen *s, enum cmd cmd)
{
	for (const enum cmd *i = s->ops->cmds; *i != CMD_NONE; i++)
		if (*i == cmd)
			return true;
	return false;
}

void
ui_act(struct ui *ui, enum cmd cmd)
{
	if (ui->top != NULL && answers(ui->top, cmd)) {
		ui->top->ops->act(ui->top, cmd);
		return;
	}
	if (cmd == CMD_HELP)
		scr_help_open(ui);
	else if (cmd == CMD_MENU)
		scr_menu_open(ui);
	else if (cmd == CMD_BACK)
		back(ui);
	else if (cmd == CMD_REDRAW)
		ui->redraw = true;
	else if (cmd == CMD_QUIT)
		ui->quit = ui->may_quit == NULL || ui->may_quit(ui);
}

static enum cmd
command(const struct ui *ui, int key)
{
	enum cmd	cmd = keymap_find(&ui->keys, ui->top->ops->cmds, key);

	return cmd != CMD_NONE ? cmd :
	    keymap_find(&ui->keys, everywhere, key);
}

/* Gives the event to the line; true when it was something for a line. */
static bool
type(struct ui *ui, const struct event *ev)
{
	struct line	*line = focus(ui);
	bool		 full;

	if (line == NULL || !line_event(line, ev))
		return false;
	full = line->full;
	line->full = false;
	if (ui->top->ops->typed != NULL)
		ui->top->ops->typed(ui->top);
	if (full)
		ui_toast(ui, TOAST_WARN, "No more fits in here.");
	return true;
}

static bool
key_is_char(int key)
{
	return key > 0x20 && key < KEY_BASE;
}

static void
key_event(struct ui *ui, const struct event *ev)
{
	struct line	*line = focus(ui);
	int		 key = ev->kind == EV_TEXT ? (int)ev->ch : ev->key;
	bool		 letter = ev->kind != EV_KEY;
	enum cmd	 cmd;

	/* Letters are text where there is a line, but for a first "?". */
	if (line != NULL && letter && !(key == '?' && line->len == 0 &&
	    !line->secret)) {
		type(ui, ev);
		return;
	}
	if (line != NULL && !letter && line->len > 0 && type(ui, ev))
		return;
	cmd = command(ui, key);
	if (cmd == CMD_NONE && letter && line == NULL && key_is_char(key) &&
	    key >= 'A' && key <= 'Z')
		cmd = command(ui, key - 'A' + 'a');
	if (cmd != CMD_NONE)
		ui_act(ui, cmd);
	else if (line != NULL)
		type(ui, ev);
}

/* Whether an unsure burst is rather something typed here. */
static bool
is_typing(const struct ui *ui, const struct event *ev)
{
	const struct screen	*s = ui->top;
	const struct line	*line = focus(ui);
	size_t			 digits;

	if (ev->sure || line == NULL)
		return false;
	digits = strspn(ev->text, "0123456789");
	if (line->secret)
		return digits <= PIN_DIGITS && ev->text[digits] == '\0';
	return s->ops->typing != NULL && s->ops->typing(s, ev->text);
}

static void
typed_burst(struct ui *ui, const struct event *ev)
{
	struct event	 next = { .kind = EV_TEXT };
	const char	*s = ev->text;
	int		 skip = ev->retract, used;

	for (size_t len = strlen(s); len > 0; len -= (size_t)used) {
		used = str_utf8(s, len, &next.ch);
		if (used <= 0)
			break;
		if (skip-- <= 0)
			type(ui, &next);
		s += used;
	}
	if (ev->ender == 0)
		return;
	next = (struct event){ .kind = EV_KEY, .key = ev->ender };
	key_event(ui, &next);
}

void
ui_scan(struct ui *ui, const char *code)
{
	struct screen	*s, *below;

	for (s = ui->top; s != NULL; s = below) {
		below = s->below;	/* it may close itself and pass it on */
		if (s->ops->scan != NULL && s->ops->scan(s, code))
			return;
	}
	ui_toast(ui, TOAST_WARN, "Scanned %s: sign in first, then scan it "
	    "again.", code);
}

static void
scan_event(struct ui *ui, const struct event *ev)
{
	struct line	*line = focus(ui);
	char		 code[SCAN_MAX + 1];

	if (is_typing(ui, ev)) {
		typed_burst(ui, ev);
		return;
	}
	if (ev->retract > 0 && line != NULL) {
		line_retract(line, ev->retract);
		if (ui->top->ops->typed != NULL)
			ui->top->ops->typed(ui->top);
	}
	if (ev->cut) {
		ui_toast(ui, TOAST_WARN, "This code is longer than %d "
		    "characters; it was not used.", SCAN_MAX);
		return;
	}
	str_copy(code, sizeof code, ev->text);
	ui_scan(ui, code);
}

void
ui_event(struct ui *ui, const struct event *ev)
{
	ui->active_at = clock_mono();
	if (ui->top == NULL)
		return;
	if (ev->kind != EV_SCAN && ui->toast_kind == TOAST_ALARM)
		ui->toast_kind = TOAST_NONE;
	if (ev->kind == EV_SCAN) {
		scan_event(ui, ev);
		return;
	}
	if (ui->top->ops->key != NULL && ui->top->ops->key(ui->top, ev))
		return;
	if (ev->kind == EV_PASTE) {
		if (!type(ui, ev))
			ui_toast(ui, TOAST_INFO, "There is nothing to paste "
			    "into here.");
		return;
	}
	key_event(ui, ev);
}

/*
 * Nobody at the keys for a while: whoever comes next says who that is.  Not
 * while an answer is awaited, nor when the shop could not judge a PIN.
 */
static void
lock_if_idle(struct ui *ui)
{
	const struct screen	*s;

	if (ui->lock_us == 0 || ui->who[0] == '\0' || ui->db == NULL ||
	    db_link(ui->db) != DB_LIVE ||
	    clock_mono() - ui->active_at < ui->lock_us)
		return;
	for (s = ui->top; s != NULL; s = s->below)
		if (s->ops->busy != NULL && s->ops->busy(s))
			return;
	scr_lock_open(ui);
}

void
ui_tick(struct ui *ui)
{
	struct screen	*below;

	set_clock(ui);
	notice_tick(ui);
	for (struct screen *s = ui->top; s != NULL; s = below) {
		below = s->below;
		if (s->ops->tick != NULL)
			s->ops->tick(s);
		if (ui->grave != NULL)
			break;		/* the stack changed under us */
	}
	if (ui->toast_kind != TOAST_NONE && clock_mono() > ui->toast_until)
		ui->toast_kind = TOAST_NONE;
	lock_if_idle(ui);
}

void
ui_changed(struct ui *ui)
{
	notice_changed(ui);
	for (struct screen *s = ui->top; s != NULL; s = s->below)
		if (s->ops->changed != NULL)
			s->ops->changed(s);
}

/* "live 2 ms": the connection in a few words. */
static enum ink
link_text(const struct ui *ui, char *out, size_t size)
{
	int64_t	us;

	str_copy(out, size, "");
	if (ui->db == NULL)
		return INK_DIM;
	us = db_latency(ui->db);
	switch (db_link(ui->db)) {
	case DB_CONNECTING:
		str_copy(out, size, "\xe2\x97\x8b connecting");
		return INK_DIM;
	case DB_DOWN:
		str_copy(out, size, "! no database");
		return INK_ALARM;
	case DB_LIVE:
		if (us < 0)
			str_copy(out, size, "\xe2\x97\x8f live");
		else
			snprintf(out, size, "\xe2\x97\x8f live %lld ms",
			    (long long)((us + 999) / 1000));
		return us > SECOND_US ? INK_BOLD : INK_GOOD;
	}
	return INK_DIM;
}

static void
draw_title(const struct ui *ui, struct canvas *c)
{
	char		text[240];
	int		end = c->cols - 1;
	enum ink	ink;

	canvas_right(c, 0, end, INK_PLAIN, ui->clock);
	end -= text_width(ui->clock) + 2;
	ink = link_text(ui, text, sizeof text);
	canvas_right(c, 0, end, ink, text);
	end -= text_width(text) + 2;
	canvas_text(c, 0, 1, end, INK_ACCENT, "Vitrine");
	snprintf(text, sizeof text, "%s%s%s", ui->place,
	    ui->who[0] != '\0' && ui->place[0] != '\0' ? " - " : "", ui->who);
	if (end > 12)
		canvas_text(c, 0, 10, end - 10, INK_PLAIN, text);
	canvas_rule(c, 1);
	notice_text(ui, text, sizeof text);
	canvas_right(c, 1, c->cols - 2, INK_BOLD, text);
}

static void
draw_toast(const struct ui *ui, struct canvas *c, int y)
{
	static const enum ink inks[] = {
		[TOAST_NONE] = INK_PLAIN, [TOAST_INFO] = INK_BOLD,
		[TOAST_GOOD] = INK_GOOD, [TOAST_WARN] = INK_BOLD,
		[TOAST_ALARM] = INK_ALARM,
	};
	static const char *const signs[] = {
		[TOAST_NONE] = "", [TOAST_INFO] = " ", [TOAST_GOOD] = " + ",
		[TOAST_WARN] = " ! ", [TOAST_ALARM] = " !! ",
	};
	char		text[260];
	int		width;

	canvas_rule(c, y);
	if (ui->toast_kind == TOAST_NONE)
		return;
	snprintf(text, sizeof text, "%s%s ", signs[ui->toast_kind], ui->toast);
	width = text_width(text);
	canvas_text(c, y, width + 2 > c->cols ? 0 : 1, -1,
	    inks[ui->toast_kind], text);
}

/* One "F2 Find" of the footer; returns its columns, draws when c is given. */
static int
footer_item(const struct ui *ui, struct canvas *c, int y, int x,
    enum cmd cmd)
{
	char	name[24];
	int	key = keymap_key(&ui->keys, cmd, ui->no_fkeys), used;

	if (key == 0)
		return 0;
	keymap_name(key, name, sizeof name);
	used = text_width(name) + 1 + text_width(cmd_label(cmd));
	if (c != NULL) {
		canvas_text(c, y, x, -1, INK_KEY, name);
		canvas_text(c, y, x + text_width(name) + 1, -1, INK_DIM,
		    cmd_label(cmd));
	}
	return used;
}

/* Keys everybody knows are no news in the footer. */
static bool
footer_worthy(enum cmd cmd)
{
	return cmd < CMD_UP || cmd > CMD_PREV;
}

static void
draw_footer(const struct ui *ui, struct canvas *c, int y)
{
	int	x = 1, end = c->cols - 7, used;

	for (const enum cmd *i = ui->top->ops->cmds; *i != CMD_NONE; i++) {
		if (!footer_worthy(*i) || *i == CMD_HELP)
			continue;
		used = footer_item(ui, NULL, y, x, *i);
		if (used == 0 || x + used > end)
			continue;
		footer_item(ui, c, y, x, *i);
		x += used + 2;
	}
	canvas_text(c, y, c->cols - 6, -1, INK_KEY, "?");
	canvas_text(c, y, c->cols - 4, -1, INK_DIM, "Keys");
}

/* The lowest screen that must be drawn: the first that is no card. */
static void
draw_screens(const struct screen *s, struct canvas *body)
{
	if (s->ops->card && s->below != NULL)
		draw_screens(s->below, body);
	canvas_no_cursor(body);
	s->ops->draw(s, body);
}

static void
draw_too_small(struct canvas *c)
{
	char	text[80];

	snprintf(text, sizeof text, "Vitrine needs a window of %dx%d; this is "
	    "%dx%d.", MIN_COLS, MIN_ROWS, c->cols, c->rows);
	canvas_wrap(c, 0, 0, c->cols, c->rows, INK_BOLD, text);
}

void
ui_draw(const struct ui *ui, struct sheet *sheet)
{
	struct canvas	c = canvas_of(sheet), body;

	if (c.rows < MIN_ROWS || c.cols < MIN_COLS) {
		draw_too_small(&c);
		return;
	}
	if (ui->top == NULL)
		return;
	draw_title(ui, &c);
	body = canvas_sub(&c, 2, 0, c.rows - 4, c.cols);
	draw_screens(ui->top, &body);
	draw_toast(ui, &c, c.rows - 2);
	draw_footer(ui, &c, c.rows - 1);
}

struct canvas
card_open(struct canvas *body, int rows, int cols, enum ink ink,
    const char *title)
{
	struct canvas	frame;

	rows = rows > body->rows ? body->rows : rows;
	cols = cols > body->cols ? body->cols : cols;
	frame = canvas_sub(body, (body->rows - rows) / 2,
	    (body->cols - cols) / 2, rows, cols);
	canvas_frame(&frame, ink, title);
	return canvas_sub(&frame, 1, 2, rows - 2, cols - 4);
}
