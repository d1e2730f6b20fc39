/* mail: the letters to customers, and whether they can be sent. */
#include "clock.h"
#include "ctl/ctl.h"
#include "mem.h"
#include "ops.h"
#include "run/http.h"
#include "run/loop.h"
#include "run/mail.h"
#include "str.h"

#define SHOWN	200

static int
run_list(struct ctl *ctl, const struct args *args)
{
	const struct rec_mail	*rows;
	const struct db_ans	*ans;
	size_t			 i, n;

	(void)args;
	if (ctl_may(ctl, RIGHT_REPORTS) < 0 ||
	    (ans = ctl_read(ctl, op_mail_list(SHOWN))) == NULL)
		return -1;
	rows = db_rows(ans, REC_MAIL, &n);
	out_list(ctl->out, "letters", "no letters");
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_text(ctl->out, "kind", "LETTER", rows[i].kind);
		out_text(ctl->out, "recipient", "TO", rows[i].recipient);
		out_time(ctl->out, "at", "WRITTEN", rows[i].at);
		out_text(ctl->out, "state", "STATE", rows[i].done_at != 0 ?
		    "sent" : rows[i].next_at < 0 ? "given up" : "waiting");
		out_time(ctl->out, "sent_at", NULL, rows[i].done_at);
		out_num(ctl->out, "tries", NULL, rows[i].tries);
		out_text(ctl->out, "problem", "PROBLEM", rows[i].problem);
		out_uuid(ctl->out, "id", "ID", &rows[i].id);
	}
	out_close(ctl->out);
	return 0;
}

static int
run_retry(struct ctl *ctl, const struct args *args)
{
	struct uuid	id;

	if (ctl_may(ctl, RIGHT_REPORTS) < 0 ||
	    ctl_uuid(ctl, "the letter's id", args_at(args, 0), &id) < 0 ||
	    ctl_changed(ctl, op_mail_retry(&id), "waiting letter",
	    args_at(args, 0)) < 0)
		return -1;
	out_say(ctl->out, "The listener tries it again within seconds.");
	return 0;
}

static int
run_receipt(struct ctl *ctl, const struct args *args)
{
	const struct rec_sale	*sale;
	const struct db_ans	*ans;
	const char		*to = args_at(args, 1);
	struct uuid		 id = uuid_new();
	size_t			 n;

	if (ctl_act(ctl) < 0)
		return -1;
	if (!mail_address_ok(to)) {
		err_set(&ctl->err, ERR_USAGE, "'%.60s' is no mail address",
		    to);
		return err_hint(&ctl->err, "Write one like "
		    "name@example.com.");
	}
	ans = ctl_read(ctl, op_sale_by_number(args_at(args, 0)));
	if (ans == NULL)
		return -1;
	sale = db_rows(ans, REC_SALE, &n);
	if (n == 0) {
		err_set(&ctl->err, ERR_NO_INPUT, "there is no sale %.40s",
		    args_at(args, 0));
		return err_hint(&ctl->err, "The number stands on the "
		    "receipt.");
	}
	if (ctl_do(ctl, op_mail_add(&id, "receipt", to, sale->customer_name,
	    &sale->id, clock_now())) < 0)
		return -1;
	out_text(ctl->out, "recipient", "Goes to", to);
	return 0;
}

struct test {
	struct loop		*loop;
	enum mail_outcome	 outcome;
	struct err		 err;
	bool			 answered;
};

static void
on_tested(enum mail_outcome outcome, const struct err *err, void *arg)
{
	struct test	*test = arg;

	test->outcome = outcome;
	err_copy(&test->err, err);
	test->answered = true;
	loop_stop(test->loop);
}

static int
run_test(struct ctl *ctl, const struct args *args)
{
	struct mail_server	 server;
	struct test		 test = { .outcome = MAIL_LATER };
	struct mail		 mail = { .id = uuid_new(), .at = clock_now(),
	    .to = args_at(args, 0), .to_name = "", .html = "" };
	struct http		*http;

	if (ctl_may(ctl, RIGHT_REPORTS) < 0 ||
	    mail_server_load(&server, &ctl->config, &ctl->err) < 0)
		return -1;
	if (server.url[0] == '\0') {
		err_set(&ctl->err, ERR_CONFIG, "no mail server is set");
		return err_hint(&ctl->err, "Write smtp and mail_from into "
		    "vitrine.conf(5).");
	}
	if (!mail_address_ok(mail.to))
		return err_set(&ctl->err, ERR_USAGE, "'%.60s' is no mail "
		    "address", mail.to);
	mail.from_name = ctl->shop.name;
	mail.subject = arena_printf(ctl->arena, "A test letter of %s",
	    ctl->shop.name);
	mail.text = "This shop can send letters.\n";
	test.loop = loop_new();
	http = http_new(test.loop, &test.err);
	if (http != NULL) {
		mail_send(http, &server, &mail, on_tested, &test);
		loop_run(test.loop);
	}
	http_free(http);
	loop_free(test.loop);
	mail_server_wipe(&server);
	if (test.outcome != MAIL_SENT) {
		err_copy(&ctl->err, &test.err);
		return -1;
	}
	out_text(ctl->out, "sent_to", "Sent to", mail.to);
	return 0;
}

const struct command mail_commands[] = {
	{ "mail list", "", 0, 0, NULL, "letters to customers, waiting ones "
	    "first", NULL, run_list },
	{ "mail retry", "ID", 1, 1, NULL, "try a letter again now", NULL,
	    run_retry },
	{ "mail receipt", "NUMBER ADDRESS", 2, 2, NULL,
	    "send the receipt of a sale", NULL, run_receipt },
	{ "mail test", "ADDRESS", 1, 1, NULL,
	    "send a letter now, to see that the mail server takes it",
	    NULL, run_test },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
