/*
 * SQLite: see sqlite.h.  What depends on the outside (time, randomness) is
 * taken from clock.h.
 */
#include "sqlite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "buf.h"
#include "clock.h"
#include "seal.h"
#include "str.h"

#define PROGRESS_OPS	20000		/* between looks at the deadline */

/* What is said around the statements of a request. */
enum saying { SAY_BEGIN, SAY_BEGIN_WRITING, SAY_COMMIT, SAY_ROLLBACK, SAYINGS };

static const char *const	sayings[] = { "BEGIN", "BEGIN IMMEDIATE",
    "COMMIT", "ROLLBACK" };

struct lite {
	sqlite3		*conn;
	char		*path;
	struct def_map	 map;
	sqlite3_stmt	**stmts;	/* by def_number */
	size_t		 stmt_count;
	sqlite3_stmt	*sayings[SAYINGS];
	sqlite3_stmt	*version;
	int64_t		 deadline;	/* of the running statement */
};

static enum lite_kind
kind_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return LITE_BUSY;
	case SQLITE_CONSTRAINT:
		return LITE_REFUSED;
	case SQLITE_FULL:
		return LITE_FULL;
	case SQLITE_INTERRUPT:
		return LITE_LATE;
	default:
		return LITE_OTHER;
	}
}

static void
note_failure(const struct lite *lite, struct lite_fail *fail)
{
	fail->code = sqlite3_extended_errcode(lite->conn);
	fail->kind = kind_of(fail->code);
	str_copy(fail->text, sizeof fail->text, sqlite3_errmsg(lite->conn));
}

/* Errors in words. */

static void
explain_sql(struct err *err, const struct lite_fail *fail)
{
	if (strstr(fail->text, "no such table") != NULL ||
	    strstr(fail->text, "no such column") != NULL) {
		err_set(err, ERR_CONFIG, "the shop is not set up for this "
		    "version (%s)", fail->text);
		err_hint(err, "Run \"vitrinectl init\" for a new shop or "
		    "\"vitrinectl migrate\" after an upgrade.");
		return;
	}
	err_set(err, ERR_INTERNAL, "the shop file said: %s", fail->text);
}

/* What is said of the shop file, by primary code. */
static const struct {
	int		 code;
	enum err_kind	 kind;
	const char	*what;
	const char	*hint;
} explained[] = {
	{ SQLITE_FULL, ERR_IO, "has no room left on its disk",
	    "Nothing was done. Make room on that disk and try again." },
	{ SQLITE_READONLY, ERR_NOT_ALLOWED, "can only be read",
	    "Check who owns the file and its folder, and that the disk is not "
	    "mounted read-only." },
	{ SQLITE_CANTOPEN, ERR_NOT_ALLOWED, "cannot be opened",
	    "The file and its folder must be readable and writable for this "
	    "user." },
	{ SQLITE_PERM, ERR_NOT_ALLOWED, "cannot be opened",
	    "The file and its folder must be readable and writable for this "
	    "user." },
	{ SQLITE_NOTADB, ERR_INPUT, "is not a shop file",
	    "Check the path; \"vitrinectl init\" makes a new shop." },
	{ SQLITE_CORRUPT, ERR_IO, "is damaged",
	    "Stop selling from it and bring back the last good copy." },
	{ SQLITE_IOERR, ERR_IO, "could not be read or written",
	    "Look at the disk it lies on." },
	{ SQLITE_INTERRUPT, ERR_UNAVAILABLE, "was too slow",
	    "Nothing was done. Try again." },
	{ SQLITE_BUSY, ERR_UNAVAILABLE, "is being written by another program",
	    "Nothing was done. Try again." },
	{ SQLITE_LOCKED, ERR_UNAVAILABLE,
	    "is being written by another program",
	    "Nothing was done. Try again." },
	{ SQLITE_TOOBIG, ERR_INPUT, "does not take that much in one field",
	    "Use a smaller picture or a shorter text." },
};

void
lite_explain(const struct lite *lite, const struct lite_fail *fail,
    struct err *err)
{
	size_t	i;

	if (fail->code == SQLITE_READONLY_DBMOVED) {
		err_set(err, ERR_IO, "the shop file %s was moved or replaced",
		    lite->path);
		err_hint(err, "Nothing was done. Put it back, or end this "
		    "program and start it again.");
		return;
	}
	for (i = 0; i < sizeof explained / sizeof explained[0]; i++) {
		if (explained[i].code != (fail->code & 0xff))
			continue;
		err_set(err, explained[i].kind, "the shop file %s %s",
		    lite->path, explained[i].what);
		err_hint(err, "%s", explained[i].hint);
		return;
	}
	explain_sql(err, fail);
}

/* The SQLSTATE PostgreSQL would give, NULL for a trigger's own refusal. */
static const char *
state_of(int code)
{
	switch (code) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return "23505";
	case SQLITE_CONSTRAINT_FOREIGNKEY:
		return "23503";
	case SQLITE_CONSTRAINT_CHECK:
	case SQLITE_CONSTRAINT_DATATYPE:
		return "23514";
	case SQLITE_CONSTRAINT_NOTNULL:
		return "23502";
	default:
		return NULL;
	}
}

/* "UNIQUE constraint failed: t.a, t.b" -> "t.a, t.b" */
static const char *
constraint_of(const char *text)
{
	static const char	 mark[] = "constraint failed: ";
	const char		*at = strstr(text, mark);

	return at == NULL ? NULL : at + strlen(mark);
}

enum db_refusal
lite_refusal(const struct lite_fail *fail, struct err *err)
{
	const char	*constraint = constraint_of(fail->text);
	const char	*text = fail->text;

	if (constraint != NULL && str_starts(constraint, "index '"))
		constraint += strlen("index '");
	if (str_starts(text, "VT") && strstr(text, ": ") != NULL)
		text = strstr(text, ": ") + 2;
	err_set(err, ERR_REFUSED, "%s", text);
	return db_refusal_of(state_of(fail->code), constraint, fail->text);
}

/* What the schema's triggers call. */

static void
sql_now(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	(void)values;
	sqlite3_result_int64(context, clock_now());
}

/* One link of a register's chain: vitrine_journal_hash() of the pg schema. */
static void
sql_journal_hash(sqlite3_context *context, int count, sqlite3_value **values)
{
	/* prev, register and ref are bytes; seq, at, kind and payload text. */
	static const char	*const after[] = { "", "", "", " ", " ",
				    "\n", "" };
	struct buf		 link = BUF_INIT(16 * 1024 * 1024);
	uint8_t			 digest[SEAL_DIGEST];
	const void		*bytes;
	int			 i;

	for (i = 0; i < count; i++) {
		if (sqlite3_value_type(values[i]) == SQLITE_NULL) {
			buf_free(&link);
			return;		/* NULL */
		}
		bytes = i < 3 ? sqlite3_value_blob(values[i]) :
		    sqlite3_value_text(values[i]);
		buf_add(&link, bytes == NULL ? "" : bytes,
		    (size_t)sqlite3_value_bytes(values[i]));
		buf_addstr(&link, after[i]);
	}
	if (buf_full(&link)) {
		sqlite3_result_error_toobig(context);
	} else {
		seal_sha256(buf_str(&link), link.len, digest);
		sqlite3_result_blob(context, digest, sizeof digest,
		    SQLITE_TRANSIENT);
	}
	buf_free(&link);
}

/* Opening. */

/*
 * SQLite reaches the outside world through a VFS.  Ours is the system's with
 * the two ways by which a decision could depend on the outside taken from
 * clock.h: the time (the triggers' julianday('now')) and randomness.  Who
 * registers another one of this name first, a simulator with files in memory
 * for instance, is used instead.
 */
#define VFS_NAME	"vitrine"
#define JULIAN_UNIX_MS	INT64_C(210866760000000)	/* 1970 in their ms */

static int
vfs_time(sqlite3_vfs *vfs, sqlite3_int64 *ms_r)
{
	(void)vfs;
	*ms_r = clock_now() / MS_US + JULIAN_UNIX_MS;
	return SQLITE_OK;
}

static int
vfs_random(sqlite3_vfs *vfs, int len, char *out)
{
	(void)vfs;
	clock_random(out, (size_t)len);
	return len;
}

static const char *
vfs_name(void)
{
	static sqlite3_vfs	 ours;
	sqlite3_vfs		*system = sqlite3_vfs_find(NULL);

	if (sqlite3_vfs_find(VFS_NAME) != NULL)
		return VFS_NAME;
	if (system == NULL)
		return NULL;	/* sqlite3_open_v2 will say so */
	ours = *system;
	ours.zName = VFS_NAME;
	ours.pNext = NULL;
	ours.xCurrentTimeInt64 = vfs_time;
	ours.xRandomness = vfs_random;
	return sqlite3_vfs_register(&ours, 0) == SQLITE_OK ? VFS_NAME : NULL;
}

/* Ends a statement that runs past its request's time. */
static int
past_deadline(void *arg)
{
	const struct lite	*lite = arg;

	return clock_mono() > lite->deadline;
}

static void
configure(struct lite *lite)
{
	sqlite3_extended_result_codes(lite->conn, 1);
	sqlite3_busy_timeout(lite->conn, 0);
	sqlite3_db_config(lite->conn, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(lite->conn, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	/* The schema stays trusted: its triggers write to the search's fts5
	   table, which an untrusted one may not. */
	sqlite3_db_config(lite->conn, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_create_function_v2(lite->conn, "vitrine_now", 0, SQLITE_UTF8,
	    NULL, sql_now, NULL, NULL, NULL);
	sqlite3_create_function_v2(lite->conn, "vitrine_journal_hash", 7,
	    SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, sql_journal_hash, NULL,
	    NULL, NULL);
	sqlite3_progress_handler(lite->conn, PROGRESS_OPS, past_deadline,
	    lite);
	lite->deadline = INT64_MAX;
}

struct lite *
lite_open(const char *path, struct err *err)
{
	struct lite		*lite = mem_zalloc(sizeof *lite);
	struct lite_fail	 fail;

	lite->path = mem_strdup(path);
	if (sqlite3_open_v2(path, &lite->conn, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOMUTEX, vfs_name()) != SQLITE_OK) {
		note_failure(lite, &fail);
		lite_explain(lite, &fail, err);
		lite_close(lite);
		return NULL;
	}
	configure(lite);
	return lite;
}

void
lite_close(struct lite *lite)
{
	size_t	i;

	if (lite == NULL)
		return;
	for (i = 0; i < lite->stmt_count; i++)
		sqlite3_finalize(lite->stmts[i]);
	for (i = 0; i < SAYINGS; i++)
		sqlite3_finalize(lite->sayings[i]);
	sqlite3_finalize(lite->version);
	/* Also checkpoints when nobody else has the file. */
	sqlite3_close(lite->conn);
	free(lite->stmts);
	def_map_free(&lite->map);
	free(lite->path);
	free(lite);
}

int
lite_get_ready(struct lite *lite, struct lite_fail *fail)
{
	if (lite_exec(lite, "PRAGMA foreign_keys = ON;"
	    "PRAGMA synchronous = FULL;"
	    "PRAGMA temp_store = MEMORY;"
	    "PRAGMA wal_autocheckpoint = 4000;"	/* pages: 16 MB */
	    "PRAGMA cache_size = -1000;"	/* kB; the kernel keeps the rest */
	    "PRAGMA journal_size_limit = 16777216", fail) < 0 ||
	    (!sqlite3_db_readonly(lite->conn, "main") &&
	    lite_exec(lite, "PRAGMA journal_mode = WAL", fail) < 0) ||
	    lite_exec(lite, "SELECT count(*) FROM sqlite_schema", fail) < 0)
		return fail->kind == LITE_BUSY ? 1 : -1;
	return 0;
}

void
lite_deadline(struct lite *lite, int64_t deadline)
{
	lite->deadline = deadline;
}

/* Running. */

int
lite_exec(struct lite *lite, const char *sql, struct lite_fail *fail)
{
	if (sqlite3_exec(lite->conn, sql, NULL, NULL, NULL) == SQLITE_OK)
		return 0;
	note_failure(lite, fail);
	return -1;
}

static sqlite3_stmt *
prepared(struct lite *lite, const struct stmt_def *def, struct lite_fail *fail)
{
	size_t	n = def_number(&lite->map, def);

	if (n >= lite->stmt_count) {
		lite->stmts = mem_grow(lite->stmts, n + 1,
		    sizeof *lite->stmts);
		memset(lite->stmts + lite->stmt_count, 0,
		    (n + 1 - lite->stmt_count) * sizeof *lite->stmts);
		lite->stmt_count = n + 1;
	}
	if (lite->stmts[n] == NULL && sqlite3_prepare_v3(lite->conn,
	    def->sqlite, -1, SQLITE_PREPARE_PERSISTENT, &lite->stmts[n],
	    NULL) != SQLITE_OK)
		note_failure(lite, fail);
	return lite->stmts[n];
}

static void
bind_one(sqlite3_stmt *stmt, int at, const struct param *param)
{
	switch (param->type) {
	case PARAM_NULL:
		sqlite3_bind_null(stmt, at);
		break;
	case PARAM_INT:
		sqlite3_bind_int64(stmt, at, param->i);
		break;
	case PARAM_TEXT:
		sqlite3_bind_text64(stmt, at, param->bytes, param->len,
		    SQLITE_STATIC, SQLITE_UTF8);
		break;
	case PARAM_UUID:
	case PARAM_BLOB:
		sqlite3_bind_blob64(stmt, at, param->bytes, param->len,
		    SQLITE_STATIC);
		break;
	}
}

static void
bind_all(sqlite3_stmt *stmt, const struct stmt *from)
{
	size_t	i;

	for (i = 0; i < from->filled; i++)
		bind_one(stmt, (int)i + 1, &from->params[i]);
}

static bool
read_column(struct db_ans *ans, struct result *result, void *row,
    sqlite3_stmt *stmt, int col)
{
	const void	*bytes;
	size_t		 len;

	switch (sqlite3_column_type(stmt, col)) {
	case SQLITE_NULL:
		return ans_set_null(ans, result, row, (size_t)col);
	case SQLITE_INTEGER:
		return ans_set_int(ans, result, row, (size_t)col,
		    sqlite3_column_int64(stmt, col));
	case SQLITE_TEXT:
		bytes = sqlite3_column_text(stmt, col);
		break;
	case SQLITE_BLOB:
		bytes = sqlite3_column_blob(stmt, col);
		break;
	default:
		return false;
	}
	len = (size_t)sqlite3_column_bytes(stmt, col);
	return ans_set_bytes(ans, result, row, (size_t)col,
	    bytes == NULL ? "" : bytes, len);
}

static int
misfit(struct lite_fail *fail, const struct stmt_def *def, int col)
{
	fail->code = SQLITE_MISMATCH;
	fail->kind = LITE_OTHER;
	snprintf(fail->text, sizeof fail->text, "%s: column %d does not fit "
	    "the record", def->name, col + 1);
	return -1;
}

static int
read_row(struct db_ans *ans, struct result *result, sqlite3_stmt *stmt,
    const struct stmt_def *def, struct lite_fail *fail)
{
	void	*row = ans_row(ans, result);
	int	 col, count = sqlite3_column_count(stmt);

	for (col = 0; col < count; col++)
		if (!read_column(ans, result, row, stmt, col))
			return misfit(fail, def, col);
	return 0;
}

static int
step_all(struct lite *lite, struct db_ans *ans, sqlite3_stmt *stmt,
    const struct stmt_def *def, struct lite_fail *fail)
{
	struct result	*result = NULL;
	size_t		 fields;
	int		 rc;

	if (def->out != REC_NONE) {
		result = ans_result(ans, def->out);
		rec_fields(def->out, &fields);
		if (fields != (size_t)sqlite3_column_count(stmt))
			return misfit(fail, def, (int)fields);
	}
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		if (result != NULL &&
		    read_row(ans, result, stmt, def, fail) < 0)
			return -1;
	if (rc != SQLITE_DONE) {
		note_failure(lite, fail);
		return -1;
	}
	if (def->writes)
		ans->changed = sqlite3_changes64(lite->conn);
	return 0;
}

int
lite_run(struct lite *lite, const struct stmt *from, struct db_ans *ans,
    struct lite_fail *fail)
{
	sqlite3_stmt	*stmt = prepared(lite, from->def, fail);
	int		 ret;

	if (stmt == NULL)
		return -1;
	bind_all(stmt, from);
	ret = step_all(lite, ans, stmt, from->def, fail);
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	return ret;
}

/* What every request says is not parsed for each of them. */
static int
say(struct lite *lite, enum saying saying, struct lite_fail *fail)
{
	sqlite3_stmt	**stmt = &lite->sayings[saying];
	int		  rc;

	if (*stmt == NULL && sqlite3_prepare_v3(lite->conn, sayings[saying],
	    -1, SQLITE_PREPARE_PERSISTENT, stmt, NULL) != SQLITE_OK) {
		note_failure(lite, fail);
		return -1;
	}
	rc = sqlite3_step(*stmt);
	if (rc != SQLITE_DONE)
		note_failure(lite, fail);
	sqlite3_reset(*stmt);
	return rc == SQLITE_DONE ? 0 : -1;
}

int
lite_begin(struct lite *lite, bool writes, struct lite_fail *fail)
{
	return say(lite, writes ? SAY_BEGIN_WRITING : SAY_BEGIN, fail);
}

int
lite_commit(struct lite *lite, struct lite_fail *fail)
{
	return say(lite, SAY_COMMIT, fail);
}

int
lite_roll_back(struct lite *lite, struct lite_fail *fail)
{
	return say(lite, SAY_ROLLBACK, fail);
}

bool
lite_in_transaction(const struct lite *lite)
{
	return !sqlite3_get_autocommit(lite->conn);
}

bool
lite_has_moved(struct lite *lite, struct lite_fail *fail)
{
	int	moved = 0;

	if (sqlite3_file_control(lite->conn, "main", SQLITE_FCNTL_HAS_MOVED,
	    &moved) != SQLITE_OK || !moved)
		return false;
	fail->code = SQLITE_READONLY_DBMOVED;
	fail->kind = LITE_OTHER;
	return true;
}

int64_t
lite_version(struct lite *lite)
{
	int64_t	version = 0;

	if (lite->version == NULL && sqlite3_prepare_v3(lite->conn,
	    "PRAGMA data_version", -1, SQLITE_PREPARE_PERSISTENT,
	    &lite->version, NULL) != SQLITE_OK)
		return 0;
	if (sqlite3_step(lite->version) == SQLITE_ROW)
		version = sqlite3_column_int64(lite->version, 0);
	sqlite3_reset(lite->version);
	return version;
}
