/*
 * Somebody writes in the books behind the program's back, with the database's
 * triggers and keys off: each column of each table that holds a fact, as the
 * catalogue names them, in a row of each kind there is; or takes a row away.
 * verify finds it.  A column added tomorrow that nothing seals and nothing
 * derives again fails here, and so does a table nobody said anything about.
 *
 * The shop is a few days of life (lib/life.h).  A value the database refuses
 * even so is no change.  In make check a column is changed in a row of one
 * kind, and PostgreSQL, which is slower at it, tries those of its own
 * statements and a quarter of the others; LONG=1 tries all.
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
#include "sell/book.h"

/*
 * What is proved.  kind: the rows differ by it.  only: which rows, and why not
 * the others.  own: the two engines have statements of their own for it.
 */
static const struct fact {
	const char	*table, *kind, *only, *why;
	bool		 own;
} facts[] = {
	{ "sale", "kind", "EXISTS (SELECT 1 FROM sale_line w WHERE "
	    "w.sale_id = sale.id AND w.piece_id IS NOT NULL)",
	    "only of a sale without a piece in it: commission_ppm; each "
	    "line's commission is derived again", false },
	{ "sale_line", "CASE WHEN piece_id IS NULL THEN 'free' WHEN hold_id IS "
	    "NOT NULL THEN 'held' WHEN qty < 0 THEN 'back' ELSE 'sold' END",
	    NULL, NULL, true },
	{ "payment", "kind", NULL, NULL, false },
	{ "stock_move", "reason", NULL, NULL, true },
	{ "hold", "state", "end_reason = 'sold'",
	    "not of one that led to no sale: it moved nothing", true },
	{ "z", "CASE WHEN register_id IS NULL THEN 's' ELSE 'r' END", NULL,
	    NULL, false },
	{ "drawer", "open", NULL, NULL, false },
	{ "drawer_count", "phase", NULL, NULL, false },
	{ "drawer_event", "kind", NULL, NULL, false },
	{ "drawer_close", "counted = expected", NULL, NULL, false },
	{ "approval", "what", NULL, NULL, false },
	{ "refusal", "why", NULL, NULL, true },
	{ "rollup", "what", NULL, NULL, false },
	{ "journal", "kind", NULL, NULL, false },
};

/* Of other tables, what is derived. */
static const char *const derived[][3] = {
	{ "register", "last_seq", "1 = 1" },
	{ "register", "last_hash", "1 = 1" },
	{ "register", "rolled_seq", "kind = 'counter'" },
	{ "store", "closed_day", "1 = 1" },
	{ "store", "open_day", "1 = 1" },
	{ "piece", "on_hand", "1 = 1" },
	{ "piece", "held", "1 = 1" },
	{ "piece", "state", "sku = 'BATH'" },
};

/* Which may change, and why. */
static const char *const may_change[][2] = {
	{ "stock_move.id", "the order in which moves were written; what is "
	    "derived from it is compared" },
};

/* Of which no row happened, as what is said of the shop or is under way. */
static const char *const others[] = { "shop", "setting", "store", "tax_rate",
    "category", "staff", "register", "customer", "consignor", "channel",
    "piece", "piece_code", "piece_search", "piece_attr", "stone",
    "certificate", "photo", "piece_event", "change", "hold_renew", "hold_end",
    "channel_order", "outbox", "pin_attempt", "parked", "parked_end", "apikey",
    "import_profile", "import_alias", "import_seen", "role_right",
    "channel_setting", "channel_run", "channel_piece", "delivery",
    "remote_order", "conflict", "mail", "cash_report", "listing",
    "receipt_due", "receipt_done",
    "migration" };

/* Into what; the first that the database takes is it. */
static const char *const values[] = { "COL + 1", "1 - COL", "COL - 1",
    "COL || 'x'", "OTHER", "RANDOM", "'return'", "'sale'", "'card'", "'EUR'",
    "'1999'", "'pay_in'", "'drop'", "'open'", "'close'", "'adjust'",
    "'released'", "'ended'", "'active'", "'z'", "'intake'",
    "COL + 1000000", NULL };

struct books {
	char	*url;
	bool	 lite;
	struct db *db;		/* the shop's own door, for verify */
	sqlite3	*raw;		/* a file is anybody's who can open it */
	int	 tried, found, turn;
};

#define COUNT(list)	(sizeof(list) / sizeof *(list))

static bool
is_long(void)
{
	return getenv("LONG") != NULL;
}

static bool
may(const char *table, const char *column)
{
	char	name[80];
	size_t	i;

	snprintf(name, sizeof name, "%s.%s", table, column);
	for (i = 0; i < COUNT(may_change); i++)
		if (strcmp(may_change[i][0], name) == 0)
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

/* "WHERE ..." of the nth row of those. */
static char *
nth_row(const struct books *b, const char *table, const char *which,
    int64_t nth)
{
	/* Tables that are their own index have no rowid. */
	const char	*id = !b->lite ? "ctid" :
			    strcmp(table, "rollup") == 0 ?
			    "what, business_day, store_id, kept_by, k1, k2, "
			    "a, b" :
			    strcmp(table, "payment") == 0 ?
			    "sale_id, position" : "rowid";

	return rig_printf("WHERE (%s) = (SELECT %s FROM %s WHERE %s "
	    "ORDER BY %s LIMIT 1 OFFSET %lld)", id, id, table, which, id,
	    (long long)nth);
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
change(struct books *b, const char *table, const char *column,
    const char *which, int64_t nth)
{
	char	*row = nth_row(b, table, which, nth), *value, *sql;
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
rows_of(struct books *b, const char *table, const char *which)
{
	char	*sql = rig_printf("SELECT count(*) FROM %s WHERE %s", table,
		    which);
	int64_t	 n = sql_num(b->db, sql);

	free(sql);
	return n;
}

/* Whether the database let one of those rows have another value; the nth, or
   the next that may. */
static bool
one_column(struct books *b, const char *table, const char *column,
    const char *which, int64_t nth)
{
	int64_t	rows = rows_of(b, table, which), i;
	char	what[200];

	for (i = 0; i < rows && i < 20; i++)
		if (change(b, table, column, which, (nth + i) % rows))
			break;
	if (i == rows || i == 20)
		return false;
	b->tried++;
	snprintf(what, sizeof what, "%s.%s, row %lld where %.100s", table,
	    column, (long long)((nth + i) % rows), which);
	if (is_clean(b, what))
		print_message("# not found: %s\n", what);
	else
		b->found++;
	keep(b, table, true);
	return true;
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

/* Most checks are the same text for both engines: fewer on the slower one. */
static bool
is_turn(struct books *b, const struct fact *f)
{
	return b->lite || f->own || is_long() || b->turn++ % 4 == 0;
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

/* The column, in a row of one kind; LONG: of each. */
static void
each_kind(struct books *b, const struct fact *f, const char *column,
    size_t turn, char **kinds, size_t kind_count)
{
	bool	 done = false;
	char	*which;
	size_t	 i, k;

	for (i = 0; i < kind_count && (!done || is_long()); i++) {
		k = (turn + i) % kind_count;
		which = rig_printf("CAST(%s AS text) = '%s' AND %s", f->kind,
		    kinds[k], f->only == NULL ? "1 = 1" : f->only);
		done |= one_column(b, f->table, column, which,
		    (int64_t)turn * 5);
		free(which);
	}
	if (!done)
		rig_die("no value for any row of %s.%s", f->table, column);
}

static void
one_row_less(struct books *b, const struct fact *f)
{
	const char	*which = f->only == NULL ? "1 = 1" : f->only;
	char		*row, *sql;

	row = nth_row(b, f->table, which, rows_of(b, f->table, which) / 2);
	sql = rig_printf("DELETE FROM %s %s", f->table, row);
	must(b, sql);
	b->tried++;
	if (is_clean(b, f->table))
		print_message("# not missed: a row of %s\n", f->table);
	else
		b->found++;
	keep(b, f->table, true);
	free(row);
	free(sql);
}

static void
one_table(struct books *b, const struct fact *f)
{
	char	**names, **kinds, *sql;
	size_t	 i, n, kind_count;

	sql = rig_printf("SELECT DISTINCT CAST(%s AS text) AS x FROM %s "
	    "WHERE %s ORDER BY x", f->kind, f->table, f->only == NULL ?
	    "1 = 1" : f->only);
	kinds = sql_texts(b->db, sql, &kind_count);
	free(sql);
	if (kind_count == 0)
		rig_die("no row of %s to change", f->table);
	names = columns_of(b, f->table, &n);
	keep(b, f->table, false);
	for (i = 0; i < n; i++)
		if (!may(f->table, names[i]) && !is_late(b, names[i]) &&
		    is_turn(b, f))
			each_kind(b, f, names[i], i, kinds, kind_count);
	one_row_less(b, f);
	sql_texts_free(names, n);
	sql_texts_free(kinds, kind_count);
	sql_do(b->db, "DROP TABLE kept");
}

static bool
is_said(const char *table)
{
	size_t	i;

	for (i = 0; i < COUNT(facts); i++)
		if (strcmp(facts[i].table, table) == 0)
			return true;
	for (i = 0; i < COUNT(others); i++)
		if (strcmp(others[i], table) == 0)
			return true;
	/* The index of words is tables, too. */
	return strncmp(table, "piece_fts", 9) == 0 ||
	    strncmp(table, "sqlite_", 7) == 0;
}

/* Every table there is, is a fact's or is none. */
static void
every_table(struct books *b)
{
	char	**names;
	size_t	 i, n;

	names = sql_texts(b->db, b->lite ? "SELECT name AS x FROM "
	    "sqlite_master WHERE type = 'table'" : "SELECT CAST(table_name AS "
	    "text) AS x FROM information_schema.tables WHERE table_schema = "
	    "'vitrine' AND table_type = 'BASE TABLE'", &n);
	for (i = 0; i < n; i++)
		if (!is_said(names[i]))
			rig_die("nobody says whether verify must prove %s",
			    names[i]);
	sql_texts_free(names, n);
}

/* What is added tomorrow and not sealed is seen not to be found. */
static void
tomorrow(struct books *b)
{
	const struct fact	f = { "payment", "kind", NULL, NULL, false };
	int			tried = b->tried, found = b->found;

	sql_do(b->db, "ALTER TABLE payment ADD COLUMN tomorrow text NOT NULL "
	    "DEFAULT ''");
	keep(b, "payment", false);
	assert_true(one_column(b, f.table, "tomorrow", "1 = 1", 3));
	assert_int_equal(b->tried, tried + 1);
	assert_int_equal(b->found, found);
	b->tried = tried;
	sql_do(b->db, "DROP TABLE kept");
}

/* What stands guard is the first thing to go. */
static void
drop_triggers(struct books *b)
{
	char	**names, *sql;
	size_t	 i, n;

	if (sqlite3_exec(b->raw, "PRAGMA ignore_check_constraints = ON", NULL,
	    NULL, NULL) != SQLITE_OK)
		rig_die("%s", sqlite3_errmsg(b->raw));
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

static void
drop_checks(struct books *b)
{
	sql_do(b->db, "DO $do$ DECLARE c record; BEGIN FOR c IN "
	    "SELECT conname, conrelid FROM pg_constraint WHERE contype = 'c' "
	    "AND conrelid <> 0 AND connamespace = 'vitrine'::regnamespace LOOP "
	    "EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', "
	    "c.conrelid::regclass, c.conname); END LOOP; END $do$");
}

/* A piece is lent to somebody, so that a move says in what state it is. */
static void
lent(struct books *b)
{
	const struct rec_piece	*piece;
	struct db_ans		*ans = db_wait(b->db, op_piece_by_sku("BATH"));
	size_t			 n;

	piece = db_rows(ans, REC_PIECE, &n);
	assert_int_equal(n, 1);
	db_ans_free(db_wait(b->db, book_move(&piece->id, clock_now(), 0,
	    "state", "memo", NULL, "To Mrs. Vane")));
	db_ans_free(ans);
}

/* What is not asked for, said aloud. */
static void
say(const struct books *b)
{
	size_t	i;

	for (i = 0; i < COUNT(may_change); i++)
		print_message("# may change: %s: %s\n", may_change[i][0],
		    may_change[i][1]);
	for (i = 0; i < COUNT(facts); i++)
		if (facts[i].why != NULL)
			print_message("# rows of %s: %s\n", facts[i].table,
			    facts[i].why);
	if (!b->lite)
		print_message("# may change: business_day: to a later one, by "
		    "a Z in between; here every Z is\n");
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
	lent(&b);
	roll(&b);
	if (b.lite)
		drop_triggers(&b);
	else
		drop_checks(&b);
	say(&b);
	every_table(&b);
	assert_true(is_clean(&b, "untouched"));
	for (i = 0; i < COUNT(facts); i++)
		one_table(&b, &facts[i]);
	for (i = 0; i < COUNT(derived); i++) {
		keep(&b, derived[i][0], false);
		assert_true(one_column(&b, derived[i][0], derived[i][1],
		    derived[i][2], 0));
		sql_do(b.db, "DROP TABLE kept");
	}
	tomorrow(&b);
	assert_true(is_clean(&b, "put back"));
	print_message("# %s: %d changes, %d found\n", engine, b.tried,
	    b.found);
	assert_true(b.tried > (b.lite ? 180 : 80));
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
