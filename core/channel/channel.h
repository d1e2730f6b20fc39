/*
 * Channels: websites somebody else runs (and our own), one file and one row of
 * a table each.
 *
 * A connector knows one service and nothing else: it builds requests and reads
 * answers.  It has no database, no network and no clock of its own, so that a
 * test can hold both ends of it.  When a call is made, how often it is tried
 * again, what an order means for the shop: that is the engine's (links.h,
 * settle.c), the same for every service.
 *
 *	ask	what is the next request of this task?
 *	hear	here is its answer: on with the next step, done, or what is wrong
 *
 * A task may take several steps; step and scratch are the connector's to
 * remember where it is.  A task that broke off is begun again from step 0: all
 * of them must be harmless when done twice.
 *
 * To add a service: core/channel/NAME.c with a struct channel_ops, its line in
 * channel.c, its word in the schema's channel_kind, a double of it in
 * tests/channel, and a paragraph in vitrine-channels(7).
 *
 * Rules for every connector:
 *  - Ids of the service are text, always; some are beyond 2^53.
 *  - Amounts are read with money_parse from decimal strings.
 *  - A webhook is checked over the raw bytes, in constant time, before
 *    anything in it is believed; and then it only wakes the poll.
 *  - No secret in an error's text.
 */
#ifndef VITRINE_CHANNEL_H
#define VITRINE_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clock.h"
#include "err.h"
#include "mem.h"
#include "run/http.h"
#include "run/json.h"
#include "sell/money.h"
#include "uuid.h"

struct claim;
struct listing;

/* ---------------------------------------------------------------- settings */

enum field_need {
	FIELD_MAY,
	FIELD_MUST,
	FIELD_MADE	/* made up by `channel add' unless it is given */
};

/* What `channel add' asks for. */
struct channel_field {
	const char	*name;		/* "url"; a NULL name ends the list */
	enum field_need	 need;
	bool		 secret;	/* is sealed, and asked for unseen */
	const char	*otherwise;	/* what holds when it is not given */
	const char	*doc;		/* where a shop owner finds it */
};

struct channel_value {
	const char	*name;
	const char	*value;
};

/* A channel with its settings, secrets opened.  conf_free wipes them. */
struct channel_conf {
	struct arena		*arena;
	struct uuid		 id;
	const char		*code;
	const char		*kind;
	const char		*name;
	const struct currency	*currency;	/* the shop's */
	struct channel_value	*values;
	size_t			 count;
};

/* A setting, its default, or "". */
const char *conf_text(const struct channel_conf *, const char *name);

/* ------------------------------------------------------------------- tasks */

enum task_kind {
	TASK_TEST,	/* are the settings right?  Says what it found. */
	TASK_POLL,	/* orders that changed after position */
	TASK_TELL,	/* how many of some pieces are for sale */
	TASK_UNDO,	/* a lost order: refund and cancel it */
	TASK_PART,	/* one that lost some lines: refund those */
	TASK_CONFIRM,	/* a sold one: capture what was only authorised */
	TASK_HOOKS,	/* are we still subscribed?  Daily, and at the start. */
	TASK_SHOW,	/* a piece as it shall be shown there: listing.h */
	TASK_LIST	/* a page of all it sells, from position on */
};

#define CAN(task)	(1U << (task))

/* What a piece is called there. */
struct refs {
	const char	*product;	/* "" when it is not known yet */
	const char	*variant;
	const char	*stock;
};

enum told {
	TOLD_NOT,		/* the task ended before its turn */
	TOLD_DONE,		/* it is so there now */
	TOLD_STALE,		/* somebody changed it there: read orders first */
	TOLD_ABSENT,		/* there is no such thing there */
	TOLD_FAILED		/* problem says why */
};

/* One piece of TASK_TELL. */
struct tell {
	struct uuid	 piece_id;
	const char	*sku;
	int64_t		 qty;		/* how many may be sold there now */
	/*
	 * What should be there; when it is not, the answer is STALE and
	 * nothing is changed.  -1: whatever is there.  Always -1 when qty is
	 * 0: that may be said at any time.
	 */
	int64_t		 from;
	struct refs	 refs;		/* looked up by sku when unknown */
	bool		 found;		/* refs were looked up: to be kept */
	enum told	 told;		/* what came of it */
	int64_t		 seen;		/* STALE: how many it says; -1: unsaid */
	const char	*problem;
};

/* One thing a channel sells, as its customers see it. */
struct ware {
	const char	*sku;
	const char	*title;
	const char	*code;		/* a barcode, or "" */
	struct refs	 refs;
	money		 price;		/* 0: none is said */
	int64_t		 quantity;
	bool		 shown;		/* customers find it */
	bool		 oversell;	/* sold on when there is none */
	bool		 uncounted;	/* it is there, and nobody counts */
};

struct task {
	enum task_kind			 kind;
	const struct channel_conf	*conf;
	void				*memory;	/* see channel_ops */
	struct arena			*arena;		/* lives as long */
	int				 step;		/* 0 at first */
	void				*scratch;	/* the connector's */
	int64_t				 now;		/* us UTC */
	/* hear may set it: not before so many us the next call. */
	int64_t				 rest;
	/* The same for this task alone: it waits for something there. */
	int64_t				 pause;
	/* POLL.  position "" reads from since on; hear sets the next one. */
	const char			*position;
	int64_t				 since;		/* us UTC */
	struct claim			**claims;	/* task_claim adds */
	size_t				 claim_count;
	bool				 more;		/* poll again at once */
	/* LIST: position "" is the first page; hear sets the next, and more. */
	struct ware			*wares;		/* task_ware adds */
	size_t				 ware_count;
	/* TELL: hear sets told of each. */
	struct tell			*tells;
	size_t				 tell_count;
	/* UNDO, PART, CONFIRM */
	const struct claim		*claim;
	const char			*reason;	/* for their books */
	const bool			*lost;		/* a line each */
	money				 amount;	/* PART: of those lines;
							   CONFIRM: to take */
	/* UNDO, PART, CONFIRM, TEST, HOOKS: one sentence for a person. */
	const char			*done;
	/* HOOKS: where the service reaches us. */
	const char			*hook_url;
	/* SHOW */
	struct listing			*listing;
};

enum heard {
	HEARD_MORE,		/* ask again */
	HEARD_DONE,
	HEARD_LATER,		/* busy or unwell: the same again, later */
	HEARD_DENIED,		/* it does not let us in any more */
	HEARD_FAILED		/* trying again will not help: a person must */
};

/* ---------------------------------------------------------------- webhooks */

#define HOOK_KEY	200	/* with the NUL */

struct hook {
	const char	*(*header)(void *arg, const char *name);	/* or NULL */
	void		*arg;
	const char	*body;
	size_t		 len;
};

enum hook_verdict {
	HOOK_GOOD,		/* signed; key and topic are filled in */
	HOOK_PING,		/* nothing to keep: answer 200 */
	HOOK_BAD		/* not theirs */
};

struct hook_read {
	char	key[HOOK_KEY];		/* the same delivery has the same */
	char	topic[80];
};

/* --------------------------------------------------------------- a service */

struct channel_ops {
	const char			*kind;		/* "woocommerce" */
	const char			*title;		/* "WooCommerce" */
	const struct channel_field	*fields;
	unsigned			 can;		/* CAN(TASK_...) */
	/*
	 * How a person refunds a lost order there, one sentence a step: what
	 * the conflict desk says when the service has no call for it or
	 * refused it.  NULL ends them.
	 */
	const char *const		*by_hand;
	size_t				 batch;		/* tells in one task */
	int64_t				 gap;		/* us between calls */
	int64_t				 overlap;	/* us a poll reads back */
	/* SHOW: characters of a title, a story in HTML, a sku; 0: any. */
	size_t				 title_max;
	size_t				 story_max;
	size_t				 sku_max;
	/* Bytes a link keeps for the connector, zeroed: a token, a cost. */
	size_t				 memory;
	/* Whether the settings could be right; ERR_INPUT.  No network. */
	int	(*check)(const struct channel_conf *, struct err *);
	enum hook_verdict (*hook)(const struct channel_conf *,
		    const struct hook *, struct hook_read *);
	/* What to ask; texts may be in the task's arena.  -1: FAILED. */
	int	(*ask)(struct task *, struct http_ask *, struct err *);
	/* What the answer means; err for LATER, DENIED and FAILED. */
	enum heard (*hear)(struct task *, const struct http_answer *,
		    struct err *);
};

/* NULL for a kind nobody connects to (showroom, office). */
const struct channel_ops *channel_ops(const char *kind);
/* All of them, NULL-ended. */
extern const struct channel_ops *const channel_services[];
/* The steps of by_hand behind each other, in the arena. */
const char *channel_by_hand(struct arena *, const struct channel_ops *);

/* --------------------------------------------------------- for connectors */

/* A new claim of the task's, empty, in its arena. */
struct claim *task_claim(struct task *);
/* A new thing of LIST, empty; valid until the next one is made. */
struct ware *task_ware(struct task *);
/* A text of their answer in the task's arena, "" when it is not there. */
const char *task_text(struct task *, const struct js *, const char *name);
/* Those of the members named (NULL ends) that say something, put together. */
const char *task_words(struct task *, const struct js *,
	    const char *const *names, const char *between);
/*
 * An amount as services write them: "55.00", "5500.0" (of yen, whose zeros
 * behind the point are nothing), "" for none.  False when it is no amount.
 */
bool	task_amount(struct task *, const char *, money *out_r);
/* "2026-11-23T06:27:27...", UTC, to us; 0 when it is none.  And back, without
   anything behind the seconds. */
int64_t	task_time(const struct js *, const char *name);
const char *task_stamp(struct task *, int64_t us);
/* Makes the document, which is given away, the body. */
void	task_body(struct task *, struct js *, struct http_ask *);
/*
 * Where a poll goes on: a position in us UTC, else since.  Never ahead of now:
 * a clock that once was, theirs or ours, must not hide what is bought until
 * that time comes.
 */
int64_t	task_from(const struct task *, const char *position);
/* TELL: MORE while something is left to be told. */
enum heard task_told(const struct task *);
/* A header line. */
const char *task_header(struct task *, const char *name, const char *value);
/* "Authorization: Basic ..." */
const char *task_basic(struct task *, const char *user, const char *secret);
/*
 * What every HTTP service means by a status that is not 2xx: 401 and 403
 * DENIED; 408, 429 and 5xx, or no answer at all, LATER (rest is set from
 * Retry-After); else FAILED.  err says it with the words given.
 */
enum heard task_trouble(struct task *, const struct http_answer *,
	    const char *words, struct err *);
/* A base address: https, or http to this machine or when http_ok. */
int	channel_url(const char *url, bool http_ok, struct err *) MUST_CHECK;
/* The setting that says what becomes of an order that loses some lines. */
#define FIELD_WHEN_LOST	{ "when_lost", FIELD_MAY, false, "part", \
	"part: of an order that loses one of its pieces that piece is " \
	"refunded and the rest is sold; whole: all of it is refunded" }
int	check_when_lost(const struct channel_conf *, struct err *) MUST_CHECK;
/* A signature of the body: HMAC-SHA-256 in base64 or in hex, constant time. */
bool	hook_signed_base64(const struct hook *, const void *key, size_t key_len,
	    const char *signature);
bool	hook_signed_hex(const struct hook *, const void *key, size_t key_len,
	    const char *signature);

#endif
