/*
 * What /metrics tells: requests by route and status, how long they took, and
 * figures the app adds (gauges) when it is asked.
 */
#ifndef VITRINE_METRICS_H
#define VITRINE_METRICS_H

#include <stdint.h>

#include "buf.h"
#include "web/route.h"

struct metrics;

struct metrics *metrics_new(const struct route *table);
void	metrics_free(struct metrics *);
/* route NULL: none fitted. */
void	metrics_request(struct metrics *, const struct route *,
	    unsigned status, int64_t us);

/* Counters of the shop's own. */
enum count { COUNT_ORDERS, COUNT_ORDERS_REFUSED, COUNT_HOLDS,
	COUNT_HOLDS_REFUSED, COUNT_EVENTS, COUNT_LIMITED, COUNT_KINDS };
void	metrics_count(struct metrics *, enum count);

/* Prometheus text (exposition format 0.0.4). */
void	metrics_write(const struct metrics *, struct buf *);
void	metrics_gauge(struct buf *, const char *name, const char *help,
	    int64_t value);

#endif
