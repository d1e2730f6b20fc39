#!/bin/bash
# Every text file is UTF-8, ends with a newline, and has no blanks at the end
# of a line; C is indented with tabs and compiles into one main per binary.
. "$(dirname "$0")/lint.sh"

all=$(sources . ':!*.png' ':!*.jpg' ':!tests/fuzz/*/*')
for f in $all; do
	[ ! -s "$f" ] || [ -z "$(tail -c1 "$f" | tr -d '\n')" ] || echo "$f"
done | clean "every file ends with a newline"
for f in $all; do
	case $f in
	tests/*.csv|tests/*.golden|tests/*/fixtures/*|tests/fixtures/*) ;;
	*) grep -nP '[ \t\r]+$' "$f" /dev/null ;;
	esac
done | clean "no blanks at the end of a line"
for f in $all; do
	iconv -f UTF-8 -t UTF-8 "$f" >/dev/null 2>&1 || echo "$f"
done | grep -vE '^tests/' | clean "every file is UTF-8"
grep -nP '^ {8}|^\t* {8}' $(sources '*.[ch]') /dev/null |
    clean "C is indented with tabs"
for f in $(sources '*.h'); do
	grep -q '^#ifndef [A-Z_0-9]*_H$' "$f" || echo "$f"
done | clean "every header guards itself"

for f in $(sources 'tui/*.c' 'core/*.c' 'db/*.c'); do
	! grep -qE '^main\(' "$f" || echo "$f"
done | tr '\n' ' ' >"$tmp/mains"
is "one main per binary, named after it" "$(cat "$tmp/mains")" \
    "core/ctl/vitrinectl.c core/vitrined.c tui/vitrine.c "
done_testing
