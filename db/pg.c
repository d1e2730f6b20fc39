/*
 * The central shop on PostgreSQL.  Here is the connection: made without ever
 * waiting, with our own deadlines, to one address after the other, and made
 * again when it is lost.  What goes over it is in air.c, libpq in pq.c.
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

#include <stdlib.h>
#include <string.h>

#include "air.h"
#include "buf.h"
#include "clock.h"
#include "hosts.h"
#include "pgerr.h"
#include "pq.h"
#include "str.h"

#define CONNECT_TIME	(3 * SECOND_US)
#define LOOK_EVERY	(10 * MS_US)
#define SETUP_TIME	(8 * SECOND_US)
#define REST_MIN	(100 * MS_US)
#define REST_MAX	(2 * SECOND_US)
#define CHANGE_POLL	SECOND_US

enum phase { RESTING, LOOKING_UP, CONNECTING, SETTING_UP, LIVE };

struct pg {
	struct db	*db;
	struct pq_url	*url;
	struct pq	*pq;		/* NULL: none */
	struct air	 air;
	enum phase	 phase;
	struct hosts	 hosts;
	size_t		 host;		/* the one tried or used */
	size_t		 addr;		/* and which of its addresses */
	size_t		 rounds;	/* over all hosts, in vain */
	bool		 was_live;	/* at this address, just now */
	int64_t		 connect_time;
	int64_t		 due;		/* RESTING: try; else give up */
	int64_t		 next_look;	/* LOOKING_UP */
	int64_t		 next_change;	/* LIVE: tell of one anyway */
	short		 events;	/* to poll for */
	struct session	 fence;		/* an old one that may be at work */
};

/* Losing the connection. */

static void
hang_up(struct pg *pg, const char *why)
{
	if (air_is_busy(&pg->air))
		pg->fence = pg->air.session;
	pq_close(pg->pq);
	pg->pq = NULL;
	air_ground(&pg->air, why);
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

	/* libpq's message may be of several lines, and goes with pq. */
	str_copy(why, sizeof why, message);
	why[strcspn(why, "\n")] = '\0';
	str_clean(why, false);
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
lost_pq(struct pg *pg)
{
	lost(pg, pq_trouble(pg->pq));
}

/* Connecting. */

static void
start_connecting(struct pg *pg)
{
	const struct host	*host = &pg->hosts.list[pg->host];

	pg->phase = CONNECTING;
	pg->due = clock_mono() + pg->connect_time;
	pg->events = POLLOUT;
	pg->pq = pq_open(pg->url, host->name, pg->addr < host->addr_count ?
	    host->addrs[pg->addr] : NULL, host->port);
	if (pq_fd(pg->pq) < 0)
		lost_pq(pg);
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

/* Writes what libpq has gathered, as far as it goes now. */
static void
flush(struct pg *pg)
{
	int	left = pq_flush(pg->pq);

	if (left < 0)
		lost_pq(pg);
	else
		pg->events = left > 0 ? POLLIN | POLLOUT : POLLIN;
}

static void
start_setup(struct pg *pg)
{
	if (pq_is_old(pg->pq)) {
		lost(pg, "the database server is older than PostgreSQL 14");
		return;
	}
	pg->phase = SETTING_UP;
	pg->due = clock_mono() + SETUP_TIME;
	if (air_open(&pg->air, pg->pq, &pg->fence))
		flush(pg);
	else
		lost_pq(pg);
}

static void
go_on_connecting(struct pg *pg)
{
	switch (pq_go_on(pg->pq)) {
	case PQ_READING:
		pg->events = POLLIN;
		break;
	case PQ_WRITING:
		pg->events = POLLOUT;
		break;
	case PQ_READY:
		start_setup(pg);
		break;
	case PQ_BROKEN:
		lost_pq(pg);
		break;
	}
}

static void
go_live(struct pg *pg)
{
	pg->fence = (struct session){ "", "" };
	pg->phase = LIVE;
	pg->rounds = 0;
	pg->next_change = clock_mono() + CHANGE_POLL;
	db_set_link(pg->db, DB_LIVE, "");
	/* Whatever happened while nobody was listening. */
	db_changed_note(pg->db);
}

/* Talking.  Each of these is false when the connection is gone. */

static bool
receive(struct pg *pg)
{
	char	why[200];

	switch (air_receive(&pg->air, why, sizeof why)) {
	case AIR_FINE:
		return true;
	case AIR_READY:
		go_live(pg);
		return true;
	case AIR_GONE:
		lost_pq(pg);
		break;
	case AIR_NOT_SET_UP:
		lost(pg, why);
		break;
	case AIR_ELSEWHERE:
		lost(pg, "this database server only reads");
		break;
	}
	return false;
}

static bool
take_input(struct pg *pg)
{
	if (pq_take_input(pg->pq))
		return receive(pg);
	/* What had come before the end still counts. */
	if (receive(pg))
		lost_pq(pg);
	return false;
}

/* Our own writes are told when they are done; these are others'. */
static void
take_notes(struct pg *pg)
{
	bool	told = pq_notes(pg->pq);

	/* A note can be lost, or not sent at all by a hand in psql. */
	if (pg->phase != LIVE || (!told && clock_mono() < pg->next_change))
		return;
	db_changed_note(pg->db);
	pg->next_change = clock_mono() + CHANGE_POLL;
}

static bool
is_late(const struct pg *pg)
{
	return clock_mono() >= (pg->phase == SETTING_UP ? pg->due :
	    air_deadline(&pg->air));
}

static void
converse(struct pg *pg, short revents)
{
	bool	ready = (revents & (POLLIN | POLLERR | POLLHUP)) != 0;

	if (!(ready ? take_input(pg) : receive(pg)))
		return;
	take_notes(pg);
	if (is_late(pg))
		lost(pg, "the database did not answer in time");
	else if (pg->phase == LIVE && !air_send(&pg->air))
		lost_pq(pg);
	else
		flush(pg);
}

/* The driver. */

/* The address as it may be shown. */
static void
show_url(const struct pg *pg)
{
	const char	*user = pq_url_get(pg->url, "user");
	const char	*host = pq_url_get(pg->url, "host");
	const char	*name = pq_url_get(pg->url, "dbname");
	const char	*port = pq_url_get(pg->url, "port");
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

static void *
pg_open(struct db *db, const char *text, bool create, struct err *err)
{
	struct pq_url	*url = pq_url_parse(text, err);
	struct pg	*pg;
	const char	*hosts, *timeout;
	int64_t		 seconds;

	(void)create;
	if (url == NULL)
		return NULL;
	pg = mem_zalloc(sizeof *pg);
	pg->db = db;
	pg->air.db = db;
	pg->url = url;
	pg->connect_time = CONNECT_TIME;
	timeout = pq_url_get(url, "connect_timeout");
	if (timeout != NULL && str_int64(timeout, &seconds) && seconds > 0 &&
	    seconds < 3600)
		pg->connect_time = seconds * SECOND_US;
	show_url(pg);
	hosts = pq_url_get(url, "host");
	hosts_read(&pg->hosts, hosts != NULL ? hosts : getenv("PGHOST"),
	    pq_url_get(url, "hostaddr"), pq_url_get(url, "port"));
	return pg;
}

static void
pg_close(void *state)
{
	struct pg	*pg = state;

	if (pg->phase == LIVE) {
		air_tell(&pg->air);
		pq_flush(pg->pq);
	}
	hang_up(pg, "the database was closed before it answered");
	air_free(&pg->air);
	hosts_free(&pg->hosts);
	pq_url_free(pg->url);
	free(pg);
}

static void
pg_poll(const void *state, struct pollfd *pfd)
{
	const struct pg	*pg = state;

	if (pg->pq == NULL)
		return;
	pfd->fd = pq_fd(pg->pq);
	pfd->events = pg->events;
}

static int64_t
pg_due(const void *state)
{
	const struct pg	*pg = state;
	int64_t		 due, send;

	if (pg->phase == LOOKING_UP)
		return pg->next_look;
	if (pg->phase != LIVE)
		return pg->due;
	due = air_deadline(&pg->air);
	if (db_wants_changes(pg->db) && pg->next_change < due)
		due = pg->next_change;
	send = air_due(&pg->air);
	return send < due ? send : due;
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
		else if (clock_mono() >= pg->due)
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
