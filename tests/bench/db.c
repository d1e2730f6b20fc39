/*
 * The database's figures, each beside its floor in the same interleaved loop:
 * a line "GOAL|what|seen|target|floor and value" for tests/bench/run.
 *
 * The floor is libpq or SQLite bare: a one-row durable UPDATE by its key, or
 * 8 kB written and synced.  The sale is the product's own request through db/.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bare.h"
#include "clock.h"
#include "far.h"
#include "floor.h"
#include "ops.h"
#include "rig.h"

static int	quick;

static void
floor_sync(int fd)
{
	static char	page[8192];

	if (pwrite(fd, page, sizeof page, random() % 64 * 8192) < 0 ||
	    fdatasync(fd) != 0)
		rig_die("cannot write");
}

/* The product. */

static void
product_sale(const struct bare *shop, struct db *db, const struct uuid *reg,
    const struct uuid *piece, const char *kind)
{
	struct uuid	sale = uuid_new(), line = uuid_new();

	bare_must(db, bare_sale(shop, reg, &sale, &line, piece, kind, 1,
	    420000, NULL, NULL));
}

static struct uuid *
pieces(struct bare *shop, size_t n)
{
	static int	 number;
	struct uuid	*ids = calloc(n, sizeof *ids);
	char		 sku[24];
	size_t		 i;

	for (i = 0; i < n; i++) {
		snprintf(sku, sizeof sku, "B-%d", ++number);
		ids[i] = bare_piece(shop, sku, "unique", 1, 420000);
	}
	return ids;
}

static void
one_register(struct bare *shop, const char *url, const char *goal,
    const char *what, double target, size_t n)
{
	struct err	 err;
	struct db	*db = db_open(url, &err);
	PGconn		*c = floor_connect(url);
	struct uuid	*ids = pieces(shop, n + 20);
	int64_t		*up = calloc(n, 8), *sale = calloc(n, 8);
	int64_t		*one = calloc(n, 8), t0, t1, t2, t3;
	double		 floor, seen;
	size_t		 i;

	for (i = 0; i < n + 20; i++) {
		t0 = clock_mono();
		floor_update(c);
		t1 = clock_mono();
		product_sale(shop, db, &shop->r1, &ids[i], "unique");
		t2 = clock_mono();
		floor_ask(c);
		t3 = clock_mono();
		if (i < 20)
			continue;
		up[i - 20] = t1 - t0;
		sale[i - 20] = t2 - t1;
		one[i - 20] = t3 - t2;
	}
	floor = floor_part(up, n, 50);
	seen = floor_part(sale, n, 50);
	printf("%s|%s|%.2f|<= %.2f|UPDATE %.0f us, sale %.0f us (p95 %.0f), "
	    "SELECT 1 %.0f us\n", goal, what, seen / floor, target, floor,
	    seen, floor_part(sale, n, 95), floor_part(one, n, 50));
	fflush(stdout);
	db_close(db);
	PQfinish(c);
	free(ids);
}

static void
embedded(size_t n)
{
	struct bare	*shop = bare_new("sqlite");
	struct uuid	*ids = pieces(shop, n + 20);
	int64_t		*raw = calloc(n, 8), *sale = calloc(n, 8), t0, t1, t2;
	char		*path = rig_path("raw");
	int		 fd = open(path, O_RDWR | O_CREAT, 0600);
	double		 floor, seen;
	size_t		 i;

	for (i = 0; i < 64; i++)
		floor_sync(fd);
	for (i = 0; i < n + 20; i++) {
		t0 = clock_mono();
		floor_sync(fd);
		t1 = clock_mono();
		product_sale(shop, shop->db, &shop->r1, &ids[i], "unique");
		t2 = clock_mono();
		if (i < 20)
			continue;
		raw[i - 20] = t1 - t0;
		sale[i - 20] = t2 - t1;
	}
	floor = floor_part(raw, n, 50);
	seen = floor_part(sale, n, 50);
	printf("G12|SQLite sale of raw pwrite + fdatasync|%.2f|<= 1.70|"
	    "fdatasync %.0f us, sale %.0f us (p95 %.0f)\n", seen / floor,
	    floor, seen, floor_part(sale, n, 95));
	fflush(stdout);
	bare_free(shop);
}

/* Every key of some words, over the pieces of this shop. */
static void
find(const char *url, const char *name)
{
	static const char *const typed[] = { "signed estate brooch",
	    "art deco ring", "sapphire 18k", "victorian locket", "br 1041",
	    "rose gold bracelet", "emerald", "pearl" };
	struct err	 err;
	struct db	*db = db_open(url, &err);
	int64_t		 took[400], t0, pieces_n = 0;
	const struct rec_num *num;
	struct db_ans	*ans;
	char		 so_far[40];
	size_t		 i, k, n = 0, rows;
	int		 round;

	if (db == NULL)
		rig_die("%s", err.text);
	ans = db_wait(db, op_piece_count());
	num = db_rows(ans, REC_NUM, &rows);
	pieces_n = rows == 1 ? num->value : 0;
	db_ans_free(ans);
	for (round = 0; round < 3; round++)
		for (i = 0; i < sizeof typed / sizeof typed[0]; i++)
			for (k = 1; k <= strlen(typed[i]); k++) {
				snprintf(so_far, sizeof so_far, "%.*s",
				    (int)k, typed[i]);
				t0 = clock_mono();
				ans = db_wait(db, op_piece_find(so_far, 20,
				    false));
				if (round > 0 && n < 400)
					took[n++] = clock_mono() - t0;
				if (db_check(ans, &err) != 0)
					rig_die("%s", err.text);
				db_ans_free(ans);
			}
	printf("G9|find as you type, %s, %lld pieces, p95 of a key|%.1f ms|"
	    "<= 16 ms|p50 %.2f ms, slowest %.1f ms\n", name,
	    (long long)pieces_n, floor_part(took, n, 95) / 1000,
	    floor_part(took, n, 50) / 1000, (double)took[n - 1] / 1000);
	fflush(stdout);
	db_close(db);
}

int
main(int argc, char **argv)
{
	struct bare	*shop;
	char		*far;

	quick = getenv("BENCH") != NULL && strcmp(getenv("BENCH"), "quick") == 0;
	if (argc == 4 && strcmp(argv[1], "find") == 0) {
		find(argv[2], argv[3]);
		return 0;
	}
	shop = bare_new("postgresql");
	floor_table(shop->url);
	far = far_url(shop->url);
	one_register(shop, shop->url, "G1", "sale commit of one-row UPDATE",
	    2.0, quick ? 300 : 1000);
	one_register(shop, far, "G2", "the same, 5 ms away", 1.10,
	    quick ? 50 : 150);
	bare_free(shop);
	embedded(quick ? 300 : 1000);
	return 0;
}
