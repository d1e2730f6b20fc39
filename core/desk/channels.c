/* How the websites of others get on: see channels.h. */
#include "desk/channels.h"

#include <stdio.h>
#include <string.h>

#include "channel/channel.h"
#include "clock.h"
#include "db.h"
#include "mem.h"
#include "ops.h"
#include "rows.h"
#include "str.h"

#define DAY_US		(24 * 60 * MINUTE_US)
/* Read every half minute, so by then nobody reads it any more. */
#define SILENT_US	(5 * MINUTE_US)
#define BEHIND_US	(1 * MINUTE_US)

const char *
channel_health_word(enum channel_health health)
{
	static const char *const	words[] = {
		[CHANNEL_OURS] = "-", [CHANNEL_OFF] = "off",
		[CHANNEL_PAUSED] = "paused", [CHANNEL_NEW] = "new",
		[CHANNEL_WELL] = "well", [CHANNEL_BEHIND] = "behind",
		[CHANNEL_SILENT] = "silent", [CHANNEL_TROUBLE] = "trouble",
	};

	return words[health];
}

struct db_req *
channels_ask(int64_t now)
{
	return db_req_join(op_link_list(), op_outbox_delay(now - DAY_US));
}

const char *
channel_stretch(int64_t us, char out[CHANNEL_STRETCH])
{
	if (us < 0)
		us = 0;
	if (us < SECOND_US)
		snprintf(out, CHANNEL_STRETCH, "%d ms", (int)(us / MS_US));
	else if (us < 2 * MINUTE_US)
		snprintf(out, CHANNEL_STRETCH, "%d s", (int)(us / SECOND_US));
	else if (us < 120 * MINUTE_US)
		snprintf(out, CHANNEL_STRETCH, "%d min", (int)(us /
		    MINUTE_US));
	else if (us < 2 * DAY_US)
		snprintf(out, CHANNEL_STRETCH, "%d h", (int)(us / MINUTE_US /
		    60));
	else
		snprintf(out, CHANNEL_STRETCH, "%lld days",
		    (long long)(us / DAY_US));
	return out;
}

static enum channel_health
health_of(const struct rec_link *l, const struct channel_ops *ops,
    int64_t now)
{
	bool	polls = ops != NULL && (ops->can & CAN(TASK_POLL)) != 0;

	if (l->active == 0)
		return CHANNEL_OFF;
	if (l->paused != 0)
		return CHANNEL_PAUSED;
	if (ops == NULL || l->outbox == 0)
		return CHANNEL_OURS;
	if (l->problem[0] != '\0')
		return CHANNEL_TROUBLE;
	if (polls && l->polled_at == 0)
		return CHANNEL_NEW;
	if (polls && now - l->polled_at > SILENT_US)
		return CHANNEL_SILENT;
	if (l->waiting > 0 && now - l->waiting_since > BEHIND_US)
		return CHANNEL_BEHIND;
	return CHANNEL_WELL;
}

/* ---------------------------------------------------------------- in words */

static const char *
also(struct arena *arena, const char *text, int64_t n, const char *one,
    const char *many)
{
	if (n == 0)
		return text;
	return arena_printf(arena, "%s%s%lld %s", text, text[0] != '\0' ?
	    ", " : "", (long long)n, n == 1 ? one : many);
}

static const char *
waits_for(const struct channel_state *c, int64_t now, struct arena *arena)
{
	const struct rec_link	*l = &c->row;
	const char		*text = "";
	char			 since[CHANNEL_STRETCH];

	if (c->health == CHANNEL_OFF || c->health == CHANNEL_OURS)
		return "";
	if (c->health == CHANNEL_TROUBLE)
		return l->problem;
	if (c->health == CHANNEL_NEW)
		return "Its orders have never been read yet.";
	if (c->health == CHANNEL_SILENT)
		return arena_printf(arena, "Its orders have not been read for "
		    "%s.", channel_stretch(now - l->polled_at, since));
	text = also(arena, text, l->waiting, "piece to be told",
	    "pieces to be told");
	if (l->waiting > 0)
		text = arena_printf(arena, "%s, the first for %s", text,
		    channel_stretch(now - l->waiting_since, since));
	text = also(arena, text, l->orders_due, "order not at its end",
	    "orders not at their end");
	text = also(arena, text, l->conflicts, "conflict", "conflicts");
	return text[0] == '\0' ? "" : arena_printf(arena, "%s.", text);
}

static const char *
to_do(const struct channel_state *c, struct arena *arena)
{
	const struct rec_link	*l = &c->row;

	switch (c->health) {
	case CHANNEL_OURS:
	case CHANNEL_OFF:
		return "";
	case CHANNEL_PAUSED:
		return arena_printf(arena, "It goes on with vitrinectl "
		    "channel resume %s, and is told what it missed.",
		    l->code);
	case CHANNEL_NEW:
	case CHANNEL_SILENT:
		return "See that the listener runs: vitrinectl doctor.";
	case CHANNEL_TROUBLE:
		return arena_printf(arena, "It is tried again by itself. If "
		    "it stays: vitrinectl channel test %s.", l->code);
	case CHANNEL_BEHIND:
		return "Look at what waits; it is tried again by itself.";
	case CHANNEL_WELL:
		break;
	}
	if (l->conflicts > 0)
		return "See the conflict desk.";
	if (l->checked_at != 0 && l->ghosts + l->strays > 0)
		return arena_printf(arena, "Take down what is not for sale "
		    "here: vitrinectl channel reconcile %s.", l->code);
	return "";
}

size_t
channels_make(const struct db_ans *ans, int64_t now, struct arena *arena,
    struct channel_state **out_r)
{
	const struct channel_ops	*ops;
	const struct rec_delay		*delays;
	struct channel_state		*list, *c;
	struct rec_link			*rows;
	size_t				 n, m, i, k;

	rows = rows_link(arena, ans, &n);
	delays = db_rows(ans, REC_DELAY, &m);
	list = arena_alloc(arena, (n + 1) * sizeof *list);
	for (i = 0; i < n; i++) {
		c = &list[i];
		c->row = rows[i];
		for (k = 0; k < m; k++)
			if (uuid_eq(&delays[k].channel_id, &rows[i].id))
				c->delay = delays[k];
		ops = channel_ops(rows[i].kind);
		c->title = ops == NULL ? rows[i].kind : ops->title;
		c->health = health_of(&rows[i], ops, now);
		c->waits = waits_for(c, now, arena);
		c->todo = to_do(c, arena);
	}
	*out_r = list;
	return n;
}
