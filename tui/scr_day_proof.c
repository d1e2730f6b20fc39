/* What was sold last, and the proof at the bottom: see scr_day_make.h. */
#include <stdio.h>

#include "clock.h"
#include "mem.h"
#include "scr_day_make.h"

#define LATEST	12		/* of the pieces sold */

void
make_latest(struct maker *m)
{
	const struct table	*table = fig_table(m, "sold");
	const struct row	*row;
	struct fig		*f;
	struct wall		 wall;
	char			 label[80];
	int			 n = 0;

	if (table == NULL || fig_first(table) == NULL)
		return;
	fig_block(m, BLOCK_FLOW, "Sold last", LATEST);
	row = fig_first(table);
	for (; row != NULL && n < LATEST; row = fig_next(row)) {
		zone_wall(&m->ui->zone, fig_num(table, row, "at"), &wall);
		snprintf(label, sizeof label, "%02d:%02d %s", wall.hour,
		    wall.minute, fig_text(table, row, "sku"));
		f = fig_money(m, label, table, row, "net");
		f->more = arena_strdup(m->arena, fig_text(table, row,
		    "channel"));
		f->sale = row->behind;
		n++;
	}
}

/* the proof */

static void
refused(struct maker *m)
{
	const struct table	*table = fig_table(m, "refused");
	const struct row	*row = fig_first(table), *last = row;
	int64_t			 n = fig_rows(table);
	struct fig		*f;

	f = fig_add(m, "Refused second sales", arena_printf(m->arena, "%lld",
	    (long long)n));
	f->opens.look = LOOK_REFUSED;
	for (; row != NULL; row = fig_next(row))
		last = row;
	if (last == NULL) {
		f->more = "nobody came second";
		return;
	}
	f->ink = INK_BOLD;
	f->more = arena_printf(m->arena, "%s, wanted by %s at %s; had by %s",
	    fig_text(table, last, "sku"), fig_text(table, last, "wanted_by"),
	    fig_text(table, last, "channel"), fig_text(table, last,
	    "taken_by"));
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

	f = fig_add(m, "Double sales", r->pieces == 0 && !r->done ? "-" :
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
	const struct table	*table = fig_table(m, "delisted");
	const struct row	*row;
	const char		*more = "";
	int64_t			 worst = -1, waiting = 0;
	struct fig		*f;

	for (row = fig_first(table); row != NULL; row = fig_next(row)) {
		waiting += fig_num(table, row, "waiting");
		if (fig_num(table, row, "told") > 0)
			more = arena_printf(m->arena, "%s%s%s %s", more,
			    more[0] == '\0' ? "" : ", ", fig_text(table, row,
			    "channel"), seconds(m, fig_num(table, row,
			    "worst")));
		if (fig_num(table, row, "told") > 0 &&
		    fig_num(table, row, "worst") > worst)
			worst = fig_num(table, row, "worst");
	}
	f = fig_add(m, "Slowest delisting", worst < 0 ? "-" :
	    seconds(m, worst));
	f->opens.look = LOOK_TOLD;
	f->opens.title = "From sale to delisted";
	f->more = more[0] == '\0' ? "no other channel had to be told" : more;
	if (waiting > 0) {
		f->more = arena_printf(m->arena, "%s%s%lld not told yet",
		    more, more[0] == '\0' ? "" : "; ", (long long)waiting);
		f->ink = INK_BOLD;
	}
}

static void
open_list(struct maker *m)
{
	const struct table	*table = fig_table(m, "open");
	const struct row	*row;
	const char		*more = "";
	struct fig		*f;
	int64_t			 n = fig_rows(table);

	f = fig_add(m, "Open items", arena_printf(m->arena, "%lld",
	    (long long)n));
	f->opens.look = LOOK_OPEN;
	f->opens.title = "Still open";
	f->ink = n > 0 ? INK_BOLD : INK_PLAIN;
	for (row = fig_first(table); row != NULL; row = fig_next(row))
		more = arena_printf(m->arena, "%s%s%s", more, more[0] == '\0' ?
		    "" : ", ", fig_text(table, row, "subject"));
	f->more = n == 0 ? "nothing stands in the way of closing" : more;
}

void
make_proof(struct maker *m)
{
	fig_block(m, BLOCK_PROOF, NULL, 4);
	refused(m);
	doubles(m);
	delisting(m);
	open_list(m);
}
