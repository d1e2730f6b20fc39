/* The virtual list: see list.h. */
#include "list.h"

static void
clamp(struct list *list)
{
	if (list->at >= list->count)
		list->at = list->count - 1;
	if (list->at < 0)
		list->at = 0;
}

void
list_count(struct list *list, int64_t count)
{
	list->count = count;
	clamp(list);
	list_stale(list);
}

bool
list_act(struct list *list, enum cmd cmd)
{
	int64_t	page = list->rows > 1 ? list->rows - 1 : 1;

	if (cmd == CMD_UP)
		list->at--;
	else if (cmd == CMD_DOWN)
		list->at++;
	else if (cmd == CMD_PAGE_UP)
		list->at -= page;
	else if (cmd == CMD_PAGE_DOWN)
		list->at += page;
	else if (cmd == CMD_FIRST)
		list->at = 0;
	else if (cmd == CMD_LAST)
		list->at = list->count - 1;
	else
		return false;
	clamp(list);
	return true;
}

/* The first row to show in a window of so many rows. */
static int64_t
top_for(const struct list *list, int rows)
{
	int64_t	top = list->top;

	if (rows < 1)
		return list->at;
	if (top > list->count - rows)
		top = list->count - rows;
	if (list->at < top)
		top = list->at;
	if (list->at >= top + rows)
		top = list->at - rows + 1;
	return top < 0 ? 0 : top;
}

void
list_settle(struct list *list, int rows, const struct list_source *source,
    void *arg)
{
	int64_t	from, to;

	list->rows = rows;
	list->top = top_for(list, rows);
	from = list->top;
	to = from + rows > list->count ? list->count : from + rows;
	if (source->want == NULL || from >= to ||
	    (from >= list->asked_from && to <= list->asked_to))
		return;
	from = from > rows ? from - rows : 0;
	to = to + rows > list->count ? list->count : to + rows;
	list->asked_from = from;
	list->asked_to = to;
	source->want(arg, from, to);
}

void
list_stale(struct list *list)
{
	list->asked_from = list->asked_to = 0;
}

void
list_draw(const struct list *list, struct canvas *c,
    const struct list_source *source, const void *arg)
{
	int	height = list->height > 1 ? list->height : 1;
	int	fit = c->rows / height;
	int64_t	top = top_for(list, fit);
	bool	more = list->count > fit;

	for (int y = 0; y < fit && top + y < list->count; y++) {
		struct canvas	row = canvas_sub(c, y * height, 0, height,
		    c->cols - (more ? 1 : 0));

		source->draw(arg, &row, top + y, top + y == list->at);
	}
	if (!more || c->rows < 2)
		return;
	canvas_fill(c, 0, c->cols - 1, c->rows, 1, INK_DIM, 0x2502);
	canvas_fill(c, (int)(list->at * (c->rows - 1) / (list->count - 1)),
	    c->cols - 1, 1, 1, INK_PLAIN, 0x2588);
}
