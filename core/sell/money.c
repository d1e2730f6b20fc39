/* Money: see money.h. */
#include "sell/money.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "str.h"

static const struct currency	currencies[] = {
#define CURRENCY(code, exponent, symbol) \
	{ #code, symbol, exponent, MONEY_POINT },
#include "sell/currency.def"
#undef CURRENCY
};

const struct currency *
currency_find(const char *code)
{
	size_t	i;

	for (i = 0; i < sizeof currencies / sizeof *currencies; i++) {
		if (str_eq_nocase(code, currencies[i].code))
			return &currencies[i];
	}
	return NULL;
}

/* The digits of |amount|, from the right, with point and groups. */
static char *
digits_back(char *end, uint64_t rest, const struct currency *cur,
    enum money_form form)
{
	bool	comma = form != MONEY_PLAIN && cur->style == MONEY_COMMA;
	int	i;

	for (i = 0; i < cur->exponent; i++, rest /= 10)
		*--end = (char)('0' + rest % 10);
	if (cur->exponent > 0)
		*--end = comma ? ',' : '.';
	for (i = 0; i == 0 || rest > 0; i++, rest /= 10) {
		if (form != MONEY_PLAIN && i > 0 && i % 3 == 0)
			*--end = comma ? '.' : ',';
		*--end = (char)('0' + rest % 10);
	}
	return end;
}

char *
money_text(money amount, const struct currency *cur, enum money_form form,
    char out[MONEY_TEXT])
{
	char		 digits[MONEY_TEXT], *at;
	uint64_t	 size;
	char		*p = out;
	size_t		 len;

	/* The negation of the least number only fits unsigned. */
	size = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount;
	at = digits_back(digits + sizeof digits, size, cur, form);
	len = (size_t)(digits + sizeof digits - at);
	if (amount < 0)
		*p++ = '-';
	if (form == MONEY_SYMBOL && cur->symbol[0] != '\0') {
		memcpy(p, cur->symbol, strlen(cur->symbol));
		p += strlen(cur->symbol);
	}
	memcpy(p, at, len);
	p += len;
	if (form == MONEY_SYMBOL && cur->symbol[0] == '\0') {
		*p++ = ' ';
		memcpy(p, cur->code, strlen(cur->code));
		p += strlen(cur->code);
	}
	*p = '\0';
	return out;
}

static const char *
skip_blanks(const char *s)
{
	while (*s == ' ' || *s == '\t')
		s++;
	return s;
}

/* Steps over the currency's sign or code, if it stands here. */
static const char *
skip_currency(const char *s, const struct currency *cur)
{
	size_t	len = strlen(cur->symbol);
	char	code[sizeof cur->code];

	if (len > 0 && str_starts(s, cur->symbol))
		return s + len;
	/* In Canada C$ is written $. */
	if (len > 0 && cur->symbol[len - 1] == '$' && *s == '$')
		return s + 1;
	str_copy(code, sizeof code, s);
	return str_eq_nocase(code, cur->code) ? s + strlen(code) : s;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
push_digit(money *value, char c)
{
	return !__builtin_mul_overflow(*value, 10, value) &&
	    !__builtin_add_overflow(*value, c - '0', value);
}

static int
too_large(const char *text, struct err *err)
{
	return err_set(err, ERR_INPUT, "the amount '%.40s' is too large",
	    text);
}

/*
 * The whole units: digits, or one to three digits and then groups of exactly
 * three.  Leaves *s_r behind them.
 */
static int
parse_whole(const char *text, const char **s_r, char group, money *value,
    struct err *err)
{
	const char	*s = *s_r;
	int		 run = 0;
	bool		 grouped = false;

	for (;; s++) {
		if (is_digit(*s)) {
			if (!push_digit(value, *s))
				return too_large(text, err);
			run++;
		} else if (*s == group) {
			if (run == 0 || run > 3 || (grouped && run != 3))
				break;
			grouped = true;
			run = 0;
		} else
			break;
	}
	if (grouped && run != 3) {
		err_set(err, ERR_INPUT, "'%.40s' is not an amount: a '%c' "
		    "stands between thousands", text, group);
		return err_hint(err, "Write 4%c200%c00 or 4200%c00.", group,
		    group == ',' ? '.' : ',', group == ',' ? '.' : ',');
	}
	*s_r = s;
	return 0;
}

/* The minor units behind the point, filled up to the currency's exponent. */
static int
parse_minor(const char *text, const char **s_r, const struct currency *cur,
    money *value, struct err *err)
{
	const char	*s = *s_r;
	char		 point = cur->style == MONEY_COMMA ? ',' : '.';
	int		 digits = 0;

	if (*s == point) {
		for (s++; is_digit(*s); s++) {
			if (++digits > cur->exponent)
				break;
			if (!push_digit(value, *s))
				return too_large(text, err);
		}
		if (digits == 0 || digits > cur->exponent) {
			err_set(err, ERR_INPUT, "'%.40s' is not an amount in "
			    "%s", text, cur->code);
			return err_hint(err, cur->exponent == 0 ?
			    "%s has no decimals." :
			    "%s has up to %d decimals after a '%c'.",
			    cur->code, cur->exponent, point);
		}
	}
	for (; digits < cur->exponent; digits++) {
		if (!push_digit(value, '0'))
			return too_large(text, err);
	}
	*s_r = s;
	return 0;
}

static int
not_an_amount(const char *text, const struct currency *cur, struct err *err)
{
	money	about = 123456;
	char	example[MONEY_TEXT];

	err_set(err, ERR_INPUT, "'%.40s' is not an amount", text);
	return err_hint(err, "Write it like %s.",
	    money_text(about, cur, MONEY_GROUPED, example));
}

static int
parse(const char *text, const struct currency *cur, bool negative,
    const char *s, money *out_r, struct err *err)
{
	char	 group = cur->style == MONEY_COMMA ? '.' : ',';
	char	 point = cur->style == MONEY_COMMA ? ',' : '.';
	money	 value = 0;
	bool	 before;

	before = skip_currency(s, cur) != s;
	s = skip_blanks(skip_currency(s, cur));
	if (!is_digit(*s) && !(*s == point && is_digit(s[1])))
		return not_an_amount(text, cur, err);
	if (parse_whole(text, &s, group, &value, err) != 0 ||
	    parse_minor(text, &s, cur, &value, err) != 0)
		return -1;
	s = skip_blanks(s);
	if (!before)
		s = skip_blanks(skip_currency(s, cur));
	if (*s != '\0')
		return not_an_amount(text, cur, err);
	*out_r = negative ? -value : value;
	return 0;
}

int
money_parse(const char *text, const struct currency *cur, money *out_r,
    struct err *err)
{
	const char	*s = skip_blanks(text);

	if (*s == '-' || *s == '+') {
		err_set(err, ERR_INPUT, "'%.40s' has a sign", text);
		return err_hint(err, "Write the amount without a sign.");
	}
	return parse(text, cur, false, s, out_r, err);
}

int
money_parse_signed(const char *text, const struct currency *cur,
    money *out_r, struct err *err)
{
	const char	*s = skip_blanks(text);
	bool		 negative = *s == '-';

	return parse(text, cur, negative, negative ? s + 1 : s, out_r, err);
}

bool
money_add(money a, money b, money *out_r)
{
	money	sum;

	if (__builtin_add_overflow(a, b, &sum))
		return false;
	*out_r = sum;
	return true;
}

bool
money_sub(money a, money b, money *out_r)
{
	money	difference;

	if (__builtin_sub_overflow(a, b, &difference))
		return false;
	*out_r = difference;
	return true;
}

bool
money_mul(money amount, int64_t count, money *out_r)
{
	money	product;

	if (__builtin_mul_overflow(amount, count, &product))
		return false;
	*out_r = product;
	return true;
}

bool
money_ratio(money amount, int64_t num, int64_t den, money *out_r)
{
	__int128	exact = (__int128)amount * num;
	__int128	size = exact < 0 ? -exact : exact;
	__int128	rounded = (size + den / 2) / den;

	/* An odd den has no half; an even one has it exactly at den / 2. */
	if (rounded > INT64_MAX)
		return false;
	*out_r = (money)(exact < 0 ? -rounded : rounded);
	return true;
}

bool
money_ppm(money amount, int64_t ppm, money *out_r)
{
	return money_ratio(amount, ppm, PPM_ONE, out_r);
}

/* A rate is written like an amount with four decimals of a percent. */
static const struct currency	percent = { "%", "%", 4, MONEY_POINT };

char *
ppm_text(int64_t ppm, char out[PPM_TEXT])
{
	char	text[MONEY_TEXT];
	size_t	len;

	money_text(ppm, &percent, MONEY_PLAIN, text);
	len = strlen(text);
	while (text[len - 1] == '0')
		len--;
	if (text[len - 1] == '.')
		len--;
	text[len] = '\0';
	str_copy(out, PPM_TEXT, text);
	return out;
}

int
ppm_parse(const char *text, int64_t *ppm_r, struct err *err)
{
	struct err	why = ERR_INIT;
	money		value;

	if (money_parse(text, &percent, &value, &why) != 0 ||
	    value > 100 * INT64_C(10000)) {
		err_set(err, ERR_INPUT, "'%.40s' is not a percentage", text);
		return err_hint(err, "Write 0 to 100 with up to four "
		    "decimals, like 8.875.");
	}
	*ppm_r = value;
	return 0;
}

struct share {
	size_t			part;
	unsigned __int128	rest;	/* what rounding down took from it */
};

static int
larger_rest_first(const void *a, const void *b)
{
	const struct share	*x = a, *y = b;

	if (x->rest != y->rest)
		return x->rest > y->rest ? -1 : 1;
	return x->part < y->part ? -1 : x->part > y->part;
}

void
money_split(money sum, const int64_t *weights, size_t n, money *parts_r)
{
	uint64_t		 size, left;
	unsigned __int128	 total = 0, exact, weight;
	struct share		*shares = mem_alloc(n * sizeof *shares);
	size_t			 i;
	bool			 equal;

	for (i = 0; i < n; i++)
		total += (uint64_t)weights[i];
	equal = total == 0;
	if (equal)
		total = n;
	size = left = sum < 0 ? 0 - (uint64_t)sum : (uint64_t)sum;
	for (i = 0; i < n; i++) {
		weight = equal ? 1 : (uint64_t)weights[i];
		exact = size * weight;
		shares[i] = (struct share){ i, exact % total };
		parts_r[i] = (money)(exact / total);
		left -= (uint64_t)(exact / total);
	}
	qsort(shares, n, sizeof *shares, larger_rest_first);
	/* What is left is less than one unit a part. */
	for (i = 0; i < left; i++)
		parts_r[shares[i].part]++;
	for (i = 0; sum < 0 && i < n; i++)
		parts_r[i] = (money)(0 - (uint64_t)parts_r[i]);
	free(shares);
}
