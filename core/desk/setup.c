/* A new shop: see setup.h. */
#include "desk/setup.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "db.h"
#include "ops.h"
#include "seal.h"
#include "sell/day.h"
#include "sell/money.h"
#include "str.h"

static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

const char *
setup_zone(void)
{
	static char	 name[sizeof ((struct zone *)0)->name];
	char		 target[PATH_MAX];
	const char	*at;
	ssize_t		 n;
	struct zone	 zone;

	n = readlink("/etc/localtime", target, sizeof target - 1);
	if (n > 0) {
		target[n] = '\0';
		at = strstr(target, "zoneinfo/");
		if (at != NULL && str_copy(name, sizeof name,
		    at + strlen("zoneinfo/")) &&
		    zone_init(&zone, name, 0, NULL) == 0)
			return name;
	}
	return "UTC";
}

static int
pin_check(const char *pin, struct err *err)
{
	size_t	len = strlen(pin);

	if (len < PIN_LEAST || len > PIN_MOST ||
	    strspn(pin, "0123456789") != len) {
		err_set(err, ERR_INPUT, "this is no PIN");
		return err_hint(err, "A PIN is %d to %d digits.", PIN_LEAST,
		    PIN_MOST);
	}
	return 0;
}

int
setup_pin_hash(const char *pin, char *hash, struct err *err)
{
	if (pin_check(pin, err) < 0)
		return -1;
	return seal_secret(pin, hash, err);
}

static struct db_req *
add_registers(struct db_req *req, const struct setup *s,
    const struct uuid *store, int64_t now)
{
	char			code[16];
	char			name[32];
	struct rec_register	reg = {
		.store_id = *store, .code = code, .name = name,
		.kind = "counter", .created_at = now,
	};
	int			i;

	for (i = 1; i <= (s->registers > 0 ? s->registers : 1); i++) {
		snprintf(code, sizeof code, "R%d", i);
		snprintf(name, sizeof name, "Counter %d", i);
		reg.id = uuid_new();
		req = db_req_join(req, op_register_add(&reg));
	}
	reg.id = uuid_new();
	reg.code = "W";
	reg.name = "Website";
	reg.kind = "web";
	return db_req_join(req, op_register_add(&reg));
}

static struct db_req *
add_channels(struct db_req *req, int64_t now)
{
	const struct rec_channel	showroom = {
		.id = uuid_new(), .code = "showroom", .kind = "showroom",
		.name = "Showroom", .active = 1, .created_at = now,
	};
	const struct rec_channel	web = {
		.id = uuid_new(), .code = "web", .kind = "web",
		.name = "Website", .active = 1, .created_at = now,
	};

	req = db_req_join(req, op_channel_add(&showroom));
	return db_req_join(req, op_channel_add(&web));
}

static struct db_req *
add_tax(struct db_req *req, const struct setup *s, const struct uuid *store)
{
	const struct rec_rate	rate = {
		.id = uuid_new(), .store_id = *store, .tax_class = "standard",
		.name = s->tax_name == NULL ? "Sales tax" : s->tax_name,
		.ppm = s->tax_ppm, .inclusive = s->tax_inclusive,
		.valid_from = 0, .valid_to = 99991231,
	};

	if (s->tax_ppm == 0)
		return req;
	return db_req_join(req, op_rate_add(&rate));
}

static struct db_req *
add_owner(struct db_req *req, const struct setup *s, const char *pin_hash,
    int64_t now)
{
	const struct rec_staff	owner = {
		.id = uuid_new(), .name = s->owner, .role = "owner",
		.os_user = or_empty(s->owner_user), .pin_hash = pin_hash,
		.created_at = now,
	};

	if (s->owner == NULL)
		return req;
	return db_req_join(req, op_staff_add(&owner));
}

static struct db_req *
all_rows(const struct setup *s, const char *pin_hash)
{
	int64_t			 now = clock_now();
	const struct rec_shop	 shop = {
		.name = s->name, .currency = s->currency, .zone = s->zone,
		.tax_rounding = s->tax_per_total ? "total" : "line",
		.owner_phone = or_empty(s->owner_phone), .created_at = now,
	};
	const struct rec_store	 store = {
		.id = uuid_new(), .code = "MAIN",
		.name = s->store == NULL ? s->name : s->store,
		.address = or_empty(s->address), .phone = or_empty(s->phone),
		.footer = or_empty(s->footer), .created_at = now,
	};
	struct db_req		*req;

	req = op_shop_add(&shop);
	req = db_req_join(req, op_store_add(&store));
	req = add_registers(req, s, &store.id, now);
	req = add_channels(req, now);
	req = add_tax(req, s, &store.id);
	return add_owner(req, s, pin_hash, now);
}

int
setup_check(const struct setup *s, struct err *err)
{
	struct zone	zone;

	if (currency_find(s->currency) == NULL) {
		err_set(err, ERR_INPUT, "'%s' is no currency", s->currency);
		return err_hint(err, "Use its three letters, such as USD.");
	}
	if (zone_init(&zone, s->zone, 0, err) < 0)
		return -1;
	return s->owner_pin == NULL ? 0 : pin_check(s->owner_pin, err);
}

/* Whether there is a shop: 1, 0, or -1 with err. */
static int
is_set_up(struct db *db, struct err *err)
{
	struct db_ans	*ans = db_wait(db, op_shop_get());
	size_t		 n = 0;
	int		 ret = db_check(ans, err);

	if (ret == 0)
		db_rows(ans, REC_SHOP, &n);
	db_ans_free(ans);
	return ret < 0 ? -1 : n > 0;
}

int
setup_shop(struct db *db, const struct setup *s, struct err *err)
{
	char		 pin_hash[SEAL_SECRET] = "";
	struct setup	 checked = *s;
	struct db_ans	*ans;
	int		 there;
	int		 ret = 0;

	if (setup_check(s, err) < 0)
		return -1;
	checked.currency = currency_find(s->currency)->code;
	if (s->owner_pin != NULL &&
	    setup_pin_hash(s->owner_pin, pin_hash, err) < 0)
		return -1;
	there = is_set_up(db, err);
	if (there < 0)
		return -1;
	if (there == 0) {
		ans = db_wait(db, all_rows(&checked, pin_hash));
		ret = db_check(ans, err);
		/* Somebody else may have been quicker. */
		there = ret < 0 && db_status(ans) == DB_REFUSED;
		db_ans_free(ans);
	}
	if (there == 0)
		return ret;
	err_set(err, ERR_CANNOT_CREATE, "there is a shop already");
	return err_hint(err, "Use it, or name another place for the new one "
	    "with --shop.");
}
