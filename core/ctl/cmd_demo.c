/* demo: a believable shop to try everything on. */
#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

#include "ctl/ctl.h"
#include "desk/demo.h"
#include "mem.h"

#define PHOTOS_MOST	2000	/* more pieces than that are for measuring */

static const struct opt demo_opts[] = {
	{ "pieces", "N", OPT_MAY, "one-of-a-kind pieces (300)" },
	{ "no-photos", NULL, OPT_MAY, "draw none (nor for over 2000 pieces)" },
	{ "no-sales", NULL, OPT_MAY, "nothing was sold yet" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static void
progress(int64_t done, int64_t all, void *arg)
{
	(void)arg;
	fprintf(stderr, "\r%lld of %lld pieces%s", (long long)done,
	    (long long)all, done >= all ? "\n" : "");
}

static int
run_demo(struct ctl *ctl, const struct args *args)
{
	const struct passwd	*pw = getpwuid(geteuid());
	struct demo_options	 o = { .pieces = 300, .sales = true };
	struct demo_report	 r;

	if (args_has(args, "pieces") && ctl_number(ctl, "--pieces",
	    args_get(args, "pieces"), 1, DEMO_PIECES_MAX, &o.pieces) < 0)
		return -1;
	o.photos = !args_has(args, "no-photos") && o.pieces <= PHOTOS_MOST;
	o.sales = !args_has(args, "no-sales");
	if (pw != NULL)
		o.owner_user = arena_strdup(ctl->arena, pw->pw_name);
	if (isatty(STDERR_FILENO) && !out_is_json(ctl->out))
		o.progress = progress;
	if (config_make_dirs(ctl->url, &ctl->err) < 0)
		return -1;
	ctl->db = db_create(ctl->url, &ctl->err);
	if (ctl->db == NULL || demo_fill(ctl->db, &o, &r, &ctl->err) < 0)
		return -1;
	out_text(ctl->out, "url", NULL, db_url(ctl->db));
	out_num(ctl->out, "pieces", NULL, r.pieces);
	out_num(ctl->out, "photos", NULL, r.photos);
	out_num(ctl->out, "sales", NULL, r.sales);
	out_text(ctl->out, "pins", NULL, DEMO_PINS);
	out_say(ctl->out, "%s is filled: %lld pieces, %lld photos, %lld "
	    "sales of the last year.", db_url(ctl->db), (long long)r.pieces,
	    (long long)r.photos, (long long)r.sales);
	out_say(ctl->out, "The PINs are %s.", DEMO_PINS);
	return 0;
}

const struct command demo_commands[] = {
	{ "demo", "", 0, 0, demo_opts,
	    "fill an empty shop with a believable jeweller's stock",
	    "Makes the shop too when there is none: register R1, the website "
	    "W, Ana the associate, Ben the manager and Olivia the owner. "
	    "Every maker, person and laboratory in it is invented.",
	    run_demo },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
