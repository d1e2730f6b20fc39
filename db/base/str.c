/* Text helpers: see str.h. */
#include "str.h"

#include <string.h>
#include <strings.h>

bool
str_eq(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

bool
str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

static int
lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

bool
str_eq_nocase(const char *a, const char *b)
{
	for (; lower((unsigned char)*a) == lower((unsigned char)*b); a++, b++)
		if (*a == '\0')
			return true;
	return false;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool
str_empty(const char *s)
{
	if (s == NULL)
		return true;
	while (is_blank(*s))
		s++;
	return *s == '\0';
}

bool
str_copy(char *dst, size_t size, const char *src)
{
	size_t	len = src == NULL ? 0 : strlen(src);
	bool	whole = len < size;

	if (size == 0)
		return false;
	if (!whole) {
		len = size - 1;
		while (len > 0 && ((unsigned char)src[len] & 0xc0) == 0x80)
			len--;
	}
	if (len > 0)
		memmove(dst, src, len);
	dst[len] = '\0';
	return whole;
}

char *
str_trim(char *s)
{
	size_t	len;
	char	*start = s;

	while (is_blank(*start))
		start++;
	len = strlen(start);
	while (len > 0 && is_blank(start[len - 1]))
		len--;
	memmove(s, start, len);
	s[len] = '\0';
	return s;
}

int
str_utf8(const char *s, size_t len, uint32_t *cp_r)
{
	static const uint32_t	least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char	*p = (const unsigned char *)s;
	uint32_t		 cp;
	int			 i, n;

	if (len == 0)
		return 0;
	if (p[0] < 0x80) {
		*cp_r = p[0];
		return 1;
	}
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return -1;
	n = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if ((size_t)n > len)
		return -1;
	cp = p[0] & (0xffu >> (n + 1));
	for (i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return -1;
		cp = cp << 6 | (p[i] & 0x3f);
	}
	if (cp < least[n] || cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		return -1;
	*cp_r = cp;
	return n;
}

int
str_utf8_put(uint32_t cp, char out[4])
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp >= 0xd800 && cp <= 0xdfff)
		return 0;
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	if (cp > 0x10ffff)
		return 0;
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

/* Characters that move the cursor or turn the writing direction round. */
static bool
is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) ||
	    (cp >= 0x200e && cp <= 0x200f) || (cp >= 0x2028 && cp <= 0x202e) ||
	    (cp >= 0x2066 && cp <= 0x2069) || cp == 0xfeff;
}

static bool
clean(char *s, bool keep_lines, bool mend)
{
	size_t		left = strlen(s), used;
	bool		changed = false;
	char		*out = s;
	uint32_t	cp;
	int		n;

	for (; left > 0; s += used, left -= used) {
		n = str_utf8(s, left, &cp);
		used = n < 1 ? 1 : (size_t)n;
		if (n > 0 && (!is_control(cp) ||
		    (keep_lines && (cp == '\n' || cp == '\t')))) {
			if (mend)
				memmove(out, s, used);
			out += used;
			continue;
		}
		if (!mend)
			return true;
		changed = true;
		*out++ = n < 1 ? '?' : ' ';
	}
	if (mend)
		*out = '\0';
	return changed;
}

bool
str_clean(char *s, bool keep_lines)
{
	return clean(s, keep_lines, true);
}

bool
str_is_clean(const char *s, bool keep_lines)
{
	/* With mend false nothing is written: the cast is safe. */
	return !clean((char *)(uintptr_t)s, keep_lines, false);
}

bool
str_int64(const char *s, int64_t *out_r)
{
	bool	negative = *s == '-';
	int64_t	value = 0;

	if (negative)
		s++;
	if (*s == '\0')
		return false;
	for (; *s != '\0'; s++) {
		if (*s < '0' || *s > '9' ||
		    __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, *s - '0', &value))
			return false;
	}
	/* Built up negative, so that INT64_MIN parses too. */
	if (!negative && __builtin_sub_overflow((int64_t)0, value, &value))
		return false;
	*out_r = value;
	return true;
}

void
str_hex(const void *bytes, size_t len, char *out)
{
	static const char	digits[] = "0123456789abcdef";
	const unsigned char	*p = bytes;
	size_t			 i;

	for (i = 0; i < len; i++) {
		*out++ = digits[p[i] >> 4];
		*out++ = digits[p[i] & 15];
	}
	*out = '\0';
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
str_unhex(const char *hex, void *bytes, size_t len)
{
	unsigned char	*p = bytes;
	size_t		 i;
	int		 high, low;

	for (i = 0; i < len; i++) {
		if ((high = hex_digit(hex[2 * i])) < 0 ||
		    (low = hex_digit(hex[2 * i + 1])) < 0)
			return false;
		p[i] = (unsigned char)(high << 4 | low);
	}
	return hex[2 * len] == '\0';
}
