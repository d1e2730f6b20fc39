/* Writes a conflict into a shop, for scripts: dispute URL SERVICE SKU NUMBER. */
#include <stdio.h>

#include "dispute.h"

int
main(int argc, char **argv)
{
	struct dispute	d = { .buyer = "Sam Square", .state = "needs_person",
			    .todo = "", .done = "" };

	if (argc != 5) {
		fputs("usage: dispute URL SERVICE SKU NUMBER\n", stderr);
		return 64;
	}
	d.service = argv[2];
	d.sku = argv[3];
	d.number = argv[4];
	dispute_make(argv[1], &d);
	return 0;
}
