/*
 * A register in a terminal, and the shop it sells from: Marsh & Daughters, with
 * Ana (1111), Ben the manager (2222) and Olivia the owner (3333), registers R1
 * and R2, two pieces that exist once (BR-1041, RG-7), and cleaning cloths
 * (CL-1).
 */
#ifndef VITRINE_TEST_COUNTER_H
#define VITRINE_TEST_COUNTER_H

#include "vpty.h"

struct pgserver;

struct counter {
	char		*shop;		/* --shop=... */
	char		*url;
	char		*paper;		/* what the printer got */
	char		*config;
	struct pty	*pty;
	struct pgserver	*server;	/* of this test alone, or NULL */
};

/* For cmocka's set-up and tear-down: *state is a struct counter. */
int	counter_sqlite(void **state);
int	counter_pg(void **state);
int	counter_own_pg(void **state);		/* with a server of its own */
int	counter_gone(void **state);

/* Runs vitrinectl on the shop; wants this exit status.  stdout, from malloc. */
char	*counter_run(const char *shop, int status, const char *input, ...);
#define counter_ctl(me, ...)	counter_run((me)->shop, __VA_ARGS__)
/* The register; option and env ("NO_COLOR=1") may be NULL. */
void	counter_open_at(struct counter *, int rows, int cols,
	    const char *option, const char *env);
void	counter_sign_in(struct counter *);	/* as Ana */
void	counter_open(struct counter *);		/* 24 by 80, and signed in */

#define BOTH(test) \
	{ #test " (sqlite)", test, counter_sqlite, counter_gone, NULL }, \
	{ #test " (postgresql)", test, counter_pg, counter_gone, NULL }
#define ONE(test) \
	{ #test, test, counter_sqlite, counter_gone, NULL }
#define OWN_PG(test) \
	{ #test, test, counter_own_pg, counter_gone, NULL }

#endif
