/* Other systems' files made into items: every format, every oddity. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "desk/import.h"
#include "str.h"

static struct import *
take(const char *text, const char *format, const char *map)
{
	struct import_options	 options = { .format = format, .map = map,
	    .currency = "USD", .exponent = 2, .today = 20240615 };
	struct arena		*arena = arena_new();
	struct profiles		 profiles = profile_builtin(arena);
	struct err		 err = ERR_INIT;
	struct import		*im;

	im = import_bytes(text, strlen(text), &profiles, &options, &err);
	if (im == NULL)
		print_message("%s (%s)\n", err.text, err.hint);
	assert_non_null(im);
	arena_free(arena);
	return im;
}

static const struct import_item *
item(const struct import *im, const char *sku)
{
	size_t	i;

	for (i = 0; i < im->item_count; i++)
		if (str_eq(im->items[i].sku, sku))
			return &im->items[i];
	fail_msg("no item %s", sku);
	return NULL;
}

static const char *
attr(const struct import_item *it, const char *name)
{
	size_t	i;

	for (i = 0; i < it->attr_count; i++)
		if (str_eq(it->attrs[i].name, name))
			return it->attrs[i].value;
	return "";
}

static void
expect_reject(const struct import *im, int64_t row, const char *why)
{
	size_t	i;

	for (i = 0; i < im->reject_count; i++)
		if (im->rejects[i].row == row) {
			assert_non_null(strstr(im->rejects[i].reason, why));
			return;
		}
	fail_msg("row %lld was not rejected", (long long)row);
}

static void
expect_money(const char *text, enum clean_mark mark, enum clean answer,
    int64_t amount)
{
	char	currency[4];
	int64_t	got = -1;

	assert_int_equal(clean_money(text, mark, 2, &got, currency), answer);
	if (answer == CLEAN_OK)
		assert_int_equal(got, amount);
}

static void
test_money(void **state)
{
	(void)state;
	expect_money("$4,200.00", MARK_UNKNOWN, CLEAN_OK, 420000);
	expect_money("4.200,00", MARK_UNKNOWN, CLEAN_OK, 420000);
	expect_money("4 200,50 EUR", MARK_UNKNOWN, CLEAN_OK, 420050);
	expect_money("4'200.-", MARK_UNKNOWN, CLEAN_OK, 420000);
	expect_money("USD 1,234,567.89", MARK_UNKNOWN, CLEAN_OK, 123456789);
	expect_money("4,200", MARK_UNKNOWN, CLEAN_OK, 420000);
	expect_money("4.200", MARK_UNKNOWN, CLEAN_TWO_WAYS, 0);
	expect_money("4.200", MARK_COMMA, CLEAN_OK, 420000);
	expect_money("4.200", MARK_POINT, CLEAN_OK, 420);
	expect_money("(12.50)", MARK_UNKNOWN, CLEAN_OK, -1250);
	expect_money("39.9", MARK_UNKNOWN, CLEAN_OK, 3990);
	expect_money("1.999", MARK_POINT, CLEAN_BAD, 0);
	expect_money("42,00,0", MARK_UNKNOWN, CLEAN_BAD, 0);
	expect_money("call", MARK_UNKNOWN, CLEAN_ASK, 0);
	expect_money("n/a", MARK_UNKNOWN, CLEAN_EMPTY, 0);
	expect_money("$$", MARK_UNKNOWN, CLEAN_BAD, 0);
	expect_money("12 and 50", MARK_UNKNOWN, CLEAN_BAD, 0);
	expect_money("99999999999999999999", MARK_UNKNOWN, CLEAN_BAD, 0);
}

static void
test_values(void **state)
{
	struct buf	out = BUF_INIT(1000);
	char		text[32];
	int64_t		n = 0;

	(void)state;
	assert_int_equal(clean_date("2024-03-01", ORDER_UNKNOWN, &n),
	    CLEAN_OK);
	assert_int_equal(n, 20240301);
	assert_int_equal(clean_date("1 March 1998", ORDER_UNKNOWN, &n),
	    CLEAN_OK);
	assert_int_equal(n, 19980301);
	assert_int_equal(clean_date("13/2/24", ORDER_UNKNOWN, &n), CLEAN_OK);
	assert_int_equal(n, 20240213);
	assert_int_equal(clean_date("3/4/2024", ORDER_UNKNOWN, &n),
	    CLEAN_TWO_WAYS);
	assert_int_equal(clean_date("3/4/2024", ORDER_MONTH_FIRST, &n),
	    CLEAN_OK);
	assert_int_equal(n, 20240304);
	assert_int_equal(clean_date("31.02.2024", ORDER_UNKNOWN, &n),
	    CLEAN_BAD);
	assert_int_equal(clean_carat("1 1/4 ct", &n), CLEAN_OK);
	assert_int_equal(n, 125);
	assert_int_equal(clean_carat("1/3", &n), CLEAN_OK);
	assert_int_equal(n, 33);
	assert_int_equal(clean_carat("50 pts", &n), CLEAN_OK);
	assert_int_equal(n, 50);
	assert_int_equal(clean_carat("about 2", &n), CLEAN_BAD);
	assert_true(clean_karat("585", text, sizeof(text)));
	assert_string_equal(text, "14k");
	assert_true(clean_karat("18 kt", text, sizeof(text)));
	assert_string_equal(text, "18k");
	assert_false(clean_karat("gold", text, sizeof(text)));
	assert_false(clean_code("3.65276E+11", text, sizeof(text)));
	assert_true(clean_sold("SOLD 3/4"));
	assert_false(clean_sold("solder"));
	clean_html(&out, "<p>Gold &amp; &quot;pearl&quot;</p><ul><li>a</li>"
	    "<li>b</li></ul> 3 < 4 &#233;");
	assert_string_equal(buf_str(&out), "Gold & \"pearl\"\na\nb\n 3 < 4 "
	    "\xc3\xa9");
	buf_free(&out);
}

static void
test_shopify_old(void **state)
{
	struct import			*im;
	const struct import_item	*it;

	(void)state;
	im = take("Handle,Title,Body (HTML),Vendor,Type,Tags,Published,"
	    "Option1 Name,Option1 Value,Variant SKU,Variant Inventory "
	    "Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant "
	    "Price,Variant Barcode,Image Src,Image Position,Gift Card,Status"
	    "\n"
	    "moth,Moth brooch,<p>Opal wings.</p>,Atelier,Brooches,estate,"
	    "TRUE,Title,Default Title,BR-1,shopify,1,continue,4200.00,'12345,"
	    "https://x/a.jpg,1,FALSE,active\n"
	    "moth,,,,,,,,,,,,,,,https://x/b.jpg,2,,\n"
	    "band,Wedding band,,,Rings,,TRUE,Size,6,WB-6,shopify,4,deny,300,,"
	    ",,FALSE,active\n"
	    "band,,,,,,,,7,WB-7,shopify,1,deny,310,,,,,\n"
	    "card,Gift card,,,,,TRUE,Title,Default Title,GC,,0,deny,50,,,,"
	    "TRUE,active\n"
	    "old,Old ring,,,Rings,,TRUE,Title,Default Title,OR,shopify,1,deny,"
	    "10,,,,FALSE,draft\n", NULL, NULL);
	assert_string_equal(im->profile.code, "shopify-old");
	assert_int_equal(im->item_count, 4);
	it = item(im, "BR-1");
	assert_string_equal(it->story, "Opal wings.");
	assert_int_equal(it->kind, IMPORT_UNIQUE);
	assert_int_equal(it->photo_count, 2);
	assert_string_equal(it->codes[0], "12345");
	assert_string_equal(it->category, "Brooches");
	assert_true(it->listed);
	assert_int_equal(im->found[FINDING_OVERSELL], 1);
	it = item(im, "WB-7");
	assert_string_equal(it->title, "Wedding band, 7");
	assert_string_equal(attr(it, "Size"), "7");
	assert_int_equal(it->kind, IMPORT_COUNTED);
	assert_int_equal(it->row, 5);
	assert_false(item(im, "OR")->listed);
	assert_int_equal(im->found[FINDING_SKIPPED], 1);
	import_free(im);
}

static void
test_shopify_new(void **state)
{
	struct import			*im;
	const struct import_item	*it;

	(void)state;
	im = take("Title,URL handle,Description,Published on online store,"
	    "Status,SKU,Barcode,Option1 name,Option1 value,Price,Inventory "
	    "tracker,Inventory quantity,Continue selling when out of stock,"
	    "Metal (product.metafields.custom.metal)\n"
	    "Pearl strand,pearl,Grey pearls.,TRUE,active,,,Title,Default Title"
	    ",990,shopify,3,TRUE,18k gold\n", NULL, NULL);
	assert_string_equal(im->profile.code, "shopify-new");
	it = item(im, "PEARL");
	assert_true(it->sku_made);
	assert_string_equal(it->ref, "pearl");
	assert_string_equal(attr(it, "Metal"), "18k gold");
	assert_int_equal(it->kind, IMPORT_COUNTED);
	assert_int_equal(im->found[FINDING_OVERSELL], 1);
	assert_int_equal(im->found[FINDING_NO_SKU], 1);
	import_free(im);
}

static void
test_woocommerce(void **state)
{
	struct import			*im;
	const struct import_item	*it;

	(void)state;
	im = take("\xef\xbb\xbfID,Type,SKU,Name,Published,\"Visibility in "
	    "catalog\",Description,\"In stock?\",Stock,\"Backorders allowed?\""
	    ",\"Weight (g)\",\"Sale price\",\"Regular price\",Categories,"
	    "Images,Parent,\"Attribute 1 name\",\"Attribute 1 value(s)\","
	    "\"Meta: hallmark\",\"Meta: _secret\"\n"
	    "7,variation,VR-6,\"Band - 6\",1,visible,,1,1,0,,,450,,,VR,Size,6,"
	    ",\n"
	    "6,variable,VR,Band,1,visible,\"Hand\\nmade\",1,,0,4.2,,,"
	    "\"Rings > Bands, Gold\",https://x/b.jpg,,,,,\n"
	    "8,variation,,\"Band - 7\",1,visible,,1,,0,,,450,,,id:6,Size,7,,\n"
	    "9,simple,SR,\"Signet\",-1,visible,,1,1,1,4.2,200,\"1,450.00\","
	    "Uncategorized,,,,,anchor,hush\n"
	    "10,grouped,GR,Sets,1,visible,,1,,0,,,,,,,,,,\n"
	    "11,\"simple, virtual\",SV,Engraving,1,visible,,1,,0,,,25,,,,,,,\n"
	    , NULL, NULL);
	assert_string_equal(im->profile.code, "woocommerce");
	it = item(im, "VR-6");
	assert_string_equal(it->story, "Hand\nmade");
	assert_string_equal(it->category, "Bands");
	assert_string_equal(it->ref, "7");
	assert_string_equal(attr(it, "Size"), "6");
	assert_string_equal(attr(it, "Weight (g)"), "4.2");
	it = item(im, "BAND-7");
	assert_int_equal(it->quantity, 1);
	it = item(im, "SR");
	assert_false(it->listed);
	assert_int_equal(it->price, 20000);
	assert_string_equal(it->category, "");
	assert_string_equal(attr(it, "hallmark"), "anchor");
	assert_string_equal(attr(it, "_secret"), "");
	assert_int_equal(item(im, "SV")->kind, IMPORT_SERVICE);
	assert_int_equal(im->found[FINDING_OVERSELL], 1);
	assert_int_equal(im->found[FINDING_SKIPPED], 2);
	assert_int_equal(im->found[FINDING_UNCOUNTED], 1);
	import_free(im);
}

static void
test_spreadsheet(void **state)
{
	struct import			*im;
	const struct import_item	*it;

	(void)state;
	im = take("Stock #;Item;Received;Cost;Retail;Qty;Metal;Karat;Stone;Ct;"
	    "Cert #;Era;Sold?\n"
	    "A1;Deco ring;3.11.2024;1.200,00;$ 4.200,00;1;Yellow gold;585;"
	    "Diamond;1 1/4;GIA 77;1925;\n"
	    "A2;Signet;;90,50;call;1;;;;;;;\n"
	    "A1;Other;;;5;1;;;;;;;\n"
	    "A3;Strand;soon;;4.200;;;;;;;;SOLD 3/4\n"
	    "A4;Brooch;;;abc;1;;;;;;;\n"
	    "A5;Clip;;;\xe2\x82\xac 5;1;;;;;;;\n"
	    "A6;Cuff;;;-5,00;1;;;;;;;\n"
	    "A7;Pin;;;700;two;;;;;;;\n"
	    "A8;Estate pin;;;1.500;3;;;;;GIA 77;;\n"
	    "A9;Chain, long;;;9;1;;;;;;;;extra\n"
	    ";;;;9;1;;;;;;;\n"
	    "A4;Brooch again;;;9;1;;;;;;;\n", NULL, NULL);
	assert_string_equal(im->profile.code, "spreadsheet");
	it = item(im, "A1");
	assert_int_equal(it->price, 420000);
	assert_int_equal(it->cost, 120000);
	assert_int_equal(it->date_in, 20241103);
	assert_string_equal(it->metal, "14k Yellow gold");
	assert_int_equal(it->carat_points, 125);
	assert_string_equal(it->lab, "GIA");
	assert_string_equal(it->certificate, "77");
	assert_string_equal(attr(it, "Period"), "1925");
	it = item(im, "A2");
	assert_int_equal(it->price, 0);
	assert_false(it->listed);
	it = item(im, "A3");
	assert_true(it->sold);
	assert_int_equal(it->quantity, 0);
	expect_reject(im, 4, "row 2");
	expect_reject(im, 6, "not an amount");
	expect_reject(im, 7, "the shop's currency is USD");
	expect_reject(im, 8, "below zero");
	expect_reject(im, 9, "not a number of pieces");
	expect_reject(im, 11, "quotes");
	expect_reject(im, 12, "no title");
	expect_reject(im, 13, "row 6");
	assert_int_equal(im->found[FINDING_QUANTITY], 1);
	assert_int_equal(im->found[FINDING_CERTIFICATE], 1);
	assert_int_equal(im->found[FINDING_NO_PRICE], 1);
	assert_int_equal(im->found[FINDING_SOLD], 1);
	assert_int_equal(im->found[FINDING_DATE], 1);
	assert_int_equal(im->item_count, 4);
	import_free(im);
}

/* What people put round their tables. */
static void
test_untidy(void **state)
{
	struct import	*im;

	(void)state;
	im = take("Our stock,,\n\n,as of,3 March\nTag #,Item,Price (USD),"
	    "Barcode\nA,\"Ring\",\"1,200\",99\nB,Pin,6,99\n,TOTAL,1206,\n",
	    NULL, NULL);
	assert_int_equal(im->header_row, 4);
	assert_int_equal(item(im, "A")->row, 5);
	assert_int_equal(item(im, "A")->price, 120000);
	assert_int_equal(im->found[FINDING_BARCODE], 1);
	import_free(im);
	im = take("SKU,Title,Price (EUR)\nA,Ring,5\n", NULL, NULL);
	expect_reject(im, 2, "the shop's currency is USD");
	import_free(im);
	im = take("ID,Type,SKU,Name,Published,Stock,Sale price,Date sale price "
	    "starts,Date sale price ends,Regular price\n"
	    "1,simple,A,Ring &amp; pin,1,1,80,2023-01-01,2023-12-31,100\n"
	    "2,simple,B,Pin,1,1,80,2024-01-01 00:00:00,2024-12-31,100\n",
	    NULL, NULL);
	assert_int_equal(item(im, "A")->price, 10000);
	assert_string_equal(item(im, "A")->title, "Ring & pin");
	assert_int_equal(item(im, "B")->price, 8000);
	import_free(im);
}

static void
test_same_hash(void **state)
{
	const char	*text = "SKU,Title,Price\nA,Ring,5\nB,Pin,6\n";
	const char	*moved = "Price,Title,SKU\n6,Pin,B\n5.00,Ring,A\n";
	struct import	*a = take(text, NULL, NULL);
	struct import	*b = take(moved, NULL, NULL);

	(void)state;
	assert_true(item(a, "A")->hash == item(b, "A")->hash);
	assert_true(item(a, "B")->hash == item(b, "B")->hash);
	assert_true(item(a, "A")->hash != item(a, "B")->hash);
	import_free(a);
	import_free(b);
}

static void
test_map(void **state)
{
	struct import_options	 options = { .currency = "EUR",
	    .exponent = 2 };
	const char		*text = "Artikelnummer;Bezeichnung;Ladenpreis;"
	    "Farbe;Intern\nK-7;Ring;1.234,50;rot;geheim\n";
	struct arena		*arena = arena_new();
	struct profiles		 profiles = profile_builtin(arena);
	struct err		 err = ERR_INIT;
	struct import		*im;

	(void)state;
	im = import_bytes(text, strlen(text), &profiles, &options, &err);
	assert_null(im);
	assert_int_equal(err.kind, ERR_INPUT);
	assert_non_null(strstr(err.text, "Artikelnummer"));
	assert_non_null(strstr(err.hint, "--map"));
	options.map = "# ours\nArtikelnummer = sku\nBezeichnung=title\n"
	    "ladenpreis = price\r\nFarbe = attribute:Colour\nIntern = -\n";
	im = import_bytes(text, strlen(text), &profiles, &options, &err);
	assert_non_null(im);
	assert_int_equal(item(im, "K-7")->price, 123450);
	assert_string_equal(attr(item(im, "K-7"), "Colour"), "rot");
	import_free(im);
	options.map = "Artikelnummer = stuck\n";
	assert_null(import_bytes(text, strlen(text), &profiles, &options,
	    &err));
	assert_non_null(strstr(err.text, "line 1"));
	options.map = NULL;
	options.format = "excel";
	assert_null(import_bytes(text, strlen(text), &profiles, &options,
	    &err));
	assert_int_equal(err.kind, ERR_USAGE);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_money),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_shopify_old),
		cmocka_unit_test(test_shopify_new),
		cmocka_unit_test(test_woocommerce),
		cmocka_unit_test(test_spreadsheet),
		cmocka_unit_test(test_untidy),
		cmocka_unit_test(test_same_hash),
		cmocka_unit_test(test_map)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
