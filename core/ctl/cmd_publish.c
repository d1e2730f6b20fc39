/* publish: pieces shown on a website somebody else runs, with a preview. */
#include <string.h>

#include "channel/listing.h"
#include "clock.h"
#include "ctl/channel_ask.h"
#include "ctl/ctl.h"
#include "ops.h"
#include "str.h"

#define PIECES_MAX	500
#define CELL_BYTES	60

static const struct opt publish_opts[] = {
	{ "to", "CHANNEL", OPT_MUST, "its code; see channel list" },
	{ "hide", NULL, OPT_MAY, "take them down there instead" },
	{ "preview", NULL, OPT_MAY,
	    "ask the website, say what would change, and change nothing" },
	{ "dry-run", NULL, OPT_MAY, "the same as --preview" },
	{ NULL, NULL, OPT_MAY, NULL }
};

/* --------------------------------------------------------------- previews */

/* A piece, as it shall be there. */
struct wanted {
	struct rec_show		 row;
	const struct rec_photo	*photos;
	size_t			 photo_count;
};

struct preview {
	struct ctl		*ctl;
	const struct wanted	*wanted;
	int64_t			 changes;
};

static void
ready(struct task *task, void *arg)
{
	struct preview	*p = arg;

	task->listing = listing_of(&p->wanted->row, p->wanted->photos,
	    p->wanted->photo_count, task->conf->currency,
	    p->ctl->config.web_url, task->arena);
	task->listing->look = true;
}

/* The beginning of a text, on one line. */
static const char *
cell(struct ctl *ctl, const char *text)
{
	char	*out = arena_alloc(ctl->arena, CELL_BYTES);

	str_copy(out, CELL_BYTES, text);
	str_clean(out, false);
	return out;
}

static void
put(struct preview *p, const char *what, const char *here, const char *there)
{
	struct out	*out = p->ctl->out;

	out_row(out);
	out_text(out, "sku", "PIECE", p->wanted->row.sku);
	out_text(out, "what", "WHAT", what);
	out_text(out, "here", "HERE", cell(p->ctl, here));
	out_text(out, "there", "THERE", cell(p->ctl, there));
	p->changes++;
}

static const char *
length(struct ctl *ctl, const char *text)
{
	return arena_printf(ctl->arena, "%zu bytes", strlen(text));
}

static void
put_photos(struct preview *p, const struct listing *l)
{
	size_t	i, known = 0;

	for (i = 0; i < l->photo_count; i++)
		known += l->photos[i].ref[0] != '\0';
	put(p, "photos", arena_printf(p->ctl->arena, "%zu", l->photo_count),
	    arena_printf(p->ctl->arena, "%zu of them%s", known,
	    l->stale_count > 0 ? ", and older ones" : ""));
}

static void
put_price(struct preview *p, const struct listing *l)
{
	char	here[MONEY_TEXT], there[MONEY_TEXT];

	money_text(l->amount, &p->ctl->currency, MONEY_SYMBOL, here);
	money_text(l->amount_there, &p->ctl->currency, MONEY_SYMBOL, there);
	put(p, "price", here, l->there ? there : "");
}

static void
heard(struct ctl *ctl, const struct task *task, void *arg)
{
	struct preview		*p = arg;
	const struct listing	*l = task->listing;

	if ((l->differs & DIFF_SHOWN) != 0)
		put(p, "status", l->shown ? "shown" : "hidden", !l->there ?
		    "not there" : l->shown_there ? "shown" : "hidden");
	if ((l->differs & DIFF_TITLE) != 0)
		put(p, "title", l->title, l->title_there);
	if ((l->differs & DIFF_PRICE) != 0)
		put_price(p, l);
	if ((l->differs & DIFF_STORY) != 0)
		put(p, "story", length(ctl, l->html), l->there ? length(ctl,
		    l->html_there) : "");
	if ((l->differs & DIFF_PHOTOS) != 0)
		put_photos(p, l);
	else if (l->shown && l->foreign > 0 && l->photo_count > 0)
		put(p, "photos", "left alone", "others than ours");
	if (l->problem != NULL)
		put(p, "photos", "left out", l->problem);
}

static int
preview(struct ctl *ctl, const struct wanted *w, struct channel_conf *conf,
    int64_t *changes)
{
	const struct channel_ops	*ops = channel_ops(conf->kind);
	struct preview			 p = { .ctl = ctl, .wanted = w };
	const struct channel_errand	 errand = { .kind = TASK_SHOW,
					    .ready = ready, .heard = heard,
					    .arg = &p };
	const char			*problem;

	problem = listing_too_long(listing_of(&w->row, w->photos,
	    w->photo_count, &ctl->currency, "", ctl->arena), ops, ctl->arena);
	if (problem != NULL)
		return err_set(&ctl->err, ERR_INPUT, "%s: %s", w->row.sku,
		    problem);
	if (channel_run(ctl, conf, &errand) < 0)
		return err_wrap(&ctl->err, "%s", w->row.sku);
	*changes += p.changes;
	return 0;
}

static int
look(struct ctl *ctl, const struct rec_link *link, const struct wanted *all,
    size_t n)
{
	struct channel_conf	*conf = channel_settings(ctl, link);
	int64_t			 changes = 0;
	size_t			 i;
	int			 rc = conf == NULL ? -1 : 0;

	if (rc == 0)
		out_list(ctl->out, "changes", NULL);
	for (i = 0; rc == 0 && i < n; i++)
		rc = preview(ctl, &all[i], conf, &changes);
	if (conf != NULL)
		out_close(ctl->out);
	conf_free(conf);
	if (rc == 0 && changes == 0)
		out_say(ctl->out, "%s shows it as it is here.", link->name);
	return rc;
}

/* ---------------------------------------------------------------- the rows */

/* How the piece stands with the channel. */
static int
take(struct ctl *ctl, const struct rec_link *link, const char *code,
    bool show, struct wanted *w)
{
	const struct rec_piece	*piece = ctl_find_piece(ctl, code);
	const struct db_ans	*ans = piece == NULL ? NULL : ctl_read(ctl,
				    op_show_get(&link->id, &piece->id));
	size_t			 n;

	if (ans == NULL)
		return -1;
	w->row = *(const struct rec_show *)db_rows(ans, REC_SHOW, &n);
	w->row.shown = show;
	w->photos = db_rows(ans, REC_PHOTO, &w->photo_count);
	if (w->photo_count > LISTING_PHOTOS)
		w->photo_count = LISTING_PHOTOS;
	if (str_eq(w->row.kind, "service"))
		return err_set(&ctl->err, ERR_INPUT, "%s is a service, not a "
		    "piece", w->row.sku);
	if (!show || w->row.sellable != 0)
		return 0;
	err_set(&ctl->err, ERR_REFUSED, "%s is not for sale here",
	    w->row.sku);
	return err_hint(&ctl->err, "See vitrinectl item history %s.",
	    w->row.sku);
}

static int
write_rows(struct ctl *ctl, const struct rec_link *link,
    const struct wanted *all, size_t n, bool show)
{
	const char		*detail = arena_printf(ctl->arena, show ?
				    "on %s" : "taken down on %s", link->name);
	const struct rec_show	*row;
	struct db_req		*req = op_run_want(&link->id);
	int64_t			 now = clock_now();
	size_t			 i;

	for (i = 0; i < n; i++) {
		row = &all[i].row;
		req = db_req_join(req, op_listing_set(&link->id,
		    &row->piece_id, show));
		req = db_req_join(req, op_outbox_add(&link->id,
		    &row->piece_id, "publish", now));
		req = db_req_join(req, op_piece_event(&row->piece_id, now,
		    "publish", detail, &ctl->staff_id));
	}
	if (ctl_do(ctl, req) < 0)
		return -1;
	out_num(ctl->out, "pieces", NULL, (int64_t)n);
	out_say(ctl->out, "%zu piece%s will be %s %s by the listener.", n,
	    n == 1 ? "" : "s", show ? "shown on" : "taken down on",
	    link->name);
	return 0;
}

static int
run_publish(struct ctl *ctl, const struct args *args)
{
	struct wanted		*all;
	const struct rec_link	*link;
	bool			 show = !args_has(args, "hide");
	size_t			 i, n = args_count(args);

	if (ctl_may(ctl, RIGHT_STOCK) < 0 ||
	    (link = channel_find(ctl, args_get(args, "to"))) == NULL)
		return -1;
	if ((channel_ops(link->kind)->can & CAN(TASK_SHOW)) == 0) {
		err_set(&ctl->err, ERR_INPUT, "%s reads its pieces from the "
		    "listener", link->name);
		return err_hint(&ctl->err, "vitrinectl item edit PIECE "
		    "--listed shows one there.");
	}
	if (link->active == 0 || link->outbox == 0)
		return err_set(&ctl->err, ERR_INPUT, "%s is not connected",
		    link->name);
	all = arena_alloc(ctl->arena, (n + 1) * sizeof *all);
	for (i = 0; i < n; i++)
		if (take(ctl, link, args_at(args, i), show, &all[i]) < 0)
			return -1;
	return args_has(args, "preview") || args_has(args, "dry-run") ?
	    look(ctl, link, all, n) : write_rows(ctl, link, all, n, show);
}

/* --------------------------------------------------------- what is there */

static const char *
state(const struct rec_listing *l)
{
	if (l->waiting_since > 0)
		return l->problem[0] != '\0' ? "trouble" : "waits";
	if (l->shown == 0)
		return "hidden";
	if (l->product_ref[0] == '\0')
		return "not there";
	return l->sellable != 0 ? "shown" : "not for sale";
}

static int
run_shown(struct ctl *ctl, const struct args *args)
{
	const struct rec_link		*link;
	const struct rec_listing	*l;
	const struct db_ans		*ans;
	size_t				 i, n;

	if (ctl_shop(ctl) < 0 ||
	    (link = channel_find(ctl, args_at(args, 0))) == NULL ||
	    (ans = ctl_read(ctl, op_listing_list(&link->id))) == NULL)
		return -1;
	l = db_rows(ans, REC_LISTING, &n);
	out_list(ctl->out, "pieces", "Nothing has been published there.");
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_text(ctl->out, "sku", "PIECE", l[i].sku);
		out_text(ctl->out, "title", "TITLE", cell(ctl, l[i].title));
		out_text(ctl->out, "state", "STATE", state(&l[i]));
		out_bool(ctl->out, "shown", NULL, l[i].shown);
		out_text(ctl->out, "ref", NULL, l[i].product_ref);
		out_time(ctl->out, "sent_at", "AS IT IS HERE", l[i].sent_at);
		out_time(ctl->out, "waiting_since", NULL,
		    l[i].waiting_since);
		out_text(ctl->out, "problem", NULL, l[i].problem);
	}
	out_close(ctl->out);
	for (i = 0; i < n; i++)
		if (l[i].problem[0] != '\0')
			out_say(ctl->out, "%s: %s", l[i].sku, l[i].problem);
	return 0;
}

const struct command publish_commands[] = {
	{ "channel shown", "CODE", 1, 1, NULL,
	    "what has been published on a website, and how that goes",
	    "STATE: waits for the listener; trouble, said below; hidden; "
	    "not there, because it was sold before it was sent; shown.",
	    run_shown },
	{ "publish", "PIECE...", 1, PIECES_MAX, publish_opts,
	    "show pieces on a website somebody else runs",
	    "Title, story, price, photos: what differs there is made as it "
	    "is here, what is not there is made, by the listener. All of the "
	    "pieces or, when one is not for sale, none.", run_publish },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
