/* The figures of the end of the day, made from its report: see scr_day.h. */
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "mem.h"
#include "scr_day_make.h"
#include "sell/tender.h"
#include "show.h"
#include "str.h"

static void
head(struct maker *m)
{
	const struct table	*sum = fig_table(m, "summary");
	const struct table	*by = fig_table(m, "channels");
	const struct row	*top = fig_first(sum), *row;
	int64_t			 now, most = 0, backs;
	struct fig		*f;

	fig_block(m, BLOCK_HEAD, NULL, 1 + (by == NULL ? 0 : by->row_count));
	if (top != NULL) {
		most = fig_num(sum, top, "amount");
		if (fig_num(sum, top, "week") > most)
			most = fig_num(sum, top, "week");
		if (fig_num(sum, top, "year") > most)
			most = fig_num(sum, top, "year");
	}
	now = top == NULL ? 0 : fig_num(sum, top, "amount");
	f = fig_add(m, "Net sales", fig_amount(m, now));
	f->bar = now;
	f->longest = most > 0 ? most : 1;
	f->ink = INK_BOLD;
	for (row = fig_first(by); row != NULL; row = fig_next(row)) {
		f = fig_money(m, fig_text(by, row, "channel"), by, row, "net");
		f->bar = fig_num(by, row, "net");
		f->longest = most > 0 ? most : 1;
		backs = fig_num(by, row, "returned");
		f->more = arena_printf(m->arena, backs == 0 ? "%s" :
		    "%s, %lld back", fig_count(m, fig_num(by, row, "sold"),
		    "piece", "pieces"), (long long)backs);
		fig_lines(m, f, BEHIND_CHANNEL, f->label, "");
	}
}

/* "+21.9 %": how today compares. */
static void
compared(struct maker *m, const char *label, const char *then,
    const char *change, int shift)
{
	const struct table	*sum = fig_table(m, "summary");
	const struct row	*row = fig_first(sum);
	const struct cell	*cell;
	struct fig		*f;
	int64_t			 tenths;

	cell = row == NULL ? NULL : fig_cell(sum, row, then);
	f = fig_add(m, label, cell == NULL || cell->empty ? "-" : fig_amount(m,
	    cell->num));
	f->shift = shift;
	cell = row == NULL ? NULL : fig_cell(sum, row, change);
	if (cell == NULL || cell->empty)
		return;
	tenths = (cell->num < 0 ? -cell->num : cell->num) / 1000;
	if (tenths >= 10000)
		f->more = arena_printf(m->arena, "%c%lld %%", cell->num < 0 ?
		    '-' : '+', (long long)tenths / 10);
	else
		f->more = arena_printf(m->arena, "%c%lld.%lld %%", cell->num <
		    0 ? '-' : '+', (long long)tenths / 10,
		    (long long)tenths % 10);
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

	fig_block(m, BLOCK_SIDE, NULL, 2);
	weekday = (day_between(20000102, want->from_day) % 7 + 7) % 7;
	snprintf(label, sizeof label, length == 0 ? "last %s" : "before",
	    days[weekday]);
	compared(m, label, "week", "week_change", -(length / 7 + 1) * 7);
	compared(m, "last year", "year", "year_change", -364);
}

static int64_t
approved(const struct table *discounts)
{
	const struct row	*row;
	int64_t			 n = 0;

	for (row = fig_first(discounts); row != NULL; row = fig_next(row))
		if (fig_text(discounts, row, "approved_by")[0] != '\0')
			n += fig_num(discounts, row, "lines");
	return n;
}

static void
money_line(struct maker *m)
{
	const struct table	*sum = fig_table(m, "summary");
	const struct table	*discounts = fig_table(m, "discounts");
	int64_t			 n = approved(discounts);
	struct fig		*f;

	fig_block(m, BLOCK_MONEY, NULL, 5);
	f = fig_add(m, "Tax", fig_amount(m, fig_sum(fig_table(m, "tax"),
	    "tax")));
	fig_lines(m, f, BEHIND_TAXED, "", "");
	f = fig_add(m, "Back", fig_amount(m, table_at(sum, 2, "amount")));
	f->opens.title = "Taken back";
	fig_lines(m, f, BEHIND_RETURN, "", "");
	f = fig_add(m, "Discounts", fig_amount(m, -fig_sum(discounts,
	    "discount")));
	fig_lines(m, f, BEHIND_DISCOUNTS, "", "");
	if (n > 0)
		f->more = arena_printf(m->arena, "(%lld approved)",
		    (long long)n);
	f = fig_add(m, "Exempt", fig_amount(m, fig_sum(fig_table(m, "exempt"),
	    "net")));
	f->opens.look = LOOK_EXEMPT;
	f->opens.title = "Sold without tax";
	f = fig_add(m, "Voids", arena_printf(m->arena, "%lld",
	    (long long)fig_rows(fig_table(m, "voids"))));
	f->opens.look = LOOK_VOIDS;
	f->opens.title = "Thrown away instead of sold";
}

static void
hours(struct maker *m)
{
	const struct table	*table = fig_table(m, "hours");
	const struct row	*row;
	struct fig		*f;
	char			 label[24];

	fig_block(m, BLOCK_FLOW, "By hour", 24);
	for (row = fig_first(table); row != NULL; row = fig_next(row)) {
		snprintf(label, sizeof label, "%02d:00", (int)fig_num(table,
		    row,
		    "hour"));
		f = fig_money(m, label, table, row, "net");
		f->bar = fig_num(table, row, "net");
		f->longest = fig_longest(table, "net");
		f->more = fig_whole(m, table, row, "sales");
		f->opens.look = LOOK_HOUR;
		f->opens.hour = (int)fig_num(table, row, "hour");
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
	const struct table	*table = fig_table(m, name);
	const struct row	*row;
	struct fig		*f;

	if (table == NULL || fig_first(table) == NULL)
		return;
	fig_block(m, BLOCK_FLOW, title, table->row_count);
	for (row = fig_first(table); row != NULL; row = fig_next(row)) {
		f = fig_money(m, fig_text(table, row, "kind"), table, row,
		    "amount");
		f->bar = fig_num(table, row, "amount");
		f->longest = fig_longest(table, "amount");
		f->more = fig_whole(m, table, row, "payments");
		f->opens.look = LOOK_PAID;
		f->opens.a = tender_word(f->label);
	}
}

static void
drawers(struct maker *m)
{
	const struct table	*table = fig_table(m, "drawers");
	const struct row	*row;
	struct fig		*f;
	int64_t			 over;

	if (table == NULL || fig_first(table) == NULL)
		return;
	fig_block(m, BLOCK_FLOW, "Drawers, counted", table->row_count);
	for (row = fig_first(table); row != NULL; row = fig_next(row)) {
		over = fig_num(table, row, "over_short");
		if (fig_cell(table, row, "counted")->empty) {
			f = fig_add(m, fig_text(table, row, "till"), "-");
			f->more = "not counted";
		} else {
			f = fig_money(m, fig_text(table, row, "till"), table,
			    row, "counted");
			f->more = over == 0 ? "agrees" : arena_printf(m->arena,
			    "%s %s", over < 0 ? "short" : "over", fig_amount(m,
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
	const struct table	*table = fig_table(m, "associates");
	const struct row	*row;
	struct fig		*f;

	if (table == NULL || fig_first(table) == NULL)
		return;
	fig_block(m, BLOCK_FLOW, "By associate", table->row_count);
	for (row = fig_first(table); row != NULL; row = fig_next(row)) {
		f = fig_money(m, fig_text(table, row, "associate"), table, row,
		    "net");
		f->bar = fig_num(table, row, "net");
		f->longest = fig_longest(table, "net");
		f->more = fig_whole(m, table, row, "sales");
		fig_lines(m, f, BEHIND_STAFF, str_eq(f->label, "(web)") ? "" :
		    f->label, "");
	}
}

/* The rows are by channel and category; here the channels are one. */
static void
categories(struct maker *m)
{
	const struct table	*table = fig_table(m, "categories");
	const struct row	*row;
	struct fig		*f;
	const char		*name;
	int64_t			 most = 0;
	int			 i;

	if (table == NULL || fig_first(table) == NULL)
		return;
	fig_block(m, BLOCK_FLOW, "By category", table->row_count);
	for (row = fig_first(table); row != NULL; row = fig_next(row)) {
		name = fig_text(table, row, "category");
		for (i = 0; i < m->block->count; i++)
			if (str_eq(m->block->figs[i].label, name))
				break;
		f = i < m->block->count ? &m->block->figs[i] :
		    fig_add(m, name, "");
		f->bar += fig_num(table, row, "net");
		fig_lines(m, f, BEHIND_CATEGORY, str_eq(name, "(none)") ? "" :
		    name, "");
	}
	for (i = 0; i < m->block->count; i++)
		if (m->block->figs[i].bar > most)
			most = m->block->figs[i].bar;
	for (i = 0; i < m->block->count; i++) {
		m->block->figs[i].longest = most;
		m->block->figs[i].amount = fig_amount(m, m->block->figs[i].bar);
	}
}

static void
taxes(struct maker *m)
{
	const struct table	*table = fig_table(m, "tax");
	const struct row	*row;
	struct fig		*f;
	const char		*name, *rate;
	struct err		 err = ERR_INIT;
	bool			 none;
	int64_t			 ppm;

	if (table == NULL || fig_first(table) == NULL)
		return;
	fig_block(m, BLOCK_FLOW, "Tax by rate", table->row_count);
	for (row = fig_first(table); row != NULL; row = fig_next(row)) {
		name = fig_text(table, row, "name");
		rate = fig_text(table, row, "rate");
		none = str_eq(name, "(not taxed)");
		f = fig_money(m, none ? "not taxed" : arena_printf(m->arena,
		    "%s %%", rate), table, row, "tax");
		f->more = none ? arena_printf(m->arena, "of %s", fig_amount(m,
		    fig_num(table, row, "taxed"))) : name;
		f->opens.title = arena_printf(m->arena, "%s %s", name,
		    f->label);
		if (ppm_parse(rate, &ppm, &err) != 0)
			ppm = 0;
		fig_lines(m, f, BEHIND_TAX, none ? "" : name,
		    arena_printf(m->arena, "%lld", (long long)ppm));
	}
}

static void
discounts(struct maker *m)
{
	const struct table	*table = fig_table(m, "discounts");
	const struct row	*row;
	struct fig		*f;
	const char		*reason, *by;

	if (table == NULL || fig_first(table) == NULL)
		return;
	fig_block(m, BLOCK_FLOW, "Discounts", table->row_count);
	for (row = fig_first(table); row != NULL; row = fig_next(row)) {
		reason = fig_text(table, row, "reason");
		by = fig_text(table, row, "approved_by");
		f = fig_add(m, reason, fig_amount(m, -fig_num(table, row,
		    "discount")));
		f->more = by[0] == '\0' ? "within limits" : arena_printf(
		    m->arena, "by %s", by);
		fig_lines(m, f, BEHIND_DISCOUNT, str_eq(reason, "(no reason)") ?
		    "" : reason, by);
	}
}

static void
consignors(struct maker *m)
{
	const struct table	*table = fig_table(m, "consignors");
	const struct row	*row;
	struct fig		*f;

	fig_block(m, BLOCK_FLOW, "Owed to consignors", 2 + (table == NULL ? 0 :
	    table->row_count));
	for (row = fig_first(table); row != NULL; row = fig_next(row)) {
		f = fig_money(m, fig_text(table, row, "consignor"), table, row,
		    "due");
		f->more = fig_count(m, fig_num(table, row, "sold"), "piece",
		    "pieces");
		fig_lines(m, f, BEHIND_CONSIGNED, fig_text(table, row, "code"),
		    "");
	}
	if (m->day->owed < 0)
		return;
	f = fig_add(m, "in all, ever", fig_amount(m, m->day->owed));
	f->ever = true;
	fig_lines(m, f, BEHIND_CONSIGNED, "", "");
	f->opens.title = "Owed to consignors";
}

/* What must be told the state about cash, and by when; mostly nothing. */
static void
cash_reports(struct maker *m)
{
	const struct table	*table = fig_table(m, "cash_reports");
	const struct row	*row = fig_first(table);
	char			 day[DAY_TEXT];
	struct fig		*f;

	if (row == NULL)
		return;
	fig_block(m, BLOCK_FLOW, "Cash to report", table->row_count);
	for (; row != NULL; row = fig_next(row)) {
		f = fig_money(m, fig_text(table, row, "buyer"), table, row,
		    "total");
		f->sale = row->behind;
		if (fig_num(table, row, "filed") != 0) {
			f->more = "filed";
			continue;
		}
		f->ink = INK_BOLD;
		f->more = arena_printf(m->arena, "file by %s",
		    day_text((int)fig_num(table, row, "file_by"), day));
	}
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
	cash_reports(&m);
	associates(&m);
	categories(&m);
	taxes(&m);
	discounts(&m);
	make_latest(&m);
	make_proof(&m);
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
