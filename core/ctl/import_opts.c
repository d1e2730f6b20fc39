/* Reading other systems' files: see import_opts.h. */
#include "ctl/import_opts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "str.h"

#define MAP_MAX		65536

int
import_opts_map(struct ctl *ctl, const char *path, const char **text_r)
{
	struct buf	 text = BUF_INIT(MAP_MAX);
	char		 chunk[4096];
	FILE		*file = fopen(path, "rbe");
	size_t		 n;

	if (file == NULL) {
		err_set(&ctl->err, ERR_NO_INPUT, "%s: %s", path,
		    strerror(errno));
		return err_hint(&ctl->err, "Name the map file as --map FILE.");
	}
	while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
		buf_add(&text, chunk, n);
	(void)fclose(file);
	*text_r = arena_strdup(ctl->arena, buf_str(&text));
	n = text.full;
	buf_free(&text);
	if (n)
		return err_set(&ctl->err, ERR_INPUT, "%s is no map file: it "
		    "is longer than %d bytes", path, MAP_MAX);
	return 0;
}

/* The index of an option's value among the words; -1 when it is none. */
static int
choice(struct ctl *ctl, const struct args *args, const char *opt,
    const char *const *words, int *out_r)
{
	const char	*given = args_get(args, opt);

	for (*out_r = 0; given != NULL; ++*out_r) {
		if (words[*out_r] == NULL)
			return err_set(&ctl->err, ERR_USAGE, "--%s is %s or "
			    "%s", opt, words[1], words[2]);
		if (str_eq(given, words[*out_r]) && words[*out_r][0] != '\0')
			break;
	}
	return 0;
}

int
import_opts_style(struct ctl *ctl, const struct args *args,
    struct import_options *o)
{
	static const char *const marks[] = { "", "point", "comma", NULL };
	static const char *const orders[] = { "", "month-first", "day-first",
	    NULL };
	static const char *const delims[] = { "", "comma", "semicolon", "tab",
	    NULL };
	int		 mark, order, delim;

	if (choice(ctl, args, "decimal", marks, &mark) < 0 ||
	    choice(ctl, args, "dates", orders, &order) < 0 ||
	    choice(ctl, args, "delimiter", delims, &delim) < 0)
		return -1;
	o->mark = mark == 0 ? MARK_UNKNOWN : mark == 1 ? MARK_POINT :
	    MARK_COMMA;
	o->order = order == 0 ? ORDER_UNKNOWN : order == 1 ?
	    ORDER_MONTH_FIRST : ORDER_DAY_FIRST;
	o->delim = "\0,;\t"[delim];
	return 0;
}
