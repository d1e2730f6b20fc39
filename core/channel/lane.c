/* Carrying out tasks: see lane.h. */
#include "channel/lane.h"

#include <string.h>

#include "log.h"

#define STEPS_MOST	500	/* a service that never comes to an end */

static void	step(void *);

struct task *
lane_task(struct lane *lane, enum task_kind kind,
    const struct channel_conf *conf)
{
	memset(&lane->task, 0, sizeof lane->task);
	lane->task.kind = kind;
	lane->task.conf = conf;
	lane->task.memory = lane->pace->memory;
	lane->task.arena = arena_new();
	lane->task.position = lane->task.reason = lane->task.done = "";
	lane->task.hook_url = "";
	lane->busy = true;
	lane->steps = 0;
	return &lane->task;
}

static void
end(struct lane *lane, enum heard heard, const struct err *err)
{
	struct task	task = lane->task;

	/* done may ready the next task at once. */
	lane->busy = false;
	lane->done(lane, &task, heard, err);
	arena_free(task.arena);
}

static void
answered(const struct http_answer *answer, void *arg)
{
	struct lane	*lane = arg;
	struct err	 err = ERR_INIT;
	enum heard	 heard;

	lane->call = NULL;
	lane->task.now = clock_now();
	lane->task.rest = lane->task.pause = 0;
	heard = lane->pace->ops->hear(&lane->task, answer, &err);
	if (clock_mono() + lane->task.rest > lane->pace->not_before)
		lane->pace->not_before = clock_mono() + lane->task.rest;
	if (heard != HEARD_MORE) {
		end(lane, heard, &err);
	} else if (++lane->steps == STEPS_MOST) {
		err_set(&err, ERR_INTERNAL, "%s does not come to an end",
		    lane->task.conf->name);
		end(lane, HEARD_FAILED, &err);
	} else {
		lane->timer = loop_after(lane->pace->loop, lane->task.pause,
		    step, lane);
	}
}

static void
step(void *arg)
{
	struct lane	*lane = arg;
	struct http_ask	 ask = { .method = "GET" };
	struct err	 err = ERR_INIT;
	int64_t		 wait = lane->pace->not_before - clock_mono();

	lane->timer = 0;
	if (wait > 0) {
		lane->timer = loop_after(lane->pace->loop, wait, step, lane);
		return;
	}
	lane->pace->not_before = clock_mono() + lane->pace->ops->gap;
	lane->task.now = clock_now();
	if (lane->pace->ops->ask(&lane->task, &ask, &err) == -1) {
		end(lane, HEARD_FAILED, &err);
		return;
	}
	log_debug("channel %s: %s", lane->task.conf->code, ask.method);
	lane->call = http_start(lane->pace->http, &ask, answered, lane);
}

void
lane_run(struct lane *lane, lane_done_fn *done)
{
	lane->done = done;
	lane->timer = loop_after(lane->pace->loop, 0, step, lane);
}

void
lane_stop(struct lane *lane)
{
	if (!lane->busy)
		return;
	loop_cancel(lane->pace->loop, lane->timer);
	lane->timer = 0;
	http_cancel(lane->call);
	lane->call = NULL;
	lane->busy = false;
	arena_free(lane->task.arena);
}

int64_t
lane_rest(int64_t tries, int64_t most)
{
	int64_t		rest = SECOND_US << (tries < 12 ? tries + 1 : 13);
	uint32_t	dice;

	if (rest > most)
		rest = most;
	/* Between three and four quarters of it, so that none keep step. */
	clock_random(&dice, sizeof dice);
	return rest - rest / 4 * (int64_t)(dice % 1000) / 1000;
}
