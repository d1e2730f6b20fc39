/* The live feed: see feed.h. */
#include "web/feed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "log.h"
#include "mem.h"
#include "ops.h"
#include "run/json.h"
#include "run/loop.h"
#include "str.h"
#include "web/app.h"
#include "web/reply.h"

#define OVERLAP		200		/* entries read again */
#define BATCH		500		/* entries read at once */
#define READ_EVERY	(50 * MS_US)	/* a shop that sells all the time is
					   not read all the time */
#define KEPT		1024		/* events kept for the late */
#define HEARTBEAT_US	(15 * SECOND_US)
#define SWEEP_US	(1 * SECOND_US)	/* holds whose time is over */
#define SWEEP_IDLE	10		/* sweeps left out when none is known */

/* What was last told of a piece. */
struct seen {
	struct uuid	piece_id;	/* nil: free slot */
	uint64_t	state;
	bool		listed;
};

struct event {
	uint64_t	 number;
	char		*text;
};

struct listener {
	struct feed	*feed;
	struct stream	*stream;
	struct listener	*next;
	struct listener	*prev;
};

struct feed {
	struct app	*app;
	uint32_t	 run;		/* names this run of the listener */
	int64_t		 last_id;	/* of the database's feed, read to */
	int64_t		 from;		/* where the reading under way began */
	bool		 started;
	bool		 reading;
	bool		 again;		/* woken while reading */
	int64_t		 next_read;	/* not before: clock_mono() */
	loop_id		 reader;	/* waits for that; 0: none */
	int64_t		 expiry;	/* the next hold we know of ends */
	unsigned	 idle_sweeps;
	struct seen	*seen;
	size_t		 seen_room;	/* a power of two */
	size_t		 seen_count;
	struct event	 kept[KEPT];
	uint64_t	 number;	/* of the latest event, from 1 */
	struct listener	*listeners;
	loop_id		 heartbeat;
	loop_id		 sweeper;
};

static void read_on(struct feed *);

/* What was told. */

static uint64_t
mix(uint64_t h, const void *bytes, size_t len)
{
	const unsigned char	*p = bytes;

	for (size_t i = 0; i < len; i++)
		h = (h ^ p[i]) * UINT64_C(0x100000001b3);
	return h;
}

static uint64_t
state_of(const struct rec_change *c)
{
	uint64_t	h = UINT64_C(0xcbf29ce484222325);

	h = mix(h, c->status, strlen(c->status));
	h = mix(h, &c->price, sizeof(c->price));
	h = mix(h, &c->on_hand, sizeof(c->on_hand));
	return mix(h, &c->listed, sizeof(c->listed));
}

static struct seen *
seen_slot(const struct feed *feed, const struct uuid *id)
{
	size_t	at = (size_t)mix(UINT64_C(0xcbf29ce484222325), id,
		    sizeof(*id)) & (feed->seen_room - 1);

	while (!uuid_is_nil(&feed->seen[at].piece_id) &&
	    !uuid_eq(&feed->seen[at].piece_id, id))
		at = (at + 1) & (feed->seen_room - 1);
	return &feed->seen[at];
}

static struct seen *
seen_of(struct feed *feed, const struct uuid *id)
{
	struct seen	*seen;

	if (feed->seen_count * 2 >= feed->seen_room) {
		struct seen	*old = feed->seen;
		size_t		 room = feed->seen_room;

		feed->seen_room = room == 0 ? 1024 : room * 2;
		feed->seen = mem_zalloc(feed->seen_room *
		    sizeof(*feed->seen));
		for (size_t i = 0; i < room; i++)
			if (!uuid_is_nil(&old[i].piece_id))
				*seen_slot(feed, &old[i].piece_id) = old[i];
		free(old);
	}
	seen = seen_slot(feed, id);
	if (uuid_is_nil(&seen->piece_id)) {
		seen->piece_id = *id;
		feed->seen_count++;
	}
	return seen;
}

void
feed_shown(struct feed *feed, const struct rec_piece *piece)
{
	seen_of(feed, &piece->id)->listed = true;
}

/* Telling. */

static void
write_event(const struct feed *feed, const struct rec_change *c,
    struct buf *buf)
{
	struct js	*js = js_object();

	js_put_text(js, "sku", c->sku);
	js_put_text(js, "status", c->listed ? c->status : "gone");
	if (c->listed) {
		js_put_money(js, "price", c->price,
		    app_shop(feed->app)->currency.code);
		js_put_num(js, "on_hand", c->on_hand);
	}
	buf_addstr(buf, "event: piece\ndata: ");
	js_write(js, buf);
	buf_addstr(buf, "\n\n");
	js_free(js);
}

void
feed_position(const struct feed *feed, char out[FEED_POSITION])
{
	snprintf(out, FEED_POSITION, "%08" PRIx32 ".%" PRIu64 ".%" PRId64,
	    feed->run, feed->number, feed->last_id);
}

static void
tell(struct feed *feed, const struct rec_change *c)
{
	struct buf	 buf = BUF_INIT(8192);
	struct event	*event;
	char		 position[FEED_POSITION];

	event = &feed->kept[++feed->number % KEPT];
	feed_position(feed, position);
	buf_printf(&buf, "id: %s\n", position);
	write_event(feed, c, &buf);
	for (struct listener *l = feed->listeners; l != NULL; l = l->next)
		stream_send(l->stream, buf.bytes, buf.len);
	free(event->text);
	event->number = feed->number;
	event->text = buf_take(&buf);
	metrics_count(feed->app->metrics, COUNT_EVENTS);
}

static void
consider(struct feed *feed, const struct rec_change *c)
{
	struct seen	*seen = seen_of(feed, &c->piece_id);
	uint64_t	 state = state_of(c);
	bool		 was_listed = seen->listed;

	if (c->id > feed->last_id)
		feed->last_id = c->id;
	if (c->held_until > 0 && (feed->expiry == 0 ||
	    c->held_until < feed->expiry))
		feed->expiry = c->held_until;
	if (seen->state == state)
		return;
	seen->state = state;
	seen->listed = c->listed != 0;
	if (c->listed || was_listed)
		tell(feed, c);
}

static void
on_changes(struct db_ans *ans, void *arg)
{
	struct feed			*feed = arg;
	const struct rec_change		*rows;
	size_t				 n;

	feed->reading = false;
	if (db_status(ans) != DB_DONE)
		return;		/* the link's note wakes us again */
	rows = db_rows(ans, REC_CHANGE, &n);
	for (size_t i = 0; i < n; i++)
		consider(feed, &rows[i]);
	if (n == BATCH) {
		feed->from = rows[n - 1].id;
		feed->reading = true;
		db_send(feed->app->watch, op_change_since(feed->from, BATCH),
		    on_changes, feed);
	} else if (feed->again) {
		read_on(feed);
	}
}

static void
read_rested(void *arg)
{
	struct feed	*feed = arg;

	feed->reader = 0;
	read_on(feed);
}

/* At once after a pause; of many changes, all there are every now and then. */
static void
read_on(struct feed *feed)
{
	int64_t	now = clock_mono();

	if (!feed->started || feed->reader != 0)
		return;
	if (feed->reading) {
		feed->again = true;
		return;
	}
	if (now < feed->next_read) {
		feed->reader = loop_after(feed->app->loop,
		    feed->next_read - now, read_rested, feed);
		return;
	}
	feed->next_read = now + READ_EVERY;
	feed->again = false;
	feed->reading = true;
	feed->from = feed->last_id > OVERLAP ? feed->last_id - OVERLAP : 0;
	db_send(feed->app->watch, op_change_since(feed->from, BATCH),
	    on_changes, feed);
}

static void
on_change(void *arg)
{
	read_on(arg);
}

void
feed_nudge(struct feed *feed)
{
	read_on(feed);
}

/* Ends holds whose time is over; that is a change others are told of. */
static void
on_swept(struct db_ans *ans, void *arg)
{
	struct feed	*feed = arg;

	if (db_status(ans) == DB_DONE && db_changed(ans) > 0)
		read_on(feed);
}

static void
sweep(void *arg)
{
	struct feed	*feed = arg;

	if ((feed->expiry == 0 || feed->expiry > clock_now()) &&
	    ++feed->idle_sweeps < SWEEP_IDLE)
		return;
	feed->idle_sweeps = 0;
	feed->expiry = 0;
	db_send(app_db(feed->app), op_hold_sweep(), on_swept, feed);
}

static void
beat(void *arg)
{
	struct feed	*feed = arg;

	for (struct listener *l = feed->listeners; l != NULL; l = l->next)
		stream_send(l->stream, ":\n\n", 3);
}

static void
start_again(void *arg)
{
	feed_start(arg);
}

static void
on_last(struct db_ans *ans, void *arg)
{
	struct feed		*feed = arg;
	const struct rec_num	*num;
	size_t			 n;

	num = db_rows(ans, REC_NUM, &n);
	if (db_status(ans) != DB_DONE) {
		loop_after(feed->app->loop, SECOND_US, start_again, feed);
		return;
	}
	feed->last_id = n == 0 ? 0 : num->value;
	feed->started = true;
	read_on(feed);
}

void
feed_start(struct feed *feed)
{
	db_send(feed->app->watch, op_change_last(), on_last, feed);
}

void
feed_stop(struct feed *feed)
{
	if (feed == NULL)
		return;
	feed->started = false;
	loop_cancel(feed->app->loop, feed->heartbeat);
	loop_cancel(feed->app->loop, feed->sweeper);
	loop_cancel(feed->app->loop, feed->reader);
}

struct feed *
feed_new(struct app *app)
{
	struct feed	*feed = mem_zalloc(sizeof(*feed));

	feed->app = app;
	clock_random(&feed->run, sizeof(feed->run));
	db_on_change(app->watch, on_change, feed);
	db_on_link(app->watch, on_change, feed);
	feed->heartbeat = loop_every(app->loop, HEARTBEAT_US, beat, feed);
	feed->sweeper = loop_every(app->loop, SWEEP_US, sweep, feed);
	return feed;
}

void
feed_free(struct feed *feed)
{
	if (feed == NULL)
		return;
	for (size_t i = 0; i < KEPT; i++)
		free(feed->kept[i].text);
	free(feed->seen);
	free(feed);
}

/* Listeners. */

static void
on_gone(void *arg)
{
	struct listener	*l = arg;

	if (l->prev != NULL)
		l->prev->next = l->next;
	else
		l->feed->listeners = l->next;
	if (l->next != NULL)
		l->next->prev = l->prev;
	free(l);
}

static struct listener *
join(struct feed *feed, struct request *req)
{
	static const char	 hello[] = "retry: 2000\n\n";
	struct listener		*l = mem_zalloc(sizeof(*l));

	/* A proxy that gathers answers would hold the events back. */
	request_add_header(req, "X-Accel-Buffering", "no");
	l->feed = feed;
	l->next = feed->listeners;
	if (l->next != NULL)
		l->next->prev = l;
	feed->listeners = l;
	l->stream = request_stream(req, "text/event-stream", on_gone, l);
	stream_send(l->stream, hello, sizeof(hello) - 1);
	return l;
}

static void
send_reset(struct listener *l)
{
	static const char	text[] = "event: reset\ndata: {}\n\n";

	stream_send(l->stream, text, sizeof(text) - 1);
}

static void
send_kept(struct listener *l, uint64_t after)
{
	struct feed	*feed = l->feed;

	for (uint64_t n = after + 1; n <= feed->number; n++) {
		const struct event	*e = &feed->kept[n % KEPT];

		stream_send(l->stream, e->text, strlen(e->text));
	}
}

/* The states now of what changed since the client last heard. */
static void
on_missed(struct request *req, struct db_ans *ans)
{
	struct feed			*feed = visit_of(req)->app->feed;
	const struct rec_change		*rows;
	struct buf			 buf = BUF_INIT(STREAM_MAX / 2);
	struct listener			*l;
	size_t				 n;

	if (app_failed(req, ans))
		return;
	rows = db_rows(ans, REC_CHANGE, &n);
	l = join(feed, req);
	for (size_t i = 0; i < n; i++)
		if (rows[i].listed)
			write_event(feed, &rows[i], &buf);
	if (n == BATCH || buf_full(&buf))
		send_reset(l);
	else
		stream_send(l->stream, buf_str(&buf), buf.len);
	buf_free(&buf);
}

void
feed_serve(struct request *req, void *arg)
{
	struct app	*app = arg;
	struct feed	*feed = app->feed;
	const char	*since = request_header(req, "Last-Event-ID");
	uint32_t	 run;
	uint64_t	 number;
	int64_t		 id;
	char		 more;

	if (since == NULL)
		since = request_query(req, "since");
	if (request_is_head(req)) {
		request_answer(req, 200, "text/event-stream", NULL, 0);
		return;
	}
	if (!request_may_stream(req))
		return;
	if (since == NULL || *since == '\0') {
		join(feed, req);
		return;
	}
	if (strlen(since) >= FEED_POSITION || sscanf(since,
	    "%8" SCNx32 ".%19" SCNu64 ".%18" SCNd64 "%c", &run, &number, &id,
	    &more) != 3 || id < 0) {
		reply_error(req, 400, "bad_position",
		    "\"since\" is no position of this feed");
		return;
	}
	if (run == feed->run && number <= feed->number &&
	    feed->number - number < KEPT) {
		send_kept(join(feed, req), number);
		return;
	}
	id = id > OVERLAP ? id - OVERLAP : 0;
	app_ask(req, op_change_since(id, BATCH), on_missed);
}
