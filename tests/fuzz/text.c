/*
 * Bytes from anywhere: what str_clean leaves is clean, UTF-8 and no longer
 * than before; numbers and ids read back as they were written.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "str.h"
#include "uuid.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
characters(const char *s, size_t len)
{
	uint32_t cp;
	char out[4];
	int used;

	while ((used = str_utf8(s, len, &cp)) != 0) {
		if (used < 0) {
			used = 1;
		} else {
			assert(str_utf8_put(cp, out) == used);
			assert(memcmp(out, s, (size_t)used) == 0);
		}
		s += used;
		len -= (size_t)used;
	}
}

static void
cleaning(const char *text, bool keep_lines)
{
	char *copy = strdup(text), cut[9];
	bool whole;

	str_clean(copy, keep_lines);
	assert(strlen(copy) <= strlen(text));
	assert(str_is_clean(copy, keep_lines));
	assert(str_is_clean(text, keep_lines) == str_eq(copy, text));
	whole = str_copy(cut, sizeof(cut), copy);
	assert(whole == (strlen(copy) < sizeof(cut)));
	assert(str_is_clean(cut, keep_lines));
	free(copy);
}

static void
values(const char *text)
{
	char back[64];
	struct uuid id, again;
	int64_t n, m;

	if (str_int64(text, &n)) {
		snprintf(back, sizeof(back), "%" PRId64, n);
		assert(str_int64(back, &m) && m == n);
	}
	if (uuid_parse(text, &id)) {
		uuid_text(&id, back);
		assert(str_eq_nocase(back, text));
		assert(uuid_parse(back, &again) && uuid_eq(&id, &again));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	char *text = malloc(len + 1);

	if (len > 0)
		memcpy(text, bytes, len);
	text[len] = '\0';
	characters(text, len);
	cleaning(text, false);
	cleaning(text, true);
	values(text);
	str_trim(text);
	free(text);
	return 0;
}
