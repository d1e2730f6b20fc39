/*
 * The rows behind a figure.  They are read again when something changes, and
 * each opens: its sale's receipt, or its piece.
 */
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "db.h"
#include "list.h"
#include "mem.h"
#include "scr.h"
#include "scr_day.h"
#include "sell/till.h"
#include "show.h"
#include "str.h"

#define LINE_BYTES	2000
#define OPEN_WHAT	3	/* of what is still open: which kind it is */
#define WHOLE_ROWS	2	/* at the bottom: the marked row, uncut */

struct rows {
	struct report_want	 want;
	struct behind_want	 how;
	struct report		*report;
	const struct table	*table;
	const struct row	**index;	/* of the rows, the report's */
	struct list		 list;
	bool			 asking, again;
	char			 trouble[240];
};

static const enum cmd	cmds[] = { CMD_OPEN, CMD_DETAILS, CMD_EXPORT,
	CMD_BACK, CMD_CONFLICTS, CMD_UP, CMD_DOWN, CMD_PAGE_UP, CMD_PAGE_DOWN,
	CMD_FIRST, CMD_LAST, CMD_NONE };

static void ask(struct screen *);

static void
take(struct rows *me, struct report *report)
{
	const struct row	*row;
	size_t			 n = 0;

	report_free(me->report);
	me->report = report;
	me->table = report->tables;
	me->index = arena_alloc(report->arena, (me->table->row_count + 1) *
	    sizeof *me->index);
	for (row = me->table->rows; row != NULL; row = row->next)
		me->index[n++] = row;
	list_count(&me->list, (int64_t)n);
	me->trouble[0] = '\0';
}

static void
answered(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct rows	*me = s->state;
	struct err	 err = ERR_INIT;
	struct report	*report;

	me->asking = false;
	report = behind_make(&me->want, &me->how, s->ui->till, ans, &err);
	if (report != NULL)
		take(me, report);
	else
		snprintf(me->trouble, sizeof me->trouble, "%s. %s", err.text,
		    err.hint);
	if (me->again)
		ask(s);
}

static void
ask(struct screen *s)
{
	struct rows	*me = s->state;

	me->again = me->asking;
	if (me->asking || db_link(s->ui->db) == DB_DOWN)
		return;
	me->asking = true;
	db_send(s->ui->db, behind_ask(&me->want, &me->how, s->ui->till),
	    answered, s);
}

/* What the amounts come to, for the heading. */
static void
heading(const struct screen *s, char *out, size_t size)
{
	const struct rows	*me = s->state;
	const struct column	*column;
	char			 text[MONEY_TEXT], sum[120] = "";
	int64_t			 total, i;
	size_t			 k, used = 0;

	for (k = 0; k < me->table->column_count && used < 60; k++) {
		column = &me->table->columns[k];
		if (column->type != CELL_MONEY)
			continue;
		total = 0;
		for (i = 0; i < me->list.count; i++)
			if (me->index[i]->kind == ROW_PLAIN)
				total += me->index[i]->cells[k].num;
		used += (size_t)snprintf(sum + used, sizeof sum - used,
		    "   %s %s", column->label, show_amount(s->ui, total,
		    text));
	}
	snprintf(out, size, "%lld%s", (long long)me->list.count, sum);
}

struct sketch {
	const struct screen	*s;
	struct table_layout	 lay;
};

static void
line_text(const struct sketch *k, const struct row *row, char *out,
    size_t size)
{
	const struct rows	*me = k->s->state;
	const struct render	 how = { .width = 0 };
	struct buf		 line = BUF_INIT(LINE_BYTES);

	if (row == NULL)
		table_head(me->table, &k->lay, &line);
	else
		table_line(me->report, me->table, row, &k->lay, &how, &line);
	str_copy(out, size, buf_str(&line));
	out[strcspn(out, "\n")] = '\0';
	buf_free(&line);
}

static void
row_draw(const void *arg, struct canvas *c, int64_t i, bool here)
{
	const struct sketch	*k = arg;
	const struct rows	*me = k->s->state;
	char			 text[LINE_BYTES];

	line_text(k, me->index[i], text, sizeof text);
	canvas_text(c, 0, 1, -1, INK_PLAIN, text);
	if (here)
		canvas_ink(c, 0, 0, -1, INK_FOCUS);
}

static const struct list_source	source = { .draw = row_draw };

/* The words of the marked row in full: nothing is lost in a narrow window. */
static void
draw_whole(const struct screen *s, struct canvas *c, int y)
{
	const struct rows	*me = s->state;
	const struct row	*row = me->index[me->list.at];
	char			 text[LINE_BYTES];
	size_t			 i, used = 0;

	for (i = 0; i < me->table->column_count && used < sizeof text - 300;
	    i++) {
		if (me->table->columns[i].type != CELL_TEXT ||
		    row->cells[i].text[0] == '\0' ||
		    me->table->columns[i].label[0] == '\0')
			continue;
		used += (size_t)snprintf(text + used, sizeof text - used,
		    "%s%s: %.200s", used == 0 ? "" : "  ",
		    me->table->columns[i].label, row->cells[i].text);
	}
	if (row->kind == ROW_PLAIN && used > 0)
		canvas_wrap(c, y, 1, c->cols - 2, WHOLE_ROWS, INK_DIM, text);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct rows	*me = s->state;
	struct sketch		 k = { .s = s };
	struct canvas		 zone;
	char			 text[LINE_BYTES];

	canvas_text(c, 0, 1, -1, INK_BOLD, me->report == NULL ?
	    me->how.title : me->report->title);
	canvas_cursor(c, 0, 0);
	if (me->report == NULL || me->trouble[0] != '\0') {
		canvas_wrap(c, 2, 1, c->cols - 2, 3, INK_DIM,
		    me->trouble[0] != '\0' ? me->trouble : "looking ...");
		return;
	}
	heading(s, text, sizeof text);
	canvas_right(c, 0, c->cols - 1, INK_DIM, text);
	if (me->list.count == 0) {
		canvas_text(c, 2, 1, -1, INK_DIM, "None.");
		return;
	}
	table_lay(me->report, me->table, (size_t)c->cols - 2, &k.lay);
	line_text(&k, NULL, text, sizeof text);
	canvas_text(c, 1, 1, -1, INK_DIM, text);
	zone = canvas_sub(c, 2, 0, c->rows - 2 - WHOLE_ROWS, c->cols);
	list_draw(&me->list, &zone, &source, &k);
	draw_whole(s, c, c->rows - WHOLE_ROWS);
}

static void
open_row(struct screen *s, bool piece)
{
	struct rows		*me = s->state;
	const struct row	*row = me->index[me->list.at];

	if (me->how.look == LOOK_OPEN && row->kind == ROW_PLAIN &&
	    str_eq(row->cells[OPEN_WHAT].text, "conflict"))
		scr_conflict_open(s->ui, &row->behind);
	else if (!piece && !uuid_is_nil(&row->behind) &&
	    me->how.look != LOOK_OPEN)
		scr_receipt_open(s->ui, &row->behind, true);
	else if (!uuid_is_nil(&row->piece))
		scr_piece_open(s->ui, &row->piece);
	else if (me->how.look == LOOK_OPEN)
		ui_toast(s->ui, TOAST_INFO, "%s", row->cells[2].text);
	else
		ui_toast(s->ui, TOAST_INFO, "There is nothing more behind "
		    "this row.");
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct rows	*me = s->state;

	me->list.rows = 14;
	if (list_act(&me->list, cmd))
		return;
	if (cmd == CMD_BACK)
		screen_pop(s);
	else if (cmd == CMD_CONFLICTS)
		scr_conflicts_open(s->ui);
	else if (cmd == CMD_EXPORT && me->report != NULL)
		day_export(s, &me->want, &me->how);
	else if (me->report != NULL && me->list.count > 0 &&
	    (cmd == CMD_OPEN || cmd == CMD_DETAILS))
		open_row(s, cmd == CMD_DETAILS);
}

static void
closed(struct screen *s)
{
	report_free(((struct rows *)s->state)->report);
}

static const struct screen_ops	ops = {
	.name = "Behind the figure", .cmds = cmds, .draw = draw, .act = act,
	.changed = ask, .close = closed, .state_size = sizeof(struct rows),
};

void
day_rows_open(struct ui *ui, const struct report_want *want,
    const struct behind_want *how)
{
	struct screen	*s = screen_push(ui, &ops);
	struct rows	*me = s->state;

	me->want = *want;
	me->how = *how;
	me->how.a = arena_strdup(s->arena, how->a);
	me->how.b = arena_strdup(s->arena, how->b);
	me->how.title = arena_strdup(s->arena, how->title);
	ask(s);
}
