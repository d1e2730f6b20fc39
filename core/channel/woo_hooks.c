/*
 * WooCommerce's webhooks: one for each topic, ours by its address.  They only
 * make orders known sooner than the next poll.
 */
#include "channel/woo.h"

#include <string.h>

#include "str.h"

static const char *const	topics[] = { "order.created",
				    "order.updated" };

#define TOPICS	(sizeof topics / sizeof topics[0])

/* What the list said of each topic. */
struct ours {
	const char	*id[TOPICS];	/* NULL: there is none */
	bool		 good[TOPICS];	/* there, and in service */
};

/* Step 0 reads the list; step n mends the nth topic. */
int
woo_hooks_ask(struct task *task, struct woo_call *call)
{
	const struct ours	*ours = task->scratch;
	size_t			 at = (size_t)task->step - 1;

	if (task->step == 0) {
		call->path = "/webhooks";
		woo_query(call, "per_page", "100");
		return 0;
	}
	call->body = js_object();
	js_put_text(call->body, "name", "Vitrine");
	js_put_text(call->body, "topic", topics[at]);
	js_put_text(call->body, "status", "active");
	js_put_text(call->body, "delivery_url", task->hook_url);
	js_put_text(call->body, "secret", conf_text(task->conf,
	    "hook_secret"));
	if (ours->id[at] == NULL) {
		call->method = "POST";
		call->path = "/webhooks";
	} else {
		call->method = "PUT";
		call->path = arena_printf(task->arena, "/webhooks/%s",
		    ours->id[at]);
	}
	return 0;
}

static void
take_list(struct task *task, const struct js *list)
{
	struct ours	*ours = arena_alloc(task->arena, sizeof *ours);
	const struct js	*js;
	size_t		 i, t;

	task->scratch = ours;
	for (i = 0; i < js_count(list); i++) {
		js = js_at(list, i);
		if (!str_eq(js_text(js, "delivery_url", ""), task->hook_url))
			continue;
		for (t = 0; t < TOPICS; t++) {
			if (!str_eq(js_text(js, "topic", ""), topics[t]))
				continue;
			ours->id[t] = woo_text(js, "id", task->arena);
			ours->good[t] = str_eq(js_text(js, "status", ""),
			    "active");
		}
	}
}

enum heard
woo_hooks_hear(struct task *task, const struct js *js)
{
	const struct ours	*ours;

	if (task->step == 0)
		take_list(task, js);
	else
		task->done = "its webhooks are set up again";
	ours = task->scratch;
	do
		task->step++;
	while ((size_t)task->step <= TOPICS && ours->good[task->step - 1]);
	return (size_t)task->step <= TOPICS ? HEARD_MORE : HEARD_DONE;
}
