/* Libraries loaded when they are first wanted: see lib.h. */
#include "lib.h"

#include <dlfcn.h>
#include <string.h>

static int
missing(const char *package, struct err *err)
{
	err_set(err, ERR_CONFIG, "a library cannot be used: %s", dlerror());
	err_hint(err, "Install the package %s.", package);
	return -1;
}

int
lib_load(const char *file, const char *package, const struct lib_fn *fns,
    size_t count, struct err *err)
{
	void	*lib = dlopen(file, RTLD_LAZY | RTLD_LOCAL), *fn;
	size_t	 i;

	if (lib == NULL)
		return missing(package, err);
	for (i = 0; i < count; i++) {
		fn = dlsym(lib, fns[i].name);
		if (fn == NULL)
			return missing(package, err);
		memcpy(fns[i].at, &fn, sizeof fn);
	}
	return 0;
}
