/* Reading an order: see order_read.h. */
#include "web/order_read.h"

#include "buf.h"
#include "sell/pan.h"
#include "str.h"

#define TEXT_MAX	200
#define SHIP_TO_MAX	4000
#define QTY_MAX		1000

/*
 * Reading.  A site may send more about an order than we want to know; but
 * what a line says must be understood to the last word.
 */

static int
read_line(const struct js *js, const char *currency, struct arena *arena,
    struct order_line *line, struct err *err)
{
	static const char *const names[] = { "sku", "hold", "price", "qty",
		NULL };
	const char	*sku;

	line->qty = 1;
	if (!js_is_object(js))
		return err_set(err, ERR_INPUT, "a line must be an object");
	if (js_only(js, names, err) == -1 ||
	    js_read_text(js, "sku", JS_NEEDED, TEXT_MAX, &sku, err) == -1 ||
	    js_read_uuid(js, "hold", JS_OPTIONAL, &line->hold_id,
	    err) == -1 ||
	    js_read_num(js, "qty", JS_OPTIONAL, 1, QTY_MAX, &line->qty,
	    err) == -1)
		return -1;
	line->sku = arena_strdup(arena, sku);
	line->priced = !js_is_null(js_get(js, "price"));
	return js_read_money(js, "price", JS_OPTIONAL, currency, &line->price,
	    err);
}

static int
read_lines(const struct js *js, const char *currency, struct arena *arena,
    struct order_want *want, struct err *err)
{
	const struct js	*list;

	if (js_read_array(js, "lines", JS_NEEDED, ORDER_LINES, &list,
	    err) == -1)
		return -1;
	want->line_count = js_count(list);
	want->lines = arena_alloc(arena,
	    want->line_count * sizeof(*want->lines));
	for (size_t i = 0; i < want->line_count; i++) {
		if (read_line(js_at(list, i), currency, arena,
		    &want->lines[i], err) == -1)
			return err_wrap(err, "line %zu", i + 1);
		for (size_t k = 0; k < i; k++)
			if (str_eq(want->lines[k].sku, want->lines[i].sku))
				return err_set(err, ERR_INPUT,
				    "\"%s\" stands on two lines",
				    want->lines[i].sku);
	}
	return 0;
}

static int
read_customer(const struct js *js, struct arena *arena,
    struct order_want *want, struct err *err)
{
	const struct js	*customer = NULL;
	const char	*name = "", *email = "";

	if (js_read_object(js, "customer", JS_OPTIONAL, &customer, err) == -1)
		return -1;
	if (customer != NULL && (js_read_text(customer, "name", JS_OPTIONAL,
	    TEXT_MAX, &name, err) == -1 || js_read_text(customer, "email",
	    JS_OPTIONAL, TEXT_MAX, &email, err) == -1))
		return err_wrap(err, "customer");
	want->name = arena_strdup(arena, name);
	want->email = arena_strdup(arena, email);
	return 0;
}

/* Kept as it was sent: what an address looks like is the site's business. */
static int
read_ship_to(const struct js *js, struct arena *arena,
    struct order_want *want, struct err *err)
{
	const struct js	*ship_to = NULL;
	struct buf	 buf = BUF_INIT(SHIP_TO_MAX + 1);
	int		 rc;

	rc = js_read_object(js, "ship_to", JS_OPTIONAL, &ship_to, err);
	if (rc == 0 && ship_to != NULL)
		js_write(ship_to, &buf);
	if (rc == 0 && (buf_full(&buf) || buf.len > SHIP_TO_MAX))
		rc = err_set(err, ERR_INPUT,
		    "\"ship_to\" is longer than %d bytes", SHIP_TO_MAX);
	want->ship_to = arena_strdup(arena, buf_str(&buf));
	buf_free(&buf);
	return rc;
}

static int
read_payment(const struct js *js, const char *currency, struct arena *arena,
    struct order_want *want, struct err *err)
{
	const struct js	*pay;
	const char	*method, *reference = "";

	if (js_read_object(js, "payment", JS_NEEDED, &pay, err) == -1)
		return -1;
	if (js_read_text(pay, "method", JS_NEEDED, 30, &method, err) == -1 ||
	    js_read_text(pay, "reference", JS_OPTIONAL, TEXT_MAX, &reference,
	    err) == -1 ||
	    js_read_money(pay, "amount", JS_NEEDED, currency, &want->amount,
	    err) == -1)
		return err_wrap(err, "payment");
	want->method = arena_strdup(arena, method);
	want->reference = arena_strdup(arena, reference);
	return 0;
}

/* Every text of it that is kept. */
static int
refuse_cards(const struct order_want *want, struct err *err)
{
	const struct {
		const char	*name;
		const char	*text;
	} texts[] = {
		{ "order", want->ref },
		{ "customer.name", want->name },
		{ "customer.email", want->email },
		{ "ship_to", want->ship_to },
		{ "payment.method", want->method },
		{ "payment.reference", want->reference },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (pan_in(texts[i].text))
			return err_set(err, ERR_INPUT, "\"%s\" looks like a "
			    "card number; none is kept here", texts[i].name);
	return 0;
}

int
order_read(const struct js *js, const char *currency, struct arena *arena,
    struct order_want *want, struct err *err)
{
	const char	*ref;

	if (js_read_text(js, "order", JS_NEEDED, 100, &ref, err) == -1 ||
	    read_lines(js, currency, arena, want, err) == -1 ||
	    read_customer(js, arena, want, err) == -1 ||
	    read_ship_to(js, arena, want, err) == -1 ||
	    read_payment(js, currency, arena, want, err) == -1)
		return -1;
	want->ref = arena_strdup(arena, ref);
	return refuse_cards(want, err);
}
