/* Arithmetic on added-up figures: see figure.h. */
#include "desk/figure.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "db.h"
#include "sell/day.h"
#include "sell/money.h"
#include "str.h"

#define QUARTER_US	(900 * SECOND_US)

const struct rec_figure *
figure_rows(const struct db_ans *ans, size_t nth, enum figure what,
    size_t *n_r)
{
	const char		*word = figure_word(what);
	const struct rec_figure	*f;
	size_t			 from, to, n;

	f = db_rows_nth(ans, REC_FIGURE, nth, &n);
	for (from = 0; from < n && !str_eq(f[from].what, word); from++)
		;
	for (to = from; to < n && str_eq(f[to].what, word); to++)
		;
	*n_r = to - from;
	return f == NULL ? NULL : f + from;
}

void
figure_add(struct rec_figure *to, const struct rec_figure *f)
{
	to->n += f->n;
	to->sold += f->sold;
	to->returned += f->returned;
	to->gross += f->gross;
	to->refunds += f->refunds;
	to->discount += f->discount;
	to->tax += f->tax;
	to->cost += f->cost;
	to->due += f->due;
	to->commission += f->commission;
	to->amount += f->amount;
}

struct rec_figure
figure_total(const struct rec_figure *f, size_t n)
{
	struct rec_figure	sum = { .n = 0 };
	size_t			i;

	for (i = 0; i < n; i++)
		figure_add(&sum, &f[i]);
	return sum;
}

const char *
figure_name(const char *name)
{
	return name[0] == '\0' ? "(none)" : name;
}

int64_t
figure_days(const struct rec_figure *f)
{
	return f->sold > 0 ? f->amount / f->sold : 0;
}

int64_t
figure_net(const struct rec_figure *f)
{
	return f->gross + f->refunds;
}

int64_t
figure_share(int64_t part, int64_t whole)
{
	int64_t	ppm;

	if (whole <= 0 || !money_ratio(part, PPM_ONE, whole, &ppm))
		return 0;
	return ppm;
}

void
figure_wall(const struct zone *zone, const struct rec_figure *f,
    struct wall *out_r)
{
	zone_wall(zone, strtoll(f->a, NULL, 10) * QUARTER_US, out_r);
}

void
figure_hours(const struct zone *zone, const struct rec_figure *f, size_t n,
    struct figure_hours *out_r)
{
	struct wall	wall;
	size_t		i;

	memset(out_r, 0, sizeof *out_r);
	for (i = 0; i < n; i++) {
		figure_wall(zone, &f[i], &wall);
		out_r->sales[wall.hour] += f[i].n;
		out_r->net[wall.hour] += f[i].gross;
	}
}
