/* A register to test: see counter.h. */
#include "counter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pgserver.h"
#include "rig.h"

char *
counter_run(const char *shop, int status, const char *input, ...)
{
	const char		*argv[24];
	char			*program = rig_program("vitrinectl");
	struct rig_result	 r;
	va_list			 ap;
	size_t			 n = 0;

	argv[n++] = program;
	argv[n++] = shop;
	va_start(ap, input);
	while (n < 23 && (argv[n] = va_arg(ap, const char *)) != NULL)
		n++;
	va_end(ap);
	argv[n] = NULL;
	r = rig_run(argv, input, 30000);
	if (r.status != status)
		fail_msg("%s %s: %d, wanted %d\n%s%s", argv[2], argv[3],
		    r.status, status, r.out, r.err);
	free(program);
	free(r.err);
	return r.out;
}

static void
furnish(struct counter *me)
{
	free(counter_ctl(me, 0, "3333\n", "init", "--name", "Marsh & Daughters",
	    "--zone", "America/New_York", "--tax", "8.875", "--owner",
	    "Olivia", "--pin-stdin", "--registers", "2", NULL));
	free(counter_ctl(me, 0, "1111\n", "staff", "add", "Ana", "--role",
	    "associate", "--pin-stdin", "--as", "Olivia", NULL));
	free(counter_ctl(me, 0, "2222\n", "staff", "add", "Ben", "--role",
	    "manager", "--pin-stdin", "--as", "Olivia", NULL));
	free(counter_ctl(me, 0, NULL, "item", "add", "--as", "Olivia", "--sku",
	    "BR-1041", "--title", "Signed estate brooch", "--price",
	    "4200.00", "--barcode", "2000000010410", "--listed", NULL));
	free(counter_ctl(me, 0, NULL, "item", "add", "--as", "Olivia", "--sku",
	    "RG-7", "--title", "Łódź sapphire ring", "--price", "1900.00",
	    "--listed", NULL));
	free(counter_ctl(me, 0, NULL, "item", "add", "--as", "Olivia", "--sku",
	    "CL-1", "--title", "Cleaning cloth", "--price", "12.00",
	    "--stock", "9000", NULL));
	free(counter_ctl(me, 0, NULL, "drawer", "open", "--count", "20x5",
	    "--as", "Ana", "--register", "R1", NULL));
}

static struct counter *
make(char *url)
{
	static struct counter	 me;
	char			*text;

	memset(&me, 0, sizeof me);
	me.url = url;
	me.shop = rig_printf("--shop=%s", url);
	me.paper = rig_path("paper-%d", rand());
	me.config = rig_path("vitrine-%d.conf", rand());
	text = rig_printf("printer = '%s'\n", me.paper);
	rig_write_text(me.config, text);
	free(text);
	furnish(&me);
	return &me;
}

int
counter_sqlite(void **state)
{
	char	*path = rig_path("shop-%d.db", rand());

	*state = make(rig_printf("sqlite:%s", path));
	free(path);
	return 0;
}

int
counter_pg(void **state)
{
	*state = make(pgserver_database(NULL));
	return 0;
}

int
counter_own_pg(void **state)
{
	struct pgserver	*server = pgserver_start(false);
	struct counter	*me = make(pgserver_database(server));

	me->server = server;
	*state = me;
	return 0;
}

int
counter_gone(void **state)
{
	struct counter	*me = *state;

	if (me->pty != NULL)
		pty_free(me->pty);
	if (me->server != NULL)
		pgserver_stop(me->server);
	free(me->shop);
	free(me->url);
	free(me->paper);
	free(me->config);
	return 0;
}

void
counter_open_at(struct counter *me, int rows, int cols, const char *option,
    const char *env)
{
	char		*program = rig_program("vitrine");
	const char	*argv[] = { program, me->shop, "--config", me->config,
	    option, NULL };
	const char	*envs[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8",
	    env == NULL ? "NO_COLOR" : env, NULL };

	me->pty = pty_start(argv, envs, rows, cols);
	free(program);
}

void
counter_sign_in(struct counter *me)
{
	pty_expect(me->pty, "PIN >");
	pty_type(me->pty, "1111\r");
	pty_expect(me->pty, "Scan or type >");
}

void
counter_open(struct counter *me)
{
	counter_open_at(me, 24, 80, NULL, NULL);
	counter_sign_in(me);
}
