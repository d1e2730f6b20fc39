/* The words of a piece: see piece.h. */
#include "sell/piece.h"

#include <stddef.h>

#include "str.h"

static const char *const	kinds[] = {
	[PIECE_UNIQUE] = "unique",
	[PIECE_COUNTED] = "counted",
	[PIECE_SERVICE] = "service",
};

static const struct {
	const char	*name;
	const char	*why;
} states[] = {
	[PIECE_INTAKE] = { "intake", "is still being entered" },
	[PIECE_STOCK] = { "stock", NULL },
	[PIECE_MEMO] = { "memo", "is out on memo" },
	[PIECE_LAYAWAY] = { "layaway", "is on layaway for a customer" },
	[PIECE_REPAIR] = { "repair", "is at the bench" },
	[PIECE_TRANSFER] = { "transfer", "is on its way to another store" },
	[PIECE_MISSING] = { "missing", "is recorded as missing" },
	[PIECE_LEGAL_HOLD] = { "legal_hold", "is under a legal hold" },
	[PIECE_INSPECT] = { "inspect", "came back and is not inspected yet" },
	[PIECE_SCRAPPED] = { "scrapped", "was scrapped" },
};

const char *
piece_kind_name(enum piece_kind kind)
{
	return kinds[kind];
}

const char *
piece_state_name(enum piece_state state)
{
	return states[state].name;
}

const char *
piece_state_why(enum piece_state state)
{
	return states[state].why;
}

bool
piece_kind_of(const char *name, enum piece_kind *out_r)
{
	size_t	i;

	for (i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (str_eq(name, kinds[i])) {
			*out_r = (enum piece_kind)i;
			return true;
		}
	}
	return false;
}

bool
piece_state_of(const char *name, enum piece_state *out_r)
{
	size_t	i;

	for (i = 0; i < sizeof states / sizeof *states; i++) {
		if (str_eq(name, states[i].name)) {
			*out_r = (enum piece_state)i;
			return true;
		}
	}
	return false;
}
