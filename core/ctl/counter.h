/*
 * A till for one command: what sell and return stand at, and how they say
 * what came of it.
 */
#ifndef VITRINE_COUNTER_H
#define VITRINE_COUNTER_H

#include <stdbool.h>

#include "ctl/ctl.h"
#include "sell/sale.h"
#include "sell/tender.h"
#include "sell/ticket.h"
#include "sell/till.h"

struct counter {
	struct ctl	*ctl;
	struct till	 till;
	struct ticket	 ticket;
	struct tenders	 tenders;
	bool		 open;		/* till and ticket are made */
	bool		 done;
	int		 ret;
};

/* Who acts, and the register of --register, the configuration or the first. */
int	counter_open(struct counter *, struct ctl *, const struct args *)
	    MUST_CHECK;
/* Closes the shop as well.  Also after counter_open failed. */
void	counter_close(struct counter *);
/*
 * For the options of what may have to be agreed to.  counter_agree finds out
 * who agrees: nil without --agreed-by, else that person, whose PIN was right
 * and who may.
 */
#define COUNTER_AGREE	{ "agreed-by", "NAME", OPT_MAY, \
	    "who agrees to it; the PIN is the first line of stdin" }
int	counter_agree(struct counter *, const struct args *, enum right,
	    struct uuid *by_r) MUST_CHECK;
/* The sale's done function; arg is the counter.  Sets done and ret. */
void	counter_answer(const struct sale_result *, void *arg);
/* Waits for the answer. */
int	counter_wait(struct counter *);

/* A sale's members; with labels people see them as well. */
void	put_sale(struct out *, const struct rec_sale *, bool label);
void	put_rows(struct out *, const struct rec_line *, size_t line_count,
	    const struct rec_payment *, size_t payment_count);

#endif
