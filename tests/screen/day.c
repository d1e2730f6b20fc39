/*
 * The end of the day as the owner has it: the real register in a real
 * terminal, on both engines, while the website and others go on selling.
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

#include "lib/counter.h"
#include "lib/pgserver.h"
#include "lib/rig.h"
#include "lib/vpty.h"

#define END_OF_DAY	"\033o"		/* Alt-o */

struct owner {
	char		*shop;		/* --shop=... */
	char		*paper;		/* what the printer got */
	char		*config, *key, *url;
	pid_t		 listener;
	struct pty	*pty;
};

/* Runs vitrinectl on the shop; wants this exit status. */
#define ctl(me, ...)	counter_run((me)->shop, __VA_ARGS__)

static void
furnish(struct owner *me)
{
	free(ctl(me, 0, "3333\n", "init", "--name", "Marsh & Daughters",
	    "--store", "Main Street", "--zone", "America/New_York", "--tax",
	    "8.875", "--owner", "Olivia", "--pin-stdin", "--registers", "2",
	    NULL));
	free(ctl(me, 0, "1111\n", "staff", "add", "Ana", "--role",
	    "associate", "--pin-stdin", "--as", "Olivia", NULL));
	free(ctl(me, 0, NULL, "item", "add", "--as", "Olivia", "--sku",
	    "RG-7", "--title", "Sapphire ring", "--price", "1900.00",
	    "--listed", NULL));
	free(ctl(me, 0, NULL, "item", "add", "--as", "Olivia", "--sku",
	    "CL-1", "--title", "Cleaning cloth", "--price", "12.00",
	    "--stock", "9000", NULL));
	free(ctl(me, 0, NULL, "drawer", "open", "--count", "20x5", "--as",
	    "Olivia", NULL));
	me->key = ctl(me, 0, NULL, "apikey", "add", "web", "--scope",
	    "read,hold,order", "--as", "Olivia", NULL);
	me->key[strcspn(me->key, "\n")] = '\0';
}

static struct owner *
make(char *url)
{
	static struct owner	 me;
	char			*text;

	memset(&me, 0, sizeof me);
	me.shop = rig_printf("--shop=%s", url);
	me.paper = rig_path("paper-%d", rand());
	me.config = rig_path("vitrine-%d.conf", rand());
	text = rig_printf("printer = '%s'\n", me.paper);
	rig_write_text(me.config, text);
	free(text);
	free(url);
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
tear_down(void **state)
{
	struct owner	*me = *state;

	if (me->pty != NULL)
		pty_free(me->pty);
	if (me->listener > 0)
		rig_stop(me->listener, 5000);
	free(me->shop);
	free(me->paper);
	free(me->config);
	free(me->key);
	free(me->url);
	return 0;
}

static bool
is_ready(void *arg)
{
	struct owner		*me = arg;
	char			*ready = rig_printf("%s/readyz", me->url);
	struct rig_result	 r = rig_run(RIG_ARGV("curl", "-sf", ready),
	    NULL, 5000);
	bool			 yes = r.status == 0;

	rig_result_free(&r);
	free(ready);
	return yes;
}

static void
listen_for_orders(struct owner *me)
{
	char	*program = rig_program("vitrined"), *log = rig_path("listener");
	char	*where;
	int	 port = rig_port();

	where = rig_printf("127.0.0.1:%d", port);
	me->url = rig_printf("http://%s", where);
	me->listener = rig_start(RIG_ARGV(program, me->shop, "--demo",
	    "--listen", where), log);
	assert_true(rig_until(is_ready, me, PTY_WAIT));
	free(program);
	free(log);
	free(where);
}

/* Orders the ring; the HTTP status wanted. */
static void
order(const struct owner *me, const char *name, const char *who,
    const char *status)
{
	char			*bearer, *idem, *body, *to;
	struct rig_result	 r;

	bearer = rig_printf("Authorization: Bearer %s", me->key);
	idem = rig_printf("Idempotency-Key: %s", name);
	to = rig_printf("%s/v1/orders", me->url);
	body = rig_printf("{\"order\":\"%s\",\"lines\":[{\"sku\":\"RG-7\","
	    "\"price\":{\"amount\":190000,\"currency\":\"USD\"}}],"
	    "\"customer\":{\"name\":\"%s\",\"email\":\"a@example.org\"},"
	    "\"ship_to\":{\"city\":\"Kingston\"},\"payment\":{\"method\":"
	    "\"test\",\"reference\":\"tx\",\"amount\":{\"amount\":190000,"
	    "\"currency\":\"USD\"}}}", name, who);
	r = rig_run(RIG_ARGV("curl", "-s", "-w", "\n%{http_code}", "-H",
	    bearer, "-H", idem, "-H", "Content-Type: application/json",
	    "--data-binary", body, to), NULL, 30000);
	if (r.status != 0 || strstr(r.out, status) == NULL)
		fail_msg("order %s: %s", name, r.out);
	rig_result_free(&r);
	free(bearer);
	free(idem);
	free(body);
	free(to);
}

static void
sign_in(struct owner *me, const char *fault, const char *pin)
{
	char		*program = rig_program("vitrine");
	const char	*argv[] = { program, me->shop, "--config", me->config,
	    NULL };
	const char	*envs[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8",
	    fault, NULL };

	me->pty = pty_start(argv, envs, 24, 80);
	free(program);
	pty_expect(me->pty, "PIN >");
	pty_expect(me->pty, "Olivia");
	/* Ana stands first, Olivia second. */
	if (strcmp(pin, "3333") == 0)
		pty_type(me->pty, "\033[B");
	pty_type(me->pty, pin);
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Scan or type >");
}

static void
open_the_day(struct owner *me)
{
	sign_in(me, "NO_COLOR", "3333");
	pty_type(me->pty, END_OF_DAY);
	pty_expect(me->pty, "Net sales");
	pty_expect(me->pty, "Double sales                0   recomputed over "
	    "2 pieces");
}

/* What the website sells shows at once, untouched by any key. */
static void
sees_the_web_sell(void **state)
{
	struct owner	*me = *state;

	listen_for_orders(me);
	open_the_day(me);
	pty_expect(me->pty, "Refused second sales        0");
	order(me, "WEB-1", "Mrs. Alder", "201");
	pty_expect(me->pty, "Net sales         1,745.12");
	pty_expect(me->pty, "Website         1,745.12");
	pty_expect(me->pty, "Sold last");
	order(me, "WEB-2", "Mr. Second", "409");
	pty_expect(me->pty, "Refused second sales        1   RG-7, wanted by");
	free(ctl(me, 0, NULL, "sell", "CL-1", "--tender", "cash:13.07",
	    "--as", "Ana", NULL));
	pty_expect(me->pty, "Showroom           12.00");
	pty_expect(me->pty, "Net sales         1,757.12");
	free(ctl(me, 0, NULL, "verify", NULL));
}

/* Every figure opens its rows, and they their receipt and piece. */
static void
opens_what_is_behind(void **state)
{
	struct owner	*me = *state;

	listen_for_orders(me);
	order(me, "WEB-1", "Mrs. Alder", "201");
	order(me, "WEB-2", "Mr. Second", "409");
	open_the_day(me);
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Sapphire ring");
	pty_expect(me->pty, "Net 1,745.12");
	pty_expect(me->pty, "Mrs. Alder");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "COPY");
	pty_expect(me->pty, "W-000001");
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "COPY");
	pty_type(me->pty, "\033i");			/* Alt-i: the piece */
	pty_expect(me->pty, "History");
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "History");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "Double sales");
	/* To the last figure, and up to the first of the four of the proof. */
	pty_type(me->pty, "\033[F\033[A\033[A\033[A\r");
	pty_expect(me->pty, "Wanted by");
	pty_expect(me->pty, "Had by");
	pty_expect(me->pty, "WEB-2");
	pty_expect(me->pty, "Mrs. Alder");
	pty_expect(me->pty, "W-000001");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "Double sales");
	pty_type(me->pty, "\033[B\r");
	pty_expect(me->pty, "Counting again");
}

/* The drawer is counted, and agrees: nothing is open. */
static void
count_the_drawer(struct owner *me)
{
	free(ctl(me, 0, NULL, "drawer", "close", "--count", "20x5", "--as",
	    "Olivia", NULL));
	pty_expect(me->pty, "Open items                  0");
}

static void
paper_has(struct owner *me, const char *text, bool yes)
{
	char	*paper = rig_read(me->paper, NULL);

	assert_non_null(paper);
	if ((strstr(paper, text) != NULL) != yes)
		fail_msg("%s on paper: %s", text, paper);
	free(paper);
}

/* The last sale's receipt, on the sale screen's "Reprint". */
static void
says_the_next_day(struct owner *me)
{
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "Scan or type >");
	pty_type(me->pty, "\033y");			/* Alt-y */
	pty_expect(me->pty, "(day closed)");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "Scan or type >");
	pty_type(me->pty, END_OF_DAY);
	pty_expect(me->pty, "closed: Z 0001");
}

/* X as often as one likes; Z once, printed; then copies, and the next day. */
static void
closes_once(void **state)
{
	struct owner	*me = *state;

	free(ctl(me, 0, NULL, "sell", "RG-7", "CL-1", "--tender",
	    "card:2081.70:4242/A1", "--as", "Ana", NULL));
	open_the_day(me);
	pty_expect(me->pty, "open drawer of R1");
	count_the_drawer(me);
	pty_type(me->pty, "x");
	pty_expect(me->pty, "The whole store: Main Street");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "X, so far");
	pty_type(me->pty, "\033[F");
	pty_expect(me->pty, "The next Z is 0001.");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "Z 0001 next");
	pty_type(me->pty, "z");
	pty_expect(me->pty, "It cannot be undone");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "It is printed");
	pty_expect(me->pty, "Z 0001");
	paper_has(me, "Z 0001", true);
	paper_has(me, "Since the beginning               2,081.70", true);
	paper_has(me, "Double sales: 0, of 2 pieces looked at", true);
	paper_has(me, "COPY", false);
	pty_type(me->pty, "p");
	pty_expect(me->pty, "COPY");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "closed: Z 0001");
	paper_has(me, "COPY", true);
	free(ctl(me, 3, NULL, "close", "--as", "Olivia", NULL));
	/* Sold late: it belongs to the next day, and this one stands. */
	free(ctl(me, 0, NULL, "sell", "CL-1", "--tender", "cash:13.07",
	    "--as", "Ana", NULL));
	says_the_next_day(me);
	pty_type(me->pty, "z");
	pty_expect(me->pty, "is closed already");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "printed before");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "Net sales         1,912.00");
	free(ctl(me, 0, NULL, "verify", NULL));
}

/* A register's own Z, with its own numbers. */
static void
closes_a_register(void **state)
{
	struct owner	*me = *state;

	free(ctl(me, 0, NULL, "sell", "CL-1", "--register", "R1", "--tender",
	    "card:13.07:4242/A1", "--as", "Ana", NULL));
	free(ctl(me, 0, NULL, "sell", "CL-1", "--register", "R2", "--tender",
	    "cash:13.07", "--as", "Ana", NULL));
	open_the_day(me);
	count_the_drawer(me);
	pty_type(me->pty, "z");
	pty_expect(me->pty, "This register alone");
	pty_type(me->pty, "\033[B\r");
	pty_expect(me->pty, "It is printed");
	paper_has(me, "Register                                R1", true);
	paper_has(me, "1 sales and returns", true);
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "Z 0001 next");	/* the store's is to come */
	pty_type(me->pty, "z");
	pty_expect(me->pty, "This register alone");
	pty_type(me->pty, "\033[B\r");
	pty_expect(me->pty, "Closed already: Z 1 by Olivia");
	free(ctl(me, 0, NULL, "verify", NULL));
}

/* Nothing that is open is closed over in silence. */
static void
lists_what_is_open(void **state)
{
	struct owner	*me = *state;

	sign_in(me, "NO_COLOR", "3333");
	pty_type(me->pty, "CL-1\r");
	pty_expect(me->pty, "in stock 9000");
	pty_type(me->pty, "\033p");
	pty_expect(me->pty, "Park");
	pty_type(me->pty, "blue coat\r");
	pty_expect_gone(me->pty, "in stock 9000");
	pty_type(me->pty, END_OF_DAY);
	pty_expect(me->pty, "parked ticket \"blue coat\"");
	pty_type(me->pty, "z");
	pty_expect(me->pty, "It cannot be undone");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Not closed: this is still open.");
	pty_expect(me->pty, "Recall it at a register and sell it");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "Z 0001 next");
	pty_type(me->pty, "z");
	pty_expect(me->pty, "It cannot be undone");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Not closed: this is still open.");
	pty_type(me->pty, "y");
	pty_expect(me->pty, "It is printed");
	paper_has(me, "Closed in spite of", true);
	paper_has(me, "parked ticket \"blue coat\"", true);
	free(ctl(me, 0, NULL, "verify", NULL));
}

/*
 * Both have added up and neither has written: the other one is quicker, and
 * this one is told who and when.
 */
static void
comes_second(void **state)
{
	struct owner	*me = *state;

	free(ctl(me, 0, NULL, "sell", "CL-1", "--tender",
	    "card:13.07:4242/A1", "--as", "Ana", NULL));
	sign_in(me, "VITRINE_FAULT=310:sleep=2500", "3333");
	pty_type(me->pty, END_OF_DAY);
	count_the_drawer(me);
	pty_expect(me->pty, "Z 0001 next");
	pty_type(me->pty, "z");
	pty_expect(me->pty, "It cannot be undone");
	pty_type(me->pty, "\r");
	pty_expect_gone(me->pty, "It cannot be undone");
	free(ctl(me, 0, NULL, "close", "--as", "Olivia", NULL));
	pty_expect(me->pty, "Closed already: Z 1 by Olivia");
	pty_expect(me->pty, "closed: Z 0001");
	free(ctl(me, 0, NULL, "verify", NULL));
}

static void
is_not_for_associates(void **state)
{
	struct owner	*me = *state;

	sign_in(me, "NO_COLOR", "1111");
	pty_type(me->pty, END_OF_DAY);
	pty_expect(me->pty, "not yours to see");
	assert_false(pty_shows(me->pty, "Net sales"));
}

/* Writes to that file, in the format these keys choose. */
static void
writes(struct owner *me, const char *keys, const char *path, const char *said)
{
	char	*text;

	pty_type(me->pty, "e");
	pty_expect(me->pty, "Write to a file");
	pty_type(me->pty, keys);
	/* Tab, Ctrl-U, and a paste: so fast a hand would be a scanner. */
	text = rig_printf("\t\025\033[200~%s\033[201~\r", path);
	pty_type(me->pty, text);
	free(text);
	pty_expect(me->pty, said);
	pty_expect_gone(me->pty, "Write to a file");
}

static void
other_days_and_files(void **state)
{
	struct owner	*me = *state;
	char		*path = rig_path("out-%d", rand()), *csv, *text;

	free(ctl(me, 0, NULL, "sell", "CL-1", "--tender", "cash:13.07",
	    "--as", "Ana", NULL));
	open_the_day(me);
	pty_type(me->pty, "dyesterday\r");
	pty_expect(me->pty, "not closed");
	pty_expect(me->pty, "Net sales             0.00");
	pty_type(me->pty, "d2020-13-01\r");
	pty_expect(me->pty, "2020-13-01");
	pty_type(me->pty, "d2026-01-01 2099-12-31\r");
	pty_expect(me->pty, "1 Jan 2026 to Thu 31 Dec 2099");
	pty_expect(me->pty, "Net sales            12.00");
	pty_type(me->pty, "d\r");
	pty_expect(me->pty, "End of day");
	pty_expect(me->pty, "Net sales            12.00");
	writes(me, "", path, ".csv");
	csv = rig_printf("%s.csv", path);
	text = rig_read(csv, NULL);
	assert_non_null(text);
	assert_non_null(strstr(text, "channels,Showroom,1,0,12.00"));
	free(text);
	/* A second file of that name is not made; a PDF is another. */
	writes(me, "", path, "Cannot make ");
	writes(me, "\033[C\033[C\033[C", path, ".pdf");
	free(csv);
	csv = rig_printf("%s.pdf", path);
	text = rig_read(csv, NULL);
	assert_non_null(text);
	assert_memory_equal(text, "%PDF", 4);
	free(text);
	free(csv);
	free(path);
}

/* Any other report, gone through, opened down to the receipt, written. */
static void
any_other_report(void **state)
{
	struct owner	*me = *state;
	char		*path = rig_path("tax-%d", rand()), *csv, *text;

	free(ctl(me, 0, NULL, "sell", "CL-1", "--tender", "cash:13.07",
	    "--as", "Ana", NULL));
	open_the_day(me);
	pty_type(me->pty, "r");
	pty_expect(me->pty, "Which report?");
	pty_type(me->pty, "\033[B\033[B\r");		/* the third: tax */
	pty_expect(me->pty, "Tax by place and rate");
	pty_expect(me->pty, "8.875");
	pty_type(me->pty, "d2026-01-01 2099-12-31\r");
	pty_expect(me->pty, "Tax 2026-01-01 to 2099-12-31");
	pty_expect(me->pty, "1.07");
	pty_type(me->pty, "e");
	pty_expect(me->pty, "Write to a file");
	text = rig_printf("\t\025\033[200~%s\033[201~\r", path);
	pty_type(me->pty, text);
	pty_expect(me->pty, "Written: ");
	free(text);
	csv = rig_printf("%s.csv", path);
	text = rig_read(csv, NULL);
	assert_non_null(text);
	assert_non_null(strstr(text, ",8.875,0.00,12.00,1.07"));
	pty_type(me->pty, "\r");			/* the lines behind it */
	pty_expect(me->pty, "CL-1");
	pty_type(me->pty, "\r");			/* the receipt */
	pty_expect(me->pty, "Enter: next customer");
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "Enter: next customer");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "Tax by place and rate");
	pty_resize(me->pty, 10, 40);
	pty_expect(me->pty, "Tax 2026-01-01 to 2099-12-31");
	pty_resize(me->pty, 24, 80);
	pty_type(me->pty, "r\033[B\033[B\033[B\r");
	pty_expect(me->pty, "By tender");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "Double sales");
	free(text);
	free(csv);
	free(path);
}

/* In any window: something to see, and nothing breaks. */
static void
tiny_windows(void **state)
{
	static const int	sizes[][2] = { { 12, 40 }, { 10, 40 },
	    { 4, 10 }, { 1, 1 }, { 16, 60 }, { 24, 200 } };
	struct owner		*me = *state;
	size_t			 i;

	free(ctl(me, 0, NULL, "sell", "CL-1", "--tender", "cash:13.07",
	    "--as", "Ana", NULL));
	open_the_day(me);
	for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		pty_resize(me->pty, sizes[i][0], sizes[i][1]);
		if (sizes[i][0] >= 10)
			pty_expect(me->pty, "End of d");
		pty_type(me->pty, "\033[B\t");
	}
	pty_resize(me->pty, 24, 80);
	pty_type(me->pty, "\033[H\r");
	pty_expect(me->pty, "Cleaning cloth");
	pty_resize(me->pty, 10, 40);
	pty_expect(me->pty, "CL-1");
	pty_resize(me->pty, 24, 80);
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "Double sales");
}

#define ON_BOTH(test) \
	cmocka_unit_test_setup_teardown(test, set_up_sqlite, tear_down), \
	cmocka_unit_test_setup_teardown(test, set_up_pg, tear_down)

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		ON_BOTH(sees_the_web_sell),
		ON_BOTH(opens_what_is_behind),
		ON_BOTH(closes_once),
		ON_BOTH(closes_a_register),
		ON_BOTH(lists_what_is_open),
		ON_BOTH(comes_second),
		cmocka_unit_test_setup_teardown(is_not_for_associates,
		    set_up_sqlite, tear_down),
		cmocka_unit_test_setup_teardown(other_days_and_files,
		    set_up_sqlite, tear_down),
		cmocka_unit_test_setup_teardown(any_other_report,
		    set_up_sqlite, tear_down),
		cmocka_unit_test_setup_teardown(tiny_windows, set_up_sqlite,
		    tear_down),
	};

	/* What lays out a PDF keeps what it knows of fonts to its end. */
	setenv("LSAN_OPTIONS", "suppressions=tests/lib/leaks.supp:"
	    "print_suppressions=0", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
