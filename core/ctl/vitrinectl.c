/*
 * vitrinectl: everything about a shop that needs no screen.  Finds the
 * command, gives it what it needs, says its error and picks the exit status;
 * the commands are in cmd_*.c, one file a family.
 */
#include <stdio.h>
#include <sysexits.h>

#include "ctl/ctl.h"
#include "log.h"
#include "mem.h"
#include "str.h"

static const struct command *const families[] = {
	shop_commands, item_commands, item_show_commands, photo_commands,
	sale_commands, hold_commands, return_commands, people_commands,
	customer_commands,
	check_commands, export_commands, import_commands, format_commands,
	channel_commands,
	hunt_commands, publish_commands, conflict_commands,
	reconcile_commands,
	mail_commands, report_commands, drawer_commands, rights_commands,
	demo_commands, NULL
};

static const struct opt globals[] = {
	{ "shop", "URL", OPT_MAY,
	    "sqlite:PATH or postgresql://... (VITRINE_SHOP)" },
	{ "config", "FILE", OPT_MAY, "settings (VITRINE_CONFIG)" },
	{ "as", "NAME", OPT_MAY, "who of the staff acts" },
	{ "json", NULL, OPT_MAY, "answer with one JSON document" },
	{ "help", NULL, OPT_MAY, "tell what the command takes" },
	{ "version", NULL, OPT_MAY, "tell the version" },
	{ NULL, NULL, OPT_MAY, NULL }
};

/* Before the arguments are parsed, so that a wrong one is said as asked. */
static bool
wants_json(int argc, char **argv)
{
	int	i;

	for (i = 1; i < argc && !str_eq(argv[i], "--"); i++)
		if (str_eq(argv[i], "--json"))
			return true;
	return false;
}

static int
run(struct ctl *ctl, const struct command *cmd, const struct args *args)
{
	if (config_load(&ctl->config, args_get(args, "config"),
	    &ctl->err) < 0)
		return -1;
	ctl->url = config_shop(&ctl->config, args_get(args, "shop"),
	    &ctl->err);
	if (ctl->url == NULL)
		return -1;
	ctl->as = args_get(args, "as");
	return cmd->run(ctl, args);
}

static int
end(struct ctl *ctl, int ret)
{
	int	status = 0;

	if (ret < 0) {
		if (ctl->err.kind == ERR_NONE)
			err_set(&ctl->err, ERR_INTERNAL,
			    "the command failed without saying why");
		status = err_exit_status(&ctl->err);
		out_error(ctl->out, &ctl->err);
	}
	if (out_end(ctl->out, &ctl->err) < 0 && status == 0) {
		status = err_exit_status(&ctl->err);
		fprintf(stderr, "vitrinectl: %s\n%s\n", ctl->err.text,
		    ctl->err.hint);
	}
	return status;
}

int
main(int argc, char **argv)
{
	struct ctl		 ctl = { .staff = "", .role = "" };
	const struct command	*cmd;
	struct args		*args;
	int			 status = 0;

	/* What matters of the log is said as the command's error. */
	if (log_open("vitrinectl", NULL, LOG_LVL_ERROR, NULL) < 0)
		return EX_SOFTWARE;
	ctl.arena = arena_new();
	ctl.out = out_new(wants_json(argc, argv));
	args = args_parse(ctl.arena, argc, argv, families, globals, &cmd,
	    &ctl.err);
	if (args == NULL)
		status = end(&ctl, -1);
	else if (args_has(args, "version"))
		puts("vitrinectl " VITRINE_VERSION);
	else if (args_has(args, "help"))
		args_help(stdout, args, families, globals);
	else
		status = end(&ctl, run(&ctl, cmd, args));
	ctl_close(&ctl);
	out_free(ctl.out);
	if (ctl.config.arena != NULL)
		config_free(&ctl.config);
	arena_free(ctl.arena);
	return status;
}
