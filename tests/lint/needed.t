#!/bin/bash
# What the programs are linked with: nothing without a screen knows curses, and
# the register knows no HTTP.
. "$(dirname "$0")/lint.sh"

libraries() {	# all that would be loaded, not just what is asked for by name
	ldd "$1" | awk '{ print $1 }'
}
for p in vitrined vitrinectl; do
	libraries "build/$p" | grep -E 'curses|tinfo|panel' |
	    clean "$p is free of the terminal"
done
libraries build/vitrine | grep -E 'microhttpd|libcurl|libssl|gnutls|libldap' |
    clean "vitrine is free of HTTP, and of what the network brings"
for p in vitrine vitrined vitrinectl; do
	readelf -d "build/$p" | grep NEEDED | grep -E 'libpq|libcurl' |
	    clean "$p loads libpq and libcurl when it wants them"
done
for p in vitrine vitrined vitrinectl; do
	readelf -hd "build/$p" >"$tmp/elf"
	ok "$p is position independent" grep -q 'Type:.*DYN' "$tmp/elf"
	ok "$p binds early" grep -q 'BIND_NOW\|Flags:.* NOW' "$tmp/elf"
	readelf -lW "build/$p" | grep GNU_STACK | grep -E 'RWE' |
	    clean "$p has no executable stack"
done
done_testing
