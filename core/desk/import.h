/*
 * Taking over another system's stock from its file.
 *
 *	file -> rows -> items (this file: no database, nothing written)
 *	     -> preview: what each column means, what was found
 *	     -> load (import_load.h)
 *
 * An item is one piece as the file describes it.  A row that cannot become a
 * piece is a reject with its file row and the reason; everything that is odd
 * but can be loaded is a finding.
 */
#ifndef VITRINE_IMPORT_H
#define VITRINE_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "desk/import_clean.h"
#include "desk/profile.h"
#include "err.h"
#include "mem.h"

#define IMPORT_ROWS_MAX		500000
#define IMPORT_SKU_MAX		64
#define IMPORT_TITLE_MAX	300
#define IMPORT_STORY_MAX	20000
#define IMPORT_VALUE_MAX	1000
#define IMPORT_MANY_MAX		64	/* codes, photos, attributes each */

enum import_kind { IMPORT_UNIQUE, IMPORT_COUNTED, IMPORT_SERVICE };

struct import_attr {
	const char	*name;
	const char	*value;
};

struct raw_row;

struct import_item {
	int64_t			 row, line;	/* where it is in the file */
	const char		*ref;		/* its id in the source */
	const char		*sku;
	bool			 sku_made;	/* the file had none */
	const char		*title;
	const char		*story;
	const char		*category;	/* "" for none */
	const char		*metal;		/* may be "18k yellow gold" */
	const char		*stone;
	int64_t			 carat_points;	/* hundredths, 0 unknown */
	const char		*lab, *certificate;
	const char		*location;
	const char		*consignor;
	int64_t			 price, floor_price, cost;
	enum import_kind	 kind;
	int64_t			 quantity;	/* on hand; 0 when it is sold */
	bool			 sold;		/* the file says so */
	const char		*state;		/* as piece.state */
	bool			 listed;
	/* What the file itself says, for comparing two of them. */
	bool			 shown;		/* visible there */
	bool			 oversell;	/* sold there when it is gone */
	bool			 uncounted;	/* no count is kept there */
	bool			 many;		/* several of what looks one */
	int64_t			 date_in;	/* yyyymmdd, 0 unknown */
	const char		**codes;
	size_t			 code_count;
	const char		**photos;	/* URLs or file names */
	size_t			 photo_count;
	struct import_attr	*attrs;
	size_t			 attr_count;
	uint64_t		 hash;		/* of all that, but row */
	struct raw_row		*product;	/* while items are made */
};

/* What is odd; the names in --json are those of finding_name(). */
enum import_finding {
	FINDING_OVERSELL,	/* the shop sells it when it is gone */
	FINDING_QUANTITY,	/* more than one of what looks like one */
	FINDING_CERTIFICATE,	/* two pieces with one certificate */
	FINDING_BARCODE,	/* two pieces with one barcode */
	FINDING_NO_PRICE,	/* zero, missing, "call" */
	FINDING_NO_SKU,		/* one was made from its name */
	FINDING_UNCOUNTED,	/* the source keeps no count: taken as one */
	FINDING_NEGATIVE,	/* a count below zero: sold twice there */
	FINDING_SOLD,		/* sold already: kept as history */
	FINDING_CONTROL,	/* control bytes were taken out */
	FINDING_CODE,		/* a barcode a spreadsheet destroyed */
	FINDING_DATE,		/* a date that could not be read */
	FINDING_CUT,		/* a text was too long */
	FINDING_STATE,		/* on memo, in repair, reserved */
	FINDING_PHOTO,		/* a photo that is not beside the file */
	FINDING_SKIPPED,	/* a row that is no piece: an album, a set */
	FINDING_COUNT
};

struct import_note {
	enum import_finding	 what;
	int64_t			 row;
	const char		*sku;		/* "" when it has none */
	const char		*text;		/* a sentence */
};

struct import_reject {
	int64_t		 row, line;
	const char	*sku;
	const char	*reason;
};

enum import_as { IMPORT_AUTO, IMPORT_AS_UNIQUE, IMPORT_AS_COUNTED };
enum import_list { IMPORT_LIST_FILE, IMPORT_LIST_ALL, IMPORT_LIST_NONE };

struct import_options {
	const char		*format;	/* NULL or "auto": find out */
	const char		*map;		/* a map file's text or NULL */
	const char		*currency;	/* the shop's; "" takes any */
	int			 exponent;
	char			 delim;		/* 0: find out */
	enum clean_mark		 mark;
	enum clean_order	 order;
	enum import_as		 as;
	enum import_list	 list;
	int64_t			 today;		/* yyyymmdd, for sale prices */
};

struct import {
	struct arena		*arena;
	struct import_options	 options;
	struct profile		 profile;	/* with the map in front */
	struct import_column	*columns;
	size_t			 column_count;
	char			 delim;
	const char		*encoding;
	int64_t			 recoded;	/* lines in another encoding */
	enum clean_mark		 mark;		/* the file's way of writing */
	enum clean_order	 order;
	int64_t			 rows;		/* with something in them */
	int64_t			 header_row;	/* 1, or below a title */
	struct import_item	*items;
	size_t			 item_count;
	struct import_reject	*rejects;
	size_t			 reject_count, reject_room;
	struct import_note	*notes;
	size_t			 note_count, note_room;
	int64_t			 found[FINDING_COUNT];
};

/*
 * Reads a file and makes items of it.  NULL with err set when the file cannot
 * be read at all, no profile fits, or no column says what a piece is.
 */
struct import *import_file(const char *path, const struct profiles *,
	    const struct import_options *, struct err *);
struct import *import_bytes(const void *, size_t len, const struct profiles *,
	    const struct import_options *, struct err *);
void	import_free(struct import *);

const char *finding_name(enum import_finding);	/* "oversell" */
/* What it means and what to do, for the end of the preview. */
const char *finding_meaning(enum import_finding);
const char *import_kind_name(enum import_kind);

/* The text of *.csv with the rejected rows and their reasons. */
void	import_reject_csv(const struct import *, struct buf *);

#endif
