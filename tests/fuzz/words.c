/*
 * The small things people type: a day, a count of notes and coins, tenders.
 * What is taken is sound, and what is not is refused in words.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "sell/count.h"
#include "sell/day.h"
#include "sell/money.h"
#include "sell/tender.h"
#include "uuid.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
a_count(const char *text, const struct currency *cur)
{
	struct count	count;
	struct err	err = ERR_INIT;
	size_t		i;

	count_init(&count, cur);
	if (count_parse(&count, text, cur, &err) != 0) {
		if (err.text[0] == '\0')
			abort();
		return;
	}
	for (i = 0; i < count.n; i++)
		if (count.qty[i] < 0 || count.qty[i] > COUNT_MOST)
			abort();
	if (count_sum(&count) < 0)
		abort();
}

static void
tenders(const char *text, const struct currency *cur)
{
	struct tenders	t = { .count = 0 };
	struct err	err = ERR_INIT;
	size_t		i;

	if (tender_parse(&t, text, cur, &err) != 0 && err.text[0] == '\0')
		abort();
	if (t.count > TENDER_MAX)
		abort();
	for (i = 0; i < t.count; i++)
		if (t.list[i].amount <= 0)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const struct currency	*cur = currency_find(len % 2 ? "USD" : "EUR");
	struct err		 err = ERR_INIT;
	struct uuid		 id;
	char			*text = mem_alloc(len + 1), again[UUID_TEXT];
	int			 day;

	memcpy(text, bytes, len);
	text[len] = '\0';
	if (day_parse(text, &day, &err) == 0 ? !day_valid(day) :
	    err.text[0] == '\0')
		abort();
	if (uuid_parse(text, &id)) {
		uuid_text(&id, again);
		if (strlen(text) != strlen(again))
			abort();
	}
	a_count(text, cur);
	tenders(text, cur);
	free(text);
	return 0;
}
