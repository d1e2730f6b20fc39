/* No piece was sold twice: see recount.h. */
#include "desk/recount.h"

#include <stdlib.h>

#include "clock.h"
#include "db.h"
#include "desk/table.h"
#include "mem.h"
#include "ops.h"
#include "sell/till.h"

#define STRETCH	2000		/* pieces looked at in one go */

struct counting {
	struct till_job	 job;
	struct recount	 so_far;
	int64_t		 began;
	recount_fn	*fn;
};

static void
end(struct counting *me, const struct err *err)
{
	me->so_far.done = err == NULL;
	if (till_job_end(&me->job))
		me->fn(&me->so_far, err, me->job.arg);
	free(me);
}

static void
counted(struct db_ans *ans, void *arg)
{
	struct counting			*me = arg;
	const struct rec_recount	*r;
	struct err			 err = ERR_INIT;
	struct uuid			 last;
	size_t				 n;

	if (db_check(ans, &err) != 0) {
		end(me, &err);
		return;
	}
	r = db_rows(ans, REC_RECOUNT, &n);
	me->so_far.us = clock_mono() - me->began;
	if (n == 0 || r->pieces == 0 || me->job.forgotten) {
		end(me, NULL);
		return;
	}
	me->so_far.pieces += r->pieces;
	me->so_far.twice += r->twice;
	last = r->last;
	if (r->pieces < STRETCH) {
		end(me, NULL);
		return;
	}
	me->fn(&me->so_far, NULL, me->job.arg);
	db_send(me->job.till->db, op_recount(&last, STRETCH), counted, me);
}

void
recount_start(struct till *till, recount_fn *fn, void *arg)
{
	struct counting	*me = mem_zalloc(sizeof *me);

	me->fn = fn;
	me->began = clock_mono();
	till_job_begin(till, &me->job, arg);
	db_send(till->db, op_recount(NULL, STRETCH), counted, me);
}

static const struct column columns[] = {
	{ "pieces", "Pieces sold twice", CELL_NUM },
	{ "looked_at", "Pieces looked at", CELL_NUM },
	{ "ms", "Took, ms", CELL_NUM },
};

void
recount_table(struct report *report, const struct recount *r)
{
	struct table	*table = report_table(report, "sold_twice",
	    "Double sales, recomputed now", columns,
	    sizeof columns / sizeof columns[0]);

	table_row(table, ROW_PLAIN);
	table_num(table, r->twice);
	table_num(table, r->pieces);
	table_num(table, r->us / MS_US);
}
