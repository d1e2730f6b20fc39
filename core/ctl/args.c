/* Command lines: see args.h. */
#include "ctl/args.h"

#include <string.h>

#include "mem.h"
#include "str.h"

struct given {
	const struct opt	*opt;
	const char		*value;
};

struct args {
	struct given	 *given;
	size_t		  given_count;
	const char	**words;	/* what is no option, command first */
	size_t		  word_count;
	size_t		  skip;		/* words the command's name takes */
};

static const struct opt *
find_opt(const struct opt *opts, const char *name, size_t len)
{
	if (opts == NULL)
		return NULL;
	for (; opts->name != NULL; opts++)
		if (strlen(opts->name) == len &&
		    strncmp(opts->name, name, len) == 0)
			return opts;
	return NULL;
}

/* How many of the words are this command's name; 0 when it is another. */
static size_t
name_words(const struct command *cmd, const char *const *words, size_t count)
{
	const char	*space = strchr(cmd->name, ' ');
	size_t		 len;

	if (count == 0)
		return 0;
	if (space == NULL)
		return str_eq(cmd->name, words[0]) ? 1 : 0;
	len = (size_t)(space - cmd->name);
	if (strlen(words[0]) != len || strncmp(cmd->name, words[0], len) != 0)
		return 0;
	return count > 1 && str_eq(space + 1, words[1]) ? 2 : 0;
}

/* Whether any command's name begins with this word. */
static bool
is_family(const struct command *const *families, const char *word)
{
	const struct command	*cmd;
	size_t			 len = strlen(word);

	for (; *families != NULL; families++)
		for (cmd = *families; cmd->name != NULL; cmd++)
			if (strncmp(cmd->name, word, len) == 0 &&
			    (cmd->name[len] == ' ' || cmd->name[len] == '\0'))
				return true;
	return false;
}

static const struct command *
find_command(const struct command *const *families, struct args *a)
{
	const struct command	*cmd;

	for (; *families != NULL; families++)
		for (cmd = *families; cmd->name != NULL; cmd++) {
			a->skip = name_words(cmd, a->words, a->word_count);
			if (a->skip > 0)
				return cmd;
		}
	return NULL;
}

/*
 * Whether an option that is not global takes a value is known only once the
 * command is; its words come first on any command line that makes sense, so
 * they are looked up as soon as an option needs them.
 */
static const struct opt *
resolve(const struct command *const *families, const struct opt *globals,
    struct args *a, const char *name, size_t len)
{
	const struct opt	*opt = find_opt(globals, name, len);
	const struct command	*cmd;

	if (opt != NULL)
		return opt;
	cmd = find_command(families, a);
	return cmd == NULL ? NULL : find_opt(cmd->opts, name, len);
}

static int
take_option(struct args *a, int argc, char **argv, int *i,
    const struct command *const *families, const struct opt *globals,
    struct err *err)
{
	const char		*name = argv[*i] + 2;
	const char		*equals = strchr(name, '=');
	size_t			 len = strcspn(name, "=");
	const struct opt	*opt = resolve(families, globals, a, name, len);
	struct given		*g = &a->given[a->given_count];

	if (opt == NULL) {
		err_set(err, ERR_USAGE, "unknown option --%.*s", (int)len,
		    name);
		return err_hint(err, "See vitrinectl %s%s--help.",
		    a->word_count > 0 ? a->words[0] : "",
		    a->word_count > 0 ? " " : "");
	}
	if (opt->value == NULL && equals != NULL)
		return err_set(err, ERR_USAGE, "--%s takes no value",
		    opt->name);
	g->opt = opt;
	if (opt->value != NULL && equals != NULL) {
		g->value = equals + 1;
	} else if (opt->value != NULL) {
		if (++*i >= argc)
			return err_set(err, ERR_USAGE, "--%s needs %s",
			    opt->name, opt->value);
		g->value = argv[*i];
	}
	if (opt->need != OPT_MANY && opt->value != NULL &&
	    args_has(a, opt->name))
		return err_set(err, ERR_USAGE, "--%s is given twice",
		    opt->name);
	a->given_count++;
	return 0;
}

static int
check_command(const struct args *a, const struct command *cmd,
    struct err *err)
{
	const struct opt	*opt;
	size_t			 n = args_count(a);

	for (opt = cmd->opts; opt != NULL && opt->name != NULL; opt++)
		if (opt->need == OPT_MUST && !args_has(a, opt->name)) {
			err_set(err, ERR_USAGE, "%s needs --%s %s", cmd->name,
			    opt->name, opt->value == NULL ? "" : opt->value);
			return err_hint(err, "See vitrinectl %s --help.",
			    cmd->name);
		}
	if (n >= cmd->least && n <= cmd->most)
		return 0;
	if (n < cmd->least)
		err_set(err, ERR_USAGE, "%s needs %s", cmd->name, cmd->takes);
	else
		err_set(err, ERR_USAGE, "%s does not take '%s'", cmd->name,
		    args_at(a, cmd->most));
	return err_hint(err, "See vitrinectl %s --help.", cmd->name);
}

static int
find_or_say(struct args *a, const struct command *const *families,
    const struct command **cmd_r, struct err *err)
{
	*cmd_r = find_command(families, a);
	if (*cmd_r != NULL)
		return 0;
	if (a->word_count == 0)
		err_set(err, ERR_USAGE, "no command given");
	else if (is_family(families, a->words[0]))
		err_set(err, ERR_USAGE, a->word_count > 1 ?
		    "unknown command '%s %s'" : "%s needs one more word%s",
		    a->words[0], a->word_count > 1 ? a->words[1] : "");
	else
		err_set(err, ERR_USAGE, "unknown command '%s'", a->words[0]);
	return err_hint(err, "See vitrinectl %s%s--help.",
	    a->word_count > 0 && is_family(families, a->words[0]) ?
	    a->words[0] : "", a->word_count > 0 &&
	    is_family(families, a->words[0]) ? " " : "");
}

struct args *
args_parse(struct arena *arena, int argc, char **argv,
    const struct command *const *families, const struct opt *globals,
    const struct command **cmd_r, struct err *err)
{
	struct args	*a = arena_alloc(arena, sizeof *a);
	size_t		 room = (size_t)argc + 1;
	bool		 ended = false;
	int		 i;

	a->given = arena_alloc(arena, room * sizeof *a->given);
	a->words = arena_alloc(arena, room * sizeof *a->words);
	*cmd_r = NULL;
	for (i = 1; i < argc; i++) {
		if (!ended && str_eq(argv[i], "--"))
			ended = true;
		else if (!ended && str_starts(argv[i], "--")) {
			if (take_option(a, argc, argv, &i, families, globals,
			    err) < 0)
				return NULL;
		} else if (!ended && argv[i][0] == '-' && argv[i][1] != '\0' &&
		    strchr("0123456789.", argv[i][1]) == NULL) {
			err_set(err, ERR_USAGE, "unknown option %s", argv[i]);
			err_hint(err, "Options have long names, with --.");
			return NULL;
		} else {
			a->words[a->word_count++] = argv[i];
		}
	}
	if (args_has(a, "help") || args_has(a, "version"))
		return a;
	if (find_or_say(a, families, cmd_r, err) < 0 ||
	    check_command(a, *cmd_r, err) < 0) {
		*cmd_r = NULL;
		return NULL;
	}
	return a;
}

bool
args_has(const struct args *a, const char *opt)
{
	size_t	i;

	for (i = 0; i < a->given_count; i++)
		if (str_eq(a->given[i].opt->name, opt))
			return true;
	return false;
}

const char *
args_get(const struct args *a, const char *opt)
{
	size_t	i;

	for (i = a->given_count; i > 0; i--)
		if (str_eq(a->given[i - 1].opt->name, opt))
			return a->given[i - 1].value;
	return NULL;
}

const char *
args_nth(const struct args *a, const char *opt, size_t n)
{
	size_t	i;

	for (i = 0; i < a->given_count; i++)
		if (str_eq(a->given[i].opt->name, opt) && n-- == 0)
			return a->given[i].value;
	return NULL;
}

size_t
args_count(const struct args *a)
{
	return a->word_count - a->skip;
}

const char *
args_at(const struct args *a, size_t n)
{
	return n < args_count(a) ? a->words[a->skip + n] : NULL;
}

static void
help_opts(FILE *f, const struct opt *opt)
{
	char	left[64];

	for (; opt != NULL && opt->name != NULL; opt++) {
		snprintf(left, sizeof left, "--%s%s%s", opt->name,
		    opt->value == NULL ? "" : " ",
		    opt->value == NULL ? "" : opt->value);
		fprintf(f, "  %-26s %s%s\n", left, opt->doc,
		    opt->need == OPT_MUST ? " (needed)" :
		    opt->need == OPT_MANY ? " (any number)" : "");
	}
}

static void
help_one(FILE *f, const struct command *cmd, const struct opt *globals)
{
	fprintf(f, "usage: vitrinectl [OPTION]... %s%s%s [OPTION]...\n\n%s\n",
	    cmd->name, cmd->takes[0] == '\0' ? "" : " ", cmd->takes,
	    cmd->doc);
	if (cmd->more != NULL)
		fprintf(f, "\n%s\n", cmd->more);
	if (cmd->opts != NULL) {
		fprintf(f, "\noptions:\n");
		help_opts(f, cmd->opts);
	}
	fprintf(f, "\neverywhere:\n");
	help_opts(f, globals);
}

static bool
begins_with(const char *name, const struct args *a)
{
	size_t	len;

	if (a->word_count == 0)
		return true;
	len = strlen(a->words[0]);
	return strncmp(name, a->words[0], len) == 0 &&
	    (name[len] == ' ' || name[len] == '\0');
}

void
args_help(FILE *f, const struct args *a,
    const struct command *const *families, const struct opt *globals)
{
	struct args		 copy = *a;
	const struct command	*cmd = find_command(families, &copy);
	char			 left[64];

	if (cmd != NULL) {
		help_one(f, cmd, globals);
		return;
	}
	fprintf(f, "usage: vitrinectl [OPTION]... COMMAND [ARGUMENT]...\n\n"
	    "commands:\n");
	for (; *families != NULL; families++)
		for (cmd = *families; cmd->name != NULL; cmd++) {
			if (!begins_with(cmd->name, a))
				continue;
			snprintf(left, sizeof left, "%s%s%s", cmd->name,
			    cmd->takes[0] == '\0' ? "" : " ", cmd->takes);
			fprintf(f, "  %-26s %s\n", left, cmd->doc);
		}
	fprintf(f, "\neverywhere:\n");
	help_opts(f, globals);
	fprintf(f, "\nvitrinectl COMMAND --help tells more.  "
	    "Exit status: 0 done, 3 refused, 4 unsure\n"
	    "(ask again by the id), else as in sysexits.h.\n");
}
