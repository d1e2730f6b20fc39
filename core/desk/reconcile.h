/*
 * Two lists of the same stock held against each other: what the shop's own
 * system says and what the website says.  It shows the ghosts, pieces sold in
 * the one and still for sale in the other, before anything is connected.
 *
 *	recon_of_import(arena, file, "point of sale", &shop);
 *	recon_of_import(arena, other, "website", &web);
 *	report = recon_report(&shop, &web, &currency, &zone);
 *
 * Nothing here asks a database or writes one; what both lists come from (two
 * files, a file and the shop, a channel's answer) is the caller's.
 */
#ifndef VITRINE_RECONCILE_H
#define VITRINE_RECONCILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "sell/money.h"

struct arena;
struct db;
struct import;
struct rec_link;
struct rec_map;
struct report;
struct ware;
struct zone;

/* How a piece of the website was recognised, the surest first. */
enum recon_by {
	RECON_BY_NONE,
	RECON_BY_NUMBER,	/* stock number or barcode */
	RECON_BY_CERTIFICATE,
	RECON_BY_SIMILAR,	/* BR-1041 and "br 1041" */
	RECON_BY_TITLE		/* the only ones so called on both sides */
};

struct recon_item {
	int64_t		 row;		/* of its file; 0 when it has none */
	const char	*sku;
	bool		 sku_made;	/* its list has no number for it */
	const char	*title;
	const char	*const *codes;
	size_t		 code_count;
	const char	*certificate;	/* "GIA 77"; "" for none */
	const char	*state;		/* as piece.state */
	money		 price;		/* 0: none is said */
	int64_t		 quantity;
	bool		 sold;
	bool		 one;		/* one of a kind */
	bool		 shown;		/* visible to customers */
	bool		 oversell;
	bool		 uncounted;
	bool		 held;		/* all of it is on hold: quantity is 0 */
	/* Filled in by recon_match. */
	const struct recon_item	*other;
	enum recon_by	 by;
	size_t		 claims;	/* how many of the website mean it */
};

/* A row that could not be read, and so could not be compared. */
struct recon_unread {
	int64_t		 row;
	const char	*sku;
	const char	*reason;
};

struct recon_side {
	const char		*name;	/* "point of sale" */
	struct recon_item	*items;
	size_t			 count;
	struct recon_unread	*unread;
	size_t			 unread_count;
};

/* Texts stay the import's, which must outlive the side. */
void	recon_of_import(struct arena *, const struct import *,
	    const char *name, struct recon_side *out_r);

/*
 * The pieces of the shop itself; unheld: what is on hold does not count, for it
 * is not for sale elsewhere either.  Waits; texts are the arena's.  -1 with
 * err when the shop did not answer.
 */
int	recon_of_shop(struct arena *, struct db *, const char *name, bool unheld,
	    struct recon_side *out_r, struct err *) MUST_CHECK;
/*
 * What a channel sells; maps say which of its things are known to be which
 * piece.  Texts stay the wares' and the maps'.
 */
void	recon_of_wares(struct arena *, const struct ware *, size_t n,
	    const struct rec_map *, size_t map_count, const char *name,
	    struct recon_side *out_r);

/* Finds for every item of the website the one it is in the shop. */
void	recon_match(struct recon_side *shop, struct recon_side *web);
const char *recon_by_name(enum recon_by);

/* For sale in the shop; for sale on the website, to whoever finds it. */
bool	recon_is_here(const struct recon_item *);
bool	recon_is_live(const struct recon_item *);

/*
 * Matches both and tells what is wrong, the worst first.  Its tables:
 * summary, ghosts (sold in the shop, live on the web), not_for_sale (on memo,
 * in repair, and live), listed_twice, sold_online (gone there, still here),
 * unknown (live, and not in the shop's list), quantity (several of one of a
 * kind, or two counts), oversell, price, certificate, unread.
 */
struct report *recon_report(struct recon_side *shop, struct recon_side *web,
	    const struct currency *, const struct zone *);
/* What a report found, for who keeps it: live, ghosts, strays, differ. */
void	recon_sum(const struct report *, const struct recon_side *web,
	    struct rec_link *);

#endif
