/* Answers: see out.h. */
#include "ctl/out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "ctl/wrap.h"
#include "fold.h"
#include "mem.h"
#include "run/json.h"
#include "str.h"

#define DEPTH	6
#define OUT_MAX	((size_t)256 << 20)

struct cell {
	const char	*label;
	char		*text;
	bool		 right;		/* figures stand under each other */
};

/* The object or list being filled. */
struct level {
	struct js	*js;
	bool		 is_list;
	struct js	*row;		/* of a list: the row being filled */
};

struct out {
	bool			 json;
	bool			 aside;
	const struct currency	*currency;
	const struct zone	*zone;
	struct level		 levels[DEPTH];
	size_t			 depth;
	struct arena		*arena;		/* of the cells not yet shown */
	struct cell		*cells;
	size_t			 count;
	size_t			 room;
	size_t			*rows;		/* where each row begins */
	size_t			 row_count;
	size_t			 row_room;
	const char		*empty;
};

struct out *
out_new(bool json)
{
	struct out	*o = mem_zalloc(sizeof *o);

	o->json = json;
	o->arena = arena_new();
	o->levels[0].js = json ? js_object() : NULL;
	o->depth = 1;
	return o;
}

void
out_free(struct out *o)
{
	if (o == NULL)
		return;
	js_free(o->levels[0].js);
	arena_free(o->arena);
	free(o->cells);
	free(o->rows);
	free(o);
}

bool
out_is_json(const struct out *o)
{
	return o->json;
}

void
out_shop(struct out *o, const struct currency *currency,
    const struct zone *zone)
{
	o->currency = currency;
	o->zone = zone;
}

/* What members are put into now. */
static struct js *
target(struct out *o)
{
	struct level	*l = &o->levels[o->depth - 1];

	return l->is_list ? l->row : l->js;
}

static bool
in_list(const struct out *o)
{
	size_t	i;

	for (i = 0; i < o->depth; i++)
		if (o->levels[i].is_list)
			return true;
	return false;
}

static int
width(const char *s)
{
	return (int)fold_width(s);
}

static void
pad(int n)
{
	if (n > 0)
		printf("%*s", n, "");
}

static void
forget_cells(struct out *o)
{
	o->count = 0;
	o->row_count = 0;
	arena_free(o->arena);
	o->arena = arena_new();
}

/* Labels down the left, values beside them. */
static void
flush_card(struct out *o)
{
	int	widest = 0;
	int	w;
	size_t	i;

	for (i = 0; i < o->count; i++) {
		w = width(o->cells[i].label);
		widest = w > widest ? w : widest;
	}
	for (i = 0; i < o->count; i++) {
		if (o->cells[i].text[0] == '\0')
			continue;
		fputs(o->cells[i].label, stdout);
		pad(widest - width(o->cells[i].label) + 2);
		puts(o->cells[i].text);
	}
	forget_cells(o);
}

static size_t
row_end(const struct out *o, size_t row)
{
	return row + 1 < o->row_count ? o->rows[row + 1] : o->count;
}

#define COLUMNS	24

static size_t
measure(const struct out *o, int widths[COLUMNS])
{
	size_t	columns = row_end(o, 0) - o->rows[0];
	size_t	row;
	size_t	i;
	int	w;

	if (columns > COLUMNS)
		columns = COLUMNS;
	for (i = 0; i < columns; i++)
		widths[i] = width(o->cells[o->rows[0] + i].label);
	for (row = 0; row < o->row_count; row++)
		for (i = 0; i < columns && o->rows[row] + i < row_end(o, row);
		    i++) {
			w = width(o->cells[o->rows[row] + i].text);
			widths[i] = w > widths[i] ? w : widths[i];
		}
	return columns;
}

static void
put_cell(const struct cell *c, const char *text, int room, bool last)
{
	int	gap = room - width(text);

	if (c->right)
		pad(gap);
	fputs(text, stdout);
	if (!c->right && !last)
		pad(gap);
	fputs(last ? "\n" : "  ", stdout);
}

static void
flush_table(struct out *o)
{
	int		 widths[COLUMNS];
	size_t		 columns;
	size_t		 row;
	size_t		 i;
	struct cell	*c;

	if (o->row_count == 0) {
		if (o->empty != NULL)
			puts(o->empty);
		return;
	}
	columns = measure(o, widths);
	for (i = 0; i < columns; i++) {
		c = &o->cells[o->rows[0] + i];
		put_cell(c, c->label, widths[i], i + 1 == columns);
	}
	for (row = 0; row < o->row_count; row++)
		for (i = 0; i < columns && o->rows[row] + i < row_end(o, row);
		    i++) {
			c = &o->cells[o->rows[row] + i];
			put_cell(c, c->text, widths[i], i + 1 == columns);
		}
	forget_cells(o);
}

static void
cell(struct out *o, const char *label, const char *text, bool right)
{
	struct cell	*c;

	if (o->json || label == NULL)
		return;
	if (o->count == o->room) {
		o->room = o->room == 0 ? 64 : o->room * 2;
		o->cells = mem_grow(o->cells, o->room, sizeof *o->cells);
	}
	c = &o->cells[o->count++];
	c->label = label;
	c->text = arena_strdup(o->arena, text == NULL ? "" : text);
	c->right = right;
	str_clean(c->text, false);
}

void
out_say(struct out *o, const char *fmt, ...)
{
	char	text[2048];
	va_list	ap;

	if (o->json)
		return;
	flush_card(o);
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	str_clean(text, true);
	put_wrapped(stdout, text);
}

void
out_text(struct out *o, const char *name, const char *label, const char *value)
{
	if (o->json)
		js_put_text(target(o), name, value);
	cell(o, label, value, false);
}

void
out_num(struct out *o, const char *name, const char *label, int64_t n)
{
	char	text[24];

	if (o->json)
		js_put_num(target(o), name, n);
	snprintf(text, sizeof text, "%lld", (long long)n);
	cell(o, label, text, in_list(o));
}

void
out_bool(struct out *o, const char *name, const char *label, bool yes)
{
	if (o->json)
		js_put_bool(target(o), name, yes);
	cell(o, label, yes ? "yes" : "no", false);
}

void
out_uuid(struct out *o, const char *name, const char *label,
    const struct uuid *id)
{
	char	text[UUID_TEXT] = "";

	if (o->json)
		js_put_uuid(target(o), name, id);
	if (!uuid_is_nil(id))
		uuid_text(id, text);
	cell(o, label, text, false);
}

void
out_money(struct out *o, const char *name, const char *label, money amount)
{
	char	text[MONEY_TEXT];

	if (o->json)
		js_put_money(target(o), name, amount, o->currency->code);
	if (label == NULL)
		return;
	money_text(amount, o->currency, MONEY_GROUPED, text);
	cell(o, label, text, in_list(o));
}

void
out_time(struct out *o, const char *name, const char *label, int64_t us)
{
	char	text[STAMP_TEXT] = "";

	if (o->json)
		js_put_time(target(o), name, us);
	if (us != 0 && o->zone != NULL)
		stamp_text(o->zone, us, text);
	cell(o, label, text, false);
}

void
out_day(struct out *o, const char *name, const char *label, int64_t day)
{
	char	text[DAY_TEXT] = "";

	if (day != 0)
		day_text((int)day, text);
	if (o->json && day == 0)
		js_put_null(target(o), name);
	else if (o->json)
		js_put_text(target(o), name, text);
	cell(o, label, text, false);
}

void
out_ppm(struct out *o, const char *name, const char *label, int64_t ppm)
{
	char	text[PPM_TEXT];
	char	shown[PPM_TEXT + 2];

	if (o->json)
		js_put_num(target(o), name, ppm);
	snprintf(shown, sizeof shown, "%s %%", ppm_text(ppm, text));
	cell(o, label, shown, in_list(o));
}

static void
push(struct out *o, const char *name, bool is_list)
{
	struct level	*l = &o->levels[o->depth];

	if (o->depth >= DEPTH)
		abort();
	l->is_list = is_list;
	l->row = NULL;
	l->js = NULL;
	if (o->json) {
		l->js = is_list ? js_array() : js_object();
		js_put(target(o), name, l->js);
	}
	o->depth++;
}

void
out_object(struct out *o, const char *name)
{
	push(o, name, false);
}

void
out_list(struct out *o, const char *name, const char *empty)
{
	/* A list inside a row is for scripts; people get its row's cells. */
	if (!o->json && !in_list(o)) {
		flush_card(o);
		o->empty = empty;
	}
	push(o, name, true);
}

void
out_row(struct out *o)
{
	struct level	*l = &o->levels[o->depth - 1];

	if (o->json) {
		l->row = js_object();
		js_add(l->js, l->row);
		return;
	}
	if (o->row_count == o->row_room) {
		o->row_room = o->row_room == 0 ? 64 : o->row_room * 2;
		o->rows = mem_grow(o->rows, o->row_room, sizeof *o->rows);
	}
	o->rows[o->row_count++] = o->count;
}

void
out_close(struct out *o)
{
	bool	was_list = o->levels[o->depth - 1].is_list;

	o->depth--;
	if (o->json)
		return;
	if (was_list && !in_list(o))
		flush_table(o);
}

void
out_aside(struct out *o)
{
	o->aside = true;
}

void
out_error(struct out *o, const struct err *err)
{
	char		 text[sizeof err->text + sizeof err->hint];
	struct js	*e;

	while (o->depth > 1)
		out_close(o);
	if (o->json) {
		e = js_object();
		js_put_text(e, "code", err_kind_name(err->kind));
		js_put_text(e, "message", err->text);
		if (err->hint[0] != '\0')
			js_put_text(e, "hint", err->hint);
		js_put(o->levels[0].js, "error", e);
	} else {
		flush_card(o);
	}
	fflush(stdout);
	snprintf(text, sizeof text, "%s", err->text);
	str_clean(text, false);
	fprintf(stderr, "vitrinectl: %s\n", text);
	if (err->hint[0] == '\0')
		return;
	snprintf(text, sizeof text, "%s", err->hint);
	str_clean(text, false);
	fprintf(stderr, "%s\n", text);
}

int
out_end(struct out *o, struct err *err)
{
	struct buf	text = BUF_INIT(OUT_MAX);

	if (o->json && !o->aside) {
		js_write(o->levels[0].js, &text);
		fwrite(buf_str(&text), 1, text.len, stdout);
		putchar('\n');
		buf_free(&text);
	} else if (!o->json) {
		flush_card(o);
	}
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	err_set(err, ERR_IO, "cannot write the answer: %s", strerror(errno));
	return err_hint(err, "What was done is done; see where stdout goes.");
}
