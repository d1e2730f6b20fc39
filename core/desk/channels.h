/*
 * How the websites of others get on: what the owner's screen and vitrinectl
 * say of each is made here, so that both say the same.
 */
#ifndef VITRINE_CHANNELS_H
#define VITRINE_CHANNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record.h"

struct arena;
struct db_ans;
struct db_req;

#define CHANNEL_STRETCH	24

enum channel_health {
	CHANNEL_OURS,		/* nobody else's: nothing to look after */
	CHANNEL_OFF,		/* not connected any more */
	CHANNEL_PAUSED,
	CHANNEL_NEW,		/* never read yet */
	CHANNEL_WELL,
	CHANNEL_BEHIND,		/* something waits for too long */
	CHANNEL_SILENT,		/* it was read, and is not any more */
	CHANNEL_TROUBLE		/* it said what is wrong */
};

struct channel_state {
	struct rec_link		 row;
	struct rec_delay	 delay;	/* of the last day */
	const char		*title;	/* of the service: "Squarespace" */
	enum channel_health	 health;
	const char		*waits;	/* what it waits for; "" for nothing */
	const char		*todo;	/* what to do about it; "" for nothing */
};

/* "well", "trouble": stable, for scripts too; "-" for one of ours. */
const char *channel_health_word(enum channel_health);

/* All of them; delays are those since a day before now (us UTC). */
struct db_req *channels_ask(int64_t now);
/* By code; everything is the arena's. */
size_t	channels_make(const struct db_ans *, int64_t now, struct arena *,
	    struct channel_state **out_r);

/* A stretch of time, roughly: "134 ms", "12 s", "3 min", "5 h", "4 days". */
const char *channel_stretch(int64_t us, char out[CHANNEL_STRETCH]);

#endif
