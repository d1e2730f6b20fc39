/*
 * The register's figures, measured from outside at a pseudo-terminal with the
 * program that is installed: a line "GOAL|what|seen|target|floor and value"
 * for tests/bench/run.
 *
 * register SHOP ENGINE PIECES	a demo shop with R1's drawer open
 *
 * The floor is the same terminal with cat in it: what the kernel, the emulator
 * and looking at the screen cost by themselves.
 */
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "mem.h"
#include "ops.h"
#include "pgserver.h"
#include "rig.h"
#include "vpty.h"

#define SCANS_A_TICKET	6
#define LATE		(20 * SECOND_US)

static const char	*shop, *engine, *pieces;

static int
by_size(const void *a, const void *b)
{
	const int64_t	*x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* In milliseconds; 100 percent is the worst. */
static double
part(int64_t *v, size_t n, size_t percent)
{
	size_t	at = n * percent / 100;

	qsort(v, n, sizeof *v, by_size);
	return (double)v[at < n ? at : n - 1] / 1000.0;
}

/* From the bytes sent until the screen shows the text, in microseconds. */
static int64_t
until(struct pty *p, const char *bytes, const char *text)
{
	int64_t	begin = clock_mono();

	pty_send(p, bytes, strlen(bytes));
	while (!pty_shows(p, text)) {
		pty_turn(p, 1);
		if (clock_mono() - begin > LATE)
			rig_die("no \"%s\" on:\n%s", text, pty_screen(p));
	}
	return clock_mono() - begin;
}

/* As long as a person's hand takes: keys that come faster are a scanner's. */
static void
rest(struct pty *p, int ms)
{
	int64_t	end = clock_mono() + ms * MS_US;

	while (clock_mono() < end)
		pty_turn(p, 5);
}

static struct pty *
start(void)
{
	return pty_start(RIG_ARGV("build/vitrine", "--shop", shop, "--config",
	    "/dev/null"), RIG_ARGV("TERM=xterm-256color", "LC_ALL=C.UTF-8"),
	    24, 80);
}

static void
sign_in(struct pty *p)
{
	until(p, "", "PIN >");
	rest(p, 100);
	until(p, "1111\r", "Scan or type >");
	rest(p, 500);
}

/* ---------------------------------------------------------- from the start */

static void
starting(int rounds)
{
	int64_t		*first = mem_alloc((size_t)rounds * sizeof *first);
	int64_t		*ready = mem_alloc((size_t)rounds * sizeof *ready);
	int64_t		*bare = mem_alloc((size_t)rounds * sizeof *bare);
	struct pty	*p;
	int64_t		 begin;
	int		 i;

	for (i = 0; i < rounds; i++) {
		begin = clock_mono();
		p = start();
		until(p, "", "Vitrine");
		first[i] = clock_mono() - begin;
		until(p, "", "PIN >");
		ready[i] = clock_mono() - begin;
		pty_free(p);
		begin = clock_mono();
		p = pty_start(RIG_ARGV("sh", "-c", "echo here; exec cat"),
		    RIG_ARGV("TERM=xterm"), 24, 80);
		until(p, "", "here");
		bare[i] = clock_mono() - begin;
		pty_free(p);
	}
	printf("G6|start to first paint, %s|%.1f ms|<= 20|ready %.1f ms, "
	    "goal 60; p95 %.1f and %.1f; a shell's first word %.1f\n",
	    engine, part(first, (size_t)rounds, 50),
	    part(ready, (size_t)rounds, 50), part(first, (size_t)rounds, 95),
	    part(ready, (size_t)rounds, 95), part(bare, (size_t)rounds, 50));
	fflush(stdout);
	free(bare);
	free(first);
	free(ready);
}

/* ----------------------------------------------------------------- memory */

static void
memory(struct pty *p, const char *when)
{
	char	*path = rig_printf("/proc/%d/smaps_rollup", (int)pty_pid(p));
	char	*text = rig_read(path, NULL), *line;
	long	 rss = 0, mine = 0, kb;

	for (line = text; line != NULL; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (sscanf(line, "Rss: %ld", &kb) == 1)
			rss = kb;
		else if (sscanf(line, "Private_Clean: %ld", &kb) == 1 ||
		    sscanf(line, "Private_Dirty: %ld", &kb) == 1)
			mine += kb;
	}
	printf("G7|memory %s, %s|%.1f MB|<= 12|private %.1f MB, goal 5\n",
	    when, engine, (double)rss / 1024.0, (double)mine / 1024.0);
	fflush(stdout);
	free(text);
	free(path);
}

/* ------------------------------------------------------------------ scans */

/* Numbers of pieces that can be sold, from all over the shop. */
static char **
some_pieces(int n)
{
	static const char *const prefixes[] = { "R-", "BR-", "NK-", "BC-",
	    "ER-", "ST-", "CF-", "A-" };
	struct err		 err = ERR_INIT;
	struct db		*db = db_open(shop, &err);
	char		       **skus = mem_alloc((size_t)n * sizeof *skus);
	char			*after;
	const struct rec_piece	*row;
	struct db_ans		*ans;
	size_t			 found;
	int			 i, most = atoi(pieces);

	if (db == NULL)
		rig_die("%s", err.text);
	srand(7);
	for (i = 0; i < n; i++) {
		do {
			after = rig_printf("%s%d", prefixes[rand() % 8],
			    1000 + rand() % most);
			ans = db_wait(db, op_piece_list(after, 1, true));
			row = db_rows(ans, REC_PIECE, &found);
			free(after);
			skus[i] = found > 0 && strcmp(row->kind, "unique") == 0
			    ? rig_printf("%s", row->sku) : NULL;
			db_ans_free(ans);
		} while (skus[i] == NULL);
	}
	db_close(db);
	return skus;
}

static double
floor_of(int rounds)
{
	int64_t		*us = mem_alloc((size_t)rounds * sizeof *us);
	double		 p50;
	struct pty	*p = pty_start(RIG_ARGV("sh", "-c",
			    "stty raw -echo; echo here; exec cat"),
			    RIG_ARGV("TERM=xterm"), 24, 80);
	char		*text;
	int		 i;

	until(p, "", "here");
	for (i = 0; i < rounds; i++) {
		text = rig_printf("\r\nx%d.", i);
		us[i] = until(p, text, text + 2);
		free(text);
	}
	pty_free(p);
	p50 = part(us, (size_t)rounds, 50);
	free(us);
	return p50;
}

/* Line by line: throwing a whole ticket away asks for a manager. */
static void
empty(struct pty *p)
{
	int64_t	end = clock_mono() + LATE;

	while (!pty_shows(p, "Scan a piece, or type")) {
		pty_type(p, "\033x");
		rest(p, 100);
		if (clock_mono() > end)
			rig_die("lines stay on:\n%s", pty_screen(p));
	}
}

static void
scans(struct pty *p, int rounds)
{
	char	**skus = some_pieces(rounds);
	int64_t	 *us = mem_alloc((size_t)rounds * sizeof *us);
	char	 *want;
	int	  i;

	for (i = 0; i < rounds; i++) {
		pty_send(p, skus[i], strlen(skus[i]));
		rest(p, 60);
		want = rig_printf("\n> %s", skus[i]);
		us[i] = until(p, "\r", want);
		free(want);
		free(skus[i]);
		if ((i + 1) % SCANS_A_TICKET == 0)
			empty(p);
	}
	empty(p);
	printf("G5|scan's Enter to its line, %s pieces, %s, p99|%.2f ms|<= 1|"
	    "p50 %.2f ms, the bare terminal %.2f ms\n", pieces, engine,
	    part(us, (size_t)rounds, 99), part(us, (size_t)rounds, 50),
	    floor_of(rounds));
	fflush(stdout);
	free(skus);
	free(us);
}

/* ------------------------------------------------------------------- keys */

/* Keys while Find looks for what was typed before: never kept waiting. */
static void
keys(struct pty *p, int rounds, const char *what, const char *goal)
{
	static const char	word[] = "sapphire";
	int64_t			*us = mem_alloc((size_t)rounds * sizeof *us);
	char			 typed[40], key[2] = "";
	int			 i;

	for (i = 0; i < rounds; i++) {
		size_t	n = (size_t)i % (sizeof word - 1);

		if (n == 0) {
			pty_send(p, "\025", 1);		/* Ctrl-u */
			rest(p, 100);
		}
		key[0] = word[n];
		snprintf(typed, sizeof typed, "Find > %.*s", (int)n + 1, word);
		us[i] = until(p, key, typed);
		rest(p, 60);
	}
	printf("G9|key to its echo %s, %s pieces, %s, p95|%.1f ms|%s|p50 %.1f, "
	    "worst %.1f ms\n", what, pieces, engine,
	    part(us, (size_t)rounds, 95), goal, part(us, (size_t)rounds, 50),
	    part(us, (size_t)rounds, 100));
	fflush(stdout);
	free(us);
}

/* Every backend of our own database, stopped or let go. */
static void
freeze(char *pids, int signo)
{
	char	*at = pids, *end;
	long	 pid;

	while ((pid = strtol(at, &end, 10)) > 1 && end != at) {
		kill((pid_t)pid, signo);
		at = end;
	}
}

static void
frozen(struct pty *p)
{
	char	*pids;

	if (strcmp(engine, "postgresql") != 0)
		return;
	pids = pgserver_sql(shop, "SELECT pid FROM pg_stat_activity "
	    "WHERE datname = current_database() AND pid <> pg_backend_pid()");
	freeze(pids, SIGSTOP);
	keys(p, 24, "with the database stopped", "<= 100");
	freeze(pids, SIGCONT);
	free(pids);
}

int
main(int argc, char **argv)
{
	int		 rounds = getenv("BENCH") == NULL ? 300 : 60;
	struct pty	*p;

	if (argc != 4)
		rig_die("register SHOP ENGINE PIECES");
	shop = argv[1];
	engine = argv[2];
	pieces = argv[3];
	starting(rounds / 6);
	p = start();
	sign_in(p);
	memory(p, "signed in");
	scans(p, rounds);
	until(p, "\033f", "Find >");
	keys(p, rounds / 3, "while finding", "<= 16");
	memory(p, "after scans and finds");
	frozen(p);
	pty_free(p);
	return 0;
}
