/*
 * The HTTP client, and the one that hands letters to a mail server; http.c is
 * the only file that knows libcurl.
 *
 * A call is started and answered later, from the loop; nothing here waits.
 * Connections are kept and used again.  TLS is verified, always.  A redirect
 * is an answer like any other: whoever is asked for a secret must be who was
 * meant.
 */
#ifndef VITRINE_HTTP_H
#define VITRINE_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clock.h"
#include "err.h"

struct buf;
struct http;
struct http_call;
struct loop;

#define HTTP_TIME	(15 * SECOND_US)	/* a whole call */
#define HTTP_BODY_MAX	(8 * 1024 * 1024)	/* of an answer */

/* A field of a form (multipart/form-data), or the file in it. */
struct http_field {
	const char	*name;
	const char	*value;		/* NULL: a file */
	const char	*file_name;
	const char	*file_type;
	const void	*file;
	size_t		 file_len;
};

struct http_ask {
	const char		*method;	/* "GET" */
	const char		*url;		/* http:// or https:// */
	const char *const	*headers;	/* "Name: value", NULL ends */
	const void		*body;		/* NULL: none */
	size_t			 body_len;
	const struct http_field	*fields;	/* instead of a body */
	size_t			 field_count;
	/*
	 * Not to be sent a second time when a connection that was kept turns
	 * out to have ended: by a connection of its own.
	 */
	bool			 once;
	int64_t			 time_us;	/* 0: HTTP_TIME */
	size_t			 body_max;	/* 0: HTTP_BODY_MAX */
};

struct http_answer {
	int		 status;	/* 0: there was none, see err */
	const char	*body;		/* NUL-terminated, "" when empty */
	size_t		 len;
	const char	*headers;	/* as they came, without the first line */
	struct err	 err;		/* UNAVAILABLE or INPUT */
};

/* The answer is valid during the call. */
typedef void http_done_fn(const struct http_answer *, void *arg);

/* NULL without the library. */
struct http *http_new(struct loop *, struct err *) MUST_CHECK;
/* Calls under way are dropped and not answered.  NULL is fine. */
void	http_free(struct http *);

/*
 * Starts a call; everything in ask is copied.  done is called exactly once,
 * never from inside http_start, unless the call is cancelled first.
 */
struct http_call *http_start(struct http *, const struct http_ask *,
	    http_done_fn *done, void *arg);
/* A letter; mail.h makes one. */
struct http_mail {
	const char		*url;		/* smtp://host:587, smtps://host */
	const char		*user;		/* "": nobody has to sign in */
	const char		*password;
	const char		*sender;	/* "shop@example.com" */
	const char		*recipient;
	const char *const	*headers;	/* all of them; NULL ends */
	const char		*text;
	const char		*html;		/* "": text alone */
	const char		*file_name;	/* of an attachment; "": none */
	const char		*file_type;
	const void		*file;
	size_t			 file_len;
	int64_t			 time_us;	/* 0: HTTP_TIME */
};

/*
 * Hands a letter to a mail server, in the clear only on this machine.  The
 * answer's status is the server's last word (250 when it took the letter; 4xx
 * another time, 5xx never); err is set unless it took it.
 */
struct http_call *http_mail(struct http *, const struct http_mail *,
	    http_done_fn *done, void *arg);

/* Before it was answered only.  NULL is fine. */
void	http_cancel(struct http_call *);

/*
 * A header's value copied into out, cut to size; false (and "") when it is not
 * there.  Names are compared without case.
 */
bool	http_header(const struct http_answer *, const char *name, char *out,
	    size_t size);
/* How long the answer asks us to stay away (Retry-After), us; 0: it does not. */
int64_t	http_retry_after(const struct http_answer *);

/* Appends text for use in a query or a form: what is not plain is %xx. */
void	http_escape(struct buf *, const char *);

#endif
