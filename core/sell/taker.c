/* Who has a piece, in one sentence: see sale.h. */
#include "sell/sale.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "sell/hold.h"
#include "sell/piece.h"
#include "sell/till.h"
#include "str.h"

static const struct {
	const char	*kind;
	const char	*sold;
	const char	*held;
} places[] = {
	{ "web", "on the website", "for a customer of the website" },
	{ "showroom", "in the showroom", "at the counter" },
	{ "office", "by the office", "by the office" },
	{ "shopify", "on Shopify", "for an order on Shopify" },
	{ "woocommerce", "on WooCommerce", "for an order on WooCommerce" },
	{ "squarespace", "on Squarespace", "for an order on Squarespace" },
};

static const char *
place(const struct rec_taker *taker, bool sold)
{
	size_t	i;

	for (i = 0; i < sizeof places / sizeof *places; i++) {
		if (str_eq(places[i].kind, taker->channel_kind))
			return sold ? places[i].sold : places[i].held;
	}
	return "elsewhere";
}

/* "at 10:42, 3 minutes ago" or "on 2026-11-21 at 10:42". */
static void
put_when(struct buf *out, const struct rec_taker *taker,
    const struct till *till)
{
	char	stamp[STAMP_TEXT];
	int64_t	ago = (taker->now - taker->at) / MINUTE_US;

	stamp_text(&till->zone, taker->at, stamp);
	stamp[16] = '\0';		/* no seconds */
	if (ago < 0 || ago >= 12 * 60) {
		buf_printf(out, " on %.10s at %s", stamp, stamp + 11);
		return;
	}
	buf_printf(out, " at %s, ", stamp + 11);
	if (ago == 0)
		buf_addstr(out, "just now");
	else if (ago < 60)
		buf_printf(out, "%d minute%s ago", (int)ago,
		    ago == 1 ? "" : "s");
	else
		buf_printf(out, "%d hour%s ago", (int)(ago / 60),
		    ago / 60 == 1 ? "" : "s");
}

static void
put_sale(struct buf *out, const struct rec_taker *taker,
    const struct till *till)
{
	char	amount[MONEY_TEXT];

	buf_printf(out, "%s was sold %s", taker->sku, place(taker, true));
	if (taker->order_ref[0] != '\0')
		buf_printf(out, " (order %s)", taker->order_ref);
	else if (taker->number[0] != '\0')
		buf_printf(out, " (sale %s)", taker->number);
	put_when(out, taker, till);
	buf_printf(out, ", for %s.", money_text(taker->total, &till->currency,
	    MONEY_SYMBOL, amount));
}

static void
put_hold(struct buf *out, const struct rec_taker *taker,
    const struct till *till)
{
	char	stamp[STAMP_TEXT];

	stamp_text(&till->zone, taker->until, stamp);
	stamp[16] = '\0';
	buf_printf(out, "%s %s held %s", taker->sku, taker_is_over(taker) ?
	    "was" : "is", place(taker, false));
	if (taker->staff[0] != '\0')
		buf_printf(out, " by %s", taker->staff);
	if (taker->until - taker->now < 12 * 60 * MINUTE_US)
		buf_printf(out, " until %s", stamp + 11);
	else
		buf_printf(out, " until %.10s at %s", stamp, stamp + 11);
	/* A reservation says for whom. */
	if (taker->staff[0] == '\0' && taker->owner[0] != '\0' &&
	    !str_eq(taker->owner, HOLD_VISITOR))
		buf_printf(out, ", for %s", taker->owner);
	buf_addstr(out, taker_is_over(taker) ? " and may be free again." :
	    ".");
}

bool
taker_is_over(const struct rec_taker *taker)
{
	return str_eq(taker->kind, "hold") && taker->until <= taker->now;
}

char *
taker_text(const struct rec_taker *taker, const struct till *till,
    char out[TAKER_TEXT])
{
	struct buf		text = BUF_INIT(TAKER_TEXT * 4);
	enum piece_state	state = PIECE_STOCK;

	piece_state_of(taker->state, &state);
	if (str_eq(taker->kind, "sale"))
		put_sale(&text, taker, till);
	else if (str_eq(taker->kind, "hold"))
		put_hold(&text, taker, till);
	else if (state != PIECE_STOCK)
		buf_printf(&text, "%s %s.", taker->sku,
		    piece_state_why(state));
	else
		buf_printf(&text, "There is not enough of %s left.",
		    taker->sku);
	str_copy(out, TAKER_TEXT, buf_str(&text));
	buf_free(&text);
	return out;
}
