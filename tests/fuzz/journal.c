/*
 * Any bytes as an exported journal: they are wrong at a byte that is there, or
 * they are exactly what writing what was read gives again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "desk/journal.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Writes an item as it was read. */
static void
put(struct buf *out, const struct journal_reader *r, enum journal_item item)
{
	switch (item) {
	case JOURNAL_HEAD:
		journal_put_head(out);
		break;
	case JOURNAL_REGISTER:
		journal_put_register(out, &r->chain.register_id, r->code);
		break;
	case JOURNAL_ENTRY:
		journal_put_entry(out, &r->entry);
		break;
	case JOURNAL_END:
		journal_put_end(out, &r->chain);
		break;
	case JOURNAL_WHOLE:
		journal_put_whole(out, r->registers);
		break;
	case JOURNAL_MORE:
	case JOURNAL_WRONG:
		break;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct journal_reader	 r = JOURNAL_READER_INIT;
	const char		*text = (const char *)bytes;
	enum journal_item	 item;
	size_t			 at, used;

	for (at = 0; at < len; at += used) {
		struct buf	again = BUF_INIT(JOURNAL_PAYLOAD);

		item = journal_read(&r, text + at, len - at, &used);
		if (item == JOURNAL_MORE)
			break;
		if (item == JOURNAL_WRONG) {
			if (r.why == NULL || at + r.at >= len)
				abort();
			break;
		}
		put(&again, &r, item);
		if (used == 0 || used > len - at || again.len != used ||
		    memcmp(buf_str(&again), text + at, used) != 0)
			abort();
		buf_free(&again);
	}
	journal_reader_free(&r);
	return 0;
}
