/*
 * Photos: what a file is, decoding within limits, scaling, JPEG, and the small
 * raw thumbnail the register shows without a decoder.  Only picture.c knows
 * the picture library.
 */
#ifndef VITRINE_PICTURE_H
#define VITRINE_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "err.h"

#define PICTURE_BYTES_MAX	((size_t)24 << 20)
#define PICTURE_SIDE_MAX	12000
#define PICTURE_PIXELS_MAX	(50 * 1000 * 1000)
#define PICTURE_THUMB_SIDE	96
/* As others see it: no service we know refuses that much. */
#define PICTURE_WEB_SIDE	2048
#define PICTURE_WEB_BYTES	((size_t)2000 * 1000)
#define PICTURE_SMALL_SIDE	640
#define PICTURE_SMALL_BYTES	((size_t)200 * 1000)

enum picture_type { PICTURE_UNKNOWN, PICTURE_JPEG, PICTURE_PNG };

struct picture {
	int		 width, height;
	unsigned char	*rgb;		/* width * height * 3 bytes */
};

/* By the bytes, whatever the name says. */
enum picture_type picture_type_of(const void *, size_t len);
const char *picture_media_type(enum picture_type);	/* "image/jpeg" */

struct picture *picture_new(int width, int height);
void	picture_free(struct picture *);		/* NULL is fine */

/*
 * Decodes JPEG or PNG, turned the way the camera was held, on white where it
 * is transparent.  NULL with err set for anything else, for damage, and for
 * more bytes or pixels than the limits: those are looked up in the file's head
 * before anything is decoded.
 */
struct picture *picture_decode(const void *, size_t len, struct err *);
struct picture *picture_read(const char *path, struct buf *bytes_r,
	    struct err *);

/* A copy at most side pixels wide and high; never larger than the picture. */
struct picture *picture_fit(const struct picture *, int side);

/* How large picture_fit makes it. */
void	picture_fit_size(int side, int64_t *width, int64_t *height);

/*
 * Appends a JPEG file of the picture, at most side pixels wide and high and
 * max bytes long: quality first, then pixels are given up for that.  Nothing
 * the camera wrote is in it (where it was taken, say).
 */
int	picture_for_web(const struct picture *, int side, size_t max,
	    struct buf *, struct err *) MUST_CHECK;
/* Whether a file is so already: small enough, and nothing but the picture. */
bool	picture_is_plain(const void *, size_t len, int side, size_t max);

/* Appends the JPEG file; quality 1..100. */
int	picture_jpeg(const struct picture *, int quality, struct buf *,
	    struct err *);

#endif
