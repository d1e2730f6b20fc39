/* What the steps of a checkout share; private to page_*.c. */
#ifndef VITRINE_CHECKOUT_H
#define VITRINE_CHECKOUT_H

#include "web/form.h"
#include "web/html.h"
#include "web/order.h"
#include "web/quota.h"
#include "web/session.h"

/*
 * How the page ends.  A demo takes a test payment and sells.  A shop with a
 * payment_url sends the customer there, and sells when the payment's program
 * calls.  Any other keeps the piece for him and sells in the showroom.  On a
 * customer's word alone nothing is ever sold.
 */
enum pay_mode { PAY_TEST, PAY_LINK, PAY_RESERVE };

/* One visitor's checkout, in the request's arena. */
struct checkout {
	struct uuid		 hold_id;
	struct uuid		 piece_id;
	int64_t			 seconds;	/* left of the hold */
	int64_t			 expires_at;
	int64_t			 age;		/* of the hold, us */
	bool			 reserved;
	char			 caller[SESSION_CALLER];
	struct quota_claim	 quota;
	const char		*sku;
	struct till		*till;		/* while a hold is placed */
	struct form_field	*fields;
	const char		*problem;	/* above the form, or NULL */
	struct order_want	 want;
	struct order_line	 line;
};

struct checkout *checkout_new(struct request *);
struct checkout *checkout_of(struct request *);
enum pay_mode checkout_mode(const struct app *);
char	*checkout_path(struct request *, const struct uuid *hold);
/* The key of the order this hold becomes. */
char	*checkout_key(struct request *, const struct uuid *hold);

/* The form, with what is wrong in it; the piece must be known. */
void	checkout_show(struct request *, unsigned status,
	    const struct rec_piece *);
/* The same with a word about what went wrong. */
void	checkout_show_again(struct request *, const char *problem);
/* A kind word about a piece that cannot be had now, and others like it. */
void	checkout_gone(struct request *, unsigned status,
	    const struct uuid *piece);
/* The hold of the request's path, when it is this visitor's; else answers. */
bool	checkout_hold(struct request *, struct db_ans *,
	    const struct rec_hold **);
/* Whether the form came from our own page; else answers. */
bool	checkout_may_act(struct request *);
void	checkout_put_leave(struct buf *, struct request *);

/* page_reserve.c */
/* Keeps the piece for whom the form names. */
void	reserve_it(struct request *);
/* The reservation a hold was turned into. */
struct uuid reserve_id(const struct uuid *hold);
/* The page of a reservation. */
void	reserve_show(struct request *, const struct rec_piece *);

#endif
