/* Fault injection for the check build: see fault.h. */
#include "fault.h"

#ifdef VITRINE_FAULTS

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MAX_FAULTS	32

struct fault {
	int	number;
	int	sleep_ms;	/* 0: kill */
	int	visit;		/* acts at this visit; 0: at every one */
	int	visits;
};

static struct fault	faults[MAX_FAULTS];
static int		fault_count = -1;

static void
parse_one(const char *item)
{
	struct fault	*f = &faults[fault_count];
	const char	*at = strchr(item, '@');

	*f = (struct fault){ 0 };
	if (sscanf(item, "%d:sleep=%d", &f->number, &f->sleep_ms) < 1)
		return;
	if (f->sleep_ms == 0)
		f->visit = 1;
	if (at != NULL)
		f->visit = (int)strtol(at + 1, NULL, 10);
	fault_count++;
}

static void
load(void)
{
	const char	*env = getenv("VITRINE_FAULT");
	char		*copy, *item, *save = NULL;

	fault_count = 0;
	if (env == NULL || (copy = strdup(env)) == NULL)
		return;
	for (item = strtok_r(copy, ",", &save); item != NULL &&
	    fault_count < MAX_FAULTS; item = strtok_r(NULL, ",", &save))
		parse_one(item);
	free(copy);
}

static struct fault *
find(int number)
{
	int	i;

	if (fault_count < 0)
		load();
	for (i = 0; i < fault_count; i++)
		if (faults[i].number == number)
			return &faults[i];
	return NULL;
}

int
fault_delay(int number)
{
	struct fault	*f = find(number);

	return f == NULL ? 0 : f->sleep_ms;
}

void
fault_point(int number)
{
	struct fault	*f = find(number);
	struct timespec	 ts;

	if (f == NULL)
		return;
	f->visits++;
	if (f->visit != 0 && f->visit != f->visits)
		return;
	if (f->sleep_ms == 0) {
		kill(getpid(), SIGKILL);
		return;
	}
	ts.tv_sec = f->sleep_ms / 1000;
	ts.tv_nsec = f->sleep_ms % 1000 * 1000000L;
	nanosleep(&ts, NULL);
}

#else
/* A translation unit may not be empty. */
extern int	fault_release_build;
#endif
