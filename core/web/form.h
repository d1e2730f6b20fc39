/*
 * What a person typed into a form of ours (application/x-www-form-urlencoded)
 * and what is wrong with it, field by field, for showing the form again.
 */
#ifndef VITRINE_FORM_H
#define VITRINE_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "web/serve.h"

#define FORM_FIELDS	8

struct form_field {
	const char	*name;
	const char	*label;
	const char	*autocomplete;	/* what a browser may fill in */
	const char	*type;		/* text, email */
	size_t		 max;		/* bytes */
	bool		 needed;
	const char	*value;		/* trimmed, clean; "" when absent */
	const char	*wrong;		/* NULL, or why it cannot be taken */
};

/*
 * Reads the body into the fields (the list ends with a NULL name).  False when
 * something is wrong with one of them; the body being no form at all empties
 * them, which is wrong too when any is needed.
 */
bool	form_read(struct request *, struct form_field *);
/* Empty fields, for showing the form the first time. */
void	form_empty(struct form_field *);
const char *form_value(const struct form_field *, const char *name);

#endif
