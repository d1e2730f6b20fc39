/* Forms: see form.h. */
#include "form.h"

#include <stdio.h>
#include <string.h>

#include "str.h"

void
form_start(struct form *form, struct field *fields, int count)
{
	form->fields = fields;
	form->count = count;
	form->at = 0;
	form->why[0] = '\0';
	for (int i = 0; i < count; i++) {
		fields[i].line.secret = fields[i].kind == FIELD_SECRET;
		fields[i].line.fresh = fields[i].kind == FIELD_AMOUNT;
	}
}

struct line *
form_line(struct form *form)
{
	struct field	*field = &form->fields[form->at];

	return field->kind == FIELD_CHOICE ? NULL : &field->line;
}

static bool
number_is(const char *s)
{
	int64_t	n;

	return str_int64(s, &n);
}

static bool
field_check(const struct field *field, char *why, size_t size)
{
	const char	*text = field->line.text;

	if (field->kind == FIELD_CHOICE)
		return true;
	if (str_empty(text)) {
		snprintf(why, size, "%s is needed.", field->label);
		return !field->required;
	}
	if (field->kind == FIELD_NUMBER && !number_is(text)) {
		snprintf(why, size, "%s must be a whole number.",
		    field->label);
		return false;
	}
	return field->check == NULL || field->check(field, why, size);
}

bool
form_check(struct form *form)
{
	char	why[sizeof form->why] = "";

	form->why[0] = '\0';
	for (int i = 0; i < form->count; i++) {
		if (field_check(&form->fields[i], why, sizeof why))
			continue;
		form->at = i;
		str_copy(form->why, sizeof form->why, why);
		return false;
	}
	return true;
}

static enum form_result
ok(struct form *form)
{
	char	why[sizeof form->why] = "";

	form->why[0] = '\0';
	if (!field_check(&form->fields[form->at], why, sizeof why)) {
		str_copy(form->why, sizeof form->why, why);
		return FORM_GOING;
	}
	if (form->at + 1 < form->count) {
		form->at++;
		return FORM_GOING;
	}
	return form_check(form) ? FORM_DONE : FORM_GOING;
}

enum form_result
form_act(struct form *form, enum cmd cmd)
{
	if (cmd == CMD_OK)
		return ok(form);
	if (cmd == CMD_NEXT)
		form->at = (form->at + 1) % form->count;
	else if (cmd == CMD_PREV)
		form->at = (form->at + form->count - 1) % form->count;
	else if (cmd == CMD_DOWN)
		form->at += form->at + 1 < form->count;
	else if (cmd == CMD_UP)
		form->at -= form->at > 0;
	else
		return FORM_NOT_MINE;
	return FORM_GOING;
}

bool
form_key(struct form *form, const struct event *ev)
{
	struct field	*field = &form->fields[form->at];
	int		 n = 0;

	if (field->kind != FIELD_CHOICE)
		return false;
	while (field->choices[n] != NULL)
		n++;
	if (ev->kind == EV_KEY && ev->key == KEY_LEFT)
		field->choice = (field->choice + n - 1) % n;
	else if ((ev->kind == EV_KEY && ev->key == KEY_RIGHT) ||
	    (ev->kind == EV_TEXT && ev->ch == ' '))
		field->choice = (field->choice + 1) % n;
	else
		return false;
	return true;
}

bool
form_typing(const struct form *form, const char *text)
{
	const struct field	*field = &form->fields[form->at];
	size_t			 len = strlen(text);

	/* No price and no count has as many digits as a barcode. */
	if (field->kind == FIELD_NUMBER || field->kind == FIELD_AMOUNT)
		return strspn(text, "0123456789") < 8 &&
		    strspn(text, "0123456789.,-+$") == len;
	return false;
}

static int
label_width(const struct form *form)
{
	int	width = 0;

	for (int i = 0; i < form->count; i++) {
		int	w = text_width(form->fields[i].label);

		width = w > width ? w : width;
	}
	return width;
}

static void
draw_choice(const struct field *field, struct canvas *c, int y, int x,
    bool focus)
{
	for (int i = 0; field->choices[i] != NULL; i++) {
		bool	here = i == field->choice;
		char	text[80];

		snprintf(text, sizeof text, here ? "[%s]" : " %s ",
		    field->choices[i]);
		if (here && focus)
			canvas_cursor(c, y, x);
		x += canvas_text(c, y, x, -1, here && focus ? INK_FOCUS :
		    here ? INK_BOLD : INK_DIM, text) + 1;
	}
	/* The arrows that change it. */
	if (focus && x + 3 <= c->cols)
		canvas_right(c, y, c->cols, INK_DIM,
		    "\xe2\x86\x90 \xe2\x86\x92");
}

int
form_draw(const struct form *form, struct canvas *c, int y, bool focus)
{
	int	x = label_width(form) + 2, start = y;

	if (x > c->cols / 2)
		x = c->cols / 2;
	for (int i = 0; i < form->count; i++, y++) {
		const struct field	*field = &form->fields[i];
		bool			 here = focus && i == form->at;
		int			 width = c->cols - x;

		canvas_text(c, y, 0, x - 1, here ? INK_BOLD : INK_DIM,
		    field->label);
		if (here)
			canvas_text(c, y, x - 2, 1, INK_ACCENT, ">");
		if (field->kind == FIELD_CHOICE) {
			draw_choice(field, c, y, x, here);
			continue;
		}
		if (field->hint != NULL && width > 30) {
			width -= text_width(field->hint) + 2;
			canvas_text(c, y, x + width + 1, -1, INK_DIM,
			    field->hint);
		}
		line_draw(&field->line, c, y, x, width, here);
	}
	if (form->why[0] != '\0') {
		canvas_printf(c, y, 0, -1, INK_BOLD, "! %s", form->why);
		y++;
	}
	return y - start;
}
