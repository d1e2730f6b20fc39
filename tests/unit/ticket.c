/* core/sell/ticket: what lies on the counter, and what it costs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "sell/pan.h"
#include "sell/ticket.h"

#define DAY	20261122

static const struct tax_rate	rates[] = {
	{ "standard", "NY sales tax", 88750, false, 0, 0 },
	{ "vat", "VAT", 200000, true, 0, 0 },
};
static const struct tax_rules	per_line = { rates, 2, TAX_PER_LINE };
static const struct tax_rules	per_total = { rates, 2, TAX_PER_TOTAL };

static struct rec_piece
piece(const char *kind, const char *sku, money price)
{
	return (struct rec_piece){ .id = uuid_new(), .sku = sku,
	    .title = "A piece", .kind = kind, .tax_class = "standard",
	    .price = price };
}

static size_t
add(struct ticket *t, const struct rec_piece *p, int64_t qty)
{
	size_t	at;

	assert_true(ticket_add(t, p, qty, &at) <= TICKET_MERGED);
	return at;
}

static void
total(struct ticket *t, const struct tax_rules *rules)
{
	struct err	err = ERR_INIT;
	money		net = 0, tax = 0, sum = 0;
	size_t		i;

	if (ticket_total(t, rules, DAY, &err) != 0)
		fail_msg("%s", err.text);
	for (i = 0; i < t->count; i++) {
		assert_int_equal(t->lines[i].net + t->lines[i].tax,
		    t->lines[i].total);
		net += t->lines[i].net;
		tax += t->lines[i].tax;
		sum += t->lines[i].total;
	}
	assert_int_equal(tax, t->tax);
	assert_int_equal(sum, t->total);
	assert_int_equal(net + tax, t->total);
}

/* The counter as drawn in the handbook: three lines, one discount. */
static void
adds_up(void **state)
{
	struct rec_piece	brooch = piece("unique", "BR-1041", 420000);
	struct rec_piece	band = piece("counted", "WB-0007", 59000);
	struct rec_piece	resize = piece("service", "RE-0220", 6500);
	const struct discount	loyal = { DISCOUNT_PERCENT, 50000, "loyalty",
				    { { 0 } } };
	struct ticket		t;
	struct err		err = ERR_INIT;
	size_t			at;

	(void)state;
	ticket_init(&t);
	add(&t, &brooch, 1);
	at = add(&t, &band, 1);
	assert_int_equal(ticket_add(&t, &band, 1, &at), TICKET_MERGED);
	assert_int_equal(at, 1);
	add(&t, &resize, 1);
	assert_int_equal(ticket_set_discount(&t, 1, &loyal, &err), 0);
	total(&t, &per_line);
	assert_int_equal(t.subtotal, 544500);
	assert_int_equal(t.discounted, 5900);
	assert_int_equal(t.lines[1].net, 112100);
	/* 372.75 + 99.49 + 5.77 */
	assert_int_equal(t.tax, 47801);
	assert_int_equal(t.total, 586401);
	ticket_free(&t);
}

static void
lines_come_and_merge(void **state)
{
	struct rec_piece	ring = piece("unique", "RG-1", 100);
	struct rec_piece	cloth = piece("counted", "CL-1", 100);
	struct rec_piece	fix = piece("service", "RE-1", 100);
	struct ticket		t;
	struct err		err = ERR_INIT;
	size_t			at;

	(void)state;
	ticket_init(&t);
	add(&t, &ring, 1);
	assert_int_equal(ticket_add(&t, &ring, 1, &at), TICKET_THERE);
	assert_int_equal(at, 0);
	assert_int_equal(t.count, 1);
	assert_int_equal(ticket_set_qty(&t, 0, 2, &err), -1);
	assert_int_equal(ticket_set_qty(&t, 0, 1, &err), 0);
	add(&t, &cloth, 3);
	/* At another price it stays a line of its own. */
	assert_int_equal(ticket_set_price(&t, 1, 90, "bulk", &err), 0);
	assert_int_equal(ticket_add(&t, &cloth, 1, &at), TICKET_ADDED);
	assert_int_equal(at, 2);
	assert_int_equal(ticket_add(&t, &cloth, TICKET_QTY, &at), TICKET_FULL);
	assert_int_equal(ticket_add(&t, &cloth, 0, &at), TICKET_FULL);
	assert_int_equal(ticket_set_qty(&t, 2, TICKET_QTY + 1, &err), -1);
	assert_int_equal(ticket_set_qty(&t, 2, 0, &err), -1);
	add(&t, &fix, 1);
	assert_int_equal(ticket_add(&t, &fix, 1, &at), TICKET_ADDED);
	assert_int_equal(ticket_add_free(&t, "Engraving\x1b[2J", "none", 2500,
	    &at), TICKET_ADDED);
	assert_string_equal(t.lines[at].title, "Engraving [2J");
	assert_int_equal(t.count, 6);
	ticket_remove(&t, 0);
	assert_int_equal(ticket_find(&t, &ring.id), t.count);
	assert_int_equal(ticket_find(&t, &cloth.id), 0);
	total(&t, &per_line);
	while (t.count < TICKET_LINES)
		assert_int_equal(ticket_add_free(&t, "x", "none", 1, &at),
		    TICKET_ADDED);
	assert_int_equal(ticket_add_free(&t, "x", "none", 1, &at),
	    TICKET_FULL);
	assert_int_equal(ticket_add(&t, &ring, 1, &at), TICKET_FULL);
	ticket_free(&t);
}

static void
whole_discount_is_spread(void **state)
{
	struct rec_piece	a = piece("unique", "A", 1000);
	struct rec_piece	b = piece("unique", "B", 1000);
	struct rec_piece	c = piece("unique", "C", 1000);
	struct discount		d = { DISCOUNT_AMOUNT, 100, "friend",
				    { { 0 } } };
	struct ticket		t;
	struct err		err = ERR_INIT;

	(void)state;
	ticket_init(&t);
	add(&t, &a, 1);
	add(&t, &b, 1);
	add(&t, &c, 1);
	assert_int_equal(ticket_set_discount(&t, TICKET_WHOLE, &d, &err), 0);
	total(&t, &per_total);
	assert_int_equal(t.lines[0].discounted, 34);
	assert_int_equal(t.lines[1].discounted, 33);
	assert_int_equal(t.discounted, 100);
	assert_int_equal(t.tax, 257);		/* 8.875 % of 2900 */
	assert_int_equal(t.total, 3157);
	d.value = 3001;
	assert_int_equal(ticket_set_discount(&t, TICKET_WHOLE, &d, &err), 0);
	assert_int_equal(ticket_total(&t, &per_total, DAY, &err), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	d.kind = DISCOUNT_NONE;
	assert_int_equal(ticket_set_discount(&t, TICKET_WHOLE, &d, &err), 0);
	total(&t, &per_total);
	assert_int_equal(t.discounted, 0);
	ticket_free(&t);
}

/* A shop's table: what an associate may, and must ask about. */
static struct rights	table;

static void
set_table(void)
{
	static const struct rec_right	rows[] = {
		{ "associate", "price", "ask", 100000 },
		{ "associate", "discount", "ask", 100000 },
		{ "associate", "below_floor", "ask", 0 },
	};

	rights_read(&table, rows, 3);
}

static bool
asks(const struct ticket *t, struct ticket_ask *out_r)
{
	return ticket_asks(t, &table, STAFF_ASSOCIATE, out_r);
}

static void
agree(struct ticket *t, enum right right, const struct uuid *by)
{
	ticket_agree(t, &table, STAFF_ASSOCIATE, right, by);
}

static void
reasons_and_managers(void **state)
{
	struct rec_piece	ring = piece("unique", "RG-1", 10000);
	struct uuid		boss = uuid_new();
	struct discount		d = { DISCOUNT_PERCENT, 200000, "", { { 0 } } };
	struct ticket_ask	ask;
	struct ticket		t;
	struct err		err = ERR_INIT;

	(void)state;
	set_table();
	ring.floor_price = 8500;
	ticket_init(&t);
	add(&t, &ring, 1);
	assert_int_equal(ticket_set_price(&t, 0, 9000, " ", &err), -1);
	assert_int_equal(ticket_set_price(&t, 0, -1, "x", &err), -1);
	assert_int_equal(ticket_set_price(&t, 0, 9000,
	    "card 4111 1111 1111 1111", &err), -1);
	assert_int_equal(ticket_set_price(&t, 0, 9000,
	    "41111111\x1f" "11111111", &err), -1);
	assert_int_equal(ticket_set_discount(&t, 0, &d, &err), -1);
	total(&t, &per_line);
	assert_false(asks(&t, &ask));

	/* Up to the limit alone, past it a manager is asked. */
	assert_int_equal(ticket_set_price(&t, 0, 9000, "worn", &err), 0);
	total(&t, &per_line);
	assert_false(asks(&t, &ask));
	assert_int_equal(ticket_set_price(&t, 0, 8999, "worn", &err), 0);
	total(&t, &per_line);
	assert_true(asks(&t, &ask));
	assert_int_equal(ask.right, RIGHT_PRICE);
	assert_int_equal(ask.may, MAY_ASK);
	assert_int_equal(ask.ppm, 100100);
	agree(&t, RIGHT_PRICE, &boss);
	assert_false(asks(&t, &ask));
	/* A price that goes up is another price as well. */
	assert_int_equal(ticket_set_price(&t, 0, 11001, "worn", &err), 0);
	total(&t, &per_line);
	assert_true(asks(&t, &ask));

	/* Below the floor: the manager's agreement is not enough. */
	assert_int_equal(ticket_set_price(&t, 0, 8499, "worn", &err), 0);
	total(&t, &per_line);
	agree(&t, RIGHT_PRICE, &boss);
	assert_true(asks(&t, &ask));
	assert_int_equal(ask.right, RIGHT_BELOW_FLOOR);
	agree(&t, RIGHT_BELOW_FLOOR, &boss);
	assert_false(asks(&t, &ask));
	assert_true(uuid_eq(&t.lines[0].floor_by, &boss));

	/* A later change is not agreed to. */
	assert_int_equal(ticket_set_price(&t, 0, 10000, "", &err), 0);
	d.reason = "friend";
	assert_int_equal(ticket_set_discount(&t, TICKET_WHOLE, &d, &err), 0);
	total(&t, &per_line);
	assert_true(asks(&t, &ask));
	assert_int_equal(ask.right, RIGHT_BELOW_FLOOR);
	d.value = 140000;
	assert_int_equal(ticket_set_discount(&t, TICKET_WHOLE, &d, &err), 0);
	total(&t, &per_line);
	assert_true(asks(&t, &ask));
	assert_int_equal(ask.right, RIGHT_DISCOUNT);
	agree(&t, RIGHT_DISCOUNT, &boss);
	assert_false(asks(&t, &ask));
	assert_true(uuid_eq(&t.discount.by, &boss));
	table.of[STAFF_ASSOCIATE][RIGHT_DISCOUNT].may = MAY_NO;
	assert_int_equal(ticket_set_discount(&t, TICKET_WHOLE, &(struct
	    discount){ DISCOUNT_PERCENT, 140000, "x", { { 0 } } }, &err), 0);
	total(&t, &per_line);
	assert_true(asks(&t, &ask));
	assert_int_equal(ask.may, MAY_NO);
	agree(&t, RIGHT_DISCOUNT, &boss);	/* nobody can */
	assert_true(asks(&t, &ask));
	d.value = PPM_ONE + 1;
	assert_int_equal(ticket_set_discount(&t, 0, &d, &err), -1);
	ticket_free(&t);
}

static void
exempt_customers(void **state)
{
	struct rec_piece	ring = piece("unique", "RG-1", 12000);
	struct rec_customer	who = { .id = uuid_new(), .name = "School",
				    .tax_exempt = 1, .exempt_no = "E-77",
				    .exempt_until = DAY };
	struct ticket		t;

	(void)state;
	ticket_init(&t);
	add(&t, &ring, 1);
	ticket_set_customer(&t, &who, DAY);
	total(&t, &per_line);
	assert_int_equal(t.tax, 0);
	assert_int_equal(t.lines[0].rate.ppm, 0);
	assert_string_equal(t.exempt_no, "E-77");
	ticket_set_customer(&t, &who, DAY + 1);
	total(&t, &per_line);
	assert_int_equal(t.tax, 1065);
	assert_string_equal(t.exempt_no, "");
	ticket_set_customer(&t, NULL, DAY);
	assert_true(uuid_is_nil(&t.customer_id));
	ring.tax_class = "vat";
	ring.id = uuid_new();
	add(&t, &ring, 1);
	ticket_remove(&t, 0);
	total(&t, &per_line);
	assert_int_equal(t.total, 12000);
	assert_int_equal(t.tax, 2000);
	ticket_free(&t);
}

static void
too_much(void **state)
{
	struct rec_piece	big = piece("counted", "B", INT64_MAX / 2);
	struct ticket		t;
	struct err		err = ERR_INIT;

	(void)state;
	ticket_init(&t);
	add(&t, &big, 3);
	assert_int_equal(ticket_total(&t, &per_line, DAY, &err), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	ticket_free(&t);
	ticket_init(&t);
	total(&t, &per_line);		/* nothing costs nothing */
	assert_int_equal(t.total, 0);
	ticket_free(&t);
}

static void
parked_and_recalled(void **state)
{
	struct rec_piece	ring = piece("unique", "RG-1", 10000);
	struct rec_piece	cloth = piece("counted", "CL-1", 500);
	struct uuid		boss = uuid_new(), hold = uuid_new();
	struct discount		d = { DISCOUNT_PERCENT, 50000, "\"quoted\"",
				    boss };
	struct ticket		t, u;
	struct err		err = ERR_INIT;
	struct buf		json = BUF_INIT(100000), again;
	size_t			at;

	(void)state;
	buf_init(&again, 100000);
	ticket_init(&t);
	add(&t, &ring, 1);
	add(&t, &cloth, 7);
	assert_int_equal(ticket_add_free(&t, "Postage", "none", 900, &at), 0);
	ticket_set_hold(&t, 0, &hold, 1234567);
	assert_int_equal(ticket_set_price(&t, 0, 9000, "worn", &err), 0);
	t.lines[0].price_by = t.lines[0].floor_by = boss;
	assert_int_equal(ticket_set_discount(&t, 1, &d, &err), 0);
	d.kind = DISCOUNT_AMOUNT;
	assert_int_equal(ticket_set_discount(&t, TICKET_WHOLE, &d, &err),
	    0);
	ticket_set_note(&t, "calls back");
	ticket_write(&t, &json);
	if (ticket_read(&u, buf_str(&json), json.len, &err) != 0)
		fail_msg("%s", err.text);
	ticket_write(&u, &again);
	assert_string_equal(buf_str(&json), buf_str(&again));
	assert_true(uuid_eq(&t.id, &u.id));
	assert_int_equal(u.count, 3);
	/* A recalled ticket grows like any other. */
	ring.id = uuid_new();
	add(&u, &ring, 1);
	ticket_free(&t);
	ticket_free(&u);
	buf_free(&json);
	buf_free(&again);
}

static void
bad_parked_tickets(void **state)
{
	static const char *const	bad[] = { "", "[]", "{}", "{\"version\":2}",
		"{\"version\":1,\"id\":\"x\",\"lines\":[]}",
		"{\"version\":1,\"id\":\"01890000-0000-7000-8000-000000000000\"}",
		"{\"version\":1,\"id\":\"01890000-0000-7000-8000-000000000000\","
		"\"lines\":[7]}",
		"{\"version\":1,\"id\":\"01890000-0000-7000-8000-000000000000\","
		"\"lines\":[{\"kind\":\"unique\",\"qty\":2,\"list\":1,"
		"\"price\":1}]}",
		"{\"version\":1,\"id\":\"01890000-0000-7000-8000-000000000000\","
		"\"lines\":[{\"kind\":\"unique\",\"qty\":1,\"list\":1,"
		"\"price\":-1}]}" };
	struct ticket			t;
	struct err			err;
	size_t				i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		err_clear(&err);
		assert_int_equal(ticket_read(&t, bad[i], strlen(bad[i]), &err),
		    -1);
		assert_int_equal(err.kind, ERR_INPUT);
	}
}

static void
card_numbers(void **state)
{
	static const char *const	yes[] = { "4111111111111111",
		"card 4111 1111 1111 1111 ok", "4111-1111-1111-1111",
		"ref:378282246310005", "x5105105105105100", "4222222222222" };
	static const char *const	no[] = { "", "4242", "4111111111111112",
		"WEB-1187", "41111111", "2026-11-22 14:02:11",
		"01981234-1111-7111-8111-111111111111",
		"411111111111111141111111111111114",
		"4111 1111 -- 1111 1111" };
	size_t				i;

	(void)state;
	for (i = 0; i < sizeof yes / sizeof *yes; i++) {
		if (!pan_in(yes[i]))
			fail_msg("'%s' passed", yes[i]);
	}
	for (i = 0; i < sizeof no / sizeof *no; i++) {
		if (pan_in(no[i]))
			fail_msg("'%s' was refused", no[i]);
	}
}

static void
words(void **state)
{
	enum piece_state	s;
	enum piece_kind		k;

	(void)state;
	for (s = PIECE_INTAKE; s <= PIECE_SCRAPPED; s++) {
		enum piece_state	back;

		assert_true(piece_state_of(piece_state_name(s), &back));
		assert_int_equal(back, s);
		assert_int_equal(piece_state_why(s) == NULL, s == PIECE_STOCK);
	}
	assert_false(piece_state_of("gone", &s));
	assert_true(piece_kind_of("service", &k));
	assert_int_equal(k, PIECE_SERVICE);
	assert_false(piece_kind_of("", &k));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(adds_up),
		cmocka_unit_test(lines_come_and_merge),
		cmocka_unit_test(whole_discount_is_spread),
		cmocka_unit_test(reasons_and_managers),
		cmocka_unit_test(exempt_customers),
		cmocka_unit_test(too_much),
		cmocka_unit_test(parked_and_recalled),
		cmocka_unit_test(bad_parked_tickets),
		cmocka_unit_test(card_numbers),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
