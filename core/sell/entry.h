/*
 * The words an entry of the journal is written in (vitrine-journal(5)): fields
 * with one blank before each, ids in their text form or - for none, texts in
 * double quotes with \" \\ and \n.
 */
#ifndef VITRINE_ENTRY_H
#define VITRINE_ENTRY_H

#include <stdint.h>

#include "uuid.h"

struct buf;

void	entry_num(struct buf *, int64_t);
void	entry_id(struct buf *, const struct uuid *);
/* NULL is an empty text. */
void	entry_text(struct buf *, const char *);

#endif
