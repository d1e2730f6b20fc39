/* Keys and commands: see keymap.h. */
#include "keymap.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "str.h"

static const struct {
	const char	*word, *keys, *label, *help;
} commands[CMD_COUNT] = {
	[CMD_NONE] = { "", "", "", "" },
#define CMD(NAME, word, keys, label, help) \
	[CMD_##NAME] = { word, keys, label, help },
#include "command.def"
#undef CMD
};

static const struct {
	const char	*name;
	int		 key;
} names[] = {
	{ "Enter", KEY_ENTER }, { "Esc", KEY_ESC }, { "Tab", KEY_TAB },
	{ "Shift-Tab", KEY_BACKTAB }, { "Space", ' ' }, { "Up", KEY_UP },
	{ "Down", KEY_DOWN }, { "Left", KEY_LEFT }, { "Right", KEY_RIGHT },
	{ "Home", KEY_HOME }, { "End", KEY_END }, { "PgUp", KEY_PGUP },
	{ "PgDn", KEY_PGDN }, { "Ins", KEY_INS }, { "Del", KEY_DEL },
	{ "Backspace", KEY_ERASE },
};

const char *
cmd_word(enum cmd cmd)
{
	return commands[cmd].word;
}

const char *
cmd_label(enum cmd cmd)
{
	return commands[cmd].label;
}

const char *
cmd_help(enum cmd cmd)
{
	return commands[cmd].help;
}

enum cmd
cmd_by_word(const char *word)
{
	for (int i = CMD_NONE + 1; i < CMD_COUNT; i++)
		if (str_eq(word, commands[i].word))
			return (enum cmd)i;
	return CMD_NONE;
}

int
keymap_parse(const char *name)
{
	uint32_t	ch;
	size_t		len = strlen(name);
	int		inner;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq_nocase(name, names[i].name))
			return names[i].key;
	if (str_starts(name, "Alt-"))
		return (inner = keymap_parse(name + 4)) != 0 ?
		    inner | MOD_ALT : 0;
	if (str_starts(name, "Ctrl-"))
		return (inner = keymap_parse(name + 5)) != 0 ?
		    inner | MOD_CTRL : 0;
	if (str_starts(name, "Shift-"))
		return (inner = keymap_parse(name + 6)) > KEY_BASE ?
		    inner | MOD_SHIFT : 0;
	if (name[0] == 'F' && len > 1) {
		int64_t	n;

		return str_int64(name + 1, &n) && n >= 1 && n <= 12 ?
		    KEY_F0 + (int)n : 0;
	}
	if (len > 0 && str_utf8(name, len, &ch) == (int)len && ch > 0x20)
		return (int)ch;
	return 0;
}

const char *
keymap_name(int key, char *out, size_t size)
{
	/* Shift first: keymap_parse() wants it before a letter's others. */
	char		 mods[24];
	char		 bytes[5] = "";
	int		 plain = key & KEY_MASK;

	if (key == 0) {
		str_copy(out, size, "");
		return out;
	}
	snprintf(mods, sizeof mods, "%s%s%s", key & MOD_SHIFT ? "Shift-" : "",
	    key & MOD_CTRL ? "Ctrl-" : "", key & MOD_ALT ? "Alt-" : "");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].key == plain) {
			snprintf(out, size, "%s%s", mods, names[i].name);
			return out;
		}
	if (plain >= KEY_F1 && plain <= KEY_F12) {
		snprintf(out, size, "%sF%d", mods, plain - KEY_F0);
		return out;
	}
	bytes[str_utf8_put((uint32_t)plain, bytes)] = '\0';
	snprintf(out, size, "%s%s", mods, bytes);
	return out;
}

/* Sets a command's keys from their names; the first wrong one is left in bad. */
static bool
set_keys(struct keymap *map, enum cmd cmd, const char *list, char *bad,
    size_t size)
{
	int	keys[CMD_KEYS] = { 0 }, n = 0;
	size_t	len;
	char	name[32];

	for (; *list != '\0'; list += len) {
		list += strspn(list, " \t");
		len = strcspn(list, " \t");
		if (len == 0)
			break;
		snprintf(name, sizeof name, "%.*s", (int)len, list);
		if (n == CMD_KEYS || (keys[n++] = keymap_parse(name)) == 0) {
			str_copy(bad, size, name);
			return false;
		}
	}
	memcpy(map->keys[cmd], keys, sizeof keys);
	return true;
}

void
keymap_defaults(struct keymap *map)
{
	char	bad[32];

	memset(map, 0, sizeof *map);
	for (int i = CMD_NONE + 1; i < CMD_COUNT; i++)
		if (!set_keys(map, (enum cmd)i, commands[i].keys, bad,
		    sizeof bad))
			abort();	/* command.def is wrong */
}

int
keymap_line(struct keymap *map, const char *text, struct err *err)
{
	char	 line[256], bad[32], *equals;
	enum cmd cmd;

	if (!str_copy(line, sizeof line, text))
		return err_set(err, ERR_CONFIG, "line too long");
	str_trim(line);
	if (line[0] == '\0' || line[0] == '#')
		return 0;
	if ((equals = strchr(line, '=')) == NULL)
		return err_set(err, ERR_CONFIG, "no '=' in '%s'", line);
	*equals = '\0';
	str_trim(line);
	if ((cmd = cmd_by_word(line)) == CMD_NONE) {
		err_set(err, ERR_CONFIG, "no command is called '%s'", line);
		return err_hint(err, "The help screen and vitrine(1) list "
		    "them.");
	}
	if (!set_keys(map, cmd, equals + 1, bad, sizeof bad)) {
		err_set(err, ERR_CONFIG, "'%s' is no key, or one too many",
		    bad);
		return err_hint(err, "Write keys as F5, Alt-h, Ctrl-o or "
		    "Enter, at most %d a command.", CMD_KEYS);
	}
	return 0;
}

int
keymap_load(struct keymap *map, const char *path, struct err *err)
{
	FILE	*file = fopen(path, "re");
	char	 line[512];
	int	 number = 0, status = 0;

	if (file == NULL) {
		if (errno == ENOENT || errno == ENOTDIR)
			return 0;
		return err_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	}
	while (status == 0 && fgets(line, sizeof line, file) != NULL) {
		number++;
		if ((status = keymap_line(map, line, err)) != 0)
			err_wrap(err, "%s:%d", path, number);
	}
	fclose(file);
	return status;
}

enum cmd
keymap_find(const struct keymap *map, const enum cmd *cmds, int key)
{
	for (; *cmds != CMD_NONE; cmds++)
		for (int i = 0; i < CMD_KEYS; i++)
			if (key != 0 && map->keys[*cmds][i] == key)
				return *cmds;
	return CMD_NONE;
}

int
keymap_key(const struct keymap *map, enum cmd cmd, bool no_fkeys)
{
	for (int i = 0; i < CMD_KEYS; i++) {
		int	key = map->keys[cmd][i];

		if (!no_fkeys || key < KEY_F1 || key > KEY_F12)
			return key;
	}
	return map->keys[cmd][0];
}
