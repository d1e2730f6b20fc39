/* The CSV reader against files as people really have them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "desk/csv.h"

static struct csv *
open_text(const char *text)
{
	struct err	 err = ERR_INIT;
	struct csv	*csv = csv_open_bytes(text, strlen(text), 0, &err);

	assert_non_null(csv);
	return csv;
}

static void
expect_row(struct csv *csv, int64_t number, int64_t line, size_t count,
    const char *first, const char *last)
{
	struct err	err = ERR_INIT;
	struct csv_row	row;

	assert_int_equal(csv_next(csv, &row, &err), 1);
	assert_int_equal(row.row, number);
	assert_int_equal(row.line, line);
	assert_int_equal(row.count, count);
	assert_string_equal(row.cells[0], first);
	assert_string_equal(row.cells[count - 1], last);
}

static void
expect_end(struct csv *csv)
{
	struct err	err = ERR_INIT;
	struct csv_row	row;

	assert_int_equal(csv_next(csv, &row, &err), 0);
	assert_int_equal(csv_next(csv, &row, &err), 0);
	csv_close(csv);
}

static void
test_rows_and_lines(void **state)
{
	struct csv	*csv = open_text("\xef\xbb\xbfsku,title\r\n"
	    "A1,\"two\nlines\"\r\n\r\nA2,  spaced  \r\n,,\r\nA3,\"\"");

	(void)state;
	assert_string_equal(csv_encoding(csv), "UTF-8");
	expect_row(csv, 1, 1, 2, "sku", "title");
	expect_row(csv, 2, 2, 2, "A1", "two\nlines");
	expect_row(csv, 4, 5, 2, "A2", "spaced");
	expect_row(csv, 6, 7, 2, "A3", "");
	expect_end(csv);
}

static void
test_delimiters(void **state)
{
	struct csv	*csv = open_text("a;b;\"c,d\"\n1,5;2;3\n");

	(void)state;
	assert_int_equal(csv_delim(csv), ';');
	expect_row(csv, 1, 1, 3, "a", "c,d");
	expect_row(csv, 2, 2, 3, "1,5", "3");
	expect_end(csv);
	csv = open_text("a\tb, c\n1\t\n");
	expect_row(csv, 1, 1, 2, "a", "b, c");
	expect_row(csv, 2, 2, 2, "1", "");
	expect_end(csv);
}

static void
test_windows_1252(void **state)
{
	struct csv	*csv = open_text("title,price\nBroche \xe9toile,"
	    "\x80 40\ncaf\xc3\xa9,1\n");

	(void)state;
	expect_row(csv, 1, 1, 2, "title", "price");
	expect_row(csv, 2, 2, 2, "Broche \xc3\xa9toile", "\xe2\x82\xac 40");
	expect_row(csv, 3, 3, 2, "caf\xc3\xa9", "1");
	assert_string_equal(csv_encoding(csv), "Windows-1252");
	assert_int_equal(csv_recoded(csv), 1);
	expect_end(csv);
}

static void
test_utf16(void **state)
{
	static const char	 text[] = "\xff\xfe" "a\0\t\0b\0\r\0\n\0"
	    "\xe9\0\t\0\x3d\xd8\x8e\xdc\n";
	struct err		 err = ERR_INIT;
	struct csv		*csv;

	(void)state;
	csv = csv_open_bytes(text, sizeof(text), 0, &err);
	assert_non_null(csv);
	assert_string_equal(csv_encoding(csv), "UTF-16");
	expect_row(csv, 1, 1, 2, "a", "b");
	expect_row(csv, 2, 2, 2, "\xc3\xa9", "\xf0\x9f\x92\x8e");
	expect_end(csv);
}

static void
test_stray_and_open_quotes(void **state)
{
	struct err	 err = ERR_INIT;
	struct csv_row	 row;
	struct csv	*csv = open_text("a,b\n14\" chain,x\n\"oops,1\n2,3\n");

	(void)state;
	expect_row(csv, 1, 1, 2, "a", "b");
	expect_row(csv, 2, 2, 2, "14\" chain", "x");
	assert_int_equal(csv_next(csv, &row, &err), -1);
	assert_non_null(strstr(err.text, "row 3 (line 3)"));
	csv_close(csv);
}

static void
test_control_bytes(void **state)
{
	static const char	 text[] = "a,b\nx\033[2Jy,n\0l\n";
	struct err		 err = ERR_INIT;
	struct csv_row		 row;
	struct csv		*csv;

	(void)state;
	csv = csv_open_bytes(text, sizeof(text) - 1, 0, &err);
	assert_non_null(csv);
	assert_int_equal(csv_next(csv, &row, &err), 1);
	assert_false(row.dirty);
	assert_int_equal(csv_next(csv, &row, &err), 1);
	assert_true(row.dirty);
	assert_string_equal(row.cells[0], "x [2Jy");
	assert_string_equal(row.cells[1], "n l");
	expect_end(csv);
}

static void
test_limits(void **state)
{
	struct err	 err = ERR_INIT;
	struct csv_row	 row;
	struct csv	*csv;
	char		*big;

	(void)state;
	big = malloc(CSV_ROW_MAX + 100);
	assert_non_null(big);
	memset(big, 'x', CSV_ROW_MAX + 100);
	csv = csv_open_bytes(big, CSV_ROW_MAX + 100, ',', &err);
	assert_non_null(csv);
	assert_int_equal(csv_next(csv, &row, &err), -1);
	csv_close(csv);
	memset(big, ',', CSV_CELLS_MAX + 10);
	csv = csv_open_bytes(big, CSV_CELLS_MAX + 10, ',', &err);
	assert_non_null(csv);
	assert_int_equal(csv_next(csv, &row, &err), -1);
	assert_non_null(strstr(err.text, "cells"));
	csv_close(csv);
	free(big);
	assert_null(csv_open_bytes("PK\3\4abc", 7, 0, &err));
	assert_null(csv_open("/nonexistent.csv", 0, &err));
	assert_int_equal(err.kind, ERR_NO_INPUT);
	expect_end(open_text(""));
	expect_end(open_text("\n\n \r\n"));
}

static void
test_writer(void **state)
{
	struct buf	 out = BUF_INIT(4096);
	struct csv	*csv;

	(void)state;
	csv_put_text(&out, "");
	csv_put_text(&out, "=HYPERLINK(\"x\")");
	csv_put_plain(&out, "-12.50");
	csv_put_text(&out, "two\nlines, \"quoted\"");
	csv_put_end(&out);
	csv_put_text(&out, "-4");
	csv_put_text(&out, "");
	csv_put_end(&out);
	assert_string_equal(buf_str(&out),
	    ",\"'=HYPERLINK(\"\"x\"\")\",-12.50,"
	    "\"two\nlines, \"\"quoted\"\"\"\r\n\"'-4\",\r\n");
	csv = open_text(buf_str(&out));
	expect_row(csv, 1, 1, 4, "", "two\nlines, \"quoted\"");
	expect_row(csv, 2, 3, 2, "'-4", "");
	expect_end(csv);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_and_lines),
		cmocka_unit_test(test_delimiters),
		cmocka_unit_test(test_windows_1252),
		cmocka_unit_test(test_utf16),
		cmocka_unit_test(test_stray_and_open_quotes),
		cmocka_unit_test(test_control_bytes),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_writer)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
