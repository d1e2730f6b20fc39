#include "desk/csv.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "str.h"

/*
 * libcsv pushes fields at callbacks; our callers pull rows.  It is therefore
 * fed one line at a time: a line ends at most one row.  Lines are also what
 * makes the numbering honest and lets one line in the wrong encoding be mended
 * without touching the others.
 */
struct csv {
	struct csv_parser	 parser;
	char			*own;		/* the file's bytes when ours */
	const char		*bytes;
	size_t			 len;
	size_t			 pos;
	char			 delim;
	const char		*encoding;
	int64_t			 recoded;
	int64_t			 row;		/* the row being read */
	int64_t			 line;		/* lines consumed */
	int64_t			 row_line;	/* where the row began */
	bool			 open_row;	/* a quoted newline goes on */
	bool			 ended;		/* row_done was called */
	bool			 too_wide;
	bool			 dirty;
	struct buf		 text;		/* the cells, NULs between */
	size_t			*at;		/* offsets of cells in text */
	size_t			 count;
	size_t			 room;
	const char		**cells;
	struct buf		 line_utf8;
};

/* 0x80..0x9f of Windows-1252; 0 for the five that are nothing. */
static const uint16_t cp1252[32] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178
};

static bool
is_utf8(const char *s, size_t len)
{
	uint32_t	cp;
	int		used;

	while (len > 0) {
		used = str_utf8(s, len, &cp);
		if (used <= 0)
			return false;
		s += used;
		len -= (size_t)used;
	}
	return true;
}

static void
put_cp(struct buf *out, uint32_t cp)
{
	char	utf8[4];
	int	used;

	used = str_utf8_put(cp, utf8);
	if (used > 0)
		buf_add(out, utf8, (size_t)used);
	else
		buf_addch(out, '?');
}

static void
from_cp1252(struct buf *out, const char *s, size_t len)
{
	unsigned char	c;
	size_t		i;

	for (i = 0; i < len; i++) {
		c = (unsigned char)s[i];
		if (c >= 0x80 && c < 0xa0)
			put_cp(out, cp1252[c - 0x80] ? cp1252[c - 0x80] : '?');
		else
			put_cp(out, c);
	}
}

/* What a spreadsheet calls "Unicode text". */
static void
from_utf16(struct buf *out, const unsigned char *s, size_t len, bool big)
{
	uint32_t	cp, low;
	size_t		i;

#define UNIT(at) ((uint32_t)(big ? s[at] << 8 | s[(at) + 1] : \
	    s[(at) + 1] << 8 | s[at]))
	for (i = 0; i + 1 < len; i += 2) {
		cp = UNIT(i);
		if (cp >= 0xd800 && cp < 0xdc00 && i + 3 < len) {
			low = UNIT(i + 2);
			if (low >= 0xdc00 && low < 0xe000) {
				cp = 0x10000 + ((cp - 0xd800) << 10) +
				    (low - 0xdc00);
				i += 2;
			}
		}
		put_cp(out, cp);
	}
#undef UNIT
}

static void
field_done(void *bytes, size_t len, void *arg)
{
	struct csv	*csv = arg;
	char		*cell;
	size_t		 i;

	if (csv->count == CSV_CELLS_MAX) {
		csv->too_wide = true;
		return;
	}
	if (csv->count == csv->room) {
		csv->room = csv->room ? csv->room * 2 : 64;
		csv->at = mem_grow(csv->at, csv->room, sizeof(*csv->at));
		csv->cells = mem_grow(csv->cells, csv->room,
		    sizeof(*csv->cells));
	}
	csv->at[csv->count++] = csv->text.len;
	buf_add(&csv->text, bytes, len);
	buf_addch(&csv->text, '\0');
	if (buf_full(&csv->text))
		return;
	cell = csv->text.bytes + csv->at[csv->count - 1];
	for (i = 0; i < len; i++)
		if (cell[i] == '\0') {
			cell[i] = ' ';
			csv->dirty = true;
		}
}

static void
row_done(int c, void *arg)
{
	struct csv	*csv = arg;

	(void)c;
	csv->ended = true;
}

/*
 * Counts how often each delimiter stands outside quotes in the first line that
 * has one; the most frequent wins, and of equals the one rarer in prose.
 */
static char
sniff_delim(const char *s, size_t len)
{
	static const char	kinds[] = ",|;\t";
	size_t			found[4] = { 0 };
	bool			quoted = false;
	size_t			i, best = 0;
	const char		*hit;

	for (i = 0; i < len; i++) {
		if (s[i] == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		if (s[i] == '\n' && found[0] + found[1] + found[2] + found[3])
			break;
		hit = s[i] ? strchr(kinds, s[i]) : NULL;
		if (hit)
			found[hit - kinds]++;
	}
	for (i = 1; i < 4; i++)
		if (found[i] > 0 && found[i] >= found[best])
			best = i;
	return kinds[best];
}

/* The next line with its ending; 0 at the end of the file. */
static size_t
line_length(const struct csv *csv)
{
	const char	*s = csv->bytes + csv->pos;
	size_t		 left = csv->len - csv->pos, i;

	for (i = 0; i < left; i++) {
		if (s[i] == '\n')
			return i + 1;
		if (s[i] == '\r')
			return i + 1 < left && s[i + 1] == '\n' ? i + 2 :
			    i + 1;
	}
	return left;
}

/* Takes the byte order mark off, turns UTF-16 into UTF-8. */
static int
settle_encoding(struct csv *csv, struct err *err)
{
	const unsigned char	*s = (const unsigned char *)csv->bytes;
	struct buf		 out = BUF_INIT(CSV_FILE_MAX * 2);

	csv->encoding = "UTF-8";
	if (csv->len >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
		csv->pos = 3;
	if (csv->len >= 2 && (memcmp(s, "\xff\xfe", 2) == 0 ||
	    memcmp(s, "\xfe\xff", 2) == 0)) {
		from_utf16(&out, s + 2, csv->len - 2, s[0] == 0xfe);
		csv->len = out.len;
		free(csv->own);
		csv->own = buf_take(&out);
		csv->bytes = csv->own;
		csv->encoding = "UTF-16";
	}
	if (csv->len >= 4 && (memcmp(csv->bytes, "PK\3\4", 4) == 0 ||
	    memcmp(csv->bytes, "\xd0\xcf\x11\xe0", 4) == 0)) {
		err_set(err, ERR_INPUT, "this is a spreadsheet program's own "
		    "file, not CSV");
		return err_hint(err, "Open it in the spreadsheet program and "
		    "save it as \"CSV UTF-8\".");
	}
	if (memchr(csv->bytes, '\0', line_length(csv)) != NULL) {
		err_set(err, ERR_INPUT, "this is not a text file");
		return err_hint(err, "Export the stock as CSV and import "
		    "that.");
	}
	return 0;
}

static struct csv *
csv_begin(struct csv *csv, char delim, struct err *err)
{
	if (settle_encoding(csv, err) != 0) {
		csv_close(csv);
		return NULL;
	}
	csv->delim = delim ? delim :
	    sniff_delim(csv->bytes + csv->pos, csv->len - csv->pos);
	buf_init(&csv->text, CSV_ROW_MAX);
	buf_init(&csv->line_utf8, CSV_ROW_MAX * 3);
	csv_set_delim(&csv->parser, (unsigned char)csv->delim);
	return csv;
}

static struct csv *
csv_new(void)
{
	struct csv	*csv = mem_zalloc(sizeof(*csv));

	/* Fails only for a parser that is NULL. */
	(void)csv_init(&csv->parser, 0);
	return csv;
}

struct csv *
csv_open_bytes(const void *bytes, size_t len, char delim, struct err *err)
{
	struct csv	*csv = csv_new();

	csv->bytes = bytes;
	csv->len = len;
	return csv_begin(csv, delim, err);
}

static int
read_file(struct csv *csv, const char *path, struct err *err)
{
	char		 chunk[65536];
	struct buf	 all = BUF_INIT(CSV_FILE_MAX);
	FILE		*file;
	size_t		 got;
	int		 ret = -1;

	file = fopen(path, "rbe");
	if (file == NULL) {
		err_set(err, ERR_NO_INPUT, "%s: %s", path, strerror(errno));
		return err_hint(err, "Check the file's name and that you may "
		    "read it.");
	}
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0 &&
	    !buf_full(&all))
		buf_add(&all, chunk, got);
	if (ferror(file))
		err_set(err, ERR_NO_INPUT, "%s: %s", path, strerror(errno));
	else if (buf_full(&all)) {
		err_set(err, ERR_INPUT, "%s is larger than %zu MB", path,
		    CSV_FILE_MAX >> 20);
		err_hint(err, "Cut the file into several and import them one "
		    "after the other.");
	} else {
		csv->len = all.len;
		csv->own = buf_take(&all);
		csv->bytes = csv->own ? csv->own : "";
		ret = 0;
	}
	buf_free(&all);
	(void)fclose(file);
	return ret;
}

struct csv *
csv_open(const char *path, char delim, struct err *err)
{
	struct csv	*csv = csv_new();

	if (read_file(csv, path, err) != 0) {
		csv_close(csv);
		return NULL;
	}
	return csv_begin(csv, delim, err);
}

void
csv_close(struct csv *csv)
{
	if (csv == NULL)
		return;
	csv_free(&csv->parser);
	buf_free(&csv->text);
	buf_free(&csv->line_utf8);
	free(csv->at);
	free(csv->cells);
	free(csv->own);
	free(csv);
}

static bool
is_blank(const char *s, size_t len)
{
	while (len > 0 && (*s == ' ' || *s == '\r' || *s == '\n')) {
		s++;
		len--;
	}
	return len == 0;
}

static int
unclosed(const struct csv *csv, struct err *err)
{
	err_set(err, ERR_INPUT, "row %lld (line %lld): a quote is opened and "
	    "never closed", (long long)csv->row, (long long)csv->row_line);
	return err_hint(err, "Look for a single \" in that row; inside a "
	    "quoted cell it must be doubled.");
}

/* libcsv keeps its states to itself; these two are stable since 3.0. */
#define STATE_BETWEEN_ROWS	0
#define STATE_IN_FIELD		2

static bool
in_quotes(const struct csv *csv)
{
	return csv->parser.quoted && csv->parser.pstate == STATE_IN_FIELD;
}

static int
too_long(const struct csv *csv, struct err *err)
{
	if (in_quotes(csv))
		return unclosed(csv, err);
	err_set(err, ERR_INPUT, "row %lld (line %lld) is longer than %zu "
	    "bytes", (long long)csv->row, (long long)csv->row_line,
	    CSV_ROW_MAX);
	return err_hint(err, "Look for a quote that is opened there and never "
	    "closed.");
}

/* Feeds one line to the parser. */
static int
feed_line(struct csv *csv, struct err *err)
{
	const char	*s = csv->bytes + csv->pos;
	size_t		 len = line_length(csv);

	csv->pos += len;
	csv->line++;
	if (!csv->open_row) {
		csv->row++;
		csv->row_line = csv->line;
		if (is_blank(s, len))
			return 0;
	}
	if (!is_utf8(s, len)) {
		buf_reset(&csv->line_utf8);
		from_cp1252(&csv->line_utf8, s, len);
		csv->recoded++;
		csv->encoding = "Windows-1252";
		s = buf_str(&csv->line_utf8);
		len = csv->line_utf8.len;
	}
	if (len > CSV_ROW_MAX || csv_parse(&csv->parser, s, len, field_done,
	    row_done, csv) != len || buf_full(&csv->text) ||
	    csv_get_buffer_size(&csv->parser) > CSV_ROW_MAX)
		return too_long(csv, err);
	csv->open_row = csv->parser.pstate != STATE_BETWEEN_ROWS;
	if (csv->too_wide)
		return err_set(err, ERR_INPUT, "row %lld has more than %d "
		    "cells", (long long)csv->row, CSV_CELLS_MAX);
	return 0;
}

/* The file may end without a newline, or inside a quoted cell. */
static int
feed_end(struct csv *csv, struct err *err)
{
	if (!csv->open_row)
		return 0;
	if (in_quotes(csv))
		return unclosed(csv, err);
	(void)csv_fini(&csv->parser, field_done, row_done, csv);
	return 0;
}

static void
hand_out(struct csv *csv, struct csv_row *row)
{
	char	*cell;
	size_t	 i;

	for (i = 0; i < csv->count; i++) {
		cell = csv->text.bytes + csv->at[i];
		if (str_clean(cell, true))
			csv->dirty = true;
		csv->cells[i] = str_trim(cell);
	}
	row->row = csv->row;
	row->line = csv->row_line;
	row->count = csv->count;
	row->cells = csv->cells;
	row->dirty = csv->dirty;
}

static bool
all_empty(const struct csv_row *row)
{
	size_t	i;

	for (i = 0; i < row->count; i++)
		if (row->cells[i][0] != '\0')
			return false;
	return true;
}

int
csv_next(struct csv *csv, struct csv_row *row, struct err *err)
{
	bool	last;

	for (;;) {
		buf_reset(&csv->text);
		csv->count = 0;
		csv->ended = csv->dirty = false;
		last = false;
		while (!csv->ended && !last) {
			last = csv->pos >= csv->len;
			if ((last ? feed_end(csv, err) :
			    feed_line(csv, err)) != 0)
				return -1;
		}
		if (!csv->ended)
			return 0;
		csv->open_row = false;
		hand_out(csv, row);
		if (!all_empty(row))
			return 1;
	}
}

char
csv_delim(const struct csv *csv)
{
	return csv->delim;
}

const char *
csv_encoding(const struct csv *csv)
{
	return csv->encoding;
}

int64_t
csv_recoded(const struct csv *csv)
{
	return csv->recoded;
}

static void
put_cell(struct buf *out, const char *guard, const char *s)
{
	size_t	len = strlen(s), room = len * 2 + 3;
	char	*quoted;

	if (guard[0] == '\0' && strpbrk(s, ",\"\r\n") == NULL &&
	    s[0] != ' ' && (len == 0 || s[len - 1] != ' ')) {
		buf_add(out, s, len);
		buf_addch(out, ',');
		return;
	}
	quoted = mem_alloc(room);
	len = csv_write(quoted, room, s, len);
	buf_addch(out, '"');
	buf_addstr(out, guard);
	buf_add(out, quoted + 1, len - 1);
	buf_addch(out, ',');
	free(quoted);
}

void
csv_put_text(struct buf *out, const char *s)
{
	bool	formula = s[0] != '\0' && strchr("=+-@\t\r", s[0]) != NULL;

	put_cell(out, formula ? "'" : "", s);
}

void
csv_put_plain(struct buf *out, const char *s)
{
	put_cell(out, "", s);
}

void
csv_put_end(struct buf *out)
{
	/* Every cell left a comma behind it; the last one goes. */
	if (out->len > 0 && out->bytes[out->len - 1] == ',')
		out->len--;
	buf_addstr(out, "\r\n");
}
