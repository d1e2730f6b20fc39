/*
 * Small text helpers.  Text is UTF-8; nothing here depends on the locale.
 */
#ifndef VITRINE_STR_H
#define VITRINE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool	str_eq(const char *, const char *);
bool	str_starts(const char *s, const char *prefix);
/* ASCII case only: names of headers, schemes, units. */
bool	str_eq_nocase(const char *, const char *);
bool	str_empty(const char *);	/* NULL, "" or blanks only */

/*
 * Copies src into dst[size], cutting at a whole UTF-8 character.  Returns
 * false when it had to cut.  src may be NULL (empty).
 */
bool	str_copy(char *dst, size_t size, const char *src);

/* Cuts blanks (space, tab, CR, LF) off both ends, in place; returns s. */
char	*str_trim(char *s);

/*
 * Decodes one character from s[0..len).  Returns the bytes used, 0 at the end
 * and -1 for bytes that are not UTF-8 (then skip one byte).
 */
int	str_utf8(const char *s, size_t len, uint32_t *cp_r);

/* Writes cp as UTF-8 (1-4 bytes, no NUL); 0 for a value that is no character. */
int	str_utf8_put(uint32_t cp, char out[4]);

/*
 * Makes outside text safe to show and store, in place: bytes that are not
 * UTF-8 become '?', control characters (C0, DEL, C1, bidi overrides) become a
 * space, or stay when they are \n or \t and keep_lines is set.  Returns true
 * when anything was changed.
 */
bool	str_clean(char *s, bool keep_lines);
/* Whether str_clean would leave it alone. */
bool	str_is_clean(const char *s, bool keep_lines);

/* Decimal, optional '-', nothing around it.  False when not a number. */
bool	str_int64(const char *s, int64_t *out_r);

void	str_hex(const void *bytes, size_t len, char *out /* 2*len+1 */);
/* False unless exactly len bytes of hex. */
bool	str_unhex(const char *hex, void *bytes, size_t len);

#endif
