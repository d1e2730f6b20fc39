/* What the steps of a checkout share; private to page_checkout and page_pay. */
#ifndef VITRINE_CHECKOUT_H
#define VITRINE_CHECKOUT_H

#include "web/form.h"
#include "web/order.h"
#include "web/session.h"

/* One visitor's checkout, in the request's arena. */
struct checkout {
	struct uuid		 hold_id;
	struct uuid		 piece_id;
	int64_t			 seconds;	/* left of the hold */
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
char	*checkout_path(struct request *, const struct uuid *hold);
/* The key of the order this hold becomes. */
char	*checkout_key(struct request *, const struct uuid *hold);

/* The form, with what is wrong in it; the piece must be known. */
void	checkout_show(struct request *, unsigned status,
	    const struct rec_piece *);
/* A kind word about a piece that cannot be had now, and others like it. */
void	checkout_gone(struct request *, unsigned status,
	    const struct uuid *piece);
/* The hold of the request's path, when it is this visitor's; else answers. */
bool	checkout_hold(struct request *, struct db_ans *,
	    const struct rec_hold **);
/* Whether the form came from our own page; else answers. */
bool	checkout_may_act(struct request *);
/* Whether test payments are taken. */
bool	checkout_is_demo(const struct app *);

#endif
