/*
 * What waits for somebody, for the line under the title bar: how many conflicts are open.  It
 * is asked when something changed anywhere, and now and then.
 */
#ifndef VITRINE_NOTICE_H
#define VITRINE_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

struct ui;

struct notice {
	int64_t	conflicts;
	int64_t	asked_at;		/* clock_mono */
	bool	asking, again;
};

void	notice_changed(struct ui *);
void	notice_tick(struct ui *);		/* once a second */
/* " ! 1 conflict ", or "" when there is nothing to say. */
const char *notice_text(const struct ui *, char *out, int size);

#endif
