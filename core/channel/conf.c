/* A channel's settings: see conf.h. */
#include "channel/conf.h"

#include <string.h>

#include "seal.h"
#include "str.h"

#define VALUES_MOST	32
#define LABEL		(UUID_TEXT + 80)

const struct channel_field *
conf_field(const struct channel_ops *ops, const char *name)
{
	const struct channel_field	*field;

	for (field = ops->fields; field->name != NULL; field++)
		if (str_eq(field->name, name))
			return field;
	return NULL;
}

struct channel_conf *
conf_new(const struct rec_link *link, const struct currency *currency)
{
	struct arena		*arena = arena_new();
	struct channel_conf	*conf = arena_alloc(arena, sizeof *conf);

	conf->arena = arena;
	conf->id = link->id;
	conf->code = arena_strdup(arena, link->code);
	conf->kind = arena_strdup(arena, link->kind);
	conf->name = arena_strdup(arena, link->name);
	conf->currency = currency;
	conf->values = arena_alloc(arena, VALUES_MOST * sizeof *conf->values);
	return conf;
}

void
conf_set(struct channel_conf *conf, const char *name, const char *value)
{
	size_t	i;

	for (i = 0; i < conf->count; i++)
		if (str_eq(conf->values[i].name, name))
			break;
	if (i == VALUES_MOST)
		return;
	conf->values[i].name = arena_strdup(conf->arena, name);
	conf->values[i].value = arena_strdup(conf->arena, value);
	if (i == conf->count)
		conf->count++;
}

void
conf_free(struct channel_conf *conf)
{
	size_t	i;

	if (conf == NULL)
		return;
	for (i = 0; i < conf->count; i++) {
		/* Ours, from the arena; const is for the readers. */
		union { const char *kept; char *wipe; } value = {
			.kept = conf->values[i].value };

		seal_wipe(value.wipe, strlen(value.wipe));
	}
	arena_free(conf->arena);
}

/* What a sealed value belongs to: it opens nowhere else. */
static void
label_of(const struct uuid *channel, const char *name, char out[LABEL])
{
	uuid_text(channel, out);
	str_copy(out + strlen(out), 2, "/");
	str_copy(out + strlen(out), LABEL - UUID_TEXT - 1, name);
}

int
conf_seal(const struct uuid *channel, const struct channel_field *field,
    const char *value, const struct secret_key *key, struct arena *arena,
    struct rec_value *out_r, struct err *err)
{
	size_t	 len = strlen(value);
	char	 label[LABEL];
	uint8_t	*box;

	out_r->name = field->name;
	out_r->value = value;
	out_r->sealed = (struct rec_blob){ NULL, 0 };
	if (!field->secret || secret_is_place(value))
		return 0;
	if (len >= SECRET_MAX)
		return err_set(err, ERR_INPUT, "%s is too long", field->name);
	box = arena_alloc(arena, len + SEAL_BOX);
	label_of(channel, field->name, label);
	seal_box(key->bytes, label, value, len, box);
	out_r->value = "";
	out_r->sealed = (struct rec_blob){ box, len + SEAL_BOX };
	return 0;
}

static int
unseal(struct channel_conf *conf, const struct rec_value *v,
    const struct secret_key *key, char out[SECRET_MAX], struct err *err)
{
	char	label[LABEL];
	size_t	len = v->sealed.len;

	if (key == NULL)
		return err_set(err, ERR_CONFIG, "there is no key to open %s "
		    "with", v->name);
	label_of(&conf->id, v->name, label);
	if (len < SEAL_BOX || len - SEAL_BOX >= SECRET_MAX ||
	    !seal_unbox(key->bytes, label, v->sealed.bytes, len, out)) {
		err_set(err, ERR_CONFIG, "%s does not open with the key in "
		    "%.150s", v->name, key->path);
		return err_hint(err, "Give it again: vitrinectl channel set "
		    "%s.", conf->code);
	}
	out[len - SEAL_BOX] = '\0';
	return 0;
}

static int
open_value(struct channel_conf *conf, const struct rec_value *v,
    const struct secret_key *key, struct err *err)
{
	char	text[SECRET_MAX];
	int	rc = 0;

	if (v->sealed.len > 0)
		rc = unseal(conf, v, key, text, err);
	else if (secret_is_place(v->value))
		rc = secret_read(v->value, text, err);
	else {
		conf_set(conf, v->name, v->value);
		return 0;
	}
	if (rc == 0)
		conf_set(conf, v->name, text);
	seal_wipe(text, sizeof text);
	return rc;
}

struct channel_conf *
conf_open(const struct rec_link *link, const struct rec_value *values,
    size_t n, const struct secret_key *key, const struct currency *currency,
    struct err *err)
{
	const struct channel_ops	*ops = channel_ops(link->kind);
	struct channel_conf		*conf;
	size_t				 i;

	if (ops == NULL) {
		err_set(err, ERR_CONFIG, "nobody here speaks to '%s'",
		    link->kind);
		return NULL;
	}
	conf = conf_new(link, currency);
	for (i = 0; i < n; i++) {
		/* What an older or newer program kept is not ours to use. */
		if (conf_field(ops, values[i].name) == NULL)
			continue;
		if (open_value(conf, &values[i], key, err) == -1) {
			conf_free(conf);
			return NULL;
		}
	}
	return conf;
}

int
conf_check(const struct channel_conf *conf, struct err *err)
{
	const struct channel_ops	*ops = channel_ops(conf->kind);
	const struct channel_field	*field;

	for (field = ops->fields; field->name != NULL; field++) {
		if (field->need == FIELD_MUST &&
		    conf_text(conf, field->name)[0] == '\0') {
			err_set(err, ERR_INPUT, "%s is missing", field->name);
			return err_hint(err, "It is %s.", field->doc);
		}
	}
	return ops->check(conf, err);
}
