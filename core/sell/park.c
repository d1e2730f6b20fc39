/* Tickets put aside: see park.h. */
#include "sell/park.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "mem.h"
#include "ops.h"
#include "sell/ticket.h"

#define TICKET_TEXT_MAX	(4 * 1024 * 1024)

struct parking {
	struct till_job	 job;
	struct uuid	 id;
	char		*text;		/* of a ticket being taken up */
	till_done_fn	*done;
	park_list_fn	*listed;
	park_take_fn	*taken;
};

static struct parking *
parking_new(struct till *till, void *arg)
{
	struct parking	*parking = mem_zalloc(sizeof *parking);

	till_job_begin(till, &parking->job, arg);
	return parking;
}

static void
free_parking(struct parking *parking)
{
	free(parking->text);
	free(parking);
}

static void
put_done(struct db_ans *ans, void *arg)
{
	struct parking	*parking = arg;
	struct err	 err = ERR_INIT;
	int		 rc = db_check(ans, &err);

	if (till_job_end(&parking->job))
		parking->done(rc == 0 ? NULL : &err, parking->job.arg);
	free_parking(parking);
}

void
park_put(struct till *till, const struct ticket *ticket, const char *label,
    till_done_fn *done, void *arg)
{
	struct parking		*parking = parking_new(till, arg);
	struct buf		 json = BUF_INIT(TICKET_TEXT_MAX);
	struct rec_parked	 row = { .store_id = till->store.id,
				    .register_id = till->reg.id,
				    .staff_id = till->staff_id,
				    .label = label, .at = clock_now() };

	ticket_write(ticket, &json);
	/* A ticket may be parked again after it was taken up. */
	row.id = uuid_new();
	row.ticket = buf_str(&json);
	row.total = ticket->total;
	parking->done = done;
	db_send(till->db, op_park(&row), put_done, parking);
	buf_free(&json);
}

static void
list_done(struct db_ans *ans, void *arg)
{
	struct parking			*parking = arg;
	const struct rec_parked		*rows;
	struct err			 err = ERR_INIT;
	size_t				 n;
	int				 rc = db_check(ans, &err);

	rows = db_rows(ans, REC_PARKED, &n);
	if (till_job_end(&parking->job))
		parking->listed(rows, n, rc == 0 ? NULL : &err,
		    parking->job.arg);
	free_parking(parking);
}

void
park_list(struct till *till, park_list_fn *listed, void *arg)
{
	struct parking	*parking = parking_new(till, arg);

	parking->listed = listed;
	db_send(till->db, op_park_list(&till->store.id), list_done, parking);
}

static void
tell_taken(struct parking *parking, const struct err *err)
{
	struct ticket	ticket;
	struct err	why = ERR_INIT;

	if (!till_job_end(&parking->job)) {
		free_parking(parking);
		return;
	}
	if (err != NULL)
		parking->taken(NULL, err, parking->job.arg);
	else if (ticket_read(&ticket, parking->text, strlen(parking->text),
	    &why) != 0)
		parking->taken(NULL, &why, parking->job.arg);
	else
		parking->taken(&ticket, NULL, parking->job.arg);
	free_parking(parking);
}

/*
 * The connection broke while it was being taken up.  When it is listed no more
 * it was us, or somebody in that very moment: no harm is done by both having
 * the ticket, since a piece sells once.
 */
static void
looked_again(struct db_ans *ans, void *arg)
{
	struct parking			*parking = arg;
	const struct rec_parked		*rows;
	struct err			 err = ERR_INIT;
	size_t				 n, i;

	if (db_check(ans, &err) != 0) {
		tell_taken(parking, &err);
		return;
	}
	rows = db_rows(ans, REC_PARKED, &n);
	for (i = 0; i < n; i++) {
		if (uuid_eq(&rows[i].id, &parking->id)) {
			err_set(&err, ERR_RETRY, "the connection broke before "
			    "the ticket was taken up");
			tell_taken(parking, &err);
			return;
		}
	}
	tell_taken(parking, NULL);
}

static void
take_done(struct db_ans *ans, void *arg)
{
	struct parking	*parking = arg;
	struct till	*till = parking->job.till;
	struct err	 err = ERR_INIT;

	db_check(ans, &err);
	switch (db_status(ans)) {
	case DB_DONE:
		tell_taken(parking, NULL);
		break;
	case DB_REFUSED:
		err_set(&err, ERR_REFUSED, "somebody else took this ticket "
		    "up");
		err_hint(&err, "Look at the other register.");
		tell_taken(parking, &err);
		break;
	case DB_UNSURE:
		db_send(till->db, op_park_list(&till->store.id), looked_again,
		    parking);
		break;
	case DB_UNAVAILABLE:
	case DB_FAILED:
		tell_taken(parking, &err);
		break;
	}
}

void
park_take(struct till *till, const struct rec_parked *row, park_take_fn *taken,
    void *arg)
{
	struct parking	*parking = parking_new(till, arg);

	parking->id = row->id;
	parking->text = mem_strdup(row->ticket);
	parking->taken = taken;
	db_send(till->db, op_park_end(&row->id, clock_now(), &till->reg.id,
	    "recalled"), take_done, parking);
}

static void
drop_done(struct db_ans *ans, void *arg)
{
	struct parking	*parking = arg;
	struct err	 err = ERR_INIT;
	int		 rc = db_check(ans, &err);

	if (db_refusal(ans) == REFUSAL_DUPLICATE)
		rc = 0;
	if (till_job_end(&parking->job) && parking->done != NULL)
		parking->done(rc == 0 ? NULL : &err, parking->job.arg);
	free_parking(parking);
}

void
park_drop(struct till *till, const struct uuid *id, till_done_fn *done,
    void *arg)
{
	struct parking	*parking = parking_new(till, arg);

	parking->done = done;
	db_send(till->db, op_park_end(id, clock_now(), &till->reg.id,
	    "dropped"), drop_done, parking);
}
