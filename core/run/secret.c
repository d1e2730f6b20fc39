/* Secrets: see secret.h. */
#include "run/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "run/config.h"
#include "str.h"

#define CREDENTIAL	"vitrine.key"
#define KEY_FILE	"secret.key"

/* A credential's path; false when there are none or the name is no name. */
static bool
credential(const char *name, char *out, size_t size)
{
	const char	*dir = getenv("CREDENTIALS_DIRECTORY");
	int		 n;

	if (dir == NULL || *dir != '/' || *name == '\0' || *name == '.' ||
	    strchr(name, '/') != NULL)
		return false;
	n = snprintf(out, size, "%s/%s", dir, name);
	return n > 0 && (size_t)n < size;
}

/* Where the key is, or would be. */
static int
key_path(struct secret_key *key, const struct config *config, struct err *err)
{
	const char	*home = getenv("XDG_CONFIG_HOME"), *tail = "/vitrine/";
	int		 n;

	if (config->secret_key[0] != '\0') {
		if (str_copy(key->path, sizeof key->path, config->secret_key))
			return 0;
		return err_set(err, ERR_CONFIG, "secret_key is too long");
	}
	if (credential(CREDENTIAL, key->path, sizeof key->path) &&
	    access(key->path, F_OK) == 0)
		return 0;
	if (home == NULL || *home != '/') {
		home = getenv("HOME");
		tail = "/.config/vitrine/";
	}
	if (home == NULL || *home != '/') {
		err_set(err, ERR_CONFIG, "there is no place for a secret key");
		return err_hint(err, "Name a file: secret_key in "
		    "vitrine.conf.");
	}
	n = snprintf(key->path, sizeof key->path, "%s%s%s", home, tail,
	    KEY_FILE);
	if (n < 0 || (size_t)n >= sizeof key->path)
		return err_set(err, ERR_CONFIG, "the home's path is too long");
	return 0;
}

/* The first line of a file that is nobody else's to read. */
static int
first_line(const char *path, char *out, size_t size, struct err *err)
{
	struct stat	 st;
	FILE		*file;
	int		 fd, rc = -1;

	out[0] = '\0';
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd == -1)
		return err_set(err, errno == ENOENT ? ERR_NO_INPUT :
		    ERR_CONFIG, "%.200s: %s", path, strerror(errno));
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode)) {
		close(fd);
		return err_set(err, ERR_CONFIG, "%.200s is no file", path);
	}
	/* A group may read: systemd and packages hand files over that way. */
	if ((st.st_mode & (S_IRWXO | S_IWGRP | S_IXGRP)) != 0) {
		close(fd);
		err_set(err, ERR_CONFIG, "%.200s can be read by others", path);
		return err_hint(err, "chmod 600 %.200s", path);
	}
	file = fdopen(fd, "r");
	if (file == NULL) {
		close(fd);
		return err_set(err, ERR_IO, "%.200s: %s", path,
		    strerror(errno));
	}
	if (fgets(out, (int)size, file) == NULL)
		err_set(err, ERR_CONFIG, "%.200s is empty", path);
	else if (strchr(out, '\n') == NULL && !feof(file))
		err_set(err, ERR_CONFIG, "%.200s: the line is too long", path);
	else
		rc = 0;
	fclose(file);
	if (rc == 0)
		str_trim(out);
	else
		seal_wipe(out, size);
	return rc;
}

static int
read_key(struct secret_key *key, struct err *err)
{
	char	text[SEAL_KEY * 2 + 8];
	bool	good;

	if (first_line(key->path, text, sizeof text, err) == -1)
		return -1;
	good = str_unhex(text, key->bytes, sizeof key->bytes);
	seal_wipe(text, sizeof text);
	if (good)
		return 0;
	err_set(err, ERR_CONFIG, "%.200s holds no key", key->path);
	return err_hint(err, "It must be %d hexadecimal digits.",
	    SEAL_KEY * 2);
}

int
secret_key_load(struct secret_key *key, const struct config *config,
    struct err *err)
{
	if (key_path(key, config, err) == -1)
		return -1;
	if (read_key(key, err) == 0)
		return 0;
	if (err != NULL && err->kind == ERR_NO_INPUT) {
		err->kind = ERR_CONFIG;
		return err_hint(err, "The key that vitrinectl channel add made "
		    "must be readable here too: copy the file, or name it "
		    "with secret_key in vitrine.conf.");
	}
	return -1;
}

static int
write_key(const struct secret_key *key, struct err *err)
{
	char	text[SEAL_KEY * 2 + 2];
	ssize_t	n;
	int	fd, rc;

	fd = open(key->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1) {
		err_set(err, ERR_CANNOT_CREATE, "%.200s: %s", key->path,
		    strerror(errno));
		return err_hint(err, "Name another file: secret_key in "
		    "vitrine.conf.");
	}
	str_hex(key->bytes, sizeof key->bytes, text);
	text[SEAL_KEY * 2] = '\n';
	n = write(fd, text, SEAL_KEY * 2 + 1);
	seal_wipe(text, sizeof text);
	rc = n == SEAL_KEY * 2 + 1 && fsync(fd) == 0 ? 0 : -1;
	if (close(fd) == -1 || rc == -1) {
		unlink(key->path);
		return err_set(err, ERR_IO, "%.200s: %s", key->path,
		    strerror(errno));
	}
	return 0;
}

/* The folders a file will stand in, nobody else's. */
static int
make_dirs(char *path, struct err *err)
{
	char	*slash;
	int	 rc = 0;

	for (slash = strchr(path + 1, '/'); rc == 0 && slash != NULL;
	    slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0700) == -1 && errno != EEXIST)
			rc = err_set(err, ERR_CANNOT_CREATE, "%.200s: %s",
			    path, strerror(errno));
		*slash = '/';
	}
	return rc;
}

int
secret_key_make(struct secret_key *key, const struct config *config,
    struct err *err)
{
	if (key_path(key, config, err) == -1)
		return -1;
	if (access(key->path, F_OK) == 0)
		return read_key(key, err);
	if (make_dirs(key->path, err) == -1)
		return -1;
	clock_random(key->bytes, sizeof key->bytes);
	return write_key(key, err);
}

void
secret_key_wipe(struct secret_key *key)
{
	seal_wipe(key, sizeof *key);
}

bool
secret_is_place(const char *text)
{
	return str_starts(text, "file:") || str_starts(text, "credential:");
}

int
secret_read(const char *where, char out[SECRET_MAX], struct err *err)
{
	char	path[512];

	out[0] = '\0';
	if (str_starts(where, "file:/"))
		return first_line(where + strlen("file:"), out, SECRET_MAX,
		    err);
	if (!str_starts(where, "credential:")) {
		err_set(err, ERR_CONFIG, "'%.60s' is no place for a secret",
		    where);
		return err_hint(err, "Such as file:/etc/vitrine/woo.secret or "
		    "credential:woo.");
	}
	if (!credential(where + strlen("credential:"), path, sizeof path)) {
		err_set(err, ERR_CONFIG, "there is no credential '%.60s'",
		    where + strlen("credential:"));
		return err_hint(err, "Name it with LoadCredential= in the "
		    "service, and start the listener as a service.");
	}
	return first_line(path, out, SECRET_MAX, err);
}
