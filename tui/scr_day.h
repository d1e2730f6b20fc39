/*
 * The end of the day, shared by the files that make it up: scr_day.c asks and
 * answers keys, scr_day_figs.c turns the report into figures, scr_day_draw.c
 * draws them, scr_day_rows.c shows the rows behind one, scr_day_close.c does X
 * and Z.  Nothing here is for other screens; they use scr.h.
 */
#ifndef VITRINE_SCR_DAY_H
#define VITRINE_SCR_DAY_H

#include "desk/behind.h"
#include "desk/close.h"
#include "desk/recount.h"
#include "desk/table.h"
#include "print/zslip.h"
#include "screen.h"

/* One figure: a line that can be marked and opened. */
struct fig {
	const char		*label, *amount, *more;
	int64_t			 bar, longest;	/* longest 0: no bar */
	enum ink		 ink;
	bool			 recounts;	/* Enter counts again */
	struct uuid		 sale;		/* Enter opens its receipt */
	int			 shift;		/* days from those shown */
	bool			 ever;		/* all days up to those shown */
	struct behind_want	 opens;
};

enum block_place {
	BLOCK_HEAD,		/* net sales, beside ... */
	BLOCK_SIDE,		/* ... what they are compared with */
	BLOCK_MONEY,		/* in one line */
	BLOCK_FLOW,		/* in columns, as many as there is room for */
	BLOCK_PROOF		/* at the bottom, always there */
};

struct block {
	enum block_place	 place;
	const char		*title;
	struct fig		*figs;
	int			 count;
};

#define BLOCKS_MOST	16

struct figs {
	struct block	blocks[BLOCKS_MOST];
	int		count;		/* of blocks */
	int		total;		/* of figures */
};

struct day {
	struct report_want	 want;
	bool			 follows;	/* shows today, whatever day it is */
	struct arena		*known;		/* owns figs and the texts below */
	struct report		*report;	/* NULL until it was answered */
	struct figs		 figs;
	int			 at;		/* the marked figure */
	const char		*heading, *state;
	bool			 closed;	/* by the Z below */
	struct uuid		 z_id;
	int64_t			 z_number;	/* that one, or the next */
	bool			 asking, stale;
	int			 asked_from, asked_to;	/* the days of it */
	int64_t			 answered_at;	/* clock_mono */
	struct recount		 recount;
	bool			 recounting, unproved;
	int64_t			 recounted_at;	/* clock_mono */
	int64_t			 owed;		/* to consignors; -1: not known */
	bool			 working;	/* an X or Z is being made */
	struct close_want	 closing;
	struct uuid		 agreed;	/* to a Z, if somebody had to */
	struct uuid		 earlier[30];	/* Zs to choose from */
	bool			 allowed;	/* whoever is here may see it */
};

/* scr_day.c: reads everything again. */
void	day_ask(struct screen *);
/* Days as people type them: "", "yesterday", "-3", a day, or two days. */
int	day_read_days(struct screen *, const char *typed, int *from_r,
	    int *to_r, struct err *) MUST_CHECK;

/* scr_day_figs.c: from the report; texts go into the arena. */
void	day_figs(const struct ui *, const struct day *, struct arena *,
	    struct figs *out_r);
/* The nth figure of all, and its block; NULL when there is none. */
const struct fig *figs_at(const struct figs *, int nth,
	    const struct block **block_r);

/* scr_day_draw.c */
void	day_draw(const struct screen *, struct canvas *);

/* scr_day_rows.c: the rows behind a figure of those days. */
void	day_rows_open(struct ui *, const struct report_want *,
	    const struct behind_want *);

/* scr_day_close.c */
void	day_x(struct screen *day);
void	day_z(struct screen *day);
/* The Z of the day that is shown, again. */
void	day_reprint(struct screen *day);

/* scr_slip.c: an X or Z as it is printed; now: print it at once. */
void	scr_slip_open(struct ui *, enum zslip, const struct rec_z *, bool now);

/*
 * scr_day_file.c: asks where and in which form, and writes the report of these
 * days, or the rows behind one of its figures.
 */
void	day_export(struct screen *owner, const struct report_want *,
	    const struct behind_want *);

#endif
