/*
 * The piece, and the ten rules of the one row.  Everything in Vitrine follows
 * from them; the schema (db/schema) enforces those a database can.
 *
 *  1. A piece is one row, whatever shows it: case, page or somebody's shop
 *     system.  How many there are (on_hand) and how many are promised (held)
 *     stand in that row and nowhere else.  There is no online count.
 *  2. 0 <= held <= on_hand, for every writer, a person with psql included.  A
 *     unique piece starts with one on hand and never has more.
 *  3. A unique piece is on at most one sale line that has not come back.  An
 *     index says so, in case every program is wrong.
 *  4. Who wants a piece takes it: one write, which succeeds or is refused, and
 *     a refusal names who has it.  Nobody looks first and takes later.
 *  5. What happened is inserted and stays: sales, lines, payments, moves of
 *     stock, holds, journal entries.  What is now is derived from that by the
 *     database, in the same transaction; `vitrinectl verify` derives it again
 *     and must come to the same.
 *  6. A sale bears the id its maker gave it before asking.  The same id twice
 *     is one sale.
 *  7. "Did it happen?" may be answered "unsure", when the connection died
 *     while the answer was on its way.  Unsure is asked again by id, and never
 *     just tried again.
 *  8. Money moves when the piece is ours: hold, authorise, commit, capture.
 *     When the commit is refused the authorisation is given back.
 *  9. Several pieces are taken in the order of their ids, so that two who want
 *     the same ones never wait for each other.  No lock is held while anybody
 *     waits for a person, a card terminal or another company's server.
 * 10. "It is gone" may be told to a channel twice and late without harm.  "It
 *     is back" is told only after that channel's orders have been read.
 */
#ifndef VITRINE_PIECE_H
#define VITRINE_PIECE_H

#include <stdbool.h>

/* In the words of the database; *_name gives them, *_of reads them. */
enum piece_kind {
	PIECE_UNIQUE,		/* there is one */
	PIECE_COUNTED,		/* there are some, all alike */
	PIECE_SERVICE		/* work; nothing to count */
};

enum piece_state {
	PIECE_INTAKE,		/* being entered */
	PIECE_STOCK,		/* in the case: the only state that sells */
	PIECE_MEMO,		/* lent to somebody */
	PIECE_LAYAWAY,		/* being paid off */
	PIECE_REPAIR,
	PIECE_TRANSFER,		/* on its way to another store */
	PIECE_MISSING,
	PIECE_LEGAL_HOLD,	/* bought in and not yet ours to sell */
	PIECE_INSPECT,		/* came back; to be looked at before the case */
	PIECE_SCRAPPED
};

const char *piece_kind_name(enum piece_kind);
const char *piece_state_name(enum piece_state);
/* False for a word that is none. */
bool	piece_kind_of(const char *, enum piece_kind *out_r);
bool	piece_state_of(const char *, enum piece_state *out_r);
/*
 * Why a piece in this state is not for sale, as the end of a sentence that
 * begins "this piece ": "is out on memo".  NULL for PIECE_STOCK.
 */
const char *piece_state_why(enum piece_state);

#endif
