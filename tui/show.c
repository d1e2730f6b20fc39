/* Facts in words: see show.h. */
#include "show.h"

#include <stdio.h>

#include "clock.h"
#include "screen.h"
#include "sell/day.h"
#include "sell/piece.h"
#include "str.h"

#define HOUR_US	(60 * MINUTE_US)
#define DAY_US	(24 * HOUR_US)

char *
show_amount(const struct ui *ui, money amount, char out[MONEY_TEXT])
{
	return money_text(amount, &ui->currency, MONEY_GROUPED, out);
}

char *
show_price(const struct ui *ui, money amount, char out[MONEY_TEXT])
{
	return money_text(amount, &ui->currency, MONEY_SYMBOL, out);
}

const char *
show_status(const struct rec_piece *piece, char *out, size_t size)
{
	enum piece_state	state;
	const char		*why = NULL;

	if (piece_state_of(piece->state, &state))
		why = piece_state_why(state);
	if (str_eq(piece->kind, "service"))
		str_copy(out, size, "work");
	else if (str_eq(piece->status, "sold") || (piece->on_hand < 1 &&
	    why == NULL))
		str_copy(out, size, "sold");
	else if (why != NULL)
		str_copy(out, size, str_starts(why, "is ") ? why + 3 : why);
	else if (piece->held >= piece->on_hand)
		str_copy(out, size, "on hold");
	else if (str_eq(piece->kind, "unique"))
		str_copy(out, size, "one of a kind");
	else
		snprintf(out, size, "in stock %lld",
		    (long long)(piece->on_hand - piece->held));
	return out;
}

enum ink
show_status_ink(const struct rec_piece *piece)
{
	if (str_eq(piece->status, "available") ||
	    str_eq(piece->kind, "service"))
		return INK_PLAIN;
	return str_eq(piece->status, "held") ? INK_ACCENT : INK_DIM;
}

const char *
show_ago(int64_t us, char *out, size_t size)
{
	const char	*unit = "minute";
	int64_t		 n = us / MINUTE_US;

	if (us >= 2 * DAY_US) {
		unit = "day";
		n = us / DAY_US;
	} else if (us >= 2 * HOUR_US) {
		unit = "hour";
		n = us / HOUR_US;
	}
	if (n < 1)
		str_copy(out, size, "just now");
	else
		snprintf(out, size, "%lld %s%s ago", (long long)n, unit,
		    n == 1 ? "" : "s");
	return out;
}

const char *
show_left(int64_t us, char *out, size_t size)
{
	int64_t	s = us < 0 ? 0 : us / SECOND_US;

	if (s >= 3600)
		snprintf(out, size, "%lld:%02d:%02d", (long long)(s / 3600),
		    (int)(s / 60 % 60), (int)(s % 60));
	else
		snprintf(out, size, "%d:%02d", (int)(s / 60), (int)(s % 60));
	return out;
}

const char *
show_when(const struct ui *ui, int64_t at, char *out, size_t size)
{
	static const char	days[7][4] = { "Sun", "Mon", "Tue", "Wed",
		"Thu", "Fri", "Sat" };
	struct wall		then, today;
	int64_t			now = clock_now();

	zone_wall(&ui->zone, at, &then);
	zone_wall(&ui->zone, now, &today);
	if (then.year == today.year && then.month == today.month &&
	    then.day == today.day)
		snprintf(out, size, "%02d:%02d", then.hour, then.minute);
	else if (now - at < 6 * DAY_US && at < now)
		snprintf(out, size, "%s %02d:%02d", days[then.weekday],
		    then.hour, then.minute);
	else
		snprintf(out, size, "%04d-%02d-%02d %02d:%02d", then.year,
		    then.month, then.day, then.hour, then.minute);
	return out;
}
