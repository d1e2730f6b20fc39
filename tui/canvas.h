/*
 * A sheet of character cells.  Screens draw on a sheet, never on the terminal:
 * term.c carries a sheet to the terminal, and a test reads it as text.
 *
 * A struct canvas is a window on a sheet, passed by value: canvas_sub() cuts a
 * smaller one out of it and its coordinates start again at 0,0.  Whatever
 * falls outside is dropped, so that a screen drawn for 80 columns does no harm
 * in 1.  Text is UTF-8; a wide character takes two cells and is never cut in
 * half; marks that combine stay with the letter before them; a control
 * character never reaches a cell.
 */
#ifndef VITRINE_CANVAS_H
#define VITRINE_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct sheet;

/*
 * What a cell means, not what it looks like: term.c knows the terminal.  Ink
 * never carries a meaning alone, there is always a word or a sign beside it.
 */
enum ink {
	INK_PLAIN,
	INK_BOLD,		/* what matters */
	INK_DIM,		/* what is secondary */
	INK_ACCENT,		/* the one accent: names, the prompt */
	INK_FOCUS,		/* where the keys go */
	INK_KEY,		/* a key in the footer */
	INK_GOOD,
	INK_ALARM,		/* only "do not hand it over" and a dead link */
	INK_PHOTO		/* the cell's own colours */
};

#define CELL_CHARS	4	/* a letter and its marks */

struct sheet_cell {
	uint32_t	ch[CELL_CHARS];	/* 0 ends it; ch[0] 0 is a blank */
	int16_t		fg;		/* INK_PHOTO: palette index, or -1 */
	int16_t		bg;
	uint8_t		ink;		/* enum ink */
	uint8_t		width;		/* 1, 2, or 0: right half of a wide */
};

struct canvas {
	struct sheet	*sheet;
	int		 y, x;		/* where it lies on the sheet */
	int		 rows, cols;
};

struct sheet *sheet_new(int rows, int cols);
void	sheet_free(struct sheet *);		/* NULL is fine */
/* Sets the size and blanks everything. */
void	sheet_clear(struct sheet *, int rows, int cols);
int	sheet_rows(const struct sheet *);
int	sheet_cols(const struct sheet *);
/* NULL outside. */
const struct sheet_cell *sheet_cell(const struct sheet *, int y, int x);
/* False when the cursor is hidden. */
bool	sheet_cursor(const struct sheet *, int *y_r, int *x_r);
/* Turns every cell into ASCII, as near as it can: --ascii. */
void	sheet_ascii(struct sheet *);
/*
 * Writes the sheet as text, a line a row, blanks cut off the ends.  With inks,
 * each row that has any is followed by a row of one letter a cell (b bold,
 * d dim, a accent, f focus, k key, g good, ! alarm, p photo), between "|".
 */
void	sheet_save(const struct sheet *, bool inks, struct buf *);

/* The whole sheet as a window. */
struct canvas canvas_of(struct sheet *);
struct canvas canvas_sub(const struct canvas *, int y, int x, int rows,
	    int cols);

/*
 * Text from column x, at most width columns (negative: to the right edge).
 * What does not fit is cut, with "..." when there is room for it.  Returns the
 * columns used.
 */
int	canvas_text(struct canvas *, int y, int x, int width, enum ink,
	    const char *);
/* Like canvas_text, formatted.  Longer than 511 bytes is cut. */
int	canvas_printf(struct canvas *, int y, int x, int width, enum ink,
	    const char *, ...) __attribute__((format(printf, 6, 7)));
/* Text that ends before column end; drops from the left what does not fit. */
int	canvas_right(struct canvas *, int y, int end, enum ink, const char *);
/* In the middle of the window. */
void	canvas_centre(struct canvas *, int y, enum ink, const char *);
/*
 * Text broken at blanks into lines of at most width columns, from row y down
 * over at most rows rows.  Returns the rows used.
 */
int	canvas_wrap(struct canvas *, int y, int x, int width, int rows,
	    enum ink, const char *);
/* One character over a whole area. */
void	canvas_fill(struct canvas *, int y, int x, int rows, int cols,
	    enum ink, uint32_t ch);
/* A line across the window; a line down it. */
void	canvas_rule(struct canvas *, int y);
void	canvas_rule_down(struct canvas *, int x);
/* A frame round the whole window with a title in its upper edge. */
void	canvas_frame(struct canvas *, enum ink, const char *title);
/* Changes the ink of what is there already. */
void	canvas_ink(struct canvas *, int y, int x, int width, enum ink);
/* One cell with its own colours (palette 0-255, -1 for the terminal's own). */
void	canvas_photo(struct canvas *, int y, int x, uint32_t ch, int fg,
	    int bg);
void	canvas_cursor(struct canvas *, int y, int x);
void	canvas_no_cursor(struct canvas *);

/* Columns of one character (0, 1, 2; 1 for what cannot be shown). */
int	text_char_width(uint32_t);
/* Columns of a text; of its first len bytes. */
int	text_width(const char *);
int	text_width_n(const char *, int len);

#endif
