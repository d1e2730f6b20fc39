/*
 * HTML, written straight into a buffer.  Text from outside goes through
 * html_text or a %s of html_printf, which escape it; what is in the format
 * itself is ours.
 */
#ifndef VITRINE_HTML_H
#define VITRINE_HTML_H

#include <stdint.h>

#include "buf.h"
#include "sell/money.h"
#include "web/app.h"

#define HTML_MAX	(1024 * 1024)

void	html_text(struct buf *, const char *);
/* Only %s (escaped) and %% are known. */
void	html_printf(struct buf *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
/* "$4,200.00" */
void	html_money(struct buf *, const struct app *, money);
/* Paragraphs of a text with empty lines between them. */
void	html_paragraphs(struct buf *, const char *);

/* Everything before and after the page's own main part. */
struct html_page {
	const char	*title;		/* of the window, before the shop's */
	const char	*query;		/* in the search field; may be NULL */
	bool		 live;		/* listens to events */
};
void	html_begin(struct buf *, const struct app *,
	    const struct html_page *);
void	html_end(struct buf *, const struct app *);

/* Answers with the page, its headers, and frees the buffer. */
void	html_answer(struct request *, unsigned status, struct buf *);
/* 303 to a path of ours. */
void	html_redirect(struct request *, const char *path);
/* A page that says one thing and offers the way back. */
void	html_say(struct request *, unsigned status, const char *heading,
	    const char *text);

#endif
