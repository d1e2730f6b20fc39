/* tui/photo: pixels into cells, with many colours, few, and none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "canvas.h"
#include "photo.h"

#define W	8
#define H	8

/* White, with the lower right quarter red. */
static void
paint(uint8_t rgb[H][W][3])
{
	memset(rgb, 255, H * W * 3);
	for (int y = H / 2; y < H; y++)
		for (int x = W / 2; x < W; x++)
			rgb[y][x][1] = rgb[y][x][2] = 0;
}

/* Draws it two rows high and hands the cell at y, x out. */
static struct sheet_cell
cell(int colours, bool ascii, int y, int x)
{
	uint8_t		 rgb[H][W][3];
	struct photo	*photo;
	struct sheet	*sheet = sheet_new(2, 4);
	struct canvas	 c = canvas_of(sheet);
	struct sheet_cell	 it;

	paint(rgb);
	photo = photo_new(rgb, sizeof rgb, W, H, colours, ascii);
	assert_non_null(photo);
	assert_int_equal(photo_draw(photo, &c), 2);
	it = *sheet_cell(sheet, y, x);
	photo_free(photo);
	sheet_free(sheet);
	return it;
}

static void
many_colours(void **state)
{
	(void)state;
	assert_int_equal(cell(256, false, 0, 0).bg, 231);	/* white */
	assert_int_equal(cell(256, false, 0, 3).bg, 231);
	assert_int_equal(cell(256, false, 1, 0).bg, 231);
	assert_int_equal(cell(256, false, 1, 2).bg, 196);	/* red */
	assert_int_equal(cell(256, true, 1, 3).bg, 196);
	assert_int_equal(cell(256, true, 1, 3).ch[0], ' ');
}

static void
few_colours(void **state)
{
	struct sheet_cell	it = cell(16, false, 1, 3);

	(void)state;
	assert_int_equal(it.bg, 1);
	assert_int_equal(it.ch[0], 0x2584);	/* every font has this one */
	assert_int_equal(cell(8, false, 1, 3).bg, 1);
	assert_int_equal(cell(16, false, 0, 0).bg, 15);
}

static void
no_colours(void **state)
{
	(void)state;
	assert_int_equal(cell(0, false, 0, 0).ch[0], 0x2588);
	assert_int_equal(cell(0, false, 1, 3).ch[0], 0x2591);
	assert_int_equal(cell(0, true, 0, 0).ch[0], '@');
	assert_int_equal(cell(0, true, 1, 3).ch[0], ':');
	assert_int_equal(cell(0, true, 1, 3).fg, -1);
}

/* A point of its own in a cell: the quadrant's glyph, in two colours. */
static void
splits_a_cell(void **state)
{
	uint8_t			 rgb[H][W][3];
	struct photo		*photo;
	struct sheet		*sheet = sheet_new(2, 4);
	struct canvas		 c = canvas_of(sheet);
	const struct sheet_cell	*it;

	(void)state;
	memset(rgb, 255, sizeof rgb);
	for (int y = 0; y < 2; y++)
		rgb[y][1][1] = rgb[y][1][2] = 0;
	photo = photo_new(rgb, sizeof rgb, W, H, 256, false);
	assert_non_null(photo);
	photo_draw(photo, &c);
	it = sheet_cell(sheet, 0, 0);
	assert_int_equal(it->ch[0], 0x259D);
	assert_int_equal(it->fg, 196);
	assert_int_equal(it->bg, 231);
	photo_free(photo);
	sheet_free(sheet);
}

/* Whatever the room and the picture: inside, and nothing is read beyond. */
static void
any_size(void **state)
{
	static uint8_t	rgb[3 * 640];

	(void)state;
	for (int w = 1; w <= 640; w = w * 3 + 1) {
		int		 h = 640 / w;
		struct photo	*photo = photo_new(rgb, (size_t)(w * h * 3),
				    w, h, 256, false);

		assert_non_null(photo);
		for (int rows = 1; rows < 40; rows += 3)
			for (int cols = 1; cols < 90; cols += 7) {
				struct sheet	*sheet = sheet_new(rows, cols);
				struct canvas	 c = canvas_of(sheet);

				assert_true(photo_draw(photo, &c) <= rows);
				sheet_free(sheet);
			}
		photo_free(photo);
	}
}

static void
refuses_what_is_none(void **state)
{
	uint8_t	rgb[12] = { 0 };

	(void)state;
	assert_null(photo_new(NULL, 0, 2, 2, 256, false));
	assert_null(photo_new(rgb, sizeof rgb, 0, 2, 256, false));
	assert_null(photo_new(rgb, sizeof rgb, 2, 3, 256, false));
	assert_null(photo_new(rgb, sizeof rgb, INT64_MAX / 2, 2, 256, false));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(many_colours),
		cmocka_unit_test(few_colours),
		cmocka_unit_test(no_colours),
		cmocka_unit_test(splits_a_cell),
		cmocka_unit_test(any_size),
		cmocka_unit_test(refuses_what_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
