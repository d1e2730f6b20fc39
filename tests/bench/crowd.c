/*
 * Thirty-two clients at once, each a process with a connection and a register
 * of its own, beside floors measured in the same run: lines as db.c's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bare.h"
#include "clock.h"
#include "far.h"
#include "floor.h"
#include "ops.h"
#include "rig.h"
#include "sell/book.h"

#define CLIENTS	32
#define WARM	30		/* first sales, which prepare and plan */
#define EACH	300
#define SLICE	(2 * SECOND_US)

static int	quick;

enum load { LOAD_UPDATE, LOAD_SALE, LOAD_HOT, LOAD_NAIVE };

struct crowd {
	struct bare		*shop;
	const char		*url;
	enum load		 load;
	struct uuid		*ids;		/* EACH for a client */
	struct uuid		 registers[CLIENTS];
	struct uuid		 hot;
	struct rig_barrier	*ready;
	int64_t			*out;		/* shared: a client's figures */
	size_t			 rounds;
};

struct member {
	struct crowd	*crowd;
	int		 n;
};

/* Unique pieces, a hundred a request. */
static struct uuid *
pieces(struct bare *shop, size_t n)
{
	static int		 number;
	struct uuid		*ids = calloc(n, sizeof *ids);
	struct rec_piece	 p = { .title = "Signed estate brooch",
	    .kind = "unique", .state = "stock", .price = 420000,
	    .store_id = shop->store, .ownership = "own", .listed = 1,
	    .created_at = 1 };
	struct db_req		*req = NULL, *one;
	char			 sku[24];
	size_t			 i;

	for (i = 0; i < n; i++) {
		snprintf(sku, sizeof sku, "Q-%d", ++number);
		p.id = ids[i] = uuid_new();
		p.sku = sku;
		one = db_req_join(op_piece_add(&p, "brooch"),
		    book_move(&p.id, 1, 1, "receive", NULL, &shop->ana,
		    NULL));
		req = req == NULL ? one : db_req_join(req, one);
		if (i % 100 != 99 && i + 1 < n)
			continue;
		db_req_time(req, 60 * SECOND_US);
		bare_must(shop->db, req);
		req = NULL;
	}
	return ids;
}

static struct db_req *
sale_of(const struct crowd *crowd, int n, const struct uuid *piece,
    const char *kind)
{
	struct uuid	sale = uuid_new(), line = uuid_new();

	return bare_sale(crowd->shop, &crowd->registers[n], &sale, &line,
	    piece, kind, 1, 420000, NULL, NULL);
}

static void
once(struct member *me, struct db *db, PGconn *c, size_t i)
{
	struct crowd	*crowd = me->crowd;

	switch (crowd->load) {
	case LOAD_UPDATE:
		floor_update(c);
		break;
	case LOAD_NAIVE:
		floor_naive(c);
		break;
	case LOAD_SALE:
		bare_must(db, sale_of(crowd, me->n,
		    &crowd->ids[(size_t)me->n * EACH + i], "unique"));
		break;
	case LOAD_HOT:
		bare_must(db, sale_of(crowd, me->n, &crowd->hot, "counted"));
		break;
	}
}

static int
member(void *arg)
{
	struct member	*me = arg;
	struct crowd	*crowd = me->crowd;
	struct err	 err;
	struct db	*db = db_open(crowd->url, &err);
	PGconn		*c = floor_connect(crowd->url);
	size_t		 warm = crowd->load == LOAD_NAIVE ? 0 : WARM, i = 0;
	int64_t		 begun;

	srandom((unsigned)getpid());
	for (; i < warm; i++)
		once(me, db, c, i);
	rig_barrier_wait(crowd->ready);
	begun = clock_mono();
	for (; clock_mono() < begun + SLICE &&
	    (i < EACH || crowd->load != LOAD_SALE); i++)
		once(me, db, c, i);
	crowd->out[me->n] = (int64_t)(i - warm) * SECOND_US /
	    (clock_mono() - begun);
	_exit(0);
}

static void
release(struct crowd *crowd, int (*fn)(void *))
{
	struct member	members[CLIENTS];
	pid_t		pids[CLIENTS];
	int		i;

	crowd->ready = rig_barrier_new(CLIENTS);
	for (i = 0; i < CLIENTS; i++) {
		members[i] = (struct member){ crowd, i };
		pids[i] = rig_fork(fn, &members[i]);
	}
	for (i = 0; i < CLIENTS; i++)
		if (rig_wait(pids[i], 300000) != 0)
			rig_die("a client failed");
}

/* How often a second all of them together. */
static double
rate(struct crowd *crowd, enum load load, const char *url)
{
	double	sum = 0;
	int	i;

	crowd->load = load;
	crowd->url = url;
	if (load == LOAD_SALE) {
		free(crowd->ids);
		crowd->ids = pieces(crowd->shop, CLIENTS * EACH);
	}
	release(crowd, member);
	for (i = 0; i < CLIENTS; i++)
		sum += (double)crowd->out[i];
	return sum;
}

/*
 * One piece a round.  A client's figures: when it was let go, when it had its
 * answer, and whether it was the one.
 */
static int
racer(void *arg)
{
	struct member	*me = arg;
	struct crowd	*crowd = me->crowd;
	struct err	 err;
	struct db	*db = db_open(crowd->url, &err);
	int64_t		*out;
	struct db_req	*req;
	size_t		 i;

	db_ans_free(db_wait(db, op_ping()));
	for (i = 0; i < crowd->rounds; i++) {
		out = crowd->out + (i * CLIENTS + (size_t)me->n) * 3;
		req = sale_of(crowd, me->n, &crowd->ids[i], "unique");
		rig_barrier_wait(crowd->ready);
		out[0] = clock_mono();
		out[2] = bare_do(db, req, NULL) == DB_DONE;
		out[1] = clock_mono();
	}
	_exit(0);
}

static void
race(struct crowd *crowd, const char *name, const char *url, double target,
    size_t rounds)
{
	int64_t	*won = calloc(rounds, 8), *lost = calloc(rounds, 8);
	int64_t	*out, begun;
	size_t	 i, r, winners, good = 0;
	double	 last, ack;

	crowd->url = url;
	crowd->rounds = rounds;
	crowd->ids = pieces(crowd->shop, rounds);
	release(crowd, racer);
	for (r = 0; r < rounds; r++) {
		out = crowd->out + r * CLIENTS * 3;
		begun = INT64_MAX;
		winners = 0;
		for (i = 0; i < CLIENTS; i++)
			if (out[i * 3] < begun)
				begun = out[i * 3];
		for (i = 0; i < CLIENTS; i++) {
			winners += out[i * 3 + 2] != 0;
			if (out[i * 3 + 2] != 0)
				won[r] = out[i * 3 + 1] - begun;
			else if (out[i * 3 + 1] - begun > lost[r])
				lost[r] = out[i * 3 + 1] - begun;
		}
		good += winners == 1;
	}
	/* The first rounds prepare. */
	r = rounds > 20 ? 10 : 0;
	last = floor_part(lost + r, rounds - r, 50);
	ack = floor_part(won + r, rounds - r, 50);
	printf("G3|last of 31 refusals of the winner's answer, %s|%.2f|"
	    "<= %.2f|winner %.1f ms, last %.1f ms; one winner in %zu of %zu\n",
	    name, last / ack, target, ack / 1000, last / 1000, good, rounds);
	fflush(stdout);
	free(won);
	free(lost);
}

static void
furnish(struct crowd *crowd)
{
	struct rec_register reg;
	char		 code[8];
	int		 i;

	for (i = 0; i < CLIENTS; i++) {
		snprintf(code, sizeof code, "C%d", i + 1);
		reg = (struct rec_register){ .id = uuid_new(),
		    .store_id = crowd->shop->store, .code = code, .name = "",
		    .kind = "counter", .created_at = 1 };
		crowd->registers[i] = reg.id;
		bare_must(crowd->shop->db, op_register_add(&reg));
	}
	crowd->hot = bare_piece(crowd->shop, "CLOTH", "counted", 100000000,
	    420000);
}

/* Floor and sale in turns, so that both have the same machine. */
static void
throughput(struct crowd *crowd, const char *far)
{
	double	up = 0, sale = 0, hot, naive;
	int	i, rounds = quick ? 1 : 3;

	for (i = 0; i < rounds; i++) {
		up += rate(crowd, LOAD_UPDATE, crowd->shop->url) / rounds;
		sale += rate(crowd, LOAD_SALE, crowd->shop->url) / rounds;
	}
	printf("G13|sales a second, 32 clients, of the UPDATEs|%.2f|>= 0.30|"
	    "UPDATE %.0f/s, sale %.0f/s\n", sale / up, up, sale);
	fflush(stdout);
	hot = rate(crowd, LOAD_HOT, far);
	naive = rate(crowd, LOAD_NAIVE, far);
	printf("G4|sales of one counted row, 32 clients, 5 ms away|%.0f/s|"
	    ">= 600/s|next door %.0f/s\n", hot,
	    rate(crowd, LOAD_HOT, crowd->shop->url));
	printf("G4|the same, of BEGIN, six rows and COMMIT one by one|%.0fx|"
	    ">= 30x|%.0f/s\n", hot / (naive < 1 ? 1 : naive), naive);
	fflush(stdout);
}

int
main(void)
{
	struct crowd	 crowd;
	const char	*mode = getenv("BENCH");
	char		*far;

	memset(&crowd, 0, sizeof crowd);
	quick = mode != NULL && strcmp(mode, "quick") == 0;
	crowd.out = rig_shared(2000 * CLIENTS * 3 * sizeof *crowd.out);
	crowd.shop = bare_new("postgresql");
	floor_table(crowd.shop->url);
	far = far_url(crowd.shop->url);
	furnish(&crowd);
	race(&crowd, "PostgreSQL", crowd.shop->url, 2.0, quick ? 60 : 300);
	race(&crowd, "5 ms away", far, 1.5, quick ? 30 : 100);
	throughput(&crowd, far);
	bare_free(crowd.shop);
	crowd.shop = bare_new("sqlite");
	furnish(&crowd);
	race(&crowd, "SQLite", crowd.shop->url, 2.0, quick ? 30 : 100);
	bare_free(crowd.shop);
	return 0;
}
