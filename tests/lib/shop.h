/*
 * A small shop for tests of the till, on either engine: set up as vitrinectl
 * does, with New York tax of 8.875 %, registers R1 R2 W, Ana (associate, PIN
 * 1111), Maria (manager, 2222), and pieces added as a test needs them.
 */
#ifndef TEST_SHOP_H
#define TEST_SHOP_H

#include <stdbool.h>

#include "db.h"
#include "sell/money.h"
#include "sell/till.h"

struct shop {
	char		*url;
	struct db	*db;
	struct till	 till;		/* R1 */
};

/* engine: "sqlite" or "postgresql".  Fails the test when it cannot. */
struct shop *shop_new(const char *engine);
/* In an empty database of the test's own; url is from malloc, given away. */
struct shop *shop_new_at(char *url);
void	shop_free(struct shop *);

/* Another connection and till of the same shop. */
struct till *shop_till(struct shop *, enum till_kind, const char *code);
void	shop_till_free(struct till *);	/* closes its connection too */

/* A piece with that many on hand (0 for a service); its id. */
struct uuid shop_piece(struct shop *, const char *sku, const char *kind,
	    money price, int64_t on_hand);
/* The piece as it is now, in the answer to be freed. */
const struct rec_piece *shop_see(struct shop *, const struct uuid *,
	    struct db_ans **ans_r);
int64_t	shop_on_hand(struct shop *, const struct uuid *);
/* Sends req and fails the test unless it is done. */
void	shop_do(struct shop *, struct db_req *);

#endif
