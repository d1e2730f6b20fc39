/* What the files of the links share: links.c, link.c, tell.c, settle.c. */
#ifndef VITRINE_LINKS_PARTS_H
#define VITRINE_LINKS_PARTS_H

#include "channel/claim.h"
#include "channel/conf.h"
#include "channel/lane.h"
#include "channel/links.h"
#include "db.h"
#include "record.h"
#include "sell/till.h"

#define POLL_US		(30 * SECOND_US)
#define POLL_LEAST	(1 * SECOND_US)	/* between two */
#define DENIED_US	(300 * SECOND_US)
#define REST_MOST	(120 * SECOND_US)
#define DUE_ORDERS	50

struct links {
	struct loop		*loop;
	struct http		*http;
	struct db		*db;
	const struct config	*config;
	struct secret_key	 key;
	bool			 has_key;
	struct err		 key_err;
	struct link		*list;
	loop_id			 tick;
	int64_t			 next_prune;	/* clock_mono */
	bool			 reading;
	bool			 again;
	bool			 leaving;	/* links_free is at work */
};

/* An order being settled; see settle.c. */
struct settle {
	struct link		*link;
	struct arena		*arena;
	struct rec_remote	 remote;	/* in the arena */
	struct claim		*claim;
	struct rec_map		*pieces;	/* a line each; nil: unknown */
	struct uuid		*held;		/* and by which hold; nil: none */
	struct uuid		*holds;		/* live ones of the order */
	size_t			 hold_count;
	size_t			 holding;	/* the line that is being held */
	struct rec_taker	*takers;	/* of what it lost */
	size_t			 taker_count;
	bool			 part;		/* the rest of it is sold */
	bool			*lost;		/* a line each: in which it was */
	money			 lost_sum;	/* of those, with their tax */
};

/* A piece being shown; see show.c. */
struct show {
	struct arena		*arena;
	struct rec_show		 row;		/* texts are the arena's */
	struct rec_photo	*photos;	/* ids alone */
	size_t			 photo_count;
	size_t			 photo;		/* whose bytes are here; else
						   photo_count */
	const void		*bytes;
	size_t			 len;
};

/* Where the orders lane is. */
enum phase {
	PHASE_REST,		/* nothing to do until timer */
	PHASE_DUE,		/* asking which orders are due */
	PHASE_SETTLE,		/* with one of them */
	PHASE_POLL,		/* reading orders */
	PHASE_STORE,		/* writing them down */
	PHASE_HOOKS		/* looking after the subscriptions */
};

struct link {
	struct links		*links;
	struct link		*next;
	const struct channel_ops *ops;
	struct rec_link		 row;		/* texts are the arena's */
	struct arena		*arena;
	struct channel_conf	*conf;		/* NULL: not open */
	struct till		 till;		/* sells as this channel */
	bool			 ready;		/* till is loaded */
	bool			 loading;	/* the till */
	bool			 fresh;		/* settings are as they are now */
	int			 asking;	/* questions under way */
	bool			 gone;		/* not in the shop any more */
	struct pace		 pace;
	/* Orders. */
	struct lane		 orders;
	enum phase		 phase;
	bool			 want_poll;
	bool			 look;		/* at the due ones again */
	int64_t			 next_poll;	/* clock_mono */
	int64_t			 soonest_poll;	/* clock_mono */
	int64_t			 next_due;	/* us UTC, -1: none */
	int64_t			 poll_began;	/* us UTC, under way */
	int64_t			 read_to;	/* us UTC: began, and ended well */
	int64_t			 tries;
	int64_t			 next_hooks;	/* clock_mono */
	loop_id			 timer;
	struct rec_remote	*due;
	size_t			 due_count;
	size_t			 due_at;
	struct arena		*due_arena;
	struct settle		 settle;
	struct arena		*read;		/* what a poll brought */
	struct claim		**claims;
	size_t			 claim_count;
	const char		*position;	/* where it ended */
	bool			 more;		/* and there is more */
	/* Pieces to be told of. */
	struct lane		 tells;
	bool			 telling;
	bool			 tell_again;
	bool			 resting;	/* the service is unwell */
	int64_t			 tell_tries;
	loop_id			 tell_timer;
	struct rec_tell		*told;		/* of the task under way */
	size_t			 told_count;
	/* Pieces to be shown. */
	struct lane		 shows;
	struct show		 show;
	bool			 showing;
	bool			 show_again;
	bool			 show_resting;	/* the service is unwell */
	int64_t			 show_tries;
	loop_id			 show_timer;
};

/* link.c */
struct link *link_new(struct links *, const struct rec_link *,
	    const struct channel_ops *);
void	link_free(struct link *);
/* No calls and no timers any more. */
void	link_stop(struct link *);
/* No question of it is under way at the database. */
bool	link_idle(const struct link *);
/* Its row, settings or pause changed. */
void	link_take(struct link *, const struct rec_link *);
bool	link_runs(const struct link *);
void	link_poll(struct link *);		/* soon */
/* On with whatever is next on the orders lane. */
void	link_on(struct link *);
/* Says in the status what is wrong; NULL: nothing is. */
void	link_problem(struct link *, const char *);
/* Sends; done is told unless the links are going away. */
typedef void link_done_fn(struct link *, struct db_ans *);
void	link_ask(struct link *, struct db_req *, link_done_fn *);

/* tell.c */
void	tell_on(struct link *);

/* show.c */
void	show_on(struct link *);
void	show_free(struct link *);

/* settle.c */
/* Takes the next due order; calls settle_done when it is at rest. */
void	settle_begin(struct link *, const struct rec_remote *);
void	settle_free(struct link *);
void	settle_done(struct link *);		/* link.c */

/* settle_facts.c */
struct facts;
/* The sale an order is, as the channel charged it.  The id is the order's. */
int	settle_facts(struct facts *, struct settle *, struct err *) MUST_CHECK;
struct uuid settle_sale_id(const struct rec_remote *);
struct uuid settle_hold_id(const struct rec_remote *, size_t line);

/* settle_lost.c: each writes, and so ends in settle_done. */
/* It has lost pieces, to these. */
void	settle_lost(struct settle *, const struct rec_taker *, size_t);
/* What it says at a conflict of it that pieces were lost in. */
const char *settle_by_hand(const struct settle *, const struct err *);
/* Paid there after it was refused: refunded once more. */
void	settle_late(struct settle *);
/* Only a person can bring it to its end. */
void	settle_trouble(struct settle *, const char *kind, const char *sku,
	    const char *title, const char *todo);
/* Nothing in it is known here. */
void	settle_foreign(struct settle *);
/* Its sale has been taken back. */
void	settle_back(struct settle *);
/* The channel has refunded it, or will not. */
void	settle_undone(struct settle *, enum heard, const struct err *,
	    const char *done);
/* Adds: the letter that says what it has lost. */
struct db_req *settle_letter(struct settle *, struct db_req *);
/* Adds: goods of it that nobody here knows. */
struct db_req *settle_unknown(struct settle *, struct db_req *);
/* Adds: the channel is told of its pieces again. */
struct db_req *settle_gone_again(struct settle *, struct db_req *);
/* settle_part.c: an order that loses some of its lines and keeps the rest. */
/* Whether it can be parted so. */
bool	settle_may_part(const struct settle *, const struct rec_taker *,
	    size_t);
/* Which lines it has lost already, by its conflicts. */
void	settle_take_lost(struct settle *, const struct db_ans *);
/* The rest is sold, under that number; writes. */
void	settle_parted(struct settle *, const char *number);
/* The channel has refunded those lines, or will not; writes. */
void	settle_part_done(struct settle *, enum heard, const struct err *,
	    const char *done);
/* Whether the channel captures what is sold. */
bool	settle_captures(const struct settle *);
/* Writes req, then settle_done (settle.c). */
void	settle_write(struct settle *, struct db_req *);

#endif
