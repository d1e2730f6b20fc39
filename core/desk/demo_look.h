/*
 * What a demo piece looks like: enough to draw it and to describe it in the
 * same words.
 */
#ifndef VITRINE_DEMO_LOOK_H
#define VITRINE_DEMO_LOOK_H

#include <stdint.h>

enum demo_type {
	DEMO_RING, DEMO_BROOCH, DEMO_NECKLACE, DEMO_PEARLS, DEMO_BRACELET,
	DEMO_BANGLE, DEMO_EARRINGS, DEMO_WATCH, DEMO_STONE, DEMO_CUFFLINKS,
	DEMO_BAND, DEMO_CHAIN, DEMO_BOX, DEMO_CLOTH, DEMO_SERVICE,
	DEMO_TYPE_COUNT
};

enum demo_metal {
	DEMO_YELLOW, DEMO_ROSE, DEMO_WHITE, DEMO_PLATINUM, DEMO_SILVER,
	DEMO_METAL_COUNT
};

enum demo_gem {
	DEMO_DIAMOND, DEMO_SAPPHIRE, DEMO_RUBY, DEMO_EMERALD, DEMO_AQUAMARINE,
	DEMO_AMETHYST, DEMO_CITRINE, DEMO_GARNET, DEMO_TOURMALINE, DEMO_OPAL,
	DEMO_MOONSTONE, DEMO_TURQUOISE, DEMO_ONYX, DEMO_PEARL, DEMO_CORAL,
	DEMO_PERIDOT, DEMO_TOPAZ, DEMO_NO_GEM,
	DEMO_GEM_COUNT
};

enum demo_cut {
	DEMO_ROUND, DEMO_OVAL, DEMO_CUSHION, DEMO_EMERALD_CUT, DEMO_PEAR,
	DEMO_MARQUISE, DEMO_CABOCHON, DEMO_CUT_COUNT
};

/* How a ring is set or a brooch is shaped; meaning depends on the type. */
enum demo_style {
	DEMO_PLAIN, DEMO_SOLITAIRE, DEMO_HALO, DEMO_THREE, DEMO_SIGNET,
	DEMO_ETERNITY, DEMO_CLUSTER,			/* rings */
	DEMO_FLOWER, DEMO_STAR, DEMO_CRESCENT, DEMO_BAR, DEMO_LEAF,
	DEMO_MOTH,					/* brooches */
	DEMO_DROP, DEMO_STUD, DEMO_HOOP,		/* earrings */
	DEMO_STYLE_COUNT
};

struct demo_look {
	enum demo_type	type;
	enum demo_style	style;
	enum demo_metal	metal;
	enum demo_gem	gem;
	enum demo_gem	accent;		/* the small stones */
	enum demo_cut	cut;
	uint64_t	seed;
};

/* Dice that fall the same way for the same seed. */
uint64_t demo_roll(uint64_t *seed);
int	 demo_pick(uint64_t *seed, int n);		/* 0 .. n-1 */
double	 demo_between(uint64_t *seed, double low, double high);

#define DEMO_SIDE	640

struct paint;
struct demo_studio;		/* backgrounds, painted when first wanted */

struct demo_studio *demo_studio_new(void);
void	demo_studio_free(struct demo_studio *);
/* Draws it on a sheet of DEMO_SIDE by DEMO_SIDE. */
void	demo_draw(struct demo_studio *, struct paint *,
	    const struct demo_look *);

#endif
