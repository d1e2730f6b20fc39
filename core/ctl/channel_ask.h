/*
 * A channel's settings from whoever sets it up: options, lines of standard
 * input, or questions at a terminal; trying them out, and asking the service.
 */
#ifndef VITRINE_CHANNEL_ASK_H
#define VITRINE_CHANNEL_ASK_H

#include "channel/conf.h"
#include "channel/lane.h"
#include "ctl/ctl.h"

/*
 * Fills conf from --set and --secret, from the NAME=VALUE lines of standard
 * input with --secrets-stdin, and asks at a terminal for what is still missing.
 */
int	channel_ask(struct ctl *, const struct args *, struct channel_conf *)
	    MUST_CHECK;
/* Whether they could be right, without asking anybody. */
int	channel_check(struct ctl *, const struct channel_conf *) MUST_CHECK;
/* Asks the service whether they are right, and says what it found. */
int	channel_try(struct ctl *, const struct channel_conf *) MUST_CHECK;

/* A task, carried out while we wait. */
struct channel_errand {
	enum task_kind	 kind;
	/* Fills in what the task is about; NULL: nothing is to be. */
	void		(*ready)(struct task *, void *arg);
	/* It ended well. */
	void		(*heard)(struct ctl *, const struct task *, void *arg);
	void		*arg;
};

/* -1 with ctl->err when it did not end well. */
int	channel_run(struct ctl *, const struct channel_conf *,
	    const struct channel_errand *) MUST_CHECK;

/* The channel of that code, when somebody else runs it; NULL with ctl->err. */
const struct rec_link *channel_find(struct ctl *, const char *code)
	    MUST_CHECK;
/* What is set, secrets opened; NULL with ctl->err.  conf_free it. */
struct channel_conf *channel_settings(struct ctl *, const struct rec_link *)
	    MUST_CHECK;

#endif
