#include "print/picture.h"

#include <errno.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

enum picture_type
picture_type_of(const void *bytes, size_t len)
{
	if (len >= 3 && memcmp(bytes, "\xff\xd8\xff", 3) == 0)
		return PICTURE_JPEG;
	if (len >= 24 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0)
		return PICTURE_PNG;
	return PICTURE_UNKNOWN;
}

const char *
picture_media_type(enum picture_type type)
{
	switch (type) {
	case PICTURE_JPEG:
		return "image/jpeg";
	case PICTURE_PNG:
		return "image/png";
	case PICTURE_UNKNOWN:
		break;
	}
	return "application/octet-stream";
}

struct picture *
picture_new(int width, int height)
{
	struct picture	*out = mem_zalloc(sizeof(*out));

	out->width = width;
	out->height = height;
	out->rgb = mem_alloc((size_t)width * (size_t)height * 3);
	return out;
}

void
picture_free(struct picture *picture)
{
	if (picture == NULL)
		return;
	free(picture->rgb);
	free(picture);
}

static long
big_endian(const unsigned char *s, int n)
{
	long	value = 0;

	while (n-- > 0)
		value = value << 8 | *s++;
	return value;
}

/* Walks a JPEG's segments to the frame header that holds the size. */
static bool
jpeg_size(const unsigned char *s, size_t len, long *w_r, long *h_r)
{
	size_t	at = 2;
	int	marker;

	while (at + 9 < len) {
		if (s[at] != 0xff)
			return false;
		marker = s[at + 1];
		if (marker == 0xff) {
			at++;
			continue;
		}
		if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 &&
		    marker != 0xc8 && marker != 0xcc) {
			*h_r = big_endian(s + at + 5, 2);
			*w_r = big_endian(s + at + 7, 2);
			return true;
		}
		at += 2 + (size_t)big_endian(s + at + 2, 2);
	}
	return false;
}

static int
check_size(const unsigned char *s, size_t len, struct err *err)
{
	long	w = 0, h = 0;
	bool	known = false;

	switch (picture_type_of(s, len)) {
	case PICTURE_JPEG:
		known = jpeg_size(s, len, &w, &h);
		break;
	case PICTURE_PNG:
		w = big_endian(s + 16, 4);
		h = big_endian(s + 20, 4);
		known = true;
		break;
	case PICTURE_UNKNOWN:
		err_set(err, ERR_INPUT, "not a JPEG or PNG picture");
		return err_hint(err, "Save the photo as JPEG.");
	}
	if (!known || w < 1 || h < 1)
		return err_set(err, ERR_INPUT, "the picture is damaged");
	if (len > PICTURE_BYTES_MAX || w > PICTURE_SIDE_MAX ||
	    h > PICTURE_SIDE_MAX || w * h > PICTURE_PIXELS_MAX) {
		err_set(err, ERR_INPUT, "the picture is too large (%ld x %ld, "
		    "%zu bytes)", w, h, len);
		return err_hint(err, "Scale it to at most 4000 pixels and save "
		    "it as JPEG.");
	}
	return 0;
}

/* Copies pixels, laying transparent ones on white. */
static struct picture *
from_pixbuf(GdkPixbuf *pixbuf)
{
	struct picture	*out = picture_new(gdk_pixbuf_get_width(pixbuf),
	    gdk_pixbuf_get_height(pixbuf));
	const guchar	*row, *from;
	unsigned char	*to = out->rgb;
	int		 n = gdk_pixbuf_get_n_channels(pixbuf), x, y, c, a;

	for (y = 0; y < out->height; y++) {
		row = gdk_pixbuf_read_pixels(pixbuf) +
		    (gsize)y * (gsize)gdk_pixbuf_get_rowstride(pixbuf);
		for (x = 0; x < out->width; x++) {
			from = row + (gsize)x * (gsize)n;
			a = n == 4 ? from[3] : 255;
			for (c = 0; c < 3; c++)
				*to++ = (unsigned char)((from[c] * a +
				    255 * (255 - a)) / 255);
		}
	}
	return out;
}

static GdkPixbuf *
load(const void *bytes, size_t len, struct err *err)
{
	GdkPixbufLoader	*loader = gdk_pixbuf_loader_new();
	GdkPixbuf	*raw, *turned = NULL;
	GError		*problem = NULL;
	gboolean	 ok;

	ok = gdk_pixbuf_loader_write(loader, bytes, len, &problem);
	/* A loader must be closed even when writing failed. */
	ok = gdk_pixbuf_loader_close(loader, ok ? &problem : NULL) && ok;
	raw = ok ? gdk_pixbuf_loader_get_pixbuf(loader) : NULL;
	if (raw != NULL)
		turned = gdk_pixbuf_apply_embedded_orientation(raw);
	else
		err_set(err, ERR_INPUT, "the picture cannot be read: %s",
		    problem ? problem->message : "it is damaged");
	g_clear_error(&problem);
	g_object_unref(loader);
	return turned;
}

struct picture *
picture_decode(const void *bytes, size_t len, struct err *err)
{
	struct picture	*out;
	GdkPixbuf	*pixbuf;

	if (check_size(bytes, len, err) != 0)
		return NULL;
	pixbuf = load(bytes, len, err);
	if (pixbuf == NULL)
		return NULL;
	out = from_pixbuf(pixbuf);
	g_object_unref(pixbuf);
	return out;
}

struct picture *
picture_read(const char *path, struct buf *bytes, struct err *err)
{
	struct picture	*out = NULL;
	char		 chunk[65536];
	FILE		*file = fopen(path, "rbe");
	size_t		 got;

	if (file == NULL) {
		err_set(err, ERR_NO_INPUT, "%s: %s", path, strerror(errno));
		return NULL;
	}
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0 &&
	    !buf_full(bytes))
		buf_add(bytes, chunk, got);
	if (ferror(file))
		err_set(err, ERR_NO_INPUT, "%s: %s", path, strerror(errno));
	else if (buf_full(bytes))
		err_set(err, ERR_INPUT, "%s is too large", path);
	else if ((out = picture_decode(bytes->bytes, bytes->len, err)) == NULL)
		err_wrap(err, "%s", path);
	(void)fclose(file);
	return out;
}

/* A view of our pixels for the library, which does not change them. */
static GdkPixbuf *
view(const struct picture *picture)
{
	GBytes		*bytes;
	GdkPixbuf	*out;

	bytes = g_bytes_new_static(picture->rgb,
	    (gsize)picture->width * (gsize)picture->height * 3);
	out = gdk_pixbuf_new_from_bytes(bytes, GDK_COLORSPACE_RGB, FALSE, 8,
	    picture->width, picture->height, picture->width * 3);
	g_bytes_unref(bytes);
	return out;
}

void
picture_fit_size(int side, int64_t *width, int64_t *height)
{
	int64_t	longest = *width > *height ? *width : *height;

	if (longest <= side)
		return;
	*width = *width * side / longest;
	*height = *height * side / longest;
	*width = *width > 0 ? *width : 1;
	*height = *height > 0 ? *height : 1;
}

struct picture *
picture_fit(const struct picture *picture, int side)
{
	struct picture	*out;
	GdkPixbuf	*whole, *small;
	int64_t		 w = picture->width, h = picture->height;

	picture_fit_size(side, &w, &h);
	whole = view(picture);
	small = gdk_pixbuf_scale_simple(whole, (int)w, (int)h,
	    GDK_INTERP_BILINEAR);
	out = from_pixbuf(small);
	g_object_unref(small);
	g_object_unref(whole);
	return out;
}

int
picture_jpeg(const struct picture *picture, int quality, struct buf *out,
    struct err *err)
{
	GdkPixbuf	*pixbuf = view(picture);
	GError		*problem = NULL;
	gchar		*bytes = NULL, number[8];
	gsize		 len = 0;
	int		 ret = 0;

	snprintf(number, sizeof(number), "%d", quality);
	if (gdk_pixbuf_save_to_buffer(pixbuf, &bytes, &len, "jpeg", &problem,
	    "quality", number, NULL))
		buf_add(out, bytes, len);
	else
		ret = err_set(err, ERR_INTERNAL, "no JPEG can be made: %s",
		    problem->message);
	if (ret == 0 && buf_full(out))
		ret = err_set(err, ERR_INTERNAL, "the JPEG is too large");
	g_clear_error(&problem);
	g_free(bytes);
	g_object_unref(pixbuf);
	return ret;
}

int
picture_for_web(const struct picture *picture, int side, size_t max,
    struct buf *out, struct err *err)
{
	static const int	 qualities[] = { 86, 76, 64 };
	struct picture		*fit;
	struct buf		 jpeg = BUF_INIT(PICTURE_BYTES_MAX);
	size_t			 i;
	int			 ret = 0;

	do {
		fit = picture_fit(picture, side);
		for (i = 0; ret == 0 && i < sizeof(qualities) /
		    sizeof(qualities[0]) && (i == 0 || jpeg.len > max); i++) {
			buf_reset(&jpeg);
			ret = picture_jpeg(fit, qualities[i], &jpeg, err);
		}
		picture_free(fit);
		side = side * 3 / 4;
	} while (ret == 0 && jpeg.len > max);
	if (ret == 0)
		buf_add(out, jpeg.bytes, jpeg.len);
	buf_free(&jpeg);
	return ret;
}

/* Walks the segments before the picture: none may be one of a camera's. */
static bool
jpeg_is_bare(const unsigned char *s, size_t len)
{
	size_t	at = 2;

	while (at + 4 <= len && s[at] == 0xff) {
		if (s[at + 1] == 0xda)
			return true;
		/* APP1 to APP15, and remarks; APP0 is JFIF's own. */
		if ((s[at + 1] >= 0xe1 && s[at + 1] <= 0xef) ||
		    s[at + 1] == 0xfe)
			return false;
		at += 2 + (size_t)big_endian(s + at + 2, 2);
	}
	return false;
}

bool
picture_is_plain(const void *bytes, size_t len, int side, size_t max)
{
	long	w = 0, h = 0;

	return len <= max && picture_type_of(bytes, len) == PICTURE_JPEG &&
	    jpeg_size(bytes, len, &w, &h) && w <= side && h <= side &&
	    jpeg_is_bare(bytes, len);
}
