/*
 * Memory that is there or the program ends politely.  Running out of memory
 * mid-sale cannot be answered sensibly by a caller; what was promised is in
 * the database already.  mem_on_death lets the screen give the terminal back.
 *
 * An arena owns everything one screen, request or answer allocates and gives
 * it back in one call.
 */
#ifndef VITRINE_MEM_H
#define VITRINE_MEM_H

#include <stddef.h>

void	*mem_alloc(size_t) __attribute__((malloc, alloc_size(1)));
void	*mem_zalloc(size_t) __attribute__((malloc, alloc_size(1)));
void	*mem_grow(void *, size_t count, size_t size)
	    __attribute__((alloc_size(2, 3)));
char	*mem_strdup(const char *);

/* Called once before the program dies for want of memory; may be NULL. */
void	 mem_on_death(void (*)(void));

struct arena;

struct arena *arena_new(void);
void	 arena_free(struct arena *);		/* NULL is fine */
void	*arena_alloc(struct arena *, size_t);	/* zeroed, max-aligned */
char	*arena_strdup(struct arena *, const char *);	/* NULL gives NULL */
char	*arena_strndup(struct arena *, const char *, size_t);
void	*arena_memdup(struct arena *, const void *, size_t);
char	*arena_printf(struct arena *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));

#endif
