#!/bin/bash
# The cash drawer and who may do what to it, as scripts use it: counted floats,
# change, cash refunds, over and short, a second session, one across midnight,
# and nonsense.
. "$(dirname "$0")/../lib/rig.sh"
. "$(dirname "$0")/lib.sh"
need_pg

ana() { v --as Ana "$@"; }
olivia() { v --as Olivia "$@"; }
# amount NAME: minor units of that member of the JSON in $out.
amount() { printf '%s\n' "$out" | jq ".$1.amount"; }
# drawer AMOUNT: what should be in the open one.
holds() {
	olivia --json drawer show
	is "$engine: $1" "$(amount expected)" "$2"
}

a_day_at_the_drawer() {
	vin 9999 init --name 'Marsh' --zone America/New_York --tax 0 --owner \
	    Olivia --pin-stdin
	vin 1111 staff add Ana --role associate --pin-stdin --as Olivia
	olivia item add --sku CL-1 --title Cloth --price 12.35 --stock 100
	olivia item add --sku RG-1 --title Ring --price 900

	ana drawer show
	is "$engine: there is none before it is opened" "$rc" 3
	ana drawer open --count 20x5,0.25x-3
	is "$engine: less than none is no count" "$rc" 65
	like "$engine: it is said so" "$err" 'cannot be -3 of \$0.25'
	ana drawer open --count 20x5,0.30x1
	is "$engine: a coin that does not exist" "$rc" 65
	ana drawer open --count 20x5,20x1
	is "$engine: the same note twice" "$rc" 65
	ana drawer open --count 20x99999999999
	is "$engine: more than a drawer holds" "$rc" 65
	ana drawer open --count 20x5,1x10,0.25x4 --total 110
	is "$engine: notes and coins that do not add up" "$rc" 65
	like "$engine: both sums are said" "$err" '\$111.00, not \$110.00'
	v --as Olivia --json drawer list
	is "$engine: nothing of it was written down" \
	    "$(printf %s "$out" | jq '.drawers | length')" 0
	ana drawer open --count 20x5,1x10,0.25x4 --total 111
	is "$engine: a counted float opens it" "$rc" 0
	ana drawer open --count 20x5
	is "$engine: a second one at the same register" "$rc" 3
	holds "the float is in it" 11100

	# 12.35 of a twenty: what stays is what was sold.
	ana sell CL-1 --tender cash:20
	holds "change is not in it" 12335
	ana sell RG-1 --tender card:900:4242/A1
	holds "a card is not in it" 12335
	olivia --json sale list --limit 1
	number=$(printf %s "$out" | jq -r '.sales[0].number')
	ana return "$number" --tender cash:900 --reason 'too small'
	is "$engine: a card sale refunded in cash" "$rc" 0
	holds "takes cash out, below nothing if need be" -77665
	ana drawer in 1000 --reason 'from the safe'
	holds "what is paid in is in it" 22335

	ana drawer out 25 --reason windows --payee Bell
	is "$engine: an associate does not pay out alone" "$rc" 77
	vin 4711 drawer out 25 --reason windows --payee Bell --as Ana \
	    --agreed-by Olivia
	is "$engine: nor with a wrong PIN" "$rc" 77
	vin 1111 drawer out 25 --reason windows --payee Bell --as Ana \
	    --agreed-by Ana
	is "$engine: nor by agreeing with herself" "$rc" 77
	vin 9999 drawer out 25 --reason windows --payee Bell --as Ana \
	    --agreed-by Olivia
	is "$engine: the owner agrees" "$rc" 0
	ana drawer out 0 --reason x --payee y
	is "$engine: nothing cannot be paid out" "$rc" 65
	ana drawer out -5 --reason x --payee y
	is "$engine: nor less" "$rc" 65
	olivia drawer out 5 --reason '' --payee y
	is "$engine: a reason is needed" "$rc" 65
	olivia drawer out 5 --reason 'card 4111 1111 1111 1111' --payee y
	is "$engine: and no card number" "$rc" 65
	ana drawer drop 100 --reason 'to the safe'
	vin 9999 drawer no-sale --reason 'change for parking' --as Ana \
	    --agreed-by Olivia
	holds "paid out and dropped is not in it" 9835
	is "$engine: opened without a sale" \
	    "$(printf %s "$out" | jq .no_sales)" 1
	is "$engine: who agreed is beside it" "$(printf %s "$out" |
	    jq -r '[.events[].agreed_by] | join(",")')" ",Olivia,,Olivia"

	# The count is blind, final, and posted as it is.
	ana --json drawer show
	is "$engine: the counter does not see what should be in it" \
	    "$(printf %s "$out" | jq 'has("expected") or has("cash_taken")')" \
	    false
	ana drawer close
	is "$engine: not without a count" "$rc" 3
	ana --json drawer count --count 20x4,5x3,1x3
	is "$engine: counted" "$rc $(amount counted)" "0 9800"
	ana drawer count --count 20x4
	is "$engine: and not again" "$rc" 3
	ana drawer close
	is "$engine: short without a reason" "$rc" 3
	ana --json drawer close --reason 'gave too much change'
	is "$engine: short with one" "$rc $(amount over_short)" "0 -35"
	ana drawer drop 5 --reason late
	is "$engine: nothing goes into a closed one" "$rc" 3
	ana drawer open --count 20x5
	is "$engine: a second session on the same day" "$rc" 0
	olivia --json drawer list
	is "$engine: both are listed" "$(printf %s "$out" |
	    jq -c '[.drawers[].open]')" "[false,true]"

	# Counting and closing that an associate must ask for.
	olivia rights set associate drawer ask
	ana drawer close --count 20x5
	is "$engine: closing can be asked for" "$rc" 77
	vin 9999 drawer count --count 20x5 --as Ana --agreed-by Olivia
	is "$engine: counting was agreed to" "$rc" 0
	vin 9999 drawer close --as Ana --agreed-by Olivia
	is "$engine: and closing" "$rc" 0
	vin 9999 drawer open --count 20x5 --as Ana --agreed-by Olivia
	is "$engine: and opening" "$rc" 0
	vin 9999 drawer count --count 20x5 --as Ana --agreed-by Olivia
	vin 9999 drawer close --as Ana --agreed-by Olivia
	is "$engine: and closing what was agreed to be opened" "$rc" 0
	olivia rights set associate drawer yes

	v_is "the journal is whole" 0 verify
	case $engine in
	sqlite) sqlite3 "${shop#sqlite:}" \
	    "UPDATE drawer_event SET payee = 'Bill' WHERE payee = 'Bell'" ;;
	*) psql -Xq -d "$shop" -c \
	    "UPDATE vitrine.drawer_event SET payee = 'Bill' WHERE payee = 'Bell'" ;;
	esac
	v_is "who was paid is changed behind its back" 65 verify
}
on_each_engine a_day_at_the_drawer

# A session across midnight, with the register's clock.
lib=$(ls /usr/lib/*/faketime/libfaketime.so.1 2>/dev/null | head -n 1)
at() {	# TIME COMMAND...: at that time of the till
	local when=$1
	shift
	run env FAKETIME="@$when" LD_PRELOAD="$lib" FAKETIME_DONT_FAKE_MONOTONIC=1 \
	    "${VITRINE_BIN:-build}/vitrinectl" --shop "$shop" --as Olivia "$@"
}
across_midnight() {
	vin 9999 init --name 'Marsh' --zone UTC --tax 0 --owner Olivia \
	    --pin-stdin
	olivia item add --sku CL-1 --title Cloth --price 12.35 --stock 100
	at '2026-11-24 23:50:00' drawer open --count 20x5
	is "$engine: opened before midnight" "$rc" 0
	at '2026-11-24 23:55:00' sell CL-1 --tender cash:20
	at '2026-11-25 00:10:00' sell CL-1 --tender cash:20
	is "$engine: sold after midnight" "$rc" 0
	at '2026-11-25 00:20:00' --json drawer show
	is "$engine: the session goes on" \
	    "$(amount expected) $(printf %s "$out" | jq -r .day)" \
	    "12470 2026-11-24"
	at '2026-11-25 00:20:00' --json close --day 2026-11-24
	is "$engine: the day before does not close over it" "$rc" 3
	at '2026-11-25 00:30:00' --json drawer close --count 20x6,1x4,0.10x7
	is "$engine: it is closed to the cent" "$rc $(amount over_short)" "0 0"
	at '2026-11-25 00:40:00' close --day 2026-11-24
	is "$engine: then it does" "$rc" 0

	# After its Z, a sale belongs to the next day, and says so.
	at '2026-11-24 23:58:00' --json sell CL-1 --tender cash:20
	is "$engine: a late sale belongs to the next day" \
	    "$(printf %s "$out" | jq -r .sale.business_day)" 2026-11-25
	at '2026-11-25 01:00:00' verify
	is "$engine: and its sealed text agrees" "$rc" 0
}
if [ -n "$lib" ]; then
	shop=sqlite:$tmp/midnight.db engine=sqlite
	across_midnight
	shop=$(pg_database) engine=postgresql
	across_midnight
else
	echo "# SKIP across midnight: no libfaketime"
fi
done_testing
