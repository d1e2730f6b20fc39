/*
 * The shapes of the rows: the shop's dictionary.  Read this first.
 *
 * Every kind of row an operation answers with is one list of fields below, in
 * the order its SELECT names them; the struct, and the table db.c decodes
 * with, are made from the same list.  Times are microseconds UTC, money is
 * minor units of the shop's currency, days are yyyymmdd in the shop's zone.
 * Text is never NULL: a NULL in the database is "" here, 0 for a number and
 * the nil id for an id.  uuid, text, num and blob are the four types.
 */
#ifndef VITRINE_RECORD_H
#define VITRINE_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "uuid.h"

struct rec_blob {
	const void	*bytes;
	size_t		 len;
};

#include "record.def"

typedef struct uuid	 rec_type_uuid;
typedef const char	*rec_type_text;
typedef int64_t		 rec_type_num;
typedef struct rec_blob	 rec_type_blob;

#define REC_FIELD(type, name)	rec_type_##type name;
#define REC_STRUCT(KIND, kind)	struct rec_##kind { REC_##KIND##_FIELDS(REC_FIELD) };
REC_KINDS(REC_STRUCT)

#define REC_ENUM(KIND, kind)	REC_##KIND,
enum rec_kind { REC_NONE, REC_KINDS(REC_ENUM) REC_KIND_COUNT };

#undef REC_FIELD
#undef REC_STRUCT
#undef REC_ENUM

#endif
