/*
 * The only file that knows libpq: see pq.h.
 *
 * It is loaded when the first address of a PostgreSQL is read, for with it
 * come twenty libraries more: half of the memory, and of the time to start, of
 * a register whose shop is a file.
 */
#include "pq.h"

#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "buf.h"
#include "lib.h"
#include "str.h"

/* ------------------------------------------------------------- the library */

/* What is used of it. */
#define LIBPQ(X) \
	X(PQbackendPID) X(PQclear) X(PQcmdTuples) X(PQconnectPoll) \
	X(PQconnectStartParams) X(PQconninfoFree) X(PQconninfoParse) \
	X(PQconsumeInput) X(PQenterPipelineMode) X(PQerrorMessage) \
	X(PQexitPipelineMode) X(PQfinish) X(PQflush) X(PQfname) \
	X(PQfreemem) X(PQftype) X(PQgetResult) X(PQgetisnull) \
	X(PQgetlength) X(PQgetvalue) X(PQisBusy) X(PQnfields) \
	X(PQnotifies) X(PQntuples) X(PQpipelineSync) \
	X(PQresultErrorField) X(PQresultStatus) X(PQsendPrepare) \
	X(PQsendQuery) X(PQsendQueryParams) X(PQsendQueryPrepared) \
	X(PQserverVersion) X(PQsetErrorVerbosity) X(PQsetNoticeReceiver) \
	X(PQsetnonblocking) X(PQsocket) X(PQstatus)

static struct {
#define X(name)	__typeof__(name) *name;
	LIBPQ(X)
#undef X
	bool	loaded;
} lib;

static const struct lib_fn	wanted[] = {
#define X(name)	{ #name, &lib.name },
	LIBPQ(X)
#undef X
};

static int
load(struct err *err)
{
	if (!lib.loaded && lib_load("libpq.so.5", "libpq5", wanted,
	    sizeof wanted / sizeof wanted[0], err) == -1)
		return -1;
	lib.loaded = true;
	return 0;
}

/* Type numbers of PostgreSQL's catalogue; they never change. */
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_NAME = 19, OID_INT8 = 20,
	OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25, OID_OID = 26,
	OID_BPCHAR = 1042, OID_VARCHAR = 1043, OID_UUID = 2950 };

struct pq_url {
	PQconninfoOption	*options;	/* what values point into */
	const char		**keys;		/* for PQconnectStartParams */
	const char		**values;
	size_t			 count;
	char			*search_path;	/* the options= value */
};

struct pq {
	PGconn		*conn;
	PGresult	*result;	/* of the last event */
	bool		 doubtful;
	int		 ends;		/* in a row: libpq has no more for us */
};

/* Addresses. */

static const struct {
	const char	*key;
	const char	*value;
} defaults[] = {
	{ "application_name", "vitrine" },
	{ "client_encoding", "UTF8" },
	{ "gssencmode", "disable" },	/* asks a name server, in its time */
	{ "target_session_attrs", "read-write" },
	{ "keepalives_idle", "2" },
	{ "keepalives_interval", "1" },
	{ "keepalives_count", "2" },
	{ "tcp_user_timeout", "3000" },
};

const char *
pq_url_get(const struct pq_url *url, const char *key)
{
	const PQconninfoOption	*o;

	for (o = url->options; o->keyword != NULL; o++)
		if (str_eq(o->keyword, key))
			return o->val;
	return NULL;
}

static void
set_option(struct pq_url *url, const char *key, const char *value)
{
	url->keys[url->count] = key;
	url->values[url->count++] = value;
}

/* Those an attempt to connect sets, or that are ours to keep. */
static bool
is_ours(const char *key)
{
	return str_eq(key, "host") || str_eq(key, "hostaddr") ||
	    str_eq(key, "port") || str_eq(key, "options") ||
	    str_eq(key, "connect_timeout");
}

static void
collect_options(struct pq_url *url)
{
	const PQconninfoOption	*o;
	const char		*own = pq_url_get(url, "options");
	struct buf		 buf = BUF_INIT(4096);
	size_t			 i, room = 0;

	for (o = url->options; o->keyword != NULL; o++)
		room++;
	/* Besides: options, host, hostaddr, port and the end. */
	room += sizeof defaults / sizeof defaults[0] + 5;
	url->keys = mem_zalloc(room * sizeof *url->keys);
	url->values = mem_zalloc(room * sizeof *url->values);
	for (o = url->options; o->keyword != NULL; o++)
		if (o->val != NULL && !is_ours(o->keyword))
			set_option(url, o->keyword, o->val);
	for (i = 0; i < sizeof defaults / sizeof defaults[0]; i++)
		if (pq_url_get(url, defaults[i].key) == NULL)
			set_option(url, defaults[i].key, defaults[i].value);
	buf_printf(&buf, "-c search_path=vitrine,pg_temp %s",
	    own == NULL ? "" : own);
	url->search_path = buf_take(&buf);
	set_option(url, "options", url->search_path);
}

struct pq_url *
pq_url_parse(const char *text, struct err *err)
{
	struct pq_url	*url;
	char		*why = NULL;

	if (load(err) == -1)
		return NULL;
	url = mem_zalloc(sizeof *url);
	url->options = lib.PQconninfoParse(text, &why);
	if (url->options != NULL) {
		collect_options(url);
		return url;
	}
	err_set(err, ERR_CONFIG, "the shop's address is wrong: %.*s",
	    why == NULL ? 0 : (int)strcspn(why, "\n"), why);
	err_hint(err, "Write postgresql://user@host/database.");
	lib.PQfreemem(why);
	free(url);
	return NULL;
}

void
pq_url_free(struct pq_url *url)
{
	if (url == NULL)
		return;
	lib.PQconninfoFree(url->options);
	free(url->keys);
	free(url->values);
	free(url->search_path);
	free(url);
}

/* Connecting. */

/*
 * A synchronous standby that is away and a commit nobody waited for: the
 * server then says done, with a warning.  Known by the function that warns,
 * for the text is in the server's language.
 */
static void
on_notice(void *arg, const PGresult *result)
{
	struct pq	*pq = arg;
	const char	*source;

	source = lib.PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);
	if (source != NULL && str_eq(source, "SyncRepWaitForLSN"))
		pq->doubtful = true;
}

struct pq *
pq_open(const struct pq_url *url, const char *host, const char *addr,
    const char *port)
{
	struct pq_url	 all = *url;
	struct pq	*pq = mem_zalloc(sizeof *pq);

	/* There is room for these behind what every attempt shares. */
	set_option(&all, "host", host);
	set_option(&all, "hostaddr", addr);
	set_option(&all, "port", port);
	set_option(&all, NULL, NULL);
	pq->conn = lib.PQconnectStartParams(all.keys, all.values, 0);
	if (pq->conn != NULL && lib.PQstatus(pq->conn) != CONNECTION_BAD) {
		lib.PQsetNoticeReceiver(pq->conn, on_notice, pq);
		lib.PQsetErrorVerbosity(pq->conn, PQERRORS_VERBOSE);
	}
	return pq;
}

void
pq_close(struct pq *pq)
{
	if (pq == NULL)
		return;
	lib.PQclear(pq->result);
	lib.PQfinish(pq->conn);
	free(pq);
}

enum pq_progress
pq_go_on(struct pq *pq)
{
	switch (lib.PQconnectPoll(pq->conn)) {
	case PGRES_POLLING_READING:
		return PQ_READING;
	case PGRES_POLLING_WRITING:
	case PGRES_POLLING_ACTIVE:	/* no longer made by libpq */
		return PQ_WRITING;
	case PGRES_POLLING_OK:
		return lib.PQsetnonblocking(pq->conn, 1) == 0 ? PQ_READY :
		    PQ_BROKEN;
	case PGRES_POLLING_FAILED:
		return PQ_BROKEN;
	}
	return PQ_BROKEN;
}

const char *
pq_trouble(const struct pq *pq)
{
	const char	*text = lib.PQerrorMessage(pq->conn);

	return str_empty(text) ? "the connection to the database was lost" :
	    text;
}

int
pq_fd(const struct pq *pq)
{
	return lib.PQsocket(pq->conn);
}

int
pq_pid(const struct pq *pq)
{
	return lib.PQbackendPID(pq->conn);
}

bool
pq_is_old(const struct pq *pq)
{
	return lib.PQserverVersion(pq->conn) < 140000;
}

/* Sending. */

bool
pq_pipeline(struct pq *pq, bool on)
{
	return on ? lib.PQenterPipelineMode(pq->conn) == 1 :
	    lib.PQexitPipelineMode(pq->conn) == 1;
}

bool
pq_prepare(struct pq *pq, const char *name, const struct stmt_def *def)
{
	Oid	types[MAX_PARAMS];
	size_t	i, count = strlen(def->in);

	for (i = 0; i < count; i++)
		types[i] = def->in[i] == 'i' ? OID_INT8 :
		    def->in[i] == 'u' ? OID_UUID :
		    def->in[i] == 'b' ? OID_BYTEA : OID_TEXT;
	return lib.PQsendPrepare(pq->conn, name, def->pg, (int)count,
	    types) == 1;
}

static void
put_int64(char out[8], int64_t value)
{
	uint64_t	bits = (uint64_t)value;
	int		i;

	for (i = 7; i >= 0; i--) {
		out[i] = (char)(bits & 0xff);
		bits >>= 8;
	}
}

bool
pq_run(struct pq *pq, const char *name, const struct stmt *stmt)
{
	const struct param	*param;
	const char		*values[MAX_PARAMS];
	char			 numbers[MAX_PARAMS][8];
	int			 lens[MAX_PARAMS], formats[MAX_PARAMS];
	size_t			 i;

	for (i = 0; i < stmt->filled; i++) {
		param = &stmt->params[i];
		values[i] = param->type == PARAM_NULL ? NULL :
		    param->type == PARAM_INT ? numbers[i] : param->bytes;
		lens[i] = param->type == PARAM_INT ? 8 : (int)param->len;
		formats[i] = 1;
		if (param->type == PARAM_INT)
			put_int64(numbers[i], param->i);
	}
	return lib.PQsendQueryPrepared(pq->conn, name, (int)stmt->filled,
	    values, lens, formats, 1) == 1;
}

bool
pq_say(struct pq *pq, const char *sql, int count, const char *const *values)
{
	return lib.PQsendQueryParams(pq->conn, sql, count, NULL, values, NULL,
	    NULL, 0) == 1;
}

bool
pq_script(struct pq *pq, const char *sql)
{
	return lib.PQsendQuery(pq->conn, sql) == 1;
}

bool
pq_sync(struct pq *pq)
{
	return lib.PQpipelineSync(pq->conn) == 1;
}

int
pq_flush(struct pq *pq)
{
	/* A write may read, too, when the server has much to say. */
	pq->ends = 0;
	return lib.PQflush(pq->conn);
}

/* Receiving. */

bool
pq_take_input(struct pq *pq)
{
	pq->ends = 0;
	return lib.PQconsumeInput(pq->conn) == 1;
}

static enum pq_event
event_of(const PGresult *result)
{
	ExecStatusType	status = lib.PQresultStatus(result);

	if (status == PGRES_PIPELINE_SYNC)
		return PQ_SYNCED;
	if (status == PGRES_PIPELINE_ABORTED)
		return PQ_ABORTED;
	if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK ||
	    status == PGRES_EMPTY_QUERY)
		return PQ_ROWS;
	return PQ_ERROR;
}

enum pq_event
pq_next(struct pq *pq)
{
	/* After two ends in a row libpq would go on saying so. */
	if (pq->ends == 2 || lib.PQisBusy(pq->conn))
		return lib.PQstatus(pq->conn) == CONNECTION_BAD ? PQ_GONE :
		    PQ_NOTHING;
	lib.PQclear(pq->result);
	pq->result = lib.PQgetResult(pq->conn);
	/* What libpq says about a lost connection is no answer. */
	if (lib.PQstatus(pq->conn) == CONNECTION_BAD)
		return PQ_GONE;
	if (pq->result == NULL) {
		pq->ends++;
		return PQ_END;
	}
	pq->ends = 0;
	return event_of(pq->result);
}

static int64_t
get_int(const char *bytes, int len)
{
	uint64_t	bits;
	int		i;

	/* Sign first: the value may be shorter than 64 bits. */
	bits = len > 0 && (bytes[0] & 0x80) != 0 ? UINT64_MAX : 0;
	for (i = 0; i < len; i++)
		bits = bits << 8 | (unsigned char)bytes[i];
	return (int64_t)bits;
}

static bool
type_fits(enum field_type type, Oid oid)
{
	switch (type) {
	case FIELD_UUID:
		return oid == OID_UUID || oid == OID_BYTEA;
	case FIELD_TEXT:
		return oid == OID_TEXT || oid == OID_VARCHAR ||
		    oid == OID_BPCHAR || oid == OID_NAME;
	case FIELD_NUM:
		return oid == OID_INT8 || oid == OID_INT4 || oid == OID_INT2 ||
		    oid == OID_BOOL || oid == OID_OID;
	case FIELD_BLOB:
		return oid == OID_BYTEA;
	}
	return false;
}

static bool
columns_fit(const PGresult *from, const struct stmt_def *def, struct err *err)
{
	const struct field	*fields;
	size_t			 count, i;

	fields = rec_fields(def->out, &count);
	if ((size_t)lib.PQnfields(from) != count) {
		err_set(err, ERR_INTERNAL, "%s: %d columns where %s has %zu",
		    def->name, lib.PQnfields(from), rec_name(def->out), count);
		return false;
	}
	for (i = 0; i < count; i++) {
		if (type_fits(fields[i].type, lib.PQftype(from, (int)i)))
			continue;
		err_set(err, ERR_INTERNAL, "%s: column %s does not fit %s",
		    def->name, lib.PQfname(from, (int)i), rec_name(def->out));
		return false;
	}
	return true;
}

static bool
read_value(struct db_ans *ans, struct result *result, void *row,
    const PGresult *from, int at, int col)
{
	const char	*bytes = lib.PQgetvalue(from, at, col);
	int		 len = lib.PQgetlength(from, at, col);
	size_t		 count;

	if (lib.PQgetisnull(from, at, col))
		return ans_set_null(ans, result, row, (size_t)col);
	if (rec_fields(result->kind, &count)[col].type == FIELD_NUM)
		return ans_set_int(ans, result, row, (size_t)col,
		    lib.PQftype(from, col) == OID_BOOL ? bytes[0] != 0 :
		    get_int(bytes, len));
	return ans_set_bytes(ans, result, row, (size_t)col, bytes,
	    (size_t)len);
}

void
pq_rows(struct pq *pq, const struct stmt_def *def, struct db_ans *ans)
{
	const PGresult	*from = pq->result;
	struct result	*result;
	void		*row;
	int		 at, col;

	if (def->writes)
		str_int64(lib.PQcmdTuples(pq->result), &ans->changed);
	if (def->out == REC_NONE || ans->err.kind != ERR_NONE)
		return;
	result = ans_result(ans, def->out);
	if (!columns_fit(from, def, &ans->err))
		return;
	for (at = 0; at < lib.PQntuples(from); at++) {
		row = ans_row(ans, result);
		for (col = 0; col < lib.PQnfields(from); col++)
			if (!read_value(ans, result, row, from, at, col))
				err_set(&ans->err, ERR_INTERNAL,
				    "%s: a value does not fit", def->name);
	}
}

const char *
pq_text(const struct pq *pq)
{
	return lib.PQntuples(pq->result) == 0 ? NULL :
	    lib.PQgetvalue(pq->result, 0, 0);
}

static void
copy_field(char *out, size_t size, const PGresult *result, int field)
{
	str_copy(out, size, lib.PQresultErrorField(result, field));
	str_clean(out, false);
}

void
pq_failure(const struct pq *pq, struct pg_failure *failure)
{
	failure->there = true;
	copy_field(failure->state, sizeof failure->state, pq->result,
	    PG_DIAG_SQLSTATE);
	copy_field(failure->text, sizeof failure->text, pq->result,
	    PG_DIAG_MESSAGE_PRIMARY);
	copy_field(failure->hint, sizeof failure->hint, pq->result,
	    PG_DIAG_MESSAGE_HINT);
	copy_field(failure->constraint, sizeof failure->constraint,
	    pq->result, PG_DIAG_CONSTRAINT_NAME);
	copy_field(failure->source, sizeof failure->source, pq->result,
	    PG_DIAG_SOURCE_FUNCTION);
}

bool
pq_doubtful(struct pq *pq)
{
	bool	doubtful = pq->doubtful;

	pq->doubtful = false;
	return doubtful;
}

bool
pq_notes(struct pq *pq)
{
	PGnotify	*note;
	bool		 anothers = false;

	while ((note = lib.PQnotifies(pq->conn)) != NULL) {
		if (note->be_pid != lib.PQbackendPID(pq->conn))
			anothers = true;
		lib.PQfreemem(note);
	}
	return anothers;
}
