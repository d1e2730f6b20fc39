/* tui/screen: where keys and scans go, and the frame. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <locale.h>
#include <string.h>

#include "ask.h"
#include "buf.h"
#include "scr.h"
#include "screen.h"

/* A sale that only remembers what came. */
struct till_state {
	struct line	line;
	char		scans[200];
	char		acts[200];
	char		answer[50];
	int		ticks, resumed, closed;
};

static struct till_state	last;	/* what the closed one had */

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct till_state	*me = s->state;

	line_draw(&me->line, c, 0, 0, 20, true);
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct till_state	*me = s->state;

	strcat(me->acts, cmd_word(cmd));
	strcat(me->acts, ";");
}

static struct line *
line(struct screen *s)
{
	return &((struct till_state *)s->state)->line;
}

static bool
scan(struct screen *s, const char *code)
{
	struct till_state	*me = s->state;

	strcat(me->scans, code);
	strcat(me->scans, ";");
	return true;
}

static void
tick(struct screen *s)
{
	((struct till_state *)s->state)->ticks++;
}

static void
resumed(struct screen *s)
{
	((struct till_state *)s->state)->resumed++;
}

static void
closed(struct screen *s)
{
	last = *(struct till_state *)s->state;
	last.closed++;
}

static const enum cmd			cmds[] = { CMD_OK, CMD_FIND, CMD_HOLD,
	CMD_TENDER, CMD_NONE };
static const struct screen_ops		sale_ops = {
	.name = "Sale", .cmds = cmds, .draw = draw, .act = act, .line = line,
	.scan = scan, .tick = tick, .resumed = resumed, .close = closed,
	.state_size = sizeof(struct till_state),
};

struct rig {
	struct ui		 ui;
	struct screen		*sale;
	struct till_state	*state;
};

static void
start(struct rig *rig)
{
	ui_init(&rig->ui);
	rig->sale = screen_push(&rig->ui, &sale_ops);
	rig->state = rig->sale->state;
}

static void
key(struct rig *rig, int k)
{
	struct event	ev = { .kind = EV_KEY, .key = k };

	ui_event(&rig->ui, &ev);
	ui_settle(&rig->ui);
}

static void
type(struct rig *rig, const char *text)
{
	for (; *text != '\0'; text++) {
		struct event	ev = { .kind = EV_TEXT,
			.ch = (unsigned char)*text };

		ui_event(&rig->ui, &ev);
		ui_settle(&rig->ui);
	}
}

static void
scanned(struct rig *rig, const char *code, bool sure, int retract)
{
	struct event	ev = { .kind = EV_SCAN, .text = code, .sure = sure,
		.retract = retract, .ender = KEY_ENTER };

	ui_event(&rig->ui, &ev);
	ui_settle(&rig->ui);
}

static bool
screen_has(struct rig *rig, int rows, int cols, const char *text)
{
	struct sheet	*sheet = sheet_new(rows, cols);
	struct buf	 out = BUF_INIT(1 << 20);
	bool		 has;

	ui_draw(&rig->ui, sheet);
	sheet_save(sheet, false, &out);
	has = strstr(buf_str(&out), text) != NULL;
	if (!has)
		print_error("no \"%s\" in\n%s", text, buf_str(&out));
	buf_free(&out);
	sheet_free(sheet);
	return has;
}

static void
commands_and_text(void **state)
{
	struct rig	rig;

	(void)state;
	start(&rig);
	key(&rig, KEY_F2);
	key(&rig, 'h' | MOD_ALT);
	type(&rig, "ring ?");
	key(&rig, KEY_ENTER);
	assert_string_equal(rig.state->acts, "find;hold;ok;");
	assert_string_equal(rig.state->line.text, "ring ?");
	ui_free(&rig.ui);
	assert_int_equal(last.closed, 1);
}

static void
question_mark_helps_when_empty(void **state)
{
	struct rig	rig;

	(void)state;
	start(&rig);
	type(&rig, "?");
	assert_true(rig.ui.top != rig.sale);
	assert_true(screen_has(&rig, 24, 80, "Keys of this screen: Sale"));
	assert_true(screen_has(&rig, 24, 80, "F8, Alt-t"));
	key(&rig, KEY_ESC);
	assert_true(rig.ui.top == rig.sale);
	assert_int_equal(rig.state->resumed, 1);
	/* The menu does what is chosen. */
	key(&rig, KEY_F10);
	key(&rig, KEY_DOWN);
	key(&rig, KEY_ENTER);
	assert_string_equal(rig.state->acts, "hold;");
	ui_free(&rig.ui);
}

static void
on_pin(struct screen *owner, const char *pin)
{
	struct till_state	*me = owner->state;

	strcpy(me->answer, pin == NULL ? "left" : pin);
}

/* Whatever is open, a scan ends up in the sale and in no secret field. */
static void
scan_passes_a_pin(void **state)
{
	struct rig	rig;

	(void)state;
	start(&rig);
	ask_pin(rig.sale, "Manager", "A manager must agree.", on_pin);
	assert_true(ui_patient(&rig.ui));
	type(&rig, "12");
	scanned(&rig, "0012345678905", false, 0);
	scanned(&rig, "BR-1041", false, 0);
	scanned(&rig, "4711", true, 0);		/* framed: certain */
	assert_string_equal(rig.state->scans, "0012345678905;BR-1041;4711;");
	type(&rig, "34");
	key(&rig, KEY_ENTER);
	assert_string_equal(rig.state->answer, "1234");
	/* A PIN sent in one burst is still a PIN. */
	ask_pin(rig.sale, "Manager", "Again.", on_pin);
	scanned(&rig, "9876", false, 0);
	assert_string_equal(rig.state->answer, "9876");
	/* The longest one, too: it is not to be read in a message. */
	ask_pin(rig.sale, "Manager", "Again.", on_pin);
	scanned(&rig, "987654321098", false, 0);
	assert_string_equal(rig.state->answer, "987654321098");
	assert_string_equal(rig.state->scans, "0012345678905;BR-1041;4711;");
	ui_free(&rig.ui);
}

static void
scan_passes_other_screens(void **state)
{
	struct rig	rig;

	(void)state;
	start(&rig);
	scr_help_open(&rig.ui);
	scanned(&rig, "BR-1", false, 0);
	key(&rig, KEY_ESC);
	ask_text(rig.sale, "Name", "Who?", "An", on_pin);
	type(&rig, "a");
	scanned(&rig, "BR-2", false, 1);	/* its first letter was shown */
	key(&rig, KEY_ENTER);
	assert_string_equal(rig.state->answer, "An");
	assert_string_equal(rig.state->scans, "BR-1;BR-2;");
	ui_free(&rig.ui);
}

/* A receipt has been seen once the next piece is scanned. */
static bool
give_way(struct screen *s, const char *code)
{
	(void)code;
	screen_pop(s);
	return false;
}

static void
scan_passes_what_gives_way_to_it(void **state)
{
	static const struct screen_ops	seen = {
		.name = "Seen", .cmds = cmds, .draw = draw, .act = act,
		.scan = give_way, .state_size = sizeof(struct till_state),
	};
	struct rig			rig;

	(void)state;
	start(&rig);
	screen_push(&rig.ui, &seen);
	screen_push(&rig.ui, &seen);
	scanned(&rig, "BR-1", false, 0);
	assert_string_equal(rig.state->scans, "BR-1;");
	assert_ptr_equal(rig.ui.top, rig.sale);
	ui_free(&rig.ui);
}

static void
burst_of_digits_is_an_amount(void **state)
{
	struct rig	rig;

	(void)state;
	start(&rig);
	ask_amount(rig.sale, "Cash", "How much?", "", on_pin);
	type(&rig, "4");
	scanned(&rig, "4200.00", false, 1);
	assert_string_equal(rig.state->answer, "4200.00");
	assert_string_equal(rig.state->scans, "");
	ask_amount(rig.sale, "Cash", "How much?", "", on_pin);
	scanned(&rig, "0012345678905", false, 0);
	assert_string_equal(rig.state->scans, "0012345678905;");
	ui_free(&rig.ui);
}

static void
nobody_sells_yet(void **state)
{
	struct rig	rig;

	(void)state;
	ui_init(&rig.ui);
	scanned(&rig, "BR-1", true, 0);		/* no screen at all */
	ui_free(&rig.ui);
}

static bool
stay(struct ui *ui)
{
	ui_toast(ui, TOAST_WARN, "A ticket is open.");
	return false;
}

static void
quitting(void **state)
{
	struct rig	rig;

	(void)state;
	start(&rig);
	rig.ui.may_quit = stay;
	key(&rig, 'c' | MOD_CTRL);
	assert_false(rig.ui.quit);
	assert_true(rig.ui.bell);
	assert_true(screen_has(&rig, 24, 80, "! A ticket is open."));
	rig.ui.may_quit = NULL;
	key(&rig, 'c' | MOD_CTRL);
	assert_true(rig.ui.quit);
	ui_free(&rig.ui);
}

static void
on_row(struct screen *owner, int row)
{
	((struct till_state *)owner->state)->answer[0] = (char)('0' + row);
}

static void
on_yes(struct screen *owner, bool yes)
{
	strcpy(((struct till_state *)owner->state)->answer, yes ? "Y" : "N");
}

static void
questions(void **state)
{
	static const char *const	rows[] = { "one", "two", "three" };
	struct rig			rig;

	(void)state;
	start(&rig);
	ask_choose(rig.sale, "Which?", rows, 3, on_row);
	key(&rig, KEY_DOWN);
	key(&rig, KEY_ENTER);
	assert_int_equal(rig.state->answer[0], '1');
	ask_choose(rig.sale, "Which?", rows, 3, on_row);
	key(&rig, KEY_ESC);
	assert_int_equal(rig.state->answer[0], '0' - 1);
	ask_yes(rig.sale, "Sure?", "It goes.", "Throw it away", on_yes);
	assert_true(screen_has(&rig, 24, 80, "Y Throw it away"));
	key(&rig, KEY_ENTER);		/* decides nothing */
	type(&rig, "Y");
	assert_string_equal(rig.state->answer, "Y");
	ask_yes(rig.sale, "Sure?", "It goes.", "Throw it away", on_yes);
	key(&rig, KEY_ESC);
	assert_string_equal(rig.state->answer, "N");
	ui_free(&rig.ui);
}

/* Closing a screen takes those above it along; no answer comes any more. */
static void
pops_what_is_above(void **state)
{
	struct rig	rig;
	struct screen	*upper;

	(void)state;
	start(&rig);
	upper = screen_push(&rig.ui, &sale_ops);
	ask_pin(upper, "PIN", "x", on_pin);
	screen_pop(upper);
	assert_true(rig.ui.top == rig.sale);
	screen_pop(upper);			/* twice is fine */
	assert_true(screen_find(&rig.ui, &sale_ops) == rig.sale);
	ui_tick(&rig.ui);
	assert_int_equal(rig.state->ticks, 1);
	ui_free(&rig.ui);
}

static void
every_size(void **state)
{
	struct rig	rig;

	(void)state;
	start(&rig);
	strcpy(rig.ui.place, "Main Street - Register 1");
	strcpy(rig.ui.who, "Ana");
	assert_true(screen_has(&rig, 9, 39, "Vitrine needs a window"));
	assert_true(screen_has(&rig, 10, 40, "Vitrine"));
	assert_true(screen_has(&rig, 24, 80, "Main Street - Register 1 - Ana"));
	assert_true(screen_has(&rig, 24, 80, "F2 Find  F5 Hold  F8 Tender"));
	assert_true(screen_has(&rig, 24, 80, "? Keys"));
	ask_yes(rig.sale, "A title that is long", "And a question that is "
	    "longer than the window it stands in.", "Do it", on_yes);
	ui_toast(&rig.ui, TOAST_ALARM, "A toast that says what to do, and at "
	    "some length.");
	for (int rows = 1; rows < 14; rows++)
		for (int cols = 1; cols < 50; cols++)
			screen_has(&rig, rows, cols, "");
	ui_free(&rig.ui);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(commands_and_text),
		cmocka_unit_test(question_mark_helps_when_empty),
		cmocka_unit_test(scan_passes_a_pin),
		cmocka_unit_test(scan_passes_other_screens),
		cmocka_unit_test(scan_passes_what_gives_way_to_it),
		cmocka_unit_test(burst_of_digits_is_an_amount),
		cmocka_unit_test(nobody_sells_yet),
		cmocka_unit_test(quitting),
		cmocka_unit_test(questions),
		cmocka_unit_test(pops_what_is_above),
		cmocka_unit_test(every_size),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
