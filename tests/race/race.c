/*
 * Rivals for one piece.  Processes of their own, each with its own connection
 * and till (the first sells as the website, the others as counters), are let
 * go by a barrier on the same piece, thousands of times, on both engines:
 * exactly one has it, everybody else is told who, nobody waits for ever, and
 * afterwards the books prove right.
 *
 * race		what `make check' has time for
 * LONG=1	ten times as many rounds
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include <setjmp.h>
#include <cmocka.h>

#include "clock.h"
#include "desk/verify.h"
#include "mem.h"
#include "ops.h"
#include "pgserver.h"
#include "rig.h"
#include "sell/hold.h"
#include "sell/refund.h"
#include "sell/sale.h"
#include "sell/ticket.h"
#include "shop.h"
#include "str.h"

#define MOST	32

enum move {
	MOVE_END,
	MOVE_ONE,		/* sell one piece */
	MOVE_TWO,		/* sell A and B, every second one B and A */
	MOVE_HOLD,		/* every second one holds it instead */
	MOVE_EXPIRED,		/* every second one over its own dead hold */
	MOVE_RECALL,		/* a parked ticket */
	MOVE_RETURN		/* all take the same sold piece back */
};

struct player {
	bool	won;
	bool	told;		/* the loser was told who */
	char	text[TAKER_TEXT + 80];
};

/* Shared by all the processes of a race. */
struct table {
	struct rig_barrier	*go, *over;
	enum move		 move;
	struct uuid		 a, b, hold;
	char			 number[40];	/* of the sale to return */
	int			 count;
	const char		*url;
	const char		*faults;	/* for the players alone */
	bool			 twice;		/* sold to two */
	bool			 quiet;		/* it is expected to go wrong */
	struct player		 players[MOST];
};

struct seat {
	struct table	*table;
	int		 n;
};

static void
sold(const struct sale_result *result, void *arg)
{
	struct player	*me = arg;

	me->won = result->outcome == SALE_DONE;
	me->told = result->outcome == SALE_TAKEN && result->taker_count > 0 &&
	    (strstr(result->err.text, "was sold ") != NULL ||
	    strstr(result->err.text, "held") != NULL) &&
	    strstr(result->err.text, " at ") != NULL;
	str_copy(me->text, sizeof me->text, me->won ?
	    result->facts->sale.number : result->err.text);
	me->text[sizeof me->text - 1] = '\0';
}

struct flag {
	struct player	*me;
	bool		 done;
};

static void
sale_over(const struct sale_result *result, void *arg)
{
	struct flag	*flag = arg;

	sold(result, flag->me);
	flag->done = true;
}

static void
hold_over(const struct hold_result *result, void *arg)
{
	struct flag	*flag = arg;

	flag->me->won = result->outcome == HOLD_PLACED;
	flag->me->told = result->outcome == HOLD_TAKEN &&
	    result->taker != NULL;
	str_copy(flag->me->text, sizeof flag->me->text,
	    flag->me->won ? "hold" : result->err.text);
	flag->done = true;
}

static void
put(struct ticket *ticket, struct till *till, const struct uuid *id)
{
	struct db_ans	*ans = db_wait(till->db, op_piece_by_id(id));
	size_t		 n, at;
	const void	*row = db_rows(ans, REC_PIECE, &n);

	if (n != 1 || ticket_add(ticket, row, 1, &at) > TICKET_MERGED)
		rig_die("a piece does not go on the ticket");
	db_ans_free(ans);
}

/* All is ready but the last step; go is the starting gun, if t is not NULL. */
static void
sell(struct table *t, struct till *till, struct player *me,
    const struct uuid *first, const struct uuid *second,
    const struct uuid *hold)
{
	struct ticket		ticket;
	struct tenders		tenders = { .count = 0 };
	const struct sale_want	want = { .ticket = &ticket,
				    .tenders = &tenders };
	struct flag		flag = { .me = me };
	struct err		err = ERR_INIT;

	ticket_init(&ticket);
	put(&ticket, till, first);
	if (second != NULL)
		put(&ticket, till, second);
	if (hold != NULL)
		ticket.lines[0].hold_id = *hold;
	if (ticket_total(&ticket, &till->rules, till_day(till), &err) != 0 ||
	    tender_add(&tenders, TENDER_CASH, ticket.total, NULL, &err) != 0)
		rig_die("%s", err.text);
	if (t != NULL)
		rig_barrier_wait(t->go);
	if (sale_commit(till, &want, sale_over, &flag, &err) != 0)
		rig_die("%s", err.text);
	till_wait(till, &flag.done);
	ticket_free(&ticket);
}

static void
hold(struct table *t, struct till *till, struct player *me)
{
	const struct hold_want	want = { .id = uuid_new(), .piece_id = t->a,
				    .qty = 1, .ttl = 60 * SECOND_US,
				    .owner = "cart" };
	struct flag		flag = { .me = me };

	rig_barrier_wait(t->go);
	hold_place(till, &want, hold_over, &flag);
	till_wait(till, &flag.done);
}

static void
recall(struct table *t, struct till *till, struct player *me)
{
	struct db_ans	*ans;

	rig_barrier_wait(t->go);
	ans = db_wait(till->db, op_park_end(&t->a, clock_now(), &till->reg.id,
	    "recalled"));
	me->won = db_status(ans) == DB_DONE;
	me->told = db_refusal(ans) == REFUSAL_DUPLICATE;
	str_copy(me->text, sizeof me->text, db_err(ans)->text);
	db_ans_free(ans);
}

struct seeking {
	struct refund	*refund;
	bool		 done;
};

static void
refund_found(struct refund *refund, const struct err *err, void *arg)
{
	struct seeking	*seeking = arg;

	if (refund == NULL)
		rig_die("%s", err->text);
	seeking->refund = refund;
	seeking->done = true;
}

static void
came_back(const struct sale_result *result, void *arg)
{
	struct flag	*flag = arg;

	sold(result, flag->me);
	flag->me->told = result->outcome == SALE_CAME_BACK;
	flag->done = true;
}

static void
give_back(struct table *t, struct till *till, struct player *me)
{
	struct seeking	seeking = { NULL, false };
	struct flag	flag = { .me = me };
	struct err	err = ERR_INIT;

	refund_find(till, t->number, refund_found, &seeking);
	till_wait(till, &seeking.done);
	refund_choose_all(seeking.refund);
	rig_barrier_wait(t->go);
	if (refund_commit(till, seeking.refund, NULL, "race", came_back,
	    &flag, &err) != 0)
		rig_die("%s", err.text);
	till_wait(till, &flag.done);
	refund_free(seeking.refund);
}

static void
play(struct seat *seat, struct till *till)
{
	struct table	*t = seat->table;
	struct player	*me = &t->players[seat->n];
	bool		 odd = seat->n % 2 == 1;

	switch (t->move) {
	case MOVE_END:
		break;
	case MOVE_ONE:
		sell(t, till, me, &t->a, NULL, NULL);
		break;
	case MOVE_TWO:
		sell(t, till, me, odd ? &t->b : &t->a, odd ? &t->a : &t->b,
		    NULL);
		break;
	case MOVE_HOLD:
		if (odd)
			hold(t, till, me);
		else
			sell(t, till, me, &t->a, NULL, NULL);
		break;
	case MOVE_EXPIRED:
		sell(t, till, me, &t->a, NULL, odd ? &t->hold : NULL);
		break;
	case MOVE_RECALL:
		recall(t, till, me);
		break;
	case MOVE_RETURN:
		give_back(t, till, me);
		break;
	}
}

static int
player(void *arg)
{
	struct seat	*seat = arg;
	struct table	*t = seat->table;
	struct shop	 shop = { .url = rig_printf("%s", t->url) };
	struct till	*till;

	/* Before the first fault point: that is when they are read. */
	if (t->faults != NULL)
		setenv("VITRINE_FAULT", t->faults, 1);
	if (!rig_barrier_wait(t->over))		/* the shop is there */
		return 1;
	till = shop_till(&shop, seat->n == 0 ? TILL_WEB : TILL_COUNTER,
	    seat->n == 0 ? NULL : seat->n % 2 == 1 ? "R1" : "R2");
	for (;;) {
		if (!rig_barrier_wait(t->over))
			return 1;
		if (t->move == MOVE_END)
			break;
		play(seat, till);
		if (!rig_barrier_wait(t->over))
			return 1;
	}
	shop_till_free(till);
	free(shop.url);
	return 0;
}

static void
set_up_round(struct shop *shop, struct table *t, enum move move, int round)
{
	char			sku[40];
	struct rec_hold		claim;
	struct rec_parked	parked;
	struct player		seller;

	t->move = move;
	memset(t->players, 0, sizeof t->players);
	if (move == MOVE_RECALL) {
		parked = (struct rec_parked){ .id = uuid_new(),
		    .store_id = shop->till.store.id,
		    .register_id = shop->till.reg.id, .label = "coat",
		    .ticket = "{}", .at = clock_now() };
		t->a = parked.id;
		shop_do(shop, op_park(&parked));
		return;
	}
	snprintf(sku, sizeof sku, "A-%d-%d", (int)move, round);
	t->a = shop_piece(shop, sku, "unique", 420000, 1);
	snprintf(sku, sizeof sku, "B-%d-%d", (int)move, round);
	if (move == MOVE_TWO)
		t->b = shop_piece(shop, sku, "unique", 9900, 1);
	if (move == MOVE_RETURN) {
		sell(NULL, &shop->till, &seller, &t->a, NULL, NULL);
		str_copy(t->number, sizeof t->number, seller.text);
	}
	if (move != MOVE_EXPIRED)
		return;
	claim = (struct rec_hold){ .id = uuid_new(), .piece_id = t->a,
	    .qty = 1, .channel_id = shop->till.channel.id,
	    .owner = "R1", .register_id = shop->till.reg.id };
	t->hold = claim.id;
	/* A microsecond; then SQLite's clock, which counts thousands of them. */
	shop_do(shop, op_hold_place(&claim, 1));
	nanosleep(&(struct timespec){ .tv_nsec = 3 * 1000000 }, NULL);
}

/* One winner; everybody else knows who. */
static bool
fair(struct table *t, int round)
{
	int	i, winners = 0, told = 0;

	for (i = 0; i < t->count; i++) {
		winners += t->players[i].won;
		told += t->players[i].told;
	}
	if (winners == 1 && told == t->count - 1)
		return true;
	t->twice = winners > 1;
	if (t->quiet)
		return false;
	for (i = 0; i < t->count; i++)
		print_error("%d: %s: %s\n", i, t->players[i].won ? "has it" :
		    t->players[i].told ? "told" : "not told",
		    t->players[i].text);
	print_error("round %d of move %d: %d winners, %d told of %d\n", round,
	    (int)t->move, winners, told, t->count - 1);
	return false;
}

static bool
proved(struct shop *shop)
{
	struct arena		*arena = arena_new();
	struct verify_report	 report;
	struct err		 err = ERR_INIT;
	size_t			 i, findings;

	if (verify_shop(shop->db, arena, NULL, &report, &err) != 0)
		rig_die("verify: %s", err.text);
	findings = report.finding_count;
	for (i = 0; i < findings; i++)
		print_message("# %s: %s\n", report.findings[i].what,
		    report.findings[i].text);
	arena_free(arena);
	return findings == 0;
}

struct game {
	const char		*url;
	int			 count;
	const enum move		*moves;
	int			 rounds;
	const char		*faults;
	const char		*mutation;	/* SQL, before it begins */
};

/*
 * A process of its own, so that nothing was touched before the players are
 * there.  0: all was fair; 3: a piece was sold twice.
 */
static int
referee(void *arg)
{
	const struct game	*game = arg;
	struct table		*t = rig_shared(sizeof *t);
	const enum move		*move;
	struct shop		*shop;
	struct seat		 seats[MOST];
	pid_t			 pids[MOST];
	int			 i, round, bad = 0;

	t->go = rig_barrier_new(game->count);
	t->over = rig_barrier_new(game->count + 1);
	t->count = game->count;
	t->url = game->url;
	t->faults = game->faults;
	t->quiet = game->mutation != NULL;
	for (i = 0; i < game->count; i++) {
		seats[i] = (struct seat){ t, i };
		pids[i] = rig_fork(player, &seats[i]);
	}
	shop = shop_new_at(rig_printf("%s", game->url));
	if (game->mutation != NULL)
		free(pgserver_sql(game->url, game->mutation));
	rig_barrier_wait(t->over);
	for (move = game->moves; *move != MOVE_END; move++)
		for (round = 0; round < game->rounds && bad == 0; round++) {
			set_up_round(shop, t, *move, round);
			if (!rig_barrier_wait(t->over) ||
			    !rig_barrier_wait(t->over))
				return 2;
			bad += !fair(t, round);
		}
	t->move = MOVE_END;
	rig_barrier_wait(t->over);
	for (i = 0; i < game->count; i++)
		bad += rig_wait(pids[i], 10000) != 0;
	/* What is sold twice, the books must show as well. */
	if (!proved(shop))
		bad++;
	else if (t->twice)
		t->twice = false;
	shop_free(shop);
	return t->twice ? 3 : bad == 0 ? 0 : 1;
}

static int
race(const char *engine, int count, const enum move *moves, int rounds,
    const char *faults, const char *mutation)
{
	static int	number;
	struct game	game = { .count = count, .moves = moves,
			    .rounds = rounds, .faults = faults,
			    .mutation = mutation };
	char		*url;
	int		 status;

	url = str_eq(engine, "sqlite") ? rig_printf("sqlite:%s/r%d.db",
	    rig_dir(), ++number) : pgserver_database(NULL);
	game.url = url;
	status = rig_wait(rig_fork(referee, &game), 1800 * 1000);
	free(url);
	return status;
}

static int
rounds(int usual)
{
	return getenv("LONG") == NULL ? usual : 10 * usual;
}

static const enum move	all_moves[] = { MOVE_ONE, MOVE_TWO, MOVE_HOLD,
			    MOVE_EXPIRED, MOVE_RECALL, MOVE_RETURN,
			    MOVE_END };
static const enum move	the_one[] = { MOVE_ONE, MOVE_END };
static const enum move	sales[] = { MOVE_ONE, MOVE_TWO, MOVE_HOLD, MOVE_RETURN,
			    MOVE_END };

static void
pairs(void **state)
{
	assert_int_equal(race(*state, 2, all_moves, rounds(400), NULL, NULL),
	    0);
}

static void
thirty_two(void **state)
{
	assert_int_equal(race(*state, MOST, the_one, rounds(10), NULL, NULL),
	    0);
}

/* Slow between any two steps: before, between and after the statements. */
static void
slow_steps(void **state)
{
	static const char *const points[] = { "301:sleep=3", "100:sleep=3",
	    "101:sleep=2", "110:sleep=2", "102:sleep=3", "111:sleep=3",
	    "103:sleep=3", "120:sleep=3", "302:sleep=3", NULL };
	int	i;

	for (i = 0; points[i] != NULL; i++)
		assert_int_equal(race(*state, 2, sales, rounds(6), points[i],
		    NULL), 0);
}

/*
 * The test of the test: without the conditions of the take and without the
 * last line of defence, the same race is lost.
 */
static void
can_fail(void **state)
{
	assert_int_equal(race(*state, 2, the_one, 20, NULL,
	    "SET search_path = vitrine; DROP INDEX sale_line_one_live;"
	    "ALTER TABLE piece DROP CONSTRAINT piece_counts;"
	    "DO $$ BEGIN EXECUTE replace(replace(pg_get_functiondef("
	    "'sale_line_take'::regproc), 'on_hand >= NEW.qty AND', ''),"
	    " 'p.on_hand - others < NEW.qty', 'false'); END $$"), 3);
}

int
main(void)
{
	static char	lite[] = "sqlite", pg[] = "postgresql";
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(pairs, lite),
		cmocka_unit_test_prestate(pairs, pg),
		cmocka_unit_test_prestate(thirty_two, lite),
		cmocka_unit_test_prestate(thirty_two, pg),
		cmocka_unit_test_prestate(slow_steps, lite),
		cmocka_unit_test_prestate(slow_steps, pg),
		cmocka_unit_test_prestate(can_fail, pg),
	};

	return cmocka_run_group_tests_name("race", tests, NULL, NULL);
}
