#!/bin/bash
# Stairs go down only (tui -> core -> db -> db/base), and an outside library
# is known to one file.
. "$(dirname "$0")/lint.sh"

# includes FILE...: "FILE:LINE: NAME" of every quoted include.
includes() {
	code_of "$@" |
	    sed -nE 's/^([^:]+:[0-9]+):[ \t]*#[ \t]*include[ \t]+"([^"]+)".*/\1 \2/p'
}
outside() {
	code_of "$@" |
	    sed -nE 's/^([^:]+:[0-9]+):[ \t]*#[ \t]*include[ \t]+<([^>]+)>.*/\1 \2/p'
}
# within FLOOR FOLDERS FILES...: every include is found in these folders, on
# this floor or below, or is generated for it.
within() {
	local folders=$1 where name f
	shift
	[ $# -gt 0 ] || return 0
	includes "$@" | while read -r where name; do
		case $name in
		*..*) echo "$where: \"$name\" climbs"; continue ;;
		esac
		f=${where%%:*}
		[ ! -e "$(dirname "$f")/$name" ] || continue
		for d in $folders; do
			[ ! -e "$d/$name" ] || continue 2
		done
		for d in db/base db core tui; do
			[ ! -e "$d/$name" ] || {
				echo "$where: \"$name\" is upstairs ($d)"
				continue 2
			}
		done
		case $folders in
		*core*) gen='build/gen/db build/gen/core' ;;
		*"db "*|*" db"*) gen=build/gen/db ;;
		*) gen= ;;
		esac
		for d in $gen; do
			[ ! -e "$d/$name" ] || continue 2
		done
		echo "$where: \"$name\" is nowhere"
	done
}

within "db/base" $(sources 'db/base/*.[ch]') |
    clean "db/base includes only db/base"
within "db/base db" $(sources 'db/*.[ch]' ':!db/base') |
    clean "db includes only db"
within "db/base db core" $(sources 'core/*.[ch]') |
    clean "core includes only core and db"
within "db/base db core tui" $(sources 'tui/*.[ch]') |
    clean "tui includes only tui, core and db"

# library, its headers, the file that may include them (tabs between)
libraries='
ncurses	(n?curses|panel|menu|form|term|termcap)\.h|ncursesw?/.*	tui/term\.c
libpq	libpq-fe\.h|libpq/.*|postgresql/.*|pg_config.*\.h	db/pq\.c
sqlite	sqlite3(ext)?\.h	db/sqlite\.c
microhttpd	microhttpd\.h	core/web/serve\.c
curl	curl/.*	core/run/http\.c
loading	dlfcn\.h	db/base/lib\.c
jansson	jansson\.h	core/run/json\.c
confuse	confuse\.h	core/run/config\.c
libsodium	sodium(/.*)?\.h	db/seal\.c
utf8proc	utf8proc\.h	db/fold\.c
libcsv	csv\.h	core/desk/csv\.c
zint	zint\.h	core/print/symbol\.c
cairo	cairo.*\.h|cairo/.*	core/print/(paint|pdf)\.c
pango	pango.*\.h|pango/.*	core/print/pdf\.c
gdk-pixbuf	gdk-pixbuf.*|gdk-pixbuf/.*	core/print/picture\.c
'
all=$(outside $(sources 'tui/*.[ch]' 'core/*.[ch]' 'db/*.[ch]'))
known=
while IFS=$'\t' read -r lib headers file; do
	[ -n "$lib" ] || continue
	known="$known|$headers"
	printf '%s\n' "$all" | grep -E " ($headers)\$" |
	    grep -vE "^$file:" | clean "$lib is known to ${file//\\/} only"
done <<<"$libraries"

# What is neither the C library's nor in the table above is a new library.
libc='assert|ctype|errno|fcntl|fnmatch|ftw|glob|grp|inttypes|iconv|langinfo
limits|locale|math|netdb|poll|pty|pwd|sched|setjmp|signal|spawn|stdalign
stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|strings
syslog|sysexits|termios|time|unistd|utime|wchar|wctype|dirent|endian|getopt
byteswap|sys/[a-z_]+|arpa/inet|net/if|netinet/[a-z]+|linux/[a-z_/]+|libgen'
printf '%s\n' "$all" | grep -vE " ($(echo $libc | tr ' ' '|'))\.h\$" |
    grep -vE " (${known#|})\$" |
    clean "no outside library that is not in the table"
done_testing
