/*
 * Answers in JSON.  An error is
 *
 *	{"error": {"code": "sold", "message": "...", "sku": "BR-1041"},
 *	 "type": "about:blank", "title": "Conflict", "status": 409,
 *	 "detail": "..."}
 *
 * as application/problem+json: the shop's own object, and the members of
 * RFC 9457 beside it.  Codes are for programs and never change; messages are
 * for people.
 */
#ifndef VITRINE_REPLY_H
#define VITRINE_REPLY_H

#include "err.h"
#include "run/json.h"
#include "web/serve.h"

/* Answers with the document and frees it. */
void	reply_js(struct request *, unsigned status, struct js *);

/* One that says nothing but its code and message. */
void	reply_error(struct request *, unsigned status, const char *code,
	    const char *fmt, ...) PRINTF_LIKE(4, 5);

/*
 * One to be filled further: members put into *error_r stand beside code and
 * message.  Answer with reply_js.
 */
struct js *reply_problem(unsigned status, const char *code,
	    const char *message, struct js **error_r);

/* The status and code that fit the kind of err; its text is the message. */
void	reply_err(struct request *, const struct err *);

/* "Not Found" for 404. */
const char *reply_title(unsigned status);

#endif
