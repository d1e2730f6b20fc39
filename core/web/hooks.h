/* Webhooks of the channels: see hooks.c. */
#ifndef VITRINE_HOOKS_H
#define VITRINE_HOOKS_H

struct request;

#define HOOKS_BODY	(1024 * 1024)	/* a real order is 20 kB */

void	hooks_take(struct request *, void *app);

#endif
