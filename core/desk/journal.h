/*
 * A register's journal: the chain its entries make, and its text as a file.
 * Pure; verify.c checks the database's rows with it and a file's.
 *
 * An entry's hash is the SHA-256 of the hash before it (32 zero bytes at the
 * first), the register's id and the entry's reference as 16 bytes each, then
 * "SEQ AT KIND", a line feed and the payload.  So every column of an entry is
 * sealed, and the last hash seals all of them.
 *
 * The file, every byte of which follows from the entries:
 *
 *	vitrine-journal 1
 *	register ID CODE
 *	entry SEQ AT KIND REF BYTES HASH
 *	PAYLOAD				(that many bytes, and a line feed)
 *	end SEQ HASH			(of this register's last entry)
 *	whole REGISTERS			(and nothing after it)
 */
#ifndef VITRINE_JOURNAL_H
#define VITRINE_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "record.h"
#include "seal.h"

#define JOURNAL_PAYLOAD	((size_t)32 << 20)	/* the largest there is */

/* A chain as far as it has been followed. */
struct journal_chain {
	struct uuid	register_id;
	int64_t		seq;
	uint8_t		hash[SEAL_DIGEST];
};

void	journal_begin(struct journal_chain *, const struct uuid *register_id);
/* NULL when it is the next entry, which then is the last; else how it is not:
   "is missing", "was changed after it was written". */
const char *journal_follow(struct journal_chain *,
	    const struct rec_journal *);

void	journal_put_head(struct buf *);
void	journal_put_register(struct buf *, const struct uuid *,
	    const char *code);
void	journal_put_entry(struct buf *, const struct rec_journal *);
void	journal_put_end(struct buf *, const struct journal_chain *);
void	journal_put_whole(struct buf *, int64_t registers);

enum journal_item {
	JOURNAL_MORE,		/* the text ends in the middle of one */
	JOURNAL_HEAD,
	JOURNAL_REGISTER,	/* chain is new, code its name */
	JOURNAL_ENTRY,		/* entry is on the chain */
	JOURNAL_END,		/* of the chain */
	JOURNAL_WHOLE,
	JOURNAL_WRONG		/* why, at this byte of the text given */
};

/* Reading a file item by item; begins as JOURNAL_READER_INIT. */
struct journal_reader {
	bool			 begun, in_register, whole;
	int64_t			 registers;
	struct journal_chain	 chain;
	char			 code[64];
	struct rec_journal	 entry;		/* until the next call */
	const char		*why;
	size_t			 at;
	struct buf		 payload;
	char			 kind[24];
};

#define JOURNAL_READER_INIT \
	{ .begun = false, .payload = BUF_INIT(JOURNAL_PAYLOAD) }
void	journal_reader_free(struct journal_reader *);
/* The item text begins with, *used_r bytes long. */
enum journal_item journal_read(struct journal_reader *, const char *text,
	    size_t len, size_t *used_r);

#endif
