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

# Two owners at two terminals at once: one Z.
two_at_once() {
	local i wins=0
	vin 1234 init --name Shop --owner Olga --pin-stdin
	v item add --sku CL --title "Cloth" --price 100.00 --stock 50
	v sell CL --tender cash:100.00
	for i in 1 2 3 4 5 6; do
		"$bin/vitrinectl" --shop "$shop" close >"$tmp/z$i" 2>&1 &
		eval "p$i=$!"
	done
	for i in 1 2 3 4 5 6; do
		eval "wait \$p$i" && wins=$((wins + 1))
	done
	is "$engine: six asked for a Z, one has it" "$wins" 1
	v_is "the books" 0 verify
}
on_each_engine two_at_once
done_testing
