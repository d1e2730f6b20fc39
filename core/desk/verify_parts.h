/* Private to verify*.c: what its parts share. */
#ifndef VITRINE_VERIFY_PARTS_H
#define VITRINE_VERIFY_PARTS_H

#include "desk/verify.h"

struct buf;
struct db_ans;
struct db_req;
struct rec_journal;
struct rec_register;

struct work {
	struct db			*db;
	struct arena			*arena;
	const struct verify_watch	*watch;
	struct verify_report		*report;
	struct err			*err;
};

/* The answer when it is DONE; else NULL with the work's err. */
struct db_ans *verify_ask(struct work *, struct db_req *) MUST_CHECK;
/* A finding; text is the arena's or constant. */
void	verify_add(struct work *, const char *what, const char *subject,
	    const char *text);
void	verify_tell(struct work *, const char *what, int64_t done, int64_t of);

/* Every check the database answers. */
int	verify_rows(struct work *) MUST_CHECK;
/* What was sealed in n entries that follow each other, against the rows. */
int	verify_sealed(struct work *, const struct rec_register *,
	    const struct rec_journal *, size_t n) MUST_CHECK;
/*
 * Whether a Z closed the sealed day while what it seals was under way, at that
 * time, so that it is stored on the day after.
 */
bool	verify_moved_by_z(struct work *, const struct uuid *store,
	    int64_t stored, int64_t sealed, int64_t at);
/* Whether it is one of the shop's book, and then its text as the rows have it
   now, as below. */
bool	verify_is_book(const struct rec_journal *);
int	verify_book(struct work *, const struct rec_journal *, struct buf *)
	    MUST_CHECK;
/* Whether it is one of a drawer, and then its text as the rows have it now;
   nothing when they are gone. */
bool	verify_is_drawer(const struct rec_journal *);
int	verify_drawer(struct work *, const struct rec_journal *, struct buf *)
	    MUST_CHECK;

#endif
