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
static bool		 log_deferred;
static char		 log_waiting[8192];	/* lines not written yet */
static size_t		 log_waiting_len;

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

bool
log_wants(enum log_level level)
{
	return level <= log_most;
}

void
log_defer(void)
{
	log_deferred = true;
}

void
log_flush(void)
{
	FILE	*f = log_file == NULL ? stderr : log_file;

	if (log_waiting_len == 0)
		return;
	fwrite(log_waiting, 1, log_waiting_len, f);
	fflush(f);
	log_waiting_len = 0;
}

void
log_close(void)
{
	log_flush();
	if (log_file != NULL)
		fclose(log_file);
	log_file = NULL;
}

static void	put(enum log_level, const char *, const char *, va_list)
		    __attribute__((format(printf, 3, 0)));

/* "2026-11-25T12:04:31", made once a second. */
static const char *
stamp_of(int64_t us)
{
	static char	 stamp[32];
	static time_t	 when = -1;
	time_t		 seconds = (time_t)(us / SECOND_US);
	struct tm	 tm;

	if (seconds == when)
		return stamp;
	if (gmtime_r(&seconds, &tm) == NULL ||
	    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &tm) == 0)
		stamp[0] = '\0';
	when = seconds;
	return stamp;
}

static void
put(enum log_level level, const char *word, const char *fmt, va_list ap)
{
	int64_t	 now;
	char	 text[1024], line[1200];
	int	 len;

	if (level > log_most)
		return;
	now = clock_now();
	vsnprintf(text, sizeof text, fmt, ap);
	str_clean(text, false);		/* one event stays one line */
	len = snprintf(line, sizeof line, "%s.%03dZ %s %s: %s\n",
	    stamp_of(now), (int)(now % SECOND_US / 1000), log_name, word,
	    text);
	if (len < 0)
		return;
	if ((size_t)len >= sizeof line)
		len = sizeof line - 1;
	if (log_waiting_len + (size_t)len > sizeof log_waiting)
		log_flush();
	memcpy(log_waiting + log_waiting_len, line, (size_t)len);
	log_waiting_len += (size_t)len;
	if (!log_deferred || level <= LOG_LVL_WARN)
		log_flush();
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
