#!/bin/bash
# A thousand clients hang at /hooks and never come to an end: a delivery that
# is theirs is taken all the same, and worked on, while they hang.
. "$(dirname "$0")/../lib/rig.sh"
. tests/ctl/lib.sh
. tests/channel/lib.sh
need_pg

hang=1000
connections() {
	curl -s "$url/metrics" | sed -n 's/^vitrine_connections \([0-9]*\)$/\1/p'
}
hang_here() { [ "$(connections)" -gt "$hang" ]; }
still() { tail -n 1 "$tmp/hanging" | sed -n 's/^still //p'; }
said_still() { [ -n "$(still)" ]; }
buy() {
	woo checkout "{\"skus\":[\"$1\"]}"
	id=$(got id)
	woo deliver "{\"id\":$id}"
}

crowded() {
	open_woo
	: >"$tmp/hanging"
	start "$tmp/slow.log" node tests/channel/slow.js \
	    "$url/hooks/woocommerce/woo" "$hang" "$tmp/hanging"
	crowd=$pid
	ok "$engine: a thousand hang" until_true 30 grep -q "hanging $hang" \
	    "$tmp/hanging"
	ok "$engine: at the listener, too" until_true 20 hang_here
	buy RG-1
	is "$engine: a delivery is taken" "$(got code)" 200
	woo deliver "{\"id\":$id,\"how\":\"wrong\"}"
	is "$engine: one signed wrong is not" "$(got code)" 401
	ok "$engine: sold there, gone here" until_true 20 item_is RG-1 sold
	kill -USR1 "$crowd"
	ok "$engine: and they hang" until_true 10 said_still
	# Those that were just cut off are on their way back.
	ok "$engine: nearly all of them" [ "$(still)" -gt $((hang * 9 / 10)) ]
	note "hanging at the end: $(still)"
	kill "$crowd"
	stop_vitrined
	kill "$woo_pid"
	web_logout
}
on_each_engine crowded
done_testing
