/*
 * A report into a file that was not there before.
 */
#ifndef VITRINE_REPORT_FILE_H
#define VITRINE_REPORT_FILE_H

#include "err.h"

struct report;

enum report_format { REPORT_FILE_CSV, REPORT_FILE_JSON, REPORT_FILE_TEXT };

/* "csv": as a file's name ends. */
const char *report_format_word(enum report_format);
/*
 * All of it or none: a file half written is taken away again.  -1 with err,
 * ERR_CANNOT_CREATE also when there is a file of that name.
 */
int	report_save(const struct report *, enum report_format,
	    const char *path, struct err *) MUST_CHECK;

#endif
