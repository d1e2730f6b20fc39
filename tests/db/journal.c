/*
 * A journal of a thousand records and more, from some weeks of life: every
 * byte changed, every record dropped, swapped with the next or cut off, in the
 * database's rows and in the exported file.  All of it is found, and where.
 *
 * A record is judged by the chain before it, so each change needs only its own
 * record read again.  LONG=1 changes every byte; else some twenty of each
 * record and column, others in each.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/fakeclock.h"

#include "db.h"
#include "desk/journal.h"
#include "desk/verify.h"
#include "lib/life.h"
#include "lib/rig.h"
#include "mem.h"
#include "ops.h"

#define SOME		20

static struct db	*db;
static char		*text;		/* the exported file */
static size_t		 text_len;

static bool
is_long(void)
{
	return getenv("LONG") != NULL;
}

/* How far it is from one byte to change to the next, of so many. */
static size_t
step_of(size_t len)
{
	return is_long() || len <= SOME ? 1 : len / SOME;
}

static int
set_up(void **state)
{
	struct life_want	 want = { .now = &fake_now, .seed = 5,
	    .days = 7, .lines = 2200 };
	struct life_done	 done;
	struct err		 err = ERR_INIT;
	int64_t			 entries;
	FILE			*to;

	(void)state;
	fake_seed = want.seed;
	want.url = rig_printf("sqlite:%s/life.db", rig_dir());
	life_live(&want, &done);
	if ((db = db_open(want.url, &err)) == NULL)
		rig_die("%s", err.text);
	to = open_memstream(&text, &text_len);
	if (verify_export(db, to, &entries, &err) != 0)
		rig_die("%s", err.text);
	fclose(to);
	free(want.url);
	print_message("# %lld entries, %zu bytes\n", (long long)entries,
	    text_len);
	assert_true(entries > 1000);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	free(text);
	db_close(db);
	return 0;
}

/* ---------------------------------------------------------------- the rows */

/* A changed copy of bytes; the caller frees it. */
static char *
flipped(const void *bytes, size_t len, size_t at, int bit)
{
	char	*copy = mem_alloc(len + 1);

	memcpy(copy, bytes, len);
	copy[len] = '\0';
	copy[at] = (char)(copy[at] ^ (1 << bit));
	return copy;
}

/* The entry with a byte of one column changed, against the chain. */
static void
try_column(const struct journal_chain *chain, const struct rec_journal *j,
    int column, size_t at, int bit)
{
	struct journal_chain	 c = *chain;
	struct rec_journal	 k = *j;
	char			*copy = NULL;

	switch (column) {
	case 0:
		k.register_id.b[at] ^= (uint8_t)(1 << bit);
		break;
	case 1:
		k.ref_id.b[at] ^= (uint8_t)(1 << bit);
		break;
	case 2:
		k.seq = (int64_t)((uint64_t)k.seq ^ UINT64_C(1) <<
		    (8 * at + (size_t)bit));
		break;
	case 3:
		k.at = (int64_t)((uint64_t)k.at ^ UINT64_C(1) <<
		    (8 * at + (size_t)bit));
		break;
	case 4:
		k.kind = copy = flipped(j->kind, strlen(j->kind), at, bit);
		break;
	case 5:
		k.payload = copy = flipped(j->payload, strlen(j->payload), at,
		    bit);
		break;
	case 6:
		copy = flipped(j->prev_hash.bytes, j->prev_hash.len, at, bit);
		k.prev_hash.bytes = copy;
		break;
	default:
		copy = flipped(j->hash.bytes, j->hash.len, at, bit);
		k.hash.bytes = copy;
	}
	if (journal_follow(&c, &k) == NULL)
		fail_msg("entry %lld, column %d, byte %zu: not found",
		    (long long)j->seq, column, at);
	free(copy);
}

static void
try_row(const struct journal_chain *chain, const struct rec_journal *j)
{
	const size_t	lens[] = { 16, 16, 8, 8, strlen(j->kind),
	    strlen(j->payload), j->prev_hash.len, j->hash.len };
	size_t		at;
	int		column;

	for (column = 0; column < 8; column++)
		for (at = (size_t)j->seq % step_of(lens[column]);
		    at < lens[column]; at += step_of(lens[column]))
			try_column(chain, j, column, at, (int)(at % 8));
}

static void
every_byte_of_the_rows(void **state)
{
	const struct rec_register	*reg;
	const struct rec_journal	*j;
	struct journal_chain		 chain, skipped;
	struct db_ans			*regs, *ans;
	size_t				 r, i, n, m;

	(void)state;
	regs = db_wait(db, op_register_list());
	reg = db_rows(regs, REC_REGISTER, &n);
	for (r = 0; r < n; r++) {
		ans = db_wait(db, op_journal_page(&reg[r].id, 0, 100000));
		j = db_rows(ans, REC_JOURNAL, &m);
		journal_begin(&chain, &reg[r].id);
		for (i = 0; i < m; i++) {
			try_row(&chain, &j[i]);
			/* Dropped, or swapped with the next. */
			skipped = chain;
			if (i + 1 < m)
				assert_non_null(journal_follow(&skipped,
				    &j[i + 1]));
			/* Said twice. */
			assert_null(journal_follow(&chain, &j[i]));
			skipped = chain;
			assert_non_null(journal_follow(&skipped, &j[i]));
		}
		/* Cut off: the anchor is another. */
		assert_int_equal(chain.seq, reg[r].last_seq);
		assert_memory_equal(chain.hash, reg[r].last_hash.bytes,
		    SEAL_DIGEST);
		db_ans_free(ans);
	}
	db_ans_free(regs);
}

/* ---------------------------------------------------------------- the file */

/* Findings of this file against the shop; the first one's text. */
static size_t
findings(const char *bytes, size_t len, bool older, char first[200])
{
	struct verify_report	 report;
	struct arena		*arena = arena_new();
	struct err		 err = ERR_INIT;
	FILE			*from = fmemopen((void *)(uintptr_t)bytes, len,
	    "r");
	size_t			 n;

	if (verify_file(db, arena, from, older, &report, &err) != 0)
		fail_msg("%s", err.text);
	fclose(from);
	n = report.finding_count;
	snprintf(first, 200, "%s", n > 0 ? report.findings[0].text : "");
	arena_free(arena);
	return n;
}

static struct journal_reader
copy_of(const struct journal_reader *r)
{
	struct journal_reader	c = *r;

	buf_init(&c.payload, JOURNAL_PAYLOAD);
	return c;
}

/*
 * One byte of the item at text + at, len bytes long, is another.  An item that
 * still reads well is a register's name, and then the shop knows better.
 */
static void
try_byte(const struct journal_reader *r, size_t from, size_t at, int bit)
{
	struct journal_reader	 c = copy_of(r);
	enum journal_item	 item;
	size_t			 used;
	char			 first[200];

	text[at] = (char)(text[at] ^ (1 << bit));
	item = journal_read(&c, text + from, text_len - from, &used);
	if (item == JOURNAL_WRONG)
		assert_true(from + c.at < text_len);
	else if (item == JOURNAL_REGISTER)
		assert_true(findings(text, text_len, false, first) > 0);
	else if (item != JOURNAL_MORE)
		fail_msg("byte %zu, bit %d: read as %d", at, bit, item);
	text[at] = (char)(text[at] ^ (1 << bit));
	journal_reader_free(&c);
}

static void
every_byte_of_the_file(void **state)
{
	struct journal_reader	 r = JOURNAL_READER_INIT, c;
	enum journal_item	 item;
	size_t			 from, at, used, items = 0;

	(void)state;
	for (from = 0; from < text_len; from += used, items++) {
		c = copy_of(&r);
		item = journal_read(&c, text + from, text_len - from, &used);
		journal_reader_free(&c);
		assert_true(item != JOURNAL_WRONG && item != JOURNAL_MORE);
		for (at = from + items % step_of(used); at < from + used;
		    at += step_of(used))
			try_byte(&r, from, at, (int)(at % 8));
		(void)journal_read(&r, text + from, text_len - from, &used);
	}
	assert_true(r.whole);
	assert_true(items > 1000);
	journal_reader_free(&r);
}

static void
every_record_of_the_file(void **state)
{
	struct journal_reader	 r = JOURNAL_READER_INIT, c;
	size_t			 from, used, next, n = 0;
	enum journal_item	 item;
	char			 first[200];

	(void)state;
	for (from = 0; from < text_len; from += used) {
		c = copy_of(&r);
		item = journal_read(&c, text + from, text_len - from, &used);
		journal_reader_free(&c);
		c = copy_of(&r);
		/* Dropped or swapped: what comes then is not next. */
		if (from + used < text_len)
			assert_int_equal(journal_read(&c, text + from + used,
			    text_len - from - used, &next),
			    JOURNAL_WRONG);
		journal_reader_free(&c);
		/* Cut off here, and in its middle. */
		if (item == JOURNAL_ENTRY && n++ % (is_long() ? 1 : 97) == 0) {
			assert_int_equal(findings(text, from, true, first),
			    1);
			assert_int_equal(findings(text, from + used / 2, true,
			    first), 1);
		}
		(void)journal_read(&r, text + from, text_len - from, &used);
	}
	assert_int_equal(findings(text, text_len, false, first), 0);
	journal_reader_free(&r);
}

/* Whoever cuts the end off and writes a new one meets the shop's anchor. */
static void
a_new_end(void **state)
{
	struct journal_reader	r = JOURNAL_READER_INIT;
	struct buf		cut = BUF_INIT(SIZE_MAX / 2);
	size_t			from, used;
	enum journal_item	item;
	char			first[200], want[40];

	(void)state;
	for (from = 0; r.chain.seq < 17; from += used) {
		item = journal_read(&r, text + from, text_len - from, &used);
		assert_int_not_equal(item, JOURNAL_WRONG);
	}
	buf_add(&cut, text, from);
	journal_put_end(&cut, &r.chain);
	journal_put_whole(&cut, 1);
	assert_true(findings(buf_str(&cut), cut.len, false, first) > 0);
	assert_non_null(strstr(first, "ends with entry 17 in the file"));
	/* As an older file it is what it says it is. */
	assert_int_equal(findings(buf_str(&cut), cut.len, true, first), 0);
	/* The byte that is wrong is named, counted from one. */
	text[from - 9] ^= 1;
	assert_true(findings(text, text_len, false, first) > 0);
	snprintf(want, sizeof want, "byte %zu of the file", from - 9 + 1);
	assert_non_null(strstr(first, want));
	text[from - 9] ^= 1;
	buf_free(&cut);
	journal_reader_free(&r);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(every_byte_of_the_rows),
		cmocka_unit_test(every_byte_of_the_file),
		cmocka_unit_test(every_record_of_the_file),
		cmocka_unit_test(a_new_end),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
