/*
 * A ticket put aside and taken up again, as JSON.  What ticket_total fills in
 * is not kept: it is worked out again, with the rates of the day it is
 * recalled on.
 */
#include "sell/ticket.h"

#include <string.h>

#include "buf.h"
#include "mem.h"
#include "run/json.h"
#include "str.h"

static const char *const	discount_words[] = {
	[DISCOUNT_NONE] = "none",
	[DISCOUNT_AMOUNT] = "amount",
	[DISCOUNT_PERCENT] = "percent",
};

static void
put_discount(struct js *object, const struct discount *discount)
{
	struct js	*js;

	if (discount->kind == DISCOUNT_NONE)
		return;
	js = js_put(object, "discount", js_object());
	js_put_text(js, "kind", discount_words[discount->kind]);
	js_put_num(js, "value", discount->value);
	js_put_text(js, "reason", discount->reason);
	js_put_uuid(js, "by", &discount->by);
}

static void
put_line(struct js *array, const struct ticket_line *line)
{
	struct js	*js = js_add(array, js_object());

	js_put_uuid(js, "piece", &line->piece_id);
	js_put_text(js, "kind", piece_kind_name(line->kind));
	js_put_text(js, "sku", line->sku);
	js_put_text(js, "title", line->title);
	js_put_text(js, "tax_class", line->tax_class);
	js_put_num(js, "qty", line->qty);
	js_put_num(js, "list", line->list_price);
	js_put_num(js, "price", line->unit_price);
	js_put_num(js, "floor", line->floor_price);
	js_put_text(js, "price_reason", line->price_reason);
	js_put_uuid(js, "price_by", &line->price_by);
	js_put_uuid(js, "floor_by", &line->floor_by);
	put_discount(js, &line->discount);
	js_put_uuid(js, "hold", &line->hold_id);
	js_put_num(js, "hold_until", line->hold_until);
}

void
ticket_write(const struct ticket *ticket, struct buf *json)
{
	struct js	*js = js_object(), *lines;
	size_t		 i;

	js_put_num(js, "version", 1);
	js_put_uuid(js, "id", &ticket->id);
	js_put_uuid(js, "customer", &ticket->customer_id);
	js_put_text(js, "customer_name", ticket->customer_name);
	js_put_bool(js, "exempt", ticket->exempt);
	js_put_text(js, "exempt_no", ticket->exempt_no);
	js_put_text(js, "note", ticket->note);
	put_discount(js, &ticket->discount);
	lines = js_put(js, "lines", js_array());
	for (i = 0; i < ticket->count; i++)
		put_line(lines, &ticket->lines[i]);
	js_write(js, json);
	js_free(js);
}

static int
read_text(struct ticket *ticket, const struct js *js, const char *name,
    const char **out_r, struct err *err)
{
	const char	*text = "";

	if (js_read_text(js, name, JS_OPTIONAL, 4000, &text, err) != 0)
		return -1;
	*out_r = arena_strdup(ticket->arena, text);
	return 0;
}

static int
read_discount(struct ticket *ticket, const struct js *object,
    struct discount *out_r, struct err *err)
{
	const struct js	*js = NULL;
	const char	*word = "";

	if (js_read_object(object, "discount", JS_OPTIONAL, &js, err) != 0)
		return -1;
	if (js == NULL)
		return 0;
	if (js_read_text(js, "kind", JS_NEEDED, 20, &word, err) != 0)
		return -1;
	if (str_eq(word, discount_words[DISCOUNT_PERCENT]))
		out_r->kind = DISCOUNT_PERCENT;
	else if (str_eq(word, discount_words[DISCOUNT_AMOUNT]))
		out_r->kind = DISCOUNT_AMOUNT;
	else
		return err_set(err, ERR_INPUT, "unknown kind of discount "
		    "'%s'", word);
	if (js_read_num(js, "value", JS_NEEDED, 0,
	    out_r->kind == DISCOUNT_PERCENT ? PPM_ONE : INT64_MAX,
	    &out_r->value, err) != 0)
		return -1;
	if (read_text(ticket, js, "reason", &out_r->reason, err) != 0)
		return -1;
	return js_read_uuid(js, "by", JS_OPTIONAL, &out_r->by, err);
}

static int
read_amounts(const struct js *js, struct ticket_line *line, struct err *err)
{
	int64_t	most = line->kind == PIECE_UNIQUE ? 1 : TICKET_QTY;

	if (js_read_num(js, "qty", JS_NEEDED, 1, most, &line->qty, err) != 0)
		return -1;
	if (js_read_num(js, "list", JS_NEEDED, 0, INT64_MAX,
	    &line->list_price, err) != 0)
		return -1;
	if (js_read_num(js, "price", JS_NEEDED, 0, INT64_MAX,
	    &line->unit_price, err) != 0)
		return -1;
	if (js_read_num(js, "floor", JS_OPTIONAL, 0, INT64_MAX,
	    &line->floor_price, err) != 0)
		return -1;
	return js_read_num(js, "hold_until", JS_OPTIONAL, INT64_MIN, INT64_MAX,
	    &line->hold_until, err);
}

static int
read_ids(const struct js *js, struct ticket_line *line, struct err *err)
{
	if (js_read_uuid(js, "piece", JS_OPTIONAL, &line->piece_id, err) != 0)
		return -1;
	if (js_read_uuid(js, "price_by", JS_OPTIONAL, &line->price_by,
	    err) != 0)
		return -1;
	if (js_read_uuid(js, "floor_by", JS_OPTIONAL, &line->floor_by,
	    err) != 0)
		return -1;
	return js_read_uuid(js, "hold", JS_OPTIONAL, &line->hold_id, err);
}

static int
read_line(struct ticket *ticket, const struct js *js, struct err *err)
{
	struct ticket_line	*line = &ticket->lines[ticket->count];
	const char		*kind = "";

	memset(line, 0, sizeof *line);
	line->discount.reason = "";
	if (js_read_text(js, "kind", JS_NEEDED, 20, &kind, err) != 0)
		return -1;
	if (!piece_kind_of(kind, &line->kind))
		return err_set(err, ERR_INPUT, "unknown kind of piece '%s'",
		    kind);
	if (read_amounts(js, line, err) != 0 || read_ids(js, line, err) != 0)
		return -1;
	if (read_text(ticket, js, "sku", &line->sku, err) != 0 ||
	    read_text(ticket, js, "title", &line->title, err) != 0 ||
	    read_text(ticket, js, "tax_class", &line->tax_class, err) != 0 ||
	    read_text(ticket, js, "price_reason", &line->price_reason,
	    err) != 0)
		return -1;
	if (line->kind == PIECE_UNIQUE &&
	    ticket_find(ticket, &line->piece_id) < ticket->count)
		return err_set(err, ERR_INPUT, "%s is there twice", line->sku);
	ticket->count++;
	return read_discount(ticket, js, &line->discount, err);
}

static int
read_lines(struct ticket *ticket, const struct js *js, struct err *err)
{
	const struct js	*lines = NULL;
	size_t		 i;

	if (js_read_array(js, "lines", JS_NEEDED, TICKET_LINES, &lines,
	    err) != 0)
		return -1;
	ticket->room = js_count(lines) + 1;
	ticket->lines = mem_grow(ticket->lines, ticket->room,
	    sizeof *ticket->lines);
	for (i = 0; i < js_count(lines); i++) {
		if (read_line(ticket, js_at(lines, i), err) != 0)
			return err_wrap(err, "line %zu", i + 1);
	}
	return 0;
}

static int
read_head(struct ticket *ticket, const struct js *js, struct err *err)
{
	int64_t	version;

	if (js_read_num(js, "version", JS_NEEDED, 1, 1, &version, err) != 0)
		return -1;
	if (js_read_uuid(js, "id", JS_NEEDED, &ticket->id, err) != 0)
		return -1;
	if (js_read_uuid(js, "customer", JS_OPTIONAL, &ticket->customer_id,
	    err) != 0)
		return -1;
	ticket->exempt = js_bool(js, "exempt", false);
	if (read_text(ticket, js, "customer_name", &ticket->customer_name,
	    err) != 0 ||
	    read_text(ticket, js, "exempt_no", &ticket->exempt_no, err) != 0 ||
	    read_text(ticket, js, "note", &ticket->note, err) != 0)
		return -1;
	return read_discount(ticket, js, &ticket->discount, err);
}

int
ticket_read(struct ticket *ticket, const char *json, size_t len,
    struct err *err)
{
	struct js	*js = js_parse(json, len, err);
	int		 rc = -1;

	ticket_init(ticket);
	if (js != NULL && !js_is_object(js))
		err_set(err, ERR_INPUT, "not an object");
	else if (js != NULL && read_head(ticket, js, err) == 0)
		rc = read_lines(ticket, js, err);
	js_free(js);
	if (rc != 0) {
		err_wrap(err, "the parked ticket cannot be read");
		ticket_free(ticket);
	}
	return rc;
}
