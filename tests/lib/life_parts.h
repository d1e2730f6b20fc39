/* Private to life*.c. */
#ifndef TEST_LIFE_PARTS_H
#define TEST_LIFE_PARTS_H

#include <stdbool.h>

#include "lib/life.h"
#include "db.h"
#include "sell/day.h"
#include "sell/money.h"
#include "sell/till.h"

#define LIFE_GOODS	14	/* counted pieces and services */
#define LIFE_BUYERS	12
#define LIFE_PAST	300	/* sales that may come back */

enum { LIFE_R1, LIFE_R2, LIFE_R3, LIFE_WEB, LIFE_TILLS };

struct life {
	const struct life_want	*want;
	struct life_done	*done;
	struct db		*db;
	struct till		*tills[LIFE_TILLS];
	struct uuid		 drawers[LIFE_TILLS];	/* nil: closed */
	struct arena		*arena;
	const struct rec_piece	*goods[LIFE_GOODS];
	struct db_ans		*goods_are[LIFE_GOODS];
	struct rec_customer	 buyers[LIFE_BUYERS];
	struct uuid		 categories[4];
	struct uuid		 consignor;
	struct uuid		 rate;			/* ends in summer */
	struct uuid		 back;	/* a unique piece back in stock */
	int			 uniques;
	char			 past[LIFE_PAST][24];	/* numbers */
	int			 past_count;
};

/* 0 to n - 1. */
int	life_pick(int n);
bool	life_chance(int percent);
void	life_do(struct life *, struct db_req *);
/* An open shop with goods and people. */
void	life_open(struct life *);
void	life_close(struct life *);
struct till *life_till(struct life *, enum till_kind, const char *code);
/* A piece there is one of, new or come back. */
struct db_ans *life_unique(struct life *, const struct rec_piece **);

void	life_sell(struct life *, int till);
void	life_return(struct life *, int till);
void	life_void(struct life *, int till);

void	life_drawer_open(struct life *, int till);
void	life_drawer_event(struct life *, int till);
void	life_drawer_close(struct life *, int till);

#endif
