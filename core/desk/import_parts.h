/* Between import*.c only. */
#ifndef VITRINE_IMPORT_PARTS_H
#define VITRINE_IMPORT_PARTS_H

#include "desk/import.h"

/* A row of the file as it was read. */
struct raw_row {
	int64_t		  row, line;
	size_t		  count;
	const char	**cells;
	bool		  dirty;
	bool		  counted;	/* a variant of it is counted stock */
};

/*
 * What one item is made of: its own row, the row its product's fields come
 * from (itself in a plain file), and the rows that only add photos.
 */
struct record {
	const struct raw_row	 *own;
	struct raw_row		 *base;
	const struct raw_row	**photos;
	size_t			  photo_count;
	bool			  alone;	/* its product's only one */
};

/* A record's cell, "" when there is none; a variant asks its product. */
const char *record_get(const struct import *, const struct record *,
	    enum import_field);
/* The column a record's field came from, NULL when it is empty. */
const struct import_column *record_column(const struct import *,
	    const struct record *, enum import_field);
/* A row's own cell of a column. */
const char *raw_cell(const struct raw_row *, size_t column);

/* Appends an item, or a reject, or a note that it was skipped. */
void	item_make(struct import *, const struct record *);

/* What is being made, and the record it is made of. */
struct making {
	struct import		*im;
	const struct record	*r;
	struct import_item	*item;
};

/* import_item.c, for import_more.c. */
const char *item_get(const struct making *, enum import_field);
/* The same without HTML or an old system's escapes, by its column's rule. */
const char *item_text(struct making *, enum import_field);
bool	item_has(const struct making *, enum import_field);	/* a column */
/* A text of at most max bytes; notes that it had to be cut. */
const char *item_fit(struct making *, const char *, size_t max,
	    const char *what);
/* Rejects the record for what stands in field.  Always -1. */
int	item_refuse(struct making *, enum import_field, const char *why);
bool	option_is_default(const char *);
/* Whether text holds a word, written in lower case, in either case. */
bool	text_mentions(const char *text, const char *word);

/* import_money.c: -1 when the record was refused for a price. */
int	item_money(struct making *);

/* import_more.c, for import_item.c. */
void	item_certificate(struct making *);
void	item_describe(struct making *);

/* What can only be said of all items together. */
void	import_check(struct import *);

void	import_note(struct import *, enum import_finding, int64_t row,
	    const char *sku, const char *, ...) PRINTF_LIKE(5, 6);
void	import_refuse(struct import *, int64_t row, int64_t line,
	    const char *sku, const char *, ...) PRINTF_LIKE(5, 6);

#endif
