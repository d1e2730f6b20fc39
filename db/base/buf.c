/* Growing byte buffer with a ceiling: see buf.h. */
#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

void
buf_init(struct buf *buf, size_t max)
{
	*buf = (struct buf)BUF_INIT(max);
}

void
buf_free(struct buf *buf)
{
	free(buf->bytes);
	buf_init(buf, buf->max);
}

void
buf_reset(struct buf *buf)
{
	buf->len = 0;
	buf->full = false;
	if (buf->bytes != NULL)
		buf->bytes[0] = '\0';
}

static bool
reserve(struct buf *buf, size_t more)
{
	size_t	room = buf->room;

	if (more > buf->max || buf->len > buf->max - more) {
		buf->full = true;
		return false;
	}
	if (room > buf->len + more)
		return true;
	room = room == 0 ? 64 : room * 2;
	if (room < buf->len + more + 1)
		room = buf->len + more + 1;
	buf->bytes = mem_grow(buf->bytes, room, 1);
	buf->room = room;
	return true;
}

void
buf_add(struct buf *buf, const void *bytes, size_t len)
{
	if (!reserve(buf, len))
		return;
	if (len > 0)
		memcpy(buf->bytes + buf->len, bytes, len);
	buf->len += len;
	buf->bytes[buf->len] = '\0';
}

void
buf_addstr(struct buf *buf, const char *s)
{
	buf_add(buf, s, strlen(s));
}

void
buf_addch(struct buf *buf, char c)
{
	buf_add(buf, &c, 1);
}

void
buf_printf(struct buf *buf, const char *fmt, ...)
{
	va_list	ap, again;
	int	n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		buf->full = true;
	else if (reserve(buf, (size_t)n)) {
		vsnprintf(buf->bytes + buf->len, (size_t)n + 1, fmt, again);
		buf->len += (size_t)n;
	}
	va_end(again);
}

void
buf_consume(struct buf *buf, size_t n)
{
	if (n == 0)
		return;
	if (n >= buf->len) {
		buf_reset(buf);
		return;
	}
	memmove(buf->bytes, buf->bytes + n, buf->len - n + 1);
	buf->len -= n;
}

const char *
buf_str(const struct buf *buf)
{
	return buf->bytes == NULL ? "" : buf->bytes;
}

char *
buf_take(struct buf *buf)
{
	char	*bytes = buf->bytes == NULL ? mem_strdup("") : buf->bytes;

	buf_init(buf, buf->max);
	return bytes;
}

bool
buf_full(const struct buf *buf)
{
	return buf->full;
}
