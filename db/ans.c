/*
 * Answers: rows decoded into the structs of record.h by a table made from the
 * same list.
 */
#include "driver.h"

#include <stdlib.h>
#include <string.h>

#define FIELD_uuid	FIELD_UUID
#define FIELD_text	FIELD_TEXT
#define FIELD_num	FIELD_NUM
#define FIELD_blob	FIELD_BLOB

struct rec_table {
	const struct field	*fields;
	size_t			 count;
	size_t			 size;
	const char		*name;
};

#define FIELD(type, name)	{ FIELD_##type, offsetof(row, name), #name },
#define FIELDS(KIND, kind)						\
static const struct field *						\
fields_##kind(size_t *count_r)						\
{									\
	typedef struct rec_##kind	 row;				\
	static const struct field	 fields[] = {			\
		REC_##KIND##_FIELDS(FIELD)				\
	};								\
	*count_r = sizeof fields / sizeof fields[0];			\
	return fields;							\
}
REC_KINDS(FIELDS)

#define TABLE(KIND, kind)						\
	case REC_##KIND:						\
		t.fields = fields_##kind(&t.count);			\
		t.size = sizeof(struct rec_##kind);			\
		t.name = #kind;						\
		break;

static struct rec_table
rec_table(enum rec_kind kind)
{
	struct rec_table	t = { NULL, 0, 0, "none" };

	switch (kind) {
	REC_KINDS(TABLE)
	case REC_NONE:
	case REC_KIND_COUNT:
		break;
	}
	return t;
}

const struct field *
rec_fields(enum rec_kind kind, size_t *count_r)
{
	struct rec_table	t = rec_table(kind);

	*count_r = t.count;
	return t.fields;
}

const char *
rec_name(enum rec_kind kind)
{
	return rec_table(kind).name;
}

struct db_ans *
ans_new(void)
{
	struct db_ans	*ans = mem_zalloc(sizeof *ans);

	ans->arena = arena_new();
	return ans;
}

static void
free_results(struct db_ans *ans)
{
	size_t	i;

	for (i = 0; i < ans->result_count; i++)
		free(ans->results[i].rows);
	free(ans->results);
	arena_free(ans->arena);
}

void
ans_reset(struct db_ans *ans)
{
	free_results(ans);
	*ans = (struct db_ans){ .arena = arena_new(), .kept = ans->kept };
}

void
db_ans_free(struct db_ans *ans)
{
	if (ans == NULL)
		return;
	free_results(ans);
	free(ans);
}

struct result *
ans_result(struct db_ans *ans, enum rec_kind kind)
{
	struct result	*result;

	ans->results = mem_grow(ans->results, ans->result_count + 1,
	    sizeof *ans->results);
	result = &ans->results[ans->result_count++];
	*result = (struct result){ .kind = kind };
	return result;
}

void *
ans_row(struct db_ans *ans, struct result *result)
{
	struct rec_table t = rec_table(result->kind);
	char		*row;
	size_t		 i;

	(void)ans;
	if (result->count == result->room) {
		result->room = result->room == 0 ? 4 : result->room * 2;
		result->rows = mem_grow(result->rows, result->room, t.size);
	}
	row = (char *)result->rows + result->count++ * t.size;
	memset(row, 0, t.size);
	for (i = 0; i < t.count; i++)
		if (t.fields[i].type == FIELD_TEXT)
			*(const char **)(void *)(row + t.fields[i].offset) =
			    "";
	return row;
}

static const struct field *
field_at(const struct result *result, size_t col)
{
	size_t			 count;
	const struct field	*fields = rec_fields(result->kind, &count);

	return col < count ? &fields[col] : NULL;
}

bool
ans_set_null(struct db_ans *ans, struct result *result, void *row, size_t col)
{
	(void)ans;
	(void)row;
	/* ans_row() left every field at what NULL becomes. */
	return field_at(result, col) != NULL;
}

bool
ans_set_int(struct db_ans *ans, struct result *result, void *row, size_t col,
    int64_t value)
{
	const struct field	*field = field_at(result, col);

	(void)ans;
	if (field == NULL || field->type != FIELD_NUM)
		return false;
	memcpy((char *)row + field->offset, &value, sizeof value);
	return true;
}

bool
ans_set_bytes(struct db_ans *ans, struct result *result, void *row, size_t col,
    const void *bytes, size_t len)
{
	const struct field	*field = field_at(result, col);
	struct rec_blob		 blob;
	const char		*text;

	if (field == NULL)
		return false;
	switch (field->type) {
	case FIELD_UUID:
		if (len != sizeof(struct uuid))
			return false;
		memcpy((char *)row + field->offset, bytes, len);
		return true;
	case FIELD_TEXT:
		text = arena_strndup(ans->arena, bytes, len);
		memcpy((char *)row + field->offset, &text, sizeof text);
		return true;
	case FIELD_BLOB:
		blob.bytes = arena_memdup(ans->arena, bytes, len);
		blob.len = len;
		memcpy((char *)row + field->offset, &blob, sizeof blob);
		return true;
	case FIELD_NUM:
		return false;
	}
	return false;
}

enum db_status
db_status(const struct db_ans *ans)
{
	return ans->status;
}

enum db_refusal
db_refusal(const struct db_ans *ans)
{
	return ans->refusal;
}

const struct err *
db_err(const struct db_ans *ans)
{
	return &ans->err;
}

int
db_check(const struct db_ans *ans, struct err *err)
{
	if (ans->status == DB_DONE)
		return 0;
	return err_copy(err, &ans->err);
}

int64_t
db_changed(const struct db_ans *ans)
{
	return ans->changed;
}

const void *
db_rows_nth(const struct db_ans *ans, enum rec_kind kind, size_t nth,
    size_t *n_r)
{
	size_t	i;

	*n_r = 0;
	for (i = 0; i < ans->result_count; i++) {
		if (ans->results[i].kind != kind || nth-- > 0)
			continue;
		*n_r = ans->results[i].count;
		return *n_r == 0 ? NULL : ans->results[i].rows;
	}
	return NULL;
}

const void *
db_rows(const struct db_ans *ans, enum rec_kind kind, size_t *n_r)
{
	return db_rows_nth(ans, kind, 0, n_r);
}
