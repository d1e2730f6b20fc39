/* Copies of rows: see rows.h.  Made from record.def, one function a kind. */
#include "rows.h"

#include "mem.h"

static void
copy_uuid(struct arena *arena, struct uuid *field)
{
	(void)arena;
	(void)field;
}

static void
copy_num(struct arena *arena, int64_t *field)
{
	(void)arena;
	(void)field;
}

static void
copy_text(struct arena *arena, const char **field)
{
	*field = arena_strdup(arena, *field);
}

static void
copy_blob(struct arena *arena, struct rec_blob *field)
{
	field->bytes = field->len == 0 ? NULL :
	    arena_memdup(arena, field->bytes, field->len);
}

#define COPY(type, name)	copy_##type(arena, &to->name);
#define COPY_ROW(KIND, kind)						\
void									\
row_##kind(struct arena *arena, struct rec_##kind *to,			\
    const struct rec_##kind *from)					\
{									\
	*to = *from;							\
	REC_##KIND##_FIELDS(COPY)					\
}									\
									\
struct rec_##kind *							\
rows_##kind(struct arena *arena, const struct db_ans *ans, size_t *n_r)	\
{									\
	const struct rec_##kind	*from = db_rows(ans, REC_##KIND, n_r);	\
	struct rec_##kind	*to;					\
									\
	to = arena_alloc(arena, (*n_r + 1) * sizeof *to);		\
	for (size_t i = 0; i < *n_r; i++)				\
		row_##kind(arena, &to[i], &from[i]);			\
	return to;							\
}
REC_KINDS(COPY_ROW)
