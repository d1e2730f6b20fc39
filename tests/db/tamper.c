/*
 * Somebody writes in the books behind the program's back: a column of a row of
 * every table that holds a fact, with the database's triggers and keys off;
 * or takes a row away.  verify finds it.
 *
 * The shop is a few days of life (lib/life.h).  A change the database refuses
 * even so is no change.  LONG=1 tries more rows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "lib/fakeclock.h"

#include "db.h"
#include "desk/verify.h"
#include "lib/life.h"
#include "lib/pgserver.h"
#include "lib/rig.h"
#include "lib/sql.h"
#include "mem.h"
#include "ops.h"

static const char *const tables[] = { "sale", "sale_line", "payment",
    "stock_move", "hold", "z", "drawer", "drawer_count", "drawer_event",
    "drawer_close", "approval", "refusal", "rollup", "journal", NULL };

/* Of other tables, what is derived. */
static const char *const derived[][2] = { { "register", "last_seq" },
    { "register", "last_hash" }, { "store", "closed_day" },
    { "store", "open_day" }, { "piece", "on_hand" }, { "piece", "held" } };

/*
 * What no seal covers and nothing derives again.  A hold that is over and what
 * a person wrote beside a move of stock moved no money, nor does a rate of
 * commission that changes no line's (see lent()); who was refused is
 * written down beside the books.
 */
static const char *const unsealed[] = { "stock_move.at", "stock_move.note",
    "stock_move.staff_id", "stock_move.reason", "stock_move.to_state",
    "stock_move.id", "hold.qty", "hold.channel_id", "hold.owner",
    "hold.register_id", "hold.staff_id", "hold.placed_at", "hold.expires_at",
    "hold.ended_at", "hold.origin", "hold.caller",
    "hold.held_for", "hold.customer_id", "sale.commission_ppm", "hold.id", "refusal.id", "refusal.at",
    "refusal.business_day", "refusal.store_id", "refusal.channel_id",
    "refusal.register_id", "refusal.staff_id", "refusal.why",
    "refusal.wanted_by", "refusal.amount", "refusal.taken_by",
    "refusal.said_by", "refusal.note", "refusal.piece_id",
    "refusal.taken_sale_id", "hold.piece_id", NULL };

/* Into what; the first that the database takes is it. */
static const char *const values[] = { "COL + 1", "1 - COL", "COL - 1",
    "COL || 'x'", "OTHER", "RANDOM", "'return'", "'sale'", "'card'", "'EUR'",
    "'1999'", "'pay_in'", "'drop'", "'open'", "'close'", "'adjust'",
    "'released'", "'ended'", "'z'", "'intake'", NULL };

struct books {
	char	*url;
	bool	 lite;
	struct db *db;		/* the shop's own door, for verify */
	sqlite3	*raw;		/* a file is anybody's who can open it */
	int	 tried, found, turn;
};

static bool
is_unsealed(const char *table, const char *column)
{
	char	name[80];
	size_t	i;

	snprintf(name, sizeof name, "%s.%s", table, column);
	for (i = 0; unsealed[i] != NULL; i++)
		if (strcmp(unsealed[i], name) == 0)
			return true;
	return false;
}

/* Does it with nothing in the way; false when refused or no row changed. */
static bool
behind(struct books *b, const char *sql)
{
	char	*whole;
	bool	 done;

	if (b->lite)
		return sqlite3_exec(b->raw, sql, NULL, NULL, NULL) ==
		    SQLITE_OK && sqlite3_changes(b->raw) > 0;
	whole = rig_printf("DO $do$ BEGIN PERFORM set_config("
	    "'session_replication_role', 'replica', true); %s;"
	    " IF NOT FOUND THEN RAISE EXCEPTION 'nothing'; END IF;"
	    " END $do$", sql);
	done = sql_try(b->db, whole);
	free(whole);
	return done;
}

static void
must(struct books *b, const char *sql)
{
	if (!behind(b, sql))
		rig_die("cannot %s: %s", sql, b->lite ?
		    sqlite3_errmsg(b->raw) : "");
}

/* Keeps a copy of the table, or puts the table back from it. */
static void
keep(struct books *b, const char *table, bool back)
{
	char	*sql;

	if (!back)
		sql = rig_printf("CREATE TABLE kept AS SELECT * FROM %s",
		    table);
	else
		sql = rig_printf("DELETE FROM %s", table);
	if (back)
		behind(b, sql);
	else
		sql_do(b->db, sql);
	free(sql);
	if (!back)
		return;
	sql = rig_printf("INSERT INTO %s %s SELECT * FROM kept", table,
	    b->lite ? "" : "OVERRIDING SYSTEM VALUE");
	must(b, sql);
	free(sql);
}

static bool
is_clean(struct books *b, const char *what)
{
	struct verify_report	 report;
	struct arena		*arena = arena_new();
	struct err		 err = ERR_INIT;
	bool			 clean;

	if (verify_shop(b->db, arena, NULL, &report, &err) != 0)
		rig_die("%s: %s", what, err.text);
	clean = report.finding_count == 0;
	if (!clean && getenv("TAMPER_SHOW") != NULL)
		fprintf(stderr, "# %s: %s\n", what, report.findings[0].text);
	arena_free(arena);
	return clean;
}

/* "WHERE ..." of the nth row. */
static char *
nth_row(const struct books *b, const char *table, int64_t nth)
{
	/* Tables that are their own index have no rowid. */
	const char	*id = !b->lite ? "ctid" :
			    strcmp(table, "rollup") == 0 ?
			    "what, business_day, store_id, kept_by, k1, k2, "
			    "a, b" :
			    strcmp(table, "payment") == 0 ?
			    "sale_id, position" : "rowid";

	return rig_printf("WHERE (%s) = (SELECT %s FROM %s ORDER BY %s LIMIT 1 "
	    "OFFSET %lld)", id, id, table, id, (long long)nth);
}

/* The value of values[i] for this column. */
static char *
value_of(const struct books *b, const char *pattern, const char *column)
{
	if (strcmp(pattern, "OTHER") == 0)
		return rig_printf("(SELECT o.%s FROM kept o WHERE o.%s IS "
		    "DISTINCT FROM t.%s LIMIT 1)", column, column, column);
	if (strcmp(pattern, "RANDOM") == 0)
		return rig_printf("%s", b->lite ? "randomblob(16)" :
		    "gen_random_uuid()");
	if (strncmp(pattern, "COL", 3) == 0)
		return rig_printf("%s%s", column, pattern + 3);
	if (strcmp(pattern, "1 - COL") == 0)
		return rig_printf("1 - %s", column);
	return rig_printf("%s", pattern);
}

static bool
change(struct books *b, const char *table, const char *column, int64_t nth)
{
	char	*row = nth_row(b, table, nth), *value, *sql;
	bool	 done = false;
	size_t	 i;

	for (i = 0; values[i] != NULL && !done; i++) {
		value = value_of(b, values[i], column);
		sql = rig_printf("UPDATE %s AS t SET %s = %s %s AND %s IS "
		    "DISTINCT FROM %s", table, column, value, row, column,
		    value);
		done = behind(b, sql);
		free(sql);
		free(value);
	}
	free(row);
	return done;
}

static int64_t
rows_of(struct books *b, const char *table)
{
	char	*sql = rig_printf("SELECT count(*) FROM %s", table);
	int64_t	 n = sql_num(b->db, sql);

	free(sql);
	return n;
}

static void
one_column(struct books *b, const char *table, const char *column,
    int64_t nth)
{
	char	what[100];

	snprintf(what, sizeof what, "%s.%s, row %lld", table, column,
	    (long long)nth);
	if (!change(b, table, column, nth))
		return;
	b->tried++;
	if (is_clean(b, what))
		print_message("# not found: %s\n", what);
	else
		b->found++;
	keep(b, table, true);
}

static char **
columns_of(struct books *b, const char *table, size_t *n_r)
{
	char	*sql = rig_printf(b->lite ? "SELECT name AS x FROM "
		    "pragma_table_info('%s')" : "SELECT CAST(column_name AS "
		    "text) AS x FROM information_schema.columns WHERE "
		    "table_schema = 'vitrine' AND table_name = '%s'", table);
	char	**names = sql_texts(b->db, sql, n_r);

	free(sql);
	return names;
}

/* The checks are the same text for both engines: fewer on the slower one. */
static bool
is_turn(struct books *b)
{
	return b->lite || getenv("LONG") != NULL || b->turn++ % 4 == 0;
}

/*
 * A later day is what a Z in between makes of a row.  PostgreSQL's clock is its
 * own, so that in this made-up life every Z is in between.
 */
static bool
is_late(const struct books *b, const char *column)
{
	return !b->lite && strcmp(column, "business_day") == 0;
}

static void
one_table(struct books *b, const char *table)
{
	int64_t	 rows = rows_of(b, table), some = getenv("LONG") ? 7 : 1, k;
	char	**names, *row, *sql;
	size_t	 i, n;

	if (rows == 0 && strcmp(table, "approval") == 0)
		return;		/* nobody had to agree in this life */
	if (rows == 0)
		rig_die("no row of %s to change", table);
	names = columns_of(b, table, &n);
	keep(b, table, false);
	for (i = 0; i < n; i++)
		for (k = 0; k < some && !is_unsealed(table, names[i]) &&
		    !is_late(b, names[i]) && is_turn(b); k++)
			one_column(b, table, names[i],
			    ((int64_t)i * 5 + k * 11) % rows);
	sql_texts_free(names, n);
	if (strcmp(table, "hold") != 0 && strcmp(table, "refusal") != 0) {
		row = nth_row(b, table, rows / 2);
		sql = rig_printf("DELETE FROM %s %s", table, row);
		must(b, sql);
		b->tried++;
		if (is_clean(b, table))
			print_message("# not missed: a row of %s\n", table);
		else
			b->found++;
		keep(b, table, true);
		free(row);
		free(sql);
	}
	sql_do(b->db, "DROP TABLE kept");
}

/* The triggers that stand guard are the first thing to go. */
static void
drop_triggers(struct books *b)
{
	char	**names, *sql;
	size_t	 i, n;

	names = sql_texts(b->db, "SELECT name AS x FROM sqlite_master "
	    "WHERE type = 'trigger'", &n);
	for (i = 0; i < n; i++) {
		sql = rig_printf("DROP TRIGGER %s", names[i]);
		if (sqlite3_exec(b->raw, sql, NULL, NULL, NULL) != SQLITE_OK)
			rig_die("%s: %s", sql, sqlite3_errmsg(b->raw));
		free(sql);
	}
	sql_texts_free(names, n);
}

/* What was sold on the day that is open is in the rollup as well. */
static void
roll(struct books *b)
{
	const struct rec_register	*reg;
	struct db_ans			*ans = db_wait(b->db,
	    op_register_list());
	size_t				 i, n;

	reg = db_rows(ans, REC_REGISTER, &n);
	for (i = 0; i < n; i++)
		db_ans_free(db_wait(b->db, op_roll(&reg[i].store_id,
		    &reg[i].id)));
	db_ans_free(ans);
}

/* A piece lent to somebody is in the case again, and no move says so. */
static void
lent(struct books *b)
{
	const struct rec_piece	*piece;
	struct db_ans		*ans = db_wait(b->db, op_piece_by_sku("BATH"));
	size_t			 n;

	piece = db_rows(ans, REC_PIECE, &n);
	assert_int_equal(n, 1);
	/* The triggers may be gone: what they do is done here. */
	db_ans_free(db_wait(b->db, op_stock_move(&piece->id, clock_now(), 0,
	    "state", "memo", NULL, "")));
	db_ans_free(ans);
	behind(b, "UPDATE piece SET state = 'memo' WHERE sku = 'BATH'");
	assert_true(is_clean(b, "lent"));
	must(b, "UPDATE piece SET state = 'stock' WHERE sku = 'BATH'");
	b->tried++;
	b->found += !is_clean(b, "a piece's state");
	must(b, "UPDATE piece SET state = 'memo' WHERE sku = 'BATH'");
	/* And somebody earns more. */
	keep(b, "sale", false);
	must(b, "UPDATE sale SET commission_ppm = 90000 WHERE seq = 3");
	b->tried++;
	b->found += !is_clean(b, "a rate of commission");
	keep(b, "sale", true);
	sql_do(b->db, "DROP TABLE kept");
}

static void
every_column(const char *engine)
{
	struct books		 b = { .lite = strcmp(engine, "sqlite") == 0 };
	struct life_want	 want = { .now = &fake_now, .seed = 12,
	    .days = 3, .lines = 220 };
	struct life_done	 done;
	struct err		 err = ERR_INIT;
	size_t			 i;

	fake_seed = want.seed;
	b.url = want.url = b.lite ? rig_printf("sqlite:%s/books.db",
	    rig_dir()) : pgserver_database(NULL);
	life_live(&want, &done);
	if ((b.db = db_open(b.url, &err)) == NULL)
		rig_die("%s", err.text);
	if (b.lite && sqlite3_open(b.url + 7, &b.raw) != SQLITE_OK)
		rig_die("%s", sqlite3_errmsg(b.raw));
	roll(&b);
	if (b.lite)
		drop_triggers(&b);
	assert_true(is_clean(&b, "untouched"));
	for (i = 0; tables[i] != NULL; i++)
		one_table(&b, tables[i]);
	for (i = 0; i < sizeof derived / sizeof *derived; i++) {
		keep(&b, derived[i][0], false);
		one_column(&b, derived[i][0], derived[i][1], 0);
		sql_do(b.db, "DROP TABLE kept");
	}
	lent(&b);
	assert_true(is_clean(&b, "put back"));
	print_message("# %s: %d changes, %d found\n", engine, b.tried,
	    b.found);
	assert_true(b.tried > (b.lite ? 150 : 40));
	assert_int_equal(b.found, b.tried);
	sqlite3_close(b.raw);
	db_close(b.db);
	free(b.url);
}

static void
every_column_on_sqlite(void **state)
{
	(void)state;
	every_column("sqlite");
}

static void
every_column_on_postgresql(void **state)
{
	(void)state;
	every_column("postgresql");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(every_column_on_sqlite),
		cmocka_unit_test(every_column_on_postgresql),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
