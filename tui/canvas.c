/*
 * The sheet: see canvas.h.
 *
 * Widths come from the C library, as the terminal layer's do, so that the two
 * agree about every cell.  Programs and tests set a UTF-8 LC_CTYPE for that.
 */
#include "canvas.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "buf.h"
#include "mem.h"
#include "str.h"

struct sheet {
	int		 rows, cols;
	struct sheet_cell	*cells;
	int		 cursor_y, cursor_x;
	bool		 cursor;
};

#define REPLACEMENT	0xfffd
#define ELLIPSIS	0x2026

static const struct sheet_cell blank = { .fg = -1, .bg = -1, .width = 1 };

struct sheet *
sheet_new(int rows, int cols)
{
	struct sheet	*sheet = mem_zalloc(sizeof *sheet);

	sheet_clear(sheet, rows, cols);
	return sheet;
}

void
sheet_free(struct sheet *sheet)
{
	if (sheet == NULL)
		return;
	free(sheet->cells);
	free(sheet);
}

void
sheet_clear(struct sheet *sheet, int rows, int cols)
{
	size_t	n;

	rows = rows < 1 ? 1 : rows > 1000 ? 1000 : rows;
	cols = cols < 1 ? 1 : cols > 1000 ? 1000 : cols;
	n = (size_t)rows * (size_t)cols;
	if (sheet->rows != rows || sheet->cols != cols)
		sheet->cells = mem_grow(sheet->cells, n,
		    sizeof *sheet->cells);
	sheet->rows = rows;
	sheet->cols = cols;
	sheet->cursor = false;
	for (size_t i = 0; i < n; i++)
		sheet->cells[i] = blank;
}

int
sheet_rows(const struct sheet *sheet)
{
	return sheet->rows;
}

int
sheet_cols(const struct sheet *sheet)
{
	return sheet->cols;
}

const struct sheet_cell *
sheet_cell(const struct sheet *sheet, int y, int x)
{
	if (y < 0 || x < 0 || y >= sheet->rows || x >= sheet->cols)
		return NULL;
	return &sheet->cells[y * sheet->cols + x];
}

bool
sheet_cursor(const struct sheet *sheet, int *y_r, int *x_r)
{
	*y_r = sheet->cursor_y;
	*x_r = sheet->cursor_x;
	return sheet->cursor;
}

struct canvas
canvas_of(struct sheet *sheet)
{
	return (struct canvas){ sheet, 0, 0, sheet->rows, sheet->cols };
}

/* Cuts a range to 0..limit; returns its new length. */
static int
clip(int *start, int len, int limit)
{
	if (*start < 0) {
		len += *start;
		*start = 0;
	}
	if (*start > limit)
		*start = limit;
	if (len > limit - *start)
		len = limit - *start;
	return len < 0 ? 0 : len;
}

struct canvas
canvas_sub(const struct canvas *c, int y, int x, int rows, int cols)
{
	struct canvas	sub = *c;

	sub.rows = clip(&y, rows, c->rows);
	sub.cols = clip(&x, cols, c->cols);
	sub.y = c->y + y;
	sub.x = c->x + x;
	return sub;
}

int
text_char_width(uint32_t ch)
{
	int	width;

	if (ch < 0x7f)
		return 1;
	width = wcwidth((wchar_t)ch);
	return width < 0 ? 1 : width > 2 ? 2 : width;
}

int
text_width_n(const char *s, int len)
{
	size_t		left = len < 0 ? 0 : (size_t)len;
	uint32_t	ch;
	int		used, width = 0;

	while (left > 0 && (used = str_utf8(s, left, &ch)) != 0) {
		if (used < 0) {
			used = 1;
			ch = REPLACEMENT;
		}
		width += text_char_width(ch);
		s += used;
		left -= (size_t)used;
	}
	return width;
}

int
text_width(const char *s)
{
	return text_width_n(s, (int)strlen(s));
}

/* The cell at a place of the window, NULL outside. */
static struct sheet_cell *
cell_at(const struct canvas *c, int y, int x)
{
	struct sheet	*s = c->sheet;

	if (y < 0 || x < 0 || y >= c->rows || x >= c->cols)
		return NULL;
	y += c->y;
	x += c->x;
	if (y >= s->rows || x >= s->cols)
		return NULL;
	return &s->cells[y * s->cols + x];
}

/*
 * Blanks one cell, and the other half when it was one half of a wide
 * character: half a character cannot be shown.
 */
static void
wipe(const struct canvas *c, int y, int x)
{
	struct sheet_cell	*cell = cell_at(c, y, x);
	int		 col = x + c->x;
	uint8_t		 width;

	if (cell == NULL)
		return;
	width = cell->width;
	*cell = blank;
	if (width == 0 && col > 0)
		cell[-1] = blank;
	else if (width == 2 && col + 1 < c->sheet->cols)
		cell[1] = blank;
}

static void
put(const struct canvas *c, int y, int x, enum ink ink, uint32_t ch, int width)
{
	struct sheet_cell	*cell;

	for (int i = 0; i < width; i++) {
		wipe(c, y, x + i);
		if ((cell = cell_at(c, y, x + i)) == NULL)
			return;
		cell->ink = (uint8_t)ink;
		cell->width = (uint8_t)(i == 0 ? width : 0);
		cell->ch[0] = i == 0 ? ch : 0;
	}
}

/* Adds a combining mark to the cell that holds the letter before it. */
static void
combine(const struct canvas *c, int y, int x, uint32_t mark)
{
	struct sheet_cell	*cell;

	if (x > 0 && (cell = cell_at(c, y, x - 1)) != NULL &&
	    cell->width == 0)
		x--;
	if ((cell = cell_at(c, y, x - 1)) == NULL || cell->ch[0] == 0)
		return;
	for (int i = 1; i < CELL_CHARS; i++)
		if (cell->ch[i] == 0) {
			cell->ch[i] = mark;
			return;
		}
}

static uint32_t
next_char(const char **s)
{
	uint32_t	ch;
	size_t		left = strnlen(*s, 4);
	int		used = str_utf8(*s, left, &ch);

	if (used <= 0) {
		(*s)++;
		return REPLACEMENT;
	}
	*s += used;
	if (ch < 0x20 || (ch >= 0x7f && ch < 0xa0))
		return ' ';
	return ch;
}

/* Draws while it fits into width columns; returns the columns used. */
static int
draw(const struct canvas *c, int y, int x, int width, enum ink ink,
    const char *s)
{
	int	used = 0;

	while (*s != '\0') {
		uint32_t	ch = next_char(&s);
		int		w = text_char_width(ch);

		if (w == 0) {
			if (used > 0)
				combine(c, y, x + used, ch);
			continue;
		}
		if (used + w > width)
			break;
		put(c, y, x + used, ink, ch, w);
		used += w;
	}
	return used;
}

int
canvas_text(struct canvas *c, int y, int x, int width, enum ink ink,
    const char *s)
{
	int	used, room = c->cols - x;

	if (width < 0 || width > room)
		width = room;
	if (width <= 0 || y < 0 || y >= c->rows)
		return 0;
	if (text_width(s) <= width || width < 4)
		return draw(c, y, x, width, ink, s);
	used = draw(c, y, x, width - 1, ink, s);
	put(c, y, x + used, ink, ELLIPSIS, 1);
	return used + 1;
}

int
canvas_printf(struct canvas *c, int y, int x, int width, enum ink ink,
    const char *fmt, ...)
{
	char	text[512];
	va_list	ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return canvas_text(c, y, x, width, ink, text);
}

int
canvas_right(struct canvas *c, int y, int end, enum ink ink, const char *s)
{
	int	width;

	if (end > c->cols)
		end = c->cols;
	while ((width = text_width(s)) > end && *s != '\0')
		next_char(&s);
	return draw(c, y, end - width, width, ink, s);
}

void
canvas_centre(struct canvas *c, int y, enum ink ink, const char *s)
{
	int	x = (c->cols - text_width(s)) / 2;

	canvas_text(c, y, x < 0 ? 0 : x, -1, ink, s);
}

/* Bytes of the longest start of s that fits width columns, cut at a blank. */
static size_t
line_len(const char *s, int width)
{
	size_t		blank_at = 0, at = 0, left = strlen(s);
	uint32_t	ch;
	int		used, cols = 0;

	while (at < left && s[at] != '\n') {
		used = str_utf8(s + at, left - at, &ch);
		if (used < 1)
			used = 1;
		if (s[at] == ' ')
			blank_at = at;
		cols += text_width_n(s + at, used);
		if (cols > width)
			return blank_at > 0 ? blank_at : at > 0 ? at :
			    (size_t)used;
		at += (size_t)used;
	}
	return at;
}

int
canvas_wrap(struct canvas *c, int y, int x, int width, int rows, enum ink ink,
    const char *s)
{
	char	line[512];
	int	row = 0;

	if (width < 0 || width > c->cols - x)
		width = c->cols - x;
	if (width <= 0)
		return 0;
	while (*s != '\0' && row < rows) {
		size_t	len = line_len(s, width);

		if (len >= sizeof line)
			len = sizeof line - 1;
		memcpy(line, s, len);
		line[len] = '\0';
		s += len;
		while (*s == ' ')
			s++;
		if (*s == '\n')
			s++;
		if (row + 1 == rows && *s != '\0')
			str_copy(line + len, sizeof line - len, " ...");
		canvas_text(c, y + row++, x, width, ink, line);
	}
	return row;
}

void
canvas_fill(struct canvas *c, int y, int x, int rows, int cols, enum ink ink,
    uint32_t ch)
{
	rows = clip(&y, rows, c->rows);
	cols = clip(&x, cols, c->cols);
	for (int i = 0; i < rows; i++)
		for (int j = 0; j < cols; j++)
			put(c, y + i, x + j, ink, ch, 1);
}

void
canvas_rule(struct canvas *c, int y)
{
	canvas_fill(c, y, 0, 1, c->cols, INK_DIM, 0x2500);
}

void
canvas_rule_down(struct canvas *c, int x)
{
	canvas_fill(c, 0, x, c->rows, 1, INK_DIM, 0x2502);
}

void
canvas_frame(struct canvas *c, enum ink ink, const char *title)
{
	int	bottom = c->rows - 1, right = c->cols - 1, x;
	char	label[200];

	canvas_fill(c, 0, 0, c->rows, c->cols, INK_PLAIN, ' ');
	canvas_fill(c, 0, 0, 1, c->cols, ink, 0x2500);
	canvas_fill(c, bottom, 0, 1, c->cols, ink, 0x2500);
	canvas_fill(c, 0, 0, c->rows, 1, ink, 0x2502);
	canvas_fill(c, 0, right, c->rows, 1, ink, 0x2502);
	canvas_fill(c, 0, 0, 1, 1, ink, 0x250c);
	canvas_fill(c, 0, right, 1, 1, ink, 0x2510);
	canvas_fill(c, bottom, 0, 1, 1, ink, 0x2514);
	canvas_fill(c, bottom, right, 1, 1, ink, 0x2518);
	if (title == NULL)
		return;
	snprintf(label, sizeof label, " %s ", title);
	x = (c->cols - text_width(label)) / 2;
	canvas_text(c, 0, x < 2 ? 2 : x, c->cols - 4,
	    ink == INK_ALARM ? INK_ALARM : INK_BOLD, label);
}

void
canvas_ink(struct canvas *c, int y, int x, int width, enum ink ink)
{
	width = width < 0 ? c->cols : width;
	width = clip(&x, width, c->cols);
	for (int i = 0; i < width; i++) {
		struct sheet_cell	*cell = cell_at(c, y, x + i);

		if (cell != NULL)
			cell->ink = (uint8_t)ink;
	}
}

void
canvas_photo(struct canvas *c, int y, int x, uint32_t ch, int fg, int bg)
{
	struct sheet_cell	*cell;

	put(c, y, x, INK_PHOTO, ch, 1);
	if ((cell = cell_at(c, y, x)) == NULL)
		return;
	cell->fg = (int16_t)fg;
	cell->bg = (int16_t)bg;
}

void
canvas_cursor(struct canvas *c, int y, int x)
{
	if (c->rows < 1 || c->cols < 1)
		return;
	y = y < 0 ? 0 : y >= c->rows ? c->rows - 1 : y;
	x = x < 0 ? 0 : x >= c->cols ? c->cols - 1 : x;
	c->sheet->cursor = true;
	c->sheet->cursor_y = c->y + y;
	c->sheet->cursor_x = c->x + x;
}

void
canvas_no_cursor(struct canvas *c)
{
	c->sheet->cursor = false;
}

/* The nearest ASCII for what a till shows; 0 when there is none. */
static char
ascii_of(uint32_t ch)
{
	static const char latin1[] =
	    "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTs"
	    "aaaaaaaceeeeiiiidnooooo/ouuuuyty";
	static const struct {
		uint32_t	from, to;
		char		as;
	} table[] = {
		{ 0x2500, 0x2501, '-' }, { 0x2502, 0x2503, '|' },
		{ 0x250c, 0x254b, '+' }, { 0x2550, 0x2550, '=' },
		{ 0x2551, 0x2551, '|' }, { 0x2552, 0x256c, '+' },
		{ 0x2580, 0x258f, '#' }, { 0x2590, 0x2593, '#' },
		{ 0x2010, 0x2015, '-' }, { 0x2018, 0x201b, '\'' },
		{ 0x201c, 0x201f, '"' }, { 0x2022, 0x2022, '*' },
		{ 0x2026, 0x2026, '~' }, { 0x25cf, 0x25cf, '*' },
		{ 0x25cb, 0x25cb, 'o' }, { 0x2190, 0x2190, '<' },
		{ 0x2192, 0x2192, '>' }, { 0x2191, 0x2191, '^' },
		{ 0x2193, 0x2193, 'v' }, { 0x2713, 0x2713, '+' },
		{ 0x20ac, 0x20ac, 'E' }, { 0xa3, 0xa3, 'L' },
		{ 0xa0, 0xa0, ' ' }, { 0xb7, 0xb7, '.' },
		{ 0xd7, 0xd7, 'x' }, { 0xbd, 0xbd, '/' },
		{ 0x152, 0x152, 'O' }, { 0x153, 0x153, 'o' },
		{ 0x160, 0x160, 'S' }, { 0x161, 0x161, 's' },
		{ 0x17d, 0x17d, 'Z' }, { 0x17e, 0x17e, 'z' },
		{ 0x141, 0x141, 'L' }, { 0x142, 0x142, 'l' },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (ch >= table[i].from && ch <= table[i].to)
			return table[i].as;
	if (ch >= 0xc0 && ch <= 0xff)
		return latin1[ch - 0xc0];
	return 0;
}

void
sheet_ascii(struct sheet *sheet)
{
	int	n = sheet->rows * sheet->cols;

	for (int i = 0; i < n; i++) {
		struct sheet_cell	*cell = &sheet->cells[i];
		char		 as;

		memset(cell->ch + 1, 0, sizeof cell->ch - sizeof cell->ch[0]);
		if (cell->width == 0) {
			cell->width = 1;
			cell->ch[0] = '?';
		} else if (cell->ch[0] >= 0x7f) {
			as = ascii_of(cell->ch[0]);
			cell->ch[0] = as != 0 ? (uint32_t)as : '?';
			cell->width = 1;
		}
	}
}

static void
save_row(const struct sheet *sheet, int y, struct buf *out)
{
	size_t	end = out->len;

	for (int x = 0; x < sheet->cols; x++) {
		const struct sheet_cell	*cell = sheet_cell(sheet, y, x);
		char			 bytes[4];

		if (cell->width == 0)
			continue;
		if (cell->ch[0] == 0 || cell->ch[0] == ' ') {
			buf_addch(out, ' ');
			continue;
		}
		for (int i = 0; i < CELL_CHARS && cell->ch[i] != 0; i++) {
			int	n = str_utf8_put(cell->ch[i], bytes);

			buf_add(out, bytes, (size_t)n);
		}
		end = out->len;
	}
	out->len = end;
	buf_addch(out, '\n');
}

static void
save_inks(const struct sheet *sheet, int y, struct buf *out)
{
	static const char	letters[] = " bdafkg!p";
	bool			any = false;

	for (int x = 0; x < sheet->cols; x++)
		any = any || sheet_cell(sheet, y, x)->ink != INK_PLAIN;
	if (!any)
		return;
	buf_addch(out, '|');
	for (int x = 0; x < sheet->cols; x++)
		buf_addch(out, letters[sheet_cell(sheet, y, x)->ink]);
	buf_addstr(out, "|\n");
}

void
sheet_save(const struct sheet *sheet, bool inks, struct buf *out)
{
	for (int y = 0; y < sheet->rows; y++) {
		save_row(sheet, y, out);
		if (inks)
			save_inks(sheet, y, out);
	}
}
