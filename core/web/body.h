/* Reading the JSON a caller sent. */
#ifndef VITRINE_BODY_H
#define VITRINE_BODY_H

#include "run/json.h"
#include "web/serve.h"

/*
 * The body as a JSON object, or NULL when it was none; then the request has
 * been answered: 415 for another type than application/json, 400 for what is
 * not JSON or no object.  The caller frees it.
 */
struct js *body_js(struct request *);
/* Answers 422 with the error's text. */
void	body_refuse(struct request *, const struct err *);

#endif
