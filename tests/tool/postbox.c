/*
 * A mail server for tests: postbox PORT DIR.  Takes letters for anybody and
 * writes each to DIR/N.eml, the envelope in its first lines.  What it says to
 * MAIL FROM is the first line of DIR/answer, when there is one: "450 busy",
 * "550 no".  One connection after the other.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rig.h"

static const char	*dir;
static int		 letters;

static void
say(FILE *peer, const char *line)
{
	fprintf(peer, "%s\r\n", line);
	fflush(peer);
}

static const char *
answer(void)
{
	static char	 line[200];
	char		*path = rig_printf("%s/answer", dir);
	FILE		*f = fopen(path, "r");

	if (f == NULL || fgets(line, sizeof line, f) == NULL)
		snprintf(line, sizeof line, "250 go on");
	line[strcspn(line, "\r\n")] = '\0';
	if (f != NULL)
		fclose(f);
	free(path);
	return line;
}

/* Everything up to the lone dot, as it came. */
static void
take_letter(FILE *peer, const char *envelope)
{
	char	*part = rig_printf("%s/part", dir), line[4096];
	char	*path = rig_printf("%s/%d.eml", dir, ++letters);
	FILE	*f = fopen(part, "w");

	if (f == NULL)
		rig_die("%s cannot be written", part);
	fputs(envelope, f);
	while (fgets(line, sizeof line, peer) != NULL &&
	    strcmp(line, ".\r\n") != 0)
		fputs(line, f);
	fclose(f);
	if (rename(part, path) != 0)
		rig_die("%s cannot be renamed", part);
	free(part);
	free(path);
}

static void
serve(FILE *peer)
{
	char	line[4096], envelope[8192] = "";
	size_t	len;

	say(peer, "220 postbox");
	while (fgets(line, sizeof line, peer) != NULL) {
		len = strlen(envelope);
		if (strncasecmp(line, "MAIL FROM", 9) == 0) {
			snprintf(envelope, sizeof envelope, "%s", line);
			say(peer, answer());
		} else if (strncasecmp(line, "RCPT TO", 7) == 0) {
			snprintf(envelope + len, sizeof envelope - len, "%s",
			    line);
			say(peer, "250 fine");
		} else if (strncasecmp(line, "DATA", 4) == 0) {
			say(peer, "354 go on");
			take_letter(peer, envelope);
			say(peer, "250 taken");
		} else if (strncasecmp(line, "QUIT", 4) == 0) {
			say(peer, "221 bye");
			return;
		} else {
			say(peer, "250 ok");
		}
	}
}

int
main(int argc, char **argv)
{
	struct sockaddr_in	addr = { .sin_family = AF_INET };
	int			fd, one = 1, peer;
	FILE			*f;

	if (argc != 3)
		rig_die("usage: postbox PORT DIR");
	dir = argv[2];
	fd = socket(AF_INET, SOCK_STREAM, 0);
	addr.sin_port = htons((uint16_t)atoi(argv[1]));
	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof addr) != 0 ||
	    listen(fd, 16) != 0)
		rig_die("port %s cannot be had", argv[1]);
	while ((peer = accept(fd, NULL, NULL)) >= 0) {
		f = fdopen(peer, "r+");
		if (f == NULL)
			rig_die("no stream");
		serve(f);
		fclose(f);
	}
	return 1;
}
