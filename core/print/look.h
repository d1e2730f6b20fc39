/*
 * What a demo piece looks like: enough to draw it and to describe it in the
 * same words.
 */
#ifndef VITRINE_LOOK_H
#define VITRINE_LOOK_H

#include <stdint.h>

enum look_type {
	LOOK_RING, LOOK_BROOCH, LOOK_NECKLACE, LOOK_PEARLS, LOOK_BRACELET,
	LOOK_BANGLE, LOOK_EARRINGS, LOOK_WATCH, LOOK_STONE, LOOK_CUFFLINKS,
	LOOK_BAND, LOOK_CHAIN, LOOK_BOX, LOOK_CLOTH, LOOK_SERVICE,
	LOOK_TYPE_COUNT
};

enum look_metal {
	LOOK_YELLOW, LOOK_ROSE, LOOK_WHITE, LOOK_PLATINUM, LOOK_SILVER,
	LOOK_METAL_COUNT
};

enum look_gem {
	LOOK_DIAMOND, LOOK_SAPPHIRE, LOOK_RUBY, LOOK_EMERALD, LOOK_AQUAMARINE,
	LOOK_AMETHYST, LOOK_CITRINE, LOOK_GARNET, LOOK_TOURMALINE, LOOK_OPAL,
	LOOK_MOONSTONE, LOOK_TURQUOISE, LOOK_ONYX, LOOK_PEARL, LOOK_CORAL,
	LOOK_PERIDOT, LOOK_TOPAZ, LOOK_NO_GEM,
	LOOK_GEM_COUNT
};

enum look_cut {
	LOOK_ROUND, LOOK_OVAL, LOOK_CUSHION, LOOK_EMERALD_CUT, LOOK_PEAR,
	LOOK_MARQUISE, LOOK_CABOCHON, LOOK_CUT_COUNT
};

/* How a ring is set or a brooch is shaped; meaning depends on the type. */
enum look_style {
	LOOK_PLAIN, LOOK_SOLITAIRE, LOOK_HALO, LOOK_THREE, LOOK_SIGNET,
	LOOK_ETERNITY, LOOK_CLUSTER,			/* rings */
	LOOK_FLOWER, LOOK_STAR, LOOK_CRESCENT, LOOK_BAR, LOOK_LEAF,
	LOOK_MOTH,					/* brooches */
	LOOK_DROP, LOOK_STUD, LOOK_HOOP,		/* earrings */
	LOOK_STYLE_COUNT
};

struct look {
	enum look_type	type;
	enum look_style	style;
	enum look_metal	metal;
	enum look_gem	gem;
	enum look_gem	accent;		/* the small stones */
	enum look_cut	cut;
	uint64_t	seed;
};

/* Dice that fall the same way for the same seed. */
uint64_t look_roll(uint64_t *seed);
int	 look_pick(uint64_t *seed, int n);		/* 0 .. n-1 */
double	 look_between(uint64_t *seed, double low, double high);

#define LOOK_SIDE	640

struct paint;
struct look_studio;		/* backgrounds, painted when first wanted */

struct look_studio *look_studio_new(void);
void	look_studio_free(struct look_studio *);
/* Draws it on a sheet of LOOK_SIDE by LOOK_SIDE. */
void	look_draw(struct look_studio *, struct paint *,
	    const struct look *);

#endif
