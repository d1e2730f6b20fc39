/*
 * Screens: what one is, the stack they lie on, and the frame round them.
 *
 * A screen is one struct of promises.  It draws on a canvas and answers
 * commands; it never sees the terminal, and keys reach it as commands
 * (command.def) or go to the line it says has the focus.  An example, whole:
 *
 *	struct hello {
 *		struct line	name;
 *		char		greeting[80];
 *	};
 *
 *	static void
 *	draw(const struct screen *s, struct canvas *c)
 *	{
 *		const struct hello	*me = s->state;
 *
 *		canvas_text(c, 0, 2, -1, INK_DIM, "Name");
 *		line_draw(&me->name, c, 0, 8, 20, true);
 *		canvas_text(c, 2, 2, -1, INK_BOLD, me->greeting);
 *	}
 *
 *	static void
 *	act(struct screen *s, enum cmd cmd)
 *	{
 *		struct hello	*me = s->state;
 *
 *		if (cmd == CMD_OK)
 *			snprintf(me->greeting, sizeof me->greeting,
 *			    "Good morning, %s.", me->name.text);
 *	}
 *
 *	static struct line *
 *	line(struct screen *s)
 *	{
 *		return &((struct hello *)s->state)->name;
 *	}
 *
 *	static const enum cmd cmds[] = { CMD_OK, CMD_BACK, CMD_NONE };
 *	static const struct screen_ops ops = {
 *		.name = "Hello", .cmds = cmds, .draw = draw, .act = act,
 *		.line = line, .state_size = sizeof(struct hello),
 *	};
 *
 *	void
 *	scr_hello_open(struct ui *ui)
 *	{
 *		struct screen	*s = screen_push(ui, &ops);
 *		...					// fill s->state
 *	}
 *
 * Asking the database: db_send(ui->db, op_...(), answered, s).  A screen that
 * closes is forgotten by the database (db_forget) before its memory goes.
 */
#ifndef VITRINE_SCREEN_H
#define VITRINE_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "canvas.h"
#include "err.h"
#include "input.h"
#include "keymap.h"
#include "line.h"
#include "notice.h"
#include "sell/day.h"
#include "sell/money.h"

struct arena;
struct db;
struct loop;
struct printer;
struct screen;
struct till;
struct ui;

struct screen_ops {
	const char	*name;		/* "Sale"; the help screen's heading */
	const enum cmd	*cmds;		/* what it answers, in footer order */
	size_t		 state_size;	/* zeroed, at screen->state */
	bool		 card;		/* lies on what is below, see card_open */
	/* Draws its body and changes nothing.  Must do so in any size. */
	void	(*draw)(const struct screen *, struct canvas *);
	void	(*act)(struct screen *, enum cmd);
	/* The rest may be NULL. */

	/* The line being typed into; NULL: letters are commands. */
	struct line *(*line)(struct screen *);
	/* The line changed by something typed. */
	void	(*typed)(struct screen *);
	/* Sees every key before the line and the commands; true: used up. */
	bool	(*key)(struct screen *, const struct event *);
	/*
	 * A code was scanned.  True: taken.  Without it, or when false, the
	 * screen below is asked, down to the sale: whatever is open, a scan
	 * ends up there.
	 */
	bool	(*scan)(struct screen *, const char *code);
	/*
	 * A burst without a scanner's prefix that looks like a code: would
	 * this be typed here (an amount, a number)?  Without it only a PIN is
	 * (up to six digits in a secret line).
	 */
	bool	(*typing)(const struct screen *, const char *text);
	/* Its answer is on its way: it must not be locked over now. */
	bool	(*busy)(const struct screen *);
	/* Once a second. */
	void	(*tick)(struct screen *);
	/* Somebody, anywhere, changed something: read again what is shown. */
	void	(*changed)(struct screen *);
	/* The screen above it closed and it is on top again. */
	void	(*resumed)(struct screen *);
	void	(*close)(struct screen *);
};

struct screen {
	const struct screen_ops	*ops;
	struct ui		*ui;
	struct screen		*below;
	struct arena		*arena;		/* goes with the screen */
	void			*state;
};

enum toast { TOAST_NONE, TOAST_INFO, TOAST_GOOD, TOAST_WARN, TOAST_ALARM };

/* The counter: the stack and what every screen may use. */
struct ui {
	struct db	*db;		/* NULL in some tests */
	struct loop	*loop;
	struct till	*till;		/* the register's session, core/sell */
	struct keymap	 keys;
	char		 place[100];	/* "Main Street - Register 1" */
	char		 who[60];	/* "Ana"; "" when nobody signed in */
	int64_t		 lock_us;	/* idle until it locks; 0: never */
	struct screen	*lock;		/* over an open sale, or NULL */
	char		 owner_phone[40];
	const char	*shop_url;	/* as the program was told; may hold a
					   password */
	struct printer	*printer;	/* NULL: none is set */
	bool		 printer_escpos;
	size_t		 receipt_width;
	struct zone	 zone;		/* the shop's; UTC until set */
	struct currency	 currency;
	int		 colours;	/* of the terminal, for photos */
	bool		 ascii;
	bool		 no_fkeys;	/* the footer names other keys */
	bool		 redraw;	/* paint everything anew; term clears it */
	bool		 bell;		/* ring once; term clears it */
	bool		 quit;		/* the program ends */
	struct notice	 notice;	/* what waits for somebody */
	bool	(*may_quit)(struct ui *);	/* false: it asks by itself */

	/* The rest is screen.c's own. */
	char		 clock[24];
	int64_t		 active_at;	/* clock_mono, of the last key */
	struct screen	*top;
	struct screen	*grave;
	char		 toast[240];
	enum toast	 toast_kind;
	int64_t		 toast_until;
};

void	ui_init(struct ui *);
/* Closes every screen. */
void	ui_free(struct ui *);
void	ui_event(struct ui *, const struct event *);
void	ui_tick(struct ui *);		/* call once a second */
void	ui_changed(struct ui *);	/* from db_on_change and db_on_link */
/* Frees what closed.  Call when no screen's code is running. */
void	ui_settle(struct ui *);
void	ui_draw(const struct ui *, struct sheet *);
/* Whether characters must wait until they cannot be a scan: input_patient. */
bool	ui_patient(const struct ui *);
/*
 * A short word to the associate, what happened and what to do, over the line
 * above the keys.  Stays some seconds; TOAST_ALARM until a key.
 */
void	ui_toast(struct ui *, enum toast, const char *, ...) PRINTF_LIKE(3, 4);
/* An error and its hint as a toast. */
void	ui_toast_err(struct ui *, const struct err *);
/* Sends a code down the stack, as the scanner does. */
void	ui_scan(struct ui *, const char *code);
/* Runs a command as if its key had been pressed. */
void	ui_act(struct ui *, enum cmd);

/* A new screen on top; its state is zeroed. */
struct screen *screen_push(struct ui *, const struct screen_ops *);
/* Closes a screen and all above it.  Its memory lasts until ui_settle. */
void	screen_pop(struct screen *);
/* Whether it is on the stack of its ui still. */
bool	screen_is_open(const struct ui *, const struct screen *);
/* The nearest screen of that kind on the stack, or NULL. */
struct screen *screen_find(const struct ui *, const struct screen_ops *);

/*
 * For cards: a framed window of at most rows x cols in the middle of the body;
 * what is below shows round it.
 */
struct canvas card_open(struct canvas *body, int rows, int cols, enum ink,
	    const char *title);

#endif
