#!/bin/bash
# A WooCommerce shop and ours, linked by the listener: what is sold in one is
# gone in the other, and of two buyers one is given his money back.
. "$(dirname "$0")/../lib/rig.sh"
. tests/ctl/lib.sh
. tests/channel/lib.sh
need_pg

linked() {
	open_woo
	ok "$engine: its orders have been read" until_true 15 \
	    sh -c '! '"$bin/vitrinectl --shop '$shop' --json channel status woo"' | grep -q "\"polled_at\":null"'

	# Ours sells: gone there.
	v --as Ana sell RG-1 --tender card:1306.50:4242
	is "$engine: sold at the counter" "$rc" 0
	ok "$engine: gone there" until_true 10 stock_is RG-1 0
	ok "$engine: nothing waits" until_true 10 told_all
	v --as Ana sell CL-1 --tender cash:20.00
	ok "$engine: one less there" until_true 10 stock_is CL-1 9

	# Theirs sells: gone here, as it was charged there.
	woo checkout '{"skus":["RG-2"],"shipping":25,"tax":0.1,"coupon":5}'
	id=$(got id)
	woo deliver "{\"id\":$id}"
	is "$engine: its webhook is taken" "$(got code)" 200
	ok "$engine: gone here" until_true 10 item_is RG-2 sold
	v --json sale list
	like "$engine: for what was paid there" "$out" '"total":."amount":134000'
	v verify
	is "$engine: verify agrees" "$rc" 0

	# The webhook is lost: the poll finds it.  (Asked for, not waited for.)
	woo checkout '{"skus":["RG-3"],"method":"bacs","status":"on-hold","paid":false}'
	v --as Ana channel sync woo
	ok "$engine: found without a webhook" until_true 15 item_is RG-3 sold

	# It switched a webhook off: noticed at the next start.
	woo set '{"webhooks":[{"id":1,"topic":"order.created","status":"disabled","delivery_url":"'"$url"'/hooks/woocommerce/woo"},{"id":2,"topic":"order.updated","status":"active","delivery_url":"'"$url"'/hooks/woocommerce/woo"}]}'

	# Both sell at once: theirs is refunded, with both named.
	stop_vitrined
	v --as Ana sell RG-4 --tender card:1306.50:4242
	woo checkout '{"skus":["RG-4"]}'
	lost=$(got id)
	start_vitrined
	ok "$engine: a webhook that was switched off is back" until_true 15 \
	    hooked 3
	ok "$engine: the second buyer is refunded" until_true 20 \
	    order_is "$lost" refunded
	ok "$engine: and it is written down" until_true 10 conflict_is \
	    '.conflicts | any(.kind == "lost" and .sku == "RG-4" and .state == "refunded" and (.done | test("refunded")))'
	conflict_is '.conflicts[0] | (.taken_by | test("showroom")) and (.taken_paid | test("card")) and (.wanted_by | test("Wendy Webb")) and (.wanted_paid | test("pi_"))'
	is "$engine: both buyers, both payments" $? 0
	ok "$engine: what the conflict never took is not put back" \
	    until_true 10 stock_is RG-4 0
	woo log '{}'
	is "$engine: refunded once" \
	    "$(printf '%s' "$body" | jq "[.log[] | select(startswith(\"refund $lost \"))] | length")" 1

	# Not paid yet, and lost: cancelled there, which puts stock back there;
	# it is told again.
	stop_vitrined
	v --as Ana sell RG-5 --tender card:1306.50:4242
	woo checkout '{"skus":["RG-5"],"method":"bacs","status":"on-hold","paid":false}'
	lost=$(got id)
	start_vitrined
	ok "$engine: an unpaid one is cancelled" until_true 20 \
	    order_is "$lost" cancelled
	ok "$engine: and gone all the same" until_true 10 stock_is RG-5 0

	# A gateway that cannot refund: a person is called.
	stop_vitrined
	v --as Ana sell RG-6 --tender card:1306.50:4242
	woo checkout '{"skus":["RG-6"],"method":"cannot"}'
	start_vitrined
	ok "$engine: what cannot be refunded calls for a person" until_true 20 \
	    conflict_is '.conflicts | any(.sku == "RG-6" and .state == "needs_person" and (.todo | test("by hand")))'

	# Pending is no sale: held here, and given back when it is called off.
	woo checkout '{"skus":["RG-7"],"status":"pending"}'
	id=$(got id)
	woo deliver "{\"id\":$id}"
	ok "$engine: somebody is about to pay: held" until_true 10 \
	    item_is RG-7 held
	v --as Ana sell RG-7 --tender card:1306.50:4242
	is "$engine: and not for sale at the counter" "$rc" 3
	woo become "{\"id\":$id,\"status\":\"processing\"}"
	woo deliver "{\"id\":$id}"
	ok "$engine: paid: sold" until_true 10 item_is RG-7 sold
	woo become "{\"id\":$id,\"status\":\"cancelled\"}"
	woo deliver "{\"id\":$id}"
	ok "$engine: cancelled there: taken back, to be looked at" \
	    until_true 10 conflict_is \
	    '.conflicts | any(.kind == "cancelled" and .state == "returned")'
	v --json item show RG-7
	is "$engine: for inspection" "$(member state)" inspect
	ok "$engine: not put on sale there by that" until_true 10 \
	    stock_is RG-7 0

	# Looked at and put back: told only after the orders were read.
	v --as Ana item edit RG-7 --state stock --note "looked at"
	[ "$rc" = 0 ] || note "$err"
	ok "$engine: back on sale there" until_true 40 stock_is RG-7 1

	# A piece nobody here knows.
	woo product '{"sku":"GHOST","price":"5.00"}'
	woo checkout '{"skus":["GHOST"]}'
	woo deliver "{\"id\":$(got id)}"
	ok "$engine: an unknown piece calls for a person" until_true 10 \
	    conflict_is '.conflicts | any(.kind == "unknown" and .sku == "GHOST")'
	v verify
	is "$engine: verify agrees at the end" "$rc" 0
	stop_vitrined
	ok "$engine: and the listener was denied nothing" sh -c \
	    '! grep -qi "denied" "$1"' - "$tmp/vitrined.$engine.log"
	kill "$woo_pid"
	web_logout
}
on_each_engine linked
done_testing
