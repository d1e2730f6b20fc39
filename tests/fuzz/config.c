/* Any bytes are a configuration or an error that says where; never a crash. */
#include <stdint.h>
#include <stdlib.h>

#include "run/config.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct config	c;
	struct err	err = ERR_INIT;

	if (config_parse(&c, (const char *)bytes, len, "fuzz", &err) < 0 &&
	    (err.kind == ERR_NONE || err.text[0] == '\0'))
		abort();
	config_free(&c);
	return 0;
}
