/* The floors of the benchmarks: see floor.h. */
#include "floor.h"

#include <stdio.h>
#include <stdlib.h>

#include "rig.h"

#define ROWS	10000

static int
by_size(const void *a, const void *b)
{
	const int64_t	*x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

double
floor_part(int64_t *v, size_t n, size_t percent)
{
	qsort(v, n, sizeof *v, by_size);
	return (double)v[n * percent / 100];
}

void
floor_table(const char *url)
{
	PGconn	*c = PQconnectdb(url);

	PQclear(PQexec(c, "CREATE TABLE public.floor (id int PRIMARY KEY,"
	    " n bigint NOT NULL) WITH (fillfactor = 50)"));
	PQclear(PQexec(c, "INSERT INTO public.floor"
	    " SELECT i, 0 FROM generate_series(1, 10000) i"));
	/* Not the empty tables of the shop: that would settle their plans. */
	PQclear(PQexec(c, "ANALYZE public.floor"));
	PQfinish(c);
}

PGconn *
floor_connect(const char *url)
{
	PGconn	*c = PQconnectdb(url);

	if (PQstatus(c) != CONNECTION_OK)
		rig_die("%s", PQerrorMessage(c));
	PQclear(PQprepare(c, "up",
	    "UPDATE public.floor SET n = n + 1 WHERE id = $1::int", 1, NULL));
	PQclear(PQprepare(c, "one", "SELECT 1", 0, NULL));
	PQclear(PQprepare(c, "begin", "BEGIN", 0, NULL));
	PQclear(PQprepare(c, "commit", "COMMIT", 0, NULL));
	return c;
}

static void
run(PGconn *c, const char *name, long id)
{
	char		 key[16];
	const char	*values[1] = { key };
	PGresult	*r;

	snprintf(key, sizeof key, "%ld", id);
	r = PQexecPrepared(c, name, id != 0, values, NULL, NULL, 0);
	if (PQresultStatus(r) != PGRES_COMMAND_OK &&
	    PQresultStatus(r) != PGRES_TUPLES_OK)
		rig_die("%s", PQerrorMessage(c));
	PQclear(r);
}

void
floor_update(PGconn *c)
{
	run(c, "up", random() % ROWS + 1);
}

void
floor_naive(PGconn *c)
{
	int	i;

	run(c, "begin", 0);
	run(c, "up", 1);
	/* Rows nobody else has, or two would wait for each other. */
	for (i = 0; i < 5; i++)
		run(c, "up", 2 + PQbackendPID(c) % (ROWS / 8) * 7 + i);
	run(c, "commit", 0);
}

void
floor_ask(PGconn *c)
{
	run(c, "one", 0);
}
