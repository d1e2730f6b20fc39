/* Who may do what: see rights.h. */
#include "sell/rights.h"

#include <string.h>

#include "record.h"
#include "sell/till.h"
#include "str.h"

static const struct {
	const char	*word, *label, *asks;
} table[] = {
#define RIGHT(NAME, word, label, asks)	{ word, label, asks },
#include "sell/rights.def"
#undef RIGHT
};

static const char *const	mays[] = { "no", "ask", "yes" };

static const char *const	roles[STAFF_ROLES] = { "associate", "manager",
	"owner" };

const char *
staff_role_word(enum staff_role role)
{
	return roles[role];
}

bool
staff_role_of(const char *word, enum staff_role *out_r)
{
	size_t	i;

	for (i = 0; i < STAFF_ROLES; i++) {
		if (str_eq(word, roles[i])) {
			*out_r = (enum staff_role)i;
			return true;
		}
	}
	return false;
}

const char *
right_word(enum right right)
{
	return table[right].word;
}

const char *
right_label(enum right right)
{
	return table[right].label;
}

const char *
right_asks(enum right right)
{
	return table[right].asks;
}

bool
right_of(const char *word, enum right *out_r)
{
	size_t	i;

	for (i = 0; i < RIGHT_COUNT; i++) {
		if (str_eq(table[i].word, word)) {
			*out_r = (enum right)i;
			return true;
		}
	}
	return false;
}

const char *
may_word(enum may may)
{
	return mays[may];
}

bool
may_of(const char *word, enum may *out_r)
{
	size_t	i;

	for (i = 0; i < sizeof mays / sizeof *mays; i++) {
		if (str_eq(mays[i], word)) {
			*out_r = (enum may)i;
			return true;
		}
	}
	return false;
}

void
rights_read(struct rights *rights, const struct rec_right *rows, size_t n)
{
	enum staff_role	role;
	enum right	right;
	enum may	may;
	size_t		i;

	memset(rights, 0, sizeof *rights);
	for (i = 0; i < n; i++) {
		if (!staff_role_of(rows[i].role, &role) ||
		    !right_of(rows[i].what, &right) ||
		    !may_of(rows[i].may, &may))
			continue;
		rights->of[role][right].may = may;
		rights->of[role][right].limit_ppm = rows[i].limit_ppm;
	}
}

enum may
rights_may(const struct rights *rights, enum staff_role role,
    enum right right, int64_t ppm)
{
	if (ppm <= rights->of[role][right].limit_ppm)
		return MAY_YES;
	return rights->of[role][right].may;
}

enum may
till_may(const struct till *till, enum right right, int64_t ppm)
{
	if (uuid_is_nil(&till->staff_id))
		return MAY_YES;
	return rights_may(&till->rights, till->staff_role, right, ppm);
}

int
right_check(const struct till *till, enum right right, int64_t ppm,
    const struct uuid *agreed, struct err *err)
{
	enum may	may = till_may(till, right, ppm);

	if (may == MAY_YES || (may == MAY_ASK && agreed != NULL &&
	    !uuid_is_nil(agreed)))
		return 0;
	err_set(err, ERR_NOT_ALLOWED, "%s may not: %s", till->staff_name,
	    right_label(right));
	return err_hint(err, may == MAY_ASK ? "Somebody who may must agree, or "
	    "do it." : "Somebody who may has to do it.");
}
