/* Card numbers, to keep them out: see pan.h. */
#include "sell/pan.h"

#include <stddef.h>
#include <string.h>

#include "uuid.h"

static bool
luhn(const char *digits, size_t len)
{
	int	sum = 0, digit;
	size_t	i;

	for (i = 0; i < len; i++) {
		digit = digits[len - 1 - i] - '0';
		if (i % 2 == 1)
			digit = digit > 4 ? digit * 2 - 9 : digit * 2;
		sum += digit;
	}
	return sum % 10 == 0;
}

static bool
between_digits(char c)
{
	return c == ' ' || c == '-' || c == '.';
}

bool
pan_in(const char *text)
{
	char		run[20];
	size_t		len = 0;
	struct uuid	id;
	bool		found = false;

	if (uuid_parse(text, &id))
		return false;
	for (; !found; text++) {
		if (*text >= '0' && *text <= '9') {
			if (len < sizeof run)
				run[len] = *text;
			len++;
			continue;
		}
		/* Between digits, and at most one of them. */
		if (len > 0 && between_digits(*text) && text[1] >= '0' &&
		    text[1] <= '9')
			continue;
		found = len >= 13 && len <= 19 && luhn(run, len);
		len = 0;
		if (*text == '\0')
			break;
	}
	return found;
}
