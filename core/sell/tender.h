/*
 * How a sale is paid: any mix of tenders.  Cash may be more than what is due,
 * and only cash; the change is a payment of its own, negative and of kind
 * change, so that the drawer adds up.  A card is recorded by its last four
 * digits and the terminal's approval code; nothing that could be a card number
 * is accepted anywhere.
 */
#ifndef VITRINE_TENDER_H
#define VITRINE_TENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "sell/money.h"

enum tender_kind {
	TENDER_CASH,
	TENDER_CHANGE,		/* never taken in: worked out */
	TENDER_CARD,
	TENDER_CHECK,		/* the buyer's own */
	TENDER_CASHIERS_CHECK,	/* these four may count as cash: cashlaw.h */
	TENDER_MONEY_ORDER,
	TENDER_BANK_DRAFT,
	TENDER_TRAVELERS_CHECK,
	TENDER_WIRE,
	TENDER_GIFT,
	TENDER_CREDIT,		/* store credit */
	TENDER_DEPOSIT,		/* paid in earlier */
	TENDER_REFERENCE,	/* paid elsewhere: a web shop's payment */
	TENDER_TEST		/* nothing moved; demo shops only */
};

/* In the words of the database. */
const char *tender_name(enum tender_kind);
/* For people: "Card". */
const char *tender_label(enum tender_kind);
/* False for a word that is none. */
bool	tender_of(const char *, enum tender_kind *out_r);

#define TENDER_REF	64	/* with the NUL */

struct tender {
	enum tender_kind	kind;
	money			amount;
	char			last4[5];	/* card only */
	char			approval[24];	/* card only */
	char			ref[TENDER_REF];
};

#define TENDER_MAX	32	/* on one sale, change included */

struct tenders {
	struct tender	list[TENDER_MAX];
	size_t		count;
	bool		allow_test;	/* the shop is a demo */
};

/*
 * Adds one.  ref: for a card "4242" or "4242/APPROVAL", for the others a check
 * number, a gift card's code and the like; NULL is none.  ERR_INPUT for an
 * amount of 0 or less, a card's ref that is not exactly four digits, a gift,
 * credit, deposit or reference without a ref, and whatever may be a card
 * number; that is not kept, nor repeated in the message.
 */
int	tender_add(struct tenders *, enum tender_kind, money amount,
	    const char *ref, struct err *) MUST_CHECK;
void	tender_remove(struct tenders *, size_t);

/* What has been given so far (change not counted). */
money	tender_given(const struct tenders *);
/* What is still due of total; 0 when it is covered. */
money	tender_due(const struct tenders *, money total);
/* The change to give; 0 when there is none. */
money	tender_change(const struct tenders *, money total);
/*
 * Settles: everything is paid, and the change, if any, is added as the last
 * payment.  ERR_INPUT when something is still due, or when what is not cash
 * is more than the total (change is only given for cash).
 */
int	tender_settle(struct tenders *, money total, const struct currency *,
	    struct err *) MUST_CHECK;

/*
 * Reads the form of the command line, KIND:AMOUNT[:REF],KIND:AMOUNT[:REF]...
 * with plain amounts: "cash:300.00,card:4200.00:4242/091834".  Appends.
 */
int	tender_parse(struct tenders *, const char *, const struct currency *,
	    struct err *) MUST_CHECK;

/*
 * Notes and coins a customer is likely to hand over for what is due, smallest
 * first: the exact amount, then rounded up to what the currency's notes make.
 * Returns how many (at most room).
 */
size_t	tender_quick(money due, const struct currency *, money *out_r,
	    size_t room);

#endif
