/*
 * A photo in terminal cells, from the small raw RGB picture the shop keeps of
 * every photo (three bytes a pixel, rows from the top).
 */
#ifndef VITRINE_PHOTO_H
#define VITRINE_PHOTO_H

#include <stddef.h>
#include <stdint.h>

#include "canvas.h"

struct photo;

/*
 * Copies the pixels.  colours is what the terminal has: 256 and more, 8 to 255
 * or none; with ascii nothing but ASCII is used.  NULL when the bytes are not
 * width * height * 3 or there are none.
 */
struct photo *photo_new(const void *rgb, size_t len, int64_t width,
	    int64_t height, int colours, bool ascii);
void	photo_free(struct photo *);	/* NULL is fine */
/*
 * Draws it as large as fits, in the middle of the window's width and at its
 * top; returns the rows used.  What it works out for one size is kept for the
 * next time.
 */
int	photo_draw(struct photo *, struct canvas *);

#endif
