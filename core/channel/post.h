/*
 * The post room: sends the letters that sales and lost orders have written
 * (table mail) through the shop's mail server, one after the other, again and
 * again until the server took them or three days are over.
 */
#ifndef VITRINE_POST_H
#define VITRINE_POST_H

#include "err.h"

struct config;
struct loop;
struct post;

/*
 * Opens the shop with a handle of its own, and turns in the loop.  NULL with
 * err when the settings are wrong; NULL without err when no mail server is
 * set: the letters wait then, and the owner's screen says so.
 */
struct post *post_new(struct loop *, const char *url, const struct config *,
	    struct err *);
void	post_free(struct post *);		/* NULL is fine */

#endif
