#!/bin/bash
# The COMMANDS section of vitrinectl(8) from the program's own --help:
# man/commands.sh build/vitrinectl.  tests/lint/man.t compares it with the page.
set -eu
program=$1

"$program" --help | awk '/^commands:/ { on = 1; next } /^$/ { on = 0 }
	on { sub(/^ +/, ""); sub(/  .*/, ""); print }' |
while read -r line; do
	# The name is the words in small letters.
	name=$(printf '%s\n' "$line" | grep -oE '^[a-z][a-z-]*( [a-z][a-z-]*)*')
	takes=${line#"$name"}
	echo ".It Ic $name${takes:+ Ar${takes}}"
	"$program" $name --help </dev/null | awk '
	function text(s) {
		gsub(/\\/, "\\e", s)
		sub(/^[.\x27]/, "\\\\\\&&", s)
		return s
	}
	function sentence(s) {
		s = toupper(substr(s, 1, 1)) substr(s, 2)
		return text(s ~ /[.!?]$/ ? s : s ".")
	}
	function item(s,	at, left, right) {
		sub(/^ +/, "", s)
		at = match(s, /  +/)
		if (at == 0 && match(s, /^--[a-z-]+ [^ ]+ /))
			at = RLENGTH
		left = substr(s, 3, at - 3)
		right = substr(s, at)
		sub(/^ +/, "", right)
		if (left ~ / /)
			sub(/ /, " Ar ", left)
		print ".It Fl -" left
		print text(right)
	}
	NR <= 2 { next }
	/^everywhere:/ { exit }
	/^options:/ { print ".Bl -tag -width Ds -compact"; list = 1; next }
	/^$/ { next }
	list { item($0); next }
	!said { print sentence($0); said = 1; next }
	{ print text($0) }
	END { if (list) print ".El" }' |
	    sed -E '/^\./!s/([a-z0-9)])\. +([A-Z])/\1.\n\2/g'
done
