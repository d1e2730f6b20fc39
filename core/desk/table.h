/*
 * A report: some tables with typed cells, made once and then shown on a
 * screen, printed, or written as CSV or JSON.  What makes a report does not
 * know who reads it; what renders one does not know what it says.
 *
 * Money is minor units of the report's currency, shares are parts per million,
 * days are yyyymmdd, times are microseconds UTC shown on the shop's wall.
 */
#ifndef VITRINE_TABLE_H
#define VITRINE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sell/day.h"
#include "sell/money.h"
#include "uuid.h"

struct buf;
struct report;
struct table;

enum cell_type {
	CELL_TEXT,
	CELL_NUM,		/* a count */
	CELL_MONEY,
	CELL_SHARE,		/* parts per million, as percent */
	CELL_CHANGE,		/* the same with its sign: +22.0 % */
	CELL_DAY,
	CELL_TIME,
	CELL_CLOCK,		/* the same, shown as 14:02 alone */
	CELL_BAR,		/* a share of the longest: drawn, never written */
	CELL_HEAT		/* a shade of the table's darkest: the same */
};

enum row_kind {
	ROW_PLAIN,
	ROW_TOTAL,		/* what the rows above add up to */
	ROW_NOTE		/* a sentence over the whole width: cell 0 */
};

struct column {
	const char	*name;	/* for scripts: "net" */
	const char	*label;	/* for people: "Net sales" */
	enum cell_type	 type;
};

struct cell {
	const char	*text;	/* CELL_TEXT; never NULL in a finished row */
	int64_t		 num;	/* every other type */
	bool		 empty;	/* nothing is known: shown as nothing */
};

struct row {
	enum row_kind	 kind;
	struct cell	*cells;		/* one a column */
	/* What is behind it: the sale, the drawer ...; and a piece.  Or nil. */
	struct uuid	 behind, piece;
	struct row	*next;
};

struct table {
	const char	*name;		/* for scripts: "by_channel" */
	const char	*title;		/* for people */
	const struct column *columns;
	size_t		 column_count;
	struct row	*rows;
	size_t		 row_count;
	bool		 drawn;		/* a picture of another: not in files */
	struct table	*next;
	/* Private. */
	struct report	*report;
	struct row	**tail;
	size_t		 at;		/* next cell of the last row */
	struct row	*last;
};

struct report {
	struct arena	*arena;		/* owns everything in it */
	const char	*name;		/* "day" */
	const char	*title;		/* "End of day Sat 22 Nov 2026" */
	const char	*subtitle;	/* shop, store, who asked */
	const char	*foot;		/* of every page: the Z and its hash */
	int64_t		 from_day, to_day;
	int64_t		 made_at;
	struct currency	 currency;
	struct zone	 zone;
	struct table	*tables;
	struct table	**tail;
};

struct report *report_new(const char *name, const struct currency *,
	    const struct zone *);
void	report_free(struct report *);		/* NULL is fine */

/*
 * A table more; columns must outlive the report: they are static, or the
 * report's arena's.
 * Rows are filled from left to right; cells not filled stay empty.
 */
struct table *report_table(struct report *, const char *name,
	    const char *title, const struct column *, size_t count);
struct row *table_row(struct table *, enum row_kind);
void	table_text(struct table *, const char *);	/* copied; NULL is "" */
void	table_num(struct table *, int64_t);
void	table_skip(struct table *);			/* leaves one empty */
void	table_note(struct table *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
/* Finds one; NULL when there is none. */
const struct table *report_find(const struct report *, const char *name);
/* The number in that column of the nth row; 0 when there is none. */
int64_t	table_at(const struct table *, size_t row, const char *column);

/* The largest number in the table's plain rows of these cells; 0 of none. */
int64_t	table_most(const struct table *, enum cell_type);

/* A cell as people read it; returns out. */
#define CELL_WIDTH	160
char	*cell_text(const struct report *, const struct column *,
	    const struct cell *, char out[CELL_WIDTH]);

/* Rendering: appended to out. */
struct render {
	size_t	width;		/* columns of the page */
	bool	ascii;		/* no block characters in the bars */
	bool	brief;		/* tables without a row are left out */
};
void	report_text(const struct report *, const struct render *,
	    struct buf *);

/* The same line by line, for a screen: each ends in \n.  At most so many
   columns. */
#define TABLE_COLUMNS	32
struct table_layout {
	size_t	width[TABLE_COLUMNS];
	int64_t	longest[TABLE_COLUMNS];		/* of a bar column */
	int64_t	most;				/* of all its shades */
};
void	table_lay(const struct report *, const struct table *, size_t width,
	    struct table_layout *lay_r);
void	table_head(const struct table *, const struct table_layout *,
	    struct buf *);
void	table_line(const struct report *, const struct table *,
	    const struct row *, const struct table_layout *,
	    const struct render *, struct buf *);

/* One table after another, a blank line between; amounts as 4200.00. */
void	report_csv(const struct report *, struct buf *);
void	report_json(const struct report *, struct buf *);

#endif
