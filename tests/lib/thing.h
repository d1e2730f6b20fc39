/*
 * A scratch table with one of everything, for tests of the drivers that need
 * no shop: `thing', whose rows come as struct rec_register (id, store_id is
 * the parent, code is the name, last_seq is n, last_hash is raw).
 */
#ifndef TEST_THING_H
#define TEST_THING_H

#include "db.h"
#include "driver.h"

extern const struct stmt_def thing_make;	/* a script */
extern const struct stmt_def thing_add;		/* id name n raw parent */
extern const struct stmt_def thing_list;
extern const struct stmt_def thing_count;	/* REC_NUM */

/* A request of one statement without parameters. */
struct db_req *thing_plain(const struct stmt_def *);
/* One that adds a thing. */
struct db_req *thing_adding(const char *name, int64_t n);
/* The same, added to a request. */
void	thing_also(struct db_req *, const struct uuid *id, const char *name,
	    int64_t n);

/* Runs a script; the test fails when that does. */
void	thing_script(struct db *, const struct stmt_def *);
/* How many there are. */
int64_t	thing_number(struct db *);
/* Opens, and makes a missing file. */
struct db *thing_open(const char *url);

/* One turn of db as a loop makes it, waiting at most 50 ms. */
void	thing_turn(struct db *);

#endif
