/*
 * G8: the owner's figures over a year of one store, ten million lines when BIG
 * (tests/bench/run), on both engines.  The year is made inside the database, past its
 * triggers, and committed nowhere; its last day is open and added up register by
 * register, the others are closed and rolled up, all by the product.  Beside each figure stands the plain SQL
 * somebody would write for it, run bare in the same interleaved loop.
 */
#include <sys/resource.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>
#include <sqlite3.h>

#include "bare.h"
#include "buf.h"
#include "clock.h"
#include "desk/report.h"
#include "ops.h"
#include "rig.h"
#include "sell/day.h"
#include "sell/sale.h"
#include "sell/till.h"

#define TODAY		20260101	/* the one that is open */
#define SQL_MAX		((size_t)1 << 20)
#define ROUNDS		15
#define ROLLUP_TIME	(3600 * SECOND_US)

/* The shop and a bare connection to it. */
struct year {
	struct bare	*shop;
	PGconn		*pg;
	sqlite3		*lite;
	int64_t		 sales;
	int		 days;
	int		 first_day;
};

static void
raw_die(const char *sql, const char *why)
{
	rig_die("%.60s...: %s", sql, why);
}

/* "@sale(n)": a made-up id of 16 bytes, in the engine's words. */
static void
expand(const struct year *y, const char *sql, struct buf *out)
{
	const char	*at, *open, *close;
	char		 word[16];

	while ((at = strchr(sql, '@')) != NULL) {
		buf_add(out, sql, (size_t)(at - sql));
		open = strchr(at, '(');
		close = strchr(open, ')');
		snprintf(word, sizeof word, "%-8.*s", (int)(open - at - 1),
		    at + 1);
		if (y->pg != NULL)
			buf_printf(out, "encode(convert_to('%s' || lpad("
			    "to_hex(%.*s), 8, '0'), 'UTF8'), 'hex')::uuid",
			    word, (int)(close - open - 1), open + 1);
		else
			buf_printf(out, "CAST(printf('%s%%08x', %.*s) AS blob)",
			    word, (int)(close - open - 1), open + 1);
		sql = close + 1;
	}
	buf_addstr(out, sql);
}

static void
raw(const struct year *y, const char *sql)
{
	struct buf	 text = BUF_INIT(SQL_MAX);
	PGresult	*result;
	char		*why = NULL;

	expand(y, sql, &text);
	if (y->pg != NULL) {
		result = PQexec(y->pg, buf_str(&text));
		if (PQresultStatus(result) != PGRES_COMMAND_OK &&
		    PQresultStatus(result) != PGRES_TUPLES_OK)
			raw_die(sql, PQresultErrorMessage(result));
		PQclear(result);
	} else if (sqlite3_exec(y->lite, buf_str(&text), NULL, NULL, &why) !=
	    SQLITE_OK)
		raw_die(sql, why);
	buf_free(&text);
}

/* What a sale n sells in its lines k, and m: what it sold, if it is a return. */
#define CHOSEN \
	"WITH RECURSIVE g(n) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT n + 1 FROM g " \
	"    WHERE n < (SELECT sales FROM size)), " \
	"w AS (SELECT g.n, k.k, c.day, c.start, " \
	"    CASE WHEN g.n % 100 = 0 THEN g.n - 50 ELSE g.n END AS m, " \
	"    CASE WHEN g.n % 100 = 0 THEN -1 ELSE 1 END AS way " \
	"    FROM g JOIN calendar c ON c.d = (g.n - 1) * (SELECT days FROM size) " \
	"    / (SELECT sales FROM size) JOIN three k ON g.n % 100 <> 0 OR k.k = 1), " \
	"x AS (SELECT w.*, (w.m * 7919 + w.k * 104729) % 2000 AS i, " \
	"    CASE WHEN (w.m * 3 + w.k) % 50 = 0 THEN 1 ELSE 0 END AS one, " \
	"    1500 + ((w.m * 7919 + w.k * 104729) % 2000 * 37 % 500) * 100 " \
	"    AS price FROM w), " \
	"v AS (SELECT x.*, CASE WHEN (x.m + x.k) % 20 = 0 THEN x.price / 10 " \
	"    ELSE 0 END AS off FROM x), " \
	"u AS (SELECT v.*, v.way * (v.price - v.off) AS net, v.way * (((" \
	"    v.price - v.off) * 88750 + 500000) / 1000000) AS tax FROM v) "

static const char *const year_sql[] = {
	"CREATE TEMP TABLE size (sales bigint, days bigint)",
	"CREATE TEMP TABLE calendar (d bigint PRIMARY KEY, day bigint, "
	"    start bigint)",
	"CREATE TEMP TABLE three (k bigint)",
	"INSERT INTO three VALUES (1), (2), (3)",
	NULL,			/* size and calendar are filled here */
	"INSERT INTO category (id, code, name) WITH RECURSIVE g(n) AS "
	"    (SELECT 0 UNION ALL SELECT n + 1 FROM g WHERE n < 7) "
	"    SELECT @cat(n), 'C' || n, 'Category ' || n FROM g",
	"INSERT INTO staff (id, name, role, created_at) WITH RECURSIVE g(n) "
	"    AS (SELECT 0 UNION ALL SELECT n + 1 FROM g WHERE n < 9) "
	"    SELECT @staff(n), 'Person ' || n, 'associate', 1 FROM g",
	"INSERT INTO consignor (id, code, name, split_ppm, created_at) "
	"    WITH RECURSIVE g(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM g "
	"    WHERE n < 19) SELECT @cons(n), 'K' || n, 'Consignor ' || n, "
	"    600000, 1 FROM g",
	"INSERT INTO piece (id, sku, title, kind, price, cost, store_id, "
	"    created_at, changed_at, on_hand) WITH RECURSIVE g(n) AS "
	"    (SELECT 0 UNION ALL SELECT n + 1 FROM g WHERE n < 1999) "
	"    SELECT @item(n), 'I-' || n, 'Item ' || n, 'counted', 1500, 750, "
	"    (SELECT id FROM store), 1, 1, 100 FROM g",
	"INSERT INTO piece (id, sku, title, kind, price, cost, store_id, "
	"    created_at, changed_at) WITH RECURSIVE g(n) AS "
	"    (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < "
	"    (SELECT sales * 3 / 50 + 1 FROM size)) "
	"    SELECT @one(n*50), 'U-' || n, 'Piece ' || n, 'unique', 1500, 750, "
	"    (SELECT id FROM store), 1700000000000000, 1 FROM g",
	"INSERT INTO sale_line (id, sale_id, position, piece_id, sku, title, "
	"    unique_piece, qty, list_price, unit_price, discount, "
	"    discount_reason, tax_class, tax_name, tax_ppm, net, tax, total, "
	"    returns_line_id, business_day, store_id, commission, "
	"    category_id, live, cost, consignor_id, consignor_due, returned) "
	CHOSEN
	"SELECT @line(u.n*4+u.k), @sale(u.n), u.k, CASE WHEN u.one = 1 THEN "
	"    @one(u.m*3+u.k) ELSE @item(u.i) END, 'S-' || u.i, "
	"    'A piece of some length of title', u.one, u.way, u.price, "
	"    u.price, u.way * u.off, CASE WHEN u.off > 0 THEN 'loyalty' ELSE "
	"    '' END, 'standard', 'Sales tax', 88750, u.net, u.tax, "
	"    u.net + u.tax, CASE WHEN u.way < 0 THEN @line(u.m*4+u.k) END, "
	"    u.day, (SELECT id FROM store), CASE WHEN u.n % 4 = 1 THEN 0 "
	"    ELSE u.net / 50 END, @cat(u.i%8), CASE WHEN u.one = 1 AND "
	"    u.way > 0 AND NOT (u.n % 100 = 50 AND u.k = 1) THEN 1 ELSE 0 END, "
	"    u.way * u.price / 2, CASE WHEN u.i % 10 = 0 THEN "
	"    @cons(u.i/10%20) END, CASE WHEN u.i % 10 = 0 THEN u.net * 6 / 10 "
	"    ELSE 0 END, CASE WHEN u.n % 100 = 50 AND u.k = 1 THEN 1 ELSE 0 "
	"    END FROM u",
	"INSERT INTO sale (id, kind, number, register_id, seq, store_id, "
	"    channel_id, staff_id, returns_id, business_day, made_at, "
	"    recorded_at, currency, subtotal, discount, tax, total, paid) "
	CHOSEN
	"SELECT @sale(q.n), CASE WHEN q.n % 100 = 0 THEN 'return' ELSE 'sale' "
	"    END, 'R1-' || q.n, (SELECT id FROM register WHERE code = 'R1'), "
	"    q.n, (SELECT id FROM store), CASE WHEN q.n % 4 = 1 THEN (SELECT "
	"    id FROM channel WHERE code = 'web') ELSE (SELECT id FROM channel "
	"    WHERE code = 'showroom') END, CASE WHEN q.n % 4 <> 1 THEN "
	"    @staff(q.n%10) END, CASE WHEN q.n % 100 = 0 THEN @sale(q.n-50) "
	"    END, q.day, q.start + q.n % 36 * 900000000, q.start, 'USD', "
	"    q.net, q.off, q.tax, q.net + q.tax, q.net + q.tax "
	"FROM (SELECT n, min(day) AS day, min(start) AS start, "
	"    CAST(sum(net) AS bigint) AS net, CAST(sum(tax) AS bigint) AS tax, "
	"    CAST(sum(way * off) AS bigint) AS off FROM u GROUP BY n) q",
	"INSERT INTO payment (id, sale_id, position, kind, amount, "
	"    business_day, store_id) "
	"SELECT @pay(s.seq*2), s.id, 1, CASE WHEN s.seq % 10 < 6 THEN 'card' "
	"    WHEN s.seq % 10 < 9 THEN 'cash' ELSE 'check' END, s.total + "
	"    CASE WHEN s.seq % 10 = 7 THEN 500 ELSE 0 END, s.business_day, "
	"    s.store_id FROM sale s ORDER BY s.business_day, s.seq",
	"INSERT INTO payment (id, sale_id, position, kind, amount, "
	"    business_day, store_id) SELECT @pay(s.seq*2+1), s.id, 2, "
	"    'change', -500, s.business_day, s.store_id FROM sale s "
	"    WHERE s.seq % 10 = 7 ORDER BY s.business_day, s.seq",
};

static void
fill_calendar(const struct year *y)
{
	struct zone	zone;
	struct err	err = ERR_INIT;
	int64_t		from, to;
	char		sql[200];
	int		d, day = y->first_day;

	if (zone_init(&zone, "America/New_York", 0, &err) != 0)
		rig_die("%s", err.text);
	snprintf(sql, sizeof sql, "INSERT INTO size VALUES (%lld, %d)",
	    (long long)y->sales, y->days);
	raw(y, sql);
	for (d = 0; d < y->days; d++, day = day_add(day, 1)) {
		zone_range(&zone, day, &from, &to);
		snprintf(sql, sizeof sql, "INSERT INTO calendar VALUES "
		    "(%d, %d, %lld)", d, day,
		    (long long)(from + 10 * 3600 * SECOND_US));
		raw(y, sql);
	}
}

static void
make_year(const struct year *y)
{
	char	sql[200];
	size_t	i;

	if (y->pg != NULL) {
		raw(y, "SET search_path = vitrine");
		raw(y, "SET session_replication_role = replica");
		raw(y, "SET synchronous_commit = off");
	} else {
		sqlite3_db_config(y->lite, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0,
		    NULL);
		raw(y, "PRAGMA foreign_keys = off; PRAGMA synchronous = off;"
		    "PRAGMA cache_size = -400000; BEGIN");
	}
	for (i = 0; i < sizeof year_sql / sizeof year_sql[0]; i++)
		if (year_sql[i] == NULL)
			fill_calendar(y);
		else
			raw(y, year_sql[i]);
	snprintf(sql, sizeof sql, "UPDATE store SET closed_day = %d, "
	    "open_day = %d", day_add(TODAY, -1), TODAY);
	raw(y, sql);
	snprintf(sql, sizeof sql, "UPDATE register SET last_seq = %lld, "
	    "rolled_seq = (SELECT min(seq) - 1 FROM sale WHERE business_day "
	    "= %d) WHERE code = 'R1'", (long long)y->sales, TODAY);
	raw(y, sql);
	if (y->pg != NULL) {
		raw(y, "VACUUM ANALYZE");
		raw(y, "RESET session_replication_role");
	} else
		raw(y, "COMMIT; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);"
		    "PRAGMA synchronous = full");
}

static void
roll_up(const struct year *y)
{
	struct db_req	*req;
	int		 d, day = y->first_day;

	for (d = 0; d < y->days - 1; d++, day = day_add(day, 1)) {
		req = op_rollup_make(&y->shop->store, day);
		db_req_time(req, ROLLUP_TIME);
		bare_must(y->shop->db, req);
	}
	if (y->pg != NULL)
		raw(y, "VACUUM ANALYZE rollup");
}

/* Today, sale by sale as the registers add it up, but for the last of them. */
static double
roll_today(const struct year *y)
{
	int64_t		 began = clock_mono(), first = y->sales - y->sales /
	    y->days + 1, seq;
	char		 sql[120];
	int		 times = 0;

	for (seq = first; seq <= y->sales; seq += SALE_ROLL) {
		snprintf(sql, sizeof sql, "UPDATE register SET last_seq = "
		    "%lld WHERE code = 'R1'", (long long)seq);
		raw(y, sql);
		bare_must(y->shop->db, op_roll(&y->shop->store, &y->shop->r1));
		times++;
	}
	snprintf(sql, sizeof sql, "UPDATE register SET last_seq = %lld "
	    "WHERE code = 'R1'", (long long)y->sales);
	raw(y, sql);
	return (double)(clock_mono() - began) / 1000 / times;
}

/* Milliseconds, as the loop saw them. */
struct timing {
	int64_t	us[ROUNDS];
	size_t	n;
};

static int
by_size(const void *a, const void *b)
{
	const int64_t	*x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double
median(struct timing *t)
{
	qsort(t->us, t->n, sizeof t->us[0], by_size);
	return (double)t->us[t->n / 2] / 1000;
}

static void
time_ours(const struct year *y, struct db_req *req, struct timing *t)
{
	int64_t	began = clock_mono();

	db_req_time(req, ROLLUP_TIME);
	bare_must(y->shop->db, req);
	t->us[t->n++] = clock_mono() - began;
}

static int
no_row(void *arg, int count, char **values, char **names)
{
	(void)arg;
	(void)count;
	(void)values;
	(void)names;
	return 0;
}

static void
time_plain(const struct year *y, const char *const *sql, struct timing *t)
{
	int64_t	began = clock_mono();

	for (; *sql != NULL; sql++)
		if (y->pg != NULL)
			PQclear(PQexec(y->pg, *sql));
		else
			sqlite3_exec(y->lite, *sql, no_row, NULL, NULL);
	t->us[t->n++] = clock_mono() - began;
}

/* What somebody would write for the same figures, question by question. */
#define PLAIN_LINES \
	" FROM sale_line l JOIN sale s ON s.id = l.sale_id " \
	"WHERE s.business_day = 20260101 GROUP BY "
static const char *const plain_day[] = {
	"SELECT s.channel_id, l.category_id, sum(l.qty), sum(l.net), "
	"    sum(l.discount), sum(l.tax), sum(l.cost), sum(l.consignor_due), "
	"    sum(l.total)" PLAIN_LINES "s.channel_id, l.category_id",
	"SELECT s.staff_id, sum(l.net), sum(l.commission)" PLAIN_LINES
	"    s.staff_id",
	"SELECT l.tax_name, l.tax_ppm, sum(l.net), sum(l.tax)" PLAIN_LINES
	"    l.tax_name, l.tax_ppm",
	"SELECT l.discount_reason, sum(l.discount)" PLAIN_LINES
	"    l.discount_reason",
	"SELECT l.consignor_id, sum(l.consignor_due)" PLAIN_LINES
	"    l.consignor_id",
	"SELECT made_at / 900000000, count(*), sum(total - tax) FROM sale "
	"    WHERE business_day = 20260101 GROUP BY made_at / 900000000",
	"SELECT p.kind, count(*), sum(p.amount) FROM sale s JOIN payment p "
	"    ON p.sale_id = s.id WHERE s.business_day = 20260101 "
	"    GROUP BY p.kind",
	NULL
};
static const char *const plain_year[] = {
	"SELECT k1, k2, sum(sold), sum(returned), sum(gross), sum(refunds), "
	"    sum(discount), sum(tax), sum(cost), sum(due), sum(amount) "
	"    FROM rollup WHERE what = 'sales' AND business_day BETWEEN "
	"    19000101 AND 20251231 GROUP BY k1, k2",
	NULL
};
/* The days the figures are asked for: today, or the year that is closed. */
static struct db_req *
ask_range(const struct uuid *store, int from, int to)
{
	static const enum figure	whats[] = { FIGURE_DAY, FIGURE_SALES,
	    FIGURE_STAFF, FIGURE_TENDER };

	return op_figure_some(whats, 4, store, from, to, true);
}

static void
print(const char *engine, const char *what, double ours, double target,
    double plain)
{
	printf("G8|%s, %s, ms|%.1f|<= %.0f|plain SQL %.1f ms: %.2f times%s\n",
	    what, engine, ours, target, plain, ours / plain,
	    ours > target ? " (missed)" : "");
	fflush(stdout);
}

static void
measure(const struct year *y, const char *engine)
{
	struct timing		 day = { .n = 0 }, range = { .n = 0 };
	struct timing		 one = { .n = 0 }, screen = { .n = 0 };
	struct timing		 bare_day = { .n = 0 }, bare_range = { .n = 0 };
	const struct uuid	*store = &y->shop->store;
	const enum figure	 sales = FIGURE_SALES;
	const struct report_want want = { .kind = REPORT_DAY, .store = *store,
	    .from_day = TODAY, .to_day = TODAY, .quick = true,
	    .no_recount = true };
	struct till		 till;
	struct err		 err = ERR_INIT;
	double			 plain;
	int			 i, last = day_add(TODAY, -1);

	till_init(&till, y->shop->db);
	if (till_load_wait(&till, TILL_COUNTER, "R1", &err) != 0)
		rig_die("%s", err.text);

	for (i = 0; i < ROUNDS; i++) {
		time_ours(y, op_figure_all(store, TODAY, TODAY), &day);
		time_plain(y, plain_day, &bare_day);
		time_ours(y, report_ask(&want, &till), &screen);
		time_ours(y, op_figure_some(&sales, 1, store, y->first_day,
		    last, true), &one);
		time_plain(y, plain_year, &bare_range);
		time_ours(y, ask_range(store, y->first_day, last), &range);
	}
	print(engine, "the open day, every figure", median(&day),
	    25, median(&bare_day));
	printf("G8|the day's screen, everything on it, %s, ms|%.1f|<= 25|%s\n",
	    engine, median(&screen), median(&screen) > 25 ? "(missed)" : "");
	plain = median(&bare_range);
	print(engine, "a year by channel and category, from the rollup",
	    median(&one), 15, plain);
	printf("G8|the year's screen: days, categories, associates, tenders, "
	    "%s, ms|%.1f|<= 15|%s\n", engine, median(&range),
	    median(&range) > 15 ? "(missed)" : "");
	till_free(&till);
}

static double
seconds_since(int64_t began)
{
	return (double)(clock_mono() - began) / SECOND_US;
}

static void
run(const char *engine, int64_t lines, int days)
{
	struct year		 y = { .sales = lines / 3, .days = days,
	    .first_day = day_add(TODAY, 1 - days) };
	struct rusage		 used;
	struct db_ans		*ans;
	struct db_req		*req;
	int64_t			 began = clock_mono();
	size_t			 n;

	y.shop = bare_new(engine);
	if (strcmp(engine, "postgresql") == 0) {
		y.pg = PQconnectdb(y.shop->url);
		if (PQstatus(y.pg) != CONNECTION_OK)
			rig_die("%s", PQerrorMessage(y.pg));
	} else if (sqlite3_open(y.shop->url + strlen("sqlite:"), &y.lite) !=
	    SQLITE_OK)
		rig_die("%s", sqlite3_errmsg(y.lite));
	make_year(&y);
	fprintf(stderr, "%s: a year made in %.0f s\n", engine,
	    seconds_since(began));
	began = clock_mono();
	roll_up(&y);
	printf("G8|%lld lines rolled up again, %s, s|%.1f|-|%d days\n",
	    (long long)lines, engine, seconds_since(began), days - 1);
	printf("G8|%d sales added up as they come, %s, ms|%.1f|-|beside them, "
	    "not in them\n", SALE_ROLL, engine, roll_today(&y));
	measure(&y, engine);
	began = clock_mono();
	req = op_check(CHECK_ROLLUP);
	db_req_time(req, ROLLUP_TIME);
	if (bare_do(y.shop->db, req, &ans) != DB_DONE)
		rig_die("%s", db_err(ans)->text);
	db_rows(ans, REC_FINDING, &n);
	printf("G8|the rollup against its rows, %s, s|%.1f|-|%zu differ\n",
	    engine, seconds_since(began), n);
	db_ans_free(ans);
	getrusage(RUSAGE_SELF, &used);
	printf("G8|the most memory of the program, %s, MB|%ld|-|embedded "
	    "engine included\n", engine, used.ru_maxrss / 1024);
	PQfinish(y.pg);
	sqlite3_close(y.lite);
	bare_free(y.shop);
}

/* year [ENGINE [LINES [DAYS]]] */
int
main(int argc, char **argv)
{
	int	days = 366;
	int64_t	lines = 300000;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc > 2)
		lines = strtoll(argv[2], NULL, 10);
	if (argc > 3)
		days = (int)strtol(argv[3], NULL, 10);
	if (argc < 2 || strcmp(argv[1], "sqlite") == 0)
		run("sqlite", lines, days);
	if (argc < 2 || strcmp(argv[1], "postgresql") == 0)
		run("postgresql", lines, days);
	return 0;
}
