/* SQLSTATEs in words: see pgerr.h. */
#include "pgerr.h"

#include <string.h>

#include "str.h"

static enum pg_verdict
refused(const struct pg_failure *failure, struct db_ans *ans)
{
	ans->refusal = db_refusal_of(failure->state,
	    failure->constraint[0] == '\0' ? NULL : failure->constraint,
	    failure->text);
	err_set(&ans->err, ERR_REFUSED, "%s", failure->text);
	err_hint(&ans->err, "%s", failure->hint);
	return PG_REFUSED;
}

static enum pg_verdict
full(const struct pg_failure *failure, struct err *err)
{
	if (str_eq(failure->state, "53100")) {
		err_set(err, ERR_IO, "no room left on the database server");
		err_hint(err, "Nothing was done. Make room on the server's "
		    "disk and try again.");
		return PG_FAILED;
	}
	err_set(err, ERR_UNAVAILABLE, "the database server is at its limit: "
	    "%s", failure->text);
	err_hint(err, "Nothing was done. Try again in a moment.");
	return PG_UNAVAILABLE;
}

static enum pg_verdict
too_slow(struct err *err)
{
	err_set(err, ERR_UNAVAILABLE, "the database took too long");
	err_hint(err, "Nothing was done. Try again.");
	return PG_UNAVAILABLE;
}

static enum pg_verdict
locked(struct err *err)
{
	err_set(err, ERR_RETRY, "somebody else is at work on the same piece");
	err_hint(err, "Nothing was done. Try again.");
	return PG_UNAVAILABLE;
}

static enum pg_verdict
not_allowed(const struct pg_failure *failure, struct err *err)
{
	err_set(err, ERR_NOT_ALLOWED, "the database user may not do this: %s",
	    failure->text);
	err_hint(err, "Grant it the role the work needs: vitrine_register, "
	    "vitrine_web, vitrine_owner or vitrine_migrate.");
	return PG_FAILED;
}

static enum pg_verdict
not_set_up(const struct pg_failure *failure, struct err *err)
{
	err_set(err, ERR_CONFIG, "the shop is not set up for this version "
	    "(%s)", failure->text);
	err_hint(err, "Run \"vitrinectl init\" for a new shop or \"vitrinectl "
	    "migrate\" after an upgrade.");
	return PG_FAILED;
}

static enum pg_verdict
other(const struct pg_failure *failure, struct err *err)
{
	/* Class 22: a value the server cannot take. */
	err_set(err, str_starts(failure->state, "22") ? ERR_INPUT :
	    ERR_INTERNAL, "the database said: %s (%s)", failure->text,
	    failure->state);
	err_hint(err, "%s", failure->hint);
	return PG_FAILED;
}

static bool
is_one_of(const char *state, const char *list)
{
	return *state != '\0' && strstr(list, state) != NULL;
}

enum pg_verdict
pg_judge(const struct pg_failure *failure, struct db_ans *ans)
{
	const char	*state = failure->state;

	if (str_starts(state, "VT") || str_starts(state, "23") ||
	    str_eq(state, "P0001"))
		return refused(failure, ans);
	if (is_one_of(state, "40001 40P01")) {
		locked(&ans->err);
		return PG_AGAIN;
	}
	/* 26000: an earlier request failed before it prepared this one. */
	if (str_eq(state, "26000") || (str_eq(state, "0A000") &&
	    str_eq(failure->source, "RevalidateCachedQuery"))) {
		other(failure, &ans->err);
		return PG_PREPARE_AGAIN;
	}
	if (str_eq(state, "25006")) {
		err_set(&ans->err, ERR_UNAVAILABLE,
		    "this database server only reads");
		return PG_ELSEWHERE;
	}
	if (str_eq(state, "55P03"))
		return locked(&ans->err);
	if (str_eq(state, "57014"))
		return too_slow(&ans->err);
	if (str_starts(state, "53"))
		return full(failure, &ans->err);
	if (str_eq(state, "42501"))
		return not_allowed(failure, &ans->err);
	if (is_one_of(state, "42P01 3F000 42703 42883"))
		return not_set_up(failure, &ans->err);
	return other(failure, &ans->err);
}

static bool
is_state(const char *at)
{
	size_t	i;

	for (i = 0; i < 5; i++)
		if ((at[i] < '0' || at[i] > '9') &&
		    (at[i] < 'A' || at[i] > 'Z'))
			return false;
	return at[5] == ':' && at[6] == ' ';
}

bool
pg_judge_connect(char *text, struct err *err)
{
	char	*at = text;
	char	 state[6] = "";

	while ((at = strstr(at, ":  ")) != NULL && !is_state(at += 3))
		;
	if (at == NULL)
		return false;
	memcpy(state, at, 5);
	memmove(at, at + 7, strlen(at + 7) + 1);
	if (!str_starts(state, "28") && !is_one_of(state, "3D000 42501"))
		return false;
	err_set(err, ERR_CONFIG, "%s", text);
	if (str_eq(state, "3D000"))
		err_hint(err, "Make the database first (createdb), or check "
		    "its name in the shop's address.");
	else
		err_hint(err, "Check the user and password in the shop's "
		    "address and the server's pg_hba.conf.");
	return true;
}
