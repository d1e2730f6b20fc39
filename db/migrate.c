/* Schema steps: see migrate.h. */
#include "migrate.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "driver.h"
#include "seal.h"
#include "sql.h"
#include "str.h"

#define STEP_TIME	(10 * MINUTE_US)
#define MAX_SCRIPT	(16 * 1024 * 1024)

/* What goes before and behind a step's own text. */
static const char pg_before[] =
    "SELECT set_config('statement_timeout', '0', true),"
    " set_config('lock_timeout', '60s', true);\n"
    "SELECT pg_advisory_xact_lock(7596481);\n"
    "CREATE SCHEMA IF NOT EXISTS vitrine;\n"
    "CREATE TABLE IF NOT EXISTS vitrine.migration (\n"
    " number bigint PRIMARY KEY, name text NOT NULL,\n"
    " checksum text NOT NULL, applied_at bigint NOT NULL);\n";
static const char pg_behind[] =
    ";\nGRANT SELECT ON vitrine.migration TO vitrine_register, vitrine_web,"
    " vitrine_owner, vitrine_migrate";
static const char sqlite_before[] =
    "PRAGMA application_id = 1450472041;\n"	/* "Vtri" */
    "CREATE TABLE IF NOT EXISTS migration (\n"
    " number integer PRIMARY KEY, name text NOT NULL,\n"
    " checksum text NOT NULL, applied_at integer NOT NULL);\n";

static const struct stmt_def foreign_tables = {
	.name = "foreign_tables",
	.pg = "SELECT CAST(0 AS bigint)",
	.sqlite = "SELECT count(*) FROM sqlite_schema",
	.in = "",
	.out = REC_NUM
};

static bool
is_pg(const struct db *db)
{
	return str_eq(db_engine(db), "postgresql");
}

static const struct schema_step *
steps_of(const struct db *db)
{
	return is_pg(db) ? schema_pg : schema_sqlite;
}

static int
known_steps(const struct schema_step *steps)
{
	int	n = 0;

	while (steps[n].number != 0)
		n++;
	return n;
}

static int
newer(struct err *err)
{
	err_set(err, ERR_CONFIG, "the shop is of a newer version than this "
	    "program");
	return err_hint(err, "Nothing was changed. Install the version of "
	    "vitrine the shop was upgraded with, or a newer one.");
}

static int
altered(const struct rec_migration *row, struct err *err)
{
	err_set(err, ERR_CONFIG, "step %lld (%s) of the shop's schema is not "
	    "the one this program knows", (long long)row->number, row->name);
	return err_hint(err, "Nothing was changed. The shop was made by "
	    "another build of vitrine: use that one, or move the data with "
	    "\"vitrinectl export\".");
}

/* How many steps the shop has; -1 when they are not ours. */
static int
compare(const struct schema_step *steps, const struct rec_migration *rows,
    size_t count, struct err *err)
{
	int	known = known_steps(steps);
	char	sum[SEAL_HEX];
	size_t	i;

	for (i = 0; i < count; i++) {
		if (rows[i].number > known)
			return newer(err);
		if (rows[i].number != (int64_t)i + 1)
			return altered(&rows[i], err);
		seal_sha256_hex(steps[i].text, strlen(steps[i].text), sum);
		if (!str_eq(sum, rows[i].checksum))
			return altered(&rows[i], err);
	}
	return (int)count;
}

struct db_req *
migrate_ask(void)
{
	struct db_req	*req = req_new();

	req_stmt(req, SQL_MIGRATION_LIST);
	return req;
}

int
migrate_judge(const struct db *db, const struct db_ans *ans, struct err *err)
{
	const struct schema_step	*steps = steps_of(db);
	size_t				 count;
	const void			*rows;
	int				 has;

	if (db_check(ans, err) < 0)
		return -1;
	rows = db_rows(ans, REC_MIGRATION, &count);
	if ((has = compare(steps, rows, count, err)) < 0)
		return -1;
	if (has < known_steps(steps)) {
		err_set(err, ERR_CONFIG, "the shop is of an older version "
		    "than this program");
		return err_hint(err, "Run \"vitrinectl migrate\" while "
		    "nobody sells.");
	}
	return 0;
}

int
migrate_check(struct db *db, struct err *err)
{
	struct db_ans	*ans = db_wait(db, migrate_ask());
	int		 ret = migrate_judge(db, ans, err);

	db_ans_free(ans);
	return ret;
}

/* An empty file may become a shop; somebody else's may not. */
static int
check_empty(struct db *db, struct err *err)
{
	struct db_req		*req = req_new();
	struct db_ans		*ans;
	const struct rec_num	*num;
	size_t			 n;
	int			 ret = -1;

	req_stmt(req, &foreign_tables);
	ans = db_wait(db, req);
	num = db_rows(ans, REC_NUM, &n);
	if (db_check(ans, err) < 0)
		goto out;
	if (n == 1 && num->value > 0) {
		err_set(err, ERR_CONFIG, "this file is in use for something "
		    "else");
		err_hint(err, "Nothing was changed. Give a path where there "
		    "is no file yet.");
		goto out;
	}
	ret = 0;
out:
	db_ans_free(ans);
	return ret;
}

/* Steps the shop has, 0 for none at all; -1 with err. */
static int
read_state(struct db *db, struct err *err)
{
	struct db_ans	*ans = db_wait(db, migrate_ask());
	size_t		 count;
	const void	*rows;
	int		 ret;

	if (db_status(ans) == DB_DONE) {
		rows = db_rows(ans, REC_MIGRATION, &count);
		ret = compare(steps_of(db), rows, count, err);
	} else if (db_err(ans)->kind == ERR_CONFIG) {
		/* The table is not there: nothing is. */
		ret = check_empty(db, err);
	} else {
		ret = db_check(ans, err);
	}
	db_ans_free(ans);
	return ret;
}

/* Names and sums are ours: letters, digits and _. */
static char *
script_of(const struct schema_step *step, bool pg)
{
	struct buf	script = BUF_INIT(MAX_SCRIPT);
	char		sum[SEAL_HEX];

	seal_sha256_hex(step->text, strlen(step->text), sum);
	buf_addstr(&script, pg ? pg_before : sqlite_before);
	/* First, so that a second program waits for the first one here. */
	buf_printf(&script, "INSERT INTO %smigration "
	    "(number, name, checksum, applied_at) "
	    "VALUES (%d, '%s', '%s', %lld);\n", pg ? "vitrine." : "",
	    step->number, step->name, sum, (long long)clock_now());
	buf_addstr(&script, step->text);
	if (pg)
		buf_addstr(&script, pg_behind);
	return buf_take(&script);
}

/* Done by somebody else meanwhile is done. */
static int
apply(struct db *db, const struct schema_step *step, struct err *err)
{
	char		*script = script_of(step, is_pg(db));
	struct stmt_def	 def = { .name = step->name, .pg = script,
	    .sqlite = script, .in = "", .out = REC_NONE, .writes = true };
	struct db_req	*req = req_new();
	struct db_ans	*ans;
	int		 ret = 0;

	req_stmt(req, &def);
	req->script = true;
	db_req_time(req, STEP_TIME);
	ans = db_wait(db, req);
	if (db_check(ans, err) < 0 &&
	    db_refusal(ans) != REFUSAL_DUPLICATE)
		ret = err_wrap(err, "step %d (%s)", step->number, step->name);
	db_ans_free(ans);
	free(script);
	return ret;
}

int
migrate_run(struct db *db, struct migrate_report *report, struct err *err)
{
	const struct schema_step	*steps = steps_of(db);
	int				 has, before, known = known_steps(steps);

	if ((has = read_state(db, err)) < 0)
		return -1;
	report->from = has;
	while (has < known) {
		before = has;
		if (apply(db, &steps[has], err) < 0 ||
		    (has = read_state(db, err)) < 0)
			return -1;
		if (has == before)
			return err_set(err, ERR_INTERNAL,
			    "step %d left no trace", has + 1);
	}
	report->to = has;
	err_clear(err);
	return 0;
}
