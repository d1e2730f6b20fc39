/*
 * A piece as a website shows it: how it shall be (from the piece), how it was
 * found there, and what of that differs.  What is alike for every service; how
 * it is read and written is the connector's (channel.h, TASK_SHOW).
 *
 * A photo of ours is known there by its name alone, "vitrine-" and the photo's
 * id, which every service keeps in the picture's address: so whatever broke
 * off is found again, and nothing is sent twice.  Pictures that a person put
 * there stay; where there are only such, ours are not added.
 */
#ifndef VITRINE_LISTING_H
#define VITRINE_LISTING_H

#include <stdbool.h>
#include <stddef.h>

#include "channel/channel.h"
#include "record.h"

#define LISTING_PHOTOS	20	/* of one piece, the first ones */

/* What differs, as bits of struct listing's differs. */
enum {
	DIFF_TITLE = 1,
	DIFF_STORY = 2,
	DIFF_PRICE = 4,
	DIFF_PHOTOS = 8,
	DIFF_SHOWN = 16
};

struct listing_photo {
	struct uuid	 id;
	const char	*name;		/* "vitrine-ID.jpg" */
	const char	*alt;
	const char	*url;		/* at our listener; "" without one */
	const void	*bytes;		/* NULL until they are wanted */
	size_t		 len;
	const char	*ref;		/* found there, as this; "" not yet */
};

struct listing {
	/* How it shall be. */
	const char		*sku;
	const char		*title;
	const char		*story;		/* plain text */
	const char		*html;		/* the same as HTML */
	const char		*price;		/* "1249.95" */
	money			 amount;
	bool			 shown;
	struct uuid		 piece_id;
	struct listing_photo	*photos;
	size_t			 photo_count;
	bool			 look;		/* and change nothing */
	/* What is known of it there; hear finds and sets it. */
	struct refs		 refs;
	bool			 found;		/* refs are to be kept */
	bool			 made;		/* just now, with none in stock */
	bool			 there;
	bool			 part;		/* one of several variants */
	const char		*title_there;	/* plain text */
	const char		*html_there;
	money			 amount_there;
	bool			 shown_there;
	const char		**stale;	/* ours there, and here no more */
	size_t			 stale_count;
	size_t			 foreign;	/* pictures of others */
	unsigned		 differs;
	/* What came of it. */
	size_t			 wants;		/* a photo's bytes; else PHOTO_NONE */
	enum told		 told;
	const char		*problem;
};

#define PHOTO_NONE	((size_t)-1)

/* "vitrine-ID.jpg" in a name or an address. */
bool	listing_photo_id(const char *, struct uuid *out_r);

/*
 * A piece of ours with its photos (their ids alone) as it shall be shown, in
 * the arena; base is the listener's address or "".
 */
struct listing *listing_of(const struct rec_show *, const struct rec_photo *,
	    size_t photo_count, const struct currency *, const char *base,
	    struct arena *);

/* Too long for the service: problem is set, in words.  NULL when it is not. */
const char *listing_too_long(const struct listing *,
	    const struct channel_ops *, struct arena *);

/* Before a service's answer is read into it: nothing is there. */
void	listing_forget(struct listing *);
/* A picture there: its address (it may be another text with the name in it)
   and what it is called there. */
void	listing_saw(struct task *, const char *url, const char *ref);
/* One of ours there that is to be taken away. */
void	listing_drop(struct task *, const char *ref);
/* Everything there has been read: sets differs. */
void	listing_compare(struct task *);
/* The first photo that is not there; PHOTO_NONE. */
size_t	listing_missing(const struct listing *);

#endif
