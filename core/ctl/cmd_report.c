/* report and close: the owner's figures and the Z without a screen. */
#include <stdio.h>
#include <string.h>

#include "ctl/put_report.h"
#include "db.h"
#include "desk/close.h"
#include "desk/report.h"
#include "mem.h"
#include "ops.h"
#include "sell/till.h"
#include "str.h"

#define Z_MOST	10000

static const struct opt report_opts[] = {
	{ "day", "DAY", OPT_MAY, "that business day (today)" },
	{ "from", "DAY", OPT_MAY, "from this day on" },
	{ "to", "DAY", OPT_MAY, "to this day (today)" },
	{ "store", "CODE", OPT_MAY, "one store (the first)" },
	{ "all-stores", NULL, OPT_MAY, "all of them together" },
	PUT_REPORT_OPTS,
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
read_days(struct ctl *ctl, const struct args *args, struct till *till,
    struct report_want *want)
{
	int64_t	day = till_day(till), from, to;

	if (ctl_opt_day(ctl, args, "day", &day) < 0)
		return -1;
	from = to = day;
	/* What is due may have been called for long ago. */
	if (want->kind == REPORT_FORM8300 && !args_has(args, "day"))
		from = cash_window(&till->cash_law, (int)day);
	if (args_has(args, "day") &&
	    (args_has(args, "from") || args_has(args, "to"))) {
		err_set(&ctl->err, ERR_USAGE,
		    "--day does not go with --from and --to");
		return err_hint(&ctl->err, "Give one or the other.");
	}
	if (ctl_opt_day(ctl, args, "from", &from) < 0 ||
	    ctl_opt_day(ctl, args, "to", &to) < 0)
		return -1;
	if (from > to) {
		err_set(&ctl->err, ERR_USAGE,
		    "the first day is after the last");
		return err_hint(&ctl->err, "Change --from and --to round.");
	}
	want->from_day = (int)from;
	want->to_day = (int)to;
	if (want->kind == REPORT_DAY && from != to)
		want->kind = REPORT_RANGE;
	return 0;
}

static int
read_store(struct ctl *ctl, const struct args *args, struct report_want *want)
{
	const struct rec_store	*store;

	if (args_has(args, "all-stores"))
		return 0;
	store = ctl_find_store(ctl, args_get(args, "store"));
	if (store == NULL)
		return -1;
	want->store = store->id;
	return 0;
}

/* A closed day's report says by which Z; asked for a Z there must be one. */
static int
name_z(struct ctl *ctl, struct report *report, const struct report_want *want,
    bool must)
{
	const struct rec_z	*z;
	const struct db_ans	*ans;
	char			 hash[2 * 32 + 1];
	size_t			 i, n;

	if (want->kind != REPORT_DAY || uuid_is_nil(&want->store))
		return 0;
	if ((ans = ctl_read(ctl, op_z_list(&want->store, Z_MOST))) == NULL)
		return -1;
	z = db_rows(ans, REC_Z, &n);
	for (i = 0; i < n; i++)
		if (uuid_is_nil(&z[i].register_id) &&
		    z[i].business_day == want->from_day)
			break;
	if (i < n) {
		str_hex(z[i].hash.bytes, z[i].hash.len > 32 ? 32 :
		    z[i].hash.len, hash);
		report->foot = arena_printf(report->arena,
		    "Z %lld of %s, journal %s", (long long)z[i].number,
		    z[i].store, hash);
	} else if (must) {
		err_set(&ctl->err, ERR_NO_INPUT, "that day has no Z");
		return err_hint(&ctl->err, "Close it with vitrinectl close; "
		    "report x shows it as it is.");
	}
	return 0;
}

/* Closed days of the range added up again, and those that are open. */
static int
run_rebuild(struct ctl *ctl, const struct args *args)
{
	struct report_want	 want = { .kind = REPORT_RANGE };
	const struct rec_num	*days;
	const struct db_ans	*ans;
	int64_t			 from = 0, to = 99991231;
	size_t			 i, n;

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0 || read_store(ctl, args, &want) < 0 ||
	    ctl_opt_day(ctl, args, "from", &from) < 0 ||
	    ctl_opt_day(ctl, args, "to", &to) < 0 ||
	    (ans = ctl_read(ctl, op_rollup_days(&want.store, from, to))) ==
	    NULL)
		return -1;
	days = db_rows(ans, REC_NUM, &n);
	for (i = 0; i < n; i++)
		if (ctl_do(ctl, op_rollup_make(&want.store,
		    days[i].value)) < 0)
			return -1;
	if (ctl_do(ctl, op_roll_again(&want.store)) < 0)
		return -1;
	out_num(ctl->out, "days", "Days added up", (int64_t)n);
	return 0;
}

static const struct opt filed_opts[] = {
	{ "on", "DAY", OPT_MAY, "the day it was filed (today)" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
run_filed(struct ctl *ctl, const struct args *args)
{
	const struct rec_sale	*sale;
	const struct db_ans	*ans;
	struct till		 till;
	int64_t			 day;
	size_t			 n;
	int			 rc = -1;

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0)
		return -1;
	till_init(&till, ctl->db);
	if (till_load_wait(&till, TILL_OFFICE, NULL, &ctl->err) < 0)
		goto out;
	day = till_day(&till);
	if (ctl_opt_day(ctl, args, "on", &day) < 0 ||
	    (ans = ctl_read(ctl, op_sale_by_number(args_at(args, 0)))) == NULL)
		goto out;
	sale = db_rows(ans, REC_SALE, &n);
	if (n == 0) {
		err_set(&ctl->err, ERR_NO_INPUT, "there is no sale %.40s",
		    args_at(args, 0));
		err_hint(&ctl->err, "vitrinectl report form8300 names the sale "
		    "that called for the report.");
		goto out;
	}
	rc = ctl_do(ctl, op_cash_report_add(&sale->id, day, &ctl->staff_id));
out:
	till_free(&till);
	return rc;
}

static const struct opt rebuild_opts[] = {
	{ "from", "DAY", OPT_MAY, "from this day on (the first)" },
	{ "to", "DAY", OPT_MAY, "to this day (the last)" },
	{ "store", "CODE", OPT_MAY, "one store (the first)" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
run_report(struct ctl *ctl, const struct args *args)
{
	struct report_want	 want = { .kind = REPORT_DAY };
	struct put_report	 how;
	const char		*name = args_at(args, 0);
	const struct db_ans	*ans;
	struct report		*report = NULL;
	struct till		 till;
	int			 rc = -1;

	if (str_eq(name, "x") || str_eq(name, "z"))
		name = "day";
	if (!report_kind_of(name, &want.kind)) {
		err_set(&ctl->err, ERR_USAGE, "no report '%.40s'", name);
		return err_hint(&ctl->err, "vitrinectl report --help lists "
		    "them.");
	}
	if (put_report_how(ctl, args, &how) < 0 ||
	    ctl_may(ctl, want.kind == REPORT_DAY ? RIGHT_X_REPORT :
	    RIGHT_REPORTS) < 0)
		return -1;
	till_init(&till, ctl->db);
	if (till_load_wait(&till, TILL_OFFICE, NULL, &ctl->err) < 0 ||
	    read_days(ctl, args, &till, &want) < 0 ||
	    read_store(ctl, args, &want) < 0 ||
	    (ans = ctl_read(ctl, report_ask(&want, &till))) == NULL ||
	    (report = report_make(&want, &till, ans, &ctl->err)) == NULL)
		goto out;
	if (name_z(ctl, report, &want, str_eq(args_at(args, 0), "z")) < 0)
		goto out;
	rc = put_report(ctl, report, &how);
out:
	report_free(report);
	till_free(&till);
	return rc;
}

static const struct opt close_opts[] = {
	{ "day", "DAY", OPT_MAY, "the business day (today)" },
	{ "register", "CODE", OPT_MAY, "that register alone" },
	{ "anyway", NULL, OPT_MAY, "in spite of what is still open" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static void
put_open(struct ctl *ctl, const struct close_result *r)
{
	size_t	i;

	out_list(ctl->out, "open", NULL);
	for (i = 0; i < r->count; i++) {
		out_row(ctl->out);
		out_text(ctl->out, "what", NULL, r->items[i].what);
		out_text(ctl->out, "text", "OPEN", r->items[i].text);
		out_text(ctl->out, "todo", "WHAT TO DO", r->items[i].todo);
	}
	out_close(ctl->out);
}

static void
put_z(struct ctl *ctl, const struct rec_z *z)
{
	char	hash[2 * 32 + 1];

	out_num(ctl->out, "number", "Z", z->number);
	out_day(ctl->out, "day", "Day", z->business_day);
	out_num(ctl->out, "sales", "Sales", z->sales);
	out_money(ctl->out, "total", "Total", z->total);
	out_money(ctl->out, "grand_total", "Since the beginning",
	    z->grand_total);
	str_hex(z->hash.bytes, z->hash.len > 32 ? 32 : z->hash.len, hash);
	out_text(ctl->out, "hash", "Journal", hash);
	out_uuid(ctl->out, "id", NULL, &z->id);
}

static int
run_close(struct ctl *ctl, const struct args *args)
{
	struct close_result	 r = { .closed = false };
	struct close_want	 want = { .reg = args_has(args, "register"),
	    .anyway = args_has(args, "anyway") };
	struct till		 till;
	int64_t			 day;
	int			 status = -1;

	if (ctl_may(ctl, RIGHT_Z_REPORT) < 0)
		return -1;
	till_init(&till, ctl->db);
	if (till_load_wait(&till, want.reg ? TILL_COUNTER : TILL_OFFICE,
	    args_get(args, "register"), &ctl->err) < 0)
		goto out;
	till.staff_id = ctl->staff_id;
	if (ctl->role != NULL &&
	    !staff_role_of(ctl->role, &till.staff_role))
		till.staff_role = STAFF_ASSOCIATE;
	day = till_day(&till);
	if (ctl_opt_day(ctl, args, "day", &day) < 0)
		goto out;
	if (day > till_day(&till)) {
		err_set(&ctl->err, ERR_INPUT, "that day has not come yet");
		err_hint(&ctl->err, "Close today, or a day before.");
		goto out;
	}
	want.day = (int)day;
	if (close_day(&till, ctl->arena, &want, &r, &ctl->err) < 0)
		goto out;
	put_open(ctl, &r);
	if (!r.closed) {
		err_set(&ctl->err, ERR_REFUSED, "the day is not closed: "
		    "something is open");
		err_hint(&ctl->err, "See to it, or say --anyway.");
		goto out;
	}
	put_z(ctl, &r.z);
	status = 0;
out:
	till_free(&till);
	return status;
}

const struct command report_commands[] = {
	{ "close", "", 0, 0, close_opts, "close the store's day: the Z",
	    "Once a day, or a register as often as it sold something since;\n"
	    "numbered without a gap.  Lists what is still open instead of\n"
	    "closing over it.", run_close },
	{ "report rebuild", "", 0, 0, rebuild_opts,
	    "add closed days up again, and those that are open",
	    "When verify says that the rollup differs from its rows.",
	    run_rebuild },
	{ "report filed", "NUMBER", 1, 1, filed_opts,
	    "note that a cash report was filed",
	    "NUMBER is the sale that report form8300 names for it.",
	    run_filed },
	{ "report", "NAME", 1, 1, report_opts, "the owner's figures",
	    "NAME is x (or day), z, range, sales, tax, tender, associates,\n"
	    "consignors, inventory, aging, categories, hours or form8300.",
	    run_report },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
