/*
 * The storefront: pages made here, whole, readable without a script.  The one
 * script adds what is live: a piece that goes while it is looked at, and the
 * countdown of a hold.
 */
#ifndef VITRINE_PAGE_H
#define VITRINE_PAGE_H

struct request;

/* page.c */
void	page_front(struct request *, void *app);	/* / */
void	page_piece(struct request *, void *app);	/* /p/{sku} */
void	page_asset(struct request *, void *app);	/* /assets/{file} */
void	page_embed(struct request *, void *app);	/* /embed.js */

/* page_buy.c */
void	page_buy(struct request *, void *app);		/* holds it */

/* page_pay.c */
void	page_checkout(struct request *, void *app);	/* who and where to */
void	page_pay(struct request *, void *app);		/* sells it */

/* page_checkout.c */
void	page_leave(struct request *, void *app);	/* gives it back */

#endif
