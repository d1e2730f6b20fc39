/* All the links of a listener: see links.h. */
#include "channel/links_parts.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "ops.h"
#include "run/config.h"
#include "run/loop.h"
#include "str.h"

#define TICK_US		(5 * SECOND_US)
#define DAY_US		(24 * 3600 * SECOND_US)
#define KEEP_US		(60 * DAY_US)	/* deliveries, once done with */

static void
find_key(struct links *links)
{
	err_clear(&links->key_err);
	links->has_key = secret_key_load(&links->key, links->config,
	    &links->key_err) == 0;
}

/* Whether anything is to be done for this channel. */
static bool
is_linked(const struct rec_link *row)
{
	const struct channel_ops	*ops = channel_ops(row->kind);

	return ops != NULL && row->active != 0 &&
	    (row->outbox != 0 || (ops->can & CAN(TASK_POLL)) != 0);
}

static struct link *
find(struct links *links, const struct uuid *id)
{
	struct link	*link;

	for (link = links->list; link != NULL; link = link->next)
		if (uuid_eq(&link->row.id, id))
			return link;
	return NULL;
}

static void
drop_gone(struct links *links)
{
	struct link	**at = &links->list, *link;

	while ((link = *at) != NULL) {
		/* One with a question to the database under way waits. */
		if (link->gone && link_idle(link)) {
			*at = link->next;
			link_free(link);
		} else {
			at = &link->next;
		}
	}
}

static void
take_rows(struct links *links, const struct rec_link *rows, size_t n)
{
	struct link	*link;
	size_t		 i;

	for (link = links->list; link != NULL; link = link->next)
		link->gone = true;
	if (!links->has_key)
		find_key(links);
	for (i = 0; i < n; i++) {
		if (!is_linked(&rows[i]))
			continue;
		link = find(links, &rows[i].id);
		if (link == NULL) {
			link = link_new(links, &rows[i],
			    channel_ops(rows[i].kind));
			link->next = links->list;
			links->list = link;
		}
		link->gone = false;
		link_take(link, &rows[i]);
	}
	drop_gone(links);
}

static void
on_rows(struct db_ans *ans, void *arg)
{
	struct links		*links = arg;
	const struct rec_link	*rows;
	size_t			 n;

	links->reading = false;
	if (links->leaving)
		return;
	if (db_status(ans) == DB_DONE) {
		rows = db_rows(ans, REC_LINK, &n);
		take_rows(links, rows, n);
	}
	if (links->again)
		links_reload(links);
}

void
links_reload(struct links *links)
{
	links->again = links->reading;
	if (links->reading || links->leaving)
		return;
	links->reading = true;
	db_send(links->db, op_link_list(), on_rows, links);
}

static void
on_pruned(struct db_ans *ans, void *arg)
{
	(void)arg;
	if (db_status(ans) != DB_DONE)
		log_warn("old deliveries stay: %s", db_err(ans)->text);
}

static void
on_tick(void *arg)
{
	struct links	*links = arg;

	links_reload(links);
	if (clock_mono() < links->next_prune)
		return;
	links->next_prune = clock_mono() + DAY_US;
	db_send(links->db, op_delivery_prune(clock_now() - KEEP_US), on_pruned,
	    links);
}

/* Somebody changed something: perhaps a piece went. */
static void
on_change(void *arg)
{
	struct links	*links = arg;
	struct link	*link;

	for (link = links->list; link != NULL; link = link->next) {
		tell_on(link);
		show_on(link);
	}
}

struct links *
links_new(struct loop *loop, const char *url, const struct config *config,
    struct err *err)
{
	struct links	*links = mem_zalloc(sizeof *links);

	if ((links->http = http_new(loop, err)) == NULL ||
	    (links->db = db_open(url, err)) == NULL) {
		http_free(links->http);
		free(links);
		return NULL;
	}
	links->loop = loop;
	links->config = config;
	find_key(links);
	db_on_change(links->db, on_change, links);
	loop_db(loop, links->db);
	links->tick = loop_every(loop, TICK_US, on_tick, links);
	links_reload(links);
	return links;
}

void
links_free(struct links *links)
{
	struct link	*link;

	if (links == NULL)
		return;
	links->leaving = true;
	loop_cancel(links->loop, links->tick);
	loop_db_remove(links->loop, links->db);
	for (link = links->list; link != NULL; link = link->next)
		link_stop(link);
	db_close(links->db);
	while ((link = links->list) != NULL) {
		links->list = link->next;
		link_free(link);
	}
	http_free(links->http);
	secret_key_wipe(&links->key);
	free(links);
}

/* The open link of that name; else NULL and why not. */
static struct link *
find_open(struct links *links, const char *kind, const char *code,
    enum hook_taken *why_r)
{
	struct link	*link;

	for (link = links->list; link != NULL; link = link->next)
		if (str_eq(link->row.code, code) &&
		    str_eq(link->row.kind, kind) && !link->gone)
			break;
	if (link == NULL || link->ops->hook == NULL)
		*why_r = links->reading ? HOOK_NOT_NOW : HOOK_UNKNOWN;
	else if (link->conf == NULL)
		*why_r = HOOK_NOT_NOW;
	else
		return link;
	return NULL;
}

enum hook_taken
links_signed(struct links *links, const char *kind, const char *code,
    const struct hook *hook, const char *signature, struct uuid *channel_r)
{
	enum hook_taken	 why;
	struct link	*link = find_open(links, kind, code, &why);
	const char	*secret;

	if (link == NULL)
		return why;
	*channel_r = link->row.id;
	secret = conf_text(link->conf, "hook_secret");
	return hook_signed_hex(hook, secret, strlen(secret), signature) ?
	    HOOK_TAKEN : HOOK_REFUSED;
}

enum hook_taken
links_hook(struct links *links, const char *kind, const char *code,
    const struct hook *hook, struct hook_read *read, struct uuid *channel_r)
{
	enum hook_taken	 why;
	struct link	*link = find_open(links, kind, code, &why);

	memset(read, 0, sizeof *read);
	if (link == NULL)
		return why;
	*channel_r = link->row.id;
	switch (link->ops->hook(link->conf, hook, read)) {
	case HOOK_GOOD:
		return HOOK_TAKEN;
	case HOOK_PING:
		return HOOK_PINGED;
	case HOOK_BAD:
		return HOOK_REFUSED;
	}
	return HOOK_REFUSED;
}

void
links_wake(struct links *links, const struct uuid *channel)
{
	struct link	*link = find(links, channel);

	if (link != NULL)
		link_poll(link);
}
