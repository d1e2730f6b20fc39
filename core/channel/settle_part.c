/*
 * An order of several pieces that has lost some of them: the rest is sold, and
 * what was lost is refunded there, where there is a call for that and the shop
 * wants it so (when_lost).
 *
 *	parting		its lost pieces are written down; the rest is sold next
 *	part_due	that is a sale; the channel must refund the others
 *
 * The conflicts say what was lost: a crash between two steps leaves the next
 * one to be done.  When the rest is not to be had either, or hangs on a hold,
 * all of it is refunded: nobody waits for his money.
 */
#include "channel/links_parts.h"

#include "log.h"
#include "ops.h"
#include "str.h"

#define TRIES_QUIET	6	/* of a refund, before a person is called */

bool
settle_captures(const struct settle *s)
{
	return s->claim->authorised &&
	    (s->link->ops->can & CAN(TASK_CONFIRM)) != 0;
}

static bool
is_taken(const struct rec_taker *takers, size_t n, const struct uuid *piece)
{
	size_t	i;

	for (i = 0; i < n; i++)
		if (uuid_eq(&takers[i].piece_id, piece))
			return true;
	return false;
}

/* Something of it is ours to sell, and something was paid for what is not. */
static bool
leaves_a_rest(const struct settle *s, const struct rec_taker *takers,
    size_t n)
{
	const struct claim_line	*line;
	money			 lost = 0;
	bool			 rest = false;
	size_t			 i;

	for (i = 0; i < s->claim->line_count; i++) {
		line = &s->claim->lines[i];
		if (s->lost[i] || is_taken(takers, n,
		    &s->pieces[i].piece_id))
			lost += line->net + line->tax;
		else if (!uuid_is_nil(&s->pieces[i].piece_id) &&
		    !str_eq(s->pieces[i].kind, "service"))
			rest = true;
	}
	return rest && lost > 0 && lost < s->claim->total;
}

bool
settle_may_part(const struct settle *s, const struct rec_taker *takers,
    size_t n)
{
	const struct link	*link = s->link;
	size_t			 i;

	if ((link->ops->can & CAN(TASK_PART)) == 0 ||
	    !str_eq(conf_text(link->conf, "when_lost"), "part") ||
	    s->claim->stage != CLAIM_PLACED || s->claim->partly ||
	    !(s->claim->paid || s->claim->authorised))
		return false;
	for (i = 0; i < n; i++)
		if (!str_eq(takers[i].kind, "sale"))
			return false;
	return n > 0 && leaves_a_rest(s, takers, n);
}

void
settle_take_lost(struct settle *s, const struct db_ans *ans)
{
	static const char *const	parted[] = { "parting", "part_due",
					    "confirm_due", "sold" };
	const struct rec_conflict	*rows;
	bool				 is_parted = false;
	size_t				 n, i, k;

	for (i = 0; i < sizeof parted / sizeof *parted; i++)
		is_parted |= str_eq(s->remote.state, parted[i]);
	rows = db_rows(ans, REC_CONFLICT, &n);
	for (i = 0; is_parted && i < n; i++) {
		if (!str_eq(rows[i].kind, "lost"))
			continue;
		for (k = 0; k < s->claim->line_count; k++) {
			if (s->lost[k] || !uuid_eq(&s->pieces[k].piece_id,
			    &rows[i].piece_id))
				continue;
			s->lost[k] = true;
			s->lost_sum += s->claim->lines[k].net +
			    s->claim->lines[k].tax;
		}
	}
}

void
settle_parted(struct settle *s, const char *number)
{
	struct uuid	 sale = settle_sale_id(&s->remote);
	int64_t		 now = clock_now();
	struct db_req	*req;

	req = op_remote_state(&s->remote.id, "part_due", &sale, now, 0, "");
	req = db_req_join(req, op_conflict_parted(&s->remote.id,
	    arena_printf(s->arena, "The rest of the order was sold: %s.",
	    number), "", now));
	settle_write(s, settle_letter(s, settle_unknown(s, req)));
}

/* It is as sold as it will be; what is left of it is the channel's. */
static struct db_req *
ends(struct settle *s, const char *done, const char *todo, int64_t now)
{
	bool	capture = settle_captures(s);

	return db_req_join(op_remote_state(&s->remote.id, capture ?
	    "confirm_due" : "sold", NULL, now, capture ? now : -1, ""),
	    op_conflict_parted(&s->remote.id, arena_printf(s->arena,
	    "%sThe rest of the order was sold.", done), todo, now));
}

void
settle_part_done(struct settle *s, enum heard heard, const struct err *err,
    const char *done)
{
	int64_t		 now = clock_now();
	struct db_req	*req = NULL;

	switch (heard) {
	case HEARD_DONE:
	case HEARD_MORE:
		req = ends(s, arena_printf(s->arena, "%s ", done), "", now);
		break;
	case HEARD_LATER:
	case HEARD_DENIED:
		req = op_remote_later(&s->remote.id, now +
		    lane_rest(s->remote.tries, 30 * SECOND_US), err->text);
		if (s->remote.tries >= TRIES_QUIET)
			req = db_req_join(req, op_conflict_parted(
			    &s->remote.id, "The rest of the order was sold.",
			    settle_by_hand(s, err), now));
		break;
	case HEARD_FAILED:
		req = ends(s, "", settle_by_hand(s, err), now);
		log_error("channel %s: %s", s->link->row.code,
		    settle_by_hand(s, err));
		break;
	}
	/* The channel may have put its stock back on its own. */
	settle_write(s, settle_gone_again(s, req));
}
