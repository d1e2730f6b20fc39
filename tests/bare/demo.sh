#!/bin/bash
# tests/bare/demo.sh COMMAND...: runs COMMAND (which ends in `make demo') at a
# pseudo-terminal as somebody would who types the command: waits for the page's
# address, looks at the page, opens the register, signs in, leaves, and expects
# the listener to be gone.
set -u
cd "$(dirname "$0")/../.." || exit 1
dir=$(mktemp -d /tmp/vitrine-demo-XXXXXX)
screen=$dir/screen
script=

die() {
	echo "demo: $*; the end of what it showed:" >&2
	tail -c 3000 "$screen" | tr -d '\033' >&2
	exit 1
}
at_end() {
	exec 4>&-
	[ -z "$script" ] || kill "$script" 2>/dev/null
	rm -rf "$dir"
}
trap at_end EXIT
trap 'exit 130' INT TERM HUP

# shows SECONDS PATTERN: it shows up somewhere in all that was written.
shows() {
	local n=$(($1 * 10))
	while ! tr -d '\r\0' <"$screen" | grep -aqE -e "$2"; do
		kill -0 "$script" 2>/dev/null || return 1
		n=$((n - 1))
		[ "$n" -gt 0 ] || return 1
		sleep 0.1
	done
}
# Keys at a person's speed: faster ones would be a scanner's.
type_keys() {
	local i
	for ((i = 0; i < ${#1}; i++)); do
		printf '%s' "${1:i:1}" >&4
		sleep 0.15
	done
	printf '\r' >&4
}
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

mkfifo "$dir/keys"
: >"$screen"
script -qefc "stty rows 24 cols 80; $(printf '%q ' "$@")" "$screen" <"$dir/keys" >/dev/null &
script=$!
exec 4>"$dir/keys"

shows 1200 'The website +http://127' || die "no page in 20 minutes"
port=$(tr -d '\r' <"$screen" |
    sed -n 's|.*The website *http://127.0.0.1:\([0-9]*\)/.*|\1|p' | head -1)
echo "demo: the page is at port $port"
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
page=$(timeout 10 cat <&3 | tr -d '\0')
exec 3>&-
case $page in
HTTP/1.?\ 200*\<html*) echo "demo: the page is there" ;;
*) die "the page says $(printf '%s' "$page" | head -1)" ;;
esac
shows 20 'Enter opens the register' || die "no question"
printf '\r' >&4
shows 20 'Who are you' || die "no register"
type_keys Ana
type_keys 1111
shows 20 'Scan a piece' || die "Ana cannot sign in"
echo "demo: the register is open"
printf '\003' >&4
shows 5 'Leave' && printf 'y' >&4
wait "$script"
status=$?
script=
[ $status = 0 ] || die "it ended with $status"
tr -d '\r' <"$screen" | grep -q 'the website at .* stops with it' ||
    die "it did not say that the website stops"
! answers "$port" || die "the listener still answers"
echo "demo: left, and the listener is gone"
