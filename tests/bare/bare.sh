#!/bin/bash
# tests/bare/bare.sh [demo|check|user|shell]...: the proof that the two commands work
# on a bare machine.  Makes a minimal Debian 12 in a folder (debootstrap
# --variant=minbase, and then only make, git and ca-certificates), clones this
# repository's HEAD into it, and runs `make demo', at a terminal, with keys
# pressed, and `make check' in there ("user" is a `make check' as an ordinary
# user, after that; "shell" lets you look round).
#
# Root only.  Debian comes from where this machine's own apt gets it.  Nothing
# outlives it: everything runs in a namespace of its own for processes and
# mounts, and the folder goes away (BARE_KEEP=1 keeps it, BARE_DIR says where,
# BARE_CACHE keeps downloaded packages between runs).
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(id -u)" = 0 ] || {
	echo "bare.sh: run me as root" >&2
	exit 77
}
root=${BARE_DIR:-$(mktemp -d /var/tmp/vitrine-bare-XXXXXX)}
chmod 755 "$root"	# it will be /, and not everybody in there is root
cache=${BARE_CACHE:-}
[ $# -gt 0 ] || set -- demo check

say() { printf '\n== %s (%ds)\n' "$*" "$SECONDS"; }
at_end() {
	[ -n "${BARE_KEEP:-}" ] || rm -rf --one-file-system "$root"
}
trap at_end EXIT
trap 'exit 130' INT TERM HUP

# Where this machine gets Debian itself from, without its updates.
mirror() {
	apt-get indextargets \
	    --format '$(REPO_URI) $(RELEASE) $(COMPONENT) $(ORIGIN)' \
	    'Created-By: Packages' |
	    awk '$2 !~ /-/ && $3 == "main" && $4 == "Debian" {
		print $1; exit }'
}

in_bare() { tests/bare/enter "$root" "$@"; }

# Runs a line of shell in the clone and says what it left running.
in_clone() {
	in_bare /bin/sh -c 'cd /vitrine
		'"$1"'
		rc=$?
		for p in /proc/[0-9]*; do
			tr "\0\n" "  " <$p/cmdline 2>/dev/null && echo
		done | grep . | grep -v "^/bin/sh -c cd /vitrine" >/tmp/left-running
		[ ! -s /tmp/left-running ] || {
			echo "left running:"; cat /tmp/left-running; exit 1; }
		rm /tmp/left-running
		exit $rc'
}

make_bare() {
	local from
	from=$(mirror)
	[ -n "$from" ] || {
		echo "bare.sh: apt knows no Debian 12 here" >&2
		exit 78
	}
	mkdir -p "$root" ${cache:+"$cache"}
	debootstrap --variant=minbase ${cache:+--cache-dir="$cache"} \
	    bookworm "$root" "$from" >"$root.log" 2>&1 || {
		tail -20 "$root.log" >&2
		exit 1
	}
	rm -f "$root.log"
	cp /etc/resolv.conf /etc/hosts "$root/etc/"
	if [ -n "$cache" ]; then
		cp "$cache"/*.deb "$root/var/cache/apt/archives/"
		echo 'APT::Keep-Downloaded-Packages "true";' \
		    >"$root/etc/apt/apt.conf.d/keep"
	fi
	in_bare apt-get -q update
	in_bare apt-get -qy install --no-install-recommends make git \
	    ca-certificates
}

keep_packages() {
	[ -z "$cache" ] ||
	    cp -n "$root"/var/cache/apt/archives/*.deb "$cache/" 2>/dev/null ||
	    true
}

# What is left running or lying about in the new system.
leftovers() {
	in_bare /bin/sh -c 'ls -d /tmp/vitrine-* 2>/dev/null; true'
}

say "making a bare Debian 12 in $root"
make_bare
say "cloning"
git clone -q --no-hardlinks . "$root/vitrine"
git -C "$root/vitrine" remote remove origin
for what; do
	say "make $what"
	case $what in
	demo)	tests/bare/demo.sh tests/bare/enter "$root" /bin/sh -c \
		    'cd /vitrine && exec make demo' ;;
	check)	in_clone 'make -j2 check' ;;
	user)	in_bare useradd -m tester
		in_bare chown -R tester /vitrine
		in_clone 'runuser -u tester -- make -j2 check' ;;
	deps)	in_clone '.ci/deps check' ;;
	all)	in_clone '.ci/deps demo && make -j2' ;;
	shell)	in_bare /bin/bash -c 'cd /vitrine && exec bash' ;;
	*)	echo "bare.sh: what is $what?" >&2; exit 64 ;;
	esac
	keep_packages
	[ -z "$(leftovers)" ] || {
		echo "bare.sh: make $what left this behind:" >&2
		leftovers >&2
		exit 1
	}
done
say "done"
