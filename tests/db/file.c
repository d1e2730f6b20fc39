/*
 * The embedded shop's file when things go wrong: not there, not ours, in use,
 * full, read-only, moved away.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "clock.h"
#include "rig.h"
#include "str.h"
#include "thing.h"

struct shop {
	char		*path;
	char		*url;
	struct db	*db;
};

static int
set_up(void **state)
{
	static int	 n;
	struct shop	*shop = calloc(1, sizeof *shop);

	shop->path = rig_path("shop%d.db", n++);
	shop->url = rig_printf("sqlite:%s", shop->path);
	shop->db = thing_open(shop->url);
	thing_script(shop->db, &thing_make);
	*state = shop;
	return 0;
}

static int
tear_down(void **state)
{
	struct shop	*shop = *state;

	db_close(shop->db);
	free(shop->path);
	free(shop->url);
	free(shop);
	return 0;
}

static struct err
expect(struct db *db, struct db_req *req, enum db_status status,
    enum err_kind kind)
{
	struct db_ans	*ans = db_wait(db, req);
	struct err	 err = *db_err(ans);

	if (db_status(ans) != status || err.kind != kind)
		print_error("%s\n", err.text);
	assert_int_equal(db_status(ans), status);
	assert_int_equal(err.kind, kind);
	db_ans_free(ans);
	return err;
}

static mode_t
mode_of(const char *path, const char *suffix)
{
	char		*whole = rig_printf("%s%s", path, suffix);
	struct stat	 st;

	assert_int_equal(stat(whole, &st), 0);
	free(whole);
	return st.st_mode & 0777;
}

/* Nobody else may read a shop. */
static void
private(void **state)
{
	struct shop	*shop = *state;

	expect(shop->db, thing_adding("one", 1), DB_DONE, ERR_NONE);
	assert_int_equal(mode_of(shop->path, ""), 0600);
	assert_int_equal(mode_of(shop->path, "-wal"), 0600);
	assert_int_equal(mode_of(shop->path, "-shm"), 0600);
}

static enum err_kind
open_kind(const char *url, bool create)
{
	struct err	 err = ERR_INIT;
	struct db	*db = create ? db_create(url, &err) :
			    db_open(url, &err);

	assert_null(db);
	assert_string_not_equal(err.text, "");
	assert_string_not_equal(err.hint, "");
	return err.kind;
}

static void
not_ours(void **state)
{
	struct shop	*shop = *state;
	char		*path = rig_path("text");
	char		*url = rig_printf("sqlite:%s", path);

	(void)shop;
	assert_int_equal(open_kind("sqlite:/nonexistent/shop.db", false),
	    ERR_NO_INPUT);
	assert_int_equal(open_kind("sqlite:/nonexistent/shop.db", true),
	    ERR_CANNOT_CREATE);
	assert_int_equal(open_kind("sqlite:/tmp", false), ERR_INPUT);
	assert_int_equal(open_kind("sqlite:", false), ERR_CONFIG);
	rig_write_text(path, "A long letter that is no database at all, and "
	    "goes on for more than the hundred bytes which the head of one "
	    "has, so that nobody can say it was just too short.");
	assert_int_equal(open_kind(url, false), ERR_INPUT);
	assert_int_equal(open_kind(url, true), ERR_INPUT);
	free(url);
	free(path);
}

/* Another program has the lock: reads go on, a write waits its time. */
static void
in_use(void **state)
{
	struct shop	*shop = *state;
	struct db_req	*req = thing_adding("one", 1);
	sqlite3		*other;
	bool		 yes = false;

	(void)yes;
	assert_int_equal(sqlite3_open(shop->path, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL,
	    NULL), SQLITE_OK);
	db_req_time(req, 100 * MS_US);
	expect(shop->db, req, DB_UNAVAILABLE, ERR_UNAVAILABLE);
	assert_int_equal(thing_number(shop->db), 0);
	assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(other);
	expect(shop->db, thing_adding("one", 1), DB_DONE, ERR_NONE);
}

#define WRITERS	4
#define EACH	50

static void
write_many(const char *url, int writer)
{
	struct db	*db = thing_open(url);
	struct db_ans	*ans;
	char		 name[32];
	int		 i, status = 0;

	for (i = 0; i < EACH && status == 0; i++) {
		snprintf(name, sizeof name, "%d/%d", writer, i);
		ans = db_wait(db, thing_adding(name, i));
		if (db_status(ans) != DB_DONE)
			status = 1;
		db_ans_free(ans);
	}
	db_close(db);
	_exit(status);
}

/* Several processes on one file simply work. */
static void
several(void **state)
{
	struct shop	*shop = *state;
	pid_t		 pids[WRITERS];
	int		 i, status;

	for (i = 0; i < WRITERS; i++)
		if ((pids[i] = fork()) == 0)
			write_many(shop->url, i);
	for (i = 0; i < WRITERS; i++) {
		waitpid(pids[i], &status, 0);
		assert_int_equal(status, 0);
	}
	assert_int_equal(thing_number(shop->db), WRITERS * EACH);
}

static void
changed(void *arg)
{
	++*(int *)arg;
}

/* What another process does is noticed, and so is what we do. */
static void
told(void **state)
{
	struct shop	*shop = *state;
	struct db	*other;
	int		 notes = 0;

	db_on_change(shop->db, changed, &notes);
	thing_turn(shop->db);
	assert_int_equal(notes, 0);
	expect(shop->db, thing_adding("own", 1), DB_DONE, ERR_NONE);
	assert_int_equal(notes, 1);
	other = thing_open(shop->url);
	expect(other, thing_adding("another's", 1), DB_DONE, ERR_NONE);
	while (notes < 2)
		thing_turn(shop->db);
	db_close(other);
}

static const struct stmt_def endless = {
	.name = "endless",
	.sqlite = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
	    " SELECT i + 1 FROM n) SELECT count(*) FROM n",
	.in = "", .out = REC_NUM
};
static const struct stmt_def few_pages = {
	.name = "few_pages", .sqlite = "PRAGMA max_page_count = 16",
	.in = "", .writes = false
};

/* A question without end is ended when its time is up. */
static void
endless_question(void **state)
{
	struct shop	*shop = *state;
	struct db_req	*req = thing_plain(&endless);

	db_req_time(req, 200 * MS_US);
	expect(shop->db, req, DB_UNAVAILABLE, ERR_UNAVAILABLE);
	assert_int_equal(thing_number(shop->db), 0);
}

static struct db_req *
adding_big(size_t size)
{
	struct db_req	*req = req_new();
	struct uuid	 id = uuid_new();
	char		*bytes = calloc(1, size);
	char		 name[64];

	uuid_text(&id, name);
	thing_also(req, &id, "small", 1);
	id = uuid_new();
	req_stmt(req, &thing_add);
	req_uuid(req, &id);
	req_text(req, name);
	req_int(req, 1);
	req_blob(req, bytes, size);
	req_uuid(req, NULL);
	free(bytes);
	return req;
}

/* The file may not grow: nothing of the request is there, and it is said. */
static void
full(void **state)
{
	struct shop	*shop = *state;
	struct err	 err;

	thing_script(shop->db, &few_pages);
	err = expect(shop->db, adding_big(200000), DB_FAILED, ERR_IO);
	assert_non_null(strstr(err.hint, "Nothing was done"));
	assert_int_equal(thing_number(shop->db), 0);
	expect(shop->db, thing_adding("one", 1), DB_DONE, ERR_NONE);
}

/* In a child with a disk of its own, which is 1 MiB: 77 when not allowed. */
static void
fill_disk(const char *dir)
{
	char		*url = rig_printf("sqlite:%s/shop.db", dir);
	struct db	*db;
	struct db_ans	*ans;
	int64_t		 done = 0;
	int		 i, refused = 0;

	if (unshare(CLONE_NEWNS) < 0 ||
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("tmpfs", dir, "tmpfs", 0, "size=1m") < 0)
		_exit(77);
	db = thing_open(url);
	thing_script(db, &thing_make);
	for (i = 0; i < 40; i++) {
		struct db_req *req = adding_big(50000);

		/* Names must differ. */
		req->stmts[0].params[1] = req->stmts[1].params[1];
		req->stmts[1].params[1] = (struct param){ .type = PARAM_TEXT,
		    .bytes = (char[]){ (char)('a' + i), '\0' }, .len = 1 };
		ans = db_wait(db, req);
		if (db_status(ans) == DB_DONE)
			done += 2;
		else if (db_status(ans) == DB_FAILED &&
		    db_err(ans)->kind == ERR_IO)
			refused++;
		else
			_exit(2);
		db_ans_free(ans);
		if (thing_number(db) != done)
			_exit(3);
	}
	db_close(db);
	db = thing_open(url);
	if (thing_number(db) != done || refused == 0 || done == 0)
		_exit(4);
	_exit(0);
}

static void
full_disk(void **state)
{
	char	*dir = rig_path("disk");
	pid_t	 pid;
	int	 status;

	(void)state;
	mkdir(dir, 0700);
	if ((pid = fork()) == 0)
		fill_disk(dir);
	waitpid(pid, &status, 0);
	free(dir);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* In a child that is nobody: reading works or says why, writing says why. */
static void
look_only(const char *url)
{
	struct err	 err = ERR_INIT;
	struct db	*db;
	struct db_ans	*ans;

	if (geteuid() == 0 && setresuid(65534, 65534, 65534) < 0)
		_exit(77);
	if ((db = db_open(url, &err)) == NULL)
		_exit(err.kind == ERR_NOT_ALLOWED ? 0 : 2);
	ans = db_wait(db, thing_adding("no", 1));
	if (db_status(ans) != DB_FAILED ||
	    db_err(ans)->kind != ERR_NOT_ALLOWED)
		_exit(3);
	_exit(0);
}

static void
read_only(void **state)
{
	struct shop	*shop = *state;
	pid_t		 pid;
	int		 status;

	expect(shop->db, thing_adding("one", 1), DB_DONE, ERR_NONE);
	assert_int_equal(chmod(rig_dir(), 0755), 0);
	assert_int_equal(chmod(shop->path, 0444), 0);
	if ((pid = fork()) == 0)
		look_only(shop->url);
	waitpid(pid, &status, 0);
	chmod(rig_dir(), 0700);
	assert_int_equal(status, 0);
	assert_int_equal(thing_number(shop->db), 1);
}

/* Somebody put another file in its place: not written to blindly. */
static void
moved(void **state)
{
	struct shop	*shop = *state;
	char		*away = rig_printf("%s.away", shop->path);
	struct err	 err;

	expect(shop->db, thing_adding("one", 1), DB_DONE, ERR_NONE);
	assert_int_equal(rename(shop->path, away), 0);
	rig_write_text(shop->path, "");
	err = expect(shop->db, thing_adding("two", 1), DB_FAILED, ERR_IO);
	assert_non_null(strstr(err.text, "moved"));
	free(away);
}

#define TEST(test)	{ #test, test, set_up, tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(private),
		TEST(not_ours),
		TEST(in_use),
		TEST(several),
		TEST(told),
		TEST(endless_question),
		TEST(full),
		TEST(full_disk),
		TEST(read_only),
		TEST(moved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
