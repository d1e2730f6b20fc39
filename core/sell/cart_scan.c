/* Codes on their way to the ticket: see cart_scan.h. */
#include "sell/cart_scan.h"

#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "mem.h"
#include "ops.h"
#include "sell/cart.h"
#include "sell/refund.h"
#include "sell/till.h"
#include "str.h"

#define ASKED_MAX	8		/* codes asked for at once */

static void	ask_scan(struct cart_scan *);

static void
scan_over(struct cart_scan *scan)
{
	struct cart		 *cart = scan->cart;
	struct cart_scan	**at = &cart->scans;

	while (*at != scan)
		at = &(*at)->next;
	*at = scan->next;
	cart->waiting--;
	cart->asked -= scan->asked;
	free(scan);
}

/* "R1-000042": what a receipt's barcode says. */
static bool
like_receipt(const char *code)
{
	const char	*dash = strrchr(code, '-');

	return dash != NULL && dash > code && dash[1] != '\0' &&
	    dash[1 + strspn(dash + 1, "0123456789")] == '\0';
}

static void
found(struct cart_scan *scan, const struct rec_piece *pieces, size_t n)
{
	struct cart		*cart = scan->cart;
	struct cart_scan	 it = *scan;
	size_t			 exact = n;

	if (n == 0 && like_receipt(scan->code)) {
		scan->is_no_piece = true;
		ask_scan(scan);
		return;
	}
	scan_over(scan);
	if (n == 0) {
		cart->ops->unknown(cart->arg, it.code, it.typed);
		return;
	}
	/* Its own number names a piece, whatever else it may mean. */
	for (size_t i = 0; i < n; i++)
		if (str_eq_nocase(pieces[i].sku, it.code))
			exact = i;
	if (n == 1)
		exact = 0;
	if (exact < n)
		cart_add(cart, &pieces[exact], it.qty);
	else
		cart->ops->which(cart->arg, it.code, pieces, n, it.qty);
}

static void
found_sale(struct cart_scan *scan, const struct rec_sale *sale, size_t n)
{
	struct cart		*cart = scan->cart;
	struct cart_scan	 it = *scan;

	scan_over(scan);
	if (n > 0)
		cart->ops->receipt(cart->arg, sale->number);
	else
		cart->ops->unknown(cart->arg, it.code, it.typed);
}

static void
answered(struct db_ans *ans, void *arg)
{
	struct cart_scan	*scan = arg;
	struct cart		*cart = scan->cart;
	size_t			 n;
	const void		*rows;

	switch (db_status(ans)) {
	case DB_DONE:
		cart->stalled = false;
		rows = db_rows(ans, scan->is_no_piece ? REC_SALE : REC_PIECE,
		    &n);
		if (scan->is_no_piece)
			found_sale(scan, rows, n);
		else
			found(scan, rows, n);
		break;
	case DB_UNAVAILABLE:
	case DB_UNSURE:
		scan->asked = false;
		cart->asked--;
		cart_tell_once(cart, db_err(ans));
		return;		/* it waits for the link */
	case DB_REFUSED:
	case DB_FAILED:
		cart->ops->trouble(cart->arg, db_err(ans));
		scan_over(scan);
		break;
	}
	cart_ask_scans(cart);
}

static void
ask_scan(struct cart_scan *scan)
{
	struct till	*till = scan->cart->till;
	char		 spelt[CODE_SPELLINGS][CODE_TEXT];
	const char	*codes[CODE_SPELLINGS];
	char		*number;
	size_t		 n = code_spellings(scan->code, spelt);

	for (size_t i = 0; i < n; i++)
		codes[i] = spelt[i];
	if (!scan->is_no_piece) {
		db_send(till->db, op_piece_by_code(codes, n), answered, scan);
		return;
	}
	number = refund_number(till, scan->code);
	db_send(till->db, op_sale_by_number(number), answered, scan);
	free(number);
}

void
cart_ask_scans(struct cart *cart)
{
	for (struct cart_scan *i = cart->scans; i != NULL &&
	    cart->asked < ASKED_MAX; i = i->next) {
		if (i->asked)
			continue;
		i->asked = true;
		cart->asked++;
		ask_scan(i);
	}
}

bool
cart_scan(struct cart *cart, const char *code, int64_t qty, bool typed)
{
	char			  spelt[CODE_SPELLINGS][CODE_TEXT];
	struct cart_scan	**at = &cart->scans, *scan;

	if (code_spellings(code, spelt) == 0 || cart->waiting >= CART_SCANS)
		return false;
	for (; *at != NULL; at = &(*at)->next)
		if (!(*at)->asked && str_eq((*at)->code, spelt[0])) {
			(*at)->qty += qty;	/* the same, scanned again */
			return true;
		}
	scan = mem_zalloc(sizeof *scan);
	scan->cart = cart;
	scan->qty = qty;
	scan->typed = typed;
	str_copy(scan->code, sizeof scan->code, spelt[0]);
	*at = scan;
	cart->waiting++;
	cart_ask_scans(cart);
	return true;
}

void
cart_drop_scans(struct cart *cart)
{
	while (cart->scans != NULL) {
		db_forget(cart->till->db, cart->scans);
		scan_over(cart->scans);
	}
}
