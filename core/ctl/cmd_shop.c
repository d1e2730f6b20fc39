/* init, migrate, shop, store, tax, setting: what the shop itself is. */
#include <stdio.h>
#include <string.h>

#include "ctl/ctl.h"
#include "desk/setup.h"
#include "mem.h"
#include "migrate.h"
#include "ops.h"
#include "str.h"

#include <pwd.h>
#include <unistd.h>

#define NAME_MAX_BYTES	120
#define TEXT_MAX_BYTES	500

static const char *
calling_user(struct ctl *ctl)
{
	const struct passwd	*pw = getpwuid(geteuid());

	return pw == NULL ? NULL : arena_strdup(ctl->arena, pw->pw_name);
}

/* --------------------------------------------------------------------- init */

static const struct opt init_opts[] = {
	{ "name", "NAME", OPT_MAY, "the shop's name (Vitrine)" },
	{ "currency", "CODE", OPT_MAY, "ISO 4217, for ever (USD)" },
	{ "zone", "ZONE", OPT_MAY, "such as Europe/Paris (the machine's)" },
	{ "store", "NAME", OPT_MAY, "its first store (the shop's name)" },
	{ "address", "TEXT", OPT_MAY, "the store's, for receipts" },
	{ "phone", "TEXT", OPT_MAY, "the store's, for receipts" },
	{ "footer", "TEXT", OPT_MAY, "last lines of a receipt" },
	{ "registers", "N", OPT_MAY, "counters R1 to RN (1)" },
	{ "tax", "PERCENT", OPT_MAY, "on the class standard (0)" },
	{ "tax-name", "NAME", OPT_MAY, "what it is called (Sales tax)" },
	{ "tax-inclusive", NULL, OPT_MAY, "prices contain it" },
	{ "tax-rounding", "HOW", OPT_MAY, "once a line or total (line)" },
	{ "owner", "NAME", OPT_MAY, "the first owner (the calling user)" },
	{ "owner-phone", "TEXT", OPT_MAY, "for screens that say to call" },
	{ "pin-stdin", NULL, OPT_MAY, "the owner's PIN is on stdin" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
init_texts(struct ctl *ctl, const struct args *args, struct setup *s)
{
	if (ctl_opt_text(ctl, args, "name", NAME_MAX_BYTES, &s->name) < 0 ||
	    ctl_opt_text(ctl, args, "currency", 8, &s->currency) < 0 ||
	    ctl_opt_text(ctl, args, "zone", 63, &s->zone) < 0 ||
	    ctl_opt_text(ctl, args, "store", NAME_MAX_BYTES, &s->store) < 0 ||
	    ctl_opt_text(ctl, args, "address", TEXT_MAX_BYTES,
	    &s->address) < 0 ||
	    ctl_opt_text(ctl, args, "phone", 60, &s->phone) < 0 ||
	    ctl_opt_text(ctl, args, "footer", TEXT_MAX_BYTES, &s->footer) < 0 ||
	    ctl_opt_text(ctl, args, "tax-name", 60, &s->tax_name) < 0 ||
	    ctl_opt_text(ctl, args, "owner", NAME_MAX_BYTES, &s->owner) < 0 ||
	    ctl_opt_text(ctl, args, "owner-phone", 60, &s->owner_phone) < 0)
		return -1;
	if (str_empty(s->name) || str_empty(s->owner))
		return err_set(&ctl->err, ERR_INPUT,
		    "a shop and its owner need names");
	return 0;
}

static int
init_setup(struct ctl *ctl, const struct args *args, struct setup *s)
{
	const char	*rounding = args_get(args, "tax-rounding");
	int64_t		 registers = 1;

	s->name = "Vitrine";
	s->currency = "USD";
	s->zone = setup_zone();
	s->owner_user = calling_user(ctl);
	s->owner = s->owner_user == NULL ? "owner" : s->owner_user;
	if (init_texts(ctl, args, s) < 0)
		return -1;
	s->tax_inclusive = args_has(args, "tax-inclusive");
	if (args_has(args, "tax") &&
	    ppm_parse(args_get(args, "tax"), &s->tax_ppm, &ctl->err) < 0)
		return err_wrap(&ctl->err, "--tax");
	if (rounding != NULL && !str_eq(rounding, "line") &&
	    !str_eq(rounding, "total"))
		return err_set(&ctl->err, ERR_USAGE,
		    "--tax-rounding is line or total");
	s->tax_per_total = rounding != NULL && str_eq(rounding, "total");
	if (args_has(args, "registers") && ctl_number(ctl, "--registers",
	    args_get(args, "registers"), 1, 99, &registers) < 0)
		return -1;
	s->registers = (int)registers;
	if (args_has(args, "pin-stdin") &&
	    ctl_stdin_line(ctl, "PIN", &s->owner_pin) < 0)
		return -1;
	return setup_check(s, &ctl->err);
}

static int
run_init(struct ctl *ctl, const struct args *args)
{
	struct migrate_report	schema;
	struct setup		s = { 0 };

	if (init_setup(ctl, args, &s) < 0 ||
	    config_make_dirs(ctl->url, &ctl->err) < 0)
		return -1;
	ctl->db = db_create(ctl->url, &ctl->err);
	if (ctl->db == NULL ||
	    migrate_run(ctl->db, &schema, &ctl->err) < 0 ||
	    setup_shop(ctl->db, &s, &ctl->err) < 0)
		return -1;
	out_text(ctl->out, "shop", NULL, s.name);
	out_text(ctl->out, "url", NULL, db_url(ctl->db));
	out_text(ctl->out, "currency", NULL, s.currency);
	out_text(ctl->out, "zone", NULL, s.zone);
	out_text(ctl->out, "owner", NULL, s.owner);
	out_say(ctl->out, "%s is set up in %s: %s, %s, register R1.",
	    s.name, db_url(ctl->db), s.currency, s.zone);
	out_say(ctl->out, "%s owns it%s.", s.owner, s.owner_pin != NULL ? "" :
	    " and has no PIN yet: vitrinectl staff reset-pin NAME "
	    "--pin-stdin");
	return 0;
}

/* ------------------------------------------------------------------ migrate */

static int
run_migrate(struct ctl *ctl, const struct args *args)
{
	struct migrate_report	schema;

	(void)args;
	ctl->db = db_open(ctl->url, &ctl->err);
	if (ctl->db == NULL || migrate_run(ctl->db, &schema, &ctl->err) < 0)
		return -1;
	out_num(ctl->out, "from", NULL, schema.from);
	out_num(ctl->out, "to", NULL, schema.to);
	if (schema.from == schema.to)
		out_say(ctl->out, "The schema is version %d, the newest.",
		    schema.to);
	else
		out_say(ctl->out, "The schema went from version %d to %d.",
		    schema.from, schema.to);
	return 0;
}

/* --------------------------------------------------------------- shop, store */

static int
run_shop_show(struct ctl *ctl, const struct args *args)
{
	(void)args;
	if (ctl_shop(ctl) < 0)
		return -1;
	out_text(ctl->out, "name", "Shop", ctl->shop.name);
	out_text(ctl->out, "url", "Database", db_url(ctl->db));
	out_text(ctl->out, "currency", "Currency", ctl->currency.code);
	out_text(ctl->out, "zone", "Zone", ctl->shop.zone);
	out_num(ctl->out, "day_start", "Day starts, minutes after midnight",
	    ctl->shop.day_start);
	out_text(ctl->out, "tax_rounding", "Tax rounded once a",
	    ctl->shop.tax_rounding);
	out_text(ctl->out, "owner_phone", "Owner's phone",
	    ctl->shop.owner_phone);
	out_time(ctl->out, "created_at", "Since", ctl->shop.created_at);
	return 0;
}

static const struct opt shop_opts[] = {
	{ "name", "NAME", OPT_MAY, "the shop's name" },
	{ "zone", "ZONE", OPT_MAY, "its clock, for business days to come" },
	{ "tax-rounding", "HOW", OPT_MAY, "once a line or total" },
	{ "owner-phone", "TEXT", OPT_MAY, "for screens that say to call" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
run_shop_edit(struct ctl *ctl, const struct args *args)
{
	struct rec_shop	shop;
	struct zone	zone;

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0)
		return -1;
	shop = ctl->shop;
	if (ctl_opt_text(ctl, args, "name", NAME_MAX_BYTES, &shop.name) < 0 ||
	    ctl_opt_text(ctl, args, "zone", 63, &shop.zone) < 0 ||
	    ctl_opt_text(ctl, args, "tax-rounding", 8, &shop.tax_rounding) < 0 ||
	    ctl_opt_text(ctl, args, "owner-phone", 60, &shop.owner_phone) < 0 ||
	    zone_init(&zone, shop.zone, 0, &ctl->err) < 0)
		return -1;
	if (str_empty(shop.name) || (!str_eq(shop.tax_rounding, "line") &&
	    !str_eq(shop.tax_rounding, "total")))
		return err_set(&ctl->err, ERR_INPUT, "a shop needs a name, "
		    "and --tax-rounding is line or total");
	if (ctl_do(ctl, op_shop_edit(&shop)) < 0)
		return -1;
	out_text(ctl->out, "name", NULL, shop.name);
	out_say(ctl->out, "%s is changed.", shop.name);
	return 0;
}

static int
run_store_list(struct ctl *ctl, const struct args *args)
{
	const struct rec_store	*s;
	const struct db_ans	*ans;
	size_t			 n, i;

	(void)args;
	if (ctl_shop(ctl) < 0)
		return -1;
	ans = ctl_read(ctl, op_store_list());
	if (ans == NULL)
		return -1;
	s = db_rows(ans, REC_STORE, &n);
	out_list(ctl->out, "stores", "There is no store.");
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_uuid(ctl->out, "id", NULL, &s[i].id);
		out_text(ctl->out, "code", "CODE", s[i].code);
		out_text(ctl->out, "name", "NAME", s[i].name);
		out_text(ctl->out, "address", "ADDRESS", s[i].address);
		out_text(ctl->out, "phone", "PHONE", s[i].phone);
		out_text(ctl->out, "footer", NULL, s[i].footer);
	}
	out_close(ctl->out);
	return 0;
}

static const struct opt store_opts[] = {
	{ "name", "NAME", OPT_MAY, "its name" },
	{ "address", "TEXT", OPT_MAY, "for receipts" },
	{ "phone", "TEXT", OPT_MAY, "for receipts" },
	{ "footer", "TEXT", OPT_MAY, "last lines of a receipt" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
store_texts(struct ctl *ctl, const struct args *args, struct rec_store *s)
{
	if (ctl_opt_text(ctl, args, "name", NAME_MAX_BYTES, &s->name) < 0 ||
	    ctl_opt_text(ctl, args, "address", TEXT_MAX_BYTES,
	    &s->address) < 0 ||
	    ctl_opt_text(ctl, args, "phone", 60, &s->phone) < 0)
		return -1;
	return ctl_opt_text(ctl, args, "footer", TEXT_MAX_BYTES, &s->footer);
}

static int
run_store_add(struct ctl *ctl, const struct args *args)
{
	struct rec_store	s = { .id = uuid_new(), .address = "",
	    .phone = "", .footer = "" };

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0 ||
	    ctl_text(ctl, "the code", args_at(args, 0), 16, false,
	    &s.code) < 0)
		return -1;
	s.name = s.code;
	s.created_at = ctl->shop.created_at;
	if (store_texts(ctl, args, &s) < 0)
		return -1;
	if (ctl_added(ctl, db_wait(ctl->db, op_store_add(&s)), "a store",
	    s.code) < 0)
		return -1;
	out_uuid(ctl->out, "id", NULL, &s.id);
	out_text(ctl->out, "code", NULL, s.code);
	out_say(ctl->out, "The store %s is added.", s.code);
	return 0;
}

static int
run_store_edit(struct ctl *ctl, const struct args *args)
{
	const struct rec_store	*found;
	struct rec_store	 s;

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0)
		return -1;
	found = ctl_find_store(ctl, args_at(args, 0));
	if (found == NULL)
		return -1;
	s = *found;
	if (store_texts(ctl, args, &s) < 0 ||
	    ctl_do(ctl, op_store_edit(&s)) < 0)
		return -1;
	out_uuid(ctl->out, "id", NULL, &s.id);
	out_text(ctl->out, "code", NULL, s.code);
	out_say(ctl->out, "The store %s is changed.", s.code);
	return 0;
}

/* ---------------------------------------------------------------------- tax */

static const struct opt tax_opts[] = {
	{ "store", "CODE", OPT_MAY, "whose (the first)" },
	{ "class", "CLASS", OPT_MAY, "of goods (standard)" },
	{ "name", "NAME", OPT_MAY, "on the receipt (Sales tax)" },
	{ "inclusive", NULL, OPT_MAY, "prices contain it" },
	{ "from", "DAY", OPT_MAY, "first day, 2026-11-23 (always)" },
	{ "to", "DAY", OPT_MAY, "last day (for ever)" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
run_tax_add(struct ctl *ctl, const struct args *args)
{
	const struct rec_store	*store;
	struct rec_rate		 rate = { .id = uuid_new(),
	    .tax_class = "standard", .name = "Sales tax",
	    .valid_to = 99991231 };

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0)
		return -1;
	store = ctl_find_store(ctl, args_get(args, "store"));
	if (store == NULL ||
	    ppm_parse(args_at(args, 0), &rate.ppm, &ctl->err) < 0 ||
	    ctl_opt_text(ctl, args, "class", 40, &rate.tax_class) < 0 ||
	    ctl_opt_text(ctl, args, "name", 60, &rate.name) < 0 ||
	    ctl_opt_day(ctl, args, "from", &rate.valid_from) < 0 ||
	    ctl_opt_day(ctl, args, "to", &rate.valid_to) < 0)
		return -1;
	rate.store_id = store->id;
	rate.inclusive = args_has(args, "inclusive");
	if (ctl_added(ctl, db_wait(ctl->db, op_rate_add(&rate)),
	    "a rate for this class from this day", rate.tax_class) < 0)
		return -1;
	out_uuid(ctl->out, "id", NULL, &rate.id);
	out_say(ctl->out, "%s on %s in %s is added.", rate.name,
	    rate.tax_class, store->name);
	return 0;
}

static int
run_tax_list(struct ctl *ctl, const struct args *args)
{
	const struct rec_rate	*r;
	const struct db_ans	*ans;
	size_t			 n, i;

	(void)args;
	if (ctl_shop(ctl) < 0)
		return -1;
	ans = ctl_read(ctl, op_rate_list());
	if (ans == NULL)
		return -1;
	r = db_rows(ans, REC_RATE, &n);
	out_list(ctl->out, "rates", "Nothing is taxed.");
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_uuid(ctl->out, "id", NULL, &r[i].id);
		out_uuid(ctl->out, "store_id", NULL, &r[i].store_id);
		out_text(ctl->out, "class", "CLASS", r[i].tax_class);
		out_text(ctl->out, "name", "NAME", r[i].name);
		out_ppm(ctl->out, "ppm", "RATE", r[i].ppm);
		out_bool(ctl->out, "inclusive", "IN PRICE", r[i].inclusive);
		out_day(ctl->out, "from", "FROM", r[i].valid_from);
		out_day(ctl->out, "to", "TO", r[i].valid_to);
	}
	out_close(ctl->out);
	return 0;
}

static const struct opt tax_end_opts[] = {
	{ "last", "DAY", OPT_MUST, "the last day it is charged" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
run_tax_end(struct ctl *ctl, const struct args *args)
{
	struct uuid	id;
	int64_t		last = 0;

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0 ||
	    ctl_uuid(ctl, "the rate", args_at(args, 0), &id) < 0 ||
	    ctl_opt_day(ctl, args, "last", &last) < 0)
		return -1;
	if (ctl_changed(ctl, op_rate_end(&id, last), "tax rate",
	    args_at(args, 0)) < 0)
		return -1;
	out_uuid(ctl->out, "id", NULL, &id);
	out_say(ctl->out, "It is charged until that day.");
	return 0;
}

/* ------------------------------------------------------------------ setting */

static int
run_setting_get(struct ctl *ctl, const struct args *args)
{
	const char			*want = args_at(args, 0);
	const struct rec_setting	*s;
	const struct db_ans		*ans;
	size_t				 n, i;

	if (ctl_shop(ctl) < 0)
		return -1;
	ans = ctl_read(ctl, op_setting_list());
	if (ans == NULL)
		return -1;
	s = db_rows(ans, REC_SETTING, &n);
	for (i = 0; i < n; i++)
		if (want != NULL && str_eq(s[i].key, want)) {
			out_text(ctl->out, "key", NULL, s[i].key);
			out_text(ctl->out, "value", NULL, s[i].value);
			out_say(ctl->out, "%s", s[i].value);
			break;
		}
	if (want == NULL) {
		out_list(ctl->out, "settings", "No setting is set.");
		for (i = 0; i < n; i++) {
			out_row(ctl->out);
			out_text(ctl->out, "key", "SETTING", s[i].key);
			out_text(ctl->out, "value", "VALUE", s[i].value);
		}
		out_close(ctl->out);
	}
	if (want == NULL || i < n)
		return 0;
	err_set(&ctl->err, ERR_NO_INPUT, "%s is not set", want);
	return err_hint(&ctl->err, "See vitrinectl setting get.");
}

static int
run_setting_set(struct ctl *ctl, const struct args *args)
{
	const char	*key;
	const char	*value;

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0 ||
	    ctl_text(ctl, "the setting", args_at(args, 0), 60, false,
	    &key) < 0 ||
	    ctl_text(ctl, "the value", args_at(args, 1), TEXT_MAX_BYTES, true,
	    &value) < 0 ||
	    ctl_do(ctl, value[0] == '\0' ? op_setting_clear(key) :
	    op_setting_set(key, value)) < 0)
		return -1;
	out_text(ctl->out, "key", NULL, key);
	out_text(ctl->out, "value", NULL, value);
	out_say(ctl->out, value[0] == '\0' ? "%s is not set any more." :
	    "%s is %s.", key, value);
	return 0;
}

const struct command shop_commands[] = {
	{ "init", "", 0, 0, init_opts, "set up a new shop",
	    "Makes the schema, the shop, its first store, register R1 and the "
	    "owner.\nRefuses where a shop is already.", run_init },
	{ "migrate", "", 0, 0, NULL, "upgrade the schema to this program's",
	    "Registers and listeners of the older version must be stopped "
	    "first.", run_migrate },
	{ "shop show", "", 0, 0, NULL, "what the shop is called and where",
	    NULL, run_shop_show },
	{ "shop edit", "", 0, 0, shop_opts, "change it", NULL,
	    run_shop_edit },
	{ "store list", "", 0, 0, NULL, "the shop's stores", NULL,
	    run_store_list },
	{ "store add", "CODE", 1, 1, store_opts, "add a store", NULL,
	    run_store_add },
	{ "store edit", "CODE", 1, 1, store_opts, "change one", NULL,
	    run_store_edit },
	{ "tax list", "", 0, 0, NULL, "the tax rates", NULL, run_tax_list },
	{ "tax add", "PERCENT", 1, 1, tax_opts, "charge a tax", NULL,
	    run_tax_add },
	{ "tax end", "ID", 1, 1, tax_end_opts, "charge it no longer", NULL,
	    run_tax_end },
	{ "setting get", "[NAME]", 0, 1, NULL, "settings every program shares",
	    NULL, run_setting_get },
	{ "setting set", "NAME VALUE", 2, 2, NULL,
	    "set one; an empty value clears it", NULL, run_setting_set },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
