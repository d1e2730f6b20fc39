/* The journal's text of a drawer's event: see drawer.h for the format. */
#include "sell/drawer.h"

#include <inttypes.h>

#include "buf.h"

static void
put_id(struct buf *out, const struct uuid *id)
{
	char	text[UUID_TEXT];

	uuid_text(id, text);
	buf_printf(out, " %s", uuid_is_nil(id) ? "-" : text);
}

static void
put_text(struct buf *out, const char *text)
{
	buf_addstr(out, " \"");
	for (; text != NULL && *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			buf_addch(out, '\\');
		buf_addch(out, *text);
	}
	buf_addch(out, '"');
}

void
drawer_text(const struct drawer_want *want, const struct uuid *staff,
    struct buf *out)
{
	bool	counts = want->kind == DRAWER_OPEN ||
		    want->kind == DRAWER_COUNT;
	size_t	i;

	buf_printf(out, "vitrine-drawer 1 %s", drawer_word(want->kind));
	put_id(out, &want->id);
	buf_addstr(out, "\nof");
	put_id(out, &want->drawer_id);
	put_id(out, staff);
	buf_addch(out, '\n');
	if (want->kind == DRAWER_OPEN)
		buf_printf(out, "day %" PRId64 "\n", want->day);
	if (!counts) {
		buf_printf(out, "money %" PRId64, want->amount);
		put_text(out, want->reason);
		put_text(out, want->payee);
		buf_addch(out, '\n');
	}
	for (i = 0; counts && i < want->count.n; i++)
		buf_printf(out, "count %" PRId64 " %" PRId64 "\n",
		    want->count.denom[i], want->count.qty[i]);
	if (!uuid_is_nil(&want->agreed_by)) {
		buf_printf(out, "allow %s", right_word(
		    drawer_right(want->kind)));
		put_id(out, &want->agreed_by);
		buf_addch(out, '\n');
	}
}
