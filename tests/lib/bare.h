/*
 * The barest shop in a fresh database of either engine, for tests of the
 * operations themselves, without core (but for the entry that tells of stock,
 * sell/book.h): a store, two counters and the web's
 * register, their channels, the owner, and whatever pieces the test asks for.
 */
#ifndef TEST_BARE_H
#define TEST_BARE_H

#include <stdint.h>

#include "db.h"
#include "uuid.h"

struct bare {
	char		*url;
	struct db	*db;
	struct uuid	 store, r1, r2, web_register;
	struct uuid	 showroom, web;		/* channels; web has an outbox */
	struct uuid	 ana;
};

/* engine is "sqlite" or "postgresql".  Ends the test when it cannot. */
struct bare *bare_new(const char *engine);
void	bare_free(struct bare *);
/* Another connection to it. */
struct db *bare_connect(const struct bare *);

/* A piece with that many in stock; kind unique, counted or service. */
struct uuid bare_piece(struct bare *, const char *sku, const char *kind,
	    int64_t on_hand, int64_t price);

/* Sends and waits; the answer's status.  The answer is kept in *ans_r unless
   that is NULL. */
enum db_status bare_do(struct db *, struct db_req *, struct db_ans **ans_r);
/* The same, and anything but DONE ends the test. */
void	bare_must(struct db *, struct db_req *);

/*
 * The bare request of a sale of one line, exactly as paid, without a program
 * around it: qty of piece at price, returning line_ret when not NULL.
 */
struct db_req *bare_sale(const struct bare *, const struct uuid *reg,
	    const struct uuid *sale, const struct uuid *line,
	    const struct uuid *piece, const char *kind, int64_t qty,
	    int64_t price, const struct uuid *hold,
	    const struct uuid *line_ret);

#endif
