/* core/sell/tender: splitting, change, and what is never let in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <string.h>

#include "sell/tender.h"

static struct tenders
parse(const char *text)
{
	struct tenders	t = { .allow_test = true };
	struct err	err = ERR_INIT;

	if (tender_parse(&t, text, currency_find("USD"), &err) != 0)
		fail_msg("'%s': %s", text, err.text);
	return t;
}

static void
reads_the_command_line(void **state)
{
	struct tenders	t = parse("cash:300.00,card:4200:4242/091834,"
			    "check:10.5:1007,gift:1:G-9:x,test:2");

	(void)state;
	assert_int_equal(t.count, 5);
	assert_int_equal(t.list[0].kind, TENDER_CASH);
	assert_int_equal(t.list[0].amount, 30000);
	assert_string_equal(t.list[1].last4, "4242");
	assert_string_equal(t.list[1].approval, "091834");
	assert_string_equal(t.list[1].ref, "");
	assert_int_equal(t.list[2].amount, 1050);
	assert_string_equal(t.list[2].ref, "1007");
	assert_string_equal(t.list[3].ref, "G-9:x");
	assert_int_equal(tender_given(&t), 30000 + 420000 + 1050 + 100 + 200);
}

static void
refuses(void **state)
{
	static const char *const	bad[] = { "", " ", "cash", "cash:",
		"cash:-5", "cash:0", "cash:5,", ",cash:5", "gold:5",
		"change:5", "card:5:424", "card:5:42424",
		"card:5:4242x", "card:5:abcd", "card:5:4111111111111111",
		"card:5:4242/4111111111111111", "card:5:4111 1111 1111 1111",
		"check:5:4111-1111-1111-1111", "check:5:41111111\x1f""11111111",
		"card:5:4242/41111111\x1f""11111111", "gift:5", "reference:5: ",
		"cash:4111111111111111", "4111111111111111:5",
		"card:5:4242/123456789012345678901234",
		"cash:92233720368547758.07,cash:92233720368547758.07" };
	struct tenders			t;
	struct err			err;
	size_t				i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		memset(&t, 0, sizeof t);
		err_clear(&err);
		if (tender_parse(&t, bad[i], currency_find("USD"), &err) == 0)
			fail_msg("'%s' was taken", bad[i]);
		assert_null(strstr(err.text, "4111"));
		assert_null(strstr(err.hint, "4111"));
		assert_true(t.count == 0 ||  strchr(bad[i], ','));
	}
	memset(&t, 0, sizeof t);
	assert_int_equal(tender_parse(&t, "test:5", currency_find("USD"),
	    &err), -1);
	assert_int_equal(err.kind, ERR_NOT_ALLOWED);
}

static void
change_is_a_row(void **state)
{
	struct tenders	t = parse("card:100:4242,cash:60");
	struct err	err = ERR_INIT;

	(void)state;
	assert_int_equal(tender_due(&t, 20000), 4000);
	assert_int_equal(tender_settle(&t, 20000, currency_find("USD"), &err),
	    -1);
	assert_non_null(strstr(err.text, "$40.00"));
	assert_int_equal(tender_change(&t, 15500), 500);
	assert_int_equal(tender_settle(&t, 15500, currency_find("USD"), &err),
	    0);
	assert_int_equal(t.count, 3);
	assert_int_equal(t.list[2].kind, TENDER_CHANGE);
	assert_int_equal(t.list[2].amount, -500);
	assert_int_equal(tender_given(&t), 16000);
}

static void
change_only_from_cash(void **state)
{
	struct tenders	t = parse("card:100:4242");
	struct err	err = ERR_INIT;

	(void)state;
	assert_int_equal(tender_change(&t, 9000), 0);
	assert_int_equal(tender_settle(&t, 9000, currency_find("USD"), &err),
	    -1);
	t = parse("card:100:4242,cash:5");
	assert_int_equal(tender_settle(&t, 9000, currency_find("USD"), &err),
	    -1);
	t = parse("card:90:4242,cash:5");
	assert_int_equal(tender_settle(&t, 9000, currency_find("USD"), &err),
	    0);
	assert_int_equal(t.list[2].amount, -500);
	/* Nothing due: nothing to pay. */
	memset(&t, 0, sizeof t);
	assert_int_equal(tender_settle(&t, 0, currency_find("USD"), &err), 0);
	assert_int_equal(t.count, 0);
}

static void
room_for_change(void **state)
{
	struct tenders	t = { .allow_test = false };
	struct err	err = ERR_INIT;
	int		n = 0;

	(void)state;
	while (tender_add(&t, TENDER_CASH, 100, NULL, &err) == 0)
		n++;
	assert_int_equal(n, TENDER_MAX - 1);
	assert_int_equal(tender_settle(&t, 50, currency_find("USD"), &err), 0);
	assert_int_equal(t.count, TENDER_MAX);
	tender_remove(&t, 0);
	assert_int_equal(t.count, TENDER_MAX - 1);
}

static void
quick_amounts(void **state)
{
	money	q[8];

	(void)state;
	assert_int_equal(tender_quick(586401, currency_find("USD"), q, 8), 5);
	assert_int_equal(q[0], 586401);
	assert_int_equal(q[1], 586500);
	assert_int_equal(q[2], 587000);
	assert_int_equal(q[3], 588000);
	assert_int_equal(q[4], 590000);
	assert_int_equal(tender_quick(2000, currency_find("USD"), q, 8), 3);
	assert_int_equal(q[1], 5000);
	assert_int_equal(q[2], 10000);
	assert_int_equal(tender_quick(0, currency_find("USD"), q, 8), 0);
	assert_int_equal(tender_quick(1234, currency_find("JPY"), q, 2), 2);
	assert_int_equal(q[1], 1300);
	assert_int_equal(tender_quick(INT64_MAX, currency_find("USD"), q, 8),
	    1);
}

static void
words(void **state)
{
	enum tender_kind	k, back;

	(void)state;
	for (k = TENDER_CASH; k <= TENDER_TEST; k++) {
		assert_true(tender_of(tender_name(k), &back));
		assert_int_equal(k, back);
		assert_true(tender_label(k)[0] != '\0');
	}
	assert_false(tender_of("cashew", &k));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(reads_the_command_line),
		cmocka_unit_test(refuses),
		cmocka_unit_test(change_is_a_row),
		cmocka_unit_test(change_only_from_cash),
		cmocka_unit_test(room_for_change),
		cmocka_unit_test(quick_amounts),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
