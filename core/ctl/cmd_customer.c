/* customer and consignor: whom the shop sells to, and for. */
#include <string.h>

#include "clock.h"
#include "ctl/ctl.h"
#include "mem.h"
#include "ops.h"
#include "str.h"

#define NAME_BYTES	120
#define MANY		INT64_C(1000000)

static const struct opt customer_opts[] = {
	{ "email", "ADDRESS", OPT_MAY, "for receipts" },
	{ "phone", "TEXT", OPT_MAY, "for the repair that is ready" },
	{ "address", "TEXT", OPT_MAY, "where they live" },
	{ "note", "TEXT", OPT_MAY, "what to remember" },
	{ "exempt-no", "TEXT", OPT_MAY, "certificate that frees from tax" },
	{ "exempt-until", "DAY", OPT_MAY, "its last day, 2027-06-30" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
read_customer(struct ctl *ctl, const struct args *args,
    struct rec_customer *c)
{
	if (ctl_opt_text(ctl, args, "email", 200, &c->email) < 0 ||
	    ctl_opt_text(ctl, args, "phone", 60, &c->phone) < 0 ||
	    ctl_opt_text(ctl, args, "address", 500, &c->address) < 0 ||
	    ctl_opt_text(ctl, args, "note", 2000, &c->note) < 0 ||
	    ctl_opt_text(ctl, args, "exempt-no", 60, &c->exempt_no) < 0 ||
	    ctl_opt_day(ctl, args, "exempt-until", &c->exempt_until) < 0)
		return -1;
	c->tax_exempt = c->exempt_no[0] != '\0';
	if (!c->tax_exempt || c->exempt_until != 0)
		return 0;
	err_set(&ctl->err, ERR_INPUT, "an exemption needs its last day");
	return err_hint(&ctl->err, "Add --exempt-until 2027-06-30.");
}

static int
run_customer_add(struct ctl *ctl, const struct args *args)
{
	struct rec_customer	c = { .id = uuid_new(), .email = "",
	    .phone = "", .address = "", .note = "", .exempt_no = "",
	    .search = "", .created_at = clock_now() };

	if (ctl_act(ctl) < 0 ||
	    ctl_text(ctl, "the name", args_at(args, 0), NAME_BYTES, false,
	    &c.name) < 0 || read_customer(ctl, args, &c) < 0 ||
	    ctl_do(ctl, op_customer_add(&c)) < 0)
		return -1;
	out_uuid(ctl->out, "id", "Id", &c.id);
	out_text(ctl->out, "name", "Name", c.name);
	return 0;
}

static const struct rec_customer *
find_customer(struct ctl *ctl, const char *given)
{
	const struct rec_customer	*c;
	const struct db_ans		*ans;
	struct uuid			 id;
	size_t				 n;

	if (ctl_uuid(ctl, "the customer", given, &id) < 0)
		return NULL;
	ans = ctl_read(ctl, op_customer_get(&id));
	if (ans == NULL)
		return NULL;
	c = db_rows(ans, REC_CUSTOMER, &n);
	if (n > 0)
		return c;
	err_set(&ctl->err, ERR_NO_INPUT, "there is no customer %s", given);
	err_hint(&ctl->err, "Find the id with: vitrinectl customer list "
	    "WORD...");
	return NULL;
}

static int
run_customer_edit(struct ctl *ctl, const struct args *args)
{
	const struct rec_customer	*found;
	struct rec_customer		 c;

	if (ctl_act(ctl) < 0)
		return -1;
	found = find_customer(ctl, args_at(args, 0));
	if (found == NULL)
		return -1;
	c = *found;
	if (read_customer(ctl, args, &c) < 0 ||
	    ctl_do(ctl, op_customer_edit(&c)) < 0)
		return -1;
	out_uuid(ctl->out, "id", NULL, &c.id);
	out_say(ctl->out, "%s is changed.", c.name);
	return 0;
}

static int
run_customer_show(struct ctl *ctl, const struct args *args)
{
	const struct rec_customer	*c;
	struct out			*o = ctl->out;

	if (ctl_shop(ctl) < 0)
		return -1;
	c = find_customer(ctl, args_at(args, 0));
	if (c == NULL)
		return -1;
	out_text(o, "name", "Name", c->name);
	out_text(o, "email", "Mail", c->email);
	out_text(o, "phone", "Phone", c->phone);
	out_text(o, "address", "Address", c->address);
	out_text(o, "note", "Note", c->note);
	out_bool(o, "tax_exempt", "Free of tax", c->tax_exempt);
	out_text(o, "exempt_no", "Certificate", c->exempt_no);
	out_day(o, "exempt_until", "Until", c->exempt_until);
	out_time(o, "created_at", "Since", c->created_at);
	out_uuid(o, "id", "Id", &c->id);
	return 0;
}

static int
run_customer_list(struct ctl *ctl, const struct args *args)
{
	const char			*typed = "";
	const struct rec_customer	*c;
	const struct db_ans		*ans;
	size_t				 n, i;

	if (ctl_shop(ctl) < 0)
		return -1;
	for (i = 0; i < args_count(args); i++)
		typed = arena_printf(ctl->arena, "%s %s", typed,
		    args_at(args, i));
	ans = ctl_read(ctl, op_customer_find(typed, MANY));
	if (ans == NULL)
		return -1;
	c = db_rows(ans, REC_CUSTOMER, &n);
	out_list(ctl->out, "customers", "No customer.");
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_text(ctl->out, "name", "NAME", c[i].name);
		out_text(ctl->out, "email", "MAIL", c[i].email);
		out_text(ctl->out, "phone", "PHONE", c[i].phone);
		out_uuid(ctl->out, "id", "ID", &c[i].id);
	}
	out_close(ctl->out);
	return 0;
}

/* --------------------------------------------------------------- consignor */

static const struct opt consignor_opts[] = {
	{ "name", "NAME", OPT_MUST, "who they are" },
	{ "email", "ADDRESS", OPT_MAY, "for statements" },
	{ "phone", "TEXT", OPT_MAY, "to call" },
	{ "split", "PERCENT", OPT_MAY, "of the price that is theirs (0)" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
run_consignor_add(struct ctl *ctl, const struct args *args)
{
	struct rec_consignor	c = { .id = uuid_new(), .email = "",
	    .phone = "", .created_at = clock_now() };

	if (ctl_may(ctl, RIGHT_STOCK) < 0 ||
	    ctl_text(ctl, "the code", args_at(args, 0), 16, false,
	    &c.code) < 0 ||
	    ctl_opt_text(ctl, args, "name", NAME_BYTES, &c.name) < 0 ||
	    ctl_opt_text(ctl, args, "email", 200, &c.email) < 0 ||
	    ctl_opt_text(ctl, args, "phone", 60, &c.phone) < 0)
		return -1;
	if (args_has(args, "split") && ppm_parse(args_get(args, "split"),
	    &c.split_ppm, &ctl->err) < 0)
		return err_wrap(&ctl->err, "--split");
	if (ctl_changed(ctl, op_consignor_add(&c), "room for consignor",
	    c.code) < 0) {
		if (ctl->err.kind != ERR_NO_INPUT)
			return -1;
		err_set(&ctl->err, ERR_INPUT,
		    "there is a consignor %s already", c.code);
		return err_hint(&ctl->err, "Choose another code.");
	}
	out_uuid(ctl->out, "id", "Id", &c.id);
	out_text(ctl->out, "code", "Code", c.code);
	return 0;
}

static int
run_consignor_list(struct ctl *ctl, const struct args *args)
{
	const struct rec_consignor	*c;
	const struct db_ans		*ans;
	size_t				 n, i;

	(void)args;
	if (ctl_shop(ctl) < 0)
		return -1;
	ans = ctl_read(ctl, op_consignor_list());
	if (ans == NULL)
		return -1;
	c = db_rows(ans, REC_CONSIGNOR, &n);
	out_list(ctl->out, "consignors", "No consignor.");
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_text(ctl->out, "code", "CODE", c[i].code);
		out_text(ctl->out, "name", "NAME", c[i].name);
		out_text(ctl->out, "email", "MAIL", c[i].email);
		out_text(ctl->out, "phone", "PHONE", c[i].phone);
		out_ppm(ctl->out, "split_ppm", "SPLIT", c[i].split_ppm);
		out_uuid(ctl->out, "id", NULL, &c[i].id);
	}
	out_close(ctl->out);
	return 0;
}

const struct command customer_commands[] = {
	{ "customer add", "NAME", 1, 1, customer_opts, "enter a customer",
	    NULL, run_customer_add },
	{ "customer edit", "ID", 1, 1, customer_opts, "change one", NULL,
	    run_customer_edit },
	{ "customer show", "ID", 1, 1, NULL, "everything about one", NULL,
	    run_customer_show },
	{ "customer list", "[WORD]...", 0, 20, NULL, "find customers",
	    "By words of their name, mail or phone.", run_customer_list },
	{ "consignor add", "CODE", 1, 1, consignor_opts,
	    "enter somebody whose pieces the shop sells", NULL,
	    run_consignor_add },
	{ "consignor list", "", 0, 0, NULL, "whose pieces the shop sells",
	    NULL, run_consignor_list },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
