/* JSON by jansson: see json.h. */
#include "run/json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "clock.h"
#include "mem.h"
#include "str.h"

/*
 * A struct js is a json_t under another name; it is never defined, so that
 * nobody else can look inside.
 */
static json_t *
native(struct js *js)
{
	return (json_t *)js;
}

static const json_t *
look(const struct js *js)
{
	return (const json_t *)js;
}

static struct js *
ours(json_t *json)
{
	/* Only want of memory makes the library fail here. */
	if (json == NULL)
		abort();
	return (struct js *)json;
}

static void
must(int rc)
{
	if (rc != 0)
		abort();
}

/* Counts brackets outside strings; the library's own limit is 2048. */
static bool
too_deep(const char *text, size_t len)
{
	bool	in_string = false;
	int	depth = 0;

	for (size_t i = 0; i < len; i++) {
		char	c = text[i];

		if (in_string) {
			if (c == '\\')
				i++;
			else if (c == '"')
				in_string = false;
		} else if (c == '"') {
			in_string = true;
		} else if (c == '[' || c == '{') {
			if (++depth > JS_DEPTH)
				return true;
		} else if (c == ']' || c == '}') {
			depth--;
		}
	}
	return false;
}

struct js *
js_parse(const char *text, size_t len, struct err *err)
{
	json_error_t	 je;
	json_t		*json;

	if (too_deep(text, len)) {
		err_set(err, ERR_INPUT, "JSON is nested deeper than %d",
		    JS_DEPTH);
		return NULL;
	}
	json = json_loadb(text, len, JSON_REJECT_DUPLICATES, &je);
	if (json == NULL) {
		/* The message quotes the document: nothing to trust. */
		str_clean(je.text, false);
		err_set(err, ERR_INPUT, "not JSON: line %d, column %d: %s",
		    je.line, je.column, je.text);
		return NULL;
	}
	return ours(json);
}

void
js_free(struct js *js)
{
	json_decref(native(js));
}

enum js_kind
js_kind(const struct js *js)
{
	if (js == NULL)
		return JS_NULL;
	switch (json_typeof(look(js))) {
	case JSON_OBJECT:
		return JS_OBJECT;
	case JSON_ARRAY:
		return JS_LIST;
	case JSON_STRING:
		return JS_TEXT;
	case JSON_INTEGER:
		return JS_INT;
	case JSON_REAL:
		return JS_REAL;
	case JSON_TRUE:
	case JSON_FALSE:
		return JS_BOOL;
	case JSON_NULL:
		return JS_NULL;
	}
	return JS_NULL;
}

const struct js *
js_get(const struct js *obj, const char *name)
{
	return (const struct js *)json_object_get(look(obj), name);
}

size_t
js_count(const struct js *list)
{
	return json_array_size(look(list));
}

const struct js *
js_at(const struct js *list, size_t i)
{
	return (const struct js *)json_array_get(look(list), i);
}

const char *
js_text(const struct js *js)
{
	return json_string_value(look(js));
}

int64_t
js_int(const struct js *js)
{
	return json_integer_value(look(js));
}

bool
js_bool(const struct js *js)
{
	return js != NULL && json_is_true(look(js));
}

static const char *
kind_name(enum js_kind kind)
{
	switch (kind) {
	case JS_NULL:
		return "null";
	case JS_BOOL:
		return "true or false";
	case JS_INT:
		return "a whole number";
	case JS_REAL:
		return "a number with a fraction";
	case JS_TEXT:
		return "text";
	case JS_LIST:
		return "a list";
	case JS_OBJECT:
		return "an object";
	}
	return "?";
}

/* 1: there and of this kind; 0: not there, and need not be; -1 with err. */
static int
read_member(const struct js *obj, const char *name, enum js_need need,
    enum js_kind kind, const struct js **out_r, struct err *err)
{
	const struct js	*js = js_get(obj, name);
	enum js_kind	 is = js_kind(js);

	if (js == NULL || is == JS_NULL) {
		if (need == JS_OPTIONAL)
			return 0;
		return err_set(err, ERR_INPUT, "\"%s\" is missing", name);
	}
	if (is != kind)
		return err_set(err, ERR_INPUT, "\"%s\" must be %s, not %s",
		    name, kind_name(kind), kind_name(is));
	*out_r = js;
	return 1;
}

int
js_read_text(const struct js *obj, const char *name, enum js_need need,
    size_t max, const char **out_r, struct err *err)
{
	const struct js	*js;
	const char	*text;
	int		 rc = read_member(obj, name, need, JS_TEXT, &js, err);

	if (rc <= 0)
		return rc;
	text = js_text(js);
	if (strlen(text) > max)
		return err_set(err, ERR_INPUT,
		    "\"%s\" is longer than %zu bytes", name, max);
	if (!str_is_clean(text, true))
		return err_set(err, ERR_INPUT,
		    "\"%s\" contains control characters", name);
	if (need == JS_NEEDED && str_empty(text))
		return err_set(err, ERR_INPUT, "\"%s\" is empty", name);
	*out_r = text;
	return 0;
}

int
js_read_int(const struct js *obj, const char *name, enum js_need need,
    int64_t least, int64_t most, int64_t *out_r, struct err *err)
{
	const struct js	*js;
	int		 rc = read_member(obj, name, need, JS_INT, &js, err);

	if (rc <= 0)
		return rc;
	if (js_int(js) < least || js_int(js) > most)
		return err_set(err, ERR_INPUT,
		    "\"%s\" must be from %" PRId64 " to %" PRId64, name,
		    least, most);
	*out_r = js_int(js);
	return 0;
}

int
js_read_bool(const struct js *obj, const char *name, enum js_need need,
    bool *out_r, struct err *err)
{
	const struct js	*js;
	int		 rc = read_member(obj, name, need, JS_BOOL, &js, err);

	if (rc <= 0)
		return rc;
	*out_r = js_bool(js);
	return 0;
}

int
js_read_uuid(const struct js *obj, const char *name, enum js_need need,
    struct uuid *out_r, struct err *err)
{
	const struct js	*js;
	struct uuid	 id;
	int		 rc = read_member(obj, name, need, JS_TEXT, &js, err);

	if (rc <= 0)
		return rc;
	if (!uuid_parse(js_text(js), &id))
		return err_set(err, ERR_INPUT, "\"%s\" is not an id", name);
	*out_r = id;
	return 0;
}

int
js_read_list(const struct js *obj, const char *name, enum js_need need,
    size_t most, const struct js **out_r, struct err *err)
{
	const struct js	*js;
	int		 rc = read_member(obj, name, need, JS_LIST, &js, err);

	if (rc <= 0)
		return rc;
	if (need == JS_NEEDED && js_count(js) == 0)
		return err_set(err, ERR_INPUT, "\"%s\" is empty", name);
	if (js_count(js) > most)
		return err_set(err, ERR_INPUT,
		    "\"%s\" has more than %zu entries", name, most);
	*out_r = js;
	return 0;
}

int
js_read_object(const struct js *obj, const char *name, enum js_need need,
    const struct js **out_r, struct err *err)
{
	const struct js	*js;
	int		 rc = read_member(obj, name, need, JS_OBJECT, &js, err);

	if (rc <= 0)
		return rc;
	*out_r = js;
	return 0;
}

int
js_read_money(const struct js *obj, const char *name, enum js_need need,
    const char *currency, int64_t *amount_r, struct err *err)
{
	static const char *const names[] = { "amount", "currency", NULL };
	const struct js	*js;
	const char	*code;
	int64_t		 amount;
	int		 rc = read_member(obj, name, need, JS_OBJECT, &js, err);

	if (rc <= 0)
		return rc;
	if (js_only(js, names, err) == -1 ||
	    js_read_int(js, "amount", JS_NEEDED, INT64_MIN / 4, INT64_MAX / 4,
	    &amount, err) == -1 ||
	    js_read_text(js, "currency", JS_NEEDED, 3, &code, err) == -1)
		return err_wrap(err, "\"%s\"", name);
	if (!str_eq(code, currency)) {
		err_set(err, ERR_INPUT, "\"%s\" is in %s, the shop's money "
		    "is %s", name, code, currency);
		return err_hint(err, "Send the amount in %s minor units; "
		    "nothing is converted here.", currency);
	}
	*amount_r = amount;
	return 0;
}

int
js_only(const struct js *obj, const char *const *names, struct err *err)
{
	/* The library's iterators take no const object; none is changed. */
	json_t	*json = (json_t *)(uintptr_t)obj;

	for (void *it = json_object_iter(json); it != NULL;
	    it = json_object_iter_next(json, it)) {
		const char	*key = json_object_iter_key(it);
		bool		 known = false;
		char		 shown[64];

		for (const char *const *n = names; *n != NULL; n++)
			known = known || str_eq(*n, key);
		if (known)
			continue;
		str_copy(shown, sizeof(shown), key);
		str_clean(shown, false);
		return err_set(err, ERR_INPUT, "\"%s\" is not known here",
		    shown);
	}
	return 0;
}

struct js *
js_new_object(void)
{
	return ours(json_object());
}

struct js *
js_new_list(void)
{
	return ours(json_array());
}

static struct js *
new_text(const char *text)
{
	json_t	*json;
	char	*clean;

	if (text == NULL)
		return ours(json_null());
	json = json_string(text);
	if (json != NULL)
		return ours(json);
	clean = mem_strdup(text);
	str_clean(clean, true);
	json = json_string(clean);
	free(clean);
	return ours(json);
}

void
js_put(struct js *obj, const char *name, struct js *value)
{
	must(json_object_set_new(native(obj), name, native(value)));
}

void
js_put_text(struct js *obj, const char *name, const char *text)
{
	js_put(obj, name, new_text(text));
}

void
js_put_int(struct js *obj, const char *name, int64_t value)
{
	js_put(obj, name, ours(json_integer(value)));
}

void
js_put_bool(struct js *obj, const char *name, bool value)
{
	js_put(obj, name, ours(json_boolean(value)));
}

void
js_put_null(struct js *obj, const char *name)
{
	js_put(obj, name, ours(json_null()));
}

void
js_put_uuid(struct js *obj, const char *name, const struct uuid *id)
{
	char	text[UUID_TEXT];

	if (uuid_is_nil(id)) {
		js_put_null(obj, name);
		return;
	}
	uuid_text(id, text);
	js_put_text(obj, name, text);
}

void
js_put_money(struct js *obj, const char *name, int64_t amount,
    const char *currency)
{
	struct js	*money = js_new_object();

	js_put_int(money, "amount", amount);
	js_put_text(money, "currency", currency);
	js_put(obj, name, money);
}

void
js_put_time(struct js *obj, const char *name, int64_t us)
{
	time_t		seconds = (time_t)(us / SECOND_US);
	struct tm	tm;
	char		text[32];

	if (us == 0 || gmtime_r(&seconds, &tm) == NULL) {
		js_put_null(obj, name);
		return;
	}
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	js_put_text(obj, name, text);
}

void
js_add(struct js *list, struct js *value)
{
	must(json_array_append_new(native(list), native(value)));
}

void
js_add_text(struct js *list, const char *text)
{
	js_add(list, new_text(text));
}

void
js_add_int(struct js *list, int64_t value)
{
	js_add(list, ours(json_integer(value)));
}

static int
write_some(const char *bytes, size_t len, void *arg)
{
	buf_add(arg, bytes, len);
	return 0;
}

void
js_write(const struct js *js, struct buf *buf)
{
	json_dump_callback(look(js), write_some, buf,
	    JSON_COMPACT | JSON_ENCODE_ANY);
}

void
js_write_pretty(const struct js *js, struct buf *buf)
{
	json_dump_callback(look(js), write_some, buf,
	    JSON_INDENT(2) | JSON_ENCODE_ANY);
}

char *
js_string(const struct js *js)
{
	char	*text = json_dumps(look(js), JSON_COMPACT | JSON_ENCODE_ANY);

	if (text == NULL)
		abort();
	return text;
}
