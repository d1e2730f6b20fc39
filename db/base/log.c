/* The log: see log.h. */
#include "log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "str.h"

static const char	*log_name = "vitrine";
static FILE		*log_file;	/* NULL: stderr */
static enum log_level	 log_most = LOG_LVL_WARN;

int
log_open(const char *name, const char *path, enum log_level most,
    struct err *err)
{
	FILE	*f = NULL;

	if (path != NULL && (f = fopen(path, "ae")) == NULL) {
		err_set(err, ERR_CANNOT_CREATE, "cannot write the log %s: %s",
		    path, strerror(errno));
		return err_hint(err, "Set log = \"...\" to a file you may write.");
	}
	log_close();
	log_name = name;
	log_file = f;
	log_most = most;
	return 0;
}

void
log_close(void)
{
	if (log_file != NULL)
		fclose(log_file);
	log_file = NULL;
}

static void	put(enum log_level, const char *, const char *, va_list)
		    __attribute__((format(printf, 3, 0)));

static void
put(enum log_level level, const char *word, const char *fmt, va_list ap)
{
	FILE		*f = log_file == NULL ? stderr : log_file;
	int64_t		 now = clock_now();
	time_t		 seconds = (time_t)(now / SECOND_US);
	char		 stamp[32], text[1024];
	struct tm	 tm;

	if (level > log_most)
		return;
	vsnprintf(text, sizeof text, fmt, ap);
	str_clean(text, false);		/* one event stays one line */
	if (gmtime_r(&seconds, &tm) == NULL ||
	    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &tm) == 0)
		stamp[0] = '\0';
	fprintf(f, "%s.%03dZ %s %s: %s\n", stamp,
	    (int)(now % SECOND_US / 1000), log_name, word, text);
	fflush(f);
}

void
log_error(const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	put(LOG_LVL_ERROR, "error", fmt, ap);
	va_end(ap);
}

void
log_warn(const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	put(LOG_LVL_WARN, "warning", fmt, ap);
	va_end(ap);
}

void
log_info(const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	put(LOG_LVL_INFO, "info", fmt, ap);
	va_end(ap);
}

void
log_debug(const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	put(LOG_LVL_DEBUG, "debug", fmt, ap);
	va_end(ap);
}
