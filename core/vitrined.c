/*
 * vitrined: the listener.  Reads its settings, opens the shop and its ports,
 * and turns the loop until it is told to stop; then finishes what it began.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

#include "channel/links.h"
#include "channel/post.h"
#include "clock.h"
#include "err.h"
#include "log.h"
#include "mem.h"
#include "run/config.h"
#include "run/loop.h"
#include "str.h"
#include "web/app.h"
#include "web/network.h"
#include "web/payment.h"

#define LISTEN_MAX	8
#define DRAIN_US	(10 * SECOND_US)	/* for what is under way */
#define WATCH_US	(50 * MS_US)

struct options {
	const char	*shop;
	const char	*config;
	const char	*listen[LISTEN_MAX];
	size_t		 listen_count;
	int64_t		 hold_seconds;		/* 0: as the settings say */
	bool		 demo;
	bool		 done;			/* --help, --version */
};

struct listener {
	struct app	 app;
	struct loop	*loop;
	struct config	 config;
	struct post	*post;		/* NULL: no mail is sent */
	const char	*config_path;
	int64_t		 give_up;	/* clock_mono(), once stopping */
	bool		 ready;
	bool		 stopping;
};

static const char usage[] =
    "usage: vitrined [--listen ADDRESS:PORT]... [--shop URL] [--config FILE]\n"
    "                [--hold-seconds N] [--demo]\n"
    "       vitrined --help | --version\n";

static const char help[] =
    "\n"
    "The headless listener of a Vitrine shop: HTTP API, storefront page and\n"
    "live events.  Stays in the foreground and logs to standard error.\n"
    "\n"
    "  --listen ADDRESS:PORT  where to listen (127.0.0.1:8080); may be given\n"
    "                         several times, [::1]:8080 for IPv6\n"
    "  --shop URL             sqlite:PATH or postgresql://...\n"
    "  --config FILE          settings; see vitrine.conf(5)\n"
    "  --hold-seconds N       how long a visitor's checkout holds a piece\n"
    "  --demo                 the page takes a test payment; no money moves\n"
    "  --help, --version      say so and exit\n"
    "\n"
    "SIGTERM and SIGINT finish what is under way and exit 0; SIGHUP reads the\n"
    "settings and the shop's particulars again.\n";

static int
parse_options(int argc, char **argv, struct options *o, struct err *err)
{
	static const struct option	names[] = {
		{ "listen", required_argument, NULL, 'l' },
		{ "shop", required_argument, NULL, 's' },
		{ "config", required_argument, NULL, 'c' },
		{ "hold-seconds", required_argument, NULL, 't' },
		{ "demo", no_argument, NULL, 'd' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	int	c;

	while ((c = getopt_long(argc, argv, "", names, NULL)) != -1) {
		switch (c) {
		case 'l':
			if (o->listen_count == LISTEN_MAX)
				return err_set(err, ERR_USAGE,
				    "at most %d times --listen", LISTEN_MAX);
			o->listen[o->listen_count++] = optarg;
			break;
		case 's':
			o->shop = optarg;
			break;
		case 'c':
			o->config = optarg;
			break;
		case 't':
			if (!str_int64(optarg, &o->hold_seconds) ||
			    o->hold_seconds < 1 || o->hold_seconds > 86400)
				return err_set(err, ERR_USAGE,
				    "--hold-seconds is from 1 to 86400");
			break;
		case 'd':
			o->demo = true;
			break;
		case 'h':
			printf("%s%s", usage, help);
			o->done = true;
			return 0;
		case 'V':
			printf("vitrined %s\n", VITRINE_VERSION);
			o->done = true;
			return 0;
		default:
			fputs(usage, stderr);
			return err_set(err, ERR_USAGE, "see --help");
		}
	}
	if (optind < argc)
		return err_set(err, ERR_USAGE, "'%s' is not understood",
		    argv[optind]);
	return 0;
}

/* One datagram to whoever started us, when it asked for that. */
static void
tell_manager(const char *text)
{
	const char		*path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un	 addr = { .sun_family = AF_UNIX };
	socklen_t		 len;
	int			 fd;

	if (path == NULL || strlen(path) >= sizeof(addr.sun_path) ||
	    (*path != '/' && *path != '@'))
		return;
	str_copy(addr.sun_path, sizeof(addr.sun_path), path);
	len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
	    strlen(path));
	if (*path == '@')
		addr.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return;
	sendto(fd, text, strlen(text), MSG_NOSIGNAL,
	    (const struct sockaddr *)&addr, len);
	close(fd);
}

static void
on_stop(int signo, void *arg)
{
	struct listener	*l = arg;

	(void)signo;
	if (l->stopping) {		/* asked twice: at once */
		loop_stop(l->loop);
		return;
	}
	log_info("stopping: %zu requests under way",
	    serve_busy(l->app.serve));
	tell_manager("STOPPING=1");
	l->stopping = true;
	l->give_up = clock_mono() + DRAIN_US;
	serve_drain(l->app.serve);
}

static enum log_level
level_of(const struct config *config)
{
	switch (config->log_level) {
	case LOG_CHOICE_ERROR:
		return LOG_LVL_ERROR;
	case LOG_CHOICE_WARN:
		return LOG_LVL_WARN;
	case LOG_CHOICE_INFO:
		return LOG_LVL_INFO;
	case LOG_CHOICE_DEBUG:
		return LOG_LVL_DEBUG;
	}
	return LOG_LVL_INFO;
}

static int
open_log(const struct config *config, struct err *err)
{
	return log_open("vitrined", config->log[0] != '\0' ? config->log :
	    NULL, level_of(config), err);
}

static struct quota_limits
limits_of(const struct config *config)
{
	return (struct quota_limits){ .visitor = config->holds_visitor,
		.network = config->holds_network,
		.visitors = config->holds_page,
		.owner = config->holds_owner, .key = config->holds_key };
}

/* New log level, new log file (rotated), new rates and names. */
static void
on_hangup(int signo, void *arg)
{
	struct listener	*l = arg;
	struct config	 fresh;
	struct err	 err = ERR_INIT;

	(void)signo;
	if (config_load(&fresh, l->config_path, &err) == -1 ||
	    open_log(&fresh, &err) == -1) {
		log_error("settings not read again: %s", err.text);
	} else {
		struct quota_limits	limits = limits_of(&fresh);

		quota_limit(l->app.quota, &limits);
		log_info("settings read again");
	}
	config_free(&fresh);
	app_reload(&l->app);
	links_reload(l->app.links);
}

static void
watch(void *arg)
{
	struct listener	*l = arg;
	char		 why[200];

	if (!l->ready && app_ready(&l->app, why, sizeof(why))) {
		l->ready = true;
		log_info("ready");
		tell_manager("READY=1\nSTATUS=ready to sell");
	}
	if (l->stopping && (serve_busy(l->app.serve) == 0 ||
	    clock_mono() > l->give_up))
		loop_stop(l->loop);
}

/* What one turn of the loop had to say, in one write. */
static void
flush_log(void *arg)
{
	(void)arg;
	log_flush();
}

/* Every connection is a descriptor, and the usual limit is 1024. */
static void
raise_limits(void)
{
	struct rlimit	limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
	    limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max > 65536 ? 65536 :
		    limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

static int
open_ports(struct listener *l, const struct options *o, struct err *err)
{
	struct serve_conf	conf = serve_conf_default();
	struct proxies		proxies;

	conf.routes = app_routes;
	conf.app = &l->app;
	conf.enter = app_enter;
	conf.missing = app_missing;
	conf.done = app_done;
	conf.quiet = app_quiet;
	if (proxies_parse(l->config.trusted_proxy, &proxies, err) == -1)
		return -1;
	conf.proxies = &proxies;
	l->app.serve = serve_new(l->loop, &conf);
	if (o->listen_count == 0)
		return serve_listen(l->app.serve, l->config.listen, err);
	for (size_t i = 0; i < o->listen_count; i++)
		if (serve_listen(l->app.serve, o->listen[i], err) == -1)
			return -1;
	return 0;
}

static int
take_payment(struct app *app, const struct config *config, struct err *err)
{
	struct arena	*arena = arena_new();
	int		 rc = 0;

	app->reserve_us = config->reserve_hours * 60 * MINUTE_US;
	app->payment_url = mem_strdup(config->payment_url);
	if (*app->payment_url != '\0')
		rc = payment_check(app->payment_url, err);
	app->payment_origin = mem_strdup(rc == -1 || *app->payment_url == '\0' ?
	    "" : payment_origin(arena, app->payment_url));
	arena_free(arena);
	return rc;
}

static int
run(struct listener *l, const struct options *o, struct err *err)
{
	const char	*shop, *address;

	if (config_load(&l->config, o->config, err) == -1 ||
	    open_log(&l->config, err) == -1 ||
	    (shop = config_shop(&l->config, o->shop, err)) == NULL)
		return -1;
	l->app.demo = o->demo;
	l->app.hold_us = o->hold_seconds > 0 ? o->hold_seconds * SECOND_US :
	    l->config.hold_minutes * MINUTE_US;
	l->app.web_url = mem_strdup(l->config.web_url);
	l->app.quota_limits = limits_of(&l->config);
	if (take_payment(&l->app, &l->config, err) == -1)
		return -1;
	l->loop = loop_new();
	if (open_ports(l, o, err) == -1 ||
	    app_init(&l->app, l->loop, shop, err) == -1)
		return -1;
	l->app.links = links_new(l->loop, shop, &l->config, err);
	if (l->app.links == NULL)
		return -1;
	l->post = post_new(l->loop, shop, &l->config, err);
	if (l->post == NULL && err->kind != ERR_NONE)
		return -1;
	loop_signal(l->loop, SIGTERM, on_stop, l);
	loop_signal(l->loop, SIGINT, on_stop, l);
	loop_signal(l->loop, SIGHUP, on_hangup, l);
	loop_every(l->loop, WATCH_US, watch, l);
	loop_before(l->loop, flush_log, l);
	log_defer();
	for (size_t i = 0; (address = serve_address(l->app.serve, i)) != NULL;
	    i++)
		log_info("listening on http://%s/ for %s", address,
		    db_url(l->app.watch));
	loop_run(l->loop);
	return 0;
}

int
main(int argc, char **argv)
{
	struct options	 o = { 0 };
	struct listener	 l = { .ready = false };
	struct err	 err = ERR_INIT;
	int		 status = 0;

	signal(SIGPIPE, SIG_IGN);
	raise_limits();
	if (parse_options(argc, argv, &o, &err) == 0 && !o.done) {
		l.config_path = o.config;
		if (run(&l, &o, &err) == 0)
			log_info("stopped");
		post_free(l.post);
		links_free(l.app.links);
		app_free(&l.app);
		/* A second signal has nothing to hurry any more. */
		signal(SIGTERM, SIG_IGN);
		signal(SIGINT, SIG_IGN);
		loop_free(l.loop);
		config_free(&l.config);
	}
	if (err.kind != ERR_NONE) {
		fprintf(stderr, "vitrined: %s\n", err.text);
		if (err.hint[0] != '\0')
			fprintf(stderr, "%s\n", err.hint);
		status = err_exit_status(&err);
	}
	log_close();
	return status;
}
