/* core/sell/money: reading, writing, rounding and splitting amounts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <string.h>

#include "sell/money.h"

static struct currency
currency(const char *code, enum money_style style)
{
	struct currency	cur;

	assert_non_null(currency_find(code));
	cur = *currency_find(code);
	cur.style = style;
	return cur;
}

static void
reads_what_people_write(void **state)
{
	static const struct {
		const char		*text, *code;
		enum money_style	 style;
		money			 amount;
	} good[] = {
		{ "4200", "USD", MONEY_POINT, 420000 },
		{ "4,200.00", "USD", MONEY_POINT, 420000 },
		{ "$1,180.00", "USD", MONEY_POINT, 118000 },
		{ " $ 1,180 ", "USD", MONEY_POINT, 118000 },
		{ "1180 usd", "USD", MONEY_POINT, 118000 },
		{ "USD 0.5", "USD", MONEY_POINT, 50 },
		{ ".05", "USD", MONEY_POINT, 5 },
		{ "0", "USD", MONEY_POINT, 0 },
		{ "007", "USD", MONEY_POINT, 700 },
		{ "$5", "CAD", MONEY_POINT, 500 },
		{ "C$5", "CAD", MONEY_POINT, 500 },
		{ "4.200,50", "EUR", MONEY_COMMA, 420050 },
		{ "4200,5 \xe2\x82\xac", "EUR", MONEY_COMMA, 420050 },
		{ "1,234,567", "JPY", MONEY_POINT, 1234567 },
		{ "1.234", "KWD", MONEY_POINT, 1234 },
		{ "92,233,720,368,547,758.07", "USD", MONEY_POINT, INT64_MAX },
	};
	struct currency	cur;
	struct err	err = ERR_INIT;
	money		amount;
	size_t		i;

	(void)state;
	for (i = 0; i < sizeof good / sizeof *good; i++) {
		cur = currency(good[i].code, good[i].style);
		amount = -1;
		if (money_parse(good[i].text, &cur, &amount, &err) != 0)
			fail_msg("'%s': %s", good[i].text, err.text);
		assert_int_equal(amount, good[i].amount);
	}
}

static void
refuses_the_rest(void **state)
{
	static const struct {
		const char		*text, *code;
		enum money_style	 style;
	} bad[] = {
		{ "", "USD", MONEY_POINT }, { " ", "USD", MONEY_POINT },
		{ "-5", "USD", MONEY_POINT }, { "+5", "USD", MONEY_POINT },
		{ "5-", "USD", MONEY_POINT }, { "$-5", "USD", MONEY_POINT },
		{ "(5)", "USD", MONEY_POINT }, { "--5", "USD", MONEY_POINT },
		{ "4.200,00", "USD", MONEY_POINT },
		{ "4,200.00", "EUR", MONEY_COMMA },
		{ "42,00", "USD", MONEY_POINT }, { ",200", "USD", MONEY_POINT },
		{ "1,2,345", "USD", MONEY_POINT },
		{ "1,2345", "USD", MONEY_POINT }, { "4,", "USD", MONEY_POINT },
		{ "1234,567", "USD", MONEY_POINT },
		{ "5.", "USD", MONEY_POINT }, { ".", "USD", MONEY_POINT },
		{ "1.234", "USD", MONEY_POINT }, { "1.2.3", "USD", MONEY_POINT },
		{ "5.0", "JPY", MONEY_POINT }, { "$5$", "USD", MONEY_POINT },
		{ "5 EUR", "USD", MONEY_POINT }, { "call", "USD", MONEY_POINT },
		{ "1e5", "USD", MONEY_POINT }, { "0x10", "USD", MONEY_POINT },
		{ "1 000", "USD", MONEY_POINT }, { "5\n", "USD", MONEY_POINT },
		{ "92,233,720,368,547,758.08", "USD", MONEY_POINT },
		{ "99999999999999999999", "USD", MONEY_POINT },
	};
	struct currency	cur;
	struct err	err;
	money		amount;
	size_t		i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		cur = currency(bad[i].code, bad[i].style);
		err_clear(&err);
		amount = 77;
		if (money_parse(bad[i].text, &cur, &amount, &err) == 0)
			fail_msg("'%s' was read", bad[i].text);
		assert_int_equal(err.kind, ERR_INPUT);
		assert_int_equal(amount, 77);
	}
	cur = currency("USD", MONEY_POINT);
	assert_int_equal(money_parse_signed("-4,200.50", &cur, &amount, &err),
	    0);
	assert_int_equal(amount, -420050);
	assert_int_equal(money_parse_signed("--1", &cur, &amount, &err), -1);
	assert_int_equal(money_parse_signed("+1", &cur, &amount, &err), -1);
}

static void
writes(void **state)
{
	struct currency	usd = currency("USD", MONEY_POINT);
	struct currency	eur = currency("eur", MONEY_COMMA);
	struct currency	chf = currency("CHF", MONEY_POINT);
	struct currency	jpy = currency("JPY", MONEY_POINT);
	char		t[MONEY_TEXT];

	(void)state;
	assert_string_equal(money_text(420000, &usd, MONEY_PLAIN, t),
	    "4200.00");
	assert_string_equal(money_text(420000, &usd, MONEY_GROUPED, t),
	    "4,200.00");
	assert_string_equal(money_text(-420000, &usd, MONEY_SYMBOL, t),
	    "-$4,200.00");
	assert_string_equal(money_text(123456789, &eur, MONEY_GROUPED, t),
	    "1.234.567,89");
	assert_string_equal(money_text(5, &eur, MONEY_PLAIN, t), "0.05");
	assert_string_equal(money_text(99950, &chf, MONEY_SYMBOL, t),
	    "999.50 CHF");
	assert_string_equal(money_text(1000, &jpy, MONEY_SYMBOL, t),
	    "\xc2\xa5" "1,000");
	assert_string_equal(money_text(0, &usd, MONEY_GROUPED, t), "0.00");
	assert_string_equal(money_text(INT64_MIN, &usd, MONEY_GROUPED, t),
	    "-92,233,720,368,547,758.08");
	assert_null(currency_find("ZZZ"));
	assert_null(currency_find(""));
}

static void
never_wraps(void **state)
{
	money	r = 5;

	(void)state;
	assert_false(money_add(INT64_MAX, 1, &r));
	assert_false(money_sub(INT64_MIN, 1, &r));
	assert_false(money_mul(INT64_MAX / 2, 3, &r));
	assert_false(money_ratio(INT64_MAX, 3, 2, &r));
	assert_int_equal(r, 5);
	assert_true(money_ratio(INT64_MAX, INT64_MAX, INT64_MAX, &r));
	assert_int_equal(r, INT64_MAX);
	assert_true(money_mul(-3, 4, &r));
	assert_int_equal(r, -12);
}

static void
rounds_half_away_from_zero(void **state)
{
	money	r;

	(void)state;
	assert_true(money_ppm(1000, 500, &r));		/* 0.5 */
	assert_int_equal(r, 1);
	assert_true(money_ppm(-1000, 500, &r));
	assert_int_equal(r, -1);
	assert_true(money_ppm(999, 500, &r));
	assert_int_equal(r, 0);
	assert_true(money_ppm(420000, 88750, &r));	/* 37275 */
	assert_int_equal(r, 37275);
	assert_true(money_ratio(1, 1, 3, &r));
	assert_int_equal(r, 0);
	assert_true(money_ratio(2, 1, 3, &r));
	assert_int_equal(r, 1);
	assert_true(money_ratio(-5, 1, 2, &r));
	assert_int_equal(r, -3);
}

static void
splits_without_losing(void **state)
{
	const int64_t	thirds[] = { 1, 1, 1 }, odd[] = { 420000, 118000, 6500 };
	const int64_t	none[] = { 0, 0 }, one[] = { 0, 7, 0 };
	const int64_t	huge[] = { INT64_MAX, INT64_MAX, 1 };
	money		p[3], q[3];

	(void)state;
	money_split(100, thirds, 3, p);
	assert_int_equal(p[0], 34);
	assert_int_equal(p[1], 33);
	assert_int_equal(p[2], 33);
	money_split(-27225, odd, 3, p);
	money_split(27225, odd, 3, q);
	assert_int_equal(p[0] + p[1] + p[2], -27225);
	assert_int_equal(p[0], -q[0]);
	assert_int_equal(p[2], -q[2]);
	money_split(5, none, 2, p);
	assert_int_equal(p[0], 3);
	assert_int_equal(p[1], 2);
	money_split(5, one, 3, p);
	assert_int_equal(p[1], 5);
	money_split(INT64_MAX, huge, 3, p);
	assert_int_equal(p[0] + p[1] + p[2], INT64_MAX);
	money_split(INT64_MIN, thirds, 1, p);
	assert_int_equal(p[0], INT64_MIN);
}

static void
percentages(void **state)
{
	struct err	err = ERR_INIT;
	char		t[PPM_TEXT];
	int64_t		ppm;

	(void)state;
	assert_int_equal(ppm_parse("8.875%", &ppm, &err), 0);
	assert_int_equal(ppm, 88750);
	assert_int_equal(ppm_parse("5 %", &ppm, &err), 0);
	assert_int_equal(ppm, 50000);
	assert_int_equal(ppm_parse("100", &ppm, &err), 0);
	assert_int_equal(ppm, PPM_ONE);
	assert_int_equal(ppm_parse("100.0001", &ppm, &err), -1);
	assert_int_equal(ppm_parse("-5", &ppm, &err), -1);
	assert_int_equal(ppm_parse("8.87501", &ppm, &err), -1);
	assert_int_equal(ppm_parse("", &ppm, &err), -1);
	assert_string_equal(ppm_text(88750, t), "8.875");
	assert_string_equal(ppm_text(50000, t), "5");
	assert_string_equal(ppm_text(0, t), "0");
	assert_string_equal(ppm_text(1, t), "0.0001");
	assert_string_equal(ppm_text(PPM_ONE, t), "100");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(reads_what_people_write),
		cmocka_unit_test(refuses_the_rest),
		cmocka_unit_test(writes),
		cmocka_unit_test(never_wraps),
		cmocka_unit_test(rounds_half_away_from_zero),
		cmocka_unit_test(splits_without_losing),
		cmocka_unit_test(percentages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
