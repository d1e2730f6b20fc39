/* Reports on stdout: see put_report.h. */
#include "ctl/put_report.h"

#include <stdio.h>

#include "buf.h"
#include "print/table_pdf.h"
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
	else if (str_eq(word, "pdf"))
		*out_r = PUT_PDF;
	else {
		err_set(&ctl->err, ERR_USAGE, "no format '%.40s'", word);
		return err_hint(&ctl->err, "Write text, csv, json or pdf.");
	}
	return 0;
}

int
put_report_how(struct ctl *ctl, const struct args *args,
    struct put_report *out_r)
{
	int64_t	width = 80;

	out_r->bom = args_has(args, "bom");
	out_r->paper = args_get(args, "paper");
	if (out_r->paper != NULL && !str_eq(out_r->paper, "a4") &&
	    !str_eq(out_r->paper, "letter")) {
		err_set(&ctl->err, ERR_USAGE, "no paper '%.40s'",
		    out_r->paper);
		return err_hint(&ctl->err, "Write a4 or letter.");
	}
	if (read_format(ctl, args, &out_r->format) < 0 ||
	    (args_has(args, "width") && ctl_number(ctl, "--width",
	    args_get(args, "width"), 40, 400, &width) < 0))
		return -1;
	out_r->render = (struct render){ .width = (size_t)width,
	    .ascii = args_has(args, "ascii") };
	return 0;
}

static enum pdf_paper
paper(const struct report *report, const struct put_report *how)
{
	if (how->paper == NULL)
		return paper_here(report->currency.code);
	return str_eq(how->paper, "a4") ? PDF_A4 : PDF_LETTER;
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
		if (how->bom)
			buf_addstr(&out, "\xef\xbb\xbf");
		report_csv(report, &out);
		break;
	case PUT_JSON:
		report_json(report, &out);
		buf_addch(&out, '\n');
		break;
	case PUT_PDF:
		if (report_pdf(report, paper(report, how), &out,
		    &ctl->err) < 0) {
			buf_free(&out);
			return -1;
		}
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
