/*
 * The owner's screen of the websites of others, and how vitrinectl asks for
 * one: the real programs in a real terminal.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "db.h"
#include "lib/counter.h"
#include "lib/rig.h"
#include "ops.h"

#define CHANNELS	"\033g"		/* Alt-g */

/* A website, as `channel add' leaves it; nobody listens to it here. */
struct site {
	struct counter	*counter;
	struct db	*db;
	struct uuid	 id, brooch;
};

static void
does(struct site *site, struct db_req *req)
{
	struct db_ans	*ans = db_wait(site->db, req);

	if (db_status(ans) != DB_DONE)
		fail_msg("%s", db_err(ans)->text);
	db_ans_free(ans);
}

static struct site
connect_site(struct counter *me)
{
	struct rec_channel	 row = { .id = uuid_new(), .code = "shop",
				    .kind = "squarespace", .name =
				    "Our web shop", .outbox = 1, .active = 1,
				    .created_at = clock_now() };
	struct err		 err = ERR_INIT;
	struct site		 site = { .counter = me, .id = row.id };
	const struct rec_piece	*piece;
	struct db_ans		*ans;
	size_t			 n;

	site.db = db_open(me->url, &err);
	assert_non_null(site.db);
	ans = db_wait(site.db, op_piece_by_sku("BR-1041"));
	piece = db_rows(ans, REC_PIECE, &n);
	assert_int_equal(n, 1);
	site.brooch = piece->id;
	db_ans_free(ans);
	does(&site, db_req_join(op_channel_add(&row), op_run_add(&row.id)));
	return site;
}

static void
sign_in(struct counter *me, int nth, const char *pin)
{
	counter_open_at(me, 24, 80, NULL, NULL);
	pty_expect(me->pty, "PIN >");
	pty_expect(me->pty, "Olivia");
	while (nth-- > 0)
		pty_type(me->pty, "\033[B");
	pty_type(me->pty, pin);
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Scan or type >");
}

/* From new through well, behind and trouble: each with what to do. */
static void
says_how_it_gets_on(void **state)
{
	struct counter	*me = *state;
	struct site	 site = connect_site(me);
	int64_t		 now = clock_now();

	sign_in(me, 2, "3333");
	pty_type(me->pty, CHANNELS);
	pty_expect(me->pty, "Our web shop  shop, Squarespace");
	pty_expect(me->pty, "never been read yet");
	pty_expect(me->pty, "vitrinectl doctor");
	pty_expect(me->pty, "nothing went in the last day");
	does(&site, op_run_polled(&site.id, "", now, now));
	pty_expect(me->pty, " well");
	pty_expect(me->pty, "It waits for nothing.");

	/* Its pages were compared with the shop. */
	does(&site, op_run_checked(&(struct rec_link){ .id = site.id,
	    .checked_at = now, .live = 7, .ghosts = 2, .strays = 1,
	    .differ = 4 }));
	pty_expect(me->pty, "! ghosts 2   unknown 1   other differences 4   of "
	    "7 live");
	pty_expect(me->pty, "vitrinectl channel reconcile shop");

	/* Sold here, and told two seconds later. */
	does(&site, op_outbox_add(&site.id, &site.brooch, "gone",
	    now - 2 * SECOND_US));
	pty_expect(me->pty, "to tell 1");
	does(&site, op_outbox_done(&site.id, &site.brooch, INT64_MAX, now,
	    ""));
	pty_expect(me->pty, "99 % in 2 s, worst 2 s (1 in the last day)");
	pty_expect(me->pty, "to tell 0");

	/* Not told for ten minutes. */
	does(&site, op_outbox_add(&site.id, &site.brooch, "gone",
	    now - 10 * MINUTE_US));
	pty_expect(me->pty, " behind");
	pty_expect(me->pty, "1 piece to be told, the first for 10 min.");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Not yet told to Our web shop");
	pty_expect(me->pty, "Signed estate brooch");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "History");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "Not yet told to Our web shop");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "from sold to gone");
	does(&site, op_run_problem(&site.id, "Our web shop answered 401",
	    now));
	pty_expect(me->pty, " trouble");
	pty_expect(me->pty, "Our web shop answered 401");
	pty_expect(me->pty, "vitrinectl channel test shop");
	does(&site, op_run_polled(&site.id, "", now, now - 20 * MINUTE_US));
	pty_expect(me->pty, " silent");
	pty_expect(me->pty, "have not been read for 20 min.");
	db_close(site.db);
}

/* vitrinectl says the same. */
static void
says_the_same_without_a_screen(void **state)
{
	struct counter	*me = *state;
	struct site	 site = connect_site(me);
	int64_t		 now = clock_now();
	char		*out;

	out = counter_ctl(me, 0, NULL, "--json", "channel", "status", "shop",
	    NULL);
	assert_non_null(strstr(out, "\"state\":\"new\""));
	free(out);
	does(&site, op_run_polled(&site.id, "", now, now - 20 * MINUTE_US));
	out = counter_ctl(me, 0, NULL, "channel", "status", NULL);
	assert_non_null(strstr(out, "silent"));
	assert_non_null(strstr(out, "have not been read for 20 min."));
	free(out);
	db_close(site.db);
}

static void
is_not_for_associates(void **state)
{
	struct counter	*me = *state;

	sign_in(me, 0, "1111");
	pty_type(me->pty, CHANNELS);
	pty_expect(me->pty, "not yours to see");
}

/* From the end of the day, when there is none. */
static void
says_that_there_is_none(void **state)
{
	struct counter	*me = *state;

	sign_in(me, 2, "3333");
	pty_type(me->pty, "\033o");
	pty_expect(me->pty, "Double sales");
	pty_type(me->pty, "w");
	pty_expect(me->pty, "vitrinectl channel add connects one");
}

/* A question is broken between words, at any width. */
static void
asks_in_whole_words(void **state)
{
	struct counter	*me = *state;
	char		*program = rig_program("vitrinectl");
	const char	*argv[] = { program, me->shop, "--as", "Olivia",
	    "channel", "add", "squarespace", "shop", NULL };
	const char	*envs[] = { "TERM=xterm-256color", NULL };

	me->pty = pty_start(argv, envs, 24, 40);
	free(program);
	pty_expect(me->pty, "\ntools > Developer API keys, with Orders\n"
	    "(read) and Inventory");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		BOTH(says_how_it_gets_on),
		ONE(says_the_same_without_a_screen),
		ONE(is_not_for_associates),
		ONE(says_that_there_is_none),
		ONE(asks_in_whole_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
