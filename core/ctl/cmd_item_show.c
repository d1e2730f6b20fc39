/* item show, list and history: looking at the catalogue. */
#include <string.h>

#include "ctl/ctl.h"
#include "mem.h"
#include "ops.h"
#include "str.h"

#define PAGE		500
#define CODE_MAX	128

/* -------------------------------------------------------------------- show */

static void
show_lists(struct ctl *ctl, const struct db_ans *whole)
{
	const struct rec_code	*code;
	const struct rec_attr	*attr;
	const struct rec_photo	*photo;
	size_t			 n, i;

	code = db_rows(whole, REC_CODE, &n);
	out_list(ctl->out, "codes", NULL);
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_text(ctl->out, "code", "CODE", code[i].code);
		out_text(ctl->out, "kind", "KIND", code[i].kind);
	}
	out_close(ctl->out);
	attr = db_rows(whole, REC_ATTR, &n);
	out_list(ctl->out, "attributes", NULL);
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_text(ctl->out, "name", "ATTRIBUTE", attr[i].name);
		out_text(ctl->out, "value", "VALUE", attr[i].value);
	}
	out_close(ctl->out);
	photo = db_rows(whole, REC_PHOTO, &n);
	out_list(ctl->out, "photos", NULL);
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_num(ctl->out, "position", "PHOTO", photo[i].position);
		out_text(ctl->out, "media_type", "TYPE", photo[i].media_type);
		out_num(ctl->out, "width", "WIDTH", photo[i].width);
		out_num(ctl->out, "height", "HEIGHT", photo[i].height);
	}
	out_close(ctl->out);
}

/* What it cost is for who may know; nobody in particular may not. */
static bool
sees_cost(struct ctl *ctl)
{
	bool	may = ctl_may(ctl, RIGHT_COST) == 0;

	err_clear(&ctl->err);
	return may;
}

static void
show_fields(struct ctl *ctl, const struct rec_piece *p)
{
	struct out	*o = ctl->out;

	out_text(o, "sku", "SKU", p->sku);
	out_text(o, "title", "Title", p->title);
	out_text(o, "status", "Status", p->status);
	out_text(o, "kind", "Kind", p->kind);
	out_text(o, "state", "State", p->state);
	out_num(o, "on_hand", "On hand", p->on_hand);
	out_num(o, "held", "Held", p->held);
	out_time(o, "held_until", "Held until", p->held_until);
	out_money(o, "price", "Price", p->price);
	out_money(o, "floor_price", "Floor price", p->floor_price);
	if (sees_cost(ctl))
		out_money(o, "cost", "Cost", p->cost);
	out_text(o, "category", "Category", p->category);
	out_text(o, "tax_class", "Tax class", p->tax_class);
	out_text(o, "location", "Location", p->location);
	out_text(o, "ownership", "Ownership", p->ownership);
	out_text(o, "consignor", "Consignor", p->consignor);
	out_bool(o, "listed", "On the web", p->listed);
	out_text(o, "story", "Story", p->story);
	out_text(o, "source", "Came from", p->source);
	out_time(o, "created_at", "Entered", p->created_at);
	out_time(o, "changed_at", "Changed", p->changed_at);
	out_uuid(o, "id", "Id", &p->id);
}

static void
show_taker(struct ctl *ctl, const struct rec_taker *t)
{
	if (str_eq(t->kind, "none"))
		return;
	out_object(ctl->out, "taken_by");
	out_text(ctl->out, "kind", NULL, t->kind);
	out_text(ctl->out, "channel", NULL, t->channel);
	out_text(ctl->out, "number", NULL, t->number);
	out_text(ctl->out, "order", NULL, t->order_ref);
	out_text(ctl->out, "who", NULL, t->staff[0] != '\0' ? t->staff :
	    t->customer[0] != '\0' ? t->customer : t->owner);
	out_time(ctl->out, "at", NULL, t->at);
	out_close(ctl->out);
	out_text(ctl->out, "taken_how", str_eq(t->kind, "sale") ? "Sold" :
	    "Held for", str_eq(t->kind, "sale") ? t->number : t->owner);
}

static int
run_show(struct ctl *ctl, const struct args *args)
{
	const struct rec_piece	*p;
	const struct rec_taker	*t;
	const struct db_ans	*ans;
	const struct db_ans	*whole;
	size_t			 n;

	if (ctl_shop(ctl) < 0)
		return -1;
	p = ctl_find_piece(ctl, args_at(args, 0));
	if (p == NULL)
		return -1;
	whole = ctl_read(ctl, op_piece_whole(&p->id));
	ans = whole == NULL ? NULL : ctl_read(ctl, op_piece_taker(&p->id, 0));
	if (ans == NULL)
		return -1;
	show_fields(ctl, p);
	t = db_rows(ans, REC_TAKER, &n);
	if (n > 0)
		show_taker(ctl, t);
	show_lists(ctl, whole);
	return 0;
}

/* -------------------------------------------------------------------- list */

static const struct opt list_opts[] = {
	{ "available", NULL, OPT_MAY, "only what can be sold now" },
	{ "limit", "N", OPT_MAY, "at most so many" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static void
list_rows(struct ctl *ctl, const struct rec_piece *p, size_t n)
{
	struct out	*o = ctl->out;
	size_t		 i;

	for (i = 0; i < n; i++) {
		out_row(o);
		out_text(o, "sku", "SKU", p[i].sku);
		out_text(o, "status", "STATUS", p[i].status);
		out_num(o, "on_hand", "ON HAND", p[i].on_hand);
		out_num(o, "held", NULL, p[i].held);
		out_money(o, "price", "PRICE", p[i].price);
		out_text(o, "kind", NULL, p[i].kind);
		out_text(o, "state", NULL, p[i].state);
		out_text(o, "category", NULL, p[i].category);
		out_bool(o, "listed", NULL, p[i].listed);
		out_text(o, "title", "TITLE", p[i].title);
		out_uuid(o, "id", NULL, &p[i].id);
	}
}

static int
list_all(struct ctl *ctl, int64_t limit, bool only)
{
	char			 after[CODE_MAX * 4] = "";
	const struct rec_piece	*p;
	struct db_ans		*ans;
	size_t			 n;

	do {
		ans = ctl_ask(ctl, op_piece_list(after,
		    limit < PAGE ? limit : PAGE, only));
		if (ans == NULL)
			return -1;
		p = db_rows(ans, REC_PIECE, &n);
		list_rows(ctl, p, n);
		if (n > 0)
			str_copy(after, sizeof after, p[n - 1].sku);
		limit -= (int64_t)n;
		db_ans_free(ans);
	} while (n == PAGE && limit > 0);
	return 0;
}

static int
run_list(struct ctl *ctl, const struct args *args)
{
	int64_t			 limit = INT64_C(100000000);
	bool			 only = args_has(args, "available");
	const struct rec_piece	*p;
	const struct db_ans	*ans;
	const char		*typed = "";
	size_t			 i, n;
	int			 ret = 0;

	if (ctl_shop(ctl) < 0)
		return -1;
	if (args_has(args, "limit") && ctl_number(ctl, "--limit",
	    args_get(args, "limit"), 1, limit, &limit) < 0)
		return -1;
	for (i = 0; i < args_count(args); i++)
		typed = arena_printf(ctl->arena, "%s %s", typed,
		    args_at(args, i));
	out_list(ctl->out, "items", "No piece.");
	if (typed[0] == '\0') {
		ret = list_all(ctl, limit, only);
	} else {
		ans = ctl_read(ctl, op_piece_find(typed, limit, only));
		if (ans == NULL)
			return -1;
		p = db_rows(ans, REC_PIECE, &n);
		list_rows(ctl, p, n);
	}
	out_close(ctl->out);
	return ret;
}

/* ----------------------------------------------------------------- history */

static int
run_history(struct ctl *ctl, const struct args *args)
{
	const struct rec_piece	*p;
	const struct rec_event	*e;
	const struct db_ans	*ans;
	size_t			 n, i;

	if (ctl_shop(ctl) < 0)
		return -1;
	p = ctl_find_piece(ctl, args_at(args, 0));
	if (p == NULL)
		return -1;
	ans = ctl_read(ctl, op_piece_history(&p->id, 10000));
	if (ans == NULL)
		return -1;
	e = db_rows(ans, REC_EVENT, &n);
	out_text(ctl->out, "sku", NULL, p->sku);
	out_list(ctl->out, "events", "Nothing has happened to it.");
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_time(ctl->out, "at", "WHEN", e[i].at);
		out_text(ctl->out, "kind", "WHAT", e[i].kind);
		out_text(ctl->out, "number", "NUMBER", e[i].number);
		out_text(ctl->out, "channel", "WHERE", e[i].channel);
		out_text(ctl->out, "who", "WHO", e[i].who);
		out_money(ctl->out, "amount", "AMOUNT", e[i].amount);
		out_text(ctl->out, "detail", "DETAIL", e[i].detail);
	}
	out_close(ctl->out);
	return 0;
}

const struct command item_show_commands[] = {
	{ "item show", "CODE", 1, 1, NULL, "everything about a piece",
	    "CODE is its sku, a barcode or an older number of it.",
	    run_show },
	{ "item list", "[WORD]...", 0, 20, list_opts, "find pieces",
	    "Every word must begin a word of the piece; accents and case do "
	    "not matter.", run_list },
	{ "item history", "CODE", 1, 1, NULL, "what happened to a piece",
	    NULL, run_history },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
