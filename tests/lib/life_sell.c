/* Selling and taking back, as a shop lives: see life.h. */
#include "lib/life_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "lib/rig.h"
#include "ops.h"
#include "sell/book.h"
#include "sell/refund.h"
#include "sell/sale.h"
#include "sell/ticket.h"
#include "sell/void.h"
#include "str.h"

struct told {
	bool			 done;
	enum sale_outcome	 outcome;
	char			 number[24];
	money			 total;
	size_t			 lines;
	char			 text[300];
};

static void
tell(const struct sale_result *r, void *arg)
{
	struct told	*t = arg;

	t->done = true;
	t->outcome = r->outcome;
	t->total = r->facts->sale.total;
	t->lines = r->facts->line_count;
	str_copy(t->number, sizeof t->number, r->facts->sale.number);
	str_copy(t->text, sizeof t->text, r->err.text);
}

static void
must(int status, const struct err *err)
{
	if (status != 0)
		rig_die("life: %s", err->text);
}

static void
count_in(struct life *l, const struct told *t)
{
	if (t->outcome != SALE_DONE)
		rig_die("life: a sale is %s: %s", sale_outcome_name(
		    t->outcome), t->text);
	l->done->lines += (int64_t)t->lines;
	l->done->total += t->total;
}

/* A rival asks for the same piece a moment later and is refused. */
static void
rival(struct life *l, const struct rec_piece *piece)
{
	struct ticket		 ticket;
	struct tenders		 tenders = { .count = 0 };
	const struct sale_want	 want = { .ticket = &ticket,
	    .tenders = &tenders };
	struct till		*till = l->tills[LIFE_R3];
	struct told		 told = { .done = false };
	struct err		 err = ERR_INIT;
	size_t			 line;

	ticket_init(&ticket);
	if (ticket_add(&ticket, piece, 1, &line) != TICKET_ADDED)
		rig_die("life: no room");
	must(ticket_total(&ticket, &till->rules, till_day(till), &err), &err);
	must(tender_add(&tenders, TENDER_CARD, ticket.total, "4242/R", &err),
	    &err);
	must(sale_commit(till, &want, tell, &told, &err), &err);
	till_wait(till, &told.done);
	if (told.outcome != SALE_TAKEN)
		rig_die("life: sold twice");
	l->done->refused++;
	ticket_free(&ticket);
}

static void
a_line(struct life *l, struct ticket *t, bool web)
{
	struct discount	off = { .kind = DISCOUNT_PERCENT, .value = 33333,
	    .reason = "Anniversary" };
	struct err	err = ERR_INIT;
	size_t		line;
	int		qty = life_chance(20) ? 1 + life_pick(6) : 1;

	if (!web && life_chance(4)) {
		if (ticket_add_free(t, "Postage", "none", 995, &line) !=
		    TICKET_ADDED)
			rig_die("life: no room");
		return;
	}
	if (ticket_add(t, l->goods[life_pick(LIFE_GOODS)], qty, &line) >
	    TICKET_MERGED)
		rig_die("life: no room");
	if (!web && life_chance(8))
		must(ticket_set_discount(t, line, &off, &err), &err);
}

/* Held first, as a register does; some change their mind and come back. */
static void
hold_it(struct life *l, struct ticket *t, struct till *at,
    const struct rec_piece *one)
{
	const struct rec_hold	h = { .id = uuid_new(), .piece_id = one->id,
	    .qty = 1, .channel_id = at->channel.id, .owner = "the case",
	    .register_id = at->reg.id, .staff_id = at->staff_id };

	life_do(l, op_hold_place(&h, 10 * MINUTE_US));
	if (life_chance(20))
		life_do(l, op_hold_release(&h.id, clock_now()));
	else
		ticket_set_hold(t, 0, &h.id, clock_now() + 10 * MINUTE_US);
}

static void
fill(struct life *l, struct ticket *t, int till, const struct rec_piece *one)
{
	struct discount	 off = { .kind = DISCOUNT_AMOUNT, .value = 37,
	    .reason = "Rounded down" };
	struct err	 err = ERR_INIT;
	struct till	*at = l->tills[till];
	bool		 web = till == LIFE_WEB;
	size_t		 line;
	int		 i, n = 1 + life_pick(4);

	if (one != NULL && ticket_add(t, one, 1, &line) != TICKET_ADDED)
		rig_die("life: no room");
	if (one != NULL && life_chance(50))
		hold_it(l, t, at, one);
	for (i = one != NULL; i < n; i++)
		a_line(l, t, web);
	if (!web && life_chance(30))
		ticket_set_customer(t, &l->buyers[life_pick(LIFE_BUYERS)],
		    till_day(at));
	if (till == LIFE_R2 && life_chance(5))
		must(ticket_set_price(t, 0, t->lines[0].list_price * 9 / 10 +
		    1, "Old friend", &err), &err);
	must(ticket_total(t, &at->rules, till_day(at), &err), &err);
	if (!web && t->total > 2000 && life_chance(5)) {
		must(ticket_set_discount(t, TICKET_WHOLE, &off, &err), &err);
		must(ticket_total(t, &at->rules, till_day(at), &err), &err);
	}
}

static void
pay(struct tenders *paid, int till, money total)
{
	struct err	err = ERR_INIT;
	money		part = total / 3;

	if (till == LIFE_WEB) {
		must(tender_add(paid, TENDER_REFERENCE, total, "PAY-1",
		    &err), &err);
	} else if (life_chance(45)) {
		/* In twenties, or to the cent. */
		if (life_chance(70))
			total = (total + 1999) / 2000 * 2000;
		must(tender_add(paid, TENDER_CASH, total, NULL, &err), &err);
	} else if (part > 0 && life_chance(25)) {
		must(tender_add(paid, TENDER_CARD, part, "4242/081712",
		    &err), &err);
		must(tender_add(paid, TENDER_GIFT, part, "G-77", &err), &err);
		must(tender_add(paid, TENDER_CASH, total - 2 * part + 113,
		    NULL, &err), &err);
	} else {
		must(tender_add(paid, life_chance(10) ? TENDER_CHECK :
		    TENDER_CARD, total, "1881", &err), &err);
	}
}

void
life_sell(struct life *l, int till)
{
	struct ticket		 ticket;
	struct tenders		 tenders = { .count = 0 };
	const struct sale_want	 want = { .ticket = &ticket,
	    .tenders = &tenders };
	const struct rec_piece	*one = NULL;
	struct db_ans		*ans = NULL;
	struct told		 told = { .done = false };
	struct err		 err = ERR_INIT;

	if (till == LIFE_WEB || life_chance(15))
		ans = life_unique(l, &one);
	ticket_init(&ticket);
	fill(l, &ticket, till, one);
	pay(&tenders, till, ticket.total);
	must(sale_commit(l->tills[till], &want, tell, &told, &err), &err);
	till_wait(l->tills[till], &told.done);
	count_in(l, &told);
	l->done->sales++;
	str_copy(l->past[l->past_count++ % LIFE_PAST], sizeof l->past[0],
	    told.number);
	if (one != NULL && life_chance(10))
		rival(l, one);
	ticket_free(&ticket);
	db_ans_free(ans);
}

static void
thrown_away(const struct err *err, void *arg)
{
	bool	*done = arg;

	if (err != NULL)
		rig_die("life: %s", err->text);
	*done = true;
}

/* A ticket that came to nothing. */
void
life_void(struct life *l, int till)
{
	struct ticket	ticket;
	struct err	err = ERR_INIT;
	bool		done = false;

	ticket_init(&ticket);
	fill(l, &ticket, till, NULL);
	must(void_ticket(l->tills[till], &ticket,
	    &l->tills[LIFE_R2]->staff_id, thrown_away, &done, &err), &err);
	till_wait(l->tills[till], &done);
	ticket_free(&ticket);
}

/* ----------------------------------------------------------- taking it back */

struct finding {
	bool		 done;
	struct refund	*refund;
};

static void
found(struct refund *refund, const struct err *err, void *arg)
{
	struct finding	*f = arg;

	if (err != NULL)
		rig_die("life: %s", err->text);
	f->done = true;
	f->refund = refund;
}

/* A unique piece that came back is looked at and goes back to the case. */
static void
look_at(struct life *l, const struct rec_line *line)
{
	if (line->unique_piece == 0 || !uuid_is_nil(&l->back))
		return;
	life_do(l, book_move(&line->piece_id, clock_now(), 0, "state",
	    "stock", &l->tills[LIFE_R2]->staff_id, ""));
	l->back = line->piece_id;
}

void
life_return(struct life *l, int till)
{
	struct till	*at = l->tills[till];
	struct finding	 f = { .done = false };
	struct tenders	 cash = { .count = 0 };
	struct told	 told = { .done = false };
	struct err	 err = ERR_INIT;
	size_t		 line;
	int64_t		 left;

	if (l->past_count == 0)
		return;
	refund_find(at, l->past[life_pick(l->past_count < LIFE_PAST ?
	    l->past_count : LIFE_PAST)], found, &f);
	till_wait(at, &f.done);
	f.refund->agreed_by = l->tills[LIFE_R2]->staff_id;
	line = (size_t)life_pick((int)f.refund->count);
	left = f.refund->lines[line].left;
	if (left > 0) {
		must(refund_choose(f.refund, line, 1 + life_pick(
		    (int)left), &err), &err);
		if (f.refund->total > 0 && life_chance(50))
			must(tender_add(&cash, TENDER_CASH, f.refund->total,
			    NULL, &err), &err);
		must(refund_commit(at, f.refund, cash.count > 0 ? &cash :
		    NULL, "Second thoughts", tell, &told, &err), &err);
		till_wait(at, &told.done);
		count_in(l, &told);
		l->done->returns++;
		look_at(l, &f.refund->lines[line].was);
	}
	refund_free(f.refund);
}
