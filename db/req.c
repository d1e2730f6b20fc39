/* Requests: a list of named statements with their parameters. */
#include "driver.h"

#include <string.h>

#define DEFAULT_TIME	(5 * INT64_C(1000000))

struct db_req *
req_new(void)
{
	struct arena	*arena = arena_new();
	struct db_req	*req = arena_alloc(arena, sizeof *req);

	req->arena = arena;
	req->time_us = DEFAULT_TIME;
	return req;
}

void
db_req_free(struct db_req *req)
{
	if (req == NULL)
		return;
	db_ans_free(req->ans);
	arena_free(req->arena);
}

void
db_req_time(struct db_req *req, int64_t us)
{
	req->time_us = us;
}

static struct stmt *
next_stmt(struct db_req *req)
{
	struct stmt	*bigger;

	if (req->count == req->room) {
		req->room = req->room == 0 ? 4 : req->room * 2;
		bigger = arena_alloc(req->arena, req->room * sizeof *bigger);
		if (req->count > 0)
			memcpy(bigger, req->stmts,
			    req->count * sizeof *bigger);
		req->stmts = bigger;
	}
	return &req->stmts[req->count++];
}

struct stmt *
req_stmt(struct db_req *req, const struct stmt_def *def)
{
	struct stmt	*stmt;

	if (req->count > 0 && req->bad == NULL) {
		stmt = &req->stmts[req->count - 1];
		if (stmt->filled != strlen(stmt->def->in))
			req->bad = stmt->def->name;
	}
	stmt = next_stmt(req);
	stmt->def = def;
	stmt->filled = 0;
	stmt->params = arena_alloc(req->arena,
	    (strlen(def->in) + 1) * sizeof *stmt->params);
	req->writes = req->writes || def->writes;
	return stmt;
}

/* The next parameter, which must be of this letter; NULL when it is not. */
static struct param *
next_param(struct db_req *req, char letter)
{
	struct stmt	*stmt;

	if (req->count == 0) {
		req->bad = "a parameter before any statement";
		return NULL;
	}
	stmt = &req->stmts[req->count - 1];
	if (stmt->filled >= strlen(stmt->def->in) ||
	    (letter != '\0' && stmt->def->in[stmt->filled] != letter)) {
		req->bad = stmt->def->name;
		return NULL;
	}
	return &stmt->params[stmt->filled++];
}

void
req_int(struct db_req *req, int64_t value)
{
	struct param	*param = next_param(req, 'i');

	if (param == NULL)
		return;
	param->type = PARAM_INT;
	param->i = value;
}

void
req_text(struct db_req *req, const char *text)
{
	struct param	*param = next_param(req, 't');

	if (param == NULL || text == NULL)
		return;
	param->type = PARAM_TEXT;
	param->len = strlen(text);
	param->bytes = arena_strdup(req->arena, text);
}

void
req_uuid(struct db_req *req, const struct uuid *id)
{
	struct param	*param = next_param(req, 'u');

	if (param == NULL || id == NULL || uuid_is_nil(id))
		return;
	param->type = PARAM_UUID;
	param->len = sizeof *id;
	param->bytes = arena_memdup(req->arena, id, sizeof *id);
}

void
req_blob(struct db_req *req, const void *bytes, size_t len)
{
	struct param	*param = next_param(req, 'b');

	if (param == NULL || bytes == NULL)
		return;
	param->type = PARAM_BLOB;
	param->len = len;
	param->bytes = arena_memdup(req->arena, bytes, len);
}

void
req_null(struct db_req *req)
{
	/* An arena's memory is zeroed, and PARAM_NULL is 0. */
	next_param(req, '\0');
}

struct db_req *
db_req_join(struct db_req *a, struct db_req *b)
{
	struct param	*param;
	struct stmt	*stmt;
	size_t		 i, j;

	for (i = 0; i < b->count; i++) {
		stmt = req_stmt(a, b->stmts[i].def);
		stmt->filled = b->stmts[i].filled;
		for (j = 0; j < stmt->filled; j++) {
			param = &stmt->params[j];
			*param = b->stmts[i].params[j];
			if (param->bytes != NULL)
				param->bytes = arena_memdup(a->arena,
				    param->bytes, param->len);
		}
	}
	if (b->bad != NULL)
		a->bad = b->bad;
	if (b->time_us > a->time_us)
		a->time_us = b->time_us;
	db_req_free(b);
	return a;
}
