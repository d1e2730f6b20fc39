/*
 * What hands, scanners and files get wrong: each has a clear answer on the
 * screen, and nothing that was right before is lost.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "lib/counter.h"
#include "lib/rig.h"

static void
settings(struct counter *me, const char *more)
{
	char	*text = rig_printf("printer = '%s'\n%s\n", me->paper, more);

	rig_write_text(me->config, text);
	free(text);
}

/* One code on two pieces: a person says which; nobody guesses. */
static void
ambiguous_and_unknown_codes(void **state)
{
	struct counter	*me = *state;

	free(counter_ctl(me, 0, NULL, "item", "add", "--as", "Olivia", "--sku",
	    "NK-1", "--title", "First necklace", "--price", "100", "--barcode",
	    "5901234123457", NULL));
	free(counter_ctl(me, 0, NULL, "item", "add", "--as", "Olivia", "--sku",
	    "NK-2", "--title", "Second necklace", "--price", "200",
	    "--barcode", "5901234123457", NULL));
	counter_open(me);
	pty_send(me->pty, "5901234123457\r", 14);
	pty_expect(me->pty, "is on several pieces: which?");
	pty_expect(me->pty, "Second necklace");
	pty_type(me->pty, "\033[B\r");
	pty_expect_gone(me->pty, "which?");
	pty_expect(me->pty, "Second necklace");
	pty_expect(me->pty, "held for you");
	pty_send(me->pty, "4006381333931\r", 14);
	pty_expect(me->pty, "No piece has the code 4006381333931");
	/* Without its check digit, and by its own number in small letters. */
	pty_send(me->pty, "200000001041\r", 13);
	pty_expect(me->pty, "BR-1041");
	pty_type(me->pty, "rg-7\r");
	pty_expect(me->pty, "RG-7");
	pty_expect(me->pty, "6,300.00");		/* no more, no less */
}

static void
prices_that_are_none(void **state)
{
	static const char *const	wrong[] = { "--5", "5..0", "1e5", "+-3",
		"12.345", "-5", "five", "99999999999999999999" };
	struct counter			*me = *state;

	counter_open_at(me, 24, 80, NULL, NULL);
	pty_expect(me->pty, "PIN >");
	pty_type(me->pty, "\033[B\033[B3333\r");	/* Olivia may */
	pty_expect(me->pty, "Scan or type >");
	pty_type(me->pty, "CL-1\r");
	pty_expect(me->pty, "in stock 9000");
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		pty_type(me->pty, "\033e");
		pty_expect(me->pty, "Another price");
		pty_type(me->pty, wrong[i]);
		pty_expect(me->pty, wrong[i]);
		pty_type(me->pty, "\r");
		pty_type(me->pty, "\r");
		pty_turn(me->pty, 50);
		pty_type(me->pty, "\033");
		pty_expect_gone(me->pty, "Another price");
		pty_expect(me->pty, "$13.07");
	}
	pty_type(me->pty, "\033e");
	pty_expect(me->pty, "Another price");
	pty_type(me->pty, "10\r");
	pty_expect_gone(me->pty, "Price   >");
	pty_type(me->pty, "dented\r");
	pty_expect(me->pty, "$10.89");
}

/* A name pasted with what makes terminals jump is a name without it. */
static void
control_bytes_in_a_name(void **state)
{
	static const char	paste[] = "\033[200~Eve\a \033[31mRed\001\x7f"
		"\xc2\x9b" "2J Marsh\033[201~";
	struct counter		*me = *state;
	char			*out;

	counter_open(me);
	pty_type(me->pty, "\033c");
	pty_expect(me->pty, "Customer >");
	pty_send(me->pty, paste, sizeof paste - 1);
	pty_expect(me->pty, "Eve");
	pty_expect(me->pty, "Customer >");
	pty_expect(me->pty, "Marsh");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Name");
	for (int i = 0; i < 8 && !pty_shows(me->pty, "Scan or type >"); i++) {
		pty_type(me->pty, "\r");
		pty_turn(me->pty, 200);
	}
	pty_expect(me->pty, "Scan or type >");
	pty_expect(me->pty, "Customer  Eve");
	out = counter_ctl(me, 0, NULL, "--json", "export", "customers", NULL);
	for (const char *p = out; *p != '\0'; p++)
		assert_true((unsigned char)*p >= ' ' || *p == '\n');
	assert_null(strstr(out, "\\u00"));
	free(out);
}

static void
scanners_end(void **state, const char *setting, const char *code)
{
	struct counter	*me = *state;

	settings(me, setting);
	counter_open(me);
	pty_type(me->pty, "\033f");			/* wherever one is */
	pty_expect(me->pty, "Find >");
	pty_send(me->pty, code, strlen(code));
	pty_expect(me->pty, "BR-1041 is on the ticket");
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "Find >");
	pty_expect(me->pty, "held for you");
}

static void
a_scanner_that_ends_in_cr_lf(void **state)
{
	scanners_end(state, "", "2000000010410\r\n");
}

static void
a_scanner_that_ends_in_lf(void **state)
{
	scanners_end(state, "scanner_suffix = lf", "2000000010410\n");
}

static void
a_scanner_that_ends_in_tab(void **state)
{
	scanners_end(state, "scanner_suffix = tab", "2000000010410\t");
}

static void
a_scanner_that_ends_in_nothing(void **state)
{
	scanners_end(state, "scanner_suffix = none", "2000000010410");
}

static void
a_scanner_with_a_prefix(void **state)
{
	scanners_end(state, "scanner_prefix = '~~'", "~~2000000010410\r");
}

/* Two registers on one embedded shop: what one has, the other is told of. */
static void
two_registers_on_one_file(void **state)
{
	struct counter	*me = *state;
	struct counter	 other = *me;
	char		*program = rig_program("vitrine");

	free(counter_ctl(me, 0, NULL, "drawer", "open", "--count", "20x5",
	    "--as", "Ana", "--register", "R2", NULL));
	counter_open(me);
	other.pty = pty_start(RIG_ARGV(program, me->shop, "--config",
	    me->config, "--register", "R2"), RIG_ARGV("TERM=xterm-256color",
	    "LC_ALL=C.UTF-8"), 24, 80);
	pty_expect(other.pty, "PIN >");
	pty_type(other.pty, "1111\r");
	pty_expect(other.pty, "Scan or type >");
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "held for you");
	pty_type(other.pty, "BR-1041\r");
	pty_expect(other.pty, "Not yours to sell now");
	pty_expect(other.pty, "by Ana");
	pty_type(me->pty, "\033x");
	/* The card says so by itself, and A takes it. */
	pty_expect(other.pty, "It was held");
	pty_type(other.pty, "a");
	pty_expect(other.pty, "held for you");
	pty_free(other.pty);
	free(program);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		BOTH(ambiguous_and_unknown_codes),
		ONE(prices_that_are_none),
		ONE(control_bytes_in_a_name),
		ONE(a_scanner_that_ends_in_cr_lf),
		ONE(a_scanner_that_ends_in_lf),
		ONE(a_scanner_that_ends_in_tab),
		ONE(a_scanner_that_ends_in_nothing),
		ONE(a_scanner_with_a_prefix),
		BOTH(two_registers_on_one_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
