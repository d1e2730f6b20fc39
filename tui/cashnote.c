/* What must be known of cash while money is taken: see cashnote.h. */
#include "cashnote.h"

#include "canvas.h"
#include "db.h"
#include "screen.h"
#include "sell/ticket.h"
#include "sell/till.h"
#include "show.h"

static const struct cash_law *
law_of(const struct screen *s)
{
	return &s->ui->till->cash_law;
}

struct db_req *
cashnote_ask(struct cashnote *note, const struct screen *s,
    const struct ticket *ticket)
{
	struct cash_limits	limits;
	int			day;

	if (s->ui->db == NULL || !law_of(s)->applies ||
	    uuid_eq(&note->who, &ticket->customer_id))
		return NULL;
	note->who = ticket->customer_id;
	note->known = false;
	note->all = note->since = 0;
	if (uuid_is_nil(&note->who))
		return NULL;
	day = till_day(s->ui->till);
	cash_law_limits(law_of(s), &limits);
	return op_cash_received(&note->who, day, day, &limits);
}

void
cashnote_take(struct cashnote *note, const struct screen *s,
    const struct db_ans *ans)
{
	const struct rec_cash	*list;
	struct cash_run		 run;
	size_t			 n;

	if (db_status(ans) != DB_DONE)
		return;		/* nothing is known: nothing is said */
	list = db_rows(ans, REC_CASH, &n);
	cash_run(law_of(s), list, n, till_day(s->ui->till), &run, NULL);
	note->all = run.all;
	note->since = run.total;
	note->known = true;
}

static money
given(const struct screen *s, const struct ticket *ticket,
    const struct tenders *tenders)
{
	money	dearest = 0;
	size_t	i;

	for (i = 0; i < ticket->count; i++)
		if (ticket->lines[i].unit_price > dearest)
			dearest = ticket->lines[i].unit_price;
	return cash_of_tenders(law_of(s), tenders, ticket->total,
	    cash_covered(law_of(s), dearest));
}

bool
cashnote_wants_name(struct cashnote *note, const struct screen *s,
    const struct ticket *ticket, const struct tenders *tenders)
{
	if (!law_of(s)->applies || note->asked ||
	    !uuid_is_nil(&ticket->customer_id) ||
	    given(s, ticket, tenders) <= law_of(s)->over)
		return false;
	note->asked = true;
	return true;
}

void
cashnote_draw(const struct cashnote *note, const struct screen *s,
    const struct ticket *ticket, const struct tenders *tenders,
    struct canvas *c, int y)
{
	money	now = given(s, ticket, tenders);
	char	before[MONEY_TEXT], all[MONEY_TEXT];

	if (!law_of(s)->applies)
		return;
	if (note->known && (note->all > 0 || now > 0))
		canvas_printf(c, y++, 2, c->cols - 4, INK_DIM, "Cash in %d "
		    "months %s, with this %s", law_of(s)->months,
		    show_amount(s->ui, note->all, before),
		    show_amount(s->ui, note->all + now, all));
	if (now > 0 && note->since + now > law_of(s)->over)
		canvas_text(c, y, 2, c->cols - 4, INK_BOLD,
		    uuid_is_nil(&ticket->customer_id) ? "A cash report will "
		    "be due, and it must name who pays." :
		    "A cash report will be due.");
}
