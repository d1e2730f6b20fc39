/* The demo's counted stock and services: what there are several of. */
#include "desk/demo.h"

#include <string.h>

static const struct counted {
	const char	*sku, *title, *story, *category, *old_number;
	struct look	 look;
	int64_t		 price, cost, quantity;
} all[] = {
#define BAND(size, qty) \
	{ "WB-14Y-" size, "Wedding band, 14k yellow gold, 4 mm, size " size, \
	    "A plain court-shaped band, comfortable from the first day. We " \
	    "engrave the inside while you wait.", "Wedding bands", "", \
	    { LOOK_BAND, LOOK_PLAIN, LOOK_YELLOW, LOOK_NO_GEM, LOOK_NO_GEM, \
	    LOOK_ROUND, 91 }, 39500, 18200, qty }, \
	{ "WB-PT-" size, "Wedding band, platinum, 3 mm, size " size, \
	    "A slim platinum band that will outlast us all.", \
	    "Wedding bands", "", { LOOK_BAND, LOOK_PLAIN, LOOK_PLATINUM, \
	    LOOK_NO_GEM, LOOK_NO_GEM, LOOK_ROUND, 92 }, 89000, 46000, \
	    (qty) / 2 + 1 }
	BAND("5", 3), BAND("6", 6), BAND("7", 6), BAND("8", 4), BAND("9", 5),
	BAND("10", 4), BAND("11", 2),
#undef BAND
	{ "CH-18-14Y", "Cable chain, 14k yellow gold, 18 inches",
	    "The chain to hang anything on: fine, strong, and easily mended.",
	    "Chains", "7001", { LOOK_CHAIN, LOOK_PLAIN, LOOK_YELLOW,
	    LOOK_NO_GEM, LOOK_NO_GEM, LOOK_ROUND, 93 }, 28500, 13900, 14 },
	{ "CH-20-14Y", "Cable chain, 14k yellow gold, 20 inches",
	    "Two inches longer, for a pendant worn over a collar.", "Chains",
	    "7002", { LOOK_CHAIN, LOOK_PLAIN, LOOK_YELLOW, LOOK_NO_GEM,
	    LOOK_NO_GEM, LOOK_ROUND, 94 }, 31500, 15400, 9 },
	{ "CH-18-SS", "Box chain, sterling silver, 18 inches",
	    "A smooth silver chain that lies flat and does not pull hair.",
	    "Chains", "7003", { LOOK_CHAIN, LOOK_PLAIN, LOOK_SILVER,
	    LOOK_NO_GEM, LOOK_NO_GEM, LOOK_ROUND, 95 }, 6500, 2400, 31 },
	{ "CLOTH", "Polishing cloth", "Two layers: one cleans, one shines. "
	    "For gold and silver, not for pearls.", "Care", "7100",
	    { LOOK_CLOTH, LOOK_PLAIN, LOOK_SILVER, LOOK_SAPPHIRE, LOOK_NO_GEM,
	    LOOK_ROUND, 96 }, 1200, 390, 64 },
	{ "BATH", "Jewellery bath, 200 ml", "A minute in the basket, a rinse, "
	    "and stones look as they did in the window.", "Care", "7101",
	    { LOOK_BOX, LOOK_PLAIN, LOOK_SILVER, LOOK_AQUAMARINE, LOOK_NO_GEM,
	    LOOK_ROUND, 97 }, 1800, 640, 38 },
	{ "BOX-S", "Gift box, small", "For a ring or a pair of studs, with "
	    "ribbon.", "Boxes", "7200", { LOOK_BOX, LOOK_PLAIN, LOOK_YELLOW,
	    LOOK_SAPPHIRE, LOOK_NO_GEM, LOOK_ROUND, 98 }, 600, 180, 120 },
	{ "BOX-L", "Gift box, large", "For a necklace laid flat, with ribbon.",
	    "Boxes", "7201", { LOOK_BOX, LOOK_PLAIN, LOOK_SILVER, LOOK_GARNET,
	    LOOK_NO_GEM, LOOK_ROUND, 99 }, 900, 310, 75 },
	{ "SIZING", "Ring sizing", "Up or down, ready in three days.",
	    "Services", "", { LOOK_SERVICE, LOOK_PLAIN, LOOK_YELLOW,
	    LOOK_NO_GEM, LOOK_NO_GEM, LOOK_ROUND, 0 }, 6500, 0, 0 },
	{ "ENGRAVING", "Engraving, up to twenty letters", "By hand, in three "
	    "alphabets; while you wait on weekdays.", "Services", "",
	    { LOOK_SERVICE, LOOK_PLAIN, LOOK_YELLOW, LOOK_NO_GEM, LOOK_NO_GEM,
	    LOOK_ROUND, 0 }, 4500, 0, 0 },
	{ "RESTRING", "Restringing pearls, per inch", "On silk, knotted after "
	    "every pearl.", "Services", "", { LOOK_SERVICE, LOOK_PLAIN,
	    LOOK_YELLOW, LOOK_NO_GEM, LOOK_NO_GEM, LOOK_ROUND, 0 }, 350, 0,
	    0 },
	{ "APPRAISAL", "Written appraisal, one piece", "For your insurer, "
	    "with photographs.", "Services", "", { LOOK_SERVICE, LOOK_PLAIN,
	    LOOK_YELLOW, LOOK_NO_GEM, LOOK_NO_GEM, LOOK_ROUND, 0 }, 12500, 0,
	    0 }
};

size_t
demo_counted(void)
{
	return sizeof(all) / sizeof(all[0]);
}

void
demo_counted_make(struct arena *arena, size_t index, struct demo_piece *p)
{
	const struct counted	*c = &all[index];

	memset(p, 0, sizeof(*p));
	p->look = c->look;
	p->kind = c->look.type == LOOK_SERVICE ? PIECE_SERVICE :
	    PIECE_COUNTED;
	p->state = "stock";
	p->sku = c->sku;
	p->title = c->title;
	p->story = c->story;
	p->category = c->category;
	p->old_number = c->old_number;
	p->barcode = p->kind == PIECE_SERVICE ? "" :
	    demo_barcode(arena, 20000000 + (int64_t)index);
	p->location = p->kind == PIECE_SERVICE ? "" : "Drawers";
	p->stone = p->shape = p->origin = p->color = p->clarity = "";
	p->accent = p->lab = p->report = "";
	p->price = c->price;
	p->cost = c->cost;
	p->quantity = c->quantity;
	/* Services and boxes are asked for at the counter. */
	p->listed = p->kind == PIECE_COUNTED && c->look.type != LOOK_BOX;
	p->consignor = -1;
	p->days_here = 200;
}
