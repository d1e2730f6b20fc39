/*
 * The keys of a screen, and the same as a menu to choose from: both are made
 * from the commands the screen says it answers.
 */
#include <stdio.h>

#include "list.h"
#include "mem.h"
#include "scr.h"
#include "screen.h"
#include "str.h"

#define HELP_MAX	64

struct help {
	const char	*heading;
	enum cmd	 rows[HELP_MAX];
	struct list	 list;
};

static const enum cmd help_cmds[] = { CMD_OK, CMD_BACK, CMD_UP, CMD_DOWN,
	CMD_PAGE_UP, CMD_PAGE_DOWN, CMD_FIRST, CMD_LAST, CMD_NONE };

static void
key_names(const struct ui *ui, enum cmd cmd, char *out, size_t size)
{
	size_t	len = 0;
	char	name[24];

	out[0] = '\0';
	for (int i = 0; i < CMD_KEYS && ui->keys.keys[cmd][i] != 0; i++) {
		keymap_name(ui->keys.keys[cmd][i], name, sizeof name);
		len += (size_t)snprintf(out + len, size - len, "%s%s",
		    i > 0 ? ", " : "", name);
		if (len >= size)
			return;
	}
}

static void
row_draw(const void *arg, struct canvas *c, int64_t i, bool marked)
{
	const struct screen	*s = arg;
	const struct help	*me = s->state;
	enum cmd		 cmd = me->rows[i];
	char			 keys[80];

	key_names(s->ui, cmd, keys, sizeof keys);
	canvas_text(c, 0, 1, 12, INK_BOLD, cmd_label(cmd));
	canvas_text(c, 0, 14, 18, INK_KEY, keys);
	canvas_text(c, 0, 33, -1, INK_PLAIN, cmd_help(cmd));
	if (marked) {
		canvas_ink(c, 0, 0, -1, INK_FOCUS);
		canvas_cursor(c, 0, 0);
	}
}

static const struct list_source source = { .draw = row_draw };

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct help	*me = s->state;
	struct canvas		 rows = canvas_sub(c, 2, 0, c->rows - 2,
	    c->cols);

	canvas_text(c, 0, 1, -1, INK_ACCENT, me->heading);
	list_draw(&me->list, &rows, &source, s);
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct help	*me = s->state;
	struct ui	*ui = s->ui;
	enum cmd	 chosen = me->rows[me->list.at];

	me->list.rows = 12;
	if (list_act(&me->list, cmd))
		return;
	screen_pop(s);
	if (cmd == CMD_OK)
		ui_act(ui, chosen);
}

static const struct screen_ops ops = {
	.name = "Keys", .cmds = help_cmds, .draw = draw, .act = act,
	.state_size = sizeof(struct help),
};

static void
add(struct help *me, enum cmd cmd)
{
	for (int64_t i = 0; i < me->list.count; i++)
		if (me->rows[i] == cmd)
			return;
	if (me->list.count < HELP_MAX)
		me->rows[me->list.count++] = cmd;
}

static void
open_list(struct ui *ui, bool all)
{
	static const enum cmd	rest[] = { CMD_HELP, CMD_MENU, CMD_BACK,
		CMD_REDRAW, CMD_QUIT, CMD_NONE };
	const struct screen	*of = ui->top;
	struct screen		*s;
	struct help		*me;

	if (of->ops == &ops)
		return;
	s = screen_push(ui, &ops);
	me = s->state;
	for (const enum cmd *i = of->ops->cmds; *i != CMD_NONE; i++)
		if (all || *i < CMD_OK || *i > CMD_PREV)
			add(me, *i);
	for (const enum cmd *i = rest; *i != CMD_NONE; i++)
		if (all || *i == CMD_QUIT || *i == CMD_REDRAW)
			add(me, *i);
	me->heading = arena_printf(s->arena, all ?
	    "Keys of this screen: %s.  Enter does it." :
	    "%s: what would you like to do?", of->ops->name);
}

void
scr_help_open(struct ui *ui)
{
	open_list(ui, true);
}

void
scr_menu_open(struct ui *ui)
{
	open_list(ui, false);
}
