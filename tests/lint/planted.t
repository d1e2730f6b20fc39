#!/bin/bash
# The lints catch what they are there for: each violation is planted in a copy
# of the tree, and the lint that must complain is run there.
. "$(dirname "$0")/lint.sh"

copy=$tmp/copy
mkdir "$copy"
git -c safe.directory='*' ls-files -co --exclude-standard -z | xargs -0 cp --parents -Pt "$copy"
git -C "$copy" init -q
# Generated headers, so that an include of one is found.
[ ! -d build/gen ] || cp --parents -rt "$copy" build/gen

# caught LINT FILE TEXT: LINT fails when FILE ends with TEXT, naming FILE.
caught() {
	local lint=$1 file=$2 text=$3 old=$tmp/old
	rm -f "$old"
	[ ! -e "$copy/$file" ] || cp "$copy/$file" "$old"
	mkdir -p "$(dirname "$copy/$file")"
	printf '%b' "$text" >>"$copy/$file"
	out=$("$copy/tests/lint/$lint.t" 2>&1)
	rc=$?
	if [ -e "$old" ]; then
		cp "$old" "$copy/$file"
	else
		rm "$copy/$file"
	fi
	[ "$rc" != 0 ] && printf '%s\n' "$out" | grep -q "^# .*${file##*/}"
	result $? "$lint catches ${text%%\\n*} in $file"
}

# Without a plant they pass, or a catch would mean nothing.
for lint in arrows words text; do
	ok "$lint passes on the copy" "$copy/tests/lint/$lint.t"
done

caught arrows db/base/planted.c '#include "db.h"\n'
caught arrows db/planted.c '#include "sell/money.h"\n'
caught arrows db/planted.c '#include "term.h"\n'
caught arrows core/sell/planted.c '#include "term.h"\n'
caught arrows core/sell/planted.c '#include "../tui/term.h"\n'
caught arrows core/run/loop.c '#include <curses.h>\n'
caught arrows db/planted.c '#include <ncurses.h>\n'
caught arrows tui/planted.c '#include <libpq-fe.h>\n'
caught arrows core/desk/planted.c '#include <sqlite3.h>\n'
caught arrows db/planted.c '#include <curl/curl.h>\n'
caught arrows core/web/planted.c '#include <zlib.h>\n'
caught words db/planted.c 'char *f(void) { return strcpy(a, b); }\n'
caught words core/run/planted.c 'void f(void) { (void)system("ls"); }\n'
caught words tui/planted.c 'void f(void) { n = atoi(s); }\n'
caught words core/sell/planted.c 'static double price;\n'
caught words db/schema/pg/9999_planted.sql 'CREATE TABLE t (price numeric);\n'
caught words man/planted.7 '.\\" TO''DO\n'
caught words core/web/planted.c '/* htt''ps://shop.somebody.com/x */\n'
caught words tests/planted.t 'cd /wo''rk/here\n'
caught text man/planted.7 'no newline'
caught text db/planted.sql 'blank \n'
caught text db/planted.c '        eight();\n'
caught text db/planted.h 'int x;\n'
caught text core/desk/planted.c 'int\nmain(void)\n'
done_testing
