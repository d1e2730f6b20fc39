/* The only file that knows the text layout library: see pdf.h. */
#include "print/pdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdlib.h>

#include "buf.h"
#include "mem.h"

/* Wide, then high. */
static const double	papers[][2] = {
	[PDF_A4] = { 595.28, 841.89 },
	[PDF_LETTER] = { 612, 792 },
};

struct pdf {
	enum pdf_paper	 paper;
	struct buf	*out;
	cairo_surface_t	*surface;
	cairo_t		*cr;
	PangoLayout	*layout;
};

static cairo_status_t
more(void *arg, const unsigned char *bytes, unsigned int len)
{
	struct pdf	*pdf = arg;

	buf_add(pdf->out, bytes, len);
	return buf_full(pdf->out) ? CAIRO_STATUS_WRITE_ERROR :
	    CAIRO_STATUS_SUCCESS;
}

struct pdf *
pdf_new(enum pdf_paper paper, const char *title, struct buf *out)
{
	struct pdf	*pdf = mem_zalloc(sizeof *pdf);

	pdf->paper = paper;
	pdf->out = out;
	pdf->surface = cairo_pdf_surface_create_for_stream(more, pdf,
	    papers[paper][0], papers[paper][1]);
	cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_TITLE,
	    title);
	cairo_pdf_surface_set_metadata(pdf->surface,
	    CAIRO_PDF_METADATA_CREATOR, "Vitrine " VITRINE_VERSION);
	pdf->cr = cairo_create(pdf->surface);
	pdf->layout = pango_cairo_create_layout(pdf->cr);
	pango_layout_set_single_paragraph_mode(pdf->layout, TRUE);
	return pdf;
}

int
pdf_close(struct pdf *pdf, struct err *err)
{
	cairo_status_t	status;

	g_object_unref(pdf->layout);
	cairo_show_page(pdf->cr);
	cairo_destroy(pdf->cr);
	cairo_surface_finish(pdf->surface);
	status = cairo_surface_status(pdf->surface);
	cairo_surface_destroy(pdf->surface);
	free(pdf);
	if (status != CAIRO_STATUS_SUCCESS)
		return err_set(err, ERR_IO, "cannot make the pages: %s",
		    cairo_status_to_string(status));
	return 0;
}

double
pdf_width(const struct pdf *pdf)
{
	return papers[pdf->paper][0];
}

double
pdf_height(const struct pdf *pdf)
{
	return papers[pdf->paper][1];
}

void
pdf_page(struct pdf *pdf)
{
	cairo_show_page(pdf->cr);
}

static void
set(struct pdf *pdf, const struct pdf_font *font, const char *text)
{
	PangoFontDescription	*face = pango_font_description_new();
	PangoAttrList		*attrs = pango_attr_list_new();

	pango_font_description_set_family_static(face, "Sans");
	pango_font_description_set_absolute_size(face,
	    font->size * PANGO_SCALE);
	pango_font_description_set_weight(face, font->bold ?
	    PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_attr_list_insert(attrs, pango_attr_font_features_new("tnum=1"));
	pango_layout_set_font_description(pdf->layout, face);
	pango_layout_set_attributes(pdf->layout, attrs);
	pango_layout_set_width(pdf->layout, -1);
	pango_layout_set_text(pdf->layout, text, -1);
	pango_font_description_free(face);
	pango_attr_list_unref(attrs);
}

double
pdf_measure(struct pdf *pdf, const struct pdf_font *font, const char *text)
{
	int	width, height;

	set(pdf, font, text);
	pango_layout_get_size(pdf->layout, &width, &height);
	return (double)width / PANGO_SCALE;
}

void
pdf_text(struct pdf *pdf, const struct pdf_font *font, double x, double y,
    double width, enum pdf_align align, const char *text)
{
	static const PangoAlignment	sides[] = {
		[PDF_LEFT] = PANGO_ALIGN_LEFT,
		[PDF_RIGHT] = PANGO_ALIGN_RIGHT,
		[PDF_CENTER] = PANGO_ALIGN_CENTER,
	};

	if (width <= 0 || text[0] == '\0')
		return;
	set(pdf, font, text);
	/* A hair more, so that what was measured to fit does. */
	pango_layout_set_width(pdf->layout,
	    (int)((width + 0.5) * PANGO_SCALE));
	pango_layout_set_ellipsize(pdf->layout, PANGO_ELLIPSIZE_END);
	pango_layout_set_alignment(pdf->layout, sides[align]);
	cairo_set_source_rgb(pdf->cr, font->grey, font->grey, font->grey);
	cairo_move_to(pdf->cr, x, y);
	pango_cairo_show_layout(pdf->cr, pdf->layout);
}

void
pdf_rule(struct pdf *pdf, double x, double y, double width, double thick,
    double grey)
{
	cairo_set_source_rgb(pdf->cr, grey, grey, grey);
	cairo_rectangle(pdf->cr, x, y, width, thick);
	cairo_fill(pdf->cr);
}

void
pdf_box(struct pdf *pdf, double x, double y, double width, double height,
    double dark)
{
	cairo_set_source_rgb(pdf->cr, 1 - 0.84 * dark, 1 - 0.66 * dark,
	    1 - 0.42 * dark);
	cairo_rectangle(pdf->cr, x, y, width, height);
	cairo_fill(pdf->cr);
}
