/*
 * What was scanned may be written differently in the books: scanners are set
 * to send the check digit or not, a UPC is an EAN with a zero before it, a
 * number is typed in small letters, Code 39 is sent with its stars.
 */
#ifndef VITRINE_CODE_H
#define VITRINE_CODE_H

#include <stdbool.h>
#include <stddef.h>

#define CODE_SPELLINGS	4
#define CODE_TEXT	128	/* with the NUL; no code in the books is longer */

/*
 * The ways a code may stand in the books, as it came first.  Blanks round it
 * are cut off.  Returns how many; 0 for an empty or overlong code.
 */
size_t	code_spellings(const char *code, char out[CODE_SPELLINGS][CODE_TEXT]);

/* The check digit GS1 codes (EAN, UPC, GTIN) end in, for the digits before. */
char	code_check_digit(const char *digits, size_t len);

#endif
