/* The proof: see verify.h. */
#include "desk/verify_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "desk/journal.h"
#include "mem.h"
#include "ops.h"
#include "seal.h"
#include "str.h"

#define PATIENCE	(60 * MINUTE_US)
#define PAGE		100

struct db_ans *
verify_ask(struct work *w, struct db_req *req)
{
	struct db_ans	*ans;

	db_req_time(req, PATIENCE);
	ans = db_wait(w->db, req);
	if (db_check(ans, w->err) == 0)
		return ans;
	db_ans_free(ans);
	return NULL;
}

void
verify_add(struct work *w, const char *what, const char *subject,
    const char *text)
{
	struct verify_report	*r = w->report;
	struct verify_finding	*f;

	if (r->findings == NULL)
		r->findings = arena_alloc(w->arena,
		    VERIFY_FINDINGS * sizeof *r->findings);
	if (r->finding_count == VERIFY_FINDINGS) {
		r->more++;
		return;
	}
	f = &r->findings[r->finding_count++];
	f->what = what;
	f->subject = arena_strdup(w->arena, subject);
	f->text = text;
}

void
verify_tell(struct work *w, const char *what, int64_t done, int64_t of)
{
	if (w->watch != NULL)
		w->watch->tell(w->watch->arg, what, done, of);
}

static void
broken(struct work *w, const struct rec_register *reg, int64_t seq,
    const char *how)
{
	verify_add(w, "chain", reg->code, arena_printf(w->arena,
	    "register %s: entry %" PRId64 " %s", reg->code, seq, how));
}

/* The end of a chain against the anchor in its register's row. */
static void
check_anchor(struct work *w, const struct rec_register *reg,
    const struct journal_chain *c)
{
	if (c->seq < reg->last_seq)
		broken(w, reg, c->seq + 1, "is missing");
	else if (c->seq > reg->last_seq)
		broken(w, reg, c->seq, "is more than its register has");
	else if (reg->last_hash.len != SEAL_DIGEST ||
	    memcmp(reg->last_hash.bytes, c->hash, SEAL_DIGEST) != 0)
		broken(w, reg, c->seq, "is not what the register says its "
		    "last is");
}

/* A page of entries; false when the chain is broken in it. */
static bool
follow(struct work *w, struct journal_chain *c, const struct rec_register *reg,
    const struct rec_journal *j, size_t n)
{
	const char	*how;
	size_t		 i;

	for (i = 0; i < n && c->seq < reg->last_seq; i++) {
		how = journal_follow(c, &j[i]);
		if (how != NULL) {
			broken(w, reg, c->seq + 1, how);
			return false;
		}
	}
	return true;
}

/* Up to the entry the register row named when the checking began. */
static int
check_chain(struct work *w, const struct rec_register *reg)
{
	const struct rec_journal	*j;
	struct journal_chain		 c;
	struct verify_chain		*out;
	struct db_ans			*ans;
	size_t				 n;
	int64_t				 from;
	bool				 whole = true;
	int				 ret = 0;

	journal_begin(&c, &reg->id);
	do {
		verify_tell(w, reg->code, c.seq, reg->last_seq);
		from = c.seq;
		ans = verify_ask(w, op_journal_page(&reg->id, c.seq, PAGE));
		if (ans == NULL)
			return -1;
		j = db_rows(ans, REC_JOURNAL, &n);
		whole = follow(w, &c, reg, j, n);
		ret = verify_sealed(w, reg, j, (size_t)(c.seq - from));
		db_ans_free(ans);
	} while (ret == 0 && n == PAGE && whole && c.seq < reg->last_seq);
	if (ret == 0 && whole)
		check_anchor(w, reg, &c);
	out = &w->report->chains[w->report->chain_count++];
	out->code = arena_strdup(w->arena, reg->code);
	out->entries = c.seq;
	str_hex(c.hash, sizeof c.hash, out->hash);
	return ret;
}

static int
check_chains(struct work *w)
{
	struct verify_report		*r = w->report;
	struct buf			 all = BUF_INIT(1 << 20);
	const struct rec_register	*reg;
	struct db_ans			*ans = verify_ask(w, op_register_journals());
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
verify_shop(struct db *db, struct arena *arena,
    const struct verify_watch *watch, struct verify_report *report,
    struct err *err)
{
	struct work	w = { db, arena, watch, report, err };

	memset(report, 0, sizeof *report);
	if (check_chains(&w) < 0 || verify_rows(&w) < 0)
		return err_wrap(err, "checking");
	return 0;
}
