/*
 * The register: options, settings, the shop, and the loop that carries bytes
 * from the terminal to the screens and sheets back to it.
 */
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "canvas.h"
#include "clock.h"
#include "db.h"
#include "input.h"
#include "log.h"
#include "migrate.h"
#include "print/queue.h"
#include "run/config.h"
#include "run/loop.h"
#include "sell/till.h"
#include "scr.h"
#include "screen.h"
#include "str.h"
#include "term.h"

#define READS_A_TURN	8	/* a flood of scans must not starve the rest */

struct options {
	const char		*shop, *config, *name;
	struct term_opts	 term;
};

struct app {
	struct config	 config;
	const char	*name;		/* the register's code, NULL: the first */
	struct db	*db;
	struct till	 till;
	bool		 fits;		/* the schema was looked at */
	bool		 loading;
	struct loop	*loop;
	struct input	*input;
	struct sheet	*sheet;
	struct printer	*printer;
	struct ui	 ui;
	loop_id		 wake;		/* for input_due */
};

static void
usage(FILE *to)
{
	fputs("usage: vitrine [--shop URL] [--config FILE] [--register NAME]"
	    " [--ascii]\n               [--no-color]\n"
	    "       vitrine --help | --version\n", to);
}

static const struct option	long_options[] = {
	{ "shop", required_argument, NULL, 's' },
	{ "config", required_argument, NULL, 'c' },
	{ "register", required_argument, NULL, 'r' },
	{ "ascii", no_argument, NULL, 'a' },
	{ "no-color", no_argument, NULL, 'n' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'v' },
	{ NULL, 0, NULL, 0 }
};

/* 1: go on; 0: all was said; -1: wrong. */
static int
read_options(struct options *o, int argc, char **argv)
{
	int	c;

	while ((c = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		if (c == 's')
			o->shop = optarg;
		else if (c == 'c')
			o->config = optarg;
		else if (c == 'r')
			o->name = optarg;
		else if (c == 'a')
			o->term.ascii = true;
		else if (c == 'n')
			o->term.no_color = true;
		else if (c == 'h')
			usage(stdout);
		else if (c == 'v')
			puts("vitrine " VITRINE_VERSION);
		else
			usage(stderr);
		if (c == 'h' || c == 'v')
			return 0;
		if (c == '?')
			return -1;
	}
	if (optind == argc)
		return 1;
	fprintf(stderr, "vitrine: '%s' is one word too many\n", argv[optind]);
	usage(stderr);
	return -1;
}

/* Says everything the waiting bytes mean, one event after the other. */
static void
drain(struct app *app)
{
	struct event	ev;

	while (input_next(app->input, clock_mono(), &ev)) {
		ui_event(&app->ui, &ev);
		ui_settle(&app->ui);
		input_patient(app->input, ui_patient(&app->ui));
	}
	if (app->ui.quit)
		loop_stop(app->loop);
}

static void
woken(void *arg)
{
	struct app	*app = arg;

	app->wake = 0;
	drain(app);
}

static void
typed(int fd, short revents, void *arg)
{
	struct app	*app = arg;
	char		 bytes[4096];
	ssize_t		 n = 0;

	(void)fd;
	(void)revents;
	for (int i = 0; i < READS_A_TURN; i++) {
		if ((n = term_read(bytes, sizeof bytes)) <= 0)
			break;
		input_feed(app->input, bytes, (size_t)n, clock_mono());
		drain(app);
	}
	if (n < 0)
		loop_stop(app->loop);	/* the terminal is gone */
}

/* Before every wait: show what is, and know when to wake. */
static void
before(void *arg)
{
	struct app	*app = arg;
	int64_t		 due, now;
	int		 rows, cols;

	ui_settle(&app->ui);
	input_patient(app->input, ui_patient(&app->ui));
	if (app->ui.redraw)
		term_redraw();
	if (app->ui.bell)
		term_bell();
	app->ui.redraw = app->ui.bell = false;
	term_size(&rows, &cols);
	sheet_clear(app->sheet, rows, cols);
	ui_draw(&app->ui, app->sheet);
	term_flush(app->sheet);
	loop_cancel(app->loop, app->wake);
	app->wake = 0;
	due = input_due(app->input);
	now = clock_mono();
	if (due != INT64_MAX)
		app->wake = loop_after(app->loop, due > now ? due - now : 0,
		    woken, app);
}

/* Shop, store and register are known: show them, and sign in. */
static void
loaded(const struct err *err, void *arg)
{
	struct app	*app = arg;
	struct ui	*ui = &app->ui;

	app->loading = false;
	if (err != NULL) {
		ui_toast_err(ui, err);
		return;
	}
	snprintf(ui->place, sizeof ui->place, "%s - %s", app->till.store.name,
	    app->till.reg.name);
	ui->zone = app->till.zone;
	ui->currency = app->till.currency;
	if (ui->owner_phone[0] == '\0')
		str_copy(ui->owner_phone, sizeof ui->owner_phone,
		    app->till.shop.owner_phone);
	ui_changed(ui);
	ui_tick(ui);
}

static void
judged(struct db_ans *ans, void *arg)
{
	struct app	*app = arg;
	struct err	 err = ERR_INIT;

	app->loading = false;
	if (migrate_judge(app->db, ans, &err) == 0)
		app->fits = true;
	else if (err.kind != ERR_UNAVAILABLE)
		ui_toast_err(&app->ui, &err);
}

/* Until the shop has said who we are; again and again while it is away. */
static void
get_to_know(struct app *app)
{
	if (app->till.loaded || app->loading ||
	    db_link(app->db) != DB_LIVE)
		return;
	app->loading = true;
	if (!app->fits)
		db_send(app->db, migrate_ask(), judged, app);
	else
		till_load(&app->till, TILL_COUNTER, app->name, loaded, app);
}

static void
second(void *arg)
{
	struct app	*app = arg;

	get_to_know(app);
	ui_tick(&app->ui);
}

static void
changed(void *arg)
{
	struct app	*app = arg;

	get_to_know(app);
	ui_changed(&app->ui);
}

static void
resized(int signo, void *arg)
{
	(void)signo;
	(void)arg;
	term_resize();
}

static void
told_to_end(int signo, void *arg)
{
	(void)signo;
	loop_stop(((struct app *)arg)->loop);
}

/* An open ticket is not left by a slip of the finger. */
static void
leave(struct screen *s, bool yes)
{
	s->ui->quit = yes;
}

static bool
may_quit(struct ui *ui)
{
	if (!sale_ticket_open(ui))
		return true;
	ask_yes(ui->top, "Leave the register?", "A ticket is open. Nothing of "
	    "it is sold; its pieces are free again. Park it to keep it.",
	    "Leave", leave);
	return false;
}

static int
make_input(struct app *app, struct err *err)
{
	static const int	ends[] = {
		[SUFFIX_CR] = ENDS_CR | ENDS_LF, [SUFFIX_LF] = ENDS_LF,
		[SUFFIX_TAB] = ENDS_TAB, [SUFFIX_NONE] = ENDS_PAUSE,
	};
	struct input_opts	opts = INPUT_OPTS;

	if (!input_prefix(app->config.scanner_prefix, opts.prefix)) {
		err_set(err, ERR_CONFIG, "scanner_prefix = '%s' makes no sense",
		    app->config.scanner_prefix);
		return err_hint(err, "Write STX, characters, or \\x02 for a "
		    "byte; at most 15 of them.");
	}
	opts.suffix = ends[app->config.scanner_suffix];
	opts.esc = app->config.escdelay * MS_US;
	app->input = input_new(&opts);
	return 0;
}

/*
 * A shop that is not for this program is said before there is a screen.  One
 * that does not answer at once is not waited for: the screen says so.
 */
static int
look_at_shop(struct app *app, struct err *err)
{
	struct db_req	*req = migrate_ask();
	struct db_ans	*ans;
	int		 status;

	db_req_time(req, SECOND_US);
	ans = db_wait(app->db, req);
	status = migrate_judge(app->db, ans, err);
	db_ans_free(ans);
	app->fits = status == 0;
	if (status == 0)
		return till_load_wait(&app->till, TILL_COUNTER, app->name,
		    err);
	if (err->kind != ERR_UNAVAILABLE)
		return -1;
	err_clear(err);
	return 0;
}

/* Everything that may fail or wait, while there is no screen yet. */
static int
prepare(struct app *app, const struct options *o, struct err *err)
{
	const char	*url, *log;

	if (config_load(&app->config, o->config, err) != 0)
		return -1;
	if ((url = config_shop(&app->config, o->shop, err)) == NULL)
		return -1;
	app->ui.shop_url = url;
	log = str_empty(app->config.log) ? "/dev/null" : app->config.log;
	if (log_open("vitrine", log, (enum log_level)app->config.log_level,
	    err) != 0)
		return -1;
	if ((app->db = db_open(url, err)) == NULL)
		return -1;
	till_init(&app->till, app->db);
	app->till.prints = true;
	app->name = o->name != NULL ? o->name : app->config.register_name;
	if (make_input(app, err) != 0)
		return -1;
	return look_at_shop(app, err);
}

static void
start_loop(struct app *app)
{
	app->loop = loop_new();
	signal(SIGPIPE, SIG_IGN);	/* a printer's reader may go away */
	loop_signal(app->loop, SIGWINCH, resized, app);
	loop_signal(app->loop, SIGCONT, resized, app);
	loop_signal(app->loop, SIGTERM, told_to_end, app);
	loop_signal(app->loop, SIGHUP, told_to_end, app);
	loop_signal(app->loop, SIGINT, told_to_end, app);
	loop_signal(app->loop, SIGQUIT, told_to_end, app);
	loop_db(app->loop, app->db);
	loop_every(app->loop, SECOND_US, second, app);
	loop_before(app->loop, before, app);
	loop_fd(app->loop, term_fd(), POLLIN, typed, app);
	db_on_change(app->db, changed, app);
	db_on_link(app->db, changed, app);
}

static int
run(struct app *app, const struct options *o, struct err *err)
{
	struct ui	*ui = &app->ui;

	if (prepare(app, o, err) != 0)
		return -1;
	if (term_open(&o->term, err) != 0)
		return -1;
	input_learn_all(app->input, term_string);
	app->sheet = sheet_new(24, 80);
	start_loop(app);
	ui->db = app->db;
	ui->till = &app->till;
	ui->loop = app->loop;
	ui->colours = term_colours();
	ui->ascii = term_ascii();
	ui->no_fkeys = !term_has_fkeys();
	str_copy(ui->owner_phone, sizeof ui->owner_phone,
	    app->config.owner_phone);
	if (!str_empty(app->config.printer))
		ui->printer = app->printer = printer_new(app->loop,
		    app->config.printer, PRINTER_PATIENCE);
	ui->printer_escpos = app->config.printer_kind == PRINTER_ESCPOS;
	ui->receipt_width = (size_t)app->config.receipt_width;
	ui->lock_us = app->config.lock_minutes * MINUTE_US;
	scr_base_open(ui, app->config.hold_minutes * MINUTE_US);
	if (app->till.loaded)
		loaded(NULL, app);
	loop_run(app->loop);
	return 0;
}

/*
 * What was on the ticket is free for others again: the releases were sent, give
 * them a moment.  Without a database the holds run out by themselves.
 */
static void
let_holds_go(struct app *app)
{
	int64_t	end = clock_mono() + SECOND_US;

	while (app->loop != NULL && app->till.jobs != NULL &&
	    db_link(app->db) == DB_LIVE && clock_mono() < end)
		loop_turn(app->loop, 50 * MS_US);
}

static void
finish(struct app *app)
{
	ui_free(&app->ui);
	term_close();
	let_holds_go(app);
	printer_free(app->printer);
	if (app->loop != NULL)
		loop_free(app->loop);
	db_close(app->db);
	till_free(&app->till);
	sheet_free(app->sheet);
	input_free(app->input);
	config_free(&app->config);
	log_close();
}

int
main(int argc, char **argv)
{
	struct options	 o = { .shop = NULL };
	struct app	 app;
	struct err	 err = ERR_INIT;
	int		 go, status = 0;

	if ((go = read_options(&o, argc, argv)) <= 0)
		return go == 0 ? 0 : 64;
	memset(&app, 0, sizeof app);
	ui_init(&app.ui);
	app.ui.may_quit = may_quit;
	if (run(&app, &o, &err) != 0)
		status = err_exit_status(&err);
	finish(&app);
	if (status != 0)
		fprintf(stderr, "vitrine: %s\n%s%s", err.text, err.hint,
		    err.hint[0] != '\0' ? "\n" : "");
	return status;
}
