/*
 * Barcodes as dark and light modules, to be drawn on a page or a screen.
 * symbol.c is the only file that knows the library that encodes them.
 */
#ifndef VITRINE_SYMBOL_H
#define VITRINE_SYMBOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"

enum symbol_kind { SYMBOL_CODE128, SYMBOL_QR, SYMBOL_DATAMATRIX };

struct symbol {
	size_t	 width;		/* modules, without the quiet zone */
	size_t	 height;	/* 1 for a linear code */
	uint8_t	*dark;		/* width * height, row by row, 0 or 1 */
};

/* Text is UTF-8; Code 128 takes ASCII only.  Free with symbol_free. */
int	symbol_make(enum symbol_kind, const char *text, struct symbol *,
	    struct err *) MUST_CHECK;
void	symbol_free(struct symbol *);

#endif
