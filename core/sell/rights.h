/*
 * Who may do what.  One table of roles and rights, the rows of role_right;
 * every action, on a screen or in vitrinectl, asks it here and nowhere else.
 *
 * An answer is yes, no, or ask: somebody whose role may must agree on the
 * spot, with a PIN (staff_approve).  A right with a limit is yes up to it, in
 * parts per million of the price, whatever the table says beyond.
 *
 * An agreement is a fact: it is written as an approval in the transaction of
 * what it allowed, and the database takes it from nobody who may not.
 */
#ifndef VITRINE_RIGHTS_H
#define VITRINE_RIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "uuid.h"

struct rec_right;
struct till;

enum staff_role { STAFF_ASSOCIATE, STAFF_MANAGER, STAFF_OWNER };
#define STAFF_ROLES	3

/* In the words of the database; false for a word that is none. */
const char *staff_role_word(enum staff_role);
bool	staff_role_of(const char *, enum staff_role *out_r);

enum right {
#define RIGHT(NAME, word, label, asks)	RIGHT_##NAME,
#include "sell/rights.def"
#undef RIGHT
	RIGHT_COUNT
};

enum may { MAY_NO, MAY_ASK, MAY_YES };

struct rights {
	struct {
		enum may	may;
		int64_t		limit_ppm;
	} of[STAFF_ROLES][RIGHT_COUNT];
};

/* For what is not a part of a price: beyond every limit. */
#define RIGHT_WHOLLY	INT64_MAX

const char *right_word(enum right);
const char *right_label(enum right);	/* "Give a discount" */
const char *right_asks(enum right);	/* a sentence for who is to agree */
bool	right_of(const char *word, enum right *out_r);
const char *may_word(enum may);
bool	may_of(const char *word, enum may *out_r);

/* What no row speaks of nobody may. */
void	rights_read(struct rights *, const struct rec_right *, size_t n);
enum may rights_may(const struct rights *, enum staff_role, enum right,
	    int64_t ppm);

/*
 * The same for who stands at this till.  A till without anybody, which is the
 * listener's and that of a shop nobody works in yet, may: who calls the
 * listener is judged by the scopes of a key.
 */
enum may till_may(const struct till *, enum right, int64_t ppm);
/*
 * -1 with ERR_NOT_ALLOWED unless that is yes, or somebody agreed: agreed is
 * who did, nil or NULL for nobody.
 */
int	right_check(const struct till *, enum right, int64_t ppm,
	    const struct uuid *agreed, struct err *) MUST_CHECK;

#endif
