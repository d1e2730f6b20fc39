/*
 * year URL DAYS LINES SEED [steady]
 *	lives a shop's life in an empty database (lib/life.h) and says what
 *	happened; steady: nothing takes longer than the last time
 */
#include <stdio.h>
#include <stdlib.h>

#include "lib/fakeclock.h"
#include "lib/life.h"

int
main(int argc, char **argv)
{
	struct life_want	want = { .now = &fake_now };
	struct life_done	d;

	if (argc < 5) {
		fprintf(stderr, "usage: year URL DAYS LINES SEED [steady]\n");
		return 2;
	}
	want.url = argv[1];
	want.days = atoi(argv[2]);
	want.lines = atoi(argv[3]);
	fake_seed = want.seed = strtoull(argv[4], NULL, 10);
	fake_steady = argc > 5;
	life_live(&want, &d);
	printf("sales=%lld lines=%lld returns=%lld refused=%lld zs=%lld "
	    "drawers=%lld late=%lld total=%lld first=%d last=%d\n",
	    (long long)d.sales, (long long)d.lines, (long long)d.returns,
	    (long long)d.refused, (long long)d.zs, (long long)d.drawers,
	    (long long)d.late, (long long)d.total, d.first_day, d.last_day);
	return 0;
}
