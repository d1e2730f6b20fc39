/* JSON in and out: see json.h.  The only file that includes jansson. */
#include "run/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "clock.h"
#include "mem.h"
#include "str.h"

/* struct js is the library's value under a name of ours. */
static json_t *
in(const struct js *js)
{
	return (json_t *)(uintptr_t)js;
}

static struct js *
out(const json_t *json)
{
	return (struct js *)(uintptr_t)json;
}

/* The library takes its memory from us, so that it never runs out of it. */
static void
use_our_memory(void)
{
	static bool	done;

	if (!done)
		json_set_alloc_funcs(mem_alloc, free);
	done = true;
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
	json_error_t	 why;
	json_t		*json;

	use_our_memory();
	if (too_deep(text, len)) {
		err_set(err, ERR_INPUT, "nested deeper than %d levels",
		    JS_DEPTH);
		return NULL;
	}
	json = json_loadb(text, len, JSON_REJECT_DUPLICATES |
	    JSON_DECODE_ANY, &why);
	if (json == NULL) {
		/* The library quotes the offending bytes. */
		str_clean(why.text, false);
		err_set(err, ERR_INPUT, "line %d, column %d: %s", why.line,
		    why.column, why.text);
	}
	return out(json);
}

void
js_free(struct js *js)
{
	json_decref(in(js));
}

struct js *
js_object(void)
{
	use_our_memory();
	return out(json_object());
}

struct js *
js_array(void)
{
	use_our_memory();
	return out(json_array());
}

struct js *
js_copy(const struct js *js)
{
	return out(json_deep_copy(in(js)));
}

static json_t *
text_value(const char *text)
{
	json_t	*json;
	char	*copy;

	if (text == NULL)
		return json_null();
	if ((json = json_string(text)) != NULL)
		return json;
	copy = mem_strdup(text);
	str_clean(copy, true);
	json = json_string(copy);
	free(copy);
	return json;
}

static void
put(struct js *object, const char *name, json_t *value)
{
	json_object_set_new(in(object), name, value);
}

void
js_put_text(struct js *object, const char *name, const char *text)
{
	put(object, name, text_value(text));
}

void
js_put_num(struct js *object, const char *name, int64_t num)
{
	put(object, name, json_integer(num));
}

void
js_put_bool(struct js *object, const char *name, bool value)
{
	put(object, name, json_boolean(value));
}

void
js_put_null(struct js *object, const char *name)
{
	put(object, name, json_null());
}

struct js *
js_put(struct js *object, const char *name, struct js *child)
{
	put(object, name, in(child));
	return child;
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
	struct js	*money = js_object();

	js_put_num(money, "amount", amount);
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

static void
add(struct js *array, json_t *value)
{
	json_array_append_new(in(array), value);
}

struct js *
js_add(struct js *array, struct js *child)
{
	add(array, in(child));
	return child;
}

void
js_add_text(struct js *array, const char *text)
{
	add(array, text_value(text));
}

void
js_add_num(struct js *array, int64_t num)
{
	add(array, json_integer(num));
}

bool
js_is_object(const struct js *js)
{
	return json_is_object(in(js));
}

bool
js_is_array(const struct js *js)
{
	return json_is_array(in(js));
}

bool
js_is_text(const struct js *js)
{
	return json_is_string(in(js));
}

bool
js_is_num(const struct js *js)
{
	return json_is_integer(in(js));
}

bool
js_is_null(const struct js *js)
{
	return js == NULL || json_is_null(in(js));
}

const struct js *
js_get(const struct js *object, const char *name)
{
	return out(json_object_get(in(object), name));
}

size_t
js_count(const struct js *js)
{
	return json_is_array(in(js)) ? json_array_size(in(js)) :
	    json_object_size(in(js));
}

const struct js *
js_at(const struct js *array, size_t at)
{
	return out(json_array_get(in(array), at));
}

const char *
js_text(const struct js *object, const char *name, const char *otherwise)
{
	const char	*text = js_value_text(js_get(object, name));

	return text != NULL ? text : otherwise;
}

bool
js_num(const struct js *object, const char *name, int64_t *out_r)
{
	const struct js	*js = js_get(object, name);

	if (!js_is_num(js))
		return false;
	*out_r = json_integer_value(in(js));
	return true;
}

bool
js_bool(const struct js *object, const char *name, bool otherwise)
{
	const json_t	*json = in(js_get(object, name));

	return json_is_boolean(json) ? json_is_true(json) : otherwise;
}

const char *
js_value_text(const struct js *js)
{
	return json_string_value(in(js));
}

void
js_each(const struct js *object,
    bool (*fn)(const char *name, const struct js *, void *), void *arg)
{
	const char	*name;
	json_t		*value;

	json_object_foreach(in(object), name, value) {
		if (!fn(name, out(value), arg))
			return;
	}
}

/* What a value is called when it is not what was wanted. */
static const char *
kind_name(const struct js *js)
{
	if (js == NULL)
		return "missing";
	switch (json_typeof(in(js))) {
	case JSON_OBJECT:
		return "an object";
	case JSON_ARRAY:
		return "a list";
	case JSON_STRING:
		return "text";
	case JSON_INTEGER:
		return "a whole number";
	case JSON_REAL:
		return "a number with a fraction";
	case JSON_TRUE:
	case JSON_FALSE:
		return "true or false";
	case JSON_NULL:
		return "null";
	}
	return "something else";
}

/* 1: there and of this kind; 0: not there, and need not be; -1 with err. */
static int
read_member(const struct js *object, const char *name, enum js_need need,
    bool (*is)(const struct js *), const char *wanted,
    const struct js **out_r, struct err *err)
{
	const struct js	*js = js_get(object, name);

	if (js_is_null(js)) {
		if (need == JS_OPTIONAL)
			return 0;
		return err_set(err, ERR_INPUT, "\"%s\" is missing", name);
	}
	if (!is(js))
		return err_set(err, ERR_INPUT, "\"%s\" must be %s, not %s",
		    name, wanted, kind_name(js));
	*out_r = js;
	return 1;
}

int
js_read_text(const struct js *object, const char *name, enum js_need need,
    size_t max, const char **out_r, struct err *err)
{
	const struct js	*js;
	const char	*text;
	int		 rc;

	rc = read_member(object, name, need, js_is_text, "text", &js, err);
	if (rc <= 0)
		return rc;
	text = js_value_text(js);
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
js_read_num(const struct js *object, const char *name, enum js_need need,
    int64_t least, int64_t most, int64_t *out_r, struct err *err)
{
	const struct js	*js;
	int64_t		 num;
	int		 rc;

	rc = read_member(object, name, need, js_is_num, "a whole number", &js,
	    err);
	if (rc <= 0)
		return rc;
	num = json_integer_value(in(js));
	if (num < least || num > most)
		return err_set(err, ERR_INPUT,
		    "\"%s\" must be from %" PRId64 " to %" PRId64, name,
		    least, most);
	*out_r = num;
	return 0;
}

int
js_read_uuid(const struct js *object, const char *name, enum js_need need,
    struct uuid *out_r, struct err *err)
{
	const struct js	*js;
	struct uuid	 id;
	int		 rc;

	rc = read_member(object, name, need, js_is_text, "text", &js, err);
	if (rc <= 0)
		return rc;
	if (!uuid_parse(js_value_text(js), &id))
		return err_set(err, ERR_INPUT, "\"%s\" is not an id", name);
	*out_r = id;
	return 0;
}

int
js_read_array(const struct js *object, const char *name, enum js_need need,
    size_t most, const struct js **out_r, struct err *err)
{
	const struct js	*js;
	int		 rc;

	rc = read_member(object, name, need, js_is_array, "a list", &js, err);
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
js_read_object(const struct js *object, const char *name, enum js_need need,
    const struct js **out_r, struct err *err)
{
	const struct js	*js;
	int		 rc;

	rc = read_member(object, name, need, js_is_object, "an object", &js,
	    err);
	if (rc <= 0)
		return rc;
	*out_r = js;
	return 0;
}

int
js_read_money(const struct js *object, const char *name, enum js_need need,
    const char *currency, int64_t *amount_r, struct err *err)
{
	static const char *const names[] = { "amount", "currency", NULL };
	const struct js	*js;
	const char	*code;
	int64_t		 amount;
	int		 rc;

	rc = read_member(object, name, need, js_is_object, "an object", &js,
	    err);
	if (rc <= 0)
		return rc;
	if (js_only(js, names, err) == -1 ||
	    js_read_num(js, "amount", JS_NEEDED, INT64_MIN / 4, INT64_MAX / 4,
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
js_only(const struct js *object, const char *const *names, struct err *err)
{
	json_t	*json = in(object);

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

static int
append(const char *bytes, size_t len, void *arg)
{
	buf_add(arg, bytes, len);
	return 0;
}

void
js_write(const struct js *js, struct buf *buf)
{
	json_dump_callback(in(js), append, buf, JSON_COMPACT |
	    JSON_ENCODE_ANY);
}

void
js_write_pretty(const struct js *js, struct buf *buf)
{
	json_dump_callback(in(js), append, buf, JSON_INDENT(2) |
	    JSON_ENCODE_ANY);
}
