/*
 * What an engine must do.  Private to db/: pg.c and lite.c implement it,
 * db.c calls it, nobody else knows it.
 */
#ifndef VITRINE_DRIVER_H
#define VITRINE_DRIVER_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db.h"
#include "mem.h"

#define MAX_PARAMS	64		/* of one statement; sqlgen.awk knows */

enum param_type {
	PARAM_NULL, PARAM_INT, PARAM_TEXT, PARAM_UUID, PARAM_BLOB
};

struct param {
	enum param_type	 type;
	int64_t		 i;
	const void	*bytes;		/* text, uuid, blob; in the req's arena */
	size_t		 len;
};

/* One named piece of SQL; the table of them is generated from db/sql. */
struct stmt_def {
	const char	*name;
	const char	*pg;		/* SQL text; the same unless overridden */
	const char	*sqlite;
	const char	*in;		/* a letter a parameter: i t u b */
	enum rec_kind	 out;		/* REC_NONE for a write */
	bool		 writes;
};

struct stmt {
	const struct stmt_def	*def;
	struct param		*params;	/* as many as def->in has letters */
	size_t			 filled;	/* of them, so far */
};

/* One file of db/schema, in order; the last has number 0. */
struct schema_step {
	int		 number;
	const char	*name;
	const char	*text;
};

extern const struct stmt_def	 sql_table[];	/* every piece of SQL */
extern const size_t		 sql_count;
extern const struct schema_step	 schema_pg[];
extern const struct schema_step	 schema_sqlite[];

struct db_req {
	struct arena	*arena;
	struct stmt	*stmts;
	size_t		 count;
	size_t		 room;
	bool		 writes;
	bool		 script;	/* migration: run def->pg/sqlite as many
					   statements, no parameters */
	const char	*bad;		/* a bug of the caller: never sent */
	int64_t		 time_us;	/* allowed */
	int64_t		 deadline;	/* clock_mono() */
	int64_t		 sent_at;	/* clock_mono(); for db_latency */
	bool		 under_way;	/* bytes of it have left: a loss is unsure */
	int		 tries;		/* after a deadlock or a busy database */
	int64_t		 not_before;	/* clock_mono(): rests until then */
	db_done_fn	*done;
	void		*arg;
	struct db_ans	*ans;
	struct db_req	*next;		/* in the list it is in */
	struct db_req	*all_prev;	/* of all not yet answered */
	struct db_req	*all_next;
};

struct result {
	enum rec_kind	 kind;
	void		*rows;
	size_t		 count;
	size_t		 room;
};

struct db_ans {
	struct arena	*arena;
	enum db_status	 status;
	enum db_refusal	 refusal;
	struct err	 err;
	int64_t		 changed;
	struct result	*results;	/* one a statement that returns rows */
	size_t		 result_count;
	bool		 kept;		/* db_wait's caller frees it */
};

struct db_driver {
	const char	*scheme;	/* "sqlite", "postgresql" */
	const char	*engine;
	/* Parses the URL and makes state.  No waiting. */
	void	*(*open)(struct db *, const char *url, bool create,
		    struct err *);
	void	 (*close)(void *state);
	void	 (*poll)(const void *state, struct pollfd *);
	int64_t	 (*due)(const void *state);
	/*
	 * Takes requests off the front of db's queue, works on them, and gives
	 * each back with db_finish().
	 */
	void	 (*turn)(void *state, short revents);
};

extern const struct db_driver db_pg;
extern const struct db_driver db_sqlite;

/*
 * db.c, for the drivers.  The head is the first request that is not resting;
 * NULL when there is none.
 */
struct db_req *db_queue_head(struct db *);
struct db_req *db_queue_take(struct db *);
/*
 * Puts a request back at the front, its answer emptied, to be tried again
 * after rest_us.
 */
void	db_queue_back(struct db *, struct db_req *, int64_t rest_us);
/*
 * Ends a request.  Its answer must carry status and, unless DONE, err.  The
 * callback runs when the driver's turn has returned.
 */
void	db_finish(struct db *, struct db_req *, enum db_status);
/* Ends all that wait: waiting will not help. */
void	db_turn_away(struct db *, const struct err *why);
void	db_set_link(struct db *, enum db_link, const char *trouble);
void	db_changed_note(struct db *);
bool	db_wants_changes(const struct db *);	/* somebody set db_on_change */
/* What db_url() shows: no password in it. */
void	db_set_url(struct db *, const char *);
/* A time in [low, high] microseconds, for rests that must not keep step. */
int64_t	db_jitter(int64_t low, int64_t high);
/*
 * Maps an engine's refusal to ours.  state is a SQLSTATE or NULL, constraint a
 * constraint's (SQLite: table.column) name or NULL, text the engine's message.
 */
enum db_refusal db_refusal_of(const char *state, const char *constraint,
	    const char *text);

/* The fields of a kind of record, from record.def. */
enum field_type { FIELD_UUID, FIELD_TEXT, FIELD_NUM, FIELD_BLOB };

struct field {
	enum field_type	 type;
	size_t		 offset;
	const char	*name;
};

const struct field *rec_fields(enum rec_kind, size_t *count_r);
const char	   *rec_name(enum rec_kind);

/* Building an answer, one value after the other. */
struct db_ans *ans_new(void);
void	ans_reset(struct db_ans *);	/* as new */
/* The pointer is good until the next ans_result(). */
struct result *ans_result(struct db_ans *, enum rec_kind);
void	*ans_row(struct db_ans *, struct result *);
/* Column col (0..) of a row.  False when the type does not fit the record. */
bool	ans_set_null(struct db_ans *, struct result *, void *row, size_t col);
bool	ans_set_int(struct db_ans *, struct result *, void *row, size_t col,
	    int64_t);
bool	ans_set_bytes(struct db_ans *, struct result *, void *row, size_t col,
	    const void *, size_t);

/*
 * Gives every stmt_def it meets a number, 0 and up: an engine's prepared
 * statements are an array.
 */
struct def_map {
	const struct stmt_def	**slots;	/* a hash table by address */
	size_t			 *numbers;
	size_t			  room;
	size_t			  count;
};

size_t	def_number(struct def_map *, const struct stmt_def *);
void	def_map_free(struct def_map *);

/* Building a request; used by ops_*.c. */
struct db_req *req_new(void);
struct stmt *req_stmt(struct db_req *, const struct stmt_def *);
/* Parameters in order; each returns its argument's stmt for chaining. */
void	 req_int(struct db_req *, int64_t);
void	 req_text(struct db_req *, const char *);	/* NULL is NULL */
void	 req_uuid(struct db_req *, const struct uuid *);	/* NULL or nil is NULL */
void	 req_blob(struct db_req *, const void *, size_t);
void	 req_null(struct db_req *);

#endif
