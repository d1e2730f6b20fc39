/* Counting cash: see count.h. */
#include "sell/count.h"

#include <stdbool.h>
#include <string.h>

#include "str.h"

struct denoms {
	const char	*code;
	money		 list[COUNT_DENOMS];	/* 0 ends it */
};

static const struct denoms	known[] = {
#define DENOMS(code, ...)	{ #code, { __VA_ARGS__ } },
#include "sell/denom.def"
#undef DENOMS
};

/* Whatever the currency: large ones have no coins, small ones no notes. */
static const money	steps[COUNT_DENOMS] = { 50000, 20000, 10000, 5000,
	2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1 };

void
count_init(struct count *count, const struct currency *currency)
{
	const money	*list = steps;
	size_t		 i;

	memset(count, 0, sizeof *count);
	for (i = 0; i < sizeof known / sizeof *known; i++) {
		if (str_eq(known[i].code, currency->code))
			list = known[i].list;
	}
	for (i = 0; i < COUNT_DENOMS && list[i] != 0; i++)
		count->denom[count->n++] = list[i];
}

int
count_set(struct count *count, money denom, int64_t qty,
    const struct currency *currency, struct err *err)
{
	char	text[MONEY_TEXT];
	size_t	i;

	money_text(denom, currency, MONEY_SYMBOL, text);
	for (i = 0; i < count->n && count->denom[i] != denom; i++)
		;
	if (i == count->n) {
		err_set(err, ERR_INPUT, "there is no note or coin of %s",
		    text);
		return err_hint(err, "Count by the notes and coins of %s.",
		    currency->code);
	}
	if (qty < 0) {
		err_set(err, ERR_INPUT, "there cannot be %lld of %s",
		    (long long)qty, text);
		return err_hint(err, "Count what is there: none is 0.");
	}
	if (qty > COUNT_MOST) {
		err_set(err, ERR_INPUT, "%lld of %s is more than a drawer "
		    "holds", (long long)qty, text);
		return err_hint(err, "Count again.");
	}
	count->qty[i] = qty;
	return 0;
}

money
count_sum(const struct count *count)
{
	money	sum = 0;
	size_t	i;

	/* Sixteen times a million of the largest note is far from the end. */
	for (i = 0; i < count->n; i++)
		sum += count->denom[i] * count->qty[i];
	return sum;
}

/* One "DENOMxQTY". */
static int
parse_one(struct count *count, const char *part, bool seen[COUNT_DENOMS],
    const struct currency *currency, struct err *err)
{
	char		 denom[40];
	const char	*times = strchr(part, 'x');
	money		 value;
	int64_t		 qty;
	size_t		 i;

	if (times == NULL || (size_t)(times - part) >= sizeof denom ||
	    !str_int64(times + 1, &qty)) {
		err_set(err, ERR_INPUT, "'%.40s' is no count", part);
		return err_hint(err, "Write how many of each note and coin: "
		    "100x3,20x5,0.25x12.");
	}
	memcpy(denom, part, (size_t)(times - part));
	denom[times - part] = '\0';
	if (money_parse(denom, currency, &value, err) != 0)
		return -1;
	for (i = 0; i < count->n; i++) {
		if (count->denom[i] != value)
			continue;
		if (seen[i]) {
			err_set(err, ERR_INPUT, "%s is counted twice", denom);
			return err_hint(err, "Add the two up.");
		}
		seen[i] = true;
	}
	return count_set(count, value, qty, currency, err);
}

int
count_parse(struct count *count, const char *text,
    const struct currency *currency, struct err *err)
{
	bool		 seen[COUNT_DENOMS] = { false };
	char		 part[80];
	size_t		 len;

	if (str_empty(text) || str_eq(text, "0"))
		return 0;
	for (;;) {
		len = strcspn(text, ",");
		if (len >= sizeof part)
			return err_set(err, ERR_INPUT, "'%.40s' is no count",
			    text);
		memcpy(part, text, len);
		part[len] = '\0';
		str_trim(part);
		if (parse_one(count, part, seen, currency, err) != 0)
			return -1;
		if (text[len] == '\0')
			return 0;
		text += len + 1;
	}
}
