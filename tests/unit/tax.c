/* core/sell/tax: which rate, and that printed totals are sums of lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdlib.h>

#include "sell/tax.h"

#define DAY	20261122

static const struct tax_rate	rates[] = {
	{ "standard", "NY sales tax", 88750, false, 0, 0 },
	{ "clothing", "city", 45000, false, 20260101, 20261231 },
	{ "clothing", "state", 40000, false, 20260101, 20261231 },
	{ "holiday", "tax holiday", 0, false, 20261120, 20261125 },
	{ "vat", "VAT", 200000, true, 0, 0 },
};
static const struct tax_rules	per_line = { rates, 5, TAX_PER_LINE };
static const struct tax_rules	per_total = { rates, 5, TAX_PER_TOTAL };

static int64_t
ppm(const char *class, int day)
{
	struct tax_rate	rate;

	return tax_find(&per_line, class, day, &rate) ? rate.ppm : -1;
}

static void
which_rate(void **state)
{
	const struct tax_rules	none = { NULL, 0, TAX_PER_LINE };
	struct tax_rate		rate;

	(void)state;
	assert_int_equal(ppm("standard", DAY), 88750);
	assert_int_equal(ppm("clothing", DAY), 85000);
	assert_int_equal(ppm("clothing", 20270101), 88750);
	assert_int_equal(ppm("clothing", 20261231), 85000);
	assert_int_equal(ppm("holiday", DAY), 0);
	assert_int_equal(ppm("holiday", 20261126), 88750);
	assert_int_equal(ppm("never heard of", DAY), 88750);
	assert_int_equal(ppm("none", DAY), -1);
	assert_false(tax_find(&none, "standard", DAY, &rate));
}

static void
one_line(const struct tax_rules *rules, const char *class, bool exempt,
    money amount, money net, money tax)
{
	struct tax_line	line = { .class = class, .amount = amount };
	struct err	err = ERR_INIT;

	assert_int_equal(tax_lines(rules, DAY, exempt, &line, 1, &err), 0);
	assert_int_equal(line.net, net);
	assert_int_equal(line.tax, tax);
}

static void
on_top_and_contained(void **state)
{
	const struct tax_rules	*rules[] = { &per_line, &per_total };
	size_t			 i;

	(void)state;
	for (i = 0; i < 2; i++) {
		one_line(rules[i], "standard", false, 420000, 420000, 37275);
		one_line(rules[i], "standard", false, -420000, -420000, -37275);
		one_line(rules[i], "standard", false, 4, 4, 0);
		one_line(rules[i], "standard", false, 6, 6, 1);
		one_line(rules[i], "standard", true, 420000, 420000, 0);
		one_line(rules[i], "none", false, 420000, 420000, 0);
		one_line(rules[i], "vat", false, 12000, 10000, 2000);
		one_line(rules[i], "vat", false, -12001, -10001, -2000);
		/* Exempt: the tax in the price is not charged. */
		one_line(rules[i], "vat", true, 12000, 10000, 0);
		one_line(rules[i], "standard", false, 0, 0, 0);
	}
}

static void
total_is_sum_of_lines(void **state)
{
	struct tax_line	lines[3] = { { .class = "standard", .amount = 5 },
	    { .class = "standard", .amount = 5 },
	    { .class = "standard", .amount = 5 } };
	struct err	err = ERR_INIT;

	(void)state;
	/* 8.875 % of 5 is 0.44: nothing line by line, 1.33 together. */
	assert_int_equal(tax_lines(&per_line, DAY, false, lines, 3, &err), 0);
	assert_int_equal(lines[0].tax + lines[1].tax + lines[2].tax, 0);
	assert_int_equal(tax_lines(&per_total, DAY, false, lines, 3, &err), 0);
	assert_int_equal(lines[0].tax, 1);
	assert_int_equal(lines[1].tax, 0);
	assert_int_equal(lines[2].tax, 0);
}

static void
groups_stay_apart(void **state)
{
	struct tax_line	lines[5] = { { .class = "standard", .amount = 1003 },
	    { .class = "clothing", .amount = 1003 },
	    { .class = "standard", .amount = 2007 },
	    { .class = "vat", .amount = 1003 },
	    { .class = "standard", .amount = -1003 } };
	struct err	err = ERR_INIT;
	money		want;

	(void)state;
	assert_int_equal(tax_lines(&per_total, DAY, false, lines, 5, &err), 0);
	assert_true(money_ppm(3010, 88750, &want));
	assert_int_equal(lines[0].tax + lines[2].tax, want);
	assert_true(money_ppm(1003, 85000, &want));
	assert_int_equal(lines[1].tax, want);
	assert_true(money_ppm(-1003, 88750, &want));
	assert_int_equal(lines[4].tax, want);
	assert_int_equal(lines[3].tax + lines[3].net, 1003);
}

/* Ten thousand baskets: within half a cent, and a return mirrors a sale. */
static void
baskets(void **state)
{
	struct tax_line	sale[7], back[7];
	struct err	err = ERR_INIT;
	money		sum, tax, want;
	int		round, i;

	(void)state;
	srandom(7);
	for (round = 0; round < 10000; round++) {
		sum = tax = 0;
		for (i = 0; i < 7; i++) {
			sale[i] = (struct tax_line){ .class = "standard",
			    .amount = random() % 1000000 };
			back[i] = sale[i];
			back[i].amount = -sale[i].amount;
			sum += sale[i].amount;
		}
		assert_int_equal(tax_lines(&per_total, DAY, false, sale, 7,
		    &err), 0);
		assert_int_equal(tax_lines(&per_total, DAY, false, back, 7,
		    &err), 0);
		for (i = 0; i < 7; i++) {
			tax += sale[i].tax;
			assert_int_equal(sale[i].tax, -back[i].tax);
			assert_in_range(sale[i].tax, 0, 88751);
		}
		assert_true(money_ppm(sum, 88750, &want));
		assert_int_equal(tax, want);
	}
}

static void
too_large(void **state)
{
	struct tax_line	lines[2] = { { .class = "standard",
	    .amount = INT64_MAX }, { .class = "standard", .amount = 1 } };
	struct err	err = ERR_INIT;

	(void)state;
	assert_int_equal(tax_lines(&per_total, DAY, false, lines, 2, &err), -1);
	assert_int_equal(err.kind, ERR_INPUT);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(which_rate),
		cmocka_unit_test(on_top_and_contained),
		cmocka_unit_test(total_is_sum_of_lines),
		cmocka_unit_test(groups_stay_apart),
		cmocka_unit_test(baskets),
		cmocka_unit_test(too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
