/* A small shop for tests: see shop.h. */
#include "shop.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "desk/setup.h"
#include "mem.h"
#include "migrate.h"
#include "ops.h"
#include "pgserver.h"
#include "rig.h"
#include "seal.h"
#include "sell/book.h"

static void
done(struct db *db, struct db_req *req)
{
	struct db_ans	*ans = db_wait(db, req);

	if (db_status(ans) != DB_DONE)
		rig_die("shop: %s", db_err(ans)->text);
	db_ans_free(ans);
}

static void
add_staff(struct shop *shop, const char *name, const char *role,
    const char *pin)
{
	char			hash[SEAL_SECRET];
	struct err		err = ERR_INIT;
	const struct rec_staff	staff = { .id = uuid_new(), .name = name,
				    .role = role, .os_user = "",
				    .pin_hash = hash, .created_at =
				    clock_now() };

	if (setup_pin_hash(pin, hash, &err) != 0)
		rig_die("%s", err.text);
	done(shop->db, op_staff_add(&staff));
}

struct shop *
shop_new(const char *engine)
{
	static int	number;

	if (strcmp(engine, "sqlite") != 0)
		return shop_new_at(pgserver_database(NULL));
	return shop_new_at(rig_printf("sqlite:%s/shop%d.db", rig_dir(),
	    ++number));
}

struct shop *
shop_new_at(char *url)
{
	const struct setup	 setup = { .name = "Test Jewelers",
				    .currency = "USD",
				    .zone = "America/New_York",
				    .store = "Main Street",
				    .address = "1 Main Street\nNew York",
				    .phone = "555-0100",
				    .footer = "Thank you",
				    .tax_name = "NY sales tax",
				    .tax_ppm = 88750, .registers = 2 };
	struct shop		*shop = mem_zalloc(sizeof *shop);
	struct migrate_report	 report;
	struct err		 err = ERR_INIT;

	shop->url = url;
	if ((shop->db = db_create(shop->url, &err)) == NULL ||
	    migrate_run(shop->db, &report, &err) != 0 ||
	    setup_shop(shop->db, &setup, &err) != 0)
		rig_die("%s: %s", shop->url, err.text);
	add_staff(shop, "Ana", "associate", "1111");
	add_staff(shop, "Maria", "manager", "2222");
	till_init(&shop->till, shop->db);
	if (till_load_wait(&shop->till, TILL_COUNTER, NULL, &err) != 0)
		rig_die("%s", err.text);
	return shop;
}

void
shop_free(struct shop *shop)
{
	db_close(shop->db);
	till_free(&shop->till);
	free(shop->url);
	free(shop);
}

struct till *
shop_till(struct shop *shop, enum till_kind kind, const char *code)
{
	struct till	*till = mem_zalloc(sizeof *till);
	struct err	 err = ERR_INIT;
	struct db	*db = db_open(shop->url, &err);

	if (db == NULL)
		rig_die("%s", err.text);
	till_init(till, db);
	if (till_load_wait(till, kind, code, &err) != 0)
		rig_die("%s", err.text);
	return till;
}

void
shop_till_free(struct till *till)
{
	db_close(till->db);
	till_free(till);
	free(till);
}

struct uuid
shop_piece(struct shop *shop, const char *sku, const char *kind, money price,
    int64_t on_hand)
{
	const struct rec_piece	piece = { .id = uuid_new(), .sku = sku,
				    .title = "A piece", .story = "",
				    .kind = kind, .state = "stock",
				    .price = price,
				    .store_id = shop->till.store.id,
				    .location = "", .ownership = "own",
				    .listed = 1, .source = "",
				    .source_ref = "", .created_at =
				    clock_now() };

	done(shop->db, op_piece_add(&piece, ""));
	if (on_hand > 0)
		done(shop->db, book_move(&piece.id, clock_now(), on_hand,
		    "receive", "", NULL, ""));
	return piece.id;
}

const struct rec_piece *
shop_see(struct shop *shop, const struct uuid *id, struct db_ans **ans_r)
{
	const struct rec_piece	*piece;
	size_t			 n;

	*ans_r = db_wait(shop->db, op_piece_by_id(id));
	piece = db_rows(*ans_r, REC_PIECE, &n);
	if (n != 1)
		rig_die("no such piece");
	return piece;
}

int64_t
shop_on_hand(struct shop *shop, const struct uuid *id)
{
	struct db_ans	*ans;
	int64_t		 on_hand = shop_see(shop, id, &ans)->on_hand;

	db_ans_free(ans);
	return on_hand;
}

void
shop_do(struct shop *shop, struct db_req *req)
{
	done(shop->db, req);
}
