/* core/sell/day: every instant lies in one day, whatever the clocks do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdlib.h>
#include <time.h>

#include "clock.h"
#include "sell/day.h"

#define HOUR_US	(60 * MINUTE_US)

static struct zone
zone(const char *name, int start)
{
	struct zone	z;
	struct err	err = ERR_INIT;

	if (zone_init(&z, name, start, &err) != 0)
		fail_msg("%s", err.text);
	return z;
}

static void
lengths(void **state)
{
	struct zone	z = zone("America/New_York", 0);
	int64_t		from, to;

	(void)state;
	zone_range(&z, 20261122, &from, &to);
	assert_int_equal(to - from, 24 * HOUR_US);
	/* 2026-11-22 00:00 -05:00 */
	assert_int_equal(from, INT64_C(1795323600) * SECOND_US);
	zone_range(&z, 20260308, &from, &to);	/* clocks go forward */
	assert_int_equal(to - from, 23 * HOUR_US);
	zone_range(&z, 20261101, &from, &to);	/* and back */
	assert_int_equal(to - from, 25 * HOUR_US);
}

/* Every quarter of an hour of a year: in its range, and days never go back. */
static void
every_instant(const char *name, int start)
{
	struct zone	z = zone(name, start), fresh;
	int64_t		us, from, to, begin, end;
	int		day = 0, next;

	zone_range(&z, 20260101, &begin, &to);
	zone_range(&z, 20270101, &end, &to);
	for (us = begin; us < end; us += 15 * MINUTE_US) {
		next = zone_day(&z, us);
		assert_true(next == day || day == 0 ||
		    next == day_add(day, 1));
		if (next != day) {
			fresh = zone(name, start);
			assert_int_equal(zone_day(&fresh, us), next);
			assert_int_equal(zone_day(&fresh, us - 1),
			    day_add(next, -1));
			zone_range(&fresh, next, &from, &to);
			assert_int_equal(from, us);
		}
		day = next;
	}
	assert_int_equal(day, 20261231);
}

static void
whole_years(void **state)
{
	(void)state;
	every_instant("America/New_York", 0);
	every_instant("America/New_York", 2 * 60);	/* the time that is skipped */
	every_instant("America/New_York", 90);	/* the time that comes twice */
	every_instant("Asia/Kathmandu", 4 * 60);
	every_instant("Australia/Lord_Howe", 0);
	every_instant("UTC", 11 * 60 + 45);
	every_instant("UTC", 0);
}

static void
late_night_counts_as_yesterday(void **state)
{
	struct zone	z = zone("Europe/Berlin", 4 * 60);

	(void)state;
	/* 2026-11-22 03:59:59.999999 and 04:00 +01:00 */
	assert_int_equal(zone_day(&z, INT64_C(1795316400000000) - 1), 20261121);
	assert_int_equal(zone_day(&z, INT64_C(1795316400000000)), 20261122);
}

static void
wall_clock(void **state)
{
	struct zone	z = zone("Asia/Kathmandu", 0);
	struct wall	wall;
	char		text[STAMP_TEXT];

	(void)state;
	zone_wall(&z, INT64_C(1795323600000000), &wall);
	assert_int_equal(wall.hour, 10);
	assert_int_equal(wall.minute, 45);
	assert_int_equal(wall.offset, 5 * 60 + 45);
	assert_int_equal(wall.weekday, 0);
	assert_string_equal(stamp_text(&z, INT64_C(1795323600999999), text),
	    "2026-11-22 10:45:00");
	/* Before 1970 microseconds still count down into the second. */
	zone_wall(&z, -1, &wall);
	assert_int_equal(wall.second, 59);
}

static void
unknown_zones(void **state)
{
	static const char *const	bad[] = { "", "America/Nowhere",
		"../../etc/passwd", "/etc/localtime", "America", "tzdata.zi",
		"EST5EDT4,M3.2.0" };
	struct err			err;
	struct zone			z;
	size_t				i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		err_clear(&err);
		assert_int_equal(zone_init(&z, bad[i], 0, &err), -1);
		assert_int_equal(err.kind, ERR_CONFIG);
	}
	assert_int_equal(zone_init(&z, "UTC", 720, &err), -1);
}

static void
leaves_the_process_alone(void **state)
{
	struct zone	z = zone("Asia/Tokyo", 0);
	struct wall	wall;

	(void)state;
	setenv("TZ", "America/New_York", 90);
	tzset();
	zone_wall(&z, 0, &wall);
	assert_int_equal(wall.hour, 9);
	assert_string_equal(getenv("TZ"), "America/New_York");
	assert_int_equal(timezone, 5 * 60 * 60);
	unsetenv("TZ");
	zone_wall(&z, 0, &wall);
	assert_null(getenv("TZ"));
}

static void
dates(void **state)
{
	struct err	err = ERR_INIT;
	char		text[DAY_TEXT];
	int		day = 0;

	(void)state;
	assert_true(day_valid(20240229));
	assert_false(day_valid(20260229));
	assert_false(day_valid(20261301));
	assert_false(day_valid(0));
	assert_int_equal(day_add(20261231, 1), 20270101);
	assert_int_equal(day_add(20240301, -1), 20240229);
	assert_int_equal(day_between(20261122, 20261201), 9);
	assert_int_equal(day_between(20261201, 20261122), -9);
	assert_int_equal(day_parse("2026-11-22", &day, &err), 0);
	assert_int_equal(day, 20261122);
	assert_int_equal(day_parse("20261122", &day, &err), 0);
	assert_int_equal(day_parse("2026-02-30", &day, &err), -1);
	assert_int_equal(day_parse("2026-1-2", &day, &err), -1);
	assert_int_equal(day_parse("202611221", &day, &err), -1);
	assert_int_equal(day_parse("-0261122", &day, &err), -1);
	assert_int_equal(day_parse("", &day, &err), -1);
	assert_string_equal(day_text(20261122, text), "2026-11-22");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(lengths),
		cmocka_unit_test(whole_years),
		cmocka_unit_test(late_night_counts_as_yesterday),
		cmocka_unit_test(wall_clock),
		cmocka_unit_test(unknown_zones),
		cmocka_unit_test(leaves_the_process_alone),
		cmocka_unit_test(dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
