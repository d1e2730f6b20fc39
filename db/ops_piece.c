/* Operations on pieces: see ops.h. */
#include "ops.h"

#include <string.h>

#include "buf.h"
#include "driver.h"
#include "req_of.h"
#include "sql.h"
#include "words.h"

#define WORDS_MAX	8000	/* bytes of search words a piece may have */
#define TYPED_MAX	400	/* bytes of a search anybody types */

struct db_req *
op_piece_by_code(const char *const *codes, size_t count)
{
	struct db_req	*req = req_new();
	size_t		 i;

	req_stmt(req, SQL_PIECE_BY_CODE);
	for (i = 0; i < 4; i++)
		req_str(req, i < count ? codes[i] : "");
	return req;
}

struct db_req *
op_piece_by_id(const struct uuid *id)
{
	return req_of_uuid(SQL_PIECE_BY_ID, id);
}

struct db_req *
op_piece_by_sku(const char *sku)
{
	return req_of_text(SQL_PIECE_BY_SKU, sku);
}

static struct db_req *
find(const struct stmt_def *def, const char *typed, int64_t limit)
{
	struct db_req	*req = req_new();
	struct buf	 words = BUF_INIT(TYPED_MAX);

	words_fold(typed, &words);
	req_stmt(req, def);
	req_str(req, buf_str(&words));
	req_int(req, limit);
	buf_free(&words);
	return req;
}

struct db_req *
op_piece_find(const char *typed, int64_t limit, bool only)
{
	struct db_req	*req;

	if (!words_any(typed))
		return op_piece_list("", limit, only);
	req = find(SQL_PIECE_FIND, typed, limit);
	req_int(req, only);
	return req;
}

struct db_req *
op_piece_list(const char *after, int64_t limit, bool only)
{
	struct db_req	*req = req_of_text(SQL_PIECE_LIST, after);

	req_int(req, limit);
	req_int(req, only);
	return req;
}

struct db_req *
op_piece_list_signs(const char *after, int64_t limit)
{
	struct db_req	*codes = req_of_text(SQL_PIECE_LIST_CODES, after);
	struct db_req	*certs = req_of_text(SQL_PIECE_LIST_CERTS, after);

	req_int(codes, limit);
	req_int(certs, limit);
	return db_req_join(op_piece_list(after, limit, false),
	    db_req_join(codes, certs));
}

struct db_req *
op_piece_similar(const struct uuid *id, int64_t limit)
{
	struct db_req	*req = req_of_uuid(SQL_PIECE_SIMILAR, id);

	req_int(req, limit);
	return req;
}

struct db_req *
op_piece_count(void)
{
	return req_of(SQL_PIECE_COUNT);
}

struct db_req *
op_piece_whole(const struct uuid *id)
{
	struct db_req	*req = req_of_uuid(SQL_PIECE_BY_ID, id);

	req = db_req_join(req, req_of_uuid(SQL_PIECE_CODES, id));
	req = db_req_join(req, req_of_uuid(SQL_PIECE_ATTRS, id));
	req = db_req_join(req, req_of_uuid(SQL_PIECE_STONES, id));
	req = db_req_join(req, req_of_uuid(SQL_PIECE_CERTS, id));
	return db_req_join(req, req_of_uuid(SQL_PIECE_PHOTOS, id));
}

struct db_req *
op_piece_history(const struct uuid *id, int64_t limit)
{
	struct db_req	*req = req_of_uuid(SQL_PIECE_HISTORY, id);

	req_int(req, limit);
	return req;
}

struct db_req *
op_piece_codes(const struct uuid *id)
{
	return req_of_uuid(SQL_PIECE_CODES, id);
}

struct db_req *
op_piece_attrs(const struct uuid *id)
{
	return req_of_uuid(SQL_PIECE_ATTRS, id);
}

struct db_req *
op_piece_photos(const struct uuid *id)
{
	return req_of_uuid(SQL_PIECE_PHOTOS, id);
}

struct db_req *
op_photo_bytes(const struct uuid *photo, bool small)
{
	struct db_req	*req = req_of_uuid(SQL_PHOTO_BYTES, photo);

	req_int(req, small);
	return req;
}

struct db_req *
op_photo_thumb(const struct uuid *id)
{
	return req_of_uuid(SQL_PHOTO_THUMB, id);
}

struct db_req *
op_item_list(const struct uuid *before, int64_t limit)
{
	struct uuid	 top;
	struct db_req	*req;

	memset(&top, 0xff, sizeof top);
	req = req_of_uuid(SQL_ITEM_LIST, before == NULL ? &top : before);
	req_int(req, limit);
	return req;
}

struct db_req *
op_item_find(const char *typed, int64_t limit)
{
	if (!words_any(typed))
		return op_item_list(NULL, limit);
	return find(SQL_ITEM_FIND, typed, limit);
}

struct db_req *
op_item_by_sku(const char *sku)
{
	return req_of_text(SQL_ITEM_BY_SKU, sku);
}

struct db_req *
op_change_since(int64_t id, int64_t limit)
{
	struct db_req	*req = req_of(SQL_CHANGE_SINCE);

	req_int(req, id);
	req_int(req, limit);
	return req;
}

struct db_req *
op_change_last(void)
{
	return req_of(SQL_CHANGE_LAST);
}

struct db_req *
op_change_prune(int64_t before_id)
{
	struct db_req	*req = req_of(SQL_CHANGE_PRUNE);

	req_int(req, before_id);
	return req;
}

/* The words a piece is found by. */
static struct db_req *
words(const struct stmt_def *def, const struct rec_piece *p, const char *more)
{
	struct db_req	*req = req_of_uuid(def, &p->id);
	struct buf	 folded = BUF_INIT(WORDS_MAX);

	words_fold(p->sku, &folded);
	words_fold(p->title, &folded);
	if (p->category != NULL)
		words_fold(p->category, &folded);
	if (more != NULL)
		words_fold(more, &folded);
	req_str(req, buf_str(&folded));
	buf_free(&folded);
	return req;
}

struct db_req *
op_piece_add(const struct rec_piece *p, const char *more_words)
{
	struct db_req	*req = req_of_uuid(SQL_PIECE_ADD, &p->id);

	req_str(req, p->sku);
	req_str(req, p->title);
	req_str(req, p->story);
	req_uuid(req, &p->category_id);
	req_str(req, p->kind);
	req_str(req, p->state);
	req_int(req, p->price);
	req_int(req, p->floor_price);
	req_int(req, p->cost);
	req_uuid(req, &p->store_id);
	req_str(req, p->location);
	req_str(req, p->ownership);
	req_uuid(req, &p->consignor_id);
	req_int(req, p->listed);
	req_str(req, p->source);
	req_str(req, p->source_ref);
	req_int(req, p->created_at);
	req = db_req_join(req, words(SQL_PIECE_WORDS_ADD, p, more_words));
	return db_req_join(req, op_piece_code_add(&p->id, p->sku, "sku"));
}

struct db_req *
op_piece_edit(const struct rec_piece *p, const char *more_words)
{
	struct db_req	*req = req_of_uuid(SQL_PIECE_EDIT, &p->id);

	req_str(req, p->sku);
	req_str(req, p->title);
	req_str(req, p->story);
	req_uuid(req, &p->category_id);
	req_int(req, p->price);
	req_int(req, p->floor_price);
	req_int(req, p->cost);
	req_uuid(req, &p->store_id);
	req_str(req, p->location);
	req_str(req, p->ownership);
	req_uuid(req, &p->consignor_id);
	req_int(req, p->listed);
	req_str(req, p->source);
	req_str(req, p->source_ref);
	req_int(req, p->changed_at);
	req = db_req_join(req, words(SQL_PIECE_WORDS_SET, p, more_words));
	req = db_req_join(req, op_piece_codes_clear(&p->id, "sku"));
	req = db_req_join(req, op_piece_code_add(&p->id, p->sku, "sku"));
	return db_req_join(req, req_of_uuid(SQL_PIECE_TOUCHED, &p->id));
}

struct db_req *
op_piece_code_add(const struct uuid *id, const char *code, const char *kind)
{
	struct db_req	*req = req_of_uuid(SQL_PIECE_CODE_ADD, id);

	req_str(req, code);
	req_str(req, kind);
	return req;
}

struct db_req *
op_piece_codes_clear(const struct uuid *id, const char *kind)
{
	struct db_req	*req = req_of_uuid(SQL_PIECE_CODES_CLEAR, id);

	req_str(req, kind);
	return req;
}

struct db_req *
op_piece_attr_add(const struct rec_attr *a)
{
	struct db_req	*req = req_of_uuid(SQL_PIECE_ATTR_ADD, &a->piece_id);

	req_int(req, a->position);
	req_str(req, a->name);
	req_str(req, a->value);
	return req;
}

struct db_req *
op_piece_attrs_clear(const struct uuid *id)
{
	return req_of_uuid(SQL_PIECE_ATTRS_CLEAR, id);
}

struct db_req *
op_piece_stone_add(const struct rec_stone *s)
{
	struct db_req	*req = req_of_uuid(SQL_PIECE_STONE_ADD, &s->piece_id);

	req_int(req, s->position);
	req_str(req, s->role);
	req_str(req, s->type);
	req_str(req, s->origin);
	req_str(req, s->shape);
	req_int(req, s->carat_milli);
	req_int(req, s->pieces);
	req_str(req, s->color);
	req_str(req, s->clarity);
	req_str(req, s->cut);
	return req;
}

struct db_req *
op_piece_stones_clear(const struct uuid *id)
{
	return req_of_uuid(SQL_PIECE_STONES_CLEAR, id);
}

struct db_req *
op_piece_cert_add(const struct rec_cert *c)
{
	struct db_req	*req = req_of_uuid(SQL_PIECE_CERT_ADD, &c->piece_id);

	req_int(req, c->position);
	req_str(req, c->lab);
	req_str(req, c->report_no);
	req_str(req, c->issued);
	req_str(req, c->url);
	return req;
}

struct db_req *
op_piece_certs_clear(const struct uuid *id)
{
	return req_of_uuid(SQL_PIECE_CERTS_CLEAR, id);
}

struct db_req *
op_photo_add(const struct rec_photo *f)
{
	struct db_req	*req = req_of_uuid(SQL_PHOTO_ADD, &f->id);

	req_uuid(req, &f->piece_id);
	req_int(req, f->position);
	req_str(req, f->role);
	req_str(req, f->media_type);
	req_int(req, f->width);
	req_int(req, f->height);
	req_blob(req, f->bytes.bytes, f->bytes.len);
	req_int(req, f->thumb_width);
	req_int(req, f->thumb_height);
	req_blob(req, f->thumb.bytes, f->thumb.len);
	req_blob(req, f->web.bytes, f->web.len);
	req_blob(req, f->small.bytes, f->small.len);
	return db_req_join(req, req_of_uuid(SQL_PIECE_TOUCHED, &f->piece_id));
}

struct db_req *
op_photos_clear(const struct uuid *id)
{
	return req_of_uuid(SQL_PHOTOS_CLEAR, id);
}

struct db_req *
op_stock_move(const struct rec_move *m, const struct uuid *entry)
{
	struct db_req	*req = req_of_uuid(SQL_STOCK_MOVE_ADD, &m->piece_id);

	req_int(req, m->at);
	req_int(req, m->delta);
	req_str(req, m->reason);
	req_str(req, m->to_state);
	req_uuid(req, &m->staff_id);
	req_str(req, m->note);
	req_uuid(req, entry);
	return req;
}

struct db_req *
op_stock_moves_of(const struct uuid *entry)
{
	return req_of_uuid(SQL_STOCK_MOVES_OF, entry);
}

struct db_req *
op_piece_event(const struct uuid *piece, int64_t at, const char *kind,
    const char *detail, const struct uuid *staff)
{
	struct db_req	*req = req_of_uuid(SQL_PIECE_EVENT_ADD, piece);

	req_int(req, at);
	req_str(req, kind);
	req_str(req, detail);
	req_uuid(req, staff);
	return req;
}
