/* Requests of one statement: see req_of.h. */
#include "req_of.h"

struct db_req *
req_of(const struct stmt_def *def)
{
	struct db_req	*req = req_new();

	req_stmt(req, def);
	return req;
}

struct db_req *
req_of_uuid(const struct stmt_def *def, const struct uuid *id)
{
	struct db_req	*req = req_of(def);

	req_uuid(req, id);
	return req;
}

struct db_req *
req_of_text(const struct stmt_def *def, const char *text)
{
	struct db_req	*req = req_of(def);

	req_str(req, text);
	return req;
}

void
req_str(struct db_req *req, const char *text)
{
	req_text(req, text == NULL ? "" : text);
}
