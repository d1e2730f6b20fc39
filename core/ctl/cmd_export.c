/* export: everything leaves in open formats. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ctl/ctl.h"
#include "desk/export.h"
#include "mem.h"
#include "str.h"

static const struct opt export_opts[] = {
	{ "format", "FORMAT", OPT_MAY, "csv or json (csv), or text of the "
	    "journal" },
	{ "from", "DAY", OPT_MAY, "sales and payments from this day on" },
	{ "to", "DAY", OPT_MAY, "and up to this day" },
	{ "output", "FILE", OPT_MAY, "instead of standard output" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
read_format(struct ctl *ctl, const struct args *args, struct export *e)
{
	const char	*format = args_get(args, "format");

	e->json = out_is_json(ctl->out) && !args_has(args, "output");
	if (format == NULL)
		return 0;
	e->json = str_eq(format, "json");
	e->sealed = str_eq(format, "text") && e->kind == EXPORT_JOURNAL;
	if (e->sealed)
		return 0;
	if (e->json || str_eq(format, "csv"))
		return 0;
	return err_set(&ctl->err, ERR_USAGE, "--format is csv or json, or "
	    "text of the journal");
}

/*
 * A file is written aside and put in place when it is whole, so that a full
 * disk never leaves half an export under the name of a whole one.
 */
static int
to_file(struct ctl *ctl, struct export *e, const char *path, int64_t *rows_r)
{
	const char	*part = arena_printf(ctl->arena, "%s.part", path);
	int		 ret;

	/* Customers and journal are nobody else's. */
	umask(077);
	e->to_file = fopen(part, "we");
	if (e->to_file == NULL) {
		err_set(&ctl->err, ERR_CANNOT_CREATE, "cannot make %s: %s",
		    part, strerror(errno));
		return err_hint(&ctl->err, "Name another --output.");
	}
	ret = export_run(ctl->db, e, rows_r, &ctl->err);
	if (fclose(e->to_file) != 0 && ret == 0)
		ret = err_set(&ctl->err, ERR_IO, "cannot write %s: %s", part,
		    strerror(errno));
	if (ret == 0 && rename(part, path) < 0)
		ret = err_set(&ctl->err, ERR_CANNOT_CREATE,
		    "cannot make %s: %s", path, strerror(errno));
	if (ret < 0)
		unlink(part);
	return ret;
}

static int
run_export(struct ctl *ctl, const struct args *args)
{
	const char	*path = args_get(args, "output");
	struct export	 e = { .from = 0, .to = 99991231,
	    .currency = &ctl->currency, .to_file = stdout };
	int64_t		 rows = 0;

	if (!export_kind_of(args_at(args, 0), &e.kind)) {
		err_set(&ctl->err, ERR_USAGE, "cannot export '%.40s'",
		    args_at(args, 0));
		return err_hint(&ctl->err, "Export items, sales, payments, "
		    "customers, consignors or journal.");
	}
	if (read_format(ctl, args, &e) < 0 || ctl_shop(ctl) < 0 ||
	    ctl_opt_day(ctl, args, "from", &e.from) < 0 ||
	    ctl_opt_day(ctl, args, "to", &e.to) < 0)
		return -1;
	if (path == NULL) {
		out_aside(ctl->out);
		return export_run(ctl->db, &e, &rows, &ctl->err);
	}
	if (to_file(ctl, &e, path, &rows) < 0)
		return -1;
	out_text(ctl->out, "file", NULL, path);
	out_num(ctl->out, "rows", NULL, rows);
	out_say(ctl->out, "%lld rows are in %s.", (long long)rows, path);
	return 0;
}

const struct command export_commands[] = {
	{ "export", "WHAT", 1, 1, export_opts, "everything in open formats",
	    "WHAT is items, sales (a row a line), payments, customers, "
	    "consignors or journal.\nCells a spreadsheet would take for a "
	    "formula get an apostrophe in front.\nThe journal as text is what "
	    "\"verify FILE\" proves.", run_export },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
