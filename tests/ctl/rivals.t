#!/bin/sh
# 32 at once on one piece: exactly one has it, and 31 are told who does.
. "$(dirname "$0")/../lib/rig.sh"
need_pg "$@"
. tests/ctl/lib.sh
bin=${VITRINE_BIN:-build}	# the one people run: 32 of the checked are slow

# Runs vitrinectl 32 times at once; statuses in $tmp/r.N.rc.
rivals() {
	rm -f "$tmp"/r.*
	for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 \
	    17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32; do
		(
			timeout -k 1 60 "$bin/vitrinectl" --shop "$shop" \
			    --json "$@" >"$tmp/r.$n.out" 2>"$tmp/r.$n.err"
			echo $? >"$tmp/r.$n.rc"
		) &
	done
	wait
}
count() { cat "$tmp"/r.*.rc | grep -cx "$1"; }

race() {
	v init
	v item add --sku ONE --title "The only one" --price 4200
	v item add --sku TEN --title "One of ten" --price 10 --stock 10
	v item add --sku A --title "A" --price 1
	v item add --sku B --title "B" --price 1
	rivals sell ONE --tender cash:4200
	is "$engine: one has it" "$(count 0)" 1
	is "$engine: 31 are refused" "$(count 3)" 31
	number=$(cat "$tmp"/r.*.out | grep '"outcome":"done"' |
	    sed 's/.*"number":"\([^"]*\)".*/\1/')
	is "$engine: each is told who" "$(cat "$tmp"/r.*.out |
	    grep '"outcome":"taken"' | grep -c "\"number\":\"$number\"")" 31
	is "$engine: in words, too" \
	    "$(cat "$tmp"/r.*.err | grep -c "ONE was sold .*$number")" 31
	rivals sell TEN --tender cash:10
	is "$engine: ten of ten are sold" "$(count 0)" 10
	is "$engine: 22 are refused" "$(count 3)" 22
	id=0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6073
	v item edit TEN --receive 5
	rivals sell TEN --tender cash:10 --id $id
	is "$engine: the same id at once is done for all" "$(count 0)" 32
	v --json item show TEN
	is "$engine: and sold once" "$(member on_hand)" 4
	v_is "verify" 0 verify
}
on_each_engine race
done_testing
