/*
 * Any bytes as the lines of a key file: each is taken or refused in words, and
 * a key that was taken has a name that means the same key.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "keymap.h"
#include "mem.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(const struct keymap *map)
{
	char		name[64];
	int		cmd, i;

	for (cmd = 0; cmd < CMD_COUNT; cmd++)
		for (i = 0; i < CMD_KEYS && map->keys[cmd][i] != 0; i++) {
			keymap_name(map->keys[cmd][i], name, sizeof name);
			if (keymap_parse(name) != map->keys[cmd][i])
				abort();
		}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct keymap	 map;
	struct err	 err = ERR_INIT;
	char		*text = mem_alloc(len + 1), *line, *end;

	memcpy(text, bytes, len);
	text[len] = '\0';
	keymap_defaults(&map);
	for (line = text; line != NULL; line = end) {
		end = strchr(line, '\n');
		if (end != NULL)
			*end++ = '\0';
		if (keymap_line(&map, line, &err) != 0 &&
		    err.text[0] == '\0')
			abort();
	}
	check(&map);
	free(text);
	return 0;
}
