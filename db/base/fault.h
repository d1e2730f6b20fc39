/*
 * Numbered places to pull the plug.  Nothing in a release build.  In the
 * check build, VITRINE_FAULT="203:kill" ends the process there as if the
 * power had gone, "203:sleep=50" waits 50 ms there (several separated by
 * commas), and "203:kill@3" acts at the third visit.  Numbers are never used
 * twice; tests/crash lists them.
 *
 * The drivers' (db/air.c, db/lite.c), all of them around a write alone:
 *
 *	100	before anything of it is sent; before BEGIN
 *	101	between two statements; on PostgreSQL those before have left
 *	102	after the last statement, before Sync or COMMIT
 *	103	PostgreSQL: Sync has left, nothing has been answered
 *	110	a delay between two statements, inside the transaction: slept by
 *		the server on PostgreSQL, by us on SQLite
 *	111	the same after the last statement: every lock is held
 *	120	committed, and we know it; the caller does not yet
 *	121	the caller's callback has returned
 *
 * The links' to other shops (core/channel):
 *
 *	400	a channel is about to be told of pieces
 *	401	it has been told; that is not written down here
 *	402	its order is sold, or refused; the order does not know
 *	403	it has refunded a lost order; that is not written down here
 *	404	it has refunded a part of one; that is not either
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
