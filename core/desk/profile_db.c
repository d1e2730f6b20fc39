/* Profiles as rows of the shop: read, or put there the first time. */
#include "desk/import_load.h"

#include <stddef.h>

#include "db.h"
#include "ops.h"
#include "str.h"

/* All rows of the built-in profiles that the shop does not have yet. */
static struct db_req *
rows_to_add(const struct profiles *builtin)
{
	const struct profile	*p;
	struct db_req		*req = NULL, *one;
	size_t			 i, a;

	for (i = 0; i < builtin->count; i++) {
		p = &builtin->list[i];
		const struct rec_profile row = { .code = p->code,
		    .title = p->title, .verified = p->verified,
		    .anchors = p->anchors, .not_anchors = p->negatives,
		    .priority = (int64_t)i + 1, .source = p->source,
		    .shape = shape_name(p->shape) };

		one = op_profile_add(&row);
		req = req == NULL ? one : db_req_join(req, one);
		for (a = 0; a < p->alias_count; a++) {
			const struct rec_alias alias = { .profile = p->code,
			    .position = (int64_t)a + 1,
			    .header = p->aliases[a].header,
			    .field = field_name(p->aliases[a].field),
			    .rule = p->aliases[a].rule };

			req = db_req_join(req, op_alias_add(&alias));
		}
	}
	return req;
}

static void
take_aliases(struct arena *arena, struct profile *p,
    const struct rec_alias *rows, size_t count)
{
	struct profile_alias	*alias;
	size_t			 i;

	p->aliases = arena_alloc(arena, (count + 1) * sizeof(*p->aliases));
	for (i = 0; i < count; i++) {
		if (!str_eq(rows[i].profile, p->code))
			continue;
		alias = &p->aliases[p->alias_count++];
		alias->field = field_named(rows[i].field);
		alias->header = arena_strdup(arena, rows[i].header);
		alias->rule = arena_strdup(arena, rows[i].rule);
	}
}

/* A shape or field of a later version is left out, not misread. */
static struct profiles
from_rows(struct arena *arena, const struct db_ans *ans)
{
	const struct rec_profile	*rows;
	const struct rec_alias		*aliases;
	struct profiles			 out = { NULL, 0 };
	struct profile			*p;
	size_t				 i, count, alias_count;

	rows = db_rows(ans, REC_PROFILE, &count);
	aliases = db_rows(ans, REC_ALIAS, &alias_count);
	out.list = arena_alloc(arena, (count + 1) * sizeof(*out.list));
	for (i = 0; i < count; i++) {
		p = &out.list[out.count];
		if (!shape_named(rows[i].shape, &p->shape))
			continue;
		out.count++;
		p->code = arena_strdup(arena, rows[i].code);
		p->source = arena_strdup(arena, rows[i].source);
		p->title = arena_strdup(arena, rows[i].title);
		p->verified = rows[i].verified != 0;
		p->anchors = arena_strdup(arena, rows[i].anchors);
		p->negatives = arena_strdup(arena, rows[i].not_anchors);
		take_aliases(arena, p, aliases, alias_count);
	}
	return out;
}

int
profiles_load(struct db *db, struct arena *arena, bool may_write,
    struct profiles *out_r, struct err *err)
{
	struct profiles	 builtin = profile_builtin(arena);
	struct db_ans	*ans;
	int		 ret, round;

	for (round = 0; ; round++) {
		ans = db_wait(db, op_profile_list());
		ret = db_check(ans, err);
		if (ret == 0)
			*out_r = from_rows(arena, ans);
		db_ans_free(ans);
		if (ret != 0 || out_r->count > 0 || round > 0)
			break;
		if (!may_write) {
			*out_r = builtin;
			break;
		}
		ans = db_wait(db, rows_to_add(&builtin));
		ret = db_check(ans, err);
		db_ans_free(ans);
		if (ret != 0)
			break;
	}
	return ret;
}
