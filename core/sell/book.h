/*
 * The shop's book: the journal of what is no register's own.  Stock that comes,
 * goes or changes its state by hand, and second sales that were refused, each
 * told by an entry in the transaction that writes it.  A sale moves stock as
 * well; that is its own entry's to tell.
 */
#ifndef VITRINE_BOOK_H
#define VITRINE_BOOK_H

#include <stddef.h>
#include <stdint.h>

#include "record.h"

struct buf;
struct db_req;

/*
 * Moves by hand, n > 0 of them, told by one entry.  The entry comes first, so
 * that the book is locked before the pieces are; then whatever else is done to
 * the pieces in the same transaction, which is NULL or taken over.
 */
struct db_req *book_moves(const struct rec_move *, size_t n,
	    struct db_req *between);
/* The same of one: delta, or a reason "state" and the new state.  staff, state
   and note may be NULL. */
struct db_req *book_move(const struct uuid *piece, int64_t at, int64_t delta,
	    const char *reason, const char *to_state,
	    const struct uuid *staff, const char *note);
/* A refused sale: of the record all but its id, its time and the names. */
struct db_req *book_refusal(const struct rec_refusal *);

/* What an entry of this id says, vitrine-journal(5): formats vitrine-stock 1
   and vitrine-refusal 1. */
void	book_moves_text(const struct uuid *id, const struct rec_move *,
	    size_t n, struct buf *);
void	book_refusal_text(const struct rec_refusal *, struct buf *);

#endif
