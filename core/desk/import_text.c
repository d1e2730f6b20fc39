/* The words of other people's files: HTML, karats, carats, codes. */
#include "desk/import_clean.h"

#include <stdio.h>
#include <string.h>

#include "str.h"

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

static bool
one_of(const char *s, const char *const *words)
{
	for (; *words != NULL; words++)
		if (str_eq_nocase(s, *words))
			return true;
	return false;
}

static const struct {
	const char	*name;
	const char	*text;
} entities[] = {
	{ "amp;", "&" }, { "lt;", "<" }, { "gt;", ">" }, { "quot;", "\"" },
	{ "apos;", "'" }, { "nbsp;", " " }, { "ndash;", "\xe2\x80\x93" },
	{ "mdash;", "\xe2\x80\x94" }, { "rsquo;", "\xe2\x80\x99" },
	{ "lsquo;", "\xe2\x80\x98" }, { "ldquo;", "\xe2\x80\x9c" },
	{ "rdquo;", "\xe2\x80\x9d" }, { "eacute;", "\xc3\xa9" },
	{ "egrave;", "\xc3\xa8" }, { "frac12;", "\xc2\xbd" },
	{ "frac14;", "\xc2\xbc" }, { "deg;", "\xc2\xb0" },
	{ "hellip;", "\xe2\x80\xa6" }, { "times;", "\xc3\x97" }
};

/* s is behind the '&'; returns how much of it the entity took. */
static size_t
put_entity(struct buf *out, const char *s)
{
	char		utf8[4];
	uint32_t	cp = 0;
	size_t		i, len;
	int		used;

	for (i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
		if (str_starts(s, entities[i].name)) {
			buf_addstr(out, entities[i].text);
			return strlen(entities[i].name);
		}
	if (s[0] == '#') {
		for (len = 1; is_digit(s[len]) && len < 8; len++)
			cp = cp * 10 + (uint32_t)(s[len] - '0');
		used = cp >= ' ' ? str_utf8_put(cp, utf8) : 0;
		if (s[len] == ';' && used > 0) {
			buf_add(out, utf8, (size_t)used);
			return len + 1;
		}
	}
	buf_addch(out, '&');
	return 0;
}

static void
put_break(struct buf *out)
{
	while (out->len > 0 && out->bytes[out->len - 1] == ' ')
		out->bytes[--out->len] = '\0';
	if (out->len > 0 && out->bytes[out->len - 1] != '\n')
		buf_addch(out, '\n');
}

/* s is behind the '<' of a tag; returns what stands behind its '>'. */
static const char *
skip_tag(struct buf *out, const char *s)
{
	static const char	*const blocks[] = { "br", "p", "/p", "li",
	    "/li", "ul", "/ul", "div", "/div", "tr", "h1", "h2", "h3", "/h1",
	    "/h2", "/h3", "hr", NULL };
	char			 name[12];
	size_t			 len = 0;

	while (len + 1 < sizeof(name) && (is_letter(s[len]) ||
	    is_digit(s[len]) || (len == 0 && s[0] == '/'))) {
		name[len] = s[len];
		len++;
	}
	name[len] = '\0';
	if (one_of(name, blocks))
		put_break(out);
	while (*s != '\0' && *s != '>')
		s++;
	return *s == '>' ? s + 1 : s;
}

void
clean_html(struct buf *out, const char *s)
{
	while (*s != '\0') {
		if (*s == '<' && (is_letter(s[1]) || s[1] == '/' ||
		    s[1] == '!'))
			s = skip_tag(out, s + 1);
		else if (*s == '&')
			s += 1 + put_entity(out, s + 1);
		else {
			buf_addch(out, *s);
			s++;
		}
	}
	put_break(out);
	while (out->len > 0 && out->bytes[out->len - 1] == '\n')
		out->bytes[--out->len] = '\0';
}

bool
clean_karat(const char *s, char *out, size_t size)
{
	static const struct {
		int64_t		 fineness;
		const char	*karat;
	} marks[] = {
		{ 375, "9k" }, { 417, "10k" }, { 583, "14k" }, { 585, "14k" },
		{ 750, "18k" }, { 875, "21k" }, { 916, "22k" }, { 999, "24k" }
	};
	int64_t	n = 0;
	size_t	i;

	for (; is_digit(*s); s++)
		n = n < 10000 ? n * 10 + (*s - '0') : n;
	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (n == marks[i].fineness)
			return str_copy(out, size, marks[i].karat);
	while (*s == ' ')
		s++;
	if (n < 8 || n > 24 || ((*s | 0x20) != 'k' && (*s | 0x20) != 'c'))
		return false;
	snprintf(out, size, "%dk", (int)n);
	return true;
}

/* "1/2", "1 1/4", "0.50", "1,25" in hundredths; moves s behind it. */
static bool
take_hundredths(const char **s_r, int64_t *out_r)
{
	const char	*s = *s_r;
	int64_t		 whole = 0, part = 0, below = 0, scale = 10;

	if (!is_digit(*s) && *s != '.')
		return false;
	for (; is_digit(*s); s++)
		whole = whole < 100000 ? whole * 10 + (*s - '0') : whole;
	*out_r = whole * 100;
	if (*s == '.' || *s == ',') {
		for (s++; is_digit(*s); s++, scale /= 10)
			*out_r += (*s - '0') * scale;
	} else if (*s == '/' || (*s == ' ' && is_digit(s[1]))) {
		part = whole;
		if (*s == ' ')
			for (part = 0, s++; is_digit(*s); s++)
				part = part * 10 % 10000 + (*s - '0');
		else
			whole = 0;
		if (*s != '/')
			return false;
		for (s++; is_digit(*s); s++)
			below = below * 10 % 10000 + (*s - '0');
		if (below == 0)
			return false;
		*out_r = whole * 100 + (part * 100 + below / 2) / below;
	}
	*s_r = s;
	return true;
}

enum clean
clean_carat(const char *s, int64_t *points_r)
{
	static const char	*const carats[] = { "", "ct", "cts", "ct.",
	    "carat", "carats", "ctw", "cttw", "ct tw", "tcw", "ct. tw", NULL };
	static const char	*const points[] = { "pt", "pts", "point",
	    "points", NULL };

	if (s[0] == '\0' || str_eq(s, "-"))
		return CLEAN_EMPTY;
	if (strncmp(s, "\xc2\xbd", 2) == 0) {
		*points_r = 50;
		s += 2;
	} else if (strncmp(s, "\xc2\xbc", 2) == 0) {
		*points_r = 25;
		s += 2;
	} else if (!take_hundredths(&s, points_r))
		return CLEAN_BAD;
	while (*s == ' ')
		s++;
	if (one_of(s, points)) {
		*points_r /= 100;
		return CLEAN_OK;
	}
	return one_of(s, carats) ? CLEAN_OK : CLEAN_BAD;
}

bool
clean_sold(const char *s)
{
	static const char	*const words[] = { "sold", "vendu", "verkauft",
	    "venduto", "vendido", NULL };
	char			 word[12];
	size_t			 len = 0;

	while (len + 1 < sizeof(word) && is_letter(s[len])) {
		word[len] = s[len];
		len++;
	}
	word[len] = '\0';
	return !is_letter(s[len]) && one_of(word, words) &&
	    strstr(s, "individually") == NULL;
}

bool
clean_code(const char *s, char *out, size_t size)
{
	const char	*e;
	size_t		 len = 0;

	if (*s == '\'')
		s++;
	e = strpbrk(s, "eE");
	if (is_digit(s[0]) && e != NULL && (e[1] == '+' || is_digit(e[1])) &&
	    strchr(s, '.') != NULL && strchr(s, '.') < e)
		return false;
	for (; *s != '\0' && len + 1 < size; s++)
		if (*s != ' ' && *s != '\t')
			out[len++] = *s;
	out[len] = '\0';
	return true;
}

void
clean_slug(const char *s, char *out, size_t size)
{
	size_t	len = 0;

	for (; *s != '\0' && len + 1 < size; s++) {
		if (is_letter(*s) || is_digit(*s))
			out[len++] = *s >= 'a' && *s <= 'z' ?
			    (char)(*s - 'a' + 'A') : *s;
		else if (len > 0 && out[len - 1] != '-')
			out[len++] = '-';
	}
	while (len > 0 && out[len - 1] == '-')
		len--;
	out[len] = '\0';
}
