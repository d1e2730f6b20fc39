/* Sentences at a terminal: see wrap.h. */
#include "ctl/wrap.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "fold.h"

#define NARROWEST	20

/* Columns of the terminal; 0 when it is none, or does not say. */
static size_t
columns_of(FILE *to)
{
	struct winsize	size;

	if (!isatty(fileno(to)) || ioctl(fileno(to), TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col < NARROWEST ? 0 : size.ws_col;
}

/* How many bytes make the next line: up to a newline, or between words. */
static size_t
line_of(const char *text, size_t columns)
{
	size_t	whole = strcspn(text, "\n"), fit, at;

	fit = fold_fit(text, columns, NULL);
	if (columns == 0 || fit >= whole)
		return whole;
	/* A blank may stand behind the last column. */
	for (at = fit; at > 0 && text[at] != ' '; at--)
		;
	if (at == 0)
		at = strcspn(text, " \n");
	return at;
}

void
put_wrapped(FILE *to, const char *text)
{
	size_t	columns = columns_of(to), len;

	do {
		len = line_of(text, columns);
		fprintf(to, "%.*s\n", (int)len, text);
		text += len;
		if (*text == ' ' || *text == '\n')
			text++;
	} while (*text != '\0');
}
