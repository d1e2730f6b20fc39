/* What an item costs, and in which currency. */
#include "desk/import_parts.h"

#include <string.h>

#include "str.h"

/* "Price (EUR)": the header names the currency of every row. */
static bool
header_currency(const char *header, char code[4])
{
	static const struct {
		const char	*sign;
		const char	*code;
	} known[] = {
		{ "USD", "USD" }, { "EUR", "EUR" }, { "GBP", "GBP" },
		{ "CAD", "CAD" }, { "AUD", "AUD" }, { "CHF", "CHF" },
		{ "JPY", "JPY" }, { "NZD", "NZD" }, { "SEK", "SEK" },
		{ "NOK", "NOK" }, { "DKK", "DKK" }, { "INR", "INR" },
		{ "\xe2\x82\xac", "EUR" }, { "\xc2\xa3", "GBP" }
	};
	size_t	i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strstr(header, known[i].sign) != NULL)
			return str_copy(code, 4, known[i].code);
	return false;
}

static int
take_amount(struct making *m, enum import_field field, int64_t *amount_r,
    enum clean *answer_r)
{
	const struct import_column	*c;
	char				 currency[4];

	*amount_r = 0;
	*answer_r = clean_money(item_get(m, field), m->im->mark,
	    m->im->options.exponent, amount_r, currency);
	if (*answer_r == CLEAN_BAD && clean_sold(item_get(m, field))) {
		m->item->sold = true;
		*answer_r = CLEAN_ASK;
	}
	if (*answer_r == CLEAN_BAD)
		return item_refuse(m, field, "not an amount of money");
	if (*answer_r == CLEAN_TWO_WAYS)
		return item_refuse(m, field, "can be read two ways; say "
		    "--decimal point or --decimal comma");
	if (*answer_r != CLEAN_OK)
		*amount_r = 0;
	if (*amount_r < 0)
		return item_refuse(m, field, "below zero");
	c = record_column(m->im, m->r, field);
	if (currency[0] == '\0' && c != NULL)
		(void)header_currency(c->header, currency);
	if (currency[0] != '\0' && m->im->options.currency[0] != '\0' &&
	    !str_eq(currency, m->im->options.currency))
		return item_refuse(m, field, arena_printf(m->im->arena,
		    "the shop's currency is %s", m->im->options.currency));
	return 0;
}

static int
take_currency(struct making *m)
{
	const char	*code = item_get(m, FIELD_CURRENCY);

	if (code[0] != '\0' && m->im->options.currency[0] != '\0' &&
	    !str_eq_nocase(code, m->im->options.currency))
		return item_refuse(m, FIELD_CURRENCY, arena_printf(m->im->arena,
		    "the shop's currency is %s", m->im->options.currency));
	return 0;
}

/* A sale price may have a first and a last day. */
static bool
sale_is_on(const struct making *m)
{
	int64_t	from, to;

	if (clean_date(item_get(m, FIELD_SALE_FROM), m->im->order, &from) ==
	    CLEAN_OK && from > m->im->options.today)
		return false;
	return clean_date(item_get(m, FIELD_SALE_TO), m->im->order, &to) !=
	    CLEAN_OK || to >= m->im->options.today;
}

int
item_money(struct making *m)
{
	struct import_item	*item = m->item;
	enum clean		 answer;
	int64_t			 sale;
	bool			 on_sale = true;

	if (take_currency(m) != 0 ||
	    take_amount(m, FIELD_PRICE, &item->price, &answer) != 0 ||
	    take_amount(m, FIELD_SALE_PRICE, &sale, &answer) != 0)
		return -1;
	if (item_has(m, FIELD_ON_SALE) &&
	    clean_bool(item_get(m, FIELD_ON_SALE), &on_sale) != CLEAN_OK)
		on_sale = false;
	if (on_sale && sale_is_on(m) && answer == CLEAN_OK && sale > 0)
		item->price = sale;
	if (take_amount(m, FIELD_COST, &item->cost, &answer) != 0 ||
	    take_amount(m, FIELD_FLOOR, &item->floor_price, &answer) != 0)
		return -1;
	return 0;
}
