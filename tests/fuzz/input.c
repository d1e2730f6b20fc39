/*
 * Any bytes, cut into any reads at any pace, become events and nothing else:
 * text is clean and whole, a secret field's patience is kept, and in the end
 * nothing is left waiting.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "str.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(const struct event *ev)
{
	switch (ev->kind) {
	case EV_TEXT:
		if (ev->ch < 0x20 || (ev->ch >= 0x7f && ev->ch < 0xa0))
			abort();
		break;
	case EV_KEY:
		if (ev->key == 0)
			abort();
		break;
	case EV_SCAN:
		if (ev->text[0] == '\0' || strlen(ev->text) > SCAN_MAX ||
		    !str_is_clean(ev->text, false) || ev->retract < 0)
			abort();
		break;
	case EV_PASTE:
		if (!str_is_clean(ev->text, true))
			abort();
		break;
	}
}

static void
drain(struct input *in, int64_t now)
{
	struct event	ev;

	while (input_next(in, now, &ev))
		check(&ev);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct input_opts	 opts = INPUT_OPTS;
	struct input		*in;
	int64_t			 now = 0;
	size_t			 n;

	if (len < 3)
		return 0;
	if (bytes[0] & 1)
		strcpy(opts.prefix, "\002");
	if (bytes[0] & 2)
		strcpy(opts.prefix, "]C");
	opts.suffix = bytes[1] & 31;
	in = input_new(&opts);
	input_patient(in, bytes[0] & 4);
	bytes += 2;
	len -= 2;
	for (size_t i = 0; i < len; i += n) {
		n = 1 + bytes[i] % 7;
		n = n > len - i ? len - i : n;
		input_feed(in, (const char *)bytes + i, n, now);
		drain(in, now);
		if (bytes[i] % 11 == 0)
			input_patient(in, bytes[i] & 16);
		now += (int64_t)(bytes[i] % 5) * 15000;
	}
	for (int i = 0; i < 4; i++)
		drain(in, now += 3000000);
	if (input_due(in) != INT64_MAX)
		abort();
	input_free(in);
	return 0;
}
