/* Reading all that a channel sells: see catalogue.h. */
#include "channel/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "channel/lane.h"
#include "mem.h"
#include "run/http.h"
#include "run/loop.h"
#include "seal.h"

#define TRIES_MOST	8		/* of one page */
#define REST_MOST	(60 * SECOND_US)
#define PAGES_MOST	10000		/* a service that never ends */

struct reading {
	const struct channel_conf *conf;
	struct arena		*arena;
	catalogue_told_fn	*told;
	void			*arg;
	struct catalogue	*out;
	size_t			 room;
	struct err		*err;
	int			 rc;
	struct pace		 pace;
	struct lane		 lane;
	const char		*position;
	int64_t			 tries;
};

static void	next(void *);

/* The task's own memory goes with its page. */
static void
keep(struct reading *r, const struct task *task)
{
	struct catalogue	*out = r->out;
	struct ware		*to;
	size_t			 i;

	if (out->count + task->ware_count > r->room) {
		r->room = (out->count + task->ware_count) * 2;
		to = arena_alloc(r->arena, r->room * sizeof *to);
		if (out->count > 0)
			memcpy(to, out->wares, out->count * sizeof *to);
		out->wares = to;
	}
	for (i = 0; i < task->ware_count; i++) {
		to = &out->wares[out->count++];
		*to = task->wares[i];
		to->sku = arena_strdup(r->arena, to->sku);
		to->title = arena_strdup(r->arena, to->title);
		to->code = arena_strdup(r->arena, to->code);
		to->refs.product = arena_strdup(r->arena, to->refs.product);
		to->refs.variant = arena_strdup(r->arena, to->refs.variant);
		to->refs.stock = arena_strdup(r->arena, to->refs.stock);
	}
	out->pages++;
}

static void
read_page(struct lane *lane, struct task *task, enum heard heard,
    const struct err *err)
{
	struct reading	*r = lane->arg;

	if (heard == HEARD_LATER && ++r->tries < TRIES_MOST) {
		loop_after(r->pace.loop, lane_rest(r->tries - 1, REST_MOST),
		    next, r);
		return;
	}
	if (heard != HEARD_DONE) {
		r->rc = err_copy(r->err, err);
		loop_stop(r->pace.loop);
		return;
	}
	r->tries = 0;
	keep(r, task);
	if (r->told != NULL)
		r->told(r->out, r->arg);
	r->position = arena_strdup(r->arena, task->position);
	if (task->more && r->out->pages < PAGES_MOST) {
		next(r);
		return;
	}
	r->rc = task->more ? err_set(r->err, ERR_UNAVAILABLE, "%s does not "
	    "come to an end", r->conf->name) : 0;
	loop_stop(r->pace.loop);
}

static void
next(void *arg)
{
	struct reading	*r = arg;

	lane_task(&r->lane, TASK_LIST, r->conf)->position = r->position;
	lane_run(&r->lane, read_page);
}

int
catalogue_read(const struct channel_conf *conf, struct arena *arena,
    catalogue_told_fn *told, void *arg, struct catalogue *out_r,
    struct err *err)
{
	const struct channel_ops	*ops = channel_ops(conf->kind);
	struct reading			 r = { .conf = conf, .arena = arena,
	    .told = told, .arg = arg, .out = out_r, .err = err, .rc = -1,
	    .position = "", .pace = { .ops = ops } };

	memset(out_r, 0, sizeof *out_r);
	if ((ops->can & CAN(TASK_LIST)) == 0)
		return err_set(err, ERR_INPUT, "%s cannot list what it sells",
		    ops->title);
	r.lane.pace = &r.pace;
	r.lane.arg = &r;
	r.pace.loop = loop_new();
	r.pace.memory = mem_zalloc(ops->memory + 1);
	r.pace.http = http_new(r.pace.loop, err);
	if (r.pace.http != NULL) {
		next(&r);
		loop_run(r.pace.loop);
	}
	seal_wipe(r.pace.memory, ops->memory + 1);
	free(r.pace.memory);
	http_free(r.pace.http);
	loop_free(r.pace.loop);
	return r.rc;
}
