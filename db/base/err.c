/* Error values: see err.h. */
#include "err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

void
err_clear(struct err *err)
{
	if (err == NULL)
		return;
	err->kind = ERR_NONE;
	err->text[0] = '\0';
	err->hint[0] = '\0';
}

int
err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
{
	struct err	next = { .kind = kind };
	va_list		ap;

	if (err == NULL)
		return -1;
	/* Formatted aside: an argument may be the old text itself. */
	va_start(ap, fmt);
	vsnprintf(next.text, sizeof next.text, fmt, ap);
	va_end(ap);
	*err = next;
	return -1;
}

int
err_hint(struct err *err, const char *fmt, ...)
{
	char	hint[sizeof err->hint];
	va_list	ap;

	if (err == NULL)
		return -1;
	va_start(ap, fmt);
	vsnprintf(hint, sizeof hint, fmt, ap);
	va_end(ap);
	memcpy(err->hint, hint, sizeof hint);
	return -1;
}

int
err_wrap(struct err *err, const char *fmt, ...)
{
	char	text[sizeof err->text];
	size_t	used;
	va_list	ap;
	int	n;

	if (err == NULL)
		return -1;
	va_start(ap, fmt);
	n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	used = n < 0 ? 0 : (size_t)n;
	if (used < sizeof text - 1)
		snprintf(text + used, sizeof text - used, ": %s", err->text);
	memcpy(err->text, text, sizeof text);
	return -1;
}

int
err_copy(struct err *dst, const struct err *src)
{
	if (dst != NULL && dst != src)
		*dst = *src;
	return -1;
}

int
err_exit_status(const struct err *err)
{
	switch (err->kind) {
	case ERR_NONE:
		return EX_OK;
	case ERR_USAGE:
		return EX_USAGE;
	case ERR_INPUT:
		return EX_DATAERR;
	case ERR_NO_INPUT:
		return EX_NOINPUT;
	case ERR_UNAVAILABLE:
		return EX_UNAVAILABLE;
	case ERR_INTERNAL:
		return EX_SOFTWARE;
	case ERR_CANNOT_CREATE:
		return EX_CANTCREAT;
	case ERR_IO:
		return EX_IOERR;
	case ERR_RETRY:
		return EX_TEMPFAIL;
	case ERR_NOT_ALLOWED:
		return EX_NOPERM;
	case ERR_CONFIG:
		return EX_CONFIG;
	case ERR_REFUSED:
		return 3;
	case ERR_UNSURE:
		return 4;
	}
	return EX_SOFTWARE;
}

const char *
err_kind_name(enum err_kind kind)
{
	switch (kind) {
	case ERR_NONE:
		return "ok";
	case ERR_USAGE:
		return "usage";
	case ERR_INPUT:
		return "bad_data";
	case ERR_NO_INPUT:
		return "not_found";
	case ERR_UNAVAILABLE:
		return "unavailable";
	case ERR_INTERNAL:
		return "internal";
	case ERR_CANNOT_CREATE:
		return "cannot_create";
	case ERR_IO:
		return "io";
	case ERR_RETRY:
		return "try_again";
	case ERR_NOT_ALLOWED:
		return "not_allowed";
	case ERR_CONFIG:
		return "configuration";
	case ERR_REFUSED:
		return "refused";
	case ERR_UNSURE:
		return "unsure";
	}
	return "internal";
}
