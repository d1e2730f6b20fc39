/*
 * reconcile: two lists of one stock held against each other.  With two files
 * no shop is needed and none is opened: it is for the evening before.
 */
#include <stddef.h>

#include "clock.h"
#include "ctl/import_opts.h"
#include "ctl/put_report.h"
#include "desk/reconcile.h"
#include "mem.h"

static const struct opt reconcile_opts[] = {
	{ "pos-format", "NAME", OPT_MAY, "of the shop's file (found out)" },
	{ "web-format", "NAME", OPT_MAY, "of the website's file (found out)" },
	{ "pos-map", "FILE", OPT_MAY, "a map file for the shop's columns" },
	{ "web-map", "FILE", OPT_MAY, "one for the website's columns" },
	{ "currency", "CODE", OPT_MAY, "of the amounts (any with two digits)" },
	IMPORT_STYLE_OPTS,
	PUT_REPORT_OPTS,
	{ NULL, NULL, OPT_MAY, NULL }
};

struct want {
	struct import_options	 options;
	struct profiles		 profiles;
	struct currency		 currency;
	struct zone		 zone;
};

/* Without a shop nobody has said what the amounts are in. */
static int
read_currency(struct ctl *ctl, const struct args *args, struct want *want)
{
	static const struct currency any = { .exponent = 2 };
	const char		*code = args_get(args, "currency");
	const struct currency	*known;

	want->currency = ctl->db != NULL ? ctl->currency : any;
	if (code == NULL)
		return 0;
	known = currency_find(code);
	if (known == NULL) {
		err_set(&ctl->err, ERR_USAGE, "no currency '%.10s'", code);
		return err_hint(&ctl->err, "Write its three letters, like "
		    "USD.");
	}
	want->currency = *known;
	return 0;
}

static int
read_want(struct ctl *ctl, const struct args *args, struct want *want)
{
	*want = (struct want){ .options = { .currency = "" } };
	if (args_count(args) == 1) {
		if (ctl_may(ctl, RIGHT_STOCK) < 0 || profiles_load(ctl->db,
		    ctl->arena, &want->profiles, &ctl->err) < 0)
			return -1;
		want->zone = ctl->zone;
	} else {
		want->profiles = profile_builtin(ctl->arena);
		if (zone_init(&want->zone, "UTC", 0, &ctl->err) < 0)
			return -1;
	}
	if (read_currency(ctl, args, want) < 0 ||
	    import_opts_style(ctl, args, &want->options) < 0)
		return -1;
	want->options.currency = want->currency.code;
	want->options.exponent = want->currency.exponent;
	want->options.today = zone_day(&want->zone, clock_now());
	return 0;
}

static struct import *
read_file(struct ctl *ctl, const struct args *args, size_t nth,
    const char *format, const char *map, const struct want *want)
{
	struct import_options	 o = want->options;
	struct import		*im;

	o.format = args_get(args, format);
	if (args_has(args, map) &&
	    import_opts_map(ctl, args_get(args, map), &o.map) < 0)
		return NULL;
	im = import_file(args_at(args, nth), &want->profiles, &o, &ctl->err);
	if (im == NULL)
		(void)err_wrap(&ctl->err, "%s", args_at(args, nth));
	return im;
}

static const char *
subtitle(struct ctl *ctl, const struct import *pos, const struct import *web)
{
	if (pos == NULL)
		return arena_printf(ctl->arena, "%s; %s", ctl->shop.name,
		    web->profile.title);
	return arena_printf(ctl->arena, "%s; %s", pos->profile.title,
	    web->profile.title);
}

static int
run_reconcile(struct ctl *ctl, const struct args *args)
{
	size_t			 last = args_count(args) - 1;
	struct recon_side	 shop, site;
	struct put_report	 how;
	struct import		*pos = NULL, *web = NULL;
	struct report		*report = NULL;
	struct want		 want;
	int			 rc = -1;

	if (put_report_how(ctl, args, &how) < 0 ||
	    read_want(ctl, args, &want) < 0)
		return -1;
	how.render.brief = true;
	web = read_file(ctl, args, last, "web-format", "web-map", &want);
	if (web == NULL)
		goto out;
	if (last == 0) {
		if (recon_of_shop(ctl->arena, ctl->db, "shop", false,
		    &shop, &ctl->err) < 0)
			goto out;
	} else {
		pos = read_file(ctl, args, 0, "pos-format", "pos-map", &want);
		if (pos == NULL)
			goto out;
		recon_of_import(ctl->arena, pos, "shop", &shop);
	}
	recon_of_import(ctl->arena, web, "website", &site);
	report = recon_report(&shop, &site, &want.currency, &want.zone);
	report->subtitle = subtitle(ctl, pos, web);
	rc = put_report(ctl, report, &how);
out:
	report_free(report);
	import_free(pos);
	import_free(web);
	return rc;
}

const struct command reconcile_commands[] = {
	{ "reconcile", "[POS.csv] WEB.csv", 1, 2, reconcile_opts,
	    "what the shop's list and the website's disagree about",
	    "Lists the ghosts (sold in the shop, live on the web) first, then\n"
	    "what else is wrong. Two files need no shop and change nothing;\n"
	    "with one, the website's, the shop itself is the other side. The\n"
	    "formats are those of import.", run_reconcile },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
