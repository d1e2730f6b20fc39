/* One record of the file made into one item. */
#include "desk/import_parts.h"

#include <stdio.h>
#include <string.h>

#include "str.h"

const char *
item_get(const struct making *m, enum import_field field)
{
	return record_get(m->im, m->r, field);
}

bool
item_has(const struct making *m, enum import_field field)
{
	size_t	i;

	for (i = 0; i < m->im->column_count; i++)
		if (m->im->columns[i].field == field)
			return true;
	return false;
}

int
item_refuse(struct making *m, enum import_field field, const char *why)
{
	const struct import_column	*c = record_column(m->im, m->r, field);

	import_refuse(m->im, m->r->own->row, m->r->own->line, m->item->sku,
	    "'%.80s' in column '%.40s': %s", item_get(m, field),
	    c ? c->header : field_name(field), why);
	return -1;
}

/* A text of at most max bytes; says so when it had to be cut. */
const char *
item_fit(struct making *m, const char *s, size_t max, const char *what)
{
	char	*copy;

	if (strlen(s) <= max)
		return s;
	copy = arena_alloc(m->im->arena, max + 1);
	str_copy(copy, max + 1, s);
	import_note(m->im, FINDING_CUT, m->r->own->row, m->item->sku,
	    "the %s is longer than %zu bytes", what, max);
	return copy;
}

/* "~26" for "&", as The Edge writes what is no letter. */
static char *
edge_text(struct arena *arena, const char *s)
{
	char	*out = arena_alloc(arena, strlen(s) + 1);
	size_t	 len = 0;

	for (; *s != '\0'; s++) {
		if (*s == '~' && s[1] != '\0' && s[2] != '\0') {
			char	hex[3] = { s[1], s[2], '\0' };

			if (str_unhex(hex, &out[len], 1) && out[len] != '\0') {
				len++;
				s += 2;
				continue;
			}
		}
		out[len++] = *s;
	}
	out[len] = '\0';
	str_clean(out, true);
	return out;
}

/* WooCommerce writes a newline as the two characters \n. */
static char *
unescape_lines(struct arena *arena, const char *s)
{
	char	*out = arena_alloc(arena, strlen(s) + 1);
	size_t	 len = 0;

	for (; *s != '\0'; s++) {
		if (s[0] == '\\' && s[1] == 'n') {
			out[len++] = '\n';
			s++;
		} else
			out[len++] = *s;
	}
	return out;
}

const char *
item_text(struct making *m, enum import_field field)
{
	const struct import_column	*c = record_column(m->im, m->r, field);
	const char			*s = item_get(m, field);
	struct buf			 out = BUF_INIT(IMPORT_STORY_MAX * 8);
	char				*text;

	if (c == NULL)
		return "";
	if (str_eq(c->rule, "edge"))
		return edge_text(m->im->arena, s);
	if (!str_eq(c->rule, "html"))
		return s;
	if (str_eq(m->im->profile.source, "woocommerce"))
		s = unescape_lines(m->im->arena, s);
	clean_html(&out, s);
	text = arena_strdup(m->im->arena, buf_str(&out));
	buf_free(&out);
	str_clean(text, true);
	return str_trim(text);
}

bool
option_is_default(const char *value)
{
	return value[0] == '\0' || str_eq_nocase(value, "Default Title") ||
	    str_eq_nocase(value, "Regular");
}

/* "Gold, 7" of a variant's own option values; "" when there are none. */
static const char *
options_text(const struct making *m)
{
	const struct import	*im = m->im;
	const char		*value;
	char			 text[200] = "";
	size_t			 i, len;

	for (i = 0; i < im->column_count; i++) {
		if (im->columns[i].field != FIELD_OPTION_VALUE)
			continue;
		value = raw_cell(m->r->own, i);
		if (option_is_default(value))
			continue;
		len = strlen(text);
		snprintf(text + len, sizeof(text) - len, "%s%s",
		    len ? ", " : "", value);
	}
	str_clean(text, false);
	return arena_strdup(im->arena, text);
}

/* The first sentence or line of a description, when there is no title. */
static char *
title_from(struct arena *arena, const char *story)
{
	size_t	len = strcspn(story, "\n.;");

	return arena_strndup(arena, story, len);
}

static int
take_title(struct making *m)
{
	const char	*title = item_text(m, FIELD_TITLE), *options;
	char		*line;

	if (title[0] == '\0')
		title = title_from(m->im->arena, m->item->story);
	if (title[0] == '\0') {
		import_refuse(m->im, m->r->own->row, m->r->own->line,
		    m->item->sku, "it has no title and no description");
		return -1;
	}
	options = options_text(m);
	if (!m->r->alone && options[0] != '\0')
		title = arena_printf(m->im->arena, "%s, %s", title, options);
	line = arena_strdup(m->im->arena, title);
	str_clean(line, false);
	m->item->title = item_fit(m, str_trim(line), IMPORT_TITLE_MAX, "title");
	return 0;
}

static void
take_story(struct making *m)
{
	const char	*story = item_text(m, FIELD_DESCRIPTION);

	if (story[0] == '\0')
		story = item_text(m, FIELD_SUMMARY);
	m->item->story = item_fit(m, story, IMPORT_STORY_MAX, "description");
}

/*
 * The stock number, and what the source calls the row.  Both must stay the
 * same when the file is exported again, or twice would not be the same as
 * once.
 */
static int
take_sku(struct making *m)
{
	const struct import_column *c;
	struct arena	*arena = m->im->arena;
	char		 made[IMPORT_SKU_MAX + 1], *sku;
	const char	*group = item_get(m, FIELD_GROUP), *id, *options;

	c = record_column(m->im, m->r, FIELD_SOURCE_ID);
	sku = arena_strdup(arena, item_get(m, item_get(m, FIELD_SKU)[0] ==
	    '\0' && c != NULL && str_eq(c->rule, "code") ? FIELD_SOURCE_ID :
	    FIELD_SKU));
	if (sku[0] == '\'')
		sku++;
	str_clean(sku, false);
	m->item->sku = sku = str_trim(sku);
	options = options_text(m);
	id = item_get(m, FIELD_SOURCE_ID);
	if (strlen(sku) > IMPORT_SKU_MAX)
		return item_refuse(m, FIELD_SKU, "longer than a stock "
		    "number may be (64 bytes)");
	if (sku[0] == '\0') {
		if (str_eq(m->im->profile.source, "squarespace"))
			group = "";
		clean_slug(arena_printf(arena, "%s %s", group[0] != '\0' ?
		    group : m->item->title, m->r->alone ? "" : options), made,
		    sizeof(made));
		m->item->sku = arena_strdup(arena, made);
		m->item->sku_made = true;
		if (made[0] == '\0') {
			import_refuse(m->im, m->r->own->row, m->r->own->line,
			    "", "it has no stock number, and none can be made "
			    "from its name");
			return -1;
		}
		import_note(m->im, FINDING_NO_SKU, m->r->own->row, made,
		    "no stock number; %s was made from the name", made);
	}
	if (id[0] != '\0')
		m->item->ref = id;
	else if (group[0] != '\0')
		m->item->ref = m->r->alone || options[0] == '\0' ? group :
		    arena_printf(arena, "%s/%s", group, options);
	else
		m->item->ref = m->item->sku;
	return 0;
}

/* --------------------------------------------------------------- quantity */

/* "On memo": it is somewhere, but nobody may sell it from the case. */
static const char *
state_named(const char *status)
{
	static const struct {
		const char	*word;
		const char	*state;
	} words[] = {
		{ "memo", "memo" }, { "approval", "memo" },
		{ "layaway", "layaway" }, { "lay-away", "layaway" },
		{ "repair", "repair" }, { "bench", "repair" },
		{ "missing", "missing" }, { "lost", "missing" },
		{ "stolen", "missing" }, { "transfer", "transfer" },
		{ "hold", "inspect" }, { "reserved", "inspect" },
		{ "police", "legal_hold" }, { "scrap", "scrapped" },
		{ "melt", "scrapped" }, { "intake", "intake" }
	};
	char	lower[64];
	size_t	i;

	str_copy(lower, sizeof(lower), status);
	for (i = 0; lower[i] != '\0'; i++)
		if (lower[i] >= 'A' && lower[i] <= 'Z')
			lower[i] = (char)(lower[i] - 'A' + 'a');
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(lower, words[i].word) != NULL)
			return words[i].state;
	return "stock";
}

static void
take_state(struct making *m)
{
	const struct import_column	*c;
	const char			*status = item_get(m, FIELD_STATUS);
	bool				 yes;

	m->item->state = "stock";
	c = record_column(m->im, m->r, FIELD_STATUS);
	if (c != NULL && str_eq(c->rule, "edge"))
		m->item->sold |= !str_eq_nocase(status, "I");
	if (c != NULL && str_eq(c->rule, "words")) {
		m->item->sold |= clean_sold(status);
		m->item->state = state_named(status);
	}
	if (item_get(m, FIELD_SOLD)[0] != '\0' &&
	    (clean_bool(item_get(m, FIELD_SOLD), &yes) != CLEAN_OK || yes))
		m->item->sold = true;
	if (item_get(m, FIELD_SOLD_DATE)[0] != '\0' ||
	    clean_sold(m->item->title))
		m->item->sold = true;
	if (m->item->sold)
		m->item->state = "stock";
	if (!str_eq(m->item->state, "stock"))
		import_note(m->im, FINDING_STATE, m->r->own->row,
		    m->item->sku, "its status is '%.60s'", status);
}

/*
 * A file may count each of several places in a column of its own; what is in
 * all of them is added up.  *text_r is the cell that decides the answer.
 */
static enum clean
sum_places(struct making *m, const char **text_r, int64_t *sum_r)
{
	const struct import_column	*c;
	const char			*cell;
	enum clean			 answer = CLEAN_EMPTY, one;
	int64_t				 n;
	size_t				 i;

	*sum_r = 0;
	for (i = 0; i < m->im->column_count; i++) {
		c = &m->im->columns[i];
		cell = raw_cell(m->r->own, i);
		if (c->field != FIELD_QUANTITY || cell[0] == '\0')
			continue;
		one = clean_quantity(cell, &n);
		if (answer == CLEAN_EMPTY || one == CLEAN_BAD) {
			answer = one;
			*text_r = cell;
		}
		if (one == CLEAN_OK && __builtin_add_overflow(*sum_r, n, sum_r))
			answer = CLEAN_BAD;
		if (answer == CLEAN_BAD || !str_eq(c->rule, "sum"))
			break;
	}
	return answer;
}

/* The number in stock by the file's own count; 1 where it keeps none. */
static int
take_count(struct making *m)
{
	const char	*text = "";
	int64_t		*n = &m->item->quantity;
	bool		 in_stock = true, counted = true;
	enum clean	 answer = sum_places(m, &text, n);

	if (answer == CLEAN_BAD && clean_sold(text)) {
		m->item->sold = true;
		answer = CLEAN_OK;
		*n = 0;
	} else if (answer == CLEAN_BAD && str_eq_nocase(text, "Unlimited"))
		answer = CLEAN_EMPTY;
	if (answer == CLEAN_BAD)
		return item_refuse(m, FIELD_QUANTITY, "not a number of pieces");
	if (answer == CLEAN_EMPTY) {
		if (clean_bool(item_get(m, FIELD_IN_STOCK), &in_stock) !=
		    CLEAN_OK)
			in_stock = true;
		*n = in_stock ? 1 : 0;
		counted = !item_has(m, FIELD_QUANTITY) || !in_stock;
	}
	if (item_has(m, FIELD_TRACKER) && item_get(m, FIELD_TRACKER)[0] == '\0')
		counted = false;
	m->item->uncounted = !counted && !m->item->sold &&
	    m->item->kind != IMPORT_SERVICE;
	if (m->item->uncounted)
		import_note(m->im, FINDING_UNCOUNTED, m->r->own->row,
		    m->item->sku, "the other system does not count it; taken "
		    "as %lld", (long long)*n);
	if (*n < 0) {
		import_note(m->im, FINDING_NEGATIVE, m->r->own->row,
		    m->item->sku, "the count there is %lld", (long long)*n);
		*n = 0;
	}
	return 0;
}

bool
text_mentions(const char *text, const char *word)
{
	size_t	len = strlen(word), i;

	for (; *text != '\0'; text++) {
		for (i = 0; i < len; i++)
			if ((text[i] | 0x20) != word[i] && text[i] != word[i])
				break;
		if (i == len)
			return true;
	}
	return false;
}

/* One of a kind by its words, its papers or its price. */
static bool
looks_unique(const struct making *m)
{
	static const char	*const words[] = { "estate", "antique",
	    "vintage", "one of a kind", "one-of-a-kind", "ooak", "signed",
	    "art deco", "victorian", "edwardian", "georgian", NULL };
	const struct import_item *item = m->item;
	int64_t			  unit = 1;
	int			  i;

	for (i = 0; i < m->im->options.exponent; i++)
		unit *= 10;
	if (item->certificate[0] != '\0' ||
	    item_get(m, FIELD_SERIAL)[0] != '\0' || item->price >= 1000 * unit)
		return true;
	for (i = 0; words[i] != NULL; i++)
		if (text_mentions(item->title, words[i]) ||
		    text_mentions(item_get(m, FIELD_TAGS), words[i]))
			return true;
	return false;
}

static int
take_quantity(struct making *m)
{
	struct import_item	*item = m->item;

	if (take_count(m) != 0)
		return -1;
	if (item->sold || item->kind == IMPORT_SERVICE)
		item->quantity = 0;
	if (item->kind == IMPORT_SERVICE)
		return 0;
	if (m->im->options.as == IMPORT_AS_UNIQUE && item->quantity > 1)
		return item_refuse(m, FIELD_QUANTITY, "more than one, and "
		    "every piece is to be one of a kind (--unique)");
	item->kind = m->im->options.as == IMPORT_AS_COUNTED ||
	    item->quantity > 1 ? IMPORT_COUNTED : IMPORT_UNIQUE;
	item->many = item->quantity > 1 && looks_unique(m);
	if (item->many)
		import_note(m->im, FINDING_QUANTITY, m->r->own->row, item->sku,
		    "%lld of '%.80s'", (long long)item->quantity, item->title);
	if (item->sold)
		import_note(m->im, FINDING_SOLD, m->r->own->row, item->sku,
		    "'%.80s' is sold", item->title);
	if (item->kind == IMPORT_COUNTED && item->product != NULL)
		item->product->counted = true;
	return 0;
}

/* A shop that goes on selling what is gone; the fault we exist to end. */
static void
note_oversell(struct making *m)
{
	const char	*text = item_get(m, FIELD_OVERSELL);
	bool		 yes = false;

	m->item->oversell = str_eq_nocase(text, "continue") ||
	    str_eq_nocase(text, "notify") ||
	    (clean_bool(text, &yes) == CLEAN_OK && yes);
	if (m->item->oversell)
		import_note(m->im, FINDING_OVERSELL, m->r->own->row,
		    m->item->sku, "'%.80s' may be sold there when it is gone",
		    m->item->title);
}

static void
take_listed(struct making *m)
{
	const struct import_column	*c;
	struct import_item		*item = m->item;
	bool				 yes = true, archived;

	if (item->price == 0 && item->kind != IMPORT_SERVICE && !item->sold)
		import_note(m->im, FINDING_NO_PRICE, m->r->own->row, item->sku,
		    "'%.80s' has no price", item->title);
	if (item_has(m, FIELD_PUBLISHED) &&
	    clean_bool(item_get(m, FIELD_PUBLISHED), &yes) != CLEAN_OK)
		yes = false;
	c = record_column(m->im, m->r, FIELD_STATUS);
	if (c != NULL && str_eq(c->rule, "active") &&
	    !str_eq_nocase(item_get(m, FIELD_STATUS), "active"))
		yes = false;
	if (str_eq_nocase(item_get(m, FIELD_VISIBLE), "hidden") ||
	    str_eq_nocase(item_get(m, FIELD_VISIBLE), "unavailable") ||
	    (clean_bool(item_get(m, FIELD_ARCHIVED), &archived) == CLEAN_OK &&
	    archived))
		yes = false;
	item->shown = yes;
	if (m->im->options.list == IMPORT_LIST_ALL)
		yes = true;
	item->listed = yes && m->im->options.list != IMPORT_LIST_NONE &&
	    item->price > 0 && !item->sold &&
	    (item->quantity > 0 || item->kind == IMPORT_SERVICE) &&
	    str_eq(item->state, "stock");
}

/* A row that is no piece of its own; says so unless that is plain. */
static bool
is_skipped(struct making *m)
{
	const char	*type = item_get(m, FIELD_TYPE), *why = NULL;
	bool		 gift = false;

	(void)clean_bool(item_get(m, FIELD_GIFT_CARD), &gift);
	if (text_mentions(type, "variable"))
		why = "its variations are the pieces";
	else if (text_mentions(type, "grouped"))
		why = "a set of other rows";
	else if (text_mentions(type, "external"))
		why = "sold by another shop";
	else if (text_mentions(type, "downloadable") ||
	    text_mentions(type, "digital"))
		why = "a download";
	else if (gift || text_mentions(type, "gift"))
		why = "a gift card is sold as such, not as a piece";
	if (why == NULL)
		return false;
	import_note(m->im, FINDING_SKIPPED, m->r->own->row,
	    item_get(m, FIELD_SKU), "'%.80s': %s", item_get(m, FIELD_TITLE),
	    why);
	return true;
}

static int
fill_item(struct making *m)
{
	const char	*type = item_get(m, FIELD_TYPE);

	if (text_mentions(type, "virtual") || text_mentions(type, "service"))
		m->item->kind = IMPORT_SERVICE;
	take_story(m);
	if (m->r->own->cells != NULL && item_get(m, FIELD_SKU)[0] != '\0')
		m->item->sku = item_get(m, FIELD_SKU);
	if (take_title(m) != 0 || take_sku(m) != 0)
		return -1;
	item_certificate(m);
	if (item_money(m) != 0)
		return -1;
	take_state(m);
	if (take_quantity(m) != 0)
		return -1;
	note_oversell(m);
	take_listed(m);
	item_describe(m);
	if (m->r->own->dirty)
		import_note(m->im, FINDING_CONTROL, m->r->own->row,
		    m->item->sku, "control bytes in '%.80s'", m->item->title);
	return 0;
}

/* "Ring, gold" without quotes moves every later cell to the right. */
static int
check_width(struct making *m)
{
	const struct raw_row	*row = m->r->own;
	size_t			 i;

	for (i = m->im->column_count; i < row->count; i++)
		if (row->cells[i][0] != '\0') {
			import_refuse(m->im, row->row, row->line,
			    item_get(m, FIELD_SKU), "it has %zu cells where "
			    "the header has %zu; a text with a '%c' in it "
			    "must stand in quotes", row->count,
			    m->im->column_count, m->im->delim);
			return -1;
		}
	return 0;
}

void
item_make(struct import *im, const struct record *record)
{
	struct import_item	*item = &im->items[im->item_count];
	struct making		 m = { im, record, item };

	memset(item, 0, sizeof(*item));
	item->row = record->own->row;
	item->line = record->own->line;
	item->sku = "";
	item->product = record->alone ? NULL : record->base;
	if (!is_skipped(&m) && check_width(&m) == 0 && fill_item(&m) == 0)
		im->item_count++;
}
