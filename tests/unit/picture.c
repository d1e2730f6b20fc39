/* Photos: limits looked up before decoding, thumbnails, drawing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "mem.h"
#include "print/look.h"
#include "print/paint.h"
#include "print/picture.h"

/* A JPEG of w by h in one colour. */
static void
make_jpeg(struct buf *out, int w, int h)
{
	struct picture	*p = picture_new(w, h);
	struct err	 err = ERR_INIT;

	memset(p->rgb, 200, (size_t)(w * h * 3));
	assert_int_equal(picture_jpeg(p, 90, out, &err), 0);
	picture_free(p);
}

static void
test_round_trip(void **state)
{
	struct buf	 jpeg = BUF_INIT(1 << 20);
	struct err	 err = ERR_INIT;
	struct picture	*whole, *thumb;

	(void)state;
	make_jpeg(&jpeg, 300, 120);
	assert_int_equal(picture_type_of(jpeg.bytes, jpeg.len), PICTURE_JPEG);
	whole = picture_decode(jpeg.bytes, jpeg.len, &err);
	assert_non_null(whole);
	assert_int_equal(whole->width, 300);
	assert_int_equal(whole->height, 120);
	assert_in_range(whole->rgb[0], 196, 204);
	thumb = picture_fit(whole, PICTURE_THUMB_SIDE);
	assert_int_equal(thumb->width, 96);
	assert_int_equal(thumb->height, 38);
	picture_free(thumb);
	/* Never made larger, never without a pixel. */
	thumb = picture_fit(whole, 5000);
	assert_int_equal(thumb->width, 300);
	picture_free(thumb);
	thumb = picture_fit(whole, 1);
	assert_int_equal(thumb->height, 1);
	picture_free(thumb);
	picture_free(whole);
	buf_free(&jpeg);
}

static void
test_damaged(void **state)
{
	struct buf	 jpeg = BUF_INIT(1 << 20);
	struct err	 err = ERR_INIT;
	struct picture	*p;
	size_t		 len;

	(void)state;
	make_jpeg(&jpeg, 64, 64);
	/* Any beginning of a picture is a picture or an error. */
	for (len = 0; len < jpeg.len; len += 7) {
		err_clear(&err);
		p = picture_decode(jpeg.bytes, len, &err);
		if (p == NULL)
			assert_int_equal(err.kind, ERR_INPUT);
		picture_free(p);
	}
	buf_free(&jpeg);
	assert_null(picture_decode("GIF89a.................", 23, &err));
	assert_null(picture_read("/nonexistent.jpg", &jpeg, &err));
	assert_int_equal(err.kind, ERR_NO_INPUT);
}

static void
test_too_large(void **state)
{
	/* A PNG's head that claims 60000 by 60000. */
	static const char	png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
	    "\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0";
	struct buf		jpeg = BUF_INIT(1 << 20);
	struct err		err = ERR_INIT;
	size_t			i;

	(void)state;
	assert_null(picture_decode(png, sizeof(png) - 1, &err));
	assert_non_null(strstr(err.text, "60000 x 60000"));
	/* The same lie told by a JPEG. */
	make_jpeg(&jpeg, 16, 16);
	for (i = 2; i + 9 < jpeg.len; i++)
		if (memcmp(jpeg.bytes + i, "\xff\xc0\0\x11", 4) == 0)
			memcpy(jpeg.bytes + i + 5, "\xff\xff\xff\xff", 4);
	assert_null(picture_decode(jpeg.bytes, jpeg.len, &err));
	assert_non_null(strstr(err.text, "too large"));
	buf_free(&jpeg);
}

/* Behind the first marker: held sideways, at 48 degrees north. */
static void
as_a_camera(struct buf *out, const struct buf *jpeg)
{
	static const unsigned char	exif[] = { 0xff, 0xe1, 0, 58, 'E', 'x',
	    'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 2,
	    0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0,
	    0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0,
	    0, 1, 0, 1, 0, 2, 0, 0, 0, 2, 'N', 0 };

	buf_add(out, jpeg->bytes, 2);
	buf_add(out, exif, sizeof exif);
	buf_add(out, jpeg->bytes + 2, jpeg->len - 2);
}

/* What others see: turned, no larger than asked for, and nothing else. */
static void
test_for_web(void **state)
{
	struct buf	 jpeg = BUF_INIT(8 << 20), sent = BUF_INIT(8 << 20);
	struct buf	 web = BUF_INIT(8 << 20);
	struct err	 err = ERR_INIT;
	struct picture	*whole, *again;
	size_t		 i;

	(void)state;
	make_jpeg(&jpeg, 3000, 1500);
	assert_false(picture_is_plain(jpeg.bytes, jpeg.len, 2048, 1 << 20));
	assert_true(picture_is_plain(jpeg.bytes, jpeg.len, 3000, 1 << 20));
	assert_false(picture_is_plain(jpeg.bytes, jpeg.len, 3000, 999));
	as_a_camera(&sent, &jpeg);
	assert_false(picture_is_plain(sent.bytes, sent.len, 3000, 1 << 20));
	whole = picture_decode(sent.bytes, sent.len, &err);
	assert_non_null(whole);
	assert_int_equal(whole->height, 3000);
	assert_int_equal(picture_for_web(whole, 2048, 1 << 20, &web, &err),
	    0);
	assert_true(picture_is_plain(web.bytes, web.len, 2048, 1 << 20));
	again = picture_decode(web.bytes, web.len, &err);
	assert_non_null(again);
	assert_int_equal(again->height, 2048);
	assert_int_equal(again->width, 1024);
	picture_free(again);
	/* Noise, which a JPEG cannot make small: pixels are given up. */
	for (i = 0; i < (size_t)(1500 * 3000 * 3); i++)
		whole->rgb[i] = (unsigned char)(i * i * 2654435761u >> 24);
	buf_reset(&web);
	assert_int_equal(picture_for_web(whole, 2048, 100000, &web, &err), 0);
	assert_true(picture_is_plain(web.bytes, web.len, 2047, 100000));
	picture_free(whole);
	buf_free(&web);
	buf_free(&sent);
	buf_free(&jpeg);
}

/* Every kind can be drawn, and twice the same is the same. */
static void
test_looks(void **state)
{
	struct look_studio	*studio = look_studio_new();
	struct look		 look = { .metal = LOOK_ROSE,
	    .gem = LOOK_OPAL, .accent = LOOK_DIAMOND, .cut = LOOK_PEAR };
	struct picture		*a, *b;
	struct paint		*sheet;
	int			 type, same = 0;

	(void)state;
	for (type = LOOK_RING; type < LOOK_SERVICE; type++) {
		look.type = (enum look_type)type;
		look.style = (enum look_style)(type % LOOK_STYLE_COUNT);
		look.seed = (uint64_t)type;
		sheet = paint_new(LOOK_SIDE, LOOK_SIDE);
		look_draw(studio, sheet, &look);
		a = paint_picture(sheet);
		look_draw(studio, sheet, &look);
		b = paint_picture(sheet);
		same += memcmp(a->rgb, b->rgb, (size_t)(a->width * a->height *
		    3)) == 0;
		picture_free(a);
		picture_free(b);
		paint_free(sheet);
	}
	assert_int_equal(same, LOOK_SERVICE);
	look_studio_free(studio);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_for_web),
		cmocka_unit_test(test_looks)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
