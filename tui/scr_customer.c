/*
 * Who the ticket is for: search as you type, or enter somebody new.  The last
 * row always offers to add a new customer of the name typed.
 */
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "clock.h"
#include "db.h"
#include "form.h"
#include "list.h"
#include "mem.h"
#include "ops.h"
#include "rows.h"
#include "scr.h"
#include "scr_sale.h"
#include "screen.h"
#include "str.h"

#define FIND_MAX	100

struct chooser {
	struct screen		*sale;
	struct line		 line;
	struct list		 list;
	struct arena		*found;		/* owns rows */
	struct rec_customer	*rows;
	size_t			 n;
	bool			 asking, again;
	struct rec_customer	 fresh;		/* being added */
	char			 trouble[200];
};

static const enum cmd	cmds[] = { CMD_OK, CMD_REMOVE, CMD_BACK, CMD_UP,
	CMD_DOWN, CMD_PAGE_UP, CMD_PAGE_DOWN, CMD_FIRST, CMD_LAST, CMD_NONE };

static void ask(struct screen *);

static void
answered(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct chooser	*me = s->state;
	struct arena	*arena;

	me->asking = false;
	me->trouble[0] = '\0';
	if (db_status(ans) == DB_DONE) {
		arena = arena_new();
		me->rows = rows_customer(arena, ans, &me->n);
		arena_free(me->found);
		me->found = arena;
		list_count(&me->list, (int64_t)me->n + 1);
	} else {
		str_copy(me->trouble, sizeof me->trouble, db_err(ans)->text);
	}
	if (me->again)
		ask(s);
}

static void
ask(struct screen *s)
{
	struct chooser	*me = s->state;

	me->again = me->asking;
	if (me->asking)
		return;
	me->asking = true;
	db_send(s->ui->db, op_customer_find(me->line.text, FIND_MAX),
	    answered, s);
}

static void
row_draw(const void *arg, struct canvas *c, int64_t i, bool here)
{
	const struct chooser	*me = arg;

	if ((size_t)i < me->n) {
		const struct rec_customer	*row = &me->rows[i];

		canvas_text(c, 0, 1, c->cols / 2 - 2, INK_PLAIN, row->name);
		canvas_text(c, 0, c->cols / 2, c->cols / 4, INK_DIM,
		    row->phone);
		canvas_text(c, 0, c->cols * 3 / 4, -1, INK_DIM, row->email);
	} else {
		canvas_printf(c, 0, 1, -1, INK_ACCENT, "+ add a new customer"
		    "%s%s", me->line.len > 0 ? ": " : "", me->line.text);
	}
	if (here)
		canvas_ink(c, 0, 0, -1, INK_FOCUS);
}

static const struct list_source	source = { .draw = row_draw };

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct chooser	*me = s->state;
	struct canvas		 rows = canvas_sub(c, 2, 0, c->rows - 2,
	    c->cols);

	canvas_text(c, 0, 1, -1, INK_ACCENT, "Customer >");
	if (me->trouble[0] != '\0')
		canvas_printf(c, 1, 1, -1, INK_BOLD, "! %s", me->trouble);
	list_draw(&me->list, &rows, &source, me);
	line_draw(&me->line, c, 0, 12, c->cols - 14, true);
}

static void
was_added(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct chooser	*me = s->state;

	if (db_status(ans) != DB_DONE) {
		ui_toast_err(s->ui, db_err(ans));
		return;
	}
	sale_set_customer(me->sale, &me->fresh);
	screen_pop(s);
}

static void
given(struct screen *s, const struct field *fields)
{
	struct chooser		*me = s->state;
	struct rec_customer	*c = &me->fresh;

	if (fields == NULL)
		return;
	*c = (struct rec_customer){ .id = uuid_new(),
		.created_at = clock_now(), .address = "", .note = "",
		.exempt_no = "", .search = "" };
	c->name = arena_strdup(s->arena, fields[0].line.text);
	c->phone = arena_strdup(s->arena, fields[1].line.text);
	c->email = arena_strdup(s->arena, fields[2].line.text);
	db_send(s->ui->db, op_customer_add(c), was_added, s);
}

static void
add(struct screen *s)
{
	struct chooser	*me = s->state;
	struct field	 fields[] = {
		{ .label = "Name", .required = true },
		{ .label = "Phone" },
		{ .label = "E-mail" },
	};

	line_set(&fields[0].line, me->line.text);
	ask_form(s, "A new customer", "", fields, 3, given);
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct chooser	*me = s->state;

	me->list.rows = 16;
	if (list_act(&me->list, cmd))
		return;
	if (cmd == CMD_REMOVE) {
		sale_set_customer(me->sale, NULL);
		screen_pop(s);
	} else if (cmd == CMD_BACK) {
		screen_pop(s);
	} else if ((size_t)me->list.at < me->n) {
		sale_set_customer(me->sale, &me->rows[me->list.at]);
		screen_pop(s);
	} else {
		add(s);
	}
}

static struct line *
line(struct screen *s)
{
	return &((struct chooser *)s->state)->line;
}

static void
typed(struct screen *s)
{
	((struct chooser *)s->state)->list.at = 0;
	ask(s);
}

static void
closed(struct screen *s)
{
	arena_free(((struct chooser *)s->state)->found);
}

static const struct screen_ops	ops = {
	.name = "Customer", .cmds = cmds, .draw = draw, .act = act,
	.line = line, .typed = typed, .close = closed,
	.state_size = sizeof(struct chooser),
};

void
scr_customer_open(struct screen *sale)
{
	struct screen	*s = screen_push(sale->ui, &ops);
	struct chooser	*me = s->state;

	me->sale = sale;
	list_count(&me->list, 1);
	ask(s);
}
