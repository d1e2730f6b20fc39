/*
 * Any report, on the screen: its tables under each other, to be gone through,
 * opened row by row, asked of other days, and written to a file.  What it says
 * is desk/report.h's; this knows tables and rows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "buf.h"
#include "clock.h"
#include "db.h"
#include "list.h"
#include "mem.h"
#include "scr.h"
#include "scr_day.h"
#include "sell/tender.h"
#include "sell/till.h"
#include "str.h"

#define LINE_BYTES	2000
#define PATIENCE	(60 * SECOND_US)

enum line_kind { LINE_TITLE, LINE_HEAD, LINE_ROW, LINE_NONE, LINE_BLANK };

/* A line of the page. */
struct page_line {
	enum line_kind		 kind;
	const struct table	*table;
	size_t			 nth;		/* which table it is of */
	const struct row	*row;		/* LINE_ROW */
};

/* How wide each table's columns are; worked out for one width at a time. */
struct lays {
	size_t			 width;
	struct table_layout	*of;
};

struct viewer {
	struct report_want	 want;
	struct report		*report;
	struct page_line	*lines;		/* the report's */
	struct lays		*lays;
	size_t			 tables;
	struct list		 list;
	bool			 asking, again;
	char			 trouble[240];
};

static const enum cmd	cmds[] = { CMD_OPEN, CMD_OTHER_DAY, CMD_REPORTS,
	CMD_EXPORT, CMD_BACK, CMD_UP, CMD_DOWN, CMD_PAGE_UP, CMD_PAGE_DOWN,
	CMD_FIRST, CMD_LAST, CMD_NONE };

static void ask(struct screen *);

/* ------------------------------------------------------------ the page */

static size_t
count_lines(const struct report *report, size_t *tables_r)
{
	const struct table	*table;
	size_t			 n = 0;

	*tables_r = 0;
	for (table = report->tables; table != NULL; table = table->next) {
		if (table->column_count > TABLE_COLUMNS)
			continue;
		n += 4 + table->row_count;
		++*tables_r;
	}
	return n;
}

static void
lay_out(struct viewer *me)
{
	const struct table	*table;
	const struct row	*row;
	struct page_line	*line;
	size_t			 nth = 0;

	me->lines = arena_alloc(me->report->arena, (count_lines(me->report,
	    &me->tables) + 1) * sizeof *me->lines);
	me->lays = arena_alloc(me->report->arena, sizeof *me->lays);
	*me->lays = (struct lays){ .of = arena_alloc(me->report->arena,
	    (me->tables + 1) * sizeof *me->lays->of) };
	line = me->lines;
	for (table = me->report->tables; table != NULL; table = table->next) {
		if (table->column_count > TABLE_COLUMNS)
			continue;
		if (table->title[0] != '\0')
			*line++ = (struct page_line){ LINE_TITLE, table, nth,
			    NULL };
		*line++ = (struct page_line){ LINE_HEAD, table, nth, NULL };
		for (row = table->rows; row != NULL; row = row->next)
			*line++ = (struct page_line){ LINE_ROW, table, nth,
			    row };
		if (table->rows == NULL)
			*line++ = (struct page_line){ LINE_NONE, table, nth,
			    NULL };
		*line++ = (struct page_line){ LINE_BLANK, table, nth, NULL };
		nth++;
	}
	list_count(&me->list, line - me->lines);
}

/* The mark stands on rows alone: on from here, or back where there is none. */
static void
settle(struct viewer *me, int step)
{
	int64_t	i = me->list.at;

	while (i >= 0 && i < me->list.count &&
	    me->lines[i].kind != LINE_ROW)
		i += step;
	if (i >= 0 && i < me->list.count)
		me->list.at = i;
	else if (step > 0)
		settle(me, -1);
}

/* ------------------------------------------------------------ drawing */

static void
line_text(const struct viewer *me, const struct page_line *line, size_t width,
    bool ascii, char *out, size_t size)
{
	const struct render	 how = { .width = width, .ascii = ascii };
	struct buf		 text = BUF_INIT(LINE_BYTES);

	if (line->kind == LINE_HEAD)
		table_head(line->table, &me->lays->of[line->nth], &text);
	else
		table_line(me->report, line->table, line->row,
		    &me->lays->of[line->nth], &how, &text);
	str_copy(out, size, buf_str(&text));
	out[strcspn(out, "\n")] = '\0';
	buf_free(&text);
}

static void
row_draw(const void *arg, struct canvas *c, int64_t i, bool here)
{
	const struct screen	*s = arg;
	const struct viewer	*me = s->state;
	const struct page_line	*line = &me->lines[i];
	char			 text[LINE_BYTES];

	switch (line->kind) {
	case LINE_TITLE:
		canvas_text(c, 0, 1, -1, INK_BOLD, line->table->title);
		return;
	case LINE_NONE:
		canvas_text(c, 0, 1, -1, INK_DIM, "none");
		return;
	case LINE_BLANK:
		return;
	case LINE_HEAD:
	case LINE_ROW:
		break;
	}
	line_text(me, line, me->lays->width, s->ui->ascii, text, sizeof text);
	canvas_text(c, 0, 1, -1, line->kind == LINE_HEAD ? INK_DIM :
	    line->row->kind == ROW_TOTAL ? INK_BOLD : INK_PLAIN, text);
	if (here)
		canvas_ink(c, 0, 0, -1, INK_FOCUS);
}

static const struct list_source	source = { .draw = row_draw };

/* Measuring a long table takes a while: once for each width. */
static void
measure(const struct viewer *me, size_t width)
{
	const struct table	*table;
	size_t			 nth = 0;

	if (me->lays->width == width)
		return;
	me->lays->width = width;
	for (table = me->report->tables; table != NULL; table = table->next)
		if (table->column_count <= TABLE_COLUMNS)
			table_lay(me->report, table, width,
			    &me->lays->of[nth++]);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct viewer	*me = s->state;
	struct canvas		 zone = canvas_sub(c, 2, 0, c->rows - 2,
	    c->cols);

	canvas_cursor(c, 0, 0);
	if (me->report == NULL || me->trouble[0] != '\0') {
		canvas_text(c, 0, 1, -1, INK_BOLD,
		    report_kind_title(me->want.kind));
		canvas_wrap(c, 2, 1, c->cols - 2, 3, INK_DIM,
		    me->trouble[0] != '\0' ? me->trouble : me->asking ?
		    "adding up ..." : "");
		return;
	}
	canvas_text(c, 0, 1, -1, INK_ACCENT, me->report->title);
	measure(me, c->cols > 2 ? (size_t)c->cols - 2 : 1);
	list_draw(&me->list, &zone, &source, s);
}

/* ------------------------------------------------------------ asking */

static void
answered(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct viewer	*me = s->state;
	struct err	 err = ERR_INIT;
	struct report	*report;
	bool		 first = me->report == NULL;

	me->asking = false;
	report = report_make(&me->want, s->ui->till, ans, &err);
	if (report == NULL) {
		snprintf(me->trouble, sizeof me->trouble, "%s. %s", err.text,
		    err.hint);
	} else {
		report_free(me->report);
		me->report = report;
		me->trouble[0] = '\0';
		lay_out(me);
		if (first)
			me->list.at = 0;
		settle(me, 1);
	}
	if (me->again)
		ask(s);
}

static void
ask(struct screen *s)
{
	struct viewer	*me = s->state;
	struct db_req	*req;

	me->again = me->asking;
	if (me->asking || db_link(s->ui->db) == DB_DOWN)
		return;
	me->asking = true;
	req = report_ask(&me->want, s->ui->till);
	db_req_time(req, PATIENCE);
	db_send(s->ui->db, req, answered, s);
}

/* Another report or other days: what is shown goes at once. */
static void
begin(struct screen *s)
{
	struct viewer	*me = s->state;

	report_free(me->report);
	me->report = NULL;
	me->trouble[0] = '\0';
	me->list = (struct list){ .at = 0 };
	ask(s);
}

static void
days_given(struct screen *s, const char *typed)
{
	struct viewer	*me = s->state;
	struct err	 err = ERR_INIT;
	int		 from, to;

	if (typed == NULL)
		return;
	if (day_read_days(s, typed, &from, &to, &err) != 0) {
		ui_toast_err(s->ui, &err);
		return;
	}
	me->want.from_day = from;
	me->want.to_day = to;
	begin(s);
}

/* ------------------------------------------------------------ choosing */

static const enum report_kind	choice[] = { REPORT_RANGE, REPORT_SALES,
	REPORT_TAX, REPORT_TENDER, REPORT_STAFF, REPORT_CATEGORIES,
	REPORT_HOURS, REPORT_CONSIGNORS, REPORT_INVENTORY, REPORT_AGING,
	REPORT_FORM8300 };

#define CHOICES	((int)(sizeof choice / sizeof choice[0]))

static void
kind_chosen(struct screen *s, int row)
{
	struct viewer	*me = s->state;

	if (row < 0 && me->report == NULL && !me->asking) {
		screen_pop(s);
	} else if (row >= 0) {
		me->want.kind = choice[row];
		/* What is due may have been called for long ago. */
		if (me->want.kind == REPORT_FORM8300 &&
		    s->ui->till->cash_law.applies)
			me->want.from_day = cash_window(
			    &s->ui->till->cash_law, me->want.to_day);
		begin(s);
	}
}

static void
choose(struct screen *s)
{
	const char	*rows[CHOICES];
	int		 i;

	for (i = 0; i < CHOICES; i++)
		rows[i] = report_kind_title(choice[i]);
	ask_choose(s, "Which report?", rows, CHOICES, kind_chosen);
}

/* ------------------------------------------------------- what is behind */

static const char *
cell(const struct page_line *line, const char *column)
{
	size_t	i;

	for (i = 0; i < line->table->column_count; i++)
		if (str_eq(line->table->columns[i].name, column))
			return line->row->cells[i].text;
	return "";
}

/* The database's word for a tender by what people call it. */
static const char *
tender_word(const char *label)
{
	int	kind;

	for (kind = TENDER_CASH; kind <= TENDER_TEST; kind++)
		if (str_eq(tender_label((enum tender_kind)kind), label))
			return tender_name((enum tender_kind)kind);
	return label;
}

/* "(none)", "(web)", "(not taxed)": no word at all. */
static const char *
bare(const char *word)
{
	return word[0] == '(' ? "" : word;
}

/* Which rows a row of that table stands for; false: none are known. */
static bool
behind(struct viewer *me, const struct page_line *line,
    struct behind_want *how_r)
{
	const char	*table = line->table->name;
	int64_t		 ppm = 0;

	*how_r = (struct behind_want){ .look = LOOK_LINES, .title = table };
	if (str_eq(table, "channels")) {
		how_r->lines = BEHIND_CHANNEL;
		how_r->a = cell(line, "channel");
	} else if (str_eq(table, "categories") || str_eq(table, "best") ||
	    str_eq(table, "slowest")) {
		how_r->lines = BEHIND_CATEGORY;
		how_r->a = bare(cell(line, "category"));
	} else if (str_eq(table, "associates")) {
		how_r->lines = BEHIND_STAFF;
		how_r->a = bare(cell(line, "associate"));
	} else if (str_eq(table, "consignors")) {
		how_r->lines = BEHIND_CONSIGNED;
		how_r->a = cell(line, "code");
	} else if (str_eq(table, "tax")) {
		how_r->lines = BEHIND_TAX;
		how_r->a = bare(cell(line, "name"));
		if (ppm_parse(cell(line, "rate"), &ppm, NULL) != 0)
			return false;
		how_r->b = arena_printf(me->report->arena, "%lld",
		    (long long)ppm);
	} else if (str_eq(table, "tenders") || str_eq(table, "liabilities")) {
		how_r->look = LOOK_PAID;
		how_r->a = tender_word(cell(line, "kind"));
	} else {
		return false;
	}
	if (how_r->a != NULL && how_r->a[0] != '\0')
		how_r->title = how_r->a;
	return true;
}

/* A month or a day of the report: everything sold then. */
static bool
days_of(const struct page_line *line, struct report_want *want)
{
	const char	*month = cell(line, "month");
	int		 next;

	if (str_eq(line->table->name, "days")) {
		want->from_day = want->to_day = (int)line->row->cells[0].num;
		return true;
	}
	if (!str_eq(line->table->name, "months") || strlen(month) != 7)
		return false;
	want->from_day = (int)(strtol(month, NULL, 10) * 10000 +
	    strtol(month + 5, NULL, 10) * 100 + 1);
	next = want->from_day / 100 % 100 == 12 ? want->from_day + 8900 :
	    want->from_day + 100;
	want->to_day = day_add(next, -1);
	return true;
}

static void
open_row(struct screen *s)
{
	struct viewer		*me = s->state;
	const struct page_line	*line = &me->lines[me->list.at];
	struct report_want	 want = me->want;
	struct behind_want	 how = { .look = LOOK_LINES,
	    .lines = BEHIND_ALL, .title = "Sold" };

	if (line->kind != LINE_ROW || line->row->kind == ROW_NOTE)
		return;
	if (!uuid_is_nil(&line->row->behind))
		scr_receipt_open(s->ui, &line->row->behind, true);
	else if (line->row->kind == ROW_PLAIN && (days_of(line, &want) ||
	    behind(me, line, &how)))
		day_rows_open(s->ui, &want, &how);
	else
		ui_toast(s->ui, TOAST_INFO, "There is nothing more behind "
		    "this row.");
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct viewer	*me = s->state;

	me->list.rows = 14;
	if (me->report != NULL && list_act(&me->list, cmd)) {
		settle(me, cmd == CMD_UP || cmd == CMD_PAGE_UP ||
		    cmd == CMD_LAST ? -1 : 1);
		return;
	}
	if (cmd == CMD_BACK)
		screen_pop(s);
	else if (cmd == CMD_REPORTS)
		choose(s);
	else if (cmd == CMD_OTHER_DAY && report_kind_dated(me->want.kind))
		ask_text(s, "Which days?", "A day as 2026-11-22, yesterday, or "
		    "two days for all between them. Nothing is today.", "",
		    days_given);
	else if (me->report == NULL)
		return;
	else if (cmd == CMD_OPEN && me->list.count > 0)
		open_row(s);
	else if (cmd == CMD_EXPORT)
		day_export(s, &me->want, NULL);
}

static void
closed(struct screen *s)
{
	report_free(((struct viewer *)s->state)->report);
}

static const struct screen_ops	ops = {
	.name = "Reports", .cmds = cmds, .draw = draw, .act = act,
	.close = closed, .state_size = sizeof(struct viewer),
};

void
scr_report_open(struct ui *ui, const struct report_want *days)
{
	struct screen	*s = screen_push(ui, &ops);
	struct viewer	*me = s->state;

	me->want = *days;
	me->want.kind = REPORT_RANGE;
	me->want.quick = false;
	choose(s);
}
