/* What waits for somebody: see notice.h. */
#include "notice.h"

#include <stdio.h>

#include "clock.h"
#include "db.h"
#include "ops.h"
#include "screen.h"
#include "sell/till.h"

#define CALM	(1 * SECOND_US)		/* between two questions */
#define EVERY	(60 * SECOND_US)

static void
answered(struct db_ans *ans, void *arg)
{
	struct ui		*ui = arg;
	const struct rec_num	*num;
	size_t			 n;

	ui->notice.asking = false;
	if (db_status(ans) != DB_DONE)
		return;		/* what was known stands */
	num = db_rows(ans, REC_NUM, &n);
	ui->notice.conflicts = n > 0 ? num->value : 0;
}

static void
ask(struct ui *ui)
{
	struct notice	*me = &ui->notice;

	/* Nobody is told anything before somebody signed in. */
	if (ui->db == NULL || ui->who[0] == '\0' || !ui->till->loaded ||
	    db_link(ui->db) != DB_LIVE)
		return;
	me->again = me->asking || (me->asked_at != 0 &&
	    clock_mono() - me->asked_at < CALM);
	if (me->again)
		return;
	me->asking = true;
	me->asked_at = clock_mono();
	db_send(ui->db, op_conflict_count(), answered, ui);
}

void
notice_changed(struct ui *ui)
{
	ui->notice.again = true;
	ask(ui);
}

void
notice_tick(struct ui *ui)
{
	if (ui->notice.again || clock_mono() - ui->notice.asked_at > EVERY ||
	    ui->notice.asked_at == 0)
		ask(ui);
}

const char *
notice_text(const struct ui *ui, char *out, int size)
{
	long long	n = ui->notice.conflicts;

	if (n <= 0 || ui->who[0] == '\0')
		out[0] = '\0';
	else
		snprintf(out, (size_t)size, " ! %lld conflict%s ", n,
		    n == 1 ? "" : "s");
	return out;
}
