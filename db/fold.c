/* The only file that knows utf8proc: see fold.h. */
#include "fold.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "mem.h"
#include "str.h"

/*
 * Letters Unicode does not take apart though people type the plain one.  Case
 * is folded before they are looked up.
 */
static const struct plain {
	uint32_t	 cp;
	const char	*text;
} plain[] = {
	{ 0xe6, "ae" }, { 0xf0, "d" }, { 0xf8, "o" }, { 0xfe, "th" },
	{ 0x111, "d" }, { 0x127, "h" }, { 0x131, "i" }, { 0x142, "l" },
	{ 0x14b, "n" }, { 0x153, "oe" }, { 0x167, "t" }, { 0x180, "b" },
	{ 0x2bc, "'" }, { 0x2018, "'" }, { 0x2019, "'" }, { 0x201c, "\"" },
	{ 0x201d, "\"" }, { 0x2010, "-" }, { 0x2011, "-" }, { 0x2012, "-" },
	{ 0x2013, "-" }, { 0x2014, "-" }, { 0x2044, "/" }, { 0x2212, "-" },
};

/* A copy in which every byte that is not UTF-8 is a blank. */
static char *
valid_copy(const char *text)
{
	size_t	 len = strlen(text), at = 0;
	char	*copy = mem_strdup(text);
	uint32_t cp;
	int	 n;

	while (at < len) {
		n = str_utf8(copy + at, len - at, &cp);
		if (n <= 0) {
			copy[at] = ' ';
			n = 1;
		}
		at += (size_t)n;
	}
	return copy;
}

static const char *
plain_text(uint32_t cp)
{
	size_t	i;

	for (i = 0; i < sizeof plain / sizeof plain[0]; i++)
		if (plain[i].cp == cp)
			return plain[i].text;
	return NULL;
}

static bool
is_blank(uint32_t cp)
{
	utf8proc_category_t	category;

	category = utf8proc_category((utf8proc_int32_t)cp);
	return category == UTF8PROC_CATEGORY_ZS ||
	    category == UTF8PROC_CATEGORY_ZL ||
	    category == UTF8PROC_CATEGORY_ZP ||
	    category == UTF8PROC_CATEGORY_CC;
}

/* Makes letters plain and runs blanks together; out holds 2 * len + 1. */
static void
tidy(const char *in, char *out)
{
	size_t		 len = strlen(in), at = 0, used = 0;
	const char	*text;
	uint32_t	 cp;
	bool		 gap = false;
	int		 n;

	while (at < len) {
		n = str_utf8(in + at, len - at, &cp);
		if (n <= 0)
			break;
		if (is_blank(cp)) {
			gap = used > 0;
			at += (size_t)n;
			continue;
		}
		if (gap)
			out[used++] = ' ';
		gap = false;
		text = plain_text(cp);
		if (text == NULL) {
			memcpy(out + used, in + at, (size_t)n);
			used += (size_t)n;
		} else {
			memcpy(out + used, text, strlen(text));
			used += strlen(text);
		}
		at += (size_t)n;
	}
	out[used] = '\0';
}

char *
fold_text(const char *text)
{
	utf8proc_uint8_t	*mapped = NULL;
	char			*copy, *out;

	if (text == NULL)
		return mem_strdup("");
	copy = valid_copy(text);
	if (utf8proc_map((const utf8proc_uint8_t *)copy, 0, &mapped,
	    UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT |
	    UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD |
	    UTF8PROC_IGNORE) < 0) {
		/* Unassigned characters: search them as they are. */
		free(mapped);
		return copy;
	}
	out = mem_alloc(2 * strlen((char *)mapped) + 1);
	tidy((char *)mapped, out);
	free(mapped);
	free(copy);
	return out;
}

int
fold_char_width(uint32_t cp)
{
	int	width;

	if (cp > 0x10ffff)
		return 1;
	width = utf8proc_charwidth((utf8proc_int32_t)cp);
	return width < 0 ? 0 : width > 2 ? 2 : width;
}

size_t
fold_cluster(const char *s, int *width_r)
{
	utf8proc_int32_t state = 0;
	size_t		 len = strlen(s), at;
	uint32_t	 cp, next;
	int		 n, width;

	*width_r = 0;
	n = str_utf8(s, len, &cp);
	if (n == 0)
		return 0;
	if (n < 0) {
		*width_r = 1;
		return 1;
	}
	width = fold_char_width(cp);
	for (at = (size_t)n; at < len; at += (size_t)n) {
		n = str_utf8(s + at, len - at, &next);
		if (n <= 0 || utf8proc_grapheme_break_stateful(
		    (utf8proc_int32_t)cp, (utf8proc_int32_t)next, &state))
			break;
		cp = next;
		if (fold_char_width(cp) > width)
			width = fold_char_width(cp);
		/* A sign made a picture, the second half of a flag. */
		if (cp == 0xfe0f || (cp >= 0x1f1e6 && cp <= 0x1f1ff))
			width = 2;
	}
	*width_r = width;
	return at;
}

size_t
fold_fit(const char *s, size_t columns, size_t *used_r)
{
	size_t	at = 0, used = 0, n;
	int	width;

	while ((n = fold_cluster(s + at, &width)) > 0) {
		if (used + (size_t)width > columns)
			break;
		used += (size_t)width;
		at += n;
	}
	if (used_r != NULL)
		*used_r = used;
	return at;
}

size_t
fold_width(const char *s)
{
	size_t	used;

	fold_fit(s, SIZE_MAX, &used);
	return used;
}
