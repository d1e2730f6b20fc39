/* Answers in JSON: see reply.h. */
#include "web/reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "log.h"
#include "str.h"

#define REPLY_MAX	(4 * 1024 * 1024)

static const struct title {
	unsigned	 status;
	const char	*text;
} titles[] = {
	{ 200, "OK" },
	{ 201, "Created" },
	{ 204, "No Content" },
	{ 304, "Not Modified" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 406, "Not Acceptable" },
	{ 409, "Conflict" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" },
	{ 422, "Unprocessable Content" },
	{ 429, "Too Many Requests" },
	{ 500, "Internal Server Error" },
	{ 503, "Service Unavailable" },
};

const char *
reply_title(unsigned status)
{
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (titles[i].status == status)
			return titles[i].text;
	return "Error";
}

void
reply_js(struct request *req, unsigned status, struct js *js)
{
	struct buf	 buf = BUF_INIT(REPLY_MAX);
	const char	*type = status >= 400 ? "application/problem+json" :
			    "application/json";

	js_write(js, &buf);
	buf_addch(&buf, '\n');
	if (buf_full(&buf))
		log_error("an answer to %s was too long", request_path(req));
	request_answer(req, status, type, buf.bytes, buf.len);
	buf_free(&buf);
	js_free(js);
}

struct js *
reply_problem(unsigned status, const char *code, const char *message,
    struct js **error_r)
{
	struct js	*js = js_object();
	struct js	*error = js_put(js, "error", js_object());

	js_put_text(error, "code", code);
	js_put_text(error, "message", message);
	js_put_text(js, "type", "about:blank");
	js_put_text(js, "title", reply_title(status));
	js_put_num(js, "status", status);
	js_put_text(js, "detail", message);
	if (error_r != NULL)
		*error_r = error;
	return js;
}

void
reply_error(struct request *req, unsigned status, const char *code,
    const char *fmt, ...)
{
	char	message[512];
	va_list	ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	str_clean(message, false);
	reply_js(req, status, reply_problem(status, code, message, NULL));
}

void
reply_err(struct request *req, const struct err *err)
{
	unsigned	 status = 500;
	const char	*code = err_kind_name(err->kind);

	switch (err->kind) {
	case ERR_USAGE:
	case ERR_INPUT:
		status = 422;
		code = "invalid";
		break;
	case ERR_NO_INPUT:
		status = 404;
		code = "not_found";
		break;
	case ERR_NOT_ALLOWED:
		status = 403;
		break;
	case ERR_REFUSED:
		status = 409;
		break;
	case ERR_UNAVAILABLE:
	case ERR_RETRY:
	case ERR_UNSURE:
		status = 503;
		request_add_header(req, "Retry-After", "2");
		break;
	case ERR_NONE:
	case ERR_INTERNAL:
	case ERR_CANNOT_CREATE:
	case ERR_IO:
	case ERR_CONFIG:
		/* The cause is the shop's business, not the client's. */
		log_error("%s: %s", request_path(req), err->text);
		reply_error(req, 500, "internal",
		    "something went wrong in the shop's own program");
		return;
	}
	reply_error(req, status, code, "%s%s%s", err->text,
	    err->hint[0] != '\0' ? ". " : "", err->hint);
}
