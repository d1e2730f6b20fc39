/*
 * Money: whole minor units (cents) in 64 bits.  Nothing here or anywhere near
 * it is a floating point number, and every sum that could leave 64 bits says
 * so instead of wrapping round.
 *
 * Rounding, everywhere in the program: to the nearest minor unit, a half away
 * from zero, and the same for -x as for x.
 */
#ifndef VITRINE_MONEY_H
#define VITRINE_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"

typedef int64_t money;

/* How a shop writes 4200 and a half: 4,200.50 or 4.200,50. */
enum money_style { MONEY_POINT, MONEY_COMMA };

struct currency {
	char			code[4];	/* ISO 4217 */
	char			symbol[8];	/* "" when the code is used */
	int			exponent;	/* minor digits: 0, 2, 3 or 4 */
	enum money_style	style;
};

/*
 * The currency of that code (either case), in MONEY_POINT style; NULL when ISO
 * 4217 has none.  Copy it to change its style.
 */
const struct currency *currency_find(const char *code);

#define MONEY_TEXT	48

enum money_form {
	MONEY_PLAIN,		/* 4200.00: files, scripts; always a point */
	MONEY_GROUPED,		/* 4,200.00: columns on a screen */
	MONEY_SYMBOL		/* $4,200.00 or 4,200.00 CHF: sentences */
};

/* Writes the amount to out; returns out. */
char	*money_text(money, const struct currency *, enum money_form,
	    char out[MONEY_TEXT]);

/*
 * Reads an amount as people write it: "4200", "4,200.00", "$1,180.00",
 * "1180 USD", ".50".  No sign at all; money_parse_signed takes one leading
 * minus.  Grouping must be right (",200" or "42,00" is an error, not 4200 or
 * 42), decimals no more than the currency has, and "4.200,00" is only read
 * when the currency's style is MONEY_COMMA.  ERR_INPUT otherwise.
 */
int	money_parse(const char *, const struct currency *, money *out_r,
	    struct err *) MUST_CHECK;
int	money_parse_signed(const char *, const struct currency *,
	    money *out_r, struct err *) MUST_CHECK;

/* False (and *out_r untouched) when the result does not fit. */
bool	money_add(money, money, money *out_r) MUST_CHECK;
bool	money_sub(money, money, money *out_r) MUST_CHECK;
bool	money_mul(money, int64_t count, money *out_r) MUST_CHECK;

/*
 * amount * num / den, rounded as above.  den must be positive.  False when
 * the result does not fit.
 */
bool	money_ratio(money amount, int64_t num, int64_t den, money *out_r)
	    MUST_CHECK;

/* Rates and percentages are whole parts per million: 8.875 % is 88750. */
#define PPM_ONE	INT64_C(1000000)

bool	money_ppm(money amount, int64_t ppm, money *out_r) MUST_CHECK;

#define PPM_TEXT	24

/* "8.875", without the sign; returns out. */
char	*ppm_text(int64_t ppm, char out[PPM_TEXT]);
/* Reads "8.875", "8.875%" or "5 %": 0 to 100 with up to four decimals. */
int	ppm_parse(const char *, int64_t *ppm_r, struct err *) MUST_CHECK;

/*
 * Splits sum over n parts in proportion to their weights (none negative), by
 * largest remainder, an earlier part first among equals: the parts always add
 * up to sum, each is within one minor unit of its exact share, and the split
 * of -x is the split of x with signs turned.  Weights all 0 count as equal.
 * n must not be 0.
 */
void	money_split(money sum, const int64_t *weights, size_t n,
	    money *parts_r);

#endif
