/*
 * Settings: see config.h.  The only file that knows libconfuse, which does the
 * lexing; it hands over every value as text, and what a value may be is
 * decided here from config.def's rows.
 */
#include "run/config.h"

#include <assert.h>
#include <confuse.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "str.h"

#define CONFIG_MAX	(256 * 1024)
#define SYSTEM_FILE	"/etc/vitrine/vitrine.conf"

enum row_type { ROW_TEXT, ROW_COUNT, ROW_CHOICE };

struct row {
	const char	*name;
	enum row_type	 type;
	size_t		 at;		/* offset in struct config */
	const char	*text;		/* TEXT: default */
	int64_t		 def;
	int64_t		 min;
	int64_t		 max;
	const char	*words;		/* CHOICE */
	const char	*doc;
};

#define AT(field)	offsetof(struct config, field)
static const struct row rows[] = {
#define TEXT(field, name, def, doc) \
	{ name, ROW_TEXT, AT(field), def, 0, 0, 0, NULL, doc },
#define COUNT(field, name, def, min, max, doc) \
	{ name, ROW_COUNT, AT(field), NULL, def, min, max, NULL, doc },
#define CHOICE(field, name, tag, words, def, doc) \
	{ name, ROW_CHOICE, AT(field), NULL, def, 0, 0, words, doc },
#include "run/config.def"
#undef TEXT
#undef COUNT
#undef CHOICE
};
#undef AT

#define ROWS	(sizeof rows / sizeof rows[0])
#define WORD	16		/* longest choice, with the NUL */

static_assert(sizeof(enum scanner_suffix) == sizeof(unsigned),
    "choices are stored as unsigned");

/*
 * libconfuse's callbacks carry no argument of ours, so that what is being
 * parsed hangs here; parsing never nests and nothing else uses it.
 */
static struct {
	struct config	*config;
	const char	*name;
	struct err	*err;
	bool		 seen[ROWS];
	bool		 failed;
} parsing;

static void
put_text(struct config *c, const struct row *row, const char *text)
{
	const char	*kept = arena_strdup(c->arena, text);

	memcpy((char *)c + row->at, &kept, sizeof kept);
}

static void
put_number(struct config *c, const struct row *row, int64_t n)
{
	unsigned	u = (unsigned)n;

	if (row->type == ROW_CHOICE)
		memcpy((char *)c + row->at, &u, sizeof u);
	else
		memcpy((char *)c + row->at, &n, sizeof n);
}

static void
set_defaults(struct config *c)
{
	size_t	i;

	memset(c, 0, sizeof *c);
	c->arena = arena_new();
	c->path = "";
	for (i = 0; i < ROWS; i++) {
		if (rows[i].type == ROW_TEXT)
			put_text(c, &rows[i], rows[i].text);
		else
			put_number(c, &rows[i], rows[i].def);
	}
}

/* The nth word, "" past the last. */
static void
word_at(const char *words, int64_t n, char out[WORD])
{
	size_t	len;

	for (; n > 0 && *words != '\0'; n--) {
		words += strcspn(words, " ");
		words += strspn(words, " ");
	}
	len = strcspn(words, " ");
	if (len >= WORD)
		len = WORD - 1;
	memcpy(out, words, len);
	out[len] = '\0';
}

static int64_t
word_index(const char *words, const char *value)
{
	char	word[WORD];
	int64_t	i;

	for (i = 0;; i++) {
		word_at(words, i, word);
		if (word[0] == '\0')
			return -1;
		if (str_eq_nocase(word, value))
			return i;
	}
}

/* A value as an error may show it: short and without control characters. */
static void
quote(const char *value, char out[41])
{
	str_copy(out, 41, value);
	str_clean(out, false);
}

static int
set_value(struct config *c, const struct row *row, const char *value,
    struct err *err)
{
	char	shown[41];
	int64_t	n;

	quote(value, shown);
	switch (row->type) {
	case ROW_COUNT:
		if (!str_int64(value, &n) || n < row->min || n > row->max) {
			err_set(err, ERR_CONFIG, "%s is '%s'", row->name,
			    shown);
			return err_hint(err,
			    "Use a whole number from %lld to %lld.",
			    (long long)row->min, (long long)row->max);
		}
		put_number(c, row, n);
		return 0;
	case ROW_CHOICE:
		n = word_index(row->words, value);
		if (n < 0) {
			err_set(err, ERR_CONFIG, "%s is '%s'", row->name,
			    shown);
			return err_hint(err, "Use one of: %s.", row->words);
		}
		put_number(c, row, n);
		return 0;
	case ROW_TEXT:
		/* A scanner's prefix may well be a control character. */
		if (!str_eq(row->name, "scanner_prefix") &&
		    !str_is_clean(value, false)) {
			err_set(err, ERR_CONFIG,
			    "%s has control characters or is not UTF-8",
			    row->name);
			return err_hint(err, "Retype the value.");
		}
		put_text(c, row, value);
		return 0;
	}
	return -1;
}

static void
fail_at(int line)
{
	err_wrap(parsing.err, "%s:%d", parsing.name, line);
	parsing.failed = true;
}

/* Called for every value set, while cfg->line is still the value's line. */
static int
on_value(cfg_t *cfg, cfg_opt_t *opt)
{
	const char	*value = cfg_opt_getnstr(opt, 0);
	size_t		 i;

	for (i = 0; i < ROWS && !str_eq(rows[i].name, opt->name); i++)
		;
	if (i == ROWS || value == NULL || parsing.failed)
		return -1;
	if (parsing.seen[i]) {
		err_set(parsing.err, ERR_CONFIG, "%s is set twice",
		    rows[i].name);
		err_hint(parsing.err, "Delete one of the two lines.");
		fail_at(cfg->line);
		return -1;
	}
	parsing.seen[i] = true;
	if (set_value(parsing.config, &rows[i], value, parsing.err) == 0)
		return 0;
	fail_at(cfg->line);
	return -1;
}

/* What libconfuse itself complains about: syntax and unknown names. */
static void __attribute__((format(printf, 2, 0)))
on_error(cfg_t *cfg, const char *fmt, va_list ap)
{
	char	text[200];

	if (parsing.failed)
		return;
	vsnprintf(text, sizeof text, fmt, ap);
	str_clean(text, false);
	err_set(parsing.err, ERR_CONFIG, "%s", text);
	err_hint(parsing.err,
	    "Compare the line with vitrine.conf(5); texts go in 'quotes'.");
	fail_at(cfg->line > 0 ? cfg->line : 1);
}

enum lexer { PLAIN, LINE_COMMENT, COMMENT, SINGLE, DOUBLE };

static bool
ends_word(char c)
{
	return c == '\0' || strchr(" \t\r\n'\"=,(){}", c) != NULL;
}

/*
 * Two things libconfuse does silently would turn a password into another one:
 * ${NAME} outside single quotes becomes the environment's (or nothing), and #
 * inside an unquoted value begins a comment.  One step of its lexer, to find
 * them; returns what is wrong with the character at s[*i], or NULL.
 */
static const char *
lex(enum lexer *in, const char *s, size_t len, size_t *i)
{
	char	before = *i > 0 ? s[*i - 1] : '\n';
	char	next = *i + 1 < len ? s[*i + 1] : '\0';

	switch (*in) {
	case LINE_COMMENT:
		if (s[*i] == '\n')
			*in = PLAIN;
		return NULL;
	case COMMENT:
		if (s[*i] == '*' && next == '/')
			*in = PLAIN;
		return NULL;
	case SINGLE:
	case DOUBLE:
		if (s[*i] == '\\' && next != '\n')
			++*i;
		else if (s[*i] == (*in == SINGLE ? '\'' : '"'))
			*in = PLAIN;
		else if (*in == DOUBLE && s[*i] == '$' && next == '{')
			return "${ in a value";
		return NULL;
	case PLAIN:
		break;
	}
	if (s[*i] == '$' && next == '{')
		return "${ in a value";
	if (s[*i] == '#' && !ends_word(before))
		return "# in a value";
	if (s[*i] == '\'' || s[*i] == '"')
		*in = s[*i] == '"' ? DOUBLE : SINGLE;
	else if (s[*i] == '#' ||
	    (s[*i] == '/' && next == '/' && ends_word(before)))
		*in = LINE_COMMENT;
	else if (s[*i] == '/' && next == '*') {
		*in = COMMENT;
		++*i;
	}
	return NULL;
}

static int
check_surprises(const char *s, size_t len, const char *name, struct err *err)
{
	enum lexer	 in = PLAIN;
	const char	*wrong = NULL;
	int		 line = 1;
	size_t		 i;

	for (i = 0; i < len && wrong == NULL; i++) {
		wrong = lex(&in, s, len, &i);
		if (i < len && s[i] == '\n')
			line++;
	}
	if (wrong != NULL) {
		err_set(err, ERR_CONFIG, "%s:%d: %s", name, line, wrong);
		return err_hint(err,
		    "Put the value in 'single quotes' to keep it as it is.");
	}
	if (in == COMMENT) {
		err_set(err, ERR_CONFIG, "%s:%d: a comment never ends", name,
		    line);
		return err_hint(err, "Close it with */.");
	}
	return 0;
}

/* libconfuse's own option list: every setting as text. */
static cfg_t *
make_parser(cfg_opt_t opts[ROWS + 1])
{
	const cfg_opt_t	 end = CFG_END();
	cfg_t		*cfg;
	size_t		 i;

	for (i = 0; i < ROWS; i++) {
		const cfg_opt_t	one = CFG_STR(rows[i].name, NULL, CFGF_NONE);

		opts[i] = one;
	}
	opts[ROWS] = end;
	cfg = cfg_init(opts, CFGF_NONE);
	if (cfg == NULL)
		return NULL;
	cfg_set_error_function(cfg, on_error);
	for (i = 0; i < ROWS; i++)
		cfg_set_validate_func(cfg, rows[i].name, on_value);
	return cfg;
}

int
config_parse(struct config *c, const char *text, size_t len, const char *name,
    struct err *err)
{
	cfg_opt_t	 opts[ROWS + 1];
	cfg_t		*cfg = NULL;
	char		*copy = NULL;
	int		 ret = -1;

	set_defaults(c);
	if (len > CONFIG_MAX || memchr(text, '\0', len) != NULL) {
		err_set(err, ERR_CONFIG, "%s is not a configuration file",
		    name);
		err_hint(err, "Name a text file as in vitrine.conf(5).");
		goto out;
	}
	if (check_surprises(text, len, name, err) < 0)
		goto out;
	copy = mem_alloc(len + 2);
	memcpy(copy, text, len);
	memcpy(copy + len, "\n", 2);
	memset(&parsing, 0, sizeof parsing);
	parsing.config = c;
	parsing.name = name;
	parsing.err = err;
	cfg = make_parser(opts);
	if (cfg == NULL) {
		err_set(err, ERR_INTERNAL, "libconfuse did not start");
		goto out;
	}
	if (cfg_parse_buf(cfg, copy) == CFG_SUCCESS && !parsing.failed)
		ret = 0;
	else if (!parsing.failed)
		err_set(err, ERR_CONFIG, "%s cannot be parsed", name);
out:
	if (cfg != NULL)
		cfg_free(cfg);
	free(copy);
	if (ret < 0) {
		config_free(c);
		set_defaults(c);
	} else {
		c->path = arena_strdup(c->arena, name);
	}
	return ret;
}

void
config_free(struct config *c)
{
	arena_free(c->arena);
	memset(c, 0, sizeof *c);
}

static int
read_file(const char *path, struct buf *text, struct err *err)
{
	char	 chunk[4096];
	size_t	 n;
	FILE	*f;
	int	 saved;

	f = fopen(path, "re");
	if (f == NULL) {
		saved = errno;
		err_set(err, saved == ENOENT ? ERR_NO_INPUT : ERR_CONFIG,
		    "cannot read %s: %s", path, strerror(saved));
		return err_hint(err, "Name a readable file with --config or "
		    "VITRINE_CONFIG, or /dev/null for none.");
	}
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_add(text, chunk, n);
	saved = ferror(f) ? errno : 0;
	fclose(f);
	if (saved != 0 || buf_full(text)) {
		err_set(err, ERR_CONFIG, "cannot read %s: %s", path,
		    saved != 0 ? strerror(saved) : "it is too long");
		return err_hint(err, "Name a file as in vitrine.conf(5).");
	}
	return 0;
}

/*
 * $variable/tail, or $HOME/fallback/tail.  The base directory rules want a
 * relative path ignored.  NULL when there is no home.
 */
static const char *
xdg_path(struct arena *arena, const char *variable, const char *fallback,
    const char *tail)
{
	const char	*dir = getenv(variable);
	const char	*home = getenv("HOME");

	if (dir != NULL && dir[0] == '/')
		return arena_printf(arena, "%s/%s", dir, tail);
	if (home == NULL || home[0] != '/')
		return NULL;
	return arena_printf(arena, "%s/%s/%s", home, fallback, tail);
}

/* The file to read, or NULL for none. */
static const char *
find_file(struct arena *arena, const char *option)
{
	const char	*path = option;

	if (path == NULL)
		path = getenv("VITRINE_CONFIG");
	if (path != NULL && path[0] != '\0')
		return path;
	path = xdg_path(arena, "XDG_CONFIG_HOME", ".config",
	    "vitrine/vitrine.conf");
	if (path != NULL && access(path, F_OK) == 0)
		return path;
	return access(SYSTEM_FILE, F_OK) == 0 ? SYSTEM_FILE : NULL;
}

int
config_load(struct config *c, const char *path, struct err *err)
{
	struct buf	 text = BUF_INIT(CONFIG_MAX);
	struct arena	*arena = arena_new();
	const char	*file = find_file(arena, path);
	int		 ret = 0;

	if (file == NULL) {
		set_defaults(c);
	} else if (read_file(file, &text, err) < 0) {
		set_defaults(c);
		ret = -1;
	} else {
		ret = config_parse(c, buf_str(&text), text.len, file, err);
	}
	buf_free(&text);
	arena_free(arena);
	return ret;
}

const char *
config_shop(struct config *c, const char *option, struct err *err)
{
	const char	*url = option;
	const char	*path;

	if (url != NULL && url[0] == '\0') {
		err_set(err, ERR_USAGE, "--shop is empty");
		err_hint(err, "Use sqlite:PATH or postgresql://...");
		return NULL;
	}
	if (url == NULL)
		url = getenv("VITRINE_SHOP");
	if (url == NULL || url[0] == '\0')
		url = c->shop;
	if (url[0] != '\0')
		return arena_strdup(c->arena, url);
	path = xdg_path(c->arena, "XDG_DATA_HOME", ".local/share",
	    "vitrine/shop.db");
	if (path == NULL) {
		err_set(err, ERR_CONFIG, "no shop is named and HOME is unset");
		err_hint(err, "Name the shop with --shop or VITRINE_SHOP.");
		return NULL;
	}
	return arena_printf(c->arena, "sqlite:%s", path);
}

int
config_make_dirs(const char *url, struct err *err)
{
	char	*path;
	char	*slash;
	int	 ret = 0;

	if (!str_starts(url, "sqlite:"))
		return 0;
	path = mem_strdup(url + strlen("sqlite:"));
	for (slash = strchr(path + (path[0] != '\0'), '/'); slash != NULL;
	    slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0700) < 0 && errno != EEXIST) {
			err_set(err, ERR_CANNOT_CREATE,
			    "cannot make the directory %s: %s", path,
			    strerror(errno));
			ret = err_hint(err, "Make it yourself, or name "
			    "another place with --shop sqlite:PATH.");
			break;
		}
		*slash = '/';
	}
	free(path);
	return ret;
}

size_t
config_count(void)
{
	return ROWS;
}

const char *
config_name(size_t row)
{
	return rows[row].name;
}

const char *
config_doc(size_t row)
{
	return rows[row].doc;
}

void
config_value(const struct config *c, size_t row, char *out, size_t size)
{
	const char	*at = (const char *)c + rows[row].at;
	const char	*text;
	char		 word[WORD];
	unsigned	 choice;
	int64_t		 n;

	switch (rows[row].type) {
	case ROW_TEXT:
		memcpy(&text, at, sizeof text);
		str_copy(out, size, text);
		break;
	case ROW_COUNT:
		memcpy(&n, at, sizeof n);
		snprintf(out, size, "%lld", (long long)n);
		break;
	case ROW_CHOICE:
		memcpy(&choice, at, sizeof choice);
		word_at(rows[row].words, choice, word);
		str_copy(out, size, word);
		break;
	}
}
