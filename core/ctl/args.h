/*
 * Command lines.  A command is a row: its name (one or two words), what it
 * takes, and what runs it.  --help is made from the same rows, so that it
 * cannot say anything else than the parser does.
 *
 * Options stand anywhere after the program's name, as --name VALUE or
 * --name=VALUE; what follows an option that wants a value is its value
 * whatever it looks like, so that --price -5 is a wrong price and not a wrong
 * option.  "--" ends them.
 */
#ifndef VITRINE_ARGS_H
#define VITRINE_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "err.h"

struct arena;
struct ctl;
struct args;

enum opt_need { OPT_MAY, OPT_MUST, OPT_MANY };	/* MANY: any number of times */

struct opt {
	const char	*name;		/* without the dashes */
	const char	*value;		/* its value in --help; NULL: a flag */
	enum opt_need	 need;
	const char	*doc;
};

struct command {
	const char	*name;		/* "item add" */
	const char	*takes;		/* "SKU...", "" for nothing */
	size_t		 least;		/* how many of them */
	size_t		 most;
	const struct opt *opts;		/* a NULL name ends them; may be NULL */
	const char	*doc;		/* one line, no full stop */
	const char	*more;		/* more facts for --help, or NULL */
	int	(*run)(struct ctl *, const struct args *);
};

/*
 * families is a NULL-ended list of lists of commands, each ended by a NULL
 * name; globals are the options every command takes.  On success *cmd_r is the
 * command, or NULL when --help or --version was asked for (see args_wants).
 */
struct args *args_parse(struct arena *, int argc, char **argv,
	    const struct command *const *families, const struct opt *globals,
	    const struct command **cmd_r, struct err *);

bool	args_has(const struct args *, const char *opt);
/* The last value given, or NULL. */
const char *args_get(const struct args *, const char *opt);
/* The nth value of an option that may be given many times, or NULL. */
const char *args_nth(const struct args *, const char *opt, size_t n);
size_t	args_count(const struct args *);	/* things that are no options */
const char *args_at(const struct args *, size_t n);

/* All commands; or those whose name begins with the words given; or one. */
void	args_help(FILE *, const struct args *,
	    const struct command *const *families, const struct opt *globals);

#endif
