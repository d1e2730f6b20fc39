/*
 * A new shop: the rows a shop cannot be without.  One transaction; a shop that
 * is set up already is refused, so that nothing is ever set up over.
 */
#ifndef VITRINE_SETUP_H
#define VITRINE_SETUP_H

#include <stdbool.h>
#include <stdint.h>

#include "err.h"

struct db;

struct setup {
	const char	*name;		/* needed */
	const char	*currency;	/* "USD"; needed */
	const char	*zone;		/* "Europe/Paris" */
	const char	*store;		/* NULL: the name */
	const char	*address;	/* the store's, on receipts; may be NULL */
	const char	*phone;		/* may be NULL */
	const char	*footer;	/* last lines of a receipt; may be NULL */
	const char	*owner_phone;	/* may be NULL */
	const char	*tax_name;	/* NULL: "Sales tax" */
	int64_t		 tax_ppm;	/* 0: no tax on anything */
	bool		 tax_inclusive;
	bool		 tax_per_total;	/* round once a sale, not a line */
	int		 registers;	/* counters R1, R2 ...; 0 means 1 */
	const char	*owner;		/* NULL: nobody yet */
	const char	*owner_user;	/* the system's user who is the owner */
	const char	*owner_pin;	/* NULL: cannot sign in yet */
};

/* Whether everything in it can be written, before anything is made. */
int	setup_check(const struct setup *, struct err *) MUST_CHECK;

/*
 * Writes the shop, its first store, its registers and W for the web, the
 * channels showroom and web, the tax rate on the class "standard", and the
 * owner.  The schema must be there.  ERR_CANNOT_CREATE when a shop is.
 */
int	setup_shop(struct db *, const struct setup *, struct err *) MUST_CHECK;

/* The machine's own zone, "UTC" when it does not say; static. */
const char *setup_zone(void);

#define PIN_LEAST	4
#define PIN_MOST	12
/* A PIN is 4 to 12 digits.  Writes its hash, SEAL_SECRET bytes. */
int	setup_pin_hash(const char *pin, char *hash, struct err *) MUST_CHECK;

#endif
