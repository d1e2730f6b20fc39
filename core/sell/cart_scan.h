/*
 * Private to the cart (cart.h): the codes that wait until the shop has said
 * what they are, a piece, a receipt, or nothing it knows.
 */
#ifndef VITRINE_CART_SCAN_H
#define VITRINE_CART_SCAN_H

struct cart;
struct err;

/* Asks for those that wait, some at a time. */
void	cart_ask_scans(struct cart *);
/* Says so when the shop cannot be asked, until it answers again. */
void	cart_tell_once(struct cart *, const struct err *);

#endif
