#!/bin/bash
# A sale while the day is closed, and while its drawer is; each of the two held
# up at every point around its commit while the other runs.  The sale is in
# the Z or on the next day, in the drawer's count or after it, and the books,
# which know both from the journal's own order, add up.
. "$(dirname "$0")/../lib/rig.sh"
. "$(dirname "$0")/../ctl/lib.sh"
need_pg

points="100 101 110 102 111 120"
ms=300

# beside POINT SLOW... -- QUICK...: both at once, the first held up there.
# Sets slow and quick to how they ended.
beside() {
	local point=$1 first=()
	shift
	while [ "$1" != -- ]; do
		first+=("$1")
		shift
	done
	shift
	VITRINE_FAULT=$point:sleep=$ms "$bin/vitrinectl" --shop "$shop" \
	    "${first[@]}" >"$tmp/slow" 2>&1 &
	local p=$!
	v "$@"
	quick=$rc
	wait $p
	slow=$?
}

a_sale_and_a_z() {
	local point
	vin 1234 init --name Shop --owner Olga --pin-stdin --registers 2
	v item add --sku C --title "Cloth" --price 2.00 --stock 500
	for point in $points; do
		v sell C --register R1 --tender cash:2.00
		beside $point sell C --register R1 --tender cash:2.00 -- \
		    close --register R1
		is "$engine: R1's Z beside a sale held up at $point" \
		    "$slow $quick" "0 0"
		v sell C --register R1 --tender cash:2.00
		beside $point close --register R1 -- \
		    sell C --register R1 --tender cash:2.00
		is "$engine: a sale beside R1's Z held up at $point" \
		    "$slow $quick" "0 0"
	done
	# The store's: once a day, so that what follows is the next day's.
	beside 111 sell C --register R2 --tender cash:2.00 -- close
	is "$engine: the store's Z beside a sale" "$slow $quick" "0 0"
	v sell C --register R2 --tender cash:2.00
	v --json verify
	is "$engine: the books" "$rc $(member ok)" "0 true"
	[ "$rc" = 0 ] || note "$out"
}
on_each_engine a_sale_and_a_z

a_sale_and_a_drawer() {
	local point
	vin 1234 init --name Shop --owner Olga --pin-stdin
	v item add --sku C --title "Cloth" --price 2.00 --stock 500
	for point in $points; do
		v drawer open --count 20x5
		v drawer count --count 20x5
		beside $point sell C --tender cash:2.00 -- \
		    drawer close --reason "as counted"
		is "$engine: a drawer closed beside a sale held up at $point" \
		    "$slow $quick" "0 0"
		v drawer open --count 20x5
		v drawer count --count 20x5
		beside $point drawer close --reason "as counted" -- \
		    sell C --tender cash:2.00
		is "$engine: a sale beside a drawer's close held up at $point" \
		    "$slow $quick" "0 0"
	done
	v --json verify
	is "$engine: the drawers" "$rc $(member ok)" "0 true"
	[ "$rc" = 0 ] || note "$out"
}
on_each_engine a_sale_and_a_drawer
done_testing
