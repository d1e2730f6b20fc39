/* hold: what is kept for whom, and giving it back for everybody. */
#include "clock.h"
#include "ctl/ctl.h"
#include "ops.h"
#include "str.h"

static const struct rec_hold *
holds(struct ctl *ctl, size_t *n_r)
{
	const struct db_ans	*ans = ctl_read(ctl, op_hold_list());

	*n_r = 0;
	return ans == NULL ? NULL : db_rows(ans, REC_HOLD, n_r);
}

static int
run_hold_list(struct ctl *ctl, const struct args *args)
{
	const struct rec_hold	*h;
	size_t			 n, i;

	(void)args;
	if (ctl_shop(ctl) < 0)
		return -1;
	h = holds(ctl, &n);
	if (ctl->err.kind != ERR_NONE)
		return -1;
	out_list(ctl->out, "holds", "Nothing is held.");
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_text(ctl->out, "sku", "SKU", h[i].sku);
		out_text(ctl->out, "owner", "FOR", h[i].owner);
		out_text(ctl->out, "channel", "CHANNEL", h[i].channel);
		out_time(ctl->out, "placed_at", "SINCE", h[i].placed_at);
		out_time(ctl->out, "expires_at", "UNTIL", h[i].expires_at);
		out_uuid(ctl->out, "id", "ID", &h[i].id);
	}
	out_close(ctl->out);
	return 0;
}

static int
run_hold_release(struct ctl *ctl, const struct args *args)
{
	const char		*given = args_at(args, 0);
	const struct rec_hold	*h;
	struct uuid		 id = { { 0 } };
	bool			 by_id = uuid_parse(given, &id);
	size_t			 n, i, ended = 0;

	if (ctl_may(ctl, RIGHT_STOCK) < 0)
		return -1;
	h = holds(ctl, &n);
	for (i = 0; i < n; i++) {
		if (by_id ? !uuid_eq(&h[i].id, &id) :
		    !str_eq(h[i].sku, given))
			continue;
		if (ctl_do(ctl, op_hold_release(&h[i].id, clock_now())) < 0)
			return -1;
		ended++;
	}
	if (ctl->err.kind != ERR_NONE)
		return -1;
	if (ended == 0) {
		err_set(&ctl->err, ERR_NO_INPUT, "nobody holds %.60s", given);
		return err_hint(&ctl->err, "See vitrinectl hold list.");
	}
	out_text(ctl->out, "released", NULL, given);
	out_num(ctl->out, "holds", NULL, (int64_t)ended);
	out_say(ctl->out, "%s can be had by everybody again.", given);
	return 0;
}

const struct command hold_commands[] = {
	{ "hold list", "", 0, 0, NULL, "what is kept for whom, and how long",
	    NULL, run_hold_list },
	{ "hold release", "SKU|ID", 1, 1, NULL, "give a piece back",
	    "Ends the holds of a piece, or one by its id, whoever's they "
	    "are.", run_hold_release },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
