/*
 * channel reconcile: the ghost hunt.  Everything a website sells, read through
 * its connector and held against the shop, as reconcile does with files.
 */
#include <stdio.h>
#include <unistd.h>

#include "channel/catalogue.h"
#include "channel/conf.h"
#include "clock.h"
#include "ctl/channel_ask.h"
#include "ctl/put_report.h"
#include "desk/reconcile.h"
#include "mem.h"
#include "ops.h"

static const struct opt hunt_opts[] = {
	PUT_REPORT_OPTS,
	{ NULL, NULL, OPT_MAY, NULL }
};

/* A large shop takes a while: who waits at a terminal sees that it goes on. */
static void
told(const struct catalogue *so_far, void *arg)
{
	(void)arg;
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%zu read ", so_far->count);
}

static int
read_all(struct ctl *ctl, const struct rec_link *row, struct catalogue *out_r)
{
	struct channel_conf	*conf = channel_settings(ctl, row);
	int			 rc;

	if (conf == NULL)
		return -1;
	rc = conf_check(conf, &ctl->err) < 0 ? -1 : catalogue_read(conf,
	    ctl->arena, told, NULL, out_r, &ctl->err);
	if (isatty(STDERR_FILENO))
		fputs("\r             \r", stderr);
	conf_free(conf);
	return rc;
}

/* What is found is kept, for the screen of the channels. */
static struct report *
compare(struct ctl *ctl, struct rec_link *row, const struct catalogue *all)
{
	const struct db_ans	*ans = ctl_read(ctl, op_map_list(&row->id));
	const struct rec_map	*maps;
	struct recon_side	 shop, site;
	struct report		*report;
	size_t			 n;

	if (ans == NULL || recon_of_shop(ctl->arena, ctl->db, "shop",
	    row->tell_held != 0, &shop, &ctl->err) < 0)
		return NULL;
	maps = db_rows(ans, REC_MAP, &n);
	recon_of_wares(ctl->arena, all->wares, all->count, maps, n,
	    "website", &site);
	report = recon_report(&shop, &site, &ctl->currency, &ctl->zone);
	report->subtitle = arena_printf(report->arena, "%s; %s, read in %zu "
	    "page%s", ctl->shop.name, row->name, all->pages,
	    all->pages == 1 ? "" : "s");
	recon_sum(report, &site, row);
	row->checked_at = clock_now();
	if (ctl_do(ctl, op_run_checked(row)) < 0) {
		report_free(report);
		return NULL;
	}
	return report;
}

static int
run_hunt(struct ctl *ctl, const struct args *args)
{
	const struct rec_link	*found;
	struct rec_link		 row;
	struct catalogue	 all;
	struct put_report	 how;
	struct report		*report;
	int			 rc;

	if (put_report_how(ctl, args, &how) < 0 ||
	    ctl_may(ctl, RIGHT_STOCK) < 0 ||
	    (found = channel_find(ctl, args_at(args, 0))) == NULL)
		return -1;
	row = *found;
	if (read_all(ctl, &row, &all) < 0 ||
	    (report = compare(ctl, &row, &all)) == NULL)
		return -1;
	how.render.brief = true;
	rc = put_report(ctl, report, &how);
	report_free(report);
	return rc;
}

const struct command hunt_commands[] = {
	{ "channel reconcile", "CODE", 1, 1, hunt_opts,
	    "what a website sells and the shop does not, and what differs",
	    "Reads everything the website sells, at the pace it allows, and "
	    "lists the ghosts (not for sale here, live there) first. Nothing "
	    "is changed on either side.", run_hunt },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
