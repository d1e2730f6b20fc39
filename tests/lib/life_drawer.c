/* The cash drawers of a shop that lives: see life.h. */
#include "lib/life_parts.h"

#include <stdlib.h>
#include <string.h>

#include "lib/rig.h"
#include "ops.h"

/* Written into the journal with what it does. */
static struct db_req *
entry(struct till *till, const char *kind, const struct uuid *ref)
{
	const struct rec_journal	j = { .register_id = till->reg.id,
	    .kind = kind, .ref_id = *ref, .payload = kind };

	return op_journal_add(&j);
}

static struct db_req *
counted(struct db_req *req, const struct uuid *drawer, const char *phase,
    money sum)
{
	static const int64_t	denoms[] = { 10000, 2000, 500, 100, 25, 1 };
	size_t			i;

	for (i = 0; i < 6; i++) {
		const struct rec_denom	d = { .drawer_id = *drawer,
		    .phase = phase, .denom = denoms[i], .qty = sum /
		    denoms[i] };

		if (d.qty > 0)
			req = db_req_join(req, op_drawer_count(&d));
		sum %= denoms[i];
	}
	return req;
}

void
life_drawer_open(struct life *l, int till)
{
	struct till	*at = l->tills[till];
	struct rec_drawer d = { .id = uuid_new(), .register_id = at->reg.id,
	    .store_id = at->store.id, .staff_id = at->staff_id,
	    .business_day = till_day(at) };

	if (!uuid_is_nil(&l->drawers[till]))
		return;
	life_do(l, counted(db_req_join(entry(at, "open", &d.id),
	    op_drawer_open(&d)), &d.id, "open", 20000 + life_pick(999)));
	l->drawers[till] = d.id;
	l->done->drawers++;
}

void
life_drawer_event(struct life *l, int till)
{
	static const char *const kinds[] = { "pay_in", "pay_out", "drop",
	    "no_sale" };
	struct rec_drawer_event	 e = { .id = uuid_new(),
	    .drawer_id = l->drawers[till], .kind = kinds[life_pick(4)],
	    .amount = 1 + life_pick(4999), .reason = "As it happens",
	    .payee = "Bell Cleaners", .staff_id = l->tills[till]->staff_id };

	if (uuid_is_nil(&l->drawers[till]))
		return;
	if (strcmp(e.kind, "no_sale") == 0)
		e.amount = 0;
	life_do(l, db_req_join(entry(l->tills[till], e.kind, &e.id),
	    op_drawer_event(&e)));
}

void
life_drawer_close(struct life *l, int till)
{
	struct till		*at = l->tills[till];
	struct uuid		 close = uuid_new();
	const struct rec_drawer	*d;
	struct db_ans		*ans;
	struct db_req		*req;
	size_t			 n;
	money			 there;
	bool			 short_of;

	if (uuid_is_nil(&l->drawers[till]))
		return;
	ans = db_wait(l->db, op_drawer_get(&l->drawers[till]));
	d = db_rows(ans, REC_DRAWER, &n);
	if (n != 1)
		rig_die("life: no drawer");
	there = d->expected;
	db_ans_free(ans);
	short_of = life_chance(20);
	if (short_of)
		there += life_pick(200) - 100;
	req = entry(at, "close", &close);
	req = counted(req, &l->drawers[till], "close", there > 0 ? there : 0);
	life_do(l, db_req_join(req, op_drawer_close(&l->drawers[till],
	    &at->staff_id, short_of || there < 0 ? "Miscounted" : "")));
	l->drawers[till] = (struct uuid){ { 0 } };
}
