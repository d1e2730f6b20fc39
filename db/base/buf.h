/*
 * A byte buffer that grows up to a ceiling it is born with.  Past the ceiling
 * appending does nothing and buf_full() says so: a hostile peer can fill a
 * buffer, never the memory.  The bytes are always followed by a NUL that does
 * not count.
 */
#ifndef VITRINE_BUF_H
#define VITRINE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char	*bytes;		/* NULL until something is appended */
	size_t	 len;
	size_t	 room;
	size_t	 max;
	bool	 full;		/* something did not fit */
};

#define BUF_INIT(ceiling)	{ .max = (ceiling) }

void	buf_init(struct buf *, size_t max);
void	buf_free(struct buf *);		/* may be used again afterwards */
void	buf_reset(struct buf *);	/* empty, memory kept */
void	buf_add(struct buf *, const void *, size_t);
void	buf_addstr(struct buf *, const char *);
void	buf_addch(struct buf *, char);
void	buf_printf(struct buf *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
/* Drops the first n bytes. */
void	buf_consume(struct buf *, size_t n);
/* The text, "" when empty; owned by the buffer. */
const char *buf_str(const struct buf *);
/* Hands the bytes (NUL-terminated, from malloc) to the caller, empties. */
char	*buf_take(struct buf *);
bool	buf_full(const struct buf *);

#endif
