/*
 * What a stranger sends: it is refused with a reason, or it writes and reads
 * back as the same document.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "buf.h"
#include "err.h"
#include "run/json.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
read_members(const struct js *doc)
{
	struct err err = ERR_INIT;
	const struct js *list;
	const char *text;
	int64_t n;

	if (js_read_text(doc, "a", JS_OPTIONAL, 8, &text, &err) < 0)
		assert(err.kind == ERR_INPUT && err.text[0] != '\0');
	if (js_read_num(doc, "b", JS_NEEDED, -5, 5, &n, &err) == 0)
		assert(n >= -5 && n <= 5);
	if (js_read_array(doc, "c", JS_NEEDED, 3, &list, &err) == 0)
		assert(js_count(list) <= 3);
	if (js_read_money(doc, "d", JS_NEEDED, "USD", &n, &err) == 0)
		assert(js_is_object(js_get(doc, "d")));
	assert(js_at(doc, js_count(doc)) == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct err err = ERR_INIT;
	struct buf once, twice;
	struct js *doc, *again;

	doc = js_parse((const char *)bytes, len, &err);
	if (doc == NULL) {
		assert(err.kind == ERR_INPUT && err.text[0] != '\0');
		return 0;
	}
	buf_init(&once, 1 << 24);
	buf_init(&twice, 1 << 24);
	read_members(doc);
	js_write(doc, &once);
	again = js_parse(buf_str(&once), once.len, &err);
	assert(again != NULL);
	js_write(again, &twice);
	assert(strcmp(buf_str(&once), buf_str(&twice)) == 0);
	js_free(again);
	js_free(doc);
	buf_free(&once);
	buf_free(&twice);
	return 0;
}
