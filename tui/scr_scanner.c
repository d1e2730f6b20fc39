/*
 * The scanner test: shows what came and what was made of it, so that a wrong
 * prefix or suffix is found in a minute.  The one screen that keeps scans.
 */
#include <stdio.h>

#include "scr.h"
#include "screen.h"

#define ROWS	12

struct scanner {
	char	rows[ROWS][120];
	int	n;		/* of events so far */
};

static const enum cmd	cmds[] = { CMD_BACK, CMD_NONE };

static void
note(struct scanner *me, const char *what, const char *text)
{
	snprintf(me->rows[me->n++ % ROWS], sizeof me->rows[0], "%-9s %s", what,
	    text);
}

static bool
scan(struct screen *s, const char *code)
{
	note(s->state, "scan", code);
	return true;
}

static bool
key(struct screen *s, const struct event *ev)
{
	char	text[40];

	if (ev->kind == EV_KEY && ev->key == KEY_ESC)
		return false;
	if (ev->kind == EV_PASTE) {
		note(s->state, "paste", ev->text);
	} else {
		keymap_name(ev->kind == EV_TEXT ? (int)ev->ch : ev->key, text,
		    sizeof text);
		note(s->state, "typed", text);
	}
	return true;
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct scanner	*me = s->state;
	int			 first = me->n > ROWS ? me->n - ROWS : 0;
	int			 y;

	y = canvas_wrap(c, 0, 1, c->cols - 2, 4, INK_PLAIN, "Scan something: "
	    "it must show as one line \"scan\" with the whole code. If it "
	    "shows as typed keys, set scanner_prefix and scanner_suffix in "
	    "vitrine.conf as the scanner is set.");
	for (int i = first; i < me->n; i++)
		canvas_text(c, y + 1 + i - first, 2, -1, INK_BOLD,
		    me->rows[i % ROWS]);
	canvas_cursor(c, y + 1 + me->n - first, 2);
}

static void
act(struct screen *s, enum cmd cmd)
{
	(void)cmd;
	screen_pop(s);
}

static const struct screen_ops	ops = {
	.name = "Scanner test", .cmds = cmds, .draw = draw, .act = act,
	.key = key, .scan = scan, .state_size = sizeof(struct scanner),
};

void
scr_scanner_open(struct ui *ui)
{
	screen_push(ui, &ops);
}
