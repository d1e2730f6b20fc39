/* What commands have in hand: see ctl.h. */
#include "ctl/ctl.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "migrate.h"
#include "ops.h"
#include "seal.h"
#include "sell/code.h"
#include "str.h"

struct db_ans *
ctl_ask(struct ctl *ctl, struct db_req *req)
{
	struct db_ans	*ans = db_wait(ctl->db, req);

	if (db_check(ans, &ctl->err) == 0)
		return ans;
	db_ans_free(ans);
	return NULL;
}

struct ctl_kept {
	struct db_ans	*ans;
	struct ctl_kept	*next;
};

const struct db_ans *
ctl_read(struct ctl *ctl, struct db_req *req)
{
	struct db_ans	*ans = ctl_ask(ctl, req);
	struct ctl_kept	*kept;

	if (ans == NULL)
		return NULL;
	kept = arena_alloc(ctl->arena, sizeof *kept);
	kept->ans = ans;
	kept->next = ctl->kept;
	ctl->kept = kept;
	return ans;
}

void
ctl_close(struct ctl *ctl)
{
	for (; ctl->kept != NULL; ctl->kept = ctl->kept->next)
		db_ans_free(ctl->kept->ans);
	db_close(ctl->db);
	ctl->db = NULL;
}

int
ctl_do(struct ctl *ctl, struct db_req *req)
{
	struct db_ans	*ans = ctl_ask(ctl, req);

	if (ans == NULL)
		return -1;
	db_ans_free(ans);
	return 0;
}

int
ctl_added(struct ctl *ctl, struct db_ans *ans, const char *what,
    const char *name)
{
	bool	duplicate = db_refusal(ans) == REFUSAL_DUPLICATE;
	int	ret = db_check(ans, &ctl->err);

	db_ans_free(ans);
	if (!duplicate)
		return ret;
	err_set(&ctl->err, ERR_INPUT, "there is %s %s already", what, name);
	return err_hint(&ctl->err, "Choose another name or change that one.");
}

int
ctl_changed(struct ctl *ctl, struct db_req *req, const char *what,
    const char *name)
{
	struct db_ans	*ans = ctl_ask(ctl, req);
	int64_t		 changed;

	if (ans == NULL)
		return -1;
	changed = db_changed(ans);
	db_ans_free(ans);
	if (changed > 0)
		return 0;
	err_set(&ctl->err, ERR_NO_INPUT, "there is no %s %s", what, name);
	return err_hint(&ctl->err, "See what there is with list.");
}

int
ctl_open(struct ctl *ctl)
{
	if (ctl->db != NULL)
		return 0;
	ctl->db = db_open(ctl->url, &ctl->err);
	if (ctl->db == NULL)
		return -1;
	return migrate_check(ctl->db, &ctl->err);
}

static int
no_shop(struct ctl *ctl)
{
	err_set(&ctl->err, ERR_CONFIG, "%s is empty: no shop is set up in it",
	    db_url(ctl->db));
	return err_hint(&ctl->err, "Set one up with: vitrinectl init");
}

int
ctl_shop(struct ctl *ctl)
{
	const struct currency	*currency;
	const struct rec_shop	*shop;
	const struct db_ans	*ans;
	size_t			 n;

	if (ctl_open(ctl) < 0)
		return -1;
	ans = ctl_read(ctl, op_shop_get());
	if (ans == NULL)
		return -1;
	shop = db_rows(ans, REC_SHOP, &n);
	if (n == 0)
		return no_shop(ctl);
	currency = currency_find(shop->currency);
	if (currency == NULL)
		return err_set(&ctl->err, ERR_CONFIG,
		    "the shop's currency '%s' is none", shop->currency);
	ctl->shop = *shop;
	ctl->currency = *currency;
	if (zone_init(&ctl->zone, shop->zone, (int)shop->day_start / 60,
	    &ctl->err) < 0)
		return -1;
	out_shop(ctl->out, &ctl->currency, &ctl->zone);
	return 0;
}

static const char *
system_user(void)
{
	const struct passwd	*pw = getpwuid(geteuid());

	return pw == NULL ? "" : pw->pw_name;
}

/*
 * Of everybody who works here: the one named, the one this system user is, or
 * the only one.  NULL with err otherwise; NULL without err when nobody does.
 */
static const struct rec_staff *
pick_staff(struct ctl *ctl, const struct rec_staff *staff, size_t count)
{
	const char		*user = system_user();
	const struct rec_staff	*only = NULL;
	size_t			 active = 0;
	size_t			 i;

	for (i = 0; i < count; i++) {
		if (ctl->as != NULL && str_eq(staff[i].name, ctl->as)) {
			if (staff[i].disabled_at == 0)
				return &staff[i];
			err_set(&ctl->err, ERR_NOT_ALLOWED,
			    "%s is disabled", ctl->as);
			err_hint(&ctl->err, "Name somebody who works here.");
			return NULL;
		}
		if (staff[i].disabled_at != 0)
			continue;
		if (ctl->as == NULL && user[0] != '\0' &&
		    str_eq(staff[i].os_user, user))
			return &staff[i];
		only = &staff[i];
		active++;
	}
	if (ctl->as != NULL) {
		err_set(&ctl->err, ERR_NOT_ALLOWED,
		    "nobody called '%s' works here", ctl->as);
		err_hint(&ctl->err, "See vitrinectl staff list.");
	} else if (active == 1) {
		return only;
	} else if (active > 1) {
		err_set(&ctl->err, ERR_NOT_ALLOWED,
		    "the user '%s' is nobody who works here", user);
		err_hint(&ctl->err, "Say who acts with --as NAME, or map the "
		    "user: vitrinectl --as OWNER staff map NAME %s", user);
	}
	return NULL;
}

int
ctl_act(struct ctl *ctl)
{
	const struct rec_staff	*who;
	const struct db_ans	*ans;
	size_t			 n;

	if (ctl_shop(ctl) < 0)
		return -1;
	ans = ctl_read(ctl, op_staff_list());
	if (ans == NULL)
		return -1;
	who = db_rows(ans, REC_STAFF, &n);
	who = pick_staff(ctl, who, n);
	if (who == NULL)
		return ctl->err.kind == ERR_NONE ? 0 : -1;
	ctl->staff_id = who->id;
	ctl->staff = who->name;
	ctl->role = who->role;
	return 0;
}

int
ctl_may(struct ctl *ctl, enum right right)
{
	const struct rec_right	*rows;
	const struct db_ans	*ans;
	struct rights		 rights;
	enum staff_role		 role;
	size_t			 n;

	if (ctl_act(ctl) < 0)
		return -1;
	if (uuid_is_nil(&ctl->staff_id))
		return 0;
	ans = ctl_read(ctl, op_right_list());
	if (ans == NULL)
		return -1;
	rows = db_rows(ans, REC_RIGHT, &n);
	rights_read(&rights, rows, n);
	if (staff_role_of(ctl->role, &role) && rights_may(&rights, role,
	    right, RIGHT_WHOLLY) == MAY_YES)
		return 0;
	err_set(&ctl->err, ERR_NOT_ALLOWED, "%s is %s %s and may not do this",
	    ctl->staff, ctl->role[0] == 'm' ? "a" : "an", ctl->role);
	return err_hint(&ctl->err, "Somebody has to who may: --as NAME. See "
	    "vitrinectl rights list %s.", right_word(right));
}

const struct rec_store *
ctl_find_store(struct ctl *ctl, const char *code)
{
	const struct db_ans	*ans = ctl_read(ctl, op_store_list());
	const struct rec_store	*s;
	size_t			 n, i;

	if (ans == NULL)
		return NULL;
	s = db_rows(ans, REC_STORE, &n);
	for (i = 0; i < n; i++)
		if (code == NULL || str_eq(s[i].code, code))
			return &s[i];
	err_set(&ctl->err, ERR_NO_INPUT, "there is no store %s",
	    code == NULL ? "" : code);
	err_hint(&ctl->err, "See vitrinectl store list.");
	return NULL;
}

const struct rec_register *
ctl_find_register(struct ctl *ctl, const char *code)
{
	const struct db_ans		*ans;
	const struct rec_register	*r;
	size_t				 n, i;

	ans = ctl_read(ctl, op_register_list());
	if (ans == NULL)
		return NULL;
	r = db_rows(ans, REC_REGISTER, &n);
	for (i = 0; i < n; i++)
		if (code == NULL ? r[i].retired_at == 0 &&
		    str_eq(r[i].kind, "counter") : str_eq(r[i].code, code))
			return &r[i];
	err_set(&ctl->err, ERR_NO_INPUT, "there is no register %s",
	    code == NULL ? "to sell at" : code);
	err_hint(&ctl->err, "See vitrinectl register list.");
	return NULL;
}

const struct rec_piece *
ctl_find_piece(struct ctl *ctl, const char *code)
{
	const struct db_ans	*ans = ctl_read(ctl, op_piece_by_sku(code));
	char			 spellings[CODE_SPELLINGS][CODE_TEXT];
	const char		*codes[CODE_SPELLINGS];
	const struct rec_piece	*p;
	size_t			 count, i, n;

	if (ans == NULL)
		return NULL;
	p = db_rows(ans, REC_PIECE, &n);
	if (n == 0) {
		count = code_spellings(code, spellings);
		for (i = 0; i < count; i++)
			codes[i] = spellings[i];
		ans = count == 0 ? ans :
		    ctl_read(ctl, op_piece_by_code(codes, count));
		if (ans == NULL)
			return NULL;
		p = db_rows(ans, REC_PIECE, &n);
	}
	if (n == 1)
		return p;
	if (n == 0) {
		err_set(&ctl->err, ERR_NO_INPUT, "there is no piece %.60s",
		    code);
		err_hint(&ctl->err, "Find it with: vitrinectl item list "
		    "WORD...");
	} else {
		err_set(&ctl->err, ERR_INPUT,
		    "%.60s stands for %zu pieces, %.60s and %.60s among them",
		    code, n, p[0].sku, p[1].sku);
		err_hint(&ctl->err, "Give the piece's own number.");
	}
	return NULL;
}

int
ctl_text(struct ctl *ctl, const char *what, const char *given, size_t max,
    bool empty_ok, const char **out_r)
{
	char	*text = arena_strdup(ctl->arena, given);

	str_trim(text);
	if (!str_is_clean(text, false)) {
		err_set(&ctl->err, ERR_INPUT,
		    "%s has control characters or is not UTF-8", what);
		return err_hint(&ctl->err, "Retype it as plain text.");
	}
	if (strlen(text) > max) {
		err_set(&ctl->err, ERR_INPUT, "%s is %zu bytes long", what,
		    strlen(text));
		return err_hint(&ctl->err, "Use at most %zu.", max);
	}
	if (text[0] == '\0' && !empty_ok) {
		err_set(&ctl->err, ERR_INPUT, "%s is empty", what);
		return err_hint(&ctl->err, "Give it some text.");
	}
	*out_r = text;
	return 0;
}

int
ctl_money(struct ctl *ctl, const char *what, const char *given, money *out_r)
{
	if (money_parse(given, &ctl->currency, out_r, &ctl->err) == 0)
		return 0;
	return err_wrap(&ctl->err, "%s", what);
}

int
ctl_uuid(struct ctl *ctl, const char *what, const char *given,
    struct uuid *out_r)
{
	if (uuid_parse(given, out_r) && !uuid_is_nil(out_r))
		return 0;
	err_set(&ctl->err, ERR_INPUT, "%s '%.60s' is no id", what, given);
	return err_hint(&ctl->err, "An id looks like "
	    "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071.");
}

int
ctl_number(struct ctl *ctl, const char *what, const char *given,
    int64_t least, int64_t most, int64_t *out_r)
{
	if (str_int64(given, out_r) && *out_r >= least && *out_r <= most)
		return 0;
	err_set(&ctl->err, ERR_INPUT, "%s is '%.40s'", what, given);
	return err_hint(&ctl->err, "Use a whole number from %lld to %lld.",
	    (long long)least, (long long)most);
}

int
ctl_stdin_line(struct ctl *ctl, const char *what, const char **out_r)
{
	char	line[256];

	if (fgets(line, sizeof line, stdin) == NULL) {
		err_set(&ctl->err, ERR_NO_INPUT, "no %s on standard input",
		    what);
		return err_hint(&ctl->err, "Pipe it in: it is the first "
		    "line.");
	}
	line[strcspn(line, "\r\n")] = '\0';
	*out_r = arena_strdup(ctl->arena, line);
	seal_wipe(line, sizeof line);
	return 0;
}

int
ctl_opt_text(struct ctl *ctl, const struct args *args, const char *opt,
    size_t max, const char **out_r)
{
	const char	*given = args_get(args, opt);
	char		 what[40];

	if (given == NULL)
		return 0;
	snprintf(what, sizeof what, "--%s", opt);
	return ctl_text(ctl, what, given, max, true, out_r);
}

int
ctl_opt_money(struct ctl *ctl, const struct args *args, const char *opt,
    money *out_r)
{
	const char	*given = args_get(args, opt);
	char		 what[40];

	if (given == NULL)
		return 0;
	snprintf(what, sizeof what, "--%s", opt);
	return ctl_money(ctl, what, given, out_r);
}

int
ctl_opt_day(struct ctl *ctl, const struct args *args, const char *opt,
    int64_t *out_r)
{
	int	day;

	if (!args_has(args, opt))
		return 0;
	if (day_parse(args_get(args, opt), &day, &ctl->err) < 0)
		return err_wrap(&ctl->err, "--%s", opt);
	*out_r = day;
	return 0;
}
