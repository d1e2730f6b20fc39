/*
 * What a command answers with: the same calls make text for people or, with
 * --json, one JSON document on stdout.  A field with a label is shown to
 * people too; one with label NULL is for scripts only; out_say is for people
 * only.  Text from the database is cleaned on its way to a terminal.
 *
 * With --json stdout carries exactly one document however the command ends,
 * an error included; stderr always says the error in words.
 */
#ifndef VITRINE_OUT_H
#define VITRINE_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "err.h"
#include "sell/day.h"
#include "sell/money.h"
#include "uuid.h"

struct out;

struct out *out_new(bool json);
void	out_free(struct out *);			/* NULL is fine */
bool	out_is_json(const struct out *);
/* How money and times are written from now on; both owned by the caller. */
void	out_shop(struct out *, const struct currency *, const struct zone *);

/* A line for people. */
void	out_say(struct out *, const char *, ...) PRINTF_LIKE(2, 3);

/* A member of the object that is open, the document at first. */
void	out_text(struct out *, const char *name, const char *label,
	    const char *);
void	out_num(struct out *, const char *name, const char *label, int64_t);
void	out_bool(struct out *, const char *name, const char *label, bool);
void	out_uuid(struct out *, const char *name, const char *label,
	    const struct uuid *);		/* the nil id is null, "" */
void	out_money(struct out *, const char *name, const char *label, money);
/* Microseconds UTC; 0 is null, "".  Text in the shop's zone. */
void	out_time(struct out *, const char *name, const char *label, int64_t);
/* yyyymmdd; "2026-11-23". */
void	out_day(struct out *, const char *name, const char *label, int64_t);
/* Parts per million; text "8.875 %". */
void	out_ppm(struct out *, const char *name, const char *label, int64_t);

/* A member that is an object, until out_close. */
void	out_object(struct out *, const char *name);
/*
 * A member that is a list of objects, a table to people: every out_row begins
 * one, and its labels are the columns.  empty is said when there were none;
 * NULL says nothing.
 */
void	out_list(struct out *, const char *name, const char *empty);
void	out_row(struct out *);
/* Ends the innermost object or list. */
void	out_close(struct out *);

/* The command writes stdout itself from now on: no document at the end. */
void	out_aside(struct out *);

/* Adds the error: to the document, and in words to stderr. */
void	out_error(struct out *, const struct err *);
/* Writes what is not written yet.  -1 with err when stdout did not take it. */
int	out_end(struct out *, struct err *) MUST_CHECK;

#endif
