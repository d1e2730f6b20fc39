/*
 * An X or a Z on narrow paper, from the row and the report it keeps and from
 * nothing else: printed again in ten years it says the same, and that it is a
 * copy.
 */
#ifndef VITRINE_ZSLIP_H
#define VITRINE_ZSLIP_H

#include "err.h"
#include "record.h"

struct paper;
struct till;

enum zslip {
	ZSLIP_X,		/* the figures so far: z.number is the next Z's */
	ZSLIP_Z,
	ZSLIP_COPY		/* a Z that was printed before */
};

/* Appends it to the page.  -1 with err when the report in it makes no sense. */
int	zslip_write(struct paper *, enum zslip, const struct rec_z *,
	    struct till *, struct err *) MUST_CHECK;

#endif
