/*
 * The central shop: PostgreSQL through libpq.  The only file that knows libpq,
 * and nothing in it ever waits: the connection is made by PQconnectPoll() with
 * our own deadline, and afterwards it is in pipeline mode for good.
 *
 * A request is one flight: its statements and a Sync, written at once.  All
 * before a Sync is one transaction, so there is no BEGIN and no COMMIT, and a
 * write of any length is one round trip.  Several flights may be in the air.
 *
 *	RESTING --> LOOKING_UP --> CONNECTING --> SETTING_UP --> LIVE
 *	   ^             |             |              |           |
 *	   +-------------+-------------+--------------+-----------+   lost
 *
 * When the connection is lost, nobody knows what became of the writes in the
 * air: they end unsure.  Reads go back to the queue.  The server's end of the
 * lost connection may still be at work, though, and would make "it is not
 * there" a lie a moment later: the next connection ends it first and waits
 * until it is gone (the fence).
 */
#include "driver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "buf.h"
#include "clock.h"
#include "fault.h"
#include "hosts.h"
#include "log.h"
#include "pgerr.h"
#include "str.h"

#define MAX_FLIGHTS	16
#define MAX_PARAMS	64
#define MAX_TRIES	8
#define CONNECT_TIME	(3 * SECOND_US)
#define LOOK_EVERY	(10 * MS_US)
#define SETUP_TIME	(8 * SECOND_US)
#define REST_MIN	(100 * MS_US)
#define REST_MAX	(2 * SECOND_US)
#define CHANGE_POLL	SECOND_US
#define USUAL_TIME	(5 * SECOND_US)	/* statement_timeout fits it */

/* Type numbers of PostgreSQL's catalogue; they never change. */
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_NAME = 19, OID_INT8 = 20,
	OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25, OID_OID = 26,
	OID_BPCHAR = 1042, OID_VARCHAR = 1043, OID_UUID = 2950 };

enum phase { RESTING, LOOKING_UP, CONNECTING, SETTING_UP, LIVE };

enum step_kind {
	STEP_PREPARE,
	STEP_RUN,
	STEP_OTHER,		/* its rows are of no interest */
	STEP_SETTINGS,
	STEP_FENCE,
	STEP_SYNC
};

struct step {
	enum step_kind	 kind;
	size_t		 n;	/* PREPARE: the def's number; RUN: which stmt */
};

/* What is between two Syncs (or a script outside of the pipeline). */
struct flight {
	struct db_req		*req;		/* NULL: our own business */
	struct step		*steps;
	size_t			 count;
	size_t			 at;
	unsigned		 generation;	/* its statements' names */
	bool			 script;
	bool			 setup;
	bool			 got;		/* a result for steps[at] */
	bool			 doubtful;	/* committed here, not there */
	struct pg_failure	 failure;
	struct flight		*next;
};

enum prepared { PREP_NONE, PREP_SENT, PREP_DONE };

struct pg {
	struct db		*db;
	PGconn			*conn;
	enum phase		 phase;
	struct hosts		 hosts;
	size_t			 host;		/* the one tried or used */
	size_t			 addr;		/* and which of its addresses */
	size_t			 rounds;	/* over all hosts, in vain */
	bool			 was_live;	/* at this address, just now */
	const char		**keys;		/* for PQconnectStartParams */
	const char		**values;
	size_t			 option_count;
	PQconninfoOption	*options;	/* what values point into */
	char			*search_path;	/* the options= value */
	int64_t			 connect_time;
	int64_t			 due;		/* RESTING: try; else give up */
	int64_t			 next_look;	/* LOOKING_UP */
	short			 events;
	struct def_map		 map;
	enum prepared		*prepared;
	size_t			 prepared_count;
	unsigned		 generation;	/* of prepared statements */
	struct flight		*head;
	struct flight		*tail;
	size_t			 flights;
	bool			 notify_wanted;
	bool			 notify_sent;
	int64_t			 next_note;
	char			 pid[16];
	char			 started[32];
	char			 fence_pid[16];	/* "" when there is no need */
	char			 fence_started[32];
	bool			 fence_held;
	bool			 find_primary;
};

/* Flights. */

static struct flight *
flight_new(struct pg *pg, struct db_req *req, size_t max_steps)
{
	struct flight	*flight = mem_zalloc(sizeof *flight);

	flight->req = req;
	flight->generation = pg->generation;
	flight->steps = mem_zalloc(max_steps * sizeof *flight->steps);
	if (pg->tail == NULL)
		pg->head = flight;
	else
		pg->tail->next = flight;
	pg->tail = flight;
	pg->flights++;
	return flight;
}

static void
flight_add(struct flight *flight, enum step_kind kind, size_t n)
{
	flight->steps[flight->count++] = (struct step){ kind, n };
}

static struct flight *
flight_pop(struct pg *pg)
{
	struct flight	*flight = pg->head;

	pg->head = flight->next;
	if (pg->head == NULL)
		pg->tail = NULL;
	pg->flights--;
	return flight;
}

static void
flight_free(struct flight *flight)
{
	free(flight->steps);
	free(flight);
}

/* Losing the connection. */

/* The first line of libpq's message. */
static void
first_line(char *out, size_t size, const char *message)
{
	str_copy(out, size, message);
	out[strcspn(out, "\n")] = '\0';
	str_clean(out, false);
}

static void
finish_unsure(struct pg *pg, struct db_req *req, const char *why)
{
	err_set(&req->ans->err, ERR_UNSURE, "%s", why);
	err_hint(&req->ans->err, "It may have been done: look before doing it "
	    "again.");
	db_finish(pg->db, req, DB_UNSURE);
}

/* Writes end unsure; reads go back, in the order they came. */
static void
ground(struct pg *pg, struct flight *flight, const char *why)
{
	if (flight == NULL)
		return;
	ground(pg, flight->next, why);
	if (flight->req != NULL && flight->req->writes) {
		ans_reset(flight->req->ans);
		finish_unsure(pg, flight->req, why);
	} else if (flight->req != NULL) {
		db_queue_back(pg->db, flight->req, 0);
	}
	flight_free(flight);
}

static void
raise_fence(struct pg *pg)
{
	const struct flight	*flight;

	for (flight = pg->head; flight != NULL; flight = flight->next) {
		if (flight->req == NULL || pg->fence_pid[0] != '\0')
			continue;
		memcpy(pg->fence_pid, pg->pid, sizeof pg->fence_pid);
		memcpy(pg->fence_started, pg->started,
		    sizeof pg->fence_started);
	}
}

static void
hang_up(struct pg *pg, const char *why)
{
	struct flight	*flights = pg->head;

	if (pg->phase == LIVE)
		raise_fence(pg);
	PQfinish(pg->conn);
	pg->conn = NULL;
	pg->head = pg->tail = NULL;
	pg->flights = 0;
	pg->notify_sent = false;
	ground(pg, flights, why);
}

/* The rest before the next round over all hosts: longer every time. */
static int64_t
rest_after(size_t rounds)
{
	int64_t	rest = REST_MIN;

	for (; rounds > 1 && rest < REST_MAX; rounds--)
		rest *= 2;
	if (rest > REST_MAX)
		rest = REST_MAX;
	return db_jitter(rest / 2, rest);
}

/* True when that was the last one of the last host. */
static bool
next_address(struct pg *pg)
{
	if (++pg->addr < pg->hosts.list[pg->host].addr_count)
		return false;
	pg->addr = 0;
	pg->host = (pg->host + 1) % pg->hosts.count;
	return pg->host == 0;
}

/* Tries the next host at once, and rests when all of them have failed. */
static void
lost(struct pg *pg, const char *message)
{
	char		why[sizeof ((struct err *)0)->text];
	struct err	err;
	bool		hopeless;

	first_line(why, sizeof why, message);
	hopeless = pg_judge_connect(why, &err);
	hang_up(pg, why);
	pg->due = 0;
	if (pg->phase == LIVE) {
		pg->was_live = true;
		pg->rounds = 0;
		db_set_link(pg->db, DB_DOWN, why);
	} else if (next_address(pg)) {
		pg->due = clock_mono() + rest_after(++pg->rounds);
		db_set_link(pg->db, DB_DOWN, why);
		if (hopeless)
			db_turn_away(pg->db, &err);
	}
	pg->phase = RESTING;
}

static void
lost_conn(struct pg *pg)
{
	const char	*message = PQerrorMessage(pg->conn);

	lost(pg, str_empty(message) ?
	    "the connection to the database was lost" : message);
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
	struct pg	*pg = arg;
	const char	*source;

	source = PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);
	if (source != NULL && str_eq(source, "SyncRepWaitForLSN") &&
	    pg->head != NULL)
		pg->head->doubtful = true;
}

static void
watch_conn(struct pg *pg)
{
	PQsetNoticeReceiver(pg->conn, on_notice, pg);
	/* For pg_judge_connect(). */
	PQsetErrorVerbosity(pg->conn, PQERRORS_VERBOSE);
}

static void
set_option(struct pg *pg, const char *key, const char *value)
{
	pg->keys[pg->option_count] = key;
	pg->values[pg->option_count++] = value;
}

static void
start_connecting(struct pg *pg)
{
	const struct host	*host = &pg->hosts.list[pg->host];
	size_t			 shared = pg->option_count;

	set_option(pg, "host", host->name);
	set_option(pg, "hostaddr", pg->addr < host->addr_count ?
	    host->addrs[pg->addr] : NULL);
	set_option(pg, "port", host->port);
	set_option(pg, NULL, NULL);
	pg->option_count = shared;
	pg->phase = CONNECTING;
	pg->due = clock_mono() + pg->connect_time;
	pg->events = POLLOUT;
	pg->conn = PQconnectStartParams(pg->keys, pg->values, 0);
	if (pg->conn == NULL)
		lost(pg, "no memory for a connection");
	else if (PQstatus(pg->conn) == CONNECTION_BAD)
		lost_conn(pg);
	else
		watch_conn(pg);
}

/*
 * A name is looked up anew each time its first address is tried, but not to
 * get back what has just been lost.
 */
static void
start_attempt(struct pg *pg)
{
	struct host	*host = &pg->hosts.list[pg->host];
	bool		 again = pg->was_live;

	pg->was_live = false;
	if (!host->by_name || pg->addr > 0 || again) {
		start_connecting(pg);
		return;
	}
	host_look_up(host);
	pg->phase = LOOKING_UP;
	pg->next_look = clock_mono() + MS_US;
	pg->due = clock_mono() + pg->connect_time;
}

/* An answer of long ago is better than none. */
static void
go_on_looking_up(struct pg *pg)
{
	struct host	*host = &pg->hosts.list[pg->host];
	struct err	 err = ERR_INIT;
	int		 rc = host_looked_up(host, &err);

	if (rc == 0 && clock_mono() < pg->due) {
		pg->next_look = clock_mono() + LOOK_EVERY;
		return;
	}
	if (rc == 0) {
		host_give_up(host);
		err_set(&err, ERR_UNAVAILABLE, "no name server answers for "
		    "the host %s", host->name);
	}
	if (host->addr_count > 0)
		start_connecting(pg);
	else
		lost(pg, err.text);
}

/*
 * Everything that makes a session ours, in one statement.  A till that dies is
 * noticed within seconds, so that its locks do not outlive it; an answer that
 * says done is on disk whatever the server's own default.
 */
static const char sql_settings[] =
    "SELECT CAST(CAST(extract(epoch FROM a.backend_start) * 1000000"
    " AS bigint) AS text),"
    " set_config('TimeZone', 'UTC', false),"
    " set_config('statement_timeout', '4500', false),"
    " set_config('lock_timeout', '3000', false),"
    " set_config('idle_in_transaction_session_timeout', '10000', false),"
    " set_config('client_connection_check_interval', '1000', false),"
    " set_config('tcp_keepalives_idle', '5', false),"
    " set_config('tcp_keepalives_interval', '2', false),"
    " set_config('tcp_keepalives_count', '3', false),"
    " set_config('default_transaction_isolation', 'read committed', false),"
    " set_config('synchronous_commit',"
    " CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'"
    " ELSE current_setting('synchronous_commit') END, false)"
    " FROM pg_catalog.pg_stat_activity a"
    " WHERE a.pid = pg_catalog.pg_backend_pid()";

static const char sql_fence[] =
    "SELECT pg_catalog.pg_terminate_backend(pid, 3000)"
    " FROM pg_catalog.pg_stat_activity"
    " WHERE pid = CAST($1 AS integer)"
    " AND CAST(extract(epoch FROM backend_start) * 1000000 AS bigint)"
    " = CAST($2 AS bigint)";

/* What a note costs nobody: it needs no disk. */
static const char sql_notify[] =
    "SELECT pg_catalog.set_config('synchronous_commit', 'off', true),"
    " pg_catalog.pg_notify('vitrine', '')";

static bool
send_plain(struct pg *pg, struct flight *flight, enum step_kind kind,
    const char *sql, int count, const char *const *values)
{
	flight_add(flight, kind, 0);
	return PQsendQueryParams(pg->conn, sql, count, NULL, values, NULL,
	    NULL, 0) == 1;
}

static bool
send_sync(struct pg *pg, struct flight *flight)
{
	flight_add(flight, STEP_SYNC, 0);
	return PQpipelineSync(pg->conn) == 1;
}

static void
flush(struct pg *pg)
{
	int	left = PQflush(pg->conn);

	if (left < 0)
		lost_conn(pg);
	else
		pg->events = left > 0 ? POLLIN | POLLOUT : POLLIN;
}

/* From now on statements have new names. */
static void
forget_prepared(struct pg *pg)
{
	pg->generation++;
	free(pg->prepared);
	pg->prepared = NULL;
	pg->prepared_count = 0;
}

static void
start_setup(struct pg *pg)
{
	const char	*fence[2] = { pg->fence_pid, pg->fence_started };
	struct flight	*flight;
	bool		 sent;

	if (PQserverVersion(pg->conn) < 140000) {
		lost(pg, "the database server is older than PostgreSQL 14");
		return;
	}
	pg->phase = SETTING_UP;
	pg->due = clock_mono() + SETUP_TIME;
	pg->fence_held = true;
	forget_prepared(pg);
	snprintf(pg->pid, sizeof pg->pid, "%d", PQbackendPID(pg->conn));
	if (PQsetnonblocking(pg->conn, 1) != 0 ||
	    PQenterPipelineMode(pg->conn) != 1) {
		lost_conn(pg);
		return;
	}
	flight = flight_new(pg, NULL, 4);
	flight->setup = true;
	sent = send_plain(pg, flight, STEP_SETTINGS, sql_settings, 0, NULL);
	if (sent && pg->fence_pid[0] != '\0')
		sent = send_plain(pg, flight, STEP_FENCE, sql_fence, 2, fence);
	if (sent && send_plain(pg, flight, STEP_OTHER, "LISTEN vitrine", 0,
	    NULL) && send_sync(pg, flight))
		flush(pg);
	else
		lost_conn(pg);
}

static void
go_on_connecting(struct pg *pg)
{
	switch (PQconnectPoll(pg->conn)) {
	case PGRES_POLLING_READING:
		pg->events = POLLIN;
		break;
	case PGRES_POLLING_WRITING:
		pg->events = POLLOUT;
		break;
	case PGRES_POLLING_OK:
		start_setup(pg);
		break;
	case PGRES_POLLING_FAILED:
		lost_conn(pg);
		break;
	case PGRES_POLLING_ACTIVE:	/* no longer made by libpq */
		break;
	}
}

/* Sending. */

static enum prepared *
prepared_at(struct pg *pg, size_t n)
{
	if (n >= pg->prepared_count) {
		pg->prepared = mem_grow(pg->prepared, n + 1,
		    sizeof *pg->prepared);
		while (pg->prepared_count <= n)
			pg->prepared[pg->prepared_count++] = PREP_NONE;
	}
	return &pg->prepared[n];
}

/* Statements are named by number and generation; see PG_PREPARE_AGAIN. */
static void
stmt_name(const struct pg *pg, size_t n, char *out, size_t size)
{
	snprintf(out, size, "v%zu_%u", n, pg->generation);
}

static bool
send_prepare(struct pg *pg, struct flight *flight, const struct stmt_def *def,
    const char *name, size_t n)
{
	enum prepared	*state = prepared_at(pg, n);
	Oid		 types[MAX_PARAMS];
	size_t		 i, count = strlen(def->in);

	if (*state != PREP_NONE)
		return true;
	for (i = 0; i < count; i++)
		types[i] = def->in[i] == 'i' ? OID_INT8 :
		    def->in[i] == 'u' ? OID_UUID :
		    def->in[i] == 'b' ? OID_BYTEA : OID_TEXT;
	flight_add(flight, STEP_PREPARE, n);
	*state = PREP_SENT;
	return PQsendPrepare(pg->conn, name, def->pg, (int)count, types) == 1;
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

static bool
send_stmt(struct pg *pg, struct flight *flight, size_t which)
{
	const struct stmt	*stmt = &flight->req->stmts[which];
	const char		*values[MAX_PARAMS];
	char			 numbers[MAX_PARAMS][8];
	int			 lens[MAX_PARAMS], formats[MAX_PARAMS];
	size_t			 i, n = def_number(&pg->map, stmt->def);
	char			 name[40];

	stmt_name(pg, n, name, sizeof name);
	if (!send_prepare(pg, flight, stmt->def, name, n))
		return false;
	for (i = 0; i < stmt->filled; i++) {
		const struct param *param = &stmt->params[i];

		values[i] = param->type == PARAM_NULL ? NULL :
		    param->type == PARAM_INT ? numbers[i] : param->bytes;
		lens[i] = param->type == PARAM_INT ? 8 : (int)param->len;
		formats[i] = 1;
		if (param->type == PARAM_INT)
			put_int64(numbers[i], param->i);
	}
	flight_add(flight, STEP_RUN, which);
	return PQsendQueryPrepared(pg->conn, name, (int)stmt->filled, values,
	    lens, formats, 1) == 1;
}

/* A wait on the server, inside the transaction, for the check build. */
static bool
send_delay(struct pg *pg, struct flight *flight, int number)
{
	int	ms = fault_delay(number);
	char	sql[64];

	if (ms == 0 || !flight->req->writes)
		return true;
	snprintf(sql, sizeof sql, "SELECT pg_catalog.pg_sleep(%d / 1000.0)",
	    ms);
	return send_plain(pg, flight, STEP_OTHER, sql, 0, NULL);
}

/* What was written so far leaves, so that a kill here leaves half of it. */
static void
fault_flushed(struct pg *pg, const struct flight *flight, int number)
{
#ifdef VITRINE_FAULTS
	if (!flight->req->writes)
		return;
	PQflush(pg->conn);
	fault_point(number);
#else
	(void)pg;
	(void)flight;
	(void)number;
#endif
}

/* A request with more or less time than usual brings its own limit. */
static bool
send_limit(struct pg *pg, struct flight *flight)
{
	int64_t	ms = flight->req->time_us / MS_US * 9 / 10;
	char	sql[96];

	if (flight->req->time_us == USUAL_TIME)
		return true;
	snprintf(sql, sizeof sql, "SELECT pg_catalog.set_config("
	    "'statement_timeout', '%lld', true)",
	    (long long)(ms < 10 ? 10 : ms > INT32_MAX ? INT32_MAX : ms));
	return send_plain(pg, flight, STEP_OTHER, sql, 0, NULL);
}

static bool
send_statements(struct pg *pg, struct flight *flight)
{
	size_t	i;

	if (!send_limit(pg, flight))
		return false;
	for (i = 0; i < flight->req->count; i++) {
		if (i > 0)
			fault_flushed(pg, flight, 101);
		if (i > 0 && !send_delay(pg, flight, 110))
			return false;
		if (!send_stmt(pg, flight, i))
			return false;
	}
	fault_flushed(pg, flight, 102);
	return send_delay(pg, flight, 111) && send_sync(pg, flight);
}

static void
send_request(struct pg *pg, struct db_req *req)
{
	struct flight	*flight;

	if (req->writes)
		fault_point(100);
	req->sent_at = clock_mono();
	req->under_way = true;
	/* A prepare, a run and a delay each; limit, delay and sync. */
	flight = flight_new(pg, req, 3 * req->count + 3);
	if (!send_statements(pg, flight))
		lost_conn(pg);
	else
		fault_flushed(pg, flight, 103);
}

/*
 * A script is many statements in one text, which only the simple protocol
 * takes: the pipeline is left for it.  It, too, is one transaction.
 */
static void
send_script(struct pg *pg, struct db_req *req)
{
	struct flight	*flight = flight_new(pg, req, 1);

	req->sent_at = clock_mono();
	req->under_way = true;
	flight->script = true;
	flight_add(flight, STEP_OTHER, 0);
	if (PQexitPipelineMode(pg->conn) != 1 ||
	    PQsendQuery(pg->conn, req->stmts[0].def->pg) != 1)
		lost_conn(pg);
}

/* A script flies alone. */
static bool
can_send(const struct pg *pg)
{
	const struct db_req	*req = db_queue_head(pg->db);

	if (req == NULL || pg->flights >= MAX_FLIGHTS)
		return false;
	return pg->flights == 0 || (!req->script && !pg->tail->script);
}

static void
send_note(struct pg *pg)
{
	struct flight	*flight = flight_new(pg, NULL, 2);

	pg->notify_wanted = false;
	pg->notify_sent = true;
	if (!send_plain(pg, flight, STEP_OTHER, sql_notify, 0, NULL) ||
	    !send_sync(pg, flight))
		lost_conn(pg);
}

static void
send_waiting(struct pg *pg)
{
	struct db_req	*req;

	while (pg->phase == LIVE && can_send(pg)) {
		req = db_queue_take(pg->db);
		if (req->script)
			send_script(pg, req);
		else
			send_request(pg, req);
	}
	/* Others are told when nobody here is waiting any more. */
	if (pg->phase == LIVE && pg->notify_wanted && !pg->notify_sent &&
	    pg->flights == 0)
		send_note(pg);
	if (pg->phase == LIVE)
		flush(pg);
}

/* Receiving. */

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
	if ((size_t)PQnfields(from) != count) {
		err_set(err, ERR_INTERNAL, "%s: %d columns where %s has %zu",
		    def->name, PQnfields(from), rec_name(def->out), count);
		return false;
	}
	for (i = 0; i < count; i++) {
		if (type_fits(fields[i].type, PQftype(from, (int)i)))
			continue;
		err_set(err, ERR_INTERNAL, "%s: column %s does not fit %s",
		    def->name, PQfname(from, (int)i), rec_name(def->out));
		return false;
	}
	return true;
}

static bool
read_value(struct db_ans *ans, struct result *result, void *row,
    const PGresult *from, int at, int col)
{
	const char	*bytes = PQgetvalue(from, at, col);
	int		 len = PQgetlength(from, at, col);
	size_t		 count;

	if (PQgetisnull(from, at, col))
		return ans_set_null(ans, result, row, (size_t)col);
	if (rec_fields(result->kind, &count)[col].type == FIELD_NUM)
		return ans_set_int(ans, result, row, (size_t)col,
		    PQftype(from, col) == OID_BOOL ? bytes[0] != 0 :
		    get_int(bytes, len));
	return ans_set_bytes(ans, result, row, (size_t)col, bytes,
	    (size_t)len);
}

static void
read_rows(struct db_ans *ans, const struct stmt_def *def, const PGresult *from)
{
	struct result	*result;
	void		*row;
	int		 at, col;

	if (def->writes)
		str_int64(PQcmdTuples((PGresult *)(uintptr_t)from),
		    &ans->changed);
	if (def->out == REC_NONE || ans->err.kind != ERR_NONE)
		return;
	result = ans_result(ans, def->out);
	if (!columns_fit(from, def, &ans->err))
		return;
	for (at = 0; at < PQntuples(from); at++) {
		row = ans_row(ans, result);
		for (col = 0; col < PQnfields(from); col++)
			if (!read_value(ans, result, row, from, at, col))
				err_set(&ans->err, ERR_INTERNAL,
				    "%s: a value does not fit", def->name);
	}
}

static void
copy_field(char *out, size_t size, const PGresult *result, int field)
{
	str_copy(out, size, PQresultErrorField(result, field));
	str_clean(out, false);
}

/* Only the first error counts: the others follow from it. */
static void
note_failure(struct flight *flight, const PGresult *result)
{
	struct pg_failure	*failure = &flight->failure;

	if (failure->there)
		return;
	failure->there = true;
	copy_field(failure->state, sizeof failure->state, result,
	    PG_DIAG_SQLSTATE);
	copy_field(failure->text, sizeof failure->text, result,
	    PG_DIAG_MESSAGE_PRIMARY);
	copy_field(failure->hint, sizeof failure->hint, result,
	    PG_DIAG_MESSAGE_HINT);
	copy_field(failure->constraint, sizeof failure->constraint, result,
	    PG_DIAG_CONSTRAINT_NAME);
	copy_field(failure->source, sizeof failure->source, result,
	    PG_DIAG_SOURCE_FUNCTION);
}

/* Unless all names have changed since this flight left. */
static void
set_prepared(struct pg *pg, const struct flight *flight, enum prepared state)
{
	const struct step	*step = &flight->steps[flight->at];

	if (step->kind == STEP_PREPARE && flight->generation == pg->generation)
		*prepared_at(pg, step->n) = state;
}

static void
take_rows(struct pg *pg, struct flight *flight, const PGresult *result)
{
	const struct step	*step = &flight->steps[flight->at];

	switch (step->kind) {
	case STEP_PREPARE:
		set_prepared(pg, flight, PREP_DONE);
		break;
	case STEP_RUN:
		read_rows(flight->req->ans, flight->req->stmts[step->n].def,
		    result);
		break;
	case STEP_SETTINGS:
		if (PQntuples(result) == 1)
			str_copy(pg->started, sizeof pg->started,
			    PQgetvalue(result, 0, 0));
		break;
	case STEP_FENCE:
		pg->fence_held = PQntuples(result) == 0 ||
		    *PQgetvalue(result, 0, 0) == 't';
		break;
	case STEP_OTHER:
	case STEP_SYNC:
		break;
	}
}

static void
finish_done(struct pg *pg, struct db_req *req)
{
	if (req->writes) {
		fault_point(120);
		pg->notify_wanted = true;
	}
	/* A row that does not fit its record: the write itself stands. */
	if (req->ans->err.kind != ERR_NONE && !req->writes)
		db_finish(pg->db, req, DB_FAILED);
	else
		db_finish(pg->db, req, DB_DONE);
}

static void
finish_failed(struct pg *pg, struct db_req *req,
    const struct pg_failure *failure)
{
	ans_reset(req->ans);
	switch (pg_judge(failure, req->ans)) {
	case PG_REFUSED:
		db_finish(pg->db, req, DB_REFUSED);
		break;
	case PG_PREPARE_AGAIN:
		forget_prepared(pg);
		if (req->tries++ < MAX_TRIES)
			db_queue_back(pg->db, req, 0);
		else
			db_finish(pg->db, req, DB_FAILED);
		break;
	case PG_AGAIN:
		if (req->tries++ < MAX_TRIES)
			db_queue_back(pg->db, req,
			    db_jitter(MS_US, 10 * MS_US) * req->tries);
		else
			db_finish(pg->db, req, DB_UNAVAILABLE);
		break;
	case PG_ELSEWHERE:
		pg->find_primary = true;
		db_queue_back(pg->db, req, 0);
		break;
	case PG_UNAVAILABLE:
		db_finish(pg->db, req, DB_UNAVAILABLE);
		break;
	case PG_FAILED:
		db_finish(pg->db, req, DB_FAILED);
		break;
	}
}

static void
finish_setup(struct pg *pg, const struct pg_failure *failure)
{
	if (failure->there) {
		lost(pg, failure->text);
		return;
	}
	if (!pg->fence_held) {
		lost(pg, "an earlier connection is still at work");
		return;
	}
	pg->fence_pid[0] = '\0';
	pg->phase = LIVE;
	pg->rounds = 0;
	pg->next_note = clock_mono() + CHANGE_POLL;
	db_set_link(pg->db, DB_LIVE, "");
	/* Whatever happened while nobody was listening. */
	db_changed_note(pg->db);
}

/* Everything of the first flight has come back. */
static void
land(struct pg *pg)
{
	struct flight	*flight = flight_pop(pg);

	if (flight->script)
		PQenterPipelineMode(pg->conn);
	if (flight->setup)
		finish_setup(pg, &flight->failure);
	else if (flight->req == NULL)
		pg->notify_sent = false;
	else if (flight->failure.there)
		finish_failed(pg, flight->req, &flight->failure);
	else if (flight->doubtful && flight->req->writes)
		finish_unsure(pg, flight->req, "the sale is on the first "
		    "server but perhaps not on the second");
	else
		finish_done(pg, flight->req);
	flight_free(flight);
}

static void
take_result(struct pg *pg, PGresult *result)
{
	struct flight	*flight = pg->head;
	ExecStatusType	 status = PQresultStatus(result);

	flight->got = true;
	if (status == PGRES_PIPELINE_SYNC) {
		land(pg);
	} else if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK ||
	    status == PGRES_EMPTY_QUERY) {
		take_rows(pg, flight, result);
	} else if (status == PGRES_PIPELINE_ABORTED) {
		set_prepared(pg, flight, PREP_NONE);
	} else {
		set_prepared(pg, flight, PREP_NONE);
		note_failure(flight, result);
	}
}

/* The end of one statement's results. */
static void
end_step(struct pg *pg)
{
	struct flight	*flight = pg->head;

	if (flight->script)
		land(pg);
	else if (flight->got && flight->at + 1 < flight->count)
		flight->at++;
	else
		return;
	if (pg->head != NULL)
		pg->head->got = false;
}

static void
receive(struct pg *pg)
{
	PGresult	*result;
	int		 ends = 0;

	/* Two ends in a row: libpq has nothing more for us. */
	while (pg->head != NULL && ends < 2 && !PQisBusy(pg->conn)) {
		result = PQgetResult(pg->conn);
		if (result == NULL) {
			end_step(pg);
			ends++;
		} else {
			/* With the connection gone errors mean nothing. */
			if (PQstatus(pg->conn) != CONNECTION_BAD)
				take_result(pg, result);
			PQclear(result);
			ends = 0;
		}
		if (pg->conn == NULL)
			return;
		if (PQstatus(pg->conn) == CONNECTION_BAD) {
			lost_conn(pg);
			return;
		}
	}
}

static void
take_notes(struct pg *pg)
{
	PGnotify	*note;

	while ((note = PQnotifies(pg->conn)) != NULL) {
		/* Our own writes were told when they were done. */
		if (note->be_pid != PQbackendPID(pg->conn)) {
			db_changed_note(pg->db);
			pg->next_note = clock_mono() + CHANGE_POLL;
		}
		PQfreemem(note);
	}
	/* A note can be lost, or not sent at all by a hand in psql. */
	if (pg->phase == LIVE && clock_mono() >= pg->next_note) {
		db_changed_note(pg->db);
		pg->next_note = clock_mono() + CHANGE_POLL;
	}
}

static bool
is_late(const struct pg *pg)
{
	const struct flight	*flight;
	int64_t			 now = clock_mono();

	if (pg->phase == SETTING_UP)
		return now > pg->due;
	for (flight = pg->head; flight != NULL; flight = flight->next)
		if (flight->req != NULL && flight->req->deadline <= now)
			return true;
	return false;
}

static void
converse(struct pg *pg, short revents)
{
	if ((revents & (POLLIN | POLLERR | POLLHUP)) != 0 &&
	    PQconsumeInput(pg->conn) != 1) {
		/* What had come before the end still counts. */
		receive(pg);
		if (pg->conn != NULL)
			lost_conn(pg);
		return;
	}
	receive(pg);
	if (pg->conn == NULL)
		return;
	take_notes(pg);
	if (PQstatus(pg->conn) == CONNECTION_BAD)
		lost_conn(pg);
	else if (pg->find_primary)
		lost(pg, "this database server only reads");
	else if (is_late(pg))
		lost(pg, "the database did not answer in time");
	else if (pg->phase == LIVE)
		send_waiting(pg);
	else
		flush(pg);
	pg->find_primary = false;
}

/* The driver. */

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

static const char *
option(const struct pg *pg, const char *key)
{
	const PQconninfoOption	*o;

	for (o = pg->options; o->keyword != NULL; o++)
		if (str_eq(o->keyword, key))
			return o->val;
	return NULL;
}

static bool
is_ours(const char *key)
{
	return str_eq(key, "host") || str_eq(key, "hostaddr") ||
	    str_eq(key, "port") || str_eq(key, "options") ||
	    str_eq(key, "connect_timeout");
}

static void
collect_options(struct pg *pg)
{
	const PQconninfoOption	*o;
	const char		*own = option(pg, "options");
	struct buf		 buf = BUF_INIT(4096);
	int64_t			 seconds;
	size_t			 i, count = 0;

	for (o = pg->options; o->keyword != NULL; o++)
		count++;
	count += sizeof defaults / sizeof defaults[0] + 5;
	pg->keys = mem_zalloc(count * sizeof *pg->keys);
	pg->values = mem_zalloc(count * sizeof *pg->values);
	for (o = pg->options; o->keyword != NULL; o++)
		if (o->val != NULL && !is_ours(o->keyword))
			set_option(pg, o->keyword, o->val);
	for (i = 0; i < sizeof defaults / sizeof defaults[0]; i++)
		if (option(pg, defaults[i].key) == NULL)
			set_option(pg, defaults[i].key, defaults[i].value);
	buf_printf(&buf, "-c search_path=vitrine,pg_temp %s",
	    own == NULL ? "" : own);
	pg->search_path = buf_take(&buf);
	set_option(pg, "options", pg->search_path);
	pg->connect_time = CONNECT_TIME;
	if (option(pg, "connect_timeout") != NULL &&
	    str_int64(option(pg, "connect_timeout"), &seconds) &&
	    seconds > 0 && seconds < 3600)
		pg->connect_time = seconds * SECOND_US;
}

/* The address as it may be shown. */
static void
show_url(const struct pg *pg)
{
	const char	*user = option(pg, "user");
	const char	*host = option(pg, "host");
	const char	*name = option(pg, "dbname");
	const char	*port = option(pg, "port");
	struct buf	 buf = BUF_INIT(1024);

	buf_addstr(&buf, "postgresql://");
	if (user != NULL)
		buf_printf(&buf, "%s@", user);
	if (host != NULL && *host != '/' && *host != '@') {
		buf_addstr(&buf, host);
		if (port != NULL)
			buf_printf(&buf, ":%s", port);
	}
	buf_printf(&buf, "/%s", name == NULL ? "" : name);
	db_set_url(pg->db, buf_str(&buf));
	buf_free(&buf);
}

static void
pg_free(struct pg *pg)
{
	PQconninfoFree(pg->options);
	hosts_free(&pg->hosts);
	def_map_free(&pg->map);
	free(pg->prepared);
	free(pg->keys);
	free(pg->values);
	free(pg->search_path);
	free(pg);
}

static void *
pg_open(struct db *db, const char *url, bool create, struct err *err)
{
	struct pg	*pg = mem_zalloc(sizeof *pg);
	char		*why = NULL, line[200];

	(void)create;
	pg->db = db;
	pg->options = PQconninfoParse(url, &why);
	if (pg->options == NULL) {
		first_line(line, sizeof line, why == NULL ? "" : why);
		err_set(err, ERR_CONFIG, "the shop's address is wrong: %s",
		    line);
		err_hint(err, "Write postgresql://user@host/database.");
		PQfreemem(why);
		free(pg);
		return NULL;
	}
	collect_options(pg);
	show_url(pg);
	hosts_read(&pg->hosts, option(pg, "host") != NULL ?
	    option(pg, "host") : getenv("PGHOST"), option(pg, "hostaddr"),
	    option(pg, "port"));
	return pg;
}

static void
pg_close(void *state)
{
	struct pg	*pg = state;

	hang_up(pg, "the database was closed before it answered");
	pg_free(pg);
}

static void
pg_poll(const void *state, struct pollfd *pfd)
{
	const struct pg	*pg = state;

	if (pg->conn == NULL)
		return;
	pfd->fd = PQsocket(pg->conn);
	pfd->events = pg->events;
}

static int64_t
pg_due(const void *state)
{
	const struct pg		*pg = state;
	const struct flight	*flight;
	int64_t			 due = pg->next_note;

	if (pg->phase == LOOKING_UP)
		return pg->next_look;
	if (pg->phase != LIVE)
		return pg->due;
	if (!db_wants_changes(pg->db))
		due = INT64_MAX;
	if (can_send(pg) || (pg->notify_wanted && pg->flights == 0))
		return 0;
	for (flight = pg->head; flight != NULL; flight = flight->next)
		if (flight->req != NULL && flight->req->deadline < due)
			due = flight->req->deadline;
	return due;
}

static void
pg_turn(void *state, short revents)
{
	struct pg	*pg = state;

	switch (pg->phase) {
	case RESTING:
		if (clock_mono() >= pg->due)
			start_attempt(pg);
		break;
	case LOOKING_UP:
		go_on_looking_up(pg);
		break;
	case CONNECTING:
		if (revents != 0)
			go_on_connecting(pg);
		else if (clock_mono() > pg->due)
			lost(pg, "the database server does not answer");
		break;
	case SETTING_UP:
	case LIVE:
		converse(pg, revents);
		break;
	}
}

const struct db_driver db_pg = {
	.scheme = "postgresql",
	.engine = "postgresql",
	.open = pg_open,
	.close = pg_close,
	.poll = pg_poll,
	.due = pg_due,
	.turn = pg_turn
};
