/*
 * The register and its terminal: every size, kind and charset of it, bytes cut
 * in two, what a scanner may send, and how the terminal is left whatever ends
 * the program.  What a sale does is counter.c's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "rig.h"
#include "vpty.h"

#define END	20000		/* ms until a program counts as stuck */

static char	*shop, *ctl, *reg;

static void
run(const char *const argv[], const char *input)
{
	struct rig_result	r = rig_run(argv, input, END);

	if (r.status != 0)
		fail_msg("%s %s: status %d: %s", argv[3], argv[4], r.status,
		    r.err);
	rig_result_free(&r);
}

#define CTL(...)	run(RIG_ARGV(ctl, "--shop", shop, __VA_ARGS__), NULL)

static int
make_shop(void **state)
{
	char	*path = rig_path("shop.db");

	(void)state;
	shop = rig_printf("sqlite:%s", path);
	free(path);
	ctl = rig_program("vitrinectl");
	reg = rig_program("vitrine");
	CTL("init");
	run(RIG_ARGV(ctl, "--shop", shop, "staff", "add", "Ana", "--role",
	    "manager", "--pin-stdin"), "4711\n");
	CTL("item", "add", "--sku", "BR-1041", "--title",
	    "Signed estate brooch, platinum, caf\xc3\xa9", "--price",
	    "4200.00", "--barcode", "0012345678905");
	CTL("item", "add", "--sku", "WB-0007", "--title",
	    "Wedding band 18k 4 mm", "--price", "590.00", "--stock", "9000",
	    "--barcode", "4711-1");
	CTL("item", "add", "--sku", "WB-0008", "--title",
	    "Wedding band 14k", "--price", "390.00", "--stock", "9000",
	    "--barcode", "4711-1");
	CTL("item", "add", "--sku", "RG-0001", "--title", "Sapphire ring",
	    "--price", "900.00");
	CTL("item", "add", "--sku", "RG-0002", "--title", "Ruby ring",
	    "--price", "900.00");
	CTL("drawer", "open", "--count", "20x5");
	return 0;
}

static struct pty *
start(const char *term, const char *extra, const char *option, int rows,
    int cols)
{
	const char *const	argv[] = { reg, "--shop", shop, option, NULL };
	const char *const	env[] = { term, "LC_ALL=C.UTF-8", "NO_COLOR",
		"COLUMNS", "LINES", extra, NULL };

	return pty_start(argv, env, rows, cols);
}

static struct pty *
register_at(int rows, int cols)
{
	return start("TERM=xterm-256color", NULL, NULL, rows, cols);
}

/* Names stand by the alphabet: Ana is the first. */
static void
sign_in(struct pty *p)
{
	pty_expect(p, "PIN >");
	pty_type(p, "4711\r");
	pty_expect(p, "Scan or type >");
}

static void
leave(struct pty *p)
{
	int	status;

	pty_type(p, "\003");
	if (pty_end(p, 300) < 0) {
		pty_expect(p, "Leave the register?");
		pty_type(p, "y");
	}
	status = pty_end(p, END);
	assert_int_equal(status, 0);
	assert_true(pty_is_cooked(p));
	assert_false(pty_on_other_screen(p));
	assert_false(pty_takes_pastes(p));
	pty_free(p);
}

static void
scan_and_hold(void **state)
{
	struct pty	*p = register_at(24, 80);

	(void)state;
	sign_in(p);
	assert_true(pty_on_other_screen(p));
	assert_true(pty_takes_pastes(p));
	assert_true(pty_has_colour(p));
	/* With the check digit and a zero, without either. */
	pty_type(p, "012345678905\r");
	pty_expect(p, "BR-1041");
	pty_expect(p, "caf\xc3\xa9");
	pty_expect(p, "held for you 9:5");
	pty_type(p, "01234567890\n");
	pty_expect(p, "BR-1041 is on this ticket already.");
	pty_type(p, "3*WB-0007\r");
	pty_expect(p, "3 x      1,770.00");
	leave(p);
}

static void
ambiguous_and_unknown(void **state)
{
	struct pty	*p = register_at(24, 80);

	(void)state;
	sign_in(p);
	pty_type(p, "4711-1\r");
	pty_expect(p, "4711-1 is on several pieces: which?");
	pty_type(p, "\033OB");
	pty_type(p, "\r");
	pty_expect(p, "390.00");
	pty_expect_gone(p, "which?");
	pty_type(p, "XX-4242\r");
	pty_expect(p, "No piece has the code XX-4242");
	/* What is no code is looked for by name. */
	pty_type(p, "sapph\r");
	pty_expect(p, "Find > sapph");
	pty_expect(p, "RG-0001");
	/* A scan there goes to the sale all the same. */
	pty_type(p, "RG-0002\r");
	pty_expect(p, "RG-0002 is on the ticket: Ruby ring");
	pty_expect(p, "Find > sapph");
	pty_type(p, "\r");
	pty_expect(p, "Sapphire ring");
	pty_expect(p, "Ruby ring");
	leave(p);
}

/* A scan while a PIN is asked for is no PIN, and sells nothing unseen. */
static void
never_into_a_secret(void **state)
{
	struct pty	*p = register_at(24, 80);

	(void)state;
	pty_expect(p, "PIN >");
	pty_type(p, "0012345678905\r");
	pty_expect(p, "Sign in first, then scan 0012345678905 again.");
	pty_expect_gone(p, "*");
	sign_in(p);
	pty_expect_gone(p, "BR-1041");
	leave(p);
}

static void
sizes(void **state)
{
	struct pty	*p = register_at(10, 40);

	(void)state;
	pty_expect(p, "Ana");
	sign_in(p);
	pty_resize(p, 24, 80);
	pty_type(p, "WB-0007\r");
	pty_expect(p, "590.00");
	pty_resize(p, 43, 132);
	pty_expect(p, "F10 More");
	pty_expect(p, "F7 Piece");		/* there is room for it now */
	pty_resize(p, 10, 40);
	pty_expect(p, "TOTAL");
	pty_expect(p, "Scan or type >");
	pty_resize(p, 5, 20);
	pty_expect(p, "Vitrine needs a");
	pty_resize(p, 1, 1);
	pty_expect(p, "V\n");
	pty_resize(p, 24, 80);
	pty_expect(p, "F10 More");
	leave(p);
}

static void
no_colour(void **state)
{
	struct pty	*p = start("TERM=xterm-256color", "NO_COLOR=1", NULL,
	    24, 80);

	(void)state;
	sign_in(p);
	assert_false(pty_has_colour(p));
	leave(p);
	p = start("TERM=xterm-256color", NULL, "--no-color", 24, 80);
	sign_in(p);
	assert_false(pty_has_colour(p));
	leave(p);
}

static void
plain_ascii(void **state)
{
	struct pty	*p = start("TERM=vt100", NULL, "--ascii", 24, 80);

	(void)state;
	sign_in(p);
	pty_type(p, "BR-1041\r");
	pty_expect(p, "platinum, cafe");
	assert_false(pty_saw_non_ascii(p));
	leave(p);
}

/* One character in two reads. */
static void
split_utf8(void **state)
{
	struct pty	*p = register_at(24, 80);

	(void)state;
	sign_in(p);
	pty_type(p, "zz caf\xc3");
	pty_expect(p, "> zz caf");
	pty_type(p, "\xa9");
	pty_expect(p, "> zz caf\xc3\xa9");
	pty_type(p, "\033[200~ a paste\r\n\033[201~");
	pty_expect(p, "> zz caf\xc3\xa9" "a paste");
	pty_type(p, "\033");
	leave(p);
}

static void
told_to_end(void **state)
{
	static const struct {
		int	signo, status;
	} ends[] = { { SIGTERM, 0 }, { SIGHUP, 0 }, { SIGINT, 0 } };

	(void)state;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		struct pty	*p = register_at(24, 80);

		sign_in(p);
		pty_type(p, "BR-1041\r");
		pty_expect(p, "held for you");
		pty_signal(p, ends[i].signo);
		assert_int_equal(pty_end(p, END), ends[i].status);
		assert_true(pty_is_cooked(p));
		assert_false(pty_on_other_screen(p));
		assert_false(pty_takes_pastes(p));
		pty_free(p);
	}
}

/* The window is closed over a locked register: it used to go on for ever. */
static void
ends_when_locked(void **state)
{
	struct pty	*p = register_at(24, 80);

	(void)state;
	sign_in(p);
	pty_type(p, "\033l");
	pty_expect(p, "PIN >");
	pty_signal(p, SIGHUP);
	assert_int_equal(pty_end(p, END), 0);
	assert_true(pty_is_cooked(p));
	pty_free(p);
}

/* Even a crash gives the terminal back. */
static void
crashes(void **state)
{
	struct pty	*p = register_at(24, 80);

	(void)state;
	sign_in(p);
	pty_signal(p, SIGABRT);
	assert_int_not_equal(pty_end(p, END), 0);
	assert_true(pty_is_cooked(p));
	assert_false(pty_on_other_screen(p));
	assert_false(pty_takes_pastes(p));
	pty_free(p);
}

/* What a killed register held, the next one takes up. */
static void
takes_up_its_own_holds(void **state)
{
	struct pty	*p = register_at(24, 80);

	(void)state;
	sign_in(p);
	pty_type(p, "BR-1041\r");
	pty_expect(p, "held for you");
	pty_signal(p, SIGKILL);
	pty_end(p, END);
	pty_free(p);
	p = register_at(24, 80);
	sign_in(p);
	pty_type(p, "BR-1041\r");
	pty_expect(p, "held for you");
	leave(p);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(scan_and_hold),
		cmocka_unit_test(ambiguous_and_unknown),
		cmocka_unit_test(never_into_a_secret),
		cmocka_unit_test(sizes),
		cmocka_unit_test(no_colour),
		cmocka_unit_test(plain_ascii),
		cmocka_unit_test(split_utf8),
		cmocka_unit_test(told_to_end),
		cmocka_unit_test(ends_when_locked),
		cmocka_unit_test(crashes),
		cmocka_unit_test(takes_up_its_own_holds),
	};

	return cmocka_run_group_tests(tests, make_shop, NULL);
}
