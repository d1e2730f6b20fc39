/* Forms: see form.h. */
#include "web/form.h"

#include <string.h>
#include <strings.h>

#include "sell/pan.h"
#include "str.h"

/* Something, an at sign, and a name with a dot: the rest the post decides. */
static bool
is_email(const char *text)
{
	const char	*at = strrchr(text, '@');
	const char	*dot = at == NULL ? NULL : strchr(at, '.');

	return at != NULL && at != text && dot != NULL && dot != at + 1 &&
	    dot[1] != '\0' && strpbrk(text, " ,;<>\"") == NULL;
}

static void
judge(struct form_field *f)
{
	f->wrong = NULL;
	if (f->needed && str_empty(f->value))
		f->wrong = "Please fill this in.";
	else if (strlen(f->value) > f->max)
		f->wrong = "This is too long.";
	else if (*f->value != '\0' && str_eq(f->type, "email") &&
	    !is_email(f->value))
		f->wrong = "This does not look like an e-mail address.";
	else if (pan_in(f->value))
		f->wrong = "This looks like a card number. Please do not "
		    "write one here.";
}

bool
form_read(struct request *req, struct form_field *fields)
{
	static const char	 type[] = "application/x-www-form-urlencoded";
	struct arena		*arena = request_arena(req);
	const char		*header = request_header(req, "Content-Type");
	struct query		 query = { .count = 0 };
	const char		*body;
	size_t			 len;
	bool			 ok = true;

	body = request_body(req, &len);
	if (header != NULL &&
	    strncasecmp(header, type, sizeof(type) - 1) == 0 &&
	    strlen(body) == len && !query_parse(body, arena, &query))
		query.count = 0;
	for (struct form_field *f = fields; f->name != NULL; f++) {
		const char	*value = query_get(&query, f->name);

		f->value = value == NULL ? "" :
		    str_trim(arena_strdup(arena, value));
		judge(f);
		ok = ok && f->wrong == NULL;
	}
	return ok;
}

void
form_empty(struct form_field *fields)
{
	for (; fields->name != NULL; fields++) {
		fields->value = "";
		fields->wrong = NULL;
	}
}

const char *
form_value(const struct form_field *fields, const char *name)
{
	for (; fields->name != NULL; fields++)
		if (str_eq(fields->name, name))
			return fields->value;
	return "";
}
