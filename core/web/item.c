/* A piece in public: see item.h. */
#include "web/item.h"

#include <inttypes.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "str.h"
#include "web/reply.h"

#define JUST_US	(15 * MINUTE_US)	/* "just sold" */

static const char *const status_names[] = {
	[ITEM_AVAILABLE] = "available",
	[ITEM_HELD] = "held",
	[ITEM_SOLD] = "sold",
	[ITEM_GONE] = "gone",
};

enum item_status
item_status(const struct rec_piece *piece)
{
	for (int i = ITEM_AVAILABLE; i < ITEM_GONE; i++)
		if (str_eq(piece->status, status_names[i]))
			return (enum item_status)i;
	return ITEM_GONE;
}

const char *
item_status_name(enum item_status status)
{
	return status_names[status];
}

char *
item_escape(struct arena *arena, const char *text)
{
	static const char	 hex[] = "0123456789ABCDEF";
	char			*out = arena_alloc(arena,
				    strlen(text) * 3 + 1), *p = out;

	for (; *text != '\0'; text++) {
		unsigned char	c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("-._~", c) != NULL) {
			*p++ = (char)c;
			continue;
		}
		*p++ = '%';
		*p++ = hex[c >> 4];
		*p++ = hex[c & 15];
	}
	return out;
}

char *
item_photo_path(struct arena *arena, const char *sku, int64_t n)
{
	return arena_printf(arena, "/v1/items/%s/photos/%" PRId64,
	    item_escape(arena, sku), n);
}

char *
item_page_path(struct arena *arena, const char *sku)
{
	return arena_printf(arena, "/p/%s", item_escape(arena, sku));
}

struct js *
item_js(const struct app *app, const struct rec_piece *piece)
{
	struct arena	*arena = arena_new();
	struct js	*js = js_object();

	js_put_text(js, "sku", piece->sku);
	js_put_text(js, "title", piece->title);
	js_put_text(js, "category", piece->category);
	js_put_text(js, "kind", piece->kind);
	js_put_text(js, "status", item_status_name(item_status(piece)));
	js_put_money(js, "price", piece->price, app_shop(app)->currency.code);
	js_put_num(js, "on_hand", piece->on_hand);
	js_put_time(js, "held_until", piece->held_until);
	js_put_text(js, "url", item_page_path(arena, piece->sku));
	js_put_text(js, "photo", piece->photos > 0 ?
	    item_photo_path(arena, piece->sku, 1) : NULL);
	arena_free(arena);
	return js;
}

const char *
item_channel(const struct rec_taker *taker)
{
	return str_eq(taker->channel_kind, "showroom") ? "showroom" : "web";
}

static const char *const months[] = { "January", "February", "March",
	"April", "May", "June", "July", "August", "September", "October",
	"November", "December" };

char *
item_moment(const struct app *app, struct arena *arena, int64_t at)
{
	static const char *const days[] = { "Sunday", "Monday", "Tuesday",
		"Wednesday", "Thursday", "Friday", "Saturday" };
	struct wall	wall;

	zone_wall(&app_shop(app)->zone, at, &wall);
	return arena_printf(arena, "%s, %d %s, %02d:%02d",
	    days[wall.weekday], wall.day, months[wall.month - 1], wall.hour,
	    wall.minute);
}

static char *
sold_notice(const struct app *app, struct arena *arena,
    const struct rec_taker *taker)
{
	bool		showroom = str_eq(item_channel(taker), "showroom");
	struct wall	wall;

	if (taker->at > taker->now - JUST_US)
		return arena_strdup(arena, showroom ?
		    "Just sold in our showroom." :
		    "Just sold to another visitor.");
	zone_wall(&app_shop(app)->zone, taker->at, &wall);
	return arena_printf(arena, "Sold%s on %d %s.",
	    showroom ? " in our showroom" : "", wall.day,
	    months[wall.month - 1]);
}

char *
item_notice(const struct app *app, struct arena *arena,
    enum item_status status, const struct rec_taker *taker)
{
	bool	known = taker != NULL && !str_eq(taker->kind, "none");

	switch (status) {
	case ITEM_AVAILABLE:
		return arena_strdup(arena, "Available.");
	case ITEM_HELD:
		return arena_strdup(arena, !known ? "On hold just now." :
		    str_eq(item_channel(taker), "showroom") ?
		    "A customer in our showroom is looking at it." :
		    "Another visitor is buying it just now.");
	case ITEM_SOLD:
		return known ? sold_notice(app, arena, taker) :
		    arena_strdup(arena, "Sold.");
	case ITEM_GONE:
		return arena_strdup(arena, "Not offered any more.");
	}
	return arena_strdup(arena, "");
}

static const char *
code_of(const struct rec_taker *taker)
{
	if (str_eq(taker->kind, "sale"))
		return "sold";
	if (str_eq(taker->kind, "hold"))
		return "held";
	if (str_eq(taker->state, "legal_hold"))
		return "legal_hold";
	/* Whoever had it has given it back meanwhile, or none is left. */
	return str_eq(taker->state, "stock") ? "sold" : "not_for_sale";
}

struct js *
item_problem(const struct app *app, struct arena *arena, const char *sku,
    const struct rec_taker *taker)
{
	struct js	*js, *error;
	const char	*code = taker == NULL ? "unknown" : code_of(taker);
	enum item_status status = str_eq(code, "sold") ? ITEM_SOLD :
			    str_eq(code, "held") ? ITEM_HELD : ITEM_GONE;
	char		*text = taker == NULL ?
			    arena_strdup(arena, "There is no such piece.") :
			    item_notice(app, arena, status, taker);

	text = arena_printf(arena, "%s: %s", sku, text);
	js = reply_problem(taker == NULL ? 404 : 409, code, text, &error);
	js_put_text(error, "sku", sku);
	if (taker == NULL)
		return js;
	js_put_text(error, "status", item_status_name(status));
	if (!str_eq(taker->kind, "none")) {
		js_put_text(error, "channel", item_channel(taker));
		js_put_time(error, "at", taker->at);
		js_put_time(error, "until", taker->until);
	}
	return js;
}
