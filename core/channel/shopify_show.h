/* What asking and hearing of a piece shown in Shopify share. */
#ifndef VITRINE_SHOPIFY_SHOW_H
#define VITRINE_SHOPIFY_SHOW_H

#include "channel/listing.h"
#include "channel/shopify.h"

/*
 * 0 find the variant by its sku, when its id is not known or is one no more
 * 1 look at it, and at what it is shown on
 * 2 find the place its stock is kept at
 * 3 make it, as a draft with none in stock
 * 4 write title and story		5 write the price
 * 6 take pictures away that are ours and no more here
 * 7 ask for a place to put a photo	8 put it there
 * 9 add it to the product; it is worked on for a while after that
 * 10 set the status			11 show it on the sales channel
 *
 * After each of 3 to 11 it is looked at again, and what differs still is next;
 * what has been written already is not written a second time.
 *
 * The handle it is made under is the piece's own, and making is "make it or
 * have it": an answer that was lost makes no second one, whatever the search
 * knows of it by then.
 */
enum { STEP_FIND, STEP_LOOK, STEP_PLACE, STEP_MAKE, STEP_TEXT, STEP_PRICE,
    STEP_REMOVE, STEP_STAGE, STEP_UPLOAD, STEP_ADD, STEP_STATUS,
    STEP_PUBLISH };

/* A task's own. */
struct show_work {
	const char		*place;		/* a location */
	const char		*publication;	/* what it is shown on */
	bool			 published;
	bool			 active;
	size_t			 working;	/* pictures it works on */
	int			 looks;
	size_t			 broken;	/* ours that it cannot read */
	const char		*why;
	unsigned		 done;		/* steps, as bits */
	size_t			 photo;		/* the one that is sent */
	const char		*upload_url;
	const char		*source;
	struct http_field	*fields;
	size_t			 field_count;
};

#endif
