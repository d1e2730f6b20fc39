/*
 * The screens as they were approved, kept beside this file as NAME.golden: the
 * real register in a real terminal of 80x24 and of 132x43.  What the clock
 * says is masked with '#'.  GOLDEN=write makes them anew: look at the
 * difference before it is committed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/dispute.h"
#include "lib/rig.h"
#include "lib/vpty.h"

struct stage {
	char		*shop;
	struct pty	*pty;
};

static void
ctl(struct stage *me, const char *input, const char *const *words)
{
	const char		*argv[24];
	char			*program = rig_program("vitrinectl");
	struct rig_result	 r;
	size_t			 n = 0;

	argv[n++] = program;
	argv[n++] = me->shop;
	while (*words != NULL && n < 23)
		argv[n++] = *words++;
	argv[n] = NULL;
	r = rig_run(argv, input, 30000);
	if (r.status != 0)
		fail_msg("%s: %d %s", argv[2], r.status, r.err);
	rig_result_free(&r);
	free(program);
}

static int
set_up(void **state)
{
	static struct stage	 me;
	char			*path = rig_path("shop-%d.db", rand());

	me = (struct stage){ .shop = rig_printf("--shop=sqlite:%s", path) };
	free(path);
	ctl(&me, "3333\n", RIG_ARGV("init", "--name", "Marsh & Daughters",
	    "--store", "Main Street", "--zone", "America/New_York", "--tax",
	    "8.875", "--owner", "Olivia", "--pin-stdin"));
	ctl(&me, NULL, RIG_ARGV("item", "add", "--sku", "BR-1041", "--title",
	    "Signed estate brooch, platinum, 1925", "--price", "4200.00",
	    "--category", "brooches", "--listed"));
	ctl(&me, NULL, RIG_ARGV("item", "add", "--sku", "WB-7", "--title",
	    "Wedding band 18k 4 mm", "--price", "590.00", "--stock", "9"));
	ctl(&me, NULL, RIG_ARGV("item", "add", "--sku", "NK-3", "--title",
	    "Collier de perles, époque Art déco", "--price", "2750.00"));
	ctl(&me, NULL, RIG_ARGV("drawer", "open", "--count", "20x5"));
	*state = &me;
	return 0;
}

static int
tear_down(void **state)
{
	struct stage	*me = *state;

	if (me->pty != NULL)
		pty_free(me->pty);
	free(me->shop);
	return 0;
}

/* Masks n characters when s has this shape: 9 is a digit, else itself. */
static void
mask(char *s, const char *shape)
{
	size_t	i, n = strlen(shape);

	for (; strlen(s) >= n; s++) {
		for (i = 0; i < n; i++)
			if (shape[i] == '9' ? !isdigit((unsigned char)s[i]) :
			    shape[i] != s[i])
				break;
		if (i == n)
			for (i = 0; i < n; i++)
				if (shape[i] == '9')
					s[i] = '#';
	}
}

/* Takes n characters away. */
static void
cut(char *s, size_t n)
{
	memmove(s, s + n, strlen(s + n) + 1);
}

/*
 * The end of the day's date, which is wider on some days, and how long the
 * recount took.
 */
static void
hide_day(char *screen)
{
	char	*p = strstr(screen, "End of day  "), *end;

	if (p != NULL) {
		p += strlen("End of day  ");
		end = strstr(p, " - ");
		if (end != NULL)
			cut(p, (size_t)(end - p));
		end = strchr(p, '\n');
		while (end != NULL && (p = strstr(p, "  ")) != NULL && p < end) {
			cut(p, 1);
			end--;
		}
	}
	p = strstr(screen, "pieces in ");
	end = p == NULL ? NULL : strchr(p, '\n');
	if (end != NULL)
		cut(p + strlen("pieces"), (size_t)(end - p) -
		    strlen("pieces"));
}

/* The clock in the title bar, how fast the shop answered, countdowns. */
static void
hide_time(char *screen)
{
	static const char *const	days[] = { "Mon ", "Tue ", "Wed ",
	    "Thu ", "Fri ", "Sat ", "Sun " };
	char				*p, *line_end = strchr(screen, '\n');
	size_t				 i;

	/* "live 12 ms" is as wide as it is: the right end is cut away. */
	p = strstr(screen, "live ");
	if (p != NULL && line_end != NULL && p < line_end) {
		while (p > screen && p[-1] == ' ')
			p--;
		while (p > screen && p[-1] != ' ')	/* the dot */
			p--;
		while (p > screen && p[-1] == ' ')
			p--;
		memmove(p, line_end, strlen(line_end) + 1);
	}
	for (i = 0; i < 7; i++)
		while ((p = strstr(screen, days[i])) != NULL)
			memcpy(p, "### ", 4);
	mask(screen, "9999-99-99");
	mask(screen, "99:99:99");
	mask(screen, "99:99");
	mask(screen, " 9:99");
}

/* What is shown now, without the time; from malloc. */
static char *
shown(struct stage *me)
{
	char	*screen = strdup(pty_screen(me->pty));

	assert_non_null(screen);
	hide_time(screen);
	hide_day(screen);
	return screen;
}

/* A screen arrives in pieces: it is right when it has come to look so. */
static void
compare(struct stage *me, const char *name)
{
	char	*path = rig_printf("tests/screen/%s.golden", name);
	char	*screen, *want;
	int	 waited;

	pty_until_gone(me->pty, "goes on");	/* said at the sign-in */
	if (getenv("GOLDEN") != NULL) {
		while (pty_turn(me->pty, 700))
			;
		screen = shown(me);
		rig_write_text(path, screen);
		free(screen);
	}
	want = rig_read(path, NULL);
	assert_non_null(want);
	screen = shown(me);
	for (waited = 0; strcmp(want, screen) != 0 && waited < PTY_WAIT;
	    waited += 20) {
		pty_turn(me->pty, 20);
		free(screen);
		screen = shown(me);
	}
	if (strcmp(want, screen) != 0)
		fail_msg("%s is not as it was approved:\n%s", path, screen);
	free(want);
	free(screen);
	free(path);
}

static void
open_at(struct stage *me, int rows, int cols)
{
	char		*program = rig_program("vitrine");

	me->pty = pty_start(RIG_ARGV(program, me->shop, "--config",
	    "/dev/null"), RIG_ARGV("TERM=xterm-256color", "LC_ALL=C.UTF-8",
	    "NO_COLOR=1"), rows, cols);
	free(program);
	pty_expect(me->pty, "PIN >");
	pty_expect(me->pty, "? Keys");
}

static void
sell_at(struct stage *me, int rows, int cols, const char *suffix)
{
	char	name[80];

	open_at(me, rows, cols);
	snprintf(name, sizeof name, "signin-%s", suffix);
	compare(me, name);
	pty_type(me->pty, "3333\r");
	pty_expect(me->pty, "Scan or type >");
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "held for you");
	pty_type(me->pty, "2*WB-7\r");
	pty_expect(me->pty, "in stock 9");
	pty_expect(me->pty, "$5,857.48");
	pty_until_gone(me->pty, "is on the ticket");
	snprintf(name, sizeof name, "sale-%s", suffix);
	compare(me, name);
	pty_type(me->pty, "\033t");
	pty_expect(me->pty, "DUE");
	snprintf(name, sizeof name, "tender-%s", suffix);
	compare(me, name);
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "DUE");
	pty_type(me->pty, "\033f");
	pty_expect(me->pty, "Find >");
	pty_type(me->pty, "epoque");
	pty_expect(me->pty, "1 shown");
	snprintf(name, sizeof name, "find-%s", suffix);
	compare(me, name);
}

static void
small_screens(void **state)
{
	sell_at(*state, 24, 80, "80x24");
}

static void
large_screens(void **state)
{
	sell_at(*state, 43, 132, "132x43");
}

static void
refusal_card(void **state)
{
	struct stage	*me = *state;

	ctl(me, NULL, RIG_ARGV("sell", "BR-1041", "--tender",
	    "card:4572.75:4242/A1"));
	open_at(me, 24, 80);
	pty_type(me->pty, "3333\r");
	pty_expect(me->pty, "Scan or type >");
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "Do not hand it over");
	pty_expect(me->pty, "similar pieces (0)");
	compare(me, "taken-80x24");
}

/* Kept for a customer: the question, the list, and who scans it next. */
static void
kept_at(struct stage *me, int rows, int cols, const char *suffix)
{
	char	name[80];

	open_at(me, rows, cols);
	pty_type(me->pty, "3333\r");
	pty_expect(me->pty, "Scan or type >");
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "4,572.75");
	pty_type(me->pty, "\033h");
	pty_expect(me->pty, "How long");
	snprintf(name, sizeof name, "keep-%s", suffix);
	compare(me, name);
	pty_type(me->pty, "Elena Marsh\r\r");
	pty_expect(me->pty, "is kept for");
	pty_type(me->pty, "\033h");
	pty_expect(me->pty, "Kept for customers");
	pty_expect(me->pty, "59:");
	pty_until_gone(me->pty, "is kept for");
	snprintf(name, sizeof name, "held-%s", suffix);
	compare(me, name);
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "Kept for customers");
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "On hold for Elena Marsh");
	if (rows >= 24)
		pty_expect(me->pty, "similar pieces (0)");
	snprintf(name, sizeof name, "taken-kept-%s", suffix);
	compare(me, name);
}

static void
kept_small(void **state)
{
	kept_at(*state, 24, 80, "80x24");
}

static void
kept_tiny(void **state)
{
	kept_at(*state, 10, 40, "40x10");
}

/* A manager says that it is here: what is written down, and what now. */
static void
said_to_be_here(void **state)
{
	struct stage	*me = *state;

	ctl(me, NULL, RIG_ARGV("sell", "BR-1041", "--tender",
	    "card:4572.75:4242/A1"));
	open_at(me, 24, 80);
	pty_type(me->pty, "3333\r");
	pty_expect(me->pty, "Scan or type >");
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "Do not hand it over");
	pty_type(me->pty, "m");
	pty_expect(me->pty, "PIN >");
	pty_type(me->pty, "3333\r");
	pty_expect(me->pty, "What do you see?");
	pty_type(me->pty, "its tag is on it\r");
	pty_expect(me->pty, "Nothing is overridden");
	compare(me, "here-80x24");
}

/* The owner's screen, what is behind a figure, and an X. */
static void
day_at(struct stage *me, int rows, int cols, const char *suffix)
{
	char	name[80];

	ctl(me, NULL, RIG_ARGV("sell", "BR-1041", "WB-7", "--tender",
	    "cash:5000,card:215.11:4242/A1"));
	open_at(me, rows, cols);
	pty_type(me->pty, "3333\r");
	pty_expect(me->pty, "Scan or type >");
	pty_type(me->pty, "\033o");
	pty_expect(me->pty, "recomputed over 3 pieces");
	snprintf(name, sizeof name, "day-%s", suffix);
	compare(me, name);
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Signed estate");
	snprintf(name, sizeof name, "day-rows-%s", suffix);
	compare(me, name);
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "Double sales");
	pty_type(me->pty, "x");
	pty_expect(me->pty, "The whole store");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "X, so far");
	snprintf(name, sizeof name, "day-x-%s", suffix);
	compare(me, name);
}

static void
small_day(void **state)
{
	day_at(*state, 24, 80, "80x24");
}

static void
large_day(void **state)
{
	day_at(*state, 43, 132, "132x43");
}

/* The conflict desk, and one of it: what to do on Squarespace. */
static void
conflict_at(struct stage *me, int rows, int cols, const char *suffix)
{
	const struct dispute	d = { .service = "squarespace",
	    .sku = "BR-1041", .number = "1187", .buyer = "Sam Square",
	    .state = "needs_person", .todo = "", .done = "" };
	char			name[80];

	ctl(me, NULL, RIG_ARGV("item", "add", "--sku", "BR-2", "--title",
	    "Flower brooch", "--price", "4100.00", "--category",
	    "brooches"));
	dispute_make(me->shop + strlen("--shop="), &d);
	open_at(me, rows, cols);
	pty_type(me->pty, "3333\r");
	pty_expect(me->pty, "Scan or type >");
	pty_expect(me->pty, "! 1 conflict");
	pty_type(me->pty, "\033k");
	pty_expect(me->pty, "1 open");
	snprintf(name, sizeof name, "conflicts-%s", suffix);
	compare(me, name);
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "two buyers, one piece");
	if (rows >= 24)
		pty_expect(me->pty, "Flower brooch");
	snprintf(name, sizeof name, "conflict-%s", suffix);
	compare(me, name);
}

static void
small_conflict(void **state)
{
	conflict_at(*state, 24, 80, "80x24");
}

static void
large_conflict(void **state)
{
	conflict_at(*state, 43, 132, "132x43");
}

static void
tiny_conflict(void **state)
{
	conflict_at(*state, 10, 40, "40x10");
}

/* The websites of others: one that nobody listens to yet. */
static void
channels_at(struct stage *me, int rows, int cols, const char *suffix)
{
	char	 name[80];
	char	*none = rig_path("none-%d.conf", rand());
	char	*text = rig_printf("secret_key = '%s.key'\n", none);

	rig_write_text(none, text);
	ctl(me, "key=0123456789abcdef0123456789abcdef\n", RIG_ARGV(
	    "--config", none, "channel", "add", "squarespace", "shop",
	    "--name", "Our web shop", "--secrets-stdin", "--no-test"));
	ctl(me, NULL, RIG_ARGV("channel", "sync", "shop"));
	open_at(me, rows, cols);
	pty_type(me->pty, "3333\r");
	pty_expect(me->pty, "Scan or type >");
	pty_type(me->pty, "\033g");
	pty_expect(me->pty, "never been read yet");
	snprintf(name, sizeof name, "channels-%s", suffix);
	compare(me, name);
	free(none);
	free(text);
}

static void
small_channels(void **state)
{
	channels_at(*state, 24, 80, "80x24");
}

static void
large_channels(void **state)
{
	channels_at(*state, 43, 132, "132x43");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test_setup_teardown(small_screens, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(large_screens, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(refusal_card, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(small_day, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(large_day, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(small_channels, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(large_channels, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(small_conflict, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(large_conflict, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(tiny_conflict, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(kept_small, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(kept_tiny, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(said_to_be_here, set_up,
		    tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
