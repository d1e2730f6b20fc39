/*
 * A visitor without a key: a token in a cookie only this site's own pages
 * send (SameSite=Strict, HttpOnly).  A hold made from the page is owned by the
 * token's digest, so that only that browser can pay for it or give it back,
 * whichever listener it asks.
 */
#ifndef VITRINE_SESSION_H
#define VITRINE_SESSION_H

#include <stdbool.h>

#include "web/serve.h"

#define SESSION_OWNER	72	/* "page:" and a digest in hex */

/* The visitor's owner text, of his cookie or of a new one that is set. */
void	session_begin(struct request *, char owner[SESSION_OWNER]);
/* Whether a hold's owner is this visitor. */
bool	session_owns(struct request *, const char *owner);
/*
 * Whether a form came from a page of ours; every browser that knows
 * SameSite says where a form comes from.
 */
bool	session_same_site(struct request *);

#endif
