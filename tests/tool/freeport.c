/* Prints a TCP port of 127.0.0.1 that nobody uses now. */
#include <stdio.h>

#include "rig.h"

int
main(void)
{
	printf("%d\n", rig_port());
	return 0;
}
