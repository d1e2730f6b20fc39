/*
 * SQL of the test's own, through the same door on either engine: to look at
 * the tables apart from the program, and to change them behind its back.
 */
#ifndef TEST_SQL_H
#define TEST_SQL_H

#include <stdbool.h>
#include <stdint.h>

#include "db.h"

/* Runs it, several statements maybe; ends the test when it cannot. */
void	sql_do(struct db *, const char *);
/* The same, and false when the database refuses. */
bool	sql_try(struct db *, const char *);
/* One number. */
int64_t	sql_num(struct db *, const char *);
/* Rows of one text column; each from malloc, and so is the list. */
char	**sql_texts(struct db *, const char *, size_t *n_r);
void	sql_texts_free(char **, size_t);

#endif
