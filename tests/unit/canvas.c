/* tui/canvas: clipping, wide characters, marks, ASCII. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <locale.h>

#include "buf.h"
#include "canvas.h"

static void
shows(struct sheet *sheet, const char *want)
{
	struct buf	out = BUF_INIT(1 << 20);

	sheet_save(sheet, false, &out);
	assert_string_equal(buf_str(&out), want);
	buf_free(&out);
	sheet_free(sheet);
}

static void
clips(void **state)
{
	struct sheet	*sheet = sheet_new(3, 8);
	struct canvas	 c = canvas_of(sheet), in = canvas_sub(&c, 1, 2, 5, 4);

	(void)state;
	assert_int_equal(in.rows, 2);
	canvas_text(&in, 0, 0, -1, INK_PLAIN, "abcdefgh");
	canvas_text(&in, 1, -2, -1, INK_PLAIN, "uvwxyz12");
	canvas_text(&in, -1, 0, -1, INK_PLAIN, "no");
	canvas_text(&in, 2, 0, -1, INK_PLAIN, "no");
	canvas_text(&in, 0, 9, -1, INK_PLAIN, "no");
	shows(sheet, "\n  abc\xe2\x80\xa6\n  wxy\xe2\x80\xa6\n");
}

static void
any_size(void **state)
{
	(void)state;
	for (int rows = 1; rows < 6; rows++)
		for (int cols = 1; cols < 12; cols++) {
			struct sheet	*sheet = sheet_new(rows, cols);
			struct canvas	 c = canvas_of(sheet);

			canvas_frame(&c, INK_ALARM, "Do not hand it over");
			canvas_wrap(&c, 0, 0, -1, 9, INK_PLAIN, "a long text "
			    "that must be broken somewhere");
			canvas_right(&c, 0, 50, INK_PLAIN, "12345678901234");
			canvas_centre(&c, 1, INK_PLAIN, "in the middle of it");
			canvas_rule_down(&c, 7);
			canvas_cursor(&c, 40, 40);
			sheet_free(sheet);
		}
}

static void
wide(void **state)
{
	struct sheet	*sheet = sheet_new(4, 6);
	struct canvas	 c = canvas_of(sheet);

	(void)state;
	canvas_text(&c, 0, 0, -1, INK_PLAIN, "\xe9\x87\x91\xe9\x8a\x80");
	canvas_text(&c, 0, 1, 1, INK_PLAIN, "x");	/* cuts the first */
	canvas_text(&c, 1, 0, 3, INK_PLAIN, "\xe9\x87\x91\xe9\x8a\x80");
	canvas_text(&c, 2, 5, -1, INK_PLAIN, "\xe9\x87\x91");
	/* A letter and its mark share a cell. */
	assert_int_equal(canvas_text(&c, 3, 0, -1, INK_PLAIN, "e\xcc\x81"), 1);
	shows(sheet, " x\xe9\x8a\x80\n\xe9\x87\x91\n\ne\xcc\x81\n");
}

static void
hostile_text(void **state)
{
	struct sheet	*sheet = sheet_new(1, 12);
	struct canvas	 c = canvas_of(sheet);

	(void)state;
	canvas_text(&c, 0, 0, -1, INK_PLAIN, "a\033[2Jb\xff\xc3");
	shows(sheet, "a [2Jb\xef\xbf\xbd\xef\xbf\xbd\n");
}

static void
wraps(void **state)
{
	struct sheet	*sheet = sheet_new(4, 10);
	struct canvas	 c = canvas_of(sheet);

	(void)state;
	assert_int_equal(canvas_wrap(&c, 0, 0, -1, 4, INK_PLAIN,
	    "one two three\nfour fivesixseveneight"), 4);
	shows(sheet, "one two\nthree\nfour\nfivesixse\xe2\x80\xa6\n");
}

static void
ascii(void **state)
{
	struct sheet	*sheet = sheet_new(3, 8);
	struct canvas	 c = canvas_of(sheet), in = canvas_sub(&c, 1, 1, 1, 6);

	(void)state;
	canvas_frame(&c, INK_PLAIN, NULL);
	canvas_text(&in, 0, 0, -1, INK_PLAIN, "\xc3\xa9\xe2\x82\xac"
	    "\xe9\x87\x91\xe2\x97\x8f");
	sheet_ascii(sheet);
	shows(sheet, "+------+\n|eE??* |\n+------+\n");
}

static void
inks(void **state)
{
	struct sheet	*sheet = sheet_new(1, 6);
	struct canvas	 c = canvas_of(sheet);
	struct buf	 out = BUF_INIT(1000);

	(void)state;
	canvas_text(&c, 0, 1, -1, INK_ALARM, "no");
	sheet_save(sheet, true, &out);
	assert_string_equal(buf_str(&out), " no\n| !!   |\n");
	buf_free(&out);
	sheet_free(sheet);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(clips),
		cmocka_unit_test(any_size),
		cmocka_unit_test(wide),
		cmocka_unit_test(hostile_text),
		cmocka_unit_test(wraps),
		cmocka_unit_test(ascii),
		cmocka_unit_test(inks),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
