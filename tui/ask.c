/* Questions: see ask.h. */
#include "ask.h"

#include <string.h>

#include "form.h"
#include "list.h"
#include "mem.h"
#include "screen.h"

#define CARD_COLS	64

struct ask {
	struct screen	*owner;
	const char	*title;
	const char	*text;
	const char	*yes;
	struct form	 form;
	struct field	*fields;
	struct list	 list;
	const char	**rows;
	void		(*on_yes)(struct screen *, bool);
	void		(*on_text)(struct screen *, const char *);
	void		(*on_form)(struct screen *, const struct field *);
	void		(*on_row)(struct screen *, int);
};

/* Enter alone decides nothing. */
static const enum cmd yes_cmds[] = { CMD_YES, CMD_NO, CMD_BACK, CMD_NONE };
static const enum cmd text_cmds[] = { CMD_OK, CMD_BACK, CMD_NEXT, CMD_PREV,
	CMD_UP, CMD_DOWN, CMD_NONE };
static const enum cmd row_cmds[] = { CMD_OK, CMD_BACK, CMD_UP, CMD_DOWN,
	CMD_PAGE_UP, CMD_PAGE_DOWN, CMD_FIRST, CMD_LAST, CMD_NONE };

static struct ask *
start(struct screen *owner, const struct screen_ops *ops, const char *title,
    const char *text)
{
	struct screen	*s = screen_push(owner->ui, ops);
	struct ask	*me = s->state;

	me->owner = owner;
	me->title = arena_strdup(s->arena, title);
	me->text = arena_strdup(s->arena, text);
	return me;
}

/* Rows the text takes on the card. */
static int
text_rows(const struct ask *me, int cols)
{
	int	width = text_width(me->text);

	return cols < 1 ? 1 : width / cols + 1;
}

static int
card_cols(const struct canvas *c)
{
	return c->cols < CARD_COLS ? c->cols : CARD_COLS;
}

/* Yes or no */

static void
yes_draw(const struct screen *s, struct canvas *c)
{
	const struct ask	*me = s->state;
	int			 cols = card_cols(c), n = text_rows(me,
	    cols - 4);
	struct canvas		 card = card_open(c, n + 5, cols, INK_PLAIN,
	    me->title);
	int			 x = 0;

	n = canvas_wrap(&card, 1, 0, -1, card.rows - 2, INK_PLAIN, me->text);
	x += canvas_text(&card, n + 2, x, -1, INK_KEY, "Y") + 1;
	x += canvas_text(&card, n + 2, x, -1, INK_PLAIN, me->yes) + 4;
	x += canvas_text(&card, n + 2, x, -1, INK_KEY, "N") + 1;
	canvas_text(&card, n + 2, x, -1, INK_PLAIN, "No, go back");
	canvas_cursor(&card, n + 2, 0);
}

static void
yes_act(struct screen *s, enum cmd cmd)
{
	struct ask	*me = s->state;
	struct screen	*owner = me->owner;
	void		(*fn)(struct screen *, bool) = me->on_yes;

	screen_pop(s);
	fn(owner, cmd == CMD_YES);
}

static const struct screen_ops yes_ops = {
	.name = "Question", .cmds = yes_cmds, .card = true,
	.draw = yes_draw, .act = yes_act, .state_size = sizeof(struct ask),
};

void
ask_yes(struct screen *owner, const char *title, const char *text,
    const char *yes, void (*fn)(struct screen *, bool))
{
	struct ask	*me = start(owner, &yes_ops, title, text);

	me->yes = arena_strdup(owner->ui->top->arena, yes);
	me->on_yes = fn;
}

/* A form: one line of text, a PIN, or several fields */

static void
form_card_draw(const struct screen *s, struct canvas *c)
{
	const struct ask	*me = s->state;
	int			 cols = card_cols(c), n = text_rows(me,
	    cols - 4);
	struct canvas		 card = card_open(c, n + 5 + me->form.count,
	    cols, INK_PLAIN, me->title);
	int			 y = card.rows > me->form.count + 2;

	y += canvas_wrap(&card, y, 0, -1, card.rows - me->form.count - y,
	    INK_DIM, me->text);
	y += card.rows - y > me->form.count + 1;
	form_draw(&me->form, &card, y, true);
}

/* Answers and closes; fields is NULL when it was left. */
static void
form_over(struct screen *s, struct field *fields)
{
	struct ask	*me = s->state;
	struct screen	*owner = me->owner;

	screen_pop(s);		/* its memory lasts until ui_settle */
	if (me->on_form != NULL)
		me->on_form(owner, fields);
	else
		me->on_text(owner, fields == NULL ? NULL :
		    fields->line.text);
	for (int i = 0; i < me->form.count; i++)
		if (me->fields[i].kind == FIELD_SECRET)
			line_wipe(&me->fields[i].line);
}

static void
form_card_act(struct screen *s, enum cmd cmd)
{
	struct ask	*me = s->state;

	if (cmd == CMD_BACK)
		form_over(s, NULL);
	else if (form_act(&me->form, cmd) == FORM_DONE)
		form_over(s, me->fields);
}

static struct line *
form_card_line(struct screen *s)
{
	return form_line(&((struct ask *)s->state)->form);
}

static bool
form_card_key(struct screen *s, const struct event *ev)
{
	return form_key(&((struct ask *)s->state)->form, ev);
}

static bool
form_card_typing(const struct screen *s, const char *text)
{
	return form_typing(&((const struct ask *)s->state)->form, text);
}

static const struct screen_ops form_ops = {
	.name = "Question", .cmds = text_cmds, .card = true,
	.draw = form_card_draw, .act = form_card_act, .line = form_card_line,
	.key = form_card_key, .typing = form_card_typing,
	.state_size = sizeof(struct ask),
};

static struct ask *
start_form(struct screen *owner, const char *title, const char *text,
    const struct field *fields, int count)
{
	struct ask	*me = start(owner, &form_ops, title, text);

	me->fields = arena_alloc(owner->ui->top->arena,
	    (size_t)count * sizeof *fields);
	memcpy(me->fields, fields, (size_t)count * sizeof *fields);
	form_start(&me->form, me->fields, count);
	return me;
}

static void
ask_line(struct screen *owner, const char *title, const char *text,
    enum field_kind kind, const char *label,
    const char *initial, void (*fn)(struct screen *, const char *))
{
	struct field	 field = { .label = label, .kind = kind };
	struct ask	*me = start_form(owner, title, text, &field, 1);

	me->on_text = fn;
	line_set(&me->fields[0].line, initial);
	me->fields[0].line.fresh = kind == FIELD_AMOUNT;
}

void
ask_form(struct screen *owner, const char *title, const char *text,
    const struct field *fields, int count,
    void (*fn)(struct screen *, const struct field *))
{
	start_form(owner, title, text, fields, count)->on_form = fn;
}

void
ask_pin(struct screen *owner, const char *title, const char *text,
    void (*fn)(struct screen *, const char *))
{
	ask_line(owner, title, text, FIELD_SECRET, "PIN", "", fn);
}

void
ask_text(struct screen *owner, const char *title, const char *text,
    const char *initial, void (*fn)(struct screen *, const char *))
{
	ask_line(owner, title, text, FIELD_TEXT, "", initial, fn);
}

void
ask_amount(struct screen *owner, const char *title, const char *text,
    const char *initial, void (*fn)(struct screen *, const char *))
{
	ask_line(owner, title, text, FIELD_AMOUNT, "", initial, fn);
}

/* One of several */

static void
row_draw(const void *arg, struct canvas *c, int64_t i, bool marked)
{
	const struct ask	*me = arg;

	canvas_text(c, 0, 1, c->cols - 2, marked ? INK_BOLD : INK_PLAIN,
	    me->rows[i]);
	if (marked) {
		canvas_ink(c, 0, 0, -1, INK_FOCUS);
		canvas_cursor(c, 0, 0);
	}
}

static const struct list_source rows_source = { .draw = row_draw };

static void
choose_draw(const struct screen *s, struct canvas *c)
{
	const struct ask	*me = s->state;
	struct canvas		 card = card_open(c, (int)me->list.count + 4,
	    card_cols(c), INK_PLAIN, me->title);
	struct canvas		 inner = canvas_sub(&card, 1, 0,
	    card.rows - 2, card.cols);

	if (card.rows < 4)
		inner = card;
	list_draw(&me->list, &inner, &rows_source, me);
}

static void
choose_act(struct screen *s, enum cmd cmd)
{
	struct ask	*me = s->state;
	struct screen	*owner = me->owner;
	void		(*fn)(struct screen *, int) = me->on_row;
	int		 row = (int)me->list.at;

	me->list.rows = 10;
	if (list_act(&me->list, cmd))
		return;
	screen_pop(s);
	fn(owner, cmd == CMD_OK ? row : -1);
}

static const struct screen_ops choose_ops = {
	.name = "Choose one", .cmds = row_cmds, .card = true,
	.draw = choose_draw, .act = choose_act,
	.state_size = sizeof(struct ask),
};

void
ask_choose(struct screen *owner, const char *title, const char *const *rows,
    int count, void (*fn)(struct screen *, int))
{
	struct ask	*me = start(owner, &choose_ops, title, "");
	struct arena	*arena = owner->ui->top->arena;

	me->rows = arena_alloc(arena, (size_t)count * sizeof *me->rows);
	for (int i = 0; i < count; i++)
		me->rows[i] = arena_strdup(arena, rows[i]);
	list_count(&me->list, count);
	me->on_row = fn;
}
