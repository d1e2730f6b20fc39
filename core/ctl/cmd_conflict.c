/* conflicts: two buyers and one piece, and what is left for a person to do. */
#include <string.h>

#include "clock.h"
#include "ctl/ctl.h"
#include "mem.h"
#include "ops.h"
#include "str.h"

#define LIST_MOST	500
#define NOTE_BYTES	300
#define SIMILAR		3

static const struct opt list_opts[] = {
	{ "all", NULL, OPT_MAY, "also those that are done" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static const struct opt done_opts[] = {
	{ "note", "TEXT", OPT_MAY, "what was done" },
	{ NULL, NULL, OPT_MAY, NULL }
};

/* The end of an id is enough to name it by. */
static const char *
short_id(struct ctl *ctl, const struct uuid *id)
{
	char	text[UUID_TEXT];

	uuid_text(id, text);
	return arena_strdup(ctl->arena, text + UUID_TEXT - 1 - 6);
}

static const char *
age(struct ctl *ctl, const struct rec_conflict *f)
{
	int64_t	minutes = (f->now - f->opened_at) / MINUTE_US;

	if (minutes < 60)
		return arena_printf(ctl->arena, "%d min", (int)minutes);
	if (minutes < 48 * 60)
		return arena_printf(ctl->arena, "%d h %02d", (int)(minutes /
		    60), (int)(minutes % 60));
	return arena_printf(ctl->arena, "%d days", (int)(minutes / 60 / 24));
}

static const struct rec_conflict *
conflicts(struct ctl *ctl, bool all, size_t *n_r)
{
	const struct db_ans	*ans = ctl_read(ctl, op_conflict_list(all,
				    LIST_MOST));

	*n_r = 0;
	return ans == NULL ? NULL : db_rows(ans, REC_CONFLICT, n_r);
}

static void
put_conflict(struct ctl *ctl, const struct rec_conflict *f)
{
	struct out	*o = ctl->out;

	out_uuid(o, "id", NULL, &f->id);
	out_text(o, "ref", "REF", short_id(ctl, &f->id));
	out_text(o, "kind", "WHAT", f->kind);
	out_text(o, "age", "SINCE", age(ctl, f));
	out_text(o, "channel", NULL, f->channel);
	out_text(o, "order", "ORDER", f->number);
	out_text(o, "order_ref", NULL, f->order_ref);
	out_text(o, "state", "ORDER IS", f->state);
	out_text(o, "sku", "SKU", f->sku);
	out_text(o, "title", NULL, f->title);
	out_money(o, "amount", NULL, f->amount);
	out_text(o, "taken_by", NULL, f->taken_by);
	out_text(o, "taken_paid", NULL, f->taken_paid);
	out_text(o, "wanted_by", NULL, f->wanted_by);
	out_text(o, "wanted_paid", NULL, f->wanted_paid);
	out_text(o, "done", NULL, f->done);
	out_text(o, "todo", "TO DO", f->todo);
	out_time(o, "opened_at", NULL, f->opened_at);
	out_time(o, "closed_at", NULL, f->closed_at);
	out_text(o, "closed_by", NULL, f->closed_by);
	out_text(o, "note", NULL, f->note);
}

static int
run_list(struct ctl *ctl, const struct args *args)
{
	const struct rec_conflict	*f;
	size_t				 n, i;

	if (ctl_shop(ctl) < 0)
		return -1;
	f = conflicts(ctl, args_has(args, "all"), &n);
	if (ctl->err.kind != ERR_NONE)
		return -1;
	out_list(ctl->out, "conflicts", "No conflict is open.");
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		put_conflict(ctl, &f[i]);
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
static const struct rec_conflict *
find(struct ctl *ctl, const char *code)
{
	const struct rec_conflict	*f, *found = NULL;
	char				 text[UUID_TEXT];
	size_t				 n, i;

	f = conflicts(ctl, true, &n);
	for (i = 0; i < n; i++) {
		uuid_text(&f[i].id, text);
		if (!(strlen(code) >= 4 && ends_with(text, code)) &&
		    !str_eq(f[i].number, code))
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
	if (found != NULL || ctl->err.kind != ERR_NONE)
		return found;
	err_set(&ctl->err, ERR_NO_INPUT, "there is no conflict '%.40s'",
	    code);
	err_hint(&ctl->err, "See vitrinectl conflicts list --all.");
	return NULL;
}

/* What could be offered to whoever lost. */
static int
put_similar(struct ctl *ctl, const struct rec_conflict *f)
{
	const struct db_ans	*ans;
	const struct rec_piece	*p;
	size_t			 n = 0, i;

	out_list(ctl->out, "similar", NULL);
	if (!uuid_is_nil(&f->piece_id)) {
		ans = ctl_read(ctl, op_piece_similar(&f->piece_id, SIMILAR));
		if (ans == NULL)
			return -1;
		p = db_rows(ans, REC_PIECE, &n);
		for (i = 0; i < n; i++) {
			out_row(ctl->out);
			out_text(ctl->out, "sku", "SIMILAR", p[i].sku);
			out_text(ctl->out, "title", "TITLE", p[i].title);
			out_money(ctl->out, "price", "PRICE", p[i].price);
		}
	}
	out_close(ctl->out);
	return 0;
}

static int
run_show(struct ctl *ctl, const struct args *args)
{
	const struct rec_conflict	*f;
	struct out			*o = ctl->out;

	if (ctl_shop(ctl) < 0 || (f = find(ctl, args_at(args, 0))) == NULL)
		return -1;
	put_conflict(ctl, f);
	out_say(o, "%s %s", f->sku, f->title);
	out_say(o, "Wanted by  %s: %s.", f->wanted_by, f->wanted_paid);
	if (f->taken_by[0] != '\0')
		out_say(o, "Taken by   %s %s", f->taken_by, f->taken_paid);
	out_say(o, "Order      %s, %s", f->number, f->state);
	out_say(o, "Since      %s", age(ctl, f));
	if (f->done[0] != '\0')
		out_say(o, "Done       %s", f->done);
	out_say(o, "To do      %s", f->todo[0] != '\0' ? f->todo :
	    "nothing but a kind word.");
	if (f->closed_at != 0)
		out_say(o, "Closed by  %s %s", f->closed_by, f->note);
	return put_similar(ctl, f);
}

static int
run_done(struct ctl *ctl, const struct args *args)
{
	const struct rec_conflict	*f;
	const char			*note = "";

	if (ctl_may(ctl, RIGHT_REFUND) < 0 ||
	    (f = find(ctl, args_at(args, 0))) == NULL ||
	    ctl_opt_text(ctl, args, "note", NOTE_BYTES, &note) < 0 ||
	    ctl_changed(ctl, op_conflict_close(&f->id, &ctl->staff_id, note,
	    clock_now()), "an open conflict", args_at(args, 0)) < 0)
		return -1;
	out_uuid(ctl->out, "id", NULL, &f->id);
	out_say(ctl->out, "Done: %s, order %s.", f->sku[0] != '\0' ? f->sku :
	    f->kind, f->number);
	return 0;
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
