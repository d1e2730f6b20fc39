/* The journal's text of a drawer's event: see drawer.h for the format. */
#include "sell/drawer.h"

#include <inttypes.h>

#include "buf.h"
#include "sell/entry.h"

void
drawer_text(const struct drawer_want *want, const struct uuid *staff,
    struct buf *out)
{
	bool	counts = want->kind == DRAWER_OPEN ||
		    want->kind == DRAWER_COUNT;
	size_t	i;

	buf_printf(out, "vitrine-drawer 1 %s", drawer_word(want->kind));
	entry_id(out, &want->id);
	buf_addstr(out, "\nof");
	entry_id(out, &want->drawer_id);
	entry_id(out, staff);
	buf_addch(out, '\n');
	if (want->kind == DRAWER_OPEN)
		buf_printf(out, "day %" PRId64 "\n", want->day);
	if (!counts) {
		buf_printf(out, "money %" PRId64, want->amount);
		entry_text(out, want->reason);
		entry_text(out, want->payee);
		buf_addch(out, '\n');
	}
	for (i = 0; counts && i < want->count.n; i++)
		buf_printf(out, "count %" PRId64 " %" PRId64 "\n",
		    want->count.denom[i], want->count.qty[i]);
	if (!uuid_is_nil(&want->agreed_by)) {
		buf_printf(out, "allow %s", right_word(
		    drawer_right(want->kind)));
		entry_id(out, &want->agreed_by);
		buf_addch(out, '\n');
	}
}
