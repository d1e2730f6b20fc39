/* UUIDv7, RFC 9562 section 5.7: see uuid.h. */
#include "uuid.h"

#include <string.h>

#include "clock.h"
#include "str.h"

/* Where the dashes stand in the text form. */
static bool
is_dash(int i)
{
	return i == 8 || i == 13 || i == 18 || i == 23;
}

struct uuid
uuid_new(void)
{
	static uint64_t	last;	/* milliseconds and 12 bits of order */
	struct uuid	id;
	uint64_t	tick;
	int		i;

	clock_random(&id, sizeof id);
	/* rand_a holds the sub-millisecond part, method 3 of section 6.2. */
	tick = (uint64_t)clock_now();
	tick = tick / 1000 << 12 | tick % 1000 * 4096 / 1000;
	if (tick <= last)
		tick = last + 1;
	last = tick;
	for (i = 0; i < 6; i++)
		id.b[i] = (uint8_t)(tick >> (52 - 8 * i));
	id.b[6] = (uint8_t)(0x70 | (tick >> 8 & 0x0f));
	id.b[7] = (uint8_t)tick;
	id.b[8] = (uint8_t)(0x80 | (id.b[8] & 0x3f));
	return id;
}

bool
uuid_is_nil(const struct uuid *id)
{
	static const struct uuid	nil;

	return uuid_eq(id, &nil);
}

bool
uuid_eq(const struct uuid *a, const struct uuid *b)
{
	return uuid_cmp(a, b) == 0;
}

int
uuid_cmp(const struct uuid *a, const struct uuid *b)
{
	return memcmp(a->b, b->b, sizeof a->b);
}

void
uuid_text(const struct uuid *id, char out[UUID_TEXT])
{
	char	hex[33];
	int	i, from = 0;

	str_hex(id->b, sizeof id->b, hex);
	for (i = 0; i < UUID_TEXT - 1; i++)
		out[i] = is_dash(i) ? '-' : hex[from++];
	out[UUID_TEXT - 1] = '\0';
}

bool
uuid_parse(const char *s, struct uuid *out_r)
{
	char	hex[33];
	int	i, to = 0;

	if (strlen(s) != UUID_TEXT - 1)
		return false;
	for (i = 0; i < UUID_TEXT - 1; i++) {
		if (is_dash(i) != (s[i] == '-'))
			return false;
		if (!is_dash(i))
			hex[to++] = s[i];
	}
	hex[to] = '\0';
	return str_unhex(hex, out_r->b, sizeof out_r->b);
}
