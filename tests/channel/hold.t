#!/bin/bash
# The hold plugin for WooCommerce against the listener: who may pay is asked
# before anybody pays.
. "$(dirname "$0")/../lib/rig.sh"
. tests/ctl/lib.sh
. tests/api/lib.sh
. tests/channel/lib.sh
need_pg

gone='We are sorry: a piece in your order has just been sold'
unsure='We are sorry: we cannot confirm just now'
secret=a-secret-the-shop-and-we-share
printf %s $secret >"$tmp/hook_secret"
chmod 600 "$tmp/hook_secret"

shop() {	# WHAT ORDER SKUS: sets $said
	said=$(echo "$*" | VITRINE_URL=$url/hooks/woocommerce/woo \
	    VITRINE_SECRET=${with:-$secret} timeout 8 \
	    php tests/channel/wp_stub.php 2>&1)
}
post() {	# BODY [SIGNATURE]: sets $code, $body
	local sign
	sign=${2-$(php -r 'echo hash_hmac("sha256", $argv[1], $argv[2]);' -- \
	    "$1" "$secret")}
	code=$(curl -s -o "$tmp/body" -w '%{http_code}' --max-time 20 \
	    -H 'Content-Type: application/json' --data-binary "$1" \
	    ${sign:+-H "X-Vitrine-Signature: $sign"} \
	    "$url/hooks/woocommerce/${channel:-woo}/hold")
	body=$(cat "$tmp/body")
	printf 'POST\t/hooks/woocommerce/woo/hold\t%s\t%s\n' "$code" "$body" \
	    >>"$tmp/asked"
}
wish() {	# SECONDS-FROM-NOW ORDER SKU
	printf '{"time":%d,"action":"hold","order":"%s","lines":[{"sku":"%s","qty":1}]}' \
	    $(($(date +%s) + $1)) "$2" "$3"
}
sales_of() {	# ORDER
	v --json sale list
	printf '%s' "$out" | grep -o "\"order_ref\":\"$1\"" | wc -l
}

asked() {
	open_woo --set hook_secret=file:"$tmp/hook_secret"
	ok "$engine: the channel is open" until_true 10 stock_is RG-1 1
	until_true 10 sh -c "! curl -s -X POST '$url/hooks/woocommerce/woo/hold' | grep -q unavailable"

	# Sold at the counter: nobody is charged for it.
	v --as Ana sell RG-1 --tender card:1306.50:4242
	for way in classic block agent link; do
		shop $way 501 RG-1
		like "$engine: $way: sold is refused" "$said" "^refused $gone"
	done
	shop cart RG-1
	like "$engine: and does not go into a basket" "$said" '^refused '
	shop cart-block RG-1
	like "$engine: of blocks either" "$said" '^refused '
	shop cart RG-2
	is "$engine: what is there does" "$said" paid

	# Held for one order, and for it again; all of an order or none of it.
	shop classic 502 RG-2
	is "$engine: held" "$said" paid
	shop link 502 RG-2
	is "$engine: the same order asks again" "$said" paid
	shop block 503 RG-3,RG-2
	like "$engine: another is refused" "$said" "^refused $gone"
	ok "$engine: and holds nothing else" item_is RG-3 available
	v --as Ana sell RG-2 --tender card:1306.50:4242
	is "$engine: nor is it for sale at the counter" "$rc" 3
	shop fail 502 RG-2
	ok "$engine: failed: given back" item_is RG-2 available
	shop classic 502 RG-2
	is "$engine: and tried again" "$said" paid
	shop classic 502 RG-3
	is "$engine: the order was changed" "$said" paid
	ok "$engine: what it had before is free" item_is RG-2 available
	shop cancel 502 RG-3
	ok "$engine: cancelled: given back" item_is RG-3 available
	shop classic 504 CL-1*9
	is "$engine: nine of ten" "$said" paid
	shop classic 505 CL-1*2
	like "$engine: are not there twice" "$said" "^refused $gone"
	shop classic 506 SHIRT
	is "$engine: what is not ours is not held up" "$said" paid

	# Paid: one sale, by that hold.
	woo checkout '{"skus":["RG-3"],"status":"pending"}'
	id=$(got id)
	shop block "$id" RG-3
	is "$engine: held before it is paid" "$said" paid
	woo become "{\"id\":$id,\"status\":\"processing\"}"
	woo deliver "{\"id\":$id}"
	ok "$engine: paid: sold" until_true 10 item_is RG-3 sold
	v --json sale list
	is "$engine: once" "$(printf '%s' "$out" | grep -o '"number"' |
	    wc -l)" 2
	conflict_is '.conflicts | length == 0'
	is "$engine: and no conflict" $? 0
	shop classic "$id" RG-3
	like "$engine: not again" "$said" "^refused $gone"

	# Called off there before it was paid, and never told by the plugin.
	woo checkout '{"skus":["RG-4"],"status":"pending"}'
	id=$(got id)
	shop classic "$id" RG-4
	woo become "{\"id\":$id,\"status\":\"cancelled\"}"
	woo deliver "{\"id\":$id}"
	ok "$engine: cancelled there: given back" until_true 10 \
	    item_is RG-4 available

	# Only from that shop, and only now.
	with=another-secret shop classic 507 RG-5
	like "$engine: another secret is refused" "$said" "^refused $unsure"
	post "$(wish 0 508 RG-5)" ''
	is "$engine: no signature" "$code" 401
	post "$(wish 0 508 RG-5)" \
	    "$(printf '%064d' 0)"
	is "$engine: a wrong one" "$code" 401
	post "$(wish -400 508 RG-5)"
	is "$engine: a replayed one" "$code" 401
	like "$engine: is stale" "$body" '"stale"'
	post "$(wish 400 508 RG-5)"
	is "$engine: nor from the future" "$code" 401
	ok "$engine: nothing was held" item_is RG-5 available
	post '{"time":1}'
	is "$engine: not what was agreed" "$code" 422
	post "$(wish 0 508 RG-1)"
	is "$engine: gone is 409" "$code" 409
	post "$(wish 0 508 RG-5)"
	is "$engine: held is 200" "$code" 200
	channel=none post "$(wish 0 508 RG-5)"
	is "$engine: another channel" "$code" 404
	said=$(echo admin | php tests/channel/wp_stub.php)
	like "$engine: without settings the owner is told" "$said" \
	    'VITRINE_URL or VITRINE_SECRET is missing'
	said=$(echo classic 509 RG-6 | php tests/channel/wp_stub.php)
	like "$engine: and nobody pays" "$said" "^refused $unsure"

	# Two orders, one piece, the same moment.
	rounds=${LONG:+5000}
	said=$(VITRINE_URL=$url/hooks/woocommerce/woo VITRINE_SECRET=$secret \
	    php tests/channel/wp_stub.php race "${rounds:=50}" RG-6)
	like "$engine: of two orders never both may pay" "$said" ' both 0$'
	note "$said"
	v verify
	is "$engine: verify agrees" "$rc" 0

	# No listener: no payment.
	kill -STOP "$listener"
	shop classic 510 RG-7
	like "$engine: the listener hangs: refused in time" "$said" \
	    "^refused $unsure"
	kill -CONT "$listener"
	stop_vitrined KILL
	shop block 511 RG-8
	like "$engine: it is gone: refused" "$said" "^refused $unsure"
	described
	kill "$woo_pid"
	web_logout
}
on_each_engine asked
done_testing
