/* staff, register, apikey, customer, consignor: people, tills and callers. */
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "ctl/ctl.h"
#include "desk/setup.h"
#include "mem.h"
#include "ops.h"
#include "seal.h"
#include "str.h"

#define NAME_BYTES	120

/* ------------------------------------------------------------------- staff */

static const struct opt staff_add_opts[] = {
	{ "role", "ROLE", OPT_MUST, "associate, manager or owner" },
	{ "pin-stdin", NULL, OPT_MAY, "the PIN is the first line of stdin" },
	{ "os-user", "USER", OPT_MAY, "acts as this user of the system" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
check_role(struct ctl *ctl, const char *role)
{
	if (str_eq(role, "associate") || str_eq(role, "manager") ||
	    str_eq(role, "owner"))
		return 0;
	err_set(&ctl->err, ERR_INPUT, "'%.40s' is no role", role);
	return err_hint(&ctl->err, "Use associate, manager or owner.");
}

/* Only an owner makes owners. */
static int
may_give(struct ctl *ctl, const char *role)
{
	if (!str_eq(role, "owner") || str_eq(ctl->role, "owner") ||
	    ctl->role[0] == '\0')
		return 0;
	err_set(&ctl->err, ERR_NOT_ALLOWED, "%s may not make an owner",
	    ctl->staff);
	return err_hint(&ctl->err, "An owner has to: --as NAME.");
}

static int
read_pin(struct ctl *ctl, char hash[SEAL_SECRET])
{
	const char	*pin;

	if (ctl_stdin_line(ctl, "PIN", &pin) < 0)
		return -1;
	return setup_pin_hash(pin, hash, &ctl->err);
}

static const struct rec_staff *
find_staff(struct ctl *ctl, const char *name)
{
	const struct db_ans	*ans = ctl_read(ctl, op_staff_by_name(name));
	const struct rec_staff	*s;
	size_t			 n;

	if (ans == NULL)
		return NULL;
	s = db_rows(ans, REC_STAFF, &n);
	if (n > 0)
		return s;
	err_set(&ctl->err, ERR_NO_INPUT, "nobody called '%.60s' works here",
	    name);
	err_hint(&ctl->err, "See vitrinectl staff list.");
	return NULL;
}

static int
run_staff_add(struct ctl *ctl, const struct args *args)
{
	char			hash[SEAL_SECRET] = "";
	struct rec_staff	s = { .id = uuid_new(), .os_user = "",
	    .role = args_get(args, "role"), .pin_hash = hash,
	    .created_at = clock_now() };

	if (ctl_may(ctl, RIGHT_STAFF) < 0 ||
	    ctl_text(ctl, "the name", args_at(args, 0), NAME_BYTES, false,
	    &s.name) < 0 ||
	    check_role(ctl, s.role) < 0 || may_give(ctl, s.role) < 0 ||
	    ctl_opt_text(ctl, args, "os-user", 64, &s.os_user) < 0)
		return -1;
	if (args_has(args, "pin-stdin") && read_pin(ctl, hash) < 0)
		return -1;
	if (ctl_added(ctl, db_wait(ctl->db, op_staff_add(&s)), "somebody "
	    "called (or mapped to the user of)", s.name) < 0)
		return -1;
	out_uuid(ctl->out, "id", NULL, &s.id);
	out_text(ctl->out, "name", NULL, s.name);
	out_text(ctl->out, "role", NULL, s.role);
	out_say(ctl->out, "%s works here now, as %s.", s.name, s.role);
	if (hash[0] == '\0')
		out_say(ctl->out, "Without a PIN nobody signs in: vitrinectl "
		    "staff reset-pin NAME --pin-stdin.");
	return 0;
}

static int
run_staff_list(struct ctl *ctl, const struct args *args)
{
	const struct rec_staff	*s;
	const struct db_ans	*ans;
	size_t			 n, i;

	(void)args;
	if (ctl_shop(ctl) < 0)
		return -1;
	ans = ctl_read(ctl, op_staff_list());
	if (ans == NULL)
		return -1;
	s = db_rows(ans, REC_STAFF, &n);
	out_list(ctl->out, "staff", "Nobody works here yet.");
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_uuid(ctl->out, "id", NULL, &s[i].id);
		out_text(ctl->out, "name", "NAME", s[i].name);
		out_text(ctl->out, "role", "ROLE", s[i].role);
		out_text(ctl->out, "os_user", "USER", s[i].os_user);
		out_bool(ctl->out, "pin", "PIN", s[i].pin_hash[0] != '\0');
		out_bool(ctl->out, "disabled", "DISABLED",
		    s[i].disabled_at != 0);
		out_time(ctl->out, "disabled_at", NULL, s[i].disabled_at);
	}
	out_close(ctl->out);
	return 0;
}

/* How many owners could still act if this one could not. */
static int
keeps_owner(struct ctl *ctl, const struct rec_staff *leaving)
{
	const struct db_ans	*ans;
	const struct rec_staff	*s;
	size_t			 n, i;

	if (!str_eq(leaving->role, "owner") || leaving->disabled_at != 0)
		return 0;
	ans = ctl_read(ctl, op_staff_list());
	if (ans == NULL)
		return -1;
	s = db_rows(ans, REC_STAFF, &n);
	for (i = 0; i < n; i++)
		if (str_eq(s[i].role, "owner") && s[i].disabled_at == 0 &&
		    !uuid_eq(&s[i].id, &leaving->id))
			return 0;
	err_set(&ctl->err, ERR_NOT_ALLOWED, "%s is the only owner",
	    leaving->name);
	return err_hint(&ctl->err, "Make another owner first.");
}

static int
run_staff_role(struct ctl *ctl, const struct args *args)
{
	const char		*role = args_at(args, 1);
	const struct rec_staff	*s;

	if (ctl_may(ctl, RIGHT_STAFF) < 0 || check_role(ctl, role) < 0 ||
	    may_give(ctl, role) < 0)
		return -1;
	s = find_staff(ctl, args_at(args, 0));
	if (s == NULL || may_give(ctl, s->role) < 0 ||
	    (!str_eq(role, "owner") && keeps_owner(ctl, s) < 0) ||
	    ctl_do(ctl, op_staff_role(&s->id, role)) < 0)
		return -1;
	out_text(ctl->out, "name", NULL, s->name);
	out_text(ctl->out, "role", NULL, role);
	out_say(ctl->out, "%s is %s now.", s->name, role);
	return 0;
}

static const struct opt pin_opts[] = {
	{ "pin-stdin", NULL, OPT_MUST, "the PIN is the first line of stdin" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
run_staff_pin(struct ctl *ctl, const struct args *args)
{
	char			 hash[SEAL_SECRET];
	const struct rec_staff	*s;

	if (ctl_act(ctl) < 0)
		return -1;
	s = find_staff(ctl, args_at(args, 0));
	if (s == NULL)
		return -1;
	/* One's own PIN, or a manager's doing. */
	if (!uuid_eq(&s->id, &ctl->staff_id) &&
	    (ctl_may(ctl, RIGHT_STAFF) < 0 || may_give(ctl, s->role) < 0))
		return -1;
	if (read_pin(ctl, hash) < 0 ||
	    ctl_do(ctl, op_staff_pin(&s->id, hash)) < 0)
		return -1;
	out_text(ctl->out, "name", NULL, s->name);
	out_say(ctl->out, "%s has a new PIN.", s->name);
	return 0;
}

static int
run_staff_disable(struct ctl *ctl, const struct args *args)
{
	const struct rec_staff	*s;

	if (ctl_may(ctl, RIGHT_STAFF) < 0)
		return -1;
	s = find_staff(ctl, args_at(args, 0));
	if (s == NULL || may_give(ctl, s->role) < 0 ||
	    keeps_owner(ctl, s) < 0 ||
	    ctl_do(ctl, op_staff_disable(&s->id, clock_now())) < 0)
		return -1;
	out_text(ctl->out, "name", NULL, s->name);
	out_say(ctl->out, "%s does not work here any more; what they sold "
	    "stays theirs.", s->name);
	return 0;
}

static int
run_staff_map(struct ctl *ctl, const struct args *args)
{
	const struct rec_staff	*s;
	const char		*user;

	if (ctl_may(ctl, RIGHT_STAFF) < 0 ||
	    ctl_text(ctl, "the user", args_at(args, 1), 64, true, &user) < 0)
		return -1;
	s = find_staff(ctl, args_at(args, 0));
	if (s == NULL || may_give(ctl, s->role) < 0 ||
	    ctl_added(ctl, db_wait(ctl->db, op_staff_os_user(&s->id, user)),
	    "somebody who is the user", user) < 0)
		return -1;
	out_text(ctl->out, "name", NULL, s->name);
	out_text(ctl->out, "os_user", NULL, user);
	out_say(ctl->out, user[0] == '\0' ? "%s is no user any more." :
	    "%s is who acts when the user %s does.", s->name, user);
	return 0;
}

/* ---------------------------------------------------------------- register */

static const struct opt register_opts[] = {
	{ "name", "NAME", OPT_MAY, "in words" },
	{ "store", "CODE", OPT_MAY, "where it stands (the first store)" },
	{ "kind", "KIND", OPT_MAY, "counter, web or office (counter)" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
run_register_add(struct ctl *ctl, const struct args *args)
{
	const struct rec_store	*store;
	struct rec_register	 r = { .id = uuid_new(), .name = "",
	    .kind = "counter", .created_at = clock_now() };

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0)
		return -1;
	store = ctl_find_store(ctl, args_get(args, "store"));
	if (store == NULL || ctl_text(ctl, "the code", args_at(args, 0), 12,
	    false, &r.code) < 0 ||
	    ctl_opt_text(ctl, args, "name", NAME_BYTES, &r.name) < 0 ||
	    ctl_opt_text(ctl, args, "kind", 12, &r.kind) < 0)
		return -1;
	if (!str_eq(r.kind, "counter") && !str_eq(r.kind, "web") &&
	    !str_eq(r.kind, "office"))
		return err_set(&ctl->err, ERR_INPUT,
		    "--kind is counter, web or office");
	r.store_id = store->id;
	if (ctl_added(ctl, db_wait(ctl->db, op_register_add(&r)),
	    "a register", r.code) < 0)
		return -1;
	out_uuid(ctl->out, "id", NULL, &r.id);
	out_text(ctl->out, "code", NULL, r.code);
	out_say(ctl->out, "The register %s is added in %s.", r.code,
	    store->name);
	return 0;
}

static int
run_register_list(struct ctl *ctl, const struct args *args)
{
	const struct rec_register	*r;
	const struct db_ans		*ans;
	size_t				 n, i;

	(void)args;
	if (ctl_shop(ctl) < 0)
		return -1;
	ans = ctl_read(ctl, op_register_list());
	if (ans == NULL)
		return -1;
	r = db_rows(ans, REC_REGISTER, &n);
	out_list(ctl->out, "registers", "There is no register.");
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_uuid(ctl->out, "id", NULL, &r[i].id);
		out_text(ctl->out, "code", "CODE", r[i].code);
		out_text(ctl->out, "name", "NAME", r[i].name);
		out_text(ctl->out, "kind", "KIND", r[i].kind);
		out_text(ctl->out, "store", "STORE", r[i].store);
		out_num(ctl->out, "sales", "ENTRIES", r[i].last_seq);
		out_bool(ctl->out, "retired", "RETIRED",
		    r[i].retired_at != 0);
	}
	out_close(ctl->out);
	return 0;
}

static int
run_register_retire(struct ctl *ctl, const struct args *args)
{
	const struct rec_register	*r;

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0)
		return -1;
	r = ctl_find_register(ctl, args_at(args, 0));
	if (r == NULL ||
	    ctl_do(ctl, op_register_retire(&r->id, clock_now())) < 0)
		return -1;
	out_text(ctl->out, "code", NULL, r->code);
	out_say(ctl->out, "%s sells no more; its sales and its journal stay.",
	    r->code);
	return 0;
}

/* ------------------------------------------------------------------ apikey */

static const struct opt apikey_opts[] = {
	{ "scope", "LIST", OPT_MUST, "of read, hold, order" },
	{ "channel", "CODE", OPT_MAY, "whose sales they are (web)" },
	{ NULL, NULL, OPT_MAY, NULL }
};

/* "read,hold" as given, each word known and once. */
static int
check_scopes(struct ctl *ctl, const char *given)
{
	static const char *const	known[] = { "read", "hold", "order" };
	bool				seen[3] = { false };
	size_t				len, i;

	do {
		len = strcspn(given, ",");
		for (i = 0; i < 3; i++)
			if (strlen(known[i]) == len &&
			    strncmp(known[i], given, len) == 0 && !seen[i])
				break;
		if (i == 3) {
			err_set(&ctl->err, ERR_INPUT,
			    "--scope '%.40s' is none", given);
			return err_hint(&ctl->err,
			    "Such as --scope read,hold,order.");
		}
		seen[i] = true;
		given += len;
	} while (*given++ == ',');
	return 0;
}

static const struct rec_channel *
find_channel(struct ctl *ctl, const char *code)
{
	const struct db_ans		*ans = ctl_read(ctl, op_channel_list());
	const struct rec_channel	*c;
	size_t				 n, i;

	if (ans == NULL)
		return NULL;
	c = db_rows(ans, REC_CHANNEL, &n);
	for (i = 0; i < n; i++)
		if (str_eq(c[i].code, code))
			return &c[i];
	err_set(&ctl->err, ERR_NO_INPUT, "there is no channel %.40s", code);
	err_hint(&ctl->err, "See vitrinectl channel list.");
	return NULL;
}

static int
run_apikey_add(struct ctl *ctl, const struct args *args)
{
	const char		*channel = args_get(args, "channel");
	uint8_t			 hash[SEAL_DIGEST];
	char			 token[SEAL_TOKEN];
	const struct rec_channel *c;
	struct rec_apikey	 k = { .id = uuid_new(),
	    .key_hash = { hash, sizeof hash },
	    .scopes = args_get(args, "scope"), .created_at = clock_now() };

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0 ||
	    ctl_text(ctl, "the name", args_at(args, 0), 60, false,
	    &k.name) < 0 || check_scopes(ctl, k.scopes) < 0)
		return -1;
	c = find_channel(ctl, channel == NULL ? "web" : channel);
	if (c == NULL)
		return -1;
	k.channel_id = c->id;
	seal_token(token);
	seal_sha256(token, strlen(token), hash);
	if (ctl_added(ctl, db_wait(ctl->db, op_apikey_add(&k)), "a key",
	    k.name) < 0)
		return -1;
	out_uuid(ctl->out, "id", NULL, &k.id);
	out_text(ctl->out, "name", NULL, k.name);
	out_text(ctl->out, "scope", NULL, k.scopes);
	out_text(ctl->out, "channel", NULL, c->code);
	out_text(ctl->out, "key", NULL, token);
	out_say(ctl->out, "%s", token);
	seal_wipe(token, sizeof token);
	return 0;
}

static const struct rec_apikey *
apikeys(struct ctl *ctl, size_t *n_r)
{
	const struct db_ans	*ans = ctl_read(ctl, op_apikey_list());

	*n_r = 0;
	return ans == NULL ? NULL : db_rows(ans, REC_APIKEY, n_r);
}

static int
run_apikey_list(struct ctl *ctl, const struct args *args)
{
	const struct rec_apikey	*k;
	size_t			 n, i;

	(void)args;
	if (ctl_shop(ctl) < 0)
		return -1;
	k = apikeys(ctl, &n);
	if (ctl->err.kind != ERR_NONE)
		return -1;
	out_list(ctl->out, "keys", "There is no key.");
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_uuid(ctl->out, "id", NULL, &k[i].id);
		out_text(ctl->out, "name", "NAME", k[i].name);
		out_text(ctl->out, "scope", "SCOPE", k[i].scopes);
		out_time(ctl->out, "created_at", "MADE", k[i].created_at);
		out_time(ctl->out, "revoked_at", "REVOKED", k[i].revoked_at);
	}
	out_close(ctl->out);
	return 0;
}

static int
run_apikey_revoke(struct ctl *ctl, const struct args *args)
{
	const char		*name = args_at(args, 0);
	const struct rec_apikey	*k;
	size_t			 n, i;

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0)
		return -1;
	k = apikeys(ctl, &n);
	for (i = 0; i < n; i++)
		if (k[i].revoked_at == 0 && str_eq(k[i].name, name))
			break;
	if (ctl->err.kind != ERR_NONE)
		return -1;
	if (i == n) {
		err_set(&ctl->err, ERR_NO_INPUT, "there is no key %.60s in "
		    "use", name);
		return err_hint(&ctl->err, "See vitrinectl apikey list.");
	}
	if (ctl_do(ctl, op_apikey_revoke(&k[i].id, clock_now())) < 0)
		return -1;
	out_text(ctl->out, "name", NULL, name);
	out_say(ctl->out, "The key %s opens nothing any more.", name);
	return 0;
}

const struct command people_commands[] = {
	{ "staff add", "NAME", 1, 1, staff_add_opts, "somebody works here",
	    "PINs are 4 to 12 digits and come on standard input, never on "
	    "the command line.", run_staff_add },
	{ "staff list", "", 0, 0, NULL, "who works here", NULL,
	    run_staff_list },
	{ "staff role", "NAME ROLE", 2, 2, NULL, "what somebody may do",
	    "Roles are associate, manager and owner.", run_staff_role },
	{ "staff reset-pin", "NAME", 1, 1, pin_opts, "give a new PIN",
	    "Also ends the wait after wrong PINs.", run_staff_pin },
	{ "staff disable", "NAME", 1, 1, NULL, "somebody has left", NULL,
	    run_staff_disable },
	{ "staff map", "NAME USER", 2, 2, NULL,
	    "who acts when this user of the system does",
	    "An empty USER unmaps.", run_staff_map },
	{ "register add", "CODE", 1, 1, register_opts, "add a till",
	    "The code begins every number it gives: R2-000001.",
	    run_register_add },
	{ "register list", "", 0, 0, NULL, "the tills", NULL,
	    run_register_list },
	{ "register retire", "CODE", 1, 1, NULL, "take a till out of use",
	    NULL, run_register_retire },
	{ "apikey add", "NAME", 1, 1, apikey_opts, "let a caller in",
	    "Prints the key, alone on standard output, this once: only its "
	    "hash is kept.", run_apikey_add },
	{ "apikey list", "", 0, 0, NULL, "the callers' keys", NULL,
	    run_apikey_list },
	{ "apikey revoke", "NAME", 1, 1, NULL, "close a key", NULL,
	    run_apikey_revoke },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
