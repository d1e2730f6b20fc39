/*
 * Everything leaves in open formats: CSV that no spreadsheet takes for a
 * formula, or one JSON array of flat objects with money in minor units.
 * Reads page by page, so that a million rows need no more memory than a
 * thousand.
 */
#ifndef VITRINE_EXPORT_H
#define VITRINE_EXPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "err.h"
#include "sell/money.h"

struct db;

enum export_kind {
	EXPORT_ITEMS,
	EXPORT_SALES,		/* a row a line */
	EXPORT_PAYMENTS,	/* a row a payment */
	EXPORT_CUSTOMERS,
	EXPORT_CONSIGNORS,
	EXPORT_JOURNAL
};

struct export {
	enum export_kind	 kind;
	bool			 json;
	bool			 sealed;	/* the journal as journal.h */
	int64_t			 from;	/* business days, of sales and */
	int64_t			 to;	/* payments; both included */
	const struct currency	*currency;
	FILE			*to_file;
};

/* False for a word that is none of them. */
bool	export_kind_of(const char *, enum export_kind *out_r);
/* Waits.  *rows_r is how many were written. */
int	export_run(struct db *, const struct export *, int64_t *rows_r,
	    struct err *) MUST_CHECK;

#endif
