/*
 * Find: search as you type over everything in the shop.  One question is under
 * way at a time; what is typed meanwhile is asked when its answer is there, so
 * that a slow database gets the last wish and not a queue of all of them.
 * What changes anywhere is asked again, and a row flips while it is looked at.
 */
#include <stdio.h>
#include <string.h>

#include "db.h"
#include "list.h"
#include "mem.h"
#include "ops.h"
#include "rows.h"
#include "scr.h"
#include "screen.h"
#include "show.h"
#include "str.h"

#define FIND_MAX	200
#define SIMILAR_MAX	50

enum filter { FILTER_ALL, FILTER_AVAILABLE, FILTER_HELD, FILTER_SOLD,
	FILTER_COUNT };

static const char *const	filter_names[] = { "everything", "available",
	"on hold", "sold" };
static const char *const	filter_status[] = { "", "available", "held",
	"sold" };

struct lookup {
	struct line		 line;
	struct list		 list;
	struct arena		*found;		/* owns rows */
	struct rec_piece	*rows;
	bool			 more;		/* than FIND_MAX */
	bool			 asking;
	bool			 again;		/* something changed since */
	bool			 answered;
	bool			 fresh;		/* another question than before */
	enum filter		 filter;
	struct uuid		 like;		/* not nil: pieces like this */
	const char		*heading;
	char			 trouble[200];
};

static const enum cmd	cmds[] = { CMD_OK, CMD_DETAILS, CMD_FILTER, CMD_HOLD,
	CMD_BACK, CMD_UP, CMD_DOWN, CMD_PAGE_UP, CMD_PAGE_DOWN, CMD_FIRST,
	CMD_LAST, CMD_NONE };

static const struct rec_piece *
marked(const struct lookup *me)
{
	return me->list.count > 0 ? &me->rows[me->list.at] : NULL;
}

/*
 * The answer's pieces, each once: what can be sold was asked for first and
 * comes first, so that it is never behind two hundred that are gone.
 */
static struct rec_piece *
merge(struct arena *arena, const struct db_ans *ans, size_t *n_r,
    bool *more_r)
{
	const struct rec_piece	*part[2];
	struct rec_piece	*rows;
	size_t			 count[2], i, j, kept = 0;

	for (i = 0; i < 2; i++)
		part[i] = db_rows_nth(ans, REC_PIECE, i, &count[i]);
	*more_r = count[0] >= FIND_MAX || count[1] >= FIND_MAX;
	rows = arena_alloc(arena, (count[0] + count[1] + 1) * sizeof *rows);
	for (i = 0; i < 2; i++) {
		for (j = 0; j < count[i]; j++) {
			size_t	k = 0;

			while (i == 1 && k < count[0] &&
			    !uuid_eq(&part[0][k].id, &part[1][j].id))
				k++;
			if (i == 0 || k == count[0])
				row_piece(arena, &rows[kept++], &part[i][j]);
		}
	}
	*n_r = kept;
	return rows;
}

/*
 * The same question answered again: rows that were there stay where they were,
 * so that one is seen to change and none jumps from under the eye.
 */
static void
keep_order(const struct lookup *me, struct rec_piece *rows, size_t n)
{
	size_t	at = 0;

	for (int64_t i = 0; i < me->list.count; i++) {
		for (size_t j = at; j < n; j++) {
			struct rec_piece	row = rows[j];

			if (!uuid_eq(&row.id, &me->rows[i].id))
				continue;
			memmove(&rows[at + 1], &rows[at],
			    (j - at) * sizeof *rows);
			rows[at++] = row;
			break;
		}
	}
}

/* Puts the rows in place, the mark still on the piece it was on. */
static void
take_rows(struct lookup *me, const struct db_ans *ans)
{
	const struct rec_piece	*was = marked(me);
	struct uuid		 id = { { 0 } };
	struct arena		*arena = arena_new();
	struct rec_piece	*rows;
	size_t			 n, kept = 0;

	if (was != NULL)
		id = was->id;
	rows = merge(arena, ans, &n, &me->more);
	for (size_t i = 0; i < n; i++)
		if (me->filter == FILTER_ALL || str_eq(rows[i].status,
		    filter_status[me->filter]))
			rows[kept++] = rows[i];
	if (!me->fresh)
		keep_order(me, rows, kept);
	me->fresh = me->fresh && me->again;	/* the one to come is its own */
	arena_free(me->found);
	me->found = arena;
	me->rows = rows;
	list_count(&me->list, (int64_t)kept);
	for (size_t i = 0; i < kept; i++)
		if (uuid_eq(&rows[i].id, &id))
			me->list.at = (int64_t)i;
}

static void ask(struct screen *);

static void
answered(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct lookup	*me = s->state;

	me->asking = false;
	me->answered = true;
	me->trouble[0] = '\0';
	if (db_status(ans) == DB_DONE)
		take_rows(me, ans);
	else
		str_copy(me->trouble, sizeof me->trouble, db_err(ans)->text);
	if (me->again)
		ask(s);
}

static void
ask(struct screen *s)
{
	struct lookup	*me = s->state;
	struct db_req	*req;

	me->again = me->asking;
	if (me->asking)
		return;
	me->asking = true;
	if (!uuid_is_nil(&me->like)) {
		req = op_piece_similar(&me->like, SIMILAR_MAX);
	} else {
		req = op_piece_find(me->line.text, FIND_MAX, true);
		if (me->filter != FILTER_AVAILABLE)
			req = db_req_join(req, op_piece_find(me->line.text,
			    FIND_MAX, false));
	}
	db_send(s->ui->db, req, answered, s);
}

static void
row_draw(const void *arg, struct canvas *c, int64_t i, bool here)
{
	const struct screen	*s = arg;
	const struct lookup	*me = s->state;
	const struct rec_piece	*piece = &me->rows[i];
	enum ink		 ink = show_status_ink(piece);
	char			 amount[MONEY_TEXT], status[80];
	int			 end = c->cols - 1;

	canvas_right(c, 0, end, ink, show_amount(s->ui, piece->price,
	    amount));
	end -= 13;
	show_status(piece, status, sizeof status);
	if (c->cols >= 60) {
		canvas_text(c, 0, end - 18, 18, ink, status);
		end -= 19;
	}
	canvas_text(c, 0, 1, 12, ink == INK_PLAIN ? INK_BOLD : ink,
	    piece->sku);
	canvas_text(c, 0, 14, end - 14, ink, piece->title);
	if (here)
		canvas_ink(c, 0, 0, -1, INK_FOCUS);
}

static const struct list_source	source = { .draw = row_draw };

static void
draw_state(const struct lookup *me, struct canvas *c, int y)
{
	char	text[240];

	if (me->trouble[0] != '\0')
		snprintf(text, sizeof text, "! %s", me->trouble);
	else if (!me->answered)
		str_copy(text, sizeof text, "looking ...");
	else if (me->list.count == 0)
		snprintf(text, sizeof text, "Nothing %sbegins with that.",
		    me->filter == FILTER_ALL ? "" : "of this kind ");
	else
		snprintf(text, sizeof text, "%lld%s shown: %s",
		    (long long)me->list.count, me->more ? "+" : "",
		    filter_names[me->filter]);
	canvas_right(c, y, c->cols - 1, INK_DIM, text);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct lookup	*me = s->state;
	struct canvas		 rows = canvas_sub(c, 2, 0, c->rows - 2,
	    c->cols);
	int			 width = c->cols > 50 ? c->cols - 40 :
	    c->cols - 8;

	canvas_text(c, 0, 1, -1, INK_ACCENT, "Find >");
	draw_state(me, c, c->cols > 50 ? 0 : 1);
	if (!uuid_is_nil(&me->like))
		canvas_text(c, 1, 1, -1, INK_DIM, me->heading);
	list_draw(&me->list, &rows, &source, s);
	line_draw(&me->line, c, 0, 8, width, true);
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct lookup		*me = s->state;
	const struct rec_piece	*piece = marked(me);
	struct ui		*ui = s->ui;
	char			 sku[100];

	me->list.rows = 16;
	if (list_act(&me->list, cmd))
		return;
	if (cmd == CMD_BACK) {
		screen_pop(s);
	} else if (cmd == CMD_FILTER) {
		me->filter = (enum filter)((me->filter + 1) % FILTER_COUNT);
		me->fresh = true;
		ask(s);
	} else if (piece == NULL) {
		ui_toast(ui, TOAST_INFO, "Nothing is marked yet.");
	} else if (cmd == CMD_DETAILS) {
		scr_piece_open(ui, &piece->id);
	} else if (cmd == CMD_HOLD) {
		scr_hold_open(ui, &piece->id, piece->sku, piece->title);
	} else if (cmd == CMD_OK) {
		str_copy(sku, sizeof sku, piece->sku);
		screen_pop(s);
		ui_scan(ui, sku);
	}
}

static struct line *
line(struct screen *s)
{
	return &((struct lookup *)s->state)->line;
}

static void
typed(struct screen *s)
{
	struct lookup	*me = s->state;

	me->list.at = me->list.top = 0;
	me->fresh = true;
	me->like = (struct uuid){ { 0 } };	/* a search of one's own */
	ask(s);
}

static void
closed(struct screen *s)
{
	arena_free(((struct lookup *)s->state)->found);
}

static const struct screen_ops	ops = {
	.name = "Find", .cmds = cmds, .draw = draw, .act = act, .line = line,
	.typed = typed, .changed = ask, .close = closed,
	.state_size = sizeof(struct lookup),
};

void
scr_similar_open(struct ui *ui, const struct uuid *id, const char *title)
{
	struct screen	*s = screen_push(ui, &ops);
	struct lookup	*me = s->state;

	me->like = *id;
	me->heading = arena_printf(s->arena, "Like: %s", title);
	ask(s);
}

void
scr_lookup_open(struct ui *ui, const char *typed_so_far)
{
	struct screen	*s = screen_push(ui, &ops);
	struct lookup	*me = s->state;

	line_set(&me->line, typed_so_far);
	ask(s);
}
