/* Closing a store's day: see close.h. */
#include "desk/close.h"

#include <inttypes.h>
#include <stdlib.h>

#include "buf.h"
#include "clock.h"
#include "db.h"
#include "desk/report.h"
#include "mem.h"
#include "ops.h"
#include "sell/till.h"

#define TRIES		20	/* sales that came in while it was added up */
#define TOTALS_BYTES	((size_t)16 * 1024 * 1024)

static void
item(struct arena *arena, struct close_result *r, const char *what,
    const char *text, const char *todo)
{
	struct close_item	*more = arena_alloc(arena,
	    (r->count + 1) * sizeof *more);
	size_t			 i;

	for (i = 0; i < r->count; i++)
		more[i] = r->items[i];
	more[r->count++] = (struct close_item){ what, text, todo };
	r->items = more;
}

static int
look(struct till *till, struct arena *arena, int day, struct close_result *r,
    struct err *err)
{
	struct db_ans		*ans = db_wait(till->db, db_req_join(
	    op_park_list(&till->store.id),
	    op_drawer_of_days(&till->store.id, day, day)));
	const struct rec_parked	*parked;
	const struct rec_drawer	*drawer;
	size_t			 i, n;
	int			 status = db_check(ans, err);

	parked = db_rows(ans, REC_PARKED, &n);
	for (i = 0; i < n; i++)
		item(arena, r, "parked_ticket", arena_printf(arena,
		    "parked ticket \"%s\"", parked[i].label),
		    "Recall it at a register and sell it, or throw it away.");
	drawer = db_rows(ans, REC_DRAWER, &n);
	for (i = 0; i < n; i++)
		if (drawer[i].open)
			item(arena, r, "open_drawer", arena_printf(arena,
			    "open drawer of %s", drawer[i].till),
			    "Count it and close it at its register.");
	db_ans_free(ans);
	return status;
}

/* The day the last Z closed, now. */
static int
closed_day(struct till *till, int64_t *day_r, struct err *err)
{
	struct db_ans		*ans = db_wait(till->db, op_store_list());
	const struct rec_store	*store;
	size_t			 i, n;
	int			 status = db_check(ans, err);

	store = db_rows(ans, REC_STORE, &n);
	for (i = 0; i < n; i++)
		if (uuid_eq(&store[i].id, &till->store.id))
			*day_r = store[i].closed_day;
	db_ans_free(ans);
	return status;
}

/* Every day since the last Z up to this one is rolled up with it. */
static int
rollups(struct till *till, int day, struct db_req **req, struct err *err)
{
	const struct rec_figure	*days;
	struct db_ans		*ans;
	int64_t			 last = 0;
	size_t			 i, n;
	int			 status;

	if (closed_day(till, &last, err) != 0)
		return -1;
	ans = db_wait(till->db, op_figure(FIGURE_DAY, &till->store.id,
	    last + 1, day));
	status = db_check(ans, err);
	days = db_rows(ans, REC_FIGURE, &n);
	for (i = 0; status == 0 && i < n; i++)
		*req = db_req_join(*req, op_rollup_make(&till->store.id,
		    strtoll(days[i].a, NULL, 10)));
	db_ans_free(ans);
	return status;
}

/* The day's report as it is, for the Z to keep. */
static int
totals(struct till *till, int day, struct buf *out, struct err *err)
{
	struct report_want	 want = { .kind = REPORT_DAY,
	    .store = till->store.id, .from_day = day, .to_day = day };
	struct db_ans		*ans = db_wait(till->db, report_ask(&want,
	    till));
	struct report		*report = report_make(&want, till, ans, err);

	if (report != NULL)
		report_json(report, out);
	report_free(report);
	db_ans_free(ans);
	return report == NULL ? -1 : 0;
}

void
z_text(const struct rec_z *z, struct buf *out)
{
	const struct uuid	*ids[] = { &z->id, &z->store_id, &z->register_id,
				    &z->staff_id };
	char			 text[UUID_TEXT];
	size_t			 i;

	buf_addstr(out, "vitrine-z 1");
	for (i = 0; i < sizeof ids / sizeof ids[0]; i++) {
		uuid_text(ids[i], text);
		buf_printf(out, " %s", uuid_is_nil(ids[i]) ? "-" : text);
	}
	buf_printf(out, "\nday %" PRId64 " %" PRId64 "\nsales %" PRId64
	    " %" PRId64 " %" PRId64 "\n%s\n", z->business_day, z->next_day,
	    z->to_seq, z->sales, z->total, z->totals);
}

/* The request that makes the Z, with everything it closes. */
static struct db_req *
z_request(struct till *till, int day, const struct rec_z *due,
    const char *totals, struct err *err)
{
	struct rec_z		 z = *due;
	struct rec_journal	 entry = { .register_id = till->reg.id,
	    .kind = "z" };
	struct buf		 text = BUF_INIT(2 * TOTALS_BYTES);
	struct db_req		*req;

	z.id = entry.ref_id = uuid_new();
	z.business_day = day;
	z.next_day = day_add(day, 1);
	z.staff_id = till->staff_id;
	z.totals = totals;
	z_text(&z, &text);
	entry.payload = buf_str(&text);
	req = db_req_join(op_journal_add(&entry), op_z_add(&z));
	buf_free(&text);
	if (rollups(till, day, &req, err) != 0) {
		db_req_free(req);
		return NULL;
	}
	return req;
}

/* 1 when sales came in meanwhile: again. */
static int
try(struct till *till, struct arena *arena, int day, struct close_result *r,
    struct err *err)
{
	struct buf		 text = BUF_INIT(TOTALS_BYTES);
	struct db_ans		*due = NULL, *ans = NULL;
	const struct rec_z	*z;
	struct db_req		*req;
	size_t			 n;
	int			 status = -1;

	due = db_wait(till->db, op_z_due(&till->store.id, NULL, day));
	if (db_check(due, err) != 0 || totals(till, day, &text, err) != 0)
		goto out;
	z = db_rows(due, REC_Z, &n);
	if (n == 0) {
		err_set(err, ERR_NO_INPUT, "there is no such store");
		goto out;
	}
	req = z_request(till, day, z, buf_str(&text), err);
	if (req == NULL)
		goto out;
	ans = db_wait(till->db, req);
	if (db_status(ans) == DB_REFUSED &&
	    db_refusal(ans) == REFUSAL_TOTALS) {
		status = 1;
		goto out;
	}
	if (db_status(ans) == DB_REFUSED &&
	    db_refusal(ans) == REFUSAL_RETURNED) {
		err_set(err, ERR_REFUSED, "this day is closed already");
		err_hint(err, "What is sold now belongs to the next day.");
		goto out;
	}
	if ((status = db_check(ans, err)) != 0)
		goto out;
	z = db_rows(ans, REC_Z, &n);
	r->closed = n > 0;
	if (n > 0) {
		r->z = *z;
		r->z.totals = arena_strdup(arena, z->totals);
		r->z.store = arena_strdup(arena, z->store);
		r->z.till = arena_strdup(arena, z->till);
		r->z.staff = arena_strdup(arena, z->staff);
		r->z.hash.bytes = arena_memdup(arena, z->hash.bytes,
		    z->hash.len);
	}
out:
	buf_free(&text);
	db_ans_free(due);
	db_ans_free(ans);
	return status;
}

int
close_day(struct till *till, struct arena *arena, int day, bool anyway,
    struct close_result *r, struct err *err)
{
	int	i, status = 1;

	*r = (struct close_result){ .closed = false };
	if (look(till, arena, day, r, err) != 0)
		return -1;
	if (r->count > 0 && !anyway)
		return 0;
	for (i = 0; status == 1 && i < TRIES; i++)
		status = try(till, arena, day, r, err);
	if (status == 1) {
		err_set(err, ERR_RETRY, "sales keep coming in");
		err_hint(err, "Close the day when the shop is quiet.");
	}
	return status == 0 ? 0 : -1;
}
