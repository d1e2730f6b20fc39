/*
 * The conflict desk: the real register in a real terminal, on both engines,
 * when a website has sold what is sold already.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "lib/counter.h"
#include "lib/dispute.h"

#define DESK	"\033k"		/* Alt-k */

static void
lose(const struct counter *me, const char *service, const char *number)
{
	const struct dispute	d = { .service = service, .sku = "BR-1041",
	    .number = number, .buyer = "Sam Square",
	    .state = "needs_person", .todo = "", .done = "" };

	dispute_make(me->url, &d);
}

/* Signed in as that one of Ana, Ben and Olivia. */
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

/* It is said wherever one is, opened by name, and says all there is to do. */
static void
tells_of_both_buyers(void **state)
{
	struct counter	*me = *state;

	free(counter_ctl(me, 0, NULL, "item", "add", "--as", "Olivia", "--sku",
	    "BR-2", "--title", "Flower brooch", "--price", "4100.00",
	    "--category", "brooches", NULL));
	free(counter_ctl(me, 0, NULL, "item", "edit", "BR-1041", "--as",
	    "Olivia", "--category", "brooches", NULL));
	sign_in(me, 0, "1111");
	assert_false(pty_shows(me->pty, "conflict"));
	lose(me, "squarespace", "1187");
	pty_expect(me->pty, "! 1 conflict");
	pty_type(me->pty, "\017");			/* Ctrl-o: More */
	pty_expect(me->pty, "what would you like to do?");
	pty_type(me->pty, "\033[F\033[A");
	pty_expect(me->pty, "Lock");
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "what would you like to do?");
	pty_type(me->pty, DESK);
	pty_expect(me->pty, "1 open");
	pty_expect(me->pty, "Sam Square, order 1187");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Elena Marsh: sold in the showroom");
	pty_expect(me->pty, "$4,572.75 paid by card (pi_123)");
	pty_expect(me->pty, "1  In Squarespace open Commerce, Orders");
	pty_expect(me->pty, "3  Then Cancel it, and leave \"Restock items\"");
	pty_expect(me->pty, "Flower brooch");
	pty_expect(me->pty, "0:0");
	/* The clock goes on by itself. */
	pty_expect_gone(me->pty, "0:00");
	pty_expect_gone(me->pty, "0:01");
	/* To what could be offered instead, and on the ticket with it. */
	pty_type(me->pty, "\033[F\r");
	pty_expect(me->pty, "BR-2");
	pty_expect(me->pty, "$4,100.00");
	pty_type(me->pty, "a");
	pty_expect(me->pty, "What to do");
	pty_expect_gone(me->pty, "Flower brooch");	/* on the ticket */
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "1 open");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "held for you");
}

/* Ana asks, Ben agrees: it is Ben who settled it.  What is gone stays gone. */
static void
is_settled_by_who_may(void **state)
{
	struct counter	*me = *state;
	char		*out;

	lose(me, "woocommerce", "2201");
	sign_in(me, 0, "1111");
	pty_expect(me->pty, "! 1 conflict");
	pty_type(me->pty, DESK);
	pty_expect(me->pty, "order 2201");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "What to do");
	pty_type(me->pty, "t");
	pty_expect(me->pty, "PIN >");
	pty_type(me->pty, "1111\r");			/* her own */
	pty_expect_gone(me->pty, "PIN > ****");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "What to do");
	pty_expect_gone(me->pty, "PIN >");
	pty_type(me->pty, "t");
	pty_expect(me->pty, "PIN >");
	pty_type(me->pty, "2222\r");
	pty_expect(me->pty, "What was done?");
	pty_type(me->pty, "4111 1111 1111 1111\r");
	pty_expect(me->pty, "card number");
	pty_type(me->pty, "t");
	pty_expect(me->pty, "PIN >");
	pty_type(me->pty, "2222\r");
	pty_expect(me->pty, "What was done?");
	pty_type(me->pty, "refunded, she took the other\r");
	pty_expect(me->pty, "none is open");
	pty_expect(me->pty, "settled by Ben: refunded, she took the other");
	pty_expect_gone(me->pty, "! 1 conflict");
	out = counter_ctl(me, 0, NULL, "--json", "conflicts", "list", "--all",
	    NULL);
	assert_non_null(strstr(out, "\"closed_by\":\"Ben\""));
	free(out);
	free(counter_ctl(me, 0, NULL, "verify", NULL));
}

/* Somebody else is quicker: it says so, and the screen with it. */
static void
is_settled_once(void **state)
{
	struct counter	*me = *state;

	lose(me, "shopify", "1001");
	sign_in(me, 2, "3333");
	pty_type(me->pty, DESK);
	pty_expect(me->pty, "order 1001");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "More actions, Cancel order.");
	pty_type(me->pty, "t");
	pty_expect(me->pty, "What was done?");
	free(counter_ctl(me, 0, NULL, "conflicts", "done", "1001", "--note",
	    "by mail", "--as", "Ben", NULL));
	pty_type(me->pty, "by phone\r");
	pty_expect(me->pty, "It is settled already");
	pty_expect(me->pty, "Ben: by mail");
}

/* From the end of the day: what is still open opens here. */
static void
opens_from_the_day(void **state)
{
	struct counter	*me = *state;

	lose(me, "squarespace", "1187");
	sign_in(me, 2, "3333");
	pty_type(me->pty, "\033o");
	pty_expect(me->pty, "conflict over BR-1041");
	pty_type(me->pty, "\033[F\r");
	pty_expect(me->pty, "Still open");
	pty_expect(me->pty, "conflict over BR-1041");
	pty_type(me->pty, "\033[F\r");
	pty_expect(me->pty, "two buyers, one piece");
	pty_expect(me->pty, "Press Refund: the full amount.");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "Still open");
	pty_type(me->pty, "\033");
	pty_expect(me->pty, "Double sales");
	pty_type(me->pty, "k");
	pty_expect(me->pty, "1 open");
}

/* Two at the counter: a piece said to be here stands on the desk as well. */
static void
shows_what_is_said_to_be_here(void **state)
{
	struct counter	*me = *state;

	free(counter_ctl(me, 0, NULL, "sell", "BR-1041", "--as", "Olivia",
	    "--register", "R2", "--tender", "cash:4572.75", NULL));
	sign_in(me, 0, "1111");
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "Do not hand it over");
	pty_type(me->pty, "m");
	pty_expect(me->pty, "PIN >");
	pty_type(me->pty, "2222\r");
	pty_expect(me->pty, "What do you see?");
	pty_type(me->pty, "its tag is on it\r");
	pty_expect(me->pty, "Nothing is overridden");
	pty_type(me->pty, "\r");
	pty_expect_gone(me->pty, "Nothing is overridden");
	pty_type(me->pty, DESK);
	pty_expect(me->pty, "sold, and said to be here");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Said to be here by Ben: its tag is on it.");
	pty_type(me->pty, "t");
	pty_expect(me->pty, "It ends by itself when");
}

/* Plain letters and no colour, in any size. */
static void
is_plain_where_asked(void **state)
{
	struct counter	*me = *state;

	lose(me, "squarespace", "1187");
	counter_open_at(me, 24, 80, "--ascii", "NO_COLOR=1");
	counter_sign_in(me);
	pty_type(me->pty, DESK);
	pty_expect(me->pty, "! BR-1041");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Press Refund: the full amount.");
	pty_resize(me->pty, 10, 40);
	pty_expect(me->pty, "more");
	pty_type(me->pty, "\033[F");
	pty_expect(me->pty, "Settle it then");
	pty_resize(me->pty, 3, 20);
	pty_expect(me->pty, "Vitrine needs");
	assert_false(pty_has_colour(me->pty));
	assert_false(pty_saw_non_ascii(me->pty));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		BOTH(tells_of_both_buyers),
		BOTH(is_settled_by_who_may),
		ONE(is_settled_once),
		ONE(opens_from_the_day),
		BOTH(shows_what_is_said_to_be_here),
		ONE(is_plain_where_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
