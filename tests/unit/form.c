/* tui/line, form, list, keymap: what is typed, chosen, bound. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "form.h"
#include "keymap.h"
#include "list.h"

static void
press(struct line *line, int key)
{
	struct event	ev = { .kind = EV_KEY, .key = key };

	assert_true(line_event(line, &ev));
}

static void
editing(void **state)
{
	struct line	line = { .max = 0 };

	(void)state;
	line_insert(&line, "caf\xc3\xa9 cr\xc3\xa8me");
	press(&line, KEY_LEFT);
	press(&line, KEY_LEFT);
	press(&line, KEY_ERASE);
	assert_string_equal(line.text, "caf\xc3\xa9 crme");
	press(&line, KEY_HOME);
	press(&line, KEY_DEL);
	line_insert(&line, "C");
	assert_string_equal(line.text, "Caf\xc3\xa9 crme");
	press(&line, KEY_END);
	press(&line, 'w' | MOD_CTRL);
	assert_string_equal(line.text, "Caf\xc3\xa9 ");
	press(&line, 'b' | MOD_CTRL);
	press(&line, 'k' | MOD_CTRL);
	assert_string_equal(line.text, "Caf\xc3\xa9");
	press(&line, 'u' | MOD_CTRL);
	assert_string_equal(line.text, "");
	press(&line, KEY_ERASE);
	press(&line, KEY_DEL);
	press(&line, KEY_LEFT);
	press(&line, KEY_RIGHT);
	assert_string_equal(line.text, "");
}

/* A letter and its marks are one step and one erase. */
static void
marks(void **state)
{
	struct line	line = { .max = 0 };

	(void)state;
	line_insert(&line, "ae\xcc\x81\xcc\xa7""b");
	press(&line, KEY_LEFT);
	assert_int_equal(line.at, 6);
	press(&line, KEY_ERASE);
	assert_string_equal(line.text, "ab");
}

static void
ceiling(void **state)
{
	struct line	line = { .max = 5 };
	char		long_text[600];

	(void)state;
	line_insert(&line, "abcd");
	line_insert(&line, "\xc3\xa9");		/* two bytes, one left */
	assert_string_equal(line.text, "abcd");
	assert_true(line.full);
	memset(long_text, 'x', sizeof long_text - 1);
	long_text[sizeof long_text - 1] = '\0';
	line.max = 0;
	line_set(&line, long_text);
	assert_int_equal(line.len, LINE_MAX_BYTES);
	assert_true(line.full);
}

static void
control_bytes(void **state)
{
	struct line	line = { .max = 0 };
	struct event	ev = { .kind = EV_PASTE, .text = "a\033[2J\nb" };

	(void)state;
	assert_true(line_event(&line, &ev));
	assert_string_equal(line.text, "a [2J b");
}

static void
takes_back(void **state)
{
	struct line	line = { .max = 0 };

	(void)state;
	line_insert(&line, "2*BR-10");
	line_retract(&line, 5);
	assert_string_equal(line.text, "2*");
	line_retract(&line, 50);
	assert_string_equal(line.text, "");
}

/* What is proposed goes when something else is typed, and may be mended. */
static void
proposal(void **state)
{
	struct field	field = { .label = "Amount", .kind = FIELD_AMOUNT };
	struct form	form;
	struct event	ev = { .kind = EV_TEXT, .ch = '7' };

	(void)state;
	line_set(&field.line, "31.50");
	form_start(&form, &field, 1);
	assert_true(line_event(form_line(&form), &ev));
	assert_true(line_event(form_line(&form), &ev));
	assert_string_equal(field.line.text, "77");
	line_set(&field.line, "31.50");
	form_start(&form, &field, 1);
	press(&field.line, KEY_ERASE);
	assert_true(line_event(form_line(&form), &ev));
	assert_string_equal(field.line.text, "31.57");
}

static void
secret_shows_stars(void **state)
{
	struct sheet	*sheet = sheet_new(1, 10);
	struct canvas	 c = canvas_of(sheet);
	struct line	 line = { .secret = true };
	struct buf	 out = BUF_INIT(100);
	int		 y, x;

	(void)state;
	line_insert(&line, "1\xc3\xa9""2");
	line_draw(&line, &c, 0, 1, 8, true);
	sheet_save(sheet, false, &out);
	assert_string_equal(buf_str(&out), " ***\n");
	assert_true(sheet_cursor(sheet, &y, &x));
	assert_int_equal(x, 4);
	line_wipe(&line);
	assert_string_equal(line.text, "");
	buf_free(&out);
	sheet_free(sheet);
}

/* The cursor stays in sight in a line wider than its place. */
static void
scrolls_sideways(void **state)
{
	struct sheet	*sheet = sheet_new(1, 10);
	struct canvas	 c = canvas_of(sheet);
	struct line	 line = { .max = 0 };
	int		 y, x;

	(void)state;
	line_insert(&line, "abcdefghijklmnopqrstuvwxyz");
	for (int i = 0; i < 27; i++) {
		line_draw(&line, &c, 0, 2, 6, true);
		assert_true(sheet_cursor(sheet, &y, &x));
		assert_in_range(x, 2, 7);
		press(&line, KEY_LEFT);
	}
	sheet_free(sheet);
}

static bool
even(const struct field *field, char *why, size_t size)
{
	int	last = field->line.text[field->line.len - 1];

	snprintf(why, size, "Only even numbers.");
	return last % 2 == 0;
}

static void
forms(void **state)
{
	static const char *const	kinds[] = { "cash", "card", NULL };
	struct form			form;
	struct event			right = { .kind = EV_KEY,
		.key = KEY_RIGHT };
	struct field			fields[3] = {
		{ .label = "Name", .required = true },
		{ .label = "Count", .kind = FIELD_NUMBER, .check = even },
		{ .label = "By", .kind = FIELD_CHOICE, .choices = kinds },
	};

	(void)state;
	form_start(&form, fields, 3);
	assert_int_equal(form_act(&form, CMD_OK), FORM_GOING);
	assert_string_equal(form.why, "Name is needed.");
	line_insert(form_line(&form), "Ana");
	assert_int_equal(form_act(&form, CMD_OK), FORM_GOING);
	assert_int_equal(form.at, 1);
	line_insert(form_line(&form), "3");
	assert_int_equal(form_act(&form, CMD_OK), FORM_GOING);
	assert_string_equal(form.why, "Only even numbers.");
	line_set(form_line(&form), "x");
	assert_int_equal(form_act(&form, CMD_OK), FORM_GOING);
	assert_string_equal(form.why, "Count must be a whole number.");
	line_set(form_line(&form), "4");
	assert_int_equal(form_act(&form, CMD_OK), FORM_GOING);
	assert_null(form_line(&form));
	assert_true(form_key(&form, &right));
	assert_int_equal(fields[2].choice, 1);
	assert_true(form_key(&form, &right));
	assert_int_equal(fields[2].choice, 0);
	line_wipe(&fields[0].line);
	assert_int_equal(form_act(&form, CMD_OK), FORM_GOING);
	assert_int_equal(form.at, 0);
	line_insert(form_line(&form), "Bo");
	assert_int_equal(form_act(&form, CMD_PREV), FORM_GOING);
	assert_int_equal(form_act(&form, CMD_OK), FORM_DONE);
	assert_int_equal(form_act(&form, CMD_FIND), FORM_NOT_MINE);
}

/* An amount typed in a burst is an amount; a barcode in it is a scan. */
static void
burst_or_amount(void **state)
{
	struct field	amount = { .label = "", .kind = FIELD_AMOUNT };
	struct form	form;

	(void)state;
	form_start(&form, &amount, 1);
	assert_true(form_typing(&form, "4200.00"));
	assert_true(form_typing(&form, "6000"));
	assert_false(form_typing(&form, "0012345678905"));
	assert_false(form_typing(&form, "BR-1041"));
	amount.kind = FIELD_TEXT;
	assert_false(form_typing(&form, "6000"));
}

struct wanted {
	int64_t	from, to;
	int	times;
};

static void
want(void *arg, int64_t from, int64_t to)
{
	struct wanted	*w = arg;

	*w = (struct wanted){ from, to, w->times + 1 };
}

static void
row(const void *arg, struct canvas *c, int64_t i, bool marked)
{
	(void)arg;
	canvas_printf(c, 0, 0, -1, INK_PLAIN, "%s%d", marked ? ">" : " ",
	    (int)i);
}

static void
lists(void **state)
{
	const struct list_source	source = { row, want };
	struct list			list = { .count = 0 };
	struct wanted			w = { 0, 0, 0 };

	(void)state;
	list_count(&list, 50000);
	list_settle(&list, 10, &source, &w);
	assert_int_equal(w.from, 0);
	assert_int_equal(w.to, 20);
	list_settle(&list, 10, &source, &w);
	assert_int_equal(w.times, 1);
	list_act(&list, CMD_LAST);
	list_settle(&list, 10, &source, &w);
	assert_int_equal(list.top, 49990);
	assert_int_equal(w.to, 50000);
	list_act(&list, CMD_DOWN);
	assert_int_equal(list.at, 49999);
	list_act(&list, CMD_PAGE_UP);
	assert_int_equal(list.at, 49990);
	list_act(&list, CMD_FIRST);
	list_act(&list, CMD_UP);
	assert_int_equal(list.at, 0);
	list_count(&list, 0);
	assert_int_equal(list.at, 0);
	list_settle(&list, 10, &source, &w);
	assert_false(list_act(&list, CMD_FIND));
	for (int rows = 1; rows < 4; rows++) {
		struct sheet	*sheet = sheet_new(rows, 3);
		struct canvas	 c = canvas_of(sheet);

		list_draw(&list, &c, &source, NULL);
		list_count(&list, 1);
		list_draw(&list, &c, &source, NULL);
		list_count(&list, 9);
		list_draw(&list, &c, &source, NULL);
		sheet_free(sheet);
	}
}

static void
key_names(void **state)
{
	static const char *const	names[] = { "F1", "F12", "Alt-h",
		"Ctrl-o", "Enter", "Shift-Tab", "Space", "?", "Alt-<",
		"Ctrl-Left", "\xc3\xa9" };
	char				name[40];

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		int	key = keymap_parse(names[i]);

		assert_int_not_equal(key, 0);
		assert_string_equal(keymap_name(key, name, sizeof name),
		    names[i]);
	}
	assert_int_equal(keymap_parse("F13"), 0);
	assert_int_equal(keymap_parse("Alt-"), 0);
	assert_int_equal(keymap_parse("nothing"), 0);
}

static void
key_file(void **state)
{
	static const enum cmd	cmds[] = { CMD_HOLD, CMD_FIND, CMD_NONE };
	struct keymap		map;
	struct err		err = ERR_INIT;

	(void)state;
	keymap_defaults(&map);
	assert_int_equal(keymap_find(&map, cmds, KEY_F5), CMD_HOLD);
	assert_int_equal(keymap_find(&map, cmds, KEY_F8), CMD_NONE);
	assert_int_equal(keymap_line(&map, " hold = F8 Ctrl-y ", &err), 0);
	assert_int_equal(keymap_find(&map, cmds, KEY_F8), CMD_HOLD);
	assert_int_equal(keymap_find(&map, cmds, KEY_F5), CMD_NONE);
	assert_int_equal(keymap_key(&map, CMD_HOLD, true), 'y' | MOD_CTRL);
	assert_int_equal(keymap_line(&map, "# a word", &err), 0);
	assert_int_equal(keymap_line(&map, "hold F8", &err), -1);
	assert_int_equal(keymap_line(&map, "hodl = F8", &err), -1);
	assert_int_equal(keymap_line(&map, "hold = F99", &err), -1);
	assert_int_equal(keymap_line(&map, "hold = a b c d e", &err), -1);
	assert_int_equal(keymap_find(&map, cmds, KEY_F8), CMD_HOLD);
	assert_int_equal(keymap_load(&map, "/nonexistent/keys", &err), 0);
}

/* Every command can be reached without an F-key. */
static void
no_fkey_needed(void **state)
{
	struct keymap	map;

	(void)state;
	keymap_defaults(&map);
	for (int i = CMD_NONE + 1; i < CMD_COUNT; i++) {
		int	key = keymap_key(&map, (enum cmd)i, true);

		assert_true(key != 0 && (key < KEY_F1 || key > KEY_F12));
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(editing),
		cmocka_unit_test(marks),
		cmocka_unit_test(ceiling),
		cmocka_unit_test(control_bytes),
		cmocka_unit_test(takes_back),
		cmocka_unit_test(proposal),
		cmocka_unit_test(secret_shows_stars),
		cmocka_unit_test(scrolls_sideways),
		cmocka_unit_test(forms),
		cmocka_unit_test(burst_or_amount),
		cmocka_unit_test(lists),
		cmocka_unit_test(key_names),
		cmocka_unit_test(key_file),
		cmocka_unit_test(no_fkey_needed),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
