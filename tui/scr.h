/*
 * How to open each screen.  One file each, scr_NAME.c; everything else about
 * a screen is its own.
 */
#ifndef VITRINE_SCR_H
#define VITRINE_SCR_H

#include <stdbool.h>
#include <stdint.h>

#include "sell/rights.h"
#include "uuid.h"

struct count;
struct report_want;
struct rec_taker;
struct screen;
struct ticket;
struct ui;

/* The keys of the screen on top. */
void	scr_help_open(struct ui *);
/* The commands of the screen on top, by name. */
void	scr_menu_open(struct ui *);
/* Find; what is chosen goes down the stack like a scan. */
void	scr_lookup_open(struct ui *, const char *typed_so_far);
/* Pieces like this one that can be sold. */
void	scr_similar_open(struct ui *, const struct uuid *, const char *title);
/* "Do not hand it over": who has this piece. */
void	scr_taken_open(struct ui *, const struct uuid *, const char *sku,
	    const char *title);
void	scr_piece_open(struct ui *, const struct uuid *);
/*
 * Keeps a piece for a customer who thinks it over; what is on the ticket goes
 * off it.  scr_held_open lists what is kept.
 */
void	scr_hold_open(struct ui *, const struct uuid *piece, const char *sku,
	    const char *title);
void	scr_held_open(struct ui *);
/* A manager says that a piece is here although the books say otherwise. */
void	scr_here_open(struct ui *, const struct rec_taker *);

/*
 * What lies at the bottom of the stack: the sign-in, and on it the sale.  The
 * same sign-in is the lock over a sale that is open.
 */
void	scr_base_open(struct ui *, int64_t hold_us);
void	scr_lock_open(struct ui *);
/* The sale; holds last so many microseconds and are renewed. */
void	scr_sale_open(struct ui *, int64_t hold_us);
/* Whether a ticket is open or a scan waits. */
bool	sale_ticket_open(const struct ui *);
/* What the open ticket knows, for the screens above it; NULL without one. */
const struct ticket *sale_ticket(const struct ui *);
/* The ticket's own hold on a piece, or nil; and giving the piece over. */
struct uuid sale_hold_of(const struct ui *, const struct uuid *piece);
void	sale_hand_over(struct ui *, const struct uuid *piece);
/* A kept piece goes on the ticket, and its customer with it. */
void	sale_take_held(struct ui *, const struct uuid *piece,
	    const struct uuid *hold);
/*
 * Takes the money for the ticket, which stays the sale screen's.  When it is
 * sold, sold(sale) is called once (the ticket is over then) and the receipt
 * opened.  When somebody else was quicker the pieces are shown as taken.
 */
void	scr_pay_open(struct screen *sale, struct ticket *,
	    void (*sold)(struct screen *sale));
/* The receipt of a sale: preview, print; a copy says that it is one. */
void	scr_receipt_open(struct ui *, const struct uuid *sale_id, bool copy);
/* On the sale screen: offers the receipt of this register's last sale, when it
   was neither printed nor seen; the register was ended before. */
void	scr_receipt_begin(struct ui *);
/* Takes pieces back; code: of the receipt or the piece, NULL asks for it. */
void	scr_return_open(struct ui *, const char *code);
/* Parked tickets; the one chosen is handed to the sale screen. */
void	scr_park_open(struct screen *sale);
/*
 * Asks for the PIN of somebody who may do that; NULL when nobody agreed.
 * ask_manager asks with a sentence of its own, for what changes the stock.
 */
void	ask_right(struct screen *owner, enum right,
	    void (*fn)(struct screen *owner, const struct uuid *by));
void	ask_manager(struct screen *owner, const char *why,
	    void (*fn)(struct screen *owner, const struct uuid *manager));
/*
 * The drawer: what happened to it, pay in and out, drop, no sale, counting
 * it.  scr_drawer_begin is for who has just signed in: it asks for the float
 * when no drawer is open, and says so when an earlier one goes on.
 */
void	scr_drawer_open(struct ui *);
void	scr_drawer_begin(struct ui *);
/* Counts cash; fn gets NULL when it was left. */
void	scr_count_open(struct screen *owner, const char *title,
	    void (*fn)(struct screen *owner, const struct count *));
/* Finds or adds a customer for the ticket. */
void	scr_customer_open(struct screen *sale);
/* The conflict desk, and one conflict of it. */
void	scr_conflicts_open(struct ui *);
void	scr_conflict_open(struct ui *, const struct uuid *);
/* The websites of others.  Asks whether whoever is here may. */
void	scr_channels_open(struct ui *);
/* The owner's day: figures, X and Z.  Asks whether whoever is here may. */
void	scr_day_open(struct ui *);
/* Any report of these days: asks which.  For who may see the day. */
void	scr_report_open(struct ui *, const struct report_want *);
/* What the scanner sends, byte by byte of meaning. */
void	scr_scanner_open(struct ui *);

#endif
