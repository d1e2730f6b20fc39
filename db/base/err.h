/*
 * Errors are values.  A function that can fail returns -1 (or NULL) and fills
 * the caller's struct err with what went wrong and what to do about it.  The
 * text is lower case without a full stop; the hint is a whole sentence.
 *
 * A refusal (the piece is taken) is not an error: it is an outcome of its own,
 * see core/sell/sale.h.
 */
#ifndef VITRINE_ERR_H
#define VITRINE_ERR_H

#define PRINTF_LIKE(f, a)	__attribute__((format(printf, f, a)))
#define MUST_CHECK		__attribute__((warn_unused_result))

enum err_kind {
	ERR_NONE = 0,
	ERR_USAGE,		/* the command line is wrong */
	ERR_INPUT,		/* the data given is wrong */
	ERR_NO_INPUT,		/* the named file or thing is not there */
	ERR_UNAVAILABLE,	/* the database or a peer cannot be reached */
	ERR_INTERNAL,		/* we are wrong */
	ERR_CANNOT_CREATE,	/* a file cannot be made */
	ERR_IO,			/* reading or writing failed */
	ERR_RETRY,		/* nothing happened; try again */
	ERR_NOT_ALLOWED,	/* this person or role may not */
	ERR_CONFIG,		/* the configuration is wrong */
	ERR_REFUSED,		/* the shop's rules say no (taken, held ...) */
	ERR_UNSURE		/* it may have happened: ask again by id */
};

struct err {
	enum err_kind	kind;
	char		text[320];
	char		hint[240];
};

/* Empty error; every struct err starts as this. */
#define ERR_INIT	{ .kind = ERR_NONE }

void	err_clear(struct err *);

/* Sets kind and text, drops any hint.  Always returns -1; err may be NULL. */
int	err_set(struct err *, enum err_kind, const char *, ...)
	    PRINTF_LIKE(3, 4);

/* Adds what to do.  Always returns -1. */
int	err_hint(struct err *, const char *, ...) PRINTF_LIKE(2, 3);

/* Puts "context: " before the text.  Always returns -1. */
int	err_wrap(struct err *, const char *, ...) PRINTF_LIKE(2, 3);

/* Copies src to dst; dst may be NULL.  Always returns -1. */
int	err_copy(struct err *dst, const struct err *src);

/*
 * The exit status a command ends with: 0, 3 for a refusal, 4 for unsure, else
 * the number sysexits.h gives the kind.
 */
int	err_exit_status(const struct err *);

/* A stable word for the kind, for --json and logs: "unavailable". */
const char *err_kind_name(enum err_kind);

#endif
