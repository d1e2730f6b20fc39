/* Filling the demo's shop: its stock and the photos of it. */
#include "desk/demo_parts.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "db.h"
#include "mem.h"
#include "ops.h"
#include "print/paint.h"
#include "print/picture.h"
#include "sell/book.h"
#include "str.h"

#define BATCH		200	/* pieces in a transaction */
#define PHOTO_BATCH	25
#define JPEG_QUALITY	84
#define BATCH_TIME	(120 * SECOND_US)
/* From here on only what a benchmark needs: no attributes, no stones. */
#define LEAN_FROM	20000
#define DAY_US		(24 * 60 * MINUTE_US)
/* The pieces of the shop window, and which of them comes last. */
#define DEMO_WINDOW	24
#define WINDOW_FROM	30
#define WINDOW_TURN	11

int
demo_send(struct demo *d, struct db_req *req, struct err *err)
{
	struct db_ans	*ans;
	int		 ret;

	if (req == NULL)
		return 0;
	db_req_time(req, BATCH_TIME);
	ans = db_wait(d->db, req);
	ret = db_check(ans, err);
	db_ans_free(ans);
	return ret;
}

/* ------------------------------------------------------------------ photos */

static struct db_req *
photo_request(const struct look *look, const struct uuid *piece,
    struct look_studio *studio, struct err *err)
{
	struct paint	*paint = paint_new(LOOK_SIDE, LOOK_SIDE);
	struct buf	 jpeg = BUF_INIT(PICTURE_BYTES_MAX);
	struct picture	*whole, *thumb;
	struct db_req	*req = NULL;

	look_draw(studio, paint, look);
	whole = paint_picture(paint);
	thumb = picture_fit(whole, PICTURE_THUMB_SIDE);
	if (picture_jpeg(whole, JPEG_QUALITY, &jpeg, err) == 0) {
		const struct rec_photo row = { .id = uuid_new(),
		    .piece_id = *piece, .position = 1, .role = "hero",
		    .media_type = picture_media_type(PICTURE_JPEG),
		    .width = whole->width, .height = whole->height,
		    .bytes = { jpeg.bytes, jpeg.len },
		    .thumb_width = thumb->width,
		    .thumb_height = thumb->height,
		    .thumb = { thumb->rgb, (size_t)(thumb->width *
		    thumb->height * 3) } };

		req = op_photo_add(&row);
	}
	picture_free(thumb);
	picture_free(whole);
	buf_free(&jpeg);
	paint_free(paint);
	return req;
}

/* ------------------------------------------------------------------ pieces */

static struct db_req *
details(struct db_req *req, const struct demo_piece *p,
    const struct uuid *id)
{
	struct rec_attr		a = { .piece_id = *id };
	const struct rec_stone	centre = { .piece_id = *id, .position = 1,
	    .role = "centre", .type = p->stone, .origin = p->origin,
	    .shape = p->shape, .carat_milli = p->carat_milli, .pieces = 1,
	    .color = p->color, .clarity = p->clarity };
	const struct rec_stone	small = { .piece_id = *id, .position = 2,
	    .role = "accent", .type = p->accent, .origin = "natural",
	    .shape = "round", .carat_milli = p->accent_milli,
	    .pieces = p->accent_count };
	const struct rec_cert	cert = { .piece_id = *id, .position = 1,
	    .lab = p->lab, .report_no = p->report };

	for (; a.position < (int64_t)p->attr_count; ) {
		a.name = p->attrs[a.position].name;
		a.value = p->attrs[a.position].value;
		a.position++;
		req = db_req_join(req, op_piece_attr_add(&a));
	}
	if (p->stone[0] != '\0')
		req = db_req_join(req, op_piece_stone_add(&centre));
	if (p->accent[0] != '\0')
		req = db_req_join(req, op_piece_stone_add(&small));
	if (p->lab[0] != '\0')
		req = db_req_join(req, op_piece_cert_add(&cert));
	return req;
}

/* What a person may type to find it, beyond its title and number. */
static void
add_words(struct buf *words, const struct demo_piece *p)
{
	size_t	i;

	buf_printf(words, "%s %s %s", p->barcode, p->old_number, p->report);
	for (i = 0; i < p->attr_count; i++)
		buf_printf(words, " %s", p->attrs[i].value);
}

static const struct uuid *
category_of(const struct demo *d, const char *name)
{
	size_t	i;

	for (i = 0; i < d->category_count - 1; i++)
		if (str_eq(d->categories[i].name, name))
			break;
	return &d->categories[i].id;
}

static void
add_move(struct demo *d, const struct rec_piece *piece, int64_t delta,
    const char *reason, const char *to_state, const struct uuid *staff)
{
	d->moves = mem_grow(d->moves, d->move_count + 1, sizeof *d->moves);
	d->moves[d->move_count++] = (struct rec_move){
	    .piece_id = piece->id, .at = piece->created_at, .delta = delta,
	    .reason = reason, .to_state = to_state, .staff_id = *staff,
	    .note = "" };
}

struct db_req *
demo_stock(struct demo *d, struct db_req *req)
{
	if (d->move_count > 0)
		req = book_moves(d->moves, d->move_count, req);
	d->move_count = 0;
	return req;
}

struct db_req *
demo_piece_request(struct demo *d, const struct demo_piece *p,
    struct uuid *id_r, struct look_studio *studio, struct err *err)
{
	int64_t			 came = d->now - p->days_here * DAY_US;
	const struct rec_piece	 row = { .id = uuid_new(), .sku = p->sku,
	    .title = p->title, .story = p->story,
	    .category_id = *category_of(d, p->category),
	    .category = p->category, .kind = piece_kind_name(p->kind),
	    .state = "stock", .price = p->price,
	    .floor_price = p->floor_price, .cost = p->cost,
	    .store_id = d->store_id, .location = p->location,
	    .ownership = p->consignor < 0 ? "own" : "consigned",
	    .consignor_id = p->consignor < 0 ? (struct uuid){ { 0 } } :
	    d->consignors[p->consignor], .listed = p->listed, .source = "",
	    .source_ref = "", .created_at = came };
	struct buf		 words = BUF_INIT(1000);
	struct db_req		*req, *photo;

	*id_r = row.id;
	add_words(&words, p);
	req = op_piece_add(&row, buf_str(&words));
	buf_free(&words);
	if (p->barcode[0] != '\0')
		req = db_req_join(req, op_piece_code_add(&row.id, p->barcode,
		    "barcode"));
	if (p->old_number[0] != '\0')
		req = db_req_join(req, op_piece_code_add(&row.id,
		    p->old_number, "old"));
	if (d->options->pieces < LEAN_FROM)
		req = details(req, p, &row.id);
	if (p->quantity > 0)
		add_move(d, &row, p->quantity, "receive", "", &d->olivia);
	if (!str_eq(p->state, "stock"))
		add_move(d, &row, 0, "state", p->state, &d->ben);
	if (studio == NULL || p->look.type == LOOK_SERVICE)
		return req;
	photo = photo_request(&p->look, &row.id, studio, err);
	if (photo == NULL) {
		db_req_free(req);
		return NULL;
	}
	d->report->photos++;
	return db_req_join(req, photo);
}

/*
 * The order they come in: the website shows the newest first, and its first
 * page is the shop window.  Last of all comes the piece everybody asks about.
 */
static int64_t
number_at(const struct demo *d, int64_t i)
{
	int64_t	behind = d->options->pieces - DEMO_WINDOW;

	if (behind < WINDOW_FROM)
		return i;
	if (i >= behind)
		return WINDOW_FROM + (i - behind + WINDOW_TURN) % DEMO_WINDOW;
	return i < WINDOW_FROM ? i : i + DEMO_WINDOW;
}

/* The ith of all: counted stock, then the unique pieces. */
static void
make_one(struct demo *d, struct arena *texts, int64_t i, struct demo_piece *p)
{
	int64_t	counted = (int64_t)demo_counted();

	if (i < counted)
		demo_counted_make(texts, (size_t)i, p);
	else
		demo_piece_make(texts, number_at(d, i - counted), p);
}

static int
put_batch(struct demo *d, int64_t from, int64_t to, struct look_studio *studio,
    struct err *err)
{
	struct demo_piece	 p;
	struct db_req		*req = NULL, *one;
	struct arena		*texts = arena_new();
	struct uuid		 id;
	int64_t			 i;

	for (i = from; i < to; i++) {
		make_one(d, texts, i, &p);
		one = demo_piece_request(d, &p, &id, studio, err);
		if (one == NULL)
			break;
		req = req == NULL ? one : db_req_join(req, one);
	}
	if (i == to)
		req = demo_stock(d, req);
	arena_free(texts);
	if (i == to)
		return demo_send(d, req, err);
	if (req != NULL)
		db_req_free(req);
	return -1;
}

/* Puts the ones up to `to' where the last call ended. */
static int
put_stock(struct demo *d, int64_t to, struct look_studio *studio,
    struct err *err)
{
	int64_t	step = studio != NULL ? PHOTO_BATCH : BATCH, next;

	while (d->done < to) {
		next = d->done + step < to ? d->done + step : to;
		if (put_batch(d, d->done, next, studio, err) != 0)
			return -1;
		d->done = next;
		if (d->options->progress != NULL)
			d->options->progress(d->done, d->all,
			    d->options->arg);
	}
	d->report->pieces = d->done;
	return 0;
}

int
demo_fill(struct db *db, const struct demo_options *options,
    struct demo_report *report, struct err *err)
{
	struct demo		 d = { .db = db, .options = options,
	    .report = report, .now = clock_now() };
	struct look_studio	*studio = NULL;
	int64_t			 counted = (int64_t)demo_counted();
	int			 ret;

	memset(report, 0, sizeof(*report));
	d.arena = arena_new();
	d.all = options->pieces + counted;
	if (options->photos)
		studio = look_studio_new();
	ret = demo_people(&d, err);
	if (ret == 0)
		ret = put_stock(&d, d.all > DEMO_WINDOW + counted ?
		    d.all - DEMO_WINDOW : counted, studio, err);
	if (ret == 0 && options->sales)
		ret = demo_sales(&d, studio, err);
	if (ret == 0)
		ret = put_stock(&d, d.all, studio, err);
	if (studio != NULL)
		look_studio_free(studio);
	free(d.moves);
	arena_free(d.arena);
	return ret;
}
