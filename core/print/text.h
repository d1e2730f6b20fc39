/*
 * A page as plain text: for a file, a line printer and the preview.  UTF-8,
 * one \n a line, a form feed for a cut when asked for.
 */
#ifndef VITRINE_TEXT_H
#define VITRINE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct paper;

/* Widths receipts are made for; others work too. */
#define TEXT_NARROW	42
#define TEXT_WIDE	48
#define TEXT_PAGE	80

/* Appends the page to out.  A barcode is written as *CODE*. */
void	text_render(const struct paper *, size_t columns, bool form_feed,
	    struct buf *out);

#endif
