/*
 * What is stored, on paper and in the journal: core/print/receipt and the
 * text core/sell/facts seals.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <string.h>

#include "buf.h"
#include "print/escpos.h"
#include "print/paper.h"
#include "print/receipt.h"
#include "print/text.h"
#include "sell/facts.h"
#include "sell/till.h"

#define ID(n)	{ { 0x01, 0x9a, 0, 0, 0, 0, 0x70, 0, 0x80, [15] = (n) } }

static const struct rec_sale	a_sale = {
	.id = ID(1), .kind = "sale", .number = "R1-000042",
	.register_id = ID(2), .store_id = ID(3), .channel_id = ID(4),
	.staff_id = ID(5), .customer_name = "Elena \"El\" Marsh",
	.order_ref = "", .business_day = 20261122,
	.made_at = INT64_C(1795374131000000), .currency = "USD",
	.subtotal = 538000, .discount = 5900, .tax = 47224, .total = 579324,
	.paid = 579324, .exempt_no = "", .note = "two\nlines",
	.store = "Main Street", .till = "R1", .channel = "Showroom",
	.staff = "Ana", .returns_number = "",
	.hash = { "\x01\x23\x45\x67\x89\xab\xcd\xef rest", 13 },
};
static const struct rec_line	some_lines[] = {
	{ .id = ID(11), .sale_id = ID(1), .position = 1, .piece_id = ID(21),
	  .sku = "BR-1041", .title = "Signed estate brooch, platinum, 1925",
	  .unique_piece = 1, .qty = 1, .list_price = 420000,
	  .unit_price = 420000, .discount_reason = "",
	  .tax_class = "standard", .tax_name = "NY sales tax",
	  .tax_ppm = 88750, .net = 420000, .tax = 37275, .total = 457275 },
	{ .id = ID(12), .sale_id = ID(1), .position = 2, .piece_id = ID(22),
	  .sku = "WB-0007", .title = "Wedding band 18k 4 mm", .qty = 2,
	  .list_price = 59000, .unit_price = 59000, .discount = 5900,
	  .discount_reason = "loyalty", .tax_class = "standard",
	  .tax_name = "NY sales tax", .tax_ppm = 88750, .net = 112100,
	  .tax = 9949, .total = 122049 },
};
static const struct rec_payment	some_payments[] = {
	{ .id = ID(31), .sale_id = ID(1), .position = 1, .kind = "card",
	  .amount = 500000, .last4 = "4242", .approval = "091834",
	  .reference = "" },
	{ .id = ID(32), .sale_id = ID(1), .position = 2, .kind = "cash",
	  .amount = 80000, .last4 = "", .approval = "", .reference = "" },
	{ .id = ID(33), .sale_id = ID(1), .position = 3, .kind = "change",
	  .amount = -676, .last4 = "", .approval = "", .reference = "" },
};

static struct till
a_till(void)
{
	struct till	till = { .shop = { .name = "Test Jewelers" },
			    .store = { .name = "Main Street",
			    .address = "1 Main Street", .phone = "",
			    .footer = "Thank you" } };
	struct err	err = ERR_INIT;

	till.currency = *currency_find("USD");
	assert_int_equal(zone_init(&till.zone, "America/New_York", 0, &err),
	    0);
	return till;
}

static void
on_paper(void **state)
{
	struct till	till = a_till();
	struct receipt	r = { .sale = &a_sale, .lines = some_lines,
			    .line_count = 2, .payments = some_payments,
			    .payment_count = 3 };
	struct paper	*paper = paper_new();
	struct buf	 out = BUF_INIT(10000);

	(void)state;
	assert_true(receipt_has_cash(&r));
	receipt_write(paper, &r, &till, true);
	text_render(paper, 42, false, &out);
	assert_string_equal(buf_str(&out),
	    "        T e s t   J e w e l e r s\n"
	    "               Main Street\n"
	    "              1 Main Street\n"
	    "\n"
	    "R1-000042              2026-11-22 14:02:11\n"
	    "Served by Ana\n"
	    "For Elena \"El\" Marsh\n"
	    "------------------------------------------\n"
	    "Signed estate brooch, platinum,\n"
	    "1925                              4,200.00\n"
	    "  BR-1041\n"
	    "Wedding band 18k 4 mm             1,180.00\n"
	    "  WB-0007  2 x 590.00\n"
	    "loyalty                             -59.00\n"
	    "------------------------------------------\n"
	    "Subtotal                          5,380.00\n"
	    "Discounts                           -59.00\n"
	    "NY sales tax 8.875%                 472.24\n"
	    "\n"
	    "TOTAL                             5,793.24\n"
	    "\n"
	    "Card **** 4242 appr. 091834       5,000.00\n"
	    "Cash                                800.00\n"
	    "Change                                6.76\n"
	    "------------------------------------------\n"
	    "Journal 0123456789abcdef\n"
	    "\n"
	    "                Thank you\n"
	    "\n"
	    "               *R1-000042*\n");
	buf_free(&out);
	paper_free(paper);
}

/* A copy says so, twice, and leaves the drawer shut. */
static void
copies(void **state)
{
	struct till	till = a_till();
	struct receipt	r = { .sale = &a_sale, .lines = some_lines,
			    .line_count = 2, .payments = some_payments,
			    .payment_count = 3, .copy = true };
	struct paper	*paper = paper_new();
	struct buf	 out = BUF_INIT(10000);

	(void)state;
	receipt_write(paper, &r, &till, true);
	text_render(paper, 42, false, &out);
	assert_non_null(strstr(buf_str(&out), "                   COPY\n"));
	assert_non_null(strstr(buf_str(&out), "COPY - not a second sale\n"));
	buf_reset(&out);
	escpos_render(paper, 42, ESCPOS_WPC1252, &out);
	assert_null(memmem(out.bytes, out.len, "\x1bp", 2));
	r.copy = false;
	paper_free(paper);
	paper = paper_new();
	receipt_write(paper, &r, &till, true);
	buf_reset(&out);
	escpos_render(paper, 42, ESCPOS_WPC1252, &out);
	assert_non_null(memmem(out.bytes, out.len, "\x1bp", 2));
	buf_free(&out);
	paper_free(paper);
}

static struct facts
the_facts(void)
{
	static struct rec_line		lines[2];
	static struct rec_payment	payments[3];

	memcpy(lines, some_lines, sizeof lines);
	memcpy(payments, some_payments, sizeof payments);
	return (struct facts){ .sale = a_sale, .lines = lines,
	    .line_count = 2, .payments = payments, .payment_count = 3 };
}

static void
in_the_journal(void **state)
{
	struct facts	facts = the_facts();
	struct buf	out = BUF_INIT(10000);

	(void)state;
	facts_text(&facts, &out);
	assert_string_equal(buf_str(&out),
	    "vitrine-sale 1 sale 019a0000-0000-7000-8000-000000000001\n"
	    "at 1795374131000000 20261122\n"
	    "by 019a0000-0000-7000-8000-000000000003"
	    " 019a0000-0000-7000-8000-000000000002"
	    " 019a0000-0000-7000-8000-000000000004"
	    " 019a0000-0000-7000-8000-000000000005\n"
	    "for - \"Elena \\\"El\\\" Marsh\" \"\" 0 \"\"\n"
	    "note \"two\\nlines\"\n"
	    "line 1 019a0000-0000-7000-8000-000000000015 \"BR-1041\""
	    " \"Signed estate brooch, platinum, 1925\" 1 420000 420000 0 \"\""
	    " \"standard\" \"NY sales tax\" 88750 0 420000 37275 457275 - 1\n"
	    "line 2 019a0000-0000-7000-8000-000000000016 \"WB-0007\""
	    " \"Wedding band 18k 4 mm\" 2 59000 59000 5900 \"loyalty\""
	    " \"standard\" \"NY sales tax\" 88750 0 112100 9949 122049 - 0\n"
	    "pay 1 card 500000 \"4242\" \"091834\" \"\"\n"
	    "pay 2 cash 80000 \"\" \"\" \"\"\n"
	    "pay 3 change -676 \"\" \"\" \"\"\n"
	    "total USD 538000 5900 47224 579324\n");
	buf_free(&out);
}

static void
same_but_for_when(void **state)
{
	struct facts	facts = the_facts();
	struct buf	a = BUF_INIT(10000), b = BUF_INIT(10000);

	(void)state;
	facts_text(&facts, &a);
	facts.sale.made_at++;
	facts.sale.business_day = 20261123;
	facts_text(&facts, &b);
	assert_true(facts_same(buf_str(&a), buf_str(&b)));
	facts.payments[1].amount++;
	buf_reset(&b);
	facts_text(&facts, &b);
	assert_false(facts_same(buf_str(&a), buf_str(&b)));
	assert_false(facts_same(buf_str(&a), ""));
	assert_false(facts_same("", buf_str(&a)));
	/* What somebody wrote cannot pass for the line that says when. */
	facts = the_facts();
	facts.sale.note = "x\nat 1 2";
	buf_reset(&b);
	facts_text(&facts, &b);
	assert_false(facts_same(buf_str(&a), buf_str(&b)));
	buf_free(&a);
	buf_free(&b);
}

static void
must_add_up(void **state)
{
	struct facts	facts = the_facts();
	struct err	err = ERR_INIT;

	(void)state;
	assert_int_equal(facts_check(&facts, &err), 0);
	facts.lines[1].tax++;
	assert_int_equal(facts_check(&facts, &err), -1);
	assert_int_equal(err.kind, ERR_INTERNAL);
	facts = the_facts();
	facts.payments[2].amount = 0;
	assert_int_equal(facts_check(&facts, &err), -1);
	facts = the_facts();
	facts.sale.subtotal++;
	assert_int_equal(facts_check(&facts, &err), -1);
	facts = the_facts();
	facts.lines[0].total = INT64_MAX;
	assert_int_equal(facts_check(&facts, &err), -1);
}

/* The same sale told twice is the same rows, and no two rows share an id. */
static void
row_ids(void **state)
{
	struct uuid	id = uuid_new(), row, before = id;
	size_t		i;

	(void)state;
	for (i = 1; i <= 500; i++) {
		row = facts_row_id(&id, i);
		assert_false(uuid_eq(&row, &before));
		assert_memory_equal(row.b, id.b, 8);
		assert_int_equal(row.b[8] >> 6, 2);
		before = facts_row_id(&id, i);
		assert_true(uuid_eq(&row, &before));
		before = facts_payment_id(&id, i);
		assert_false(uuid_eq(&row, &before));
		before = row;
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(on_paper),
		cmocka_unit_test(copies),
		cmocka_unit_test(in_the_journal),
		cmocka_unit_test(same_but_for_when),
		cmocka_unit_test(must_add_up),
		cmocka_unit_test(row_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
