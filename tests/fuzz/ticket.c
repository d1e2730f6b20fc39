/*
 * Tenders as they are typed and tickets as they were parked: what is taken
 * adds up, no card number gets through, and a ticket written again reads the
 * same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "sell/pan.h"
#include "sell/tender.h"
#include "sell/ticket.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
tenders(const char *text)
{
	const struct currency	*usd = currency_find("USD");
	struct tenders		 t = { .allow_test = true };
	struct err		 err = ERR_INIT;
	money			 sum = 0, given;
	size_t			 i;

	if (tender_parse(&t, text, usd, &err) != 0) {
		if (err.kind == ERR_NONE || err.text[0] == '\0')
			abort();
		return;
	}
	given = tender_given(&t);
	for (i = 0; i < t.count; i++) {
		if (t.list[i].amount <= 0 || pan_in(t.list[i].ref) ||
		    pan_in(t.list[i].approval))
			abort();
	}
	if (tender_settle(&t, given / 2, usd, &err) != 0)
		return;
	for (i = 0; i < t.count; i++)
		sum += t.list[i].amount;
	if (sum != given / 2)
		abort();
}

static void
tickets(const char *text, size_t len)
{
	const struct tax_rules	rules = { NULL, 0, TAX_PER_TOTAL };
	struct ticket		ticket, again;
	struct err		err = ERR_INIT;
	struct buf		first = BUF_INIT(1 << 20);
	struct buf		second = BUF_INIT(1 << 20);

	if (ticket_read(&ticket, text, len, &err) != 0) {
		if (err.kind != ERR_INPUT)
			abort();
		return;
	}
	if (ticket_total(&ticket, &rules, 20261122, &err) == 0 &&
	    (ticket.total < 0 || ticket.discounted < 0 ||
	    ticket.subtotal - ticket.discounted != ticket.total))
		abort();
	ticket_write(&ticket, &first);
	if (ticket_read(&again, buf_str(&first), first.len, &err) != 0)
		abort();
	ticket_write(&again, &second);
	if (strcmp(buf_str(&first), buf_str(&second)) != 0)
		abort();
	ticket_free(&ticket);
	ticket_free(&again);
	buf_free(&first);
	buf_free(&second);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	char	*text = mem_alloc(len + 1);

	memcpy(text, bytes, len);
	text[len] = '\0';
	tenders(text);
	tickets(text, len);
	free(text);
	return 0;
}
