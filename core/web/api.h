/* The calls of the API, by file; the table of routes is in routes.c. */
#ifndef VITRINE_API_H
#define VITRINE_API_H

struct request;

/* api_item.c */
void	api_items(struct request *, void *app);
void	api_item(struct request *, void *app);
void	api_photo(struct request *, void *app);
void	api_photo_named(struct request *, void *app);

/* api_hold.c */
void	api_hold_place(struct request *, void *app);
void	api_hold_renew(struct request *, void *app);
void	api_hold_release(struct request *, void *app);

/* api_order.c */
void	api_order_place(struct request *, void *app);
void	api_order_get(struct request *, void *app);

/* api_refund.c */
void	api_order_cancel(struct request *, void *app);
void	api_order_refund(struct request *, void *app);

/* api_state.c */
void	api_healthz(struct request *, void *app);
void	api_readyz(struct request *, void *app);
void	api_metrics(struct request *, void *app);
void	api_openapi(struct request *, void *app);

#endif
