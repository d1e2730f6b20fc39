/* A ticket that is thrown away: see void.h. */
#include "sell/void.h"

#include <inttypes.h>
#include <stdlib.h>

#include "buf.h"
#include "clock.h"
#include "mem.h"
#include "ops.h"
#include "sell/entry.h"
#include "sell/facts.h"
#include "sell/ticket.h"

struct job {
	struct till_job	 job;
	till_done_fn	*done;
};

static void
put_ticket(struct buf *out, const struct till *till,
    const struct ticket *ticket, const struct uuid *by)
{
	const struct ticket_line	*line;
	size_t				 i;

	buf_addstr(out, "vitrine-void 1");
	entry_id(out, &ticket->id);
	entry_id(out, &till->staff_id);
	buf_printf(out, " %" PRId64 "\n", ticket->total);
	for (i = 0; i < ticket->count; i++) {
		line = &ticket->lines[i];
		buf_addstr(out, "piece");
		entry_text(out, line->sku);
		entry_num(out, line->qty);
		entry_num(out, line->unit_price);
		buf_addch(out, '\n');
	}
	if (!uuid_is_nil(by)) {
		buf_addstr(out, "allow void");
		entry_id(out, by);
		buf_addch(out, '\n');
	}
}

static struct db_req *
request(const struct till *till, const struct ticket *ticket,
    const struct uuid *by)
{
	struct buf		 text = BUF_INIT(FACTS_TEXT_MAX);
	struct rec_journal	 entry = { .register_id = till->reg.id,
	    .at = clock_now(), .kind = "void", .ref_id = ticket->id };
	struct rec_approval	 a = { .id = facts_row_id(&ticket->id, 0),
	    .what = right_word(RIGHT_VOID), .reason = "",
	    .amount = ticket->total, .ref_id = ticket->id, .detail = "",
	    .asked_id = till->staff_id, .approved_id = *by };
	struct db_req		*req;

	put_ticket(&text, till, ticket, by);
	entry.payload = buf_str(&text);
	req = op_journal_add(&entry);
	buf_free(&text);
	return uuid_is_nil(by) ? req :
	    db_req_join(req, op_approval_add(&a, &till->reg.id));
}

static void
answered(struct db_ans *ans, void *arg)
{
	struct job	*job = arg;
	struct err	 err = ERR_INIT;
	bool		 wanted = till_job_end(&job->job);
	int		 rc = db_check(ans, &err);

	if (wanted)
		job->done(rc == 0 ? NULL : &err, job->job.arg);
	free(job);
}

int
void_ticket(struct till *till, const struct ticket *ticket,
    const struct uuid *agreed_by, till_done_fn *done, void *arg,
    struct err *err)
{
	static const struct uuid nobody;
	struct job		*job;
	bool			 asked = till_may(till, RIGHT_VOID,
				    RIGHT_WHOLLY) == MAY_ASK;

	if (right_check(till, RIGHT_VOID, RIGHT_WHOLLY, agreed_by, err) != 0)
		return -1;
	job = mem_zalloc(sizeof *job);
	job->done = done;
	till_job_begin(till, &job->job, arg);
	db_send(till->db, request(till, ticket, asked ? agreed_by : &nobody),
	    answered, job);
	return 0;
}
