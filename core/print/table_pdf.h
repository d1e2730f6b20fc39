/*
 * A report on sheets of paper.  A file of its own because it alone pulls the
 * layout library into a program: the register does not carry it.
 */
#ifndef VITRINE_TABLE_PDF_H
#define VITRINE_TABLE_PDF_H

#include "desk/table.h"
#include "err.h"
#include "print/pdf.h"

/*
 * Appends the PDF to out: heads repeated on every page, totals ruled, bars and
 * shades drawn, the report's foot and the page's number at the bottom.
 */
int	report_pdf(const struct report *, enum pdf_paper, struct buf *out,
	    struct err *) MUST_CHECK;

/* The paper this place prints on, from its locale or else its money. */
enum pdf_paper paper_here(const char *currency);

#endif
