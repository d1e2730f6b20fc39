/* Arithmetic on added-up figures: see figure.h. */
#include "desk/figure.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "db.h"
#include "sell/day.h"
#include "sell/money.h"

#define QUARTER_US	(900 * SECOND_US)

const struct rec_figure *
figure_rows(const struct db_ans *ans, size_t nth, size_t *n_r)
{
	return db_rows_nth(ans, REC_FIGURE, nth, n_r);
}

struct rec_figure
figure_total(const struct rec_figure *f, size_t n)
{
	struct rec_figure	sum = { .n = 0 };
	size_t			i;

	for (i = 0; i < n; i++) {
		sum.n += f[i].n;
		sum.sold += f[i].sold;
		sum.returned += f[i].returned;
		sum.gross += f[i].gross;
		sum.refunds += f[i].refunds;
		sum.discount += f[i].discount;
		sum.tax += f[i].tax;
		sum.cost += f[i].cost;
		sum.due += f[i].due;
		sum.commission += f[i].commission;
		sum.amount += f[i].amount;
	}
	return sum;
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
figure_hours(const struct zone *zone, const struct rec_figure *f, size_t n,
    struct figure_hours *out_r)
{
	struct wall	wall;
	size_t		i;

	memset(out_r, 0, sizeof *out_r);
	for (i = 0; i < n; i++) {
		zone_wall(zone, strtoll(f[i].a, NULL, 10) * QUARTER_US, &wall);
		out_r->sales[wall.hour] += f[i].n;
		out_r->net[wall.hour] += f[i].gross;
	}
}
