/* The demo's pieces: what each is, what it is called, what it costs. */
#include "desk/demo.h"

#include <stdio.h>
#include <string.h>

#include "str.h"

#define LENGTH(array)	((int)(sizeof(array) / sizeof((array)[0])))

struct period {
	const char	*name;		/* "" is ours */
	int		 from, to;
	int		 worth;		/* percent of a plain price */
};

static const struct period periods[] = {
	{ "Georgian", 1815, 1836, 190 }, { "Victorian", 1842, 1897, 120 },
	{ "Victorian", 1842, 1897, 120 },
	{ "Arts and Crafts", 1892, 1912, 140 },
	{ "Art Nouveau", 1896, 1910, 165 }, { "Edwardian", 1901, 1914, 150 },
	{ "Edwardian", 1901, 1914, 150 }, { "Art Deco", 1922, 1936, 175 },
	{ "Art Deco", 1922, 1936, 175 }, { "Retro", 1938, 1949, 115 },
	{ "Mid-century", 1951, 1964, 100 }, { "Modernist", 1965, 1978, 105 },
	{ "", 2025, 2026, 110 }, { "", 2025, 2026, 110 }
};

static const char *const makers[] = {
	"Ottoline Marsh", "Halloran & Pike", "Aldous Wrenfield", "J. Tremlow",
	"Maison Vasseur-Noel", "Brandt & Osei", "Hester Quillfeather",
	"Bottega Belmarino", "Lindgard & Dotter", "Samuel Okonjo Reyes",
	"The Carrow Guild", "Perpetua Lunt"
};

/* Weights of the types in a hundred pieces. */
static const struct {
	enum look_type	 type;
	int		 share;
	const char	*prefix;
	const char	*category;
	int		 base;		/* plain price in whole units */
} types[] = {
	{ LOOK_RING, 30, "R", "Rings", 420 },
	{ LOOK_EARRINGS, 15, "ER", "Earrings", 330 },
	{ LOOK_NECKLACE, 14, "NK", "Necklaces", 380 },
	{ LOOK_BROOCH, 13, "BR", "Brooches", 360 },
	{ LOOK_BRACELET, 7, "BC", "Bracelets", 650 },
	{ LOOK_BANGLE, 4, "BC", "Bracelets", 540 },
	{ LOOK_PEARLS, 5, "PL", "Pearls", 680 },
	{ LOOK_WATCH, 5, "WA", "Watches", 1150 },
	{ LOOK_STONE, 4, "ST", "Loose stones", 60 },
	{ LOOK_CUFFLINKS, 3, "CF", "Cufflinks", 240 }
};

static const struct {
	const char	*name;
	int		 factor;	/* percent */
} metals[LOOK_METAL_COUNT][2] = {
	[LOOK_YELLOW] = { { "18k yellow gold", 130 }, { "14k yellow gold",
	    105 } },
	[LOOK_ROSE] = { { "18k rose gold", 130 }, { "14k rose gold", 105 } },
	[LOOK_WHITE] = { { "18k white gold", 132 }, { "14k white gold", 107 } },
	[LOOK_PLATINUM] = { { "platinum", 185 }, { "platinum", 185 } },
	[LOOK_SILVER] = { { "sterling silver", 48 }, { "silver and gold",
	    70 } }
};

/* Whole units a carat, for one carat; more for larger. */
static const struct {
	const char	*name;
	int		 carat_price;
	bool		 faceted;
} gems[LOOK_GEM_COUNT] = {
	[LOOK_DIAMOND] = { "diamond", 3900, true },
	[LOOK_SAPPHIRE] = { "sapphire", 1150, true },
	[LOOK_RUBY] = { "ruby", 1900, true },
	[LOOK_EMERALD] = { "emerald", 1500, true },
	[LOOK_AQUAMARINE] = { "aquamarine", 260, true },
	[LOOK_AMETHYST] = { "amethyst", 45, true },
	[LOOK_CITRINE] = { "citrine", 38, true },
	[LOOK_GARNET] = { "garnet", 70, true },
	[LOOK_TOURMALINE] = { "tourmaline", 240, true },
	[LOOK_OPAL] = { "opal", 190, false },
	[LOOK_MOONSTONE] = { "moonstone", 40, false },
	[LOOK_TURQUOISE] = { "turquoise", 30, false },
	[LOOK_ONYX] = { "onyx", 14, false },
	[LOOK_PEARL] = { "pearl", 60, false },
	[LOOK_CORAL] = { "coral", 50, false },
	[LOOK_PERIDOT] = { "peridot", 80, true },
	[LOOK_TOPAZ] = { "topaz", 55, true },
	[LOOK_NO_GEM] = { "", 0, false }
};

static const char *const cuts[LOOK_CUT_COUNT] = {
	[LOOK_ROUND] = "round", [LOOK_OVAL] = "oval",
	[LOOK_CUSHION] = "cushion-cut", [LOOK_EMERALD_CUT] = "step-cut",
	[LOOK_PEAR] = "pear-shaped", [LOOK_MARQUISE] = "marquise",
	[LOOK_CABOCHON] = "cabochon"
};

/* What is being made up. */
struct making {
	struct arena		*arena;
	struct demo_piece	*p;
	uint64_t		 seed;
	int			 type;		/* row of types */
	const struct period	*period;
	int			 year;
	const char		*maker;
	int			 fineness;	/* column of metals */
};

static void
attr(struct demo_piece *p, const char *name, const char *value)
{
	if (value[0] != '\0' && p->attr_count < DEMO_ATTRS)
		p->attrs[p->attr_count++] = (struct demo_attr){ name, value };
}

/*
 * The types take turns by their shares, whatever the number of pieces: the
 * first hundred are mixed like the second.
 */
static int
type_of(int64_t number)
{
	int	place = (int)((number * 37 + 11) % 100), i;

	for (i = 0; i < LENGTH(types) - 1 && place >= types[i].share; i++)
		place -= types[i].share;
	return i;
}

static bool
is_set(const struct making *m)
{
	return m->p->look.gem != LOOK_NO_GEM;
}

static void
choose_metal(struct making *m)
{
	static const enum look_metal	old[] = { LOOK_YELLOW, LOOK_YELLOW,
	    LOOK_ROSE, LOOK_SILVER, LOOK_YELLOW };
	static const enum look_metal	pale[] = { LOOK_PLATINUM, LOOK_PLATINUM,
	    LOOK_WHITE, LOOK_YELLOW };
	struct look			*l = &m->p->look;

	if (str_eq(m->period->name, "Edwardian") ||
	    str_eq(m->period->name, "Art Deco"))
		l->metal = pale[look_pick(&m->seed, LENGTH(pale))];
	else if (m->year < 1900 || str_eq(m->period->name, "Retro"))
		l->metal = old[look_pick(&m->seed, LENGTH(old))];
	else
		l->metal = (enum look_metal)look_pick(&m->seed,
		    LOOK_METAL_COUNT);
	/* White gold is an invention of the twenties. */
	if (l->metal == LOOK_WHITE && m->year < 1920)
		l->metal = LOOK_YELLOW;
	m->fineness = look_pick(&m->seed, 2);
}

static void
choose_gem(struct making *m)
{
	static const enum look_gem	fine[] = { LOOK_DIAMOND, LOOK_DIAMOND,
	    LOOK_SAPPHIRE, LOOK_SAPPHIRE, LOOK_RUBY, LOOK_EMERALD };
	struct look			*l = &m->p->look;

	if (look_pick(&m->seed, 100) < 55)
		l->gem = fine[look_pick(&m->seed, LENGTH(fine))];
	else
		l->gem = (enum look_gem)look_pick(&m->seed, LOOK_NO_GEM);
	if (l->type == LOOK_PEARLS)
		l->gem = fine[look_pick(&m->seed, LENGTH(fine))];
	if (l->type == LOOK_WATCH || (l->type == LOOK_BANGLE &&
	    look_pick(&m->seed, 3) == 0) || (l->type == LOOK_CUFFLINKS &&
	    look_pick(&m->seed, 4) == 0))
		l->gem = LOOK_NO_GEM;
	while (l->type == LOOK_STONE && !gems[l->gem].faceted)
		l->gem = (enum look_gem)look_pick(&m->seed, LOOK_NO_GEM);
	l->accent = l->gem == LOOK_DIAMOND ? (look_pick(&m->seed, 3) == 0 ?
	    fine[2 + look_pick(&m->seed, 4)] : LOOK_DIAMOND) : LOOK_DIAMOND;
	if (l->gem == LOOK_TURQUOISE || l->gem == LOOK_CORAL ||
	    l->gem == LOOK_ONYX)
		l->accent = look_pick(&m->seed, 2) ? LOOK_PEARL : LOOK_DIAMOND;
	l->cut = gems[l->gem].faceted ? (enum look_cut)look_pick(&m->seed,
	    LOOK_CABOCHON) : look_pick(&m->seed, 3) ? LOOK_CABOCHON :
	    LOOK_ROUND;
	if (l->gem == LOOK_PEARL)
		l->cut = LOOK_ROUND;
}

static void
choose_style(struct making *m)
{
	static const enum look_style	rings[] = { LOOK_SOLITAIRE, LOOK_HALO,
	    LOOK_HALO, LOOK_THREE, LOOK_CLUSTER, LOOK_ETERNITY, LOOK_SIGNET,
	    LOOK_SOLITAIRE };
	struct look			*l = &m->p->look;

	l->style = LOOK_PLAIN;
	if (l->type == LOOK_BROOCH)
		l->style = (enum look_style)(LOOK_FLOWER +
		    look_pick(&m->seed, LOOK_MOTH - LOOK_FLOWER + 1));
	else if (l->type == LOOK_EARRINGS)
		l->style = (enum look_style)(LOOK_DROP + look_pick(&m->seed,
		    3));
	else if (l->type == LOOK_NECKLACE)
		l->style = look_pick(&m->seed, 3) ? LOOK_SOLITAIRE :
		    LOOK_HALO;
	else if (l->type == LOOK_PEARLS)
		l->style = look_pick(&m->seed, 3) ? LOOK_SOLITAIRE :
		    LOOK_PLAIN;
	else if (l->type == LOOK_RING)
		l->style = rings[look_pick(&m->seed, LENGTH(rings))];
	if (l->style == LOOK_SIGNET && l->gem != LOOK_TURQUOISE)
		l->gem = look_pick(&m->seed, 2) ? LOOK_ONYX : LOOK_NO_GEM;
	if (l->style == LOOK_ETERNITY && !gems[l->gem].faceted)
		l->gem = LOOK_DIAMOND;
}

/* Whether the small stones are part of it. */
static bool
has_accents(const struct look *l)
{
	if (l->gem == LOOK_NO_GEM || l->accent == l->gem)
		return false;
	return l->style == LOOK_HALO || l->style == LOOK_THREE ||
	    l->style == LOOK_CLUSTER || l->style == LOOK_ETERNITY ||
	    l->style == LOOK_DROP || l->type == LOOK_BROOCH ||
	    l->type == LOOK_BRACELET || l->type == LOOK_BANGLE;
}

static void
choose_stones(struct making *m)
{
	static const char *const	colors[] = { "D", "E", "F", "G", "G",
	    "H", "I", "J" };
	static const char *const	clarities[] = { "VVS2", "VS1", "VS1",
	    "VS2", "SI1", "SI1", "SI2" };
	struct demo_piece		*p = m->p;
	struct look			*l = &p->look;
	int				 most = l->type == LOOK_STONE ? 300 :
	    gems[l->gem].carat_price > 1000 ? 150 : 640;

	p->stone = gems[l->gem].name;
	p->shape = is_set(m) ? cuts[l->cut] : "";
	if (str_eq(p->shape, "round") && m->year < 1925 &&
	    l->gem == LOOK_DIAMOND)
		p->shape = "old-cut";
	if (l->gem == LOOK_PEARL)
		p->shape = "";
	p->accent = has_accents(l) ? gems[l->accent].name : "";
	if (p->accent[0] != '\0') {
		p->accent_count = 6 + 2 * look_pick(&m->seed, 12);
		p->accent_milli = p->accent_count *
		    (15 + look_pick(&m->seed, 30));
	}
	p->origin = is_set(m) ? "natural" : "";
	p->color = l->gem == LOOK_DIAMOND ? colors[look_pick(&m->seed,
	    LENGTH(colors))] : "";
	p->clarity = l->gem == LOOK_DIAMOND ? clarities[look_pick(&m->seed,
	    LENGTH(clarities))] : "";
	/* Squared, so that large stones are the exception. */
	p->carat_milli = look_pick(&m->seed, most) + 1;
	p->carat_milli = p->carat_milli * p->carat_milli / most * 10 + 300;
	/* What is not transparent is not sold by weight. */
	if (!gems[l->gem].faceted && l->gem != LOOK_OPAL &&
	    l->gem != LOOK_MOONSTONE)
		p->carat_milli = 0;
	if (l->type == LOOK_PEARLS)
		p->carat_milli = 0;
	if (p->carat_milli > 0 && (l->style == LOOK_ETERNITY ||
	    l->type == LOOK_BRACELET))
		p->carat_milli = p->carat_milli / 2 + 600;
}

/* ------------------------------------------------------------------ words */

/* By style where it says more, else by type. */
static const char *
noun(const struct look *l)
{
	static const char *const	of_style[LOOK_STYLE_COUNT] = {
		[LOOK_THREE] = "three-stone ring",
		[LOOK_SIGNET] = "signet ring",
		[LOOK_ETERNITY] = "half-eternity ring",
		[LOOK_CLUSTER] = "cluster ring",
		[LOOK_FLOWER] = "flower brooch", [LOOK_STAR] = "star brooch",
		[LOOK_CRESCENT] = "crescent brooch",
		[LOOK_BAR] = "bar brooch", [LOOK_LEAF] = "leaf brooch",
		[LOOK_MOTH] = "moth brooch", [LOOK_DROP] = "drop earrings",
		[LOOK_STUD] = "stud earrings", [LOOK_HOOP] = "hoop earrings"
	};
	static const char *const	of_type[LOOK_TYPE_COUNT] = {
		[LOOK_RING] = "ring", [LOOK_NECKLACE] = "pendant",
		[LOOK_PEARLS] = "pearl necklace",
		[LOOK_BRACELET] = "line bracelet", [LOOK_BANGLE] = "bangle",
		[LOOK_WATCH] = "wristwatch", [LOOK_CUFFLINKS] = "cufflinks"
	};

	if (l->type == LOOK_RING && l->style == LOOK_SOLITAIRE)
		return "solitaire ring";
	if (of_style[l->style] != NULL)
		return of_style[l->style];
	return of_type[l->type] != NULL ? of_type[l->type] : "";
}

static void
make_title(struct making *m)
{
	const struct demo_piece	*p = m->p;
	char			 text[200];
	const char		*metal = p->look.metal == LOOK_SILVER ?
				     "silver " : p->look.metal ==
				     LOOK_PLATINUM ? "platinum " : "gold ";
	bool			 named = p->stone[0] != '\0' &&
				     p->look.type != LOOK_PEARLS;
	size_t			 len;

	if (p->look.type == LOOK_STONE)
		snprintf(text, sizeof(text), "%s %s, %d.%02d ct", p->shape,
		    p->stone, (int)(p->carat_milli / 1000),
		    (int)(p->carat_milli % 1000 / 10));
	else
		snprintf(text, sizeof(text), "%s%s%s%s%s%s%s", m->period->name,
		    m->period->name[0] ? " " : "", named ? p->stone : "",
		    p->accent[0] ? " and " : "", p->accent, named ? " " :
		    p->look.type == LOOK_PEARLS ? "" : metal, noun(&p->look));
	if (m->maker[0] != '\0') {
		len = strlen(text);
		snprintf(text + len, sizeof(text) - len, ", %s",
		    m->maker);
	}
	if (text[0] >= 'a' && text[0] <= 'z')
		text[0] = (char)(text[0] - 'a' + 'A');
	m->p->title = arena_strdup(m->arena, text);
}

static void
make_attrs(struct making *m)
{
	struct demo_piece	*p = m->p;
	enum look_type		 type = p->look.type;
	int			 inches = 0;

	if (type == LOOK_STONE) {
		attr(p, "Cut", p->shape);
		attr(p, "Colour", p->color);
		attr(p, "Clarity", p->clarity);
		return;
	}
	attr(p, "Metal", metals[p->look.metal][m->fineness].name);
	attr(p, "Period", m->year >= 2000 ? "New" : arena_printf(m->arena,
	    "%s, about %d", m->period->name, m->year));
	attr(p, "Maker", m->maker);
	if (type == LOOK_RING)
		attr(p, "Size", arena_printf(m->arena, "%d%s", 4 +
		    look_pick(&m->seed, 6), look_pick(&m->seed, 2) ?
		    " 1/2" : ""));
	if (type == LOOK_NECKLACE || type == LOOK_PEARLS)
		inches = 16 + look_pick(&m->seed, 9);
	if (type == LOOK_BRACELET)
		inches = 7;
	if (inches > 0)
		attr(p, "Length", arena_printf(m->arena, "%d inches",
		    inches));
	attr(p, "Condition", m->year >= 2000 ? "New" :
	    look_pick(&m->seed, 3) ? "Very good" : "Good, light wear");
}

/* ------------------------------------------------------------------ money */

/* To a price a jeweller would write on a tag. */
static int64_t
tag_price(int64_t whole)
{
	int64_t	step = whole < 200 ? 5 : whole < 1000 ? 25 :
		    whole < 5000 ? 50 : whole < 20000 ? 100 : 500;

	return (whole + step / 2) / step * step * 100;
}

static void
make_price(struct making *m)
{
	struct demo_piece	*p = m->p;
	int64_t			 price = types[m->type].base, stone;

	if (p->look.type != LOOK_STONE)
		price = price * metals[p->look.metal][m->fineness].factor *
		    m->period->worth / 10000;
	/* Twice the weight is more than twice the price. */
	stone = gems[p->look.gem].carat_price * p->carat_milli / 1000;
	stone += stone * (p->carat_milli / 10) / 260;
	if (p->look.type == LOOK_EARRINGS || p->look.type == LOOK_CUFFLINKS)
		stone = stone * 5 / 4;
	price += stone;
	if (p->accent[0] != '\0')
		price += gems[p->look.accent].carat_price / 2 *
		    p->accent_milli / 1000;
	if (m->maker[0] != '\0')
		price = price * 135 / 100;
	p->price = tag_price(price + look_pick(&m->seed, (int)(price / 6) +
	    2));
	p->cost = p->price * (38 + look_pick(&m->seed, 20)) / 100 / 100 * 100;
	p->floor_price = p->price * 85 / 100 / 100 * 100;
}

const char *
demo_barcode(struct arena *arena, int64_t number)
{
	char	*code = arena_printf(arena, "2%011lld0", (long long)number);
	int	 i, sum = 0;

	for (i = 0; i < 12; i++)
		sum += (code[i] - '0') * (i % 2 ? 3 : 1);
	code[12] = (char)('0' + (10 - sum % 10) % 10);
	return code;
}

static void
make_papers(struct making *m, int64_t number)
{
	static const char *const	labs[] = { "Northlight Gem Laboratory",
	    "Harbour Gemological Bureau" };
	struct demo_piece		*p = m->p;

	p->lab = p->report = "";
	if (p->look.type != LOOK_STONE && (p->carat_milli < 1000 ||
	    gems[p->look.gem].carat_price < 1000))
		return;
	p->lab = labs[look_pick(&m->seed, 2)];
	p->report = arena_printf(m->arena, "%lld",
	    (long long)(2100000000 + number * 7919 % 90000000));
}

static void
make_place(struct making *m, int64_t number)
{
	static const char *const	states[] = { "memo", "repair",
	    "layaway", "legal_hold" };
	struct demo_piece		*p = m->p;
	const char			*prefix = types[m->type].prefix;

	p->sku = arena_printf(m->arena, "%s-%lld", prefix,
	    (long long)(1001 + number));
	p->barcode = demo_barcode(m->arena, 10010000 + number);
	p->old_number = look_pick(&m->seed, 5) < 2 ? arena_printf(m->arena,
	    "%03d-%05lld", 100 + look_pick(&m->seed, 9) * 50,
	    (long long)(number * 13 + 207)) : "";
	p->location = look_pick(&m->seed, 12) == 0 ? "Window" :
	    look_pick(&m->seed, 8) == 0 ? "Safe" : arena_printf(m->arena,
	    "Case %d, tray %d", 1 + look_pick(&m->seed, 6),
	    1 + look_pick(&m->seed, 9));
	p->consignor = look_pick(&m->seed, 9) == 0 ? look_pick(&m->seed, 5) :
	    -1;
	p->days_here = 1 + look_pick(&m->seed, 600);
	p->state = number % 61 == 60 ? states[number / 61 % 4] :
	    "stock";
	p->listed = str_eq(p->state, "stock") && number % 23 != 22;
}

/* The one everybody asks about. */
static void
make_famous(struct making *m)
{
	struct demo_piece	*p = m->p;

	p->look.type = LOOK_BROOCH;
	p->look.style = LOOK_MOTH;
	p->look.metal = LOOK_YELLOW;
	p->look.gem = LOOK_OPAL;
	p->look.accent = LOOK_DIAMOND;
	p->look.cut = LOOK_CABOCHON;
	m->type = 3;
	m->period = &periods[4];
	m->year = 1904;
	m->maker = makers[0];
	m->fineness = 0;
}

void
demo_piece_make(struct arena *arena, int64_t number, struct demo_piece *p)
{
	struct making	m = { .arena = arena, .p = p, .maker = "" };
	bool		famous = number == 40;

	memset(p, 0, sizeof(*p));
	m.seed = (uint64_t)(number + 1) * UINT64_C(0x2545f4914f6cdd1d);
	m.type = type_of(number);
	m.period = &periods[look_pick(&m.seed, LENGTH(periods))];
	if (types[m.type].type == LOOK_WATCH && m.period->from < 1920)
		m.period = &periods[7 + look_pick(&m.seed, 5)];
	m.year = m.period->from + look_pick(&m.seed, m.period->to -
	    m.period->from);
	if (look_pick(&m.seed, 100) < 34)
		m.maker = makers[look_pick(&m.seed, LENGTH(makers))];
	p->kind = PIECE_UNIQUE;
	p->quantity = 1;
	p->look.type = types[m.type].type;
	p->look.seed = m.seed;
	choose_metal(&m);
	choose_gem(&m);
	choose_style(&m);
	if (famous)
		make_famous(&m);
	if (p->look.type == LOOK_STONE)
		m.maker = "";
	choose_stones(&m);
	p->category = types[m.type].category;
	make_title(&m);
	make_attrs(&m);
	make_price(&m);
	make_papers(&m, number);
	make_place(&m, number);
	if (famous) {
		p->price = 420000;
		p->floor_price = 380000;
		p->cost = 190000;
		p->state = "stock";
		p->listed = true;
		p->consignor = -1;
	}
	p->story = famous ? "Signed Ottoline Marsh on the pin, and made about "
	    "1904 for an actress who wore it on her hat. Four opals, no two "
	    "of the same green, lie in the wings, and the body is a row of "
	    "old-cut diamonds. There is no second one." :
	    demo_story(arena, p, m.maker, m.period->name, m.year);
}
