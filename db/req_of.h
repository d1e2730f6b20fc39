/* Private to db/: requests of one statement, for the ops_*.c files. */
#ifndef VITRINE_REQ_OF_H
#define VITRINE_REQ_OF_H

#include "driver.h"

struct db_req *req_of(const struct stmt_def *);
/* With its first parameter. */
struct db_req *req_of_uuid(const struct stmt_def *, const struct uuid *);
struct db_req *req_of_text(const struct stmt_def *, const char *);
/* A text that must not be NULL in the database: NULL is "". */
void	req_str(struct db_req *, const char *);

#endif
