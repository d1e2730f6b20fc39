/*
 * Numbered places to pull the plug.  Nothing in a release build.  In the
 * check build, VITRINE_FAULT="203:kill" ends the process there as if the
 * power had gone, "203:sleep=50" waits 50 ms there (several separated by
 * commas), and "203:kill@3" acts at the third visit.  Numbers are never used
 * twice; tests/crash lists them.
 */
#ifndef VITRINE_FAULT_H
#define VITRINE_FAULT_H

#ifdef VITRINE_FAULTS
void	fault_point(int number);
/* Milliseconds to wait at this number, 0 for none: for waits done elsewhere. */
int	fault_delay(int number);
#else
#define fault_point(number)	((void)0)
#define fault_delay(number)	((void)(number), 0)
#endif

#endif
