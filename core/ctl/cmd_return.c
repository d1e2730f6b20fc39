/* return: what was sold comes back, from its receipt. */
#include <string.h>

#include "ctl/counter.h"
#include "mem.h"
#include "ops.h"
#include "sell/refund.h"
#include "str.h"

static const struct opt return_opts[] = {
	{ "qty", "N", OPT_MAY, "of a line of several (all that is left)" },
	{ "reason", "TEXT", OPT_MAY, "why, for the books" },
	{ "tender", "LIST", OPT_MAY, "how the money goes back (as it came)" },
	{ "id", "UUID", OPT_MAY, "the return's id; the same id is done once" },
	{ "register", "CODE", OPT_MAY, "take it back at this register" },
	COUNTER_AGREE,
	{ NULL, NULL, OPT_MAY, NULL }
};

struct finding {
	struct counter	*counter;
	struct refund	*refund;
	bool		 done;
};

static void
found(struct refund *refund, const struct err *err, void *arg)
{
	struct finding	*f = arg;

	f->refund = refund;
	f->done = true;
	if (err != NULL)
		f->counter->ctl->err = *err;
}

/* NULL with err when there is no such sale. */
static struct refund *
find(struct counter *c, const char *code)
{
	struct finding	f = { .counter = c };

	refund_find(&c->till, code, found, &f);
	till_wait(&c->till, &f.done);
	return f.refund;
}

/*
 * "R1-000042" is all of that sale, "R1-000042-2" its second line, and a line's
 * id that line.  *line_r is the line, or the count of lines for all.
 */
static struct refund *
find_lines(struct counter *c, const char *given, size_t *line_r)
{
	struct refund	*refund = find(c, given);
	const char	*dash = strrchr(given, '-');
	struct err	 first = c->ctl->err;
	struct uuid	 id;
	int64_t		 position;

	if (refund != NULL) {
		*line_r = uuid_parse(given, &id) ?
		    refund_line_of(refund, &id) : refund->count;
		return refund;
	}
	if (c->ctl->err.kind != ERR_NO_INPUT || dash == NULL ||
	    !str_int64(dash + 1, &position))
		return NULL;
	err_clear(&c->ctl->err);
	refund = find(c, arena_strndup(c->ctl->arena, given,
	    (size_t)(dash - given)));
	if (refund == NULL) {
		err_copy(&c->ctl->err, &first);
		return NULL;
	}
	for (*line_r = 0; *line_r < refund->count; ++*line_r)
		if (refund->lines[*line_r].was.position == position)
			return refund;
	err_set(&c->ctl->err, ERR_NO_INPUT, "%s has no line %lld",
	    refund->was.number, (long long)position);
	err_hint(&c->ctl->err, "See vitrinectl sale show %s.",
	    refund->was.number);
	refund_free(refund);
	return NULL;
}

static int
choose(struct counter *c, const struct args *args, struct refund *r,
    size_t line)
{
	struct ctl	*ctl = c->ctl;
	int64_t		 qty;
	size_t		 i;
	int64_t		 left = 0;

	if (line == r->count && args_has(args, "qty"))
		return err_set(&ctl->err, ERR_USAGE,
		    "--qty needs one line, such as %s-1", r->was.number);
	for (i = 0; i < r->count; i++)
		if (line == r->count || line == i)
			left += r->lines[i].left;
	if (left == 0) {
		out_text(ctl->out, "outcome", NULL,
		    sale_outcome_name(SALE_CAME_BACK));
		err_set(&ctl->err, ERR_REFUSED, "that has come back already");
		return err_hint(&ctl->err, "See vitrinectl sale show %s.",
		    r->was.number);
	}
	if (line == r->count) {
		refund_choose_all(r);
		return 0;
	}
	qty = r->lines[line].left;
	if (args_has(args, "qty") && ctl_number(ctl, "--qty",
	    args_get(args, "qty"), 1, qty, &qty) < 0)
		return -1;
	return refund_choose(r, line, qty, &ctl->err);
}

/*
 * A return under an id that is done already: said again rather than refused,
 * as with sell.  1 when it was.
 */
static int
done_before(struct counter *c, const struct args *args, struct uuid *id)
{
	const struct db_ans	*ans;
	const struct rec_sale	*s;
	size_t			 n;

	if (!args_has(args, "id"))
		return 0;
	if (ctl_uuid(c->ctl, "--id", args_get(args, "id"), id) < 0)
		return -1;
	ans = ctl_read(c->ctl, op_sale_get(id));
	if (ans == NULL)
		return -1;
	s = db_rows(ans, REC_SALE, &n);
	if (n == 0)
		return 0;
	if (!str_eq(s->kind, "return")) {
		err_set(&c->ctl->err, ERR_INPUT, "this id is the sale %s",
		    s->number);
		return err_hint(&c->ctl->err, "Make a new id.");
	}
	out_text(c->ctl->out, "outcome", NULL, sale_outcome_name(SALE_DONE));
	out_bool(c->ctl->out, "again", NULL, true);
	out_object(c->ctl->out, "sale");
	put_sale(c->ctl->out, s, false);
	out_close(c->ctl->out);
	out_say(c->ctl->out, "%s (it had been done before)", s->number);
	return 1;
}

static int
take_back(struct counter *c, const struct args *args, struct refund *r,
    size_t line)
{
	struct ctl		*ctl = c->ctl;
	const struct tenders	*tenders = NULL;
	const char		*reason = "";
	enum right		 right;

	if (refund_may(&c->till, r, &right) == MAY_ASK &&
	    counter_agree(c, args, right, &r->agreed_by) < 0)
		return -1;
	if (ctl_opt_text(ctl, args, "reason", 200, &reason) < 0 ||
	    choose(c, args, r, line) < 0)
		return -1;
	if (args_has(args, "tender")) {
		if (tender_parse(&c->tenders, args_get(args, "tender"),
		    &c->till.currency, &ctl->err) < 0)
			return -1;
		tenders = &c->tenders;
	}
	if (refund_commit(&c->till, r, tenders, reason, counter_answer, c,
	    &ctl->err) < 0)
		return -1;
	return counter_wait(c);
}

static int
run_return(struct ctl *ctl, const struct args *args)
{
	struct counter	 c;
	struct refund	*refund = NULL;
	struct uuid	 id = { { 0 } };
	size_t		 line = 0;
	int		 ret = -1;

	if (counter_open(&c, ctl, args) == 0)
		ret = done_before(&c, args, &id);
	if (ret == 0) {
		refund = find_lines(&c, args_at(args, 0), &line);
		if (refund != NULL && !uuid_is_nil(&id))
			refund->id = id;
		ret = refund == NULL ? -1 : take_back(&c, args, refund, line);
	}
	refund_free(refund);
	counter_close(&c);
	return ret < 0 ? -1 : 0;
}

const struct command return_commands[] = {
	{ "return", "SALE-LINE", 1, 1, return_opts, "take back what was sold",
	    "R1-000042-2 is the second line of that sale, R1-000042 all of "
	    "it; a line's id will do.\nPrice and tax are those of the sale, "
	    "and the money goes back the way it came.\nA unique piece goes to "
	    "inspection; item edit --state stock brings it back.", run_return },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
