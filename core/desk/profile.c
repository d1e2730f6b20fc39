#include "desk/profile.h"

#include <stdlib.h>
#include <string.h>

#include "str.h"

#define HEADER_MAX	256

enum level { OWN, OWN_MANY, PRODUCT, PRODUCT_MANY };

static const struct {
	const char	*name;
	enum level	 level;
} fields[FIELD_COUNT] = {
	[FIELD_NONE] = { "-", OWN },
#define FIELD(NAME, word, lvl)	[FIELD_##NAME] = { word, lvl },
#include "desk/import_field.def"
#undef FIELD
};

/*
 * The rows of profile.def in order: a line with a code begins a profile, the
 * others are its aliases.
 */
static const struct line {
	const char		*code, *source, *title;
	bool			 verified;
	enum import_shape	 shape;
	const char		*anchors, *negatives;
	struct profile_alias	 alias;
} lines[] = {
#define PROFILE(c, s, t, v, sh, a, n)	{ .code = (c), .source = (s), \
	.title = (t), .verified = (v), .shape = SHAPE_##sh, .anchors = (a), \
	.negatives = (n) },
#define ALIAS(f, h, r)	{ .alias = { FIELD_##f, h, r } },
#include "desk/profile.def"
#undef PROFILE
#undef ALIAS
};

#define LINE_COUNT	(sizeof(lines) / sizeof(lines[0]))

const char *
field_name(enum import_field field)
{
	return fields[field].name;
}

enum import_field
field_named(const char *name)
{
	int	i;

	for (i = FIELD_NONE + 1; i < FIELD_COUNT; i++)
		if (str_eq_nocase(name, fields[i].name))
			return (enum import_field)i;
	return FIELD_NONE;
}

bool
field_of_product(enum import_field field)
{
	return fields[field].level == PRODUCT ||
	    fields[field].level == PRODUCT_MANY;
}

bool
field_many(enum import_field field)
{
	return fields[field].level == OWN_MANY ||
	    fields[field].level == PRODUCT_MANY;
}

static const char *const shapes[] = {
	[SHAPE_PLAIN] = "plain",
	[SHAPE_GROUPED] = "grouped",
	[SHAPE_PARENT] = "parent"
};

const char *
shape_name(enum import_shape shape)
{
	return shapes[shape];
}

bool
shape_named(const char *name, enum import_shape *out_r)
{
	int	i;

	for (i = SHAPE_PLAIN; i <= SHAPE_PARENT; i++)
		if (str_eq(name, shapes[i])) {
			*out_r = (enum import_shape)i;
			return true;
		}
	return false;
}

struct profiles
profile_builtin(struct arena *arena)
{
	struct profiles	 out = { NULL, 0 };
	struct profile	*p = NULL;
	size_t		 i;

	for (i = 0; i < LINE_COUNT; i++)
		out.count += lines[i].code != NULL;
	out.list = arena_alloc(arena, out.count * sizeof(*out.list));
	for (i = 0; i < LINE_COUNT; i++) {
		if (lines[i].code == NULL) {
			p->aliases[p->alias_count++] = lines[i].alias;
			continue;
		}
		p = p == NULL ? out.list : p + 1;
		p->code = lines[i].code;
		p->source = lines[i].source;
		p->title = lines[i].title;
		p->verified = lines[i].verified;
		p->shape = lines[i].shape;
		p->anchors = lines[i].anchors;
		p->negatives = lines[i].negatives;
		p->aliases = arena_alloc(arena,
		    (LINE_COUNT - i) * sizeof(*p->aliases));
	}
	return out;
}

/*
 * A header as it is compared: ASCII lower case, runs of blanks one space, no
 * trailing colon or star ("Price*" means "must be filled in").
 */
static void
normal(const char *s, char out[HEADER_MAX], bool pattern)
{
	size_t	len = 0;

	for (; *s != '\0' && len + 1 < HEADER_MAX; s++) {
		if (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r' ||
		    *s == '_') {
			if (len > 0 && out[len - 1] != ' ')
				out[len++] = ' ';
		} else
			out[len++] = *s >= 'A' && *s <= 'Z' ?
			    (char)(*s - 'A' + 'a') : *s;
	}
	while (len > 0 && (out[len - 1] == ' ' || out[len - 1] == ':' ||
	    (out[len - 1] == '*' && !pattern)))
		len--;
	out[len] = '\0';
}

static bool
stands_for(char pattern, char c)
{
	return pattern == '@' ? c >= 'a' && c <= 'z' : pattern == c;
}

/*
 * Matches a normalised header with a normalised pattern, in which a @ stands
 * for a letter and a * for one byte or more.  *from_r and *len_r say what the
 * first star stood for, in the header's own bytes: NULL without a star.
 *
 * Only the last star is ever made longer: what an earlier one could give up
 * the last one can take itself.  A pattern is an owner's own text, and one of
 * many stars must not take for ever.
 */
static bool
match(const char *s, const char *pattern, const char **from_r, size_t *len_r)
{
	const char	*after = NULL, *end = NULL, *first = NULL;

	*from_r = NULL;
	*len_r = 0;
	for (;;) {
		if (*pattern == '*') {
			if (*s == '\0')
				return false;
			if (after == NULL)
				*from_r = s;
			else if (first == NULL)
				first = end;
			after = ++pattern;
			end = ++s;
		} else if (stands_for(*pattern, *s)) {
			if (*s == '\0')
				break;
			pattern++;
			s++;
		} else {
			if (after == NULL || *end == '\0')
				return false;
			s = ++end;
			pattern = after;
		}
	}
	if (after != NULL)
		*len_r = (size_t)((first != NULL ? first : end) - *from_r);
	return true;
}

static bool
has_header(const char *const *headers, size_t count, const char *wanted,
    size_t len)
{
	char		 have[HEADER_MAX], want[HEADER_MAX];
	char		 text[HEADER_MAX];
	size_t		 i;

	if (len >= sizeof(text))
		return false;
	memcpy(text, wanted, len);
	text[len] = '\0';
	normal(text, want, true);
	for (i = 0; i < count; i++) {
		normal(headers[i], have, false);
		if (strcmp(have, want) == 0)
			return true;
	}
	return false;
}

/* How many of the headers split by | are there; *all_r whether each is. */
static size_t
count_headers(const char *list, const char *const *headers, size_t count,
    bool *all_r)
{
	size_t	len, found = 0;

	*all_r = true;
	while (*list != '\0') {
		len = strcspn(list, "|");
		if (has_header(headers, count, list, len))
			found++;
		else
			*all_r = false;
		list += len + (list[len] == '|');
	}
	return found;
}

static bool
fits(const struct profile *p, const char *const *headers, size_t count)
{
	bool	all, none;

	if (p->anchors[0] == '\0')
		return false;
	count_headers(p->anchors, headers, count, &all);
	return all && count_headers(p->negatives, headers, count, &none) == 0;
}

/* The columns of a spreadsheet that mean something at first sight. */
static bool
readable(const struct profile *p, const char *const *headers, size_t count)
{
	struct import_column	*columns;
	struct arena		*arena = arena_new();
	bool			 found[FIELD_COUNT] = { false };
	size_t			 i;

	columns = profile_columns(arena, p, headers, count);
	for (i = 0; i < count; i++)
		found[columns[i].field] = true;
	arena_free(arena);
	return (found[FIELD_SKU] || found[FIELD_TITLE]) &&
	    (found[FIELD_PRICE] || (found[FIELD_SKU] && found[FIELD_TITLE]));
}

const struct profile *
profile_detect(const struct profiles *all, const char *const *headers,
    size_t count)
{
	const struct profile	*best = NULL;
	size_t			 i, score, most = 0;
	bool			 every;

	for (i = 0; i < all->count; i++) {
		if (!fits(&all->list[i], headers, count))
			continue;
		score = count_headers(all->list[i].anchors, headers, count,
		    &every);
		if (score > most) {
			most = score;
			best = &all->list[i];
		}
	}
	for (i = 0; best == NULL && i < all->count; i++)
		if (str_eq(all->list[i].code, "spreadsheet") &&
		    readable(&all->list[i], headers, count))
			best = &all->list[i];
	return best;
}

const struct profile *
profile_find(const struct profiles *all, const char *code,
    const char *const *headers, size_t count)
{
	const struct profile	*first = NULL;
	size_t			 i;

	for (i = 0; i < all->count; i++) {
		if (str_eq_nocase(code, all->list[i].code))
			return &all->list[i];
		if (!str_eq_nocase(code, all->list[i].source))
			continue;
		if (first == NULL || fits(&all->list[i], headers, count))
			first = &all->list[i];
	}
	return first;
}

/* One "header = field" line into *alias_r: 1, 0 for nothing on it, -1. */
static int
map_line(struct arena *arena, char *line, int number,
    struct profile_alias *alias_r, struct err *err)
{
	char	*mark = strrchr(line, '=');
	char	*header, *field;

	str_trim(line);
	header = str_trim(line);
	if (header[0] == '\0' || header[0] == '#')
		return 0;
	if (mark == NULL) {
		err_set(err, ERR_INPUT, "map file line %d: no = in it", number);
		return err_hint(err, "Write one \"their header = our field\" "
		    "a line.");
	}
	*mark = '\0';
	header = str_trim(header);
	field = str_trim(mark + 1);
	alias_r->field = field_named(field);
	if (alias_r->field == FIELD_NONE && !str_eq(field, "-") &&
	    !str_starts(field, "attribute:")) {
		err_set(err, ERR_INPUT, "map file line %d: no field is called "
		    "'%s'", number, field);
		return err_hint(err, "Fields are sku, title, price, quantity, "
		    "barcode, category, description, maker, cost, photo and "
		    "attribute:NAME; vitrinectl(8) lists them all.");
	}
	alias_r->header = arena_strdup(arena, header);
	alias_r->rule = "";
	if (str_starts(field, "attribute:")) {
		alias_r->field = FIELD_ATTRIBUTE;
		alias_r->rule = arena_strdup(arena, str_trim(field + 10));
	}
	return 1;
}

int
profile_map(struct arena *arena, const struct profile *base, const char *text,
    struct profile *out_r, struct err *err)
{
	char	*copy = arena_strdup(arena, text), *line, *next;
	size_t	 room = base->alias_count + 1;
	int	 number = 0, got;

	if (strncmp(copy, "\xef\xbb\xbf", 3) == 0)
		copy += 3;
	for (line = copy; *line != '\0'; line++)
		room += *line == '\n';
	*out_r = *base;
	out_r->aliases = arena_alloc(arena, room * sizeof(*out_r->aliases));
	out_r->alias_count = 0;
	for (line = copy; line != NULL; line = next) {
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		got = map_line(arena, line, ++number,
		    &out_r->aliases[out_r->alias_count], err);
		if (got < 0)
			return -1;
		out_r->alias_count += (size_t)got;
	}
	memcpy(out_r->aliases + out_r->alias_count, base->aliases,
	    base->alias_count * sizeof(*base->aliases));
	out_r->alias_count += base->alias_count;
	return 0;
}

/* "Weight (g)": an alias with the rule "unit" is named by its header. */
static const char *
capture_of(struct arena *arena, const char *header, const char *norm,
    const char *from, size_t len)
{
	size_t	at = (size_t)(from - norm);

	/* The header itself keeps its case when it was not re-spaced. */
	if (strlen(header) >= at + len && strlen(header) >= strlen(norm))
		return str_trim(arena_strndup(arena, header + at, len));
	return str_trim(arena_strndup(arena, from, len));
}

/*
 * A title that is missing is taken from the description, so "Description" may
 * mean either; that is why an alias is skipped when its field has a column.
 */
struct import_column *
profile_columns(struct arena *arena, const struct profile *p,
    const char *const *headers, size_t count)
{
	struct import_column	*out;
	const char		*from;
	char			 pattern[HEADER_MAX], (*norm)[HEADER_MAX];
	bool			 taken[FIELD_COUNT] = { false };
	size_t			 a, i, len;

	out = arena_alloc(arena, (count + 1) * sizeof(*out));
	norm = arena_alloc(arena, (count + 1) * sizeof(*norm));
	for (i = 0; i < count; i++) {
		out[i].header = arena_strdup(arena, headers[i]);
		out[i].rule = out[i].capture = "";
		normal(headers[i], norm[i], false);
	}
	for (a = 0; a < p->alias_count; a++) {
		normal(p->aliases[a].header, pattern, true);
		for (i = 0; i < count; i++) {
			if (out[i].field != FIELD_NONE || norm[i][0] == '\0' ||
			    (taken[p->aliases[a].field] &&
			    !field_many(p->aliases[a].field) &&
			    !str_eq(p->aliases[a].rule, "sum")) ||
			    !match(norm[i], pattern, &from, &len))
				continue;
			out[i].field = p->aliases[a].field;
			out[i].rule = p->aliases[a].rule;
			if (from != NULL)
				out[i].capture = capture_of(arena, headers[i],
				    norm[i], from, len);
			taken[out[i].field] = true;
			if (out[i].field == FIELD_NONE)
				norm[i][0] = '\0';	/* "-": ignore it */
		}
	}
	return out;
}
