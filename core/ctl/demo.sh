#!/bin/bash
# make demo: a jeweller's shop in build/demo, the listener with its storefront
# on loopback, and the register in this terminal.  When the register is left,
# the listener stops.  The shop stays for the next time; `rm -r build/demo'
# starts afresh.
set -u
cd "$(dirname "$0")/../.." || exit 1
dir=build/demo
export VITRINE_CONFIG=$dir/vitrine.conf
export VITRINE_SHOP="sqlite:$PWD/$dir/shop.db"
listener=

at_end() {
	[ -z "$listener" ] || { kill "$listener" && wait "$listener"; } 2>/dev/null
}
trap at_end EXIT
trap 'exit 130' INT TERM HUP

die() {
	echo "demo: $*" >&2
	exit 1
}

# ready PORT: the listener there answers that it can sell.
ready() {
	local line
	{ exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
	printf 'GET /readyz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
	read -r -t 2 line <&3
	exec 3>&-
	case $line in
	HTTP/1.?\ 200*) ;;
	*) return 1 ;;
	esac
}

# The first free port from 8080 on.
start_listener() {
	local port try
	for port in 8080 8081 8082 8083 8084 8085 8086 8087 8088 8089; do
		! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || continue
		build/vitrined --demo --listen "127.0.0.1:$port" \
		    >"$dir/vitrined.log" 2>&1 </dev/null &
		listener=$!
		for try in {1..200}; do
			if ready "$port"; then
				page=http://127.0.0.1:$port/
				return
			fi
			kill -0 "$listener" 2>/dev/null || break
			sleep 0.05
		done
		kill "$listener" 2>/dev/null
		wait "$listener" 2>/dev/null
		listener=
	done
	cat "$dir/vitrined.log" >&2
	die "the listener does not start"
}

mkdir -p "$dir"
[ -e "$VITRINE_CONFIG" ] || cat >"$VITRINE_CONFIG" <<CONF
# The demo shop's settings; see vitrine.conf(5).
printer = '$PWD/$dir/receipts.txt'
CONF
if [ ! -e "$dir/made" ]; then
	rm -f "$dir"/shop.db*
	echo "making a demo shop in $dir"
	build/vitrinectl demo --pieces "${PIECES:-300}" ||
	    die "cannot make the shop"
	: >"$dir/made"
fi
start_listener

cat <<TEXT

  The website     $page
  The register    opens here.  Sign in as Ana, PIN 1111; ? shows the keys.
  The owner       is Olivia, PIN 3333; the manager is Ben, PIN 2222.

TEXT
if [ -t 0 ] && [ -t 1 ]; then
	read -r -t "${DEMO_WAIT:-15}" -p "Enter opens the register. " _
	build/vitrine
	status=$?
	echo "The register is closed; the website at $page stops with it."
	exit "$status"
fi
echo "This is no terminal, so there is no register.  ^C ends the website."
wait "$listener"
