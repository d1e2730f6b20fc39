/* Profiles as rows of the shop: what it has learned from its own files. */
#include "desk/profile.h"

#include <string.h>

#include "db.h"
#include "ops.h"
#include "str.h"

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
profiles_load(struct db *db, struct arena *arena, struct profiles *out_r,
    struct err *err)
{
	struct profiles	 builtin = profile_builtin(arena), own;
	struct db_ans	*ans = db_wait(db, op_profile_list());
	int		 ret = db_check(ans, err);
	size_t		 i, k;

	if (ret == 0) {
		own = from_rows(arena, ans);
		*out_r = own;
		out_r->list = arena_alloc(arena,
		    (own.count + builtin.count) * sizeof *out_r->list);
		for (i = 0; i < own.count; i++)
			out_r->list[i] = own.list[i];
		for (i = 0; i < builtin.count; i++) {
			for (k = 0; k < own.count; k++)
				if (str_eq(own.list[k].code,
				    builtin.list[i].code))
					break;
			if (k == own.count)
				out_r->list[out_r->count++] = builtin.list[i];
		}
	}
	db_ans_free(ans);
	return ret;
}

#define ANCHORS_MAX	12

struct profile
profile_learned(struct arena *arena, const struct profile *from,
    const struct import_column *columns, size_t count)
{
	struct profile	 out = *from;
	char		*anchors = arena_strdup(arena, "");
	size_t		 i, n = 0;

	for (i = 0; i < count && n < ANCHORS_MAX; i++) {
		/* A bar is what anchors are cut by. */
		if (columns[i].field == FIELD_NONE ||
		    columns[i].field == FIELD_ATTRIBUTE ||
		    columns[i].header[0] == '\0' ||
		    strchr(columns[i].header, '|') != NULL)
			continue;
		anchors = arena_printf(arena, "%s%s%s", anchors,
		    n++ > 0 ? "|" : "", columns[i].header);
	}
	out.anchors = anchors;
	out.verified = true;
	return out;
}

int
profile_keep(struct db *db, const struct profile *p, struct err *err)
{
	const struct rec_profile row = { .code = p->code, .title = p->title,
	    .verified = p->verified, .anchors = p->anchors,
	    .not_anchors = p->negatives, .source = p->source,
	    .shape = shape_name(p->shape) };
	struct db_req	*req = op_profile_set(&row);
	struct db_ans	*ans;
	size_t		 i;
	int		 ret;

	for (i = 0; i < p->alias_count; i++) {
		const struct rec_alias alias = { .profile = p->code,
		    .position = (int64_t)i + 1,
		    .header = p->aliases[i].header,
		    .field = field_name(p->aliases[i].field),
		    .rule = p->aliases[i].rule };

		req = db_req_join(req, op_alias_add(&alias));
	}
	ans = db_wait(db, req);
	ret = db_check(ans, err);
	db_ans_free(ans);
	return ret;
}
