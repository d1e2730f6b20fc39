/*
 * The database slow or gone under the register: it says so, every key still
 * works, nothing scanned is lost, and it finds back by itself.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "lib/counter.h"
#include "lib/pgserver.h"
#include "lib/rig.h"
#include "lib/sql.h"

#define LOCK	"\033l"		/* Alt-l */

/*
 * Every process of the server is stopped: connections stay open and nothing
 * answers, which is worse than a dead one.
 */
static void
it_stops_answering(void **state)
{
	struct counter	*me = *state;

	counter_open(me);
	pty_type(me->pty, "CL-1\r");
	pty_expect(me->pty, "Cleaning cloth");
	pgserver_freeze(me->server, true);

	/* What is typed is seen, screens open and close, the window resizes. */
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "looking up 1");
	pty_type(me->pty, "RG-");
	pty_expect(me->pty, "Scan or type > RG-");
	pty_type(me->pty, "7\r");
	pty_expect(me->pty, "looking up 2");
	pty_type(me->pty, "?");
	pty_expect(me->pty, "throw the whole ticket away");
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "throw the whole ticket away");
	pty_type(me->pty, "\033f");
	pty_expect(me->pty, "Find >");
	pty_type(me->pty, "sapp");
	pty_expect(me->pty, "Find > sapp");
	pty_expect(me->pty, "looking ...");
	pty_resize(me->pty, 10, 40);
	pty_expect(me->pty, "sapp");
	pty_resize(me->pty, 24, 80);
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "Find >");

	/* It is said, and what was scanned still waits. */
	pty_expect(me->pty, "waiting for the database");
	pgserver_freeze(me->server, false);
	pty_expect(me->pty, "live");
	pty_expect(me->pty, "BR-1041");
	pty_expect(me->pty, "RG-7");
	pty_expect_gone(me->pty, "waiting for the database");
	pty_type(me->pty, "\033t");
	pty_expect(me->pty, "DUE");
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "R1-000002");
	free(counter_ctl(me, 0, NULL, "verify", NULL));
}

/*
 * A PIN and its Enter count in the order they came, however slow the shop is
 * to say who works here, or that the PIN before was wrong.
 */
static void
a_quick_pin_waits(void **state)
{
	struct counter	*me = *state;

	counter_open(me);
	pgserver_freeze(me->server, true);
	pty_type(me->pty, LOCK);
	pty_expect(me->pty, "Asking the shop who works here");
	pty_type(me->pty, "1111\r");
	pty_expect(me->pty, "has not answered yet");
	pgserver_freeze(me->server, false);
	pty_expect(me->pty, "Scan or type >");

	pty_type(me->pty, LOCK);
	pty_expect(me->pty, "owner");
	pgserver_freeze(me->server, true);
	pty_type(me->pty, "9999\r");
	pty_expect(me->pty, "looking ...");
	pty_type(me->pty, "1111\r");
	pty_expect(me->pty, "PIN > ****");
	pgserver_freeze(me->server, false);
	pty_expect(me->pty, "Scan or type >");
}

/* Gone when the register is started: it starts, and goes on by itself. */
static void
it_is_gone_at_the_start(void **state)
{
	struct counter	*me = *state;

	pgserver_crash(me->server);
	counter_open_at(me, 24, 80, NULL, NULL);
	pty_expect(me->pty, "no database");
	pty_expect(me->pty, "goes on by itself");
	pgserver_again(me->server);
	counter_sign_in(me);
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "held for you");
}

/*
 * It stops in the middle of the payment: the register does not know and says
 * so, and the sale is there once when it knows.
 */
static void
it_stops_while_paying(void **state)
{
	struct counter	*me = *state;

	counter_open(me);
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "held for you");
	pty_type(me->pty, "\033t");
	pty_expect(me->pty, "DUE");
	pgserver_freeze(me->server, true);
	pty_type(me->pty, "\r");
	pty_expect(me->pty, "Selling ...");
	pty_type(me->pty, "?");
	pty_expect(me->pty, "paid by card");
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "paid by card");
	pgserver_freeze(me->server, false);
	pty_expect(me->pty, "R1-000002");
	free(counter_ctl(me, 0, NULL, "verify", NULL));
	free(counter_ctl(me, 3, NULL, "sell", "BR-1041", "--as", "Olivia",
	    "--register", "R2", "--tender", "cash:4572.75", NULL));
}

/*
 * A key on the refusal card that is quicker than the answer to "who has it"
 * waits for it, and is not told something wrong.
 */
static void
a_key_on_the_card_waits(void **state)
{
	struct counter	*me = *state;
	struct db	*lock;
	struct err	 err = ERR_INIT;

	lock = db_open(me->url, &err);
	assert_non_null(lock);
	counter_open(me);
	free(counter_ctl(me, 0, NULL, "sell", "BR-1041", "--as", "Olivia",
	    "--register", "R2", "--tender", "cash:4572.75", NULL));
	sql_do(lock, "BEGIN; LOCK TABLE sale_line IN ACCESS EXCLUSIVE MODE");
	pty_type(me->pty, "BR-1041\r");
	pty_expect(me->pty, "Asking who has it");
	pty_type(me->pty, "m");
	pty_type(me->pty, "?");
	pty_expect(me->pty, "Keys of this screen");
	pty_type(me->pty, "\033");
	pty_expect_gone(me->pty, "Keys of this screen");
	pty_expect(me->pty, "Asking who has it");
	sql_do(lock, "COMMIT");
	pty_expect(me->pty, "PIN >");
	pty_type(me->pty, "2222\r");
	pty_expect(me->pty, "What do you see?");
	db_close(lock);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		OWN_PG(it_stops_answering),
		OWN_PG(a_quick_pin_waits),
		OWN_PG(it_is_gone_at_the_start),
		OWN_PG(it_stops_while_paying),
		OWN_PG(a_key_on_the_card_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
