/*
 * Bytes to events: see input.h.
 *
 * Two layers.  token() cuts one character or key off the waiting bytes, or
 * says that more must come.  The scan layer on top of it keeps the current
 * "run", the characters of one burst, until it is known whether they were
 * typed or scanned.
 */
#include "input.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "str.h"

#define PASTE_WAIT	INT64_C(1000000)	/* a paste that never ends */
#define UTF8_WAIT	INT64_C(100000)		/* a character cut in two */
#define ESC_MAX		32		/* bytes of one escape sequence */
#define QUEUE_MAX	(1 << 20)	/* bytes waiting; a till is no pipe */
#define REPLACEMENT	0xfffd

enum tok_kind { TOK_NONE, TOK_CHAR, TOK_KEY, TOK_PASTE };

struct tok {
	enum tok_kind	kind;
	uint32_t	ch;
	int		key;
	int		suffix;		/* ENDS_... it could be, or 0 */
	int64_t		when;		/* when its last byte came */
};

struct mark {				/* bytes up to end came at when */
	size_t		end;
	int64_t		when;
};

struct learned {
	char		bytes[16];
	size_t		len;
	int		key;
};

struct run {
	char	bytes[SCAN_MAX + 1];
	size_t	len;
	size_t	shown;			/* bytes given out as EV_TEXT */
	int	chars;
	int	chars_shown;
	int64_t	last;
	bool	digit;
	bool	dead;			/* cannot be a scan any more */
};

struct input {
	struct input_opts	 opts;
	size_t			 prefix_len;
	struct learned		*learned;
	size_t			 nlearned;
	bool			 patient;

	struct buf		 queue;
	size_t			 at;
	struct mark		*marks;
	size_t			 nmarks, mark_at, mark_room;
	int64_t			 due;

	struct run		 run;
	bool			 flush;		/* give out the run's text */
	bool			 flush_ends;	/* and then forget the run */
	struct tok		 kept;		/* after the flush */
	bool			 after_cr;	/* a LF belongs to that scan */
	int64_t			 cr_when;

	bool			 pasting;
	bool			 scanning;	/* inside prefix ... suffix */
	bool			 cut;
	struct buf		 text;		/* of a paste or a scan */
};

struct input *
input_new(const struct input_opts *opts)
{
	struct input	*in = mem_zalloc(sizeof *in);

	in->opts = *opts;
	in->prefix_len = strnlen(opts->prefix, sizeof opts->prefix - 1);
	in->due = INT64_MAX;
	buf_init(&in->queue, QUEUE_MAX);
	buf_init(&in->text, PASTE_MAX);
	return in;
}

void
input_free(struct input *in)
{
	if (in == NULL)
		return;
	buf_free(&in->queue);
	buf_free(&in->text);
	free(in->marks);
	free(in->learned);
	free(in);
}

void
input_learn(struct input *in, const char *bytes, int key)
{
	struct learned	*l;
	size_t		 len = strlen(bytes);

	if (len < 2 || len >= sizeof l->bytes || bytes[0] != '\033')
		return;
	in->learned = mem_grow(in->learned, in->nlearned + 1,
	    sizeof *in->learned);
	l = &in->learned[in->nlearned++];
	memcpy(l->bytes, bytes, len + 1);
	l->len = len;
	l->key = key;
}

void
input_learn_all(struct input *in, const char *(*lookup)(const char *))
{
	static const struct {
		const char	*name;
		int		 key;
	} caps[] = {
		{ "kf1", KEY_F1 }, { "kf2", KEY_F2 }, { "kf3", KEY_F3 },
		{ "kf4", KEY_F4 }, { "kf5", KEY_F5 }, { "kf6", KEY_F6 },
		{ "kf7", KEY_F7 }, { "kf8", KEY_F8 }, { "kf9", KEY_F9 },
		{ "kf10", KEY_F10 }, { "kf11", KEY_F11 }, { "kf12", KEY_F12 },
		{ "kcuu1", KEY_UP }, { "kcud1", KEY_DOWN },
		{ "kcub1", KEY_LEFT }, { "kcuf1", KEY_RIGHT },
		{ "khome", KEY_HOME }, { "kend", KEY_END },
		{ "kpp", KEY_PGUP }, { "knp", KEY_PGDN },
		{ "kich1", KEY_INS }, { "kdch1", KEY_DEL },
		{ "kcbt", KEY_BACKTAB }, { "kent", KEY_ENTER },
	};
	const char	*bytes;

	for (size_t i = 0; i < sizeof caps / sizeof *caps; i++)
		if ((bytes = lookup(caps[i].name)) != NULL)
			input_learn(in, bytes, caps[i].key);
}

static void
run_reset(struct input *in)
{
	in->run.len = in->run.shown = 0;
	in->run.chars = in->run.chars_shown = 0;
	in->run.digit = in->run.dead = false;
}

void
input_patient(struct input *in, bool patient)
{
	/*
	 * What was shown so far belongs to what had the focus before; it is
	 * not for the next one to take back.
	 */
	if (in->patient != patient && in->run.chars_shown > 0 && !in->flush)
		run_reset(in);
	in->patient = patient;
}

/* Drops the bytes already used when the queue never runs quite empty. */
static void
compact(struct input *in)
{
	size_t	kept = 0;

	for (size_t i = in->mark_at; i < in->nmarks; i++) {
		in->marks[kept] = in->marks[i];
		in->marks[kept++].end -= in->at;
	}
	in->nmarks = kept;
	in->mark_at = 0;
	buf_consume(&in->queue, in->at);
	in->at = 0;
}

void
input_feed(struct input *in, const char *bytes, size_t n, int64_t now)
{
	if (n == 0)
		return;
	if (in->at == in->queue.len) {
		buf_reset(&in->queue);
		in->at = in->nmarks = in->mark_at = 0;
	} else if (in->at > QUEUE_MAX / 2) {
		compact(in);
	}
	buf_add(&in->queue, bytes, n);
	if (in->nmarks == in->mark_room) {
		in->mark_room = in->mark_room * 2 + 16;
		in->marks = mem_grow(in->marks, in->mark_room,
		    sizeof *in->marks);
	}
	in->marks[in->nmarks].end = in->queue.len;
	in->marks[in->nmarks++].when = now;
}

int64_t
input_due(const struct input *in)
{
	return in->due;
}

static size_t
left(const struct input *in)
{
	return in->queue.len - in->at;
}

static const char *
front(const struct input *in)
{
	return in->queue.bytes + in->at;
}

/* Uses up n bytes; returns when the last of them came. */
static int64_t
eat(struct input *in, size_t n)
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
static bool
wait_more(struct input *in, int64_t now, int64_t patience)
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
	when = eat(in, len);
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
	int64_t	when = eat(in, 3);
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
	int64_t	when = eat(in, 4);

	if (final >= 'A' && final <= 'E')
		return make(tok, TOK_KEY, KEY_F1 + (final - 'A'), when);
	return make(tok, TOK_NONE, 0, when);
}

/* 1: matched; 0: none; -1: the waiting bytes begin one. */
static int
learned_key(struct input *in, struct tok *tok)
{
	const char	*s = front(in);
	size_t		 n = left(in);
	int		 begins = 0;

	for (size_t i = 0; i < in->nlearned; i++) {
		struct learned	*l = &in->learned[i];

		if (n >= l->len && memcmp(s, l->bytes, l->len) == 0) {
			make(tok, TOK_KEY, l->key, 0);
			tok->when = eat(in, l->len);
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
	int64_t	when = eat(in, 1);

	return make(tok, TOK_KEY, KEY_ESC, when);
}

static bool
escape(struct input *in, int64_t now, struct tok *tok)
{
	const char	*s = front(in);
	size_t		 n = left(in);
	int		 len, known = learned_key(in, tok);

	if (known > 0)
		return true;
	if (n == 1)
		return wait_more(in, now, in->opts.esc) ? false :
		    lone_esc(in, tok);
	if (s[1] == '[') {
		len = csi_len(s, n);
		if (len == 0 && wait_more(in, now, in->opts.esc))
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
		if (wait_more(in, now, in->opts.esc))
			return false;
	}
	if (known < 0 && wait_more(in, now, in->opts.esc))
		return false;
	if ((unsigned char)s[1] <= 0x20 || (unsigned char)s[1] >= 0x7f)
		return lone_esc(in, tok);
	make(tok, TOK_KEY, s[1] | MOD_ALT, 0);
	tok->when = eat(in, 2);
	return true;
}

static bool
control(struct input *in, unsigned char c, struct tok *tok)
{
	int64_t	when = eat(in, 1);

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
	const char	*s = front(in);
	size_t		 n = left(in), want = utf8_len((unsigned char)s[0]);
	uint32_t	 ch;
	int		 used = str_utf8(s, n < want ? n : want, &ch);

	if (used <= 0 && n < want) {
		bool	so_far = true;

		for (size_t i = 1; i < n; i++)
			so_far = so_far && ((unsigned char)s[i] & 0xc0) == 0x80;
		if (so_far && wait_more(in, now, UTF8_WAIT))
			return false;
	}
	if (used <= 0) {
		used = 1;
		ch = REPLACEMENT;
	}
	make_char(tok, ch, 0);
	tok->when = eat(in, (size_t)used);
	if (ch >= 0x80 && ch < 0xa0)
		tok->kind = TOK_NONE;
	return true;
}

static void
add_text(struct input *in, const char *bytes, size_t n, size_t max)
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

	while ((n = left(in)) > 0) {
		s = front(in);
		if (*s == '\033' && n >= 6 && memcmp(s, end, 6) == 0) {
			in->pasting = false;
			return make(tok, TOK_PASTE, 0, eat(in, 6));
		}
		if (*s == '\033' && n < 6 && memcmp(s, end, n) == 0)
			break;
		add_text(in, s, 1, PASTE_MAX - 1);
		eat(in, 1);
	}
	if (wait_more(in, now, PASTE_WAIT))
		return false;
	in->pasting = false;
	return make(tok, TOK_PASTE, 0, now);
}

/* One token; false when more bytes must come first. */
static bool
token(struct input *in, int64_t now, struct tok *tok)
{
	unsigned char	c;

	if (in->pasting)
		return paste(in, now, tok);
	if (left(in) == 0)
		return false;
	c = (unsigned char)*front(in);
	if (c == '\033')
		return escape(in, now, tok);
	if (c < 0x20 || c == 0x7f)
		return control(in, c, tok);
	return character(in, now, tok);
}

/* The collected text as an event; false when there was none. */
static bool
text_event(struct input *in, enum event_kind kind, struct event *ev)
{
	bool	any;

	*ev = (struct event){ .kind = kind, .cut = in->cut };
	in->cut = false;
	buf_addch(&in->text, '\0');
	str_clean(in->text.bytes, kind == EV_PASTE);
	str_trim(in->text.bytes);
	ev->text = in->text.bytes;
	any = *ev->text != '\0';
	in->text.len = 0;		/* the bytes stay until the next event */
	return any;
}

static bool
emit_scan(struct input *in, int ender, struct event *ev)
{
	struct run	*run = &in->run;
	int		 retract = run->chars_shown;

	buf_reset(&in->text);
	in->cut = false;
	buf_add(&in->text, run->bytes, run->len);
	text_event(in, EV_SCAN, ev);
	ev->retract = retract;
	ev->ender = ender;
	run_reset(in);
	return true;
}

static bool
code_char(uint32_t ch)
{
	return (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') ||
	    (ch >= 'a' && ch <= 'z') ||
	    (ch < 0x80 && ch != 0 && strchr("-./_+$%:#", (int)ch) != NULL);
}

static bool
run_is_code(const struct run *run)
{
	return !run->dead && run->chars >= SCAN_MIN && run->digit;
}

static void
flush_run(struct input *in, bool ends)
{
	in->flush = true;
	in->flush_ends = ends;
}

/* The next character of the run as typed text; false when none is left. */
static bool
emit_text(struct input *in, struct event *ev)
{
	struct run	*run = &in->run;
	uint32_t	 ch = 0;
	int		 used;

	if (run->shown >= run->len)
		return false;
	used = str_utf8(run->bytes + run->shown, run->len - run->shown, &ch);
	run->shown += used > 0 ? (size_t)used : 1;
	run->chars_shown++;
	*ev = (struct event){ .kind = EV_TEXT, .ch = ch == 0 ? '?' : ch };
	return true;
}

static void
run_add(struct input *in, const struct tok *tok)
{
	struct run	*run = &in->run;
	char		 bytes[4];
	int		 n = str_utf8_put(tok->ch, bytes);

	memcpy(run->bytes + run->len, bytes, (size_t)n);
	run->len += (size_t)n;
	run->chars++;
	run->last = tok->when;
	run->digit = run->digit || (tok->ch >= '0' && tok->ch <= '9');
	if (!code_char(tok->ch) || in->prefix_len > 0)
		run->dead = true;
	if (run->dead)
		flush_run(in, false);
}

/* Takes one token; true when it made an event. */
static bool
take(struct input *in, const struct tok *tok, struct event *ev)
{
	struct run	*run = &in->run;
	bool		 burst = run->chars > 0 &&
	    tok->when - run->last <= in->opts.gap;

	if (tok->kind == TOK_NONE)
		return false;
	if (run->len > run->shown && (tok->kind != TOK_CHAR || !burst ||
	    run->len + 4 > SCAN_MAX)) {
		if (burst && tok->suffix & in->opts.suffix && run_is_code(run)) {
			in->after_cr = tok->suffix == ENDS_CR;
			in->cr_when = tok->when;
			return emit_scan(in, tok->key, ev);
		}
		in->kept = *tok;
		flush_run(in, true);
		return false;
	}
	if (tok->kind == TOK_CHAR) {
		if (!burst || run->len + 4 > SCAN_MAX)
			run_reset(in);
		in->after_cr = false;
		run_add(in, tok);
		return false;
	}
	if (burst && tok->suffix & in->opts.suffix && run_is_code(run)) {
		in->after_cr = tok->suffix == ENDS_CR;
		in->cr_when = tok->when;
		return emit_scan(in, tok->key, ev);
	}
	run_reset(in);
	if (tok->kind == TOK_PASTE)
		return text_event(in, EV_PASTE, ev);
	if (tok->suffix == ENDS_LF && in->after_cr &&
	    tok->when - in->cr_when <= in->opts.gap) {
		in->after_cr = false;
		return false;
	}
	in->after_cr = false;
	*ev = (struct event){ .kind = EV_KEY, .key = tok->key };
	return true;
}

/* Nothing waits: what of the run can be said now?  True to look again. */
static bool
idle(struct input *in, int64_t now, struct event *ev, bool *made)
{
	struct run	*run = &in->run;
	int64_t		 until = run->last + in->opts.gap;

	*made = false;
	if (run->chars == 0)
		return false;
	if (now > until) {
		if (in->opts.suffix & ENDS_PAUSE && run_is_code(run)) {
			*made = emit_scan(in, 0, ev);
			return true;
		}
		flush_run(in, true);
		return run->shown < run->len || (run_reset(in), false);
	}
	if (!in->patient && run->shown < run->len) {
		flush_run(in, false);
		return true;
	}
	if ((run->shown < run->len || in->opts.suffix & ENDS_PAUSE) &&
	    until + 1 < in->due)
		in->due = until + 1;
	return false;
}

static bool
is_suffix(const struct input *in, char c)
{
	int	suffix = in->opts.suffix;

	return (c == '\r' && suffix & ENDS_CR) ||
	    (c == '\n' && suffix & (ENDS_LF | ENDS_CR)) ||
	    (c == '\t' && suffix & ENDS_TAB) ||
	    (c == '\003' && suffix & ENDS_ETX);
}

/* The framed code is whole: an event, unless it was empty. */
static bool
framed_done(struct input *in, int ender, struct event *ev)
{
	in->scanning = false;
	if (!text_event(in, EV_SCAN, ev))
		return false;
	ev->sure = true;
	ev->ender = ender;
	return true;
}

/*
 * Inside a framed scan.  1: an event; 0: go on with what waits; -1: wait.
 * Without its suffix a long one is a scan all the same (the setting is wrong,
 * the scanner is not); a short one was somebody typing the prefix.
 */
static int
framed(struct input *in, int64_t now, struct event *ev)
{
	bool	none = (in->opts.suffix & ENDS_PAUSE) != 0;

	while (left(in) > 0) {
		char	c = *front(in);

		in->cr_when = eat(in, 1);
		if (is_suffix(in, c)) {
			in->after_cr = c == '\r';
			return framed_done(in, c == '\t' ? KEY_TAB :
			    KEY_ENTER, ev);
		}
		if ((unsigned char)c >= 0x20 && c != 0x7f)
			add_text(in, &c, 1, SCAN_MAX);
	}
	if (wait_more(in, now, none ? in->opts.gap : in->opts.gap * 10))
		return -1;
	if (none || in->text.len >= SCAN_MIN)
		return framed_done(in, 0, ev);
	in->scanning = false;
	run_reset(in);
	in->run.dead = true;
	memcpy(in->run.bytes, in->opts.prefix, in->prefix_len);
	memcpy(in->run.bytes + in->prefix_len, buf_str(&in->text),
	    in->text.len);
	in->run.len = in->prefix_len + in->text.len;
	in->run.bytes[in->run.len] = '\0';
	str_clean(in->run.bytes, false);
	if ((unsigned char)in->opts.prefix[0] < 0x20)
		in->run.len = 0;	/* nobody typed a control byte */
	flush_run(in, true);
	return 0;
}

/* 1: a framed scan begins; 0: no; -1: it may, wait. */
static int
framed_begins(struct input *in, int64_t now)
{
	size_t	n = left(in);

	if (in->prefix_len == 0 || n == 0 || in->pasting)
		return 0;
	if (n >= in->prefix_len) {
		if (memcmp(front(in), in->opts.prefix, in->prefix_len) != 0)
			return 0;
		eat(in, in->prefix_len);
		in->scanning = true;
		in->cut = false;
		buf_reset(&in->text);
		return 1;
	}
	if (memcmp(front(in), in->opts.prefix, n) != 0)
		return 0;
	return wait_more(in, now, in->opts.gap) ? -1 : 0;
}

/* A LF right behind a framed scan's CR belongs to it. */
static void
swallow_lf(struct input *in)
{
	if (in->after_cr && in->prefix_len > 0 && left(in) > 0) {
		if (*front(in) == '\n')
			eat(in, 1);
		in->after_cr = false;
	}
}

/* One step; 1: an event, 0: look again, -1: nothing more now. */
static int
step(struct input *in, int64_t now, struct event *ev)
{
	struct tok	tok;
	bool		made;
	int		state;

	if (in->flush) {
		if (emit_text(in, ev))
			return 1;
		in->flush = false;
		if (in->flush_ends)
			run_reset(in);
	}
	if (in->kept.kind != TOK_NONE) {
		tok = in->kept;
		in->kept.kind = TOK_NONE;
		return take(in, &tok, ev) ? 1 : 0;
	}
	if (in->scanning)
		return framed(in, now, ev);
	swallow_lf(in);
	state = framed_begins(in, now);
	if (state > 0 && in->run.shown < in->run.len)
		flush_run(in, true);
	if (state > 0)
		return 0;
	if (state == 0 && token(in, now, &tok))
		return take(in, &tok, ev) ? 1 : 0;
	if (!idle(in, now, ev, &made))
		return -1;
	return made ? 1 : 0;
}

bool
input_next(struct input *in, int64_t now, struct event *ev)
{
	int	state;

	in->due = INT64_MAX;
	while ((state = step(in, now, ev)) == 0)
		;
	if (state > 0) {
		in->due = now;
		return true;
	}
	return false;
}

static const struct {
	const char	*name;
	const char	*bytes;
	int		 suffix;
} named[] = {
	{ "none", "", ENDS_PAUSE },
	{ "STX", "\002", 0 },
	{ "ETX", "\003", ENDS_ETX },
	{ "CR", "\r", ENDS_CR },
	{ "LF", "\n", ENDS_LF },
	{ "CRLF", "\r\n", ENDS_CR },
	{ "TAB", "\t", ENDS_TAB },
	{ "any", "", ENDS_CR | ENDS_LF | ENDS_TAB },
};

bool
input_prefix(const char *setting, char out[16])
{
	size_t	n = 0;
	uint8_t	byte;

	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (str_eq_nocase(setting, named[i].name)) {
			str_copy(out, 16, named[i].bytes);
			return true;
		}
	while (*setting != '\0') {
		if (n == 15)
			return false;
		if (setting[0] == '\\' && setting[1] == 'x' &&
		    setting[2] != '\0' && setting[3] != '\0') {
			char	hex[3] = { setting[2], setting[3], '\0' };

			if (!str_unhex(hex, &byte, 1) || byte == 0)
				return false;
			out[n++] = (char)byte;
			setting += 4;
		} else {
			out[n++] = *setting++;
		}
	}
	out[n] = '\0';
	return true;
}

bool
input_suffix(const char *setting, int *out_r)
{
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (str_eq_nocase(setting, named[i].name) &&
		    named[i].suffix != 0) {
			*out_r = named[i].suffix;
			return true;
		}
	return false;
}
