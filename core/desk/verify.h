/*
 * The proof: everything that is derived in the shop's database is derived
 * again from the facts and compared.  Every count against its moves, every
 * hold, every sale against its lines, payments and journal entry, no unique
 * piece sold twice, and every register's chain of hashes from its first entry
 * to the one the register row names.
 *
 * Reads only, in small steps, and may run while the shop sells.
 */
#ifndef VITRINE_VERIFY_H
#define VITRINE_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "err.h"
#include "uuid.h"

struct arena;
struct db;

struct verify_finding {
	const char	*what;		/* "sold_twice": stable, for scripts */
	const char	*text;		/* a sentence without its full stop */
	const char	*subject;	/* the piece, sale or register */
};

struct verify_chain {
	const char	*code;		/* the register's */
	int64_t		 entries;
	char		 hash[65];	/* its last, in hex; zeros when empty */
};

#define VERIFY_FINDINGS	1000

struct verify_report {
	int64_t			 pieces;
	int64_t			 sales;
	int64_t			 lines;
	int64_t			 moves;
	int64_t			 entries;
	struct verify_finding	*findings;	/* none is the good answer */
	size_t			 finding_count;
	int64_t			 more;		/* left out: there are so many */
	struct verify_chain	*chains;
	size_t			 chain_count;
	/* One hash over all the chains: two equal shops have the same. */
	char			 proof[65];
};

/* Told now and then how far it is: what is a register, a store or "rows". */
struct verify_watch {
	void	(*tell)(void *arg, const char *what, int64_t done, int64_t of);
	void	*arg;
};

/*
 * Waits.  watch may be NULL.  The report's texts and lists belong to the
 * arena; memory does not grow with the shop.  -1 only when it could not be
 * done; what is wrong with the shop stands in the findings.
 */
int	verify_shop(struct db *, struct arena *, const struct verify_watch *,
	    struct verify_report *, struct err *) MUST_CHECK;

/*
 * The whole journal as a file that every byte of is sealed (journal.h), and
 * such a file against the shop's journal and its anchors: the first byte that
 * is wrong is named.  older: the file may end before the shop's journal does.
 */
int	verify_export(struct db *, FILE *, int64_t *entries_r, struct err *)
	    MUST_CHECK;
int	verify_file(struct db *, struct arena *, FILE *, bool older,
	    struct verify_report *, struct err *) MUST_CHECK;

struct verify_entry {
	struct uuid	 sale_id;	/* or what else it stands for */
	const char	*kind;		/* sale, return, z ... */
	int64_t		 seq;
	int64_t		 at;
	char		 hash[65];
};

/*
 * The journal entry behind a receipt: its number, or the hash printed on it
 * (four bytes of it or more, in hex).  ERR_NO_INPUT when there is none.
 */
int	verify_entry(struct db *, struct arena *, const char *what,
	    struct verify_entry *, struct verify_report *, struct err *)
	    MUST_CHECK;

#endif
