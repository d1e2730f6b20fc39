/* Everything the database can derive again by itself: see verify.h. */
#include "desk/verify_parts.h"

#include <inttypes.h>

#include "db.h"
#include "mem.h"
#include "ops.h"
#include "str.h"

/* "<subject><before><expected><between><found><after>" */
struct saying {
	enum check	 check;
	const char	*what;
	const char	*before;	/* NULL: the subject says it all */
	const char	*between;
	const char	*after;
};

static const struct saying sayings[] = {
	{ CHECK_ON_HAND, "on_hand", ": its moves add up to ",
	    ", its count is ", "" },
	{ CHECK_HELD, "held", ": on active holds are ", ", its row says ",
	    "" },
	{ CHECK_STATE, "state", NULL, NULL, NULL },
	{ CHECK_SOLD_TWICE, "sold_twice", ": there is ", " of it, sold ",
	    " times" },
	{ CHECK_SOLD_AND_HERE, "sold_and_here", ": sold, so there should be ",
	    " here and there is ", "" },
	{ CHECK_LIVE, "live", ": the line's mark should be ", " and is ",
	    "" },
	{ CHECK_RETURNED, "returned", ": came back ", ", the line says ",
	    "" },
	{ CHECK_LINE_MOVES, "line_move", ": should have moved stock by ",
	    " and moved it by ", "" },
	{ CHECK_LINE_SUM, "line_sum", ": price less discount is ",
	    ", the line says ", "" },
	{ CHECK_SALE_TOTAL, "sale_total", ": its lines add up to ",
	    ", its total is ", "" },
	{ CHECK_SALE_TAX, "sale_tax", ": its lines' tax adds up to ",
	    ", its tax is ", "" },
	{ CHECK_SALE_PAID, "sale_paid", ": its total is ",
	    ", its payments are ", "" },
	{ CHECK_SALE_JOURNAL, "sale_journal", ": should be entry ",
	    " of its journal and is ", "" },
	{ CHECK_JOURNAL_SALE, "journal_sale", ": belongs to ",
	    " sale and has ", "" },
	{ CHECK_LINE_DAY, "line_day", ": its sale is of ",
	    " at its store, the line of ", "" },
	{ CHECK_PAYMENT_DAY, "payment_day", ": its sale is of ",
	    " at its store, the payment of ", "" },
	{ CHECK_SALE_NAME, "sale_name", NULL, NULL, NULL },
	{ CHECK_SALE_DRAWER, "sale_drawer", NULL, NULL, NULL },
	{ CHECK_RETURN_LINE, "return_line", NULL, NULL, NULL },
	{ CHECK_COMMISSION, "commission", ": its commission comes to ",
	    ", the line says ", "" },
	{ CHECK_LINE_PIECE, "line_piece", NULL, NULL, NULL },
	{ CHECK_LINE_HOLD, "line_hold", NULL, NULL, NULL },
	{ CHECK_LINE_BARE, "line_bare", NULL, NULL, NULL },
	{ CHECK_HOLD, "hold", NULL, NULL, NULL },
	{ CHECK_MOVE, "move", NULL, NULL, NULL },
	{ CHECK_ROLLUP, "rollup", ": its rows add up to ",
	    ", the closed day says ", "" },
	{ CHECK_Z, "z", ", adding up to ", "; its total is ", "" },
	{ CHECK_Z_ORDER, "z_order", NULL, NULL, NULL },
	{ CHECK_Z_JOURNAL, "z_journal", NULL, NULL, NULL },
	{ CHECK_DRAWER, "drawer", ": it should have held ",
	    ", its closing says ", "" },
	{ CHECK_DRAWER_COUNT, "drawer_count", ": its coins come to ",
	    ", its closing says ", "" },
	{ CHECK_DRAWER_JOURNAL, "drawer_journal", NULL, NULL, NULL },
	{ CHECK_APPROVAL, "approval", NULL, NULL, NULL },
	{ CHECK_REFUSAL, "refusal", NULL, NULL, NULL },
};

static const char *
say(struct work *w, const struct saying *s, const struct rec_finding *f)
{
	if (s->before == NULL)
		return arena_strdup(w->arena, f->subject);
	return arena_printf(w->arena, "%s%s%" PRId64 "%s%" PRId64 "%s",
	    f->subject, s->before, f->expected, s->between, f->found,
	    s->after);
}

static int
check_rows(struct work *w)
{
	const struct rec_finding	*f;
	struct db_ans			*ans;
	size_t				 i, k, n;

	for (i = 0; i < sizeof sayings / sizeof sayings[0]; i++) {
		verify_tell(w, "rows", (int64_t)i,
		    sizeof sayings / sizeof sayings[0]);
		ans = verify_ask(w, op_check(sayings[i].check));
		if (ans == NULL)
			return -1;
		f = db_rows(ans, REC_FINDING, &n);
		for (k = 0; k < n; k++)
			verify_add(w, sayings[i].what, f[k].subject,
			    say(w, &sayings[i], &f[k]));
		db_ans_free(ans);
	}
	return 0;
}

static int
count_rows(struct work *w)
{
	struct verify_report		*r = w->report;
	const struct rec_finding	*f;
	struct db_ans			*ans = verify_ask(w, op_check_counts());
	size_t				 i, n;

	if (ans == NULL)
		return -1;
	f = db_rows(ans, REC_FINDING, &n);
	for (i = 0; i < n; i++) {
		if (str_eq(f[i].what, "pieces"))
			r->pieces = f[i].found;
		else if (str_eq(f[i].what, "sales"))
			r->sales = f[i].found;
		else if (str_eq(f[i].what, "lines"))
			r->lines = f[i].found;
		else if (str_eq(f[i].what, "moves"))
			r->moves = f[i].found;
		else if (str_eq(f[i].what, "entries"))
			r->entries = f[i].found;
	}
	db_ans_free(ans);
	return 0;
}

int
verify_rows(struct work *w)
{
	return check_rows(w) < 0 ? -1 : count_rows(w);
}
