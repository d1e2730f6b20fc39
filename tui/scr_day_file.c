/*
 * Writing what is shown to a file.  The report is made anew for it, and whole:
 * a screen has the latest rows only.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "clock.h"
#include "db.h"
#include "desk/report_file.h"
#include "form.h"
#include "mem.h"
#include "run/child.h"
#include "scr_day.h"
#include "sell/till.h"
#include "str.h"

#define PATIENCE	(120 * SECOND_US)
#define FORMAT_PDF	3		/* after those of report_file.h */

struct writing {
	struct report_want	 want;
	struct behind_want	 how;
	bool			 behind;	/* else the whole day */
	int			 format;	/* enum report_format, or PDF */
	struct child		*child;
	char			 path[PATH_MAX];
};

static const enum cmd	cmds[] = { CMD_BACK, CMD_NONE };

static void
answered(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct writing	*me = s->state;
	struct ui	*ui = s->ui;
	struct err	 err = ERR_INIT;
	struct report	*report;

	report = me->behind ? behind_make(&me->want, &me->how, ui->till, ans,
	    &err) : report_make(&me->want, ui->till, ans, &err);
	if (report != NULL && report_save(report,
	    (enum report_format)me->format, me->path, &err) == 0)
		ui_toast(ui, TOAST_GOOD, "Written: %s", me->path);
	else
		ui_toast_err(ui, &err);
	report_free(report);
	screen_pop(s);
}

/* "~/x" is in the home folder; no dot at the end: the format's is added. */
static void
take_path(struct writing *me, const char *typed)
{
	const char	*home = getenv("HOME"), *name;
	const char	*ending = me->format == FORMAT_PDF ? "pdf" :
	    report_format_word((enum report_format)me->format);
	bool		 at_home = typed[0] == '~' && typed[1] == '/' &&
	    home != NULL;

	name = strrchr(typed, '/');
	name = name == NULL ? typed : name + 1;
	snprintf(me->path, sizeof me->path, "%s%s%s%s", at_home ? home : "",
	    at_home ? typed + 1 : typed, strchr(name, '.') == NULL ? "." : "",
	    strchr(name, '.') == NULL ? ending : "");
}

static void
laid_out(const struct err *err, void *arg)
{
	struct screen	*s = arg;
	struct writing	*me = s->state;

	me->child = NULL;
	if (err != NULL)
		ui_toast_err(s->ui, err);
	else
		ui_toast(s->ui, TOAST_GOOD, "Written: %s", me->path);
	screen_pop(s);
}

/* vitrinectl lays pages out: a register does not carry what that takes. */
static void
lay_out(struct screen *s)
{
	struct writing		*me = s->state;
	const struct till	*till = s->ui->till;
	struct err		 err = ERR_INIT;
	char			 from[DAY_TEXT], to[DAY_TEXT];
	const char		*shop = arena_printf(s->arena,
	    "VITRINE_SHOP=%s", s->ui->shop_url);

	day_text(me->want.from_day, from);
	day_text(me->want.to_day, to);
	me->child = child_start(s->ui->loop, "vitrinectl",
	    (const char *const[]){ "report",
	    report_kind_name(me->want.kind), "--from", from, "--to", to,
	    "--store", till->store.code, "--as", till->staff_name, "--format",
	    "pdf", NULL }, (const char *const[]){ shop, NULL }, me->path,
	    laid_out, s, &err);
	if (me->child != NULL)
		return;
	ui_toast_err(s->ui, &err);
	screen_pop(s);
}

static void
given(struct screen *s, const struct field *fields)
{
	struct writing	*me = s->state;
	struct db_req	*req;

	if (fields == NULL) {
		screen_pop(s);
		return;
	}
	me->format = fields[0].choice;
	take_path(me, fields[1].line.text);
	if (me->format == FORMAT_PDF) {
		lay_out(s);
		return;
	}
	req = me->behind ? behind_ask(&me->want, &me->how, s->ui->till) :
	    report_ask(&me->want, s->ui->till);
	db_req_time(req, PATIENCE);
	db_send(s->ui->db, req, answered, s);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	struct canvas	card = card_open(c, 5, 60, INK_PLAIN, "Write to a "
	    "file");

	(void)s;
	canvas_text(&card, 1, 0, -1, INK_DIM, "adding up ...");
	canvas_cursor(&card, 1, 0);
}

static void
act(struct screen *s, enum cmd cmd)
{
	if (cmd == CMD_BACK)
		screen_pop(s);
}

static void
closed(struct screen *s)
{
	struct writing	*me = s->state;

	if (me->child != NULL)
		child_forget(me->child);
}

static const struct screen_ops	ops = {
	.name = "Write to a file", .cmds = cmds, .card = true, .draw = draw,
	.act = act, .close = closed, .state_size = sizeof(struct writing),
};

/* "~/day-2026-11-22-1804": a name nobody has used yet. */
static void
suggest(const struct screen *s, struct line *line)
{
	const struct writing	*me = s->state;
	struct wall		 wall;
	char			 day[DAY_TEXT], name[80];

	zone_wall(&s->ui->zone, clock_now(), &wall);
	snprintf(name, sizeof name, "~/%s-%s-%02d%02d%02d",
	    me->behind ? "rows" : report_kind_name(me->want.kind),
	    day_text(me->want.from_day, day), wall.hour, wall.minute,
	    wall.second);
	line_set(line, name);
}

void
day_export(struct screen *owner, const struct report_want *want,
    const struct behind_want *how)
{
	static const char *const formats[] = { "CSV", "JSON", "text", "PDF",
	    NULL };
	static const char *const of_rows[] = { "CSV", "JSON", "text", NULL };
	struct field	 fields[2] = {
		{ .label = "As", .kind = FIELD_CHOICE, .choices = how == NULL ?
		    formats : of_rows, .hint = "Left and Right change it" },
		{ .label = "File", .kind = FIELD_TEXT, .required = true },
	};
	struct screen	*s = screen_push(owner->ui, &ops);
	struct writing	*me = s->state;

	me->want = *want;
	me->want.quick = false;
	if (how != NULL) {
		me->behind = true;
		me->how = *how;
		me->how.a = arena_strdup(s->arena, how->a);
		me->how.b = arena_strdup(s->arena, how->b);
		me->how.title = arena_strdup(s->arena, how->title);
	}
	suggest(s, &fields[1].line);
	ask_form(s, "Write to a file", "", fields, 2, given);
}
