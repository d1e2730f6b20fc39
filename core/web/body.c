/* JSON bodies: see body.h. */
#include "web/body.h"

#include <string.h>
#include <strings.h>

#include "web/reply.h"

static bool
is_json(struct request *req)
{
	static const char	 type[] = "application/json";
	const char		*header = request_header(req, "Content-Type");
	char			 next;

	if (header == NULL ||
	    strncasecmp(header, type, sizeof(type) - 1) != 0)
		return false;
	next = header[sizeof(type) - 1];
	return next == '\0' || next == ';' || next == ' ';
}

struct js *
body_js(struct request *req)
{
	struct err	 err = ERR_INIT;
	struct js	*js;
	const char	*text;
	size_t		 len;

	if (!is_json(req)) {
		reply_error(req, 415, "not_json",
		    "send the body as application/json");
		return NULL;
	}
	text = request_body(req, &len);
	js = js_parse(text, len, &err);
	if (js != NULL && !js_is_object(js)) {
		js_free(js);
		js = NULL;
		err_set(&err, ERR_INPUT, "the body must be an object");
	}
	if (js == NULL)
		reply_error(req, 400, "bad_json", "%s", err.text);
	return js;
}

void
body_refuse(struct request *req, const struct err *err)
{
	reply_error(req, 422, "invalid", "%s%s%s", err->text,
	    err->hint[0] != '\0' ? ". " : "", err->hint);
}
