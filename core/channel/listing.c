/* How a piece shall be shown, and what differs: see listing.h. */
#include "channel/listing.h"

#include <string.h>

#include "buf.h"
#include "desk/import_clean.h"
#include "str.h"

#define MARK		"vitrine-"
#define HTML_MAX	(1024 * 1024)

bool
listing_photo_id(const char *text, struct uuid *out_r)
{
	const char	*at = text;
	char		 id[UUID_TEXT];

	while ((at = strstr(at, MARK)) != NULL) {
		at += strlen(MARK);
		str_copy(id, sizeof id, at);
		if (uuid_parse(id, out_r))
			return true;
	}
	return false;
}

/* ------------------------------------------------------- how it shall be */

static void
put_escaped(struct buf *out, char c)
{
	switch (c) {
	case '&':
		buf_addstr(out, "&amp;");
		break;
	case '<':
		buf_addstr(out, "&lt;");
		break;
	case '>':
		buf_addstr(out, "&gt;");
		break;
	default:
		buf_addch(out, c);
	}
}

/* Paragraphs between empty lines; other line ends are breaks. */
static const char *
html_of(const char *story, struct arena *arena)
{
	struct buf	 out = BUF_INIT(HTML_MAX);
	const char	*text;
	bool		 open = false;

	for (; *story != '\0'; story++) {
		if (*story == '\n' && story[1] == '\n') {
			while (story[1] == '\n')
				story++;
			buf_addstr(&out, open ? "</p>\n" : "");
			open = false;
			continue;
		}
		if (!open && *story != '\n')
			buf_addstr(&out, "<p>");
		open = open || *story != '\n';
		if (*story == '\n' && story[1] != '\0' && open)
			buf_addstr(&out, "<br>\n");
		else if (*story != '\n')
			put_escaped(&out, *story);
	}
	buf_addstr(&out, open ? "</p>" : "");
	text = arena_strdup(arena, buf_str(&out));
	buf_free(&out);
	return text;
}

static const char *
cleaned(const char *text, bool lines, struct arena *arena)
{
	char	*copy = arena_strdup(arena, text);

	str_clean(copy, lines);
	return str_trim(copy);
}

static void
name_photo(struct listing *l, size_t n, const char *base, struct arena *arena)
{
	struct listing_photo	*p = &l->photos[n];
	char			 id[UUID_TEXT];

	uuid_text(&p->id, id);
	p->name = arena_printf(arena, MARK "%s.jpg", id);
	p->alt = n == 0 ? l->title : arena_printf(arena, "%s, photo %zu",
	    l->title, n + 1);
	p->url = base[0] == '\0' ? "" : arena_printf(arena, "%s/photos/%s",
	    base, p->name);
}

struct listing *
listing_of(const struct rec_show *row, const struct rec_photo *photos,
    size_t photo_count, const struct currency *currency, const char *base,
    struct arena *arena)
{
	struct listing	*l = arena_alloc(arena, sizeof *l);
	char		 text[MONEY_TEXT];
	size_t		 i;

	l->piece_id = row->piece_id;
	l->sku = arena_strdup(arena, row->sku);
	l->title = cleaned(row->title, false, arena);
	l->story = cleaned(row->story, true, arena);
	l->html = html_of(l->story, arena);
	l->amount = row->price;
	l->price = arena_strdup(arena, money_text(row->price, currency,
	    MONEY_PLAIN, text));
	l->shown = row->shown != 0;
	l->refs.product = arena_strdup(arena, row->product_ref);
	l->refs.variant = arena_strdup(arena, row->variant_ref);
	l->refs.stock = arena_strdup(arena, row->stock_ref);
	l->photos = arena_alloc(arena, (photo_count + 1) * sizeof *l->photos);
	l->photo_count = photo_count;
	for (i = 0; i < photo_count; i++) {
		l->photos[i].id = photos[i].id;
		name_photo(l, i, base, arena);
	}
	listing_forget(l);
	l->wants = PHOTO_NONE;
	return l;
}

static size_t
characters(const char *text)
{
	size_t	n = 0;

	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

const char *
listing_too_long(const struct listing *l, const struct channel_ops *ops,
    struct arena *arena)
{
	const struct {
		const char	*what;
		const char	*text;
		size_t		 most;
	} all[] = {
		{ "title", l->title, ops->title_max },
		{ "story", l->html, ops->story_max },
		{ "number", l->sku, ops->sku_max }
	};
	size_t	i;

	for (i = 0; i < sizeof all / sizeof all[0]; i++)
		if (all[i].most > 0 && characters(all[i].text) > all[i].most)
			return arena_printf(arena, "its %s is longer than "
			    "the %zu characters that %s takes", all[i].what,
			    all[i].most, ops->title);
	return NULL;
}

/* ------------------------------------------------------------ how it is */

void
listing_forget(struct listing *l)
{
	size_t	i;

	l->there = l->part = l->shown_there = false;
	l->title_there = l->html_there = "";
	l->amount_there = 0;
	l->stale_count = l->foreign = 0;
	l->differs = 0;
	for (i = 0; i < l->photo_count; i++)
		l->photos[i].ref = "";
}

void
listing_drop(struct task *task, const char *ref)
{
	struct listing	*l = task->listing;
	const char	**more;

	more = arena_alloc(task->arena, (l->stale_count + 1) * sizeof *more);
	if (l->stale_count > 0)
		memcpy(more, l->stale, l->stale_count * sizeof *more);
	more[l->stale_count++] = arena_strdup(task->arena, ref);
	l->stale = more;
}

void
listing_saw(struct task *task, const char *url, const char *ref)
{
	struct listing	*l = task->listing;
	struct uuid	 id;
	size_t		 i;

	if (!listing_photo_id(url, &id)) {
		l->foreign++;
		return;
	}
	for (i = 0; i < l->photo_count; i++)
		if (uuid_eq(&l->photos[i].id, &id) &&
		    l->photos[i].ref[0] == '\0') {
			l->photos[i].ref = arena_strdup(task->arena, ref);
			return;
		}
	/* A second copy of one is as good as one that is no more. */
	listing_drop(task, ref);
}

/* Whether two texts say the same, whatever stands between the words. */
static bool
same_words(const char *a, const char *b)
{
	for (;;) {
		a += strspn(a, " \t\r\n");
		b += strspn(b, " \t\r\n");
		if (*a == '\0' || *b == '\0')
			return *a == *b;
		for (; *a != '\0' && strchr(" \t\r\n", *a) == NULL; a++, b++)
			if (*a != *b)
				return false;
		if (*b != '\0' && strchr(" \t\r\n", *b) == NULL)
			return false;
	}
}

/* Services write HTML in their own way: the words are what counts. */
static bool
same_text(const char *html, const char *there)
{
	struct buf	a = BUF_INIT(HTML_MAX), b = BUF_INIT(HTML_MAX);
	bool		same;

	clean_html(&a, html);
	clean_html(&b, there);
	same = same_words(buf_str(&a), buf_str(&b));
	buf_free(&a);
	buf_free(&b);
	return same;
}

size_t
listing_missing(const struct listing *l)
{
	size_t	i;

	for (i = 0; i < l->photo_count; i++)
		if (l->photos[i].ref[0] == '\0')
			return i;
	return PHOTO_NONE;
}

/* Pictures of others alone are not touched. */
static bool
photos_differ(const struct listing *l)
{
	size_t	i, ours = l->stale_count;

	for (i = 0; i < l->photo_count; i++)
		ours += l->photos[i].ref[0] != '\0';
	if (ours == 0 && l->foreign > 0)
		return false;
	return l->stale_count > 0 || listing_missing(l) != PHOTO_NONE;
}

void
listing_compare(struct task *task)
{
	struct listing	*l = task->listing;

	l->differs = 0;
	if (l->shown != (l->there && l->shown_there))
		l->differs |= DIFF_SHOWN;
	/* What nobody sees need not be right. */
	if (!l->shown)
		return;
	if (!l->there || l->amount != l->amount_there)
		l->differs |= DIFF_PRICE;
	/* The others of its kind share everything else. */
	if (l->part) {
		l->differs &= DIFF_PRICE;
		return;
	}
	if (!l->there || !same_words(l->title, l->title_there))
		l->differs |= DIFF_TITLE;
	if (!l->there || !same_text(l->html, l->html_there))
		l->differs |= DIFF_STORY;
	if (photos_differ(l))
		l->differs |= DIFF_PHOTOS;
}
