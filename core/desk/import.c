#include "desk/import.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/csv.h"
#include "desk/import_parts.h"
#include "str.h"

#define HEADER_WITHIN	12

static const struct {
	const char	*name;
	const char	*meaning;
} findings[FINDING_COUNT] = {
	[FINDING_OVERSELL] = { "oversell", "The web shop goes on selling these "
	    "when they are gone. Vitrine never does; switch it off there." },
	[FINDING_QUANTITY] = { "quantity", "Several of what looks like one "
	    "piece. Loaded as counted stock; if each is one of a kind, give "
	    "each its own number or import with --unique." },
	[FINDING_CERTIFICATE] = { "certificate", "Two pieces with the same "
	    "certificate: one of them is probably entered twice." },
	[FINDING_BARCODE] = { "barcode", "Several pieces with one barcode: a "
	    "scan will ask which of them is meant." },
	[FINDING_NO_PRICE] = { "no-price", "The price is zero or missing. "
	    "Loaded, but not listed on the web until they have one." },
	[FINDING_NO_SKU] = { "no-sku", "There was no stock number; one was "
	    "made from the name." },
	[FINDING_UNCOUNTED] = { "uncounted", "The other system keeps no count "
	    "of these. Taken as the number in the file, or as one." },
	[FINDING_NEGATIVE] = { "negative", "The count was below zero: sold "
	    "more often there than they existed. Loaded as sold." },
	[FINDING_SOLD] = { "sold", "Sold already: kept with their history, "
	    "not for sale." },
	[FINDING_CONTROL] = { "control", "Control bytes were taken out of the "
	    "text." },
	[FINDING_CODE] = { "code", "A spreadsheet has rounded these barcodes; "
	    "they were left out. Scan the tags again." },
	[FINDING_DATE] = { "date", "A date could not be read and was left "
	    "out; say --dates day-first or month-first." },
	[FINDING_CUT] = { "cut", "Texts longer than we keep were cut." },
	[FINDING_STATE] = { "state", "Neither sold nor in stock there: not for "
	    "sale here until somebody has looked." },
	[FINDING_PHOTO] = { "photo", "Photos that are not beside the file "
	    "were left out; put them there and import again." },
	[FINDING_SKIPPED] = { "skipped", "Rows that are no piece of their "
	    "own." }
};

const char *
finding_name(enum import_finding what)
{
	return findings[what].name;
}

const char *
finding_meaning(enum import_finding what)
{
	return findings[what].meaning;
}

const char *
import_kind_name(enum import_kind kind)
{
	static const char	*const names[] = { "unique", "counted",
	    "service" };

	return names[kind];
}

static char *format(struct arena *, const char *, va_list) PRINTF_LIKE(2, 0);

static char *
format(struct arena *arena, const char *fmt, va_list ap)
{
	char	text[400];

	vsnprintf(text, sizeof(text), fmt, ap);
	return arena_strdup(arena, text);
}

void
import_note(struct import *im, enum import_finding what, int64_t row,
    const char *sku, const char *fmt, ...)
{
	struct import_note	*note;
	va_list			 ap;

	if (im->note_count == im->note_room) {
		im->note_room = im->note_room ? im->note_room * 2 : 64;
		im->notes = mem_grow(im->notes, im->note_room,
		    sizeof(*im->notes));
	}
	note = &im->notes[im->note_count++];
	note->what = what;
	note->row = row;
	note->sku = arena_strdup(im->arena, sku);
	va_start(ap, fmt);
	note->text = format(im->arena, fmt, ap);
	va_end(ap);
	im->found[what]++;
}

void
import_refuse(struct import *im, int64_t row, int64_t line, const char *sku,
    const char *fmt, ...)
{
	struct import_reject	*reject;
	va_list			 ap;

	if (im->reject_count == im->reject_room) {
		im->reject_room = im->reject_room ? im->reject_room * 2 : 64;
		im->rejects = mem_grow(im->rejects, im->reject_room,
		    sizeof(*im->rejects));
	}
	reject = &im->rejects[im->reject_count++];
	reject->row = row;
	reject->line = line;
	reject->sku = arena_strdup(im->arena, sku);
	va_start(ap, fmt);
	reject->reason = format(im->arena, fmt, ap);
	va_end(ap);
}

const char *
raw_cell(const struct raw_row *row, size_t column)
{
	return column < row->count ? row->cells[column] : "";
}

const struct import_column *
record_column(const struct import *im, const struct record *r,
    enum import_field field)
{
	size_t	i;

	for (i = 0; i < im->column_count; i++)
		if (im->columns[i].field == field &&
		    (raw_cell(r->own, i)[0] != '\0' || (field_of_product(field)
		    && raw_cell(r->base, i)[0] != '\0')))
			return &im->columns[i];
	return NULL;
}

const char *
record_get(const struct import *im, const struct record *r,
    enum import_field field)
{
	const struct import_column	*c = record_column(im, r, field);
	size_t				 i;

	if (c == NULL)
		return "";
	i = (size_t)(c - im->columns);
	return raw_cell(r->own, i)[0] != '\0' ? raw_cell(r->own, i) :
	    raw_cell(r->base, i);
}

/* -------------------------------------------------------- rows to records */

struct reading {
	struct raw_row	*rows;
	size_t		 count;
	size_t		 room;
	size_t		 head;		/* the row with the columns' names */
};

static void
keep_row(struct import *im, struct reading *all, const struct csv_row *row)
{
	struct raw_row	*raw;
	size_t		 i;

	if (all->count == all->room) {
		all->room = all->room ? all->room * 2 : 256;
		all->rows = mem_grow(all->rows, all->room,
		    sizeof(*all->rows));
	}
	raw = &all->rows[all->count++];
	raw->row = row->row;
	raw->line = row->line;
	raw->count = row->count;
	raw->dirty = row->dirty;
	raw->counted = false;
	raw->cells = arena_alloc(im->arena,
	    (row->count + 1) * sizeof(*raw->cells));
	for (i = 0; i < row->count; i++)
		raw->cells[i] = row->cells[i][0] == '\0' ? "" :
		    arena_strdup(im->arena, row->cells[i]);
}

static int
read_rows(struct import *im, struct csv *csv, struct reading *all,
    struct err *err)
{
	struct csv_row	row;
	int		got;

	while ((got = csv_next(csv, &row, err)) > 0) {
		if (all->count == IMPORT_ROWS_MAX) {
			err_set(err, ERR_INPUT, "more than %d rows",
			    IMPORT_ROWS_MAX);
			return err_hint(err, "Cut the file into several and "
			    "import them one after the other.");
		}
		keep_row(im, all, &row);
	}
	im->delim = csv_delim(csv);
	im->encoding = csv_encoding(csv);
	im->recoded = csv_recoded(csv);
	if (got == 0 && all->count == 0)
		return err_set(err, ERR_INPUT, "the file is empty");
	return got;
}

/* Whether a row says anything of its own but a photo. */
static bool
only_photo(const struct import *im, const struct raw_row *row)
{
	size_t	i;
	bool	photo = false;

	for (i = 0; i < im->column_count; i++) {
		if (raw_cell(row, i)[0] == '\0')
			continue;
		if (im->columns[i].field == FIELD_PHOTO)
			photo = true;
		else if (im->columns[i].field != FIELD_GROUP &&
		    im->columns[i].field != FIELD_NONE)
			return false;
	}
	return photo;
}

/* A file without a column for it groups by the product's name. */
static const char *
group_of(const struct import *im, const struct raw_row *row)
{
	size_t	i, title = im->column_count;

	for (i = 0; i < im->column_count; i++) {
		if (im->columns[i].field == FIELD_GROUP)
			return raw_cell(row, i);
		if (im->columns[i].field == FIELD_TITLE)
			title = i;
	}
	return raw_cell(row, title);
}

/* Rows [from, to) are one product. */
static void
make_group(struct import *im, const struct reading *all, size_t from,
    size_t to)
{
	const struct raw_row	**photos;
	struct record		  record;
	size_t			  i, count = 0, makes = 0;

	photos = arena_alloc(im->arena, (to - from) * sizeof(*photos));
	for (i = from; i < to; i++) {
		if (i > from && only_photo(im, &all->rows[i]))
			photos[count++] = &all->rows[i];
		else
			makes++;
	}
	for (i = from; i < to; i++) {
		if (i > from && only_photo(im, &all->rows[i]))
			continue;
		record.own = &all->rows[i];
		record.base = &all->rows[from];
		record.photos = photos;
		record.photo_count = i == from ? count : 0;
		record.alone = makes == 1;
		item_make(im, &record);
	}
}

static void
make_grouped(struct import *im, const struct reading *all)
{
	const char	*group, *next;
	size_t		 from = all->head + 1, to;

	while (from < all->count) {
		group = group_of(im, &all->rows[from]);
		for (to = from + 1; to < all->count; to++) {
			next = group_of(im, &all->rows[to]);
			if (next[0] != '\0' && !str_eq(next, group))
				break;
		}
		make_group(im, all, from, to);
		from = to;
	}
}

struct parent_key {
	const char		*key;	/* its sku, or "id:NN" */
	struct raw_row	*row;
};

static int
by_key(const void *a, const void *b)
{
	const struct parent_key	*x = a, *y = b;

	return strcmp(x->key, y->key);
}

/* A variation names its parent by sku or "id:NN"; it may come before it. */
static void
make_parented(struct import *im, const struct reading *all)
{
	struct parent_key	*keys, want, *hit;
	struct record		 record = { .alone = true };
	size_t			 i, n = 0;
	const char		*sku, *id;

	keys = arena_alloc(im->arena, all->count * 2 * sizeof(*keys));
	for (i = all->head + 1; i < all->count; i++) {
		record.own = record.base = &all->rows[i];
		sku = record_get(im, &record, FIELD_SKU);
		id = record_get(im, &record, FIELD_SOURCE_ID);
		if (sku[0] != '\0')
			keys[n++] = (struct parent_key){ sku, record.base };
		if (id[0] != '\0')
			keys[n++] = (struct parent_key){ arena_printf(
			    im->arena, "id:%s", id), record.base };
	}
	if (n > 0)
		qsort(keys, n, sizeof(*keys), by_key);
	for (i = all->head + 1; i < all->count; i++) {
		record.own = record.base = &all->rows[i];
		record.alone = true;
		want.key = record_get(im, &record, FIELD_PARENT);
		if (want.key[0] != '\0' && n > 0) {
			hit = bsearch(&want, keys, n, sizeof(*keys), by_key);
			if (hit != NULL)
				record.base = hit->row;
			record.alone = false;
		}
		item_make(im, &record);
	}
}

static void
make_plain(struct import *im, const struct reading *all)
{
	struct record	record = { .alone = true };
	size_t		i;

	for (i = all->head + 1; i < all->count; i++) {
		record.own = record.base = &all->rows[i];
		item_make(im, &record);
	}
}

/* ------------------------------------------------------------ the columns */

static int
no_profile(const struct raw_row *head, struct err *err)
{
	char	list[200] = "";
	size_t	i, len;

	for (i = 0; i < head->count; i++) {
		len = strlen(list);
		snprintf(list + len, sizeof(list) - len, "%s'%s'",
		    i ? ", " : "", head->cells[i]);
	}
	err_set(err, ERR_INPUT, "no format fits these columns: %s", list);
	return err_hint(err, "Say --format NAME, or write a file with lines "
	    "like \"Artikelnummer = sku\" and give it as --map FILE; "
	    "vitrinectl(8) lists the fields.");
}

static bool
has_field(const struct import *im, enum import_field field)
{
	size_t	i;

	for (i = 0; i < im->column_count; i++)
		if (im->columns[i].field == field)
			return true;
	return false;
}

static int
choose_profile(struct import *im, const struct profiles *all,
    const struct raw_row *head, struct err *err)
{
	const struct import_options	*o = &im->options;
	const struct profile		*p;

	if (o->format != NULL && !str_eq_nocase(o->format, "auto")) {
		p = profile_find(all, o->format, head->cells, head->count);
		if (p == NULL) {
			err_set(err, ERR_USAGE, "no format is called '%s'",
			    o->format);
			return err_hint(err, "vitrinectl format list names "
			    "them.");
		}
	} else
		p = profile_detect(all, head->cells, head->count);
	if (p == NULL && o->map != NULL)
		p = profile_find(all, "spreadsheet", head->cells, head->count);
	if (p == NULL)
		return no_profile(head, err);
	im->profile = *p;
	if (o->map != NULL && profile_map(im->arena, p, o->map, &im->profile,
	    err) != 0)
		return -1;
	im->columns = profile_columns(im->arena, &im->profile, head->cells,
	    head->count);
	im->column_count = head->count;
	if (!has_field(im, FIELD_TITLE) && !has_field(im, FIELD_DESCRIPTION)) {
		err_set(err, ERR_INPUT, "no column says what a piece is "
		    "called");
		return err_hint(err, "Name it in a map file: a line like "
		    "\"Bezeichnung = title\", given as --map FILE.");
	}
	return 0;
}

/*
 * How the file writes amounts and dates: the first cell that proves one way
 * decides, unless the caller has said.
 */
static void
learn_style(struct import *im, const struct reading *all)
{
	enum import_field	field;
	const char		*cell;
	size_t			 r, c;

	im->mark = im->options.mark;
	im->order = im->options.order;
	for (c = 0; c < im->column_count; c++) {
		field = im->columns[c].field;
		for (r = all->head + 1; r < all->count; r++) {
			cell = raw_cell(&all->rows[r], c);
			if (im->mark == MARK_UNKNOWN && (field == FIELD_PRICE ||
			    field == FIELD_SALE_PRICE || field == FIELD_COST))
				im->mark = clean_mark_of(cell);
			if (im->order == ORDER_UNKNOWN &&
			    (field == FIELD_DATE_IN || field ==
			    FIELD_SOLD_DATE))
				im->order = clean_order_of(cell);
		}
	}
}

/*
 * People put the shop's name and the date above their table.  The header is
 * the first of the first rows that a format fits; row 1 when none does.
 */
static void
find_header(const struct import *im, const struct profiles *profiles,
    struct reading *all)
{
	const char	*format = im->options.format;
	size_t		 i;

	if (im->options.map != NULL || (format != NULL &&
	    !str_eq_nocase(format, "auto") &&
	    !str_eq_nocase(format, "spreadsheet")))
		return;
	for (i = 0; i < all->count && i < HEADER_WITHIN; i++)
		if (profile_detect(profiles, all->rows[i].cells,
		    all->rows[i].count) != NULL) {
			all->head = i;
			return;
		}
}

static int
make_items(struct import *im, const struct profiles *profiles,
    struct reading *all, struct err *err)
{
	find_header(im, profiles, all);
	if (choose_profile(im, profiles, &all->rows[all->head], err) != 0)
		return -1;
	learn_style(im, all);
	im->header_row = all->rows[all->head].row;
	im->rows = (int64_t)(all->count - all->head) - 1;
	im->items = mem_alloc(all->count * sizeof(*im->items));
	switch (im->profile.shape) {
	case SHAPE_PLAIN:
		make_plain(im, all);
		break;
	case SHAPE_GROUPED:
		make_grouped(im, all);
		break;
	case SHAPE_PARENT:
		make_parented(im, all);
		break;
	}
	import_check(im);
	return 0;
}

static struct import *
import_csv(struct csv *csv, const struct profiles *profiles,
    const struct import_options *options, struct err *err)
{
	struct import	*im;
	struct reading	 all = { NULL, 0, 0, 0 };

	if (csv == NULL)
		return NULL;
	im = mem_zalloc(sizeof(*im));
	im->arena = arena_new();
	im->options = *options;
	if (read_rows(im, csv, &all, err) != 0 ||
	    make_items(im, profiles, &all, err) != 0) {
		import_free(im);
		im = NULL;
	}
	free(all.rows);
	csv_close(csv);
	return im;
}

struct import *
import_file(const char *path, const struct profiles *profiles,
    const struct import_options *options, struct err *err)
{
	return import_csv(csv_open(path, options->delim, err), profiles,
	    options, err);
}

struct import *
import_bytes(const void *bytes, size_t len, const struct profiles *profiles,
    const struct import_options *options, struct err *err)
{
	return import_csv(csv_open_bytes(bytes, len, options->delim, err),
	    profiles, options, err);
}

void
import_free(struct import *im)
{
	if (im == NULL)
		return;
	free(im->items);
	free(im->notes);
	free(im->rejects);
	arena_free(im->arena);
	free(im);
}

void
import_reject_csv(const struct import *im, struct buf *out)
{
	char	number[24];
	size_t	i;

	csv_put_text(out, "file row");
	csv_put_text(out, "file line");
	csv_put_text(out, "sku");
	csv_put_text(out, "reason");
	csv_put_end(out);
	for (i = 0; i < im->reject_count; i++) {
		snprintf(number, sizeof(number), "%lld",
		    (long long)im->rejects[i].row);
		csv_put_plain(out, number);
		snprintf(number, sizeof(number), "%lld",
		    (long long)im->rejects[i].line);
		csv_put_plain(out, number);
		csv_put_text(out, im->rejects[i].sku);
		csv_put_text(out, im->rejects[i].reason);
		csv_put_end(out);
	}
}
