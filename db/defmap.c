/* Numbers for statements: see driver.h. */
#include "driver.h"

#include <stdlib.h>

static size_t
slot_of(const struct def_map *map, const struct stmt_def *def)
{
	uint64_t	hash = (uint64_t)(uintptr_t)def;
	size_t		at;

	hash *= UINT64_C(0x9e3779b97f4a7c15);
	at = (size_t)(hash >> 32) & (map->room - 1);
	while (map->slots[at] != NULL && map->slots[at] != def)
		at = (at + 1) & (map->room - 1);
	return at;
}

static void
grow(struct def_map *map)
{
	struct def_map	bigger = { .count = map->count };
	size_t		i, at;

	bigger.room = map->room == 0 ? 64 : map->room * 2;
	bigger.slots = mem_zalloc(bigger.room * sizeof *bigger.slots);
	bigger.numbers = mem_zalloc(bigger.room * sizeof *bigger.numbers);
	for (i = 0; i < map->room; i++) {
		if (map->slots[i] == NULL)
			continue;
		at = slot_of(&bigger, map->slots[i]);
		bigger.slots[at] = map->slots[i];
		bigger.numbers[at] = map->numbers[i];
	}
	def_map_free(map);
	*map = bigger;
}

size_t
def_number(struct def_map *map, const struct stmt_def *def)
{
	size_t	at;

	if (map->count * 2 >= map->room)
		grow(map);
	at = slot_of(map, def);
	if (map->slots[at] == NULL) {
		map->slots[at] = def;
		map->numbers[at] = map->count++;
	}
	return map->numbers[at];
}

void
def_map_free(struct def_map *map)
{
	free(map->slots);
	free(map->numbers);
	*map = (struct def_map){ 0 };
}
