/* A drawer's event as its rows say it, for the seal: see verify.h. */
#include "desk/verify_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "db.h"
#include "ops.h"
#include "sell/drawer.h"
#include "str.h"

static bool
kind_of(const char *word, enum drawer_kind *out_r)
{
	enum drawer_kind	kind;

	for (kind = DRAWER_OPEN; kind <= DRAWER_CLOSE; kind++)
		if (str_eq(word, drawer_word(kind))) {
			*out_r = kind;
			return true;
		}
	return false;
}

bool
verify_is_drawer(const struct rec_journal *j)
{
	enum drawer_kind	kind;

	return kind_of(j->kind, &kind);
}

/* The ids of the sealed line "of DRAWER STAFF"; nil for none. */
static bool
sealed_ids(const char *payload, struct uuid *drawer_r, struct uuid *staff_r)
{
	const char	*of = strstr(payload, "\nof ");
	char		 drawer[UUID_TEXT] = "", staff[UUID_TEXT] = "";

	memset(staff_r, 0, sizeof *staff_r);
	return of != NULL && sscanf(of, "\nof %36s %36s", drawer, staff) == 2 &&
	    uuid_parse(drawer, drawer_r) &&
	    (str_eq(staff, "-") || uuid_parse(staff, staff_r));
}

/* The sealed line "day DAY"; 0 when there is none. */
static int64_t
sealed_day(const char *payload)
{
	const char	*day = strstr(payload, "\nday ");

	return day == NULL ? 0 : strtoll(day + 5, NULL, 10);
}

/* The notes and coins of one count. */
static void
take_counts(struct drawer_want *want, const struct rec_denom *rows, size_t n)
{
	const char	*phase = want->kind == DRAWER_OPEN ? "open" : "close";
	struct count	*count = &want->count;
	size_t		 i;

	for (i = 0; i < n && count->n < COUNT_DENOMS; i++) {
		if (!str_eq(rows[i].phase, phase))
			continue;
		count->denom[count->n] = rows[i].denom;
		count->qty[count->n++] = rows[i].qty;
	}
}

/* Fills in what the rows say of it; false when there are none. */
static bool
take_rows(struct drawer_want *want, const struct rec_journal *j,
    const struct db_ans *ans, struct uuid *staff)
{
	const struct rec_drawer		*d;
	const struct rec_drawer_event	*e;
	const struct rec_denom		*counts;
	size_t				 i, n, drawers;

	d = db_rows(ans, REC_DRAWER, &drawers);
	if (drawers == 0)
		return false;
	counts = db_rows(ans, REC_DENOM, &n);
	switch (want->kind) {
	case DRAWER_OPEN:
		*staff = d->staff_id;
		want->day = d->business_day;
		take_counts(want, counts, n);
		return true;
	case DRAWER_COUNT:	/* no row says who counted */
		take_counts(want, counts, n);
		return true;
	case DRAWER_CLOSE:
		*staff = d->closed_id;
		want->reason = d->reason;
		return d->closed_at == j->at;
	case DRAWER_PAY_IN:
	case DRAWER_PAY_OUT:
	case DRAWER_DROP:
	case DRAWER_NO_SALE:
		break;
	}
	e = db_rows(ans, REC_DRAWER_EVENT, &n);
	for (i = 0; i < n; i++)
		if (uuid_eq(&e[i].id, &want->id)) {
			*staff = e[i].staff_id;
			want->amount = e[i].amount;
			want->reason = e[i].reason;
			want->payee = e[i].payee;
			return true;
		}
	return false;
}

int
verify_drawer(struct work *w, const struct rec_journal *j, struct buf *text)
{
	struct drawer_want		 want = { .id = j->ref_id,
	    .reason = "", .payee = "" };
	const struct rec_approval	*a;
	struct db_ans			*ans;
	const struct rec_drawer		*d;
	struct uuid			 staff, called, ref = j->ref_id;
	size_t				 i, n;

	if (!kind_of(j->kind, &want.kind) ||
	    !sealed_ids(j->payload, &want.drawer_id, &staff))
		return 0;
	/* Closing is allowed under the drawer's own id. */
	if (want.kind == DRAWER_CLOSE)
		ref = want.drawer_id;
	ans = verify_ask(w, db_req_join(op_drawer_get(&want.drawer_id),
	    op_approval_of(&ref)));
	if (ans == NULL)
		return -1;
	a = db_rows(ans, REC_APPROVAL, &n);
	called = drawer_approval_id(&want.id);
	for (i = 0; i < n; i++)
		if (uuid_eq(&a[i].id, &called)) {
			want.agreed_by = a[i].approved_id;
			if (want.kind == DRAWER_COUNT)
				staff = a[i].asked_id;
		}
	if (take_rows(&want, j, ans, &staff)) {
		d = db_rows(ans, REC_DRAWER, &n);
		if (verify_moved_by_z(w, &d->store_id, want.day,
		    sealed_day(j->payload), j->at))
			want.day = sealed_day(j->payload);
		drawer_text(&want, &staff, text);
	}
	db_ans_free(ans);
	return 0;
}
