/* core/print: a page laid out, as text, as ESC/POS read back, as modules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "print/escpos.h"
#include "print/paper.h"
#include "print/symbol.h"
#include "print/text.h"

static struct paper *
page(void)
{
	struct paper	*p = paper_new();

	paper_kick(p);
	paper_text(p, PAPER_CENTER | PAPER_BOLD | PAPER_WIDE, "Vitrine");
	paper_rule(p);
	paper_pair(p, PAPER_PLAIN,
	    "Signed estate brooch, platinum, 1925, a very long name",
	    "4,200.00");
	paper_printf(p, PAPER_PLAIN, "%d piece\x1b[0m\n\nthank you", 1);
	paper_barcode(p, "R1-000042");
	paper_cut(p);
	return p;
}

static void
narrow_text(void **state)
{
	struct paper	*p = page();
	struct buf	 out = BUF_INIT(10000);

	(void)state;
	text_render(p, 30, true, &out);
	assert_string_equal(buf_str(&out),
	    "        V i t r i n e\n"
	    "------------------------------\n"
	    "Signed estate brooch,\n"
	    "platinum, 1925, a\n"
	    "very long name        4,200.00\n"
	    "1 piece [0m\n"
	    "\n"
	    "thank you\n"
	    "         *R1-000042*\n"
	    "\f");
	buf_free(&out);
	paper_free(p);
}

static void
widths(void **state)
{
	struct paper	*p = paper_new();
	struct buf	 out = BUF_INIT(10000);

	(void)state;
	/* Two columns a character, an accent of none, a word too long. */
	paper_pair(p, PAPER_PLAIN, "\xe7\xbe\x8a\xe7\xbe\x8a" "e\xcc\x81", "9");
	paper_text(p, PAPER_PLAIN, "abcdefghijklmnopqrstuvw");
	paper_pair(p, PAPER_PLAIN, "", "left empty");
	paper_pair(p, PAPER_PLAIN, "x", "a right that is too long");
	text_render(p, 16, false, &out);
	assert_string_equal(buf_str(&out),
	    "\xe7\xbe\x8a\xe7\xbe\x8a" "e\xcc\x81          9\n"
	    "abcdefghijklmnop\n"
	    "qrstuvw\n"
	    "      left empty\n"
	    "x a right that is too long\n");
	buf_reset(&out);
	text_render(p, 1, false, &out);		/* no narrower than 16 */
	assert_non_null(strstr(buf_str(&out), "abcdefghijklmnop\n"));
	buf_free(&out);
	paper_free(p);
}

/*
 * Reads a stream back the way a printer does; anything but the commands we
 * mean to use fails the test.
 */
struct printer {
	const unsigned char	*at, *end;
	struct buf		 paper;
	bool			 started, bold, wide, centred;
	int			 cuts, kicks, page;
};

static unsigned char
next(struct printer *pr)
{
	assert_true(pr->at < pr->end);
	return *pr->at++;
}

static void
escape(struct printer *pr)
{
	switch (next(pr)) {
	case '@':
		assert_false(pr->started);
		pr->started = true;
		break;
	case 't':
		pr->page = next(pr);
		break;
	case 'E':
		pr->bold = next(pr) == 1;
		buf_addstr(&pr->paper, pr->bold ? "<b>" : "</b>");
		break;
	case 'a':
		pr->centred = next(pr) == 1;
		break;
	case 'd':
		assert_in_range(next(pr), 1, 8);
		break;
	case 'p':
		assert_int_equal(next(pr), 0);
		next(pr);
		next(pr);
		pr->kicks++;
		break;
	default:
		fail_msg("unknown ESC command");
	}
}

static void
barcode(struct printer *pr)
{
	unsigned char	n;

	assert_int_equal(next(pr), 'I');
	n = next(pr);
	assert_true(n > 2);
	assert_int_equal(next(pr), '{');
	assert_int_equal(next(pr), 'B');
	buf_addstr(&pr->paper, pr->centred ? "[[" : "[");
	for (n = (unsigned char)(n - 2); n > 0; n--)
		buf_addch(&pr->paper, (char)next(pr));
	buf_addstr(&pr->paper, "]]\n");
}

static void
group(struct printer *pr)
{
	switch (next(pr)) {
	case '!':
		pr->wide = next(pr) == 0x10;
		buf_addstr(&pr->paper, pr->wide ? "<w>" : "</w>");
		break;
	case 'h':
	case 'w':
	case 'H':
		next(pr);
		break;
	case 'k':
		barcode(pr);
		break;
	case 'V':
		assert_int_equal(next(pr), 'B');
		next(pr);
		pr->cuts++;
		break;
	default:
		fail_msg("unknown GS command");
	}
}

static struct printer
print(const struct paper *p, size_t columns, enum escpos_page code_page)
{
	struct buf	stream = BUF_INIT(100000);
	struct printer	pr = { .page = -1 };
	unsigned char	c;

	escpos_render(p, columns, code_page, &stream);
	buf_init(&pr.paper, 100000);
	pr.at = (const unsigned char *)stream.bytes;
	pr.end = pr.at + stream.len;
	while (pr.at < pr.end) {
		c = next(&pr);
		/* Nothing before the printer is initialised. */
		assert_true(pr.started || c == 0x1b);
		if (c == 0x1b)
			escape(&pr);
		else if (c == 0x1d)
			group(&pr);
		else {
			assert_true(c == '\n' || c >= ' ');
			buf_addch(&pr.paper, (char)c);
		}
	}
	buf_free(&stream);
	return pr;
}

static void
escpos(void **state)
{
	struct paper	*p = page();
	struct printer	 pr = print(p, 42, ESCPOS_WPC1252);

	(void)state;
	assert_int_equal(pr.page, 16);
	assert_int_equal(pr.cuts, 1);
	assert_int_equal(pr.kicks, 1);
	assert_false(pr.bold || pr.wide || pr.centred);
	assert_string_equal(buf_str(&pr.paper),
	    "<b><w>       Vitrine</w></b>\n"
	    "------------------------------------------\n"
	    "Signed estate brooch, platinum,\n"
	    "1925, a very long name            4,200.00\n"
	    "1 piece [0m\n"
	    "\n"
	    "thank you\n"
	    "[[R1-000042]]\n");
	buf_free(&pr.paper);
	paper_free(p);
}

static void
code_pages(void **state)
{
	struct paper	*p = paper_new();
	struct printer	 pr;

	(void)state;
	paper_text(p, 0, "\xe2\x82\xac" "5 \xc3\xa9" "e\xcc\x81 \xc3\x89"
	    " \xc5\x81 \xe2\x80\x94 \xe7\xbe\x8a.");
	pr = print(p, 42, ESCPOS_WPC1252);
	assert_string_equal(buf_str(&pr.paper),
	    "\x80" "5 \xe9" "e \xc9 L \x97 ? .\n");
	buf_free(&pr.paper);
	pr = print(p, 42, ESCPOS_ASCII);
	assert_int_equal(pr.page, -1);
	assert_string_equal(buf_str(&pr.paper), "?5 ee E L - ? .\n");
	buf_free(&pr.paper);
	pr = print(p, 42, ESCPOS_UTF8);
	assert_non_null(strstr(buf_str(&pr.paper), "\xe7\xbe\x8a"));
	buf_free(&pr.paper);
	paper_free(p);
}

static void
odd_barcodes(void **state)
{
	struct paper	*p = paper_new();
	struct printer	 pr;

	(void)state;
	paper_barcode(p, "A{1");
	paper_barcode(p, "");
	paper_barcode(p, "\xc3\xa9");
	paper_barcode(p, "1234567890123456789012345678901234567890"
	    "1234567890123456789012345678901234567890");
	pr = print(p, 42, ESCPOS_WPC1252);
	assert_string_equal(buf_str(&pr.paper), "[[A{{1]]\n");
	assert_int_equal(pr.kicks, 0);
	buf_free(&pr.paper);
	paper_free(p);
}

static void
symbols(void **state)
{
	struct symbol	s;
	struct err	err = ERR_INIT;

	(void)state;
	assert_int_equal(symbol_make(SYMBOL_CODE128, "R1-000042", &s, &err), 0);
	assert_int_equal(s.height, 1);
	/* A whole number of 11-module characters and the stop of 13. */
	assert_int_equal((s.width - 13) % 11, 0);
	assert_int_equal(s.dark[0], 1);
	assert_int_equal(s.dark[s.width - 1], 1);
	symbol_free(&s);
	assert_int_equal(symbol_make(SYMBOL_QR, "R1-000042", &s, &err), 0);
	assert_int_equal(s.width, 21);
	assert_int_equal(s.height, 21);
	symbol_free(&s);
	assert_int_equal(symbol_make(SYMBOL_DATAMATRIX, "R1-000042", &s, &err),
	    0);
	symbol_free(&s);
	assert_int_equal(symbol_make(SYMBOL_CODE128, "", &s, &err), -1);
	assert_int_equal(symbol_make(SYMBOL_CODE128, "\xe7\xbe\x8a", &s, &err),
	    -1);
	assert_int_equal(err.kind, ERR_INPUT);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(narrow_text),
		cmocka_unit_test(widths),
		cmocka_unit_test(escpos),
		cmocka_unit_test(code_pages),
		cmocka_unit_test(odd_barcodes),
		cmocka_unit_test(symbols),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
