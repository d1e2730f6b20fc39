/* Letters by mail: see mail.h. */
#include "run/mail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "clock.h"
#include "mem.h"
#include "run/config.h"
#include "run/http.h"
#include "seal.h"
#include "str.h"

#define HEADER_MAX	2000
#define WORD_BYTES	42	/* of text in one encoded word (RFC 2047, 2) */

/* ------------------------------------------------------------- the server */

static int
load_password(struct mail_server *server, const char *place, struct err *err)
{
	if (!secret_is_place(place)) {
		err_set(err, ERR_CONFIG, "smtp_password is no place");
		return err_hint(err, "Put the password into a file only the "
		    "listener can read and write \"file:/path\", or "
		    "\"credential:NAME\".");
	}
	return secret_read(place, server->password, err);
}

int
mail_server_load(struct mail_server *server, const struct config *config,
    struct err *err)
{
	memset(server, 0, sizeof *server);
	if (config->smtp[0] == '\0')
		return 0;
	if (!str_starts(config->smtp, "smtp://") &&
	    !str_starts(config->smtp, "smtps://")) {
		err_set(err, ERR_CONFIG, "smtp is no mail server");
		return err_hint(err, "Write smtp://host:587 or "
		    "smtps://host:465.");
	}
	if (!mail_address_ok(config->mail_from)) {
		err_set(err, ERR_CONFIG, "mail_from is no address");
		return err_hint(err, "Write the address letters come from, "
		    "like shop@example.com.");
	}
	if (!str_copy(server->url, sizeof server->url, config->smtp) ||
	    !str_copy(server->user, sizeof server->user, config->smtp_user))
		return err_set(err, ERR_CONFIG, "smtp or smtp_user is too "
		    "long");
	str_copy(server->sender, sizeof server->sender, config->mail_from);
	if (server->user[0] == '\0')
		return 0;
	return load_password(server, config->smtp_password, err);
}

void
mail_server_wipe(struct mail_server *server)
{
	seal_wipe(server, sizeof *server);
}

bool
mail_address_ok(const char *address)
{
	const char	*at = strchr(address, '@');
	size_t		 len = strlen(address);

	return at != NULL && at != address && at[1] != '\0' &&
	    strchr(at + 1, '@') == NULL && len <= MAIL_ADDRESS &&
	    strpbrk(address, " \t\r\n<>()[]\\,;:\"") == NULL &&
	    str_is_clean(address, false);
}

/* ---------------------------------------------------------------- headers */

/* Whether a text may stand in a header as it is. */
static bool
is_plain(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~' || *text == '"' ||
		    *text == '\\' || (*text == '=' && text[1] == '?'))
			return false;
	return true;
}

/* The bytes of whole characters that fit into one encoded word. */
static size_t
word_bytes(const char *text)
{
	size_t		len = strlen(text), n = 0;
	uint32_t	cp;
	int		one;

	while (n < len) {
		one = str_utf8(text + n, len - n, &cp);
		if (one <= 0)
			one = 1;
		if (n + (size_t)one > WORD_BYTES)
			break;
		n += (size_t)one;
	}
	return n;
}

/* As RFC 2047 writes what is not ASCII; no text can end the header. */
static void
put_words(struct buf *out, const char *given)
{
	char	*text = mem_strdup(given), coded[WORD_BYTES * 2];
	size_t	 at, n;

	str_clean(text, false);
	if (is_plain(text)) {
		buf_addstr(out, text);
		free(text);
		return;
	}
	for (at = 0; text[at] != '\0'; at += n) {
		n = word_bytes(text + at);
		if (!seal_base64(text + at, n, coded, sizeof coded))
			break;
		buf_printf(out, "%s=?UTF-8?B?%s?=", at > 0 ? "\r\n " : "",
		    coded);
	}
	free(text);
}

static char *
text_header(struct arena *arena, const char *name, const char *text)
{
	struct buf	 out = BUF_INIT(HEADER_MAX * 2);
	char		*line;

	buf_printf(&out, "%s: ", name);
	put_words(&out, text);
	line = arena_strdup(arena, buf_str(&out));
	buf_free(&out);
	return line;
}

static char *
address_header(struct arena *arena, const char *name, const char *who,
    const char *address)
{
	struct buf	 out = BUF_INIT(HEADER_MAX * 2);
	bool		 quote = is_plain(who);
	char		*line;

	buf_printf(&out, "%s: ", name);
	if (!str_empty(who)) {
		buf_addstr(&out, quote ? "\"" : "");
		put_words(&out, who);
		buf_addstr(&out, quote ? "\" " : " ");
	}
	buf_printf(&out, "<%s>", address);
	line = arena_strdup(arena, buf_str(&out));
	buf_free(&out);
	return line;
}

/* RFC 5322, 3.3; in English whatever the locale. */
static char *
date_header(struct arena *arena, int64_t us)
{
	static const char	*const days[] = { "Sun", "Mon", "Tue", "Wed",
	    "Thu", "Fri", "Sat" };
	static const char	*const months[] = { "Jan", "Feb", "Mar", "Apr",
	    "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t			 seconds = (time_t)(us / SECOND_US);
	struct tm		 tm = { .tm_mday = 1 };

	(void)gmtime_r(&seconds, &tm);
	return arena_printf(arena, "Date: %s, %d %s %d %02d:%02d:%02d +0000",
	    days[tm.tm_wday % 7], tm.tm_mday, months[tm.tm_mon % 12],
	    tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* ---------------------------------------------------------------- sending */

struct mail_call {
	struct http_call	*call;
	mail_done_fn		*done;
	void			*arg;
};

/* The server's words: 4yz another time, 5yz never (RFC 5321, 4.2.1). */
static void
answered(const struct http_answer *answer, void *arg)
{
	struct mail_call	*mail = arg;
	struct err		 err = answer->err;
	enum mail_outcome	 outcome = MAIL_SENT;

	if (err.kind != ERR_NONE) {
		outcome = answer->status >= 500 && answer->status < 600 ?
		    MAIL_NEVER : MAIL_LATER;
		/* Not let in is a matter of the settings, not of a letter. */
		if (answer->status == 530 || answer->status == 535)
			outcome = MAIL_LATER;
		err_wrap(&err, "the mail server");
	}
	mail->done(outcome, &err, mail->arg);
	free(mail);
}

struct mail_call *
mail_send(struct http *http, const struct mail_server *server,
    const struct mail *mail, mail_done_fn *done, void *arg)
{
	struct arena		*arena = arena_new();
	struct mail_call	*call = mem_zalloc(sizeof *call);
	const char		*headers[8];
	char			 id[UUID_TEXT];
	struct http_mail	 letter = { .url = server->url,
	    .user = server->user, .password = server->password,
	    .sender = server->sender, .recipient = mail->to,
	    .headers = headers, .text = mail->text, .html = mail->html,
	    .file_name = "" };

	uuid_text(&mail->id, id);
	headers[0] = date_header(arena, mail->at);
	headers[1] = address_header(arena, "From", mail->from_name,
	    server->sender);
	headers[2] = address_header(arena, "To", mail->to_name, mail->to);
	headers[3] = text_header(arena, "Subject", mail->subject);
	/* The same letter has the same: sent twice it can be known for one. */
	headers[4] = arena_printf(arena, "Message-ID: <%s%s>", id,
	    strchr(server->sender, '@'));
	headers[5] = "Auto-Submitted: auto-generated";
	headers[6] = NULL;
	call->done = done;
	call->arg = arg;
	call->call = http_mail(http, &letter, answered, call);
	arena_free(arena);
	return call;
}

void
mail_cancel(struct mail_call *mail)
{
	if (mail == NULL)
		return;
	http_cancel(mail->call);
	free(mail);
}
