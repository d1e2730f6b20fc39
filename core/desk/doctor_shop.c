/* The engine and what is in it: see doctor.h. */
#include "desk/doctor.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mem.h"
#include "ops.h"
#include "run/config.h"
#include "sell/day.h"
#include "sell/money.h"
#include "str.h"

#define SKEW_DOUBT	(2 * SECOND_US)
#define SKEW_WRONG	(60 * SECOND_US)

struct look {
	struct doctor	*d;
	struct db	*db;
};

/* The rows of an answer, or NULL having said what went wrong.  Free it. */
static struct db_ans *
ask(struct look *l, const char *what, struct db_req *req)
{
	struct err	 err = ERR_INIT;
	struct db_ans	*ans;

	db_req_time(req, 10 * MINUTE_US);
	ans = db_wait(l->db, req);
	if (db_check(ans, &err) == 0)
		return ans;
	doctor_add(l->d, what, DOCTOR_WRONG, err.hint, "%s", err.text);
	db_ans_free(ans);
	return NULL;
}

/* ------------------------------------------------------------------ engine */

/* What an engine's fact must be, and what it means when it is not. */
struct rule {
	const char		*key;
	const char		*want;	/* one of these, a blank between */
	enum doctor_state	 worse;
	const char		*bad;
	const char		*mend;
};

static const struct rule rules[] = {
	{ "journal_mode", "wal", DOCTOR_WRONG,
	    "readers and the writer get in each other's way",
	    "Let a program of ours open the file for writing once." },
	{ "synchronous", "2 3", DOCTOR_WRONG,
	    "a sale may be lost when the power fails",
	    "Use only programs of this version on the file." },
	{ "foreign_keys", "1", DOCTOR_WRONG,
	    "rows may lose what they refer to",
	    "Use only programs of this version on the file." },
	{ "foreign_key_errors", "0", DOCTOR_WRONG,
	    "rows refer to rows that are not there",
	    "Restore a backup; keep this file for whoever mends it." },
	{ "integrity", "ok", DOCTOR_WRONG, "the file is damaged",
	    "Stop all programs, copy the file, restore a backup." },
	{ "fsync", "on", DOCTOR_WRONG,
	    "a sale may be lost when the power fails",
	    "Set fsync = on in postgresql.conf." },
	{ "full_page_writes", "on", DOCTOR_WRONG,
	    "the database may be damaged when the power fails",
	    "Set full_page_writes = on in postgresql.conf." },
	{ "synchronous_commit", "on local remote_write remote_apply",
	    DOCTOR_WRONG, "a sale may be lost when the server fails",
	    "Set synchronous_commit = on in postgresql.conf." },
	{ "transaction_read_only", "off", DOCTOR_WRONG,
	    "nothing can be sold", "Allow writing: "
	    "default_transaction_read_only = off, or another server." },
	{ "standby", "false", DOCTOR_WRONG,
	    "this server only repeats another one",
	    "Name the primary, or all hosts with "
	    "target_session_attrs=read-write." },
	{ "data_checksums", "on", DOCTOR_DOUBT,
	    "a failing disk would not be noticed",
	    "Switch them on with pg_checksums while the server is stopped." },
	{ "roles", "4", DOCTOR_WRONG, "roles of the shop are missing",
	    "Run vitrinectl migrate as a user that may create roles." },
	{ "public_rights", "0", DOCTOR_WRONG,
	    "everybody on the server has rights in the shop",
	    "REVOKE ALL ON ALL TABLES IN SCHEMA vitrine FROM PUBLIC." },
	{ "superuser", "false", DOCTOR_DOUBT,
	    "this user may do anything on the server",
	    "Give each program a user that is a member of vitrine_owner, "
	    "vitrine_register or vitrine_web." },
	{ "may_change_counts", "false", DOCTOR_DOUBT,
	    "this user may change a count without a fact",
	    "Give each program a user that is a member of vitrine_owner, "
	    "vitrine_register or vitrine_web." },
};

static bool
is_one_of(const char *words, const char *value)
{
	size_t	len = strlen(value);

	for (; *words != '\0'; words += strcspn(words, " ")) {
		words += strspn(words, " ");
		if (strcspn(words, " ") == len &&
		    strncmp(words, value, len) == 0)
			return true;
	}
	return false;
}

static void
look_at_fact(struct doctor *d, const struct rec_setting *fact)
{
	size_t	i;

	for (i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		if (!str_eq(rules[i].key, fact->key))
			continue;
		if (is_one_of(rules[i].want, fact->value))
			doctor_add(d, rules[i].key, DOCTOR_WELL, "",
			    "%s is %s", fact->key, fact->value);
		else
			doctor_add(d, rules[i].key, rules[i].worse,
			    rules[i].mend, "%s is %s: %s", fact->key,
			    fact->value, rules[i].bad);
		return;
	}
}

static void
look_at_engine(struct look *l)
{
	struct db_ans			*ans;
	const struct rec_setting	*facts;
	const char			*version = "";
	size_t				 i, n;

	ans = ask(l, "engine", op_engine_facts());
	if (ans == NULL)
		return;
	facts = db_rows(ans, REC_SETTING, &n);
	for (i = 0; i < n; i++)
		if (str_eq(facts[i].key, "server_version"))
			version = facts[i].value;
	doctor_add(l->d, "engine", DOCTOR_WELL, "", "%s %s",
	    db_engine(l->db), version);
	for (i = 0; i < n; i++)
		look_at_fact(l->d, &facts[i]);
	db_ans_free(ans);
}

/* ------------------------------------------------------------------- clock */

static int64_t
num_of(const struct db_ans *ans)
{
	size_t			 n;
	const struct rec_num	*num = db_rows(ans, REC_NUM, &n);

	return n == 0 ? 0 : num->value;
}

static void
look_at_clock(struct look *l)
{
	int64_t		 before = clock_now();
	struct db_ans	*ans = ask(l, "clock", op_ping());
	int64_t		 after = clock_now();
	int64_t		 there, skew;

	if (ans == NULL)
		return;
	there = num_of(ans);
	db_ans_free(ans);
	skew = there - (before + (after - before) / 2);
	doctor_add(l->d, "clock", llabs(skew) >= SKEW_WRONG ? DOCTOR_WRONG :
	    llabs(skew) >= SKEW_DOUBT ? DOCTOR_DOUBT : DOCTOR_WELL,
	    "Let both machines set their clocks by NTP: timedatectl set-ntp "
	    "true", "the database's clock is %lld.%03lld s %s this machine's",
	    (long long)(llabs(skew) / SECOND_US),
	    (long long)(llabs(skew) % SECOND_US / MS_US),
	    skew < 0 ? "behind" : "ahead of");
	ans = ask(l, "clock_back", op_newest_fact());
	if (ans == NULL)
		return;
	skew = num_of(ans) - there;
	db_ans_free(ans);
	if (skew > SKEW_DOUBT)
		doctor_add(l->d, "clock_back", DOCTOR_WRONG, "Set the "
		    "database's clock right before selling; holds and "
		    "business days go by it.", "the newest fact is %lld s in "
		    "the future: the clock was set back",
		    (long long)(skew / SECOND_US));
	else
		doctor_add(l->d, "clock_back", DOCTOR_WELL, "",
		    "no fact is from the future");
}

/* ---------------------------------------------------------- what is in it */

static bool
look_at_rows(struct look *l)
{
	const struct rec_shop	*shop;
	struct db_ans		*ans = ask(l, "shop", op_shop_get());
	struct err		 err = ERR_INIT;
	struct zone		 zone;
	size_t			 n;

	if (ans == NULL)
		return false;
	shop = db_rows(ans, REC_SHOP, &n);
	if (n == 0) {
		doctor_add(l->d, "shop", DOCTOR_WRONG,
		    "Set it up with: vitrinectl init", "no shop is set up");
	} else if (currency_find(shop->currency) == NULL) {
		doctor_add(l->d, "shop", DOCTOR_WRONG, "Restore a backup.",
		    "its currency '%s' is none", shop->currency);
	} else if (zone_init(&zone, shop->zone, 0, &err) < 0) {
		doctor_add(l->d, "shop", DOCTOR_WRONG, "Install tzdata, or "
		    "choose a zone: vitrinectl shop edit --zone ZONE",
		    "%s", err.text);
	} else {
		doctor_add(l->d, "shop", DOCTOR_WELL, "", "%s, %s, %s",
		    shop->name, shop->currency, shop->zone);
	}
	db_ans_free(ans);
	return n > 0;
}

static void
look_at_registers(struct look *l, const struct config *c)
{
	const struct rec_register	*r;
	struct db_ans			*ans;
	int				 counters = 0, webs = 0;
	bool				 named = c->register_name[0] == '\0';
	size_t				 i, n;

	ans = ask(l, "registers", op_register_list());
	if (ans == NULL)
		return;
	r = db_rows(ans, REC_REGISTER, &n);
	for (i = 0; i < n; i++) {
		if (r[i].retired_at != 0)
			continue;
		counters += str_eq(r[i].kind, "counter");
		webs += str_eq(r[i].kind, "web");
		named |= str_eq(r[i].code, c->register_name);
	}
	db_ans_free(ans);
	doctor_add(l->d, "registers", counters > 0 && webs > 0 ?
	    DOCTOR_WELL : DOCTOR_WRONG, "Add one: vitrinectl register add "
	    "CODE --kind counter (or web)", "%d at the counter, %d for the "
	    "web", counters, webs);
	if (!named)
		doctor_add(l->d, "register", DOCTOR_WRONG, "Add it, or set "
		    "register = ... to one of vitrinectl register list.",
		    "the configuration says this is register %s, which there "
		    "is not", c->register_name);
}

static void
look_at_staff(struct look *l)
{
	const struct rec_staff	*s;
	struct db_ans		*ans = ask(l, "staff", op_staff_list());
	int			 owners = 0, able = 0;
	size_t			 i, n;

	if (ans == NULL)
		return;
	s = db_rows(ans, REC_STAFF, &n);
	for (i = 0; i < n; i++) {
		if (s[i].disabled_at != 0)
			continue;
		owners += str_eq(s[i].role, "owner");
		able += s[i].pin_hash[0] != '\0';
	}
	db_ans_free(ans);
	doctor_add(l->d, "owner", owners > 0 ? DOCTOR_WELL : DOCTOR_WRONG,
	    "Make one: vitrinectl staff add NAME --role owner --pin-stdin",
	    "%d may act as owner", owners);
	doctor_add(l->d, "staff", able > 0 ? DOCTOR_WELL : DOCTOR_DOUBT,
	    "Give a PIN: vitrinectl staff reset-pin NAME --pin-stdin",
	    "%d can sign in at a register", able);
}

void
doctor_shop(struct doctor *d, struct db *db, const struct config *c)
{
	struct look	l = { d, db };

	look_at_engine(&l);
	look_at_clock(&l);
	if (!look_at_rows(&l))
		return;
	look_at_registers(&l, c);
	look_at_staff(&l);
}
