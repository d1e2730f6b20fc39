/* Reading the law on reporting cash: see cashlaw.h. */
#include "sell/cashlaw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "sell/day.h"
#include "str.h"

#define HOUR_US	(3600 * SECOND_US)

void
cash_law_none(struct cash_law *law)
{
	*law = (struct cash_law){ .applies = false };
}

static void
take_count(int *to, const char *value, int most)
{
	char	*end;
	long	 n = strtol(value, &end, 10);

	if (*end == '\0' && end != value && n >= 0 && n <= most)
		*to = (int)n;
}

static void
take_money(money *to, const char *value, const struct currency *currency)
{
	money	amount;

	if (money_parse(value, currency, &amount, NULL) == 0 && amount >= 0)
		*to = amount;
}

/* "01-31": a month and a day of any year. */
static void
take_date(int *to, const char *value)
{
	int	day;
	char	text[DAY_TEXT];

	if (strlen(value) != 5)
		return;
	snprintf(text, sizeof text, "2001-%.5s", value);
	if (day_parse(text, &day, NULL) == 0)
		*to = day % 10000;
}

/* As the statement compares: a comma on both sides of each code. */
static void
take_codes(struct cash_law *law, const char *value)
{
	size_t	i, n = 0;

	if (str_eq(value, "*")) {
		str_copy(law->collectibles, sizeof law->collectibles, value);
		return;
	}
	law->collectibles[n++] = ',';
	for (i = 0; value[i] != '\0' && n < sizeof law->collectibles - 2; i++)
		if (value[i] != ' ')
			law->collectibles[n++] = value[i];
	law->collectibles[n++] = ',';
	law->collectibles[n] = '\0';
}

void
cash_law_take(struct cash_law *law, const char *key, const char *value,
    const struct currency *currency)
{
	static const char	family[] = "cash_report_";

	if (strncmp(key, family, sizeof family - 1) != 0)
		return;
	key += sizeof family - 1;
	if (str_eq(key, "currency"))
		str_copy(law->currency, sizeof law->currency, value);
	else if (str_eq(key, "over"))
		take_money(&law->over, value, currency);
	else if (str_eq(key, "instrument_most"))
		take_money(&law->instrument_most, value, currency);
	else if (str_eq(key, "durable_over"))
		take_money(&law->durable_over, value, currency);
	else if (str_eq(key, "months"))
		take_count(&law->months, value, 120);
	else if (str_eq(key, "hours"))
		take_count(&law->hours, value, 24 * 31);
	else if (str_eq(key, "file_days"))
		take_count(&law->file_days, value, 366);
	else if (str_eq(key, "keep_years"))
		take_count(&law->keep_years, value, 100);
	else if (str_eq(key, "statement"))
		take_date(&law->statement, value);
	else if (str_eq(key, "collectibles"))
		take_codes(law, value);
}

void
cash_law_settle(struct cash_law *law, const struct currency *shop)
{
	if (law->collectibles[0] == '\0')
		take_codes(law, "");
	law->applies = str_eq(law->currency, shop->code) && law->over > 0 &&
	    law->months > 0 && law->statement != 0;
}

void
cash_law_limits(const struct cash_law *law, struct cash_limits *out_r)
{
	*out_r = (struct cash_limits){ law->over, law->instrument_most,
	    law->durable_over, law->collectibles };
}

money
cash_of_payment(const struct cash_law *law, enum tender_kind kind,
    money amount, bool covered)
{
	switch (kind) {
	case TENDER_CASH:
	case TENDER_CHANGE:
		return amount;
	case TENDER_CASHIERS_CHECK:
	case TENDER_MONEY_ORDER:
	case TENDER_BANK_DRAFT:
	case TENDER_TRAVELERS_CHECK:
		return covered && amount <= law->instrument_most ? amount : 0;
	case TENDER_CARD:
	case TENDER_CHECK:
	case TENDER_WIRE:
	case TENDER_GIFT:
	case TENDER_CREDIT:
	case TENDER_DEPOSIT:
	case TENDER_REFERENCE:
	case TENDER_TEST:
		return 0;
	}
	return 0;
}

money
cash_of_tenders(const struct cash_law *law, const struct tenders *tenders,
    money total, bool covered)
{
	money	sum = -tender_change(tenders, total);
	size_t	i;

	for (i = 0; i < tenders->count; i++)
		if (tenders->list[i].kind != TENDER_CHANGE)
			sum += cash_of_payment(law, tenders->list[i].kind,
			    tenders->list[i].amount, covered);
	return sum;
}

bool
cash_covered(const struct cash_law *law, money dearest)
{
	return str_eq(law->collectibles, "*") || dearest > law->durable_over;
}

money
cash_of_sale(const struct rec_cash *sale)
{
	return sale->cash + (sale->covered ? sale->instruments : 0);
}

/*
 * The same date so many months before, that day included.  Where there is no
 * such date (31 June, 29 February) the number is still right to compare with.
 */
int
cash_window(const struct cash_law *law, int day)
{
	int	months = day / 10000 * 12 + day / 100 % 100 - 1 - law->months;

	return months / 12 * 10000 + (months % 12 + 1) * 100 + day % 100;
}

int
cash_file_by(const struct cash_law *law, int reached)
{
	return day_add(reached, law->file_days);
}

int
cash_statement_by(const struct cash_law *law, int reached)
{
	return (reached / 10000 + 1) * 10000 + law->statement;
}

int
cash_keep_until(const struct cash_law *law, int reached)
{
	int	by = cash_file_by(law, reached) + law->keep_years * 10000;

	return day_valid(by) ? by : day_add(by - 1, 1);
}

static money
since(const struct rec_cash *list, size_t from, size_t n, int first_day)
{
	money	sum = 0;

	for (; from < n; from++)
		if (list[from].business_day >= first_day)
			sum += cash_of_sale(&list[from]);
	return sum;
}

/* What came within the hours up to the last of them. */
static money
within_hours(const struct cash_law *law, const struct rec_cash *list,
    size_t from, size_t n)
{
	int64_t	first = list[n - 1].made_at - law->hours * HOUR_US;
	money	sum = 0;

	for (; from < n; from++)
		if (list[from].made_at >= first)
			sum += cash_of_sale(&list[from]);
	return sum;
}

static enum cash_why
reached(const struct cash_law *law, const struct rec_cash *list, size_t from,
    size_t n)
{
	const struct rec_cash	*last = &list[n - 1];

	if (cash_of_sale(last) <= 0)
		return CASH_NOTHING;
	if (cash_of_sale(last) > law->over)
		return CASH_ONE_SALE;
	if (within_hours(law, list, from, n) > law->over)
		return CASH_HOURS;
	if (since(list, from, n, cash_window(law,
	    (int)last->business_day)) > law->over)
		return CASH_MONTHS;
	return CASH_NOTHING;
}

void
cash_run(const struct cash_law *law, const struct rec_cash *list, size_t n,
    int day, struct cash_run *out_r, enum cash_why *why_r)
{
	enum cash_why	why = CASH_NOTHING;
	size_t		i, from = 0;

	for (i = 0; i < n; i++) {
		if (why != CASH_NOTHING)
			from = i;	/* counted anew after a report */
		why = reached(law, list, from, i + 1);
	}
	if (why_r != NULL)
		*why_r = why;
	if (why != CASH_NOTHING && why_r == NULL)
		from = n;
	out_r->since = from;
	out_r->total = since(list, from, n, cash_window(law, day));
	out_r->all = since(list, 0, n, cash_window(law, day));
}
