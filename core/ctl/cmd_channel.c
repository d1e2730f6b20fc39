/* channel: websites somebody else runs, from setting up to taking away. */
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "ctl/channel_ask.h"
#include "ctl/ctl.h"
#include "desk/channels.h"
#include "ops.h"
#include "str.h"

#define NAME_BYTES	60
#define CODE_BYTES	24

static const struct opt set_opts[] = {
	{ "name", "NAME", OPT_MAY, "what people call it" },
	{ "set", "NAME=VALUE", OPT_MANY, "a setting of the service" },
	{ "secrets-stdin", NULL, OPT_MAY,
	    "more of them, secrets too, one a line on standard input" },
	{ "not-held", NULL, OPT_MAY,
	    "what is on hold at the counter stays for sale there" },
	{ "publish", NULL, OPT_MAY,
	    "what was published there is sent again when it changes here" },
	{ "no-publish", NULL, OPT_MAY, "or only when somebody says so" },
	{ "no-test", NULL, OPT_MAY, "do not ask the service whether it works" },
	{ NULL, NULL, OPT_MAY, NULL }
};

/* ------------------------------------------------------------------ set up */

static int
seal_all(struct ctl *ctl, const struct channel_conf *conf, struct db_req **req)
{
	const struct channel_ops	*ops = channel_ops(conf->kind);
	struct secret_key		 key;
	struct rec_value		 value;
	size_t				 i;
	int				 rc;

	rc = secret_key_make(&key, &ctl->config, &ctl->err);
	for (i = 0; rc == 0 && i < conf->count; i++) {
		rc = conf_seal(&conf->id, conf_field(ops,
		    conf->values[i].name), conf->values[i].value, &key,
		    ctl->arena, &value, &ctl->err);
		if (rc == 0)
			*req = db_req_join(*req, op_value_set(&conf->id,
			    &value));
	}
	if (rc == 0)
		out_text(ctl->out, "secret_key", NULL, key.path);
	secret_key_wipe(&key);
	return rc;
}

/* Settings, trial and the rows; *req is what makes or changes the channel. */
static int
set_up(struct ctl *ctl, const struct args *args, struct channel_conf *conf,
    struct rec_link *row, struct db_req *req)
{
	const char	*hook = ctl->config.web_url;

	row->outbox = row->active = 1;
	row->tell_held = !args_has(args, "not-held");
	if (args_has(args, "publish") || args_has(args, "no-publish"))
		row->publish = args_has(args, "publish");
	req = db_req_join(req, op_channel_edit(row));
	req = db_req_join(req, op_run_add(&row->id));
	if (seal_all(ctl, conf, &req) < 0) {
		db_req_free(req);
		return -1;
	}
	if (ctl_added(ctl, db_wait(ctl->db, db_req_join(req,
	    op_run_want(&row->id))), "a channel", row->code) < 0)
		return -1;
	out_uuid(ctl->out, "id", NULL, &row->id);
	out_text(ctl->out, "code", NULL, row->code);
	if (channel_ops(row->kind)->hook != NULL)
		out_say(ctl->out, "Webhooks, if it sends any, go to "
		    "%s/hooks/%s/%s",
		    hook[0] != '\0' ? hook : "your listener's address",
		    row->kind, row->code);
	out_say(ctl->out, "%s is set up. The listener takes it up by itself; "
	    "vitrinectl channel sync %s tells it of everything there is.",
	    row->name, row->code);
	return 0;
}

static int
ask_and_try(struct ctl *ctl, const struct args *args,
    struct channel_conf *conf)
{
	if (channel_ask(ctl, args, conf) < 0)
		return -1;
	if (args_has(args, "no-test")) {
		out_say(ctl->out, "Not tried out.");
		return channel_check(ctl, conf);
	}
	return channel_try(ctl, conf);
}

static int
check_code(struct ctl *ctl, const char *code)
{
	size_t	len = strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789-");

	if (len > 0 && code[len] == '\0' && len <= CODE_BYTES)
		return 0;
	return err_set(&ctl->err, ERR_INPUT, "a channel's code is a word of "
	    "small letters, digits and -");
}

static int
check_kind(struct ctl *ctl, const char *kind)
{
	const char	*all = "";
	size_t		 i;

	if (channel_ops(kind) != NULL)
		return 0;
	for (i = 0; channel_services[i] != NULL; i++)
		all = arena_printf(ctl->arena, "%s%s%s", all, i > 0 ? ", " :
		    "", channel_services[i]->kind);
	err_set(&ctl->err, ERR_INPUT, "nobody here speaks to '%.40s'", kind);
	return err_hint(&ctl->err, "Such as %s.", all);
}

static int
run_add(struct ctl *ctl, const struct args *args)
{
	struct rec_link		 row = { .id = uuid_new(),
				    .kind = args_at(args, 0),
				    .code = args_at(args, 1) };
	struct rec_channel	 channel = { .id = row.id, .outbox = 1,
				    .active = 1, .created_at = clock_now() };
	struct channel_conf	*conf;
	int			 rc;

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0 || check_kind(ctl, row.kind) < 0 ||
	    check_code(ctl, row.code) < 0)
		return -1;
	row.name = channel_ops(row.kind)->title;
	if (ctl_opt_text(ctl, args, "name", NAME_BYTES, &row.name) < 0)
		return -1;
	channel.code = row.code;
	channel.kind = row.kind;
	channel.name = row.name;
	conf = conf_new(&row, &ctl->currency);
	rc = ask_and_try(ctl, args, conf);
	if (rc == 0)
		rc = set_up(ctl, args, conf, &row, op_channel_add(&channel));
	conf_free(conf);
	return rc;
}

static int
run_set(struct ctl *ctl, const struct args *args)
{
	const struct rec_link	*found;
	struct channel_conf	*conf;
	struct rec_link		 row;
	int			 rc;

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0 ||
	    (found = channel_find(ctl, args_at(args, 0))) == NULL)
		return -1;
	row = *found;
	if (ctl_opt_text(ctl, args, "name", NAME_BYTES, &row.name) < 0)
		return -1;
	conf = channel_settings(ctl, &row);
	if (conf == NULL) {
		/* They do not open any more: all are given again. */
		err_clear(&ctl->err);
		conf = conf_new(&row, &ctl->currency);
	}
	rc = ask_and_try(ctl, args, conf);
	if (rc == 0)
		rc = set_up(ctl, args, conf, &row,
		    op_value_clear(&row.id));
	conf_free(conf);
	return rc;
}

static int
run_test(struct ctl *ctl, const struct args *args)
{
	const struct rec_link	*row;
	struct channel_conf	*conf;
	int			 rc;

	if (ctl_may(ctl, RIGHT_STOCK) < 0 ||
	    (row = channel_find(ctl, args_at(args, 0))) == NULL ||
	    (conf = channel_settings(ctl, row)) == NULL)
		return -1;
	rc = channel_try(ctl, conf);
	conf_free(conf);
	return rc;
}

/* ------------------------------------------------------------------ status */

static const struct channel_state *
states(struct ctl *ctl, size_t *n_r)
{
	int64_t			 now = clock_now();
	const struct db_ans	*ans = ctl_read(ctl, channels_ask(now));
	struct channel_state	*list;

	*n_r = 0;
	if (ans == NULL)
		return NULL;
	*n_r = channels_make(ans, now, ctl->arena, &list);
	return list;
}

static int
run_list(struct ctl *ctl, const struct args *args)
{
	const struct channel_state	*c;
	size_t				 n, i;

	(void)args;
	if (ctl_shop(ctl) < 0 || (c = states(ctl, &n)) == NULL)
		return -1;
	out_list(ctl->out, "channels", "There is no channel.");
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_uuid(ctl->out, "id", NULL, &c[i].row.id);
		out_text(ctl->out, "code", "CODE", c[i].row.code);
		out_text(ctl->out, "kind", "KIND", c[i].row.kind);
		out_text(ctl->out, "name", "NAME", c[i].row.name);
		out_bool(ctl->out, "active", "ACTIVE", c[i].row.active);
		out_bool(ctl->out, "publish", NULL, c[i].row.publish);
		out_text(ctl->out, "state", "STATE", channel_health_word(
		    c[i].health));
	}
	out_close(ctl->out);
	return 0;
}

static void
put_delay(struct ctl *ctl, const struct rec_delay *d)
{
	char	text[CHANNEL_STRETCH];

	out_num(ctl->out, "gone_told", "GONE", d->count);
	out_num(ctl->out, "gone_median_us", NULL, d->median);
	out_num(ctl->out, "gone_p99_us", NULL, d->p99);
	out_num(ctl->out, "gone_worst_us", NULL, d->worst);
	out_text(ctl->out, "gone_p99", "99% IN", d->count == 0 ? "-" :
	    channel_stretch(d->p99, text));
	out_text(ctl->out, "gone_worst", "WORST", d->count == 0 ? "-" :
	    channel_stretch(d->worst, text));
}

static void
put_status(struct ctl *ctl, const struct channel_state *c)
{
	const struct rec_link	*l = &c->row;
	struct out		*o = ctl->out;
	char			 text[CHANNEL_STRETCH];

	out_row(o);
	out_text(o, "code", "CODE", l->code);
	out_text(o, "name", NULL, l->name);
	out_text(o, "state", "STATE", channel_health_word(c->health));
	out_num(o, "waiting", "TO TELL", l->waiting);
	out_time(o, "waiting_since", NULL, l->waiting_since);
	put_delay(ctl, &c->delay);
	out_time(o, "polled_at", NULL, l->polled_at);
	out_text(o, "polled_ago", "READ", l->polled_at == 0 ? "-" :
	    channel_stretch(clock_now() - l->polled_at, text));
	out_num(o, "orders_due", "ORDERS", l->orders_due);
	out_num(o, "conflicts", "CONFLICTS", l->conflicts);
	out_text(o, "problem", NULL, l->problem);
	out_text(o, "waits", NULL, c->waits);
	out_text(o, "todo", NULL, c->todo);
	out_time(o, "checked_at", NULL, l->checked_at);
	out_num(o, "live", NULL, l->live);
	out_num(o, "ghosts", NULL, l->ghosts);
	out_num(o, "strays", NULL, l->strays);
	out_num(o, "differ", NULL, l->differ);
}

static int
run_status(struct ctl *ctl, const struct args *args)
{
	const char			*code = args_at(args, 0);
	const struct channel_state	*c;
	size_t				 n, i;

	if (ctl_shop(ctl) < 0 ||
	    (code != NULL && channel_find(ctl, code) == NULL) ||
	    (c = states(ctl, &n)) == NULL)
		return -1;
	out_list(ctl->out, "channels", "No website of somebody else is "
	    "connected.");
	for (i = 0; i < n; i++)
		if (code != NULL ? str_eq(c[i].row.code, code) :
		    c[i].health != CHANNEL_OURS)
			put_status(ctl, &c[i]);
	out_close(ctl->out);
	for (i = 0; i < n; i++)
		if ((c[i].waits[0] != '\0' || c[i].todo[0] != '\0') &&
		    (code == NULL || str_eq(c[i].row.code, code)))
			out_say(ctl->out, "%s: %s%s%s", c[i].row.code,
			    c[i].waits, c[i].waits[0] != '\0' ? " " : "",
			    c[i].todo);
	return 0;
}

/* ------------------------------------------------------------ what it does */

static int
run_sync(struct ctl *ctl, const struct args *args)
{
	const struct rec_link	*row;
	struct db_ans		*ans;
	int64_t			 n;

	if (ctl_may(ctl, RIGHT_STOCK) < 0 ||
	    (row = channel_find(ctl, args_at(args, 0))) == NULL ||
	    ctl_do(ctl, op_run_want(&row->id)) < 0 ||
	    (ans = ctl_ask(ctl, op_outbox_sync(&row->id, clock_now()))) ==
	    NULL)
		return -1;
	n = db_changed(ans);
	db_ans_free(ans);
	out_num(ctl->out, "pieces", NULL, n);
	out_say(ctl->out, "%lld piece%s will be told to %s, and its orders "
	    "read.", (long long)n, n == 1 ? "" : "s", row->name);
	return 0;
}

static int
pause_or_not(struct ctl *ctl, const struct args *args, bool paused)
{
	const struct rec_link	*row;

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0 ||
	    (row = channel_find(ctl, args_at(args, 0))) == NULL ||
	    ctl_do(ctl, db_req_join(op_run_pause(&row->id, paused),
	    op_run_want(&row->id))) < 0)
		return -1;
	out_text(ctl->out, "code", NULL, row->code);
	out_bool(ctl->out, "paused", NULL, paused);
	out_say(ctl->out, paused ? "%s is left alone: its orders are not "
	    "read, and it is told nothing. What it missed is told when it "
	    "goes on." : "%s goes on.", row->name);
	return 0;
}

static int
run_pause(struct ctl *ctl, const struct args *args)
{
	return pause_or_not(ctl, args, true);
}

static int
run_resume(struct ctl *ctl, const struct args *args)
{
	return pause_or_not(ctl, args, false);
}

static int
run_remove(struct ctl *ctl, const struct args *args)
{
	const struct rec_link	*found;
	struct rec_link		 row;

	if (ctl_may(ctl, RIGHT_SETTINGS) < 0 ||
	    (found = channel_find(ctl, args_at(args, 0))) == NULL)
		return -1;
	row = *found;
	row.active = row.outbox = row.tell_held = 0;
	if (ctl_do(ctl, db_req_join(op_channel_edit(&row),
	    op_value_clear(&row.id))) < 0)
		return -1;
	out_text(ctl->out, "code", NULL, row.code);
	out_say(ctl->out, "%s is not connected any more; its secrets are "
	    "deleted, its sales stay. What it shows is for sale there until "
	    "you take it down.", row.name);
	return 0;
}

const struct command channel_commands[] = {
	{ "channel add", "KIND CODE", 2, 2, set_opts,
	    "connect a website somebody else runs",
	    "KIND is a service of vitrine-channels(7), such as woocommerce. At "
	    "a terminal it asks for what is not given, secrets unseen. It tries the connection before anything "
	    "is kept; secrets are sealed under the key of secret_key "
	    "(vitrine.conf), or stay where file:/path or credential:NAME "
	    "says.", run_add },
	{ "channel set", "CODE", 1, 1, set_opts,
	    "change how to reach a website",
	    "What is not given stays as it is.", run_set },
	{ "channel test", "CODE", 1, 1, NULL, "try a connection out", NULL,
	    run_test },
	{ "channel list", "", 0, 0, NULL, "where sales come from", NULL,
	    run_list },
	{ "channel status", "[CODE]", 0, 1, NULL,
	    "how the websites get on, and how fast they are told",
	    "TO TELL: pieces it must still be told of. GONE, 99% IN: how many "
	    "went in the last day, and how soon it was told of 99 in a "
	    "hundred. READ: how long ago its orders were. ORDERS: those not "
	    "brought to an end.", run_status },
	{ "channel sync", "CODE", 1, 1, NULL,
	    "tell a website of everything, and read its orders", NULL,
	    run_sync },
	{ "channel pause", "CODE", 1, 1, NULL, "leave a website alone", NULL,
	    run_pause },
	{ "channel resume", "CODE", 1, 1, NULL, "go on with it", NULL,
	    run_resume },
	{ "channel remove", "CODE", 1, 1, NULL,
	    "disconnect a website and forget its secrets", NULL, run_remove },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
