/*
 * A lane carries out one task of a connector after the other: asks it for a
 * request, sends it, hands it the answer, until the task has ended.  A link
 * has two, so that "gone" need not wait behind a long list of orders; they
 * share a pace, for a service counts all our calls.
 */
#ifndef VITRINE_LANE_H
#define VITRINE_LANE_H

#include <stdbool.h>

#include "channel/channel.h"
#include "run/loop.h"

struct lane;

/* What two lanes of a link have in common. */
struct pace {
	struct loop			*loop;
	struct http			*http;
	const struct channel_ops	*ops;
	void				*memory;	/* the connector's */
	int64_t				 not_before;	/* clock_mono */
};

/*
 * The task is still there during the call and freed after it; who wants to
 * keep its arena takes it out of the task.
 */
typedef void lane_done_fn(struct lane *, struct task *, enum heard,
	    const struct err *);

struct lane {
	struct pace		*pace;
	struct task		 task;		/* while busy */
	bool			 busy;
	struct http_call	*call;
	loop_id			 timer;
	int			 steps;
	lane_done_fn		*done;
	void			*arg;		/* the owner's */
};

/* Readies lane->task of that kind, with an arena; fill in the rest of it. */
struct task *lane_task(struct lane *, enum task_kind,
	    const struct channel_conf *);
/* Carries it out.  done is called later, never from inside. */
void	lane_run(struct lane *, lane_done_fn *done);
/* Drops what is under way; done is not called. */
void	lane_stop(struct lane *);

/* Until the nth try again: 2, 4, 8 ... seconds, at most most, with jitter. */
int64_t	lane_rest(int64_t tries, int64_t most);

#endif
