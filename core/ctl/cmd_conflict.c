/* conflicts: two buyers and one piece, and what is left for a person to do. */
#include <string.h>

#include "ctl/counter.h"
#include "ctl/ctl.h"
#include "desk/conflict.h"
#include "str.h"

static const struct opt list_opts[] = {
	{ "all", NULL, OPT_MAY, "also those that are settled" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static const struct opt done_opts[] = {
	{ "note", "TEXT", OPT_MAY, "what was done" },
	{ "register", "CODE", OPT_MAY, "where (the first)" },
	COUNTER_AGREE,
	{ NULL, NULL, OPT_MAY, NULL }
};

static const struct conflict *
conflicts(struct ctl *ctl, bool all, size_t *n_r)
{
	const struct rec_store	*store = ctl_find_store(ctl, NULL);
	const struct db_ans	*ans;
	struct conflict		*list;

	*n_r = 0;
	if (store == NULL || (ans = ctl_read(ctl, conflict_list_ask(
	    &store->id, all))) == NULL)
		return NULL;
	*n_r = conflict_list(ans, ctl->arena, &list);
	return list;
}

/* labels: in a list people read it too. */
static void
put_conflict(struct ctl *ctl, const struct conflict *f, bool labels)
{
	const struct rec_conflict	*row = &f->row;
	struct out			*o = ctl->out;
	char				 age[CONFLICT_AGE];

	out_uuid(o, "id", NULL, &row->id);
	out_text(o, "ref", labels ? "REF" : NULL, f->ref);
	out_text(o, "kind", labels ? "WHAT" : NULL, row->kind);
	out_text(o, "what", NULL, f->what);
	out_text(o, "age", labels ? "SINCE" : NULL, conflict_age(f, row->now,
	    age));
	out_text(o, "channel", NULL, row->channel);
	out_text(o, "service", NULL, row->service);
	out_text(o, "order", labels ? "ORDER" : NULL, row->number);
	out_text(o, "order_ref", NULL, row->order_ref);
	out_text(o, "state", labels ? "ORDER IS" : NULL, row->state);
	out_text(o, "sku", labels ? "SKU" : NULL, row->sku);
	out_text(o, "title", NULL, row->title);
	out_money(o, "amount", NULL, row->amount);
	out_text(o, "taken_by", NULL, row->taken_by);
	out_text(o, "taken_paid", NULL, row->taken_paid);
	out_text(o, "wanted_by", NULL, row->wanted_by);
	out_text(o, "wanted_paid", NULL, row->wanted_paid);
	out_text(o, "done", NULL, row->done);
	out_text(o, "todo", NULL, row->todo);
	out_text(o, "next", labels ? "NEXT" : NULL, f->steps[0] == NULL ? "" :
	    f->steps[0]);
	out_time(o, "opened_at", NULL, row->opened_at);
	out_time(o, "closed_at", NULL, row->closed_at);
	out_text(o, "closed_by", NULL, row->closed_by);
	out_text(o, "note", NULL, row->note);
}

static int
run_list(struct ctl *ctl, const struct args *args)
{
	const struct conflict	*f;
	size_t			 n, i;

	if (ctl_shop(ctl) < 0)
		return -1;
	f = conflicts(ctl, args_has(args, "all"), &n);
	if (f == NULL)
		return -1;
	out_list(ctl->out, "conflicts", "No conflict is open.");
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		put_conflict(ctl, &f[i], true);
	}
	out_close(ctl->out);
	return 0;
}

static bool
ends_with(const char *text, const char *end)
{
	size_t	len = strlen(text), n = strlen(end);

	return n <= len && str_eq(text + len - n, end);
}

/* By id, the end of one, or the order's number. */
static const struct conflict *
find(struct ctl *ctl, const char *code)
{
	const struct conflict	*f, *found = NULL;
	char			 text[UUID_TEXT];
	size_t			 n, i;

	f = conflicts(ctl, true, &n);
	if (f == NULL)
		return NULL;
	for (i = 0; i < n; i++) {
		uuid_text(&f[i].row.id, text);
		if (!(strlen(code) >= 4 && ends_with(text, code)) &&
		    !str_eq(f[i].row.number, code))
			continue;
		if (found != NULL) {
			err_set(&ctl->err, ERR_INPUT, "'%.40s' names several "
			    "conflicts", code);
			err_hint(&ctl->err, "Use REF of vitrinectl conflicts "
			    "list.");
			return NULL;
		}
		found = &f[i];
	}
	if (found != NULL)
		return found;
	err_set(&ctl->err, ERR_NO_INPUT, "there is no conflict '%.40s'",
	    code);
	err_hint(&ctl->err, "See vitrinectl conflicts list --all.");
	return NULL;
}

static void
put_steps(struct ctl *ctl, const struct conflict *f)
{
	const char *const	*step;
	int64_t			 n = 0;

	out_list(ctl->out, "steps", NULL);
	for (step = f->steps; *step != NULL; step++) {
		out_row(ctl->out);
		out_num(ctl->out, "step", "", ++n);
		out_text(ctl->out, "text", "WHAT TO DO", *step);
	}
	out_close(ctl->out);
}

/* What could be offered to whoever lost. */
static void
put_similar(struct ctl *ctl, const struct db_ans *ans)
{
	const struct rec_piece	*p;
	size_t			 n, i;

	out_list(ctl->out, "similar", NULL);
	p = db_rows(ans, REC_PIECE, &n);
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_text(ctl->out, "sku", "TO OFFER", p[i].sku);
		out_text(ctl->out, "title", "TITLE", p[i].title);
		out_money(ctl->out, "price", "PRICE", p[i].price);
	}
	out_close(ctl->out);
}

static void
say_conflict(struct ctl *ctl, const struct conflict *f)
{
	const struct rec_conflict	*row = &f->row;
	struct out			*o = ctl->out;
	char				 age[CONFLICT_AGE];

	out_say(o, "%s %s: %s", row->sku, row->title, f->what);
	out_say(o, "Since      %s", conflict_age(f, row->now, age));
	if (row->taken_by[0] != '\0')
		out_say(o, "Has it     %s %s", row->taken_by,
		    row->taken_paid);
	out_say(o, "Wanted by  %s: %s.", row->wanted_by, row->wanted_paid);
	if (row->number[0] != '\0')
		out_say(o, "Order      %s: %s.", row->number, f->state);
	if (row->done[0] != '\0')
		out_say(o, "Done       %s", row->done);
	if (!f->open)
		out_say(o, "Settled    by %s. %s", row->closed_by, row->note);
}

static int
run_show(struct ctl *ctl, const struct args *args)
{
	const struct conflict	*f;
	const struct db_ans	*ans;

	if (ctl_shop(ctl) < 0 || (f = find(ctl, args_at(args, 0))) == NULL ||
	    (ans = ctl_read(ctl, conflict_similar_ask(f))) == NULL)
		return -1;
	put_conflict(ctl, f, false);
	say_conflict(ctl, f);
	put_steps(ctl, f);
	put_similar(ctl, ans);
	return 0;
}

static void
answered(const struct err *err, void *arg)
{
	struct counter	*c = arg;

	c->done = true;
	c->ret = err == NULL ? 0 : err_copy(&c->ctl->err, err);
}

static int
settle(struct counter *c, const struct args *args)
{
	struct ctl		*ctl = c->ctl;
	const struct conflict	*f = find(ctl, args_at(args, 0));
	const char		*note = "";
	struct uuid		 by;

	if (f == NULL || ctl_opt_text(ctl, args, "note", CONFLICT_NOTE,
	    &note) < 0 || counter_agree(c, args, RIGHT_CONFLICT, &by) < 0)
		return -1;
	if (f->open && !f->by_hand) {
		err_set(&ctl->err, ERR_REFUSED, "that ends when its sale is "
		    "taken back");
		return err_hint(&ctl->err, "vitrinectl return %s",
		    f->row.number);
	}
	if (conflict_settle(&c->till, &f->row.id, note, &by, answered, c,
	    &ctl->err) < 0 || counter_wait(c) < 0)
		return -1;
	out_uuid(ctl->out, "id", NULL, &f->row.id);
	out_say(ctl->out, "Settled: %s, order %s.", f->row.sku[0] != '\0' ?
	    f->row.sku : f->row.kind, f->row.number);
	return 0;
}

static int
run_done(struct ctl *ctl, const struct args *args)
{
	struct counter	c;
	int		rc = -1;

	if (counter_open(&c, ctl, args) == 0)
		rc = settle(&c, args);
	counter_close(&c);
	return rc;
}

const struct command conflict_commands[] = {
	{ "conflicts list", "", 0, 0, list_opts,
	    "two buyers and one piece, and orders that need a person", NULL,
	    run_list },
	{ "conflicts show", "REF", 1, 1, NULL,
	    "both buyers, what was done, and what to do",
	    "REF is a conflict's, or the order's number.", run_show },
	{ "conflicts done", "REF", 1, 1, done_opts, "it has been seen to",
	    NULL, run_done },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
