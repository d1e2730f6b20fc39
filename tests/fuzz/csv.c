/*
 * Any bytes as a file to import: no crash, rows in order, every cell clean,
 * and what the writer writes the reader reads.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "desk/csv.h"
#include "desk/import.h"
#include "str.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_row(const struct csv_row *row, int64_t *last)
{
	struct buf	 out = BUF_INIT(CSV_ROW_MAX * 8);
	struct err	 err = ERR_INIT;
	struct csv_row	 again;
	struct csv	*csv;
	size_t		 i;

	if (row->row <= *last || row->line < row->row || row->count == 0)
		abort();
	*last = row->row;
	for (i = 0; i < row->count; i++) {
		if (!str_is_clean(row->cells[i], true))
			abort();
		csv_put_plain(&out, row->cells[i]);
	}
	csv_put_end(&out);
	csv = csv_open_bytes(buf_str(&out), out.len, ',', &err);
	/* A cell may look like another program's file; that is refused. */
	if (csv != NULL) {
		if (csv_next(csv, &again, &err) != 1 ||
		    again.count != row->count)
			abort();
		for (i = 0; i < row->count; i++)
			if (!str_eq(again.cells[i], row->cells[i]))
				abort();
	}
	csv_close(csv);
	buf_free(&out);
}

static void
check_items(const uint8_t *bytes, size_t len)
{
	struct import_options	 options = { .currency = "USD",
	    .exponent = 2 };
	struct arena		*arena = arena_new();
	struct profiles		 profiles = profile_builtin(arena);
	struct err		 err = ERR_INIT;
	struct import		*im;
	size_t			 i;

	if (len > 0 && bytes[0] & 1)
		options.format = bytes[0] & 2 ? "spreadsheet" : "woocommerce";
	im = import_bytes(bytes, len, &profiles, &options, &err);
	if (im == NULL && (err.kind == ERR_NONE || err.text[0] == '\0'))
		abort();
	for (i = 0; im != NULL && i < im->item_count; i++)
		if (im->items[i].sku[0] == '\0' ||
		    im->items[i].title[0] == '\0' || im->items[i].price < 0 ||
		    im->items[i].quantity < 0 || (im->items[i].kind ==
		    IMPORT_UNIQUE && im->items[i].quantity > 1))
			abort();
	import_free(im);
	arena_free(arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct err	 err = ERR_INIT;
	struct csv_row	 row;
	struct csv	*csv;
	int64_t		 last = 0;

	csv = csv_open_bytes(bytes, len, 0, &err);
	while (csv != NULL && csv_next(csv, &row, &err) == 1)
		check_row(&row, &last);
	csv_close(csv);
	check_items(bytes, len);
	return 0;
}
