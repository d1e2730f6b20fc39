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
	struct field	 field;
	struct list	 list;
	const char	**rows;
	void		(*on_yes)(struct screen *, bool);
	void		(*on_text)(struct screen *, const char *);
	void		(*on_row)(struct screen *, int);
};

static const enum cmd yes_cmds[] = { CMD_YES, CMD_NO, CMD_OK, CMD_BACK,
	CMD_NONE };
static const enum cmd text_cmds[] = { CMD_OK, CMD_BACK, CMD_NONE };
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

	if (cmd == CMD_OK)
		return;			/* Enter alone decides nothing */
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

/* One line of text, or a PIN */

static void
text_draw(const struct screen *s, struct canvas *c)
{
	const struct ask	*me = s->state;
	int			 cols = card_cols(c), n = text_rows(me,
	    cols - 4);
	struct canvas		 card = card_open(c, n + 6, cols, INK_PLAIN,
	    me->title);

	n = canvas_wrap(&card, 1, 0, -1, card.rows - 2, INK_DIM, me->text);
	form_draw(&me->form, &card, card.rows > n + 2 ? n + 2 : n + 1, true);
}

static void
text_act(struct screen *s, enum cmd cmd)
{
	struct ask	*me = s->state;
	struct screen	*owner = me->owner;
	void		(*fn)(struct screen *, const char *) = me->on_text;

	if (cmd == CMD_OK && !form_check(&me->form))
		return;
	screen_pop(s);
	fn(owner, cmd == CMD_OK ? me->field.line.text : NULL);
	line_wipe(&me->field.line);
}

static struct line *
text_line(struct screen *s)
{
	return form_line(&((struct ask *)s->state)->form);
}

static bool
text_typing(const struct screen *s, const char *text)
{
	return form_typing(&((const struct ask *)s->state)->form, text);
}

static const struct screen_ops text_ops = {
	.name = "Question", .cmds = text_cmds, .card = true,
	.draw = text_draw, .act = text_act, .line = text_line,
	.typing = text_typing,
	.state_size = sizeof(struct ask),
};

static void
ask_line(struct screen *owner, const char *title, const char *text,
    enum field_kind kind, const char *label,
    const char *initial, void (*fn)(struct screen *, const char *))
{
	struct ask	*me = start(owner, &text_ops, title, text);

	me->field.label = label;
	me->field.kind = kind;
	me->on_text = fn;
	form_start(&me->form, &me->field, 1);
	line_set(&me->field.line, initial);
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
