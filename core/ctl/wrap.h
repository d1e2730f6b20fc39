/* Sentences for people, broken where a reader would break them. */
#ifndef VITRINE_WRAP_H
#define VITRINE_WRAP_H

#include <stdio.h>

/*
 * Writes the text and a newline; at a terminal in lines that end between
 * words, elsewhere as it is.  A word wider than the terminal is not broken.
 */
void	put_wrapped(FILE *to, const char *text);

#endif
