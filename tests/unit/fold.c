/* Folding for search and columns on a screen. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <cmocka.h>

#include "fold.h"

static void
folds(void **state)
{
	static const struct {
		const char	*text;
		const char	*folded;
	} pairs[] = {
		{ "", "" },
		{ "Ring", "ring" },
		{ "BAGUE Éternité", "bague eternite" },
		{ "Łódź", "lodz" },
		{ "Øresund", "oresund" },
		{ "Straße", "strasse" },
		{ "ﬁligree", "filigree" },	/* the ligature */
		{ "½ ct", "1/2 ct" },
		{ "５０ｍｍ", "50mm" },	/* full width */
		{ "  Gold \t chain\n ", "gold chain" },
		{ "Tiffany’s", "tiffany's" },
		{ "14K—rose", "14k-rose" },
		{ "ÇELİK", "celik" },
		{ "ΣΊΣΥΦΟΣ", "σισυφοσ" },
		{ "bad\xffyte", "bad yte" },
		{ "soft\xc2\xadhyphen", "softhyphen" },
	};
	char	*folded;
	size_t	 i;

	(void)state;
	for (i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		folded = fold_text(pairs[i].text);
		assert_string_equal(folded, pairs[i].folded);
		free(folded);
	}
	folded = fold_text(NULL);
	assert_string_equal(folded, "");
	free(folded);
}

/* What is folded once more stays as it is. */
static void
folds_once(void **state)
{
	char	*once = fold_text("Bague Œuf ﬃ Ǆ ẞ ﷺ Ⅷ ℃"), *twice;

	(void)state;
	twice = fold_text(once);
	assert_string_equal(once, twice);
	free(once);
	free(twice);
}

static void
widths(void **state)
{
	static const struct {
		const char	*text;
		size_t		 width;
	} pairs[] = {
		{ "", 0 }, { "Ring", 4 }, { "Éternité", 8 },
		{ "e\xcc\x81", 1 },		/* e and an accent */
		{ "珠宝", 4 }, { "💍", 2 },
		{ "👩\xe2\x80\x8d🔧", 2 },	/* joined by ZWJ */
		{ "🇨🇭", 2 },			/* a flag */
		{ "a\xff" "b", 3 },
	};
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		assert_int_equal(fold_width(pairs[i].text), pairs[i].width);
	assert_int_equal(fold_char_width(0), 0);
	assert_int_equal(fold_char_width(0x301), 0);
	assert_int_equal(fold_char_width(0x7fffffff), 1);
}

/* A wide character is not cut in two, nor an accent from its letter. */
static void
fits(void **state)
{
	size_t	used;

	(void)state;
	assert_int_equal(fold_fit("珠宝", 3, &used), 3);
	assert_int_equal(used, 2);
	assert_int_equal(fold_fit("e\xcc\x81x", 1, &used), 3);
	assert_int_equal(used, 1);
	assert_int_equal(fold_fit("Ring", 10, NULL), 4);
	assert_int_equal(fold_fit("Ring", 0, &used), 0);
	assert_int_equal(used, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folds),
		cmocka_unit_test(folds_once),
		cmocka_unit_test(widths),
		cmocka_unit_test(fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
