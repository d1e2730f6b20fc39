/* A page of narrow paper: see paper.h. */
#include "print/paper.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "fold.h"
#include "mem.h"
#include "str.h"

#define LINE_MAX_BYTES	4096
#define COLUMNS_LEAST	16

enum kind { TEXT, PAIR, RULE, BARCODE, CUT, KICK };

struct item {
	enum kind	 kind;
	unsigned	 style;
	const char	*left;
	const char	*right;
};

struct paper {
	struct arena	*arena;
	struct item	*items;
	size_t		 count;
	size_t		 room;
};

struct paper *
paper_new(void)
{
	struct paper	*paper = mem_zalloc(sizeof *paper);

	paper->arena = arena_new();
	return paper;
}

void
paper_free(struct paper *paper)
{
	if (paper == NULL)
		return;
	arena_free(paper->arena);
	free(paper->items);
	free(paper);
}

static const char *
keep(struct paper *paper, const char *text, bool lines)
{
	char	*copy = arena_strdup(paper->arena, text == NULL ? "" : text);
	char	*tab;

	str_clean(copy, lines);
	/* A tab is as wide as the printer likes. */
	for (tab = copy; (tab = strchr(tab, '\t')) != NULL;)
		*tab = ' ';
	return copy;
}

static void
add(struct paper *paper, enum kind kind, unsigned style, const char *left,
    const char *right)
{
	if (paper->count == paper->room) {
		paper->room = paper->room == 0 ? 32 : paper->room * 2;
		paper->items = mem_grow(paper->items, paper->room,
		    sizeof *paper->items);
	}
	paper->items[paper->count++] = (struct item){ kind, style,
	    keep(paper, left, kind != BARCODE),
	    keep(paper, right, kind != BARCODE) };
}

void
paper_text(struct paper *paper, unsigned style, const char *text)
{
	add(paper, TEXT, style, text, NULL);
}

void
paper_printf(struct paper *paper, unsigned style, const char *fmt, ...)
{
	char	text[LINE_MAX_BYTES];
	va_list	ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	add(paper, TEXT, style, text, NULL);
}

void
paper_pair(struct paper *paper, unsigned style, const char *left,
    const char *right)
{
	add(paper, PAIR, style, left, right);
}

void
paper_rule(struct paper *paper)
{
	add(paper, RULE, PAPER_PLAIN, NULL, NULL);
}

void
paper_blank(struct paper *paper)
{
	add(paper, TEXT, PAPER_PLAIN, NULL, NULL);
}

void
paper_barcode(struct paper *paper, const char *code)
{
	add(paper, BARCODE, PAPER_CENTER, code, NULL);
}

void
paper_cut(struct paper *paper)
{
	add(paper, CUT, PAPER_PLAIN, NULL, NULL);
}

void
paper_kick(struct paper *paper)
{
	add(paper, KICK, PAPER_PLAIN, NULL, NULL);
}

struct layout {
	size_t		 columns;
	paper_fn	*fn;
	void		*arg;
	struct buf	 line;
};

static void
pad(struct buf *line, size_t n)
{
	while (n-- > 0)
		buf_addch(line, ' ');
}

/*
 * How many bytes of text go on a line of that many columns: up to a line
 * break, else up to the last blank that fits, else what fits.  *next_r is
 * where the next line begins.
 */
static size_t
break_at(const char *text, size_t columns, size_t *next_r)
{
	size_t	fits = fold_fit(text, columns, NULL);
	size_t	end = strcspn(text, "\n"), i;

	if (end <= fits) {
		*next_r = end + (text[end] == '\n');
		return end;
	}
	/* A character wider than the paper still has to go somewhere. */
	if (fits == 0)
		fits = end;
	for (i = fits; i > 0 && text[i] != ' '; i--)
		continue;
	if (i == 0)
		i = fits;
	*next_r = i + strspn(text + i, " ");
	while (i > 0 && text[i - 1] == ' ')
		i--;
	return i;
}

static void
put_line(struct layout *lay, unsigned style, const char *text, size_t len,
    size_t columns)
{
	char	*copy = mem_alloc(len + 1);
	size_t	 width;

	memcpy(copy, text, len);
	copy[len] = '\0';
	width = fold_width(copy);
	buf_reset(&lay->line);
	if ((style & PAPER_CENTER) && width < columns)
		pad(&lay->line, (columns - width) / 2);
	buf_addstr(&lay->line, copy);
	free(copy);
	lay->fn(PAPER_LINE, style, buf_str(&lay->line), lay->arg);
}

static void
lay_text(struct layout *lay, const struct item *item, size_t columns)
{
	const char	*text = item->left;
	size_t		 len, next;

	do {
		len = break_at(text, columns, &next);
		put_line(lay, item->style, text, len, columns);
		text += next;
	} while (*text != '\0');
}

static void
lay_pair(struct layout *lay, const struct item *item, size_t columns)
{
	const char	*text = item->left;
	size_t		 right = fold_width(item->right), room, len, next;

	/* At least half the line is for the words; blank between the two. */
	room = right + 1 < columns / 2 ? columns - right - 1 : columns / 2;
	for (;;) {
		len = break_at(text, room, &next);
		if (text[next] == '\0')
			break;
		put_line(lay, item->style & ~(unsigned)PAPER_CENTER, text, len,
		    columns);
		text += next;
	}
	buf_reset(&lay->line);
	buf_add(&lay->line, text, len);
	len = fold_width(buf_str(&lay->line));
	pad(&lay->line, len + right < columns ? columns - len - right : 1);
	buf_addstr(&lay->line, item->right);
	lay->fn(PAPER_LINE, item->style, buf_str(&lay->line), lay->arg);
}

static void
lay_item(struct layout *lay, const struct item *item)
{
	size_t	columns = item->style & PAPER_WIDE ? lay->columns / 2 :
		    lay->columns;

	switch (item->kind) {
	case TEXT:
		lay_text(lay, item, columns);
		break;
	case PAIR:
		lay_pair(lay, item, columns);
		break;
	case RULE:
		buf_reset(&lay->line);
		while (lay->line.len < lay->columns)
			buf_addch(&lay->line, '-');
		lay->fn(PAPER_RULE, item->style, buf_str(&lay->line),
		    lay->arg);
		break;
	case BARCODE:
		lay->fn(PAPER_BARCODE, item->style, item->left, lay->arg);
		break;
	case CUT:
		lay->fn(PAPER_CUT, item->style, "", lay->arg);
		break;
	case KICK:
		lay->fn(PAPER_KICK, item->style, "", lay->arg);
		break;
	}
}

void
paper_lay(const struct paper *paper, size_t columns, paper_fn *fn, void *arg)
{
	struct layout	lay = { .fn = fn, .arg = arg };
	size_t		i;

	lay.columns = columns < COLUMNS_LEAST ? COLUMNS_LEAST : columns;
	buf_init(&lay.line, LINE_MAX_BYTES);
	for (i = 0; i < paper->count; i++)
		lay_item(&lay, &paper->items[i]);
	buf_free(&lay.line);
}
