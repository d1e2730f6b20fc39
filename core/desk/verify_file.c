/* A journal that was taken out of the shop, against the shop: see verify.h. */
#include "desk/verify_parts.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "desk/journal.h"
#include "mem.h"
#include "ops.h"
#include "str.h"

#define PAGE		100
#define CHUNK		65536

/* -------------------------------------------------------------- writing it */

static int
write_text(FILE *to, struct buf *text, struct err *err)
{
	if (fwrite(buf_str(text), 1, text->len, to) != text->len)
		return err_set(err, ERR_IO, "cannot write the journal: %s",
		    strerror(errno));
	buf_reset(text);
	return 0;
}

static int
write_register(struct work *w, FILE *to, const struct rec_register *reg)
{
	struct buf			 text = BUF_INIT(SIZE_MAX / 2);
	const struct rec_journal	*j;
	struct journal_chain		 end;
	struct db_ans			*ans;
	size_t				 i, n;
	int				 ret = 0;

	journal_begin(&end, &reg->id);
	journal_put_register(&text, &reg->id, reg->code);
	do {
		verify_tell(w, reg->code, end.seq, reg->last_seq);
		ans = verify_ask(w, op_journal_page(&reg->id, end.seq, PAGE));
		if (ans == NULL) {
			buf_free(&text);
			return -1;
		}
		j = db_rows(ans, REC_JOURNAL, &n);
		for (i = 0; i < n && ret == 0; i++) {
			journal_put_entry(&text, &j[i]);
			end.seq = j[i].seq;
			if (j[i].hash.len == SEAL_DIGEST)
				memcpy(end.hash, j[i].hash.bytes, SEAL_DIGEST);
			ret = write_text(to, &text, w->err);
		}
		w->report->entries += (int64_t)n;
		db_ans_free(ans);
	} while (n == PAGE && ret == 0);
	journal_put_end(&text, &end);
	if (ret == 0)
		ret = write_text(to, &text, w->err);
	buf_free(&text);
	return ret;
}

int
verify_export(struct db *db, FILE *to, int64_t *entries_r, struct err *err)
{
	struct verify_report		 report = { .entries = 0 };
	struct work			 w = { .db = db, .report = &report,
					    .err = err };
	struct buf			 text = BUF_INIT(1000);
	const struct rec_register	*reg;
	struct db_ans			*ans;
	size_t				 i, n;
	int				 ret;

	ans = verify_ask(&w, op_register_journals());
	if (ans == NULL)
		return -1;
	reg = db_rows(ans, REC_REGISTER, &n);
	journal_put_head(&text);
	ret = write_text(to, &text, err);
	for (i = 0; i < n && ret == 0; i++)
		ret = write_register(&w, to, &reg[i]);
	journal_put_whole(&text, (int64_t)n);
	if (ret == 0)
		ret = write_text(to, &text, err);
	buf_free(&text);
	db_ans_free(ans);
	*entries_r = report.entries;
	return ret;
}

/* -------------------------------------------------------------- reading it */

struct reading {
	struct work			*w;
	FILE				*from;
	bool				 older;
	struct buf			 in;
	size_t				 used;	/* of in */
	int64_t				 offset;	/* of in, in the file */
	struct journal_reader		 reader;
	const struct rec_register	*regs;	/* the shop's */
	size_t				 reg_count;
	bool				*seen;	/* in the file */
	const struct rec_register	*reg;	/* being read; NULL: not ours */
	bool				 differs;	/* it does, and is said */
	struct db_ans			*page;	/* of the shop's entries */
	const struct rec_journal	*rows;
	size_t				 row, row_count;
};

/* The shop's entry of that number; NULL when it has none (or on error). */
static const struct rec_journal *
shops_entry(struct reading *r, int64_t seq)
{
	if (r->reg == NULL)
		return NULL;
	while (r->row < r->row_count && r->rows[r->row].seq < seq)
		r->row++;
	if (r->row == r->row_count) {
		db_ans_free(r->page);
		r->row = r->row_count = 0;
		r->page = verify_ask(r->w, op_journal_page(&r->reg->id,
		    seq - 1, PAGE));
		if (r->page == NULL)
			return NULL;
		r->rows = db_rows(r->page, REC_JOURNAL, &r->row_count);
	}
	return r->row < r->row_count && r->rows[r->row].seq == seq ?
	    &r->rows[r->row] : NULL;
}

/*
 * The first byte of the file that is not as the shop would write it, counted
 * from 1: text is what stands there, at is where it is wrong in itself.
 */
static int64_t
first_byte(struct reading *r, const char *text, size_t len,
    const struct rec_journal *shops, size_t at)
{
	struct buf	want = BUF_INIT(2 * JOURNAL_PAYLOAD);
	const char	*w;
	size_t		 i;

	if (shops != NULL) {
		journal_put_entry(&want, shops);
		w = buf_str(&want);
		for (i = 0; i < len && i < want.len && text[i] == w[i];)
			i++;
		if (i < want.len)
			at = i;
		buf_free(&want);
	}
	return r->offset + (int64_t)r->used + (int64_t)at + 1;
}

static void
found(struct reading *r, const char *what, const char *text)
{
	verify_add(r->w, what, r->reg == NULL ? r->reader.code : r->reg->code,
	    text);
}

static void
is_wrong(struct reading *r, const char *text, size_t len)
{
	struct journal_reader		*reader = &r->reader;
	const struct rec_journal	*shops = NULL;
	int64_t				 seq = reader->chain.seq + 1;

	if (!reader->in_register) {
		found(r, "journal_byte", arena_printf(r->w->arena,
		    "byte %" PRId64 " of the file: %s", first_byte(r, text,
		    len, NULL, reader->at), reader->why));
		return;
	}
	shops = shops_entry(r, seq);
	found(r, "journal_byte", arena_printf(r->w->arena,
	    "byte %" PRId64 " of the file, register %s, entry %" PRId64
	    ": %s", first_byte(r, text, len, shops, reader->at),
	    reader->code, seq, reader->why));
}

static void
begin_register(struct reading *r)
{
	size_t	i;

	db_ans_free(r->page);
	r->page = NULL;
	r->row = r->row_count = 0;
	r->reg = NULL;
	r->differs = false;
	for (i = 0; i < r->reg_count; i++)
		if (uuid_eq(&r->regs[i].id, &r->reader.chain.register_id)) {
			r->reg = &r->regs[i];
			if (r->seen[i])
				found(r, "journal_register",
				    "a register is in the file twice");
			r->seen[i] = true;
		}
	if (r->reg == NULL)
		found(r, "journal_register", arena_printf(r->w->arena,
		    "%s is no register of this shop", r->reader.code));
	else if (!str_eq(r->reg->code, r->reader.code))
		found(r, "journal_register", arena_printf(r->w->arena,
		    "register %s is called %s in the file", r->reg->code,
		    r->reader.code));
}

static void
an_entry(struct reading *r, const char *text, size_t len)
{
	const struct rec_journal	*j = &r->reader.entry, *shops;

	r->w->report->entries++;
	if (r->reg == NULL || r->differs)
		return;
	shops = shops_entry(r, j->seq);
	if (shops != NULL && shops->hash.len == SEAL_DIGEST &&
	    memcmp(shops->hash.bytes, j->hash.bytes, SEAL_DIGEST) == 0)
		return;
	r->differs = true;
	if (shops == NULL)
		found(r, "journal_long", arena_printf(r->w->arena,
		    "entry %" PRId64 " of register %s is not in the shop's "
		    "journal", j->seq, r->reg->code));
	else
		found(r, "journal_byte", arena_printf(r->w->arena,
		    "byte %" PRId64 " of the file, register %s, entry %"
		    PRId64 ": it is not what the shop's journal says",
		    first_byte(r, text, len, shops, 0), r->reg->code,
		    j->seq));
}

/* The file's chain against the anchor in the register's row. */
static void
end_register(struct reading *r)
{
	const struct journal_chain	*c = &r->reader.chain;
	struct verify_report		*report = r->w->report;
	struct verify_chain		*out;

	if (r->reg == NULL)
		return;
	if (report->chain_count < r->reg_count) {
		out = &report->chains[report->chain_count++];
		out->code = arena_strdup(r->w->arena, r->reg->code);
		out->entries = c->seq;
		str_hex(c->hash, SEAL_DIGEST, out->hash);
	}
	if (r->differs)
		return;
	if (c->seq < r->reg->last_seq && !r->older)
		found(r, "journal_short", arena_printf(r->w->arena,
		    "register %s ends with entry %" PRId64 " in the file and "
		    "with %" PRId64 " in the shop", r->reg->code, c->seq,
		    r->reg->last_seq));
	else if (c->seq == r->reg->last_seq &&
	    (r->reg->last_hash.len != SEAL_DIGEST ||
	    memcmp(c->hash, r->reg->last_hash.bytes, SEAL_DIGEST) != 0))
		found(r, "journal_anchor", arena_printf(r->w->arena,
		    "entry %" PRId64 " is not what register %s says its last "
		    "is", c->seq, r->reg->code));
}

static void
is_whole(struct reading *r)
{
	size_t	i;

	for (i = 0; i < r->reg_count; i++)
		if (!r->seen[i] && r->regs[i].last_seq > 0 && !r->older)
			verify_add(r->w, "journal_short", r->regs[i].code,
			    arena_printf(r->w->arena, "register %s is not in "
			    "the file", r->regs[i].code));
}

/* More of the file behind what is not used yet; false at its end. */
static bool
fill(struct reading *r)
{
	char	chunk[CHUNK];
	size_t	n;

	buf_consume(&r->in, r->used);
	r->offset += (int64_t)r->used;
	r->used = 0;
	n = fread(chunk, 1, sizeof chunk, r->from);
	buf_add(&r->in, chunk, n);
	return n > 0 && !buf_full(&r->in);
}

/* One item; false when there is nothing more to read. */
static bool
step(struct reading *r)
{
	const char	*text = buf_str(&r->in) + r->used;
	size_t		 len = r->in.len - r->used, n = 0;

	if (len == 0)
		return fill(r);
	switch (journal_read(&r->reader, text, len, &n)) {
	case JOURNAL_MORE:
		return fill(r);
	case JOURNAL_WRONG:
		is_wrong(r, text, len);
		r->differs = true;
		return false;
	case JOURNAL_REGISTER:
		begin_register(r);
		break;
	case JOURNAL_ENTRY:
		an_entry(r, text, n);
		break;
	case JOURNAL_END:
		end_register(r);
		break;
	case JOURNAL_WHOLE:
		is_whole(r);
		break;
	case JOURNAL_HEAD:
		break;
	}
	r->used += n;
	return true;
}

int
verify_file(struct db *db, struct arena *arena, FILE *from, bool older,
    struct verify_report *report, struct err *err)
{
	struct work	 w = { .db = db, .arena = arena, .report = report,
			    .err = err };
	struct reading	 r = { .w = &w, .from = from, .older = older,
			    .in = BUF_INIT(JOURNAL_PAYLOAD + 2 * CHUNK),
			    .reader = JOURNAL_READER_INIT };
	struct db_ans	*ans;

	memset(report, 0, sizeof *report);
	ans = verify_ask(&w, op_register_journals());
	if (ans == NULL)
		return -1;
	r.regs = db_rows(ans, REC_REGISTER, &r.reg_count);
	r.seen = arena_alloc(arena, (r.reg_count + 1) * sizeof *r.seen);
	report->chains = arena_alloc(arena,
	    (r.reg_count + 1) * sizeof *report->chains);
	while (err->kind == ERR_NONE && step(&r))
		continue;
	if (err->kind == ERR_NONE && ferror(from))
		err_set(err, ERR_IO, "cannot read the file");
	if (err->kind == ERR_NONE && !r.reader.whole && !r.differs)
		verify_add(&w, "journal_short", "", arena_printf(arena,
		    "the file ends at byte %" PRId64 ", before its end",
		    r.offset + (int64_t)r.in.len));
	db_ans_free(r.page);
	db_ans_free(ans);
	buf_free(&r.in);
	journal_reader_free(&r.reader);
	return err->kind == ERR_NONE ? 0 : -1;
}

/* ----------------------------------------------------------- from a receipt */

/* The entry of a sale's number, or whose hash begins so; NULL when none. */
static struct db_ans *
look_up(struct work *w, const char *what, const struct rec_journal **j_r)
{
	uint8_t			 bytes[SEAL_DIGEST];
	const struct rec_sale	*sale;
	struct db_ans		*ans;
	const char		*number = what, *dash = strrchr(what, '-');
	int64_t			 seq;
	size_t			 n, len = strlen(what) / 2;

	if (dash != NULL && str_int64(dash + 1, &seq) && seq >= 0)
		number = arena_printf(w->arena, "%.*s-%06" PRId64,
		    (int)(dash - what), what, seq);
	ans = verify_ask(w, op_sale_by_number(number));
	if (ans == NULL)
		return NULL;
	sale = db_rows(ans, REC_SALE, &n);
	if (n > 0) {
		struct uuid	id = sale->id;

		db_ans_free(ans);
		ans = verify_ask(w, op_journal_get(&id));
	} else if (strlen(what) % 2 == 0 && len >= 4 && len <= SEAL_DIGEST &&
	    str_unhex(what, bytes, len)) {
		db_ans_free(ans);
		ans = verify_ask(w, op_journal_by_hash(bytes, len));
	}
	if (ans != NULL)
		*j_r = db_rows(ans, REC_JOURNAL, &n);
	return ans;
}

int
verify_entry(struct db *db, struct arena *arena, const char *what,
    struct verify_entry *out, struct verify_report *report, struct err *err)
{
	struct work			 w = { .db = db, .arena = arena,
					    .report = report, .err = err };
	const struct rec_journal	*j = NULL;
	struct rec_register		 reg = { .code = "" };
	struct journal_chain		 chain;
	struct db_ans			*ans;
	const char			*how;
	int				 ret = -1;

	memset(report, 0, sizeof *report);
	memset(out, 0, sizeof *out);
	ans = look_up(&w, what, &j);
	if (ans == NULL)
		return -1;
	if (j == NULL) {
		err_set(err, ERR_NO_INPUT, "no receipt says %.80s", what);
		err_hint(err, "Give a number like R1-000042, or the journal's "
		    "letters and digits below the total.");
		goto out;
	}
	journal_begin(&chain, &j->register_id);
	chain.seq = j->seq - 1;
	if (j->prev_hash.len == SEAL_DIGEST)
		memcpy(chain.hash, j->prev_hash.bytes, SEAL_DIGEST);
	how = journal_follow(&chain, j);
	if (how != NULL)
		verify_add(&w, "chain", what, arena_printf(arena,
		    "entry %" PRId64 " %s", j->seq, how));
	out->sale_id = j->ref_id;
	out->kind = arena_strdup(arena, j->kind);
	out->seq = j->seq;
	out->at = j->at;
	if (j->hash.len == SEAL_DIGEST)
		str_hex(j->hash.bytes, SEAL_DIGEST, out->hash);
	ret = verify_sealed(&w, &reg, j, 1);
out:
	db_ans_free(ans);
	return ret;
}
