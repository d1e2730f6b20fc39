/* Figures for Prometheus: see metrics.h. */
#include "web/metrics.h"

#include <inttypes.h>
#include <stdlib.h>

#include "clock.h"
#include "mem.h"

/* Upper ends of the histogram's buckets, microseconds; the last is +Inf. */
static const int64_t ends[] = { 500, 1000, 2500, 5000, 10000, 25000, 50000,
	100000, 250000, 1000000, 5000000 };
#define BUCKETS	(sizeof(ends) / sizeof(ends[0]) + 1)

struct tally {
	uint64_t	by_class[6];	/* [4]: answers of 4xx */
	uint64_t	in_bucket[BUCKETS];
	int64_t		sum_us;
};

struct metrics {
	const struct route	*table;
	size_t			 routes;
	struct tally		*tallies;	/* routes + 1: the unknown */
	uint64_t		 counts[COUNT_KINDS];
};

static const struct {
	const char	*name;
	const char	*help;
} count_names[] = {
	[COUNT_ORDERS] = { "orders", "Orders that were sold." },
	[COUNT_ORDERS_REFUSED] = { "orders_refused",
	    "Orders refused because a piece was gone." },
	[COUNT_HOLDS] = { "holds", "Holds placed." },
	[COUNT_HOLDS_REFUSED] = { "holds_refused",
	    "Holds refused because the piece was gone or held." },
	[COUNT_EVENTS] = { "events", "Changes told to the event streams." },
	[COUNT_LIMITED] = { "limited", "Requests over their rate." },
};

struct metrics *
metrics_new(const struct route *table)
{
	struct metrics	*m = mem_zalloc(sizeof(*m));

	m->table = table;
	while (table[m->routes].path != NULL)
		m->routes++;
	m->tallies = mem_zalloc((m->routes + 1) * sizeof(*m->tallies));
	return m;
}

void
metrics_free(struct metrics *m)
{
	if (m == NULL)
		return;
	free(m->tallies);
	free(m);
}

void
metrics_request(struct metrics *m, const struct route *route, unsigned status,
    int64_t us)
{
	size_t		 at = route == NULL ? m->routes :
			    (size_t)(route - m->table);
	struct tally	*t = &m->tallies[at];
	size_t		 b = 0;

	while (b < BUCKETS - 1 && us > ends[b])
		b++;
	t->in_bucket[b]++;
	t->sum_us += us;
	t->by_class[status / 100 < 6 ? status / 100 : 5]++;
}

void
metrics_count(struct metrics *m, enum count what)
{
	m->counts[what]++;
}

static void
head(struct buf *buf, const char *name, const char *type, const char *help)
{
	buf_printf(buf, "# HELP vitrine_%s %s\n# TYPE vitrine_%s %s\n", name,
	    help, name, type);
}

void
metrics_gauge(struct buf *buf, const char *name, const char *help,
    int64_t value)
{
	head(buf, name, "gauge", help);
	buf_printf(buf, "vitrine_%s %" PRId64 "\n", name, value);
}

static void
write_histogram(const struct tally *t, const char *method, const char *path,
    struct buf *buf)
{
	uint64_t	sum = 0;

	for (size_t b = 0; b < BUCKETS; b++) {
		sum += t->in_bucket[b];
		buf_printf(buf, "vitrine_http_request_seconds_bucket{"
		    "method=\"%s\",route=\"%s\",le=\"", method, path);
		if (b == BUCKETS - 1)
			buf_addstr(buf, "+Inf");
		else
			buf_printf(buf, "%" PRId64 ".%06" PRId64,
			    ends[b] / SECOND_US, ends[b] % SECOND_US);
		buf_printf(buf, "\"} %" PRIu64 "\n", sum);
	}
	buf_printf(buf, "vitrine_http_request_seconds_sum{method=\"%s\","
	    "route=\"%s\"} %" PRId64 ".%06" PRId64 "\n", method, path,
	    t->sum_us / SECOND_US, t->sum_us % SECOND_US);
	buf_printf(buf, "vitrine_http_request_seconds_count{method=\"%s\","
	    "route=\"%s\"} %" PRIu64 "\n", method, path, sum);
}

void
metrics_write(const struct metrics *m, struct buf *buf)
{
	head(buf, "http_requests_total", "counter",
	    "Requests answered, by route and class of status.");
	for (size_t i = 0; i <= m->routes; i++)
		for (unsigned c = 1; c < 6; c++)
			if (m->tallies[i].by_class[c] > 0)
				buf_printf(buf, "vitrine_http_requests_total{"
				    "method=\"%s\",route=\"%s\","
				    "status=\"%uxx\"} %" PRIu64 "\n",
				    i < m->routes ? method_name(
				    m->table[i].method) : "",
				    i < m->routes ? m->table[i].path : "",
				    c, m->tallies[i].by_class[c]);
	head(buf, "http_request_seconds", "histogram",
	    "From the request's first line to its answer's last byte.");
	for (size_t i = 0; i < m->routes; i++)
		write_histogram(&m->tallies[i],
		    method_name(m->table[i].method), m->table[i].path, buf);
	for (size_t i = 0; i < COUNT_KINDS; i++) {
		buf_printf(buf, "# HELP vitrine_%s_total %s\n"
		    "# TYPE vitrine_%s_total counter\n"
		    "vitrine_%s_total %" PRIu64 "\n", count_names[i].name,
		    count_names[i].help, count_names[i].name,
		    count_names[i].name, m->counts[i]);
	}
}
