/* Webhooks of the channels: see hooks.c. */
#ifndef VITRINE_HOOKS_H
#define VITRINE_HOOKS_H

#include "channel/links.h"

struct request;

#define HOOKS_BODY	(1024 * 1024)	/* a real order is 20 kB */

void	hooks_take(struct request *, void *app);
/* hook_hold.c: an order that is about to be paid asks for its pieces. */
void	hooks_hold(struct request *, void *app);
/* Answers what was not taken. */
void	hooks_refuse(struct request *, enum hook_taken);

#endif
