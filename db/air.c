/* Flights over a PostgreSQL connection: see air.h. */
#include "air.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "fault.h"
#include "pgerr.h"
#include "pq.h"
#include "str.h"

#define MAX_FLIGHTS	16
#define MAX_TRIES	8
#define NOTE_EVERY	(100 * MS_US)
#define USUAL_TIME	(5 * SECOND_US)	/* statement_timeout fits it */

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
	struct pg_failure	 failure;
	struct flight		*next;
};

/* Of a statement's name on the server. */
enum prepared { PREP_NONE, PREP_SENT, PREP_DONE };

static struct flight *
flight_new(struct air *air, struct db_req *req, size_t max_steps)
{
	struct flight	*flight = mem_zalloc(sizeof *flight);

	flight->req = req;
	flight->generation = air->generation;
	flight->steps = mem_zalloc(max_steps * sizeof *flight->steps);
	if (air->tail == NULL)
		air->head = flight;
	else
		air->tail->next = flight;
	air->tail = flight;
	air->count++;
	return flight;
}

static void
flight_add(struct flight *flight, enum step_kind kind, size_t n)
{
	flight->steps[flight->count++] = (struct step){ kind, n };
}

static struct flight *
flight_pop(struct air *air)
{
	struct flight	*flight = air->head;

	air->head = flight->next;
	if (air->head == NULL)
		air->tail = NULL;
	air->count--;
	return flight;
}

static void
flight_free(struct flight *flight)
{
	free(flight->steps);
	free(flight);
}

/* Names of prepared statements. */

static enum prepared
prepared_get(const struct air *air, size_t n)
{
	return n < air->prepared_count ? air->prepared[n] : PREP_NONE;
}

static void
prepared_set(struct air *air, size_t n, enum prepared state)
{
	if (n >= air->prepared_count) {
		air->prepared = mem_grow(air->prepared, n + 1, 1);
		memset(air->prepared + air->prepared_count, PREP_NONE,
		    n + 1 - air->prepared_count);
		air->prepared_count = n + 1;
	}
	air->prepared[n] = (unsigned char)state;
}

/* From now on statements have new names. */
static void
forget_prepared(struct air *air)
{
	air->generation++;
	free(air->prepared);
	air->prepared = NULL;
	air->prepared_count = 0;
}

/* Setting the session up. */

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
    " set_config('jit', 'off', false),"
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

/*
 * A note is not part of the write it tells of: whoever notifies holds a lock of
 * the whole server until his commit is on disk, and tills would queue for it
 * (measured: of 32 that sold at once, 20 stood there).  It needs no disk of its
 * own.  Who finds another one just sending his note need not send one: that
 * other's is delivered when it commits, and what we wrote is there already.
 */
static const char sql_note[] =
    "SELECT pg_catalog.set_config('synchronous_commit', 'off', true),"
    " pg_catalog.pg_notify('vitrine', '')"
    " WHERE pg_catalog.pg_try_advisory_xact_lock("
    "pg_catalog.hashtextextended('vitrine note', 0))";

static bool
send_plain(struct air *air, struct flight *flight, enum step_kind kind,
    const char *sql, int count, const char *const *values)
{
	flight_add(flight, kind, 0);
	return pq_say(air->pq, sql, count, values);
}

static bool
send_sync(struct air *air, struct flight *flight)
{
	flight_add(flight, STEP_SYNC, 0);
	return pq_sync(air->pq);
}

bool
air_open(struct air *air, struct pq *pq, const struct session *old)
{
	const char	*fence[2] = { old->pid, old->started };
	struct flight	*flight;

	air->pq = pq;
	air->fence_held = true;
	forget_prepared(air);
	snprintf(air->session.pid, sizeof air->session.pid, "%d", pq_pid(pq));
	if (!pq_pipeline(pq, true))
		return false;
	flight = flight_new(air, NULL, 4);
	flight->setup = true;
	if (!send_plain(air, flight, STEP_SETTINGS, sql_settings, 0, NULL))
		return false;
	if (old->pid[0] != '\0' &&
	    !send_plain(air, flight, STEP_FENCE, sql_fence, 2, fence))
		return false;
	air->listens = false;
	return send_sync(air, flight);
}

/*
 * Only who wants to know is told: every note wakes every session that
 * listens, and a seller without a screen does not look.
 */
static bool
send_listen(struct air *air)
{
	struct flight	*flight = flight_new(air, NULL, 2);

	air->listens = true;
	return send_plain(air, flight, STEP_OTHER, "LISTEN vitrine", 0,
	    NULL) && send_sync(air, flight);
}

/* Losing it. */

bool
air_is_busy(const struct air *air)
{
	const struct flight	*flight;

	for (flight = air->head; flight != NULL; flight = flight->next)
		if (flight->req != NULL)
			return true;
	return false;
}

static void
finish_unsure(struct air *air, struct db_req *req, const char *why)
{
	err_set(&req->ans->err, ERR_UNSURE, "%s", why);
	err_hint(&req->ans->err, "It may have been done: look before doing it "
	    "again.");
	db_finish(air->db, req, DB_UNSURE);
}

/* The last one first: each read goes back to the front of the queue. */
static void
ground_from(struct air *air, struct flight *flight, const char *why)
{
	if (flight == NULL)
		return;
	ground_from(air, flight->next, why);
	if (flight->req != NULL && flight->req->writes) {
		ans_reset(flight->req->ans);
		finish_unsure(air, flight->req, why);
	} else if (flight->req != NULL) {
		db_queue_back(air->db, flight->req, 0);
	}
	flight_free(flight);
}

void
air_ground(struct air *air, const char *why)
{
	struct flight	*flights = air->head;

	air->pq = NULL;
	air->head = air->tail = NULL;
	air->count = 0;
	air->note_sent = false;
	ground_from(air, flights, why);
}

void
air_free(struct air *air)
{
	def_map_free(&air->map);
	free(air->prepared);
}

/* Sending. */

static bool
send_stmt(struct air *air, struct flight *flight, size_t which)
{
	const struct stmt	*stmt = &flight->req->stmts[which];
	size_t			 n = def_number(&air->map, stmt->def);
	char			 name[40];

	snprintf(name, sizeof name, "v%zu_%u", n, air->generation);
	if (prepared_get(air, n) == PREP_NONE) {
		flight_add(flight, STEP_PREPARE, n);
		prepared_set(air, n, PREP_SENT);
		if (!pq_prepare(air->pq, name, stmt->def))
			return false;
	}
	flight_add(flight, STEP_RUN, which);
	return pq_run(air->pq, name, stmt);
}

/* A wait on the server, inside the transaction, for the check build. */
static bool
send_delay(struct air *air, struct flight *flight, int number)
{
	int	ms = fault_delay(number);
	char	sql[64];

	if (ms == 0 || !flight->req->writes)
		return true;
	snprintf(sql, sizeof sql, "SELECT pg_catalog.pg_sleep(%d / 1000.0)",
	    ms);
	return send_plain(air, flight, STEP_OTHER, sql, 0, NULL);
}

/* What was written so far leaves, so that a kill here leaves half of it. */
static void
fault_flushed(struct air *air, const struct flight *flight, int number)
{
#ifdef VITRINE_FAULTS
	if (!flight->req->writes)
		return;
	pq_flush(air->pq);
	fault_point(number);
#else
	(void)air;
	(void)flight;
	(void)number;
#endif
}

/* A request with more or less time than usual brings its own limit. */
static bool
send_limit(struct air *air, struct flight *flight)
{
	int64_t	ms = flight->req->time_us / MS_US * 9 / 10;
	char	sql[96];

	if (flight->req->time_us == USUAL_TIME)
		return true;
	snprintf(sql, sizeof sql, "SELECT pg_catalog.set_config("
	    "'statement_timeout', '%lld', true)",
	    (long long)(ms < 10 ? 10 : ms > INT32_MAX ? INT32_MAX : ms));
	return send_plain(air, flight, STEP_OTHER, sql, 0, NULL);
}

static bool
send_statements(struct air *air, struct flight *flight)
{
	size_t	i;

	if (!send_limit(air, flight))
		return false;
	for (i = 0; i < flight->req->count; i++) {
		if (i > 0)
			fault_flushed(air, flight, 101);
		if (i > 0 && !send_delay(air, flight, 110))
			return false;
		if (!send_stmt(air, flight, i))
			return false;
	}
	fault_flushed(air, flight, 102);
	return send_delay(air, flight, 111) && send_sync(air, flight);
}

static bool
send_request(struct air *air, struct db_req *req)
{
	struct flight	*flight;

	if (req->writes)
		fault_point(100);
	/* A prepare, a run and a delay each; limit, delay and sync. */
	flight = flight_new(air, req, 3 * req->count + 3);
	if (!send_statements(air, flight))
		return false;
	fault_flushed(air, flight, 103);
	return true;
}

/*
 * A script is many statements in one text, which only the simple protocol
 * takes: the pipeline is left for it.  It, too, is one transaction.
 */
static bool
send_script(struct air *air, struct db_req *req)
{
	struct flight	*flight = flight_new(air, req, 1);

	flight->script = true;
	flight_add(flight, STEP_OTHER, 0);
	return pq_pipeline(air->pq, false) &&
	    pq_script(air->pq, req->stmts[0].def->pg);
}

static bool
send_note(struct air *air)
{
	struct flight	*flight = flight_new(air, NULL, 2);

	air->note_wanted = false;
	air->note_sent = true;
	air->next_note = clock_mono() + NOTE_EVERY;
	return send_plain(air, flight, STEP_OTHER, sql_note, 0, NULL) &&
	    send_sync(air, flight);
}

/*
 * Others are told when nobody here is waiting any more: at once of a change
 * after a pause, of many changes every now and then and of the last one.
 */
static bool
may_tell(const struct air *air)
{
	return air->note_wanted && !air->note_sent && air->count == 0;
}

static bool
can_tell(const struct air *air)
{
	return may_tell(air) && clock_mono() >= air->next_note;
}

/* A script flies alone. */
static bool
can_fly(const struct air *air)
{
	const struct db_req	*req = db_queue_head(air->db);

	if (req == NULL || air->count >= MAX_FLIGHTS)
		return false;
	return air->count == 0 || (!req->script && !air->tail->script);
}

static bool
can_send(const struct air *air)
{
	return can_fly(air) || can_tell(air);
}

bool
air_send(struct air *air)
{
	struct db_req	*req;

	while (can_fly(air)) {
		req = db_queue_take(air->db);
		req->sent_at = clock_mono();
		req->under_way = true;
		if (!(req->script ? send_script(air, req) :
		    send_request(air, req)))
			return false;
	}
	if (db_wants_changes(air->db) && !air->listens && !send_listen(air))
		return false;
	return can_tell(air) ? send_note(air) : true;
}

void
air_tell(struct air *air)
{
	if (may_tell(air))
		send_note(air);
}

int64_t
air_due(const struct air *air)
{
	if (can_send(air))
		return 0;
	return may_tell(air) ? air->next_note : INT64_MAX;
}

int64_t
air_deadline(const struct air *air)
{
	const struct flight	*flight;
	int64_t			 first = INT64_MAX;

	for (flight = air->head; flight != NULL; flight = flight->next)
		if (flight->req != NULL && flight->req->deadline < first)
			first = flight->req->deadline;
	return first;
}

/* Receiving. */

static void
finish_done(struct air *air, struct db_req *req)
{
	if (req->writes) {
		fault_point(120);
		air->note_wanted = true;
	}
	/* A row that does not fit its record: the write itself stands. */
	if (req->ans->err.kind != ERR_NONE && !req->writes)
		db_finish(air->db, req, DB_FAILED);
	else
		db_finish(air->db, req, DB_DONE);
}

/* After MAX_TRIES a request ends as what the error says. */
static bool
try_again(struct air *air, struct db_req *req, int64_t rest)
{
	if (req->tries++ >= MAX_TRIES)
		return false;
	db_queue_back(air->db, req, rest);
	return true;
}

static enum air_state
finish_failed(struct air *air, struct db_req *req,
    const struct pg_failure *failure)
{
	ans_reset(req->ans);
	switch (pg_judge(failure, req->ans)) {
	case PG_REFUSED:
		db_finish(air->db, req, DB_REFUSED);
		break;
	case PG_PREPARE_AGAIN:
		forget_prepared(air);
		if (!try_again(air, req, 0))
			db_finish(air->db, req, DB_FAILED);
		break;
	case PG_AGAIN:
		if (!try_again(air, req, db_jitter(MS_US, 10 * MS_US) *
		    (req->tries + 1)))
			db_finish(air->db, req, DB_UNAVAILABLE);
		break;
	case PG_ELSEWHERE:
		db_queue_back(air->db, req, 0);
		return AIR_ELSEWHERE;
	case PG_UNAVAILABLE:
		db_finish(air->db, req, DB_UNAVAILABLE);
		break;
	case PG_FAILED:
		db_finish(air->db, req, DB_FAILED);
		break;
	}
	return AIR_FINE;
}

static enum air_state
finish_setup(const struct air *air, const struct pg_failure *failure,
    char *why, size_t size)
{
	if (!failure->there && air->fence_held)
		return AIR_READY;
	str_copy(why, size, failure->there ? failure->text :
	    "an earlier connection is still at work");
	return AIR_NOT_SET_UP;
}

/* Everything of the first flight has come back. */
static enum air_state
land(struct air *air, char *why, size_t size)
{
	struct flight	*flight = flight_pop(air);
	struct db_req	*req = flight->req;
	enum air_state	 state = AIR_FINE;
	bool		 doubtful = pq_doubtful(air->pq);

	if (flight->script && !pq_pipeline(air->pq, true))
		state = AIR_GONE;
	if (flight->setup)
		state = finish_setup(air, &flight->failure, why, size);
	else if (req == NULL)
		air->note_sent = false;
	else if (flight->failure.there)
		state = finish_failed(air, req, &flight->failure);
	else if (doubtful && req->writes)
		finish_unsure(air, req, "the first database server has it but "
		    "perhaps not the second");
	else
		finish_done(air, req);
	flight_free(flight);
	return state;
}

/* Unless all names have changed since this flight left. */
static void
note_prepared(struct air *air, const struct flight *flight,
    enum prepared state)
{
	const struct step	*step = &flight->steps[flight->at];

	if (step->kind == STEP_PREPARE &&
	    flight->generation == air->generation)
		prepared_set(air, step->n, state);
}

static void
take_rows(struct air *air, struct flight *flight)
{
	const struct step	*step = &flight->steps[flight->at];
	const char		*text;

	switch (step->kind) {
	case STEP_PREPARE:
		note_prepared(air, flight, PREP_DONE);
		break;
	case STEP_RUN:
		pq_rows(air->pq, flight->req->stmts[step->n].def,
		    flight->req->ans);
		break;
	case STEP_SETTINGS:
		str_copy(air->session.started, sizeof air->session.started,
		    pq_text(air->pq));
		break;
	case STEP_FENCE:
		/* No row: it is gone already. */
		text = pq_text(air->pq);
		air->fence_held = text == NULL || *text == 't';
		break;
	case STEP_OTHER:
	case STEP_SYNC:
		break;
	}
}

/* The end of one statement's results. */
static void
end_step(struct flight *flight)
{
	if (flight->got && flight->at + 1 < flight->count)
		flight->at++;
	flight->got = false;
}

static enum air_state
take_event(struct air *air, enum pq_event event, char *why, size_t size)
{
	struct flight	*flight = air->head;

	switch (event) {
	case PQ_SYNCED:
		return land(air, why, size);
	case PQ_END:
		if (flight->script)
			return land(air, why, size);
		end_step(flight);
		return AIR_FINE;
	case PQ_ROWS:
		take_rows(air, flight);
		break;
	case PQ_ERROR:
		note_prepared(air, flight, PREP_NONE);
		/* Only the first one counts: the others follow from it. */
		if (!flight->failure.there)
			pq_failure(air->pq, &flight->failure);
		break;
	case PQ_ABORTED:
		note_prepared(air, flight, PREP_NONE);
		break;
	case PQ_GONE:
		return AIR_GONE;
	case PQ_NOTHING:
		return AIR_FINE;
	}
	flight->got = true;
	return AIR_FINE;
}

enum air_state
air_receive(struct air *air, char *why, size_t size)
{
	enum air_state	state = AIR_FINE;
	enum pq_event	event;

	while (air->head != NULL && state == AIR_FINE) {
		event = pq_next(air->pq);
		if (event == PQ_NOTHING)
			break;
		state = take_event(air, event, why, size);
	}
	return state;
}
