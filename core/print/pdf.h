/*
 * Pages of paper in a PDF: lines of text, rules and boxes.  Lengths are points
 * (1/72 inch) from the upper left corner.  Figures are set in numerals of one
 * width, so that columns of them stand under each other.
 */
#ifndef VITRINE_PDF_H
#define VITRINE_PDF_H

#include <stdbool.h>

#include "err.h"

struct buf;
struct pdf;

enum pdf_paper { PDF_A4, PDF_LETTER };

enum pdf_align { PDF_LEFT, PDF_RIGHT, PDF_CENTER };

struct pdf_font {
	double	size;
	bool	bold;
	double	grey;		/* 0 black to 1 white */
};

/* Bytes are appended to out as pages are done. */
struct pdf *pdf_new(enum pdf_paper, const char *title, struct buf *out);
/* Ends the last page.  -1 with err when something could not be written. */
int	pdf_close(struct pdf *, struct err *) MUST_CHECK;

double	pdf_width(const struct pdf *);
double	pdf_height(const struct pdf *);
/* Ends this page and begins another. */
void	pdf_page(struct pdf *);

/* How wide the text would be in one line. */
double	pdf_measure(struct pdf *, const struct pdf_font *, const char *);
/* One line in a space of that width; what does not fit ends in three dots. */
void	pdf_text(struct pdf *, const struct pdf_font *, double x, double y,
	    double width, enum pdf_align, const char *);
/* A level line. */
void	pdf_rule(struct pdf *, double x, double y, double width, double thick,
	    double grey);
/* A box of our blue, from 0 (white) to 1 (dark). */
void	pdf_box(struct pdf *, double x, double y, double width, double height,
	    double dark);

#endif
