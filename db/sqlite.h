/*
 * One open shop file, in as few words as lite.c needs.  sqlite.c is the only
 * file that knows sqlite3.  Private to the engine.
 *
 * What fails says so in a struct lite_fail, which stays good after the next
 * call; lite_explain() puts it into words.
 */
#ifndef VITRINE_SQLITE_H
#define VITRINE_SQLITE_H

#include <stdbool.h>
#include <stdint.h>

#include "driver.h"

enum lite_kind {
	LITE_BUSY,		/* another program has the lock */
	LITE_REFUSED,		/* by a constraint or a trigger */
	LITE_FULL,		/* the disk */
	LITE_LATE,		/* lite_deadline() came first */
	LITE_OTHER
};

struct lite_fail {
	enum lite_kind	kind;
	int		code;	/* SQLite's extended one */
	char		text[256];
};

struct lite;

/* path is a shop file's; NULL and err. */
struct lite *lite_open(const char *path, struct err *) MUST_CHECK;
void	lite_close(struct lite *);		/* NULL is fine */

/*
 * Makes the connection fit to sell through.  1 for busy, which is no error
 * here: WAL is a property of the file, but switching it on needs the file
 * alone.  Until this was 0 nothing else may be asked.
 */
int	lite_get_ready(struct lite *, struct lite_fail *) MUST_CHECK;

/* A statement that runs past this moment of clock_mono() is ended. */
void	lite_deadline(struct lite *, int64_t);

/* SQL without parameters and without an answer, several statements too. */
int	lite_exec(struct lite *, const char *sql, struct lite_fail *) MUST_CHECK;
/* writes: with the one write lock, or busy. */
int	lite_begin(struct lite *, bool writes, struct lite_fail *) MUST_CHECK;
int	lite_commit(struct lite *, struct lite_fail *) MUST_CHECK;
int	lite_roll_back(struct lite *, struct lite_fail *) MUST_CHECK;
/* One statement; its rows and what it changed go into the answer. */
int	lite_run(struct lite *, const struct stmt *, struct db_ans *,
	    struct lite_fail *) MUST_CHECK;
bool	lite_in_transaction(const struct lite *);

/*
 * Whether somebody put another file in the shop's place: two programs would
 * sell from two shops.  SQLite itself does not look in WAL mode.
 */
bool	lite_has_moved(struct lite *, struct lite_fail *);
/* A number that changes when another connection has committed; 0: unknown. */
int64_t	lite_version(struct lite *);

/* The failure in words, with a hint. */
void	lite_explain(const struct lite *, const struct lite_fail *,
	    struct err *);
/* Of a LITE_REFUSED: what refused, in the core's terms and in words. */
enum db_refusal lite_refusal(const struct lite_fail *, struct err *);

#endif
