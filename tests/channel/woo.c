/*
 * The WooCommerce connector held at both ends, without a network: what it asks
 * and what it makes of the answers.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <cmocka.h>

#include "channel/claim.h"
#include "channel/conf.h"
#include "seal.h"
#include "sell/money.h"
#include "str.h"

/* Ids as other shops' have been: past where a floating number ends. */
#define BIG	"820982911946154508"
#define BIGGER	"9007199254740993"

struct rig {
	struct channel_conf		*conf;
	const struct channel_ops	*ops;
	struct task			 task;
	struct http_ask			 ask;
	struct err			 err;
};

static void
begin(struct rig *rig, enum task_kind kind, const char *url)
{
	const struct rec_link	row = { .id = uuid_new(), .code = "woo",
				    .kind = "woocommerce", .name = "Woo" };

	memset(rig, 0, sizeof *rig);
	rig->ops = channel_ops("woocommerce");
	rig->conf = conf_new(&row, currency_find("USD"));
	conf_set(rig->conf, "url", url);
	conf_set(rig->conf, "key", "ck_1");
	conf_set(rig->conf, "secret", "cs_1");
	rig->task.kind = kind;
	rig->task.conf = rig->conf;
	rig->task.arena = arena_new();
	rig->task.position = rig->task.reason = rig->task.done = "";
	rig->task.now = INT64_C(1796000000000000);
}

static void
end(struct rig *rig)
{
	arena_free(rig->task.arena);
	conf_free(rig->conf);
}

static void
ask(struct rig *rig)
{
	memset(&rig->ask, 0, sizeof rig->ask);
	if (rig->ops->ask(&rig->task, &rig->ask, &rig->err) == -1)
		fail_msg("%s", rig->err.text);
}

static enum heard
hear(struct rig *rig, int status, const char *body)
{
	struct http_answer	answer = { .status = status, .body = body,
				    .len = strlen(body), .headers = "" };

	err_clear(&rig->err);
	return rig->ops->hear(&rig->task, &answer, &rig->err);
}

static bool
asks(const struct rig *rig, const char *part)
{
	return strstr(rig->ask.url, part) != NULL ||
	    (rig->ask.body != NULL && strstr(rig->ask.body, part) != NULL);
}

/* ------------------------------------------------------------------ orders */

#define ORDER	"{\"id\":" BIG ",\"number\":\"1187\",\"status\":\"%s\"," \
	"\"currency\":\"USD\",\"total\":\"2700.00\"," \
	"\"date_created_gmt\":\"2026-11-23T06:27:27\"," \
	"\"date_modified_gmt\":\"2026-11-23T06:27:28\"," \
	"\"date_paid_gmt\":%s,\"payment_method\":\"stripe\"," \
	"\"payment_method_title\":\"Card\",\"transaction_id\":\"pi_9\"," \
	"\"billing\":{\"first_name\":\"Zo\\u00eb\",\"last_name\":\"Q\"," \
	"\"email\":\"z@example.com\"},\"line_items\":[{\"id\":5,\"name\":" \
	"\"Ring\",\"product_id\":" BIGGER ",\"variation_id\":" BIG "," \
	"\"quantity\":1,\"total\":\"2450.00\",\"total_tax\":\"217.44\"," \
	"\"sku\":\"VIT-1\",\"price\":2450.004}],\"shipping_lines\":[{\"id\":6," \
	"\"method_title\":\"Post\",\"total\":\"32.56\",\"total_tax\":" \
	"\"0.00\"}],\"fee_lines\":[],\"refunds\":[]}"

static struct claim *
read_one(struct rig *rig, const char *status, const char *paid)
{
	char	text[2000];

	begin(rig, TASK_POLL, "https://shop.example");
	rig->task.position = "1790000000000000";
	ask(rig);
	snprintf(text, sizeof text, "[" ORDER "]", status, paid);
	assert_int_equal(hear(rig, 200, text), HEARD_DONE);
	assert_int_equal(rig->task.claim_count, 1);
	return rig->task.claims[0];
}

static void
test_order(void **state)
{
	struct rig	 rig;
	struct claim	*c = read_one(&rig, "processing",
			    "\"2026-11-23T06:27:27\""), *again;

	(void)state;
	assert_string_equal(c->ref, BIG);
	assert_string_equal(c->lines[0].product, BIGGER);
	assert_string_equal(c->lines[0].variant, BIG);
	assert_string_equal(c->number, "1187");
	assert_string_equal(c->name, "Zo\xc3\xab Q");
	assert_int_equal(c->stage, CLAIM_PLACED);
	assert_true(c->paid);
	assert_int_equal(c->total, 270000);
	assert_int_equal(c->line_count, 2);
	assert_int_equal(c->lines[0].net, 245000);
	assert_int_equal(c->lines[0].tax, 21744);
	assert_true(c->lines[0].goods);
	assert_false(c->lines[1].goods);
	assert_int_equal(c->placed_at, INT64_C(1795415247000000));
	assert_int_equal(claim_check(c, "USD", &rig.err), 0);
	/* Kept as text and read again it is the same. */
	again = claim_read(claim_text(c, rig.task.arena), rig.task.arena,
	    &rig.err);
	assert_non_null(again);
	assert_string_equal(claim_text(again, rig.task.arena),
	    claim_text(c, rig.task.arena));
	end(&rig);
}

static void
test_stages(void **state)
{
	static const struct {
		const char		*status;
		enum claim_stage	 stage;
	} of[] = {
		{ "pending", CLAIM_PENDING }, { "checkout-draft", CLAIM_DRAFT },
		{ "auto-draft", CLAIM_DRAFT }, { "processing", CLAIM_PLACED },
		{ "on-hold", CLAIM_PLACED }, { "completed", CLAIM_PLACED },
		{ "cancelled", CLAIM_CANCELLED }, { "failed", CLAIM_CANCELLED },
		{ "refunded", CLAIM_REFUNDED },
		{ "a-plugin-s-own", CLAIM_DRAFT },
	};
	struct claim	*c;
	struct rig	 rig;
	size_t		 i;

	(void)state;
	for (i = 0; i < sizeof of / sizeof of[0]; i++) {
		c = read_one(&rig, of[i].status, "null");
		assert_int_equal(c->stage, of[i].stage);
		assert_false(c->paid);
		end(&rig);
	}
}

/* A coupon's rounding is a line of its own; another currency is a person's. */
static void
test_check(void **state)
{
	struct rig	 rig;
	struct claim	*c = read_one(&rig, "processing", "null");

	(void)state;
	c->total -= 501;
	assert_int_equal(claim_check(c, "USD", &rig.err), 0);
	assert_int_equal(c->line_count, 3);
	assert_int_equal(c->lines[2].net, -501);
	assert_int_equal(claim_check(c, "USD", &rig.err), 0);
	assert_int_equal(c->line_count, 3);
	assert_int_equal(claim_check(c, "EUR", &rig.err), -1);
	c->lines[0].qty = 0;
	assert_int_equal(claim_check(c, "USD", &rig.err), -1);
	end(&rig);
}

/* Goes on from the last order's time, not from a page's edge. */
static void
test_paging(void **state)
{
	struct rig	 rig;
	char		*text = malloc(100 * 1200), *at;
	const char	*body;
	int		 i;

	(void)state;
	assert_non_null(text);
	begin(&rig, TASK_POLL, "https://shop.example");
	rig.task.position = "1795415247000000";	/* 06:27:27 */
	ask(&rig);
	assert_true(asks(&rig, "modified_after=2026-11-23T06%3A17%3A27"));
	assert_true(asks(&rig, "&page=1"));
	at = text;
	for (i = 0; i < 100; i++)
		at += sprintf(at, "%s{\"id\":%d,\"date_modified_gmt\":"
		    "\"2026-11-23T06:3%d:00\",\"total\":\"1.00\"}",
		    i == 0 ? "[" : ",", i + 1, i / 20);
	strcpy(at, "]");
	body = text;
	assert_int_equal(hear(&rig, 200, body), HEARD_MORE);
	ask(&rig);
	assert_true(asks(&rig, "modified_after=2026-11-23T06%3A33%3A59"));
	assert_true(asks(&rig, "&page=1"));
	/* A hundred in one second: the page is turned. */
	at = text;
	for (i = 0; i < 100; i++)
		at += sprintf(at, "%s{\"id\":%d,\"date_modified_gmt\":"
		    "\"2026-11-23T06:34:00\",\"total\":\"1.00\"}",
		    i == 0 ? "[" : ",", i + 1);
	strcpy(at, "]");
	assert_int_equal(hear(&rig, 200, body), HEARD_MORE);
	ask(&rig);
	assert_true(asks(&rig, "modified_after=2026-11-23T06%3A33%3A59"));
	assert_true(asks(&rig, "&page=2"));
	assert_int_equal(hear(&rig, 200, "[]"), HEARD_DONE);
	assert_string_equal(rig.task.position, "1795415640000000");
	assert_int_equal(rig.task.claim_count, 200);
	free(text);
	end(&rig);
}

/* A clock was ahead, and is right again: nothing is left out until then. */
static void
test_ahead(void **state)
{
	struct rig	rig;

	(void)state;
	begin(&rig, TASK_POLL, "https://shop.example");
	rig.task.position = "1999000000000000";
	ask(&rig);
	assert_true(asks(&rig, "modified_after=2026-11-30T00%3A43%3A20"));
	end(&rig);
}

/* ---------------------------------------------------------------- the door */

static void
test_oauth(void **state)
{
	struct rig	 rig;
	char		 first[500];

	(void)state;
	begin(&rig, TASK_TEST, "http://shop.example/");
	ask(&rig);
	assert_true(str_starts(rig.ask.url, "http://shop.example/wp-json/"));
	assert_true(asks(&rig, "oauth_signature_method=HMAC-SHA256"));
	assert_true(asks(&rig, "oauth_timestamp=1796000000"));
	assert_null(strstr(rig.ask.url, "cs_1"));
	str_copy(first, sizeof first, rig.ask.url);
	/* The same again: another nonce, another signature. */
	ask(&rig);
	assert_string_not_equal(first, rig.ask.url);
	end(&rig);

	begin(&rig, TASK_TEST, "https://shop.example");
	ask(&rig);
	assert_false(asks(&rig, "oauth"));
	assert_string_equal(rig.ask.headers[1],
	    "Authorization: Basic Y2tfMTpjc18x");
	assert_int_equal(hear(&rig, 401, "{\"code\":\"x\",\"message\":"
	    "\"Consumer key is invalid.\"}"), HEARD_DENIED);
	assert_int_equal(hear(&rig, 401, "{\"message\":\"Invalid nonce - "
	    "nonce has already been used.\"}"), HEARD_LATER);
	assert_int_equal(hear(&rig, 503, "<html>"), HEARD_LATER);
	assert_int_equal(hear(&rig, 404, "{}"), HEARD_FAILED);
	assert_int_equal(hear(&rig, 200, "<html>"), HEARD_FAILED);
	end(&rig);
}

/* ------------------------------------------------------------------- stock */

static void
add_tell(struct rig *rig, const char *sku, const char *product,
    const char *variant, int64_t qty, int64_t from)
{
	struct tell	*t;

	if (rig->task.tells == NULL)
		rig->task.tells = arena_alloc(rig->task.arena, 10 *
		    sizeof *t);
	t = &rig->task.tells[rig->task.tell_count++];
	t->sku = sku;
	t->refs.product = product;
	t->refs.variant = variant;
	t->refs.stock = "";
	t->qty = qty;
	t->from = from;
	t->seen = -1;
}

/* Nothing left is written without a look: one call. */
static void
test_gone(void **state)
{
	struct rig	rig;

	(void)state;
	begin(&rig, TASK_TELL, "https://shop.example");
	add_tell(&rig, "A", BIGGER, "", 0, -1);
	ask(&rig);
	assert_string_equal(rig.ask.method, "POST");
	assert_true(asks(&rig, "\"id\":" BIGGER));
	assert_true(asks(&rig, "\"stock_quantity\":0"));
	assert_int_equal(hear(&rig, 200, "{\"update\":[{\"id\":" BIGGER
	    ",\"stock_quantity\":0}]}"), HEARD_DONE);
	assert_int_equal(rig.task.tells[0].told, TOLD_DONE);
	end(&rig);
}

/* More than nothing: looked at first, and left alone when it changed. */
static void
test_back(void **state)
{
	struct rig	rig;

	(void)state;
	begin(&rig, TASK_TELL, "https://shop.example");
	add_tell(&rig, "A", "1", "", 1, 0);
	add_tell(&rig, "B", "2", "", 9, 10);
	add_tell(&rig, "C", "3", "", 1, 0);
	ask(&rig);
	assert_string_equal(rig.ask.method, "GET");
	assert_true(asks(&rig, "include=1%2C2%2C3"));
	assert_int_equal(hear(&rig, 200, "[{\"id\":1,\"manage_stock\":true,"
	    "\"stock_quantity\":0},{\"id\":2,\"manage_stock\":true,"
	    "\"stock_quantity\":8}]"), HEARD_MORE);
	assert_int_equal(rig.task.tells[1].told, TOLD_STALE);
	assert_int_equal(rig.task.tells[1].seen, 8);
	assert_int_equal(rig.task.tells[2].told, TOLD_ABSENT);
	ask(&rig);
	assert_string_equal(rig.ask.method, "POST");
	assert_false(asks(&rig, "\"id\":2"));
	assert_int_equal(hear(&rig, 200, "{\"update\":[{\"id\":1,"
	    "\"stock_quantity\":1}]}"), HEARD_DONE);
	assert_int_equal(rig.task.tells[0].told, TOLD_DONE);
	end(&rig);
}

/* Found by sku; a variation is written under its product. */
static void
test_found(void **state)
{
	struct rig	rig;

	(void)state;
	begin(&rig, TASK_TELL, "https://shop.example");
	add_tell(&rig, "A", "", "", 0, -1);
	add_tell(&rig, "N", "", "", 0, -1);
	ask(&rig);
	assert_true(asks(&rig, "sku=A%2CN"));
	assert_int_equal(hear(&rig, 200, "[{\"id\":" BIG ",\"parent_id\":7,"
	    "\"sku\":\"A\"}]"), HEARD_MORE);
	assert_true(rig.task.tells[0].found);
	assert_string_equal(rig.task.tells[0].refs.product, "7");
	assert_string_equal(rig.task.tells[0].refs.variant, BIG);
	assert_int_equal(rig.task.tells[1].told, TOLD_ABSENT);
	ask(&rig);
	assert_string_equal(rig.ask.method, "PUT");
	assert_true(asks(&rig, "/products/7/variations/" BIG));
	assert_int_equal(hear(&rig, 404, "{\"code\":"
	    "\"woocommerce_rest_product_variation_invalid_id\",\"message\":"
	    "\"Invalid ID.\"}"), HEARD_DONE);
	assert_int_equal(rig.task.tells[0].told, TOLD_ABSENT);
	end(&rig);
}

/* -------------------------------------------------------------------- undo */

static void
test_undo(void **state)
{
	struct rig	 rig, poll;
	struct claim	*c = read_one(&poll, "processing", "null");

	(void)state;
	begin(&rig, TASK_UNDO, "https://shop.example");
	rig.task.claim = c;
	rig.task.reason = "sold";
	ask(&rig);
	assert_int_equal(hear(&rig, 200, "{\"status\":\"processing\","
	    "\"date_paid_gmt\":\"2026-11-23T06:27:27\"}"), HEARD_MORE);
	ask(&rig);
	assert_true(asks(&rig, "/orders/" BIG "/refunds"));
	assert_true(asks(&rig, "\"amount\":\"2700.00\""));
	assert_true(asks(&rig, "\"restock_items\":false"));
	assert_int_equal(hear(&rig, 500, "{\"code\":"
	    "\"woocommerce_rest_cannot_create_order_refund\"}"),
	    HEARD_FAILED);
	assert_int_equal(hear(&rig, 502, ""), HEARD_LATER);
	assert_int_equal(hear(&rig, 201, "{\"id\":1}"), HEARD_MORE);
	ask(&rig);
	assert_true(asks(&rig, "/notes"));
	assert_int_equal(hear(&rig, 404, "{}"), HEARD_DONE);
	/* Begun again after a crash: it is done there already. */
	rig.task.step = 0;
	ask(&rig);
	assert_int_equal(hear(&rig, 200, "{\"status\":\"refunded\"}"),
	    HEARD_DONE);
	end(&rig);
	end(&poll);
}

static void
test_settings(void **state)
{
	static const struct {
		const char	*url;
		int		 rc;
	} of[] = {
		{ "https://shop.example", 0 }, { "http://shop.example", 0 },
		{ "ftp://shop.example", -1 }, { "shop.example", -1 },
		{ "https://", -1 }, { "https://a@b.example", -1 },
		{ "https://shop.example/?q", -1 },
		{ "https://shop.example/ x", -1 },
	};
	struct rig	rig;
	size_t		i;

	(void)state;
	for (i = 0; i < sizeof of / sizeof of[0]; i++) {
		begin(&rig, TASK_TEST, of[i].url);
		assert_int_equal(conf_check(rig.conf, &rig.err), of[i].rc);
		conf_set(rig.conf, "key", "");
		assert_int_equal(conf_check(rig.conf, &rig.err), -1);
		end(&rig);
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_stages),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_paging),
		cmocka_unit_test(test_ahead),
		cmocka_unit_test(test_oauth),
		cmocka_unit_test(test_gone),
		cmocka_unit_test(test_back),
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_undo),
		cmocka_unit_test(test_settings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
