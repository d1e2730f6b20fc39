/* An order as the API shows it, and finding one again. */
#ifndef VITRINE_ORDER_JS_H
#define VITRINE_ORDER_JS_H

#include "run/json.h"
#include "web/order.h"

/*
 * id, number, order, status (sold, partly_refunded, refunded), subtotal, tax,
 * total, lines, payments, customer, ship_to, business_day, sold_at.
 */
struct js *order_js(struct request *, const struct order_result *);

/*
 * Finds the order the request's path names, by the sale's id or by the
 * channel's own name for it, and hands it on; answers 404 by itself.  Orders
 * of other channels are not found.
 */
void	order_find(struct request *, order_done_fn *);
/* 200 with the order. */
void	order_answer(struct request *, const struct order_result *);

#endif
