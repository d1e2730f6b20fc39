/*
 * Libraries that are loaded when they are first wanted: those that bring many
 * more with them, for programs that mostly do without.
 */
#ifndef VITRINE_LIB_H
#define VITRINE_LIB_H

#include <stddef.h>

#include "err.h"

struct lib_fn {
	const char	*name;
	void		*at;		/* of the pointer to the function */
};

/*
 * Loads file ("libpq.so.5") and fills the pointers.  ERR_CONFIG, with the
 * package to install, when it or one of the functions is not there.
 */
int	lib_load(const char *file, const char *package,
	    const struct lib_fn *, size_t count, struct err *) MUST_CHECK;

#endif
