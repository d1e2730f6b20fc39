/*
 * What the files of the sale screen share: scr_sale.c (keys, scans, what the
 * cart tells), scr_sale_draw.c (how it looks), scr_sale_do.c (what is done to
 * the ticket and with it).
 */
#ifndef VITRINE_SCR_SALE_H
#define VITRINE_SCR_SALE_H

#include "list.h"
#include "screen.h"
#include "sell/cart.h"

struct photo;

/* An ambiguous code: the pieces it may mean, until somebody says. */
struct choice {
	struct choice		*next;
	struct arena		*arena;		/* owns it all */
	const char		*title;
	struct rec_piece	*pieces;
	size_t			 n;
	int64_t			 qty;
};

/* A price or discount being changed, and how it was before. */
struct change {
	enum cmd	 cmd;
	size_t		 line;
	struct uuid	 piece_id;	/* nil: a free line */
	money		 price;
	struct discount	 off;
	bool		 on_all;
	char		 reason[LINE_MAX_BYTES + 1];
	struct discount	 whole, discount;
	money		 unit_price;
	const char	*price_reason;
	struct uuid	 price_by, floor_by;
};

struct sale {
	struct cart	 cart;
	struct line	 line;		/* the scan line */
	struct list	 list;
	struct choice	*choices;	/* oldest first */
	bool		 choosing;	/* the oldest is being asked about */
	/* The marked piece, for the column at the side. */
	struct uuid	 looked;	/* whose these are */
	struct arena	*look_arena;	/* owns story */
	const char	*story;
	struct photo	*photo;
	bool		 looking;
	struct uuid	 kept;		/* the hold being taken over, or nil */
	struct change	 change;
	enum right	 asked;		/* what a manager is asked */
};

void	sale_draw(const struct screen *, struct canvas *);
/* Reads photo and story of the marked piece, when they are not there. */
void	sale_look(struct screen *);
void	sale_look_free(struct sale *);
/* Asks which piece was meant, when something is to be asked. */
void	sale_choose(struct screen *);
/* DISCOUNT, PRICE, QUANTITY of the marked line. */
void	sale_change(struct screen *, enum cmd);
void	sale_tender(struct screen *);
/* A parked ticket goes on; it is the sale's from now on. */
void	sale_take(struct screen *, const struct ticket *);
bool	sale_is_empty(const struct screen *);
/* A piece kept for a customer, and the customer. */
void	sale_add_held(struct screen *, const struct uuid *piece,
	    const struct uuid *hold);
/* NULL takes the customer off the ticket. */
void	sale_set_customer(struct screen *, const struct rec_customer *);
/* CUSTOMER, PARK, RETURN, REPRINT, LOCK. */
void	sale_more(struct screen *, enum cmd);

#endif
