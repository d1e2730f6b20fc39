/* SQL of a test's own: see sql.h. */
#include "sql.h"

#include <stdlib.h>

#include "driver.h"
#include "mem.h"
#include "req_of.h"
#include "rig.h"

/* A driver keeps what it has prepared by its definition: never freed. */
struct kept {
	struct stmt_def	 def;
	struct kept	*next;
};

static struct kept	*all;
static int		 number;

static const struct stmt_def *
define(const char *sql, enum rec_kind out, bool writes)
{
	struct kept	*k = mem_zalloc(sizeof *k);
	char		*text = mem_strdup(sql);

	k->def = (struct stmt_def){ .name = rig_printf("test_%d", ++number),
	    .pg = text, .sqlite = text, .in = "", .out = out,
	    .writes = writes };
	k->next = all;
	all = k;
	return &k->def;
}

static struct db_ans *
script(struct db *db, const char *sql)
{
	struct db_req	*req = req_of(define(sql, REC_NONE, true));

	req->script = true;
	return db_wait(db, req);
}

void
sql_do(struct db *db, const char *sql)
{
	struct db_ans	*ans = script(db, sql);

	if (db_status(ans) != DB_DONE)
		rig_die("%s: %s", sql, db_err(ans)->text);
	db_ans_free(ans);
}

bool
sql_try(struct db *db, const char *sql)
{
	struct db_ans	*ans = script(db, sql);
	bool		 done = db_status(ans) == DB_DONE;

	db_ans_free(ans);
	return done;
}

static struct db_ans *
ask(struct db *db, const char *sql, enum rec_kind out)
{
	struct db_ans	*ans = db_wait(db, req_of(define(sql, out, false)));

	if (db_status(ans) != DB_DONE)
		rig_die("%s: %s", sql, db_err(ans)->text);
	return ans;
}

int64_t
sql_num(struct db *db, const char *sql)
{
	struct db_ans		*ans = ask(db, sql, REC_NUM);
	const struct rec_num	*row;
	int64_t			 value;
	size_t			 n;

	row = db_rows(ans, REC_NUM, &n);
	if (n != 1)
		rig_die("%s: %zu rows", sql, n);
	value = row->value;
	db_ans_free(ans);
	return value;
}

char **
sql_texts(struct db *db, const char *sql, size_t *n_r)
{
	char			*whole = rig_printf("SELECT q.x AS key, '' AS "
				    "value FROM (%s) q", sql);
	struct db_ans		*ans = ask(db, whole, REC_SETTING);
	const struct rec_setting *row;
	char			**texts;
	size_t			 i;

	row = db_rows(ans, REC_SETTING, n_r);
	texts = mem_zalloc((*n_r + 1) * sizeof *texts);
	for (i = 0; i < *n_r; i++)
		texts[i] = mem_strdup(row[i].key);
	db_ans_free(ans);
	free(whole);
	return texts;
}

void
sql_texts_free(char **texts, size_t n)
{
	size_t	i;

	for (i = 0; i < n; i++)
		free(texts[i]);
	free(texts);
}
