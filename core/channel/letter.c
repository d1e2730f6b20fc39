/* What the shop writes to its customers: see letter.h. */
#include "channel/letter.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "channel/claim.h"
#include "print/paper.h"
#include "print/receipt.h"
#include "print/text.h"
#include "sell/till.h"
#include "str.h"

#define LETTER_MAX	(256 * 1024)
#define COLUMNS		42

static void
put_escaped(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '&')
			buf_addstr(out, "&amp;");
		else if (*text == '<')
			buf_addstr(out, "&lt;");
		else if (*text == '>')
			buf_addstr(out, "&gt;");
		else if (*text == '\n')
			buf_addstr(out, "<br>\n");
		else
			buf_addch(out, *text);
	}
}

/* The same words in both forms; fixed keeps its columns. */
static void
make(struct arena *arena, const char *before, const char *fixed,
    const char *behind, struct letter *out)
{
	struct buf	text = BUF_INIT(LETTER_MAX), html = BUF_INIT(LETTER_MAX);

	buf_printf(&text, "%s\n", before);
	buf_addstr(&html, "<!DOCTYPE html><html><body><p>");
	put_escaped(&html, before);
	buf_addstr(&html, "</p>\n");
	if (fixed[0] != '\0') {
		buf_printf(&text, "\n%s\n", fixed);
		buf_addstr(&html, "<pre>");
		for (; *fixed != '\0'; fixed++)
			if (*fixed == '\n')
				buf_addch(&html, '\n');
			else
				put_escaped(&html, (char[2]){ *fixed, '\0' });
		buf_addstr(&html, "</pre>\n");
	}
	buf_printf(&text, "\n%s\n", behind);
	buf_addstr(&html, "<p>");
	put_escaped(&html, behind);
	buf_addstr(&html, "</p></body></html>\n");
	out->text = arena_strdup(arena, buf_str(&text));
	out->html = arena_strdup(arena, buf_str(&html));
	buf_free(&text);
	buf_free(&html);
}

static const char *
greeting(struct arena *arena, const char *name)
{
	return str_empty(name) ? "Good day," :
	    arena_printf(arena, "Dear %s,", name);
}

/* Who writes, and how to reach us. */
static const char *
farewell(struct arena *arena, const struct till *till)
{
	return arena_printf(arena, "With kind regards\n\n%s%s%s%s%s",
	    till->shop.name,
	    till->store.address[0] != '\0' ? "\n" : "", till->store.address,
	    till->store.phone[0] != '\0' ? "\n" : "", till->store.phone);
}

void
letter_receipt(struct arena *arena, struct till *till,
    const struct rec_mail *mail, const struct receipt *r, struct letter *out)
{
	struct paper	*paper = paper_new();
	struct buf	 fixed = BUF_INIT(LETTER_MAX);
	bool		 order = str_eq(mail->kind, "order");
	const char	*what;

	receipt_write(paper, r, till, false);
	text_render(paper, COLUMNS, false, &fixed);
	paper_free(paper);
	if (order) {
		out->subject = arena_printf(arena, "Your order %s at %s",
		    r->sale->order_ref, till->shop.name);
		what = arena_printf(arena, "%s\n\nthank you for your order "
		    "%s. It is yours: what there is one of has been taken out "
		    "of the case for you. This is your receipt.",
		    greeting(arena, mail->name), r->sale->order_ref);
	} else {
		out->subject = arena_printf(arena, "Your receipt %s from %s",
		    r->sale->number, till->shop.name);
		what = arena_printf(arena, "%s\n\nthank you. This is your "
		    "receipt.", greeting(arena, mail->name));
	}
	make(arena, what, buf_str(&fixed), farewell(arena, till), out);
	buf_free(&fixed);
}

/* Whether it is paid now, whatever was so when it was refused. */
static bool
was_paid(struct arena *arena, const struct rec_remote *order)
{
	const struct claim	*claim = claim_read(order->claim, arena, NULL);

	return claim != NULL && claim->paid;
}

/* What has become of the money, as far as it is true now. */
static const char *
money_words(struct arena *arena, const struct till *till,
    const struct rec_remote *order, const struct rec_conflict *lost,
    size_t count)
{
	bool	part = str_eq(order->state, "part_due") ||
		    str_eq(order->state, "confirm_due") ||
		    str_eq(order->state, "sold");
	char	amount[MONEY_TEXT];
	money	sum = 0;
	size_t	i;

	for (i = 0; i < count; i++)
		sum += lost[i].amount;
	money_text(part ? sum : order->total, &till->currency, MONEY_SYMBOL,
	    amount);
	if (part)
		return arena_printf(arena, "The rest of your order is yours. "
		    "For what is missing %s %s; your bank may take some days "
		    "to show it.", str_eq(order->state, "part_due") ||
		    lost->todo[0] != '\0' ? "we give you back" :
		    "you have been given back", amount);
	if (strstr(lost->wanted_paid, "not paid yet") != NULL &&
	    !was_paid(arena, order))
		return "You have not been charged, and you need not do "
		    "anything.";
	if (str_eq(order->state, "refunded") ||
	    str_eq(order->state, "cancelled"))
		return arena_printf(arena, "Your payment of %s has been "
		    "given back in full, the way it came. Your bank may take "
		    "some days to show it.", amount);
	if (str_eq(order->state, "refund_due"))
		return arena_printf(arena, "Your payment of %s is on its way "
		    "back to you, in full and the way it came. Your bank may "
		    "take some days to show it.", amount);
	return arena_printf(arena, "We give back your payment of %s in full. "
	    "If you have not heard of it by tomorrow, please call us.",
	    amount);
}

void
letter_refusal(struct arena *arena, struct till *till,
    const struct rec_mail *mail, const struct rec_remote *order,
    const struct rec_conflict *lost, size_t count, const char *web_url,
    struct letter *out)
{
	struct buf	 words = BUF_INIT(LETTER_MAX);
	size_t		 i;

	buf_printf(&words, "%s\n\nwe are very sorry. In the moment in which "
	    "you placed your order %s, somebody else bought ",
	    greeting(arena, mail->name), order->number);
	for (i = 0; i < count; i++)
		buf_printf(&words, "%s%s", i == 0 ? "" : i + 1 < count ? ", " :
		    " and ", lost[i].title[0] != '\0' ? lost[i].title :
		    lost[i].sku);
	buf_printf(&words, ". There is only one of %s, so we cannot send %s "
	    "to you.\n\n%s\n\nWe would like to make it up to you: answer "
	    "this letter%s%s, and we look for something as fine.",
	    count > 1 ? "each" : "it", count > 1 ? "them" : "it",
	    count > 0 ? money_words(arena, till, order, lost, count) : "",
	    till->store.phone[0] != '\0' ? " or call " : "",
	    till->store.phone);
	if (web_url[0] != '\0')
		buf_printf(&words, "\n\nWhat else there is: %s", web_url);
	out->subject = arena_printf(arena, "Your order %s at %s: sold a moment "
	    "before", order->number, till->shop.name);
	make(arena, buf_str(&words), "", farewell(arena, till), out);
	buf_free(&words);
}
