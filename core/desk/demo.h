/*
 * A believable jeweller's shop to try things on: stock, people, photos, a year
 * of sales.  The same number of pieces always makes the same shop, but for ids
 * and times.  Every maker, person and laboratory in it is invented.
 */
#ifndef VITRINE_DEMO_H
#define VITRINE_DEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "mem.h"
#include "print/look.h"
#include "sell/piece.h"

struct db;

#define DEMO_ATTRS	8
#define DEMO_PIECES_MAX	INT64_C(2000000)

struct demo_attr {
	const char	*name;
	const char	*value;
};

struct demo_piece {
	struct look	 look;
	enum piece_kind	 kind;
	const char	*state;		/* as piece.state */
	const char	*sku, *title, *story;
	const char	*category;	/* its name */
	const char	*barcode;	/* EAN-13 of our own, prefix 2 */
	const char	*old_number;	/* "" or the number before Vitrine */
	const char	*location;
	struct demo_attr attrs[DEMO_ATTRS];
	size_t		 attr_count;
	/* The main stone, and the small ones; "" when there is none. */
	const char	*stone, *shape, *origin, *color, *clarity;
	int64_t		 carat_milli;
	const char	*accent;
	int64_t		 accent_count, accent_milli;
	const char	*lab, *report;	/* its certificate, or "" */
	int64_t		 price, floor_price, cost;
	int64_t		 quantity;
	bool		 listed;
	int		 consignor;	/* index of demo_people, -1: our own */
	int		 days_here;	/* since it came in */
};

/* Piece number 0, 1, 2 ...; texts live in the arena. */
void	demo_piece_make(struct arena *, int64_t number, struct demo_piece *);
/* Counted stock and services: number of them, and one of them. */
size_t	demo_counted(void);
void	demo_counted_make(struct arena *, size_t index, struct demo_piece *);
/* An in-house EAN-13: prefix 2, eleven digits, check digit. */
const char *demo_barcode(struct arena *, int64_t number);
/* Its story, two or three sentences. */
const char *demo_story(struct arena *, const struct demo_piece *,
	    const char *maker, const char *period, int year);

struct demo_options {
	int64_t		 pieces;	/* one-of-a-kind ones */
	bool		 photos;
	bool		 sales;		/* a year of them */
	const char	*owner_user;	/* the system's user who is the owner,
					   or NULL */
	void		(*progress)(int64_t done, int64_t all, void *);
	void		*arg;
};

struct demo_report {
	int64_t		 pieces, photos, sales;
};

#define DEMO_PINS	"1111 for Ana, 2222 for Ben, 3333 for Olivia"

/*
 * Fills the shop: makes the schema and the shop when there is neither.  A shop
 * that has pieces already is refused with ERR_CANNOT_CREATE.
 */
int	demo_fill(struct db *, const struct demo_options *,
	    struct demo_report *, struct err *) MUST_CHECK;

#endif
