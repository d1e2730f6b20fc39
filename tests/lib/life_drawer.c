/* The cash drawers of a shop that lives: see life.h. */
#include "lib/life_parts.h"

#include <stdlib.h>
#include <string.h>

#include "lib/rig.h"
#include "sell/drawer.h"

struct told {
	bool	done;
	money	expected;
};

static void
tell(const struct rec_drawer *drawer, const struct err *err, void *arg)
{
	struct told	*t = arg;

	if (err != NULL)
		rig_die("life: %s", err->text);
	t->done = true;
	t->expected = drawer->expected;
}

/* Does it, with Maria's word for what needs it; what must be in it then. */
static money
act(struct life *l, int till, struct drawer_want *want)
{
	struct told	told = { .done = false };
	struct err	err = ERR_INIT;

	want->agreed_by = l->tills[LIFE_R2]->staff_id;
	if (drawer_do(l->tills[till], want, tell, &told, &err) != 0)
		rig_die("life: %s", err.text);
	till_wait(l->tills[till], &told.done);
	return told.expected;
}

/* The sum in notes and coins, the largest first. */
static void
count_out(struct life *l, struct count *count, money sum)
{
	size_t	i;

	count_init(count, &l->tills[0]->currency);
	for (i = 0; i < count->n; i++) {
		count->qty[i] = sum / count->denom[i];
		sum %= count->denom[i];
	}
}

void
life_drawer_open(struct life *l, int till)
{
	struct drawer_want	want;

	if (!uuid_is_nil(&l->drawers[till]))
		return;
	drawer_want_init(&want, DRAWER_OPEN, NULL);
	count_out(l, &want.count, 20000 + life_pick(999));
	act(l, till, &want);
	l->drawers[till] = want.drawer_id;
	l->done->drawers++;
}

void
life_drawer_event(struct life *l, int till)
{
	static const enum drawer_kind	kinds[] = { DRAWER_PAY_IN,
	    DRAWER_PAY_OUT, DRAWER_DROP, DRAWER_NO_SALE };
	struct drawer_want		want;

	if (uuid_is_nil(&l->drawers[till]))
		return;
	drawer_want_init(&want, kinds[life_pick(4)], &l->drawers[till]);
	want.reason = "As it \"happens\"";
	if (want.kind == DRAWER_PAY_OUT)
		want.payee = "Bell Cleaners";
	if (want.kind != DRAWER_NO_SALE)
		want.amount = 1 + life_pick(4999);
	act(l, till, &want);
}

void
life_drawer_close(struct life *l, int till)
{
	struct drawer_want	want;
	struct told		told = { .done = false };
	money			there;
	bool			differs = life_chance(20);

	if (uuid_is_nil(&l->drawers[till]))
		return;
	drawer_find(l->tills[till], tell, &told);
	till_wait(l->tills[till], &told.done);
	there = told.expected + (differs ? life_pick(200) - 100 : 0);
	differs = differs || there < 0;
	drawer_want_init(&want, DRAWER_COUNT, &l->drawers[till]);
	count_out(l, &want.count, there > 0 ? there : 0);
	act(l, till, &want);
	drawer_want_init(&want, DRAWER_CLOSE, &l->drawers[till]);
	want.reason = differs ? "Miscounted" : "";
	act(l, till, &want);
	l->drawers[till] = (struct uuid){ { 0 } };
}
