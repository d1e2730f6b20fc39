/* The parts of the Squarespace connector, for each other: sqsp_*.c. */
#ifndef VITRINE_SQSP_H
#define VITRINE_SQSP_H

#include "channel/channel.h"
#include "run/json.h"

/* sqsp_order.c: orders after a time, page by page. */
const char *sqsp_poll_path(struct task *);
enum heard sqsp_poll_hear(struct task *, const struct js *, struct err *);

/* sqsp_list.c */
const char *sqsp_list_path(struct task *);
enum heard sqsp_list_hear(struct task *, const struct js *, struct err *);

/* sqsp_stock.c */
/* What to ask next; *body_r is given away, NULL for a GET. */
const char *sqsp_tell_path(struct task *, struct js **body_r);
/* js NULL: written (204). */
enum heard sqsp_tell_hear(struct task *, const struct js *);
/* A write that was refused: by one of its pieces, so one by one. */
enum heard sqsp_tell_refused(struct task *, const struct http_answer *,
	    enum heard, struct err *);

/* sqsp_show.c; ask's method, form and time are set when they are others. */
const char *sqsp_show_path(struct task *, struct http_ask *,
	    struct js **body_r);
/* js NULL: done (204). */
enum heard sqsp_show_hear(struct task *, const struct js *);
enum heard sqsp_show_refused(struct task *, const struct http_answer *,
	    enum heard, struct err *);

#endif
