/* The days of a shop's life: see life.h. */
#include "lib/life_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "desk/close.h"
#include "lib/rig.h"
#include "mem.h"
#include "ops.h"
#include "sell/ticket.h"

#define FIRST_DAY	20260106
#define HOUR_US		(60 * MINUTE_US)

int
life_pick(int n)
{
	uint32_t	r;

	clock_random(&r, sizeof r);
	return (int)(r % (uint32_t)n);
}

bool
life_chance(int percent)
{
	return life_pick(100) < percent;
}

/* The clock goes on to that hour of the business day; never back. */
static void
at(struct life *l, int64_t from, int64_t us)
{
	if (*l->want->now < from + us)
		*l->want->now = from + us;
}

static int
weekday(struct life *l, int64_t us)
{
	struct wall	wall;

	zone_wall(&l->tills[0]->zone, us, &wall);
	return wall.weekday;
}

static void
z(struct life *l, int till, int day, bool reg)
{
	const struct close_want	 want = { .reg = reg, .day = day,
	    .anyway = true };
	struct arena		*arena = arena_new();
	struct close_result	 r;
	struct err		 err = ERR_INIT;
	int			 rc;

	rc = close_day(l->tills[till], arena, &want, &r, &err);
	/* On a quiet day a counter may have sold nothing since its last. */
	if (rc == 0 && r.closed)
		l->done->zs++;
	else if (rc == 0 || !reg || err.kind != ERR_REFUSED)
		rig_die("Z of %d: %s", day, err.text);
	arena_free(arena);
}

/* Sales, returns and the drawer's events of so many hours. */
static void
trade(struct life *l, int64_t from, int64_t open, int64_t shut, int sales)
{
	int64_t	step = (shut - open) / (sales + 1);
	int	i, till;

	for (i = 1; i <= sales; i++) {
		at(l, from, open + i * step +
		    life_pick(60) * SECOND_US);
		till = life_pick(10) == 0 ? LIFE_WEB : life_pick(3);
		if (life_chance(6))
			life_return(l, till == LIFE_WEB ? LIFE_R2 : till);
		else
			life_sell(l, till);
		if (till != LIFE_WEB && life_chance(3))
			life_void(l, till);
		if (till != LIFE_WEB && life_chance(5))
			life_drawer_event(l, till);
		if (i == sales / 2 && life_chance(30)) {
			/* Two shifts at one counter. */
			life_drawer_close(l, LIFE_R1);
			life_drawer_open(l, LIFE_R1);
		}
	}
}

/* R2 sells on into the night, through whatever the clock does there. */
static void
night(struct life *l, int64_t to)
{
	int	i;

	for (i = 0; i < 9; i++) {
		at(l, to, (i - 2) * 30 * MINUTE_US);
		life_sell(l, LIFE_R2);
	}
	life_return(l, LIFE_R2);
}

static void
trading_day(struct life *l, int day, int sales)
{
	int64_t	from, to;
	int	till;
	bool	late;

	zone_range(&l->tills[0]->zone, day, &from, &to);
	late = weekday(l, from) == 6 && (life_chance(30) ||
	    day == 20260307 || day == 20261031);
	at(l, from, 9 * HOUR_US);
	for (till = LIFE_R1; till <= LIFE_R3; till++)
		life_drawer_open(l, till);
	trade(l, from, 10 * HOUR_US, 19 * HOUR_US, sales);
	life_drawer_close(l, LIFE_R1);
	life_drawer_close(l, LIFE_R3);
	if (!late)
		life_drawer_close(l, LIFE_R2);
	if (life_chance(92)) {
		if (life_chance(20))
			z(l, LIFE_R2, day, true);
		z(l, LIFE_R2, day, false);
		if (life_chance(20)) {
			/* Somebody knocks at the door. */
			life_sell(l, LIFE_R1);
			l->done->late++;
		}
	}
	if (late) {
		night(l, to);
		life_drawer_close(l, LIFE_R2);
	}
}

/* New York's rate goes up in July. */
static void
new_rate(struct life *l)
{
	const struct rec_rate	rate = { .id = uuid_new(),
	    .store_id = l->tills[0]->store.id, .tax_class = "standard",
	    .name = "NY sales tax", .ppm = 90000, .valid_from = 20260701,
	    .valid_to = 99991231 };
	struct err		err = ERR_INIT;
	int			i;

	life_do(l, op_rate_end(&l->rate, 20260630));
	life_do(l, op_rate_add(&rate));
	for (i = 0; i < LIFE_TILLS; i++)
		if (till_load_wait(l->tills[i], i == LIFE_WEB ? TILL_WEB :
		    TILL_COUNTER, l->tills[i]->reg.code, &err) != 0)
			rig_die("%s", err.text);
}

void
life_live(const struct life_want *want, struct life_done *done)
{
	struct life	*l = mem_zalloc(sizeof *l);
	int		 day = FIRST_DAY, n, per_day;

	memset(done, 0, sizeof *done);
	l->want = want;
	l->done = done;
	*want->now = INT64_C(1767600000000000);	/* January 5 */
	life_open(l);
	done->first_day = day;
	/* A sale has two lines and a bit. */
	per_day = want->lines * 10 / 24 / want->days;
	for (n = 0; n < want->days; n++) {
		int64_t	from, to;

		zone_range(&l->tills[0]->zone, day, &from, &to);
		if (weekday(l, from + HOUR_US) == 1)
			day = day_add(day, 1);
		if (day >= 20260701 && day_add(day, -2) < 20260701 &&
		    !uuid_is_nil(&l->rate)) {
			new_rate(l);
			l->rate = (struct uuid){ { 0 } };
		}
		trading_day(l, day, per_day + life_pick(5) - 2);
		done->last_day = day;
		day = day_add(day, 1);
	}
	/* What was sold behind the last Z, and in its night. */
	done->last_day = day;
	z(l, LIFE_R2, day, false);
	life_close(l);
	free(l);
}
