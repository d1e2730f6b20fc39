/* Sales tax: see tax.h. */
#include "sell/tax.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "str.h"

static bool
valid_on(const struct tax_rate *rate, int day)
{
	return (rate->from_day == 0 || day >= rate->from_day) &&
	    (rate->to_day == 0 || day <= rate->to_day);
}

static bool
find(const struct tax_rules *rules, const char *class, int day,
    struct tax_rate *out_r)
{
	const struct tax_rate	*rate;
	bool			 found = false;
	size_t			 i;

	for (i = 0; i < rules->count; i++) {
		rate = &rules->rates[i];
		if (!str_eq(rate->class, class) || !valid_on(rate, day))
			continue;
		if (!found)
			*out_r = *rate;
		else if (rate->inclusive == out_r->inclusive)
			out_r->ppm += rate->ppm;
		found = true;
	}
	return found;
}

bool
tax_find(const struct tax_rules *rules, const char *class, int day,
    struct tax_rate *out_r)
{
	if (str_eq(class, TAX_NONE))
		return false;
	return find(rules, class, day, out_r) ||
	    find(rules, TAX_STANDARD, day, out_r);
}

/* The tax in or on an amount. */
static bool
tax_of(money amount, int64_t ppm, bool inclusive, money *tax_r)
{
	return money_ratio(amount, ppm, inclusive ? PPM_ONE + ppm : PPM_ONE,
	    tax_r);
}

/* Lines taxed alike and of one sign are rounded together. */
static bool
same_group(const struct tax_line *a, const struct tax_line *b)
{
	return a->ppm == b->ppm && a->inclusive == b->inclusive &&
	    (a->amount < 0) == (b->amount < 0);
}

static bool
tax_group(struct tax_line *lines, size_t n, size_t first, bool *done)
{
	int64_t	*weights = mem_zalloc(n * sizeof *weights);
	money	*shares = mem_zalloc(n * sizeof *shares);
	money	 sum = 0, tax = 0;
	bool	 fits = true;
	size_t	 i;

	for (i = first; i < n && fits; i++) {
		if (done[i] || !same_group(&lines[i], &lines[first]))
			continue;
		fits = lines[i].amount != INT64_MIN &&
		    money_add(sum, lines[i].amount, &sum);
		weights[i] = lines[i].amount < 0 ? -lines[i].amount :
		    lines[i].amount;
	}
	fits = fits && tax_of(sum, lines[first].ppm, lines[first].inclusive,
	    &tax);
	if (fits) {
		money_split(tax, weights, n, shares);
		for (i = first; i < n; i++) {
			if (done[i] || !same_group(&lines[i], &lines[first]))
				continue;
			lines[i].tax = shares[i];
			done[i] = true;
		}
	}
	free(weights);
	free(shares);
	return fits;
}

static bool
tax_per_total(struct tax_line *lines, size_t n)
{
	bool	*done = mem_zalloc(n * sizeof *done);
	bool	 fits = true;
	size_t	 i;

	for (i = 0; i < n && fits; i++) {
		if (!done[i])
			fits = tax_group(lines, n, i, done);
	}
	free(done);
	return fits;
}

static bool
tax_per_line(struct tax_line *lines, size_t n)
{
	size_t	i;

	for (i = 0; i < n; i++) {
		if (!tax_of(lines[i].amount, lines[i].ppm, lines[i].inclusive,
		    &lines[i].tax))
			return false;
	}
	return true;
}

static void
find_rates(const struct tax_rules *rules, int day, struct tax_line *lines,
    size_t n)
{
	struct tax_rate	rate;
	size_t		i;

	for (i = 0; i < n; i++) {
		memset(&rate, 0, sizeof rate);
		tax_find(rules, lines[i].class, day, &rate);
		lines[i].ppm = rate.ppm;
		lines[i].inclusive = rate.inclusive;
	}
}

int
tax_lines(const struct tax_rules *rules, int day, bool exempt,
    struct tax_line *lines, size_t n, struct err *err)
{
	bool	fits;
	size_t	i;

	find_rates(rules, day, lines, n);
	fits = rules->rounding == TAX_PER_TOTAL ? tax_per_total(lines, n) :
	    tax_per_line(lines, n);
	for (i = 0; i < n && fits; i++) {
		lines[i].net = lines[i].amount;
		if (lines[i].inclusive)
			fits = money_sub(lines[i].amount, lines[i].tax,
			    &lines[i].net);
		if (exempt) {
			lines[i].tax = 0;
			lines[i].ppm = 0;
		}
	}
	if (!fits)
		return err_set(err, ERR_INPUT, "the amounts are too large");
	return 0;
}
