/* The barest shop for tests: see bare.h. */
#include "bare.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "lib/pgserver.h"
#include "lib/rig.h"
#include "mem.h"
#include "migrate.h"
#include "ops.h"
#include "sell/book.h"

enum db_status
bare_do(struct db *db, struct db_req *req, struct db_ans **ans_r)
{
	struct db_ans	*ans = db_wait(db, req);
	enum db_status	 status = db_status(ans);

	if (ans_r != NULL)
		*ans_r = ans;
	else
		db_ans_free(ans);
	return status;
}

void
bare_must(struct db *db, struct db_req *req)
{
	struct db_ans	*ans = db_wait(db, req);

	if (db_status(ans) != DB_DONE)
		rig_die("the database said: %s", db_err(ans)->text);
	db_ans_free(ans);
}

static void
furnish(struct bare *shop)
{
	struct rec_shop		house = { .name = "Marsh & Daughters",
	    .currency = "USD", .zone = "America/New_York",
	    .tax_rounding = "line", .created_at = clock_now() };
	struct rec_store	store = { .id = shop->store, .code = "MAIN",
	    .name = "Main Street", .created_at = clock_now() };
	struct rec_register	r1 = { .id = shop->r1, .code = "R1",
	    .store_id = shop->store, .kind = "counter" };
	struct rec_register	r2 = { .id = shop->r2, .code = "R2",
	    .store_id = shop->store, .kind = "counter" };
	struct rec_register	web = { .id = shop->web_register, .code = "W",
	    .store_id = shop->store, .kind = "web" };
	struct rec_channel	room = { .id = shop->showroom,
	    .code = "showroom", .kind = "showroom", .name = "Showroom" };
	struct rec_channel	site = { .id = shop->web, .code = "web",
	    .kind = "web", .name = "Website", .outbox = 1 };
	struct rec_staff	ana = { .id = shop->ana, .name = "Ana",
	    .role = "owner" };
	struct db_req		*req;

	req = op_shop_add(&house);
	req = db_req_join(req, op_store_add(&store));
	req = db_req_join(req, op_register_add(&r1));
	req = db_req_join(req, op_register_add(&r2));
	req = db_req_join(req, op_register_add(&web));
	req = db_req_join(req, op_channel_add(&room));
	req = db_req_join(req, op_channel_add(&site));
	req = db_req_join(req, op_staff_add(&ana));
	bare_must(shop->db, req);
}

struct bare *
bare_new(const char *engine)
{
	struct migrate_report	 report;
	struct err		 err = ERR_INIT;
	struct bare		*shop = mem_zalloc(sizeof *shop);
	char			*path;

	if (strcmp(engine, "sqlite") == 0) {
		path = rig_path("shop-%d.db", rand());
		shop->url = rig_printf("sqlite:%s", path);
		free(path);
	} else
		shop->url = pgserver_database(NULL);
	shop->db = db_create(shop->url, &err);
	if (shop->db == NULL || migrate_run(shop->db, &report, &err) == -1)
		rig_die("no shop at %s: %s", shop->url, err.text);
	shop->store = uuid_new();
	shop->r1 = uuid_new();
	shop->r2 = uuid_new();
	shop->web_register = uuid_new();
	shop->showroom = uuid_new();
	shop->web = uuid_new();
	shop->ana = uuid_new();
	furnish(shop);
	return shop;
}

struct db *
bare_connect(const struct bare *shop)
{
	struct err	 err = ERR_INIT;
	struct db	*db = db_open(shop->url, &err);

	if (db == NULL)
		rig_die("cannot connect: %s", err.text);
	return db;
}

void
bare_free(struct bare *shop)
{
	db_close(shop->db);
	free(shop->url);
	free(shop);
}

struct uuid
bare_piece(struct bare *shop, const char *sku, const char *kind,
    int64_t on_hand, int64_t price)
{
	struct rec_piece	 p = { .id = uuid_new(), .sku = sku,
	    .title = "Signed estate brooch", .kind = kind, .state = "stock",
	    .price = price, .store_id = shop->store, .ownership = "own",
	    .listed = 1, .created_at = clock_now() };
	struct db_req		*req = op_piece_add(&p, "platinum 1925");

	if (on_hand > 0)
		req = db_req_join(req, book_move(&p.id, clock_now(),
		    on_hand, "receive", NULL, &shop->ana, NULL));
	bare_must(shop->db, req);
	return p.id;
}

struct db_req *
bare_sale(const struct bare *shop, const struct uuid *reg,
    const struct uuid *sale, const struct uuid *line,
    const struct uuid *piece, const char *kind, int64_t qty, int64_t price,
    const struct uuid *hold, const struct uuid *line_ret)
{
	int64_t			 total = qty * price;
	struct rec_journal	 j = { .register_id = *reg,
	    .kind = qty < 0 ? "return" : "sale", .ref_id = *sale,
	    .payload = "{}" };
	struct rec_sale		 s = { .id = *sale, .kind = j.kind,
	    .register_id = *reg, .store_id = shop->store,
	    .channel_id = shop->showroom, .staff_id = shop->ana,
	    .business_day = 20261123, .made_at = clock_now(), .currency = "USD",
	    .subtotal = total, .total = total, .paid = total };
	struct rec_line		 l = { .id = *line, .sale_id = *sale,
	    .position = 1, .piece_id = *piece, .sku = "X", .title = "X",
	    .unique_piece = strcmp(kind, "unique") == 0, .qty = qty,
	    .list_price = price, .unit_price = price, .net = total,
	    .total = total };
	struct rec_payment	 p = { .id = uuid_new(), .sale_id = *sale,
	    .position = 1, .kind = "cash", .amount = total };
	struct db_req		*req;

	if (hold != NULL)
		l.hold_id = *hold;
	if (line_ret != NULL)
		l.returns_line_id = *line_ret;
	req = db_req_join(op_journal_add(&j), op_sale_add(&s));
	req = db_req_join(req, op_sale_line_add(&l));
	return db_req_join(req, op_payment_add(&p));
}
