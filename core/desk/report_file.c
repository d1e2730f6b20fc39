/* A report into a file: see report_file.h. */
#include "desk/report_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "desk/table.h"

#define FILE_BYTES	((size_t)256 * 1024 * 1024)
#define TEXT_WIDTH	100

const char *
report_format_word(enum report_format format)
{
	switch (format) {
	case REPORT_FILE_CSV:
		return "csv";
	case REPORT_FILE_JSON:
		return "json";
	case REPORT_FILE_TEXT:
		return "txt";
	}
	return "";
}

static void
render(const struct report *report, enum report_format format,
    struct buf *out)
{
	const struct render	how = { .width = TEXT_WIDTH };

	switch (format) {
	case REPORT_FILE_CSV:
		report_csv(report, out);
		break;
	case REPORT_FILE_JSON:
		report_json(report, out);
		buf_addch(out, '\n');
		break;
	case REPORT_FILE_TEXT:
		report_text(report, &how, out);
		break;
	}
}

/* 0, or -1 with errno. */
static int
put(FILE *file, const struct buf *out)
{
	int	status = 0;

	if (fwrite(buf_str(out), 1, out->len, file) != out->len ||
	    fflush(file) != 0 || fsync(fileno(file)) != 0)
		status = -1;
	if (fclose(file) != 0)
		status = -1;
	return status;
}

int
report_save(const struct report *report, enum report_format format,
    const char *path, struct err *err)
{
	struct buf	 out = BUF_INIT(FILE_BYTES);
	FILE		*file;
	int		 status = -1;

	render(report, format, &out);
	if (buf_full(&out)) {
		err_set(err, ERR_INPUT, "the report is too long");
		err_hint(err, "Ask for fewer days at a time.");
		goto done;
	}
	if ((file = fopen(path, "wxe")) == NULL) {
		err_set(err, ERR_CANNOT_CREATE, "cannot make %s: %s", path,
		    strerror(errno));
		err_hint(err, errno == EEXIST ? "Give it another name." :
		    "Name a folder that is there and may be written to.");
		goto done;
	}
	if (put(file, &out) != 0) {
		err_set(err, ERR_IO, "cannot write %s: %s", path,
		    strerror(errno));
		err_hint(err, "See whether the disk is full.");
		unlink(path);
		goto done;
	}
	status = 0;
done:
	buf_free(&out);
	return status;
}
