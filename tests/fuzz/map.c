/*
 * Any bytes as a map file over a profile, and as the headers of somebody's
 * export: every column gets a field or none, and a bad line is named.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "desk/profile.h"
#include "mem.h"

#define HEADERS	40

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char	*const base[] = { "shopify", "woocommerce",
				    "sheet", "x" };
	struct arena		*arena = arena_new();
	struct profiles		 all = profile_builtin(arena);
	const struct profile	*p;
	struct profile		 mine;
	const char		*headers[HEADERS];
	struct err		 err = ERR_INIT;
	char			*text = arena_strndup(arena,
				    (const char *)bytes, len), *line, *save;
	size_t			 n = 0;

	p = profile_find(&all, base[len % 4], NULL, 0);
	if (p == NULL)
		p = all.list;
	if (profile_map(arena, p, text, &mine, &err) == 0) {
		for (line = strtok_r(text, "\n", &save); line != NULL &&
		    n < HEADERS; line = strtok_r(NULL, "\n", &save))
			headers[n++] = line;
		profile_columns(arena, &mine, headers, n);
		profile_detect(&all, headers, n);
	} else if (err.text[0] == '\0') {
		abort();
	}
	arena_free(arena);
	return 0;
}
