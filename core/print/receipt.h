/*
 * The receipt of a sale or a return, from what is stored and from nothing
 * else: printed again in ten years it says the same, and that it is a copy.
 */
#ifndef VITRINE_RECEIPT_H
#define VITRINE_RECEIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "record.h"

struct paper;
struct till;

struct receipt {
	const struct rec_sale		*sale;
	const struct rec_line		*lines;
	size_t				 line_count;
	const struct rec_payment	*payments;
	size_t				 payment_count;
	bool				 copy;
};

/*
 * Appends it to the page: the store's head, lines, tax by rate, payments,
 * change, number with its barcode, the journal's hash in short.  The drawer is
 * opened only when kick is set, and never by a copy.
 */
void	receipt_write(struct paper *, const struct receipt *, struct till *,
	    bool kick);

/* Whether it was made after its day was closed: it belongs to a later one. */
bool	receipt_is_late(const struct rec_sale *, struct till *);

/* Whether cash changed hands: then the drawer must open. */
bool	receipt_has_cash(const struct receipt *);

#endif
