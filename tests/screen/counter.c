/*
 * The register as an associate has it: the real program in a real terminal,
 * on both engines, while other programs work on the same shop.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "lib/counter.h"
#include "lib/pgserver.h"
#include "lib/rig.h"
#include "lib/sql.h"

static void
sells_for_cash_and_prints(void **state)
{
	struct counter	*me = *state;
	char		*paper;

	counter_open(me);
	pty_type(me->pty, "2000000010410\r");
	pty_expect(me->pty, "held for you");
	pty_type(me->pty, "3*CL-1\r");
	pty_expect(me->pty, "3 x");
	pty_expect(me->pty, "$4,611.95");
	pty_type(me->pty, "\033t");			/* Alt-t */
	pty_expect(me->pty, "DUE");
	pty_type(me->pty, "5000\r");
	pty_expect(me->pty, "$388.05");
	pty_expect(me->pty, "R1-000002 is printed");
	paper = rig_read(me->paper, NULL);
	assert_non_null(paper);
	assert_non_null(strstr(paper, "TOTAL                             "
	    "4,611.95"));
	assert_non_null(strstr(paper, "Change                              "
	    "388.05"));
	free(paper);
	pty_type(me->pty, "\r");
	pty_expect_gone(me->pty, "Change to give");
	free(counter_ctl(me, 0, NULL, "verify", NULL));
}

/* Whoever comes second is told who was first, and nothing is sold twice. */
static void
refuses_what_another_sold(void **state)
{
	struct counter	*me = *state;

	counter_open(me);
	free(counter_ctl(me, 0, NULL, "sell", "BR-1041", "--as", "Olivia",
	    "--register", "R2", "--tender", "cash:4572.75", NULL));
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "Do not hand it over");
	pty_expect(me->pty, "R2-000001");
	pty_expect(me->pty, "Olivia");
	pty_type(me->pty, "\r");
	pty_expect_gone(me->pty, "Do not hand it over");
}

/* The other way round: what lies on the counter is held. */
static void
holds_what_is_scanned(void **state)
{
	struct counter	*me = *state;
	char		*out;

	counter_open(me);
	pty_type(me->pty, "RG-7\r");
	pty_expect(me->pty, "held for you");
	out = counter_ctl(me, 3, NULL, "--json", "sell", "RG-7", "--as",
	    "Olivia", "--register", "R2", "--tender", "cash:2068.63", NULL);
	assert_non_null(strstr(out, "\"kind\":\"hold\""));
	free(out);
	pty_type(me->pty, "\033x");			/* Alt-x: off again */
	pty_expect_gone(me->pty, "RG-7");
	free(counter_ctl(me, 0, NULL, "sell", "RG-7", "--as", "Olivia",
	    "--register", "R2", "--tender", "cash:2068.63", NULL));
}

/* No key is touched: the row flips because the shop changed. */
static void
a_row_flips_while_it_is_looked_at(void **state)
{
	struct counter	*me = *state;

	counter_open(me);
	pty_type(me->pty, "\033f");			/* Alt-f */
	pty_expect(me->pty, "Find >");
	pty_type(me->pty, "estate");
	pty_expect(me->pty, "one of a kind");
	free(counter_ctl(me, 0, NULL, "sell", "BR-1041", "--as", "Olivia",
	    "--tender", "cash:4572.75", NULL));
	pty_expect(me->pty, "sold");
}

static void
two_thousand_codes_in_a_burst(void **state)
{
	struct counter	*me = *state;
	char		*burst = malloc(2000 * 5 + 1);
	int		 i;

	assert_non_null(burst);
	for (i = 0; i < 2000; i++)
		memcpy(burst + 5 * i, "CL-1\r", 6);
	counter_open(me);
	pty_send(me->pty, burst, 10000);
	pty_expect(me->pty, "2000 x");
	pty_expect(me->pty, "$26,130.00");
	free(burst);
}

/*
 * More cash than the law lets pass without a name: the till asks who pays,
 * once, and says what that buyer paid before.  It does not stand in the way.
 */
static void
much_cash_is_asked_for_a_name(void **state)
{
	struct counter	*me = *state;
	int		 i;

	free(counter_ctl(me, 0, NULL, "customer", "add", "Elena Marsh", "--as",
	    "Olivia", NULL));
	free(counter_ctl(me, 0, NULL, "item", "add", "--sku", "TI-1",
	    "--title", "Tiara", "--price", "9999.00", "--stock", "5", "--as",
	    "Olivia", NULL));
	counter_open(me);
	for (i = 0; i < 2; i++) {
		pty_type(me->pty, "TI-1\r");
		pty_expect(me->pty, "Tiara");
		pty_type(me->pty, "\033t");		/* Alt-t */
		pty_expect(me->pty, "DUE");
		pty_type(me->pty, "\r");
		pty_expect(me->pty, "More than $10,000.00 in cash: who pays?");
		pty_expect(me->pty, "Elena Marsh");
		pty_type(me->pty, i == 0 ? "\r" : "\033");
		pty_expect_gone(me->pty, "Customer >");
		pty_expect(me->pty, i == 0 ? "with this 10,886.41" :
		    "it must name who pays");
		pty_type(me->pty, "\r");
		pty_expect(me->pty, "Enter: next customer");
		pty_type(me->pty, "\033");
		pty_expect(me->pty, "Scan or type >");
	}
}

/* A scan goes on the ticket whatever screen is open, and into no PIN. */
static void
a_scan_ends_up_in_the_sale(void **state)
{
	struct counter	*me = *state;

	counter_open_at(me, 24, 80, NULL, NULL);
	pty_expect(me->pty, "PIN >");
	pty_send(me->pty, "2000000010410\r", 14);
	pty_type(me->pty, "1111\r");
	pty_expect(me->pty, "Scan or type >");
	pty_type(me->pty, "\033f");
	pty_expect(me->pty, "Find >");
	pty_send(me->pty, "2000000010410\r", 14);
	pty_expect(me->pty, "BR-1041 is on the ticket");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "held for you");
	pty_type(me->pty, "\033t");			/* Alt-t */
	pty_expect(me->pty, "DUE");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Enter: next customer");
	pty_send(me->pty, "CL-1\r", 5);
	pty_expect(me->pty, "Cleaning cloth");
	pty_expect(me->pty, "Scan or type >");
}

/* F2 takes the amount that stands in the line, not all that is due. */
static void
f2_takes_what_was_typed(void **state)
{
	struct counter	*me = *state;

	counter_open(me);
	pty_type(me->pty, "CL-1\r");
	pty_expect(me->pty, "Cleaning cloth");
	pty_type(me->pty, "\033t");
	pty_expect(me->pty, "DUE");
	pty_type(me->pty, "5");
	pty_expect(me->pty, "Cash > 5");
	pty_type(me->pty, "\033c");			/* F2's other name */
	pty_expect(me->pty, " 5.00");
	pty_expect(me->pty, "DUE");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "R1-000002");
}

static void
parks_and_takes_up_again(void **state)
{
	struct counter	*me = *state;

	counter_open(me);
	pty_type(me->pty, "RG-7\r");
	pty_expect(me->pty, "held for you");
	pty_type(me->pty, "\033p");
	pty_expect(me->pty, "Park the ticket");
	pty_type(me->pty, "blue coat\r");
	pty_expect(me->pty, "The ticket is parked");
	pty_expect_gone(me->pty, "blue coat");
	pty_type(me->pty, "\033p");
	pty_expect(me->pty, "blue coat");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "RG-7");
	pty_expect(me->pty, "held for you");
}

static void
takes_back_from_the_receipt(void **state)
{
	struct counter	*me = *state;
	char		*out;

	free(counter_ctl(me, 0, NULL, "sell", "BR-1041", "--as", "Ana",
	    "--register", "R1", "--tender", "card:4572.75:4242/A1", NULL));
	counter_open(me);
	pty_type(me->pty, "\033r");
	pty_expect(me->pty, "Receipt >");
	pty_type(me->pty, "2\r");
	pty_expect(me->pty, "[x] BR-1041");	/* it is all there is */
	pty_type(me->pty, " ");
	pty_expect(me->pty, "[ ] BR-1041");
	pty_type(me->pty, "*");
	pty_expect(me->pty, "[x] BR-1041");
	pty_expect(me->pty, "Card 4242 4,572.75");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Why does it come back?");
	pty_type(me->pty, "too small\r");
	pty_expect(me->pty, "RETURN");
	pty_expect(me->pty, "R1-000003");
	out = counter_ctl(me, 0, NULL, "--json", "item", "show", "BR-1041",
	    NULL);
	assert_non_null(strstr(out, "\"state\":\"inspect\""));
	free(out);
	free(counter_ctl(me, 0, NULL, "verify", NULL));
}

static void
any_size_of_window(void **state)
{
	static const int	sizes[][2] = { { 43, 132 }, { 10, 40 },
	    { 1, 1 }, { 2, 300 }, { 24, 80 } };
	struct counter		*me = *state;
	size_t			 i;

	counter_open(me);
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "held for you");
	for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		pty_resize(me->pty, sizes[i][0], sizes[i][1]);
		if (sizes[i][0] >= 24)
			pty_expect(me->pty, "held for you");
	}
	pty_type(me->pty, "CL-1\r");
	pty_expect(me->pty, "Cleaning cloth");
}

static void
no_colour_and_ascii(void **state)
{
	struct counter	*me = *state;

	counter_open_at(me, 24, 80, "--ascii", "NO_COLOR=1");
	counter_sign_in(me);
	pty_type(me->pty, "RG-7\r");
	pty_expect(me->pty, "held for you");
	assert_false(pty_has_colour(me->pty));
	assert_false(pty_saw_non_ascii(me->pty));
}

/* A letter whose bytes come one at a time. */
static void
letters_in_pieces(void **state)
{
	static const char	lodz[] = "łódź";
	struct counter		*me = *state;
	size_t			 i;

	counter_open(me);
	pty_type(me->pty, "\033f");
	pty_expect(me->pty, "Find >");
	for (i = 0; i < sizeof lodz - 1; i++) {
		pty_send(me->pty, lodz + i, 1);
		pty_turn(me->pty, 10);
	}
	pty_expect(me->pty, "łódź");
	pty_expect(me->pty, "RG-7");
}

static void
gives_the_terminal_back(void **state)
{
	struct counter	*me = *state;

	counter_open(me);
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "held for you");
	assert_true(pty_on_other_screen(me->pty));
	pty_signal(me->pty, SIGTERM);
	assert_int_equal(pty_end(me->pty, 10000), 0);
	assert_false(pty_on_other_screen(me->pty));
	assert_false(pty_takes_pastes(me->pty));
	assert_true(pty_is_cooked(me->pty));
	/* And the piece: its hold was given back. */
	free(counter_ctl(me, 0, NULL, "sell", "BR-1041", "--as", "Olivia",
	    "--tender", "cash:4572.75", NULL));
}

/* Killed with a ticket open: the next start takes its own holds up again. */
static void
comes_back_after_a_kill(void **state)
{
	struct counter	*me = *state;

	counter_open(me);
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "held for you");
	pty_signal(me->pty, SIGKILL);
	pty_end(me->pty, 10000);
	pty_free(me->pty);
	counter_open(me);
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "held for you");
}

/* A sale is true, and the register is killed before anybody hears of it. */
static void
sells_and_is_killed(struct counter *me)
{
	counter_open_at(me, 24, 80, NULL, "VITRINE_FAULT=304:kill");
	counter_sign_in(me);
	pty_type(me->pty, "CL-1\r");
	pty_expect(me->pty, "Cleaning cloth");
	pty_type(me->pty, "\033t");
	pty_expect(me->pty, "DUE");
	pty_type(me->pty, "20\r");
	pty_end(me->pty, 10000);
	pty_free(me->pty);
}

/* The drawer is asked for behind the receipt: then both are answered. */
static void
signs_in(struct counter *me, bool offered)
{
	counter_open_at(me, 24, 80, NULL, NULL);
	pty_expect(me->pty, "PIN >");
	pty_type(me->pty, "1111\r");
	pty_expect(me->pty, "goes on");
	if (offered) {
		pty_expect(me->pty, "Enter: print it now");
		return;
	}
	pty_expect_gone(me->pty, "print it now");
	pty_expect(me->pty, "Scan or type >");
}

/* Killed, when what became of so many receipts is written down. */
static void
ends(struct counter *me, int64_t known)
{
	struct err	 err = ERR_INIT;
	struct db	*db = db_open(me->url, &err);

	if (db == NULL)
		rig_die("%s", err.text);
	while (sql_num(db, "SELECT count(*) FROM receipt_done") < known)
		pty_turn(me->pty, 20);
	db_close(db);
	pty_signal(me->pty, SIGKILL);
	pty_end(me->pty, 10000);
	pty_free(me->pty);
}

static void
a_receipt_nobody_saw_is_offered(void **state)
{
	struct counter	*me = *state;
	char		*paper;

	sells_and_is_killed(me);
	assert_null(rig_read(me->paper, NULL));
	signs_in(me, true);		/* and nothing is done about it: */
	ends(me, 0);
	signs_in(me, true);		/* it is offered again */
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "R1-000002 is printed");
	paper = rig_read(me->paper, NULL);
	assert_non_null(paper);
	assert_non_null(strstr(paper, "R1-000002"));
	assert_null(strstr(paper, "COPY"));
	free(paper);
	ends(me, 1);
	signs_in(me, false);
	ends(me, 1);

	sells_and_is_killed(me);
	signs_in(me, true);
	pty_expect(me->pty, "R1-000003");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "Scan or type >");
	ends(me, 2);
	signs_in(me, false);
	paper = rig_read(me->paper, NULL);
	assert_null(strstr(paper, "R1-000003"));
	free(paper);

	/* One that was printed as it should be. */
	pty_type(me->pty, "CL-1\r");
	pty_expect(me->pty, "Cleaning cloth");
	pty_type(me->pty, "\033t");
	pty_expect(me->pty, "DUE");
	pty_type(me->pty, "20\r");
	pty_expect(me->pty, "R1-000004 is printed");
	ends(me, 3);
	signs_in(me, false);
	free(counter_ctl(me, 0, NULL, "verify", NULL));
}

/* Without its database the register says so, stays usable, and finds back. */
static void
the_database_goes_and_comes_back(void **state)
{
	struct counter	*me = *state;

	counter_open(me);
	pty_type(me->pty, "CL-1\r");
	pty_expect(me->pty, "Cleaning cloth");
	pgserver_crash(me->server);
	pty_expect(me->pty, "no database");
	pty_type(me->pty, "BR-1041\r");
	pty_type(me->pty, "?");
	pty_expect(me->pty, "Keys");
	pty_type(me->pty, "\033");
	pgserver_again(me->server);
	pty_expect(me->pty, "live");
	pty_expect(me->pty, "held for you");
	pty_type(me->pty, "\033t");
	pty_expect(me->pty, "DUE");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "R1-000002");
	free(counter_ctl(me, 0, NULL, "verify", NULL));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		BOTH(sells_for_cash_and_prints),
		BOTH(refuses_what_another_sold),
		BOTH(holds_what_is_scanned),
		BOTH(a_row_flips_while_it_is_looked_at),
		BOTH(two_thousand_codes_in_a_burst),
		BOTH(takes_back_from_the_receipt),
		BOTH(comes_back_after_a_kill),
		BOTH(a_receipt_nobody_saw_is_offered),
		ONE(much_cash_is_asked_for_a_name),
		ONE(a_scan_ends_up_in_the_sale),
		ONE(f2_takes_what_was_typed),
		ONE(parks_and_takes_up_again),
		ONE(any_size_of_window),
		ONE(no_colour_and_ascii),
		ONE(letters_in_pieces),
		ONE(gives_the_terminal_back),
		OWN_PG(the_database_goes_and_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
