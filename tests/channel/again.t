#!/bin/bash
# Deliveries replayed, shuffled, lost and a day late, and a listener killed in
# the middle: exactly one effect each.  LONG=1 replays a thousand a hundred
# times.
. "$(dirname "$0")/../lib/rig.sh"
. tests/ctl/lib.sh
. tests/channel/lib.sh
need_pg

orders=60 times=5
[ -z "${LONG:-}" ] || { orders=1000 times=100; }

on_hand() {
	"$bin/vitrinectl" --shop "$shop" --json item show "$1" |
	    jq -r .on_hand
}
left_is() { [ "$(on_hand CL-1)" = "$1" ]; }
sales_of() {	# how many sales the channel has
	"$bin/vitrinectl" --shop "$shop" --json sale list --limit 5000 |
	    jq '[.sales[] | select(.channel == "Our web shop")] | length'
}

replayed() {
	open_woo
	v --as Ana item edit CL-1 --receive 4990
	woo checkout "{\"skus\":[\"CL-1\"],\"count\":$orders,\"big\":true}"
	ids=$(printf '%s' "$body" | sed 's/.*"ids":\(\[[^]]*\]\).*/\1/')
	woo deliver "{\"ids\":$ids,\"times\":$times}"
	is "$engine: every one is taken" "$(got good)" $((orders * times))
	ok "$engine: each has its effect" until_true 60 left_is \
	    $((5000 - orders))
	woo deliver "{\"ids\":$ids}"
	woo deliver "{\"ids\":$ids,\"how\":\"wrong\"}"
	is "$engine: none that is signed wrong" "$(got good)" 0
	v --as Ana channel sync woo
	ok "$engine: and the deliveries are done with" until_true 20 told_all
	is "$engine: exactly one each" "$(on_hand CL-1)" $((5000 - orders))
	is "$engine: one sale each" "$(sales_of)" "$orders"
	ok "$engine: ids past 2^53 were kept" conflict_is \
	    '.conflicts | length == 0'
	ok "$engine: and there it says so" until_true 20 stock_is CL-1 \
	    $((5000 - orders))

	# As many more, of which nothing is ever told.
	woo checkout "{\"skus\":[\"CL-1\"],\"count\":$orders,\"big\":true}"
	v --as Ana channel sync woo
	ok "$engine: those whose delivery is lost are found" until_true 120 \
	    left_is $((5000 - 2 * orders))
	stop_vitrined
	a_day_late
	ok "$engine: and no conflict at the end" conflict_is \
	    '.conflicts | length == 0'
}

# What was told of them first comes once more when they are sent and done with.
a_day_late() {
	if [ -z "$faketime" ]; then
		echo "# SKIP a day late: no libfaketime"
		return
	fi
	woo become "{\"ids\":$ids,\"status\":\"completed\"}"
	woo set '{"clock":90000}'
	# A preload does not go with ASan.
	later=+25h bin=build start_vitrined
	woo deliver "{\"ids\":$ids,\"how\":\"first\"}"
	is "$engine: a day late, every one is taken" "$(got good)" "$orders"
	# What is bought behind them is sold when they are done with.
	buy RG-8
	ok "$engine: and worked on" until_true 60 item_is RG-8 sold
	ok "$engine: nothing is left to do" until_true 60 \
	    status_is orders_due 0
	is "$engine: without another effect" "$(on_hand CL-1)" \
	    $((5000 - 2 * orders))
	is "$engine: one sale each" "$(sales_of)" $((2 * orders + 1))
	stop_vitrined
	woo set '{"clock":0}'
}

# killed POINT COMMAND...: the listener dies there after the command
killed() {
	local point=$1
	shift
	FAULT=$point:kill start_vitrined
	"$@"
	ok "$engine: killed at $point" until_true 20 dead "$listener"
	FAULT= start_vitrined
}
sell() { v --as Ana sell "$1" --tender card:1306.50:4242; }
buy() {
	woo checkout "{\"skus\":[\"$1\"]}"
	id=$(got id)
	woo deliver "{\"id\":$id}"
}

crashed() {
	killed 400 sell RG-1
	ok "$engine: told after all" until_true 20 stock_is RG-1 0
	killed 401 sell RG-2
	ok "$engine: told again, and done with" until_true 20 told_all
	ok "$engine: gone" stock_is RG-2 0
	before=$(sales_of)
	killed 402 buy RG-3
	order_sold() { item_is RG-3 sold && status_is orders_due 0; }
	ok "$engine: the order is a sale" until_true 20 order_sold
	is "$engine: one" "$(sales_of)" $((before + 1))
	stop_vitrined
	sell RG-4
	killed 403 buy RG-4
	refunded() { conflict_is '.conflicts | any(.state == "refunded")'; }
	ok "$engine: refunded, and written down" until_true 20 refunded
	woo log '{}'
	is "$engine: once" "$(printf '%s' "$body" |
	    jq "[.log[] | select(startswith(\"refund $id \"))] | length")" 1
	v verify
	is "$engine: verify agrees" "$rc" 0
	[ "$rc" = 0 ] || note "$out"
	stop_vitrined
	kill "$woo_pid"
	web_logout
}
both() {
	replayed
	crashed
}
on_each_engine both
done_testing
