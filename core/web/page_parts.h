/* What the pages share among themselves. */
#ifndef VITRINE_PAGE_PARTS_H
#define VITRINE_PAGE_PARTS_H

#include "web/app.h"
#include "web/html.h"
#include "web/item.h"

/* Like app_ask and app_failed, but a person reads the answer. */
void	page_ask(struct request *, struct db_req *, ask_fn *);
bool	page_failed(struct request *, const struct db_ans *);
void	page_unknown(struct request *);		/* 404 */
const char *page_status_word(enum item_status);	/* "On hold" */
void	page_put_cards(struct buf *, struct request *,
	    const struct rec_piece *, size_t);

#endif
