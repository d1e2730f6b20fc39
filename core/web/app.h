/*
 * The listener as one thing: the shop it sells for, its database handles, its
 * server.  The rooms (api_*.c, page*.c, feed.c) share it.
 *
 * Handles: one of a small pool works for each request, so that a slow order
 * does not hold up the others; one more watches for changes.
 */
#ifndef VITRINE_APP_H
#define VITRINE_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db.h"
#include "err.h"
#include "run/loop.h"
#include "sell/till.h"
#include "web/metrics.h"
#include "web/quota.h"
#include "web/serve.h"

struct feed;
struct flight;
struct links;
struct limit;

#define APP_DBS	8

/* What a till's callback knows. */
struct seat {
	struct app	*app;
	struct till	*till;
};

struct app {
	struct loop	*loop;
	struct serve	*serve;
	struct db	*dbs[APP_DBS];
	struct till	 tills[APP_DBS];	/* on dbs, one each */
	struct seat	 seats[APP_DBS];
	unsigned	 busy[APP_DBS];	/* requests it is working on */
	size_t		 db_count;
	struct db	*watch;
	bool		 open;		/* the shop was there once */
	char		 trouble[200];	/* why it is not */
	loop_id		 refresh;	/* the next app_reload */
	struct feed	*feed;
	struct flight	*flights;	/* orders being worked on */
	struct links	*links;		/* to other people's shops */
	struct metrics	*metrics;
	struct limit	*hold_limit;	/* tries to hold, by visitors */
	struct quota	*quota;		/* how many holds there may be */
	struct quota_limits quota_limits;
	struct limit	*key_limit;	/* keys that are none */
	bool		 leaving;	/* app_free is at work */
	bool		 demo;		/* test payments are taken */
	int64_t		 hold_us;	/* how long a checkout may take */
	int64_t		 reserve_us;	/* how long a reservation lasts */
	char		*payment_url;	/* "" or where customers pay */
	char		*payment_origin;	/* its site; "" without */
	char		*web_url;	/* "" or where customers come in */
};

/*
 * Opens the handles and asks for the shop's particulars, again and again until
 * there is a shop.  -1 with err when the URL itself is wrong.
 */
int	app_init(struct app *, struct loop *, const char *url, struct err *)
	    MUST_CHECK;
/* Answers what is outstanding, then closes everything but the loop. */
void	app_free(struct app *);
/* Whether an order could be taken now; otherwise why says what is missing. */
bool	app_ready(const struct app *, char *why, size_t size);
/* Reads the particulars again: SIGHUP, and every minute. */
void	app_reload(struct app *);

/* The shop's particulars; only once app->open. */
const struct till *app_shop(const struct app *);

extern const struct route app_routes[];

/* What has been found out about the caller of a request. */
struct visit {
	struct app	*app;
	struct uuid	 key_id;	/* nil without a key */
	const char	*caller;	/* "key:..." with one, else "" */
	struct uuid	 channel_id;	/* the key's, else the shop's page */
	void		*work;		/* of the call under way */
	void		*page;		/* of the page it is part of */
};

struct visit *visit_of(struct request *);
/* For serve_conf: finds out who calls, then calls the route. */
void	app_enter(struct request *, void *app);
/* For serve_conf: a kind word for people, JSON for programs. */
void	app_missing(struct request *, void *app);
/* For serve_conf: what a monitor asks all day long. */
bool	app_quiet(const struct route *);
/* For serve_conf: counts the finished requests. */
void	app_done(void *app, const struct route *, unsigned status, int64_t us);

/*
 * Sends a question with one of the handles; fn gets its answer and must see
 * to it that the request is answered.  Without a shop the request is answered
 * 503 here and fn is not called.
 */
typedef void ask_fn(struct request *, struct db_ans *);
void	app_ask(struct request *, struct db_req *, ask_fn *);
/*
 * Answers for anything but DONE: 503 when the database is away or the outcome
 * unsure, 500 for what should not be.  True when it answered.
 */
bool	app_failed(struct request *, const struct db_ans *);

/* A handle for work that belongs to no request. */
struct db *app_db(struct app *);
/* A till of one's own for a job of the core; give it back with till_back. */
struct till *app_till(struct app *);
void	app_till_back(struct app *, struct till *);

#endif
