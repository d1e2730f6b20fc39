/* The open sale: see cart.h. */
#include "sell/cart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "db.h"
#include "mem.h"
#include "ops.h"
#include "sell/cart_scan.h"
#include "sell/hold.h"
#include "sell/refused.h"
#include "sell/sale.h"
#include "sell/till.h"
#include "str.h"

#define READ_MAX	100		/* pieces read again after a change */
#define RETRY_US	(2 * SECOND_US)

static void	place(struct cart_item *);

void
cart_init(struct cart *cart, struct till *till, int64_t ttl,
    const struct cart_ops *ops, void *arg)
{
	memset(cart, 0, sizeof *cart);
	cart->till = till;
	cart->ttl = ttl;
	cart->ops = ops;
	cart->arg = arg;
	ticket_init(&cart->ticket);
}

/* Takes an item off the list and frees it, unless a hold is under way. */
static void
drop_item(struct cart_item *item)
{
	struct cart_item	**at = &item->cart->items;

	if (item->busy) {
		item->gone = true;
		return;
	}
	while (*at != item)
		at = &(*at)->next;
	*at = item->next;
	free(item);
}

static struct cart_item *
find_item(const struct cart *cart, const struct uuid *piece_id)
{
	for (struct cart_item *i = cart->items; i != NULL; i = i->next)
		if (!i->gone && uuid_eq(&i->piece_id, piece_id))
			return i;
	return NULL;
}

const struct cart_item *
cart_item(const struct cart *cart, size_t line)
{
	return find_item(cart, &cart->ticket.lines[line].piece_id);
}

static void
give_back(struct cart_item *item)
{
	if (item->hold == CART_HELD)
		hold_release(item->cart->till, &item->hold_id, NULL, NULL);
	drop_item(item);
}

void
cart_free(struct cart *cart)
{
	struct cart_item	*next;

	cart_drop_scans(cart);
	db_forget(cart->till->db, cart);
	for (struct cart_item *i = cart->items; i != NULL; i = next) {
		next = i->next;
		till_forget(cart->till, i);
		if (i->hold == CART_HELD)
			hold_release(cart->till, &i->hold_id, NULL, NULL);
		free(i);
	}
	cart->items = NULL;
	ticket_free(&cart->ticket);
}

void
cart_total(struct cart *cart)
{
	err_clear(&cart->total_err);
	if (ticket_total(&cart->ticket, &cart->till->rules,
	    till_day(cart->till), &cart->total_err) != 0)
		cart->ops->trouble(cart->arg, &cart->total_err);
}

bool
cart_empty(const struct cart *cart)
{
	return cart->ticket.count == 0 && cart->scans == NULL;
}

/* Holds */

static void
take_off(struct cart_item *item)
{
	struct cart	*cart = item->cart;
	size_t		 line = ticket_find(&cart->ticket, &item->piece_id);

	if (line < cart->ticket.count)
		ticket_remove(&cart->ticket, line);
	drop_item(item);
	cart_total(cart);
}

/* The owner sees at the end of the day that two wanted it. */
static void
write_down(const struct cart_item *item, const struct rec_taker *taker)
{
	const struct ticket	*t = &item->cart->ticket;
	size_t			 line = ticket_find(t, &item->piece_id);

	if (taker == NULL || !str_eq(taker->kind, "sale") || line >= t->count)
		return;
	refused_scan(item->cart->till, taker, t->customer_name == NULL ? "" :
	    t->customer_name, t->lines[line].unit_price);
}

static void
tell_taken(struct cart_item *item)
{
	struct cart	*cart = item->cart;
	size_t		 line = ticket_find(&cart->ticket, &item->piece_id);
	struct uuid	 id = item->piece_id;
	char		 sku[CODE_TEXT] = "", title[200] = "";

	if (line < cart->ticket.count) {
		str_copy(sku, sizeof sku, cart->ticket.lines[line].sku);
		str_copy(title, sizeof title, cart->ticket.lines[line].title);
	}
	take_off(item);
	cart->ops->taken(cart->arg, &id, sku, title);
}

void
cart_tell_once(struct cart *cart, const struct err *err)
{
	if (!cart->stalled)
		cart->ops->trouble(cart->arg, err);
	cart->stalled = true;
}

/* Whether the hold in the way is one this register left over. */
static bool
left_over(const struct cart *cart, const struct rec_taker *taker)
{
	size_t	len = strlen(cart->till->reg.code);

	return taker != NULL && str_eq(taker->kind, "hold") &&
	    taker->held_for[0] == '\0' && !taker_is_over(taker) &&
	    str_starts(taker->owner, cart->till->reg.code) &&
	    taker->owner[len] == ' ';
}

static void
released(const struct hold_result *result, void *arg)
{
	struct cart_item	*item = arg;

	item->busy = false;
	if (item->gone)
		drop_item(item);
	else if (result->outcome == HOLD_PLACED)
		place(item);
	else
		tell_taken(item);
}

static void
held(struct cart_item *item, const struct rec_hold *hold)
{
	struct cart	*cart = item->cart;
	size_t		 line = ticket_find(&cart->ticket, &item->piece_id);

	item->hold = CART_HELD;
	item->hold_id = hold->id;
	item->until = clock_mono() + hold->expires_at - hold->now;
	item->instead = (struct uuid){ { 0 } };
	cart->stalled = false;
	if (line < cart->ticket.count)
		ticket_set_hold(&cart->ticket, line, &hold->id,
		    hold->expires_at);
}

static void
not_now(struct cart_item *item, const struct err *err)
{
	if (item->hold != CART_HELD)
		item->hold = CART_WAITS;
	item->retry = clock_mono() + RETRY_US;
	cart_tell_once(item->cart, err);
}

static void
placed(const struct hold_result *result, void *arg)
{
	struct cart_item	*item = arg;

	item->busy = false;
	if (item->gone) {
		if (result->outcome == HOLD_PLACED)
			hold_release(item->cart->till, &item->hold_id, NULL,
			    NULL);
		drop_item(item);
		return;
	}
	switch (result->outcome) {
	case HOLD_PLACED:
		held(item, result->hold);
		return;
	case HOLD_TAKEN:
		if (left_over(item->cart, result->taker)) {
			item->busy = true;
			hold_release(item->cart->till, &result->taker->id,
			    released, item);
			return;
		}
		write_down(item, result->taker);
		tell_taken(item);
		return;
	case HOLD_NOT_FOR_SALE:
	case HOLD_UNKNOWN:
		tell_taken(item);
		return;
	case HOLD_UNSURE:
	case HOLD_FAILED:
		not_now(item, &result->err);
		return;
	}
}

static void
place(struct cart_item *item)
{
	struct cart		*cart = item->cart;
	struct till		*till = cart->till;
	size_t			 line = ticket_find(&cart->ticket,
				    &item->piece_id);
	char			 owner[120];
	struct hold_want	 want = { .piece_id = item->piece_id,
		.qty = 1, .ttl = cart->ttl, .owner = owner };

	snprintf(owner, sizeof owner, "%s %s", till->reg.code,
	    till->staff_name);
	if (item->hold != CART_WAITS || uuid_is_nil(&item->hold_id))
		item->hold_id = uuid_new();
	want.id = item->hold_id;
	want.instead = item->instead;
	/* At once: a sale sent before the answer is there names it, too. */
	if (line < cart->ticket.count)
		ticket_set_hold(&cart->ticket, line, &item->hold_id, 0);
	item->hold = CART_HOLDING;
	item->busy = true;
	hold_place(till, &want, placed, item);
}

static void
renewed(const struct hold_result *result, void *arg)
{
	struct cart_item	*item = arg;

	/* It ran out while we could not reach the shop: try for a new one. */
	if (result->outcome == HOLD_UNKNOWN && !item->gone) {
		item->busy = false;
		place(item);
		return;
	}
	placed(result, arg);
}

static void
tick_item(struct cart_item *item, int64_t now)
{
	struct cart	*cart = item->cart;

	if (item->busy || item->gone || item->hold == CART_FREE ||
	    now < item->retry || db_link(cart->till->db) != DB_LIVE)
		return;
	if (item->hold == CART_WAITS) {
		place(item);
	} else if (item->hold == CART_HELD &&
	    item->until - now < cart->ttl / 2) {
		item->busy = true;
		item->retry = now + RETRY_US;
		hold_renew(cart->till, &item->hold_id, cart->ttl, renewed,
		    item);
	}
}

/* Pieces onto the ticket */

static struct cart_item *
new_item(struct cart *cart, const struct uuid *piece_id)
{
	struct cart_item	*item = mem_zalloc(sizeof *item);

	item->cart = cart;
	item->piece_id = *piece_id;
	item->stock = -1;
	item->next = cart->items;
	cart->items = item;
	return item;
}

static void
know(struct cart_item *item, const struct rec_piece *piece)
{
	item->stock = piece->on_hand - piece->held;
	item->photos = piece->photos;
	str_copy(item->ownership, sizeof item->ownership, piece->ownership);
}

void
cart_add(struct cart *cart, const struct rec_piece *piece, int64_t qty)
{
	const struct uuid	none = { { 0 } };

	cart_add_held(cart, piece, &none, qty);
}

void
cart_add_held(struct cart *cart, const struct rec_piece *piece,
    const struct uuid *hold, int64_t qty)
{
	enum piece_kind		 kind = PIECE_UNIQUE;
	enum ticket_added	 how;
	struct cart_item	*item;
	size_t			 line = 0;

	piece_kind_of(piece->kind, &kind);
	if (kind == PIECE_UNIQUE)
		qty = 1;
	how = ticket_add(&cart->ticket, piece, qty, &line);
	if (how == TICKET_FULL) {
		cart->ops->added(cart->arg, line, how);
		return;
	}
	item = find_item(cart, &piece->id);
	if (item == NULL)
		item = new_item(cart, &piece->id);
	know(item, piece);
	cart_total(cart);
	item->instead = *hold;
	if (kind == PIECE_UNIQUE && how == TICKET_ADDED)
		place(item);
	else if (kind != PIECE_UNIQUE && !uuid_is_nil(hold))
		hold_release(cart->till, hold, NULL, NULL);
	cart->ops->added(cart->arg, line, how);
}

struct uuid
cart_hold_of(const struct cart *cart, const struct uuid *piece)
{
	const struct cart_item	*item = find_item(cart, piece);

	/* One just asked for is there when the next request comes. */
	return item != NULL && (item->hold == CART_HELD ||
	    item->hold == CART_HOLDING) ? item->hold_id :
	    (struct uuid){ { 0 } };
}

void
cart_hand_over(struct cart *cart, const struct uuid *piece)
{
	struct cart_item	*item = find_item(cart, piece);

	if (item != NULL)
		take_off(item);
}

void
cart_remove(struct cart *cart, size_t line)
{
	struct cart_item	*item;

	if (line >= cart->ticket.count)
		return;
	item = find_item(cart, &cart->ticket.lines[line].piece_id);
	ticket_remove(&cart->ticket, line);
	if (item != NULL)
		give_back(item);
	cart_total(cart);
}

static void
next_ticket(struct cart *cart)
{
	ticket_free(&cart->ticket);
	ticket_init(&cart->ticket);
	cart_total(cart);
}

void
cart_void(struct cart *cart)
{
	struct cart_item	*next;

	for (struct cart_item *i = cart->items; i != NULL; i = next) {
		next = i->next;
		if (!i->gone)
			give_back(i);
	}
	next_ticket(cart);
}

void
cart_done(struct cart *cart)
{
	struct cart_item	*next;

	for (struct cart_item *i = cart->items; i != NULL; i = next) {
		next = i->next;
		if (!i->gone)
			drop_item(i);
	}
	next_ticket(cart);
}

void
cart_take(struct cart *cart, const struct ticket *ticket)
{
	struct cart_item	*item;

	ticket_free(&cart->ticket);
	cart->ticket = *ticket;
	for (size_t i = 0; i < cart->ticket.count; i++) {
		struct ticket_line	*line = &cart->ticket.lines[i];

		if (uuid_is_nil(&line->piece_id))
			continue;
		item = new_item(cart, &line->piece_id);
		if (line->kind != PIECE_UNIQUE)
			continue;
		item->hold_id = line->hold_id;
		if (uuid_is_nil(&line->hold_id)) {
			place(item);
			continue;
		}
		item->busy = true;
		item->hold = CART_HOLDING;
		hold_renew(cart->till, &item->hold_id, cart->ttl, renewed,
		    item);
	}
	cart_total(cart);
	cart_changed(cart);
}

/* What changes while the ticket is open */

static void	read_again(struct cart *);

static void
was_read(struct db_ans *ans, void *arg)
{
	struct cart		*cart = arg;
	const struct rec_piece	*piece;
	struct cart_item	*item;
	size_t			 n, nth = 0;

	cart->reading = false;
	while (db_status(ans) == DB_DONE && nth < READ_MAX &&
	    (piece = db_rows_nth(ans, REC_PIECE, nth++, &n)) != NULL) {
		item = find_item(cart, &piece->id);
		if (item == NULL)
			continue;
		know(item, piece);
		if (str_eq(piece->kind, "unique") && !item->busy &&
		    !cart->selling && (piece->on_hand < 1 ||
		    !str_eq(piece->state, "stock")))
			tell_taken(item);
	}
	if (cart->again)
		read_again(cart);
}

static void
read_again(struct cart *cart)
{
	struct db_req	*req = NULL;
	size_t		 n = 0;

	cart->again = cart->reading;
	if (cart->reading)
		return;
	for (struct cart_item *i = cart->items; i != NULL && n < READ_MAX;
	    i = i->next, n++)
		req = req == NULL ? op_piece_by_id(&i->piece_id) :
		    db_req_join(req, op_piece_by_id(&i->piece_id));
	if (req == NULL)
		return;
	cart->reading = true;
	db_send(cart->till->db, req, was_read, cart);
}

void
cart_changed(struct cart *cart)
{
	if (db_link(cart->till->db) != DB_LIVE)
		return;
	cart_ask_scans(cart);
	read_again(cart);
}

void
cart_tick(struct cart *cart)
{
	struct cart_item	*next;
	int64_t			 now = clock_mono();

	for (struct cart_item *i = cart->items; i != NULL; i = next) {
		next = i->next;
		tick_item(i, now);
	}
	if (db_link(cart->till->db) == DB_LIVE)
		cart_ask_scans(cart);
}
