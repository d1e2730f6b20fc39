/*
 * Everything a shop depends on, looked at: what is well, what is doubtful,
 * what is wrong, and how to mend it.  Changes nothing.
 */
#ifndef VITRINE_DOCTOR_H
#define VITRINE_DOCTOR_H

#include <stddef.h>

#include "err.h"

struct arena;
struct config;
struct db;

enum doctor_state { DOCTOR_WELL, DOCTOR_DOUBT, DOCTOR_WRONG };

struct doctor_row {
	const char		*what;	/* "clock": stable, for scripts */
	enum doctor_state	 state;
	const char		*text;	/* lower case, no full stop */
	const char		*mend;	/* a sentence; "" when it is well */
};

struct doctor {
	struct arena		*arena;	/* the caller's; owns all texts */
	struct doctor_row	*rows;
	size_t			 count;
	size_t			 room;
};

void	doctor_add(struct doctor *, const char *what, enum doctor_state,
	    const char *mend, const char *fmt, ...) PRINTF_LIKE(5, 6);
/* The settings, the printer, the listener's address. */
void	doctor_machine(struct doctor *, const struct config *);
/* The file's folder, rights and room, for an embedded shop's URL. */
void	doctor_file(struct doctor *, const char *url);
/* The engine and what is in it; the schema must be ours.  Waits. */
void	doctor_shop(struct doctor *, struct db *, const struct config *);

#endif
