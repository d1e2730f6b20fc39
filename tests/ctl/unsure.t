#!/bin/sh
# The server freezes with our sale in its hands: the answer is 4 and the id,
# and asking again by the id makes it one sale.  Takes the till's patience.
. "$(dirname "$0")/../lib/rig.sh"
need_pg "$@"
. tests/ctl/lib.sh

engine=postgresql shop=$(pg_database) id=0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6077
v init
v item add --sku A --title A --price 4
data=$(psql -qXAt -d "$shop" -c "SHOW data_directory")
master=$(head -n 1 "$data/postmaster.pid")
in_hand() {
	[ "$(psql -qXAt -d "$shop" -c "SELECT count(*) FROM pg_stat_activity
	    WHERE state = 'active' AND query LIKE '%pg_sleep%'
	    AND pid <> pg_backend_pid()")" = 1 ]
}
VITRINE_FAULT=111:sleep=5000 timeout -k 1 60 build/check/vitrinectl \
    --shop "$shop" --json sell A --tender cash:4 --id $id \
    >"$tmp/sell.out" 2>"$tmp/sell.err" &
sell=$!
ok "the sale is in the server's hands" until_true 20 in_hand
pids="$master $(pgrep -P "$master")"
trap 'kill -CONT $pids 2>/dev/null; at_end' EXIT
kill -STOP $pids
wait $sell
is "nobody knows: 4" $? 4
kill -CONT $pids
out=$(cat "$tmp/sell.out") err=$(cat "$tmp/sell.err")
is "the outcome says so" "$(member outcome)" unsure
like "with the id to ask by" "$out" "\"sale\":.\"id\":\"$id\""
like "and what to do" "$err" "sale show $id"
v_is "the same again makes sure" 0 sell A --tender cash:4 --id $id
v_is "now it is there" 0 sale show $id
v_is "for anybody else it is gone" 3 sell A --tender cash:4
v_is "verify" 0 --json verify
is "it was sold once" "$(member sales)" 1
done_testing
