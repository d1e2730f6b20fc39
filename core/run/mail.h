/*
 * Letters by mail: one message handed to the shop's mail server.  Which server
 * is said in vitrine.conf (smtp, smtp_user, smtp_password, mail_from).
 */
#ifndef VITRINE_MAIL_H
#define VITRINE_MAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "err.h"
#include "run/secret.h"
#include "uuid.h"

struct config;
struct http;
struct http_call;

#define MAIL_ADDRESS	254	/* bytes of an address (RFC 5321, 4.5.3.1.3) */

struct mail_server {
	char	url[300];		/* "": no mail is sent */
	char	user[200];
	char	password[SECRET_MAX];
	char	sender[MAIL_ADDRESS + 1];
};

struct mail {
	struct uuid	 id;		/* makes its Message-ID */
	int64_t		 at;		/* us UTC, its Date */
	const char	*from_name;	/* the shop's */
	const char	*to;
	const char	*to_name;	/* "" when nobody knows it */
	const char	*subject;
	const char	*text;
	const char	*html;		/* "": text alone */
};

/*
 * What the settings say.  No server is fine (url is "").  ERR_CONFIG with a
 * hint when something is missing beside it.  Wipe it when done.
 */
int	mail_server_load(struct mail_server *, const struct config *,
	    struct err *) MUST_CHECK;
void	mail_server_wipe(struct mail_server *);

/* Whether a letter can be sent to it: one @, no blanks, nothing odd. */
bool	mail_address_ok(const char *);

enum mail_outcome {
	MAIL_SENT,
	MAIL_LATER,		/* the server is away or busy: again, later */
	MAIL_NEVER		/* it will not take this one: see err */
};
typedef void mail_done_fn(enum mail_outcome, const struct err *, void *arg);

struct mail_call;

/*
 * Sends; everything is copied.  done is called once, later, from the loop,
 * unless the call is cancelled first.
 */
struct mail_call *mail_send(struct http *, const struct mail_server *,
	    const struct mail *, mail_done_fn *done, void *arg);
void	mail_cancel(struct mail_call *);	/* NULL is fine */

#endif
