/* Orders from channels: see claim.h. */
#include "channel/claim.h"

#include <string.h>

#include "buf.h"
#include "mem.h"
#include "run/json.h"
#include "str.h"

#define TEXT_MAX	(256 * 1024)	/* of a claim as JSON */
#define FIELD_BYTES	500		/* of any text in it */
#define QTY_MAX		100000

struct claim *
claim_new(struct arena *arena)
{
	struct claim	*c = arena_alloc(arena, sizeof *c);

	c->ref = c->number = c->status = c->currency = c->name = c->email = "";
	c->phone = c->ship_to = c->method = c->payment = "";
	c->arena = arena;
	return c;
}

/* The next line, however many there are. */
static struct claim_line *
add_line(struct claim *c)
{
	struct claim_line	*more, *line;
	size_t			 n = c->line_count;

	/* Room for 1, 2, 4, 8 ...: grown when their number is one of these. */
	if ((n & (n - 1)) == 0) {
		more = arena_alloc(c->arena, (n * 2 + 1) * sizeof *more);
		if (n > 0)
			memcpy(more, c->lines, n * sizeof *more);
		c->lines = more;
	}
	line = &c->lines[c->line_count++];
	memset(line, 0, sizeof *line);
	line->ref = line->product = line->variant = line->sku = "";
	line->title = "";
	return line;
}

struct claim_line *
claim_line(struct claim *c)
{
	return c->line_count == CLAIM_LINES ? NULL : add_line(c);
}

static const char *const	stages[] = {
	[CLAIM_DRAFT] = "draft",
	[CLAIM_PENDING] = "pending",
	[CLAIM_PLACED] = "placed",
	[CLAIM_CANCELLED] = "cancelled",
	[CLAIM_REFUNDED] = "refunded",
};

const char *
claim_stage_name(enum claim_stage stage)
{
	return stages[stage];
}

/* ------------------------------------------------------------------ checks */

static int
check_text(const char *what, const char *text, struct err *err)
{
	if (strlen(text) > FIELD_BYTES)
		return err_set(err, ERR_INPUT, "%s of the order is too long",
		    what);
	if (!str_is_clean(text, true))
		return err_set(err, ERR_INPUT, "%s of the order holds bytes "
		    "that are no text", what);
	return 0;
}

static int
check_line(const struct claim_line *line, struct err *err)
{
	if (check_text("a sku", line->sku, err) == -1 ||
	    check_text("a title", line->title, err) == -1 ||
	    check_text("a line's id", line->ref, err) == -1 ||
	    check_text("a product's id", line->product, err) == -1 ||
	    check_text("a variant's id", line->variant, err) == -1)
		return -1;
	if (line->qty < 1 || line->qty > QTY_MAX)
		return err_set(err, ERR_INPUT, "the order has a line of "
		    "%lld", (long long)line->qty);
	return 0;
}

/* What the lines do not say of the total. */
static int
even_out(struct claim *c, struct err *err)
{
	struct claim_line	*line;
	money			 sum = 0;
	size_t			 i;
	bool			 fits = true;

	for (i = 0; i < c->line_count && fits; i++)
		fits = money_add(sum, c->lines[i].net, &sum) &&
		    money_add(sum, c->lines[i].tax, &sum);
	if (!fits || !money_sub(c->total, sum, &sum))
		return err_set(err, ERR_INPUT, "the order's sum is too large");
	if (sum == 0)
		return 0;
	line = add_line(c);
	line->title = "Difference, as charged there";
	line->qty = 1;
	line->net = sum;
	return 0;
}

int
claim_check(struct claim *c, const char *currency, struct err *err)
{
	size_t	i;

	if (str_empty(c->ref))
		return err_set(err, ERR_INPUT, "the order has no id");
	if (!str_eq(c->currency, currency)) {
		err_set(err, ERR_INPUT, "order %.40s is in %.8s, the shop "
		    "sells in %s", c->number, c->currency, currency);
		return err_hint(err, "Nothing here converts: bring this order "
		    "to its end by hand.");
	}
	if (c->line_count == 0 || c->total < 0)
		return err_set(err, ERR_INPUT, "order %.40s has nothing in it",
		    c->number);
	if (check_text("the id", c->ref, err) == -1 ||
	    check_text("the number", c->number, err) == -1 ||
	    check_text("the status", c->status, err) == -1 ||
	    check_text("the name", c->name, err) == -1 ||
	    check_text("the mail address", c->email, err) == -1 ||
	    check_text("the phone number", c->phone, err) == -1 ||
	    check_text("the address", c->ship_to, err) == -1 ||
	    check_text("the payment", c->method, err) == -1 ||
	    check_text("the payment's id", c->payment, err) == -1)
		return -1;
	for (i = 0; i < c->line_count; i++)
		if (check_line(&c->lines[i], err) == -1)
			return -1;
	return even_out(c, err);
}

/* -------------------------------------------------------------------- JSON */

static void
write_line(struct js *list, const struct claim_line *line)
{
	struct js	*js = js_add(list, js_object());

	js_put_text(js, "ref", line->ref);
	js_put_text(js, "product", line->product);
	js_put_text(js, "variant", line->variant);
	js_put_text(js, "sku", line->sku);
	js_put_text(js, "title", line->title);
	js_put_num(js, "qty", line->qty);
	js_put_num(js, "net", line->net);
	js_put_num(js, "tax", line->tax);
	js_put_bool(js, "goods", line->goods);
}

static struct js *
to_js(const struct claim *c)
{
	struct js	*js = js_object(), *list;
	size_t		 i;

	js_put_text(js, "ref", c->ref);
	js_put_text(js, "number", c->number);
	js_put_text(js, "status", c->status);
	js_put_text(js, "stage", stages[c->stage]);
	js_put_bool(js, "paid", c->paid);
	js_put_bool(js, "authorised", c->authorised);
	js_put_bool(js, "partly", c->partly);
	js_put_num(js, "refunded", c->refunded);
	js_put_num(js, "placed_at", c->placed_at);
	js_put_text(js, "currency", c->currency);
	js_put_num(js, "total", c->total);
	js_put_text(js, "name", c->name);
	js_put_text(js, "email", c->email);
	js_put_text(js, "phone", c->phone);
	js_put_text(js, "ship_to", c->ship_to);
	js_put_text(js, "method", c->method);
	js_put_text(js, "payment", c->payment);
	list = js_put(js, "lines", js_array());
	for (i = 0; i < c->line_count; i++)
		write_line(list, &c->lines[i]);
	return js;
}

const char *
claim_text(const struct claim *c, struct arena *arena)
{
	struct buf	 buf = BUF_INIT(TEXT_MAX);
	struct js	*js = to_js(c);
	const char	*text;

	js_write(js, &buf);
	js_free(js);
	text = arena_strndup(arena, buf_str(&buf), buf.len);
	buf_free(&buf);
	return text;
}

void
claim_digest(const struct claim *c, uint8_t out[SEAL_DIGEST])
{
	struct arena	*arena = arena_new();
	const char	*text = claim_text(c, arena);

	seal_sha256(text, strlen(text), out);
	arena_free(arena);
}

static const char *
text_of(const struct js *js, const char *name, struct arena *arena)
{
	return arena_strdup(arena, js_text(js, name, ""));
}

static void
read_line(const struct js *js, struct claim_line *line, struct arena *arena)
{
	line->ref = text_of(js, "ref", arena);
	line->product = text_of(js, "product", arena);
	line->variant = text_of(js, "variant", arena);
	line->sku = text_of(js, "sku", arena);
	line->title = text_of(js, "title", arena);
	js_num(js, "qty", &line->qty);
	js_num(js, "net", &line->net);
	js_num(js, "tax", &line->tax);
	line->goods = js_bool(js, "goods", false);
}

static void
read_stage(struct claim *c, const char *word)
{
	size_t	i;

	for (i = 0; i < sizeof stages / sizeof stages[0]; i++)
		if (str_eq(stages[i], word))
			c->stage = (enum claim_stage)i;
}

struct claim *
claim_read(const char *json, struct arena *arena, struct err *err)
{
	struct js		*js = js_parse(json, strlen(json), err);
	const struct js		*list;
	struct claim_line	*line;
	struct claim		*c;
	size_t			 i;

	if (js == NULL)
		return NULL;
	c = claim_new(arena);
	c->ref = text_of(js, "ref", arena);
	c->number = text_of(js, "number", arena);
	c->status = text_of(js, "status", arena);
	read_stage(c, js_text(js, "stage", ""));
	c->paid = js_bool(js, "paid", false);
	c->authorised = js_bool(js, "authorised", false);
	c->partly = js_bool(js, "partly", false);
	js_num(js, "refunded", &c->refunded);
	js_num(js, "placed_at", &c->placed_at);
	c->currency = text_of(js, "currency", arena);
	js_num(js, "total", &c->total);
	c->name = text_of(js, "name", arena);
	c->email = text_of(js, "email", arena);
	c->phone = text_of(js, "phone", arena);
	c->ship_to = text_of(js, "ship_to", arena);
	c->method = text_of(js, "method", arena);
	c->payment = text_of(js, "payment", arena);
	list = js_get(js, "lines");
	for (i = 0; i < js_count(list); i++) {
		line = add_line(c);
		read_line(js_at(list, i), line, arena);
	}
	js_free(js);
	return c;
}
