/*
 * The law on reporting cash: what counts, when a report is called for, and by
 * when it is due.  Amounts are cents; the limit is 10,000.00, strictly more.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "clock.h"
#include "sell/cashlaw.h"

#define HOUR	(3600 * SECOND_US)

static struct cash_law
american(void)
{
	static const char *const	rows[][2] = {
		{ "cash_report_currency", "USD" },
		{ "cash_report_over", "10000.00" },
		{ "cash_report_months", "12" },
		{ "cash_report_hours", "24" },
		{ "cash_report_file_days", "15" },
		{ "cash_report_statement", "01-31" },
		{ "cash_report_keep_years", "5" },
		{ "cash_report_instrument_most", "10000.00" },
		{ "cash_report_durable_over", "10000.00" },
		{ "cash_report_collectibles", "rings, brooches" },
		{ "demo", "yes" },
	};
	const struct currency	*usd = currency_find("USD");
	struct cash_law		 law;
	size_t			 i;

	cash_law_none(&law);
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		cash_law_take(&law, rows[i][0], rows[i][1], usd);
	cash_law_settle(&law, usd);
	return law;
}

static void
it_is_read_from_settings(void **state)
{
	struct cash_law	law = american();

	(void)state;
	assert_true(law.applies);
	assert_int_equal(law.over, 1000000);
	assert_int_equal(law.statement, 131);
	assert_string_equal(law.collectibles, ",rings,brooches,");
	/* Nonsense changes nothing. */
	cash_law_take(&law, "cash_report_over", "much", currency_find("USD"));
	cash_law_take(&law, "cash_report_months", "-1", currency_find("USD"));
	cash_law_take(&law, "cash_report_statement", "02-30",
	    currency_find("USD"));
	assert_int_equal(law.over, 1000000);
	assert_int_equal(law.months, 12);
	assert_int_equal(law.statement, 131);
	/* It is the dollar's law. */
	cash_law_settle(&law, currency_find("EUR"));
	assert_false(law.applies);
	cash_law_none(&law);
	cash_law_settle(&law, currency_find("USD"));
	assert_false(law.applies);
}

static void
what_counts_as_cash(void **state)
{
	struct cash_law	law = american();

	(void)state;
	assert_int_equal(cash_of_payment(&law, TENDER_CASH, 700, false), 700);
	assert_int_equal(cash_of_payment(&law, TENDER_CHANGE, -50, false), -50);
	assert_int_equal(cash_of_payment(&law, TENDER_CASHIERS_CHECK, 1000000,
	    true), 1000000);
	assert_int_equal(cash_of_payment(&law, TENDER_CASHIERS_CHECK, 1000001,
	    true), 0);
	assert_int_equal(cash_of_payment(&law, TENDER_MONEY_ORDER, 700, false),
	    0);
	assert_int_equal(cash_of_payment(&law, TENDER_BANK_DRAFT, 700, true),
	    700);
	assert_int_equal(cash_of_payment(&law, TENDER_TRAVELERS_CHECK, 700,
	    true), 700);
	assert_int_equal(cash_of_payment(&law, TENDER_CHECK, 700, true), 0);
	assert_int_equal(cash_of_payment(&law, TENDER_WIRE, 700, true), 0);
	assert_int_equal(cash_of_payment(&law, TENDER_CARD, 700, true), 0);
}

/* One sale of so much on a day, at that hour of some running clock. */
static struct rec_cash
paid(int day, int64_t hour, money cash)
{
	return (struct rec_cash){ .business_day = day, .made_at = hour * HOUR,
	    .cash = cash };
}

static enum cash_why
why(const struct rec_cash *list, size_t n)
{
	struct cash_law	law = american();
	struct cash_run	run;
	enum cash_why	reason;

	cash_run(&law, list, n, (int)list[n - 1].business_day, &run, &reason);
	return reason;
}

static void
strictly_more_calls_for_a_report(void **state)
{
	const struct rec_cash	exact = paid(20261125, 10, 1000000);
	const struct rec_cash	more = paid(20261125, 10, 1000001);

	(void)state;
	assert_int_equal(why(&exact, 1), CASH_NOTHING);
	assert_int_equal(why(&more, 1), CASH_ONE_SALE);
}

static void
instruments_count_where_they_are_covered(void **state)
{
	struct rec_cash	sale = paid(20261125, 10, 600000);

	(void)state;
	sale.instruments = 500000;
	assert_int_equal(why(&sale, 1), CASH_NOTHING);
	sale.covered = 1;
	assert_int_equal(why(&sale, 1), CASH_ONE_SALE);
}

static void
a_day_belongs_together(void **state)
{
	struct rec_cash	list[2] = { paid(20261124, 10, 600000),
	    paid(20261125, 34, 400001) };

	(void)state;
	assert_int_equal(why(list, 2), CASH_HOURS);	/* 24 h to the hour */
	list[1].made_at++;
	assert_int_equal(why(list, 2), CASH_MONTHS);
}

static void
twelve_months_to_the_day(void **state)
{
	struct rec_cash	list[2] = { paid(20251125, 0, 600000),
	    paid(20261125, 8760, 400001) };

	(void)state;
	assert_int_equal(why(list, 2), CASH_MONTHS);
	list[0].business_day = 20251124;
	assert_int_equal(why(list, 2), CASH_NOTHING);
	/* 29 February has no date a year before: 1 March still counts. */
	list[1].business_day = 20280229;
	list[0].business_day = 20270301;
	assert_int_equal(why(list, 2), CASH_MONTHS);
	list[0].business_day = 20270228;
	assert_int_equal(why(list, 2), CASH_NOTHING);
}

static void
after_a_report_it_is_counted_anew(void **state)
{
	struct cash_law		law = american();
	struct rec_cash		list[4] = { paid(20260101, 0, 800000),
	    paid(20260201, 744, 300000), paid(20260301, 1416, 900000),
	    paid(20260401, 2160, 200000) };
	struct cash_run		run;

	(void)state;
	assert_int_equal(why(list, 1), CASH_NOTHING);
	assert_int_equal(why(list, 2), CASH_MONTHS);
	assert_int_equal(why(list, 3), CASH_NOTHING);
	assert_int_equal(why(list, 4), CASH_MONTHS);
	cash_run(&law, list, 3, 20260315, &run, NULL);
	assert_int_equal(run.total, 900000);
	assert_int_equal(run.all, 2000000);
	cash_run(&law, list, 4, 20260415, &run, NULL);
	assert_int_equal(run.total, 0);
	assert_int_equal(run.all, 2200000);
	/* A year and a day later only what is not older counts. */
	cash_run(&law, list, 4, 20270302, &run, NULL);
	assert_int_equal(run.all, 200000);
}

/* What went back for it does not undo that it was received. */
static void
giving_back_changes_nothing(void **state)
{
	struct rec_cash	sale = paid(20261125, 10, 1100000);

	(void)state;
	sale.given_back = 1100000;
	assert_int_equal(why(&sale, 1), CASH_ONE_SALE);
}

static void
it_is_due(void **state)
{
	struct cash_law	law = american();

	(void)state;
	assert_int_equal(cash_file_by(&law, 20261220), 20270104);
	assert_int_equal(cash_statement_by(&law, 20261220), 20270131);
	assert_int_equal(cash_statement_by(&law, 20260101), 20270131);
	assert_int_equal(cash_keep_until(&law, 20261220), 20320104);
	assert_int_equal(cash_keep_until(&law, 20280214), 20330301);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(it_is_read_from_settings),
		cmocka_unit_test(what_counts_as_cash),
		cmocka_unit_test(strictly_more_calls_for_a_report),
		cmocka_unit_test(instruments_count_where_they_are_covered),
		cmocka_unit_test(a_day_belongs_together),
		cmocka_unit_test(twelve_months_to_the_day),
		cmocka_unit_test(after_a_report_it_is_counted_anew),
		cmocka_unit_test(giving_back_changes_nothing),
		cmocka_unit_test(it_is_due),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
