/*
 * A page of narrow paper on a screen, as it is printed, and to the printer.
 */
#ifndef VITRINE_PAGE_H
#define VITRINE_PAGE_H

#include "list.h"
#include "print/queue.h"

struct arena;
struct paper;
struct ui;

#define PAGE_WIDTH	42	/* of the preview */

struct page {
	char		**lines;	/* NULL until there is one */
	struct list	 list;
};

/* Lays it out; the lines are the arena's. */
void	page_show(struct page *, struct arena *, const struct paper *);
void	page_draw(const struct page *, struct canvas *);
/* In whatever the printer speaks.  The ui has a printer. */
void	page_print(struct ui *, const struct paper *, printer_fn *done,
	    void *arg);

#endif
