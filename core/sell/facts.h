/*
 * A sale or a return as the rows that say it happened: worked out here, sealed
 * into the journal, inserted together, printed from, never changed.
 *
 * The ids of lines and payments follow from the sale's id and their position,
 * so that the same sale told twice is the same rows.
 *
 * The journal's text of it (facts_text) is what the hash chain covers, format
 * "vitrine-sale 1".  One fact a line, fields separated by one blank, texts in
 * double quotes with \" \\ and \n, ids in their text form or - for none,
 * amounts in minor units, times in microseconds UTC:
 *
 *	vitrine-sale 1 KIND ID
 *	at MADE-AT DAY
 *	by STORE REGISTER CHANNEL STAFF
 *	for CUSTOMER "NAME" "ORDER" EXEMPT "EXEMPT-NO"
 *	returns SALE				(a return only)
 *	note "NOTE"				(when there is one)
 *	line POSITION PIECE "SKU" "TITLE" QTY LIST UNIT DISCOUNT "REASON"
 *	    "CLASS" "TAX-NAME" PPM INCLUSIVE NET TAX TOTAL RETURNS-LINE UNIQUE
 *							(on one line)
 *	pay POSITION KIND AMOUNT "LAST4" "APPROVAL" "REFERENCE"
 *	allow RIGHT ID OF BY AMOUNT "REASON"	(each approval: of a line or
 *	    of this, by whom)
 *	total CURRENCY SUBTOTAL DISCOUNT TAX TOTAL
 *
 * The kind is sale or return.  DAY is the business day the till knew when it
 * was made.  When a Z closes that day before the sale is stored, the sale
 * belongs to the day after that Z, which is what its row and its receipt say:
 * nothing else may make the two differ, and `vitrinectl verify' holds them to
 * it.  Fields are only ever added at the end of a line and under a new format
 * number.
 */
#ifndef VITRINE_FACTS_H
#define VITRINE_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"
#include "record.h"
#include "sell/rights.h"
#include "sell/tender.h"

struct buf;
struct db_req;
struct till;
struct ticket;

struct facts {
	struct arena		*arena;		/* owns every text */
	struct rec_sale		 sale;
	struct rec_line		*lines;		/* in order of position */
	size_t			 line_count;
	struct rec_payment	*payments;
	size_t			 payment_count;
	struct rec_approval	*approvals;	/* asked by the sale's staff */
	size_t			 approval_count;
	/* Whom a letter about it goes to, written with it; NULL: nobody. */
	const char		*mail_to;
	bool			 prints;	/* a receipt is due (till.h) */
};

/*
 * The facts of selling this ticket, whose totals are worked out, for these
 * tenders, now.  They are settled on the way (change is added).  ERR_INPUT for
 * an empty ticket or tenders that do not come out even, ERR_NOT_ALLOWED for
 * what somebody has to agree to first (ticket_asks).
 */
int	facts_of_ticket(struct facts *, struct till *, const struct ticket *,
	    const struct tenders *, const char *order_ref, struct err *)
	    MUST_CHECK;
void	facts_free(struct facts *);

/* ERR_INTERNAL when lines, totals and payments do not add up. */
int	facts_check(const struct facts *, struct err *) MUST_CHECK;

/* No sale of TICKET_LINES lines comes near it. */
#define FACTS_TEXT_MAX	(8 * 1024 * 1024)
void	facts_text(const struct facts *, struct buf *);
/* Whether two such texts say the same but for when. */
bool	facts_same(const char *, const char *);

/*
 * The one request that makes them true: journal, sale, lines in the order of
 * piece ids (rule 9), payments; ends with a question for the sale's number.
 */
struct db_req *facts_request(const struct facts *);

/* For those who make facts: refund.c. */
/* The id of the nth line (from 1) or payment (from 0) of a sale. */
struct uuid facts_row_id(const struct uuid *sale_id, size_t n);
struct uuid facts_payment_id(const struct uuid *sale_id, size_t n);
/* The next approval; room for it must have been made. */
void	facts_approve(struct facts *, enum right, const struct uuid *of,
	    const struct uuid *by, money amount, const char *reason);
/* Where, when and by whom; sets every text of the sale to at least "". */
void	facts_take_till(struct facts *, struct till *);

#endif
