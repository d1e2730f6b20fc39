/*
 * Bytes to events: see input.h.
 *
 * Two layers.  input_token() cuts one character or key off the waiting bytes, or
 * says that more must come.  The scan layer on top of it keeps the current
 * "run", the characters of one burst, until it is known whether they were
 * typed or scanned.
 */
#include "input_parts.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "str.h"

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

	while (input_left(in) > 0) {
		char	c = *input_front(in);

		in->cr_when = input_eat(in, 1);
		if (is_suffix(in, c)) {
			in->after_cr = c == '\r';
			return framed_done(in, c == '\t' ? KEY_TAB :
			    KEY_ENTER, ev);
		}
		if ((unsigned char)c >= 0x20 && c != 0x7f)
			input_add_text(in, &c, 1, SCAN_MAX);
	}
	if (input_wait_more(in, now, none ? in->opts.gap : in->opts.gap * 10))
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
	size_t	n = input_left(in);

	if (in->prefix_len == 0 || n == 0 || in->pasting)
		return 0;
	if (n >= in->prefix_len) {
		if (memcmp(input_front(in), in->opts.prefix, in->prefix_len) != 0)
			return 0;
		input_eat(in, in->prefix_len);
		in->scanning = true;
		in->cut = false;
		buf_reset(&in->text);
		return 1;
	}
	if (memcmp(input_front(in), in->opts.prefix, n) != 0)
		return 0;
	return input_wait_more(in, now, in->opts.gap) ? -1 : 0;
}

/* A LF right behind a framed scan's CR belongs to it. */
static void
swallow_lf(struct input *in)
{
	if (in->after_cr && in->prefix_len > 0 && input_left(in) > 0) {
		if (*input_front(in) == '\n')
			input_eat(in, 1);
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
	if (state == 0 && input_token(in, now, &tok))
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
