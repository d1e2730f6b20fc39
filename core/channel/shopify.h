/* The parts of the Shopify connector, for each other: shopify_*.c. */
#ifndef VITRINE_SHOPIFY_H
#define VITRINE_SHOPIFY_H

#include "channel/channel.h"
#include "run/json.h"

#define SHOPIFY_API	"2026-10"

/* Every document we send; a test holds each against the published schema. */
enum shopify_doc {
#define DOC(NAME, text)	DOC_##NAME,
#include "channel/shopify_docs.def"
#undef DOC
	DOC_COUNT
};

const char *shopify_doc_name(enum shopify_doc);
const char *shopify_doc_text(enum shopify_doc);

/* What a link keeps between tasks. */
struct shopify_memory {
	char	token[256];		/* "": none yet */
	int64_t	token_until;		/* us UTC */
	int64_t	points;			/* left at points_at */
	int64_t	points_at;		/* us UTC */
	int64_t	refill;			/* points a second */
};

/* A document and its variables (given away; NULL for none). */
struct shopify_call {
	enum shopify_doc	 doc;
	struct js		*variables;
};

/* Each fills the call in, or is told data of its answer. */
int	shopify_poll_ask(struct task *, struct shopify_call *);
enum heard shopify_poll_hear(struct task *, const struct js *data,
	    struct err *);
int	shopify_undo_ask(struct task *, struct shopify_call *);
enum heard shopify_undo_hear(struct task *, const struct js *data,
	    struct err *);
int	shopify_part_ask(struct task *, struct shopify_call *);
enum heard shopify_part_hear(struct task *, const struct js *data,
	    struct err *);
int	shopify_confirm_ask(struct task *, struct shopify_call *);
enum heard shopify_confirm_hear(struct task *, const struct js *data,
	    struct err *);
int	shopify_tell_ask(struct task *, struct shopify_call *);
enum heard shopify_tell_hear(struct task *, const struct js *data,
	    struct err *);
int	shopify_hooks_ask(struct task *, struct shopify_call *);
enum heard shopify_hooks_hear(struct task *, const struct js *data,
	    struct err *);

int	shopify_list_ask(struct task *, struct shopify_call *);
enum heard shopify_list_hear(struct task *, const struct js *data,
	    struct err *);
int	shopify_show_ask(struct task *, struct shopify_call *);
enum heard shopify_show_hear(struct task *, const struct js *data,
	    struct err *);
/* Whether a photo is on its way, to an address of its own. */
bool	shopify_show_uploads(const struct task *);
int	shopify_show_upload(struct task *, struct http_ask *, struct err *);
enum heard shopify_show_uploaded(struct task *, const struct http_answer *,
	    struct err *);

/* shopify_stock.c: what a variant and its stock are called. */
void	shopify_refs(struct task *, const struct js *variant,
	    const struct js *product, struct refs *refs_r);

/*
 * The first of a payload's userErrors as err; false when there is none.  Its
 * code is copied into code when that is not NULL.
 */
bool	shopify_user_error(const struct js *errors, struct err *, char *code,
	    size_t size);

#endif
