/* The open ticket: see ticket.h. */
#include "sell/ticket.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "sell/pan.h"
#include "str.h"

void
ticket_init(struct ticket *ticket)
{
	memset(ticket, 0, sizeof *ticket);
	ticket->arena = arena_new();
	ticket->id = uuid_new();
	ticket->discount.reason = "";
	ticket->customer_name = "";
	ticket->exempt_no = "";
	ticket->note = "";
}

void
ticket_free(struct ticket *ticket)
{
	arena_free(ticket->arena);
	free(ticket->lines);
	memset(ticket, 0, sizeof *ticket);
}

/* Text of other people's, kept: clean and never NULL. */
static const char *
keep(struct ticket *ticket, const char *text)
{
	char	*copy = arena_strdup(ticket->arena, text == NULL ? "" : text);

	str_clean(copy, false);
	return copy;
}

static struct ticket_line *
new_line(struct ticket *ticket)
{
	struct ticket_line	*line;

	if (ticket->count == ticket->room) {
		ticket->room = ticket->room == 0 ? 8 : ticket->room * 2;
		ticket->lines = mem_grow(ticket->lines, ticket->room,
		    sizeof *ticket->lines);
	}
	line = &ticket->lines[ticket->count++];
	memset(line, 0, sizeof *line);
	line->discount.reason = "";
	line->price_reason = "";
	return line;
}

size_t
ticket_find(const struct ticket *ticket, const struct uuid *piece_id)
{
	size_t	i;

	for (i = 0; i < ticket->count; i++) {
		if (uuid_eq(&ticket->lines[i].piece_id, piece_id))
			break;
	}
	return i;
}

/* A counted line of this piece at its list price, or count. */
static size_t
find_to_merge(const struct ticket *ticket, const struct rec_piece *piece)
{
	const struct ticket_line	*line;
	size_t				 i;

	for (i = 0; i < ticket->count; i++) {
		line = &ticket->lines[i];
		if (uuid_eq(&line->piece_id, &piece->id) &&
		    line->kind == PIECE_COUNTED &&
		    line->unit_price == piece->price)
			break;
	}
	return i;
}

enum ticket_added
ticket_add(struct ticket *ticket, const struct rec_piece *piece, int64_t qty,
    size_t *line_r)
{
	struct ticket_line	*line;
	enum piece_kind		 kind = PIECE_UNIQUE;

	/* An unknown kind is treated as the strictest. */
	piece_kind_of(piece->kind, &kind);
	*line_r = kind == PIECE_COUNTED ? find_to_merge(ticket, piece) :
	    ticket_find(ticket, &piece->id);
	if (kind == PIECE_UNIQUE && *line_r < ticket->count)
		return TICKET_THERE;
	if (qty < 1 || qty > (kind == PIECE_UNIQUE ? 1 : TICKET_QTY))
		return TICKET_FULL;
	if (kind == PIECE_COUNTED && *line_r < ticket->count) {
		line = &ticket->lines[*line_r];
		if (line->qty > TICKET_QTY - qty)
			return TICKET_FULL;
		line->qty += qty;
		return TICKET_MERGED;
	}
	if (ticket->count == TICKET_LINES)
		return TICKET_FULL;
	*line_r = ticket->count;
	line = new_line(ticket);
	line->piece_id = piece->id;
	line->kind = kind;
	line->sku = keep(ticket, piece->sku);
	line->title = keep(ticket, piece->title);
	line->tax_class = keep(ticket, piece->tax_class);
	line->qty = qty;
	line->list_price = line->unit_price = piece->price;
	line->floor_price = piece->floor_price;
	return TICKET_ADDED;
}

enum ticket_added
ticket_add_free(struct ticket *ticket, const char *title,
    const char *tax_class, money price, size_t *line_r)
{
	struct ticket_line	*line;

	*line_r = ticket->count;
	if (ticket->count == TICKET_LINES)
		return TICKET_FULL;
	line = new_line(ticket);
	line->kind = PIECE_SERVICE;
	line->sku = "";
	line->title = keep(ticket, title);
	line->tax_class = keep(ticket, tax_class);
	line->qty = 1;
	line->list_price = line->unit_price = price;
	return TICKET_ADDED;
}

void
ticket_remove(struct ticket *ticket, size_t at)
{
	memmove(&ticket->lines[at], &ticket->lines[at + 1],
	    (ticket->count - at - 1) * sizeof *ticket->lines);
	ticket->count--;
}

int
ticket_set_qty(struct ticket *ticket, size_t at, int64_t qty, struct err *err)
{
	struct ticket_line	*line = &ticket->lines[at];

	if (line->kind == PIECE_UNIQUE && qty != 1) {
		err_set(err, ERR_INPUT, "there is only one %s", line->sku);
		return err_hint(err, "Remove the line to sell none.");
	}
	if (qty < 1 || qty > TICKET_QTY)
		return err_set(err, ERR_INPUT, "the quantity must be 1 to %d",
		    TICKET_QTY);
	line->qty = qty;
	return 0;
}

/* Cleans and keeps a reason; NULL with err when it cannot be kept. */
static const char *
keep_reason(struct ticket *ticket, const char *given, struct err *err)
{
	const char	*reason = keep(ticket, given);

	if (str_empty(reason)) {
		err_set(err, ERR_INPUT, "a reason is needed");
		err_hint(err, "Say in a word why the price differs.");
		return NULL;
	}
	if (pan_in(reason)) {
		err_set(err, ERR_INPUT, "that looks like a card number");
		err_hint(err, "Card numbers are never kept here.");
		return NULL;
	}
	return reason;
}

int
ticket_set_price(struct ticket *ticket, size_t at, money price,
    const char *reason, struct err *err)
{
	struct ticket_line	*line = &ticket->lines[at];

	if (price < 0)
		return err_set(err, ERR_INPUT, "a price cannot be negative");
	if (price == line->list_price)
		reason = "";
	else if ((reason = keep_reason(ticket, reason, err)) == NULL)
		return -1;
	line->unit_price = price;
	line->price_reason = reason;
	memset(&line->price_by, 0, sizeof line->price_by);
	memset(&line->floor_by, 0, sizeof line->floor_by);
	return 0;
}

int
ticket_set_discount(struct ticket *ticket, size_t at,
    const struct discount *discount, struct err *err)
{
	struct discount	*to = at == TICKET_WHOLE ? &ticket->discount :
			    &ticket->lines[at].discount;
	const char	*reason;
	size_t		 i;

	for (i = 0; i < ticket->count; i++) {
		if (at == TICKET_WHOLE || at == i)
			memset(&ticket->lines[i].floor_by, 0,
			    sizeof ticket->lines[i].floor_by);
	}
	if (discount->kind == DISCOUNT_NONE) {
		*to = (struct discount){ .reason = "" };
		return 0;
	}
	if (discount->value < 0 || (discount->kind == DISCOUNT_PERCENT &&
	    discount->value > PPM_ONE))
		return err_set(err, ERR_INPUT, "the discount must be 0 to "
		    "100 percent, or an amount");
	if ((reason = keep_reason(ticket, discount->reason, err)) == NULL)
		return -1;
	*to = *discount;
	to->reason = reason;
	return 0;
}

void
ticket_set_hold(struct ticket *ticket, size_t at, const struct uuid *hold_id,
    int64_t until)
{
	ticket->lines[at].hold_id = *hold_id;
	ticket->lines[at].hold_until = until;
}

void
ticket_set_customer(struct ticket *ticket, const struct rec_customer *customer,
    int day)
{
	static const struct rec_customer	nobody = { .name = "",
						    .exempt_no = "" };

	if (customer == NULL)
		customer = &nobody;
	ticket->customer_id = customer->id;
	ticket->customer_name = keep(ticket, customer->name);
	ticket->exempt = customer->tax_exempt != 0 &&
	    (customer->exempt_until == 0 || day <= customer->exempt_until);
	ticket->exempt_no = ticket->exempt ?
	    keep(ticket, customer->exempt_no) : "";
}

void
ticket_set_note(struct ticket *ticket, const char *note)
{
	ticket->note = keep(ticket, note);
}

/* What a discount takes from an amount. */
static int
take(const struct discount *discount, money from, money *off_r,
    struct err *err)
{
	*off_r = 0;
	switch (discount->kind) {
	case DISCOUNT_NONE:
		break;
	case DISCOUNT_AMOUNT:
		*off_r = discount->value;
		break;
	case DISCOUNT_PERCENT:
		if (!money_ppm(from, discount->value, off_r))
			return err_set(err, ERR_INPUT, "the amount is too "
			    "large");
		break;
	}
	if (*off_r > from) {
		err_set(err, ERR_INPUT, "the discount is larger than what it "
		    "is taken from");
		return err_hint(err, "Make the discount smaller.");
	}
	return 0;
}

static int
too_large(struct err *err)
{
	return err_set(err, ERR_INPUT, "the total is too large");
}

/* Gross and own discount of a line; adds what is left to *left. */
static int
discount_line(struct ticket_line *line, money *left, struct err *err)
{
	if (!money_mul(line->unit_price, line->qty, &line->gross))
		return too_large(err);
	if (take(&line->discount, line->gross, &line->discounted, err) != 0)
		return line->sku[0] == '\0' ? -1 : err_wrap(err, "%s",
		    line->sku);
	if (!money_add(*left, line->gross - line->discounted, left))
		return too_large(err);
	return 0;
}

/* Every line's own discount and its share of the ticket's. */
static int
discount_lines(struct ticket *ticket, struct err *err)
{
	struct ticket_line	*line;
	int64_t			*weights;
	money			*shares, left = 0, off;
	size_t			 i;

	for (i = 0; i < ticket->count; i++) {
		if (discount_line(&ticket->lines[i], &left, err) != 0)
			return -1;
	}
	if (take(&ticket->discount, left, &off, err) != 0)
		return -1;
	if (ticket->count == 0)
		return 0;
	weights = mem_alloc(ticket->count * sizeof *weights);
	shares = mem_alloc(ticket->count * sizeof *shares);
	for (i = 0; i < ticket->count; i++) {
		line = &ticket->lines[i];
		weights[i] = line->gross - line->discounted;
	}
	money_split(off, weights, ticket->count, shares);
	for (i = 0; i < ticket->count; i++)
		ticket->lines[i].discounted += shares[i];
	free(weights);
	free(shares);
	return 0;
}

static int
tax_all(struct ticket *ticket, const struct tax_rules *rules, int day,
    struct err *err)
{
	struct tax_line		*taxed;
	struct ticket_line	*line;
	size_t			 i;
	int			 rc;

	taxed = mem_zalloc((ticket->count + 1) * sizeof *taxed);
	for (i = 0; i < ticket->count; i++) {
		line = &ticket->lines[i];
		taxed[i].class = line->tax_class;
		taxed[i].amount = line->gross - line->discounted;
	}
	rc = tax_lines(rules, day, ticket->exempt, taxed, ticket->count, err);
	for (i = 0; i < ticket->count && rc == 0; i++) {
		line = &ticket->lines[i];
		memset(&line->rate, 0, sizeof line->rate);
		tax_find(rules, line->tax_class, day, &line->rate);
		line->rate.ppm = taxed[i].ppm;
		if (ticket->exempt)
			line->rate.name[0] = '\0';
		line->net = taxed[i].net;
		line->tax = taxed[i].tax;
		if (!money_add(line->net, line->tax, &line->total))
			rc = too_large(err);
	}
	free(taxed);
	return rc;
}

int
ticket_total(struct ticket *ticket, const struct tax_rules *rules, int day,
    struct err *err)
{
	const struct ticket_line	*line;
	bool				 fits = true;
	size_t				 i;

	ticket->subtotal = ticket->discounted = 0;
	ticket->tax = ticket->total = 0;
	if (discount_lines(ticket, err) != 0 ||
	    tax_all(ticket, rules, day, err) != 0)
		return -1;
	for (i = 0; i < ticket->count && fits; i++) {
		line = &ticket->lines[i];
		fits = money_add(ticket->subtotal, line->gross,
		    &ticket->subtotal) &&
		    money_add(ticket->tax, line->tax, &ticket->tax) &&
		    money_add(ticket->total, line->total, &ticket->total);
		/* No more than subtotal, line by line. */
		ticket->discounted += line->discounted;
	}
	return fits ? 0 : too_large(err);
}

/* How many parts per million are off, rounded up; INT64_MAX is no money. */
static int64_t
ppm_off(__int128 off, __int128 of)
{
	__int128	ppm;

	if (off <= 0)
		return 0;
	if (of <= 0)
		return INT64_MAX;
	ppm = (off * PPM_ONE + of - 1) / of;
	return ppm > INT64_MAX ? INT64_MAX : (int64_t)ppm;
}

static bool
is_below_floor(const struct ticket_line *line)
{
	return line->gross - line->discounted <
	    (__int128)line->floor_price * line->qty;
}

/* How far a line goes in that right; 0 when it does not need it. */
static int64_t
goes(const struct ticket *ticket, const struct ticket_line *line,
    enum right right)
{
	__int128	change = (__int128)line->list_price - line->unit_price;

	/* Who agreed to go below the floor has agreed to how. */
	if (!uuid_is_nil(&line->floor_by))
		return 0;
	if (right == RIGHT_BELOW_FLOOR)
		return is_below_floor(line) ? RIGHT_WHOLLY : 0;
	if (right == RIGHT_PRICE)
		return uuid_is_nil(&line->price_by) ? ppm_off(change < 0 ?
		    -change : change, line->list_price) : 0;
	if (!uuid_is_nil(&line->discount.by) ||
	    !uuid_is_nil(&ticket->discount.by))
		return 0;
	return ppm_off(line->discounted, line->gross);
}

static const enum right	asked[] = { RIGHT_BELOW_FLOOR, RIGHT_PRICE,
	RIGHT_DISCOUNT };

bool
ticket_asks(const struct ticket *ticket, const struct rights *rights,
    enum staff_role role, struct ticket_ask *out_r)
{
	size_t	i, k;

	for (k = 0; k < sizeof asked / sizeof *asked; k++) {
		out_r->right = asked[k];
		for (i = 0; i < ticket->count; i++) {
			out_r->line = i;
			out_r->ppm = goes(ticket, &ticket->lines[i], asked[k]);
			out_r->may = out_r->ppm == 0 ? MAY_YES :
			    rights_may(rights, role, asked[k], out_r->ppm);
			if (out_r->may != MAY_YES)
				return true;
		}
	}
	return false;
}

static void
agree_line(struct ticket *ticket, struct ticket_line *line, enum right right,
    const struct uuid *by)
{
	if (right == RIGHT_BELOW_FLOOR)
		line->floor_by = *by;
	else if (right == RIGHT_PRICE)
		line->price_by = *by;
	else if (line->discount.kind != DISCOUNT_NONE)
		line->discount.by = *by;
	else
		ticket->discount.by = *by;
}

void
ticket_agree(struct ticket *ticket, const struct rights *rights,
    enum staff_role role, enum right right, const struct uuid *by)
{
	struct ticket_ask	ask;

	if (uuid_is_nil(by))
		return;
	while (ticket_asks(ticket, rights, role, &ask) &&
	    ask.may == MAY_ASK &&
	    (ask.right == right || right == RIGHT_BELOW_FLOOR))
		agree_line(ticket, &ticket->lines[ask.line], ask.right, by);
}
