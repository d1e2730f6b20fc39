#!/bin/bash
# The owner closes the day: the Z, once, numbered, over nothing that is open;
# what is sold afterwards belongs to the next day, and the books prove it.
. "$(dirname "$0")/../lib/rig.sh"
. "$(dirname "$0")/lib.sh"
need_pg

day_is_closed() {
	vin 1234 init --name Shop --owner Olga --pin-stdin --tax 8.875 \
	    --registers 2
	v item add --sku CL --title "Cloth" --price 100.00 --stock 50
	v sell CL --register R1 --tender cash:108.88
	v sell CL --register R2 --tender cash:50.00,card:58.88:4242/A1
	v --json close
	is "$engine: the first Z" "$rc $(member number) $(member sales)" "0 1 2"
	like "$engine: its total and the grand total" "$out" \
	    '"total":\{"amount":21776,.*"grand_total":\{"amount":21776,'
	v_is "a day closes once" 3 close
	like "$engine: and says so" "$err" 'closed already'

	v sell CL --register R1 --tender cash:108.88
	v --json report tender --from 2000-01-01 --to 2099-12-31
	like "$engine: closed and open days add up" "$out" \
	    '"kind":"Cash","payments":3,"amount":\{"amount":26776,'
	v --json report day
	like "$engine: the closed day stays as it was" "$out" \
	    '"what":"Total with tax","amount":\{"amount":21776,'
	v_is "a day to come is not closed" 65 close --day 2099-01-01
	v_is "the books, with a sale after the Z" 0 verify
}
on_each_engine day_is_closed

# Two owners at two terminals at once: one Z.  They wait for each other after
# adding up, so that every one of them believes the day to be open.
at_once() {	# what the loser is told, then the command
	local i wins=0 told=0 text=$1
	shift
	for i in 1 2 3 4 5 6; do
		VITRINE_FAULT=310:sleep=400 "$bin/vitrinectl" --shop "$shop" \
		    "$@" >"$tmp/z$i" 2>&1 &
		eval "p$i=$!"
	done
	for i in 1 2 3 4 5 6; do
		if eval "wait \$p$i"; then
			wins=$((wins + 1))
		elif grep -q "$text" "$tmp/z$i"; then
			told=$((told + 1))
		else
			note "$(cat "$tmp/z$i")"
		fi
	done
	is "$engine: six ask for $*, one has it" "$wins $told" "1 5"
}
two_at_once() {
	vin 1234 init --name Shop --owner Olga --pin-stdin --registers 2
	v item add --sku CL --title "Cloth" --price 100.00 --stock 50
	v sell CL --register R2 --tender cash:100.00
	at_once 'closed already: Z 1 by Olga, ' close --register R2
	at_once 'closed already: Z 1 by Olga, ' close
	v_is "the books" 0 verify
}
on_each_engine two_at_once

# A register has Zs of its own: from its last one on, with figures that go on.
register_z() {
	vin 1234 init --name Shop --owner Olga --pin-stdin --registers 2
	v item add --sku CL --title "Cloth" --price 100.00 --stock 50
	v sell CL --register R1 --tender cash:100.00
	v sell CL --register R2 --tender cash:100.00
	v sell CL --register R2 --tender cash:100.00
	v --json close --register R2
	is "$engine: R2's first Z" "$rc $(member number) $(member sales)" \
	    "0 1 2"
	v_is "nothing since then" 3 close --register R2
	v sell CL --register R2 --tender cash:100.00
	v --json close --register R2
	is "$engine: its second" "$rc $(member number) $(member sales)" "0 2 1"
	like "$engine: it goes on from the first" "$out" \
	    '"total":\{"amount":10000,.*"grand_total":\{"amount":30000,'
	v --json close --register R1
	is "$engine: R1 has numbers of its own" \
	    "$rc $(member number) $(member sales)" "0 1 1"
	v --json close
	is "$engine: so has the store" "$rc $(member number) $(member sales)" \
	    "0 1 4"
	v_is "the books" 0 verify
}
on_each_engine register_z

# Power cut in the middle of a Z: it is there whole, or not at all.
cut_in_a_z() {
	local point
	vin 1234 init --name Shop --owner Olga --pin-stdin
	v item add --sku CL --title "Cloth" --price 100.00 --stock 50
	for point in 310 100 101 102; do
		v sell CL --tender cash:100.00
		VITRINE_FAULT=$point:kill v close
		is "$engine: killed at $point" "$rc" 137
	done
	v --json close
	is "$engine: then closed" "$rc $(member number) $(member sales)" \
	    "0 1 4"
	v sell CL --tender cash:100.00
	v_is "the books" 0 verify
}
on_each_engine cut_in_a_z
done_testing
