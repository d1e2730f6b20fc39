/*
 * The drawer at a register, and who may do what there: every answer of the
 * table of rights, met by an associate at the keys.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/counter.h"
#include "lib/rig.h"

#define FAKETIME "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
#define END	20000		/* ms until a program counts as stuck */
#define DOWN	"\033[B"
#define KICK	"\033p"		/* how ESC/POS opens a drawer */

/* How often the printer was told to open the drawer. */
static int
kicks(const struct counter *me)
{
	size_t	 len = 0, i;
	char	*paper = rig_read(me->paper, &len);
	int	 n = 0;

	for (i = 0; paper != NULL && i + 1 < len; i++)
		n += memcmp(paper + i, KICK, 2) == 0;
	free(paper);
	return n;
}

struct kicked {
	const struct counter	*me;
	int			 times;
};

static bool
kicked(void *arg)
{
	const struct kicked	*k = arg;

	return kicks(k->me) == k->times;
}

static void
expect_kicks(const struct counter *me, int times)
{
	struct kicked	k = { me, times };

	if (!rig_until(kicked, &k, END))
		fail_msg("the drawer was opened %d times, not %d", kicks(me),
		    times);
}

static void
with_escpos(struct counter *me)
{
	char	*text = rig_printf("printer = '%s'\nprinter_kind = escpos\n",
		    me->paper);

	rig_write_text(me->config, text);
	free(text);
}

static void
ben_agrees(struct counter *me, const char *to)
{
	pty_expect(me->pty, "A manager must agree");
	pty_expect(me->pty, to);
	pty_expect(me->pty, "owner");		/* the names are there */
	pty_type(me->pty, "2222");
	pty_expect(me->pty, "PIN > ****");
	pty_type(me->pty, "\r");
	pty_expect_gone(me->pty, "A manager must agree");
}

static void
pays_out(struct counter *me)
{
	pty_type(me->pty, "o");
	pty_expect(me->pty, "Paid to");
	pty_type(me->pty, "25\t");
	pty_type(me->pty, "the windows\t");
	pty_type(me->pty, "Mr. Bell\r");
	pty_expect(me->pty, "A manager must agree");
	pty_expect(me->pty, "owner");
	pty_type(me->pty, "9\r");
	pty_expect(me->pty, "Wrong name or PIN");
	ben_agrees(me, "Cash is to be paid out");
	pty_expect(me->pty, "Ben agreed");
}

static void
opens_with_a_float(struct counter *me)
{
	counter_open_at(me, 24, 80, NULL, NULL);
	pty_expect(me->pty, "PIN >");
	pty_type(me->pty, "1111\r");
	pty_expect(me->pty, "Count the float");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "No drawer is open");
	pty_type(me->pty, "\033a");			/* Alt-a */
	pty_expect(me->pty, "No drawer is open at R1");
	pty_type(me->pty, "c");
	pty_expect(me->pty, "Count the float");
	pty_type(me->pty, DOWN DOWN);
	pty_type(me->pty, "-3");
	pty_type(me->pty, DOWN);
	pty_expect(me->pty, "There cannot be -3 of $20.00");
	pty_type(me->pty, "\025");			/* Ctrl-u */
	pty_type(me->pty, "5");
	pty_expect(me->pty, "$100.00");
	pty_type(me->pty, "\033c");			/* Alt-c: that is all */
	pty_expect(me->pty, "You counted $100.00");
	pty_type(me->pty, "y");
	pty_expect(me->pty, "The drawer is open with $100.00");
}

static void
a_day_at_the_drawer(void **state)
{
	struct counter	*me = *state;
	char		*out;

	with_escpos(me);
	free(counter_ctl(me, 0, NULL, "drawer", "close", "--as", "Ana",
	    "--count", "20x5", NULL));
	opens_with_a_float(me);
	pays_out(me);
	expect_kicks(me, 2);		/* the float, and Mr. Bell */
	pty_type(me->pty, "x");
	pty_expect(me->pty, "Ana may not: See the figures");
	pty_type(me->pty, "n");
	pty_expect(me->pty, "Open without a sale");
	pty_type(me->pty, "for the parking meter\r");
	ben_agrees(me, "without a sale");
	pty_expect(me->pty, "opened without a sale: 1");
	expect_kicks(me, 3);

	/* The plug is pulled with the session open: it goes on. */
	pty_signal(me->pty, SIGKILL);
	pty_end(me->pty, END);
	pty_free(me->pty);
	counter_open(me);
	pty_expect(me->pty, "The drawer Ana opened");

	/* Blind: what should be there is nowhere to be seen. */
	pty_type(me->pty, "\033a");
	pty_expect(me->pty, "Ben agreed");
	pty_type(me->pty, "c");
	pty_expect(me->pty, "Count what is in the drawer");
	assert_false(pty_shows(me->pty, "75.00"));
	pty_type(me->pty, DOWN DOWN);
	pty_type(me->pty, "3");
	pty_type(me->pty, DOWN);
	pty_type(me->pty, "1");
	pty_type(me->pty, "\033c");
	pty_expect(me->pty, "You counted $70.00");
	pty_type(me->pty, "y");
	pty_expect(me->pty, "$5.00 short");
	pty_type(me->pty, "gave too much change\r");
	pty_expect(me->pty, "The drawer is closed: $70.00 counted");
	out = counter_ctl(me, 0, NULL, "--json", "--as", "Olivia", "drawer",
	    "list", NULL);
	assert_non_null(strstr(out, "\"over_short\":{\"amount\":-500"));
	free(out);
	free(counter_ctl(me, 0, NULL, "verify", NULL));
}

/* Cash opens the drawer, a card does not, and neither does a copy. */
static void
only_cash_opens_it(void **state)
{
	struct counter	*me = *state;

	with_escpos(me);
	counter_open(me);
	pty_type(me->pty, "CL-1\r");
	pty_expect(me->pty, "Cleaning cloth");
	pty_type(me->pty, "\033t");
	pty_expect(me->pty, "Cash >");
	assert_int_equal(kicks(me), 0);
	pty_type(me->pty, "\033k");			/* Alt-k: card */
	pty_expect(me->pty, "Last four");
	pty_type(me->pty, "\t");
	pty_type(me->pty, "4242\t");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "is printed");
	assert_int_equal(kicks(me), 0);
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Scan or type >");
	pty_type(me->pty, "CL-1\r");
	pty_expect(me->pty, "Cleaning cloth");
	pty_type(me->pty, "\033t");
	pty_expect(me->pty, "Cash >");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "is printed");
	expect_kicks(me, 1);
	pty_type(me->pty, "p");
	pty_expect(me->pty, "COPY");
	pty_expect(me->pty, "is printed");
	assert_int_equal(kicks(me), 1);
}

/* Who agreed to a discount stands in the owner's report. */
static void
a_discount_is_agreed_to(void **state)
{
	struct counter	*me = *state;
	char		*out;

	counter_open(me);
	pty_type(me->pty, "CL-1\r");
	pty_expect(me->pty, "Cleaning cloth");
	pty_type(me->pty, "\033d");
	pty_expect(me->pty, "for the books");
	pty_type(me->pty, "50%\t");
	pty_type(me->pty, "an old friend\t");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "This discount is more");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "$13.07");			/* taken back */
	pty_type(me->pty, "\033d");
	pty_expect(me->pty, "for the books");
	pty_type(me->pty, "50%\t");
	pty_type(me->pty, "an old friend\t");
	pty_type(me->pty, "\r");
	ben_agrees(me, "This discount is more");
	pty_expect(me->pty, "$6.53");
	pty_type(me->pty, "\033t");
	pty_expect(me->pty, "Cash >");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "is printed");
	out = counter_ctl(me, 0, NULL, "--json", "--as", "Olivia", "report",
	    "x", NULL);
	assert_non_null(strstr(out, "an old friend"));
	assert_non_null(strstr(out, "Ben"));
	free(out);
	free(counter_ctl(me, 0, NULL, "verify", NULL));
}

/* ------------------------------------------------------- the whole table */

static void
on_drawer(struct counter *me, const char *key)
{
	pty_type(me->pty, "\033a");
	pty_expect(me->pty, "opened without a sale");
	pty_type(me->pty, key);
}

static void
some_cash(struct counter *me)
{
	pty_expect(me->pty, "for the books");
	pty_type(me->pty, "5\t");
	pty_type(me->pty, "as it happens\r");
}

static void
paid_out(struct counter *me)
{
	pty_expect(me->pty, "Paid to");
	pty_type(me->pty, "5\t");
	pty_type(me->pty, "as it happens\t");
	pty_type(me->pty, "Mr. Bell\r");
}

static void
why(struct counter *me)
{
	pty_expect(me->pty, "Why?");
	pty_type(me->pty, "as it happens\r");
}

static void
nothing_counted(struct counter *me)
{
	pty_expect(me->pty, "Count what is in");
	pty_type(me->pty, "\033c");
	pty_expect(me->pty, "You counted $0.00");
	pty_type(me->pty, "y");
}

static void
price(struct counter *me)
{
	pty_expect(me->pty, "Another price");
	pty_type(me->pty, "5\t");
	pty_type(me->pty, "as it happens\r");
}

static void
discount(struct counter *me)
{
	pty_expect(me->pty, "for the books");
	pty_type(me->pty, "50%\t");
	pty_type(me->pty, "as it happens\t");
	pty_type(me->pty, "\r");
}

static void
thrown_away(struct counter *me)
{
	pty_expect(me->pty, "Throw the ticket away?");
	pty_type(me->pty, "y");
}

static const struct {
	const char	*right;
	const char	*drawer_key;	/* on the drawer, or NULL: on a ticket */
	const char	*sale_key;
	bool		 late;		/* refused after it was asked for */
	void		(*go_on)(struct counter *);
	const char	*refused, *done;
} table[] = {
	{ "pay_in", "i", NULL, false, some_cash, "Pay cash in",
	    "Pay in: it is in the books" },
	{ "pay_out", "o", NULL, false, paid_out, "Pay cash out",
	    "Pay out: it is in the books" },
	{ "drop", "d", NULL, false, some_cash, "Drop cash",
	    "Drop to the safe: it is in the books" },
	{ "no_sale", "n", NULL, false, why, "Open the drawer without",
	    "No sale: it is in the books" },
	{ "price", NULL, "\033e", true, price, "Change a price", "5.44" },
	{ "discount", NULL, "\033d", true, discount, "Give a discount",
	    "6.53" },
	{ "void", NULL, "\033z", true, thrown_away, "Throw a ticket away",
	    "The ticket was thrown away" },
	{ "drawer", "c", NULL, false, nothing_counted, "Open, count",
	    "short" },
};

static void
sign_in_again(struct counter *me)
{
	pty_type(me->pty, "\033l");			/* Alt-l: lock */
	pty_expect(me->pty, "Who goes on?");
	pty_type(me->pty, "1111\r");
	pty_expect_gone(me->pty, "Who goes on?");
}

static void
try(struct counter *me, size_t i, const char *may)
{
	char	refused[80];

	snprintf(refused, sizeof refused, "Ana may not: %s", table[i].refused);
	free(counter_ctl(me, 0, NULL, "rights", "set", "associate",
	    table[i].right, may, "--as", "Olivia", NULL));
	sign_in_again(me);
	if (table[i].drawer_key != NULL) {
		on_drawer(me, table[i].drawer_key);
	} else {
		pty_type(me->pty, "CL-1\r");
		pty_expect(me->pty, "Cleaning cloth");
		pty_type(me->pty, table[i].sale_key);
	}
	if (strcmp(may, "no") != 0 || table[i].late)
		table[i].go_on(me);
	if (strcmp(may, "no") == 0) {
		pty_expect(me->pty, refused);
	} else if (strcmp(may, "ask") == 0) {
		pty_expect(me->pty, "A manager must agree");
		pty_type(me->pty, "\033");
		pty_expect_gone(me->pty, "A manager must agree");
	} else {
		pty_expect(me->pty, table[i].done);
	}
	/* What was counted is asked about once more, a moment later. */
	if (table[i].go_on == nothing_counted && strcmp(may, "no") != 0 &&
	    pty_until(me->pty, "is posted as it is")) {
		pty_type(me->pty, "\033");
		pty_expect(me->pty, "counted but not closed");
	}
	if (table[i].drawer_key != NULL)
		pty_type(me->pty, "\033");
	pty_expect(me->pty, "Scan or type >");
}

static void
empty(struct counter *me)
{
	if (!pty_shows(me->pty, "Cleaning cloth"))
		return;
	pty_type(me->pty, "\033x");			/* Alt-x: remove */
	pty_expect_gone(me->pty, "Cleaning cloth");
}

static void
every_answer_of_the_table(void **state)
{
	static const char *const mays[] = { "no", "ask", "yes" };
	struct counter	*me = *state;
	size_t		 i, k;

	counter_open(me);
	for (i = 0; i < sizeof table / sizeof *table; i++) {
		for (k = 0; k < 3; k++) {
			try(me, i, mays[k]);
			empty(me);
		}
	}
	free(counter_ctl(me, 0, NULL, "verify", NULL));
}

/*
 * Nobody at the keys for a minute, which passes in half a second here: the PIN
 * is asked for, and the ticket stays.
 */
static void
locks_by_itself(void **state)
{
	struct counter	*me = *state;
	const char	*argv[] = { "build/vitrine", me->shop, "--config",
	    me->config, NULL };
	const char	*env[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8",
	    "LD_PRELOAD=" FAKETIME, "FAKETIME=+0 x120", NULL };

	if (access(FAKETIME, R_OK) != 0)
		skip();
	rig_write_text(me->config, "lock_minutes = 1\n");
	me->pty = pty_start(argv, env, 24, 80);
	pty_expect(me->pty, "PIN >");
	pty_type(me->pty, "1111\r");
	pty_expect(me->pty, "Scan or type >");
	pty_type(me->pty, "CL-1\r");
	pty_expect(me->pty, "Who goes on?");
	assert_false(pty_shows(me->pty, "Cleaning cloth"));
	pty_type(me->pty, "1111\r");
	pty_expect(me->pty, "Cleaning cloth");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		BOTH(a_day_at_the_drawer),
		ONE(only_cash_opens_it),
		ONE(a_discount_is_agreed_to),
		ONE(every_answer_of_the_table),
		ONE(locks_by_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
