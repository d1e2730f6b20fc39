/* The till: see till.h. */
#include "sell/till.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "ops.h"
#include "str.h"

void
till_init(struct till *till, struct db *db)
{
	memset(till, 0, sizeof *till);
	till->db = db;
	till->patience = TILL_PATIENCE;
}

void
till_free(struct till *till)
{
	arena_free(till->arena);
	memset(till, 0, sizeof *till);
}

void
till_job_begin(struct till *till, struct till_job *job, void *arg)
{
	job->till = till;
	job->arg = arg;
	job->forgotten = false;
	job->next = till->jobs;
	till->jobs = job;
}

bool
till_job_end(struct till_job *job)
{
	struct till_job	**at = &job->till->jobs;

	while (*at != job)
		at = &(*at)->next;
	*at = job->next;
	return !job->forgotten;
}

void
till_forget(struct till *till, const void *arg)
{
	struct till_job	*job;

	for (job = till->jobs; job != NULL; job = job->next) {
		if (job->arg == arg)
			job->forgotten = true;
	}
}

/* Waits until there is something to do for the database, and does it. */
static void
turn(struct till *till)
{
	struct pollfd	pfd;
	int64_t		due = db_due(till->db), now = clock_mono();
	struct timespec	ts;

	db_poll(till->db, &pfd);
	due = due <= now ? 0 : due - now;
	/* A wait that is too long only costs a turn. */
	if (due > SECOND_US)
		due = SECOND_US;
	ts.tv_sec = due / SECOND_US;
	ts.tv_nsec = due % SECOND_US * 1000;
	pfd.revents = 0;
	if (ppoll(&pfd, 1, &ts, NULL) < 0)
		pfd.revents = 0;
	db_turn(till->db, pfd.revents);
}

void
till_wait(struct till *till, const bool *done)
{
	while (!*done)
		turn(till);
}

void
till_finish(struct till *till)
{
	while (till->jobs != NULL)
		turn(till);
}

int
till_day(struct till *till)
{
	return zone_day(&till->zone, clock_now());
}

int
till_sale_day(struct till *till)
{
	int	day = till_day(till);

	return till->store.closed_day < day ? day :
	    day_add((int)till->store.closed_day, 1);
}

void
till_day_moved(struct till *till, int day)
{
	if (day > till_sale_day(till))
		till->store.closed_day = day_add(day, -1);
}

struct load {
	struct till_job	 job;
	till_done_fn	*done;
	enum till_kind	 kind;
	char		*code;
};

static const char *const	register_kinds[] = {
	[TILL_COUNTER] = "counter",
	[TILL_WEB] = "web",
	[TILL_OFFICE] = "office",
};

static const char *const	channel_kinds[] = {
	[TILL_COUNTER] = "showroom",
	[TILL_WEB] = "web",
	[TILL_OFFICE] = "office",
};

/* The register of that code, or the first of that kind; NULL when none. */
static const struct rec_register *
find_register(const struct rec_register *regs, size_t n, const char *kind,
    const char *code)
{
	size_t	i;

	for (i = 0; i < n; i++) {
		if (regs[i].retired_at == 0 && (code != NULL ?
		    str_eq(regs[i].code, code) : str_eq(regs[i].kind, kind)))
			return &regs[i];
	}
	return NULL;
}

static int
pick_register(struct till *till, const struct load *load,
    const struct db_ans *ans, struct err *err)
{
	const struct rec_register	*regs, *reg;
	const struct rec_store		*stores;
	size_t				 n, i;

	regs = db_rows(ans, REC_REGISTER, &n);
	reg = find_register(regs, n, register_kinds[load->kind], load->code);
	if (reg == NULL && load->kind == TILL_OFFICE && load->code == NULL)
		reg = find_register(regs, n, register_kinds[TILL_COUNTER],
		    NULL);
	if (reg == NULL) {
		if (load->code != NULL)
			err_set(err, ERR_CONFIG, "there is no register '%s' "
			    "in use here", load->code);
		else
			err_set(err, ERR_CONFIG, "there is no %s register",
			    register_kinds[load->kind]);
		return err_hint(err, "See `vitrinectl register list`, or add "
		    "one with `vitrinectl register add`.");
	}
	till->reg = *reg;
	till->reg.code = arena_strdup(till->arena, reg->code);
	till->reg.name = arena_strdup(till->arena, reg->name);
	till->reg.kind = arena_strdup(till->arena, reg->kind);
	till->reg.store = arena_strdup(till->arena, reg->store);
	till->reg.last_hash = (struct rec_blob){ NULL, 0 };
	stores = db_rows(ans, REC_STORE, &n);
	for (i = 0; i < n; i++) {
		if (!uuid_eq(&stores[i].id, &reg->store_id))
			continue;
		till->store = stores[i];
		till->store.code = arena_strdup(till->arena, stores[i].code);
		till->store.name = arena_strdup(till->arena, stores[i].name);
		till->store.address = arena_strdup(till->arena,
		    stores[i].address);
		till->store.phone = arena_strdup(till->arena, stores[i].phone);
		till->store.footer = arena_strdup(till->arena,
		    stores[i].footer);
	}
	return 0;
}

static const struct rec_channel *
find_channel(const struct rec_channel *channels, size_t n, const char *kind)
{
	size_t	i;

	for (i = 0; i < n; i++) {
		if (str_eq(channels[i].kind, kind) && channels[i].active != 0)
			return &channels[i];
	}
	return NULL;
}

static int
pick_channel(struct till *till, const struct load *load,
    const struct db_ans *ans, struct err *err)
{
	const struct rec_channel	*channels, *channel;
	size_t				 n;

	channels = db_rows(ans, REC_CHANNEL, &n);
	channel = find_channel(channels, n, channel_kinds[load->kind]);
	if (channel == NULL && load->kind == TILL_OFFICE)
		channel = find_channel(channels, n,
		    channel_kinds[TILL_COUNTER]);
	if (channel == NULL) {
		err_set(err, ERR_CONFIG, "there is no %s channel in use",
		    channel_kinds[load->kind]);
		return err_hint(err, "See `vitrinectl channel status`.");
	}
	till->channel = *channel;
	till->channel.code = arena_strdup(till->arena, channel->code);
	till->channel.kind = arena_strdup(till->arena, channel->kind);
	till->channel.name = arena_strdup(till->arena, channel->name);
	return 0;
}

static void
pick_rates(struct till *till, const struct db_ans *ans)
{
	const struct rec_rate	*rows;
	struct tax_rate		*rates;
	size_t			 n, i, count = 0;

	rows = db_rows(ans, REC_RATE, &n);
	rates = arena_alloc(till->arena, (n + 1) * sizeof *rates);
	for (i = 0; i < n; i++) {
		if (!uuid_eq(&rows[i].store_id, &till->store.id))
			continue;
		str_copy(rates[count].class, sizeof rates->class,
		    rows[i].tax_class);
		str_copy(rates[count].name, sizeof rates->name, rows[i].name);
		rates[count].ppm = rows[i].ppm;
		rates[count].inclusive = rows[i].inclusive != 0;
		rates[count].from_day = (int)rows[i].valid_from;
		rates[count].to_day = (int)rows[i].valid_to;
		count++;
	}
	till->rules.rates = rates;
	till->rules.count = count;
	till->rules.rounding = str_eq(till->shop.tax_rounding, "total") ?
	    TAX_PER_TOTAL : TAX_PER_LINE;
}

static void
pick_settings(struct till *till, const struct db_ans *ans)
{
	const struct rec_setting	*rows;
	size_t				 n, i;

	till->demo = false;
	cash_law_none(&till->cash_law);
	rows = db_rows(ans, REC_SETTING, &n);
	for (i = 0; i < n; i++) {
		if (str_eq(rows[i].key, SETTING_DEMO))
			till->demo = str_eq(rows[i].value, "yes");
		cash_law_take(&till->cash_law, rows[i].key, rows[i].value,
		    &till->currency);
	}
	cash_law_settle(&till->cash_law, &till->currency);
}

static void
pick_rights(struct till *till, const struct db_ans *ans)
{
	const struct rec_right	*rows;
	size_t			 n;

	rows = db_rows(ans, REC_RIGHT, &n);
	rights_read(&till->rights, rows, n);
}

static int
pick_shop(struct till *till, const struct db_ans *ans, struct err *err)
{
	const struct rec_shop	*shop;
	const struct currency	*currency;
	size_t			 n;

	shop = db_rows(ans, REC_SHOP, &n);
	if (n == 0) {
		err_set(err, ERR_CONFIG, "there is no shop in this database");
		return err_hint(err, "Make one with `vitrinectl init`.");
	}
	if ((currency = currency_find(shop->currency)) == NULL)
		return err_set(err, ERR_CONFIG, "the shop's currency '%s' is "
		    "unknown", shop->currency);
	till->currency = *currency;
	till->shop = *shop;
	till->shop.name = arena_strdup(till->arena, shop->name);
	till->shop.currency = currency->code;
	till->shop.zone = arena_strdup(till->arena, shop->zone);
	till->shop.tax_rounding = arena_strdup(till->arena,
	    shop->tax_rounding);
	till->shop.owner_phone = arena_strdup(till->arena, shop->owner_phone);
	return zone_init(&till->zone, shop->zone, (int)shop->day_start, err);
}

/* The answer taken up in a copy, so that a half good one changes nothing. */
static int
take_up(struct till *till, const struct load *load, const struct db_ans *ans,
    struct err *err)
{
	struct till	next = *till;

	next.arena = arena_new();
	if (pick_shop(&next, ans, err) != 0 ||
	    pick_register(&next, load, ans, err) != 0 ||
	    pick_channel(&next, load, ans, err) != 0) {
		arena_free(next.arena);
		return -1;
	}
	pick_rates(&next, ans);
	pick_settings(&next, ans);
	pick_rights(&next, ans);
	next.loaded = true;
	arena_free(till->arena);
	*till = next;
	return 0;
}

static void
answered(struct db_ans *ans, void *arg)
{
	struct load	*load = arg;
	struct till	*till = load->job.till;
	struct err	 err = ERR_INIT;
	bool		 wanted = till_job_end(&load->job);
	int		 rc;

	if ((rc = db_check(ans, &err)) == 0)
		rc = take_up(till, load, ans, &err);
	if (wanted)
		load->done(rc == 0 ? NULL : &err, load->job.arg);
	free(load->code);
	free(load);
}

void
till_load(struct till *till, enum till_kind kind, const char *code,
    till_done_fn *done, void *arg)
{
	struct load	*load = mem_zalloc(sizeof *load);
	struct db_req	*req;

	load->done = done;
	load->kind = kind;
	load->code = str_empty(code) ? NULL : mem_strdup(code);
	till_job_begin(till, &load->job, arg);
	req = db_req_join(op_shop_get(), op_setting_list());
	req = db_req_join(req, op_store_list());
	req = db_req_join(req, op_rate_list());
	req = db_req_join(req, op_register_list());
	req = db_req_join(req, op_channel_list());
	req = db_req_join(req, op_right_list());
	db_send(till->db, req, answered, load);
}

struct waiting {
	bool		 done;
	int		 rc;
	struct err	*err;
};

static void
loaded(const struct err *err, void *arg)
{
	struct waiting	*waiting = arg;

	waiting->done = true;
	waiting->rc = err == NULL ? 0 : err_copy(waiting->err, err);
}

int
till_load_wait(struct till *till, enum till_kind kind, const char *code,
    struct err *err)
{
	struct waiting	waiting = { .err = err };

	till_load(till, kind, code, loaded, &waiting);
	till_wait(till, &waiting.done);
	return waiting.rc;
}
