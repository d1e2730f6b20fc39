/* The public catalogue: GET /v1/items, /v1/items/{sku}, its photos. */
#include "web/api.h"

#include <stdio.h>
#include <string.h>

#include "channel/listing.h"
#include "ops.h"
#include "print/picture.h"
#include "str.h"
#include "web/app.h"
#include "web/feed.h"
#include "web/item.h"
#include "web/reply.h"

#define LIMIT_DEFAULT	24
#define LIMIT_MAX	100
#define WORDS_MAX	200	/* bytes of ?q= */

struct browse {
	int64_t	limit;
	bool	search;
};

struct showing {
	int64_t	photo;		/* the one asked for, from 1 */
};

static void
on_items(struct request *req, struct db_ans *ans)
{
	struct visit			*visit = visit_of(req);
	const struct browse		*listing = visit->work;
	const struct rec_piece		*rows;
	struct js			*js, *list;
	char				 cursor[UUID_TEXT];
	size_t				 n, most;

	if (app_failed(req, ans))
		return;
	rows = db_rows(ans, REC_PIECE, &n);
	most = n < (size_t)listing->limit ? n : (size_t)listing->limit;
	js = js_object();
	list = js_put(js, "items", js_array());
	for (size_t i = 0; i < most; i++) {
		js_add(list, item_js(visit->app, &rows[i]));
		feed_shown(visit->app->feed, &rows[i]);
	}
	/* One more was asked for than is shown, to know whether there is. */
	if (n > most && !listing->search) {
		uuid_text(&rows[most - 1].id, cursor);
		js_put_text(js, "next", cursor);
	} else {
		js_put_null(js, "next");
	}
	reply_js(req, 200, js);
}

void
api_items(struct request *req, void *arg)
{
	struct visit	*visit = visit_of(req);
	const char	*q = request_query(req, "q");
	const char	*cursor = request_query(req, "cursor");
	const char	*limit = request_query(req, "limit");
	struct browse	*listing;
	struct uuid	 before;

	(void)arg;
	listing = arena_alloc(request_arena(req), sizeof(*listing));
	listing->limit = LIMIT_DEFAULT;
	if (limit != NULL && (!str_int64(limit, &listing->limit) ||
	    listing->limit < 1 || listing->limit > LIMIT_MAX)) {
		reply_error(req, 400, "bad_limit",
		    "\"limit\" must be from 1 to %d", LIMIT_MAX);
		return;
	}
	if (cursor != NULL && *cursor != '\0' &&
	    !uuid_parse(cursor, &before)) {
		reply_error(req, 400, "bad_cursor",
		    "\"cursor\" must be the \"next\" of another answer");
		return;
	}
	if (q != NULL && strlen(q) > WORDS_MAX) {
		reply_error(req, 400, "bad_query",
		    "\"q\" is longer than %d bytes", WORDS_MAX);
		return;
	}
	listing->search = q != NULL && !str_empty(q);
	visit->work = listing;
	app_ask(req, listing->search ? op_item_find(q, listing->limit) :
	    op_item_list(cursor != NULL && *cursor != '\0' ? &before : NULL,
	    listing->limit + 1), on_items);
}

/* One piece: itself, then what belongs to it, then who has it. */

static void
put_attributes(struct js *js, const struct db_ans *ans)
{
	const struct rec_attr	*attr;
	const struct rec_stone	*stone;
	const struct rec_cert	*cert;
	struct js		*list;
	size_t			 n;

	list = js_put(js, "attributes", js_array());
	for (attr = db_rows(ans, REC_ATTR, &n); n > 0; n--, attr++) {
		struct js	*o = js_add(list, js_object());

		js_put_text(o, "name", attr->name);
		js_put_text(o, "value", attr->value);
	}
	list = js_put(js, "stones", js_array());
	for (stone = db_rows(ans, REC_STONE, &n); n > 0; n--, stone++) {
		struct js	*o = js_add(list, js_object());

		js_put_text(o, "type", stone->type);
		js_put_text(o, "role", stone->role);
		js_put_text(o, "origin", stone->origin);
		js_put_text(o, "shape", stone->shape);
		js_put_num(o, "carat_milli", stone->carat_milli);
		js_put_num(o, "pieces", stone->pieces);
		js_put_text(o, "color", stone->color);
		js_put_text(o, "clarity", stone->clarity);
		js_put_text(o, "cut", stone->cut);
	}
	list = js_put(js, "certificates", js_array());
	for (cert = db_rows(ans, REC_CERT, &n); n > 0; n--, cert++) {
		struct js	*o = js_add(list, js_object());

		js_put_text(o, "lab", cert->lab);
		js_put_text(o, "report", cert->report_no);
		js_put_text(o, "issued", cert->issued);
		js_put_text(o, "url", cert->url);
	}
}

static void
put_photos(struct js *js, const struct db_ans *ans, const char *sku,
    struct arena *arena)
{
	const struct rec_photo	*photo;
	struct js		*list = js_put(js, "photos", js_array());
	size_t			 n;

	photo = db_rows(ans, REC_PHOTO, &n);
	for (size_t i = 0; i < n; i++) {
		struct js	*o = js_add(list, js_object());
		int64_t		 width = photo[i].width;
		int64_t		 height = photo[i].height;

		js_put_text(o, "url", item_photo_path(arena, sku,
		    (int64_t)i + 1));
		js_put_text(o, "role", photo[i].role);
		js_put_text(o, "type", photo[i].media_type);
		picture_fit_size(PICTURE_WEB_SIDE, &width, &height);
		js_put_num(o, "width", width);
		js_put_num(o, "height", height);
	}
}

static void
on_whole(struct request *req, struct db_ans *ans)
{
	struct visit			*visit = visit_of(req);
	struct arena			*arena = request_arena(req);
	const struct rec_piece		*piece;
	const struct rec_taker		*taker;
	struct js			*js, *taken;
	enum item_status		 status;
	size_t				 n, taken_by;

	if (app_failed(req, ans))
		return;
	piece = db_rows(ans, REC_PIECE, &n);
	taker = db_rows(ans, REC_TAKER, &taken_by);
	if (n == 0) {
		reply_error(req, 404, "unknown", "there is no such piece");
		return;
	}
	status = item_status(piece);
	js = item_js(visit->app, piece);
	js_put_text(js, "story", piece->story);
	js_put_text(js, "notice", item_notice(visit->app, arena, status,
	    taken_by > 0 ? taker : NULL));
	if (status != ITEM_AVAILABLE && taken_by > 0 &&
	    !str_eq(taker->kind, "none")) {
		taken = js_put(js, "taken", js_object());
		js_put_text(taken, "by", taker->kind);
		js_put_text(taken, "channel", item_channel(taker));
		js_put_time(taken, "at", taker->at);
		js_put_time(taken, "until", taker->until);
	}
	put_attributes(js, ans);
	put_photos(js, ans, piece->sku, arena);
	feed_shown(visit->app->feed, piece);
	reply_js(req, 200, js);
}

static void
on_item(struct request *req, struct db_ans *ans)
{
	const struct rec_piece	*piece;
	size_t			 n;

	if (app_failed(req, ans))
		return;
	piece = db_rows(ans, REC_PIECE, &n);
	if (n == 0) {
		struct visit	*visit = visit_of(req);

		reply_js(req, 404, item_problem(visit->app,
		    request_arena(req), request_arg(req, 0), NULL));
		return;
	}
	app_ask(req, db_req_join(op_piece_whole(&piece->id),
	    op_piece_taker(&piece->id, 0)), on_whole);
}

void
api_item(struct request *req, void *arg)
{
	(void)arg;
	app_ask(req, op_item_by_sku(request_arg(req, 0)), on_item);
}

/* Photos: as others may see them, never as the camera wrote them. */

/* A page that shows many asks for ?size=small. */
static bool
wants_small(struct request *req)
{
	const char	*size = request_query(req, "size");

	return size != NULL && str_eq(size, "small");
}

static void
on_photo(struct request *req, struct db_ans *ans)
{
	const struct rec_photo	*photo;
	char			 etag[UUID_TEXT + 3];
	char			 id[UUID_TEXT];
	size_t			 n;

	if (app_failed(req, ans))
		return;
	photo = db_rows(ans, REC_PHOTO, &n);
	/* What came with an import is served as a picture or not at all. */
	if (n == 0 || !str_starts(photo->media_type, "image/") ||
	    str_starts(photo->media_type, "image/svg")) {
		reply_error(req, 404, "not_found", "there is no such photo");
		return;
	}
	uuid_text(&photo->id, id);
	snprintf(etag, sizeof(etag), "\"%s%s\"", id, wants_small(req) ?
	    "s" : "");
	request_add_header(req, "Cache-Control", "public, max-age=3600");
	if (!request_fresh(req, etag))
		request_answer(req, 200, photo->media_type,
		    photo->bytes.bytes, photo->bytes.len);
}

static void
on_photo_list(struct request *req, struct db_ans *ans)
{
	const struct showing	*showing = visit_of(req)->work;
	const struct rec_photo	*photo;
	size_t			 n;

	if (app_failed(req, ans))
		return;
	photo = db_rows(ans, REC_PHOTO, &n);
	if (showing->photo > (int64_t)n) {
		reply_error(req, 404, "not_found", "there is no such photo");
		return;
	}
	photo += showing->photo - 1;
	app_ask(req, op_photo_bytes(&photo->id, wants_small(req)),
	    on_photo);
}

static void
on_photo_item(struct request *req, struct db_ans *ans)
{
	const struct rec_piece	*piece;
	size_t			 n;

	if (app_failed(req, ans))
		return;
	piece = db_rows(ans, REC_PIECE, &n);
	if (n == 0)
		reply_error(req, 404, "unknown", "there is no such piece");
	else
		app_ask(req, op_piece_photos(&piece->id), on_photo_list);
}

void
api_photo(struct request *req, void *arg)
{
	struct showing	*showing;

	(void)arg;
	showing = arena_alloc(request_arena(req), sizeof(*showing));
	if (!str_int64(request_arg(req, 1), &showing->photo) ||
	    showing->photo < 1) {
		reply_error(req, 404, "not_found", "there is no such photo");
		return;
	}
	visit_of(req)->work = showing;
	app_ask(req, op_item_by_sku(request_arg(req, 0)), on_photo_item);
}

/* By the name it is known under elsewhere, for a website that fetches it. */
void
api_photo_named(struct request *req, void *arg)
{
	struct uuid	 id;

	(void)arg;
	if (listing_photo_id(request_arg(req, 0), &id))
		app_ask(req, op_photo_bytes(&id, false), on_photo);
	else
		reply_error(req, 404, "not_found", "there is no such photo");
}
