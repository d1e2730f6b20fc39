/* A scratch table for tests of the drivers: see thing.h. */
#include "thing.h"

#include <poll.h>

#include "clock.h"
#include "rig.h"

const struct stmt_def thing_make = {
	.name = "thing_make",
	.pg = "CREATE SCHEMA IF NOT EXISTS vitrine;"
	    "CREATE TABLE thing (id uuid PRIMARY KEY,"
	    " name text NOT NULL CONSTRAINT thing_name UNIQUE,"
	    " n bigint CONSTRAINT thing_n CHECK (n < 1000),"
	    " raw bytea, parent uuid CONSTRAINT thing_parent"
	    " REFERENCES thing DEFERRABLE INITIALLY DEFERRED);"
	    "CREATE FUNCTION thing_check() RETURNS trigger LANGUAGE plpgsql"
	    " AS $$ BEGIN IF NEW.name LIKE 'VT%' THEN"
	    " RAISE EXCEPTION 'no' USING ERRCODE = NEW.name;"
	    " END IF; RETURN NEW; END $$;"
	    "CREATE TRIGGER t BEFORE INSERT ON thing FOR EACH ROW"
	    " EXECUTE FUNCTION thing_check()",
	.sqlite = "CREATE TABLE thing (id blob PRIMARY KEY,"
	    " name text NOT NULL CONSTRAINT thing_name UNIQUE,"
	    " n integer CONSTRAINT thing_n CHECK (n < 1000),"
	    " raw blob, parent blob CONSTRAINT thing_parent"
	    " REFERENCES thing DEFERRABLE INITIALLY DEFERRED);"
	    "CREATE TRIGGER t BEFORE INSERT ON thing"
	    " WHEN NEW.name LIKE 'VT%' BEGIN"
	    " SELECT CASE NEW.name"
	    " WHEN 'VT001' THEN RAISE(ABORT, 'VT001: no')"
	    " WHEN 'VT002' THEN RAISE(ABORT, 'VT002: no')"
	    " WHEN 'VT003' THEN RAISE(ABORT, 'VT003: no')"
	    " WHEN 'VT004' THEN RAISE(ABORT, 'VT004: no')"
	    " WHEN 'VT005' THEN RAISE(ABORT, 'VT005: no')"
	    " WHEN 'VT006' THEN RAISE(ABORT, 'VT006: no') END; END",
	.in = "", .out = REC_NONE, .writes = true
};
#define BOTH(sql)	.pg = sql, .sqlite = sql
const struct stmt_def thing_add = {
	.name = "add_thing",
	BOTH("INSERT INTO thing (id, name, n, raw, parent)"
	    " VALUES ($1, $2, $3, $4, $5)"),
	.in = "utibu", .out = REC_NONE, .writes = true
};
const struct stmt_def thing_list = {
	.name = "things",
	BOTH("SELECT id, parent, name, '' AS a, name AS b, n, raw, 0 AS c,"
	    " 1 AS d, 'x' AS e FROM thing ORDER BY name"),
	.in = "", .out = REC_REGISTER
};
const struct stmt_def thing_count = {
	.name = "count_things", BOTH("SELECT count(*) FROM thing"),
	.in = "", .out = REC_NUM
};

void
thing_script(struct db *db, const struct stmt_def *def)
{
	struct db_req	*req = thing_plain(def);
	struct db_ans	*ans;

	req->script = true;
	ans = db_wait(db, req);
	if (db_status(ans) != DB_DONE)
		rig_die("%s: %s", def->name, db_err(ans)->text);
	db_ans_free(ans);
}

struct db *
thing_open(const char *url)
{
	struct err	 err;
	struct db	*db = db_create(url, &err);

	if (db == NULL)
		rig_die("%s: %s", url, err.text);
	return db;
}

void
thing_also(struct db_req *req, const struct uuid *id, const char *name,
    int64_t n)
{
	req_stmt(req, &thing_add);
	req_uuid(req, id);
	req_text(req, name);
	req_int(req, n);
	req_blob(req, "\0\1\2", 3);
	req_uuid(req, NULL);
}

struct db_req *
thing_adding(const char *name, int64_t n)
{
	struct db_req	*req = req_new();
	struct uuid	 id = uuid_new();

	thing_also(req, &id, name, n);
	return req;
}

struct db_req *
thing_plain(const struct stmt_def *def)
{
	struct db_req	*req = req_new();

	req_stmt(req, def);
	return req;
}

int64_t
thing_number(struct db *db)
{
	struct db_ans		*ans = db_wait(db, thing_plain(&thing_count));
	const struct rec_num	*num;
	size_t			 n;
	int64_t			 value;

	if (db_status(ans) != DB_DONE)
		rig_die("%s", db_err(ans)->text);
	num = db_rows(ans, REC_NUM, &n);
	value = num->value;
	db_ans_free(ans);
	return value;
}

void
thing_turn(struct db *db)
{
	struct pollfd	pfd;
	int64_t		left = db_due(db) - clock_mono();
	int		ms = left <= 0 ? 0 : left > 50 * MS_US ? 50 :
			    (int)(left / MS_US) + 1;

	db_poll(db, &pfd);
	if (poll(&pfd, 1, ms) <= 0)
		pfd.revents = 0;
	db_turn(db, pfd.revents);
}
