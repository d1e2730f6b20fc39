/* The shop that is lived in, its goods and its people: see life.h. */
#include "lib/life_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "desk/setup.h"
#include "lib/rig.h"
#include "lib/sql.h"
#include "mem.h"
#include "migrate.h"
#include "ops.h"
#include "seal.h"
#include "sell/book.h"
#include "sell/staff.h"

static const struct {
	const char	*sku, *title, *kind;
	int		 category;
	money		 price;
} goods[LIFE_GOODS] = {
	{ "WB-14", "Wedding band, 14k", "counted", 0, 41999 },
	{ "WB-18", "Wedding band, 18k", "counted", 0, 78950 },
	{ "ST-PR", "Studs, pearl", "counted", 0, 6733 },
	{ "ST-DI", "Studs, diamond .25", "counted", 0, 49901 },
	{ "CH-45", "Chain, 45 cm", "counted", 0, 12349 },
	{ "CH-60", "Chain, 60 cm", "counted", 0, 17777 },
	{ "CLOTH", "Polishing cloth", "counted", 1, 799 },
	{ "BOX-S", "Box, small", "counted", 1, 333 },
	{ "BATH", "Cleaning bath", "counted", 1, 1501 },
	{ "AU-5G", "Bar of gold, 5 g", "counted", 2, 61013 },
	{ "AG-OZ", "Ounce of silver", "counted", 2, 4177 },
	{ "SIZING", "Sizing a ring", "service", 3, 4500 },
	{ "ENGRAVE", "Engraving, a letter", "service", 3, 275 },
	{ "REPAIR", "Repairing a clasp", "service", 3, 3333 },
};

void
life_do(struct life *l, struct db_req *req)
{
	struct db_ans	*ans = db_wait(l->db, req);

	if (db_status(ans) != DB_DONE)
		rig_die("life: %s", db_err(ans)->text);
	db_ans_free(ans);
}

static void
signed_in(const struct staff_result *result, void *arg)
{
	bool	*done = arg;

	if (result->outcome != STAFF_OK)
		rig_die("life: %s", result->err.text);
	*done = true;
}

struct till *
life_till(struct life *l, enum till_kind kind, const char *code)
{
	struct till	*till = mem_zalloc(sizeof *till);
	struct err	 err = ERR_INIT;
	struct db	*db = db_open(l->want->url, &err);

	if (db == NULL)
		rig_die("%s", err.text);
	till_init(till, db);
	if (till_load_wait(till, kind, code, &err) != 0)
		rig_die("%s", err.text);
	return till;
}

static void
add_people(struct life *l)
{
	static const char	*const staff[][3] = {
	    { "Ana", "associate", "1111" }, { "Maria", "manager", "2222" },
	    { "Ben", "associate", "3333" } };
	struct rec_customer	*c;
	char			 hash[SEAL_SECRET];
	struct err		 err = ERR_INIT;
	size_t			 i;

	for (i = 0; i < 3; i++) {
		const struct rec_staff	s = { .id = uuid_new(),
		    .name = staff[i][0], .role = staff[i][1], .os_user = "",
		    .pin_hash = hash, .created_at = clock_now() };

		if (setup_pin_hash(staff[i][2], hash, &err) != 0)
			rig_die("%s", err.text);
		life_do(l, op_staff_add(&s));
	}
	sql_do(l->db, "UPDATE staff SET commission_ppm = 33333 "
	    "WHERE name = 'Ana'; UPDATE staff SET commission_ppm = 12500 "
	    "WHERE name = 'Ben'");
	for (i = 0; i < LIFE_BUYERS; i++) {
		c = &l->buyers[i];
		*c = (struct rec_customer){ .id = uuid_new(),
		    .name = arena_printf(l->arena, "Buyer \"%zu\" O'Hara", i),
		    .email = "", .phone = "", .address = "", .note = "",
		    .search = "", .exempt_no = "", .created_at =
		    clock_now() };
		if (i % 4 == 3) {
			c->tax_exempt = 1;
			c->exempt_no = "ST-120";
			c->exempt_until = i == 3 ? 20260401 : 99991231;
		}
		life_do(l, op_customer_add(c));
	}
}

static void
add_rates(struct life *l)
{
	static const struct {
		const char	*class, *name;
		int64_t		 ppm, inclusive;
	} rates[] = {
		{ "reduced", "NY sales tax", 45000, 0 },
		{ "work", "Work tax", 199999, 1 },
	};
	struct db_ans		*ans = db_wait(l->db, op_rate_list());
	const struct rec_rate	*r;
	size_t			 i, n;

	r = db_rows(ans, REC_RATE, &n);
	l->rate = r->id;
	db_ans_free(ans);
	for (i = 0; i < 2; i++) {
		const struct rec_rate	rate = { .id = uuid_new(),
		    .store_id = l->tills[0]->store.id, .tax_class =
		    rates[i].class, .name = rates[i].name, .ppm =
		    rates[i].ppm, .inclusive = rates[i].inclusive,
		    .valid_to = 99991231 };

		life_do(l, op_rate_add(&rate));
	}
}

static void
add_goods(struct life *l)
{
	static const char	*const classes[] = { "standard", "reduced",
	    "none", "work" };
	struct rec_consignor	o = { .id = uuid_new(), .code = "C1",
	    .name = "Mrs. Vane", .split_ppm = 633333, .created_at =
	    clock_now() };
	size_t			 i, n;

	for (i = 0; i < 4; i++) {
		const struct rec_category	c = { .id = uuid_new(),
		    .code = classes[i], .name = arena_printf(l->arena,
		    "Goods %zu", i),
		    .tax_class = classes[i] };

		l->categories[i] = c.id;
		life_do(l, op_category_add(&c));
	}
	life_do(l, op_consignor_add(&o));
	l->consignor = o.id;
	for (i = 0; i < LIFE_GOODS; i++) {
		const struct rec_piece	p = { .id = uuid_new(),
		    .sku = goods[i].sku, .title = goods[i].title, .story = "",
		    .category_id = l->categories[goods[i].category],
		    .kind = goods[i].kind, .state = "stock",
		    .price = goods[i].price, .cost = goods[i].price * 37 / 100,
		    .store_id = l->tills[0]->store.id, .location = "",
		    .ownership = "own", .source = "", .source_ref = "",
		    .created_at = clock_now() };

		life_do(l, op_piece_add(&p, ""));
		if (strcmp(p.kind, "counted") == 0)
			life_do(l, book_move(&p.id, clock_now(), 1000000,
			    "receive", "", NULL, ""));
		l->goods_are[i] = db_wait(l->db, op_piece_by_id(&p.id));
		l->goods[i] = db_rows(l->goods_are[i], REC_PIECE, &n);
	}
}

static void
add_register(struct life *l, const char *code)
{
	const struct rec_register	r = { .id = uuid_new(),
	    .store_id = l->tills[0]->store.id, .code = code, .name = "",
	    .kind = "counter", .created_at = clock_now() };

	life_do(l, op_register_add(&r));
}

void
life_open(struct life *l)
{
	static const char	*const codes[] = { "R1", "R2", "R3", "W" };
	static const char	*const names[] = { "Ana", "Maria", "Ben" };
	static const char	*const pins[] = { "1111", "2222", "3333" };
	const struct setup	setup = { .name = "Vane & Sons",
	    .currency = "USD", .zone = "America/New_York",
	    .store = "Main Street", .tax_name = "NY sales tax",
	    .tax_ppm = 88750, .registers = 2 };
	struct migrate_report	report;
	struct err		err = ERR_INIT;
	bool			done;
	int			i;

	l->arena = arena_new();
	if ((l->db = db_create(l->want->url, &err)) == NULL ||
	    migrate_run(l->db, &report, &err) != 0 ||
	    setup_shop(l->db, &setup, &err) != 0)
		rig_die("%s: %s", l->want->url, err.text);
	l->tills[0] = life_till(l, TILL_COUNTER, "R1");
	add_register(l, "R3");
	add_rates(l);
	add_people(l);
	add_goods(l);
	for (i = 0; i < LIFE_TILLS; i++) {
		if (i > 0)
			l->tills[i] = life_till(l, i == LIFE_WEB ? TILL_WEB :
			    TILL_COUNTER, codes[i]);
		else if (till_load_wait(l->tills[0], TILL_COUNTER, "R1",
		    &err) != 0)
			rig_die("%s", err.text);
		if (i == LIFE_WEB)
			continue;
		done = false;
		staff_sign_in(l->tills[i], names[i], pins[i], signed_in,
		    &done);
		till_wait(l->tills[i], &done);
	}
}

void
life_close(struct life *l)
{
	int	i;

	for (i = 0; i < LIFE_TILLS; i++) {
		db_close(l->tills[i]->db);
		till_free(l->tills[i]);
		free(l->tills[i]);
	}
	for (i = 0; i < LIFE_GOODS; i++)
		db_ans_free(l->goods_are[i]);
	db_close(l->db);
	arena_free(l->arena);
}

struct db_ans *
life_unique(struct life *l, const struct rec_piece **piece_r)
{
	char		 sku[24];
	struct rec_piece p = { .id = uuid_new(), .sku = sku,
	    .title = "A ring there is one of", .story = "",
	    .category_id = l->categories[0], .kind = "unique",
	    .state = "stock", .store_id = l->tills[0]->store.id,
	    .location = "", .ownership = "own", .listed = 1, .source = "",
	    .source_ref = "", .created_at = clock_now() };
	struct db_ans	*ans;
	size_t		 n;

	if (!uuid_is_nil(&l->back)) {
		p.id = l->back;
		l->back = (struct uuid){ { 0 } };
	} else {
		snprintf(sku, sizeof sku, "U-%06d", ++l->uniques);
		p.price = 100 + life_pick(99999) * 7;
		p.cost = p.price * 41 / 100;
		if (life_chance(40)) {
			p.ownership = "consigned";
			p.consignor_id = l->consignor;
		}
		life_do(l, db_req_join(op_piece_add(&p, ""),
		    book_move(&p.id, clock_now(), 1, "receive", "", NULL,
		    "")));
	}
	ans = db_wait(l->db, op_piece_by_id(&p.id));
	*piece_r = db_rows(ans, REC_PIECE, &n);
	if (n != 1)
		rig_die("life: no such piece");
	return ans;
}
