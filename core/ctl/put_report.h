/*
 * How a command that answers with a report writes it: the options all of them
 * share, and stdout.
 */
#ifndef VITRINE_PUT_REPORT_H
#define VITRINE_PUT_REPORT_H

#include "ctl/ctl.h"
#include "desk/table.h"

enum put_format { PUT_TEXT, PUT_CSV, PUT_JSON, PUT_PDF };

struct put_report {
	enum put_format	 format;
	struct render	 render;
	const char	*paper;		/* a4, letter or NULL: as usual here */
	bool		 bom;		/* before CSV, for a spreadsheet */
};

/* For the command's table of options. */
#define PUT_REPORT_OPTS \
	{ "format", "HOW", OPT_MAY, "text, csv, json or pdf (text)" }, \
	{ "paper", "SIZE", OPT_MAY, "of the PDF: a4 or letter" }, \
	{ "bom", NULL, OPT_MAY, "mark the CSV as UTF-8 for a spreadsheet" }, \
	{ "width", "COLUMNS", OPT_MAY, "of the text (80)" }, \
	{ "ascii", NULL, OPT_MAY, "bars without block characters" }

/* What was asked for; ERR_USAGE for what is none of it. */
int	put_report_how(struct ctl *, const struct args *,
	    struct put_report *out_r) MUST_CHECK;
/* Writes it to stdout, all of it or an error. */
int	put_report(struct ctl *, const struct report *,
	    const struct put_report *) MUST_CHECK;

#endif
