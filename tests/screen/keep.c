/*
 * Pieces kept for customers, pieces said to be here, receipts that are
 * scanned: the real program in a real terminal.
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

/* The piece is where --json item show has this in it. */
static void
shows(const struct counter *me, const char *sku, const char *what)
{
	char	*out = counter_ctl(me, 0, NULL, "--json", "item", "show", sku,
		    NULL);

	if (strstr(out, what) == NULL)
		fail_msg("%s is not %s:\n%s", sku, what, out);
	free(out);
}

/* Off the ticket, on the list, refused to others, and back for its customer. */
static void
keeps_a_piece_for_a_customer(void **state)
{
	struct counter	*me = *state;

	counter_open(me);
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "held for you");
	pty_type(me->pty, "\033h");			/* Alt-h */
	pty_expect(me->pty, "Keep it for a customer");
	pty_type(me->pty, "Elena Marsh\r");
	pty_expect_gone(me->pty, "For     >");
	pty_type(me->pty, "\033[C\r");			/* 4 hours */
	pty_expect(me->pty, "BR-1041 is kept for Elena Marsh");
	pty_expect_gone(me->pty, "held for you");
	free(counter_ctl(me, 3, NULL, "sell", "BR-1041", "--as", "Olivia",
	    "--register", "R2", "--tender", "cash:4572.75", NULL));

	pty_type(me->pty, "\033h");
	pty_expect(me->pty, "Kept for customers");
	pty_expect(me->pty, "3:59:");
	pty_expect(me->pty, "Elena Marsh");
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "Kept for customers");

	pty_type(me->pty, "2000000010410\r");
	pty_expect(me->pty, "On hold for Elena Marsh, by Ana");
	pty_type(me->pty, "a");
	pty_expect(me->pty, "held for you");
	pty_type(me->pty, "\033t");
	pty_expect(me->pty, "DUE");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "R1-000002 is printed");
	free(counter_ctl(me, 0, NULL, "verify", NULL));
}

/* From Find, and let go from the list. */
static void
lets_a_kept_piece_go(void **state)
{
	struct counter	*me = *state;

	counter_open(me);
	pty_type(me->pty, "\033f");
	pty_expect(me->pty, "Find >");
	pty_type(me->pty, "sapphire");
	pty_expect(me->pty, "1 shown");
	pty_type(me->pty, "\033h");
	pty_expect(me->pty, "Keep it for a customer");
	pty_type(me->pty, "\r");			/* for nobody: no */
	pty_expect(me->pty, "For");
	pty_type(me->pty, "Mr. Ames\r\r");
	pty_expect(me->pty, "RG-7 is kept for Mr. Ames");
	pty_expect(me->pty, "on hold");			/* the row flipped */
	shows(me, "RG-7", "\"status\":\"held\"");
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "Find >");
	pty_type(me->pty, "\033b");			/* Alt-b */
	pty_expect(me->pty, "Kept for customers");
	pty_expect(me->pty, " 59:");
	pty_type(me->pty, "\033x");
	pty_expect(me->pty, "Let it go?");
	pty_type(me->pty, "y");
	pty_expect(me->pty, "Nothing is kept");
	shows(me, "RG-7", "\"status\":\"available\"");
	free(counter_ctl(me, 0, NULL, "verify", NULL));
}

/*
 * Both parties are written down and nothing is overridden: the piece is sold
 * here when the other sale has been taken back and a manager has looked at it.
 */
static void
a_manager_says_it_is_here(void **state)
{
	struct counter	*me = *state;
	char		*out;

	counter_open(me);
	free(counter_ctl(me, 0, NULL, "sell", "BR-1041", "--as", "Olivia",
	    "--register", "R2", "--tender", "cash:4572.75", NULL));
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "Do not hand it over");
	pty_type(me->pty, "m");
	pty_expect(me->pty, "PIN >");
	pty_type(me->pty, "2222\r");
	pty_expect(me->pty, "What do you see?");
	pty_type(me->pty, "its tag is on it\r");
	pty_expect(me->pty, "Nothing is overridden");
	out = counter_ctl(me, 0, NULL, "--json", "report", "x", NULL);
	assert_non_null(strstr(out, "\"Ben: its tag is on it\""));
	assert_non_null(strstr(out, "\"taken\""));	/* the scan itself */
	free(out);
	shows(me, "BR-1041", "\"status\":\"sold\"");
	out = counter_ctl(me, 0, NULL, "report", "x", NULL);
	assert_non_null(strstr(out, "conflict over BR-1041"));
	free(out);

	pty_type(me->pty, "\033r");			/* Alt-r */
	pty_expect(me->pty, "[x] BR-1041");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Why does it come back?");
	pty_type(me->pty, "never left\r");
	pty_expect(me->pty, "R1-000002 is printed");
	pty_type(me->pty, "\r");
	pty_expect_gone(me->pty, "TOTAL GIVEN BACK");
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "not inspected yet");
	pty_type(me->pty, "m");
	pty_expect(me->pty, "PIN >");
	pty_type(me->pty, "2222\r");
	pty_expect(me->pty, "What do you see?");
	pty_type(me->pty, "as it was\r");
	pty_expect(me->pty, "held for you");
	out = counter_ctl(me, 0, NULL, "report", "x", NULL);
	assert_null(strstr(out, "conflict over"));	/* it is settled */
	free(out);
	free(counter_ctl(me, 0, NULL, "verify", NULL));
}

/* Without a manager nothing is written, and a hold is nobody's to override. */
static void
not_without_a_manager(void **state)
{
	struct counter	*me = *state;
	char		*out;

	counter_open(me);
	free(counter_ctl(me, 0, NULL, "sell", "BR-1041", "--as", "Olivia",
	    "--register", "R2", "--tender", "cash:4572.75", NULL));
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "Do not hand it over");
	pty_type(me->pty, "m");
	pty_expect(me->pty, "PIN >");
	pty_type(me->pty, "1111\r");			/* Ana's own PIN */
	pty_expect_gone(me->pty, "PIN > ****");
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "Do not hand it over");
	out = counter_ctl(me, 0, NULL, "--json", "report", "x", NULL);
	assert_null(strstr(out, "\"here\""));
	free(out);
}

/* Whatever screen is open: a receipt's barcode opens its return. */
static void
a_scanned_receipt_opens_its_return(void **state)
{
	struct counter	*me = *state;

	free(counter_ctl(me, 0, NULL, "sell", "BR-1041", "--as", "Ana",
	    "--register", "R1", "--tender", "card:4572.75:4242/A1", NULL));
	counter_open(me);
	pty_send(me->pty, "R1-000002\r", 10);
	pty_expect(me->pty, "TO GIVE BACK");
	pty_expect(me->pty, "[x] BR-1041");
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "TO GIVE BACK");
	pty_type(me->pty, "\033f");
	pty_expect(me->pty, "Find >");
	pty_send(me->pty, "R1-000002\r", 10);
	pty_expect(me->pty, "TO GIVE BACK");
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "TO GIVE BACK");
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "Find >");
	pty_type(me->pty, "r1-2\r");			/* as people type it */
	pty_expect(me->pty, "TO GIVE BACK");
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "TO GIVE BACK");
	pty_send(me->pty, "R1-000777\r", 10);		/* there is none */
	pty_expect(me->pty, "No piece has the code R1-000777");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		BOTH(keeps_a_piece_for_a_customer),
		ONE(lets_a_kept_piece_go),
		BOTH(a_manager_says_it_is_here),
		ONE(not_without_a_manager),
		ONE(a_scanned_receipt_opens_its_return),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
