/* The storefront's catalogue: the front page and a page for each piece. */
#include "web/page.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "ops.h"
#include "print/picture.h"
#include "seal.h"
#include "storefront.h"
#include "str.h"
#include "web/app.h"
#include "web/checkout.h"
#include "web/feed.h"
#include "web/html.h"
#include "web/item.h"
#include "web/page_parts.h"
#include "web/session.h"

#define FRONT_ITEMS	24
#define FOUND_ITEMS	60
#define WORDS_MAX	100

/* A question the shop did not answer, for a person. */
bool
page_failed(struct request *req, const struct db_ans *ans)
{
	if (db_status(ans) == DB_DONE)
		return false;
	html_say(req, 503, "One moment, please",
	    "The shop cannot be reached just now. Nothing has happened to "
	    "your order or your money. Please try again in a minute.");
	return true;
}

/* The front page. */

static void
put_card(struct buf *buf, struct request *req, const struct rec_piece *piece)
{
	const struct app	*app = visit_of(req)->app;
	struct arena		*arena = request_arena(req);
	enum item_status	 status = item_status(piece);

	html_printf(buf, "<li class=\"card %s\" data-sku=\"%s\">"
	    "<a href=\"%s\">", item_status_name(status), piece->sku,
	    item_page_path(arena, piece->sku));
	if (piece->photos > 0)
		html_printf(buf, "<img src=\"%s?size=small\" alt=\"\" "
		    "loading=\"lazy\" width=\"400\" height=\"400\">",
		    item_photo_path(arena, piece->sku, 1));
	else
		buf_addstr(buf, "<span class=\"blank\"></span>");
	html_printf(buf, "<span class=\"title\">%s</span></a>"
	    "<span class=\"price\">", piece->title);
	html_money(buf, app, piece->price);
	html_printf(buf, "</span> <span class=\"status\">%s</span></li>\n",
	    status == ITEM_AVAILABLE ? "" : page_status_word(status));
}

const char *
page_status_word(enum item_status status)
{
	switch (status) {
	case ITEM_AVAILABLE:
		return "Available";
	case ITEM_HELD:
		return "On hold";
	case ITEM_SOLD:
		return "Sold";
	case ITEM_GONE:
		return "No longer offered";
	}
	return "";
}

void
page_put_cards(struct buf *buf, struct request *req,
    const struct rec_piece *rows, size_t n)
{
	buf_addstr(buf, "<ul class=\"cards\">\n");
	for (size_t i = 0; i < n; i++) {
		put_card(buf, req, &rows[i]);
		feed_shown(visit_of(req)->app->feed, &rows[i]);
	}
	buf_addstr(buf, "</ul>\n");
}

static void
put_front_head(struct buf *buf, const char *q, size_t n)
{
	if (q == NULL)
		buf_addstr(buf, "<h1>The collection</h1>\n");
	else if (n == 0)
		html_printf(buf, "<h1>Nothing found for “%s”</h1>\n<p>Try "
		    "fewer words, or <a href=\"/\">see everything</a>.</p>\n",
		    q);
	else
		html_printf(buf, "<h1>Found for “%s”</h1>\n", q);
}

static void
on_front(struct request *req, struct db_ans *ans)
{
	struct app		*app = visit_of(req)->app;
	const char		*q = visit_of(req)->work;
	const struct rec_piece	*rows;
	struct html_page	 page = { .title = q != NULL ? q : "",
				    .query = q, .live = true };
	struct buf		 buf = BUF_INIT(HTML_MAX);
	char			 cursor[UUID_TEXT];
	size_t			 n;

	if (page_failed(req, ans))
		return;
	rows = db_rows(ans, REC_PIECE, &n);
	html_begin(&buf, app, &page);
	put_front_head(&buf, q, n);
	page_put_cards(&buf, req, rows,
	    q == NULL && n > FRONT_ITEMS ? FRONT_ITEMS : n);
	if (q == NULL && n > FRONT_ITEMS) {
		uuid_text(&rows[FRONT_ITEMS - 1].id, cursor);
		html_printf(&buf, "<p class=\"more\"><a class=\"button quiet\""
		    " rel=\"next\" href=\"/?after=%s\">More pieces</a></p>\n",
		    cursor);
	}
	html_end(&buf, app);
	html_answer(req, 200, &buf);
}

void
page_front(struct request *req, void *arg)
{
	const char	*q = request_query(req, "q");
	const char	*after = request_query(req, "after");
	struct uuid	 before;

	(void)arg;
	if (q != NULL && strlen(q) > WORDS_MAX) {
		html_say(req, 400, "That is a long search",
		    "Please use fewer words.");
		return;
	}
	if (after != NULL && !uuid_parse(after, &before)) {
		html_redirect(req, "/");
		return;
	}
	if (q != NULL && str_empty(q))
		q = NULL;
	visit_of(req)->work = (void *)(uintptr_t)q;
	page_ask(req, q != NULL ? op_item_find(q, FOUND_ITEMS) :
	    op_item_list(after != NULL ? &before : NULL, FRONT_ITEMS + 1),
	    on_front);
}

/* A piece's page. */

/* In the size that the window has room for. */
static void
put_photo(struct buf *buf, const struct rec_photo *photo, const char *path)
{
	int64_t	w = photo->width, h = photo->height;
	int64_t	small_w = w, small_h = h;

	picture_fit_size(PICTURE_WEB_SIDE, &w, &h);
	picture_fit_size(PICTURE_SMALL_SIDE, &small_w, &small_h);
	html_printf(buf, "<img src=\"%s\"", path);
	if (small_w < w) {
		html_printf(buf, " srcset=\"%s?size=small", path);
		buf_printf(buf, " %" PRId64 "w,", small_w);
		html_printf(buf, " %s", path);
		buf_printf(buf, " %" PRId64 "w\" sizes=\"(max-width: 56rem) "
		    "100vw, 28rem\"", w);
	}
	buf_printf(buf, " width=\"%" PRId64 "\" height=\"%" PRId64 "\"", w,
	    h);
}

static void
put_photos(struct buf *buf, struct request *req,
    const struct rec_piece *piece, const struct db_ans *ans)
{
	struct arena		*arena = request_arena(req);
	const struct rec_photo	*photo;
	size_t			 n;

	photo = db_rows(ans, REC_PHOTO, &n);
	buf_addstr(buf, "<div class=\"photos\">\n");
	for (size_t i = 0; i < n; i++) {
		put_photo(buf, &photo[i], item_photo_path(arena, piece->sku,
		    (int64_t)i + 1));
		html_printf(buf, " alt=\"%s%s%s\"%s>\n", piece->title,
		    *photo[i].role != '\0' ? ", " : "", photo[i].role,
		    i > 0 ? " loading=\"lazy\"" : "");
	}
	if (n == 0)
		buf_addstr(buf, "<span class=\"blank\"></span>\n");
	buf_addstr(buf, "</div>\n");
}

static void
put_stones(struct buf *buf, const struct db_ans *ans)
{
	const struct rec_stone	*s;
	size_t			 n;

	for (s = db_rows(ans, REC_STONE, &n); n > 0; n--, s++) {
		buf_addstr(buf, "<div><dt>Stone</dt><dd>");
		if (s->pieces > 1)
			buf_printf(buf, "%" PRId64 " × ", s->pieces);
		html_printf(buf, "%s %s", s->shape, s->type);
		if (s->carat_milli > 0)
			buf_printf(buf, ", %" PRId64 ".%02" PRId64 " ct",
			    s->carat_milli / 1000,
			    s->carat_milli % 1000 / 10);
		if (*s->color != '\0')
			html_printf(buf, ", colour %s", s->color);
		if (*s->clarity != '\0')
			html_printf(buf, ", clarity %s", s->clarity);
		if (*s->origin != '\0' && !str_eq(s->origin, "natural"))
			html_printf(buf, ", %s", s->origin);
		buf_addstr(buf, "</dd></div>\n");
	}
}

static void
put_facts(struct buf *buf, const struct rec_piece *piece,
    const struct db_ans *ans)
{
	const struct rec_attr	*attr;
	const struct rec_cert	*cert;
	size_t			 n;

	buf_addstr(buf, "<dl class=\"facts\">\n");
	for (attr = db_rows(ans, REC_ATTR, &n); n > 0; n--, attr++)
		html_printf(buf, "<div><dt>%s</dt><dd>%s</dd></div>\n",
		    attr->name, attr->value);
	put_stones(buf, ans);
	for (cert = db_rows(ans, REC_CERT, &n); n > 0; n--, cert++)
		html_printf(buf, "<div><dt>Certificate</dt><dd>%s %s</dd>"
		    "</div>\n", cert->lab, cert->report_no);
	if (*piece->category != '\0')
		html_printf(buf, "<div><dt>Category</dt><dd>%s</dd></div>\n",
		    piece->category);
	html_printf(buf, "<div><dt>Number</dt><dd>%s</dd></div>\n</dl>\n",
	    piece->sku);
}

static void
put_buy(struct buf *buf, struct request *req, const struct rec_piece *piece,
    const struct rec_taker *taker)
{
	struct visit		*visit = visit_of(req);
	struct arena		*arena = request_arena(req);
	enum item_status	 status = item_status(piece);
	char			 id[UUID_TEXT];
	bool			 reserve;

	html_printf(buf, "<p class=\"status\" id=\"status\" role=\"status\" "
	    "data-status=\"%s\">%s</p>\n", item_status_name(status),
	    item_notice(visit->app, arena, status, taker));
	if (status == ITEM_HELD && taker != NULL &&
	    session_owns(req, taker->caller)) {
		uuid_text(&taker->id, id);
		html_printf(buf, "<p>You are holding this piece. "
		    "<a class=\"button\" href=\"/checkout/%s\">Go on to the "
		    "checkout</a></p>\n", id);
		return;
	}
	reserve = checkout_mode(visit->app) == PAY_RESERVE;
	html_printf(buf, "<form id=\"buy\" method=\"post\" "
	    "action=\"%s/buy\"%s><button class=\"button\">%s</button>"
	    "<p class=\"hint\">%s</p></form>\n",
	    item_page_path(arena, piece->sku),
	    status == ITEM_AVAILABLE ? "" : " hidden",
	    reserve ? "Reserve this piece" : "Buy this piece",
	    reserve ? "We keep it for you, and you pay in our showroom." :
	    "It is held for you while you check out. You pay nothing before "
	    "you confirm.");
}

static void
on_piece_page(struct request *req, struct db_ans *ans)
{
	struct app		*app = visit_of(req)->app;
	const struct rec_piece	*piece;
	const struct rec_taker	*taker;
	struct html_page	 page = { .live = true };
	struct buf		 buf = BUF_INIT(HTML_MAX);
	size_t			 n, taken;

	if (page_failed(req, ans))
		return;
	piece = db_rows(ans, REC_PIECE, &n);
	taker = db_rows(ans, REC_TAKER, &taken);
	if (n == 0) {
		page_unknown(req);
		return;
	}
	session_greet(req);
	page.title = piece->title;
	html_begin(&buf, app, &page);
	html_printf(&buf, "<article class=\"piece %s\" data-sku=\"%s\" "
	    "data-title=\"%s\" data-page=\"piece\">\n",
	    item_status_name(item_status(piece)), piece->sku, piece->title);
	put_photos(&buf, req, piece, ans);
	buf_addstr(&buf, "<div class=\"told\">\n");
	if (str_eq(piece->kind, "unique"))
		buf_addstr(&buf, "<p class=\"only\">One of a kind</p>\n");
	html_printf(&buf, "<h1>%s</h1>\n<p class=\"price\">", piece->title);
	html_money(&buf, app, piece->price);
	buf_addstr(&buf, "</p>\n");
	put_buy(&buf, req, piece, taken > 0 ? taker : NULL);
	html_paragraphs(&buf, piece->story);
	put_facts(&buf, piece, ans);
	buf_addstr(&buf, "</div>\n</article>\n");
	feed_shown(app->feed, piece);
	html_end(&buf, app);
	html_answer(req, 200, &buf);
}

void
page_unknown(struct request *req)
{
	html_say(req, 404, "This piece is not here",
	    "It may have found its owner, or the address is mistyped.");
}

static void
on_piece_found(struct request *req, struct db_ans *ans)
{
	const struct rec_piece	*piece;
	size_t			 n;

	if (page_failed(req, ans))
		return;
	piece = db_rows(ans, REC_PIECE, &n);
	if (n == 0)
		page_unknown(req);
	else
		page_ask(req, db_req_join(op_piece_whole(&piece->id),
		    op_piece_taker(&piece->id, 0)), on_piece_page);
}

void
page_piece(struct request *req, void *arg)
{
	(void)arg;
	page_ask(req, op_item_by_sku(request_arg(req, 0)), on_piece_found);
}

void
page_ask(struct request *req, struct db_req *what, ask_fn *fn)
{
	if (visit_of(req)->app->open) {
		app_ask(req, what, fn);
		return;
	}
	db_req_free(what);
	request_add_header(req, "Retry-After", "5");
	request_answer_text(req, 503, "text/plain; charset=utf-8",
	    "The shop is just opening. Please try again in a minute.\n");
}

/* Styles, scripts, pictures: what was built in under that name. */
static void
send_asset(struct request *req, const char *name)
{
	static const struct {
		const char	*ending;
		const char	*type;
	} types[] = {
		{ ".css", "text/css; charset=utf-8" },
		{ ".js", "text/javascript; charset=utf-8" },
		{ ".svg", "image/svg+xml" },
	};
	const char	*ending = strrchr(name, '.'), *type = NULL;
	char		 hash[SEAL_HEX], etag[20];

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (ending != NULL && str_eq(ending, types[i].ending))
			type = types[i].type;
	for (const struct asset_file *a = asset_files; a->name != NULL; a++) {
		if (type == NULL || !str_eq(a->name, name))
			continue;
		seal_sha256_hex(a->text, a->len, hash);
		snprintf(etag, sizeof(etag), "\"%.16s\"", hash);
		request_add_header(req, "Cache-Control",
		    "public, max-age=60");
		if (!request_fresh(req, etag))
			request_answer(req, 200, type, a->text, a->len);
		return;
	}
	request_answer_text(req, 404, "text/plain; charset=utf-8",
	    "There is nothing here.\n");
}

void
page_asset(struct request *req, void *arg)
{
	(void)arg;
	send_asset(req, request_arg(req, 0));
}

void
page_embed(struct request *req, void *arg)
{
	(void)arg;
	send_asset(req, "embed.js");
}
