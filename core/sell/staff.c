/* Who stands at the till: see staff.h. */
#include "sell/staff.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mem.h"
#include "ops.h"
#include "seal.h"
#include "sell/rights.h"
#include "sell/till.h"
#include "str.h"

struct entry {
	struct till_job		 job;
	char			*name;
	char			*pin;		/* wiped when done */
	char			*hash;
	bool			 signing_in;
	enum right		 right;		/* to be agreed to */
	staff_done_fn		*done;
	struct staff_result	 result;
};

static db_done_fn	read_staff, counted, cleared;

static void
finish(struct entry *entry, enum staff_outcome outcome)
{
	struct till	*till = entry->job.till;

	entry->result.outcome = outcome;
	entry->result.name = entry->name;
	if (outcome == STAFF_OK && entry->signing_in) {
		till->staff_id = entry->result.id;
		till->staff_role = entry->result.role;
		str_copy(till->staff_name, sizeof till->staff_name,
		    entry->name);
	}
	if (till_job_end(&entry->job))
		entry->done(&entry->result, entry->job.arg);
	seal_wipe(entry->pin, strlen(entry->pin));
	free(entry->pin);
	free(entry->name);
	free(entry->hash);
	free(entry);
}

static void
say(struct entry *entry, enum staff_outcome outcome, const char *text,
    const char *hint)
{
	err_set(&entry->result.err, ERR_NOT_ALLOWED, "%s", text);
	err_hint(&entry->result.err, "%s", hint);
	finish(entry, outcome);
}

static void
say_wait(struct entry *entry)
{
	int	seconds = (int)((entry->result.wait + SECOND_US - 1) /
		    SECOND_US);

	err_set(&entry->result.err, ERR_NOT_ALLOWED, "too many wrong PINs: "
	    "wait %d second%s", seconds, seconds == 1 ? "" : "s");
	err_hint(&entry->result.err, "A manager can reset the PIN with "
	    "`vitrinectl staff reset-pin`.");
	finish(entry, STAFF_WAIT);
}

static void
failed(struct entry *entry, const struct db_ans *ans)
{
	db_check(ans, &entry->result.err);
	finish(entry, STAFF_FAILED);
}

/* Whether a PIN may be tried at all; else ends the entry. */
static bool
may_try(struct entry *entry, const struct rec_staff *staff, int64_t now)
{
	if (staff->disabled_at != 0)
		say(entry, STAFF_GONE, "this person does not work here any "
		    "more", "Ask the owner.");
	else if (staff->pin_hash[0] == '\0')
		say(entry, STAFF_NO_PIN, "this person has no PIN yet",
		    "Set one with `vitrinectl staff reset-pin`.");
	else if (staff->pin_fails >= STAFF_TRIES)
		say(entry, STAFF_LOCKED, "this PIN is locked after too many "
		    "wrong tries", "A manager can reset it with `vitrinectl "
		    "staff reset-pin`.");
	else if (staff->pin_wait_until > now) {
		entry->result.wait = staff->pin_wait_until - now;
		say_wait(entry);
	} else
		return true;
	return false;
}

static void
read_staff(struct db_ans *ans, void *arg)
{
	struct entry		*entry = arg;
	struct till		*till = entry->job.till;
	const struct rec_staff	*staff;
	const struct rec_right	*rights;
	const struct rec_num	*now;
	size_t			 n, nows;

	if (db_status(ans) != DB_DONE) {
		failed(entry, ans);
		return;
	}
	rights = db_rows(ans, REC_RIGHT, &n);
	rights_read(&till->rights, rights, n);
	staff = db_rows(ans, REC_STAFF, &n);
	now = db_rows(ans, REC_NUM, &nows);
	if (n == 0 || nows == 0) {
		say(entry, STAFF_WRONG, "wrong name or PIN", "Try again.");
		return;
	}
	if (!may_try(entry, staff, now->value))
		return;
	entry->result.id = staff->id;
	staff_role_of(staff->role, &entry->result.role);
	entry->hash = mem_strdup(staff->pin_hash);
	/* Counted as wrong first: then it is judged. */
	db_send(till->db, op_pin_attempt(&staff->id, &till->reg.id,
	    clock_now(), false), counted, entry);
}

static void
counted(struct db_ans *ans, void *arg)
{
	struct entry	*entry = arg;
	struct till	*till = entry->job.till;

	if (db_refusal(ans) == REFUSAL_NOT_ALLOWED) {
		say(entry, STAFF_WAIT, "too many wrong PINs, just now, at "
		    "another place", "Wait a moment and try again.");
		return;
	}
	if (db_status(ans) != DB_DONE) {
		failed(entry, ans);
		return;
	}
	if (!seal_secret_ok(entry->pin, entry->hash)) {
		say(entry, STAFF_WRONG, "wrong name or PIN", "Try again.");
		return;
	}
	db_send(till->db, op_pin_attempt(&entry->result.id, &till->reg.id,
	    clock_now(), true), cleared, entry);
}

static void
cleared(struct db_ans *ans, void *arg)
{
	struct entry	*entry = arg;

	/* The PIN was right, whatever became of the counter. */
	(void)ans;
	if (!entry->signing_in && rights_may(&entry->job.till->rights,
	    entry->result.role, entry->right, RIGHT_WHOLLY) != MAY_YES)
		say(entry, STAFF_TOO_LOW, entry->result.role ==
		    STAFF_ASSOCIATE ? "this needs a manager" :
		    "this needs the owner", "Ask somebody who may.");
	else
		finish(entry, STAFF_OK);
}

static void
begin(struct till *till, const char *name, const char *pin,
    enum right right, bool signing_in, staff_done_fn *done, void *arg)
{
	struct entry	*entry = mem_zalloc(sizeof *entry);

	entry->name = mem_strdup(name);
	entry->pin = mem_strdup(pin);
	entry->right = right;
	entry->signing_in = signing_in;
	entry->done = done;
	till_job_begin(till, &entry->job, arg);
	db_send(till->db, db_req_join(db_req_join(op_staff_by_name(name),
	    op_ping()), op_right_list()), read_staff, entry);
}

void
staff_sign_in(struct till *till, const char *name, const char *pin,
    staff_done_fn *done, void *arg)
{
	begin(till, name, pin, RIGHT_SELL, true, done, arg);
}

void
staff_sign_out(struct till *till)
{
	memset(&till->staff_id, 0, sizeof till->staff_id);
	till->staff_name[0] = '\0';
}

void
staff_approve(struct till *till, const char *name, const char *pin,
    enum right right, staff_done_fn *done, void *arg)
{
	begin(till, name, pin, right, false, done, arg);
}
