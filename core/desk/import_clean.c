#include "desk/import_clean.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "str.h"

/* ASCII only, whatever the locale. */
static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool
one_of(const char *s, const char *const *words)
{
	for (; *words != NULL; words++)
		if (str_eq_nocase(s, *words))
			return true;
	return false;
}

static bool
is_nothing(const char *s)
{
	static const char	*const words[] = { "-", "--", "n/a", "na",
	    "none", "null", "nil", "?", "tbd", "\xe2\x80\x93",
	    "\xe2\x80\x94", NULL };

	return s[0] == '\0' || one_of(s, words);
}

static bool
is_ask(const char *s)
{
	static const char	*const words[] = { "call", "call us",
	    "call for price", "ask", "poa", "p.o.a.", "price on request",
	    "on request", "price on application", "inquire", "enquire",
	    "request", "auf anfrage", "sur demande", NULL };

	return one_of(s, words);
}

/* Signs that belong to one currency only.  "$" and "kr" belong to many. */
static const struct {
	const char	*sign;
	const char	*code;
} signs[] = {
	{ "\xe2\x82\xac", "EUR" }, { "\xc2\xa3", "GBP" },
	{ "US$", "USD" }, { "CA$", "CAD" }, { "AU$", "AUD" }, { "A$", "AUD" },
	{ "C$", "CAD" }, { "NZ$", "NZD" }, { "\xe2\x82\xb9", "INR" },
	{ "\xc2\xa5", "" }, { "Fr.", "CHF" }, { "$", "" }, { "kr", "" }
};

static size_t
skip_sign(const char *s, char currency_r[4])
{
	size_t	i, len;

	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		len = strlen(signs[i].sign);
		if (strncmp(s, signs[i].sign, len) == 0) {
			if (signs[i].code[0] != '\0')
				str_copy(currency_r, 4, signs[i].code);
			return len;
		}
	}
	for (len = 0; is_letter(s[len]); len++)
		continue;
	if (len != 3)
		return 0;
	for (i = 0; i < 3; i++)
		currency_r[i] = upper(s[i]);
	currency_r[3] = '\0';
	return 3;
}

/* Blanks people put into numbers: space, no-break space, narrow one. */
static size_t
skip_blank(const char *s)
{
	if (s[0] == ' ' || s[0] == '\t')
		return 1;
	if (strncmp(s, "\xc2\xa0", 2) == 0)
		return 2;
	if (strncmp(s, "\xe2\x80\xaf", 3) == 0 ||
	    strncmp(s, "\xe2\x80\x89", 3) == 0)
		return 3;
	return 0;
}

struct number {
	char	text[40];	/* digits , and . only */
	bool	negative;
	char	currency[4];
};

/* Reduces an amount to its digits and marks.  False when it is no amount. */
static bool
take_number(const char *s, struct number *n)
{
	size_t	len = 0, skip;
	bool	closed = false;

	memset(n, 0, sizeof(*n));
	if (s[0] == '\'' && s[1] != '\0')
		s++;
	while (*s != '\0') {
		if ((skip = skip_blank(s)) > 0)
			;
		else if (is_digit(*s) || *s == '.' || *s == ',') {
			if (closed || len + 1 == sizeof(n->text))
				return false;
			n->text[len++] = *s;
			skip = 1;
		} else if (*s == '\'' && len > 0)
			skip = 1;
		else if ((*s == '-' || *s == '(') && len == 0 &&
		    !n->negative) {
			n->negative = true;
			skip = 1;
		} else if (*s == ')' && n->negative)
			skip = 1;
		else if (*s == '-' && len > 0 && s[1] == '\0' &&
		    !is_digit(n->text[len - 1]))
			skip = 1;		/* "4,200.-" */
		else if ((skip = skip_sign(s, n->currency)) > 0)
			closed = len > 0;
		else
			return false;
		s += skip;
	}
	/* The mark of "4200,-" has nothing behind it. */
	if (len > 1 && (n->text[len - 1] == ',' || n->text[len - 1] == '.'))
		n->text[--len] = '\0';
	return len > 0 && is_digit(n->text[len - 1]);
}

static size_t
count_char(const char *s, char c)
{
	size_t	n = 0;

	for (; *s != '\0'; s++)
		n += *s == c;
	return n;
}

/* Digits stand in threes after every thousands mark. */
static bool
well_grouped(const char *s, char mark, char decimal)
{
	const char	*p = strchr(s, mark), *q;

	if (p == NULL)
		return true;
	if (p == s || p - s > 3)
		return false;
	while (*p == mark) {
		for (q = p + 1; is_digit(*q); q++)
			continue;
		if (q - p != 4)
			return false;
		p = q;
	}
	return *p == '\0' || *p == decimal;
}

enum clean_mark
clean_mark_of(const char *s)
{
	struct number	 n;
	const char	*point, *comma;
	size_t		 points, commas, after;

	if (!take_number(s, &n))
		return MARK_UNKNOWN;
	points = count_char(n.text, '.');
	commas = count_char(n.text, ',');
	point = strrchr(n.text, '.');
	comma = strrchr(n.text, ',');
	if (points > 0 && commas > 0)
		return point > comma ? MARK_POINT : MARK_COMMA;
	if (points > 1)
		return MARK_COMMA;
	if (commas > 1)
		return MARK_POINT;
	if (points == 0 && commas == 0)
		return MARK_UNKNOWN;
	after = strlen(point ? point : comma) - 1;
	if (after == 3 && n.text[0] != '0' && n.text[0] != '.' &&
	    n.text[0] != ',')
		return MARK_UNKNOWN;
	return point ? MARK_POINT : MARK_COMMA;
}

/* Digits and one decimal mark to minor units. */
static enum clean
to_minor(const char *s, char decimal, char thousands, int exponent,
    int64_t *amount_r)
{
	int64_t	amount = 0;
	int	decimals = -1;

	for (; *s != '\0'; s++) {
		if (*s == thousands)
			continue;
		if (*s == decimal) {
			decimals = 0;
			continue;
		}
		if (decimals >= 0 && decimals++ == exponent) {
			if (*s != '0')
				return CLEAN_BAD;
			decimals--;
			continue;
		}
		if (amount > INT64_MAX / 100)
			return CLEAN_BAD;
		amount = amount * 10 + (*s - '0');
	}
	for (decimals = decimals < 0 ? 0 : decimals; decimals < exponent;
	    decimals++) {
		if (amount > INT64_MAX / 100)
			return CLEAN_BAD;
		amount *= 10;
	}
	*amount_r = amount;
	return CLEAN_OK;
}

enum clean
clean_money(const char *s, enum clean_mark mark, int exponent,
    int64_t *amount_r, char currency_r[4])
{
	struct number	n;
	enum clean_mark	own;
	enum clean	answer;
	char		decimal, thousands;

	currency_r[0] = '\0';
	if (is_nothing(s))
		return CLEAN_EMPTY;
	if (is_ask(s))
		return CLEAN_ASK;
	if (!take_number(s, &n))
		return CLEAN_BAD;
	own = clean_mark_of(s);
	if (own == MARK_UNKNOWN)
		own = mark;
	if (own == MARK_UNKNOWN && strpbrk(n.text, ".,") != NULL) {
		/* "4,200": a lone comma before three digits is American. */
		if (strchr(n.text, '.') != NULL)
			return CLEAN_TWO_WAYS;
		own = MARK_POINT;
	}
	decimal = own == MARK_COMMA ? ',' : '.';
	thousands = own == MARK_COMMA ? '.' : ',';
	if (count_char(n.text, decimal) > 1 ||
	    !well_grouped(n.text, thousands, decimal))
		return CLEAN_BAD;
	answer = to_minor(n.text, decimal, thousands, exponent, amount_r);
	if (answer == CLEAN_OK && n.negative)
		*amount_r = -*amount_r;
	str_copy(currency_r, 4, n.currency);
	return answer;
}

enum clean
clean_quantity(const char *s, int64_t *out_r)
{
	int64_t	n = 0;
	bool	negative = false;
	size_t	i = 0;

	if (is_nothing(s))
		return CLEAN_EMPTY;
	if (s[0] == '-') {
		negative = true;
		i = 1;
	}
	if (!is_digit(s[i]))
		return CLEAN_BAD;
	for (; is_digit(s[i]); i++) {
		if (n > 1000000000)
			return CLEAN_BAD;
		n = n * 10 + (s[i] - '0');
	}
	if (s[i] == '.' || s[i] == ',')
		for (i++; s[i] == '0'; i++)
			continue;
	while (s[i] == ' ')
		i++;
	if (s[i] != '\0' && !str_eq_nocase(s + i, "pc") &&
	    !str_eq_nocase(s + i, "pcs") && !str_eq_nocase(s + i, "pcs.") &&
	    !str_eq_nocase(s + i, "pieces") && !str_eq_nocase(s + i, "ea"))
		return CLEAN_BAD;
	*out_r = negative ? -n : n;
	return CLEAN_OK;
}

enum clean
clean_bool(const char *s, bool *out_r)
{
	static const char	*const yes[] = { "1", "yes", "true", "y", "x",
	    "on", "t", "active", "published", "ja", "oui", "si", NULL };
	static const char	*const no[] = { "0", "no", "false", "n", "off",
	    "f", "draft", "archived", "nein", "non", NULL };

	if (s[0] == '\0')
		return CLEAN_EMPTY;
	*out_r = one_of(s, yes);
	return *out_r || one_of(s, no) ? CLEAN_OK : CLEAN_BAD;
}

/* Splits a date into up to three words and says what stood between them. */
struct date_parts {
	char	part[3][12];
	char	mark;		/* of - / . or ' ' */
	size_t	count;
};

static bool
split_date(const char *s, struct date_parts *d)
{
	size_t	len;

	memset(d, 0, sizeof(*d));
	while (*s != '\0' && d->count < 3) {
		len = 0;
		while (is_digit(*s) || is_letter(*s)) {
			if (len + 1 == sizeof(d->part[0]))
				return false;
			/* "1Mar", and a date before a time "2024-03-01T.." */
			if (len > 0 && is_digit(*s) !=
			    is_digit(d->part[d->count][0]))
				break;
			d->part[d->count][len++] = *s++;
		}
		if (len > 0)
			d->count++;
		if (d->count == 3 || *s == '\0')
			break;
		if (strchr("-/. ,", *s) == NULL && len == 0)
			return false;
		if (d->mark == '\0')
			d->mark = *s;
		while (*s != '\0' && strchr("-/. ,", *s) != NULL)
			s++;
	}
	return d->count == 3;
}

static int64_t
month_named(const char *s)
{
	static const char	*const names[] = { "jan", "feb", "mar", "apr",
	    "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" };
	int64_t			 i;

	if (strlen(s) < 3)
		return 0;
	for (i = 0; i < 12; i++)
		if (lower(s[0]) == names[i][0] && lower(s[1]) == names[i][1] &&
		    lower(s[2]) == names[i][2])
			return i + 1;
	return 0;
}

static int64_t
full_year(const char *s)
{
	int64_t	year;

	if (!str_int64(s, &year))
		return 0;
	if (strlen(s) == 2)
		return year < 70 ? 2000 + year : 1900 + year;
	return strlen(s) == 4 ? year : 0;
}

static bool
put_date(int64_t year, int64_t month, int64_t day, int64_t *out_r)
{
	static const int	days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30,
	    31, 30, 31 };

	if (year < 1600 || year > 2999 || month < 1 || month > 12 ||
	    day < 1 || day > days[month - 1])
		return false;
	if (month == 2 && day == 29 &&
	    (year % 4 != 0 || (year % 100 == 0 && year % 400 != 0)))
		return false;
	*out_r = year * 10000 + month * 100 + day;
	return true;
}

/* Day and month are both numbers below 13, with the year last. */
static bool
undecided(const struct date_parts *d, int64_t *a_r, int64_t *b_r)
{
	return strlen(d->part[0]) <= 2 && str_int64(d->part[0], a_r) &&
	    str_int64(d->part[1], b_r) && d->mark != '.';
}

enum clean_order
clean_order_of(const char *s)
{
	struct date_parts	d;
	int64_t			a, b;

	if (!split_date(s, &d) || !undecided(&d, &a, &b))
		return ORDER_UNKNOWN;
	if (a > 12 && b <= 12)
		return ORDER_DAY_FIRST;
	if (b > 12 && a <= 12)
		return ORDER_MONTH_FIRST;
	return ORDER_UNKNOWN;
}

enum clean
clean_date(const char *s, enum clean_order order, int64_t *out_r)
{
	struct date_parts	d;
	int64_t			a = 0, b = 0, day;

	if (is_nothing(s))
		return CLEAN_EMPTY;
	if (!split_date(s, &d))
		return CLEAN_BAD;
	if (strlen(d.part[0]) == 4 && str_int64(d.part[1], &a) &&
	    str_int64(d.part[2], &b))
		return put_date(full_year(d.part[0]), a, b, out_r) ?
		    CLEAN_OK : CLEAN_BAD;
	if ((a = month_named(d.part[1])) > 0)
		return str_int64(d.part[0], &day) &&
		    put_date(full_year(d.part[2]), a, day, out_r) ?
		    CLEAN_OK : CLEAN_BAD;
	if ((a = month_named(d.part[0])) > 0)
		return str_int64(d.part[1], &day) &&
		    put_date(full_year(d.part[2]), a, day, out_r) ?
		    CLEAN_OK : CLEAN_BAD;
	if (!str_int64(d.part[0], &a) || !str_int64(d.part[1], &b))
		return CLEAN_BAD;
	if (d.mark == '.' || a == b)
		order = ORDER_DAY_FIRST;
	else if (clean_order_of(s) != ORDER_UNKNOWN)
		order = clean_order_of(s);
	if (order == ORDER_UNKNOWN)
		return CLEAN_TWO_WAYS;
	if (order == ORDER_MONTH_FIRST) {
		day = b;
		b = a;
		a = day;
	}
	return put_date(full_year(d.part[2]), b, a, out_r) ? CLEAN_OK :
	    CLEAN_BAD;
}
