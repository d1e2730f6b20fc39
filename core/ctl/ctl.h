/*
 * What every command of vitrinectl has in hand: the answer it writes, the
 * shop, who acts.  A command's run function returns 0, or -1 with ctl->err
 * filled; vitrinectl.c says the error and picks the exit status.
 */
#ifndef VITRINE_CTL_H
#define VITRINE_CTL_H

#include <stdbool.h>
#include <stddef.h>

#include "ctl/args.h"
#include "ctl/out.h"
#include "db.h"
#include "run/config.h"
#include "sell/day.h"
#include "sell/money.h"
#include "sell/rights.h"

struct ctl_kept;

struct ctl {
	struct arena	*arena;		/* lives as long as the command */
	struct out	*out;
	struct err	 err;
	struct config	 config;
	const char	*url;		/* the shop's; may hold a password */
	const char	*as;		/* --as, or NULL */
	struct db	*db;		/* NULL before ctl_open */
	struct ctl_kept	*kept;		/* answers of ctl_read */
	/* After ctl_shop: */
	struct rec_shop	 shop;
	struct currency	 currency;
	struct zone	 zone;
	/* After ctl_act: nil and "" in a shop nobody works in yet. */
	struct uuid	 staff_id;
	const char	*staff;
	const char	*role;
};

/* Opens the shop and checks that its schema is ours. */
int	ctl_open(struct ctl *) MUST_CHECK;
/* ctl_open, and reads the shop's name, currency and zone. */
int	ctl_shop(struct ctl *) MUST_CHECK;
/*
 * ctl_shop, and finds out who acts: --as, else whom the calling user is mapped
 * to, else the only person who works here.
 */
int	ctl_act(struct ctl *) MUST_CHECK;
/* ctl_act, and that person may do this alone; in an empty shop anybody. */
int	ctl_may(struct ctl *, enum right) MUST_CHECK;

/* The answer when it is DONE; else NULL with ctl->err.  Free it. */
struct db_ans *ctl_ask(struct ctl *, struct db_req *) MUST_CHECK;
/* The same, and the answer stays until the command ends: do not free it. */
const struct db_ans *ctl_read(struct ctl *, struct db_req *) MUST_CHECK;
/* For a request whose answer nobody reads. */
int	ctl_do(struct ctl *, struct db_req *) MUST_CHECK;

/*
 * For adding: uses the answer up.  What exists already is ERR_INPUT, "there
 * is <what> <name> already".
 */
int	ctl_added(struct ctl *, struct db_ans *, const char *what,
	    const char *name) MUST_CHECK;
/* For changing one row: ERR_NO_INPUT when there is none. */
int	ctl_changed(struct ctl *, struct db_req *, const char *what,
	    const char *name) MUST_CHECK;
/* What a code stands for; NULL with ctl->err.  Stays until the end. */
const struct rec_store *ctl_find_store(struct ctl *, const char *code)
	    MUST_CHECK;			/* NULL is the first */
const struct rec_register *ctl_find_register(struct ctl *, const char *code)
	    MUST_CHECK;			/* NULL is the first counter */
/* By sku, barcode or another number of it; ambiguous is an error. */
const struct rec_piece *ctl_find_piece(struct ctl *, const char *code)
	    MUST_CHECK;

/*
 * Text given by a person: cleaned of blanks around it; control characters and
 * bytes that are not UTF-8 are an error naming what, as are more than max
 * bytes and, unless empty_ok, nothing at all.  The arena's.
 */
int	ctl_text(struct ctl *, const char *what, const char *given, size_t max,
	    bool empty_ok, const char **out_r) MUST_CHECK;
/* An amount in the shop's currency. */
int	ctl_money(struct ctl *, const char *what, const char *given,
	    money *out_r) MUST_CHECK;
int	ctl_uuid(struct ctl *, const char *what, const char *given,
	    struct uuid *out_r) MUST_CHECK;
int	ctl_number(struct ctl *, const char *what, const char *given,
	    int64_t least, int64_t most, int64_t *out_r) MUST_CHECK;
/* The first line of stdin, for PINs, which never are on a command line. */
int	ctl_stdin_line(struct ctl *, const char *what, const char **out_r)
	    MUST_CHECK;

/* An option's text into *out_r, which stays as it was without the option. */
int	ctl_opt_text(struct ctl *, const struct args *, const char *opt,
	    size_t max, const char **out_r) MUST_CHECK;
int	ctl_opt_money(struct ctl *, const struct args *, const char *opt,
	    money *out_r) MUST_CHECK;
int	ctl_opt_day(struct ctl *, const struct args *, const char *opt,
	    int64_t *out_r) MUST_CHECK;

/* Lets go of the shop and everything read. */
void	ctl_close(struct ctl *);

/* Families of commands, for vitrinectl.c. */
extern const struct command shop_commands[];
extern const struct command item_commands[];
extern const struct command item_show_commands[];
extern const struct command photo_commands[];
extern const struct command sale_commands[];
extern const struct command hold_commands[];
extern const struct command return_commands[];
extern const struct command people_commands[];
extern const struct command customer_commands[];
extern const struct command import_commands[];
extern const struct command demo_commands[];
extern const struct command check_commands[];
extern const struct command export_commands[];
extern const struct command format_commands[];
extern const struct command mail_commands[];
extern const struct command reconcile_commands[];
extern const struct command report_commands[];
extern const struct command drawer_commands[];
extern const struct command rights_commands[];
extern const struct command channel_commands[];
extern const struct command hunt_commands[];
extern const struct command publish_commands[];
extern const struct command conflict_commands[];

#endif
