/*
 * Reserving: where the page takes no payment, a piece is kept for whom the
 * form names, until he comes to the showroom or his time is over.
 *
 * The hold of the checkout ends and one of that person begins, in one
 * transaction, so that nobody comes between; its id follows from the first
 * one's, so that the button pressed twice is one reservation.
 */
#include <string.h>

#include "clock.h"
#include "log.h"
#include "ops.h"
#include "seal.h"
#include "str.h"
#include "web/checkout.h"
#include "web/feed.h"
#include "web/item.h"
#include "web/page_parts.h"

struct uuid
reserve_id(const struct uuid *hold)
{
	static const char	name[] = "reserve";
	uint8_t			digest[SEAL_DIGEST];
	struct uuid		id;

	seal_hmac(hold->b, sizeof(hold->b), name, sizeof(name) - 1, digest);
	memcpy(id.b, digest, sizeof(id.b));
	return id;
}

static void
on_reserved(struct request *req, struct db_ans *ans)
{
	struct checkout	*c = checkout_of(req);
	struct uuid	 id = reserve_id(&c->hold_id);

	if (db_status(ans) == DB_REFUSED) {
		if (db_refusal(ans) == REFUSAL_DUPLICATE)
			html_redirect(req, checkout_path(req, &id));
		else
			checkout_gone(req, 409, &c->piece_id);
		return;
	}
	if (page_failed(req, ans))
		return;
	log_info("reserved: %s", c->sku);
	feed_nudge(visit_of(req)->app->feed);
	html_redirect(req, checkout_path(req, &id));
}

void
reserve_it(struct request *req)
{
	const struct app	*app = visit_of(req)->app;
	struct checkout		*c = checkout_of(req);
	const char		*phone = form_value(c->fields, "phone");
	struct rec_hold		 hold = { .id = reserve_id(&c->hold_id),
				    .piece_id = c->piece_id, .qty = 1,
				    .channel_id = app_shop(app)->channel.id,
				    .register_id = app_shop(app)->reg.id,
				    .caller = c->caller };

	hold.owner = arena_printf(request_arena(req), "%s, %s%s%s",
	    form_value(c->fields, "name"), form_value(c->fields, "email"),
	    *phone != '\0' ? ", " : "", phone);
	page_ask(req, db_req_join(op_hold_release(&c->hold_id, clock_now()),
	    op_hold_place(&hold, app->reserve_us)), on_reserved);
}

void
reserve_show(struct request *req, const struct rec_piece *piece)
{
	struct app		*app = visit_of(req)->app;
	const struct till	*shop = app_shop(app);
	struct html_page	 page = { .title = "Reserved", .live = true };
	struct buf		 buf = BUF_INIT(HTML_MAX);
	char			*until;

	until = item_moment(app, request_arena(req),
	    checkout_of(req)->expires_at);
	html_begin(&buf, app, &page);
	html_printf(&buf, "<article class=\"thanks\" data-page=\"reserved\" "
	    "data-sku=\"%s\">\n<h1>Reserved for you</h1>\n<p>“%s” is kept "
	    "for you until <strong>%s</strong>. ", piece->sku, piece->title,
	    until);
	html_printf(&buf, "Come and see it at %s%s%s%s%s; pay when it is "
	    "yours.</p>\n", shop->store.name,
	    str_empty(shop->store.address) ? "" : ", ", shop->store.address,
	    str_empty(shop->store.phone) ? "" : ", telephone ",
	    shop->store.phone);
	buf_addstr(&buf, "<p>You have paid nothing. Should you change your "
	    "mind, please give it back, so that somebody else can have "
	    "it.</p>\n");
	checkout_put_leave(&buf, req);
	buf_addstr(&buf, "</article>\n");
	html_end(&buf, app);
	html_answer(req, 200, &buf);
}
