/*
 * A piece as the public may see it: never its cost, its floor price, its
 * consignor or who bought it.
 */
#ifndef VITRINE_ITEM_H
#define VITRINE_ITEM_H

#include "record.h"
#include "run/json.h"
#include "web/app.h"

enum item_status { ITEM_AVAILABLE, ITEM_HELD, ITEM_SOLD, ITEM_GONE };

enum item_status item_status(const struct rec_piece *);
const char *item_status_name(enum item_status);

/* sku, title, category, status, price, on_hand, url, photo. */
struct js *item_js(const struct app *, const struct rec_piece *);
/* Path of a photo, n from 1, with the sku escaped; in the arena. */
char	*item_photo_path(struct arena *, const char *sku, int64_t n);
char	*item_page_path(struct arena *, const char *sku);

/*
 * One kind sentence about a piece that cannot be bought: "Just sold in our
 * showroom."  taker may be NULL.  In the arena.
 */
char	*item_notice(const struct app *, struct arena *, enum item_status,
	    const struct rec_taker *);
/* "showroom" or "web": as much as the public is told of a channel. */
const char *item_channel(const struct rec_taker *);

/*
 * Why a piece cannot be had, for callers of the API: code (sold, held,
 * legal_hold, not_for_sale, unknown), message, sku, status, at, until,
 * channel.
 */
struct js *item_problem(const struct app *, struct arena *, const char *sku,
	    const struct rec_taker *);

/* "Saturday, 28 November, 14:02", in the shop's zone; in the arena. */
char	*item_moment(const struct app *, struct arena *, int64_t at);

/* Percent-escapes a path segment; in the arena. */
char	*item_escape(struct arena *, const char *);

#endif
