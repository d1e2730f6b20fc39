/*
 * What a PostgreSQL error means for a request.  Private to the engine; no libpq
 * in here.
 */
#ifndef VITRINE_PGERR_H
#define VITRINE_PGERR_H

#include <stdbool.h>

#include "driver.h"

/* Copied from the first error of a request's pipeline. */
struct pg_failure {
	bool	there;
	char	state[6];		/* SQLSTATE */
	char	text[256];
	char	hint[200];
	char	constraint[64];
	char	source[64];		/* the server's function */
};

enum pg_verdict {
	PG_REFUSED,		/* a rule of the shop */
	PG_AGAIN,		/* deadlock, serialization: send it again */
	PG_PREPARE_AGAIN,	/* the prepared statements are stale */
	PG_ELSEWHERE,		/* this server only reads: find the primary */
	PG_UNAVAILABLE,		/* too slow, too full: err says which */
	PG_FAILED
};

/* Fills ans->refusal and ans->err, which say that nothing happened. */
enum pg_verdict pg_judge(const struct pg_failure *, struct db_ans *);

/*
 * libpq tells why a connection was not made only as text, in which its verbose
 * form puts the SQLSTATE ("FATAL:  28P01: ...").  Takes it out of the text.
 * True when the server will say the same until somebody mends something; then
 * err says what.
 */
bool pg_judge_connect(char *text, struct err *);

#endif
