/* Operations of imports: see ops.h. */
#include "ops.h"

#include "driver.h"
#include "req_of.h"
#include "sql.h"

struct db_req *
op_profile_list(void)
{
	return db_req_join(req_of(SQL_PROFILE_LIST), req_of(SQL_ALIAS_LIST));
}

struct db_req *
op_profile_set(const struct rec_profile *p)
{
	struct db_req	*req = req_of_text(SQL_PROFILE_SET, p->code);

	req_str(req, p->title);
	req_int(req, p->verified);
	req_str(req, p->anchors);
	req_str(req, p->not_anchors);
	req_int(req, p->priority);
	req_str(req, p->source);
	req_str(req, p->shape);
	return db_req_join(req, req_of_text(SQL_ALIAS_CLEAR, p->code));
}

struct db_req *
op_profile_clear(const char *code)
{
	return db_req_join(req_of_text(SQL_ALIAS_CLEAR, code),
	    req_of_text(SQL_PROFILE_CLEAR, code));
}

struct db_req *
op_alias_add(const struct rec_alias *a)
{
	struct db_req	*req = req_of_text(SQL_ALIAS_ADD, a->profile);

	req_int(req, a->position);
	req_str(req, a->header);
	req_str(req, a->field);
	req_str(req, a->rule);
	return req;
}

struct db_req *
op_import_find(const char *source, const char *ref, const char *sku)
{
	struct db_req	*req = req_of_text(SQL_IMPORT_FIND, source);

	req_str(req, ref);
	req_str(req, sku);
	return req;
}

struct db_req *
op_import_mark(const char *source, const char *ref, const struct uuid *piece,
    int64_t hash, int64_t qty, int64_t at)
{
	struct db_req	*req = req_of_text(SQL_IMPORT_MARK, source);

	req_str(req, ref);
	req_uuid(req, piece);
	req_int(req, hash);
	req_int(req, qty);
	req_int(req, at);
	return req;
}
