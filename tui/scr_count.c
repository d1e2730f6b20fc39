/*
 * Counting cash, note by note and coin by coin: the float of a drawer, and
 * what is in it at the end.  Nothing on it says what should be there.
 */
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "mem.h"
#include "scr.h"
#include "screen.h"
#include "sell/count.h"
#include "show.h"
#include "str.h"

#define QTY_DIGITS	7

struct counting {
	struct screen	*owner;
	const char	*title;
	void		(*fn)(struct screen *, const struct count *);
	struct count	 count;			/* as typed so far */
	struct line	 lines[COUNT_DENOMS];
	size_t		 at;
};

static const enum cmd	cmds[] = { CMD_TALLY, CMD_OK, CMD_BACK, CMD_NEXT,
	CMD_PREV, CMD_UP, CMD_DOWN, CMD_NONE };

/* Takes over what was typed in one line; false with a toast. */
static bool
take(struct screen *s, size_t i)
{
	struct counting	*me = s->state;
	const char	*text = me->lines[i].text;
	struct err	 err = ERR_INIT;
	int64_t		 qty = 0;

	if (!str_empty(text) && !str_int64(text, &qty)) {
		ui_toast(s->ui, TOAST_WARN, "Write how many there are as a "
		    "whole number.");
		return false;
	}
	if (count_set(&me->count, me->count.denom[i], qty, &s->ui->currency,
	    &err) == 0)
		return true;
	ui_toast_err(s->ui, &err);
	return false;
}

static void
said(struct screen *s, bool yes)
{
	struct counting	*me = s->state;
	struct screen	*owner = me->owner;
	struct count	 count = me->count;
	void		(*fn)(struct screen *, const struct count *) = me->fn;

	if (!yes)
		return;
	screen_pop(s);
	fn(owner, &count);
}

static void
finish(struct screen *s)
{
	struct counting	*me = s->state;
	char		 sum[MONEY_TEXT], title[80];
	size_t		 i;

	for (i = 0; i < me->count.n; i++) {
		if (!take(s, i)) {
			me->at = i;
			return;
		}
	}
	snprintf(title, sizeof title, "You counted %s", show_price(s->ui,
	    count_sum(&me->count), sum));
	ask_yes(s, title, "What was counted is written down and cannot be "
	    "changed afterwards.", "That is it", said);
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct counting	*me = s->state;
	struct screen	*owner = me->owner;
	bool		 last = me->at + 1 == me->count.n;

	if (cmd == CMD_BACK) {
		screen_pop(s);
		me->fn(owner, NULL);
		return;
	}
	if (!take(s, me->at))
		return;
	if (cmd == CMD_TALLY || (cmd == CMD_OK && last))
		finish(s);
	else if (cmd == CMD_UP || cmd == CMD_PREV)
		me->at = me->at == 0 ? me->count.n - 1 : me->at - 1;
	else
		me->at = last ? 0 : me->at + 1;
}

/* The sum of what is typed is shown as it is typed. */
static void
typed(struct screen *s)
{
	struct counting	*me = s->state;
	struct err	 err = ERR_INIT;
	int64_t		 qty = 0;

	if (str_empty(me->lines[me->at].text) ||
	    str_int64(me->lines[me->at].text, &qty)) {
		if (count_set(&me->count, me->count.denom[me->at], qty,
		    &s->ui->currency, &err) != 0)
			ui_toast_err(s->ui, &err);
	}
}

static void
draw_row(const struct screen *s, struct canvas *c, int y, size_t i)
{
	const struct counting	*me = s->state;
	bool			 here = i == me->at;
	char			 text[MONEY_TEXT];

	canvas_right(c, y, 12, here ? INK_BOLD : INK_PLAIN, show_amount(s->ui,
	    me->count.denom[i], text));
	canvas_text(c, y, 13, -1, INK_DIM, "x");
	line_draw(&me->lines[i], c, y, 15, 9, here);
	if (me->count.qty[i] != 0)
		canvas_right(c, y, 40, here ? INK_BOLD : INK_PLAIN,
		    show_amount(s->ui, me->count.denom[i] * me->count.qty[i],
		    text));
	if (here)
		canvas_ink(c, y, 14, 10, INK_FOCUS);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct counting	*me = s->state;
	int			 rows = c->rows - 4, top = 0, i;
	char			 text[MONEY_TEXT];

	canvas_text(c, 0, 2, -1, INK_BOLD, me->title);
	if (rows < 1)
		rows = 1;
	if ((int)me->at >= rows)
		top = (int)me->at - rows + 1;
	for (i = 0; i < rows && top + i < (int)me->count.n; i++)
		draw_row(s, c, i + 2, (size_t)(top + i));
	canvas_text(c, i + 2, 2, -1, INK_BOLD, "COUNTED");
	canvas_right(c, i + 2, 40, INK_BOLD, show_price(s->ui,
	    count_sum(&me->count), text));
	if (c->cols > 70) {
		canvas_wrap(c, 2, 46, c->cols - 47, 4, INK_DIM, "How many of "
		    "each are there? Enter goes on, F8 says that it is all.");
	}
}

static struct line *
line(struct screen *s)
{
	struct counting	*me = s->state;

	return &me->lines[me->at];
}

static bool
typing(const struct screen *s, const char *text)
{
	(void)s;
	return strlen(text) <= QTY_DIGITS &&
	    strspn(text, "0123456789-") == strlen(text);
}

static const struct screen_ops	ops = {
	.name = "Count", .cmds = cmds, .draw = draw, .act = act, .line = line,
	.typed = typed, .typing = typing, .state_size = sizeof(struct counting),
};

void
scr_count_open(struct screen *owner, const char *title,
    void (*fn)(struct screen *, const struct count *))
{
	struct screen	*s = screen_push(owner->ui, &ops);
	struct counting	*me = s->state;
	size_t		 i;

	me->owner = owner;
	me->title = arena_strdup(s->arena, title);
	me->fn = fn;
	count_init(&me->count, &owner->ui->currency);
	for (i = 0; i < me->count.n; i++)
		me->lines[i].max = QTY_DIGITS;
}
