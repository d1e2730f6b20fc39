/* tui/input: bytes to events, whatever way they are cut into reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "input.h"
#include "keymap.h"

#define MS	INT64_C(1000)

/* Everything the input says until it has no more to say, as one text. */
static void
collect(struct input *in, int64_t now, struct buf *out)
{
	struct event	ev;
	char		name[40];

	while (input_next(in, now, &ev)) {
		switch (ev.kind) {
		case EV_TEXT:
			buf_printf(out, ev.ch < 0x80 ? "%c" : "<%x>", ev.ch);
			break;
		case EV_KEY:
			buf_printf(out, "[%s]", keymap_name(ev.key, name,
			    sizeof name));
			break;
		case EV_SCAN:
			buf_printf(out, "{%s%s", ev.sure ? "!" : "", ev.text);
			if (ev.retract > 0)
				buf_printf(out, " -%d", ev.retract);
			buf_addstr(out, ev.cut ? " cut}" : "}");
			break;
		case EV_PASTE:
			buf_printf(out, "(%s)", ev.text);
			break;
		}
	}
}

/*
 * Feeds bytes in pieces of `piece`, a millisecond apart, and waits; compares
 * what came out.
 */
static void
expect(const struct input_opts *opts, bool patient, const char *bytes,
    size_t piece, const char *want)
{
	struct input	*in = input_new(opts);
	struct buf	 out = BUF_INIT(1 << 16);
	int64_t		 now = 1000000;
	size_t		 len = strlen(bytes), n;

	input_patient(in, patient);
	for (size_t at = 0; at < len; at += n, now += MS) {
		n = len - at < piece ? len - at : piece;
		input_feed(in, bytes + at, n, now);
		collect(in, now, &out);
	}
	collect(in, now + 2000 * MS, &out);
	assert_string_equal(buf_str(&out), want);
	assert_true(input_due(in) == INT64_MAX);
	buf_free(&out);
	input_free(in);
}

static const struct input_opts	plain = INPUT_OPTS;

static void
every_cut(const struct input_opts *opts, const char *bytes, const char *want)
{
	for (size_t piece = 1; piece <= strlen(bytes); piece++)
		expect(opts, true, bytes, piece, want);
}

static void
keys(void **state)
{
	(void)state;
	every_cut(&plain, "\033[A\033OB\033[1;5C\033[3~", "[Up][Down]"
	    "[Ctrl-Right][Del]");
	every_cut(&plain, "\033OP\033[15~\033[24~\033[[B", "[F1][F5][F12][F2]");
	every_cut(&plain, "\033f\033F", "[Alt-f][Alt-F]");
	every_cut(&plain, "\003\r\t\177\010\022", "[Ctrl-c][Enter][Tab]"
	    "[Backspace][Backspace][Ctrl-r]");
	every_cut(&plain, "\033[Z", "[Shift-Tab]");
	/* Answers and sequences nobody knows vanish whole. */
	every_cut(&plain, "\033[?1;2c\033[99~x", "x");
	/* The keypad's own characters. */
	every_cut(&plain, "\033Oq\033On", "1.");
}

static void
lone_escape(void **state)
{
	struct input	*in = input_new(&plain);
	struct event	 ev;

	(void)state;
	input_feed(in, "\033", 1, 0);
	assert_false(input_next(in, 0, &ev));
	assert_int_equal(input_due(in), plain.esc);
	assert_true(input_next(in, plain.esc, &ev));
	assert_int_equal(ev.key, KEY_ESC);
	assert_false(input_next(in, plain.esc, &ev));
	input_free(in);
	every_cut(&plain, "\033\r", "[Esc][Enter]");
	expect(&plain, true, "\033\033", 2, "[Esc][Esc]");
	expect(&plain, true, "\033[", 2, "[Esc][");
}

static void
utf8(void **state)
{
	(void)state;
	every_cut(&plain, "\xc3\xa9\xe2\x82\xac\xf0\x9f\x92\x8d",
	    "<e9><20ac><1f48d>");
	every_cut(&plain, "a\xff""b\xc3", "a<fffd>b<fffd>");
	every_cut(&plain, "\xc3(", "<fffd>(");
	every_cut(&plain, "\xc2\x9b""1m", "1m");	/* C1 is nothing */
}

static void
paste(void **state)
{
	(void)state;
	every_cut(&plain, "\033[200~BR-1041\r\n\033[201~x", "(BR-1041)x");
	every_cut(&plain, "\033[200~\033[201~", "");
	/* One that never ends is ended for it. */
	expect(&plain, true, "\033[200~abc", 20, "(abc)");
	expect(&plain, true, "\033[200~a\033[20", 20, "(a)[Esc][20");
}

static void
bursts(void **state)
{
	(void)state;
	every_cut(&plain, "BR-1041\r", "{BR-1041}");
	every_cut(&plain, "BR-1041\r\nBR-1042\n", "{BR-1041}{BR-1042}");
	every_cut(&plain, "0012345678905\t", "{0012345678905}");
	every_cut(&plain, "\r\r", "[Enter][Enter]");
	/* Too short, no digit, a blank: typed. */
	every_cut(&plain, "b12\r", "b12[Enter]");
	every_cut(&plain, "ring\r", "ring[Enter]");
	every_cut(&plain, "ring 18\r", "ring 18[Enter]");
	every_cut(&plain, "abc\033[A1234\r", "abc[Up]{1234}");
}

static void
shown_at_once(void **state)
{
	(void)state;
	expect(&plain, false, "BR-1041\r", 1, "BR-1041{BR-1041 -7}");
	expect(&plain, false, "BR-1041\r", 8, "{BR-1041}");
	expect(&plain, false, "BR-1041\r", 4, "BR-1{BR-1041 -4}");
	expect(&plain, false, "a", 1, "a");
}

/* People pause; what they type is never a scan. */
static void
typed_slowly(void **state)
{
	struct input	*in = input_new(&plain);
	struct buf	 out = BUF_INIT(1000);
	int64_t		 now = 0;

	(void)state;
	for (const char *s = "BR-1041\r"; *s != '\0'; s++, now += 80 * MS) {
		input_feed(in, s, 1, now);
		collect(in, now, &out);
	}
	assert_string_equal(buf_str(&out), "BR-1041[Enter]");
	buf_free(&out);
	input_free(in);
}

static void
framed(void **state)
{
	struct input_opts	opts = { .prefix = "\002", .gap = 40 * MS,
		.esc = 25 * MS, .suffix = ENDS_ETX };
	struct input_opts	tilde = INPUT_OPTS;

	(void)state;
	every_cut(&opts, "\002BR 10\003\002\003x", "{!BR 10}x");
	/* With a prefix nothing else is a scan. */
	every_cut(&opts, "BR-1041\r", "BR-1041[Enter]");
	strcpy(tilde.prefix, "]~");
	every_cut(&tilde, "a]~123\r\n]~4567\t]x", "a{!123}{!4567}]x");
	every_cut(&tilde, "]~\r]~ab", "]~ab");
	every_cut(&tilde, "]~abcde", "{!abcde}");
	/* Inside a frame an escape is only more bytes. */
	every_cut(&opts, "\002A\033B1\003", "{!AB1}");
}

static void
no_suffix(void **state)
{
	struct input_opts	opts = INPUT_OPTS;

	(void)state;
	opts.suffix = ENDS_PAUSE;
	every_cut(&opts, "BR-1041", "{BR-1041}");
	every_cut(&opts, "BR-1041\r", "BR-1041[Enter]");
	every_cut(&opts, "ring", "ring");
	expect(&opts, false, "BR-1041", 1, "BR-1041{BR-1041 -7}");
}

static void
too_long(void **state)
{
	struct input_opts	opts = { .prefix = "~", .gap = 40 * MS,
		.esc = 25 * MS, .suffix = ENDS_CR };
	struct input		*in = input_new(&opts);
	struct buf		 out = BUF_INIT(10000);
	char			 bytes[2 * SCAN_MAX];

	(void)state;
	memset(bytes, '7', sizeof bytes);
	bytes[0] = '~';
	bytes[sizeof bytes - 1] = '\r';
	input_feed(in, bytes, sizeof bytes, 0);
	collect(in, 0, &out);
	assert_non_null(strstr(buf_str(&out), " cut}"));
	buf_free(&out);
	input_free(in);
}

static void
two_thousand(void **state)
{
	struct input	*in = input_new(&plain);
	struct buf	 bytes = BUF_INIT(1 << 16);
	struct event	 ev;
	char		 want[20];
	int		 n = 0;

	(void)state;
	for (int i = 0; i < 2000; i++)
		buf_printf(&bytes, "BR-%04d\r", i);
	for (size_t at = 0; at < bytes.len; at += 4096) {
		size_t	len = bytes.len - at < 4096 ? bytes.len - at : 4096;

		input_feed(in, bytes.bytes + at, len, 0);
		while (input_next(in, 0, &ev)) {
			if (ev.kind != EV_SCAN)
				continue;	/* shown, then taken back */
			snprintf(want, sizeof want, "BR-%04d", n++);
			assert_string_equal(ev.text, want);
		}
	}
	assert_int_equal(n, 2000);
	buf_free(&bytes);
	input_free(in);
}

/* What opens a secret field with one event hides from it with the next. */
static void
patience_counts_at_once(void **state)
{
	struct input	*in = input_new(&plain);
	struct event	 ev;

	(void)state;
	input_feed(in, "a\033OP1234567\r", 12, 0);
	assert_true(input_next(in, 0, &ev));
	assert_int_equal(ev.kind, EV_TEXT);
	assert_true(input_next(in, 0, &ev));
	assert_int_equal(ev.key, KEY_F1);
	input_patient(in, true);
	assert_true(input_next(in, 0, &ev));
	assert_int_equal(ev.kind, EV_SCAN);
	assert_int_equal(ev.retract, 0);
	input_free(in);
}

/*
 * Feeds "1111\r" cut in every way, with every pause between the cuts, and
 * wakes when the input asks for it; a scan counts as what it was made of.
 */
static void
every_pause(const char *bytes, unsigned cuts, const int64_t *pauses, int n)
{
	struct input	*in = input_new(&plain);
	struct buf	 out = BUF_INIT(100);
	int64_t		 now = 1000000, next;

	input_patient(in, true);
	for (size_t at = 0, end; bytes[at] != '\0'; at = end) {
		for (end = at + 1; bytes[end] != '\0' &&
		    !(cuts >> (end - 1) & 1); end++)
			;
		input_feed(in, bytes + at, end - at, now);
		collect(in, now, &out);
		next = now + pauses[n % 6];
		n /= 6;
		while (input_due(in) < next) {
			now = input_due(in) > now ? input_due(in) : now;
			collect(in, now, &out);
		}
		now = next;
	}
	collect(in, now + 2000 * MS, &out);
	if (strcmp(buf_str(&out), "{1111}") != 0)
		assert_string_equal(buf_str(&out), "1111[Enter]");
	buf_free(&out);
	input_free(in);
}

static void
a_pin_however_it_comes(void **state)
{
	static const int64_t	pauses[6] = { 0, MS, 40 * MS - 1, 40 * MS,
		40 * MS + 1, 500 * MS };

	(void)state;
	for (unsigned cuts = 0; cuts < 1 << 4; cuts++)
		for (int n = 0; n < 6 * 6 * 6 * 6; n++)
			every_pause("1111\r", cuts, pauses, n);
}

static const char *
odd_terminal(const char *cap)
{
	return strcmp(cap, "kf1") == 0 ? "\033Ox" : NULL;
}

static void
learned(void **state)
{
	struct input	*in = input_new(&plain);
	struct buf	 out = BUF_INIT(100);

	(void)state;
	input_learn_all(in, odd_terminal);
	input_feed(in, "\033O", 2, 0);
	collect(in, 0, &out);
	input_feed(in, "x", 1, 1);
	collect(in, 1, &out);
	assert_string_equal(buf_str(&out), "[F1]");
	buf_free(&out);
	input_free(in);
}

static void
settings(void **state)
{
	char	prefix[16];
	int	suffix;

	(void)state;
	assert_true(input_prefix("STX", prefix));
	assert_string_equal(prefix, "\002");
	assert_true(input_prefix("\\x02]C", prefix));
	assert_string_equal(prefix, "\002]C");
	assert_true(input_prefix("", prefix));
	assert_string_equal(prefix, "");
	assert_false(input_prefix("\\x0g", prefix));
	assert_false(input_prefix("\\x00", prefix));
	assert_false(input_prefix("0123456789abcdef", prefix));
	assert_true(input_suffix("tab", &suffix));
	assert_int_equal(suffix, ENDS_TAB);
	assert_false(input_suffix("bell", &suffix));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(keys),
		cmocka_unit_test(lone_escape),
		cmocka_unit_test(utf8),
		cmocka_unit_test(paste),
		cmocka_unit_test(bursts),
		cmocka_unit_test(shown_at_once),
		cmocka_unit_test(typed_slowly),
		cmocka_unit_test(framed),
		cmocka_unit_test(no_suffix),
		cmocka_unit_test(too_long),
		cmocka_unit_test(two_thousand),
		cmocka_unit_test(patience_counts_at_once),
		cmocka_unit_test(a_pin_however_it_comes),
		cmocka_unit_test(learned),
		cmocka_unit_test(settings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
