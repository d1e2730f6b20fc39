#!/bin/bash
# Guessing a PIN: whoever guesses, from how many programs at once, with a clock
# that jumps and programs that are killed, gets ten tries and no more.
. "$(dirname "$0")/../lib/rig.sh"
. "$(dirname "$0")/lib.sh"
need_pg
bin=${VITRINE_BIN:-build}

sql() {
	case $engine in
	sqlite) sqlite3 -cmd '.timeout 9000' "${shop#sqlite:}" "$1" ;;
	*) PGOPTIONS='-c search_path=vitrine' psql -XAtq -d "$shop" -c "$1" ;;
	esac
}
# Wrong ones: every try is written down as wrong first, then as right.
tries() { sql 'SELECT sum(1 - 2 * ok) FROM pin_attempt'; }
# guess PIN: asks Olivia to agree to something.
guess() {
	vin "$1" --as Ana drawer no-sale --reason x --agreed-by Olivia
}
# guesses N: so many at once, all wrong.
guesses() {
	local i pids=
	for i in $(seq "$1"); do
		printf '%04d\n' "$i" | "$bin/vitrinectl" --shop "$shop" --as \
		    Ana drawer no-sale --reason x --agreed-by Olivia \
		    >/dev/null 2>&1 &
		pids="$pids $!"
	done
	wait $pids
}

a_thief() {
	vin 9876 init --name Marsh --tax 0 --owner Olivia --pin-stdin
	vin 1111 staff add Ana --role associate --pin-stdin --as Olivia
	v --as Ana drawer open --count 20x5
	guess 9876
	is "$engine: the right one is right" "$rc" 0
	guesses 24
	is "$engine: two dozen at once are five tries" "$(tries)" 5
	guess 9876
	is "$engine: then everybody waits, with the right one, too" "$rc" 77
	like "$engine: how long" "$err" 'wait [0-9]+ seconds'

	# Killed while it is judged: the try was counted before.
	sql 'UPDATE staff SET pin_wait_until = 0'
	printf '0000\n' | timeout -s KILL 20 "$bin/vitrinectl" --shop "$shop" \
	    --as Ana drawer no-sale --reason x --agreed-by Olivia \
	    >/dev/null 2>&1 &
	killed=$!
	until [ "$(tries)" = 6 ]; do
		kill -0 $killed 2>/dev/null || break
	done
	kill -KILL $killed 2>/dev/null
	wait $killed 2>/dev/null
	is "$engine: a program that is killed has used its try" "$(tries)" 6

	for round in 1 2 3 4 5 6; do
		sql 'UPDATE staff SET pin_wait_until = 0'
		guesses 8
	done
	is "$engine: ten in all" "$(tries)" 10
	sql 'UPDATE staff SET pin_wait_until = 0'
	guess 9876
	is "$engine: then it is locked" "$rc" 77
	like "$engine: it is said so" "$err" 'locked'
	lib=$(ls /usr/lib/*/faketime/libfaketime.so.1 2>/dev/null | head -n 1)
	if [ -n "$lib" ]; then
		printf '9876\n' | env FAKETIME=+30d LD_PRELOAD="$lib" \
		    "$bin/vitrinectl" --shop "$shop" --as Ana drawer no-sale \
		    --reason x --agreed-by Olivia >/dev/null 2>&1
		is "$engine: whatever the clock says" "$?" 77
	fi
	vin 4321 --as Olivia staff reset-pin Olivia --pin-stdin
	guess 4321
	is "$engine: a new PIN opens it again" "$rc" 0
}
on_each_engine a_thief
done_testing
