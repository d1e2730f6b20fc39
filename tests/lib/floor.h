/*
 * What every benchmark of the database is measured against: libpq bare, on a
 * table of 10,000 rows beside the shop's own.
 */
#ifndef TEST_FLOOR_H
#define TEST_FLOOR_H

#include <stddef.h>
#include <stdint.h>

#include <libpq-fe.h>

/* Makes the table in this database. */
void	floor_table(const char *url);
PGconn	*floor_connect(const char *url);
/* A one-row durable UPDATE by its key, prepared. */
void	floor_update(PGconn *);
/*
 * A sale as it is usually written: BEGIN, the stock row (the same for all),
 * five more rows, COMMIT, each a round trip of its own.
 */
void	floor_naive(PGconn *);
/* A question that is hardly one. */
void	floor_ask(PGconn *);

/* The value below which that percentage of them lies; sorts them. */
double	floor_part(int64_t *, size_t n, size_t percent);

#endif
