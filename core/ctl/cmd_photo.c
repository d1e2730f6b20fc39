/* item photo: pictures of a piece, with the thumbnail the register shows. */
#include <string.h>

#include "clock.h"
#include "ctl/ctl.h"
#include "mem.h"
#include "ops.h"
#include "print/picture.h"
#include "str.h"

#define PHOTOS_MAX	24	/* of one piece */

static const struct opt photo_opts[] = {
	{ "replace", NULL, OPT_MAY, "these instead of those it had" },
	{ NULL, NULL, OPT_MAY, NULL }
};

/* How others see it, in one size; none when the file itself is so. */
static int
for_web(const struct picture *whole, const struct buf *file, int side,
    size_t max, struct buf *out, struct rec_blob *blob_r, struct err *err)
{
	if (picture_is_plain(file->bytes, file->len, side, max))
		return 0;
	if (picture_for_web(whole, side, max, out, err) < 0)
		return -1;
	*blob_r = (struct rec_blob){ out->bytes, out->len };
	return 0;
}

/* Reads one file and joins its row onto req; NULL with err, req freed. */
static struct db_req *
join_photo(struct ctl *ctl, struct db_req *req, const struct rec_piece *p,
    const char *path, int64_t position)
{
	struct buf	 bytes = BUF_INIT(PICTURE_BYTES_MAX);
	struct buf	 web = BUF_INIT(PICTURE_WEB_BYTES);
	struct buf	 small = BUF_INIT(PICTURE_SMALL_BYTES);
	struct rec_photo row = { .id = uuid_new(), .piece_id = p->id,
	    .position = position, .role = "hero" };
	struct picture	*whole = picture_read(path, &bytes, &ctl->err);
	struct picture	*thumb;

	if (whole == NULL) {
		db_req_free(req);
		buf_free(&bytes);
		return NULL;
	}
	thumb = picture_fit(whole, PICTURE_THUMB_SIDE);
	row.media_type = picture_media_type(picture_type_of(bytes.bytes,
	    bytes.len));
	row.width = whole->width;
	row.height = whole->height;
	row.bytes = (struct rec_blob){ bytes.bytes, bytes.len };
	row.thumb_width = thumb->width;
	row.thumb_height = thumb->height;
	row.thumb = (struct rec_blob){ thumb->rgb,
	    (size_t)thumb->width * (size_t)thumb->height * 3 };
	if (for_web(whole, &bytes, PICTURE_WEB_SIDE, PICTURE_WEB_BYTES, &web,
	    &row.web, &ctl->err) == 0 &&
	    for_web(whole, &bytes, PICTURE_SMALL_SIDE, PICTURE_SMALL_BYTES,
	    &small, &row.small, &ctl->err) == 0) {
		req = db_req_join(req, op_photo_add(&row));
	} else {
		db_req_free(req);
		req = NULL;
	}
	picture_free(thumb);
	picture_free(whole);
	buf_free(&small);
	buf_free(&web);
	buf_free(&bytes);
	return req;
}

/* The highest position there is; -1 with err. */
static int64_t
last_position(struct ctl *ctl, const struct rec_piece *p)
{
	const struct db_ans	*ans = ctl_read(ctl, op_piece_photos(&p->id));
	const struct rec_photo	*photo;
	size_t			 n;

	if (ans == NULL)
		return -1;
	photo = db_rows(ans, REC_PHOTO, &n);
	return n == 0 ? 0 : photo[n - 1].position;
}

static int
run_photo(struct ctl *ctl, const struct args *args)
{
	bool			 replace = args_has(args, "replace");
	const struct rec_piece	*p;
	struct db_req		*req;
	int64_t			 last;
	size_t			 i;

	if (ctl_may(ctl, RIGHT_STOCK) < 0)
		return -1;
	p = ctl_find_piece(ctl, args_at(args, 0));
	last = p == NULL ? -1 : last_position(ctl, p);
	if (last < 0)
		return -1;
	req = op_piece_event(&p->id, clock_now(), "photo", replace ?
	    "replaced" : "added", &ctl->staff_id);
	if (replace) {
		req = db_req_join(req, op_photos_clear(&p->id));
		last = 0;
	}
	for (i = 1; i < args_count(args) && req != NULL; i++)
		req = join_photo(ctl, req, p, args_at(args, i), ++last);
	if (req == NULL || ctl_do(ctl, req) < 0)
		return -1;
	out_text(ctl->out, "sku", NULL, p->sku);
	out_num(ctl->out, "added", NULL, (int64_t)args_count(args) - 1);
	out_say(ctl->out, "%s has %zu %sphoto%s.", p->sku,
	    args_count(args) - 1, replace ? "" : "more ",
	    args_count(args) == 2 ? "" : "s");
	return 0;
}

const struct command photo_commands[] = {
	{ "item photo", "CODE FILE...", 2, 1 + PHOTOS_MAX, photo_opts,
	    "add photos of a piece",
	    "JPEG or PNG; all of them or, when one cannot be read, none.",
	    run_photo },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
