#!/bin/bash
# Every program and the configuration file have a manual, it is correct mdoc,
# and it tells the truth: options, commands and settings are the program's.
. "$(dirname "$0")/lint.sh"

for page in vitrine.1 vitrined.8 vitrinectl.8 vitrine.conf.5 \
    vitrine-journal.5 vitrine-style.7 vitrine-channels.7; do
	ok "man/$page is there" test -s "man/$page"
done
for page in $(sources man); do
	case $page in
	*.[1-9]) ok "$page is clean mdoc" mandoc -Tlint -Wwarning "$page" ;;
	esac
done

options() {	# the long options in a text
	grep -oE -- '(^|[^a-z-])--[a-z][a-z-]+' | grep -oE -- '--[a-z-]+' |
	    sort -u
}
shown() {	# a page as plain text
	mandoc -Tascii -Owidth=200 "$1" | sed "s|.\x08||g"
}
# generated PAGE NAME: what stands between NAME's two marks in the page.
generated() {
	sed -n "/^\.\\\\\" begin $2\$/,/^\.\\\\\" end $2\$/p" "$1" | grep -v '^\.\\"'
}
for p in vitrine.1 vitrined.8 vitrinectl.8; do
	program=${p%.*}
	run "$bin/$program" --help
	is "$program --help succeeds" "$rc" 0
	printf '%s\n' "$out" | options >"$tmp/help"
	shown "man/$p" | options >"$tmp/page"
	comm -23 "$tmp/help" "$tmp/page" |
	    clean "every option of $program --help is in $p"
	[ $program = vitrinectl ] || comm -13 "$tmp/help" "$tmp/page" |
	    clean "every option in $p is one of $program --help"
	run "$bin/$program" --version
	like "$program --version names itself" "$out" "^$program [0-9]+\."
done

# The tables the programs work from, and what the pages say of them.
man/commands.sh "$bin/vitrinectl" >"$tmp/commands"
generated man/vitrinectl.8 commands | diff - "$tmp/commands" |
    clean "vitrinectl.8 lists the commands as --help does (make man)"
awk -f man/keys.awk tui/command.def >"$tmp/keys"
generated man/vitrine.1 keys | diff - "$tmp/keys" |
    clean "vitrine.1 lists the keys as command.def does (make man)"

# The journal's formats, and no other, are in its page.
grep -rhoE '"vitrine-[a-z]+ [0-9]+' core | tr -d '"' | sort -u >"$tmp/written"
shown man/vitrine-journal.5 | grep -oE 'vitrine-[a-z]+ [0-9]+' | sort -u >"$tmp/page"
diff "$tmp/written" "$tmp/page" |
    clean "vitrine-journal.5 has every format that is written"

# Settings: config.def's rows and the page's paragraphs are the same names.
grep -oE '^(TEXT|COUNT|CHOICE)\([a-z_]+, "[a-z_]+"' core/run/config.def |
    grep -oE '"[a-z_]+"' | tr -d '"' | sort >"$tmp/rows"
grep -oE '^\.It Ic [a-z_]+' man/vitrine.conf.5 | cut -d' ' -f3 | sort >"$tmp/page"
comm -23 "$tmp/rows" "$tmp/page" | clean "every setting is in vitrine.conf.5"
comm -13 "$tmp/rows" "$tmp/page" |
    clean "vitrine.conf.5 has no setting that is not one"
done_testing
