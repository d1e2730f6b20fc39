/*
 * Who calls: bearer keys, kept in the database as their SHA-256 only.  A key
 * that was good stays good for KEYS_FRESH_US without asking again.
 */
#ifndef VITRINE_KEYS_H
#define VITRINE_KEYS_H

#include "clock.h"

struct keys;

#define KEYS_FRESH_US	(2 * SECOND_US)

struct keys *keys_new(void);
void	keys_free(struct keys *);

#endif
