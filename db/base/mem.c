/* Allocation that does not fail, and arenas: see mem.h. */
#include "mem.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#define BLOCK_SIZE	4096

struct block {
	struct block	*next;
	size_t		 used;
	size_t		 size;
	max_align_t	 bytes[];
};

struct arena {
	struct block	*blocks;
};

/*
 * Blocks of the usual size that were given back lately: a server opens and
 * closes an arena for every request.  Not in the tested build, where memory
 * that is used after it was freed must be found.
 */
#ifdef VITRINE_FAULTS
#define SPARES	0
#else
#define SPARES	64
#endif

static struct block	*spares;
static int		 spare_count;

static void (*death_hook)(void);

void
mem_on_death(void (*hook)(void))
{
	death_hook = hook;
}

static _Noreturn void
die(size_t wanted)
{
	if (death_hook != NULL)
		death_hook();
	fprintf(stderr, "vitrine: out of memory (%zu bytes wanted)\n", wanted);
	exit(EX_OSERR);
}

void *
mem_alloc(size_t size)
{
	void	*p = malloc(size == 0 ? 1 : size);

	if (p == NULL)
		die(size);
	return p;
}

void *
mem_zalloc(size_t size)
{
	void	*p = calloc(1, size == 0 ? 1 : size);

	if (p == NULL)
		die(size);
	return p;
}

void *
mem_grow(void *old, size_t count, size_t size)
{
	void	*p;

	if (size != 0 && count > SIZE_MAX / size)
		die(SIZE_MAX);
	p = realloc(old, count * size == 0 ? 1 : count * size);
	if (p == NULL)
		die(count * size);
	return p;
}

char *
mem_strdup(const char *s)
{
	size_t	 size = strlen(s) + 1;

	return memcpy(mem_alloc(size), s, size);
}

struct arena *
arena_new(void)
{
	return mem_zalloc(sizeof(struct arena));
}

void
arena_free(struct arena *arena)
{
	struct block	*block, *next;

	if (arena == NULL)
		return;
	for (block = arena->blocks; block != NULL; block = next) {
		next = block->next;
		if (block->size == BLOCK_SIZE && spare_count < SPARES) {
			block->next = spares;
			spares = block;
			spare_count++;
		} else {
			free(block);
		}
	}
	free(arena);
}

static struct block *
block_new(size_t room)
{
	struct block	*block = spares;

	if (room == BLOCK_SIZE && block != NULL) {
		spares = block->next;
		spare_count--;
	} else {
		block = mem_alloc(sizeof *block + room);
	}
	block->used = 0;
	block->size = room;
	return block;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	struct block	*block = arena->blocks;
	size_t		 room;
	void		*p;

	if (size > SIZE_MAX - BLOCK_SIZE)
		die(size);
	size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if (block == NULL || block->size - block->used < size) {
		room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
		block = block_new(room);
		block->next = arena->blocks;
		arena->blocks = block;
	}
	p = (char *)block->bytes + block->used;
	block->used += size;
	return memset(p, 0, size);
}

char *
arena_strndup(struct arena *arena, const char *s, size_t len)
{
	char	*copy = arena_alloc(arena, len + 1);

	memcpy(copy, s, len);
	return copy;
}

char *
arena_strdup(struct arena *arena, const char *s)
{
	return s == NULL ? NULL : arena_strndup(arena, s, strlen(s));
}

void *
arena_memdup(struct arena *arena, const void *bytes, size_t len)
{
	void	*copy = arena_alloc(arena, len);

	if (len > 0)
		memcpy(copy, bytes, len);
	return copy;
}

char *
arena_printf(struct arena *arena, const char *fmt, ...)
{
	va_list	 ap, again;
	char	*s;
	int	 n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		die(0);
	s = arena_alloc(arena, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, again);
	va_end(again);
	return s;
}
