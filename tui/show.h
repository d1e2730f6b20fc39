/*
 * How the shop's facts read on a screen.
 */
#ifndef VITRINE_SHOW_H
#define VITRINE_SHOW_H

#include <stddef.h>

#include "canvas.h"
#include "record.h"
#include "sell/money.h"

struct ui;

/* "4,200.00": a column's form; "$4,200.00": a sentence's. */
char	*show_amount(const struct ui *, money, char out[MONEY_TEXT]);
char	*show_price(const struct ui *, money, char out[MONEY_TEXT]);
/* "one of a kind", "in stock 9", "on hold", "sold", "out on memo". */
const char *show_status(const struct rec_piece *, char *out, size_t size);
/* The sign before it, and its ink: a sign says what the colour says. */
enum ink show_status_ink(const struct rec_piece *);
/* "just now", "3 minutes ago", "2 days ago". */
const char *show_ago(int64_t us, char *out, size_t size);
/* "9:41", "1:02:03"; "0:00" when it is over. */
const char *show_left(int64_t us, char *out, size_t size);
/* "13:59" when it is today on the shop's wall, else "Mon 13:59" or a date. */
const char *show_when(const struct ui *, int64_t at, char *out, size_t size);

#endif
