/*
 * One character, key or paste off the waiting bytes: see input_parts.h.
 */
#include "input_parts.h"

#include <string.h>

#include "str.h"

#define PASTE_WAIT	INT64_C(1000000)	/* a paste that never ends */
#define UTF8_WAIT	INT64_C(100000)		/* a character cut in two */
#define ESC_MAX		32		/* bytes of one escape sequence */
#define REPLACEMENT	0xfffd

size_t
input_left(const struct input *in)
{
	return in->queue.len - in->at;
}

const char *
input_front(const struct input *in)
{
	return in->queue.bytes + in->at;
}

/* Uses up n bytes; returns when the last of them came. */
int64_t
input_eat(struct input *in, size_t n)
{
	in->at += n;
	while (in->mark_at + 1 < in->nmarks &&
	    in->marks[in->mark_at].end < in->at)
		in->mark_at++;
	return in->marks[in->mark_at].when;
}

/* When the newest waiting byte came. */
static int64_t
newest(const struct input *in)
{
	return in->nmarks == 0 ? 0 : in->marks[in->nmarks - 1].when;
}

/* True when it is worth waiting for more bytes; sets when to look again. */
bool
input_wait_more(struct input *in, int64_t now, int64_t patience)
{
	int64_t	until = newest(in) + patience;

	if (now >= until)
		return false;
	if (until < in->due)
		in->due = until;
	return true;
}

static bool
make(struct tok *tok, enum tok_kind kind, int key, int64_t when)
{
	*tok = (struct tok){ .kind = kind, .key = key, .when = when };
	return true;
}

static bool
make_char(struct tok *tok, uint32_t ch, int64_t when)
{
	*tok = (struct tok){ .kind = TOK_CHAR, .ch = ch, .when = when };
	return true;
}

static int
tilde_key(int number)
{
	static const short	keys[] = {
		[1] = KEY_HOME - KEY_BASE, [2] = KEY_INS - KEY_BASE,
		[3] = KEY_DEL - KEY_BASE, [4] = KEY_END - KEY_BASE,
		[5] = KEY_PGUP - KEY_BASE, [6] = KEY_PGDN - KEY_BASE,
		[7] = KEY_HOME - KEY_BASE, [8] = KEY_END - KEY_BASE,
		[11] = KEY_F1 - KEY_BASE, [12] = KEY_F2 - KEY_BASE,
		[13] = KEY_F3 - KEY_BASE, [14] = KEY_F4 - KEY_BASE,
		[15] = KEY_F5 - KEY_BASE, [17] = KEY_F6 - KEY_BASE,
		[18] = KEY_F7 - KEY_BASE, [19] = KEY_F8 - KEY_BASE,
		[20] = KEY_F9 - KEY_BASE, [21] = KEY_F10 - KEY_BASE,
		[23] = KEY_F11 - KEY_BASE, [24] = KEY_F12 - KEY_BASE,
	};

	if (number < 1 || number >= (int)(sizeof keys / sizeof *keys) ||
	    keys[number] == 0)
		return 0;
	return KEY_BASE + keys[number];
}

static int
letter_key(char final)
{
	switch (final) {
	case 'A': return KEY_UP;
	case 'B': return KEY_DOWN;
	case 'C': return KEY_RIGHT;
	case 'D': return KEY_LEFT;
	case 'H': return KEY_HOME;
	case 'F': return KEY_END;
	case 'Z': return KEY_BACKTAB;
	case 'M': return KEY_ENTER;
	case 'P': return KEY_F1;
	case 'Q': return KEY_F2;
	case 'R': return KEY_F3;
	case 'S': return KEY_F4;
	default: return 0;
	}
}

static int
with_mods(int key, int param)
{
	int	bits = param > 1 ? param - 1 : 0;

	if (key == 0)
		return 0;
	return key | (bits & 1 ? MOD_SHIFT : 0) | (bits & 2 ? MOD_ALT : 0) |
	    (bits & 4 ? MOD_CTRL : 0);
}

/* ESC [ params final, all there.  Sequences nobody knows are swallowed. */
static bool
csi(struct input *in, const char *s, size_t len, struct tok *tok)
{
	int	param[2] = { 0, 0 }, n = 0, key;
	char	final = s[len - 1];
	int64_t	when;

	for (size_t i = 2; i + 1 < len; i++) {
		if (s[i] == ';' && n < 1)
			n++;
		else if (s[i] >= '0' && s[i] <= '9' && param[n] < 10000)
			param[n] = param[n] * 10 + (s[i] - '0');
	}
	when = input_eat(in, len);
	if (final == '~' && param[0] == 200) {
		in->pasting = true;
		in->cut = false;
		buf_reset(&in->text);
		return make(tok, TOK_NONE, 0, when);
	}
	key = final == '~' ? tilde_key(param[0]) : letter_key(final);
	key = with_mods(key, param[1]);
	return make(tok, key != 0 ? TOK_KEY : TOK_NONE, key, when);
}

/* ESC O final: cursor and function keys, or the keypad's own characters. */
static bool
ss3(struct input *in, char final, struct tok *tok)
{
	int64_t	when = input_eat(in, 3);
	int	key = letter_key(final);

	if (final >= 'j' && final <= 'y')
		return make_char(tok, (uint32_t)(final - 'j' + '*'), when);
	return make(tok, key != 0 ? TOK_KEY : TOK_NONE, key, when);
}

/*
 * Bytes of the control sequence at s, 0 when it is not all there, -1 when it
 * is none.
 */
static int
csi_len(const char *s, size_t len)
{
	if (len > 2 && s[2] == '[')		/* Linux console: ESC [ [ A */
		return len > 3 ? 4 : 0;
	for (size_t i = 2; i < len && i < ESC_MAX; i++) {
		unsigned char	c = (unsigned char)s[i];

		if (c >= 0x40 && c <= 0x7e)
			return (int)i + 1;
		if (c < 0x20 || c > 0x3f)
			return -1;
	}
	return len >= ESC_MAX ? -1 : 0;
}

/* The Linux console's F1 to F5. */
static bool
linux_key(struct input *in, char final, struct tok *tok)
{
	int64_t	when = input_eat(in, 4);

	if (final >= 'A' && final <= 'E')
		return make(tok, TOK_KEY, KEY_F1 + (final - 'A'), when);
	return make(tok, TOK_NONE, 0, when);
}

/* 1: matched; 0: none; -1: the waiting bytes begin one. */
static int
learned_key(struct input *in, struct tok *tok)
{
	const char	*s = input_front(in);
	size_t		 n = input_left(in);
	int		 begins = 0;

	for (size_t i = 0; i < in->nlearned; i++) {
		struct learned	*l = &in->learned[i];

		if (n >= l->len && memcmp(s, l->bytes, l->len) == 0) {
			make(tok, TOK_KEY, l->key, 0);
			tok->when = input_eat(in, l->len);
			return 1;
		}
		if (n < l->len && memcmp(s, l->bytes, n) == 0)
			begins = -1;
	}
	return begins;
}

static bool
lone_esc(struct input *in, struct tok *tok)
{
	int64_t	when = input_eat(in, 1);

	return make(tok, TOK_KEY, KEY_ESC, when);
}

static bool
escape(struct input *in, int64_t now, struct tok *tok)
{
	const char	*s = input_front(in);
	size_t		 n = input_left(in);
	int		 len, known = learned_key(in, tok);

	if (known > 0)
		return true;
	if (n == 1)
		return input_wait_more(in, now, in->opts.esc) ? false :
		    lone_esc(in, tok);
	if (s[1] == '[') {
		len = csi_len(s, n);
		if (len == 0 && input_wait_more(in, now, in->opts.esc))
			return false;
		if (len <= 0)
			return lone_esc(in, tok);
		if (s[2] == '[')
			return linux_key(in, s[3], tok);
		return csi(in, s, (size_t)len, tok);
	}
	if (s[1] == 'O') {
		if (n > 2)
			return ss3(in, s[2], tok);
		if (input_wait_more(in, now, in->opts.esc))
			return false;
	}
	if (known < 0 && input_wait_more(in, now, in->opts.esc))
		return false;
	if ((unsigned char)s[1] <= 0x20 || (unsigned char)s[1] >= 0x7f)
		return lone_esc(in, tok);
	make(tok, TOK_KEY, s[1] | MOD_ALT, 0);
	tok->when = input_eat(in, 2);
	return true;
}

static bool
control(struct input *in, unsigned char c, struct tok *tok)
{
	int64_t	when = input_eat(in, 1);

	switch (c) {
	case '\r':
	case '\n':
		make(tok, TOK_KEY, KEY_ENTER, when);
		tok->suffix = c == '\r' ? ENDS_CR : ENDS_LF;
		return true;
	case '\t':
		make(tok, TOK_KEY, KEY_TAB, when);
		tok->suffix = ENDS_TAB;
		return true;
	case 0x03:
		make(tok, TOK_KEY, 'c' | MOD_CTRL, when);
		tok->suffix = ENDS_ETX;
		return true;
	case 0x08:
	case 0x7f:
		return make(tok, TOK_KEY, KEY_ERASE, when);
	case 0:
		return make(tok, TOK_NONE, 0, when);
	default:
		return make(tok, TOK_KEY, (c < 27 ? c + 0x60 : c + 0x40) |
		    MOD_CTRL, when);
	}
}

/* Bytes a character starting with c has, 0 when none starts so. */
static size_t
utf8_len(unsigned char c)
{
	return c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 :
	    c < 0xf5 ? 4 : 0;
}

static bool
character(struct input *in, int64_t now, struct tok *tok)
{
	const char	*s = input_front(in);
	size_t		 n = input_left(in), want = utf8_len((unsigned char)s[0]);
	uint32_t	 ch;
	int		 used = str_utf8(s, n < want ? n : want, &ch);

	if (used <= 0 && n < want) {
		bool	so_far = true;

		for (size_t i = 1; i < n; i++)
			so_far = so_far && ((unsigned char)s[i] & 0xc0) == 0x80;
		if (so_far && input_wait_more(in, now, UTF8_WAIT))
			return false;
	}
	if (used <= 0) {
		used = 1;
		ch = REPLACEMENT;
	}
	make_char(tok, ch, 0);
	tok->when = input_eat(in, (size_t)used);
	if (ch >= 0x80 && ch < 0xa0)
		tok->kind = TOK_NONE;
	return true;
}

void
input_add_text(struct input *in, const char *bytes, size_t n, size_t max)
{
	if (in->text.len + n > max) {
		in->cut = true;
		return;
	}
	buf_add(&in->text, bytes, n);
}

/* Inside a paste: everything up to ESC [ 201 ~ is text. */
static bool
paste(struct input *in, int64_t now, struct tok *tok)
{
	static const char	end[] = "\033[201~";
	const char		*s;
	size_t			 n;

	while ((n = input_left(in)) > 0) {
		s = input_front(in);
		if (*s == '\033' && n >= 6 && memcmp(s, end, 6) == 0) {
			in->pasting = false;
			return make(tok, TOK_PASTE, 0, input_eat(in, 6));
		}
		if (*s == '\033' && n < 6 && memcmp(s, end, n) == 0)
			break;
		input_add_text(in, s, 1, PASTE_MAX - 1);
		input_eat(in, 1);
	}
	if (input_wait_more(in, now, PASTE_WAIT))
		return false;
	in->pasting = false;
	return make(tok, TOK_PASTE, 0, now);
}

/* One token; false when more bytes must come first. */
bool
input_token(struct input *in, int64_t now, struct tok *tok)
{
	unsigned char	c;

	if (in->pasting)
		return paste(in, now, tok);
	if (input_left(in) == 0)
		return false;
	c = (unsigned char)*input_front(in);
	if (c == '\033')
		return escape(in, now, tok);
	if (c < 0x20 || c == 0x7f)
		return control(in, c, tok);
	return character(in, now, tok);
}
