/* Setting a channel up: see channel_ask.h. */
#include "ctl/channel_ask.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "ctl/wrap.h"
#include "ops.h"
#include "run/http.h"
#include "run/loop.h"
#include "str.h"

#define LINE_BYTES	SECRET_MAX

/* "url, key, secret" */
static const char *
names_of(struct arena *arena, const struct channel_ops *ops)
{
	const struct channel_field	*field;
	const char			*text = "";

	for (field = ops->fields; field->name != NULL; field++)
		text = arena_printf(arena, "%s%s%s", text,
		    text[0] != '\0' ? ", " : "", field->name);
	return text;
}

/* "NAME=VALUE"; secret ones only where that is nobody else's to see. */
static int
take_pair(struct ctl *ctl, struct channel_conf *conf, const char *pair,
    bool open)
{
	const struct channel_ops	*ops = channel_ops(conf->kind);
	const struct channel_field	*field;
	const char			*equals = strchr(pair, '=');
	char				*name;

	if (equals == NULL || equals == pair)
		return err_set(&ctl->err, ERR_USAGE, "it must be NAME=VALUE");
	name = arena_strndup(ctl->arena, pair, (size_t)(equals - pair));
	field = conf_field(ops, name);
	if (field == NULL) {
		err_set(&ctl->err, ERR_INPUT, "%s has no setting '%.40s'",
		    ops->title, name);
		return err_hint(&ctl->err, "Its settings are %s.",
		    names_of(ctl->arena, ops));
	}
	if (field->secret && open && !secret_is_place(equals + 1)) {
		err_set(&ctl->err, ERR_USAGE, "%s is a secret: others see a "
		    "command line", name);
		return err_hint(&ctl->err, "Use --secrets-stdin, or name a "
		    "file: %s=file:/path.", name);
	}
	conf_set(conf, name, equals + 1);
	return 0;
}

static int
take_stdin(struct ctl *ctl, struct channel_conf *conf)
{
	char	line[LINE_BYTES];
	int	rc = 0;

	while (rc == 0 && fgets(line, sizeof line, stdin) != NULL) {
		str_trim(line);
		if (line[0] != '\0')
			rc = take_pair(ctl, conf, line, false);
	}
	seal_wipe(line, sizeof line);
	return rc;
}

/* One line from the terminal, unseen when it is a secret. */
static bool
prompt(const struct channel_field *field, char line[LINE_BYTES])
{
	struct termios	was, quiet;
	bool		hidden, got;

	snprintf(line, LINE_BYTES, "%s%s: %s.", field->name, field->need ==
	    FIELD_MAY ? " (may stay empty)" : "", field->doc);
	fputc('\n', stderr);
	put_wrapped(stderr, line);
	fputs("> ", stderr);
	hidden = field->secret && tcgetattr(STDIN_FILENO, &was) == 0;
	if (hidden) {
		quiet = was;
		quiet.c_lflag &= (tcflag_t)~ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	}
	got = fgets(line, LINE_BYTES, stdin) != NULL;
	if (hidden) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
		fputc('\n', stderr);
	}
	if (got)
		str_trim(line);
	return got;
}

static bool
has(const struct channel_conf *conf, const char *name)
{
	size_t	i;

	for (i = 0; i < conf->count; i++)
		if (str_eq(conf->values[i].name, name))
			return true;
	return false;
}

static void
ask_rest(struct channel_conf *conf)
{
	const struct channel_ops	*ops = channel_ops(conf->kind);
	const struct channel_field	*field;
	char				 line[LINE_BYTES];

	for (field = ops->fields; field->name != NULL; field++) {
		if (has(conf, field->name) || field->otherwise != NULL ||
		    field->need == FIELD_MADE)
			continue;
		if (!prompt(field, line))
			break;
		if (line[0] != '\0')
			conf_set(conf, field->name, line);
	}
	seal_wipe(line, sizeof line);
}

/* Secrets that nobody has to think up. */
static void
make_rest(struct channel_conf *conf)
{
	const struct channel_field	*field;
	char				 token[SEAL_TOKEN];

	for (field = channel_ops(conf->kind)->fields; field->name != NULL;
	    field++) {
		if (field->need != FIELD_MADE || has(conf, field->name))
			continue;
		seal_token(token);
		conf_set(conf, field->name, token);
	}
	seal_wipe(token, sizeof token);
}

int
channel_ask(struct ctl *ctl, const struct args *args,
    struct channel_conf *conf)
{
	const char	*pair;
	size_t		 i;

	for (i = 0; (pair = args_nth(args, "set", i)) != NULL; i++)
		if (take_pair(ctl, conf, pair, true) < 0)
			return -1;
	if (args_has(args, "secrets-stdin")) {
		if (take_stdin(ctl, conf) < 0)
			return -1;
	} else if (isatty(STDIN_FILENO) && !out_is_json(ctl->out)) {
		ask_rest(conf);
	}
	make_rest(conf);
	return 0;
}

/* ------------------------------------------------------------------- trial */

struct trial {
	struct loop			*loop;
	struct ctl			*ctl;
	const struct channel_errand	*errand;
	int				 rc;
};

static void
on_tried(struct lane *lane, struct task *task, enum heard heard,
    const struct err *err)
{
	struct trial	*trial = lane->arg;

	loop_stop(trial->loop);
	if (heard != HEARD_DONE) {
		trial->rc = err_copy(&trial->ctl->err, err);
		return;
	}
	trial->rc = 0;
	trial->errand->heard(trial->ctl, task, trial->errand->arg);
}

static void
say_found(struct ctl *ctl, const struct task *task, void *arg)
{
	(void)arg;
	out_text(ctl->out, "found", NULL, task->done);
	out_say(ctl->out, "%s: %s.", task->conf->name, task->done);
}

/* The settings with what file: and credential: name put in their place. */
static struct channel_conf *
opened(struct ctl *ctl, const struct channel_conf *conf)
{
	struct rec_link		 row = { .id = conf->id, .code = conf->code,
				    .kind = conf->kind, .name = conf->name };
	struct rec_value	*values;
	size_t			 i;

	values = arena_alloc(ctl->arena, (conf->count + 1) * sizeof *values);
	for (i = 0; i < conf->count; i++) {
		values[i].name = conf->values[i].name;
		values[i].value = conf->values[i].value;
	}
	return conf_open(&row, values, conf->count, NULL, conf->currency,
	    &ctl->err);
}

int
channel_check(struct ctl *ctl, const struct channel_conf *given)
{
	struct channel_conf	*conf = opened(ctl, given);
	int			 rc;

	if (conf == NULL)
		return -1;
	rc = conf_check(conf, &ctl->err);
	conf_free(conf);
	return rc;
}

int
channel_run(struct ctl *ctl, const struct channel_conf *given,
    const struct channel_errand *errand)
{
	const struct channel_ops	*ops = channel_ops(given->kind);
	struct channel_conf		*conf = opened(ctl, given);
	struct trial			 trial = { .ctl = ctl, .rc = -1,
					    .errand = errand };
	struct pace			 pace = { .ops = ops };
	struct lane			 lane = { .pace = &pace,
					    .arg = &trial };
	struct task			*task;

	if (conf == NULL)
		return -1;
	if (conf_check(conf, &ctl->err) == 0) {
		trial.loop = pace.loop = loop_new();
		pace.http = http_new(pace.loop, &ctl->err);
		pace.memory = arena_alloc(ctl->arena, ops->memory + 1);
		if (pace.http != NULL) {
			task = lane_task(&lane, errand->kind, conf);
			if (errand->ready != NULL)
				errand->ready(task, errand->arg);
			lane_run(&lane, on_tried);
			loop_run(pace.loop);
		}
		seal_wipe(pace.memory, ops->memory + 1);
		http_free(pace.http);
		loop_free(pace.loop);
	}
	conf_free(conf);
	return trial.rc;
}

int
channel_try(struct ctl *ctl, const struct channel_conf *given)
{
	static const struct channel_errand	errand = { .kind = TASK_TEST,
						    .heard = say_found };

	return channel_run(ctl, given, &errand);
}

/* ------------------------------------------------------------ what is there */

const struct rec_link *
channel_find(struct ctl *ctl, const char *code)
{
	const struct db_ans	*ans = ctl_read(ctl, op_link_list());
	const struct rec_link	*l;
	size_t			 n, i;

	if (ans == NULL)
		return NULL;
	l = db_rows(ans, REC_LINK, &n);
	for (i = 0; i < n; i++)
		if (str_eq(l[i].code, code))
			break;
	if (i < n && channel_ops(l[i].kind) != NULL)
		return &l[i];
	if (i < n)
		err_set(&ctl->err, ERR_INPUT, "%s is not somebody else's shop",
		    l[i].name);
	else
		err_set(&ctl->err, ERR_NO_INPUT, "there is no channel %.40s",
		    code);
	err_hint(&ctl->err, "See vitrinectl channel list.");
	return NULL;
}

struct channel_conf *
channel_settings(struct ctl *ctl, const struct rec_link *row)
{
	const struct db_ans	*ans = ctl_read(ctl, op_value_list(&row->id));
	const struct rec_value	*values;
	struct secret_key	 key;
	struct channel_conf	*conf;
	size_t			 n;
	bool			 has_key;

	if (ans == NULL)
		return NULL;
	values = db_rows(ans, REC_VALUE, &n);
	has_key = secret_key_load(&key, &ctl->config, NULL) == 0;
	conf = conf_open(row, values, n, has_key ? &key : NULL,
	    &ctl->currency, &ctl->err);
	secret_key_wipe(&key);
	return conf;
}
