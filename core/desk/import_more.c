/* What describes an item: materials, papers, codes, photos, attributes. */
#include "desk/import_parts.h"

#include <string.h>

#include "str.h"

static void
take_category(struct making *m)
{
	const struct import_column	*c;
	char				*text, *cut;

	text = arena_strdup(m->im->arena, item_text(m, FIELD_CATEGORY));
	c = record_column(m->im, m->r, FIELD_CATEGORY);
	if (c != NULL && str_eq(c->rule, "last")) {
		text[strcspn(text, ",")] = '\0';
		if ((cut = strrchr(text, '>')) != NULL ||
		    (text[0] == '/' && (cut = strrchr(text, '/')) != NULL))
			text = cut + 1;
	}
	str_clean(text, false);
	text = str_trim(text);
	m->item->category = str_eq_nocase(text, "Uncategorized") ? "" :
	    item_fit(m, text, 80, "category");
}

static void
take_dates(struct making *m)
{
	enum clean	answer;

	answer = clean_date(item_get(m, FIELD_DATE_IN), m->im->order,
	    &m->item->date_in);
	if (answer == CLEAN_BAD || answer == CLEAN_TWO_WAYS) {
		m->item->date_in = 0;
		import_note(m->im, FINDING_DATE, m->r->own->row,
		    m->item->sku, "'%.40s' is %s", item_get(m, FIELD_DATE_IN),
		    answer == CLEAN_BAD ? "no date" : "a date that can be "
		    "read two ways");
	}
}

/* "18k" and "Yellow gold" belong together. */
static void
take_materials(struct making *m)
{
	struct import_item	*item = m->item;
	char			 karat[16];
	const char		*metal = item_text(m, FIELD_METAL);

	if (clean_karat(item_get(m, FIELD_KARAT), karat, sizeof(karat)) &&
	    !text_mentions(metal, karat))
		metal = metal[0] == '\0' ? arena_strdup(m->im->arena, karat) :
		    arena_printf(m->im->arena, "%s %s", karat, metal);
	item->metal = item_fit(m, metal, 120, "metal");
	item->stone = item_fit(m, item_text(m, FIELD_STONE), 120, "stone");
	if (clean_carat(item_get(m, FIELD_CARAT), &item->carat_points) !=
	    CLEAN_OK)
		item->carat_points = 0;
}

/* "GIA 1234567890" in one cell, or a lab's own column. */
void
item_certificate(struct making *m)
{
	static const char	*const labs[] = { "GIA", "IGI", "AGS", "EGL",
	    "HRD", "GCAL", "SSEF", "AGL", "GUB", NULL };
	const struct import_column	*c;
	const char			*text = item_get(m, FIELD_CERTIFICATE);
	int				 i;

	c = record_column(m->im, m->r, FIELD_CERTIFICATE);
	m->item->lab = item_get(m, FIELD_LAB);
	if (c != NULL && str_starts(c->rule, "lab="))
		m->item->lab = c->rule + 4;
	for (i = 0; labs[i] != NULL; i++)
		if (str_starts(text, labs[i])) {
			m->item->lab = labs[i];
			text += strlen(labs[i]);
			text += strspn(text, " #:-");
		}
	if (str_eq_nocase(text, "none") || str_eq_nocase(text, "no") ||
	    str_eq_nocase(text, "n/a") || str_eq(text, "-"))
		text = "";
	m->item->certificate = item_fit(m, text, 80, "certificate");
}

static void
add_code(struct making *m, const char *text)
{
	struct import_item	*item = m->item;
	char			 code[80];
	size_t			 i;

	if (text[0] == '\0' || item->code_count == IMPORT_MANY_MAX)
		return;
	if (!clean_code(text, code, sizeof(code))) {
		import_note(m->im, FINDING_CODE, m->r->own->row, item->sku,
		    "barcode '%.40s' has lost digits", text);
		return;
	}
	if (code[0] == '\0' || str_eq(code, item->sku))
		return;
	for (i = 0; i < item->code_count; i++)
		if (str_eq(item->codes[i], code))
			return;
	if (item->codes == NULL)
		item->codes = arena_alloc(m->im->arena,
		    IMPORT_MANY_MAX * sizeof(*item->codes));
	item->codes[item->code_count++] = arena_strdup(m->im->arena, code);
}

static void
add_photo(struct making *m, const char *from, size_t len)
{
	struct import_item	*item = m->item;
	char			*name;
	size_t			 i;

	name = str_trim(arena_strndup(m->im->arena, from, len));
	if (name[0] == '\0' || item->photo_count == IMPORT_MANY_MAX)
		return;
	for (i = 0; i < item->photo_count; i++)
		if (str_eq(item->photos[i], name))
			return;
	if (item->photos == NULL)
		item->photos = arena_alloc(m->im->arena,
		    IMPORT_MANY_MAX * sizeof(*item->photos));
	item->photos[item->photo_count++] = name;
}

static void
add_photos(struct making *m, const char *text, const char *rule)
{
	const char	*cut = str_eq(rule, "comma") ? ",;|" :
	    str_eq(rule, "bar") ? "|" : str_eq(rule, "space") ? " \n" : "";
	size_t		 len;

	while (*text != '\0') {
		len = cut[0] == '\0' ? strlen(text) : strcspn(text, cut);
		add_photo(m, text, len);
		text += len + (text[len] != '\0');
	}
}

static void
take_many(struct making *m)
{
	const struct import	*im = m->im;
	size_t			 i, p;

	for (i = 0; i < im->column_count; i++) {
		if (im->columns[i].field == FIELD_BARCODE ||
		    (im->columns[i].field == FIELD_SOURCE_ID &&
		    str_eq(im->columns[i].rule, "code")))
			add_code(m, raw_cell(m->r->own, i));
		if (im->columns[i].field != FIELD_PHOTO)
			continue;
		add_photos(m, raw_cell(m->r->own, i), im->columns[i].rule);
		for (p = 0; p < m->r->photo_count; p++)
			add_photos(m, raw_cell(m->r->photos[p], i),
			    im->columns[i].rule);
	}
}

static void
add_attr(struct making *m, const char *name, const char *value)
{
	struct import_item	*item = m->item;
	char			*clean;

	if (value[0] == '\0' || name[0] == '\0' ||
	    item->attr_count == IMPORT_MANY_MAX)
		return;
	if (item->attrs == NULL)
		item->attrs = arena_alloc(m->im->arena,
		    IMPORT_MANY_MAX * sizeof(*item->attrs));
	clean = arena_strdup(m->im->arena, value);
	str_clean(clean, false);
	item->attrs[item->attr_count].name = item_fit(m, name, 80, "name of an "
	    "attribute");
	item->attrs[item->attr_count++].value = item_fit(m, clean,
	    IMPORT_VALUE_MAX, name);
}

/* The value of the column that belongs to a name column: "Option2 value". */
static const char *
paired_value(const struct making *m, enum import_field field,
    const char *capture)
{
	const struct import	*im = m->im;
	size_t			 i;

	for (i = 0; i < im->column_count; i++)
		if (im->columns[i].field == field &&
		    str_eq(im->columns[i].capture, capture))
			return raw_cell(m->r->own, i);
	return "";
}

static const char *
own_or_base(const struct making *m, size_t column)
{
	const char	*own = raw_cell(m->r->own, column);

	return own[0] != '\0' ? own : raw_cell(m->r->base, column);
}

static void
take_attr_column(struct making *m, size_t i)
{
	const struct import_column	*c = &m->im->columns[i];
	const char			*value = own_or_base(m, i);
	const char			*name = c->rule;

	if (str_eq(c->rule, "public") && c->capture[0] == '_')
		return;
	if (str_eq(c->rule, "unit")) {
		if (strspn(value, "0.,") == strlen(value))
			return;
		name = c->header;
	} else if (str_eq(c->rule, "public") || c->rule[0] == '\0')
		name = c->capture[0] != '\0' ? c->capture : c->header;
	add_attr(m, name, value);
}

static void
take_attrs(struct making *m)
{
	const struct import	*im = m->im;
	const char		*name, *value;
	size_t			 i;

	add_attr(m, "Maker", item_text(m, FIELD_MAKER));
	for (i = 0; i < im->column_count; i++) {
		name = own_or_base(m, i);
		if (im->columns[i].field == FIELD_ATTRIBUTE)
			take_attr_column(m, i);
		else if (im->columns[i].field == FIELD_OPTION_NAME) {
			value = paired_value(m, FIELD_OPTION_VALUE,
			    im->columns[i].capture);
			if (!option_is_default(value))
				add_attr(m, name, value);
		} else if (im->columns[i].field == FIELD_ATTR_NAME)
			add_attr(m, name, paired_value(m, FIELD_ATTR_VALUE,
			    im->columns[i].capture));
	}
	add_attr(m, "Serial number", item_get(m, FIELD_SERIAL));
	add_attr(m, "Tags", item_get(m, FIELD_TAGS));
}

void
item_describe(struct making *m)
{
	take_category(m);
	take_dates(m);
	take_materials(m);
	m->item->location = item_fit(m, item_get(m, FIELD_LOCATION), 80,
	    "location");
	m->item->consignor = item_fit(m, item_get(m, FIELD_CONSIGNOR), 120,
	    "consignor");
	take_many(m);
	take_attrs(m);
}
