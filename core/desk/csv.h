/*
 * Comma-separated files as people really have them: with or without a byte
 * order mark, cut by commas, semicolons or tabs, CR LF or LF, newlines inside
 * quotes, UTF-8, UTF-16 or the Windows code page an old till wrote.
 *
 * Rows are numbered as a spreadsheet shows them (the header is row 1, an empty
 * row counts) and carry the line of the file they begin on, so that an error
 * can be found by the person who has the file open.
 */
#ifndef VITRINE_CSV_H
#define VITRINE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "err.h"

#define CSV_FILE_MAX	((size_t)256 << 20)	/* bytes of a file */
#define CSV_ROW_MAX	((size_t)2 << 20)	/* bytes of one row */
#define CSV_CELLS_MAX	2048			/* cells of one row */

struct csv;

struct csv_row {
	int64_t		 row;		/* 1 is the first of the file */
	int64_t		 line;		/* the line it begins on */
	size_t		 count;
	const char	**cells;	/* UTF-8, cleaned, blanks cut off */
	bool		 dirty;		/* a cell had control bytes in it */
};

/*
 * Opens a file, or reads from bytes that outlive the reader.  delim 0 finds
 * out by looking at the first rows.  NULL with err set for a file that cannot
 * be read, is too big, or is no text (a spreadsheet program's own format).
 */
struct csv *csv_open(const char *path, char delim, struct err *);
struct csv *csv_open_bytes(const void *, size_t len, char delim,
	    struct err *);
void	csv_close(struct csv *);	/* NULL is fine */

/*
 * The next row that is not empty: 1, 0 at the end, -1 for a file that cannot
 * be understood from here on (a quote that is never closed).  The row is valid
 * until the next call.
 */
int	csv_next(struct csv *, struct csv_row *, struct err *);

char	csv_delim(const struct csv *);
/* "UTF-8", "UTF-16" or "Windows-1252". */
const char *csv_encoding(const struct csv *);
/* Lines that were not UTF-8 and were read as Windows-1252. */
int64_t	csv_recoded(const struct csv *);

/*
 * Writing: cells one after the other, then csv_put_end.  Text that a
 * spreadsheet would run as a formula (= + - @, tab, CR in front) gets an
 * apostrophe in front; numbers and money are passed as csv_put_plain.
 */
void	csv_put_text(struct buf *, const char *);
void	csv_put_plain(struct buf *, const char *);
void	csv_put_end(struct buf *);

#endif
