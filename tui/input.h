/*
 * Bytes from the terminal become events.  Pure: no terminal, no clock, no
 * database, so that it can be fuzzed and replayed; the caller says what time
 * it is (microseconds that only go forward).
 *
 *	input_feed(in, bytes, n, now);
 *	while (input_next(in, now, &ev))
 *		...
 *
 * and again input_next() when input_due() has come.  Events are made one at a
 * time, so that what a screen does with one (open a PIN field) counts for the
 * very next byte.
 *
 * A scanner is a keyboard that types fast.  Two ways to know it:
 *
 *  - It sends a prefix.  Then it is certain, and nothing else is a scan.
 *  - It sends none.  Then a burst is taken for a scan when it looks like a
 *    code (four or more letters, digits and -./_+$% without a blank, at least
 *    one digit, no pause longer than the burst gap) and ends in the suffix.
 *    Such a scan is not "sure": terminals coalesce typing too, and the screen
 *    may say that it is rather something typed (see screen.h).
 *
 * While `patient` is set, characters wait until they cannot be a scan any more
 * (one burst gap): for secret fields and for screens where letters are
 * commands.  Otherwise they are shown at once, and the scan event says how
 * many of them belonged to it and must be taken back.
 */
#ifndef VITRINE_INPUT_H
#define VITRINE_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum event_kind {
	EV_TEXT,		/* one character typed: ch */
	EV_KEY,			/* key, with or without modifiers */
	EV_SCAN,		/* text is a scanned code */
	EV_PASTE		/* text was pasted; never a scan */
};

/* Keys beyond characters.  A character key is the character itself. */
enum {
	KEY_BASE = 0x200000,
	KEY_ENTER, KEY_TAB, KEY_BACKTAB, KEY_ESC, KEY_ERASE, KEY_DEL,
	KEY_INS, KEY_UP, KEY_DOWN, KEY_LEFT, KEY_RIGHT, KEY_HOME, KEY_END,
	KEY_PGUP, KEY_PGDN, KEY_F0,
	KEY_F1, KEY_F2, KEY_F3, KEY_F4, KEY_F5, KEY_F6, KEY_F7, KEY_F8,
	KEY_F9, KEY_F10, KEY_F11, KEY_F12,
	KEY_LAST,
	MOD_ALT = 0x1000000,
	MOD_CTRL = 0x2000000,	/* with a lower-case letter */
	MOD_SHIFT = 0x4000000,	/* with KEY_... only */
	KEY_MASK = 0xffffff
};

struct event {
	enum event_kind	 kind;
	int		 key;		/* EV_KEY */
	uint32_t	 ch;		/* EV_TEXT */
	const char	*text;		/* EV_SCAN, EV_PASTE: clean UTF-8, owned by
					   the input, until the next event */
	bool		 sure;		/* EV_SCAN: framed by the prefix */
	bool		 cut;		/* it was longer than fits */
	int		 retract;	/* EV_SCAN: EV_TEXTs to take back */
	int		 ender;		/* EV_SCAN: KEY_ENTER, KEY_TAB or 0 */
};

enum {
	ENDS_CR = 1, ENDS_LF = 2, ENDS_TAB = 4, ENDS_ETX = 8,
	ENDS_PAUSE = 16	/* a pause ends the scan */
};

#define SCAN_MAX	512	/* bytes of one code */
#define SCAN_MIN	4	/* characters of a burst without a prefix */
#define PASTE_MAX	65536

struct input_opts {
	char	prefix[16];	/* bytes the scanner sends first, "" for none */
	int	suffix;		/* ENDS_..., several allowed */
	int64_t	gap;		/* longest pause inside a burst, us */
	int64_t	esc;		/* how long a lone ESC waits for more, us */
};

/* No prefix; CR, LF or Tab; 40 ms; 25 ms. */
#define INPUT_OPTS	{ .prefix = "", .gap = 40000, .esc = 25000, \
	.suffix = ENDS_CR | ENDS_LF | ENDS_TAB }

struct input;

struct input *input_new(const struct input_opts *);
void	input_free(struct input *);
/* Tells the bytes this terminal sends for a key (from terminfo). */
void	input_learn(struct input *, const char *bytes, int key);
/*
 * Learns all a terminal says about itself: lookup answers the string of a
 * terminfo capability by its name ("kf1"), NULL when it has none.
 */
void	input_learn_all(struct input *, const char *(*lookup)(const char *));
void	input_patient(struct input *, bool);
void	input_feed(struct input *, const char *, size_t, int64_t now);
/* False when nothing more can be said now. */
bool	input_next(struct input *, int64_t now, struct event *);
/* When input_next should be called although no byte came; INT64_MAX: never. */
int64_t	input_due(const struct input *);

/*
 * Reads how a setting writes the scanner's bytes: "STX", "ETX", "CR", "LF",
 * "CRLF", "TAB", "none", or the characters themselves with \xNN.  False when
 * it makes no sense.
 */
bool	input_prefix(const char *setting, char out[16]);
bool	input_suffix(const char *setting, int *out_r);

#endif
