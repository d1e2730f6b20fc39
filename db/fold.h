/*
 * What Unicode says about a text: how it is folded so that a search finds it,
 * and how many columns of a terminal it takes.  Unlike wcwidth() nothing here
 * depends on the locale.
 */
#ifndef VITRINE_FOLD_H
#define VITRINE_FOLD_H

#include <stddef.h>
#include <stdint.h>

/*
 * The text a search compares: compatibility forms taken apart, accents
 * stripped, case folded, letters with a stroke made plain (so that "lodz"
 * finds "Łódź" and "oresund" finds "Øresund"), blanks run together and cut
 * off the ends.  From malloc; bytes that are not UTF-8 count as blanks.  NULL
 * gives "".
 */
char	*fold_text(const char *);

/* Columns of one character: 0 (marks, controls), 1 or 2. */
int	 fold_char_width(uint32_t cp);
/* Columns of a text, cluster by cluster. */
size_t	 fold_width(const char *);

/*
 * The next cluster (what a reader calls one character) of s: its bytes, 0 at
 * the end, and in *width_r its columns.  A byte that is not UTF-8 is a cluster
 * of one column.
 */
size_t	 fold_cluster(const char *s, int *width_r);

/*
 * How many bytes of s fit into columns without cutting a cluster.  used_r
 * (may be NULL) gets the columns they take.
 */
size_t	 fold_fit(const char *s, size_t columns, size_t *used_r);

#endif
