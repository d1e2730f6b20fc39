/* Splitting folded text into words: see words.h. */
#include "words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "fold.h"
#include "str.h"

/*
 * What FTS5's unicode61 calls a letter or digit, near enough: the two engines
 * must split alike.  Punctuation beyond ASCII lives in these blocks.
 */
static bool
in_word(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z');
	return !(cp < 0xc0 && cp != 0xaa && cp != 0xb5 && cp != 0xba) &&
	    cp != 0xd7 && cp != 0xf7 && !(cp >= 0x2000 && cp < 0x2070) &&
	    !(cp >= 0x20a0 && cp < 0x2c00) && !(cp >= 0x3000 && cp < 0x3005) &&
	    !(cp >= 0x1f000 && cp < 0x20000);
}

void
words_fold(const char *text, struct buf *out)
{
	char		*folded = fold_text(text);
	const char	*s = folded;
	size_t		 left = strlen(folded);
	bool		 inside = false;
	uint32_t	 cp;
	int		 n;

	for (; left > 0; s += n, left -= (size_t)n) {
		n = str_utf8(s, left, &cp);
		if (n < 1) {
			n = 1;
			cp = ' ';
		}
		if (!in_word(cp)) {
			inside = false;
			continue;
		}
		if (!inside)
			buf_addch(out, ' ');
		inside = true;
		buf_add(out, s, (size_t)n);
	}
	free(folded);
}

bool
words_any(const char *typed)
{
	struct buf	words = BUF_INIT(512);
	bool		any;

	words_fold(typed, &words);
	any = words.len > 0 || buf_full(&words);
	buf_free(&words);
	return any;
}
