/*
 * The settings of vitrine.conf(5), listed in config.def, and the rule for
 * which shop a program opens: --shop, then VITRINE_SHOP, then shop in the
 * file, then sqlite:$XDG_DATA_HOME/vitrine/shop.db.
 *
 * The file is --config, else VITRINE_CONFIG, else the first there is of
 * $XDG_CONFIG_HOME/vitrine/vitrine.conf and /etc/vitrine/vitrine.conf.  No
 * file at all is fine.  An unknown name or a bad value is an error with its
 * line: a misspelt setting that is ignored is found at the worst moment.
 */
#ifndef VITRINE_CONFIG_H
#define VITRINE_CONFIG_H

#include <stddef.h>
#include <stdint.h>

#include "err.h"

struct arena;

/* In the order of the words in config.def. */
enum log_choice { LOG_CHOICE_ERROR, LOG_CHOICE_WARN, LOG_CHOICE_INFO,
	LOG_CHOICE_DEBUG };
enum scanner_suffix { SUFFIX_CR, SUFFIX_LF, SUFFIX_TAB, SUFFIX_NONE };
enum printer_kind { PRINTER_TEXT, PRINTER_ESCPOS };
enum currency_display { CURRENCY_SYMBOL, CURRENCY_CODE };

struct config {
#define TEXT(field, name, def, doc)			const char *field;
#define COUNT(field, name, def, min, max, doc)		int64_t field;
#define CHOICE(field, name, tag, words, def, doc)	enum tag field;
#include "run/config.def"
#undef TEXT
#undef COUNT
#undef CHOICE
	const char	*path;		/* the file read, "" for none */
	struct arena	*arena;		/* owns every text above */
};

/*
 * path is --config's, or NULL to search.  -1 with err; then all defaults.
 * config_free either way.
 */
int	config_load(struct config *, const char *path, struct err *) MUST_CHECK;
/* The same from memory; name is what errors call it. */
int	config_parse(struct config *, const char *text, size_t len,
	    const char *name, struct err *) MUST_CHECK;
void	config_free(struct config *);

/*
 * The shop's URL; option is --shop's or NULL.  Owned by the config.  NULL with
 * err when nothing names one and there is no home to look in.
 */
const char *config_shop(struct config *, const char *option, struct err *);

/*
 * Makes the directories an embedded shop's file will stand in, private to the
 * user.  Nothing to do for a server's URL.
 */
int	config_make_dirs(const char *url, struct err *) MUST_CHECK;

/* The settings as rows, for showing them. */
size_t	config_count(void);
const char *config_name(size_t row);
const char *config_doc(size_t row);
/* The value as it would stand in the file, written into out. */
void	config_value(const struct config *, size_t row, char *out, size_t size);

#endif
