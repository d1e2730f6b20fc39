/*
 * Keys mean commands.  The defaults stand in command.def; the user's key file
 * may say otherwise, one line a command:
 *
 *	hold = F5 Alt-h
 *
 * Names of keys: F1-F12, Enter, Esc, Tab, Space, Up, Down, Left, Right, Home,
 * End, PgUp, PgDn, Ins, Del, Backspace, a character; with Ctrl-, Alt-, Shift-.
 */
#ifndef VITRINE_KEYMAP_H
#define VITRINE_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"

enum cmd {
	CMD_NONE,		/* ends a screen's list */
#define CMD(NAME, word, keys, label, help)	CMD_##NAME,
#include "command.def"
#undef CMD
	CMD_COUNT
};

#define CMD_KEYS	4

const char *cmd_word(enum cmd);
const char *cmd_label(enum cmd);
const char *cmd_help(enum cmd);
/* CMD_NONE when there is none of that word. */
enum cmd cmd_by_word(const char *);

struct keymap {
	int	keys[CMD_COUNT][CMD_KEYS];	/* 0 ends */
};

void	keymap_defaults(struct keymap *);
/*
 * Reads a key file over the defaults.  A file that is not there is fine.  -1
 * names the file, the line and what is wrong with it.
 */
int	keymap_load(struct keymap *, const char *path, struct err *) MUST_CHECK;
/* One line of it; blank lines and those starting with # are fine. */
int	keymap_line(struct keymap *, const char *line, struct err *) MUST_CHECK;
/* The command of cmds (ended by CMD_NONE) this key means, or CMD_NONE. */
enum cmd keymap_find(const struct keymap *, const enum cmd *cmds, int key);
/* The key as it is written, e.g. "Alt-h"; "" for none. */
const char *keymap_name(int key, char *out, size_t size);
/* 0 when it is no key's name. */
int	keymap_parse(const char *name);
/* The first key of a command; with no_fkeys the first that is no F-key. */
int	keymap_key(const struct keymap *, enum cmd, bool no_fkeys);

#endif
