/* verify and doctor: is what is there right, and will it stay so? */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ctl/ctl.h"
#include "desk/doctor.h"
#include "desk/verify.h"
#include "mem.h"
#include "migrate.h"
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
run_verify(struct ctl *ctl, const struct args *args)
{
	const struct verify_watch	watch = { tell, NULL };
	struct verify_report		r;
	bool				watched = isatty(STDERR_FILENO) &&
					    !out_is_json(ctl->out);
	int				ret;

	(void)args;
	if (ctl_shop(ctl) < 0)
		return -1;
	ret = verify_shop(ctl->db, ctl->arena, watched ? &watch : NULL, &r,
	    &ctl->err);
	if (watched)
		fputs("\r\033[K", stderr);
	if (ret < 0)
		return -1;
	out_bool(ctl->out, "ok", NULL, r.finding_count == 0);
	out_num(ctl->out, "pieces", NULL, r.pieces);
	out_num(ctl->out, "sales", NULL, r.sales);
	out_num(ctl->out, "lines", NULL, r.lines);
	out_num(ctl->out, "moves", NULL, r.moves);
	out_num(ctl->out, "entries", NULL, r.entries);
	out_text(ctl->out, "proof", NULL, r.proof);
	show_chains(ctl, &r);
	show_findings(ctl, &r);
	if (r.finding_count == 0) {
		out_say(ctl->out, "Verified: %lld pieces, %lld sales with "
		    "%lld lines, %lld moves, %lld journal entries; no piece "
		    "is sold twice.  Proof %s", (long long)r.pieces,
		    (long long)r.sales, (long long)r.lines,
		    (long long)r.moves, (long long)r.entries, r.proof);
		return 0;
	}
	out_num(ctl->out, "more", NULL, r.more);
	err_set(&ctl->err, ERR_INPUT, "%lld thing%s wrong; the first: %s",
	    (long long)r.finding_count + (long long)r.more,
	    r.finding_count == 1 ? " is" : "s are", r.findings[0].text);
	return err_hint(&ctl->err, "Keep a copy of the database as it is, and "
	    "compare it with the last backup.");
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
	{ "verify", "", 0, 0, NULL, "prove the shop's books",
	    "Derives every count, total and hash again from the facts.  Exit "
	    "status 65 when\nanything differs; the first register entry that "
	    "breaks its chain is named.", run_verify },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
