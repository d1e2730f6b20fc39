/*
 * How to open each screen.  One file each, scr_NAME.c; everything else about
 * a screen is its own.
 */
#ifndef VITRINE_SCR_H
#define VITRINE_SCR_H

struct screen;
struct ui;

/* The keys of the screen on top. */
void	scr_help_open(struct ui *);
/* The commands of the screen on top, by name. */
void	scr_menu_open(struct ui *);

#endif
