/* Between demo*.c only. */
#ifndef VITRINE_DEMO_PARTS_H
#define VITRINE_DEMO_PARTS_H

#include "desk/demo.h"
#include "record.h"
#include "uuid.h"

struct db_req;
struct look_studio;

#define DEMO_CONSIGNORS	5
#define DEMO_CUSTOMERS	12
#define DEMO_CATEGORIES	16

/* The shop being filled. */
struct demo {
	struct db			*db;
	const struct demo_options	*options;
	struct demo_report		*report;
	struct arena			*arena;
	struct uuid			 store_id;
	struct uuid			 ana, ben, olivia;
	struct uuid			 consignors[DEMO_CONSIGNORS];
	struct rec_customer		 customers[DEMO_CUSTOMERS];
	struct {
		const char	*name;
		struct uuid	 id;
	} categories[DEMO_CATEGORIES];
	size_t				 category_count;
	int64_t				 now;
	int64_t				 done, all;	/* pieces */
	struct rec_move			*moves;		/* not yet sent */
	size_t				 move_count;
};

/* The shop, its people and categories; refuses one that has pieces. */
int	demo_people(struct demo *, struct err *);
/*
 * What was sold over the last year, and what it was.  studio NULL: without
 * photos.
 */
int	demo_sales(struct demo *, struct look_studio *studio, struct err *);

/*
 * A piece and its details as one request; studio NULL: no photo.  Its stock
 * comes with demo_stock, before p's texts go away.
 */
struct db_req *demo_piece_request(struct demo *, const struct demo_piece *,
	    struct uuid *id_r, struct look_studio *, struct err *);
/* The pieces' request, and the stock of all of them. */
struct db_req *demo_stock(struct demo *, struct db_req *);
/* Sends req (NULL is fine) and waits. */
int	demo_send(struct demo *, struct db_req *, struct err *);

#endif
