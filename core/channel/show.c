/*
 * Showing pieces on a channel: the outbox's rows of the kind publish.
 *
 * One piece at a time, in the order they were asked for.  The connector looks
 * at what is there and writes what differs, so that a row done twice, or begun
 * and broken off, comes to the same; what it found or made is written down
 * before it goes on.  Photos are read one by one, when it asks for them.
 *
 * A piece is made there with none in stock, and the number is told like any
 * other (tell.c): one that is sold meanwhile is never for sale there.
 */
#include "channel/links_parts.h"

#include <stdlib.h>

#include "channel/listing.h"
#include "fault.h"
#include "log.h"
#include "ops.h"
#include "run/config.h"
#include "run/loop.h"
#include "str.h"

#define FAILED_MOST	(3600 * SECOND_US)

static void	show_run(struct link *);

static void
on_timer(void *arg)
{
	struct link	*link = arg;

	link->show_timer = 0;
	show_on(link);
}

static void
show_later(struct link *link, int64_t us)
{
	loop_cancel(link->links->loop, link->show_timer);
	link->show_timer = loop_after(link->links->loop, us < 0 ? 0 : us,
	    on_timer, link);
}

void
show_free(struct link *link)
{
	arena_free(link->show.arena);
	link->show = (struct show){ .arena = NULL };
}

/* Done with this piece: the next one. */
static void
shown(struct link *link)
{
	show_free(link);
	link->showing = false;
	show_on(link);
}

static void
on_end(struct link *link, struct db_ans *ans)
{
	if (db_status(ans) == DB_DONE) {
		shown(link);
		return;
	}
	/* It is looked at again: that is harmless. */
	log_warn("channel %s: %s", link->row.code, db_err(ans)->text);
	show_free(link);
	link->showing = false;
	show_later(link, 2 * SECOND_US);
}

static struct db_req *
join(struct db_req *req, struct db_req *more)
{
	return req == NULL ? more : db_req_join(req, more);
}

static void
end_row(struct link *link, struct db_req *req, const char *remark)
{
	const struct rec_show	*row = &link->show.row;

	link_ask(link, join(req, op_show_done(&link->row.id, &row->piece_id,
	    row->last_id, clock_now(), remark)), on_end);
}

/* --------------------------------------------------------- what came of it */

static void
on_bytes(struct link *link, struct db_ans *ans)
{
	const struct rec_photo	*photo;
	size_t			 n;

	photo = db_status(ans) == DB_DONE ? db_rows(ans, REC_PHOTO, &n) :
	    NULL;
	if (photo == NULL || n == 0 || !link_runs(link)) {
		/* Taken away meanwhile: its row has been written anew. */
		show_free(link);
		link->showing = false;
		show_later(link, 2 * SECOND_US);
		return;
	}
	link->show.bytes = arena_memdup(link->show.arena, photo->bytes.bytes,
	    photo->bytes.len);
	link->show.len = photo->bytes.len;
	show_run(link);
}

/* What was found or made is kept: on with the photo it asks for. */
static void
on_kept(struct link *link, struct db_ans *ans)
{
	if (db_status(ans) != DB_DONE) {
		on_end(link, ans);
		return;
	}
	link_ask(link, op_photo_bytes(&link->show.photos[
	    link->show.photo].id, false), on_bytes);
}

/* Adds: what it is called there, and that its number is to be told. */
static struct db_req *
keep(struct link *link, const struct listing *l, struct db_req *req)
{
	const struct uuid	*channel = &link->row.id;
	struct rec_show		*row = &link->show.row;
	struct rec_map		 map = { .piece_id = row->piece_id,
				    .product_ref = l->refs.product,
				    .variant_ref = l->refs.variant,
				    .stock_ref = l->refs.stock };

	if (!l->found || str_empty(l->refs.product))
		return req;
	row->product_ref = arena_strdup(link->show.arena, l->refs.product);
	row->variant_ref = arena_strdup(link->show.arena, l->refs.variant);
	row->stock_ref = arena_strdup(link->show.arena, l->refs.stock);
	req = join(req, op_map_set(channel, &map));
	if (l->made)
		req = db_req_join(req, op_map_told(channel, &row->piece_id, 0,
		    clock_now()));
	if (l->made || row->told_qty < 0)
		req = db_req_join(req, op_outbox_add(channel, &row->piece_id,
		    "stock", clock_now()));
	return req;
}

static void
failed(struct link *link, struct db_req *req, const char *problem)
{
	const struct rec_show	*row = &link->show.row;

	log_warn("channel %s: %s is not shown as it is here: %s",
	    link->row.code, row->sku, problem);
	link_ask(link, join(req, op_show_later(&link->row.id,
	    &row->piece_id, row->last_id, clock_now() +
	    lane_rest(row->tries + 3, FAILED_MOST), problem)), on_end);
}

/* The service is unwell, or keeps us out: the same piece again, later. */
static void
broke_off(struct link *link, struct db_req *req, enum heard heard,
    const struct err *err)
{
	link_problem(link, err->text);
	show_later(link, heard == HEARD_LATER ?
	    lane_rest(link->show_tries++, REST_MOST) : DENIED_US);
	link->show_resting = true;
	if (req != NULL)
		link_ask(link, req, on_end);
	else
		shown(link);
}

static void
on_shown(struct lane *lane, struct task *task, enum heard heard,
    const struct err *err)
{
	struct link		*link = lane->arg;
	const struct listing	*l = task->listing;
	struct show		*show = &link->show;
	struct db_req		*req;

	fault_point(411);	/* shown there, and not written down here */
	req = keep(link, l, NULL);
	tell_on(link);
	if (heard == HEARD_LATER || heard == HEARD_DENIED) {
		broke_off(link, req, heard, err);
		return;
	}
	if (link->show_tries > 0)
		link_problem(link, NULL);
	link->show_tries = 0;
	if (heard == HEARD_FAILED) {
		failed(link, req, err->text);
	} else if (l->wants < show->photo_count && l->wants == show->photo) {
		failed(link, req, "a photo of it was not kept there");
	} else if (l->wants < show->photo_count) {
		show->photo = l->wants;
		link_ask(link, join(req, op_ping()), on_kept);
	} else if (l->told == TOLD_FAILED) {
		failed(link, req, l->problem);
	} else {
		req = join(req, op_listing_sent(&link->row.id,
		    &show->row.piece_id, clock_now()));
		end_row(link, req, l->problem == NULL ? "" :
		    arena_printf(show->arena, "without its photos: %s",
		    l->problem));
	}
}

/* ------------------------------------------------------------ what to show */

static void
show_run(struct link *link)
{
	struct show		*show = &link->show;
	const struct rec_show	*row = &show->row;
	struct task		*task;
	struct listing		*l;
	const char		*problem;

	task = lane_task(&link->shows, TASK_SHOW, link->conf);
	l = task->listing = listing_of(row, show->photos, show->photo_count,
	    link->conf->currency, link->links->config->web_url, task->arena);
	if (show->photo < show->photo_count) {
		l->photos[show->photo].bytes = show->bytes;
		l->photos[show->photo].len = show->len;
	}
	problem = listing_too_long(l, link->ops, task->arena);
	if (problem != NULL) {
		problem = arena_strdup(show->arena, problem);
		lane_stop(&link->shows);
		failed(link, NULL, problem);
		return;
	}
	fault_point(410);	/* about to be shown */
	lane_run(&link->shows, on_shown);
}

static void
on_photos(struct link *link, struct db_ans *ans)
{
	struct show		*show = &link->show;
	const struct rec_photo	*photos;
	size_t			 i, n;

	if (db_status(ans) != DB_DONE || !link_runs(link)) {
		show_free(link);
		link->showing = false;
		show_later(link, 2 * SECOND_US);
		return;
	}
	photos = db_rows(ans, REC_PHOTO, &n);
	if (n > LISTING_PHOTOS)
		n = LISTING_PHOTOS;
	show->photos = arena_alloc(show->arena, (n + 1) *
	    sizeof *show->photos);
	for (i = 0; i < n; i++)
		show->photos[i].id = photos[i].id;
	show->photo_count = show->photo = n;
	show_run(link);
}

static void
take(struct link *link, const struct rec_show *row)
{
	struct show	*show = &link->show;
	struct arena	*arena = arena_new();

	show->arena = arena;
	show->row = *row;
	show->row.sku = arena_strdup(arena, row->sku);
	show->row.title = arena_strdup(arena, row->title);
	show->row.story = arena_strdup(arena, row->story);
	show->row.kind = arena_strdup(arena, row->kind);
	show->row.product_ref = arena_strdup(arena, row->product_ref);
	show->row.variant_ref = arena_strdup(arena, row->variant_ref);
	show->row.stock_ref = arena_strdup(arena, row->stock_ref);
	if (row->shown != 0 && row->sellable == 0)
		end_row(link, NULL, "it is not for sale any more");
	else
		link_ask(link, op_piece_photos(&row->piece_id), on_photos);
}

static void
on_due(struct link *link, struct db_ans *ans)
{
	const struct rec_show	*row;
	const struct rec_num	*next;
	size_t			 n, m;

	if (db_status(ans) != DB_DONE || !link_runs(link)) {
		link->showing = false;
		show_later(link, 2 * SECOND_US);
		return;
	}
	row = db_rows(ans, REC_SHOW, &n);
	next = db_rows(ans, REC_NUM, &m);
	if (n > 0) {
		take(link, row);
		return;
	}
	if (m > 0 && next->value > clock_now())
		show_later(link, next->value - clock_now());
	link->showing = false;
	if (link->show_again)
		show_on(link);
}

void
show_on(struct link *link)
{
	if ((link->ops->can & CAN(TASK_SHOW)) == 0)
		return;
	if (link->showing || !link_runs(link) || link->row.outbox == 0) {
		link->show_again = link->showing;
		return;
	}
	if (link->show_resting && link->show_timer != 0)
		return;			/* the service is unwell */
	link->show_resting = link->show_again = false;
	link->showing = true;
	link_ask(link, op_show_due(&link->row.id, clock_now()), on_due);
}
