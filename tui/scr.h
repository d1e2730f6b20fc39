/*
 * How to open each screen.  One file each, scr_NAME.c; everything else about
 * a screen is its own.
 */
#ifndef VITRINE_SCR_H
#define VITRINE_SCR_H

#include "uuid.h"

struct ui;

/* The keys of the screen on top. */
void	scr_help_open(struct ui *);
/* The commands of the screen on top, by name. */
void	scr_menu_open(struct ui *);
/* Find; what is chosen goes down the stack like a scan. */
void	scr_lookup_open(struct ui *, const char *typed_so_far);
/* Pieces like this one that can be sold. */
void	scr_similar_open(struct ui *, const struct uuid *, const char *title);
/* "Do not hand it over": who has this piece. */
void	scr_taken_open(struct ui *, const struct uuid *, const char *sku,
	    const char *title);
void	scr_piece_open(struct ui *, const struct uuid *);

#endif
