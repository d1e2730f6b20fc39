/*
 * The database of a shop on the far side of a line of 5 ms there and back, for
 * the benchmarks: a process for each connection passes bytes on when they are
 * due.  (Kernels of virtual machines often come without a delay of their own.)
 */
#ifndef TEST_FAR_H
#define TEST_FAR_H

/* The same database by another address; freed by the caller. */
char	*far_url(const char *url);

#endif
