/* The words of an entry: see entry.h. */
#include "sell/entry.h"

#include <inttypes.h>

#include "buf.h"

void
entry_num(struct buf *out, int64_t num)
{
	buf_printf(out, " %" PRId64, num);
}

void
entry_id(struct buf *out, const struct uuid *id)
{
	char	text[UUID_TEXT];

	uuid_text(id, text);
	buf_printf(out, " %s", uuid_is_nil(id) ? "-" : text);
}

void
entry_text(struct buf *out, const char *text)
{
	buf_addstr(out, " \"");
	for (; text != NULL && *text != '\0'; text++) {
		if (*text == '\n') {
			buf_addstr(out, "\\n");
			continue;
		}
		if (*text == '"' || *text == '\\')
			buf_addch(out, '\\');
		buf_addch(out, *text);
	}
	buf_addch(out, '"');
}
