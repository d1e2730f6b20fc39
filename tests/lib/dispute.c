/* A conflict to look at: see dispute.h. */
#include "dispute.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "db.h"
#include "ops.h"
#include "rig.h"
#include "seal.h"

static void
done(struct db *db, struct db_req *req)
{
	struct db_ans	*ans = db_wait(db, req);

	if (db_status(ans) != DB_DONE)
		rig_die("dispute: %s", db_err(ans)->text);
	db_ans_free(ans);
}

/* The website, once; nobody tells it anything. */
static struct uuid
channel(struct db *db, const char *service)
{
	struct rec_channel	 row = { .id = uuid_new(), .code = service,
				    .kind = service, .name = "Our web shop",
				    .active = 1, .created_at = clock_now() };
	struct db_ans		*ans = db_wait(db, op_link_list());
	const struct rec_link	*links;
	size_t			 n, i;

	links = db_rows(ans, REC_LINK, &n);
	for (i = 0; i < n && strcmp(links[i].code, service) != 0; i++)
		;
	if (i < n)
		row.id = links[i].id;
	db_ans_free(ans);
	if (i == n)
		done(db, db_req_join(op_channel_add(&row),
		    op_run_add(&row.id)));
	return row.id;
}

static struct uuid
piece(struct db *db, const char *sku)
{
	struct db_ans		*ans = db_wait(db, op_piece_by_sku(sku));
	const struct rec_piece	*row;
	struct uuid		 id;
	size_t			 n;

	row = db_rows(ans, REC_PIECE, &n);
	if (n != 1)
		rig_die("dispute: no piece %s", sku);
	id = row->id;
	db_ans_free(ans);
	return id;
}

struct uuid
dispute_make(const char *url, const struct dispute *d)
{
	struct err		 err = ERR_INIT;
	struct db		*db = db_open(url, &err);
	uint8_t			 digest[SEAL_DIGEST] = { 1 };
	char			*wanted;
	struct rec_remote	 order = { .id = uuid_new(),
				    .order_ref = d->number,
				    .number = d->number, .status = "PENDING",
				    .digest = { digest, sizeof digest },
				    .claim = "{}", .total = 457275,
				    .customer = d->buyer, .email = "",
				    .placed_at = clock_now(),
				    .seen_at = clock_now() };
	struct rec_conflict	 f = { .id = uuid_new(), .kind = "lost",
				    .sku = d->sku, .title = "Estate brooch",
				    .taken_by = "Elena Marsh: sold in the "
				    "showroom at 10:42, receipt R1-000002",
				    .taken_paid = "$4,572.75 card",
				    .wanted_paid = "$4,572.75 paid by card "
				    "(pi_123)", .amount = 457275, .done = "",
				    .todo = "", .opened_at = clock_now() };

	if (db == NULL)
		rig_die("%s", err.text);
	order.channel_id = f.channel_id = channel(db, d->service);
	f.remote_id = order.id;
	f.piece_id = piece(db, d->sku);
	wanted = rig_printf("%s, order %s on Our web shop", d->buyer,
	    d->number);
	f.wanted_by = wanted;
	done(db, db_req_join(op_remote_add(&order), op_conflict_add(&f)));
	done(db, db_req_join(op_remote_state(&order.id, d->state, NULL,
	    clock_now(), -1, ""), op_conflict_done(&order.id, d->done,
	    d->todo, clock_now())));
	free(wanted);
	db_close(db);
	return f.id;
}
