/* Looking a sale up for its return: see refund.h. */
#include "sell/refund.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "ops.h"
#include "sell/till.h"
#include "str.h"

#define RETURNS_MOST	200	/* of one sale */

struct search {
	struct till_job		 job;
	char			*code;
	bool			 by_piece;
	refund_found_fn		*found;
	struct refund		*refund;
	struct err		 err;
};

static db_done_fn	got_sale, got_piece, got_taker, got_whole, got_returns;

static void
finish(struct search *search)
{
	bool	failed = search->err.kind != ERR_NONE;

	if (failed || search->job.forgotten) {
		refund_free(search->refund);
		search->refund = NULL;
	}
	if (till_job_end(&search->job))
		search->found(search->refund, failed ? &search->err : NULL,
		    search->job.arg);
	free(search->code);
	free(search);
}

char *
refund_number(const struct till *till, const char *code)
{
	size_t		 size = strlen(code) + strlen(till->reg.code) + 32;
	char		*number = mem_alloc(size);
	const char	*dash = strrchr(code, '-');
	const char	*digits = dash == NULL ? code : dash + 1;
	int64_t		 seq;
	char		*p;

	if (!str_int64(digits, &seq) || seq < 0 || digits[0] == '-')
		snprintf(number, size, "%s", code);
	else if (dash == NULL)
		snprintf(number, size, "%s-%06lld", till->reg.code, (long long)seq);
	else
		snprintf(number, size, "%.*s-%06lld", (int)(dash - code),
		    code, (long long)seq);
	for (p = number; *p != '\0'; p++) {
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	}
	return number;
}

void
refund_find(struct till *till, const char *code, refund_found_fn *found,
    void *arg)
{
	struct search	*search = mem_zalloc(sizeof *search);
	struct uuid	 id;
	struct db_req	*req;
	char		*number;

	search->code = mem_strdup(code);
	str_trim(search->code);
	search->found = found;
	till_job_begin(till, &search->job, arg);
	if (uuid_parse(search->code, &id))
		req = db_req_join(op_sale_by_line(&id), op_sale_get(&id));
	else {
		number = refund_number(till, search->code);
		req = db_req_join(op_sale_by_number(search->code),
		    op_sale_by_number(number));
		free(number);
	}
	db_send(till->db, req, got_sale, search);
}

static void
not_found(struct search *search)
{
	err_set(&search->err, ERR_NO_INPUT, "there is no sale '%.60s'",
	    search->code);
	err_hint(&search->err, "Scan the receipt's barcode or type its "
	    "number, like R1-000042.");
	finish(search);
}

/* Not a receipt's: perhaps the piece's own, whose sale the shop knows. */
static void
got_piece(struct db_ans *ans, void *arg)
{
	struct search		*search = arg;
	const struct rec_piece	*piece;
	size_t			 n;

	if (db_check(ans, &search->err) != 0) {
		finish(search);
		return;
	}
	piece = db_rows(ans, REC_PIECE, &n);
	if (n == 0 || !str_eq(piece->kind, "unique")) {
		not_found(search);
		return;
	}
	db_send(search->job.till->db, op_piece_taker(&piece->id, 0),
	    got_taker, search);
}

static void
got_taker(struct db_ans *ans, void *arg)
{
	struct search		*search = arg;
	const struct rec_taker	*taker;
	size_t			 n;

	if (db_check(ans, &search->err) != 0) {
		finish(search);
		return;
	}
	taker = db_rows(ans, REC_TAKER, &n);
	if (n == 0 || !str_eq(taker->kind, "sale")) {
		not_found(search);
		return;
	}
	search->by_piece = true;
	db_send(search->job.till->db, op_sale_by_number(taker->number),
	    got_sale, search);
}

static void
got_sale(struct db_ans *ans, void *arg)
{
	struct search		*search = arg;
	const struct rec_sale	*sale;
	size_t			 n;

	if (db_check(ans, &search->err) != 0) {
		finish(search);
		return;
	}
	sale = db_rows(ans, REC_SALE, &n);
	if (n == 0)
		sale = db_rows_nth(ans, REC_SALE, 1, &n);
	if (n == 0 && search->by_piece) {
		not_found(search);
		return;
	}
	if (n == 0) {
		db_send(search->job.till->db, op_piece_by_sku(search->code),
		    got_piece, search);
		return;
	}
	if (str_eq(sale->kind, "return")) {
		err_set(&search->err, ERR_INPUT, "%s is a return itself",
		    sale->number);
		err_hint(&search->err, "It belongs to sale %s.",
		    sale->returns_number);
		finish(search);
		return;
	}
	db_send(search->job.till->db, db_req_join(op_sale_get(&sale->id),
	    op_sale_returns(&sale->id)), got_whole, search);
}

static void
copy_sale(struct refund *refund, const struct rec_sale *from)
{
	struct rec_sale	*to = &refund->was;
	struct arena	*arena = refund->arena;

	*to = *from;
	to->kind = "sale";
	to->number = arena_strdup(arena, from->number);
	to->customer_name = arena_strdup(arena, from->customer_name);
	to->order_ref = arena_strdup(arena, from->order_ref);
	to->currency = arena_strdup(arena, from->currency);
	to->exempt_no = arena_strdup(arena, from->exempt_no);
	to->note = arena_strdup(arena, from->note);
	to->store = arena_strdup(arena, from->store);
	to->till = arena_strdup(arena, from->till);
	to->channel = arena_strdup(arena, from->channel);
	to->staff = arena_strdup(arena, from->staff);
	to->returns_number = "";
	to->hash = (struct rec_blob){ NULL, 0 };
}

static void
copy_lines(struct refund *refund, const struct rec_line *rows, size_t n)
{
	struct arena		*arena = refund->arena;
	struct refund_line	*line;
	size_t			 i;

	refund->count = n;
	refund->lines = arena_alloc(arena, (n + 1) * sizeof *refund->lines);
	for (i = 0; i < n; i++) {
		line = &refund->lines[i];
		line->was = rows[i];
		line->was.sku = arena_strdup(arena, rows[i].sku);
		line->was.title = arena_strdup(arena, rows[i].title);
		line->was.discount_reason = arena_strdup(arena,
		    rows[i].discount_reason);
		line->was.tax_class = arena_strdup(arena, rows[i].tax_class);
		line->was.tax_name = arena_strdup(arena, rows[i].tax_name);
		line->left = rows[i].qty - rows[i].returned;
	}
}

/* Takes an amount off what was paid that way, then off whatever is left. */
static void
take_off(struct tenders *left, const struct rec_payment *payment, money amount)
{
	enum tender_kind	 kind = TENDER_CASH;
	struct tender		*tender;
	money			 take;
	size_t			 i, pass;
	bool			 alike;

	tender_of(payment->kind, &kind);
	if (kind == TENDER_CHANGE)
		kind = TENDER_CASH;
	for (pass = 0; pass < 2; pass++) {
		for (i = left->count; i-- > 0 && amount > 0;) {
			tender = &left->list[i];
			alike = tender->kind == kind &&
			    str_eq(tender->last4, payment->last4);
			if (pass == 0 && !alike)
				continue;
			take = tender->amount < amount ? tender->amount :
			    amount;
			tender->amount -= take;
			amount -= take;
		}
	}
}

static void
copy_payments(struct refund *refund, const struct rec_payment *rows, size_t n)
{
	struct tender	*tender;
	size_t		 i;

	for (i = 0; i < n && refund->left.count < TENDER_MAX; i++) {
		if (rows[i].amount <= 0)
			continue;
		tender = &refund->left.list[refund->left.count++];
		tender_of(rows[i].kind, &tender->kind);
		tender->amount = rows[i].amount;
		str_copy(tender->last4, sizeof tender->last4, rows[i].last4);
		str_copy(tender->ref, sizeof tender->ref, rows[i].reference);
	}
	for (i = 0; i < n; i++) {
		if (rows[i].amount < 0)
			take_off(&refund->left, &rows[i], -rows[i].amount);
	}
}

static void
got_whole(struct db_ans *ans, void *arg)
{
	struct search		*search = arg;
	const struct rec_sale	*sales;
	const void		*rows;
	struct arena		*arena;
	struct db_req		*req = NULL, *one;
	size_t			 n, i;

	if (db_check(ans, &search->err) != 0) {
		finish(search);
		return;
	}
	sales = db_rows(ans, REC_SALE, &n);
	if (n == 0) {
		not_found(search);
		return;
	}
	arena = arena_new();
	search->refund = arena_alloc(arena, sizeof *search->refund);
	search->refund->no_receipt = search->by_piece;
	search->refund->arena = arena;
	search->refund->id = uuid_new();
	copy_sale(search->refund, sales);
	rows = db_rows(ans, REC_LINE, &n);
	copy_lines(search->refund, rows, n);
	rows = db_rows(ans, REC_PAYMENT, &n);
	copy_payments(search->refund, rows, n);
	sales = db_rows_nth(ans, REC_SALE, 1, &n);
	for (i = 0; i < n && i < RETURNS_MOST; i++) {
		one = op_sale_get(&sales[i].id);
		req = req == NULL ? one : db_req_join(req, one);
	}
	if (req == NULL)
		finish(search);
	else
		db_send(search->job.till->db, req, got_returns, search);
}

/* What went back before, to know what is left of each tender. */
static void
got_returns(struct db_ans *ans, void *arg)
{
	struct search			*search = arg;
	const struct rec_payment	*rows;
	size_t				 n, i, nth;

	if (db_check(ans, &search->err) != 0) {
		finish(search);
		return;
	}
	for (nth = 0; nth < RETURNS_MOST; nth++) {
		rows = db_rows_nth(ans, REC_PAYMENT, nth, &n);
		for (i = 0; i < n; i++)
			take_off(&search->refund->left, &rows[i],
			    -rows[i].amount);
	}
	finish(search);
}
