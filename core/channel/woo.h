/* The parts of the WooCommerce connector, for each other: woo_*.c. */
#ifndef VITRINE_WOO_H
#define VITRINE_WOO_H

#include "channel/channel.h"
#include "run/json.h"
#include "seal.h"

#define WOO_PAGE	100

/* A call of the API: what woo_request signs. */
struct woo_call {
	const char	*method;
	const char	*path;		/* "/orders/17" */
	const char	*query[8][2];	/* names and values, not escaped */
	size_t		 query_count;
	struct js	*body;		/* given away; NULL: none */
	int64_t		 time_us;	/* 0: as long as any call */
};

void	woo_query(struct woo_call *, const char *name, const char *value);

/* woo_call.c */
int	woo_request(struct task *, struct woo_call *, struct http_ask *,
	    struct err *);
/* What it says is wrong: {"code": ..., "message": ...}. */
enum heard woo_trouble(struct task *, const struct http_answer *,
	    struct err *);
/* An id or another text as text, whatever it is there; arena's. */
const char *woo_text(const struct js *, const char *name, struct arena *);

/*
 * Undoing an order, or a part of it:
 * 0 see how it is there: somebody, or we before a crash, may have done it
 * 1 refund it through its gateway, without putting stock back
 * 2 or, when nothing was paid, cancel it
 * 3 say why, in the order's notes
 */
enum { UNDO_LOOK, UNDO_REFUND, UNDO_CANCEL, UNDO_NOTE };

/* woo_order.c */
int	woo_test_ask(struct task *, struct woo_call *);
enum heard woo_test_hear(struct task *, const struct http_answer *,
	    const struct js *, struct err *);
int	woo_poll_ask(struct task *, struct woo_call *);
enum heard woo_poll_hear(struct task *, const struct js *, struct err *);
int	woo_undo_ask(struct task *, struct woo_call *);
enum heard woo_undo_hear(struct task *, const struct js *, struct err *);
/* What was given back of an order so far. */
money	woo_refunded(struct task *, const struct js *order);
/* Refused: what that means for the undoing. */
enum heard woo_undo_refused(struct task *, const struct http_answer *,
	    enum heard);

/* The reason, as a note to the customer. */
void	woo_note(struct task *, struct woo_call *);

/* woo_part.c */
int	woo_part_ask(struct task *, struct woo_call *);
enum heard woo_part_hear(struct task *, const struct js *, struct err *);

/* woo_list.c */
int	woo_list_ask(struct task *, struct woo_call *);
enum heard woo_list_hear(struct task *, const struct js *, struct err *);

/* woo_hooks.c */
int	woo_hooks_ask(struct task *, struct woo_call *);
enum heard woo_hooks_hear(struct task *, const struct js *);

/* woo_stock.c */
int	woo_tell_ask(struct task *, struct woo_call *);
enum heard woo_tell_hear(struct task *, const struct js *, struct err *);
/* A refusal that is about one piece only. */
enum heard woo_tell_refused(struct task *, const struct http_answer *,
	    enum heard, struct err *);

/* woo_show.c */
int	woo_show_ask(struct task *, struct woo_call *);
enum heard woo_show_hear(struct task *, const struct js *);
/* A refusal that only means that it is elsewhere, or there already. */
enum heard woo_show_refused(struct task *, const struct http_answer *,
	    enum heard, struct err *);

#endif
