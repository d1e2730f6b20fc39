/* Two or three sentences about a piece: see demo_story.def. */
#include "desk/demo.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "str.h"

/* The kinds a sentence fits, one bit each. */
enum {
	RING = 1, BROOCH = 2, NECK = 4, PEARLS = 8, BRACELET = 16,
	BANGLE = 32, DROPS = 64, STUDS = 128, WATCH = 256, LOOSE = 512,
	CUFFS = 1024,
	WRIST = BRACELET | BANGLE,
	EARS = DROPS | STUDS,
	GEMSET = RING | BROOCH | NECK | EARS,
	JEWEL = RING | BROOCH | NECK | WRIST | EARS,
	ALL = JEWEL | PEARLS | WATCH | CUFFS
};

enum part { OPEN, BODY, CLOSE };
/* ANTIQUE: everybody who saw it made is gone. */
enum age { ANTIQUE = 1, LATER = 2, OLD = 3, NEW = 4, ANY = 7 };

static const struct sentence {
	enum part	 part;
	int		 kinds;
	enum age	 age;
	const char	*text;
} sentences[] = {
#define STORY(p, k, a, t)	{ (p), (k), (a), (t) },
#include "desk/demo_story.def"
#undef STORY
};

#define SENTENCES	(sizeof(sentences) / sizeof(sentences[0]))

static const char *const places[] = {
	"Providence", "Lisbon", "Edinburgh", "Savannah", "Trieste", "Montreal",
	"Bath", "Charleston", "Ghent", "New Orleans", "Turin", "Halifax",
	"Copenhagen", "Santa Fe", "Antwerp", "Annapolis", "Bergen", "Cork"
};

static const char *const colours[LOOK_GEM_COUNT][4] = {
	[LOOK_DIAMOND] = { "bright and lively", "white and full of fire",
	    "warm and slow-burning",
	    "crisp and clean to the eye" },
	[LOOK_SAPPHIRE] = { "a clear cornflower blue", "a deep evening blue",
	    "teal by day and navy by candlelight", "a soft violet blue" },
	[LOOK_RUBY] = { "the red of a pomegranate", "a warm pinkish red",
	    "a dark glowing red", "a clear cherry red" },
	[LOOK_EMERALD] = { "a mossy green with a garden inside",
	    "a bright and slightly bluish green", "the green of deep water",
	    "a fresh leaf green" },
	[LOOK_AQUAMARINE] = { "the blue of thin ice", "a pale sea blue",
	    "a clear sky after rain", "an icy blue without a trace of green" },
	[LOOK_AMETHYST] = { "a royal purple with red flashes",
	    "a soft lilac", "a deep violet", "the purple of late grapes" },
	[LOOK_CITRINE] = { "the colour of honey", "a dry golden yellow",
	    "a warm whisky brown-gold", "a clear lemon" },
	[LOOK_GARNET] = { "a wine red", "a glowing brick red",
	    "nearly black until the light finds it", "a velvety dark red" },
	[LOOK_TOURMALINE] = { "a raspberry pink", "a clear rose",
	    "a vivid pink with a touch of violet", "a warm salmon pink" },
	[LOOK_OPAL] = { "milky white with green and orange fire",
	    "alive with small blue and red sparks",
	    "pale behind a broad flash of green",
	    "as full of colours as oil on water" },
	[LOOK_MOONSTONE] = { "clear under a floating blue light",
	    "soft and silvery", "milky with a single white flash",
	    "as quiet as fog" },
	[LOOK_TURQUOISE] = { "a robin's-egg blue", "an even sky blue",
	    "blue-green with a fine dark web", "a strong summer blue" },
	[LOOK_ONYX] = { "black and mirror-bright", "a deep and even black",
	    "black with a soft polish", "as black as a piano" },
	[LOOK_PEARL] = { "cream with a rose overtone", "silver-white",
	    "a warm ivory", "grey with a green sheen" },
	[LOOK_CORAL] = { "a soft salmon", "an even orange-red",
	    "angel-skin pink", "a warm vermilion" },
	[LOOK_PERIDOT] = { "an apple green", "a bright lime",
	    "the green of new olives", "a clear spring green" },
	[LOOK_TOPAZ] = { "a strong swimming-pool blue", "a pale steel blue",
	    "a clear Swiss-lake blue", "a bright and open blue" },
	[LOOK_NO_GEM] = { "", "", "", "" }
};

static int
kind_of(const struct look *l)
{
	switch (l->type) {
	case LOOK_RING:
	case LOOK_BAND:
		return RING;
	case LOOK_BROOCH:
		return BROOCH;
	case LOOK_NECKLACE:
		return NECK;
	case LOOK_PEARLS:
		return PEARLS;
	case LOOK_BRACELET:
		return BRACELET;
	case LOOK_BANGLE:
		return BANGLE;
	case LOOK_EARRINGS:
		return l->style == LOOK_DROP ? DROPS : STUDS;
	case LOOK_WATCH:
		return WATCH;
	case LOOK_STONE:
		return LOOSE;
	case LOOK_CUFFLINKS:
		return CUFFS;
	case LOOK_CHAIN:
	case LOOK_BOX:
	case LOOK_CLOTH:
	case LOOK_SERVICE:
	case LOOK_TYPE_COUNT:
		break;
	}
	return 0;
}

struct slots {
	const struct demo_piece	*piece;
	const char		*maker, *period, *place, *colour, *cut;
	char			 year[16], carat[16];
	const char		*size, *length, *metal;
	bool			 pair;
};

static const char *
attr_of(const struct demo_piece *p, const char *name)
{
	size_t	i;

	for (i = 0; i < p->attr_count; i++)
		if (str_eq(p->attrs[i].name, name))
			return p->attrs[i].value;
	return "";
}

/* "sapphires", "rubies". */
static void
plural(char *out, size_t size, const char *word)
{
	size_t	len = strlen(word);

	if (len == 0)
		out[0] = '\0';
	else if (str_eq(word, "onyx") || str_eq(word, "coral"))
		str_copy(out, size, "stones");
	else if (word[len - 1] == 'y')
		snprintf(out, size, "%.*sies", (int)len - 1, word);
	else
		snprintf(out, size, "%ss", word);
}

/* The text of a slot; "" when there is nothing to say. */
static void
slot_text(const struct slots *s, const char *name, char *out, size_t size)
{
	const struct {
		const char	*name;
		const char	*text;
	} all[] = {
		{ "year", s->year }, { "place", s->place },
		{ "maker", s->maker }, { "period", s->period },
		{ "carat", s->carat }, { "Carat", s->carat },
		{ "cut", s->cut }, { "gem", s->piece->stone },
		{ "colour", s->colour }, { "metal", s->metal },
		{ "Metal", s->metal }, { "ore", s->piece->look.metal ==
		    LOOK_PLATINUM ? "platinum" : s->piece->look.metal ==
		    LOOK_SILVER ? "silver" : "gold" }, { "size", s->size },
		{ "length", s->length }, { "Length", s->length },
		{ "it", s->pair ? "they" : "it" },
		{ "It", s->pair ? "They" : "It" },
		{ "is", s->pair ? "are" : "is" },
		{ "was", s->pair ? "were" : "was" },
		{ "has", s->pair ? "have" : "has" },
		{ "its", s->pair ? "their" : "its" },
		{ "Unsigned", s->maker[0] == '\0' ? "Unsigned" : "" },
		{ "this", s->pair ? "this pair" : "it" }
	};
	size_t	i;

	out[0] = '\0';
	if (str_eq(name, "gems"))
		plural(out, size, s->piece->stone);
	if (str_eq(name, "accents"))
		plural(out, size, s->piece->accent);
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (str_eq(name, all[i].name))
			str_copy(out, size, all[i].text);
	if (name[0] >= 'A' && name[0] <= 'Z' && out[0] >= 'a' &&
	    out[0] <= 'z')
		out[0] = (char)(out[0] - 'a' + 'A');
}

/* "they" where English wants "them": after a verb or preposition. */
static bool
is_object(const struct buf *before)
{
	static const char	*const words[] = { "kept ", "wore ", "with ",
	    "buy ", "made ", "left ", "sold ", NULL };
	size_t			 i, len;

	for (i = 0; words[i] != NULL; i++) {
		len = strlen(words[i]);
		if (before->len >= len && memcmp(before->bytes + before->len -
		    len, words[i], len) == 0)
			return true;
	}
	return false;
}

/* The text ends with an article: "A oval" is to be "An oval". */
static bool
wants_an(const struct buf *before)
{
	size_t	len = before->len;

	return len >= 2 && before->bytes[len - 1] == ' ' &&
	    (before->bytes[len - 2] | 0x20) == 'a' &&
	    (len == 2 || before->bytes[len - 3] == ' ');
}

/* Fills a sentence in; false when a slot has nothing to say. */
static bool
fill(struct buf *out, const struct slots *s, const char *text)
{
	char		 name[16], value[200];
	const char	*end;

	while (*text != '\0') {
		if (*text != '{') {
			buf_addch(out, *text++);
			continue;
		}
		end = strchr(text, '}');
		snprintf(name, sizeof(name), "%.*s", (int)(end - text - 1),
		    text + 1);
		slot_text(s, name, value, sizeof(value));
		if (value[0] == '\0')
			return false;
		if (s->pair && str_eq(name, "it") && is_object(out))
			str_copy(value, sizeof(value), "them");
		if (strchr("aeiouAEIO", value[0]) != NULL && wants_an(out))
			out->bytes[out->len - 1] = 'n', buf_addch(out, ' ');
		buf_addstr(out, value);
		text = end + 1;
	}
	return true;
}

/* Adds one sentence of that part, if any fits. */
static void
add_part(struct buf *out, const struct slots *s, enum part part,
    enum age age, uint64_t *seed)
{
	size_t		 fitting[SENTENCES], count = 0, i;
	const char	*text;
	struct buf	 one = BUF_INIT(600);

	for (i = 0; i < SENTENCES; i++)
		if (sentences[i].part == part &&
		    (sentences[i].age & age) &&
		    (sentences[i].kinds & kind_of(&s->piece->look)))
			fitting[count++] = i;
	/* Drawn until one has something for each of its slots. */
	for (; count > 0; fitting[i] = fitting[--count]) {
		i = (size_t)look_pick(seed, (int)count);
		buf_reset(&one);
		text = sentences[fitting[i]].text;
		/* A joke is good once. */
		if (text[0] == '?' && look_pick(seed, 7) > 0)
			continue;
		if (!fill(&one, s, text + (text[0] == '?')))
			continue;
		if (out->len > 0)
			buf_addch(out, ' ');
		buf_addstr(out, buf_str(&one));
		break;
	}
	buf_free(&one);
}

const char *
demo_story(struct arena *arena, const struct demo_piece *p, const char *maker,
    const char *period, int year)
{
	struct slots	 s = { .piece = p, .maker = maker, .period = period };
	uint64_t	 seed = p->look.seed ^ UINT64_C(0x5707);
	struct buf	 out = BUF_INIT(2000);
	enum age	 age = year < 1937 ? ANTIQUE : year < 2000 ? LATER :
			     NEW;
	const char	*story;

	s.place = places[look_pick(&seed, (int)(sizeof(places) /
	    sizeof(places[0])))];
	s.colour = colours[p->look.gem][look_pick(&seed, 4)];
	s.cut = p->shape;
	s.metal = attr_of(p, "Metal");
	s.size = attr_of(p, "Size");
	s.length = attr_of(p, "Length");
	s.pair = p->look.type == LOOK_EARRINGS ||
	    p->look.type == LOOK_CUFFLINKS;
	if (age != NEW)
		snprintf(s.year, sizeof(s.year), "%d", year);
	/* Of several stones the weight is that of all. */
	if (p->carat_milli > 0 && p->look.style != LOOK_ETERNITY)
		snprintf(s.carat, sizeof(s.carat), "%d.%02d",
		    (int)(p->carat_milli / 1000),
		    (int)(p->carat_milli % 1000 / 10));
	add_part(&out, &s, OPEN, age, &seed);
	add_part(&out, &s, BODY, age, &seed);
	if (look_pick(&seed, 10) < 7)
		add_part(&out, &s, CLOSE, age, &seed);
	story = arena_strdup(arena, buf_str(&out));
	buf_free(&out);
	return story;
}
