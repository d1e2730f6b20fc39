/*
 * The log: one line an event on stderr (or the file the register names, which
 * has a screen on stderr).  Never a card number, a PIN, a key or a password.
 */
#ifndef VITRINE_LOG_H
#define VITRINE_LOG_H

#include <stdbool.h>

#include "err.h"

enum log_level { LOG_LVL_ERROR, LOG_LVL_WARN, LOG_LVL_INFO, LOG_LVL_DEBUG };

/*
 * name is the program's; path NULL means stderr.  -1 with err set.  Before it
 * is called only warnings and errors are said, on stderr.
 */
int	log_open(const char *name, const char *path, enum log_level,
	    struct err *);
void	log_close(void);
/* Whether what is said of this level is kept at all. */
bool	log_wants(enum log_level);
/*
 * From now on information waits for log_flush, so that many lines are one
 * write; warnings and errors never wait.
 */
void	log_defer(void);
void	log_flush(void);
void	log_error(const char *, ...) PRINTF_LIKE(1, 2);
void	log_warn(const char *, ...) PRINTF_LIKE(1, 2);
void	log_info(const char *, ...) PRINTF_LIKE(1, 2);
void	log_debug(const char *, ...) PRINTF_LIKE(1, 2);

#endif
