/* The line editor: see line.h. */
#include "line.h"

#include <string.h>

#include "str.h"

static int
max_bytes(const struct line *line)
{
	return line->max > 0 && line->max < LINE_MAX_BYTES ? line->max :
	    LINE_MAX_BYTES;
}

/* Bytes of the character at `at`, 1 for a byte that is none. */
static int
char_len(const struct line *line, int at)
{
	uint32_t	ch;
	int		used = str_utf8(line->text + at,
	    (size_t)(line->len - at), &ch);

	return used > 0 ? used : 1;
}

static bool
is_mark(const struct line *line, int at)
{
	uint32_t	ch;

	return at < line->len && str_utf8(line->text + at,
	    (size_t)(line->len - at), &ch) > 0 && text_char_width(ch) == 0;
}

static int
next(const struct line *line, int at)
{
	if (at >= line->len)
		return line->len;
	do
		at += char_len(line, at);
	while (is_mark(line, at));
	return at;
}

static int
prev_char(const struct line *line, int at)
{
	if (at > 0)
		at--;
	while (at > 0 && ((unsigned char)line->text[at] & 0xc0) == 0x80)
		at--;
	return at;
}

static int
prev(const struct line *line, int at)
{
	do
		at = prev_char(line, at);
	while (at > 0 && is_mark(line, at));
	return at;
}

static void
cut(struct line *line, int from, int to)
{
	memmove(line->text + from, line->text + to,
	    (size_t)(line->len - to + 1));
	line->len -= to - from;
	line->at = from;
}

void
line_set(struct line *line, const char *text)
{
	line_wipe(line);
	line_insert(line, text);
}

void
line_wipe(struct line *line)
{
	explicit_bzero(line->text, sizeof line->text);
	line->len = line->at = 0;
	line->full = line->fresh = false;
}

void
line_insert(struct line *line, const char *text)
{
	char	clean[LINE_MAX_BYTES + 1];
	int	n;

	line->full = !str_copy(clean, sizeof clean, text);
	str_clean(clean, false);
	n = (int)strlen(clean);
	if (n > max_bytes(line) - line->len) {
		line->full = true;
		n = max_bytes(line) - line->len;
		while (n > 0 && ((unsigned char)clean[n] & 0xc0) == 0x80)
			n--;
	}
	memmove(line->text + line->at + n, line->text + line->at,
	    (size_t)(line->len - line->at + 1));
	memcpy(line->text + line->at, clean, (size_t)n);
	line->len += n;
	line->at += n;
}

void
line_retract(struct line *line, int n)
{
	int	from = line->at;

	while (n-- > 0 && from > 0)
		from = prev_char(line, from);
	cut(line, from, line->at);
}

static int
word_start(const struct line *line)
{
	int	at = line->at;

	while (at > 0 && line->text[at - 1] == ' ')
		at--;
	while (at > 0 && line->text[at - 1] != ' ')
		at--;
	return at;
}

static bool
key(struct line *line, int key)
{
	switch (key) {
	case KEY_LEFT:
	case 'b' | MOD_CTRL:
		line->at = prev(line, line->at);
		return true;
	case KEY_RIGHT:
	case 'f' | MOD_CTRL:
		line->at = next(line, line->at);
		return true;
	case KEY_HOME:
	case 'a' | MOD_CTRL:
		line->at = 0;
		return true;
	case KEY_END:
	case 'e' | MOD_CTRL:
		line->at = line->len;
		return true;
	case KEY_ERASE:
		cut(line, prev(line, line->at), line->at);
		return true;
	case KEY_DEL:
		cut(line, line->at, next(line, line->at));
		return true;
	case 'u' | MOD_CTRL:
		cut(line, 0, line->at);
		return true;
	case 'k' | MOD_CTRL:
		line->text[line->len = line->at] = '\0';
		return true;
	case 'w' | MOD_CTRL:
		cut(line, word_start(line), line->at);
		return true;
	default:
		return false;
	}
}

bool
line_event(struct line *line, const struct event *ev)
{
	char	bytes[5] = "";

	if (line->fresh && (ev->kind == EV_TEXT || ev->kind == EV_PASTE))
		line_wipe(line);
	line->fresh = false;
	switch (ev->kind) {
	case EV_TEXT:
		bytes[str_utf8_put(ev->ch, bytes)] = '\0';
		line_insert(line, bytes);
		return true;
	case EV_PASTE:
		line_insert(line, ev->text);
		return true;
	case EV_KEY:
		return key(line, ev->key);
	case EV_SCAN:
		return false;
	}
	return false;
}

/* How many characters n bytes of a secret are: one star each. */
static int
stars(const struct line *line, int n)
{
	int	count = 0;

	for (int at = 0; at < n; at = next(line, at))
		count++;
	return count;
}

void
line_draw(const struct line *line, struct canvas *c, int y, int x, int width,
    bool focus)
{
	char		 shown[LINE_MAX_BYTES + 1];
	const char	*text = line->text;
	int		 at = line->at, from = 0;

	if (line->secret) {
		int	n = stars(line, line->len);

		memset(shown, '*', (size_t)n);
		shown[n] = '\0';
		at = stars(line, line->at);
		text = shown;
	}
	if (width > c->cols - x)
		width = c->cols - x;
	if (width < 1)
		return;
	while (from < at && text_width_n(text + from, at - from) >= width) {
		from++;
		while (((unsigned char)text[from] & 0xc0) == 0x80)
			from++;
	}
	canvas_text(c, y, x, width, focus && line->fresh ? INK_FOCUS :
	    INK_PLAIN, text + from);
	if (focus)
		canvas_cursor(c, y, x + text_width_n(text + from, at - from));
}
