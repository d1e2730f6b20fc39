#!/bin/bash
# The seller killed at every numbered point around the commit: the same id
# asked again gives the truth, and it is one sale, whole or not at all.
. "$(dirname "$0")/../lib/rig.sh"
need_pg "$@"
. tests/ctl/lib.sh

# 301 intended, 100-103 and 110-111 sending, 120-121 answered, 302 304 told.
points="301 100 101 102 103 110 111 120 121 302 304"
id=0192f0c1-2d3e-7f40-8a1b-2c3d4e5f60

crash() {
	local n=10 p
	v init
	for p in $points; do
		n=$((n + 1))
		v item add --sku "P$p" --title "Piece $p" --price 10
		export VITRINE_FAULT=$p:kill
		v sell "P$p" --tender cash:10 --id $id$n
		unset VITRINE_FAULT
		killed=$rc
		v --json sell "P$p" --tender cash:10 --id $id$n
		is "$engine: at $p ($killed), asked again: done" \
		    "$rc $(member outcome)" "0 done"
		v --json item show "P$p"
		is "$engine: at $p, sold once" "$(member on_hand)" 0
		v sell "P$p" --tender cash:10
		is "$engine: at $p, nobody else gets it" "$rc" 3
	done
	v_is "verify" 0 verify
}
on_each_engine crash
done_testing
