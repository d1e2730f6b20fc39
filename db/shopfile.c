/* The embedded shop's file before SQLite sees it: see shopfile.h. */
#include "shopfile.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"

int
shopfile_make(const char *path, struct err *err)
{
	char	*copy;
	int	 fd, dir = -1, ret = -1;

	if (access(path, F_OK) == 0)
		return 0;
	copy = mem_strdup(path);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		err_set(err, ERR_CANNOT_CREATE, "cannot make %s: %s", path,
		    strerror(errno));
		err_hint(err, "The folder must exist and be writable for "
		    "this user.");
		goto out;
	}
	/* The file's name must outlive a power failure, too. */
	dir = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fdatasync(fd) < 0 || (dir >= 0 && fsync(dir) < 0)) {
		err_set(err, ERR_IO, "cannot write %s: %s", path,
		    strerror(errno));
		goto out;
	}
	ret = 0;
out:
	if (dir >= 0)
		close(dir);
	if (fd >= 0)
		close(fd);
	free(copy);
	return ret;
}

int
shopfile_check(const char *path, struct err *err)
{
	struct stat	st;

	if (stat(path, &st) < 0) {
		err_set(err, errno == ENOENT ? ERR_NO_INPUT : ERR_NOT_ALLOWED,
		    "no shop at %s: %s", path, strerror(errno));
		return err_hint(err, "Check the path; \"vitrinectl init\" "
		    "makes a new shop.");
	}
	if (!S_ISREG(st.st_mode)) {
		err_set(err, ERR_INPUT, "%s is not a file", path);
		return err_hint(err, "The address of an embedded shop is "
		    "sqlite:/path/to/shop.db.");
	}
	return 0;
}
