/* JSON in and out: see json.h.  The only file that includes jansson. */
#include "run/json.h"

#include <jansson.h>
#include <stdlib.h>

#include "buf.h"
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

struct js *
js_parse(const char *text, size_t len, struct err *err)
{
	json_error_t	 why;
	json_t		*json;

	use_our_memory();
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
