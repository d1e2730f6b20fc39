/*
 * A year of sales for the demo: the same facts as those of a sale at the
 * counter or on the web, told as of the day they are to have happened.
 */
#include "desk/demo_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "db.h"
#include "desk/close.h"
#include "ops.h"
#include "sell/book.h"
#include "sell/day.h"
#include "sell/drawer.h"
#include "sell/facts.h"
#include "sell/ticket.h"
#include "sell/till.h"
#include "str.h"

#define SALES		420
#define SPREAD		INT64_C(380)	/* days: today has a last year */
#define LATEST		6	/* of these still shown on the web, as sold */
#define BATCH		20
#define RESTOCK		50	/* of each extra, a year ago */
#define HOUR_US		(60 * MINUTE_US)
#define DAY_US		(24 * HOUR_US)
#define CASH_MOST	80000	/* nobody carries more */
#define WIRE_FROM	1500000

/* What goes over the counter beside a piece of its own. */
static const char	*const extras[] = { "BOX-S", "CLOTH", "BOX-L", "BATH",
    "CH-18-14Y", "CH-18-SS", "SIZING", "ENGRAVING" };
#define EXTRAS		(sizeof(extras) / sizeof(extras[0]))

struct selling {
	struct demo		*d;
	struct till		 counter, web;
	struct look_studio	*studio;
	struct rec_piece	 extras[EXTRAS];
	struct db_req		*req;		/* collected so far */
	uint64_t		 seed;
};

static void
collect(struct selling *s, struct db_req *one)
{
	s->req = s->req == NULL ? one : db_req_join(s->req, one);
}

static int
find_extras(struct selling *s, struct err *err)
{
	const struct rec_piece	*found;
	struct db_ans		*ans;
	size_t			 i, n;
	int			 ret = 0;

	for (i = 0; ret == 0 && i < EXTRAS; i++) {
		ans = db_wait(s->d->db, op_piece_by_sku(extras[i]));
		ret = db_check(ans, err);
		found = db_rows(ans, REC_PIECE, &n);
		if (ret == 0 && n == 0)
			ret = err_set(err, ERR_INTERNAL, "no piece %s",
			    extras[i]);
		if (ret == 0) {
			/* What was there before they were sold. */
			if (str_eq(found->kind, "counted"))
				collect(s, book_move(&found->id, s->d->now -
				    400 * DAY_US, RESTOCK, "receive", "",
				    &s->d->olivia, ""));
			s->extras[i] = (struct rec_piece){ .id = found->id,
			    .sku = extras[i], .title = arena_strdup(
			    s->d->arena, found->title), .kind = arena_strdup(
			    s->d->arena, found->kind), .tax_class =
			    arena_strdup(s->d->arena, found->tax_class),
			    .price = found->price };
		}
		db_ans_free(ans);
	}
	return ret;
}

/* Every third customer comes for a box or a cloth alone. */
static bool
is_small(int n)
{
	return n % 3 == 1 && n < SALES - LATEST;
}

/* The nth piece that has gone: into stock first, long before its sale. */
static int
stock_piece(struct selling *s, int n, struct rec_piece *row_r,
    struct err *err)
{
	struct demo_piece	 p;
	struct db_req		*one;
	bool			 shown = n >= SALES - LATEST;

	if (is_small(n)) {
		*row_r = s->extras[look_pick(&s->seed, (int)EXTRAS)];
		return 0;
	}
	demo_piece_make(s->d->arena, s->d->options->pieces + n, &p);
	p.state = "stock";
	p.listed = shown;
	p.days_here = 400 + n % 90;
	memset(row_r, 0, sizeof(*row_r));
	one = demo_piece_request(s->d, &p, &row_r->id, shown ? s->studio :
	    NULL, err);
	if (one == NULL)
		return -1;
	collect(s, demo_stock(s->d, one));
	row_r->sku = p.sku;
	row_r->title = p.title;
	row_r->kind = piece_kind_name(PIECE_UNIQUE);
	row_r->state = "stock";
	row_r->tax_class = "standard";
	row_r->price = p.price;
	row_r->floor_price = p.floor_price;
	return 0;
}

/*
 * When the nth was sold: spread over the year, in shop hours, the last few
 * today.
 */
static int64_t
sold_at(struct selling *s, int n)
{
	int64_t		day, from, to;
	struct zone	*zone = &s->counter.zone;

	if (n >= SALES - 3)
		return s->d->now - (SALES - n) * 25 * MINUTE_US;
	day = zone_day(zone, s->d->now - DAY_US - (SALES - 4 - n) *
	    SPREAD * DAY_US / SALES);
	zone_range(zone, (int)day, &from, &to);
	return from + 10 * HOUR_US + look_pick(&s->seed, 480) * MINUTE_US;
}

static int
pay(struct selling *s, int n, money total, bool web, struct tenders *paid,
    struct err *err)
{
	char			ref[24];
	enum tender_kind	kind = TENDER_CARD;

	memset(paid, 0, sizeof(*paid));
	snprintf(ref, sizeof(ref), "%04d/%06d", look_pick(&s->seed, 9999),
	    look_pick(&s->seed, 999999));
	if (web) {
		kind = TENDER_REFERENCE;
		snprintf(ref, sizeof(ref), "PAY-%d", 30400 + n);
	} else if (total >= WIRE_FROM) {
		kind = TENDER_WIRE;
		snprintf(ref, sizeof(ref), "WIRE-%d", 200 + n);
	} else if (total < CASH_MOST && look_pick(&s->seed, 3) == 0) {
		/* In twenties, so that there is change. */
		kind = TENDER_CASH;
		ref[0] = '\0';
		total = (total + 1999) / 2000 * 2000;
	} else if (look_pick(&s->seed, 14) == 0) {
		kind = TENDER_CHECK;
		snprintf(ref, sizeof(ref), "%d", 1200 + n);
	}
	return tender_add(paid, kind, total, ref[0] ? ref : NULL, err);
}

static int
fill_ticket(struct selling *s, struct ticket *t, const struct rec_piece *piece,
    bool web, int day, struct err *err)
{
	static const char *const  reasons[] = { "Returning customer",
	    "Small scratch", "Anniversary" };
	struct discount		  off = { .kind = DISCOUNT_PERCENT,
	    .value = 50000 };
	const struct rec_customer *who;
	const struct rec_piece	*more;
	size_t			 line;

	if (ticket_add(t, piece, 1, &line) != TICKET_ADDED)
		return err_set(err, ERR_INTERNAL, "no room on a ticket");
	more = &s->extras[look_pick(&s->seed, (int)EXTRAS)];
	if (!web && !str_eq(more->sku, piece->sku) &&
	    look_pick(&s->seed, 5) < 2 &&
	    ticket_add(t, more, 1, &line) != TICKET_ADDED)
		return err_set(err, ERR_INTERNAL, "no room on a ticket");
	who = &s->d->customers[look_pick(&s->seed, DEMO_CUSTOMERS)];
	if (web || look_pick(&s->seed, 5) < 2)
		ticket_set_customer(t, who, day);
	off.reason = reasons[look_pick(&s->seed, 3)];
	if (!web && look_pick(&s->seed, 9) == 0 &&
	    ticket_set_discount(t, TICKET_WHOLE, &off, err) != 0)
		return -1;
	return ticket_total(t, &s->counter.rules, day, err);
}

static void
add_order(struct selling *s, const struct facts *f)
{
	const struct rec_order	order = { .id = uuid_new(),
	    .channel_id = s->web.channel.id, .order_ref = f->sale.order_ref,
	    .idem_key = f->sale.order_ref, .request_hash = { "", 0 },
	    .sale_id = f->sale.id, .email = "", .ship_to = "",
	    .created_at = f->sale.made_at };

	collect(s, op_order_add(&order));
}

/* One sale, added to what is collected. */
static int
sell_one(struct selling *s, int n, const struct rec_piece *piece,
    struct err *err)
{
	bool		 web = !is_small(n) && look_pick(&s->seed, 10) < 4;
	struct till	*till = web ? &s->web : &s->counter;
	int64_t		 at = sold_at(s, n);
	char		 order[24];
	struct ticket	 ticket;
	struct tenders	 paid;
	struct facts	 facts;
	int		 day = zone_day(&till->zone, at), ret;

	snprintf(order, sizeof(order), "WEB-%d", 801 + n);
	ticket_init(&ticket);
	ret = fill_ticket(s, &ticket, piece, web, day, err);
	if (ret == 0)
		ret = pay(s, n, ticket.total, web, &paid, err);
	s->counter.staff_id = look_pick(&s->seed, 3) ? s->d->ana : s->d->ben;
	if (ret == 0)
		ret = facts_of_ticket(&facts, till, &ticket, &paid,
		    web ? order : NULL, err);
	if (ret == 0) {
		facts.sale.made_at = at;
		facts.sale.business_day = day;
		collect(s, facts_request(&facts));
		if (web)
			add_order(s, &facts);
		facts_free(&facts);
	}
	ticket_free(&ticket);
	return ret;
}

/* The pieces of a batch and then their sales, each one transaction. */
static int
sell_batch(struct selling *s, int from, struct err *err)
{
	struct rec_piece	rows[BATCH];
	struct db_req		*req;
	int			 i, ret = 0;

	for (i = 0; ret == 0 && i < BATCH; i++)
		ret = stock_piece(s, from + i, &rows[i], err);
	req = s->req;
	s->req = NULL;
	if (ret == 0)
		ret = demo_send(s->d, req, err);
	for (i = 0; ret == 0 && i < BATCH; i++)
		ret = sell_one(s, from + i, &rows[i], err);
	req = s->req;
	s->req = NULL;
	if (ret == 0)
		ret = demo_send(s->d, req, err);
	s->d->report->sales += BATCH;
	return ret;
}

/* The days before this one are closed, as in a shop that is kept. */
static int
close_the_past(struct selling *s, struct err *err)
{
	struct till		*till = &s->counter;
	struct close_want	 want = { .day = day_add(till_day(till), -1),
	    .anyway = true };
	struct close_result	 r;

	till->staff_id = s->d->ben;
	till->staff_role = STAFF_MANAGER;
	return close_day(till, s->d->arena, &want, &r, err);
}

struct opening {
	struct err	*err;
	bool		 done;
	int		 ret;
};

static void
opened(const struct rec_drawer *drawer, const struct err *err, void *arg)
{
	struct opening	*o = arg;

	o->done = true;
	if (drawer == NULL)
		o->ret = err_copy(o->err, err);
}

/* The shop is open: Ana has counted the float. */
static int
open_the_drawer(struct selling *s, struct err *err)
{
	struct drawer_want	want;
	struct opening		o = { .err = err };

	drawer_want_init(&want, DRAWER_OPEN, NULL);
	count_init(&want.count, &s->counter.currency);
	if (count_parse(&want.count, "20x8,10x5,5x6,1x40,0.25x40",
	    &s->counter.currency, err) != 0)
		return -1;
	s->counter.staff_id = s->d->ana;
	if (drawer_do(&s->counter, &want, opened, &o, err) != 0)
		return -1;
	till_wait(&s->counter, &o.done);
	return o.ret;
}

int
demo_sales(struct demo *d, struct look_studio *studio, struct err *err)
{
	struct selling	*s = mem_zalloc(sizeof(*s));
	int		 n, ret;

	s->d = d;
	s->seed = 1893;
	s->studio = studio;
	till_init(&s->counter, d->db);
	till_init(&s->web, d->db);
	ret = till_load_wait(&s->counter, TILL_COUNTER, NULL, err);
	if (ret == 0)
		ret = till_load_wait(&s->web, TILL_WEB, NULL, err);
	if (ret == 0)
		ret = find_extras(s, err);
	for (n = 0; ret == 0 && n < SALES; n += BATCH)
		ret = sell_batch(s, n, err);
	if (ret == 0)
		ret = close_the_past(s, err);
	if (ret == 0)
		ret = open_the_drawer(s, err);
	if (s->req != NULL)
		db_req_free(s->req);
	till_free(&s->counter);
	till_free(&s->web);
	free(s);
	return ret;
}
