/*
 * The words a thing is found by: folded (accents, case), each after one space.
 * " br 1041 signed estate brooch": a word typed begins a word of the thing
 * when " word" stands in it.
 */
#ifndef VITRINE_WORDS_H
#define VITRINE_WORDS_H

#include <stdbool.h>

struct buf;

/* Appends the words of text (NULL: none) to out. */
void	words_fold(const char *text, struct buf *out);
/* Whether there is a word in what was typed. */
bool	words_any(const char *typed);

#endif
