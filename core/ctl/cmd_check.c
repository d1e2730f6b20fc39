/* verify and doctor: is what is there right, and will it stay so? */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ctl/ctl.h"
#include "desk/doctor.h"
#include "desk/verify.h"
#include "mem.h"
#include "migrate.h"
#include "ops.h"
#include "str.h"

/* ------------------------------------------------------------------ verify */

static void
show_chains(struct ctl *ctl, const struct verify_report *r)
{
	size_t	i;

	out_list(ctl->out, "registers", NULL);
	for (i = 0; i < r->chain_count; i++) {
		out_row(ctl->out);
		out_text(ctl->out, "code", "REGISTER", r->chains[i].code);
		out_num(ctl->out, "entries", "ENTRIES",
		    r->chains[i].entries);
		out_text(ctl->out, "hash", "ENDS WITH", r->chains[i].hash);
	}
	out_close(ctl->out);
}

static void
show_findings(struct ctl *ctl, const struct verify_report *r)
{
	size_t	i;

	out_list(ctl->out, "findings", NULL);
	for (i = 0; i < r->finding_count; i++) {
		out_row(ctl->out);
		out_text(ctl->out, "what", "WRONG", r->findings[i].what);
		out_text(ctl->out, "subject", NULL, r->findings[i].subject);
		out_text(ctl->out, "text", "HOW", r->findings[i].text);
	}
	out_close(ctl->out);
}

/* How far it is, on the terminal it was asked from. */
static void
tell(void *arg, const char *what, int64_t done, int64_t of)
{
	(void)arg;
	fprintf(stderr, "\r\033[KChecking %.40s: %lld of %lld", what,
	    (long long)done, (long long)of);
}

static int
say_findings(struct ctl *ctl, const struct verify_report *r)
{
	out_bool(ctl->out, "ok", NULL, r->finding_count == 0);
	show_findings(ctl, r);
	if (r->finding_count == 0)
		return 0;
	out_num(ctl->out, "more", NULL, r->more);
	err_set(&ctl->err, ERR_INPUT, "%lld thing%s wrong; the first: %s",
	    (long long)r->finding_count + (long long)r->more,
	    r->finding_count == 1 ? " is" : "s are", r->findings[0].text);
	return err_hint(&ctl->err, "Keep a copy of the database as it is, and "
	    "compare it with the last backup.");
}

static int
verify_all(struct ctl *ctl)
{
	const struct verify_watch	watch = { tell, NULL };
	struct verify_report		r;
	bool				watched = isatty(STDERR_FILENO) &&
					    !out_is_json(ctl->out);
	int				ret;

	ret = verify_shop(ctl->db, ctl->arena, watched ? &watch : NULL, &r,
	    &ctl->err);
	if (watched)
		fputs("\r\033[K", stderr);
	if (ret < 0)
		return -1;
	out_num(ctl->out, "pieces", NULL, r.pieces);
	out_num(ctl->out, "sales", NULL, r.sales);
	out_num(ctl->out, "lines", NULL, r.lines);
	out_num(ctl->out, "moves", NULL, r.moves);
	out_num(ctl->out, "entries", NULL, r.entries);
	out_text(ctl->out, "proof", NULL, r.proof);
	show_chains(ctl, &r);
	if (r.finding_count == 0)
		out_say(ctl->out, "Verified: %lld pieces, %lld sales with "
		    "%lld lines, %lld moves, %lld journal entries; no piece "
		    "is sold twice.  Proof %s", (long long)r.pieces,
		    (long long)r.sales, (long long)r.lines,
		    (long long)r.moves, (long long)r.entries, r.proof);
	return say_findings(ctl, &r);
}

static int
verify_a_file(struct ctl *ctl, const char *path, bool older)
{
	struct verify_report	 r;
	FILE			*from = fopen(path, "re");
	int			 ret;

	if (from == NULL)
		return err_set(&ctl->err, ERR_NO_INPUT, "cannot open %s: %s",
		    path, strerror(errno));
	ret = verify_file(ctl->db, ctl->arena, from, older, &r, &ctl->err);
	fclose(from);
	if (ret < 0)
		return err_wrap(&ctl->err, "checking %s", path);
	out_num(ctl->out, "entries", NULL, r.entries);
	show_chains(ctl, &r);
	if (r.finding_count == 0)
		out_say(ctl->out, "Verified: %lld entries, as they are in the "
		    "shop.", (long long)r.entries);
	return say_findings(ctl, &r);
}

/* What a slip of paper says, looked up. */
static int
verify_a_receipt(struct ctl *ctl, const char *what)
{
	struct verify_entry		 e;
	struct verify_report		 r;
	const struct db_ans		*ans;
	const struct rec_sale		*sale;
	size_t				 n;

	if (verify_entry(ctl->db, ctl->arena, what, &e, &r, &ctl->err) < 0)
		return -1;
	ans = ctl_read(ctl, op_sale_get(&e.sale_id));
	if (ans == NULL)
		return -1;
	sale = db_rows(ans, REC_SALE, &n);
	out_text(ctl->out, "kind", "Kind", e.kind);
	if (n > 0) {
		out_text(ctl->out, "number", "Number", sale->number);
		out_day(ctl->out, "business_day", "Day", sale->business_day);
		out_money(ctl->out, "total", "Total", sale->total);
		out_text(ctl->out, "staff", "Served by", sale->staff);
	}
	out_time(ctl->out, "at", "Written", e.at);
	out_num(ctl->out, "entry", "Entry", e.seq);
	out_text(ctl->out, "hash", "Journal", e.hash);
	if (r.finding_count == 0)
		out_say(ctl->out, "It is as it was sealed.");
	return say_findings(ctl, &r);
}

static const struct opt verify_opts[] = {
	{ "receipt", "WHAT", OPT_MAY, "look up a receipt by its number or its "
	    "journal hash" },
	{ "older", NULL, OPT_MAY, "FILE may end before the shop's journal "
	    "does" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
run_verify(struct ctl *ctl, const struct args *args)
{
	const char	*what = args_get(args, "receipt");

	if (ctl_shop(ctl) < 0)
		return -1;
	if (what != NULL && args_count(args) == 0)
		return verify_a_receipt(ctl, what);
	if (what != NULL)
		return err_set(&ctl->err, ERR_USAGE, "a file or a receipt, "
		    "not both");
	return args_count(args) == 0 ? verify_all(ctl) : verify_a_file(ctl,
	    args_at(args, 0), args_has(args, "older"));
}

/* ------------------------------------------------------------------ doctor */

static const char *
state_name(enum doctor_state state)
{
	switch (state) {
	case DOCTOR_WELL:
		return "well";
	case DOCTOR_DOUBT:
		return "doubt";
	case DOCTOR_WRONG:
		return "wrong";
	}
	return "wrong";
}

/* kind: of the error that kept us from looking at the shop, if one did. */
static int
show_doctor(struct ctl *ctl, const struct doctor *d, enum err_kind kind)
{
	size_t	wrong = 0, doubt = 0;
	size_t	i;

	out_list(ctl->out, "checks", NULL);
	for (i = 0; i < d->count; i++) {
		wrong += d->rows[i].state == DOCTOR_WRONG;
		doubt += d->rows[i].state == DOCTOR_DOUBT;
		out_row(ctl->out);
		out_text(ctl->out, "state", "STATE",
		    state_name(d->rows[i].state));
		out_text(ctl->out, "what", "WHAT", d->rows[i].what);
		out_text(ctl->out, "text", "HOW IT IS", d->rows[i].text);
		out_text(ctl->out, "mend", NULL, d->rows[i].mend);
	}
	out_close(ctl->out);
	for (i = 0; i < d->count; i++)
		if (d->rows[i].mend[0] != '\0')
			out_say(ctl->out, "%s: %s", d->rows[i].what,
			    d->rows[i].mend);
	out_bool(ctl->out, "ok", NULL, wrong == 0);
	if (wrong == 0) {
		out_say(ctl->out, doubt == 0 ? "All is well." :
		    "Nothing is wrong; see what is in doubt.");
		return 0;
	}
	err_set(&ctl->err, kind == ERR_NONE ? ERR_CONFIG : kind,
	    "%zu thing%s wrong", wrong, wrong == 1 ? " is" : "s are");
	return err_hint(&ctl->err, "Do what is said beside each.");
}

static int
run_doctor(struct ctl *ctl, const struct args *args)
{
	struct doctor	d = { .arena = ctl->arena };
	struct err	err = ERR_INIT;

	(void)args;
	doctor_machine(&d, &ctl->config);
	doctor_file(&d, ctl->url);
	ctl->db = db_open(ctl->url, &err);
	if (ctl->db == NULL) {
		doctor_add(&d, "database", DOCTOR_WRONG, err.hint, "%s",
		    err.text);
	} else if (migrate_check(ctl->db, &err) < 0) {
		doctor_add(&d, "schema", DOCTOR_WRONG, err.hint, "%s",
		    err.text);
	} else {
		doctor_add(&d, "schema", DOCTOR_WELL, "",
		    "its schema fits this program");
		doctor_shop(&d, ctl->db, &ctl->config);
	}
	return show_doctor(ctl, &d, err.kind);
}

const struct command check_commands[] = {
	{ "doctor", "", 0, 0, NULL, "look at everything a shop depends on",
	    "Says what is wrong and how to mend it.  Exit status 78 when "
	    "something is wrong,\n69 when the database cannot be reached.",
	    run_doctor },
	{ "verify", "[FILE]", 0, 1, verify_opts, "prove the shop's books",
	    "Derives every count, total and hash again from the facts; with "
	    "FILE, from\n\"export journal --format text\", compares it with "
	    "the shop's journal.  Exit status 65\nwhen anything differs; the "
	    "first entry, or byte of FILE, that is wrong is named.",
	    run_verify },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
