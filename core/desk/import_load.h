/*
 * Putting what an import has read into the shop.
 *
 * Twice is the same as once: every row is remembered with a hash of what it
 * said, and one that says the same again is passed over.  A row that says
 * something else changes its piece's description; its stock is touched only by
 * the difference between the file's two counts, and a piece that was sold here
 * is never made available by a file.  Every batch is one transaction: a load
 * that breaks off is finished by running it again.
 */
#ifndef VITRINE_IMPORT_LOAD_H
#define VITRINE_IMPORT_LOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "desk/import.h"
#include "uuid.h"

struct db;

struct import_load {
	struct db		*db;
	struct import		*im;		/* rejects are added to it */
	struct uuid		 store_id;	/* where new pieces are */
	struct uuid		 staff_id;	/* who does it; may be nil */
	const char		*photo_dir;	/* NULL: no photos */
	bool			 dry_run;	/* look, write nothing */
	void			(*progress)(size_t done, size_t all, void *);
	void			*arg;
	/* Filled in: */
	size_t			 added, changed, same, photos;
};

int	import_load(struct import_load *, struct err *) MUST_CHECK;

#endif
