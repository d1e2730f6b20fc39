/*
 * The chain proves the journal; this proves that the sales and Zs in the tables
 * are the ones that were sealed into it.  See verify.h.
 */
#include "desk/verify_parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "db.h"
#include "desk/close.h"
#include "desk/journal.h"
#include "mem.h"
#include "ops.h"
#include "sell/facts.h"
#include "str.h"

/* Longer than anything is under way between its time and its end. */
#define UNDER_WAY	MINUTE_US

static bool
is_of_sale(const struct rec_journal *j)
{
	return str_eq(j->kind, "sale") || str_eq(j->kind, "return");
}

/* The day in a sealed sale's line "at MADE-AT DAY"; 0 when it has none. */
static int64_t
sealed_day(const char *payload)
{
	const char	*at = strstr(payload, "\nat ");
	char		*end;

	if (at == NULL)
		return 0;
	strtoll(at + 4, &end, 10);
	return strtoll(end, NULL, 10);
}

bool
verify_moved_by_z(struct work *w, const struct uuid *store, int64_t stored,
    int64_t sealed, int64_t at)
{
	const struct rec_num	*zs;
	struct db_ans		*ans;
	size_t			 n;
	bool			 moved;

	if (sealed >= stored)
		return false;
	ans = verify_ask(w, op_z_moved(store, sealed, stored,
	    at + UNDER_WAY));
	if (ans == NULL)
		return false;
	zs = db_rows(ans, REC_NUM, &n);
	moved = n > 0 && zs->value > 0;
	db_ans_free(ans);
	return moved;
}

/* Lines and payments are called after their sale (facts.h). */
static bool
are_called(const struct facts *f)
{
	struct uuid	id;
	size_t		i;

	for (i = 0; i < f->line_count; i++) {
		id = facts_row_id(&f->sale.id, i + 1);
		if (!uuid_eq(&id, &f->lines[i].id))
			return false;
	}
	for (i = 0; i < f->payment_count; i++) {
		id = facts_payment_id(&f->sale.id, i);
		if (!uuid_eq(&id, &f->payments[i].id))
			return false;
	}
	return true;
}

/* The nth sale of the answer, as it would be sealed today; false when it is
   not there. */
static bool
sale_text(struct work *w, const struct db_ans *ans, size_t nth,
    const char *payload, struct buf *text)
{
	struct facts			 facts = { .arena = NULL };
	const struct rec_sale		*sale;
	struct rec_line			*lines = NULL;
	struct rec_payment		*payments = NULL;
	struct rec_approval		*approvals = NULL;
	const void			*rows;
	size_t				 n;

	sale = db_rows_nth(ans, REC_SALE, nth, &n);
	if (n == 0)
		return false;	/* CHECK_JOURNAL_SALE says so */
	facts.sale = *sale;
	rows = db_rows_nth(ans, REC_LINE, nth, &facts.line_count);
	if (facts.line_count > 0) {
		lines = mem_alloc(facts.line_count * sizeof *lines);
		memcpy(lines, rows, facts.line_count * sizeof *lines);
	}
	rows = db_rows_nth(ans, REC_PAYMENT, nth, &facts.payment_count);
	if (facts.payment_count > 0) {
		payments = mem_alloc(facts.payment_count * sizeof *payments);
		memcpy(payments, rows, facts.payment_count * sizeof *payments);
	}
	rows = db_rows_nth(ans, REC_APPROVAL, nth, &facts.approval_count);
	if (facts.approval_count > 0) {
		approvals = mem_alloc(facts.approval_count *
		    sizeof *approvals);
		memcpy(approvals, rows, facts.approval_count *
		    sizeof *approvals);
	}
	facts.lines = lines;
	facts.payments = payments;
	facts.approvals = approvals;
	if (verify_moved_by_z(w, &sale->store_id, sale->business_day,
	    sealed_day(payload), sale->recorded_at))
		facts.sale.business_day = sealed_day(payload);
	facts_text(&facts, text);
	if (!are_called(&facts))
		buf_addstr(text, "a line or payment of another sale\n");
	free(lines);
	free(payments);
	free(approvals);
	return true;
}

/* The first byte that is not as it was sealed, and the line it stands in. */
static void
differs(struct work *w, const struct rec_register *reg,
    const struct rec_journal *j, const char *now)
{
	const char	*line = j->payload;
	size_t		 at;

	for (at = 0; now[at] != '\0' && now[at] == j->payload[at]; at++)
		if (now[at] == '\n')
			line = j->payload + at + 1;
	verify_add(w, "sealed", reg->code, arena_printf(w->arena,
	    "register %s: the %s of entry %" PRId64 " is not as it was "
	    "sealed, from byte %zu on: \"%.*s\"", reg->code, j->kind, j->seq,
	    at + 1, (int)strcspn(line, "\n"), line));
}

static bool
is_of_z(const struct rec_journal *j)
{
	return str_eq(j->kind, "z");
}

/* A thrown away ticket has no rows but who agreed to it: its first and its
   last line. */
static int
void_text(struct work *w, const struct rec_journal *j, struct buf *text)
{
	const struct rec_approval	*a;
	struct db_ans			*ans;
	const char			*rest = strchr(j->payload, '\n');
	const char			*allow = strstr(j->payload,
					    "\nallow void ");
	char				 id[UUID_TEXT], who[UUID_TEXT];
	struct uuid			 called = facts_row_id(&j->ref_id, 0);
	size_t				 n;

	ans = verify_ask(w, op_approval_of(&j->ref_id));
	if (ans == NULL)
		return -1;
	a = db_rows(ans, REC_APPROVAL, &n);
	if (n == 0 || rest == NULL) {
		buf_add(text, j->payload, allow == NULL ?
		    strlen(j->payload) : (size_t)(allow - j->payload) + 1);
	} else if (uuid_eq(&a->id, &called)) {
		uuid_text(&j->ref_id, id);
		uuid_text(&a->asked_id, who);
		buf_printf(text, "vitrine-void 1 %s %s %" PRId64, id, who,
		    a->amount);
		buf_add(text, rest, allow == NULL ? strlen(rest) :
		    (size_t)(allow - rest) + 1);
		uuid_text(&a->approved_id, who);
		buf_printf(text, "allow void %s\n", who);
	}
	db_ans_free(ans);
	return 0;
}

/* A Z, and who agreed to it. */
static int
z_now(struct work *w, const struct rec_z *z, struct buf *text)
{
	const struct rec_approval	*a;
	struct uuid			 called = facts_row_id(&z->id, 0);
	struct uuid			 agreed = { { 0 } };
	struct db_ans			*ans;
	size_t				 i, n;

	ans = verify_ask(w, op_approval_of(&z->id));
	if (ans == NULL)
		return -1;
	a = db_rows(ans, REC_APPROVAL, &n);
	for (i = 0; i < n; i++)
		if (uuid_eq(&a[i].id, &called))
			agreed = a[i].approved_id;
	z_text(z, &agreed, text);
	db_ans_free(ans);
	return 0;
}

static struct db_req *
join(struct db_req *all, struct db_req *one)
{
	return all == NULL ? one : db_req_join(all, one);
}

/* What the entries stand for, in one request; NULL when it is nothing. */
static struct db_req *
what_they_seal(const struct rec_journal *j, size_t n)
{
	struct db_req	*req = NULL;
	size_t		 i;

	for (i = 0; i < n; i++)
		if (is_of_sale(&j[i]))
			req = join(req, op_sale_get(&j[i].ref_id));
		else if (is_of_z(&j[i]))
			req = join(req, op_z_get(&j[i].ref_id));
	return req;
}

int
verify_sealed(struct work *w, const struct rec_register *reg,
    const struct rec_journal *j, size_t n)
{
	struct db_req		*req = what_they_seal(j, n);
	struct db_ans		*ans = NULL;
	const struct rec_z	*z;
	size_t			 i, sales = 0, zs = 0, one;
	int			 ret = 0;

	if (req != NULL && (ans = verify_ask(w, req)) == NULL)
		return -1;
	for (i = 0; i < n && ret == 0; i++) {
		struct buf	text = BUF_INIT(JOURNAL_PAYLOAD);
		bool		there = false;

		if (is_of_sale(&j[i])) {
			there = sale_text(w, ans, sales++, j[i].payload,
			    &text);
		} else if (is_of_z(&j[i])) {
			z = db_rows_nth(ans, REC_Z, zs++, &one);
			if ((there = one > 0))
				ret = z_now(w, z, &text);
		} else if (verify_is_drawer(&j[i])) {
			there = true;
			ret = verify_drawer(w, &j[i], &text);
		} else if (str_eq(j[i].kind, "void")) {
			there = true;
			ret = void_text(w, &j[i], &text);
		} else if ((there = verify_is_book(&j[i]))) {
			ret = verify_book(w, &j[i], &text);
		}
		if (ret == 0 && there && !str_eq(buf_str(&text), j[i].payload))
			differs(w, reg, &j[i], buf_str(&text));
		buf_free(&text);
	}
	db_ans_free(ans);
	return ret;
}
