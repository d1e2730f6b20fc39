/* One channel's link: its settings, its polls, its due orders. */
#include "channel/links_parts.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "ops.h"
#include "run/config.h"
#include "run/loop.h"
#include "str.h"

#define HOOKS_US	(24 * 3600 * SECOND_US)
#define STATUS_BYTES	300

/* -------------------------------------------------------------- questions */

struct question {
	struct link	*link;
	link_done_fn	*done;
};

static void
answered(struct db_ans *ans, void *arg)
{
	struct question	 q = *(struct question *)arg;

	free(arg);
	q.link->asking--;
	if (!q.link->links->leaving)
		q.done(q.link, ans);
}

void
link_ask(struct link *link, struct db_req *req, link_done_fn *done)
{
	struct question	*q;

	if (link->links->leaving) {
		db_req_free(req);
		return;
	}
	q = mem_alloc(sizeof *q);
	q->link = link;
	q->done = done;
	link->asking++;
	db_send(link->links->db, req, answered, q);
}

static void
on_written(struct link *link, struct db_ans *ans)
{
	if (db_status(ans) != DB_DONE)
		log_warn("channel %s: %s", link->row.code,
		    db_err(ans)->text);
}

void
link_problem(struct link *link, const char *problem)
{
	const char	*now = problem == NULL ? "" : problem;
	char		 text[STATUS_BYTES];

	if (str_eq(link->row.problem, now))
		return;
	str_copy(text, sizeof text, now);
	if (problem != NULL)
		log_warn("channel %s: %s", link->row.code, text);
	else
		log_info("channel %s: well again", link->row.code);
	link->row.problem = arena_strdup(link->arena, text);
	link_ask(link, op_run_problem(&link->row.id, text, clock_now()),
	    on_written);
}

/* ---------------------------------------------------------------- settings */

bool
link_runs(const struct link *link)
{
	return link->conf != NULL && link->ready && link->row.paused == 0 &&
	    !link->gone && !link->links->leaving;
}

bool
link_idle(const struct link *link)
{
	return link->asking == 0 && !link->loading &&
	    link->phase != PHASE_SETTLE;
}

static void
keep_row(struct link *link, const struct rec_link *row)
{
	struct arena	*arena = arena_new();

	link->row = *row;
	link->row.code = arena_strdup(arena, row->code);
	link->row.kind = arena_strdup(arena, row->kind);
	link->row.name = arena_strdup(arena, row->name);
	link->row.position = arena_strdup(arena, row->position);
	link->row.problem = arena_strdup(arena, row->problem);
	arena_free(link->arena);
	link->arena = arena;
}

static void
on_values(struct link *link, struct db_ans *ans)
{
	struct links		*links = link->links;
	const struct rec_value	*values;
	struct channel_conf	*conf;
	struct err		 err = ERR_INIT;
	size_t			 n;

	if (db_status(ans) != DB_DONE)
		return;
	values = db_rows(ans, REC_VALUE, &n);
	/* A task that is under way still needs the old ones. */
	if (link->orders.busy || link->tells.busy || link->shows.busy)
		return;
	conf = conf_open(&link->row, values, n, links->has_key ? &links->key :
	    NULL, &link->till.currency, &err);
	if (conf != NULL && conf_check(conf, &err) == -1) {
		conf_free(conf);
		conf = NULL;
	}
	if (conf == NULL) {
		link_problem(link, !links->has_key && links->key_err.kind !=
		    ERR_NONE ? links->key_err.text : err.text);
		return;
	}
	conf_free(link->conf);
	link->conf = conf;
	link->fresh = true;
	link->want_poll = link->look = true;
	/* Whatever was wrong may be right now: no waiting on. */
	link->tries = link->tell_tries = 0;
	link->next_poll = link->soonest_poll = 0;
	link->resting = link->show_resting = false;
	link->next_hooks = clock_mono();
	link_on(link);
	tell_on(link);
	show_on(link);
}

static void
on_till(const struct err *err, void *arg)
{
	struct link	*link = arg;

	link->loading = false;
	if (err != NULL) {
		log_warn("channel %s: %s", link->row.code, err->text);
		return;
	}
	/* It sells as this channel, at the web's register. */
	link->till.channel.id = link->row.id;
	link->till.channel.code = arena_strdup(link->till.arena,
	    link->row.code);
	link->till.channel.kind = arena_strdup(link->till.arena,
	    link->row.kind);
	link->till.channel.name = arena_strdup(link->till.arena,
	    link->row.name);
	link->ready = true;
	link_ask(link, op_value_list(&link->row.id), on_values);
}

static void
load(struct link *link)
{
	if (link->loading || link->phase == PHASE_SETTLE)
		return;
	link->loading = true;
	till_load(&link->till, TILL_WEB, NULL, on_till, link);
}

void
link_take(struct link *link, const struct rec_link *row)
{
	if (row->wanted_at != link->row.wanted_at)
		link->fresh = false;
	if (row->paused != link->row.paused)
		log_info("channel %s: %s", row->code, row->paused != 0 ?
		    "paused" : "goes on");
	keep_row(link, row);
	if (!link->fresh)
		load(link);
	link_on(link);
	tell_on(link);
	show_on(link);
}

struct link *
link_new(struct links *links, const struct rec_link *row,
    const struct channel_ops *ops)
{
	struct link	*link = mem_zalloc(sizeof *link);

	link->links = links;
	link->ops = ops;
	link->next_due = -1;
	keep_row(link, row);
	till_init(&link->till, links->db);
	link->pace.loop = links->loop;
	link->pace.http = links->http;
	link->pace.ops = ops;
	link->pace.memory = ops->memory > 0 ? mem_zalloc(ops->memory) : NULL;
	link->orders.pace = link->tells.pace = link->shows.pace = &link->pace;
	link->orders.arg = link->tells.arg = link->shows.arg = link;
	link_ask(link, op_run_add(&row->id), on_written);
	return link;
}

void
link_stop(struct link *link)
{
	lane_stop(&link->orders);
	lane_stop(&link->tells);
	lane_stop(&link->shows);
	loop_cancel(link->links->loop, link->timer);
	loop_cancel(link->links->loop, link->tell_timer);
	loop_cancel(link->links->loop, link->show_timer);
	link->timer = link->tell_timer = link->show_timer = 0;
}

void
link_free(struct link *link)
{
	link_stop(link);
	settle_free(link);
	show_free(link);
	conf_free(link->conf);
	till_free(&link->till);
	arena_free(link->read);
	arena_free(link->due_arena);
	arena_free(link->arena);
	if (link->pace.memory != NULL)
		seal_wipe(link->pace.memory, link->ops->memory);
	free(link->pace.memory);
	free(link);
}

/* ------------------------------------------------------ orders: what next? */

static void	rest(struct link *);

static void
on_timer(void *arg)
{
	struct link	*link = arg;

	link->timer = 0;
	link_on(link);
}

/* Nobody out there reaches a listener without an address of its own. */
static bool
wants_hooks(const struct link *link)
{
	return (link->ops->can & CAN(TASK_HOOKS)) != 0 &&
	    link->links->config->web_url[0] != '\0';
}

/* Until the next thing is due. */
static void
rest(struct link *link)
{
	int64_t	now = clock_mono(), wait = link->next_hooks - now;

	if (!wants_hooks(link))
		wait = HOOKS_US;
	if ((link->ops->can & CAN(TASK_POLL)) != 0 &&
	    link->next_poll - now < wait)
		wait = link->next_poll - now;
	if ((link->ops->can & CAN(TASK_POLL)) != 0 && link->want_poll &&
	    link->tries == 0 && link->soonest_poll - now < wait)
		wait = link->soonest_poll - now;
	if (link->next_due >= 0 && link->next_due - clock_now() < wait)
		wait = link->next_due - clock_now();
	loop_cancel(link->links->loop, link->timer);
	link->timer = loop_after(link->links->loop, wait < 0 ? 0 : wait,
	    on_timer, link);
}

void
link_poll(struct link *link)
{
	link->want_poll = true;
	link_on(link);
}

/* --------------------------------------------------- orders: the due ones */

static void
next_due(struct link *link)
{
	if (link->due_at < link->due_count && link_runs(link)) {
		link->phase = PHASE_SETTLE;
		settle_begin(link, &link->due[link->due_at++]);
		return;
	}
	link->phase = PHASE_REST;
	/* What waited for the orders to be decided may go on. */
	if (link->due_count > 0)
		tell_on(link);
	link_on(link);
}

void
settle_done(struct link *link)
{
	settle_free(link);
	next_due(link);
}

static void
keep_due(struct link *link, const struct rec_remote *rows, size_t n)
{
	struct arena	*arena = arena_new();
	size_t		 i;

	arena_free(link->due_arena);
	link->due_arena = arena;
	link->due = arena_alloc(arena, (n + 1) * sizeof *link->due);
	link->due_count = n;
	link->due_at = 0;
	for (i = 0; i < n; i++) {
		link->due[i] = rows[i];
		link->due[i].order_ref = arena_strdup(arena,
		    rows[i].order_ref);
		link->due[i].number = arena_strdup(arena, rows[i].number);
		link->due[i].state = arena_strdup(arena, rows[i].state);
		link->due[i].status = arena_strdup(arena, rows[i].status);
		link->due[i].claim = arena_strdup(arena, rows[i].claim);
		link->due[i].customer = arena_strdup(arena, rows[i].customer);
		link->due[i].email = arena_strdup(arena, rows[i].email);
		link->due[i].problem = arena_strdup(arena, rows[i].problem);
		link->due[i].digest = (struct rec_blob){ NULL, 0 };
	}
}

static void
on_due(struct link *link, struct db_ans *ans)
{
	const struct rec_remote	*rows;
	const struct rec_num	*next;
	size_t			 n, m;

	if (db_status(ans) != DB_DONE) {
		link->next_due = clock_now() + 2 * SECOND_US;
		link->phase = PHASE_REST;
		rest(link);
		return;
	}
	rows = db_rows(ans, REC_REMOTE, &n);
	next = db_rows(ans, REC_NUM, &m);
	/* With some in hand the question is asked again after them. */
	link->look = n > 0;
	link->next_due = m > 0 ? next->value : -1;
	keep_due(link, rows, n);
	next_due(link);
}

/* ------------------------------------------------------- orders: the poll */

static void
on_stored(struct link *link, struct db_ans *ans)
{
	bool	done = db_status(ans) == DB_DONE;

	if (done) {
		link->row.position = arena_strdup(link->arena,
		    link->position);
		link->want_poll = link->more;
		if (!link->more)
			link->read_to = link->poll_began;
		link->tries = 0;
		link->look = true;
		link_problem(link, NULL);
	} else {
		log_warn("channel %s: %s", link->row.code,
		    db_err(ans)->text);
	}
	link->next_poll = clock_mono() + (done ? POLL_US : 2 * SECOND_US);
	arena_free(link->read);
	link->read = NULL;
	link->phase = PHASE_REST;
	link_on(link);
	if (done)
		tell_on(link);
}

/* A text for a column: clean, and not endless. */
static const char *
column(struct link *link, const char *text)
{
	char	*copy = arena_strdup(link->read, text);

	str_clean(copy, true);
	return copy;
}

static struct db_req *
write_claim(struct link *link, struct db_req *req, struct claim *claim,
    const struct rec_remote *old)
{
	uint8_t			 digest[SEAL_DIGEST];
	struct rec_remote	 r = { .channel_id = link->row.id };

	claim_digest(claim, digest);
	if (old == NULL && claim->stage == CLAIM_DRAFT)
		return req;
	if (old != NULL && old->digest.len == sizeof digest &&
	    memcmp(old->digest.bytes, digest, sizeof digest) == 0)
		return req;
	r.id = old != NULL ? old->id : uuid_new();
	r.order_ref = claim->ref;
	r.number = column(link, claim->number);
	r.status = column(link, claim->status);
	r.digest = (struct rec_blob){ digest, sizeof digest };
	r.claim = claim_text(claim, link->read);
	r.total = claim->total;
	r.customer = column(link, claim->name);
	r.email = column(link, claim->email);
	r.placed_at = claim->placed_at;
	r.seen_at = r.changed_at = clock_now();
	return db_req_join(req, old != NULL ? op_remote_changed(&r) :
	    op_remote_add(&r));
}

static void
on_looked_up(struct link *link, struct db_ans *ans)
{
	const struct rec_remote	*old;
	struct db_req		*req;
	size_t			 i, n;

	if (db_status(ans) != DB_DONE) {
		on_stored(link, ans);
		return;
	}
	req = op_run_polled(&link->row.id, link->position,
	    link->more ? 0 : link->poll_began, clock_now());
	for (i = 0; i < link->claim_count; i++) {
		old = db_rows_nth(ans, REC_REMOTE, i, &n);
		req = write_claim(link, req, link->claims[i],
		    n > 0 ? old : NULL);
	}
	link_ask(link, req, on_stored);
}

static void
poll_failed(struct link *link, enum heard heard, const struct err *err)
{
	link_problem(link, err->text);
	link->next_poll = clock_mono() + (heard == HEARD_LATER ?
	    lane_rest(link->tries++, REST_MOST) : DENIED_US);
	link->want_poll = false;
	link->phase = PHASE_REST;
	link_on(link);
}

static void
on_polled(struct lane *lane, struct task *task, enum heard heard,
    const struct err *err)
{
	struct link	*link = lane->arg;
	struct db_req	*req = NULL, *one;
	size_t		 i;

	if (heard != HEARD_DONE) {
		poll_failed(link, heard, err);
		return;
	}
	link->read = task->arena;
	task->arena = NULL;
	link->claims = task->claims;
	link->claim_count = task->claim_count;
	link->position = task->position;
	link->more = task->more;
	link->phase = PHASE_STORE;
	for (i = 0; i < link->claim_count; i++) {
		one = op_remote_by_ref(&link->row.id, link->claims[i]->ref);
		req = req == NULL ? one : db_req_join(req, one);
	}
	if (req == NULL)
		req = op_ping();
	link_ask(link, req, on_looked_up);
}

static void
poll_begin(struct link *link)
{
	struct task	*task;

	task = lane_task(&link->orders, TASK_POLL, link->conf);
	task->position = arena_strdup(task->arena, link->row.position);
	task->since = link->row.created_at - link->ops->overlap;
	link->phase = PHASE_POLL;
	link->want_poll = false;
	link->poll_began = clock_now();
	/* Many webhooks are one reason to read. */
	link->soonest_poll = clock_mono() + POLL_LEAST;
	lane_run(&link->orders, on_polled);
}

/* --------------------------------------------------- orders: subscriptions */

static void
on_hooks(struct lane *lane, struct task *task, enum heard heard,
    const struct err *err)
{
	struct link	*link = lane->arg;

	if (heard == HEARD_DONE) {
		if (task->done[0] != '\0')
			log_info("channel %s: %s", link->row.code,
			    task->done);
		link->next_hooks = clock_mono() + HOOKS_US;
	} else {
		/* Orders are read without them, only later. */
		log_warn("channel %s: webhooks: %s", link->row.code,
		    err->text);
		link->next_hooks = clock_mono() + DENIED_US;
	}
	link->phase = PHASE_REST;
	link_on(link);
}

static void
hooks_begin(struct link *link)
{
	struct task	*task;

	task = lane_task(&link->orders, TASK_HOOKS, link->conf);
	task->hook_url = arena_printf(task->arena, "%s/hooks/%s/%s",
	    link->links->config->web_url, link->row.kind, link->row.code);
	link->phase = PHASE_HOOKS;
	lane_run(&link->orders, on_hooks);
}

void
link_on(struct link *link)
{
	unsigned	can = link->ops->can;
	int64_t		now = clock_mono();

	if (link->phase != PHASE_REST || !link_runs(link))
		return;
	if (link->look || (link->next_due >= 0 &&
	    link->next_due <= clock_now())) {
		link->phase = PHASE_DUE;
		link_ask(link, op_remote_due(&link->row.id, clock_now(),
		    DUE_ORDERS), on_due);
	} else if ((can & CAN(TASK_POLL)) != 0 && (now >= link->next_poll ||
	    (link->want_poll && link->tries == 0 &&
	    now >= link->soonest_poll))) {
		poll_begin(link);
	} else if (wants_hooks(link) && now >= link->next_hooks) {
		hooks_begin(link);
	} else {
		rest(link);
	}
}
