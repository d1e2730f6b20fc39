/*
 * The till: what every program that sells has in hand.  The connection to the
 * shop, which store, register and channel it sells as, who stands at it, the
 * tax rates and the shop's settings.  The register, the listener and
 * vitrinectl each have one; sale.h, hold.h, refund.h, staff.h and park.h work
 * on it.
 *
 * Everything that asks the shop is a job: it is started, goes on in the
 * background as db_turn() is called, and calls its done function exactly once,
 * later.  A screen that goes away forgets its jobs (till_forget); they go on to
 * their end all the same.
 */
#ifndef VITRINE_TILL_H
#define VITRINE_TILL_H

#include <stdbool.h>
#include <stddef.h>

#include "clock.h"
#include "db.h"
#include "sell/cashlaw.h"
#include "sell/day.h"
#include "sell/money.h"
#include "sell/rights.h"
#include "sell/tax.h"

struct facts;

/* What it sells as; from the register's kind. */
enum till_kind { TILL_COUNTER, TILL_WEB, TILL_OFFICE };

/*
 * Where an online sale's intent is written before it is sent and settled
 * afterwards, so that a register that dies in between knows what it asked for
 * (the register's own file; the listener and an embedded shop have none: NULL).
 * intent must be durable when it returns; -1 stops the sale before anything
 * was sent.  settled says how it ended; an unsure one stays open.
 */
struct till_journal {
	int	(*intent)(void *arg, const struct facts *, struct err *);
	void	(*settled)(void *arg, const struct uuid *sale_id, bool sold);
	void	 *arg;
};

struct till_job;

struct till {
	struct db		*db;		/* not the till's to close */
	struct arena		*arena;		/* what till_load brought */
	bool			 loaded;
	struct rec_shop		 shop;
	struct rec_store	 store;
	struct rec_register	 reg;
	struct rec_channel	 channel;
	struct currency		 currency;
	struct zone		 zone;
	struct tax_rules	 rules;		/* the store's */
	bool			 demo;		/* setting demo: test payments */
	bool			 prints;	/* owes a receipt for what it sells */
	struct rights		 rights;	/* read again at every sign-in */
	struct cash_law		 cash_law;	/* on reporting cash */
	/* Whoever signed in; nil before (staff.h). */
	struct uuid		 staff_id;
	enum staff_role		 staff_role;
	char			 staff_name[80];
	const struct till_journal *journal;	/* NULL: none */
	int64_t			 patience;	/* us, until unsure is said */
	struct till_job		*jobs;
};

#define TILL_PATIENCE	(20 * SECOND_US)

/* Settings of the shop (vitrinectl setting) that a till goes by. */
#define SETTING_DEMO		"demo"		/* yes */

void	till_init(struct till *, struct db *);
/* Jobs under way lose their till: close the database first. */
void	till_free(struct till *);

/* err is NULL when it went well. */
typedef void till_done_fn(const struct err *, void *arg);

/*
 * Reads shop, settings, rates and who this till is: the register of that code,
 * or NULL for the store's first of that kind (an office without a register of
 * its own uses the first counter).  Again at any time, to take up changes;
 * when it fails the till stays as it was.
 */
void	till_load(struct till *, enum till_kind, const char *code,
	    till_done_fn *, void *arg);
int	till_load_wait(struct till *, enum till_kind, const char *code,
	    struct err *) MUST_CHECK;

/* The shop's date now: what its clocks say, closed or not. */
int	till_day(struct till *);
/*
 * The business day a sale made now belongs to: that date, or the day after the
 * last one a Z of the store closed, as far as this till has heard of it.
 */
int	till_sale_day(struct till *);
/* It heard of one: sales belong to this day now. */
void	till_day_moved(struct till *, int day);

/*
 * Turns the database until *done, for programs without a loop.  Everything
 * started on this till before goes on meanwhile.
 */
void	till_wait(struct till *, const bool *done);
/* The same until nothing is under way on this till. */
void	till_finish(struct till *);

/* Calls back nothing with this arg any more. */
void	till_forget(struct till *, const void *arg);

/*
 * For the modules on the till: the head of every job.  till_job_begin puts it
 * on the list, till_job_end takes it off and says whether anybody still wants
 * to be told.
 */
struct till_job {
	struct till	*till;
	void		*arg;
	bool		 forgotten;
	struct till_job	*next;
};

void	till_job_begin(struct till *, struct till_job *, void *arg);
bool	till_job_end(struct till_job *);

#endif
