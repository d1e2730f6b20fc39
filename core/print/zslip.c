/* X and Z on paper: see zslip.h. */
#include "print/zslip.h"

#include <stdio.h>
#include <string.h>

#include "print/paper.h"
#include "run/json.h"
#include "sell/till.h"
#include "str.h"

#define HASH_SHORT	8	/* bytes of the journal's hash on paper */

/*
 * Which of the report's tables go on paper, and what of their rows: a label
 * (and more of it), how many, and what it comes to.  A table that is empty is
 * left out.
 */
struct part {
	const char	*table, *title;
	const char	*label, *more, *count, *amount;
};

static const struct part parts[] = {
	{ "summary", NULL, "what", NULL, "count", "amount" },
	{ "channels", "By channel", "channel", NULL, "sold", "net" },
	{ "tenders", "Paid by", "kind", NULL, "payments", "amount" },
	{ "liabilities", "Deposits and liabilities used", "kind", NULL,
	    "payments", "amount" },
	{ "tax", "Tax by rate", "name", "rate", NULL, "tax" },
	{ "exempt", "Sold without tax", "number", "certificate", NULL, "net" },
	{ "discounts", "Discounts", "reason", "approved_by", "lines",
	    "discount" },
	{ "voids", "Thrown away instead of sold", "what", "by", NULL,
	    "amount" },
	{ "associates", "By associate", "associate", NULL, "sales", "net" },
	{ "categories", "By category", "category", "channel", "sold", "net" },
	{ "consignors", "Owed to consignors", "consignor", NULL, "sold",
	    "due" },
	{ "drawers", "Drawers: over or short", "till", NULL, NULL,
	    "over_short" },
	{ "refused", "Second sales refused", "sku", "wanted_by", NULL,
	    "amount" },
};

static bool
read_amount(const struct js *row, const char *name, int64_t *out_r)
{
	return name != NULL && js_num(js_get(row, name), "amount", out_r);
}

static void
put_row(struct paper *paper, const struct part *part, const struct js *row,
    const struct till *till)
{
	char		 left[200], count[24] = "", amount[MONEY_TEXT] = "";
	const char	*more = part->more == NULL ? "" :
	    js_text(row, part->more, "");
	int64_t		 n;

	if (part->count != NULL && js_num(row, part->count, &n))
		snprintf(count, sizeof count, " (%lld)", (long long)n);
	snprintf(left, sizeof left, "%s%s%s%s", js_text(row, part->label, ""),
	    more[0] == '\0' ? "" : ", ", more, count);
	if (read_amount(row, part->amount, &n))
		money_text(n, &till->currency, MONEY_GROUPED, amount);
	paper_pair(paper, PAPER_PLAIN, left, amount);
}

static void
put_part(struct paper *paper, const struct part *part, const struct js *tables,
    const struct till *till)
{
	const struct js	*rows = js_get(js_get(tables, part->table), "rows");
	size_t		 i, n = js_count(rows);

	if (n == 0)
		return;
	paper_blank(paper);
	if (part->title != NULL)
		paper_text(paper, PAPER_BOLD, part->title);
	for (i = 0; i < n; i++)
		put_row(paper, part, js_at(rows, i), till);
}

/* The proof, and what was closed over. */
static void
put_proof(struct paper *paper, const struct js *tables)
{
	const struct js	*row = js_at(js_get(js_get(tables, "sold_twice"),
	    "rows"), 0);
	const struct js	*rows = js_get(js_get(tables, "closed_over"), "rows");
	int64_t		 twice, pieces;
	size_t		 i, n = js_count(rows);

	if (js_num(row, "pieces", &twice) &&
	    js_num(row, "looked_at", &pieces)) {
		paper_blank(paper);
		paper_printf(paper, PAPER_BOLD, "Double sales: %lld, of %lld "
		    "pieces looked at", (long long)twice, (long long)pieces);
	}
	if (n == 0)
		return;
	paper_blank(paper);
	paper_text(paper, PAPER_BOLD, "Closed in spite of");
	for (i = 0; i < n; i++)
		paper_text(paper, PAPER_PLAIN, js_text(js_at(rows, i), "text",
		    ""));
}

static void
put_head(struct paper *paper, enum zslip what, const struct rec_z *z,
    const struct js *doc, struct till *till)
{
	char		 day[DAY_TEXT], stamp[STAMP_TEXT];
	const char	*from = js_text(doc, "from", "");

	paper_text(paper, PAPER_BOLD | PAPER_CENTER | PAPER_WIDE,
	    till->shop.name);
	if (!str_eq(z->store, till->shop.name))
		paper_text(paper, PAPER_CENTER, z->store);
	paper_blank(paper);
	if (what == ZSLIP_X)
		paper_text(paper, PAPER_BOLD | PAPER_CENTER, "X, so far");
	else
		paper_printf(paper, PAPER_BOLD | PAPER_CENTER, "Z %04lld",
		    (long long)z->number);
	if (what == ZSLIP_COPY)
		paper_text(paper, PAPER_BOLD | PAPER_CENTER, "COPY");
	paper_pair(paper, PAPER_PLAIN, z->till[0] == '\0' ? "The whole store" :
	    "Register", z->till);
	day_text((int)z->business_day, day);
	if (!str_eq(from, day) && from[0] != '\0')
		paper_pair(paper, PAPER_PLAIN, "Business days from", from);
	paper_pair(paper, PAPER_PLAIN, str_eq(from, day) ? "Business day" :
	    "to", day);
	paper_pair(paper, PAPER_PLAIN, what == ZSLIP_X ? "Looked at" :
	    "Closed", stamp_text(&till->zone, z->made_at, stamp));
	if (z->staff[0] != '\0')
		paper_pair(paper, PAPER_PLAIN, "By", z->staff);
	paper_rule(paper);
}

static void
put_amount(struct paper *paper, const char *label, money amount,
    const struct till *till)
{
	char	text[MONEY_TEXT];

	paper_pair(paper, PAPER_BOLD, label, money_text(amount,
	    &till->currency, MONEY_GROUPED, text));
}

static void
put_foot(struct paper *paper, enum zslip what, const struct rec_z *z,
    const struct till *till)
{
	char	day[DAY_TEXT], hash[2 * HASH_SHORT + 1];

	paper_rule(paper);
	paper_printf(paper, PAPER_PLAIN, "%lld sales and returns",
	    (long long)z->sales);
	put_amount(paper, "This period, with tax", z->total, till);
	put_amount(paper, "Since the beginning", z->grand_total, till);
	if (what == ZSLIP_X) {
		paper_printf(paper, PAPER_PLAIN, "The next Z is %04lld.",
		    (long long)z->number);
		return;
	}
	if (z->till[0] == '\0')
		paper_printf(paper, PAPER_PLAIN, "What is sold after this "
		    "belongs to %s.", day_text((int)z->next_day, day));
	if (z->hash.len >= HASH_SHORT) {
		str_hex(z->hash.bytes, HASH_SHORT, hash);
		paper_printf(paper, PAPER_PLAIN, "Journal %s", hash);
	}
	paper_blank(paper);
	paper_text(paper, PAPER_PLAIN, "Signed");
	paper_blank(paper);
	paper_rule(paper);
}

int
zslip_write(struct paper *paper, enum zslip what, const struct rec_z *z,
    struct till *till, struct err *err)
{
	struct js	*doc = js_parse(z->totals, strlen(z->totals), err);
	const struct js	*tables = js_get(doc, "tables");
	size_t		 i;

	if (doc == NULL)
		return -1;
	put_head(paper, what, z, doc, till);
	for (i = 0; i < sizeof parts / sizeof parts[0]; i++)
		put_part(paper, &parts[i], tables, till);
	put_proof(paper, tables);
	put_foot(paper, what, z, till);
	paper_cut(paper);
	js_free(doc);
	return 0;
}
