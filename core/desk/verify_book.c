/* The shop's book as its rows say it, for the seal: see verify.h. */
#include "desk/verify_parts.h"

#include "buf.h"
#include "db.h"
#include "ops.h"
#include "sell/book.h"
#include "str.h"

bool
verify_is_book(const struct rec_journal *j)
{
	return str_eq(j->kind, "stock") || str_eq(j->kind, "refusal");
}

int
verify_book(struct work *w, const struct rec_journal *j, struct buf *text)
{
	bool				 stock = str_eq(j->kind, "stock");
	const struct rec_refusal	*refusal;
	const struct rec_move		*moves;
	struct db_ans			*ans;
	size_t				 n;

	ans = verify_ask(w, stock ? op_stock_moves_of(&j->ref_id) :
	    op_refusal_get(&j->ref_id));
	if (ans == NULL)
		return -1;
	if (stock) {
		moves = db_rows(ans, REC_MOVE, &n);
		book_moves_text(&j->ref_id, moves, n, text);
	} else {
		refusal = db_rows(ans, REC_REFUSAL, &n);
		if (n > 0 && refusal->at == j->at)
			book_refusal_text(refusal, text);
	}
	db_ans_free(ans);
	return 0;
}
