/* The figures of the end of the day, made from its report: see scr_day.h. */
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "mem.h"
#include "scr_day.h"
#include "sell/tender.h"
#include "show.h"
#include "str.h"

#define LATEST	12		/* of the pieces sold */

/* What every block is made with. */
struct maker {
	const struct ui		*ui;
	const struct day	*day;
	struct arena		*arena;
	struct figs		*figs;
	struct block		*block;		/* the one being filled */
};

/* -------------------------------------------------------- reading the report */

static const struct table *
table_of(const struct maker *m, const char *name)
{
	return m->day->report == NULL ? NULL : report_find(m->day->report,
	    name);
}

static const struct cell *
cell_of(const struct table *table, const struct row *row, const char *column)
{
	static const struct cell	none = { .text = "", .empty = true };
	size_t				i;

	for (i = 0; table != NULL && i < table->column_count; i++)
		if (str_eq(table->columns[i].name, column))
			return &row->cells[i];
	return &none;
}

static int64_t
num(const struct table *table, const struct row *row, const char *column)
{
	return cell_of(table, row, column)->num;
}

static const char *
text(const struct table *table, const struct row *row, const char *column)
{
	return cell_of(table, row, column)->text;
}

/* The rows that are neither totals nor notes; NULL after the last. */
static const struct row *
plain(const struct row *row)
{
	while (row != NULL && row->kind != ROW_PLAIN)
		row = row->next;
	return row;
}

static const struct row *
first(const struct table *table)
{
	return table == NULL ? NULL : plain(table->rows);
}

static const struct row *
next(const struct row *row)
{
	return plain(row->next);
}

static int64_t
longest(const struct table *table, const char *column)
{
	const struct row	*row;
	int64_t			 most = 0;

	for (row = first(table); row != NULL; row = next(row))
		if (num(table, row, column) > most)
			most = num(table, row, column);
	return most;
}

/* ------------------------------------------------------------------- making */

static const char *
amount(const struct maker *m, money value)
{
	char	out[MONEY_TEXT];

	return arena_strdup(m->arena, show_amount(m->ui, value, out));
}

static const char *
count_text(const struct maker *m, int64_t n, const char *one,
    const char *many)
{
	return arena_printf(m->arena, "%lld %s", (long long)n,
	    n == 1 ? one : many);
}

/* A block with room for so many figures; NULL when there are enough. */
static void
block(struct maker *m, enum block_place place, const char *title, size_t most)
{
	m->block = &m->figs->blocks[m->figs->count++];
	m->block->place = place;
	m->block->title = title;
	m->block->figs = arena_alloc(m->arena, (most + 1) *
	    sizeof *m->block->figs);
}

static struct fig *
fig(struct maker *m, const char *label, const char *value)
{
	struct fig	*f = &m->block->figs[m->block->count++];

	f->label = arena_strdup(m->arena, label);
	f->amount = value;
	f->more = "";
	f->opens.a = f->opens.b = "";
	f->opens.title = f->label;
	m->figs->total++;
	return f;
}

/* Opens the lines of one row of a figure. */
static void
opens(const struct maker *m, struct fig *f, enum behind lines, const char *a,
    const char *b)
{
	f->opens.look = LOOK_LINES;
	f->opens.lines = lines;
	f->opens.a = arena_strdup(m->arena, a);
	f->opens.b = arena_strdup(m->arena, b);
}

static void
head(struct maker *m)
{
	const struct table	*sum = table_of(m, "summary");
	const struct table	*by = table_of(m, "channels");
	const struct row	*top = first(sum), *row;
	int64_t			 most = 0, backs;
	struct fig		*f;

	block(m, BLOCK_HEAD, NULL, 1 + (by == NULL ? 0 : by->row_count));
	if (top != NULL) {
		most = num(sum, top, "amount");
		if (num(sum, top, "week") > most)
			most = num(sum, top, "week");
		if (num(sum, top, "year") > most)
			most = num(sum, top, "year");
	}
	f = fig(m, "Net sales", amount(m, top == NULL ? 0 : num(sum, top,
	    "amount")));
	f->bar = top == NULL ? 0 : num(sum, top, "amount");
	f->longest = most > 0 ? most : 1;
	f->ink = INK_BOLD;
	for (row = first(by); row != NULL; row = next(row)) {
		f = fig(m, text(by, row, "channel"), amount(m, num(by, row,
		    "net")));
		f->bar = num(by, row, "net");
		f->longest = most > 0 ? most : 1;
		backs = num(by, row, "returned");
		f->more = arena_printf(m->arena, backs == 0 ? "%s" :
		    "%s, %lld back", count_text(m, num(by, row, "sold"),
		    "piece", "pieces"), (long long)backs);
		opens(m, f, BEHIND_CHANNEL, f->label, "");
	}
}

/* "+21.9 %": how today compares. */
static void
compared(struct maker *m, const char *label, const char *then,
    const char *change, int shift)
{
	const struct table	*sum = table_of(m, "summary");
	const struct row	*row = first(sum);
	const struct cell	*cell;
	struct fig		*f;
	int64_t			 tenths;

	cell = row == NULL ? NULL : cell_of(sum, row, then);
	f = fig(m, label, cell == NULL || cell->empty ? "-" : amount(m,
	    cell->num));
	f->shift = shift;
	cell = row == NULL ? NULL : cell_of(sum, row, change);
	if (cell == NULL || cell->empty)
		return;
	tenths = cell->num / 1000;
	f->more = arena_printf(m->arena, "%c%lld.%lld %%", tenths < 0 ? '-' :
	    '+', (long long)(tenths < 0 ? -tenths : tenths) / 10,
	    (long long)(tenths < 0 ? -tenths : tenths) % 10);
}

static void
side(struct maker *m)
{
	static const char	days[7][4] = { "Sun", "Mon", "Tue", "Wed",
		"Thu", "Fri", "Sat" };
	const struct report_want *want = &m->day->want;
	int			 length = day_between(want->from_day,
	    want->to_day), weekday;
	char			 label[40];

	block(m, BLOCK_SIDE, NULL, 2);
	weekday = (day_between(20000102, want->from_day) % 7 + 7) % 7;
	snprintf(label, sizeof label, length == 0 ? "last %s" : "before",
	    days[weekday]);
	compared(m, label, "week", "week_change", -(length / 7 + 1) * 7);
	compared(m, "last year", "year", "year_change", -364);
}

/* What a column of a table comes to. */
static int64_t
sum_of(const struct table *table, const char *column)
{
	const struct row	*row;
	int64_t			 sum = 0;

	for (row = first(table); row != NULL; row = next(row))
		sum += num(table, row, column);
	return sum;
}

static int64_t
rows_of(const struct table *table)
{
	const struct row	*row;
	int64_t			 n = 0;

	for (row = first(table); row != NULL; row = next(row))
		n++;
	return n;
}

static int64_t
approved(const struct table *discounts)
{
	const struct row	*row;
	int64_t			 n = 0;

	for (row = first(discounts); row != NULL; row = next(row))
		if (text(discounts, row, "approved_by")[0] != '\0')
			n += num(discounts, row, "lines");
	return n;
}

static void
money_line(struct maker *m)
{
	const struct table	*sum = table_of(m, "summary");
	const struct table	*discounts = table_of(m, "discounts");
	int64_t			 n = approved(discounts);
	struct fig		*f;

	block(m, BLOCK_MONEY, NULL, 5);
	f = fig(m, "Tax", amount(m, sum_of(table_of(m, "tax"), "tax")));
	opens(m, f, BEHIND_TAXED, "", "");
	f = fig(m, "Back", amount(m, table_at(sum, 2, "amount")));
	f->opens.title = "Taken back";
	opens(m, f, BEHIND_RETURN, "", "");
	f = fig(m, "Discounts", amount(m, -sum_of(discounts, "discount")));
	opens(m, f, BEHIND_DISCOUNTS, "", "");
	if (n > 0)
		f->more = arena_printf(m->arena, "(%lld approved)",
		    (long long)n);
	f = fig(m, "Exempt", amount(m, sum_of(table_of(m, "exempt"), "net")));
	f->opens.look = LOOK_EXEMPT;
	f->opens.title = "Sold without tax";
	f = fig(m, "Voids", arena_printf(m->arena, "%lld",
	    (long long)rows_of(table_of(m, "voids"))));
	f->opens.look = LOOK_VOIDS;
	f->opens.title = "Thrown away instead of sold";
}

static void
hours(struct maker *m)
{
	const struct table	*table = table_of(m, "hours");
	const struct row	*row;
	struct fig		*f;
	char			 label[24];

	block(m, BLOCK_FLOW, "By hour", 24);
	for (row = first(table); row != NULL; row = next(row)) {
		snprintf(label, sizeof label, "%02d:00", (int)num(table, row,
		    "hour"));
		f = fig(m, label, amount(m, num(table, row, "net")));
		f->bar = num(table, row, "net");
		f->longest = longest(table, "net");
		f->more = arena_printf(m->arena, "%lld", (long long)num(table,
		    row, "sales"));
		f->opens.look = LOOK_HOUR;
		f->opens.hour = (int)num(table, row, "hour");
	}
}

/* The database's word of a tender, from the one for people. */
static const char *
tender_word(const char *label)
{
	enum tender_kind	kind;

	for (kind = TENDER_CASH; kind <= TENDER_TEST; kind++)
		if (str_eq(tender_label(kind), label))
			return tender_name(kind);
	return label;
}

static void
tenders(struct maker *m, const char *name, const char *title)
{
	const struct table	*table = table_of(m, name);
	const struct row	*row;
	struct fig		*f;

	if (table == NULL || first(table) == NULL)
		return;
	block(m, BLOCK_FLOW, title, table->row_count);
	for (row = first(table); row != NULL; row = next(row)) {
		f = fig(m, text(table, row, "kind"), amount(m, num(table, row,
		    "amount")));
		f->bar = num(table, row, "amount");
		f->longest = longest(table, "amount");
		f->more = arena_printf(m->arena, "%lld", (long long)num(table,
		    row, "payments"));
		f->opens.look = LOOK_PAID;
		f->opens.a = tender_word(f->label);
	}
}

static void
drawers(struct maker *m)
{
	const struct table	*table = table_of(m, "drawers");
	const struct row	*row;
	struct fig		*f;
	int64_t			 over;

	if (table == NULL || first(table) == NULL)
		return;
	block(m, BLOCK_FLOW, "Drawers, counted", table->row_count);
	for (row = first(table); row != NULL; row = next(row)) {
		over = num(table, row, "over_short");
		if (cell_of(table, row, "counted")->empty) {
			f = fig(m, text(table, row, "till"), "-");
			f->more = "open, not counted yet";
		} else {
			f = fig(m, text(table, row, "till"), amount(m,
			    num(table, row, "counted")));
			f->more = over == 0 ? "agrees" : arena_printf(m->arena,
			    "%s %s", over < 0 ? "short" : "over", amount(m,
			    over < 0 ? -over : over));
			f->ink = over == 0 ? INK_PLAIN : INK_BOLD;
		}
		f->opens.look = LOOK_DRAWERS;
		f->opens.title = "Drawers against counts";
	}
}

static void
associates(struct maker *m)
{
	const struct table	*table = table_of(m, "associates");
	const struct row	*row;
	struct fig		*f;

	if (table == NULL || first(table) == NULL)
		return;
	block(m, BLOCK_FLOW, "By associate", table->row_count);
	for (row = first(table); row != NULL; row = next(row)) {
		f = fig(m, text(table, row, "associate"), amount(m, num(table,
		    row, "net")));
		f->bar = num(table, row, "net");
		f->longest = longest(table, "net");
		f->more = arena_printf(m->arena, "%lld", (long long)num(table,
		    row, "sales"));
		opens(m, f, BEHIND_STAFF, str_eq(f->label, "(web)") ? "" :
		    f->label, "");
	}
}

/* The rows are by channel and category; here the channels are one. */
static void
categories(struct maker *m)
{
	const struct table	*table = table_of(m, "categories");
	const struct row	*row;
	struct fig		*f;
	const char		*name;
	int64_t			 most = 0;
	int			 i;

	if (table == NULL || first(table) == NULL)
		return;
	block(m, BLOCK_FLOW, "By category", table->row_count);
	for (row = first(table); row != NULL; row = next(row)) {
		name = text(table, row, "category");
		for (i = 0; i < m->block->count; i++)
			if (str_eq(m->block->figs[i].label, name))
				break;
		f = i < m->block->count ? &m->block->figs[i] :
		    fig(m, name, "");
		f->bar += num(table, row, "net");
		opens(m, f, BEHIND_CATEGORY, str_eq(name, "(none)") ? "" :
		    name, "");
	}
	for (i = 0; i < m->block->count; i++)
		if (m->block->figs[i].bar > most)
			most = m->block->figs[i].bar;
	for (i = 0; i < m->block->count; i++) {
		m->block->figs[i].longest = most;
		m->block->figs[i].amount = amount(m, m->block->figs[i].bar);
	}
}

static void
taxes(struct maker *m)
{
	const struct table	*table = table_of(m, "tax");
	const struct row	*row;
	struct fig		*f;
	const char		*name, *rate;
	struct err		 err = ERR_INIT;
	int64_t			 ppm;

	if (table == NULL || first(table) == NULL)
		return;
	block(m, BLOCK_FLOW, "Tax by rate", table->row_count);
	for (row = first(table); row != NULL; row = next(row)) {
		name = text(table, row, "name");
		rate = text(table, row, "rate");
		f = fig(m, str_eq(name, "(not taxed)") ? "not taxed" :
		    arena_printf(m->arena, "%s %%", rate), amount(m,
		    num(table, row, "tax")));
		f->more = str_eq(name, "(not taxed)") ? arena_printf(m->arena,
		    "of %s", amount(m, num(table, row, "taxed"))) : name;
		f->opens.title = arena_printf(m->arena, "%s %s", name,
		    f->label);
		if (ppm_parse(rate, &ppm, &err) != 0)
			ppm = 0;
		opens(m, f, BEHIND_TAX, str_eq(name, "(not taxed)") ? "" :
		    name, arena_printf(m->arena, "%lld", (long long)ppm));
	}
}

static void
discounts(struct maker *m)
{
	const struct table	*table = table_of(m, "discounts");
	const struct row	*row;
	struct fig		*f;
	const char		*reason, *by;

	if (table == NULL || first(table) == NULL)
		return;
	block(m, BLOCK_FLOW, "Discounts", table->row_count);
	for (row = first(table); row != NULL; row = next(row)) {
		reason = text(table, row, "reason");
		by = text(table, row, "approved_by");
		f = fig(m, reason, amount(m, -num(table, row, "discount")));
		f->more = by[0] == '\0' ? "within limits" : arena_printf(
		    m->arena, "by %s", by);
		opens(m, f, BEHIND_DISCOUNT, str_eq(reason, "(no reason)") ?
		    "" : reason, by);
	}
}

static void
consignors(struct maker *m)
{
	const struct table	*table = table_of(m, "consignors");
	const struct row	*row;
	struct fig		*f;

	block(m, BLOCK_FLOW, "Owed to consignors", 2 + (table == NULL ? 0 :
	    table->row_count));
	for (row = first(table); row != NULL; row = next(row)) {
		f = fig(m, text(table, row, "consignor"), amount(m, num(table,
		    row, "due")));
		f->more = count_text(m, num(table, row, "sold"), "piece",
		    "pieces");
		opens(m, f, BEHIND_CONSIGNED, text(table, row, "code"), "");
	}
	if (m->day->owed < 0)
		return;
	f = fig(m, "in all, ever", amount(m, m->day->owed));
	f->ever = true;
	opens(m, f, BEHIND_CONSIGNED, "", "");
	f->opens.title = "Owed to consignors";
}

static void
latest(struct maker *m)
{
	const struct table	*table = table_of(m, "sold");
	const struct row	*row;
	struct fig		*f;
	struct wall		 wall;
	char			 label[80];
	int			 n = 0;

	if (table == NULL || first(table) == NULL)
		return;
	block(m, BLOCK_FLOW, "Sold last", LATEST);
	for (row = first(table); row != NULL && n < LATEST; row = next(row)) {
		zone_wall(&m->ui->zone, num(table, row, "at"), &wall);
		snprintf(label, sizeof label, "%02d:%02d %s", wall.hour,
		    wall.minute, text(table, row, "sku"));
		f = fig(m, label, amount(m, num(table, row, "net")));
		f->more = arena_strdup(m->arena, text(table, row, "channel"));
		f->sale = row->behind;
		n++;
	}
}

/* ----------------------------------------------------------------- the proof */

static void
refused(struct maker *m)
{
	const struct table	*table = table_of(m, "refused");
	const struct row	*row = first(table), *last = row;
	int64_t			 n = rows_of(table);
	struct fig		*f;

	f = fig(m, "Refused second sales", arena_printf(m->arena, "%lld",
	    (long long)n));
	f->opens.look = LOOK_REFUSED;
	for (; row != NULL; row = next(row))
		last = row;
	if (last == NULL) {
		f->more = "nobody came second";
		return;
	}
	f->ink = INK_BOLD;
	f->more = arena_printf(m->arena, "%s, wanted by %s at %s; had by %s",
	    text(table, last, "sku"), text(table, last, "wanted_by"),
	    text(table, last, "channel"), text(table, last, "taken_by"));
}

static const char *
grouped(const struct maker *m, int64_t n)
{
	if (n < 1000)
		return arena_printf(m->arena, "%lld", (long long)n);
	return arena_printf(m->arena, "%s,%03d", grouped(m, n / 1000),
	    (int)(n % 1000));
}

static const char *
seconds(const struct maker *m, int64_t ms)
{
	if (ms >= 100000)
		return arena_printf(m->arena, "%lld min",
		    (long long)(ms / 60000));
	if (ms < 100)
		return arena_printf(m->arena, "%lld ms", (long long)ms);
	return arena_printf(m->arena, "%lld.%lld s", (long long)(ms / 1000),
	    (long long)(ms % 1000 / 100));
}

static void
doubles(struct maker *m)
{
	const struct recount	*r = &m->day->recount;
	struct fig		*f;

	f = fig(m, "Double sales", r->pieces == 0 && !r->done ? "-" :
	    arena_printf(m->arena, "%lld", (long long)r->twice));
	f->recounts = true;
	f->ink = r->twice > 0 ? INK_ALARM : INK_PLAIN;
	if (!r->done)
		f->more = arena_printf(m->arena, "recomputing, %s pieces so "
		    "far", grouped(m, r->pieces));
	else
		f->more = arena_printf(m->arena, "%srecomputed over %s "
		    "pieces in %s", r->twice > 0 ? "! run vitrinectl verify; "
		    : "", grouped(m, r->pieces), seconds(m, r->us / MS_US));
}

static void
delisting(struct maker *m)
{
	const struct table	*table = table_of(m, "delisted");
	const struct row	*row;
	const char		*who = "", *more = "";
	int64_t			 worst = -1, waiting = 0;
	struct fig		*f;

	for (row = first(table); row != NULL; row = next(row)) {
		waiting += num(table, row, "waiting");
		if (num(table, row, "told") > 0)
			more = arena_printf(m->arena, "%s%s%s %s", more,
			    more[0] == '\0' ? "" : ", ", text(table, row,
			    "channel"), seconds(m, num(table, row, "worst")));
		if (num(table, row, "told") > 0 &&
		    num(table, row, "worst") > worst) {
			worst = num(table, row, "worst");
			who = text(table, row, "channel");
		}
	}
	f = fig(m, "Slowest delisting", worst < 0 ? "-" : seconds(m, worst));
	f->opens.look = LOOK_TOLD;
	f->opens.title = "From sale to delisted";
	f->more = more[0] == '\0' ? "no other channel had to be told" : more;
	if (waiting > 0) {
		f->more = arena_printf(m->arena, "%s%s%lld not told yet", who[0] ==
		    '\0' ? "" : more, who[0] == '\0' ? "" : "; ",
		    (long long)waiting);
		f->ink = INK_BOLD;
	}
}

static void
open_list(struct maker *m)
{
	const struct table	*table = table_of(m, "open");
	const struct row	*row;
	const char		*more = "";
	struct fig		*f;
	int64_t			 n = rows_of(table);

	f = fig(m, "Open items", arena_printf(m->arena, "%lld",
	    (long long)n));
	f->opens.look = LOOK_OPEN;
	f->opens.title = "Still open";
	f->ink = n > 0 ? INK_BOLD : INK_PLAIN;
	for (row = first(table); row != NULL; row = next(row))
		more = arena_printf(m->arena, "%s%s%s", more, more[0] == '\0' ?
		    "" : ", ", text(table, row, "subject"));
	f->more = n == 0 ? "nothing stands in the way of closing" : more;
}

void
day_figs(const struct ui *ui, const struct day *day, struct arena *arena,
    struct figs *out_r)
{
	struct maker	m = { .ui = ui, .day = day, .arena = arena,
	    .figs = out_r };

	memset(out_r, 0, sizeof *out_r);
	head(&m);
	side(&m);
	money_line(&m);
	hours(&m);
	tenders(&m, "tenders", "By tender");
	tenders(&m, "liabilities", "Deposits, gift cards, credit");
	drawers(&m);
	consignors(&m);
	associates(&m);
	categories(&m);
	taxes(&m);
	discounts(&m);
	latest(&m);
	block(&m, BLOCK_PROOF, NULL, 4);
	refused(&m);
	doubles(&m);
	delisting(&m);
	open_list(&m);
}

const struct fig *
figs_at(const struct figs *figs, int nth, const struct block **block_r)
{
	int	i;

	for (i = 0; i < figs->count; i++) {
		if (nth < figs->blocks[i].count) {
			*block_r = &figs->blocks[i];
			return &figs->blocks[i].figs[nth];
		}
		nth -= figs->blocks[i].count;
	}
	*block_r = NULL;
	return NULL;
}
