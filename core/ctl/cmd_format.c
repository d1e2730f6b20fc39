/* format: which files import understands, and teaching it one more. */
#include "buf.h"
#include "clock.h"
#include "ctl/import_opts.h"
#include "mem.h"
#include "ops.h"
#include "str.h"

static int
run_list(struct ctl *ctl, const struct args *args)
{
	struct profiles	 profiles;
	size_t		 i;

	(void)args;
	if (ctl_shop(ctl) < 0 ||
	    profiles_load(ctl->db, ctl->arena, &profiles, &ctl->err) < 0)
		return -1;
	out_list(ctl->out, "formats", NULL);
	for (i = 0; i < profiles.count; i++) {
		out_row(ctl->out);
		out_text(ctl->out, "code", "FORMAT", profiles.list[i].code);
		out_bool(ctl->out, "verified", "TRIED",
		    profiles.list[i].verified);
		out_text(ctl->out, "title", "FILES OF",
		    profiles.list[i].title);
		out_text(ctl->out, "known_by", NULL,
		    profiles.list[i].anchors);
		out_num(ctl->out, "columns", NULL,
		    (int64_t)profiles.list[i].alias_count);
	}
	out_close(ctl->out);
	return 0;
}

static const struct opt learn_opts[] = {
	{ "like", "FORMAT", OPT_MAY, "what it is most like (spreadsheet)" },
	{ "map", "FILE", OPT_MAY, "lines \"their header = our field\"" },
	{ "title", "TEXT", OPT_MAY, "what people call it" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static void
put_columns(struct ctl *ctl, const struct import *im)
{
	size_t	i;

	out_list(ctl->out, "columns", NULL);
	for (i = 0; i < im->column_count; i++) {
		if (im->columns[i].header[0] == '\0')
			continue;
		out_row(ctl->out);
		out_text(ctl->out, "header", "COLUMN", im->columns[i].header);
		out_text(ctl->out, "field", "MEANS",
		    field_name(im->columns[i].field));
	}
	out_close(ctl->out);
}

/* The code is also what the pieces of such files are said to come from. */
static int
keep(struct ctl *ctl, const struct args *args, const struct import *im,
    bool is_new)
{
	struct profile	learned;
	const char	*code, *title = im->profile.title;

	if (ctl_text(ctl, "the format's name", args_at(args, 0), 40, false,
	    &code) < 0 ||
	    ctl_opt_text(ctl, args, "title", 80, &title) < 0)
		return -1;
	learned = profile_learned(ctl->arena, &im->profile, im->columns,
	    im->column_count);
	learned.code = code;
	learned.title = is_new && !args_has(args, "title") ? code : title;
	if (is_new)
		learned.source = code;
	if (profile_keep(ctl->db, &learned, &ctl->err) < 0)
		return -1;
	put_columns(ctl, im);
	out_text(ctl->out, "code", "Learned", learned.code);
	out_text(ctl->out, "known_by", "Known by", learned.anchors);
	return 0;
}

static int
run_learn(struct ctl *ctl, const struct args *args)
{
	struct import_options	 o = { .format = args_get(args, "like") };
	struct profiles		 profiles;
	const char		*code = args_at(args, 0);
	struct import		*im;
	bool			 is_new;
	int			 ret;

	if (ctl_may(ctl, RIGHT_STOCK) < 0 ||
	    profiles_load(ctl->db, ctl->arena, &profiles, &ctl->err) < 0)
		return -1;
	is_new = profile_find(&profiles, code, NULL, 0) == NULL;
	if (o.format == NULL)
		o.format = is_new ? "spreadsheet" : code;
	o.currency = ctl->currency.code;
	o.exponent = ctl->currency.exponent;
	o.today = zone_day(&ctl->zone, clock_now());
	if (args_has(args, "map") &&
	    import_opts_map(ctl, args_get(args, "map"), &o.map) < 0)
		return -1;
	im = import_file(args_at(args, 1), &profiles, &o, &ctl->err);
	if (im == NULL)
		return -1;
	ret = keep(ctl, args, im, is_new);
	import_free(im);
	return ret;
}

static int
run_forget(struct ctl *ctl, const struct args *args)
{
	if (ctl_may(ctl, RIGHT_STOCK) < 0 ||
	    ctl_changed(ctl, op_profile_clear(args_at(args, 0)),
	    "learned format", args_at(args, 0)) < 0)
		return -1;
	out_text(ctl->out, "code", "Forgotten", args_at(args, 0));
	return 0;
}

const struct command format_commands[] = {
	{ "format list", "", 0, 0, NULL,
	    "the files that import and reconcile understand", NULL, run_list },
	{ "format learn", "NAME FILE", 2, 2, learn_opts,
	    "remember what the columns of FILE mean",
	    "From then on such a file is recognised by its columns. A name\n"
	    "that exists (jewel360) is taught its real columns; another one\n"
	    "is a new format. Reads the columns' names only.", run_learn },
	{ "format forget", "NAME", 1, 1, NULL,
	    "forget what was learned under that name", NULL, run_forget },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
