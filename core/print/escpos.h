/*
 * A page in ESC/POS, the language of receipt printers.  Only what every such
 * printer knows: initialise, code page, bold, double width, alignment, Code
 * 128, feed, cut, and the drawer's pulse when the page asks for it.
 *
 * The stream begins with ESC @, which also clears what a job that was cut off
 * has left in the printer.
 */
#ifndef VITRINE_ESCPOS_H
#define VITRINE_ESCPOS_H

#include <stddef.h>

struct buf;
struct paper;

enum escpos_page {
	ESCPOS_WPC1252,		/* page 16: Western Europe with the euro */
	ESCPOS_ASCII,		/* accents taken off, for the oldest */
	ESCPOS_UTF8		/* bytes as they are; no page selected */
};

/* Appends the page to out.  What the code page has not is written '?'. */
void	escpos_render(const struct paper *, size_t columns, enum escpos_page,
	    struct buf *out);

#endif
