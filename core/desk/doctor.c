/* Everything a shop depends on: see doctor.h. */
#include "desk/doctor.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "mem.h"
#include "run/config.h"
#include "str.h"

#define MEGABYTE	(1024 * 1024)
#define ROOM_DOUBT	(INT64_C(1024) * MEGABYTE)
#define ROOM_WRONG	(INT64_C(64) * MEGABYTE)

void
doctor_add(struct doctor *d, const char *what, enum doctor_state state,
    const char *mend, const char *fmt, ...)
{
	char			 text[400];
	struct doctor_row	*more;
	va_list			 ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (d->count == d->room) {
		d->room = d->room * 2 + 32;
		more = arena_alloc(d->arena, d->room * sizeof *more);
		if (d->count > 0)
			memcpy(more, d->rows, d->count * sizeof *more);
		d->rows = more;
	}
	d->rows[d->count].what = what;
	d->rows[d->count].state = state;
	d->rows[d->count].text = arena_strdup(d->arena, text);
	d->rows[d->count].mend = state == DOCTOR_WELL ? "" :
	    arena_strdup(d->arena, mend);
	d->count++;
}

static void
add_if(struct doctor *d, bool well, const char *what, enum doctor_state worse,
    const char *good, const char *bad, const char *mend)
{
	doctor_add(d, what, well ? DOCTOR_WELL : worse, mend, "%s",
	    well ? good : bad);
}

/* ------------------------------------------------------------- the machine */

static void
look_at_config(struct doctor *d, const struct config *c)
{
	struct stat	st;

	if (c->path[0] == '\0') {
		doctor_add(d, "config", DOCTOR_WELL, "", "no configuration "
		    "file; everything is as it comes");
		return;
	}
	if (stat(c->path, &st) == 0 && (st.st_mode & S_IROTH) != 0 &&
	    strchr(c->shop, '@') != NULL)
		doctor_add(d, "config", DOCTOR_WRONG, "Take it away from "
		    "others: chmod o-r FILE", "everybody on this machine may "
		    "read %s and the password in it", c->path);
	else
		doctor_add(d, "config", DOCTOR_WELL, "", "%s is read",
		    c->path);
}

static void
look_at_printer(struct doctor *d, const struct config *c)
{
	struct stat	st;

	if (c->printer[0] == '\0') {
		doctor_add(d, "printer", DOCTOR_DOUBT, "Set printer = "
		    "'/dev/usb/lp0', or a file, in vitrine.conf.",
		    "no receipt printer is set");
	} else if (stat(c->printer, &st) == 0 && S_ISDIR(st.st_mode)) {
		doctor_add(d, "printer", DOCTOR_WRONG, "Set printer to a "
		    "device or a file.", "%s is a folder", c->printer);
	} else if (access(c->printer, W_OK) == 0) {
		doctor_add(d, "printer", DOCTOR_WELL, "", "%s takes receipts",
		    c->printer);
	} else if (errno == ENOENT && !str_starts(c->printer, "/dev/")) {
		doctor_add(d, "printer", DOCTOR_WELL, "",
		    "%s will be made with the first receipt", c->printer);
	} else {
		doctor_add(d, "printer", DOCTOR_WRONG, "Plug it in, or let "
		    "this user write to it: adduser USER lp",
		    "%s: %s", c->printer, strerror(errno));
	}
}

static void
look_at_listen(struct doctor *d, const struct config *c)
{
	bool	home = str_starts(c->listen, "127.") ||
	    str_starts(c->listen, "[::1]") ||
	    str_starts(c->listen, "localhost:");

	doctor_add(d, "listen", home ? DOCTOR_WELL : DOCTOR_DOUBT,
	    "Put a reverse proxy with TLS in front and listen on 127.0.0.1.",
	    "the listener answers on %s%s", c->listen,
	    home ? ", this machine alone" : " without encryption");
}

void
doctor_machine(struct doctor *d, const struct config *c)
{
	look_at_config(d, c);
	look_at_printer(d, c);
	look_at_listen(d, c);
}

/* ---------------------------------------------------------------- the file */

/* File systems on which WAL's shared memory does not work across machines. */
static bool
is_remote(const char *path)
{
	static const unsigned long	types[] = {
		0x6969,		/* NFS */
		0xff534d42,	/* CIFS */
		0xfe534d42,	/* SMB2 */
		0x01021997,	/* 9P */
	};
	struct statfs			fs;
	size_t				i;

	if (statfs(path, &fs) < 0)
		return false;
	for (i = 0; i < sizeof types / sizeof types[0]; i++)
		if (((unsigned long)fs.f_type & 0xffffffffUL) == types[i])
			return true;
	return false;
}

static void
look_at_room(struct doctor *d, const char *dir)
{
	struct statvfs	 fs;
	int64_t		 room;

	if (statvfs(dir, &fs) < 0) {
		doctor_add(d, "disk", DOCTOR_WRONG, "See why with ls -ld.",
		    "cannot look at %s: %s", dir, strerror(errno));
		return;
	}
	room = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
	doctor_add(d, "disk", room < ROOM_WRONG ? DOCTOR_WRONG :
	    room < ROOM_DOUBT ? DOCTOR_DOUBT : DOCTOR_WELL,
	    "Make room before the shop cannot write any more.",
	    "%lld MB are free where the shop is",
	    (long long)(room / MEGABYTE));
}

void
doctor_file(struct doctor *d, const char *url)
{
	const char	*path = url + strlen("sqlite:");
	struct stat	 st;
	char		*dir;
	char		*slash;

	if (!str_starts(url, "sqlite:"))
		return;
	dir = arena_strdup(d->arena, path);
	slash = strrchr(dir, '/');
	if (slash == NULL)
		dir = arena_strdup(d->arena, ".");
	else
		slash[slash == dir] = '\0';
	if (stat(path, &st) < 0) {
		doctor_add(d, "file", DOCTOR_WRONG, "Set the shop up with: "
		    "vitrinectl init", "%s: %s", path, strerror(errno));
		return;
	}
	if (access(path, R_OK | W_OK) < 0 || access(dir, W_OK) < 0)
		doctor_add(d, "file", DOCTOR_WRONG, "Let this user write to "
		    "the file and its folder, and the file system be mounted "
		    "for writing.", "%s cannot be written: %s", path,
		    strerror(errno));
	else if ((st.st_mode & (S_IROTH | S_IWOTH)) != 0)
		doctor_add(d, "file", DOCTOR_DOUBT, "Take it away from "
		    "others: chmod o-rwx FILE", "everybody on this machine "
		    "may read %s", path);
	else
		doctor_add(d, "file", DOCTOR_WELL, "", "%s is this user's to "
		    "write", path);
	add_if(d, !is_remote(path), "file_system", DOCTOR_WRONG,
	    "the file is on this machine's own disk",
	    "the file is on a network file system",
	    "Move it to a disk of this machine, or use PostgreSQL.");
	look_at_room(d, dir);
}
