/*
 * A visitor without a key: a token in a cookie (HttpOnly, SameSite=Lax: a
 * customer who comes back from the payment's page is still himself).  He gets
 * it with the page of a piece; a hold made from there has the token's digest
 * as its caller, so that only that browser can pay for it or give it back,
 * whichever listener it asks.
 */
#ifndef VITRINE_SESSION_H
#define VITRINE_SESSION_H

#include <stdbool.h>

#include "web/serve.h"

#define SESSION_CALLER	72	/* "page:" and a digest in hex */

/* Gives him a cookie, or his own for a day from now. */
void	session_greet(struct request *);
/* The visitor's name as a caller; false when he brings no cookie. */
bool	session_caller(struct request *, char caller[SESSION_CALLER]);
/* Whether a hold's caller is this visitor. */
bool	session_owns(struct request *, const char *caller);
/*
 * Whether a form came from a page of ours; every browser that knows
 * SameSite says where a form comes from.
 */
bool	session_same_site(struct request *);

#endif
