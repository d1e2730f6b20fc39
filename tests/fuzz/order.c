/*
 * An order as a stranger sends it: refused with a reason, or every figure of
 * it within its bounds and every text clean.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "mem.h"
#include "run/json.h"
#include "str.h"
#include "web/order_read.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(const struct order_want *want)
{
	assert(want->line_count >= 1 && want->line_count <= ORDER_LINES);
	assert(!str_empty(want->ref) && !str_empty(want->method));
	assert(str_is_clean(want->name, true));
	assert(strlen(want->ship_to) <= 4000);
	for (size_t i = 0; i < want->line_count; i++) {
		assert(!str_empty(want->lines[i].sku));
		assert(want->lines[i].qty >= 1 && want->lines[i].qty <= 1000);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct err		 err = ERR_INIT;
	struct order_want	 want = { .ref = NULL };
	struct arena		*arena;
	struct js		*js;

	js = js_parse((const char *)bytes, len, &err);
	if (js == NULL)
		return 0;
	arena = arena_new();
	if (order_read(js, "USD", arena, &want, &err) == 0)
		check(&want);
	else
		assert(err.kind == ERR_INPUT && err.text[0] != '\0');
	arena_free(arena);
	js_free(js);
	return 0;
}
