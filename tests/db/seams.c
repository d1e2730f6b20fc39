/*
 * The seams a simulator needs: this program brings its own clock and its own
 * randomness to the link, and then the whole core with its embedded database
 * does the same thing twice, to the last byte, and hours pass in no time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "lib/rig.h"
#include "lib/bare.h"
#include "ops.h"

static int64_t	now;		/* the only clock there is */
static uint64_t	seed;

/* These three stand in for db/base/clock.c. */
int64_t
clock_now(void)
{
	return ++now;
}

int64_t
clock_mono(void)
{
	return ++now;
}

void
clock_random(void *bytes, size_t len)
{
	unsigned char	*p = bytes;

	for (; len > 0; len--) {
		seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
		*p++ = (unsigned char)(seed >> 56);
	}
}

static void
note_piece(struct bare *shop, const struct uuid *id, struct buf *story)
{
	const struct rec_piece	*p;
	struct db_ans		*ans;
	size_t			 n;

	assert_int_equal(bare_do(shop->db, op_piece_by_id(id), &ans), DB_DONE);
	p = db_rows(ans, REC_PIECE, &n);
	buf_printf(story, "%s %s %d %d %lld\n", p->sku, p->status,
	    (int)p->on_hand, (int)p->held, (long long)p->changed_at);
	db_ans_free(ans);
}

/* A day in a shop, told in words. */
static void
tell(uint64_t from, struct buf *story)
{
	struct rec_hold		 h = { .qty = 1, .owner = "cart" };
	const struct rec_journal *j;
	struct bare		*shop;
	struct db_ans		*ans;
	struct uuid		 ring, sale, line;
	char			 hash[65], text[UUID_TEXT];
	size_t			 i, n;

	seed = from;
	now = INT64_C(1763900000000000);
	shop = bare_new("sqlite");
	ring = bare_piece(shop, "R-1", "unique", 1, 100);
	h.id = uuid_new();
	h.piece_id = ring;
	h.channel_id = shop->web;
	bare_must(shop->db, op_hold_place(&h, 600 * SECOND_US));
	note_piece(shop, &ring, story);
	now += 599 * SECOND_US;
	note_piece(shop, &ring, story);
	now += 2 * SECOND_US;
	note_piece(shop, &ring, story);
	sale = uuid_new();
	line = uuid_new();
	bare_must(shop->db, bare_sale(shop, &shop->r1, &sale, &line, &ring,
	    "unique", 1, 100, NULL, NULL));
	note_piece(shop, &ring, story);
	assert_int_equal(bare_do(shop->db, op_journal_get(&sale), &ans),
	    DB_DONE);
	j = db_rows(ans, REC_JOURNAL, &n);
	uuid_text(&j->ref_id, text);
	for (i = 0; i < 32; i++)
		snprintf(hash + 2 * i, 3, "%02x",
		    ((const unsigned char *)j->hash.bytes)[i]);
	buf_printf(story, "%s %s %lld\n", text, hash, (long long)j->at);
	db_ans_free(ans);
	bare_free(shop);
}

struct day {
	uint64_t	seed;
	char		story[4000];
};

static int
live(void *arg)
{
	struct day	*day = arg;
	struct buf	 story = BUF_INIT(sizeof day->story - 1);

	tell(day->seed, &story);
	memcpy(day->story, buf_str(&story), story.len + 1);
	buf_free(&story);
	return 0;
}

/* In a process of its own: ids never go back within one, whatever the clock. */
static const char *
day_of(uint64_t from)
{
	struct day	*day = rig_shared(sizeof *day);

	day->seed = from;
	assert_int_equal(rig_wait(rig_fork(live, day), 30000), 0);
	return day->story;
}

static void
the_same_seed_is_the_same_day(void **state)
{
	(void)state;
	assert_string_equal(day_of(1), day_of(1));
	assert_string_not_equal(day_of(1), day_of(2));
}

static void
a_hold_ends_by_the_clock_given(void **state)
{
	const char	*s = day_of(3);

	(void)state;
	assert_memory_equal(s, "R-1 held 1 1", 12);
	s = strchr(s, '\n') + 1;
	assert_memory_equal(s, "R-1 held 1 1", 12);
	s = strchr(s, '\n') + 1;
	assert_memory_equal(s, "R-1 available 1 0", 17);
	s = strchr(s, '\n') + 1;
	assert_memory_equal(s, "R-1 sold 0 0", 12);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(the_same_seed_is_the_same_day),
		cmocka_unit_test(a_hold_ends_by_the_clock_given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
