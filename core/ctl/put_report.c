/* Reports on stdout: see put_report.h. */
#include "ctl/put_report.h"

#include <stdio.h>

#include "buf.h"
#include "str.h"

#define REPORT_BYTES	((size_t)256 * 1024 * 1024)

static int
read_format(struct ctl *ctl, const struct args *args, enum put_format *out_r)
{
	const char	*word = args_get(args, "format");

	*out_r = out_is_json(ctl->out) ? PUT_JSON : PUT_TEXT;
	if (word == NULL)
		return 0;
	if (str_eq(word, "text"))
		*out_r = PUT_TEXT;
	else if (str_eq(word, "csv"))
		*out_r = PUT_CSV;
	else if (str_eq(word, "json"))
		*out_r = PUT_JSON;
	else {
		err_set(&ctl->err, ERR_USAGE, "no format '%.40s'", word);
		return err_hint(&ctl->err, "Write text, csv or json.");
	}
	return 0;
}

int
put_report_how(struct ctl *ctl, const struct args *args,
    struct put_report *out_r)
{
	int64_t	width = 80;

	if (read_format(ctl, args, &out_r->format) < 0 ||
	    (args_has(args, "width") && ctl_number(ctl, "--width",
	    args_get(args, "width"), 40, 400, &width) < 0))
		return -1;
	out_r->render = (struct render){ .width = (size_t)width,
	    .ascii = args_has(args, "ascii") };
	return 0;
}

int
put_report(struct ctl *ctl, const struct report *report,
    const struct put_report *how)
{
	struct buf	out = BUF_INIT(REPORT_BYTES);
	bool		lost;

	switch (how->format) {
	case PUT_TEXT:
		report_text(report, &how->render, &out);
		break;
	case PUT_CSV:
		report_csv(report, &out);
		break;
	case PUT_JSON:
		report_json(report, &out);
		buf_addch(&out, '\n');
		break;
	}
	lost = buf_full(&out);
	out_aside(ctl->out);
	if (fwrite(buf_str(&out), 1, out.len, stdout) != out.len ||
	    fflush(stdout) != 0)
		err_set(&ctl->err, ERR_IO, "cannot write the report");
	buf_free(&out);
	if (lost) {
		err_set(&ctl->err, ERR_INPUT, "the report is too long");
		err_hint(&ctl->err, "Ask for fewer days at a time.");
	}
	return ctl->err.kind == ERR_NONE ? 0 : -1;
}
