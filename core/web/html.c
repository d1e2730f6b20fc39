/* HTML: see html.h. */
#include "web/html.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "log.h"
#include "str.h"
#include "web/feed.h"

/* Forms may lead on to the payment's site, and nowhere else. */
static const char policy[] =
    "default-src 'none'; img-src 'self'; style-src 'self'; "
    "script-src 'self'; connect-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self' ";

void
html_text(struct buf *buf, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '&':
			buf_addstr(buf, "&amp;");
			break;
		case '<':
			buf_addstr(buf, "&lt;");
			break;
		case '>':
			buf_addstr(buf, "&gt;");
			break;
		case '"':
			buf_addstr(buf, "&quot;");
			break;
		case '\'':
			buf_addstr(buf, "&#39;");
			break;
		default:
			buf_addch(buf, *text);
		}
	}
}

void
html_printf(struct buf *buf, const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	while (*fmt != '\0') {
		size_t	plain = strcspn(fmt, "%");

		buf_add(buf, fmt, plain);
		fmt += plain;
		if (*fmt == '\0')
			break;
		if (fmt[1] == 's')
			html_text(buf, va_arg(ap, const char *));
		else
			assert(fmt[1] == '%'), buf_addch(buf, '%');
		fmt += 2;
	}
	va_end(ap);
}

void
html_money(struct buf *buf, const struct app *app, money amount)
{
	char	text[MONEY_TEXT];

	html_text(buf, money_text(amount, &app_shop(app)->currency,
	    MONEY_SYMBOL, text));
}

void
html_paragraphs(struct buf *buf, const char *text)
{
	bool	open = false;

	while (*text != '\0') {
		size_t	len = strcspn(text, "\n");

		if (len == 0 && open) {
			buf_addstr(buf, "</p>\n");
			open = false;
		}
		if (len > 0) {
			struct buf	line = BUF_INIT(len + 1);

			buf_add(&line, text, len);
			buf_addstr(buf, open ? "<br>" : "<p>");
			html_text(buf, buf_str(&line));
			buf_free(&line);
			open = true;
		}
		text += len;
		if (*text == '\n')
			text++;
	}
	if (open)
		buf_addstr(buf, "</p>\n");
}

void
html_begin(struct buf *buf, const struct app *app,
    const struct html_page *page)
{
	const struct till	*shop = app_shop(app);
	char			 position[FEED_POSITION];

	buf_addstr(buf, "<!doctype html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n");
	html_printf(buf, "<title>%s%s%s</title>\n", page->title,
	    *page->title != '\0' ? " · " : "", shop->shop.name);
	buf_addstr(buf, "<link rel=\"stylesheet\" href=\"/assets/page.css\">\n"
	    "<link rel=\"icon\" href=\"/assets/icon.svg\" "
	    "type=\"image/svg+xml\">\n"
	    "<script src=\"/assets/page.js\" defer></script>\n</head>\n");
	if (page->live) {
		feed_position(app->feed, position);
		html_printf(buf, "<body data-since=\"%s\">\n", position);
	} else {
		buf_addstr(buf, "<body>\n");
	}
	buf_addstr(buf, "<a class=\"skip\" href=\"#main\">Skip to the "
	    "content</a>\n<header class=\"top\">\n");
	html_printf(buf, "<a class=\"name\" href=\"/\">%s</a>\n",
	    shop->shop.name);
	buf_addstr(buf, "<form class=\"search\" role=\"search\" action=\"/\">"
	    "<label class=\"aside\" for=\"q\">Search the collection</label>");
	html_printf(buf, "<input id=\"q\" name=\"q\" type=\"search\" "
	    "value=\"%s\" maxlength=\"100\" placeholder=\"Search\" "
	    "autocomplete=\"off\"><button>Search</button></form>\n</header>\n"
	    "<main id=\"main\">\n", page->query != NULL ? page->query : "");
}

void
html_end(struct buf *buf, const struct app *app)
{
	const struct till	*shop = app_shop(app);

	buf_addstr(buf, "</main>\n<p class=\"aside\" id=\"said\" "
	    "role=\"status\" aria-live=\"polite\"></p>\n<footer>\n");
	html_printf(buf, "<p>%s", shop->store.name);
	if (!str_empty(shop->store.address))
		html_printf(buf, "<br>%s", shop->store.address);
	if (!str_empty(shop->store.phone))
		html_printf(buf, "<br>%s", shop->store.phone);
	buf_addstr(buf, "</p>\n<p>Every piece here lies in our showroom too. "
	    "What you see is what is there, this minute.</p>\n"
	    "</footer>\n</body>\n</html>\n");
}

void
html_answer(struct request *req, unsigned status, struct buf *buf)
{
	request_add_header(req, "Content-Security-Policy",
	    arena_printf(request_arena(req), "%s%s", policy,
	    visit_of(req)->app->payment_origin));
	request_add_header(req, "Cache-Control", "no-store");
	if (buf_full(buf))
		log_error("the page %s was too long", request_path(req));
	request_answer(req, status, "text/html; charset=utf-8", buf->bytes,
	    buf->len);
	buf_free(buf);
}

void
html_redirect(struct request *req, const char *path)
{
	request_add_header(req, "Location", path);
	request_answer(req, 303, NULL, NULL, 0);
}

void
html_say(struct request *req, unsigned status, const char *heading,
    const char *text)
{
	const struct app	*app = visit_of(req)->app;
	struct html_page	 page = { .title = heading };
	struct buf		 buf = BUF_INIT(HTML_MAX);

	html_begin(&buf, app, &page);
	html_printf(&buf, "<div class=\"notice\"><h1>%s</h1>\n<p>%s</p>\n"
	    "<p><a class=\"button\" href=\"/\">See the collection</a></p>"
	    "</div>\n", heading, text);
	html_end(&buf, app);
	html_answer(req, status, &buf);
}
