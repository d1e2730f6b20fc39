/*
 * Every piece of SQL there is, against the schema this program makes, on both
 * engines: it can be prepared, and it gives the columns its record names, in
 * that order.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <cmocka.h>

#include <libpq-fe.h>
#include <sqlite3.h>

#include "db.h"
#include "driver.h"
#include "migrate.h"
#include "pgserver.h"
#include "rig.h"
#include "str.h"

static int	wrong;

static void
complain(const char *engine, const struct stmt_def *def, const char *what)
{
	print_error("%s: %s: %s\n", engine, def->name, what);
	wrong++;
}

static void
check_column(const char *engine, const struct stmt_def *def, int col,
    const char *name)
{
	const struct field	*fields;
	size_t			 count;
	char			 text[200];

	fields = rec_fields(def->out, &count);
	if ((size_t)col < count && str_eq(fields[col].name, name))
		return;
	/* The writer of an expression may leave its name away. */
	if ((size_t)col < count && (str_eq(name, "?column?") ||
	    strpbrk(name, " (") != NULL))
		return;
	snprintf(text, sizeof text, "column %d is %s, %s has %s", col + 1,
	    name, rec_name(def->out), (size_t)col < count ?
	    fields[col].name : "no more");
	complain(engine, def, text);
}

static void
check_count(const char *engine, const struct stmt_def *def, int columns)
{
	size_t	count;
	char	text[200];

	rec_fields(def->out, &count);
	if (def->out == REC_NONE || (size_t)columns == count)
		return;
	snprintf(text, sizeof text, "%d columns, %s has %zu", columns,
	    rec_name(def->out), count);
	complain(engine, def, text);
}

static void
make_shop(const char *url)
{
	struct migrate_report	report;
	struct err		err;
	struct db		*db = db_create(url, &err);

	if (db == NULL || migrate_run(db, &report, &err) < 0)
		fail_msg("%s: %s", url, err.text);
	assert_int_equal(report.from, 0);
	assert_true(report.to > 0);
	if (migrate_run(db, &report, &err) < 0 || migrate_check(db, &err) < 0)
		fail_msg("%s: %s", url, err.text);
	assert_int_equal(report.from, report.to);
	db_close(db);
}

static void
no_function(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	(void)values;
	sqlite3_result_int64(context, 0);
}

static void
test_sqlite(void **state)
{
	char		*path = rig_path("shop.db");
	char		*url = rig_printf("sqlite:%s", path);
	sqlite3		*db;
	sqlite3_stmt	*stmt;
	size_t		 i;
	int		 col;

	(void)state;
	make_shop(url);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_create_function(db, "vitrine_now", 0, SQLITE_UTF8, NULL,
	    no_function, NULL, NULL);
	sqlite3_create_function(db, "vitrine_journal_hash", 7, SQLITE_UTF8,
	    NULL, no_function, NULL, NULL);
	wrong = 0;
	for (i = 0; i < sql_count; i++) {
		const struct stmt_def *def = &sql_table[i];

		if (sqlite3_prepare_v2(db, def->sqlite, -1, &stmt, NULL) !=
		    SQLITE_OK) {
			complain("sqlite", def, sqlite3_errmsg(db));
			continue;
		}
		check_count("sqlite", def, sqlite3_column_count(stmt));
		for (col = 0; def->out != REC_NONE &&
		    col < sqlite3_column_count(stmt); col++)
			check_column("sqlite", def, col,
			    sqlite3_column_name(stmt, col));
		if (!sqlite3_stmt_readonly(stmt) != def->writes)
			complain("sqlite", def, "\"-- writes\" is wrong");
		sqlite3_finalize(stmt);
	}
	assert_int_equal(wrong, 0);
	sqlite3_close(db);
	free(url);
	free(path);
}

static void
check_pg(PGconn *conn, const struct stmt_def *def)
{
	PGresult	*result;
	Oid		 types[64];
	size_t		 i;
	int		 col;

	for (i = 0; def->in[i] != '\0'; i++)
		types[i] = def->in[i] == 'i' ? 20 : def->in[i] == 'u' ? 2950 :
		    def->in[i] == 'b' ? 17 : 25;
	result = PQprepare(conn, def->name, def->pg, (int)i, types);
	if (PQresultStatus(result) != PGRES_COMMAND_OK) {
		complain("postgresql", def, PQresultErrorMessage(result));
		PQclear(result);
		return;
	}
	PQclear(result);
	result = PQdescribePrepared(conn, def->name);
	check_count("postgresql", def, PQnfields(result));
	for (col = 0; def->out != REC_NONE && col < PQnfields(result); col++)
		check_column("postgresql", def, col, PQfname(result, col));
	PQclear(result);
}

static void
test_pg(void **state)
{
	char	*url = pgserver_database(NULL);
	PGconn	*conn;
	size_t	 i;

	(void)state;
	make_shop(url);
	conn = PQconnectdb(url);
	PQclear(PQexec(conn, "SET search_path = vitrine, pg_temp"));
	wrong = 0;
	for (i = 0; i < sql_count; i++)
		check_pg(conn, &sql_table[i]);
	assert_int_equal(wrong, 0);
	PQfinish(conn);
	free(url);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sqlite),
		cmocka_unit_test(test_pg),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
