/*
 * Amounts: whatever is read and written again is the same amount, in every
 * currency and style, and a split of it adds up.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "sell/money.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(const char *text, struct currency cur)
{
	const int64_t	weights[] = { 3, 0, 7, INT64_MAX };
	struct err	err = ERR_INIT;
	char		again[MONEY_TEXT];
	money		amount, same, parts[4], sum;

	if (money_parse_signed(text, &cur, &amount, &err) != 0) {
		if (err.kind != ERR_INPUT || err.text[0] == '\0')
			abort();
		return;
	}
	money_text(amount, &cur, MONEY_SYMBOL, again);
	if (money_parse_signed(again, &cur, &same, &err) != 0 ||
	    same != amount)
		abort();
	money_split(amount, weights, 4, parts);
	sum = parts[0] + parts[1] + parts[2] + parts[3];
	if (sum != amount)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char *const	codes[] = { "USD", "EUR", "JPY", "KWD",
					    "CHF", "CLF" };
	struct currency			cur;
	struct err			err = ERR_INIT;
	char				*text;
	int64_t				 ppm;

	if (len == 0)
		return 0;
	cur = *currency_find(codes[bytes[0] % 6]);
	cur.style = bytes[0] & 0x80 ? MONEY_COMMA : MONEY_POINT;
	text = mem_alloc(len);
	memcpy(text, bytes + 1, len - 1);
	text[len - 1] = '\0';
	check(text, cur);
	if (ppm_parse(text, &ppm, &err) == 0 && (ppm < 0 || ppm > PPM_ONE))
		abort();
	free(text);
	return 0;
}
