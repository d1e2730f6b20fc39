/* The post room: see post.h. */
#include "channel/post.h"

#include <stdlib.h>
#include <string.h>

#include "channel/letter.h"
#include "clock.h"
#include "db.h"
#include "log.h"
#include "mem.h"
#include "ops.h"
#include "print/receipt.h"
#include "run/config.h"
#include "run/http.h"
#include "run/loop.h"
#include "run/mail.h"
#include "sell/till.h"
#include "str.h"

#define TICK_US		(5 * SECOND_US)
#define AGAIN_US	(15 * SECOND_US)	/* doubled at every try ... */
#define AGAIN_MOST	(3600 * SECOND_US)	/* ... up to this */
#define GIVE_UP_US	(3 * 24 * 3600 * SECOND_US)
/* A letter about a refund waits so long for the refund to be made. */
#define REFUND_US	(90 * SECOND_US)
#define REFUND_LOOK	(5 * SECOND_US)

struct post {
	struct loop		*loop;
	struct http		*http;
	struct db		*db;
	struct till		 till;
	struct mail_server	 server;
	const struct config	*config;
	loop_id			 tick;
	bool			 busy;		/* with a letter */
	bool			 again;		/* look once more after it */
	bool			 leaving;
	/* The letter under way. */
	struct arena		*arena;
	struct rec_mail		 mail;
	struct mail_call	*call;
};

static void	look(struct post *);

static void
done_with(struct post *post)
{
	arena_free(post->arena);
	post->arena = NULL;
	post->busy = false;
	if (post->again && !post->leaving)
		look(post);
}

/* Written down; whatever came of that, on to the next. */
static void
on_written(struct db_ans *ans, void *arg)
{
	struct post	*post = arg;

	if (post->leaving)
		return;
	/* Not written down it is sent twice, with one Message-ID. */
	post->again = db_status(ans) == DB_DONE;
	done_with(post);
}

static void
put_off(struct post *post, const char *why)
{
	int64_t	wait = AGAIN_US, now = clock_now(), i;

	for (i = 0; i < post->mail.tries && wait < AGAIN_MOST; i++)
		wait *= 2;
	if (wait > AGAIN_MOST)
		wait = AGAIN_MOST;
	log_warn("a letter (%s) was not sent: %s", post->mail.kind, why);
	db_send(post->db, op_mail_later(&post->mail.id,
	    now - post->mail.at > GIVE_UP_US ? -1 : now + wait, why),
	    on_written, post);
}

static void
on_sent(enum mail_outcome outcome, const struct err *err, void *arg)
{
	struct post	*post = arg;

	post->call = NULL;
	switch (outcome) {
	case MAIL_SENT:
		db_send(post->db, op_mail_done(&post->mail.id, clock_now()),
		    on_written, post);
		break;
	case MAIL_LATER:
		put_off(post, err->text);
		break;
	case MAIL_NEVER:
		log_warn("a letter (%s) is not taken: %s", post->mail.kind,
		    err->text);
		db_send(post->db, op_mail_later(&post->mail.id, -1, err->text),
		    on_written, post);
		break;
	}
}

static void
send(struct post *post, const struct letter *letter)
{
	struct mail	mail = { .id = post->mail.id, .at = clock_now(),
	    .from_name = post->till.shop.name, .to = post->mail.recipient,
	    .to_name = post->mail.name, .subject = letter->subject,
	    .text = letter->text, .html = letter->html };

	post->call = mail_send(post->http, &post->server, &mail, on_sent,
	    post);
}

/* ------------------------------------------------------ what it is about */

static void
never(struct post *post, const char *why)
{
	db_send(post->db, op_mail_later(&post->mail.id, -1, why), on_written,
	    post);
}

static void
on_sale(struct db_ans *ans, void *arg)
{
	struct post		*post = arg;
	struct receipt		 r = { .copy = false };
	struct letter		 letter;
	size_t			 n;

	if (post->leaving)
		return;
	if (db_status(ans) != DB_DONE) {
		done_with(post);
		return;
	}
	r.sale = db_rows(ans, REC_SALE, &n);
	if (n == 0) {
		never(post, "there is no such sale");
		return;
	}
	r.lines = db_rows(ans, REC_LINE, &r.line_count);
	r.payments = db_rows(ans, REC_PAYMENT, &r.payment_count);
	letter_receipt(post->arena, &post->till, &post->mail, &r, &letter);
	send(post, &letter);
}

static void
on_lost(struct db_ans *ans, void *arg)
{
	struct post			*post = arg;
	const struct rec_remote		*order;
	const struct rec_conflict	*all, *lost;
	struct letter			 letter;
	int64_t				 now = clock_now();
	size_t				 n, count, i;

	if (post->leaving)
		return;
	if (db_status(ans) != DB_DONE) {
		done_with(post);
		return;
	}
	order = db_rows(ans, REC_REMOTE, &n);
	all = db_rows(ans, REC_CONFLICT, &count);
	if (n == 0 || count == 0) {
		never(post, "there is no such order");
		return;
	}
	if ((str_eq(order->state, "refund_due") ||
	    str_eq(order->state, "part_due")) &&
	    now - post->mail.at < REFUND_US) {
		db_send(post->db, op_mail_later(&post->mail.id, now +
		    REFUND_LOOK, ""), on_written, post);
		return;
	}
	/* Its lost pieces come first, by the order of the question. */
	for (lost = all, i = 0; i < count && str_eq(all[i].kind, "lost"); i++)
		;
	letter_refusal(post->arena, &post->till, &post->mail, order, lost,
	    i > 0 ? i : count, post->config->web_url, &letter);
	send(post, &letter);
}

static void
take(struct post *post, const struct rec_mail *row)
{
	post->arena = arena_new();
	post->mail = *row;
	post->mail.kind = arena_strdup(post->arena, row->kind);
	post->mail.recipient = arena_strdup(post->arena, row->recipient);
	post->mail.name = arena_strdup(post->arena, row->name);
	post->mail.problem = "";
	if (!mail_address_ok(post->mail.recipient))
		never(post, "this is no mail address");
	else if (str_eq(post->mail.kind, "refusal"))
		db_send(post->db, db_req_join(op_remote_get(&row->ref_id),
		    op_conflict_of_remote(&row->ref_id)), on_lost, post);
	else
		db_send(post->db, op_sale_get(&row->ref_id), on_sale, post);
}

static void
on_due(struct db_ans *ans, void *arg)
{
	struct post		*post = arg;
	const struct rec_mail	*rows;
	size_t			 n = 0;

	if (post->leaving)
		return;
	rows = db_status(ans) == DB_DONE ? db_rows(ans, REC_MAIL, &n) : NULL;
	if (n == 0)
		done_with(post);
	else
		take(post, rows);
}

/* -------------------------------------------------------------- the room */

static void
on_loaded(const struct err *err, void *arg)
{
	struct post	*post = arg;

	post->again = err == NULL;	/* else with the next tick */
	done_with(post);
}

static void
look(struct post *post)
{
	if (post->busy || post->leaving) {
		post->again = true;
		return;
	}
	post->again = false;
	post->busy = true;
	if (!post->till.loaded)
		till_load(&post->till, TILL_WEB, NULL, on_loaded, post);
	else
		db_send(post->db, op_mail_due(clock_now(), 1), on_due, post);
}

static void
on_tick(void *arg)
{
	look(arg);
}

struct post *
post_new(struct loop *loop, const char *url, const struct config *config,
    struct err *err)
{
	struct post	*post = mem_zalloc(sizeof *post);

	if (mail_server_load(&post->server, config, err) < 0 ||
	    post->server.url[0] == '\0' ||
	    (post->http = http_new(loop, err)) == NULL ||
	    (post->db = db_open(url, err)) == NULL) {
		http_free(post->http);
		mail_server_wipe(&post->server);
		free(post);
		return NULL;
	}
	post->loop = loop;
	post->config = config;
	till_init(&post->till, post->db);
	db_on_change(post->db, on_tick, post);
	loop_db(loop, post->db);
	post->tick = loop_every(loop, TICK_US, on_tick, post);
	look(post);
	return post;
}

void
post_free(struct post *post)
{
	if (post == NULL)
		return;
	post->leaving = true;
	mail_cancel(post->call);
	loop_cancel(post->loop, post->tick);
	loop_db_remove(post->loop, post->db);
	db_close(post->db);
	till_free(&post->till);
	http_free(post->http);
	arena_free(post->arena);
	mail_server_wipe(&post->server);
	free(post);
}
