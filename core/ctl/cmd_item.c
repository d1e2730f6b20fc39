/* item add and edit: what comes into the catalogue. */
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "ctl/ctl.h"
#include "mem.h"
#include "ops.h"
#include "sell/book.h"
#include "sell/piece.h"
#include "str.h"

#define SKU_MAX		64
#define TITLE_MAX	300
#define STORY_MAX	20000
#define CODE_MAX	128
#define STOCK_MAX	INT64_C(1000000)
#define WORDS_MAX	1000

/* Either may be NULL: nothing to do yet. */
static struct db_req *
join(struct db_req *a, struct db_req *b)
{
	if (a == NULL || b == NULL)
		return a == NULL ? b : a;
	return db_req_join(a, b);
}

/* ---------------------------------------------------------- its parts */

/* A category's code: its name in small ASCII, anything else a dash. */
static const char *
category_code(struct ctl *ctl, const char *name)
{
	char	*code = arena_strdup(ctl->arena, name);
	char	*at;

	for (at = code; *at != '\0'; at++) {
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
		else if ((unsigned char)*at < 0x80 &&
		    !(*at >= 'a' && *at <= 'z') && !(*at >= '0' && *at <= '9'))
			*at = '-';
	}
	return code;
}

/* The category of that name or code, made when there is none. */
static int
find_category(struct ctl *ctl, const char *name, struct rec_piece *p)
{
	struct rec_category		 made = { .id = uuid_new(),
	    .code = category_code(ctl, name), .name = name,
	    .tax_class = "standard" };
	const struct rec_category	*c;
	const struct db_ans		*ans;
	size_t				 n, i;
	int				 round;

	for (round = 0; round < 2; round++) {
		ans = ctl_read(ctl, op_category_list());
		if (ans == NULL)
			return -1;
		c = db_rows(ans, REC_CATEGORY, &n);
		for (i = 0; i < n; i++)
			if (str_eq(c[i].name, name) ||
			    str_eq(c[i].code, made.code)) {
				p->category_id = c[i].id;
				p->category = c[i].name;
				return 0;
			}
		if (ctl_do(ctl, op_category_add(&made)) < 0)
			return -1;
	}
	return err_set(&ctl->err, ERR_INTERNAL, "category %s is not kept",
	    name);
}

static int
read_category(struct ctl *ctl, const struct args *args, struct rec_piece *p)
{
	const char	*name = NULL;

	if (ctl_opt_text(ctl, args, "category", 60, &name) < 0)
		return -1;
	if (name == NULL)
		return 0;
	if (name[0] != '\0')
		return find_category(ctl, name, p);
	memset(&p->category_id, 0, sizeof p->category_id);
	p->category = "";
	return 0;
}

static int
read_story(struct ctl *ctl, const struct args *args, struct rec_piece *p)
{
	const char	*given = args_get(args, "story");

	if (given == NULL)
		return 0;
	if (strlen(given) > STORY_MAX || !str_is_clean(given, true)) {
		err_set(&ctl->err, ERR_INPUT, "--story is longer than %d "
		    "bytes or not plain text", STORY_MAX);
		return err_hint(&ctl->err, "Shorten or retype it.");
	}
	p->story = given;
	return 0;
}

/* What add and edit have in common. */
static int
read_fields(struct ctl *ctl, const struct args *args, struct rec_piece *p)
{
	if (args_has(args, "listed") && args_has(args, "not-listed"))
		return err_set(&ctl->err, ERR_USAGE,
		    "--listed and --not-listed contradict each other");
	if (args_has(args, "listed") || args_has(args, "not-listed"))
		p->listed = args_has(args, "listed");
	if (ctl_opt_text(ctl, args, "title", TITLE_MAX, &p->title) < 0 ||
	    ctl_opt_text(ctl, args, "location", 60, &p->location) < 0 ||
	    ctl_opt_money(ctl, args, "price", &p->price) < 0 ||
	    ctl_opt_money(ctl, args, "floor", &p->floor_price) < 0 ||
	    ctl_opt_money(ctl, args, "cost", &p->cost) < 0 ||
	    read_story(ctl, args, p) < 0 || read_category(ctl, args, p) < 0)
		return -1;
	if (str_empty(p->title)) {
		err_set(&ctl->err, ERR_INPUT, "a piece needs a title");
		return err_hint(&ctl->err, "Say what it is: --title TEXT.");
	}
	if (p->floor_price > p->price) {
		err_set(&ctl->err, ERR_INPUT,
		    "the floor price is above the price");
		return err_hint(&ctl->err, "Lower --floor or raise --price.");
	}
	return 0;
}

/* NAME=VALUE; the value may be empty. */
static int
split_attr(struct ctl *ctl, const char *given, struct rec_attr *a)
{
	const char	*equals = strchr(given, '=');

	if (equals == NULL || equals == given) {
		err_set(&ctl->err, ERR_INPUT, "--attr '%.60s' is no "
		    "NAME=VALUE", given);
		return err_hint(&ctl->err, "Such as --attr metal='18 ct'.");
	}
	if (ctl_text(ctl, "--attr", arena_strndup(ctl->arena, given,
	    (size_t)(equals - given)), 60, false, &a->name) < 0)
		return -1;
	return ctl_text(ctl, "--attr", equals + 1, 500, true, &a->value);
}

static const char *
more_word(struct ctl *ctl, const char *words, const char *word)
{
	if (strlen(words) + strlen(word) > WORDS_MAX)
		return words;
	return arena_printf(ctl->arena, "%s %s", words, word);
}

/* --------------------------------------------------------------------- add */

static const struct opt add_opts[] = {
	{ "sku", "SKU", OPT_MUST, "its number, on its tag" },
	{ "title", "TEXT", OPT_MUST, "what it is" },
	{ "price", "AMOUNT", OPT_MUST, "4200.00" },
	{ "stock", "N", OPT_MAY, "there are N alike (without: one, unique)" },
	{ "service", NULL, OPT_MAY, "work, such as engraving; nothing to "
	    "count" },
	{ "barcode", "CODE", OPT_MANY, "what a scanner may read for it" },
	{ "old-number", "CODE", OPT_MANY, "its number in an older system" },
	{ "category", "NAME", OPT_MAY, "made when it is new" },
	{ "story", "TEXT", OPT_MAY, "for the page and the counter" },
	{ "attr", "NAME=VALUE", OPT_MANY, "metal, maker, ring size ..." },
	{ "location", "TEXT", OPT_MAY, "case and tray" },
	{ "floor", "AMOUNT", OPT_MAY, "below it only with a manager" },
	{ "cost", "AMOUNT", OPT_MAY, "what it cost the shop" },
	{ "store", "CODE", OPT_MAY, "where it is (the first store)" },
	{ "listed", NULL, OPT_MAY, "the web shows it (so it does)" },
	{ "not-listed", NULL, OPT_MAY, "the web does not show it" },
	{ NULL, NULL, OPT_MAY, NULL }
};

/* Joins an option's codes onto req and their words onto *words. */
static int
join_codes(struct ctl *ctl, const struct args *args, const char *opt,
    const char *kind, const struct uuid *id, struct db_req **req,
    const char **words)
{
	const char	*given;
	const char	*code;
	size_t		 i;

	for (i = 0; (given = args_nth(args, opt, i)) != NULL; i++) {
		if (ctl_text(ctl, opt, given, CODE_MAX, false, &code) < 0)
			return -1;
		*words = more_word(ctl, *words, code);
		*req = join(*req, op_piece_code_add(id, code, kind));
	}
	return 0;
}

static int
join_attrs(struct ctl *ctl, const struct args *args, const struct uuid *id,
    struct db_req **req, const char **words)
{
	struct rec_attr	 a = { .piece_id = *id };
	const char	*given;
	size_t		 i;

	for (i = 0; (given = args_nth(args, "attr", i)) != NULL; i++) {
		a.position = (int64_t)i + 1;
		if (split_attr(ctl, given, &a) < 0)
			return -1;
		*words = more_word(ctl, *words, a.value);
		*req = join(*req, op_piece_attr_add(&a));
	}
	return 0;
}

static int
read_kind(struct ctl *ctl, const struct args *args, struct rec_piece *p,
    int64_t *stock_r)
{
	*stock_r = 1;
	p->kind = piece_kind_name(PIECE_UNIQUE);
	if (args_has(args, "service")) {
		*stock_r = 0;
		p->kind = piece_kind_name(PIECE_SERVICE);
		if (args_has(args, "stock"))
			return err_set(&ctl->err, ERR_USAGE,
			    "a --service has no --stock");
	} else if (args_has(args, "stock")) {
		p->kind = piece_kind_name(PIECE_COUNTED);
		return ctl_number(ctl, "--stock", args_get(args, "stock"), 0,
		    STOCK_MAX, stock_r);
	}
	return 0;
}

/*
 * One transaction: the piece, its codes, its stock.  The order matters: codes
 * refer to the piece.
 */
static int
add_piece(struct ctl *ctl, const struct args *args, struct rec_piece *p,
    int64_t stock)
{
	struct db_req	*parts = NULL;
	struct db_req	*req;
	const char	*words = "";

	if (join_codes(ctl, args, "barcode", "barcode", &p->id, &parts,
	    &words) < 0 ||
	    join_codes(ctl, args, "old-number", "old", &p->id, &parts,
	    &words) < 0 ||
	    join_attrs(ctl, args, &p->id, &parts, &words) < 0) {
		if (parts != NULL)
			db_req_free(parts);
		return -1;
	}
	req = join(op_piece_add(p, words), parts);
	if (stock > 0)
		req = db_req_join(req, book_move(&p->id, p->created_at,
		    stock, "receive", "", &ctl->staff_id, ""));
	return ctl_added(ctl, db_wait(ctl->db, req), "a piece", p->sku);
}

static int
run_add(struct ctl *ctl, const struct args *args)
{
	struct rec_piece	 p = { .id = uuid_new(), .story = "",
	    .category = "", .state = "stock", .location = "",
	    .ownership = "own", .listed = 1, .source = "", .source_ref = "",
	    .created_at = clock_now() };
	const struct rec_store	*store;
	int64_t			 stock;

	if (ctl_may(ctl, RIGHT_STOCK) < 0)
		return -1;
	store = ctl_find_store(ctl, args_get(args, "store"));
	if (store == NULL || ctl_text(ctl, "--sku", args_get(args, "sku"),
	    SKU_MAX, false, &p.sku) < 0 || read_fields(ctl, args, &p) < 0 ||
	    read_kind(ctl, args, &p, &stock) < 0)
		return -1;
	p.store_id = store->id;
	if (add_piece(ctl, args, &p, stock) < 0)
		return -1;
	out_uuid(ctl->out, "id", "Id", &p.id);
	out_text(ctl->out, "sku", "SKU", p.sku);
	out_text(ctl->out, "title", NULL, p.title);
	out_text(ctl->out, "kind", NULL, p.kind);
	out_money(ctl->out, "price", NULL, p.price);
	out_num(ctl->out, "on_hand", NULL, stock);
	out_bool(ctl->out, "listed", NULL, p.listed);
	return 0;
}

/* -------------------------------------------------------------------- edit */

static const struct opt edit_opts[] = {
	{ "sku", "SKU", OPT_MAY, "another number; the old one stays a code" },
	{ "title", "TEXT", OPT_MAY, "what it is" },
	{ "price", "AMOUNT", OPT_MAY, "4200.00" },
	{ "floor", "AMOUNT", OPT_MAY, "below it only with a manager" },
	{ "cost", "AMOUNT", OPT_MAY, "what it cost the shop" },
	{ "barcode", "CODE", OPT_MANY, "one more a scanner may read" },
	{ "no-barcodes", NULL, OPT_MAY, "forget those it had" },
	{ "category", "NAME", OPT_MAY, "made when it is new" },
	{ "story", "TEXT", OPT_MAY, "for the page and the counter" },
	{ "attr", "NAME=VALUE", OPT_MANY, "set one; an empty value drops it" },
	{ "location", "TEXT", OPT_MAY, "case and tray" },
	{ "listed", NULL, OPT_MAY, "the web shows it" },
	{ "not-listed", NULL, OPT_MAY, "the web does not show it" },
	{ "state", "STATE", OPT_MAY, "stock, memo, repair, inspect, "
	    "legal_hold ..." },
	{ "receive", "N", OPT_MAY, "N more came in (counted, or sold again)" },
	{ "remove", "N", OPT_MAY, "N are not there any more" },
	{ "note", "TEXT", OPT_MAY, "why, for its history" },
	{ NULL, NULL, OPT_MAY, NULL }
};

/* Its attributes with the ones given set, as clear-and-add. */
static int
edit_attrs(struct ctl *ctl, const struct args *args, const struct rec_piece *p,
    struct db_req **req, const char **words)
{
	const struct db_ans	*ans = ctl_read(ctl, op_piece_attrs(&p->id));
	const struct rec_attr	*had;
	struct rec_attr		*all;
	struct rec_attr		 a;
	const char		*given;
	size_t			 n, i, k;

	if (ans == NULL)
		return -1;
	had = db_rows(ans, REC_ATTR, &n);
	for (i = 0; args_nth(args, "attr", i) != NULL; i++)
		;
	all = arena_alloc(ctl->arena, (n + i + 1) * sizeof *all);
	if (n > 0)
		memcpy(all, had, n * sizeof *all);
	for (i = 0; (given = args_nth(args, "attr", i)) != NULL; i++) {
		if (split_attr(ctl, given, &a) < 0)
			return -1;
		for (k = 0; k < n && !str_eq(all[k].name, a.name); k++)
			;
		n += k == n;
		all[k].name = a.name;
		all[k].value = a.value;
	}
	*req = join(*req, op_piece_attrs_clear(&p->id));
	for (i = 0, k = 0; i < n; i++) {
		if (all[i].value[0] == '\0')
			continue;
		all[i].piece_id = p->id;
		all[i].position = (int64_t)++k;
		*words = more_word(ctl, *words, all[i].value);
		*req = join(*req, op_piece_attr_add(&all[i]));
	}
	return 0;
}

static int
edit_codes(struct ctl *ctl, const struct args *args, const struct rec_piece *p,
    struct db_req **req, const char **words)
{
	const struct db_ans	*ans = ctl_read(ctl, op_piece_codes(&p->id));
	const struct rec_code	*c;
	bool			 drop = args_has(args, "no-barcodes");
	size_t			 n, i;

	if (ans == NULL)
		return -1;
	if (drop)
		*req = join(*req, op_piece_codes_clear(&p->id,
		    "barcode"));
	c = db_rows(ans, REC_CODE, &n);
	for (i = 0; i < n; i++)
		if (!drop || !str_eq(c[i].kind, "barcode"))
			*words = more_word(ctl, *words, c[i].code);
	return join_codes(ctl, args, "barcode", "barcode", &p->id, req, words);
}

/*
 * The edit itself, and moves of stock and of state; each is a fact with its
 * reason.  *req is what else is changed, then all of it.
 */
static int
edit_moves(struct ctl *ctl, const struct args *args, const struct rec_piece *p,
    const char *words, struct db_req **req)
{
	struct rec_move		 moves[3], one = { .piece_id = p->id,
	    .at = clock_now(), .staff_id = ctl->staff_id };
	size_t			 count = 0;
	const char		*state = args_get(args, "state");
	const char		*note = "";
	enum piece_state	 to;
	int64_t			 n = 0;

	if (ctl_opt_text(ctl, args, "note", 300, &note) < 0)
		return -1;
	if (state != NULL && !piece_state_of(state, &to)) {
		err_set(&ctl->err, ERR_INPUT, "--state '%.40s' is none",
		    state);
		return err_hint(&ctl->err, "Use stock, intake, memo, layaway, "
		    "repair, transfer, missing, legal_hold, inspect or "
		    "scrapped.");
	}
	if (args_has(args, "receive") && ctl_number(ctl, "--receive",
	    args_get(args, "receive"), 1, STOCK_MAX, &n) < 0)
		return -1;
	one.note = note;
	one.to_state = "";
	one.reason = "receive";
	if ((one.delta = n) > 0)
		moves[count++] = one;
	n = 0;
	if (args_has(args, "remove") && ctl_number(ctl, "--remove",
	    args_get(args, "remove"), 1, STOCK_MAX, &n) < 0)
		return -1;
	one.reason = "adjust";
	if ((one.delta = -n) < 0)
		moves[count++] = one;
	one.reason = "state";
	one.delta = 0;
	one.to_state = state;
	if (state != NULL)
		moves[count++] = one;
	*req = join(op_piece_edit(p, words), *req);
	if (count > 0)
		*req = book_moves(moves, count, *req);
	return 0;
}

static int
edit_piece(struct ctl *ctl, const struct args *args, struct rec_piece *p)
{
	struct db_req	*parts = NULL;
	const char	*words = "";
	struct db_ans	*ans;
	enum db_refusal	 refusal;

	if (edit_attrs(ctl, args, p, &parts, &words) < 0 ||
	    edit_codes(ctl, args, p, &parts, &words) < 0 ||
	    edit_moves(ctl, args, p, words, &parts) < 0) {
		if (parts != NULL)
			db_req_free(parts);
		return -1;
	}
	ans = db_wait(ctl->db, parts);
	refusal = db_refusal(ans);
	if (ctl_added(ctl, ans, "a piece", p->sku) == 0)
		return 0;
	if (refusal == REFUSAL_TAKEN || refusal == REFUSAL_OTHER) {
		err_set(&ctl->err, ERR_REFUSED, "%s cannot have that stock or "
		    "state", p->sku);
		return err_hint(&ctl->err, "A unique piece is there once or "
		    "not at all, and what is held or sold stays: see "
		    "vitrinectl item show.");
	}
	return -1;
}

static int
run_edit(struct ctl *ctl, const struct args *args)
{
	const struct rec_piece	*found;
	struct rec_piece	 p;

	if (ctl_may(ctl, RIGHT_STOCK) < 0)
		return -1;
	found = ctl_find_piece(ctl, args_at(args, 0));
	if (found == NULL)
		return -1;
	p = *found;
	p.changed_at = clock_now();
	if (args_has(args, "sku") && ctl_text(ctl, "--sku",
	    args_get(args, "sku"), SKU_MAX, false, &p.sku) < 0)
		return -1;
	if (read_fields(ctl, args, &p) < 0 || edit_piece(ctl, args, &p) < 0)
		return -1;
	out_uuid(ctl->out, "id", NULL, &p.id);
	out_text(ctl->out, "sku", NULL, p.sku);
	out_say(ctl->out, "%s is changed.", p.sku);
	return 0;
}

const struct command item_commands[] = {
	{ "item add", "", 0, 0, add_opts, "enter a piece",
	    "Without --stock the piece is unique: there is one, and it is "
	    "sold at most once.", run_add },
	{ "item edit", "CODE", 1, 1, edit_opts, "change a piece",
	    "CODE is its sku, a barcode or an older number of it.",
	    run_edit },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
