/* rights: who may do what. */
#include <string.h>

#include "ctl/ctl.h"
#include "ops.h"
#include "sell/rights.h"
#include "str.h"

static int
no_right(struct ctl *ctl, const char *word)
{
	err_set(&ctl->err, ERR_INPUT, "'%.40s' is no right", word);
	return err_hint(&ctl->err, "See vitrinectl rights list.");
}

static int
run_list(struct ctl *ctl, const struct args *args)
{
	const char		*only = args_at(args, 0);
	const struct rec_right	*r;
	const struct db_ans	*ans;
	enum right		 right;
	size_t			 n, i;

	if (ctl_shop(ctl) < 0)
		return -1;
	if (only != NULL && !right_of(only, &right))
		return no_right(ctl, only);
	ans = ctl_read(ctl, op_right_list());
	if (ans == NULL)
		return -1;
	r = db_rows(ans, REC_RIGHT, &n);
	out_list(ctl->out, "rights", NULL);
	for (i = 0; i < n; i++) {
		if (!right_of(r[i].what, &right) ||
		    (only != NULL && !str_eq(only, r[i].what)))
			continue;
		out_row(ctl->out);
		out_text(ctl->out, "role", "ROLE", r[i].role);
		out_text(ctl->out, "right", "RIGHT", r[i].what);
		out_text(ctl->out, "may", "MAY", r[i].may);
		out_ppm(ctl->out, "limit", "ALONE UP TO", r[i].limit_ppm);
		out_text(ctl->out, "label", "WHAT IT IS", right_label(right));
	}
	out_close(ctl->out);
	return 0;
}

static const struct opt set_opts[] = {
	{ "limit", "PERCENT", OPT_MAY, "of the price, up to which it is yes" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
run_set(struct ctl *ctl, const struct args *args)
{
	struct rec_right	 r = { .role = args_at(args, 0),
	    .what = args_at(args, 1), .may = args_at(args, 2) };
	enum staff_role		 role;
	enum right		 right;
	enum may		 may;

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0)
		return -1;
	if (!staff_role_of(r.role, &role)) {
		err_set(&ctl->err, ERR_INPUT, "'%.40s' is no role", r.role);
		return err_hint(&ctl->err, "Use associate, manager or owner.");
	}
	if (!right_of(r.what, &right))
		return no_right(ctl, r.what);
	if (!may_of(r.may, &may)) {
		err_set(&ctl->err, ERR_INPUT, "'%.40s' is no answer", r.may);
		return err_hint(&ctl->err, "Say yes, ask or no.");
	}
	if (role == STAFF_OWNER && may != MAY_YES &&
	    (right == RIGHT_SETTINGS || right == RIGHT_STAFF)) {
		err_set(&ctl->err, ERR_NOT_ALLOWED, "an owner has to be able "
		    "to change this back");
		return err_hint(&ctl->err, "Leave it as it is.");
	}
	if (args_has(args, "limit") && ppm_parse(args_get(args, "limit"),
	    &r.limit_ppm, &ctl->err) < 0)
		return err_wrap(&ctl->err, "--limit");
	if (ctl_do(ctl, op_right_set(&r)) < 0)
		return -1;
	out_text(ctl->out, "role", NULL, r.role);
	out_text(ctl->out, "right", NULL, r.what);
	out_text(ctl->out, "may", NULL, r.may);
	out_ppm(ctl->out, "limit", NULL, r.limit_ppm);
	out_say(ctl->out, "%s: %s, %s.", r.role, right_label(right), r.may);
	return 0;
}

const struct command rights_commands[] = {
	{ "rights list", "[RIGHT]", 0, 1, NULL, "who may do what", NULL,
	    run_list },
	{ "rights set", "ROLE RIGHT MAY", 3, 3, set_opts,
	    "change who may do what",
	    "MAY is yes, no, or ask: somebody who may must agree with a PIN.",
	    run_set },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
