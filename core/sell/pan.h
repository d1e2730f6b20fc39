/*
 * No card number ever enters the program.  Every text a person or a stranger
 * gives us that is kept (references, reasons, notes) is asked first.
 */
#ifndef VITRINE_PAN_H
#define VITRINE_PAN_H

#include <stdbool.h>

/*
 * Whether a run of 13 to 19 digits with a card number's check digit (ISO/IEC
 * 7812-1, the Luhn sum) stands in the text, blanks, dots and dashes between
 * its digits not counted.  An id in the form of a UUID is none.
 */
bool	pan_in(const char *);

#endif
