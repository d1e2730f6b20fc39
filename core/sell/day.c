/* The business day: see day.h.  The only file that touches TZ. */
#include "sell/day.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "mem.h"
#include "str.h"


/* Makes the zone the process's; give what it returns to leave_zone. */
static char *
enter_zone(const char *name)
{
	const char	*before = getenv("TZ");
	char		*saved = before == NULL ? NULL : mem_strdup(before);

	setenv("TZ", name, 1);
	tzset();
	return saved;
}

static void
leave_zone(char *saved)
{
	if (saved == NULL)
		unsetenv("TZ");
	else
		setenv("TZ", saved, 1);
	tzset();
	free(saved);
}

/* Seconds, rounded down also before 1970. */
static time_t
seconds_of(int64_t us)
{
	return (time_t)(us / SECOND_US - (us % SECOND_US < 0));
}

static bool
known_zone(const char *name)
{
	char	path[160], magic[4];
	FILE	*file;
	bool	known;

	if (str_eq(name, "UTC"))
		return true;
	if (name[0] == '\0' || name[0] == '/' || strstr(name, "..") != NULL ||
	    strlen(name) >= sizeof ((struct zone *)NULL)->name)
		return false;
	snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
	if ((file = fopen(path, "re")) == NULL)
		return false;
	known = fread(magic, 1, sizeof magic, file) == sizeof magic &&
	    memcmp(magic, "TZif", sizeof magic) == 0;
	fclose(file);
	return known;
}

int
zone_init(struct zone *zone, const char *name, int start, struct err *err)
{
	memset(zone, 0, sizeof *zone);
	if (!known_zone(name)) {
		err_set(err, ERR_CONFIG, "unknown time zone '%.60s'", name);
		return err_hint(err, "Use a name from /usr/share/zoneinfo "
		    "(package tzdata), like America/New_York.");
	}
	if (start < 0 || start >= 12 * 60)
		return err_set(err, ERR_CONFIG, "the day must start before "
		    "noon");
	str_copy(zone->name, sizeof zone->name, name);
	zone->start = start;
	return 0;
}

static struct tm
tm_of_day(int day, int minute)
{
	return (struct tm){ .tm_year = day / 10000 - 1900,
	    .tm_mon = day / 100 % 100 - 1, .tm_mday = day % 100,
	    .tm_hour = minute / 60, .tm_min = minute % 60 };
}

static int
day_of_tm(const struct tm *tm)
{
	return (tm->tm_year + 1900) * 10000 + (tm->tm_mon + 1) * 100 +
	    tm->tm_mday;
}

/*
 * The first instant at which the wall shows that day and time, in the zone
 * entered.  Asked with and without summer time rather than with "whichever":
 * for a time that comes twice that answer depends on what was asked before.
 * A time the clock jumps over is where it jumps.
 */
static int64_t
first_instant(int day, int minute)
{
	struct tm	tm, back;
	time_t		best = 0, at;
	bool		found = false;
	int		summer;

	for (summer = 0; summer < 2; summer++) {
		tm = tm_of_day(day, minute);
		tm.tm_isdst = summer;
		at = mktime(&tm);
		localtime_r(&at, &back);
		if (back.tm_hour * 60 + back.tm_min == minute &&
		    day_of_tm(&back) == day &&
		    (!found || at < best)) {
			best = at;
			found = true;
		}
	}
	if (!found) {
		tm = tm_of_day(day, minute);
		best = mktime(&tm);
	}
	return (int64_t)best * SECOND_US;
}

void
zone_range(struct zone *zone, int day, int64_t *from_r, int64_t *to_r)
{
	char	*saved;

	if (zone->day != day) {
		saved = enter_zone(zone->name);
		zone->from = first_instant(day, zone->start);
		zone->to = first_instant(day_add(day, 1), zone->start);
		zone->day = day;
		leave_zone(saved);
	}
	*from_r = zone->from;
	*to_r = zone->to;
}

int
zone_day(struct zone *zone, int64_t us)
{
	struct wall	wall;
	int64_t		from, to;
	int		day;

	if (zone->day != 0 && us >= zone->from && us < zone->to)
		return zone->day;
	zone_wall(zone, us, &wall);
	day = wall.year * 10000 + wall.month * 100 + wall.day;
	zone_range(zone, day, &from, &to);
	if (us < from)
		day = day_add(day, -1);
	else if (us >= to)
		day = day_add(day, 1);
	zone_range(zone, day, &from, &to);
	return day;
}

void
zone_wall(const struct zone *zone, int64_t us, struct wall *out_r)
{
	char		*saved = enter_zone(zone->name);
	time_t		 at = seconds_of(us);
	struct tm	 tm;

	localtime_r(&at, &tm);
	leave_zone(saved);
	*out_r = (struct wall){ tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
	    tm.tm_hour, tm.tm_min, tm.tm_sec, tm.tm_wday,
	    (int)(tm.tm_gmtoff / 60) };
}

/* Days since 1970-01-01; the date need not exist and is then carried over. */
static int64_t
serial(int day)
{
	struct tm	tm = tm_of_day(day, 0);

	return (int64_t)(timegm(&tm) / (24 * 60 * 60));
}

static int
day_of_serial(int64_t days)
{
	time_t		at = (time_t)days * 24 * 60 * 60;
	struct tm	tm;

	gmtime_r(&at, &tm);
	return day_of_tm(&tm);
}

bool
day_valid(int day)
{
	return day >= 10101 && day <= 99991231 &&
	    day_of_serial(serial(day)) == day;
}

int
day_add(int day, int days)
{
	return day_of_serial(serial(day) + days);
}

int
day_between(int a, int b)
{
	return (int)(serial(b) - serial(a));
}

int
day_parse(const char *text, int *day_r, struct err *err)
{
	char	digits[9];
	size_t	len = strlen(text);
	int64_t	day;

	if (len == 10 && text[4] == '-' && text[7] == '-')
		snprintf(digits, sizeof digits, "%.4s%.2s%.2s", text,
		    text + 5, text + 8);
	else if (!str_copy(digits, sizeof digits, text))
		digits[0] = '\0';
	if (strlen(digits) != 8 || !str_int64(digits, &day) ||
	    day > 99991231 || !day_valid((int)day)) {
		err_set(err, ERR_INPUT, "'%.40s' is not a date", text);
		return err_hint(err, "Write it like 2026-11-22.");
	}
	*day_r = (int)day;
	return 0;
}

char *
day_text(int day, char out[DAY_TEXT])
{
	snprintf(out, DAY_TEXT, "%04d-%02d-%02d", day / 10000,
	    day / 100 % 100, day % 100);
	return out;
}

char *
stamp_text(const struct zone *zone, int64_t us, char out[STAMP_TEXT])
{
	struct wall	wall;

	zone_wall(zone, us, &wall);
	snprintf(out, STAMP_TEXT, "%04d-%02d-%02d %02d:%02d:%02d", wall.year,
	    wall.month, wall.day, wall.hour, wall.minute, wall.second);
	return out;
}
