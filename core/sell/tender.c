/* How a sale is paid: see tender.h. */
#include "sell/tender.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "sell/pan.h"
#include "str.h"

static const struct {
	const char	*name;
	const char	*label;
	bool		 needs_ref;
} kinds[] = {
	[TENDER_CASH] = { "cash", "Cash", false },
	[TENDER_CHANGE] = { "change", "Change", false },
	[TENDER_CARD] = { "card", "Card", false },
	[TENDER_CHECK] = { "check", "Check", false },
	[TENDER_CASHIERS_CHECK] = { "cashiers_check", "Cashier's check",
	    false },
	[TENDER_MONEY_ORDER] = { "money_order", "Money order", false },
	[TENDER_BANK_DRAFT] = { "bank_draft", "Bank draft", false },
	[TENDER_TRAVELERS_CHECK] = { "travelers_check", "Traveler's check",
	    false },
	[TENDER_WIRE] = { "wire", "Wire", false },
	[TENDER_GIFT] = { "gift", "Gift card", true },
	[TENDER_CREDIT] = { "credit", "Store credit", true },
	[TENDER_DEPOSIT] = { "deposit", "Deposit", true },
	[TENDER_REFERENCE] = { "reference", "Paid elsewhere", true },
	[TENDER_TEST] = { "test", "Test payment", false },
};

const char *
tender_name(enum tender_kind kind)
{
	return kinds[kind].name;
}

const char *
tender_label(enum tender_kind kind)
{
	return kinds[kind].label;
}

bool
tender_of(const char *name, enum tender_kind *out_r)
{
	size_t	i;

	for (i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (str_eq_nocase(name, kinds[i].name)) {
			*out_r = (enum tender_kind)i;
			return true;
		}
	}
	return false;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* More digits in a row than any approval code has. */
static bool
long_number(const char *text)
{
	int	run = 0;

	for (; *text != '\0'; text++) {
		if (is_digit(*text))
			run++;
		else if (*text != ' ' && *text != '-' && *text != '.')
			run = 0;
		if (run > 12)
			return true;
	}
	return false;
}

static int
refuse_card_number(struct err *err)
{
	err_set(err, ERR_INPUT, "that looks like a card number");
	return err_hint(err, "Give only the last four digits and the approval "
	    "code; card numbers are never kept here.");
}

/* "4242" or "4242/091834". */
static int
card_ref(struct tender *tender, const char *ref, struct err *err)
{
	size_t	digits = 0;

	if (ref[0] == '\0')
		return 0;
	while (is_digit(ref[digits]))
		digits++;
	if (digits > 4 || long_number(ref))
		return refuse_card_number(err);
	if (digits != 4 || (ref[4] != '\0' && ref[4] != '/')) {
		err_set(err, ERR_INPUT, "a card is recorded by exactly its "
		    "last four digits");
		return err_hint(err, "Write card:AMOUNT:4242 or "
		    "card:AMOUNT:4242/APPROVAL.");
	}
	memcpy(tender->last4, ref, 4);
	tender->last4[4] = '\0';
	if (ref[4] == '/' &&
	    !str_copy(tender->approval, sizeof tender->approval, ref + 5))
		return err_set(err, ERR_INPUT, "the approval code is too "
		    "long");
	str_clean(tender->approval, false);
	return long_number(tender->approval) ? refuse_card_number(err) : 0;
}

static int
plain_ref(struct tender *tender, const char *ref, struct err *err)
{
	if (!str_copy(tender->ref, sizeof tender->ref, ref))
		return err_set(err, ERR_INPUT, "the reference is too long");
	/* Cleaned first: it is what is kept that must not be a card number. */
	str_clean(tender->ref, false);
	str_trim(tender->ref);
	if (pan_in(tender->ref))
		return refuse_card_number(err);
	if (kinds[tender->kind].needs_ref && tender->ref[0] == '\0') {
		err_set(err, ERR_INPUT, "%s needs a reference",
		    kinds[tender->kind].name);
		return err_hint(err, "Write %s:AMOUNT:REFERENCE.",
		    kinds[tender->kind].name);
	}
	return 0;
}

int
tender_add(struct tenders *tenders, enum tender_kind kind, money amount,
    const char *ref, struct err *err)
{
	struct tender	tender = { .kind = kind, .amount = amount };
	money		sum;
	int		rc;

	if (ref == NULL)
		ref = "";
	if (kind == TENDER_CHANGE)
		return err_set(err, ERR_INPUT, "change is worked out, not "
		    "given in");
	if (kind == TENDER_TEST && !tenders->allow_test) {
		err_set(err, ERR_NOT_ALLOWED, "this shop takes no test "
		    "payments");
		return err_hint(err, "Only a shop made by `vitrinectl demo` "
		    "does.");
	}
	if (amount <= 0)
		return err_set(err, ERR_INPUT, "a payment must be more than "
		    "nothing");
	if (!money_add(tender_given(tenders), amount, &sum))
		return err_set(err, ERR_INPUT, "the payment is too large");
	/* One place is kept for the change. */
	if (tenders->count >= TENDER_MAX - 1)
		return err_set(err, ERR_INPUT, "too many payments");
	rc = kind == TENDER_CARD ? card_ref(&tender, ref, err) :
	    plain_ref(&tender, ref, err);
	if (rc == 0)
		tenders->list[tenders->count++] = tender;
	return rc;
}

void
tender_remove(struct tenders *tenders, size_t at)
{
	memmove(&tenders->list[at], &tenders->list[at + 1],
	    (tenders->count - at - 1) * sizeof *tenders->list);
	tenders->count--;
}

static money
sum_of(const struct tenders *tenders, bool cash)
{
	money	sum = 0;
	size_t	i;

	/* tender_add has seen to it that this fits. */
	for (i = 0; i < tenders->count; i++) {
		if (tenders->list[i].kind != TENDER_CHANGE &&
		    (tenders->list[i].kind == TENDER_CASH) == cash)
			sum += tenders->list[i].amount;
	}
	return sum;
}

money
tender_given(const struct tenders *tenders)
{
	return sum_of(tenders, true) + sum_of(tenders, false);
}

money
tender_due(const struct tenders *tenders, money total)
{
	money	given = tender_given(tenders);

	return given < total ? total - given : 0;
}

money
tender_change(const struct tenders *tenders, money total)
{
	money	given = tender_given(tenders);

	return given > total && sum_of(tenders, true) > 0 ? given - total : 0;
}

int
tender_settle(struct tenders *tenders, money total,
    const struct currency *cur, struct err *err)
{
	money	due = tender_due(tenders, total);
	money	other = sum_of(tenders, false);
	money	change;
	char	text[MONEY_TEXT];

	if (due > 0) {
		err_set(err, ERR_INPUT, "%s still due",
		    money_text(due, cur, MONEY_SYMBOL, text));
		return err_hint(err, "Add another payment.");
	}
	if (other > total) {
		err_set(err, ERR_INPUT, "%s more than the total is not paid "
		    "in cash",
		    money_text(other - total, cur, MONEY_SYMBOL, text));
		return err_hint(err, "Change is given for cash only: lower "
		    "the other payment.");
	}
	change = tender_given(tenders) - total;
	if (change > 0)
		tenders->list[tenders->count++] = (struct tender){
		    .kind = TENDER_CHANGE, .amount = -change };
	return 0;
}

/* One KIND:AMOUNT[:REF], in place. */
static int
parse_one(struct tenders *tenders, char *text, const struct currency *cur,
    struct err *err)
{
	char			*amount, *ref;
	enum tender_kind	 kind;
	money			 value;

	if ((amount = strchr(text, ':')) == NULL) {
		err_set(err, ERR_USAGE, "a tender has no amount");
		return err_hint(err, "Write it as KIND:AMOUNT[:REF], like "
		    "cash:300.00.");
	}
	*amount++ = '\0';
	if ((ref = strchr(amount, ':')) != NULL)
		*ref++ = '\0';
	if (!tender_of(text, &kind)) {
		err_set(err, ERR_USAGE, "unknown tender '%.20s'",
		    pan_in(text) ? "" : text);
		return err_hint(err, "Use cash, card, check, "
		    "cashiers_check, money_order, wire, gift, "
		    "credit, deposit, reference or test.");
	}
	if (pan_in(amount))
		return refuse_card_number(err);
	if (money_parse(amount, cur, &value, err) != 0)
		return err_wrap(err, "%s", tender_name(kind));
	return tender_add(tenders, kind, value, ref, err);
}

int
tender_parse(struct tenders *tenders, const char *list,
    const struct currency *cur, struct err *err)
{
	struct currency	 plain = *cur;
	char		*copy, *text, *next;
	int		 rc = 0;

	/* The comma stands between tenders here, not between thousands. */
	plain.style = MONEY_POINT;
	if (str_empty(list))
		return err_set(err, ERR_USAGE, "no tender given");
	copy = mem_strdup(list);
	for (text = copy; rc == 0 && text != NULL; text = next) {
		if ((next = strchr(text, ',')) != NULL)
			*next++ = '\0';
		rc = parse_one(tenders, text, &plain, err);
	}
	free(copy);
	return rc;
}

size_t
tender_quick(money due, const struct currency *cur, money *out_r, size_t room)
{
	static const money	steps[] = { 1, 5, 10, 20, 50, 100 };
	money			unit = 1, step, up;
	size_t			n = 0, i;
	int			e;

	for (e = 0; e < cur->exponent; e++)
		unit *= 10;
	/* Without minor units the notes are larger: 1000 yen, not 10. */
	if (cur->exponent == 0)
		unit = 100;
	if (due > 0 && room > 0)
		out_r[n++] = due;
	for (i = 0; due > 0 && i < sizeof steps / sizeof *steps; i++) {
		step = steps[i] * unit;
		if (!money_add(due, step - 1, &up))
			break;
		up = up / step * step;
		if (n < room && up > out_r[n - 1])
			out_r[n++] = up;
	}
	return n;
}
