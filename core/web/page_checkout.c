/*
 * The storefront's checkout: what it shows, giving back, and at every step a
 * kind word when the piece is gone after all.
 *
 * A checkout is its hold: its address is the hold's id, its key the visitor's
 * cookie, and the hold's id makes the order's key, so that pressing the button
 * twice, or loading the page again, is the same order.
 */
#include "web/page.h"

#include <inttypes.h>
#include <string.h>

#include "clock.h"
#include "ops.h"
#include "sell/hold.h"
#include "str.h"
#include "web/checkout.h"
#include "web/feed.h"
#include "web/html.h"
#include "web/item.h"
#include "web/page_parts.h"

#define SIMILAR_ASKED	12
#define SIMILAR_SHOWN	3

static const struct form_field test_fields[] = {
	{ "name", "Your name", "name", "text", 120, true, "", NULL },
	{ "email", "E-mail", "email", "email", 120, true, "", NULL },
	{ "street", "Street and number", "street-address", "text", 200, true,
	    "", NULL },
	{ "city", "Town", "address-level2", "text", 100, true, "", NULL },
	{ "postcode", "Postcode", "postal-code", "text", 20, true, "", NULL },
	{ "country", "Country", "country-name", "text", 60, true, "", NULL },
	{ "total", "Total", "off", "hidden", 20, true, "", NULL },
	{ .name = NULL },
};

/* Who and where to is the payment's page to ask. */
static const struct form_field link_fields[] = {
	{ "total", "Total", "off", "hidden", 20, true, "", NULL },
	{ .name = NULL },
};

static const struct form_field reserve_fields[] = {
	{ "name", "Your name", "name", "text", 80, true, "", NULL },
	{ "email", "E-mail", "email", "email", 120, true, "", NULL },
	{ "phone", "Telephone (if you like)", "tel", "tel", 40, false, "",
	    NULL },
	{ "total", "Total", "off", "hidden", 20, true, "", NULL },
	{ .name = NULL },
};

struct checkout *
checkout_of(struct request *req)
{
	return visit_of(req)->page;
}

enum pay_mode
checkout_mode(const struct app *app)
{
	if (app_shop(app)->demo)
		return PAY_TEST;
	return *app->payment_url != '\0' ? PAY_LINK : PAY_RESERVE;
}

struct checkout *
checkout_new(struct request *req)
{
	struct arena	*arena = request_arena(req);
	struct checkout	*c = arena_alloc(arena, sizeof(*c));

	switch (checkout_mode(visit_of(req)->app)) {
	case PAY_TEST:
		c->fields = arena_memdup(arena, test_fields,
		    sizeof(test_fields));
		break;
	case PAY_LINK:
		c->fields = arena_memdup(arena, link_fields,
		    sizeof(link_fields));
		break;
	case PAY_RESERVE:
		c->fields = arena_memdup(arena, reserve_fields,
		    sizeof(reserve_fields));
		break;
	}
	visit_of(req)->page = c;
	return c;
}

char *
checkout_path(struct request *req, const struct uuid *hold)
{
	char	id[UUID_TEXT];

	uuid_text(hold, id);
	return arena_printf(request_arena(req), "/checkout/%s", id);
}

char *
checkout_key(struct request *req, const struct uuid *hold)
{
	char	id[UUID_TEXT];

	uuid_text(hold, id);
	return order_key(request_arena(req), &visit_of(req)->channel_id,
	    arena_printf(request_arena(req), "page %s", id));
}

/* Gone. */

static void
put_gone(struct buf *buf, struct request *req, const struct rec_piece *piece,
    const struct rec_taker *taker)
{
	bool		 showroom = taker != NULL &&
			    str_eq(item_channel(taker), "showroom");
	const char	*head = "", *text = "";

	switch (item_status(piece)) {
	case ITEM_SOLD:
		head = showroom ? "Just sold in our showroom" : "Just sold";
		text = showroom ? "has found its owner at our counter." :
		    "has gone to another visitor, a moment ago.";
		break;
	case ITEM_HELD:
		head = showroom ? "On hold in our showroom" : "On hold";
		text = showroom ? "is in the hands of a customer in our "
		    "showroom. It may come back; its page will tell you." :
		    "is being bought by another visitor. It may come back; "
		    "its page will tell you.";
		break;
	case ITEM_AVAILABLE:
		head = "Your hold has ended";
		text = "is still here, and you can hold it again.";
		break;
	case ITEM_GONE:
		head = "No longer offered";
		text = "is not for sale any more.";
		break;
	}
	html_printf(buf, "<div class=\"notice\" role=\"alert\" "
	    "data-page=\"gone\">\n<h1>%s</h1>\n<p>“%s” %s %s</p>\n"
	    "<p><a class=\"button quiet\" href=\"%s\">To the piece</a></p>\n"
	    "</div>\n", head, piece->title, text,
	    checkout_mode(visit_of(req)->app) == PAY_LINK ?
	    "We are sorry. If you have begun to pay, nothing is kept of it." :
	    "We are sorry. Nothing has been charged.",
	    item_page_path(request_arena(req), piece->sku));
}

static void
put_similar(struct buf *buf, struct request *req, const struct db_ans *ans)
{
	struct rec_piece	 listed[SIMILAR_SHOWN];
	const struct rec_piece	*row;
	size_t			 n, kept = 0;

	row = db_rows_nth(ans, REC_PIECE, 1, &n);
	for (; n > 0 && kept < SIMILAR_SHOWN; n--, row++)
		if (row->listed)
			listed[kept++] = *row;
	if (kept == 0)
		return;
	buf_addstr(buf, "<h2>Pieces like it</h2>\n");
	page_put_cards(buf, req, listed, kept);
}

static void
on_gone(struct request *req, struct db_ans *ans)
{
	const struct rec_piece	*piece;
	const struct rec_taker	*taker;
	struct html_page	 page = { .title = "Not available" };
	struct buf		 buf = BUF_INIT(HTML_MAX);
	unsigned		 status = (unsigned)checkout_of(req)->seconds;
	size_t			 n, taken;

	if (page_failed(req, ans))
		return;
	piece = db_rows(ans, REC_PIECE, &n);
	taker = db_rows(ans, REC_TAKER, &taken);
	if (n == 0) {
		page_unknown(req);
		return;
	}
	html_begin(&buf, visit_of(req)->app, &page);
	put_gone(&buf, req, piece, taken > 0 &&
	    !str_eq(taker->kind, "none") ? taker : NULL);
	put_similar(&buf, req, ans);
	html_end(&buf, visit_of(req)->app);
	html_answer(req, status, &buf);
}

void
checkout_gone(struct request *req, unsigned status, const struct uuid *piece)
{
	struct db_req	*what = op_piece_by_id(piece);

	checkout_of(req)->seconds = status;
	what = db_req_join(what, op_piece_similar(piece, SIMILAR_ASKED));
	page_ask(req, db_req_join(what, op_piece_taker(piece, 0)), on_gone);
}

/* Whether a form may act at all; else answers. */
bool
checkout_may_act(struct request *req)
{
	if (session_same_site(req))
		return true;
	html_say(req, 403, "Please start from our page",
	    "For your safety this can only be done from the shop's own page.");
	return false;
}

/* The form. */

static void
put_field(struct buf *buf, const struct form_field *f)
{
	if (str_eq(f->type, "hidden"))
		return;
	/* Town and postcode are short, and belong together. */
	html_printf(buf, "<p class=\"field%s\"><label for=\"f-%s\">%s</label>"
	    "<input id=\"f-%s\" name=\"%s\" type=\"%s\" value=\"%s\" "
	    "autocomplete=\"%s\"", f->max > 100 ? " long" : "", f->name,
	    f->label, f->name, f->name, f->type, f->value, f->autocomplete);
	if (f->needed)
		buf_addstr(buf, " required");
	if (f->wrong != NULL)
		html_printf(buf, " aria-invalid=\"true\" "
		    "aria-describedby=\"w-%s\"><span class=\"wrong\" "
		    "id=\"w-%s\">%s</span></p>\n", f->name, f->name, f->wrong);
	else
		buf_addstr(buf, "></p>\n");
}

static void
put_countdown(struct buf *buf, struct request *req, int64_t seconds)
{
	struct wall	wall;

	zone_wall(&app_shop(visit_of(req)->app)->zone,
	    clock_now() + seconds * SECOND_US, &wall);
	buf_printf(buf, "<p class=\"countdown\" id=\"countdown\" "
	    "data-seconds=\"%" PRId64 "\">Held for you until "
	    "<strong>%02d:%02d</strong> <span id=\"left\" role=\"timer\" "
	    "aria-live=\"off\">(%" PRId64 ":%02" PRId64 " left)</span></p>\n",
	    seconds, wall.hour, wall.minute, seconds / 60, seconds % 60);
}

static void
put_sum(struct buf *buf, const struct app *app, const struct rec_piece *piece,
    money tax, money total)
{
	buf_addstr(buf, "<dl class=\"sum\"><div><dt>Price</dt><dd>");
	html_money(buf, app, piece->price);
	buf_addstr(buf, "</dd></div>");
	if (tax != 0) {
		buf_addstr(buf, total == piece->price ?
		    "<div><dt>Tax contained</dt><dd>" :
		    "<div><dt>Tax</dt><dd>");
		html_money(buf, app, tax);
		buf_addstr(buf, "</dd></div>");
	}
	buf_addstr(buf, "<div class=\"total\"><dt>Total</dt><dd>");
	html_money(buf, app, total);
	buf_addstr(buf, "</dd></div></dl>\n");
}

static void
put_fields(struct buf *buf, const struct checkout *c, const char *legend)
{
	html_printf(buf, "<fieldset><legend>%s</legend>\n"
	    "<div class=\"fields\">\n", legend);
	for (const struct form_field *f = c->fields; f->name != NULL; f++)
		put_field(buf, f);
	buf_addstr(buf, "</div>\n</fieldset>\n");
}

static void
put_button(struct buf *buf, const struct app *app, const char *text,
    money total, const char *after)
{
	html_printf(buf, "<p><button class=\"button\">%s ", text);
	html_money(buf, app, total);
	html_printf(buf, "%s</button></p>\n", after);
}

void
checkout_put_leave(struct buf *buf, struct request *req)
{
	html_printf(buf, "<form method=\"post\" action=\"%s/leave\">"
	    "<button class=\"button quiet\">Give it back</button></form>\n",
	    checkout_path(req, &checkout_of(req)->hold_id));
}

static void
put_form(struct buf *buf, struct request *req, money total)
{
	const struct app	*app = visit_of(req)->app;
	const struct checkout	*c = checkout_of(req);

	html_printf(buf, "<form id=\"pay\" method=\"post\" action=\"%s\">\n",
	    checkout_path(req, &c->hold_id));
	/* What he saw is what he agrees to. */
	buf_printf(buf, "<input type=\"hidden\" name=\"total\" value=\"%"
	    PRId64 "\">\n", total);
	switch (checkout_mode(app)) {
	case PAY_TEST:
		put_fields(buf, c, "Who and where to");
		put_button(buf, app, "Pay", total, " (test)");
		buf_addstr(buf, "<p class=\"hint\">This is a demonstration: "
		    "no money moves.</p>\n");
		break;
	case PAY_LINK:
		put_button(buf, app, "Go on to pay", total, "");
		buf_addstr(buf, "<p class=\"hint\">You pay on the page of our "
		    "payment service, which also asks where to send it. The "
		    "piece stays yours meanwhile, and you come back here."
		    "</p>\n");
		break;
	case PAY_RESERVE:
		put_fields(buf, c, "Whom shall we keep it for?");
		buf_addstr(buf, "<p><button class=\"button\">Reserve it"
		    "</button></p>\n<p class=\"hint\">You pay nothing now. "
		    "Come and see it, and pay in our showroom; or we write to "
		    "you about another way.</p>\n");
		break;
	}
	buf_addstr(buf, "</form>\n");
	checkout_put_leave(buf, req);
}

static const char *
mode_name(enum pay_mode mode)
{
	switch (mode) {
	case PAY_TEST:
		return "test";
	case PAY_LINK:
		return "link";
	case PAY_RESERVE:
		return "reserve";
	}
	return "";
}

/* Back from the payment's page, before its program has called us. */
static void
put_waiting(struct buf *buf, struct request *req)
{
	buf_addstr(buf, "<div class=\"waiting\" role=\"status\"><p>If you have "
	    "paid, this page turns to your receipt as soon as the payment "
	    "service tells us: most often at once, sometimes in a minute."
	    "</p>");
	html_printf(buf, "<p><a class=\"button quiet\" href=\"%s?back=1\">Look "
	    "again</a></p></div>\n", checkout_path(req,
	    &checkout_of(req)->hold_id));
}

void
checkout_show(struct request *req, unsigned status,
    const struct rec_piece *piece)
{
	struct app		*app = visit_of(req)->app;
	const struct checkout	*c = checkout_of(req);
	enum pay_mode		 mode = checkout_mode(app);
	struct html_page	 page = { .title = "Checkout", .live = true };
	struct buf		 buf = BUF_INIT(HTML_MAX);
	struct err		 err = ERR_INIT;
	money			 tax, total;

	if (order_quote(app, piece, &tax, &total, &err) == -1) {
		buf_free(&buf);
		html_say(req, 500, "Something went wrong", err.text);
		return;
	}
	html_begin(&buf, app, &page);
	html_printf(&buf, "<article class=\"checkout\" data-sku=\"%s\" "
	    "data-title=\"%s\" data-page=\"checkout\" data-mode=\"%s\">\n"
	    "<h1>%s</h1>\n", piece->sku, piece->title, mode_name(mode),
	    mode == PAY_RESERVE ? "Reserve this piece" : "Checkout");
	html_printf(&buf, "<p class=\"notice\" id=\"status\" role=\"alert\""
	    "%s>%s</p>\n", c->problem == NULL ? " hidden" : "",
	    c->problem == NULL ? "" : c->problem);
	buf_addstr(&buf, "<section class=\"bought\">\n");
	if (piece->photos > 0)
		html_printf(&buf, "<img src=\"%s\" alt=\"\" width=\"400\" "
		    "height=\"400\">", item_photo_path(request_arena(req),
		    piece->sku, 1));
	html_printf(&buf, "<div><h2>%s</h2>\n", piece->title);
	put_countdown(&buf, req, c->seconds);
	put_sum(&buf, app, piece, tax, total);
	buf_addstr(&buf, "</div></section>\n");
	if (mode == PAY_LINK && request_query(req, "back") != NULL)
		put_waiting(&buf, req);
	put_form(&buf, req, total);
	buf_addstr(&buf, "</article>\n");
	html_end(&buf, app);
	html_answer(req, status, &buf);
}

bool
checkout_hold(struct request *req, struct db_ans *ans,
    const struct rec_hold **hold_r)
{
	struct checkout		*c = checkout_of(req);
	const struct rec_hold	*hold;
	size_t			 n;

	if (page_failed(req, ans))
		return false;
	hold = db_rows(ans, REC_HOLD, &n);
	if (n == 0 || !session_owns(req, hold->caller)) {
		html_say(req, 404, "This checkout is not here", "It was begun "
		    "in another browser, or too long ago.");
		return false;
	}
	c->hold_id = hold->id;
	c->piece_id = hold->piece_id;
	str_copy(c->caller, sizeof(c->caller), hold->caller);
	c->reserved = !str_eq(hold->owner, HOLD_VISITOR);
	c->expires_at = hold->expires_at;
	c->age = hold->now - hold->placed_at;
	c->seconds = hold->expires_at <= hold->now ? 0 :
	    (hold->expires_at - hold->now) / SECOND_US;
	*hold_r = hold;
	return true;
}

/* Giving it back. */

static void
on_given_back(struct request *req, struct db_ans *ans)
{
	if (page_failed(req, ans))
		return;
	feed_nudge(visit_of(req)->app->feed);
	html_redirect(req, item_page_path(request_arena(req),
	    checkout_of(req)->sku));
}

static void
on_hold_to_leave(struct request *req, struct db_ans *ans)
{
	const struct rec_hold	*hold;

	if (!checkout_hold(req, ans, &hold))
		return;
	checkout_of(req)->sku = arena_strdup(request_arena(req), hold->sku);
	page_ask(req, op_hold_release(&hold->id, clock_now()), on_given_back);
}

void
page_leave(struct request *req, void *arg)
{
	struct uuid	id;

	(void)arg;
	if (!checkout_may_act(req))
		return;
	checkout_new(req);
	if (!uuid_parse(request_arg(req, 0), &id))
		page_unknown(req);
	else
		page_ask(req, op_hold_get(&id), on_hold_to_leave);
}
