/* Squarespace's orders: see squarespace.c. */
#include "channel/sqsp.h"

#include <inttypes.h>
#include <string.h>

#include "buf.h"
#include "channel/claim.h"
#include "str.h"

/*
 * A poll reads one stretch of time, and all of it: in which order its pages
 * come is nowhere promised.  Far behind, a stretch is a day.
 */
#define STRETCH_US	(24 * 3600 * SECOND_US)
#define OVERLAP_US	(10 * MINUTE_US)

struct poll {
	int64_t		 from, to;	/* us UTC */
	bool		 behind;	/* more after that stretch */
	const char	*cursor;	/* "" for the first page */
};

static const char *
stamp(struct task *task, int64_t us)
{
	return arena_printf(task->arena, "%s.000Z", task_stamp(task, us));
}

const char *
sqsp_poll_path(struct task *task)
{
	struct poll	*poll = task->scratch;
	struct buf	 path = BUF_INIT(4096);
	const char	*text;

	if (poll == NULL) {
		poll = task->scratch = arena_alloc(task->arena, sizeof *poll);
		poll->from = task_from(task, task->position) - OVERLAP_US;
		poll->behind = task->now - poll->from > STRETCH_US;
		poll->to = poll->behind ? poll->from + STRETCH_US : task->now;
		poll->cursor = "";
	}
	buf_addstr(&path, "/1.0/commerce/orders?");
	if (poll->cursor[0] != '\0') {
		buf_addstr(&path, "cursor=");
		http_escape(&path, poll->cursor);
	} else {
		buf_addstr(&path, "modifiedAfter=");
		http_escape(&path, stamp(task, poll->from));
		buf_addstr(&path, "&modifiedBefore=");
		http_escape(&path, stamp(task, poll->to));
	}
	text = arena_strdup(task->arena, buf_str(&path));
	buf_free(&path);
	return text;
}

/* ------------------------------------------------------------- one order */

/* {"value": "55.00", "currency": "USD"}; absent is nothing. */
static bool
amount(struct task *task, const struct js *js, const char *name, money *out_r)
{
	return task_amount(task, js_text(js_get(js, name), "value", "0"),
	    out_r);
}

static bool
read_goods(struct task *task, const struct js *js, struct claim_line *line)
{
	const char	*type = js_text(js, "lineItemType", "PHYSICAL_PRODUCT");
	money		 unit;

	line->ref = task_text(task, js, "id");
	line->product = task_text(task, js, "variantId");
	line->sku = task_text(task, js, "sku");
	line->title = task_text(task, js, "productName");
	line->goods = strstr(type, "GIFT") == NULL &&
	    strstr(type, "DIGITAL") == NULL;
	return js_num(js, "quantity", &line->qty) &&
	    amount(task, js, "unitPricePaid", &unit) &&
	    money_mul(unit, line->qty, &line->net);
}

static bool
read_shipping(struct task *task, const struct js *order, struct claim *c)
{
	const struct js		*list = js_get(order, "shippingLines");
	struct claim_line	*line;
	size_t			 i;

	for (i = 0; i < js_count(list); i++) {
		line = claim_line(c);
		if (line == NULL || !amount(task, js_at(list, i), "amount",
		    &line->net))
			return false;
		line->qty = 1;
		line->title = task_text(task, js_at(list, i), "method");
	}
	return true;
}

/*
 * Discount and tax are said for the whole order: each line takes its part by
 * its price, the last what is left, so that nothing is lost in rounding.
 */
static void
share_out(struct claim *c, size_t lines, money discount, money tax,
    bool inclusive)
{
	money	sum = 0, off, part, left_off = discount, left_tax = tax;
	size_t	i;

	for (i = 0; i < lines; i++)
		sum += c->lines[i].net;
	for (i = 0; i < lines; i++) {
		if (i + 1 == lines || sum == 0) {
			off = left_off;
			part = left_tax;
		} else {
			off = (money)((__int128)discount * c->lines[i].net /
			    sum);
			part = (money)((__int128)tax * c->lines[i].net / sum);
		}
		c->lines[i].net -= off + (inclusive ? part : 0);
		c->lines[i].tax = part;
		left_off -= off;
		left_tax -= part;
		if (sum == 0)
			break;
	}
}

static bool
read_lines(struct task *task, const struct js *order, struct claim *c)
{
	const struct js		*list = js_get(order, "lineItems");
	struct claim_line	*line;
	money			 discount, tax, sum = 0;
	size_t			 i, n = js_count(list);

	for (i = 0; i < n; i++) {
		line = claim_line(c);
		if (line == NULL || !read_goods(task, js_at(list, i), line) ||
		    !money_add(sum, line->net, &sum))
			return false;
	}
	if (!amount(task, order, "discountTotal", &discount) ||
	    !amount(task, order, "taxTotal", &tax))
		return false;
	share_out(c, n, discount, tax, str_eq(js_text(order,
	    "priceTaxInterpretation", ""), "INCLUSIVE"));
	return read_shipping(task, order, c);
}

static void
read_people(struct task *task, const struct js *order, struct claim *c)
{
	static const char *const name[] = { "firstName", "lastName", NULL };
	static const char *const where[] = { "firstName", "lastName",
	    "address1", "address2", "city", "state", "postalCode",
	    "countryCode", NULL };
	const struct js	*billing = js_get(order, "billingAddress");
	const struct js	*to = js_get(order, "shippingAddress");

	c->name = task_words(task, billing, name, " ");
	c->email = task_text(task, order, "customerEmail");
	c->phone = task_text(task, billing, "phone");
	c->ship_to = task_words(task, to, where, "\n");
}

/* Orders arrive paid; one made in test mode is nobody's. */
static enum claim_stage
stage_of(const struct js *js, money total, money refunded)
{
	if (js_bool(js, "testmode", false))
		return CLAIM_DRAFT;
	if (total > 0 && refunded >= total)
		return CLAIM_REFUNDED;
	return str_eq(js_text(js, "fulfillmentStatus", ""), "CANCELED") ?
	    CLAIM_CANCELLED : CLAIM_PLACED;
}

static bool
read_order(struct task *task, const struct js *js, struct claim *c)
{
	const struct js	*total = js_get(js, "grandTotal");
	money		 refunded = 0;

	c->ref = task_text(task, js, "id");
	c->number = task_text(task, js, "orderNumber");
	c->status = task_text(task, js, "fulfillmentStatus");
	c->paid = true;
	c->method = "Squarespace";
	c->placed_at = task_time(js, "createdOn");
	c->modified_at = task_time(js, "modifiedOn");
	c->currency = task_text(task, total, "currency");
	read_people(task, js, c);
	if (c->ref[0] == '\0' || !amount(task, js, "grandTotal", &c->total) ||
	    !amount(task, js, "refundedTotal", &refunded))
		return false;
	c->stage = stage_of(js, c->total, refunded);
	c->partly = c->stage == CLAIM_PLACED && refunded > 0;
	return read_lines(task, js, c);
}

enum heard
sqsp_poll_hear(struct task *task, const struct js *js, struct err *err)
{
	const struct js	*list = js_get(js, "result");
	const struct js	*pages = js_get(js, "pagination");
	struct poll	*poll = task->scratch;
	struct claim	*c;
	size_t		 i;

	if (!js_is_array(list)) {
		err_set(err, ERR_INPUT, "%s answers without a list of orders",
		    task->conf->name);
		return HEARD_LATER;
	}
	for (i = 0; i < js_count(list); i++) {
		c = task_claim(task);
		/* Kept without its lines a person is told of it when it
		   comes to be settled. */
		if (!read_order(task, js_at(list, i), c))
			c->line_count = 0;
		if (c->ref[0] == '\0')
			task->claim_count--;
	}
	poll->cursor = task_text(task, pages, "nextPageCursor");
	if (js_bool(pages, "hasNextPage", false) && poll->cursor[0] != '\0')
		return HEARD_MORE;
	task->position = arena_printf(task->arena, "%" PRId64, poll->to);
	task->more = poll->behind;
	return HEARD_DONE;
}
