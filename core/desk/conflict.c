/* What is said of a conflict: see conflict.h. */
#include "desk/conflict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channel/channel.h"
#include "clock.h"
#include "db.h"
#include "mem.h"
#include "ops.h"
#include "rows.h"
#include "sell/pan.h"
#include "sell/till.h"
#include "str.h"

#define REF_CHARS	6
#define STEPS_MOST	12

/* The steps while they are being written. */
struct steps {
	struct arena	*arena;
	const char	**list;
	size_t		 count;
};

struct db_req *
conflict_list_ask(const struct uuid *store, bool all)
{
	return db_req_join(op_conflict_list(all, CONFLICT_MOST),
	    op_refusal_open(store));
}

struct db_req *
conflict_ask(const struct uuid *id, const struct uuid *store)
{
	return db_req_join(op_conflict_get(id), op_refusal_open(store));
}

struct db_req *
conflict_similar_ask(const struct conflict *f)
{
	return op_piece_similar(&f->row.piece_id, CONFLICT_SIMILAR);
}

/* --------------------------------------------------------------- in words */

static bool
is(const char *text, const char *word)
{
	return str_eq(text, word);
}

static const char *
what_of(const struct rec_conflict *row)
{
	if (is(row->kind, "lost"))
		return "two buyers, one piece";
	if (is(row->kind, "unknown"))
		return "not known here";
	if (is(row->kind, "cancelled"))
		return "cancelled after it was sold";
	if (is(row->kind, "here"))
		return "sold, and said to be here";
	return "an order that needs a person";
}

static const char *
state_of(const struct rec_conflict *row)
{
	static const char *const	words[][2] = {
		{ "seen", "it is being looked at" },
		{ "held", "somebody may still pay for it" },
		{ "waiting", "it waits for a hold to end" },
		{ "sold", "it is a sale of ours" },
		{ "confirm_due", "it is a sale of ours" },
		{ "parting", "the rest of it is being sold" },
		{ "part_due", "what it lost is being refunded" },
		{ "refund_due", "it is being refunded" },
		{ "refunded", "it has been refunded" },
		{ "cancelled", "it has been cancelled" },
		{ "returned", "its sale was taken back here" },
		{ "needs_person", "it waits for a person" },
	};
	size_t				i;

	for (i = 0; i < sizeof words / sizeof *words; i++)
		if (is(row->state, words[i][0]))
			return words[i][1];
	return "";
}

/* ------------------------------------------------------------- what to do */

static void
step(struct steps *s, const char *text)
{
	if (s->count < STEPS_MOST && text[0] != '\0')
		s->list[s->count++] = text;
}

/* "Sam Square" of "Sam Square, order 1187 on Our site". */
static const char *
buyer(struct arena *arena, const struct rec_conflict *row)
{
	const char	*end = strstr(row->wanted_by, ", order ");

	return end == NULL || end == row->wanted_by ? "the customer" :
	    arena_strndup(arena, row->wanted_by, (size_t)(end -
	    row->wanted_by));
}

static void
refund_by_hand(struct steps *s, const struct rec_conflict *row)
{
	const struct channel_ops	*ops = channel_ops(row->service);
	const char *const		*at;

	/* Why it was not done by itself: when the service could have. */
	if (ops == NULL || (ops->can & CAN(TASK_UNDO)) != 0)
		step(s, row->todo);
	if (ops == NULL) {
		step(s, "Refund the order where it was paid.");
		return;
	}
	for (at = ops->by_hand; *at != NULL; at++)
		step(s, *at);
}

static void
after_losing(struct steps *s, const struct rec_conflict *row)
{
	bool	by_hand = is(row->state, "needs_person") ||
		    (is(row->state, "refund_due") && row->todo[0] != '\0');

	if (by_hand)
		refund_by_hand(s, row);
	else if (row->todo[0] != '\0')
		step(s, row->todo);	/* of a part: the rest is sold */
	else if (is(row->state, "refund_due") || is(row->state, "part_due"))
		step(s, arena_printf(s->arena, "Nothing yet: %s is giving the "
		    "money back, and this says so when it has.",
		    row->channel));
	step(s, arena_printf(s->arena, "Call %s or write: say what happened, "
	    "and offer something like it.", buyer(s->arena, row)));
}

static const char *const *
steps_of(struct arena *arena, const struct rec_conflict *row)
{
	struct steps	s = { .arena = arena };

	s.list = arena_alloc(arena, (STEPS_MOST + 1) * sizeof *s.list);
	if (row->closed_at != 0)
		return s.list;
	if (is(row->kind, "lost"))
		after_losing(&s, row);
	else
		step(&s, row->todo);
	if (is(row->kind, "cancelled"))
		step(&s, "To put it back for sale, scan it at a register and "
		    "press M.");
	step(&s, is(row->kind, "here") ? "It ends by itself when that sale "
	    "has been taken back." : "Settle it then, with a note of what "
	    "was done.");
	return s.list;
}

/* ---------------------------------------------------------------- the list */

static void
make(struct arena *arena, const struct rec_conflict *row, struct conflict *f)
{
	char	id[UUID_TEXT];

	row_conflict(arena, &f->row, row);
	uuid_text(&row->id, id);
	f->ref = arena_strdup(arena, id + UUID_TEXT - 1 - REF_CHARS);
	f->what = what_of(&f->row);
	f->state = state_of(&f->row);
	f->steps = steps_of(arena, &f->row);
	f->open = row->closed_at == 0;
	f->by_hand = f->open && !is(row->kind, "here");
}

static int
by_age(const void *a, const void *b)
{
	const struct conflict	*x = a, *y = b;

	if (x->open != y->open)
		return x->open ? -1 : 1;
	if (x->row.opened_at != y->row.opened_at)
		return x->row.opened_at > y->row.opened_at ? -1 : 1;
	return uuid_cmp(&x->row.id, &y->row.id);
}

size_t
conflict_list(const struct db_ans *ans, struct arena *arena,
    struct conflict **out_r)
{
	const struct rec_conflict	*rows[2];
	size_t				 count[2], i, list, n = 0;
	struct conflict			*all;

	for (list = 0; list < 2; list++)
		rows[list] = db_rows_nth(ans, REC_CONFLICT, list,
		    &count[list]);
	all = arena_alloc(arena, (count[0] + count[1] + 1) * sizeof *all);
	for (list = 0; list < 2; list++)
		for (i = 0; i < count[list]; i++)
			make(arena, &rows[list][i], &all[n++]);
	if (n > 1)
		qsort(all, n, sizeof *all, by_age);
	*out_r = all;
	return n;
}

const struct conflict *
conflict_find(const struct conflict *list, size_t n, const struct uuid *id)
{
	size_t	i;

	for (i = 0; i < n; i++)
		if (uuid_eq(&list[i].row.id, id))
			return &list[i];
	return NULL;
}

const char *
conflict_age(const struct conflict *f, int64_t now, char out[CONFLICT_AGE])
{
	int64_t	s = ((f->open ? now : f->row.closed_at) - f->row.opened_at) /
		    SECOND_US;

	if (s < 0)
		s = 0;
	if (s < 3600)
		snprintf(out, CONFLICT_AGE, "%d:%02d", (int)(s / 60),
		    (int)(s % 60));
	else if (s < 48 * 3600)
		snprintf(out, CONFLICT_AGE, "%d:%02d:%02d", (int)(s / 3600),
		    (int)(s / 60 % 60), (int)(s % 60));
	else
		snprintf(out, CONFLICT_AGE, "%lld days %02d:%02d",
		    (long long)(s / 86400), (int)(s / 3600 % 24),
		    (int)(s / 60 % 60));
	return out;
}

/* ---------------------------------------------------------------- settling */

struct job {
	struct till_job	 job;
	till_done_fn	*done;
};

static void
settled(struct db_ans *ans, void *arg)
{
	struct job	*job = arg;
	struct err	 err = ERR_INIT;
	bool		 wanted = till_job_end(&job->job);

	if (db_check(ans, &err) == 0 && db_changed(ans) == 0) {
		err_set(&err, ERR_NO_INPUT, "it is settled already");
		err_hint(&err, "Somebody else was quicker.");
	}
	if (wanted)
		job->done(err.kind == ERR_NONE ? NULL : &err, job->job.arg);
	free(job);
}

static int
check_note(const char *note, struct err *err)
{
	if (strlen(note) > CONFLICT_NOTE || !str_is_clean(note, false)) {
		err_set(err, ERR_INPUT, "the note is too long or no plain "
		    "text");
		return err_hint(err, "Write it in a few words.");
	}
	if (!pan_in(note))
		return 0;
	err_set(err, ERR_INPUT, "the note looks like a card number");
	return err_hint(err, "Card numbers are never kept here.");
}

int
conflict_settle(struct till *till, const struct uuid *id, const char *note,
    const struct uuid *agreed_by, till_done_fn *done, void *arg,
    struct err *err)
{
	bool			 asked = till_may(till, RIGHT_CONFLICT,
				    RIGHT_WHOLLY) == MAY_ASK;
	struct job		*job;

	if (right_check(till, RIGHT_CONFLICT, RIGHT_WHOLLY, agreed_by,
	    err) != 0 || check_note(note, err) != 0)
		return -1;
	job = mem_zalloc(sizeof *job);
	job->done = done;
	till_job_begin(till, &job->job, arg);
	db_send(till->db, op_conflict_close(id, asked ? agreed_by :
	    &till->staff_id, note, clock_now()), settled, job);
	return 0;
}
