# For test scripts: . "$(dirname "$0")/../lib/rig.sh"
#
# Puts the script into the top folder with a private folder $tmp that goes away
# at the end, kills what start() started, and gives TAP.  A script that needs
# PostgreSQL says `need_pg' first and then takes URLs from `pg_database'.
#
#	ok TEXT COMMAND...		passes when COMMAND does
#	is TEXT GOT WANTED		equal strings
#	like TEXT GOT PATTERN		extended regular expression
#	run COMMAND...			sets $out, $err, $rc; at most 60 s
#					($RUN_SECONDS)
#	start LOG COMMAND...		in the background; sets $pid
#	until_true SECONDS COMMAND...	asks 20 times a second
#	free_port			prints one of 127.0.0.1
#	skip_all REASON			ends the script
#	done_testing			last line of every script

set -u
cd "$(dirname "$0")/../.." || exit 255
LC_ALL=C.UTF-8 export LC_ALL
bin=${VITRINE_BIN:-build/check}
tools=build/check/tests/tool
tmp=$(mktemp -d "${TMPDIR:-/tmp}/vitrine-test-XXXXXX") || exit 255
tests_run=0 tests_bad=0 started=

at_end() {
	for p in $started; do
		kill -- "$p" 2>/dev/null && kill -KILL -- "-$p" 2>/dev/null
	done
	[ -n "${VITRINE_TEST_KEEP:-}" ] || rm -rf "$tmp"
}
trap at_end EXIT
trap 'exit 255' INT TERM HUP

need_pg() {
	[ -z "${VITRINE_TEST_PG:-}" ] || return 0
	rm -rf "$tmp"
	exec "$tools/pgtemp" "$0"
}
pg_database() { "$tools/pgtemp" --database; }

result() {	# status text
	tests_run=$((tests_run + 1))
	if [ "$1" = 0 ]; then
		echo "ok $tests_run - $2"
	else
		tests_bad=$((tests_bad + 1))
		echo "not ok $tests_run - $2"
	fi
}
note() { printf '%s\n' "$*" | sed 's/^/# /'; }

ok() {
	local text=$1 rc
	shift
	"$@" >"$tmp/.ok" 2>&1
	rc=$?
	result "$rc" "$text"
	[ "$rc" = 0 ] || note "exit $rc: $*
$(cat "$tmp/.ok")"
}
is() {
	[ "$2" = "$3" ]
	result $? "$1"
	[ "$2" = "$3" ] || note "got:    $2
wanted: $3"
}
like() {
	printf '%s\n' "$2" | grep -Eq -e "$3"
	local rc=$?
	result "$rc" "$1"
	[ "$rc" = 0 ] || note "got:    $2
wanted: $3"
}
run() {
	timeout -k 1 "${RUN_SECONDS:-60}" "$@" >"$tmp/.out" 2>"$tmp/.err" \
	    </dev/null
	rc=$?
	out=$(cat "$tmp/.out") err=$(cat "$tmp/.err")
}
start() {
	local log=$1
	shift
	setsid "$@" >"$log" 2>&1 </dev/null &
	pid=$!
	started="$started $pid"
}
until_true() {
	local n=$(($1 * 20))
	shift
	while ! "$@" >/dev/null 2>&1; do
		n=$((n - 1))
		[ "$n" -gt 0 ] || return 1
		sleep 0.05
	done
}
free_port() { "$tools/freeport"; }
skip_all() {
	echo "1..0 # SKIP $*"
	exit 0
}
done_testing() {
	echo "1..$tests_run"
	[ "$tests_bad" = 0 ]
}
