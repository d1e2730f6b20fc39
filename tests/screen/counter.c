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

#include "lib/pgserver.h"
#include "lib/rig.h"
#include "lib/vpty.h"

struct counter {
	char		*shop;		/* --shop=... */
	char		*url;
	char		*paper;		/* what the printer got */
	char		*config;
	struct pty	*pty;
	struct pgserver	*server;	/* of this test alone, or NULL */
};

/* Runs vitrinectl on the shop; wants this exit status. */
static char *
ctl(const struct counter *me, int status, const char *input, ...)
{
	const char		*argv[24];
	char			*program = rig_program("vitrinectl");
	struct rig_result	 r;
	va_list			 ap;
	size_t			 n = 0;

	argv[n++] = program;
	argv[n++] = me->shop;
	va_start(ap, input);
	while (n < 23 && (argv[n] = va_arg(ap, const char *)) != NULL)
		n++;
	va_end(ap);
	argv[n] = NULL;
	r = rig_run(argv, input, 30000);
	if (r.status != status)
		fail_msg("%s %s: %d, wanted %d\n%s%s", argv[2], argv[3],
		    r.status, status, r.out, r.err);
	free(program);
	free(r.err);
	return r.out;
}

static void
furnish(struct counter *me)
{
	free(ctl(me, 0, "3333\n", "init", "--name", "Marsh & Daughters",
	    "--zone", "America/New_York", "--tax", "8.875", "--owner",
	    "Olivia", "--pin-stdin", "--registers", "2", NULL));
	free(ctl(me, 0, "1111\n", "staff", "add", "Ana", "--role",
	    "associate", "--pin-stdin", "--as", "Olivia", NULL));
	free(ctl(me, 0, NULL, "item", "add", "--as", "Olivia", "--sku",
	    "BR-1041", "--title", "Signed estate brooch", "--price",
	    "4200.00", "--barcode", "2000000010410", "--listed", NULL));
	free(ctl(me, 0, NULL, "item", "add", "--as", "Olivia", "--sku",
	    "RG-7", "--title", "Łódź sapphire ring", "--price", "1900.00",
	    "--listed", NULL));
	free(ctl(me, 0, NULL, "item", "add", "--as", "Olivia", "--sku",
	    "CL-1", "--title", "Cleaning cloth", "--price", "12.00",
	    "--stock", "9000", NULL));
	free(ctl(me, 0, NULL, "drawer", "open", "--count", "20x5", "--as",
	    "Ana", "--register", "R1", NULL));
}

static struct counter *
make(char *url)
{
	static struct counter	 me;
	char			*text;

	memset(&me, 0, sizeof me);
	me.url = url;
	me.shop = rig_printf("--shop=%s", url);
	me.paper = rig_path("paper-%d", rand());
	me.config = rig_path("vitrine-%d.conf", rand());
	text = rig_printf("printer = '%s'\n", me.paper);
	rig_write_text(me.config, text);
	free(text);
	furnish(&me);
	return &me;
}

static int
set_up_sqlite(void **state)
{
	char	*path = rig_path("shop-%d.db", rand());

	*state = make(rig_printf("sqlite:%s", path));
	free(path);
	return 0;
}

static int
set_up_pg(void **state)
{
	*state = make(pgserver_database(NULL));
	return 0;
}

static int
set_up_own_pg(void **state)
{
	struct pgserver	*server = pgserver_start(false);
	struct counter	*me = make(pgserver_database(server));

	me->server = server;
	*state = me;
	return 0;
}

static int
tear_down(void **state)
{
	struct counter	*me = *state;

	if (me->pty != NULL)
		pty_free(me->pty);
	if (me->server != NULL)
		pgserver_stop(me->server);
	free(me->shop);
	free(me->url);
	free(me->paper);
	free(me->config);
	return 0;
}

static void
open_at(struct counter *me, int rows, int cols, const char *option,
    const char *env)
{
	char		*program = rig_program("vitrine");
	const char	*argv[] = { program, me->shop, "--config", me->config,
	    option, NULL };
	const char	*envs[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8",
	    env == NULL ? "NO_COLOR" : env, NULL };

	me->pty = pty_start(argv, envs, rows, cols);
	free(program);
}

static void
sign_in(struct counter *me)
{
	pty_expect(me->pty, "PIN >");
	pty_type(me->pty, "1111\r");
	pty_expect(me->pty, "Scan or type >");
}

static void
open_and_sign_in(struct counter *me)
{
	open_at(me, 24, 80, NULL, NULL);
	sign_in(me);
}

static void
sells_for_cash_and_prints(void **state)
{
	struct counter	*me = *state;
	char		*paper;

	open_and_sign_in(me);
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
	free(ctl(me, 0, NULL, "verify", NULL));
}

/* Whoever comes second is told who was first, and nothing is sold twice. */
static void
refuses_what_another_sold(void **state)
{
	struct counter	*me = *state;

	open_and_sign_in(me);
	free(ctl(me, 0, NULL, "sell", "BR-1041", "--as", "Olivia",
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

	open_and_sign_in(me);
	pty_type(me->pty, "RG-7\r");
	pty_expect(me->pty, "held for you");
	out = ctl(me, 3, NULL, "--json", "sell", "RG-7", "--as", "Olivia",
	    "--register", "R2", "--tender", "cash:2068.63", NULL);
	assert_non_null(strstr(out, "\"kind\":\"hold\""));
	free(out);
	pty_type(me->pty, "\033x");			/* Alt-x: off again */
	pty_expect_gone(me->pty, "RG-7");
	free(ctl(me, 0, NULL, "sell", "RG-7", "--as", "Olivia", "--register",
	    "R2", "--tender", "cash:2068.63", NULL));
}

/* No key is touched: the row flips because the shop changed. */
static void
a_row_flips_while_it_is_looked_at(void **state)
{
	struct counter	*me = *state;

	open_and_sign_in(me);
	pty_type(me->pty, "\033f");			/* Alt-f */
	pty_expect(me->pty, "Find >");
	pty_type(me->pty, "estate");
	pty_expect(me->pty, "one of a kind");
	free(ctl(me, 0, NULL, "sell", "BR-1041", "--as", "Olivia",
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
	open_and_sign_in(me);
	pty_send(me->pty, burst, 10000);
	pty_expect(me->pty, "2000 x");
	pty_expect(me->pty, "$26,130.00");
	free(burst);
}

/* A scan goes on the ticket whatever screen is open, and into no PIN. */
static void
a_scan_ends_up_in_the_sale(void **state)
{
	struct counter	*me = *state;

	open_at(me, 24, 80, NULL, NULL);
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
}

static void
parks_and_takes_up_again(void **state)
{
	struct counter	*me = *state;

	open_and_sign_in(me);
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

	free(ctl(me, 0, NULL, "sell", "BR-1041", "--as", "Ana", "--register",
	    "R1", "--tender", "card:4572.75:4242/A1", NULL));
	open_and_sign_in(me);
	pty_type(me->pty, "\033r");
	pty_expect(me->pty, "Receipt >");
	pty_type(me->pty, "2\r");
	pty_expect(me->pty, "[ ] BR-1041");
	pty_type(me->pty, "*");
	pty_expect(me->pty, "[x] BR-1041");
	pty_expect(me->pty, "Card 4242 4,572.75");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Why does it come back?");
	pty_type(me->pty, "too small\r");
	pty_expect(me->pty, "RETURN");
	pty_expect(me->pty, "R1-000003");
	out = ctl(me, 0, NULL, "--json", "item", "show", "BR-1041", NULL);
	assert_non_null(strstr(out, "\"state\":\"inspect\""));
	free(out);
	free(ctl(me, 0, NULL, "verify", NULL));
}

static void
any_size_of_window(void **state)
{
	static const int	sizes[][2] = { { 43, 132 }, { 10, 40 },
	    { 1, 1 }, { 2, 300 }, { 24, 80 } };
	struct counter		*me = *state;
	size_t			 i;

	open_and_sign_in(me);
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

	open_at(me, 24, 80, "--ascii", "NO_COLOR=1");
	sign_in(me);
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

	open_and_sign_in(me);
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

	open_and_sign_in(me);
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "held for you");
	assert_true(pty_on_other_screen(me->pty));
	pty_signal(me->pty, SIGTERM);
	assert_int_equal(pty_end(me->pty, 10000), 0);
	assert_false(pty_on_other_screen(me->pty));
	assert_false(pty_takes_pastes(me->pty));
	assert_true(pty_is_cooked(me->pty));
	/* And the piece: its hold was given back. */
	free(ctl(me, 0, NULL, "sell", "BR-1041", "--as", "Olivia", "--tender",
	    "cash:4572.75", NULL));
}

/* Killed with a ticket open: the next start takes its own holds up again. */
static void
comes_back_after_a_kill(void **state)
{
	struct counter	*me = *state;

	open_and_sign_in(me);
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "held for you");
	pty_signal(me->pty, SIGKILL);
	pty_end(me->pty, 10000);
	pty_free(me->pty);
	open_and_sign_in(me);
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "held for you");
}

/* Without its database the register says so, stays usable, and finds back. */
static void
the_database_goes_and_comes_back(void **state)
{
	struct counter	*me = *state;

	open_and_sign_in(me);
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
	free(ctl(me, 0, NULL, "verify", NULL));
}

#define BOTH(test) \
	{ #test " (sqlite)", test, set_up_sqlite, tear_down, NULL }, \
	{ #test " (postgresql)", test, set_up_pg, tear_down, NULL }
#define ONE(test) \
	{ #test, test, set_up_sqlite, tear_down, NULL }

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
		ONE(a_scan_ends_up_in_the_sale),
		ONE(parks_and_takes_up_again),
		ONE(any_size_of_window),
		ONE(no_colour_and_ascii),
		ONE(letters_in_pieces),
		ONE(gives_the_terminal_back),
		{ "the_database_goes_and_comes_back",
		    the_database_goes_and_comes_back, set_up_own_pg,
		    tear_down, NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
