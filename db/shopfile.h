/*
 * The embedded shop's file before SQLite sees it.  Private to lite.c.
 */
#ifndef VITRINE_SHOPFILE_H
#define VITRINE_SHOPFILE_H

#include "err.h"

/*
 * Makes an empty file only its owner may read, its name on disk, too.  One
 * that is there stays as it is.
 */
int	shopfile_make(const char *path, struct err *) MUST_CHECK;
/* Whether a shop could be there: a file, and not a folder or a device. */
int	shopfile_check(const char *path, struct err *) MUST_CHECK;

#endif
