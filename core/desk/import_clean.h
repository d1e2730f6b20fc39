/*
 * Cleaning values out of other people's files.  Nothing is guessed where money
 * is concerned: a value that can be read two ways is said to be so, unless the
 * file as a whole shows which way it writes.
 */
#ifndef VITRINE_IMPORT_CLEAN_H
#define VITRINE_IMPORT_CLEAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

enum clean {
	CLEAN_OK,
	CLEAN_EMPTY,		/* nothing there, "-", "n/a" */
	CLEAN_ASK,		/* "call", "price on request" */
	CLEAN_TWO_WAYS,		/* 4.200 or 03/04/2024 */
	CLEAN_BAD
};

/* The decimal mark of a file, and the order of its dates. */
enum clean_mark { MARK_UNKNOWN, MARK_POINT, MARK_COMMA };
enum clean_order { ORDER_UNKNOWN, ORDER_MONTH_FIRST, ORDER_DAY_FIRST };

/*
 * "$4,200.00", "4.200,00 EUR", "USD 4 200", "(12.50)" to minor units with
 * exponent decimals.  currency_r gets the ISO code when the text names one
 * beyond doubt ("$" and "kr" do not), else "".  More decimals than the currency
 * has are BAD unless they are zeros.
 */
enum clean clean_money(const char *, enum clean_mark, int exponent,
	    int64_t *amount_r, char currency_r[4]);
/* Which mark this amount proves by itself. */
enum clean_mark clean_mark_of(const char *);

/* "3", "3.0", "3 pcs". */
enum clean clean_quantity(const char *, int64_t *);
/* yes/no/true/false/1/0/x/on/off/y/n. */
enum clean clean_bool(const char *, bool *);

/*
 * 2024-03-01, 3/1/2024, 1.3.24, "1 Mar 2024", "March 1, 2024" to yyyymmdd.
 * Two-digit years are 19xx from 70.
 */
enum clean clean_date(const char *, enum clean_order, int64_t *yyyymmdd_r);
enum clean_order clean_order_of(const char *);

/* Appends the text of an HTML fragment: no tags, entities resolved. */
void	clean_html(struct buf *, const char *);

/* "14K", "14kt", "14 ct gold", "585" to "14k"; false for anything else. */
bool	clean_karat(const char *, char *out, size_t size);
/* "1/2 ct", "1 1/4", "0,50ct", "50 pts" to hundredths of a carat. */
enum clean clean_carat(const char *, int64_t *points_r);
/* The text says that the piece is gone: "SOLD", "sold 3/4", "Sold!". */
bool	clean_sold(const char *);
/*
 * A code as a scanner sends it: blanks and a leading apostrophe cut off.
 * False for one a spreadsheet has destroyed ("3.65276E+11").
 */
bool	clean_code(const char *, char *out, size_t size);
/* An upper-case stock number made of words: "Chain bracelet" CHAIN-BRACELET. */
void	clean_slug(const char *, char *out, size_t size);

#endif
