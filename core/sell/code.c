/* Spellings of a code: see code.h. */
#include "sell/code.h"

#include <stdio.h>
#include <string.h>

#include "str.h"

struct spellings {
	char	(*out)[CODE_TEXT];
	size_t	 count;
};

char
code_check_digit(const char *digits, size_t len)
{
	int	sum = 0;

	/* From the right, weights 3, 1, 3, 1 ... */
	for (size_t i = 0; i < len; i++)
		sum += (digits[len - 1 - i] - '0') * (i % 2 == 0 ? 3 : 1);
	return (char)('0' + (10 - sum % 10) % 10);
}

static void
add(struct spellings *s, const char *prefix, const char *code, size_t len,
    char check)
{
	char	text[CODE_TEXT], last[2] = { check, '\0' };

	if (s->count == CODE_SPELLINGS || (size_t)snprintf(text, sizeof text,
	    "%s%.*s%s", prefix, (int)len, code, last) >= sizeof text)
		return;
	for (size_t i = 0; i < s->count; i++)
		if (str_eq(s->out[i], text))
			return;
	str_copy(s->out[s->count++], CODE_TEXT, text);
}

/* Digits alone: the code with and without its check digit. */
static void
add_digits(struct spellings *s, const char *code, size_t len)
{
	bool	checked = len > 1 &&
	    code_check_digit(code, len - 1) == code[len - 1];

	if (checked && len == 12)
		add(s, "0", code, len, '\0');
	if (checked && (len == 13 || len == 14) && code[0] == '0')
		add(s, "", code + 1, len - 1, '\0');
	if (checked && (len == 8 || len == 12 || len == 13))
		add(s, "", code, len - 1, '\0');
	if (len == 7 || len == 11 || len == 12)
		add(s, "", code, len, code_check_digit(code, len));
	if (len == 11)
		add(s, "0", code, len, code_check_digit(code, len));
}

static void
add_letters(struct spellings *s, const char *code, size_t len)
{
	char	upper[CODE_TEXT];

	for (size_t i = 0; i <= len; i++)
		upper[i] = code[i] >= 'a' && code[i] <= 'z' ?
		    (char)(code[i] - 'a' + 'A') : code[i];
	add(s, "", upper, len, '\0');
	if (len > 2 && code[0] == '*' && code[len - 1] == '*')
		add(s, "", upper + 1, len - 2, '\0');
}

size_t
code_spellings(const char *code, char out[CODE_SPELLINGS][CODE_TEXT])
{
	struct spellings	s = { .out = out };
	char			text[CODE_TEXT];
	size_t			len;

	if (!str_copy(text, sizeof text, code))
		return 0;
	len = strlen(str_trim(text));
	if (len == 0)
		return 0;
	add(&s, "", text, len, '\0');
	if (strspn(text, "0123456789") == len)
		add_digits(&s, text, len);
	else
		add_letters(&s, text, len);
	return s.count;
}
