/* Photos in cells: see photo.h.  The only file that knows chafa. */
#include "photo.h"

#include <chafa.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define SIDE_MAX	4096		/* pixels; a thumbnail has some hundred */
#define FONT_RATIO	0.5f		/* a cell is twice as high as wide */

struct shade {
	uint32_t	ch;
	int16_t		fg, bg;
};

struct photo {
	uint8_t		*rgb;
	int		 width, height;
	int		 colours;
	bool		 ascii;
	struct shade	*cells;		/* worked out for room_rows x room_cols */
	int		 room_rows, room_cols;
	int		 rows, cols;
};

struct photo *
photo_new(const void *rgb, size_t len, int64_t width, int64_t height,
    int colours, bool ascii)
{
	struct photo	*photo;

	if (rgb == NULL || width < 1 || height < 1 || width > SIDE_MAX ||
	    height > SIDE_MAX || len != (size_t)(width * height * 3))
		return NULL;
	photo = mem_zalloc(sizeof *photo);
	photo->rgb = mem_alloc(len);
	memcpy(photo->rgb, rgb, len);
	photo->width = (int)width;
	photo->height = (int)height;
	photo->colours = colours;
	photo->ascii = ascii;
	return photo;
}

void
photo_free(struct photo *photo)
{
	if (photo == NULL)
		return;
	free(photo->rgb);
	free(photo->cells);
	free(photo);
}

static ChafaCanvasConfig *
config(const struct photo *photo, int cols, int rows)
{
	ChafaCanvasConfig	*cfg = chafa_canvas_config_new();
	ChafaSymbolMap		*map = chafa_symbol_map_new();

	if (photo->ascii) {
		chafa_symbol_map_add_by_tags(map, CHAFA_SYMBOL_TAG_ASCII);
	} else {
		chafa_symbol_map_add_by_tags(map, CHAFA_SYMBOL_TAG_BLOCK |
		    CHAFA_SYMBOL_TAG_SPACE);
	}
	chafa_canvas_config_set_symbol_map(cfg, map);
	chafa_symbol_map_unref(map);
	chafa_canvas_config_set_geometry(cfg, cols, rows);
	chafa_canvas_config_set_canvas_mode(cfg, photo->colours >= 256 ?
	    CHAFA_CANVAS_MODE_INDEXED_256 : photo->colours >= 16 ?
	    CHAFA_CANVAS_MODE_INDEXED_16 : photo->colours >= 8 ?
	    CHAFA_CANVAS_MODE_INDEXED_8 : CHAFA_CANVAS_MODE_FGBG);
	return cfg;
}

static void
work_out(struct photo *photo, int room_rows, int room_cols)
{
	ChafaCanvasConfig	*cfg;
	ChafaCanvas		*canvas;
	gint			 cols = room_cols, rows = room_rows, fg, bg;

	chafa_calc_canvas_geometry(photo->width, photo->height, &cols, &rows,
	    FONT_RATIO, TRUE, FALSE);
	photo->room_rows = room_rows;
	photo->room_cols = room_cols;
	photo->rows = rows < 1 ? 1 : rows > room_rows ? room_rows : rows;
	photo->cols = cols < 1 ? 1 : cols > room_cols ? room_cols : cols;
	photo->cells = mem_grow(photo->cells, (size_t)(photo->rows *
	    photo->cols), sizeof *photo->cells);
	cfg = config(photo, photo->cols, photo->rows);
	canvas = chafa_canvas_new(cfg);
	chafa_canvas_draw_all_pixels(canvas, CHAFA_PIXEL_RGB8, photo->rgb,
	    photo->width, photo->height, photo->width * 3);
	for (int i = 0; i < photo->rows * photo->cols; i++) {
		struct shade	*cell = &photo->cells[i];
		int		 x = i % photo->cols, y = i / photo->cols;

		cell->ch = chafa_canvas_get_char_at(canvas, x, y);
		chafa_canvas_get_raw_colors_at(canvas, x, y, &fg, &bg);
		cell->fg = (int16_t)(photo->colours >= 8 ? fg : -1);
		cell->bg = (int16_t)(photo->colours >= 8 ? bg : -1);
	}
	chafa_canvas_unref(canvas);
	chafa_canvas_config_unref(cfg);
}

int
photo_draw(struct photo *photo, struct canvas *c)
{
	int	left;

	if (photo == NULL || c->rows < 2 || c->cols < 4)
		return 0;
	if (photo->room_rows != c->rows || photo->room_cols != c->cols)
		work_out(photo, c->rows, c->cols);
	left = (c->cols - photo->cols) / 2;
	for (int i = 0; i < photo->rows * photo->cols; i++)
		canvas_photo(c, i / photo->cols, left + i % photo->cols,
		    photo->cells[i].ch, photo->cells[i].fg,
		    photo->cells[i].bg);
	return photo->rows;
}
