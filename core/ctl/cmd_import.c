/* import: another system's stock, looked at first and then taken over. */
#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "ctl/import_opts.h"
#include "desk/import_load.h"
#include "mem.h"
#include "str.h"

#define FIRST_ROWS	5	/* shown of the pieces */
#define FIRST_NOTES	3	/* of each kind of finding */
#define FIRST_REJECTS	20

static const struct opt import_opts[] = {
	{ "format", "NAME", OPT_MAY, "of those that format list "
	    "names (found out)" },
	{ "map", "FILE", OPT_MAY, "lines \"their header = our field\"" },
	{ "dry-run", NULL, OPT_MAY, "look only; nothing is written" },
	{ "rejects", "FILE", OPT_MAY, "write the rejected rows here, as CSV" },
	{ "photos", "DIR", OPT_MAY, "where the pictures are (beside FILE)" },
	IMPORT_STYLE_OPTS,
	{ "unique", NULL, OPT_MAY, "every piece is one of a kind" },
	{ "counted", NULL, OPT_MAY, "everything is counted stock" },
	{ "listed", NULL, OPT_MAY, "show all of it on the web" },
	{ "not-listed", NULL, OPT_MAY, "show nothing of it on the web" },
	{ "store", "CODE", OPT_MAY, "where the pieces are (the first store)" },
	{ NULL, NULL, OPT_MAY, NULL }
};

/* ---------------------------------------------------------------- options */

static int
contradict(struct ctl *ctl, const struct args *args, const char *a,
    const char *b)
{
	if (args_has(args, a) && args_has(args, b))
		return err_set(&ctl->err, ERR_USAGE, "--%s and --%s "
		    "contradict each other", a, b);
	return 0;
}

static int
read_options(struct ctl *ctl, const struct args *args,
    struct import_options *o)
{
	if (contradict(ctl, args, "unique", "counted") < 0 ||
	    contradict(ctl, args, "listed", "not-listed") < 0)
		return -1;
	*o = (struct import_options){ .format = args_get(args, "format"),
	    .currency = ctl->currency.code,
	    .exponent = ctl->currency.exponent,
	    .today = zone_day(&ctl->zone, clock_now()) };
	o->as = args_has(args, "unique") ? IMPORT_AS_UNIQUE :
	    args_has(args, "counted") ? IMPORT_AS_COUNTED : IMPORT_AUTO;
	o->list = args_has(args, "listed") ? IMPORT_LIST_ALL :
	    args_has(args, "not-listed") ? IMPORT_LIST_NONE :
	    IMPORT_LIST_FILE;
	if (args_has(args, "map") && import_opts_map(ctl,
	    args_get(args, "map"), &o->map) < 0)
		return -1;
	return import_opts_style(ctl, args, o);
}

/* ---------------------------------------------------------------- preview */

static void
say_file(struct out *o, const struct import *im)
{
	const char	*delim = im->delim == ',' ? "comma" :
			    im->delim == ';' ? "semicolon" :
			    im->delim == '\t' ? "tab" : "bar";

	out_text(o, "format", NULL, im->profile.code);
	out_text(o, "source", NULL, im->profile.source);
	out_text(o, "format_title", "Format", im->profile.title);
	out_bool(o, "verified", NULL, im->profile.verified);
	if (!im->profile.verified)
		out_say(o, "This format has not been tried on a real file "
		    "yet: check the columns below.");
	out_text(o, "encoding", "Encoding", im->encoding);
	out_text(o, "delimiter", "Cells cut by", delim);
	if (im->recoded > 0)
		out_say(o, "%lld lines were not UTF-8 and were read as "
		    "Windows-1252.", (long long)im->recoded);
	out_num(o, "recoded_lines", NULL, im->recoded);
	out_num(o, "header_row", NULL, im->header_row);
	if (im->header_row > 1)
		out_say(o, "The columns' names are in row %lld.",
		    (long long)im->header_row);
}

static void
say_columns(struct out *o, const struct import *im)
{
	size_t	i, unused = 0;

	out_list(o, "columns", NULL);
	for (i = 0; i < im->column_count; i++) {
		if (im->columns[i].header[0] == '\0')
			continue;
		if (im->columns[i].field == FIELD_NONE && !out_is_json(o)) {
			unused++;
			continue;
		}
		out_row(o);
		out_text(o, "header", "COLUMN", im->columns[i].header);
		out_text(o, "field", "MEANS", field_name(im->columns[i].field));
	}
	out_close(o);
	if (unused > 0)
		out_say(o, "%zu more columns are not used.", unused);
}

static void
say_counts(struct out *o, const struct import *im)
{
	const struct import_item	*item;
	int64_t				 kinds[3] = { 0 }, listed = 0;
	int64_t				 stock = 0;
	money				 value = 0, line;
	bool				 fits = true;
	size_t				 i;

	for (i = 0; i < im->item_count; i++) {
		item = &im->items[i];
		kinds[item->kind]++;
		listed += item->listed;
		stock += item->quantity;
		fits = fits && money_mul(item->price, item->quantity, &line) &&
		    money_add(value, line, &value);
	}
	out_num(o, "rows", "Rows", im->rows);
	out_num(o, "pieces", "Pieces", (int64_t)im->item_count);
	out_num(o, "unique", "  one of a kind", kinds[IMPORT_UNIQUE]);
	out_num(o, "counted", "  counted stock", kinds[IMPORT_COUNTED]);
	out_num(o, "services", "  services", kinds[IMPORT_SERVICE]);
	out_num(o, "on_hand", "In stock, all told", stock);
	out_num(o, "listed", "Shown on the web", listed);
	if (fits)
		out_money(o, "value", "Price of all that", value);
	out_num(o, "rejected", "Rejected rows", (int64_t)im->reject_count);
}

static void
say_first(struct out *o, const struct import *im)
{
	const struct import_item	*item;
	size_t				 i;

	out_list(o, "first", NULL);
	for (i = 0; i < im->item_count && i < FIRST_ROWS; i++) {
		item = &im->items[i];
		out_row(o);
		out_num(o, "row", "ROW", item->row);
		out_text(o, "sku", "SKU", item->sku);
		out_money(o, "price", "PRICE", item->price);
		out_num(o, "quantity", "QTY", item->quantity);
		out_text(o, "kind", "KIND", import_kind_name(item->kind));
		out_bool(o, "listed", NULL, item->listed);
		out_text(o, "category", NULL, item->category);
		out_text(o, "title", "TITLE", item->title);
	}
	out_close(o);
}

static void
say_findings(struct out *o, const struct import *im)
{
	int64_t		shown[FINDING_COUNT] = { 0 };
	size_t		i;
	int		k;

	out_list(o, "findings", NULL);
	for (i = 0; i < im->note_count; i++) {
		if (shown[im->notes[i].what]++ >= FIRST_NOTES &&
		    !out_is_json(o))
			continue;
		out_row(o);
		out_text(o, "finding", "FOUND", finding_name(
		    im->notes[i].what));
		out_num(o, "row", "ROW", im->notes[i].row);
		out_text(o, "sku", "SKU", im->notes[i].sku);
		out_text(o, "text", "WHAT", im->notes[i].text);
	}
	out_close(o);
	out_object(o, "found");
	for (k = 0; k < FINDING_COUNT; k++)
		if (im->found[k] > 0)
			out_num(o, finding_name((enum import_finding)k), NULL,
			    im->found[k]);
	out_close(o);
	for (k = 0; k < FINDING_COUNT; k++)
		if (im->found[k] > 0)
			out_say(o, "%s (%lld): %s", finding_name(
			    (enum import_finding)k), (long long)im->found[k],
			    finding_meaning((enum import_finding)k));
}

static void
say_rejects(struct out *o, const struct import *im)
{
	size_t	i;

	out_list(o, "rejects", NULL);
	for (i = 0; i < im->reject_count; i++) {
		if (i >= FIRST_REJECTS && !out_is_json(o))
			break;
		out_row(o);
		out_num(o, "row", "REJECTED ROW", im->rejects[i].row);
		out_num(o, "line", NULL, im->rejects[i].line);
		out_text(o, "sku", "SKU", im->rejects[i].sku);
		out_text(o, "reason", "WHY", im->rejects[i].reason);
	}
	out_close(o);
	if (i < im->reject_count)
		out_say(o, "... and %zu more; --rejects FILE writes them "
		    "all.", im->reject_count - i);
}

/* ------------------------------------------------------------------- load */

/*
 * The file for the rejects is made before anything is loaded: one that cannot
 * be written stops the import while nothing has happened.
 */
static int
open_rejects(struct ctl *ctl, const char *path, FILE **file_r)
{
	*file_r = NULL;
	if (path == NULL)
		return 0;
	*file_r = fopen(path, "wbe");
	if (*file_r != NULL)
		return 0;
	err_set(&ctl->err, ERR_CANNOT_CREATE, "%s: %s", path,
	    strerror(errno));
	return err_hint(&ctl->err, "Nothing was imported. Name a file that "
	    "can be written as --rejects FILE.");
}

/* Closes the file whatever happens. */
static int
write_rejects(struct ctl *ctl, const char *path, FILE *file,
    const struct import *im)
{
	struct buf	text = BUF_INIT((size_t)256 << 20);
	int		ret = 0;

	import_reject_csv(im, &text);
	if (fwrite(buf_str(&text), 1, text.len, file) != text.len)
		ret = -1;
	if (fclose(file) != 0 || ret < 0)
		ret = err_set(&ctl->err, ERR_IO, "%s: %s", path,
		    strerror(errno));
	buf_free(&text);
	return ret;
}

static void
progress(size_t done, size_t all, void *arg)
{
	(void)arg;
	fprintf(stderr, "\r%zu of %zu%s", done, all, done == all ? "\n" : "");
}

static int
load(struct ctl *ctl, const struct args *args, struct import *im)
{
	const struct rec_store	*store;
	struct import_load	 l = { .db = ctl->db, .im = im,
	    .staff_id = ctl->staff_id,
	    .dry_run = args_has(args, "dry-run") };
	int			 ret;

	store = ctl_find_store(ctl, args_get(args, "store"));
	if (store == NULL)
		return -1;
	l.store_id = store->id;
	l.photo_dir = args_get(args, "photos");
	if (l.photo_dir == NULL)
		l.photo_dir = dirname(arena_strdup(ctl->arena,
		    args_at(args, 0)));
	if (isatty(STDERR_FILENO) && !out_is_json(ctl->out))
		l.progress = progress;
	ret = import_load(&l, &ctl->err);
	out_bool(ctl->out, "dry_run", NULL, l.dry_run);
	out_num(ctl->out, "added", l.dry_run ? "Would be new" : "New",
	    (int64_t)l.added);
	out_num(ctl->out, "changed", l.dry_run ? "Would change" : "Changed",
	    (int64_t)l.changed);
	out_num(ctl->out, "unchanged", "As they were", (int64_t)l.same);
	out_num(ctl->out, "photos", "Photos", (int64_t)l.photos);
	return ret;
}

static int
import_all(struct ctl *ctl, const struct args *args, struct import *im)
{
	const char	*rejects = args_get(args, "rejects");
	bool		 dry = args_has(args, "dry-run");
	FILE		*file;
	int		 ret;

	if (open_rejects(ctl, rejects, &file) < 0)
		return -1;
	say_file(ctl->out, im);
	say_columns(ctl->out, im);
	say_first(ctl->out, im);
	ret = load(ctl, args, im);
	say_counts(ctl->out, im);
	say_findings(ctl->out, im);
	say_rejects(ctl->out, im);
	if (file != NULL && write_rejects(ctl, rejects, file, im) < 0)
		return -1;
	if (ret == 0 && dry)
		out_say(ctl->out, "Nothing was written (--dry-run).");
	if (ret == 0 && im->item_count == 0 && im->reject_count > 0) {
		err_set(&ctl->err, ERR_INPUT, "every row was rejected");
		return err_hint(&ctl->err, "The reasons are listed above, "
		    "with the file's rows.");
	}
	return ret;
}

static int
run_import(struct ctl *ctl, const struct args *args)
{
	struct import_options	 o;
	struct profiles		 profiles;
	struct import		*im;
	int			 ret;

	if (ctl_may(ctl, RIGHT_STOCK) < 0 ||
	    read_options(ctl, args, &o) < 0 ||
	    profiles_load(ctl->db, ctl->arena, &profiles, &ctl->err) < 0)
		return -1;
	im = import_file(args_at(args, 0), &profiles, &o, &ctl->err);
	if (im == NULL)
		return -1;
	ret = import_all(ctl, args, im);
	import_free(im);
	return ret;
}

const struct command import_commands[] = {
	{ "import", "FILE", 1, 1, import_opts,
	    "take over another system's stock from its file",
	    "Shows what it made of the file, then loads it. Rows that cannot "
	    "be pieces are rejected with their row and reason. Importing the "
	    "same file twice is the same as once; a row that changed changes "
	    "its piece, but never brings back one that was sold here.",
	    run_import },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
