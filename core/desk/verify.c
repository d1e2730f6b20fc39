/* The proof: see verify.h. */
#include "desk/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "mem.h"
#include "ops.h"
#include "seal.h"
#include "sell/facts.h"
#include "str.h"

#define PATIENCE	(60 * MINUTE_US)
#define PAGE		100
#define PAYLOAD_MAX	((size_t)32 << 20)

struct work {
	struct db		*db;
	struct arena		*arena;
	struct verify_report	*report;
	struct err		*err;
};

static struct db_ans *
ask(struct work *w, struct db_req *req)
{
	struct db_ans	*ans;

	db_req_time(req, PATIENCE);
	ans = db_wait(w->db, req);
	if (db_check(ans, w->err) == 0)
		return ans;
	db_ans_free(ans);
	return NULL;
}

static void
add(struct work *w, const char *what, const char *subject, const char *text)
{
	struct verify_report	*r = w->report;
	struct verify_finding	*more;
	struct verify_finding	*f;

	if (r->finding_count == r->finding_room) {
		r->finding_room = r->finding_room * 2 + 16;
		more = arena_alloc(w->arena, r->finding_room * sizeof *more);
		if (r->finding_count > 0)
			memcpy(more, r->findings,
			    r->finding_count * sizeof *more);
		r->findings = more;
	}
	f = &r->findings[r->finding_count++];
	f->what = what;
	f->subject = arena_strdup(w->arena, subject);
	f->text = text;
}

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
	{ CHECK_ROLLUP, "rollup", ": its rows add up to ",
	    ", the closed day says ", "" },
	{ CHECK_Z, "z", ": its sales add up to ", ", it says ", "" },
	{ CHECK_DRAWER, "drawer", ": it should have held ",
	    ", its closing says ", "" },
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
		ans = ask(w, op_check(sayings[i].check));
		if (ans == NULL)
			return -1;
		f = db_rows(ans, REC_FINDING, &n);
		for (k = 0; k < n; k++)
			add(w, sayings[i].what, f[k].subject,
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
	struct db_ans			*ans = ask(w, op_check_counts());
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

/* One link: what vitrine_journal_hash() in the schema makes of it. */
static bool
link_hash(const uint8_t prev[SEAL_DIGEST], const struct rec_journal *j,
    uint8_t out[SEAL_DIGEST])
{
	struct buf	text = BUF_INIT(PAYLOAD_MAX);
	bool		fits;

	buf_add(&text, prev, SEAL_DIGEST);
	buf_add(&text, j->register_id.b, sizeof j->register_id.b);
	buf_add(&text, j->ref_id.b, sizeof j->ref_id.b);
	buf_printf(&text, "%" PRId64 " %" PRId64 " %s\n", j->seq, j->at,
	    j->kind);
	buf_addstr(&text, j->payload);
	fits = !buf_full(&text);
	if (fits)
		seal_sha256(buf_str(&text), text.len, out);
	buf_free(&text);
	return fits;
}

static bool
is_digest(const struct rec_blob *b, const uint8_t want[SEAL_DIGEST])
{
	return b->len == SEAL_DIGEST &&
	    memcmp(b->bytes, want, SEAL_DIGEST) == 0;
}

/* A register's chain as far as it has been followed. */
struct chain {
	const struct rec_register	*reg;
	uint8_t				 hash[SEAL_DIGEST];
	int64_t				 seq;
	bool				 broken;	/* said once */
};

static void
broken(struct work *w, struct chain *c, int64_t seq, const char *how)
{
	c->broken = true;
	add(w, "chain", c->reg->code, arena_printf(w->arena,
	    "register %s: entry %" PRId64 " %s", c->reg->code, seq, how));
}

static void
follow(struct work *w, struct chain *c, const struct rec_journal *j)
{
	uint8_t	hash[SEAL_DIGEST];

	if (j->seq != c->seq + 1)
		broken(w, c, c->seq + 1, "is missing");
	else if (!is_digest(&j->prev_hash, c->hash))
		broken(w, c, j->seq, "does not follow the one before");
	else if (!link_hash(c->hash, j, hash) || !is_digest(&j->hash, hash))
		broken(w, c, j->seq, "was changed after it was written");
	else
		memcpy(c->hash, hash, sizeof c->hash);
	c->seq = j->seq;
}

static bool
is_of_sale(const struct rec_journal *j)
{
	return str_eq(j->kind, "sale") || str_eq(j->kind, "return");
}

/* The day in a sealed sale's line "at MADE-AT DAY"; 0 when it has none. */
static int64_t
sealed_day(const char *payload)
{
	const char	*at = strstr(payload, "\nat ");
	char		*end;

	if (at == NULL)
		return 0;
	strtoll(at + 4, &end, 10);
	return strtoll(end, NULL, 10);
}

/*
 * Whether a Z closed that day while the sale was under way, so that it is
 * stored on the day after: sealed is what the till meant.
 */
static bool
moved_by_z(struct work *w, const struct rec_sale *sale, int64_t sealed)
{
	struct db_ans		*ans;
	const struct rec_z	*z;
	size_t			 i, n;
	bool			 moved = false;

	if (sealed >= sale->business_day)
		return false;
	ans = ask(w, op_z_list(&sale->store_id, INT64_C(1000000)));
	if (ans == NULL)
		return false;
	z = db_rows(ans, REC_Z, &n);
	for (i = 0; i < n; i++)
		moved = moved || (uuid_is_nil(&z[i].register_id) &&
		    z[i].business_day >= sealed &&
		    z[i].next_day == sale->business_day);
	db_ans_free(ans);
	return moved;
}

/* The nth sale of the answer, as it would be sealed today. */
static bool
says_the_same(struct work *w, const struct db_ans *ans, size_t nth,
    const char *payload)
{
	struct facts			 facts = { .arena = NULL };
	struct buf			 text = BUF_INIT(FACTS_TEXT_MAX);
	const struct rec_sale		*sale;
	struct rec_line			*lines = NULL;
	struct rec_payment		*payments = NULL;
	const void			*rows;
	size_t				 n;
	bool				 same;

	sale = db_rows_nth(ans, REC_SALE, nth, &n);
	if (n == 0)
		return true;	/* missing: CHECK_JOURNAL_SALE says so */
	facts.sale = *sale;
	rows = db_rows_nth(ans, REC_LINE, nth, &facts.line_count);
	if (facts.line_count > 0) {
		lines = mem_alloc(facts.line_count * sizeof *lines);
		memcpy(lines, rows, facts.line_count * sizeof *lines);
	}
	rows = db_rows_nth(ans, REC_PAYMENT, nth, &facts.payment_count);
	if (facts.payment_count > 0) {
		payments = mem_alloc(facts.payment_count * sizeof *payments);
		memcpy(payments, rows, facts.payment_count * sizeof *payments);
	}
	facts.lines = lines;
	facts.payments = payments;
	if (moved_by_z(w, sale, sealed_day(payload)))
		facts.sale.business_day = sealed_day(payload);
	facts_text(&facts, &text);
	same = !buf_full(&text) && str_eq(buf_str(&text), payload);
	buf_free(&text);
	free(lines);
	free(payments);
	return same;
}

/*
 * The chain proves the journal; this proves that the sales in the tables are
 * the ones that were sealed into it.
 */
static int
check_sealed(struct work *w, const struct rec_register *reg,
    const struct rec_journal *j, size_t n)
{
	struct db_req	*req = NULL;
	struct db_ans	*ans;
	size_t		 i, nth = 0;

	for (i = 0; i < n; i++)
		if (is_of_sale(&j[i]))
			req = req == NULL ? op_sale_get(&j[i].ref_id) :
			    db_req_join(req, op_sale_get(&j[i].ref_id));
	if (req == NULL)
		return 0;
	ans = ask(w, req);
	if (ans == NULL)
		return -1;
	for (i = 0; i < n; i++) {
		if (!is_of_sale(&j[i]) ||
		    says_the_same(w, ans, nth++, j[i].payload))
			continue;
		add(w, "sealed", reg->code, arena_printf(w->arena,
		    "register %s: the sale of entry %" PRId64 " is not as it "
		    "was sealed", reg->code, j[i].seq));
	}
	db_ans_free(ans);
	return 0;
}

/* Up to the entry the register row named when the checking began. */
static int
check_chain(struct work *w, const struct rec_register *reg)
{
	struct chain			 c = { .reg = reg };
	const struct rec_journal	*j;
	struct verify_chain		*out;
	struct db_ans			*ans;
	size_t				 i, n;
	int				 ret;

	do {
		ans = ask(w, op_journal_page(&reg->id, c.seq, PAGE));
		if (ans == NULL)
			return -1;
		j = db_rows(ans, REC_JOURNAL, &n);
		for (i = 0; i < n && !c.broken && c.seq < reg->last_seq; i++)
			follow(w, &c, &j[i]);
		ret = check_sealed(w, reg, j, i);
		db_ans_free(ans);
		if (ret < 0)
			return -1;
	} while (n == PAGE && !c.broken && c.seq < reg->last_seq);
	if (!c.broken && c.seq < reg->last_seq)
		broken(w, &c, c.seq + 1, "is missing");
	if (!c.broken && !is_digest(&reg->last_hash, c.hash))
		broken(w, &c, reg->last_seq,
		    "is not what the register says its last is");
	out = &w->report->chains[w->report->chain_count++];
	out->code = arena_strdup(w->arena, reg->code);
	out->entries = c.seq;
	str_hex(c.hash, sizeof c.hash, out->hash);
	return 0;
}

static int
check_chains(struct work *w)
{
	struct verify_report		*r = w->report;
	struct buf			 all = BUF_INIT(1 << 20);
	const struct rec_register	*reg;
	struct db_ans			*ans = ask(w, op_register_list());
	size_t				 i, n;
	int				 ret = 0;

	if (ans == NULL)
		return -1;
	reg = db_rows(ans, REC_REGISTER, &n);
	r->chains = arena_alloc(w->arena, (n + 1) * sizeof *r->chains);
	for (i = 0; i < n && ret == 0; i++)
		ret = check_chain(w, &reg[i]);
	db_ans_free(ans);
	for (i = 0; i < r->chain_count; i++)
		buf_printf(&all, "%s %" PRId64 " %s\n", r->chains[i].code,
		    r->chains[i].entries, r->chains[i].hash);
	seal_sha256_hex(buf_str(&all), all.len, r->proof);
	buf_free(&all);
	return ret;
}

int
verify_shop(struct db *db, struct arena *arena, struct verify_report *report,
    struct err *err)
{
	struct work	w = { db, arena, report, err };

	memset(report, 0, sizeof *report);
	if (check_chains(&w) < 0 || check_rows(&w) < 0 ||
	    count_rows(&w) < 0)
		return err_wrap(err, "checking");
	return 0;
}
