/* How commands that read other systems' files are told to read them. */
#ifndef VITRINE_IMPORT_OPTS_H
#define VITRINE_IMPORT_OPTS_H

#include "ctl/ctl.h"
#include "desk/import.h"

/* For the command's table of options. */
#define IMPORT_STYLE_OPTS \
	{ "decimal", "MARK", OPT_MAY, "point or comma (found out)" }, \
	{ "dates", "ORDER", OPT_MAY, "day-first or month-first (found out)" }, \
	{ "delimiter", "CHAR", OPT_MAY, "comma, semicolon or tab (found out)" }

/* Sets mark, order and delim; ERR_USAGE for a word that is none. */
int	import_opts_style(struct ctl *, const struct args *,
	    struct import_options *) MUST_CHECK;
/* The text of the map file an option names, the command's arena's. */
int	import_opts_map(struct ctl *, const char *path, const char **text_r)
	    MUST_CHECK;

#endif
