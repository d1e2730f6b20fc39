/* A page as plain text: see text.h. */
#include "print/text.h"

#include "buf.h"
#include "fold.h"
#include "print/paper.h"

struct render {
	struct buf	*out;
	size_t		 columns;
	bool		 form_feed;
};

/* Double width is spaced out, so that the columns stay where they are. */
static void
put_wide(struct buf *out, const char *text)
{
	size_t	len;
	int	width;

	for (; (len = fold_cluster(text, &width)) > 0; text += len) {
		buf_add(out, text, len);
		while (width-- > 0 && text[len] != '\0')
			buf_addch(out, ' ');
	}
}

static void
put(enum paper_item item, unsigned style, const char *text, void *arg)
{
	struct render	*render = arg;
	size_t		 width, indent;

	switch (item) {
	case PAPER_LINE:
		if (style & PAPER_WIDE)
			put_wide(render->out, text);
		else
			buf_addstr(render->out, text);
		buf_addch(render->out, '\n');
		break;
	case PAPER_RULE:
		buf_addstr(render->out, text);
		buf_addch(render->out, '\n');
		break;
	case PAPER_BARCODE:
		width = fold_width(text) + 2;
		indent = width < render->columns ?
		    (render->columns - width) / 2 : 0;
		buf_printf(render->out, "%*s*%s*\n", (int)indent, "", text);
		break;
	case PAPER_CUT:
		if (render->form_feed)
			buf_addch(render->out, '\f');
		break;
	case PAPER_KICK:
		break;
	}
}

void
text_render(const struct paper *paper, size_t columns, bool form_feed,
    struct buf *out)
{
	struct render	render = { out, columns, form_feed };

	paper_lay(paper, columns, put, &render);
}
