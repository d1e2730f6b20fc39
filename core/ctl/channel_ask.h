/*
 * A channel's settings from whoever sets it up: options, lines of standard
 * input, or questions at a terminal; and trying them out.
 */
#ifndef VITRINE_CHANNEL_ASK_H
#define VITRINE_CHANNEL_ASK_H

#include "channel/conf.h"
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

#endif
