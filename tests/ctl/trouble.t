#!/bin/sh
# Bad situations: each has a clear answer, and nothing is lost.
. "$(dirname "$0")/../lib/rig.sh"
need_pg "$@"
. tests/ctl/lib.sh

engine=sqlite shop=sqlite:$tmp/deep/down/shop.db
v_is "init makes the directories" 0 init
is "for the user alone" "$(stat -c %a "$tmp/deep/down")" 700
is "and the file" "$(stat -c %a "$tmp/deep/down/shop.db")" 600
v item add --sku BOX --title "Gift box" --price 5 --stock 1000

# Money of another kind.
v_is "an amount in another currency" 65 sell BOX --tender "cash:5 EUR"
shop=sqlite:$tmp/x.db
v_is "a currency that is none" 65 init --currency DOLLARS
v_is "a zone that is none" 78 init --zone Mars/Olympus
ok "nothing was made of that" test ! -e "$tmp/x.db"
shop=sqlite:tests/ctl/trouble.t
v_is "a file that is something else" 65 item list
v_is "and nothing is set up in it" 65 init
shop=sqlite:$tmp
v_is "a folder" 65 init
shop=sqlite:/dev/null/a/shop.db
v_is "a folder that cannot be made" 73 init

# A database of a newer version.
newer() {
	v init
	v item add --sku A --title A --price 1
	if [ $engine = sqlite ]; then
		sqlite3 "${shop#sqlite:}" "$1"
	else
		psql -qX -d "$shop" -c "SET search_path = vitrine; $1"
	fi
	v_is "a newer shop is not opened" 78 item list
	like "$engine: and says what to do" "$err" "newer version"
	v_is "nor sold from" 78 sell A --tender cash:1
	v_is "nor downgraded" 78 migrate
	v_is "doctor says so" 78 doctor
}
future="INSERT INTO migration (number, name, checksum, applied_at)
    VALUES (99, 'future', 'x', 1)"
shop=sqlite:$tmp/newer.db
newer "$future"
engine=postgresql shop=$(pg_database)
newer "$future"

# Damage is found, and said where.
damage() {
	v init
	v item add --sku A --title A --price 1
	v item add --sku B --title B --price 1 --stock 9
	v sell A B --tender cash:2
	v sell B --tender cash:1
	v sell B --tender cash:1
	v_is "whole before" 0 verify
	db "UPDATE piece SET on_hand = on_hand + 1 WHERE sku = 'B'"
	v_is "a count changed" 65 --json verify
	like "$engine: is named" "$out" '"what":"on_hand","subject":"B"'
	db "UPDATE piece SET on_hand = on_hand - 1 WHERE sku = 'B'"
	v_is "whole again" 0 verify
	db "UPDATE sale_line SET title = 'C' WHERE sku = 'A'"
	v_is "a word of a sold line" 65 --json verify
	like "$engine: is seen by its seal" "$out" '"what":"sealed"'
	db "UPDATE sale_line SET title = 'A' WHERE sku = 'A'"
	db "UPDATE journal SET payload = payload || 'x' WHERE seq = 2"
	v_is "an entry changed" 65 --json verify
	like "$engine: the first wrong one is named" "$out" \
	    'R1: entry 2 was changed'
}
engine=sqlite shop=sqlite:$tmp/damage.db
db() { sqlite3 "$tmp/damage.db" "$1"; }
damage
engine=postgresql shop=$(pg_database)
db() {
	psql -qX -d "$shop" -c "SET search_path = vitrine;
	    SET session_replication_role = replica; $1"
}
damage

# A read-only file, and a second process on the same embedded shop.
engine=sqlite shop=sqlite:$tmp/deep/down/shop.db
reader=
if [ "$(id -u)" = 0 ]; then	# who may do everything is no test
	reader='setpriv --reuid=65534 --regid=65534 --clear-groups'
	chmod 711 "$tmp" "$tmp/deep" "$tmp/deep/down"
	chmod 444 "$tmp/deep/down/shop.db"
	cp "$bin/vitrinectl" "$tmp/vitrinectl"
else
	chmod 400 "$tmp/deep/down/shop.db"
	ln -s "$(realpath "$bin/vitrinectl")" "$tmp/vitrinectl"
fi
for command in "sell BOX --tender cash:5" "item list" verify; do
	run env HOME="$tmp" $reader "$tmp/vitrinectl" --shop "$shop" $command
	is "a file one may only read: $command" "$rc" 77
	like "it is said" "$err" 'can only be read'
	like "and what to do" "$err" 'Check who owns the file'
done
chmod 600 "$tmp/deep/down/shop.db"
v_is "nothing is lost by it" 0 verify
start "$tmp/holder" sqlite3 "$tmp/deep/down/shop.db" \
    "BEGIN IMMEDIATE" ".shell echo locked; sleep 2" "COMMIT"
until_true 10 grep -q locked "$tmp/holder"
v_is "another process writing is waited for" 0 sell BOX --tender cash:5

# A full disk.  Needs a file system of our own, so root.
if [ "$(id -u)" = 0 ] && mkdir "$tmp/small" &&
    unshare -m true 2>/dev/null; then
	cat >"$tmp/full.sh" <<-'END'
	mount -t tmpfs -o size=3m tmpfs "$2/small" || exit 99
	shop=sqlite:$2/small/shop.db
	"$1" --shop "$shop" init >/dev/null || exit 98
	"$1" --shop "$shop" item add --sku BOX --title Box --price 5 \
	    --stock 100000 >/dev/null || exit 97
	sold=0
	while "$1" --shop "$shop" sell BOX --tender cash:5 >/dev/null \
	    2>"$2/full.err"; do
		sold=$((sold + 1))
		head -c 40000 /dev/zero >>"$2/small/filler" 2>/dev/null
		[ $sold -lt 500 ] || exit 96
	done
	cat "$2/full.err" >&2
	rm "$2/small/filler"
	"$1" --shop "$shop" sell BOX --tender cash:5 >/dev/null || exit 95
	sold=$((sold + 1))
	"$1" --shop "$shop" --json verify | jq -e ".ok and .sales == $sold"
	END
	run unshare -m sh "$tmp/full.sh" "$bin/vitrinectl" "$tmp"
	is "a full disk loses nothing and goes on when there is room" "$rc" 0
	like "it is said so" "$err" 'room'
else
	echo "# SKIP a full disk: needs root for a file system of its own"
fi

# The clock set back: the business day follows it, the books still hold.
lib=$(ls /usr/lib/*/faketime/libfaketime.so.1 2>/dev/null | head -n 1)
if [ -n "$lib" ]; then
	bin=${VITRINE_BIN:-build}	# a preload does not go with ASan
	run env LD_PRELOAD="$lib" FAKETIME="-30d" \
	    FAKETIME_DONT_FAKE_MONOTONIC=1 "$bin/vitrinectl" --shop "$shop" \
	    sell BOX --tender cash:5
	is "a sale with the clock a month back" "$rc" 0
	v_is "the books are whole" 0 verify
	run env LD_PRELOAD="$lib" FAKETIME="-30d" \
	    FAKETIME_DONT_FAKE_MONOTONIC=1 "$bin/vitrinectl" --shop "$shop" \
	    doctor
	is "doctor says so" "$rc" 78
	like "what to do" "$out" 'clock'
else
	echo "# SKIP the clock set back: no libfaketime"
fi
done_testing
