#include "desk/import_load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "db.h"
#include "desk/import_parts.h"
#include "ops.h"
#include "print/picture.h"
#include "sell/book.h"
#include "sell/piece.h"
#include "str.h"

#define BATCH		100			/* items in a transaction */
#define BATCH_BYTES	((size_t)8 << 20)	/* of photos in one */
#define BATCH_TIME	(60 * SECOND_US)
#define WORDS_MAX	1500

/* Names of the shop that items refer to, by their text. */
struct known {
	const char	*name;
	const char	*code;
	struct uuid	 id;
};

struct loading {
	struct import_load	*load;
	struct arena		*arena;		/* as long as the load */
	struct known		*categories, *consignors;
	size_t			 category_count, consignor_count;
	const struct db_ans	*found;		/* of the batch at hand */
	struct db_req		*req;
	struct rec_move		*moves;		/* that belong to req */
	size_t			 move_count;
	size_t			 bytes;		/* of photos in req */
	int64_t			 now;
};

static void
add(struct loading *l, struct db_req *more)
{
	l->req = l->req == NULL ? more : db_req_join(l->req, more);
}

static void
add_move(struct loading *l, const struct uuid *piece, int64_t at,
    int64_t delta, const char *reason, const char *to_state)
{
	l->moves = mem_grow(l->moves, l->move_count + 1, sizeof(*l->moves));
	l->moves[l->move_count++] = (struct rec_move){ .piece_id = *piece,
	    .at = at, .delta = delta, .reason = reason, .to_state = to_state,
	    .staff_id = l->load->staff_id, .note = "import" };
}

/* ----------------------------------------- categories, consignors, by name */

/* "Estate rings" is filed as estate-rings. */
static char *
code_of(struct arena *arena, const char *name)
{
	char	*code = arena_strdup(arena, name), *at;

	for (at = code; *at != '\0'; at++) {
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
		else if ((unsigned char)*at < 0x80 && !(*at >= 'a' &&
		    *at <= 'z') && !(*at >= '0' && *at <= '9'))
			*at = '-';
	}
	return code;
}

static const struct known *
find_known(const struct known *list, size_t count, const char *name,
    const char *code)
{
	size_t	i;

	for (i = 0; i < count; i++)
		if (str_eq(list[i].name, name) || str_eq(list[i].code, code))
			return &list[i];
	return NULL;
}

static void
keep(struct loading *l, struct known **list, size_t *count, const char *name,
    const char *code, const struct uuid *id)
{
	*list = mem_grow(*list, *count + 1, sizeof(**list));
	(*list)[*count].name = arena_strdup(l->arena, name);
	(*list)[*count].code = arena_strdup(l->arena, code);
	(*list)[(*count)++].id = *id;
}

static int
read_known(struct loading *l, struct err *err)
{
	struct db_ans			*ans;
	const struct rec_category	*c;
	const struct rec_consignor	*o;
	size_t				 i, n;
	int				 ret;

	ans = db_wait(l->load->db, db_req_join(op_category_list(),
	    op_consignor_list()));
	ret = db_check(ans, err);
	c = db_rows(ans, REC_CATEGORY, &n);
	for (i = 0; ret == 0 && i < n; i++)
		keep(l, &l->categories, &l->category_count, c[i].name,
		    c[i].code, &c[i].id);
	o = db_rows(ans, REC_CONSIGNOR, &n);
	for (i = 0; ret == 0 && i < n; i++)
		keep(l, &l->consignors, &l->consignor_count, o[i].name,
		    o[i].code, &o[i].id);
	db_ans_free(ans);
	return ret;
}

/*
 * All new categories and consignors first, in a transaction of their own: a
 * batch may be tried again row by row, and its rows must not need each other.
 */
static int
make_known(struct loading *l, struct err *err)
{
	const struct import_item	*item;
	struct rec_category		 c = { .tax_class = "standard" };
	struct rec_consignor		 o = { .created_at = l->now };
	struct db_ans			*ans;
	size_t				 i;
	int				 ret;

	for (i = 0; i < l->load->im->item_count; i++) {
		item = &l->load->im->items[i];
		c.code = code_of(l->arena, item->category);
		if (item->category[0] != '\0' && find_known(l->categories,
		    l->category_count, item->category, c.code) == NULL) {
			c.id = uuid_new();
			c.name = item->category;
			keep(l, &l->categories, &l->category_count, c.name,
			    c.code, &c.id);
			add(l, op_category_add(&c));
		}
		o.code = code_of(l->arena, item->consignor);
		if (item->consignor[0] != '\0' && find_known(l->consignors,
		    l->consignor_count, item->consignor, o.code) == NULL) {
			o.id = uuid_new();
			o.name = item->consignor;
			keep(l, &l->consignors, &l->consignor_count, o.name,
			    o.code, &o.id);
			add(l, op_consignor_add(&o));
		}
	}
	if (l->req == NULL)
		return 0;
	ans = db_wait(l->load->db, l->req);
	l->req = NULL;
	ret = db_check(ans, err);
	db_ans_free(ans);
	return ret;
}

/* ----------------------------------------------------------- one item's row */

static void
fill_piece(const struct loading *l, const struct import_item *item,
    struct rec_piece *p)
{
	const struct known	*k;

	p->sku = item->sku;
	p->title = item->title;
	if (item->story[0] != '\0')
		p->story = item->story;
	k = find_known(l->categories, l->category_count, item->category,
	    code_of(l->arena, item->category));
	if (item->category[0] != '\0' && k != NULL) {
		p->category_id = k->id;
		p->category = k->name;
	}
	k = find_known(l->consignors, l->consignor_count, item->consignor,
	    code_of(l->arena, item->consignor));
	if (item->consignor[0] != '\0' && k != NULL) {
		p->consignor_id = k->id;
		p->ownership = "consigned";
	}
	p->price = item->price;
	if (item->floor_price > 0)
		p->floor_price = item->floor_price;
	if (item->cost > 0)
		p->cost = item->cost;
	if (item->location[0] != '\0')
		p->location = item->location;
	p->listed = item->listed;
}

/* What a person may type to find it, beyond its title and number. */
static const char *
words_of(const struct loading *l, const struct import_item *item)
{
	struct buf	 words = BUF_INIT(WORDS_MAX);
	const char	*out;
	size_t		 i;

	buf_printf(&words, "%s %s %s", item->metal, item->stone,
	    item->certificate);
	for (i = 0; i < item->code_count; i++)
		buf_printf(&words, " %s", item->codes[i]);
	for (i = 0; i < item->attr_count; i++)
		buf_printf(&words, " %s", item->attrs[i].value);
	out = arena_strdup(l->arena, buf_str(&words));
	buf_free(&words);
	return out;
}

static void
put_attrs(struct loading *l, const struct import_item *item,
    const struct uuid *id)
{
	struct rec_attr	a = { .piece_id = *id };
	size_t		i;

	if (item->metal[0] != '\0') {
		a.position++;
		a.name = "Metal";
		a.value = item->metal;
		add(l, op_piece_attr_add(&a));
	}
	for (i = 0; i < item->attr_count; i++) {
		a.position++;
		a.name = item->attrs[i].name;
		a.value = item->attrs[i].value;
		add(l, op_piece_attr_add(&a));
	}
}

static void
put_details(struct loading *l, const struct import_item *item,
    const struct uuid *id)
{
	const struct rec_stone	stone = { .piece_id = *id, .position = 1,
	    .role = "centre", .type = item->stone[0] != '\0' ? item->stone :
	    "stone", .carat_milli = item->carat_points * 10, .pieces = 1 };
	const struct rec_cert	cert = { .piece_id = *id, .position = 1,
	    .lab = item->lab, .report_no = item->certificate };
	size_t			i;

	for (i = 0; i < item->code_count; i++)
		add(l, op_piece_code_add(id, item->codes[i], "barcode"));
	put_attrs(l, item, id);
	if (item->stone[0] != '\0' || item->carat_points > 0)
		add(l, op_piece_stone_add(&stone));
	if (item->certificate[0] != '\0')
		add(l, op_piece_cert_add(&cert));
}

/* The file of a photo's name or address, beside the file that names it. */
static const char *
photo_path(const struct loading *l, const char *name)
{
	const char	*base = strrchr(name, '/');
	size_t		 len;

	base = base == NULL ? name : base + 1;
	len = strcspn(base, "?#");
	if (len == 0 || base[0] == '.')
		return NULL;
	return arena_printf(l->arena, "%s/%.*s", l->load->photo_dir, (int)len,
	    base);
}

static bool
put_photo(struct loading *l, const struct uuid *id, const char *name,
    int64_t position)
{
	struct buf	 bytes = BUF_INIT(PICTURE_BYTES_MAX);
	struct rec_photo row = { .id = uuid_new(), .piece_id = *id,
	    .position = position, .role = "hero" };
	struct picture	*whole = NULL, *thumb;
	const char	*path = photo_path(l, name);

	if (path != NULL)
		whole = picture_read(path, &bytes, NULL);
	if (whole != NULL) {
		thumb = picture_fit(whole, PICTURE_THUMB_SIDE);
		row.media_type = picture_media_type(picture_type_of(
		    bytes.bytes, bytes.len));
		row.width = whole->width;
		row.height = whole->height;
		row.bytes = (struct rec_blob){ bytes.bytes, bytes.len };
		row.thumb_width = thumb->width;
		row.thumb_height = thumb->height;
		row.thumb = (struct rec_blob){ thumb->rgb,
		    (size_t)(thumb->width * thumb->height * 3) };
		add(l, op_photo_add(&row));
		l->bytes += bytes.len;
		l->load->photos++;
		picture_free(thumb);
	}
	picture_free(whole);
	buf_free(&bytes);
	return whole != NULL;
}

static void
put_photos(struct loading *l, const struct import_item *item,
    const struct uuid *id, bool clear)
{
	int64_t	position = 0;
	size_t	i;

	for (i = 0; l->load->photo_dir != NULL && i < item->photo_count;
	    i++) {
		if (clear && photo_path(l, item->photos[i]) != NULL) {
			add(l, op_photos_clear(id));
			clear = false;
		}
		if (put_photo(l, id, item->photos[i], position + 1))
			position++;
		else
			import_note(l->load->im, FINDING_PHOTO, item->row,
			    item->sku, "no picture %.200s", item->photos[i]);
	}
}

/* ------------------------------------------------------- new, changed, same */

static int64_t
day_time(const struct loading *l, int64_t day)
{
	int64_t	y = day / 10000, m = day / 100 % 100, d = day % 100;

	if (day == 0)
		return l->now;
	/* Days since 1970 of a date; noon, so that every zone agrees. */
	y -= m <= 2;
	m += m <= 2 ? 9 : -3;
	d += y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 - 719469;
	return (d * 24 + 12) * 60 * MINUTE_US;
}

static void
mark(struct loading *l, const struct import_item *item, const struct uuid *id)
{
	int64_t	hash;

	memcpy(&hash, &item->hash, sizeof(hash));
	add(l, op_import_mark(l->load->im->profile.source, item->ref, id,
	    hash, item->quantity, l->now));
}

static void
put_new(struct loading *l, const struct import_item *item)
{
	static const enum piece_kind	kinds[] = { PIECE_UNIQUE,
	    PIECE_COUNTED, PIECE_SERVICE };
	struct rec_piece		p = { .id = uuid_new(), .story = "",
	    .category = "", .location = "", .ownership = "own",
	    .state = "stock", .store_id = l->load->store_id,
	    .source = l->load->im->profile.source, .source_ref = item->ref,
	    .created_at = l->now };

	p.kind = piece_kind_name(kinds[item->kind]);
	fill_piece(l, item, &p);
	add(l, op_piece_add(&p, words_of(l, item)));
	put_details(l, item, &p.id);
	put_photos(l, item, &p.id, false);
	if (item->quantity > 0)
		add_move(l, &p.id, day_time(l, item->date_in),
		    item->quantity, "receive", "");
	if (!str_eq(item->state, "stock"))
		add_move(l, &p.id, l->now, 0, "state", item->state);
	mark(l, item, &p.id);
	l->load->added++;
}

/*
 * How the stock of a piece that is here already follows the file.  Less there
 * is less here, as far as it goes.  More there is more here only for counted
 * stock, or for a unique piece that never was sold here.
 */
static int64_t
stock_change(const struct rec_seen *s, const struct import_item *item)
{
	int64_t	delta;

	if (!s->seen || str_eq(s->kind, "service"))
		return 0;
	delta = item->quantity - s->qty;
	if (delta < 0)
		return -delta > s->on_hand ? -s->on_hand : delta;
	if (str_eq(s->kind, "counted"))
		return delta;
	return delta > 0 && s->on_hand == 0 && !s->sold ? 1 : 0;
}

static void
put_changed(struct loading *l, const struct import_item *item,
    const struct rec_seen *s)
{
	struct rec_piece	p = { .id = s->piece_id, .story = s->story,
	    .category_id = s->category_id, .floor_price = s->floor_price,
	    .cost = s->cost, .store_id = s->store_id,
	    .location = s->location, .ownership = s->ownership,
	    .consignor_id = s->consignor_id, .source = s->source,
	    .source_ref = s->source_ref, .changed_at = l->now };
	int64_t			delta = stock_change(s, item);

	fill_piece(l, item, &p);
	/* The web goes on showing as sold what was sold here. */
	if (s->sold)
		p.listed = s->listed;
	add(l, op_piece_edit(&p, words_of(l, item)));
	add(l, op_piece_codes_clear(&p.id, "barcode"));
	add(l, op_piece_attrs_clear(&p.id));
	add(l, op_piece_stones_clear(&p.id));
	add(l, op_piece_certs_clear(&p.id));
	put_details(l, item, &p.id);
	put_photos(l, item, &p.id, true);
	if (delta != 0)
		add_move(l, &p.id, l->now, delta, delta > 0 ? "receive" :
		    "adjust", "");
	mark(l, item, &p.id);
	l->load->changed++;
}

static void
put_item(struct loading *l, const struct import_item *item,
    const struct rec_seen *s)
{
	uint64_t	hash = 0;

	if (s == NULL) {
		put_new(l, item);
		return;
	}
	memcpy(&hash, &s->hash, sizeof(hash));
	if (s->seen && hash == item->hash)
		l->load->same++;
	else
		put_changed(l, item, s);
}

/* ----------------------------------------------------------------- batches */

/* The pieces the items [from, to) stand for, NULL where there is none. */
static int
find_batch(struct loading *l, size_t from, size_t to,
    const struct rec_seen **seen, struct db_ans **ans_r, struct err *err)
{
	const struct import_item	*item;
	struct db_req			*req = NULL, *one;
	size_t				 i, n;

	for (i = from; i < to; i++) {
		item = &l->load->im->items[i];
		one = op_import_find(l->load->im->profile.source, item->ref,
		    item->sku);
		req = req == NULL ? one : db_req_join(req, one);
	}
	db_req_time(req, BATCH_TIME);
	*ans_r = db_wait(l->load->db, req);
	if (db_check(*ans_r, err) != 0)
		return -1;
	for (i = from; i < to; i++) {
		seen[i - from] = db_rows_nth(*ans_r, REC_SEEN, i - from, &n);
		if (n == 0)
			seen[i - from] = NULL;
	}
	return 0;
}

static void
refuse_item(struct loading *l, const struct import_item *item,
    const struct db_ans *ans)
{
	const char	*why = db_err(ans)->text;

	if (db_refusal(ans) == REFUSAL_DUPLICATE)
		why = "another piece of the shop has this stock number";
	else if (db_refusal(ans) == REFUSAL_TAKEN)
		why = "somebody is holding the piece; import again later";
	import_refuse(l->load->im, item->row, item->line, item->sku, "%s",
	    why);
}

/* Sends what is collected.  Refused is not an error: *refused_r. */
static int
send(struct loading *l, struct db_ans **ans_r, struct err *err)
{
	struct db_req	*req = l->move_count == 0 ? l->req :
			    book_moves(l->moves, l->move_count, l->req);

	l->req = NULL;
	l->move_count = 0;
	l->bytes = 0;
	*ans_r = NULL;
	if (req == NULL)
		return 0;
	if (l->load->dry_run) {
		db_req_free(req);
		return 0;
	}
	db_req_time(req, BATCH_TIME);
	*ans_r = db_wait(l->load->db, req);
	if (db_status(*ans_r) == DB_DONE || db_status(*ans_r) == DB_REFUSED)
		return 0;
	(void)db_check(*ans_r, err);
	err_hint(err, "Run the same import again: what is in already stays "
	    "as it is.");
	db_ans_free(*ans_r);
	return -1;
}

struct tally {
	size_t	added, changed, same, photos;
};

static void
set_tally(struct import_load *load, const struct tally *t)
{
	load->added = t->added;
	load->changed = t->changed;
	load->same = t->same;
	load->photos = t->photos;
}

/* One by one, after a batch was refused: finds the rows that cannot be. */
static int
put_singly(struct loading *l, size_t from, size_t to,
    const struct rec_seen *const *seen, struct err *err)
{
	const struct import_item	*item;
	struct db_ans			*ans;
	struct tally			 before;
	size_t				 i;

	for (i = from; i < to; i++) {
		item = &l->load->im->items[i];
		before = (struct tally){ l->load->added, l->load->changed,
		    l->load->same, l->load->photos };
		put_item(l, item, seen[i - from]);
		if (send(l, &ans, err) != 0)
			return -1;
		if (ans != NULL && db_status(ans) == DB_REFUSED) {
			set_tally(l->load, &before);
			refuse_item(l, item, ans);
		}
		db_ans_free(ans);
	}
	return 0;
}

/* Puts items from `from' on; *to_r is where the next batch begins. */
static int
put_batch(struct loading *l, size_t from, size_t *to_r, struct err *err)
{
	const struct rec_seen	*seen[BATCH];
	struct import		*im = l->load->im;
	struct tally		 before = { l->load->added, l->load->changed,
	    l->load->same, l->load->photos };
	struct db_ans		*found, *ans = NULL;
	size_t			 i, to = from + BATCH, notes = im->note_count;
	bool			 refused;
	int			 ret;

	if (to > im->item_count)
		to = im->item_count;
	ret = find_batch(l, from, to, seen, &found, err);
	for (i = from; ret == 0 && i < to && l->bytes < BATCH_BYTES; i++)
		put_item(l, &im->items[i], seen[i - from]);
	*to_r = i;
	if (ret == 0)
		ret = send(l, &ans, err);
	refused = ans != NULL && db_status(ans) == DB_REFUSED;
	db_ans_free(ans);
	if (refused) {
		set_tally(l->load, &before);
		for (; im->note_count > notes; im->note_count--)
			im->found[im->notes[im->note_count - 1].what]--;
		ret = put_singly(l, from, *to_r, seen, err);
	}
	db_ans_free(found);
	return ret;
}

int
import_load(struct import_load *load, struct err *err)
{
	struct loading	l = { .load = load, .now = clock_now() };
	size_t		at = 0;
	int		ret;

	l.arena = arena_new();
	ret = read_known(&l, err);
	if (ret == 0 && !load->dry_run)
		ret = make_known(&l, err);
	while (ret == 0 && at < load->im->item_count) {
		ret = put_batch(&l, at, &at, err);
		if (ret == 0 && load->progress != NULL)
			load->progress(at, load->im->item_count, load->arg);
	}
	if (l.req != NULL)
		db_req_free(l.req);
	free(l.moves);
	free(l.categories);
	free(l.consignors);
	arena_free(l.arena);
	return ret;
}
