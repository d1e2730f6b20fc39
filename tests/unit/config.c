/* Settings: what the file may say, and what a wrong line is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/config.h"

static void
good(struct config *c, const char *text)
{
	struct err	err = ERR_INIT;

	if (config_parse(c, text, strlen(text), "f", &err) < 0)
		fail_msg("%s", err.text);
}

static void
bad(const char *text, const char *want)
{
	struct config	c;
	struct err	err = ERR_INIT;

	assert_int_equal(config_parse(&c, text, strlen(text), "f", &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_string_not_equal(err.hint, "");
	if (strstr(err.text, want) == NULL)
		fail_msg("'%s' is not in '%s'", want, err.text);
	assert_int_equal(c.hold_minutes, 10);
	config_free(&c);
}

static void
defaults(void **state)
{
	struct config	c;

	(void)state;
	good(&c, "");
	assert_string_equal(c.shop, "");
	assert_string_equal(c.listen, "127.0.0.1:8080");
	assert_int_equal(c.hold_minutes, 10);
	assert_int_equal(c.scanner_suffix, SUFFIX_CR);
	assert_int_equal(c.log_level, LOG_CHOICE_INFO);
	config_free(&c);
}

static void
values(void **state)
{
	struct config	c;

	(void)state;
	good(&c, "# a comment\nshop = 'postgresql://u:pa${x}@h/d?a=b&c=d'\n"
	    "/* ${more} */ register = \"Counter 1\" // ${yes}\n"
	    "hold_minutes = 15\nscanner_suffix = tab\n"
	    "scanner_prefix = \"\\x02\"\nprinter_kind=escpos");
	assert_string_equal(c.shop, "postgresql://u:pa${x}@h/d?a=b&c=d");
	assert_string_equal(c.register_name, "Counter 1");
	assert_int_equal(c.hold_minutes, 15);
	assert_int_equal(c.scanner_suffix, SUFFIX_TAB);
	assert_string_equal(c.scanner_prefix, "\x02");
	assert_int_equal(c.printer_kind, PRINTER_ESCPOS);
	config_free(&c);
	good(&c, "shop = sqlite:/srv/a.db\nlisten = 0.0.0.0:80\n");
	assert_string_equal(c.shop, "sqlite:/srv/a.db");
	assert_string_equal(c.listen, "0.0.0.0:80");
	config_free(&c);
	good(&c, "shop = postgresql://h/d\n");
	assert_string_equal(c.shop, "postgresql://h/d");
	config_free(&c);
}

static void
wrong_lines(void **state)
{
	struct config	c;

	(void)state;
	bad("\n\nshopp = 'x'\n", "f:3: no such option 'shopp'");
	bad("hold_minutes = 10\nhold_minutes = 11\n",
	    "f:2: hold_minutes is set twice");
	bad("hold_minutes = 0\n", "f:1: hold_minutes is '0'");
	bad("hold_minutes = 1e3\n", "f:1: hold_minutes is '1e3'");
	bad("hold_minutes = -5\n", "f:1: hold_minutes is '-5'");
	bad("\nscanner_suffix = crlf\n", "f:2: scanner_suffix is 'crlf'");
	bad("# x\nshop = \"postgresql://u:pa${x}@h/d\"\n", "f:2: ${ in a value");
	bad("shop = x${HOME}\n", "f:1: ${ in a value");
	bad("shop = 'a\x1b[2Jb'\n", "control characters");
	bad("printer = \"a\xff\"\n", "control characters");
	bad("shop = \n", "f:");
	bad("shop 'x'\n", "f:1");
	bad("shop = \"never ends\nlisten = '1:1'\n", "f:");
	/* What a failed parse leaves in the lexer must not leak into the next. */
	good(&c, "register = R1\n");
	assert_string_equal(c.register_name, "R1");
	config_free(&c);
	bad("register = R1\n/* never ends\n", "f:3: a comment never ends");
	bad("shop = postgresql://u:pa#ss@h/d\n", "f:1: # in a value");
	good(&c, "register = R2\n");
	assert_string_equal(c.register_name, "R2");
	config_free(&c);
}

static void
not_text(void **state)
{
	struct config	c;
	struct err	err = ERR_INIT;

	(void)state;
	assert_int_equal(config_parse(&c, "a\0b", 3, "f", &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	config_free(&c);
}

static void
which_shop(void **state)
{
	struct config	c;
	struct err	err = ERR_INIT;

	(void)state;
	good(&c, "shop = 'sqlite:/file.db'\n");
	setenv("VITRINE_SHOP", "sqlite:/env.db", 1);
	assert_string_equal(config_shop(&c, "sqlite:/opt.db", &err),
	    "sqlite:/opt.db");
	assert_string_equal(config_shop(&c, NULL, &err), "sqlite:/env.db");
	unsetenv("VITRINE_SHOP");
	assert_string_equal(config_shop(&c, NULL, &err), "sqlite:/file.db");
	assert_null(config_shop(&c, "", &err));
	config_free(&c);

	good(&c, "");
	setenv("XDG_DATA_HOME", "/data", 1);
	assert_string_equal(config_shop(&c, NULL, &err),
	    "sqlite:/data/vitrine/shop.db");
	setenv("XDG_DATA_HOME", "relative", 1);
	setenv("HOME", "/home/ann", 1);
	assert_string_equal(config_shop(&c, NULL, &err),
	    "sqlite:/home/ann/.local/share/vitrine/shop.db");
	unsetenv("HOME");
	assert_null(config_shop(&c, NULL, &err));
	assert_int_equal(err.kind, ERR_CONFIG);
	config_free(&c);
}

static void
which_file(void **state)
{
	char		 dir[] = "/tmp/vitrine-config-XXXXXX";
	char		 path[128];
	struct config	 c;
	struct err	 err = ERR_INIT;
	FILE		*f;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "sqlite:%s/a/b/shop.db", dir);
	assert_int_equal(config_make_dirs(path, &err), 0);
	assert_int_equal(config_make_dirs(path, &err), 0);
	snprintf(path, sizeof path, "%s/a/vitrine", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof path, "%s/a/vitrine/vitrine.conf", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("register = found\n", f);
	fclose(f);

	assert_int_equal(config_load(&c, path, &err), 0);
	assert_string_equal(c.register_name, "found");
	assert_string_equal(c.path, path);
	config_free(&c);

	snprintf(path, sizeof path, "%s/a", dir);
	setenv("XDG_CONFIG_HOME", path, 1);
	unsetenv("VITRINE_CONFIG");
	assert_int_equal(config_load(&c, NULL, &err), 0);
	assert_string_equal(c.register_name, "found");
	config_free(&c);

	setenv("VITRINE_CONFIG", "/nowhere/at/all", 1);
	assert_int_equal(config_load(&c, NULL, &err), -1);
	assert_int_equal(err.kind, ERR_NO_INPUT);
	config_free(&c);

	snprintf(path, sizeof path, "%s/a/vitrine/vitrine.conf", dir);
	assert_int_equal(unlink(path), 0);
	snprintf(path, sizeof path, "%s/a/vitrine", dir);
	assert_int_equal(rmdir(path), 0);
	snprintf(path, sizeof path, "%s/a/b", dir);
	assert_int_equal(rmdir(path), 0);
	snprintf(path, sizeof path, "%s/a", dir);
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(rmdir(dir), 0);
}

static void
rows_show(void **state)
{
	struct config	c;
	char		value[64];
	size_t		i;

	(void)state;
	good(&c, "scanner_suffix = none\nhold_minutes = 12\n");
	for (i = 0; i < config_count(); i++) {
		assert_string_not_equal(config_doc(i), "");
		config_value(&c, i, value, sizeof value);
		if (strcmp(config_name(i), "scanner_suffix") == 0)
			assert_string_equal(value, "none");
		if (strcmp(config_name(i), "hold_minutes") == 0)
			assert_string_equal(value, "12");
	}
	config_free(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults),
		cmocka_unit_test(values),
		cmocka_unit_test(wrong_lines),
		cmocka_unit_test(not_text),
		cmocka_unit_test(which_shop),
		cmocka_unit_test(which_file),
		cmocka_unit_test(rows_show),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
