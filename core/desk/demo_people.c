/* The demo's shop and people. */
#include "desk/demo_parts.h"

#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "db.h"
#include "desk/setup.h"
#include "migrate.h"
#include "ops.h"
#include "seal.h"
#include "sell/till.h"
#include "str.h"

#define SHOP_NAME	"Finch & Marlowe Jewelers"
#define STORE_NAME	"Main Street"
#define STORE_ADDRESS	"214 Main Street\nNew York, NY 10044"
#define STORE_PHONE	"(212) 555-0142"
#define STORE_FOOTER	"Thank you. Exchanges within 30 days with this " \
			"receipt."
#define TAX_NAME	"NY sales tax"
#define TAX_PPM		88750

static const struct setup demo_setup = {
	.name = SHOP_NAME, .currency = "USD", .zone = "America/New_York",
	.store = STORE_NAME, .address = STORE_ADDRESS, .phone = STORE_PHONE,
	.footer = STORE_FOOTER, .owner_phone = "(212) 555-0199",
	.tax_name = TAX_NAME, .tax_ppm = TAX_PPM
};

/* Anything of this kind there?  1, 0, or -1 with err. */
static int
any(struct demo *d, struct db_req *req, enum rec_kind kind, struct err *err)
{
	struct db_ans	*ans = db_wait(d->db, req);
	size_t		 n = 0;
	int		 ret = db_check(ans, err);

	if (ret == 0)
		db_rows(ans, kind, &n);
	db_ans_free(ans);
	return ret < 0 ? -1 : n > 0;
}

/* A shop that init made keeps what was said to it, and gets the rest. */
static int
complete_shop(struct demo *d, struct err *err)
{
	struct db_ans		*ans;
	const struct rec_store	*store;
	struct rec_store	 named;
	struct db_req		*req;
	size_t			 n;
	int			 ret;

	ans = db_wait(d->db, op_store_list());
	ret = db_check(ans, err);
	store = db_rows(ans, REC_STORE, &n);
	if (ret == 0 && n == 0)
		ret = err_set(err, ERR_CONFIG, "the shop has no store");
	req = op_setting_set(SETTING_DEMO, "yes");
	if (ret == 0) {
		named = *store;
		d->store_id = store->id;
		if (store->address[0] == '\0') {
			named.name = STORE_NAME;
			named.address = STORE_ADDRESS;
			named.phone = STORE_PHONE;
			named.footer = STORE_FOOTER;
			req = db_req_join(req, op_store_edit(&named));
		}
	}
	db_ans_free(ans);
	if (ret == 0 && (ret = any(d, op_rate_list(), REC_RATE, err)) == 0) {
		const struct rec_rate rate = { .id = uuid_new(),
		    .store_id = d->store_id, .tax_class = "standard",
		    .name = TAX_NAME, .ppm = TAX_PPM,
		    .valid_to = 99991231 };

		req = db_req_join(req, op_rate_add(&rate));
	}
	if (ret >= 0)
		return demo_send(d, req, err);
	db_req_free(req);
	return -1;
}

static int
check_empty(struct demo *d, struct err *err)
{
	int	pieces = any(d, op_piece_list("", 1, false), REC_PIECE, err);

	if (pieces <= 0)
		return pieces;
	err_set(err, ERR_CANNOT_CREATE, "the shop has pieces already");
	return err_hint(err, "Name an empty place for the demo with --shop, "
	    "such as --shop sqlite:demo.db.");
}

static int
make_shop(struct demo *d, struct err *err)
{
	struct migrate_report	steps;
	int			there;

	if (migrate_run(d->db, &steps, err) != 0)
		return -1;
	there = any(d, op_shop_get(), REC_SHOP, err);
	if (there == 0)
		there = setup_shop(d->db, &demo_setup, err) == 0 ? 1 : -1;
	return there < 0 || check_empty(d, err) != 0 ||
	    complete_shop(d, err) != 0 ? -1 : 0;
}

/* ----------------------------------------------------------------- people */

static const struct {
	const char	*name, *role, *pin;
} staff[] = {
	{ "Ana", "associate", "1111" }, { "Ben", "manager", "2222" },
	{ "Olivia", "owner", "3333" }
};

/* Adds those who do not work here yet; an id for each. */
static int
make_staff(struct demo *d, struct err *err)
{
	struct uuid		*ids[] = { &d->ana, &d->ben, &d->olivia };
	char			 hash[SEAL_SECRET];
	struct rec_staff	 row = { .created_at = d->now };
	struct db_ans		*ans = db_wait(d->db, op_staff_list());
	const struct rec_staff	*have;
	struct db_req		*req = NULL, *one;
	size_t			 i, k, n;
	int			 ret = db_check(ans, err);

	have = db_rows(ans, REC_STAFF, &n);
	for (i = 0; ret == 0 && i < 3; i++) {
		for (k = 0; k < n && !str_eq(have[k].name, staff[i].name);
		    k++)
			continue;
		*ids[i] = k < n ? have[k].id : uuid_new();
		if (k < n)
			continue;
		ret = setup_pin_hash(staff[i].pin, hash, err);
		row.id = *ids[i];
		row.name = staff[i].name;
		row.role = staff[i].role;
		row.pin_hash = hash;
		/* In a shop of its own the calling user is the owner. */
		row.os_user = i == 2 && n == 0 && d->options->owner_user ?
		    d->options->owner_user : "";
		one = op_staff_add(&row);
		req = req == NULL ? one : db_req_join(req, one);
	}
	db_ans_free(ans);
	if (ret == 0)
		return demo_send(d, req, err);
	if (req != NULL)
		db_req_free(req);
	return ret;
}

static const struct {
	const char	*code, *name;
	int64_t		 split;
} consignors[DEMO_CONSIGNORS] = {
	{ "C1", "Estate of Rosalind Thackery", 600000 },
	{ "C2", "Henrik Aalto Brandsma", 650000 },
	{ "C3", "Mrs. Delphine Okafor-Reed", 600000 },
	{ "C4", "The Pemberly Trust", 700000 },
	{ "C5", "Tomasz Wierzba", 550000 }
};

static const struct {
	const char	*name, *email, *phone, *note;
} customers[DEMO_CUSTOMERS] = {
	{ "Margit Solano", "margit.solano@example.com", "212-555-0101",
	    "Ring size 6 1/2. Likes sapphires, never rubies." },
	{ "Desmond Achebe", "d.achebe@example.com", "212-555-0102",
	    "Anniversary 14 May." },
	{ "Priya Raghunathan", "priya.r@example.com", "212-555-0103", "" },
	{ "Walter and June Hollis", "hollis@example.com", "212-555-0104",
	    "A couple; she must not see his purchases." },
	{ "Ingrid Aasen", "ingrid@example.com", "212-555-0105",
	    "Collects moonstone." },
	{ "Théodore Lacombe", "t.lacombe@example.com", "212-555-0106",
	    "Cufflinks." },
	{ "Bea Fairweather", "bea@example.com", "212-555-0107", "" },
	{ "Luis Oyarzabal", "luis.o@example.com", "212-555-0108",
	    "Ring size 10." },
	{ "Noor Haddad", "noor@example.com", "212-555-0109", "" },
	{ "Constance Yip", "c.yip@example.com", "212-555-0110",
	    "Pays by wire. Insures with us." },
	{ "Gregor Malinowski", "gregor@example.com", "212-555-0111", "" },
	{ "Saoirse Delaney", "saoirse@example.com", "212-555-0112",
	    "Wish list: crescent brooch." }
};

static struct db_req *
people_request(struct demo *d)
{
	struct rec_consignor	 o = { .created_at = d->now };
	struct rec_customer	 c = { .created_at = d->now,
	    .address = "", .exempt_no = "", .search = "" };
	struct db_req		*req = NULL, *one;
	size_t			 i;

	for (i = 0; i < DEMO_CONSIGNORS; i++) {
		d->consignors[i] = o.id = uuid_new();
		o.code = consignors[i].code;
		o.name = consignors[i].name;
		o.split_ppm = consignors[i].split;
		one = op_consignor_add(&o);
		req = req == NULL ? one : db_req_join(req, one);
	}
	for (i = 0; i < DEMO_CUSTOMERS; i++) {
		c.id = uuid_new();
		c.name = customers[i].name;
		c.email = customers[i].email;
		c.phone = customers[i].phone;
		c.note = customers[i].note;
		d->customers[i] = c;
		req = db_req_join(req, op_customer_add(&c));
	}
	return req;
}

/* Services bear no tax here; everything else the store's rate. */
static struct db_req *
categories_request(struct demo *d)
{
	static const char	*const names[] = { "Rings", "Earrings",
	    "Necklaces", "Brooches", "Bracelets", "Pearls", "Watches",
	    "Loose stones", "Cufflinks", "Wedding bands", "Chains", "Care",
	    "Boxes", "Services", NULL };
	struct rec_category	 c = { 0 };
	struct db_req		*req = NULL, *one;
	char			 code[40];
	size_t			 i, k;

	for (i = 0; names[i] != NULL; i++) {
		str_copy(code, sizeof(code), names[i]);
		for (k = 0; code[k] != '\0'; k++)
			code[k] = code[k] == ' ' ? '-' :
			    (char)(code[k] | 0x20);
		c.id = uuid_new();
		c.code = code;
		c.name = names[i];
		c.tax_class = str_eq(names[i], "Services") ? "none" :
		    "standard";
		d->categories[d->category_count].name = names[i];
		d->categories[d->category_count++].id = c.id;
		one = op_category_add(&c);
		req = req == NULL ? one : db_req_join(req, one);
	}
	return req;
}

int
demo_people(struct demo *d, struct err *err)
{
	if (make_shop(d, err) != 0 || make_staff(d, err) != 0)
		return -1;
	return demo_send(d, db_req_join(people_request(d),
	    categories_request(d)), err);
}
