/* What two lists of one stock disagree about: see reconcile.h. */
#include "desk/reconcile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/table.h"
#include "mem.h"
#include "record.h"
#include "sell/piece.h"
#include "str.h"

/* A piece in both lists. */
static const struct column both_columns[] = {
	{ "sku", "Number", CELL_TEXT },
	{ "title", "Piece", CELL_TEXT },
	{ "web_price", "Web price", CELL_MONEY },
	{ "shop_row", "Shop row", CELL_NUM },
	{ "web_row", "Web row", CELL_NUM },
	{ "web_sku", "Web number", CELL_TEXT },
	{ "matched_by", "Known by", CELL_TEXT },
	{ "why", "Why", CELL_TEXT }
};
static const struct column web_columns[] = {
	{ "sku", "Number", CELL_TEXT },
	{ "title", "Piece", CELL_TEXT },
	{ "web_price", "Web price", CELL_MONEY },
	{ "web_quantity", "Qty", CELL_NUM },
	{ "web_row", "Web row", CELL_NUM },
	{ "why", "Why", CELL_TEXT }
};
static const struct column quantity_columns[] = {
	{ "sku", "Number", CELL_TEXT },
	{ "title", "Piece", CELL_TEXT },
	{ "shop_quantity", "Shop", CELL_NUM },
	{ "web_quantity", "Web", CELL_NUM },
	{ "shop_row", "Shop row", CELL_NUM },
	{ "web_row", "Web row", CELL_NUM },
	{ "why", "Why", CELL_TEXT }
};
static const struct column price_columns[] = {
	{ "sku", "Number", CELL_TEXT },
	{ "title", "Piece", CELL_TEXT },
	{ "shop_price", "Shop", CELL_MONEY },
	{ "web_price", "Web", CELL_MONEY },
	{ "difference", "Web less shop", CELL_MONEY },
	{ "shop_row", "Shop row", CELL_NUM },
	{ "web_row", "Web row", CELL_NUM }
};
static const struct column certificate_columns[] = {
	{ "certificate", "Certificate", CELL_TEXT },
	{ "list", "List", CELL_TEXT },
	{ "row", "Row", CELL_NUM },
	{ "sku", "Number", CELL_TEXT },
	{ "title", "Piece", CELL_TEXT }
};
static const struct column unread_columns[] = {
	{ "list", "List", CELL_TEXT },
	{ "row", "Row", CELL_NUM },
	{ "sku", "Number", CELL_TEXT },
	{ "why", "Why", CELL_TEXT }
};
static const struct column summary_columns[] = {
	{ "what", "", CELL_TEXT },
	{ "count", "Pieces", CELL_NUM },
	{ "value", "At web price", CELL_MONEY }
};
#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

/* Counts of the summary, in its order. */
enum finding {
	GHOST, NOT_FOR_SALE, LISTED_TWICE, SOLD_ONLINE, UNKNOWN, QUANTITY,
	OVERSELL, PRICE, CERTIFICATE, UNREAD, FINDINGS
};

static const struct {
	const char	*name, *title, *todo;
	const struct column *columns;
	size_t		 count;
} tables[FINDINGS] = {
#define T(name, title, todo, columns)	{ name, title, todo, columns, \
	COUNT(columns) }
	[GHOST] = T("ghosts", "Sold in the shop, live on the web",
	    "Take them off the website now.", both_columns),
	[NOT_FOR_SALE] = T("not_for_sale",
	    "Not for sale in the shop, live on the web",
	    "Take them off until they are back in the case.", both_columns),
	[LISTED_TWICE] = T("listed_twice", "One piece, listed more than once",
	    "Keep one listing of each.", both_columns),
	[SOLD_ONLINE] = T("sold_online",
	    "Gone on the web, still in stock in the shop",
	    "Was it sold online? Take it out of the case.", both_columns),
	[UNKNOWN] = T("unknown", "Live on the web, unknown in the shop",
	    "Find the piece, or take it off.", web_columns),
	[QUANTITY] = T("quantity", "Counts that cannot be right",
	    "Count them; one of a kind is 1.", quantity_columns),
	[OVERSELL] = T("oversell",
	    "The website goes on selling these when they are gone",
	    "Switch overselling (backorders) off.", web_columns),
	[PRICE] = T("price", "Two prices", "Decide on one.", price_columns),
	[CERTIFICATE] = T("certificate", "One certificate, two pieces",
	    "Look at the papers: entered twice?", certificate_columns),
	[UNREAD] = T("unread", "Rows that could not be compared",
	    "Mend them, and compare again.", unread_columns)
#undef T
};

struct recon {
	struct recon_side	*shop, *web;
	struct report		*report;
	int64_t			 n[FINDINGS];
	money			 value[FINDINGS];
};

static void
add_up(struct recon *r, enum finding what, const struct recon_item *web)
{
	r->n[what]++;
	if (web != NULL && !money_add(r->value[what], web->price,
	    &r->value[what]))
		r->value[what] = INT64_MAX;
}

static void
put_row(struct table *t, int64_t row)
{
	if (row > 0)
		table_num(t, row);
	else
		table_skip(t);
}

static struct table *
begin(struct recon *r, enum finding what)
{
	return report_table(r->report, tables[what].name, tables[what].title,
	    tables[what].columns, tables[what].count);
}

static void
put_both(struct recon *r, enum finding what, struct table *t,
    const struct recon_item *web, const char *why)
{
	const struct recon_item	*shop = web->other;

	table_row(t, ROW_PLAIN);
	table_text(t, shop->sku);
	table_text(t, shop->title);
	table_num(t, web->price);
	put_row(t, shop->row);
	put_row(t, web->row);
	if (web->by == RECON_BY_NUMBER && str_eq(web->sku, shop->sku))
		table_skip(t);
	else
		table_text(t, web->sku);
	table_text(t, recon_by_name(web->by));
	table_text(t, why);
	add_up(r, what, web);
}

static void
put_web(struct recon *r, enum finding what, struct table *t,
    const struct recon_item *web, const char *why)
{
	table_row(t, ROW_PLAIN);
	table_text(t, web->sku);
	table_text(t, web->title);
	table_num(t, web->price);
	table_num(t, web->quantity);
	put_row(t, web->row);
	table_text(t, why);
	add_up(r, what, web);
}

static bool
is_gone(const struct recon_item *shop)
{
	return shop->sold || (shop->quantity <= 0 && !shop->uncounted &&
	    !shop->held && !str_eq(shop->state, "service"));
}

static void
ghosts(struct recon *r)
{
	struct table	*t = begin(r, GHOST);
	size_t		 i;

	for (i = 0; i < r->web->count; i++)
		if (recon_is_live(&r->web->items[i]) &&
		    r->web->items[i].other != NULL &&
		    is_gone(r->web->items[i].other))
			put_both(r, GHOST, t, &r->web->items[i],
			    r->web->items[i].other->sold ? "sold" :
			    "none left");
}

static void
not_for_sale(struct recon *r)
{
	const struct recon_item	*web;
	enum piece_state	 state;
	struct table		*t = begin(r, NOT_FOR_SALE);
	size_t			 i;

	for (i = 0; i < r->web->count; i++) {
		web = &r->web->items[i];
		if (!recon_is_live(web) || web->other == NULL ||
		    is_gone(web->other))
			continue;
		if (piece_state_of(web->other->state, &state) &&
		    state != PIECE_STOCK)
			put_both(r, NOT_FOR_SALE, t, web,
			    piece_state_why(state));
		else if (web->other->held)
			put_both(r, NOT_FOR_SALE, t, web, "is on hold");
	}
}

static void
listed_twice(struct recon *r)
{
	const struct recon_item	*web;
	struct table		*t = begin(r, LISTED_TWICE);
	size_t			 i;

	for (i = 0; i < r->web->count; i++) {
		web = &r->web->items[i];
		if (recon_is_live(web) && web->other != NULL &&
		    web->other->claims > 1 && web->other->one)
			put_both(r, LISTED_TWICE, t, web,
			    "several listings mean it");
	}
}

static void
sold_online(struct recon *r)
{
	const struct recon_item	*web;
	struct table		*t = begin(r, SOLD_ONLINE);
	size_t			 i;

	for (i = 0; i < r->web->count; i++) {
		web = &r->web->items[i];
		if (web->other != NULL && recon_is_here(web->other) &&
		    web->shown && !recon_is_live(web) &&
		    !str_eq(web->state, "service"))
			put_both(r, SOLD_ONLINE, t, web, web->quantity < 0 ?
			    "sold more than once there" : "none left there");
	}
}

/* The row of the shop's list that has this number and could not be read. */
static const struct recon_unread *
unread_of(const struct recon_side *side, const char *sku)
{
	size_t	i;

	for (i = 0; i < side->unread_count; i++)
		if (side->unread[i].sku[0] != '\0' &&
		    str_eq_nocase(side->unread[i].sku, sku))
			return &side->unread[i];
	return NULL;
}

static void
unknown(struct recon *r)
{
	const struct recon_unread *row;
	const struct recon_item	*web;
	struct table		*t = begin(r, UNKNOWN);
	char			 why[80];
	size_t			 i;

	for (i = 0; i < r->web->count; i++) {
		web = &r->web->items[i];
		if (!recon_is_live(web) || web->other != NULL)
			continue;
		row = unread_of(r->shop, web->sku);
		if (row != NULL)
			snprintf(why, sizeof why, "row %lld of the shop's "
			    "list could not be read", (long long)row->row);
		put_web(r, UNKNOWN, t, web, row != NULL ? why :
		    web->sku_made ? "it has no number there" : "");
	}
}

static void
put_quantity(struct recon *r, struct table *t, const struct recon_item *shop,
    const struct recon_item *web, const char *why)
{
	const struct recon_item	*any = shop != NULL ? shop : web;

	table_row(t, ROW_PLAIN);
	table_text(t, any->sku);
	table_text(t, any->title);
	if (shop != NULL)
		table_num(t, shop->quantity);
	else
		table_skip(t);
	if (web != NULL)
		table_num(t, web->quantity);
	else
		table_skip(t);
	put_row(t, shop != NULL ? shop->row : 0);
	put_row(t, web != NULL ? web->row : 0);
	table_text(t, why);
	add_up(r, QUANTITY, web);
}

static void
quantities(struct recon *r)
{
	const struct recon_item	*shop, *web;
	struct table		*t = begin(r, QUANTITY);
	size_t			 i;

	for (i = 0; i < r->shop->count; i++) {
		shop = &r->shop->items[i];
		if (shop->other == NULL && shop->one && shop->quantity > 1)
			put_quantity(r, t, shop, NULL,
			    "several of one of a kind");
	}
	for (i = 0; i < r->web->count; i++) {
		web = &r->web->items[i];
		shop = web->other;
		if (shop == NULL) {
			if (web->one && web->quantity > 1)
				put_quantity(r, t, NULL, web,
				    "several of one of a kind");
			continue;
		}
		if ((shop->one && web->quantity > 1) ||
		    (web->one && shop->quantity > 1) ||
		    (shop->one && shop->quantity > 1))
			put_quantity(r, t, shop, web,
			    "several of one of a kind");
		else if (recon_is_here(shop) && recon_is_live(web) &&
		    !shop->uncounted && !web->uncounted &&
		    web->quantity > 0 && shop->quantity != web->quantity)
			put_quantity(r, t, shop, web, "two counts");
	}
}

static void
oversell(struct recon *r)
{
	struct table	*t = begin(r, OVERSELL);
	size_t		 i;

	for (i = 0; i < r->web->count; i++)
		if (r->web->items[i].oversell)
			put_web(r, OVERSELL, t, &r->web->items[i],
			    r->web->items[i].shown ? "" : "not shown now");
}

static void
prices(struct recon *r)
{
	const struct recon_item	*shop, *web;
	struct table		*t = begin(r, PRICE);
	size_t			 i;

	for (i = 0; i < r->web->count; i++) {
		web = &r->web->items[i];
		shop = web->other;
		if (shop == NULL || !recon_is_live(web) || is_gone(shop) ||
		    shop->price == web->price || shop->price == 0)
			continue;
		table_row(t, ROW_PLAIN);
		table_text(t, shop->sku);
		table_text(t, shop->title);
		table_num(t, shop->price);
		table_num(t, web->price);
		table_num(t, web->price - shop->price);
		put_row(t, shop->row);
		put_row(t, web->row);
		add_up(r, PRICE, web);
	}
}

/* ------------------------------------------------------------ certificates */

struct paper {
	const struct recon_side	*side;
	const struct recon_item	*item;
};

static int
by_certificate(const void *a, const void *b)
{
	const struct paper	*x = a, *y = b;
	int			 order;

	order = strcmp(x->item->certificate, y->item->certificate);
	if (order != 0)
		return order;
	if (x->side != y->side)
		return strcmp(x->side->name, y->side->name);
	return x->item < y->item ? -1 : x->item > y->item;
}

static size_t
gather(struct paper *out, const struct recon_side *side)
{
	size_t	i, n = 0;

	for (i = 0; i < side->count; i++)
		if (side->items[i].certificate[0] != '\0')
			out[n++] = (struct paper){ side, &side->items[i] };
	return n;
}

/* Which piece of the shop a paper belongs to: both lists may have it once. */
static const struct recon_item *
owner_of(const struct recon *r, const struct paper *p)
{
	return p->side == r->shop || p->item->other == NULL ? p->item :
	    p->item->other;
}

static void
certificates(struct recon *r)
{
	struct table	*t = begin(r, CERTIFICATE);
	struct paper	*all;
	size_t		 n, i, from, to;
	bool		 two;

	all = mem_alloc((r->shop->count + r->web->count + 1) * sizeof *all);
	n = gather(all, r->shop);
	n += gather(all + n, r->web);
	if (n > 1)
		qsort(all, n, sizeof *all, by_certificate);
	for (from = 0; from < n; from = to) {
		two = false;
		for (to = from + 1; to < n && str_eq(all[to].item->certificate,
		    all[from].item->certificate); to++)
			two |= owner_of(r, &all[to]) !=
			    owner_of(r, &all[from]);
		for (i = from; two && i < to; i++) {
			table_row(t, ROW_PLAIN);
			table_text(t, all[i].item->certificate);
			table_text(t, all[i].side->name);
			put_row(t, all[i].item->row);
			table_text(t, all[i].item->sku);
			table_text(t, all[i].item->title);
			add_up(r, CERTIFICATE, NULL);
		}
	}
	free(all);
}

static void
unread_rows(struct recon *r)
{
	const struct recon_side	*const sides[] = { r->shop, r->web };
	struct table		*t = begin(r, UNREAD);
	size_t			 s, i;

	for (s = 0; s < 2; s++)
		for (i = 0; i < sides[s]->unread_count; i++) {
			table_row(t, ROW_PLAIN);
			table_text(t, sides[s]->name);
			put_row(t, sides[s]->unread[i].row);
			table_text(t, sides[s]->unread[i].sku);
			table_text(t, sides[s]->unread[i].reason);
			add_up(r, UNREAD, NULL);
		}
}

/* ---------------------------------------------------------------- summary */

static void
put_count(struct table *t, const char *what, int64_t n)
{
	table_row(t, ROW_PLAIN);
	table_text(t, what);
	table_num(t, n);
}

/* What to do about it stands under each table that says something. */
static void
say_todo(struct recon *r)
{
	struct table	*t;
	size_t		 i;

	for (t = r->report->tables; t != NULL; t = t->next)
		for (i = 0; i < FINDINGS; i++)
			if (t->rows != NULL && str_eq(t->name, tables[i].name))
				table_note(t, "%s", tables[i].todo);
}

static void
summary(struct recon *r, struct table *t)
{
	char	text[80];
	int64_t	live = 0, matched = 0;
	size_t	i;

	for (i = 0; i < r->web->count; i++) {
		live += recon_is_live(&r->web->items[i]);
		matched += r->web->items[i].other != NULL;
	}
	snprintf(text, sizeof text, "In the list of the %s", r->shop->name);
	put_count(t, text, (int64_t)r->shop->count);
	snprintf(text, sizeof text, "In the list of the %s", r->web->name);
	put_count(t, text, (int64_t)r->web->count);
	put_count(t, "  for sale there now", live);
	put_count(t, "  recognised in the shop's list", matched);
	for (i = 0; i < FINDINGS; i++) {
		put_count(t, tables[i].title, r->n[i]);
		if (i == CERTIFICATE || i == UNREAD || r->n[i] == 0)
			table_skip(t);
		else
			table_num(t, r->value[i]);
	}
}

struct report *
recon_report(struct recon_side *shop, struct recon_side *web,
    const struct currency *currency, const struct zone *zone)
{
	struct recon	 r = { .shop = shop, .web = web };
	struct table	*first;

	recon_match(shop, web);
	r.report = report_new("reconcile", currency, zone);
	r.report->title = arena_printf(r.report->arena,
	    "The %s against the %s", shop->name, web->name);
	first = report_table(r.report, "summary", "", summary_columns,
	    COUNT(summary_columns));
	ghosts(&r);
	not_for_sale(&r);
	listed_twice(&r);
	sold_online(&r);
	unknown(&r);
	quantities(&r);
	oversell(&r);
	prices(&r);
	certificates(&r);
	unread_rows(&r);
	say_todo(&r);
	summary(&r, first);
	return r.report;
}

/* Rows of these tables, notes apart; NULL ends them. */
static int64_t
rows_of(const struct report *report, const char *const *names)
{
	const struct table	*t;
	const struct row	*row;
	int64_t			 n = 0;

	for (; *names != NULL; names++) {
		t = report_find(report, *names);
		for (row = t == NULL ? NULL : t->rows; row != NULL;
		    row = row->next)
			n += row->kind == ROW_PLAIN;
	}
	return n;
}

void
recon_sum(const struct report *report, const struct recon_side *web,
    struct rec_link *out_r)
{
	static const char *const	ghosts[] = { "ghosts", "not_for_sale",
		NULL };
	static const char *const	strays[] = { "unknown", NULL };
	static const char *const	others[] = { "listed_twice",
		"sold_online", "quantity", "oversell", "price", NULL };
	size_t				i;

	out_r->live = 0;
	for (i = 0; i < web->count; i++)
		out_r->live += recon_is_live(&web->items[i]);
	out_r->ghosts = rows_of(report, ghosts);
	out_r->strays = rows_of(report, strays);
	out_r->differ = rows_of(report, others);
}
