#!/bin/bash
# An order of several pieces loses one of them: the rest is sold, and only what
# was lost is refunded there; in WooCommerce and in Shopify.
. "$(dirname "$0")/../lib/rig.sh"
. tests/ctl/lib.sh
. tests/channel/lib.sh
need_pg

sell() { v --as Ana sell "$1" --tender card:1306.50:4242; }
sale_of() {	# ORDER: sets $out to the channel's sale
	v --json sale list
	out=$(jq -c "[.sales[] | select(.order == \"$1\")]" <<<"$out")
}
logged() {	# JQ over the double's log
	woo log '{}'
	jq -e "$1" <<<"$body" >/dev/null
}
lost_is() {	# SKU JQ of its conflict
	conflict_is ".conflicts[] | select(.kind == \"lost\" and .sku == \"$1\") |
	    $2"
}
letters() { ls "$tmp/$engine"/*.eml 2>/dev/null | wc -l; }
letter_for() { [ "$(letters)" = "$1" ]; }	# N letters went out
letter() { perl -MMIME::QuotedPrint -0777 -ne 'print decode_qp($_)' \
    "$tmp/$engine/$1.eml" | tr -s '[:space:]' ' '; }
order_has() {	# ID JQ
	woo order "{\"id\":$1}"
	jq -e "$2" <<<"$body" >/dev/null
}

woo_parts() {
	smtp_port=$(free_port)
	mkdir -p "$tmp/$engine"
	start "$tmp/postbox.log" "$tools/postbox" "$smtp_port" "$tmp/$engine"
	open_woo
	stop_vitrined
	sell RG-1
	woo checkout '{"skus":["RG-1","RG-2","CL-1"],"shipping":25,"tax":0.1,
	    "big":true}'
	id=$(got id)
	FAULT=404:kill start_vitrined
	ok "$engine: killed when it was refunded there" until_true 20 \
	    dead "$listener"
	FAULT= start_vitrined
	ok "$engine: what was lost is refunded" until_true 20 lost_is RG-1 \
	    '(.done | test("given back|refunded")) and .todo == ""'
	ok "$engine: the order goes on there" order_has "$id" \
	    '.status == "processing" and (.refunds | length) == 1'
	ok "$engine: only that line, its tax apart, once" logged \
	    '[.log[] | select(startswith("refund "))] ==
	    ["refund line RG-1 1200.00 7:120.00", "refund '"$id"' 1320.00"]'
	ok "$engine: the rest is sold" item_is RG-2 sold
	sale_of "$id"
	is "$engine: for what was kept" "$(jq -c '[.[] | .total.amount]' \
	    <<<"$out")" "[135820]"
	v --json item show CL-1
	is "$engine: all of the rest" "$(member on_hand)" 9
	ok "$engine: nothing is put back there" until_true 10 stock_is RG-1 0
	ok "$engine: both are told" lost_is RG-1 \
	    '(.taken_by | test("showroom")) and (.wanted_by | test("Wendy")) and
	    (.done | test("The rest of the order was sold")) and
	    .state == "sold" and .amount.amount == 132000'
	ok "$engine: a letter goes out" until_true 30 letter_for 1
	like "$engine: of what is missing and what is not" "$(letter 1)" \
	    'somebody else bought Ring RG-1\..*rest of your order is yours\. For what is missing you have been given back \$1,320\.00'
	v --as Ana channel sync woo
	ok "$engine: its own refund is no news" until_true 10 \
	    status_is orders_due 0
	conflict_is '.conflicts | length == 1'
	is "$engine: and no other conflict" $? 0

	# Called off there after all: what was sold of it comes back.
	woo become "{\"id\":$id,\"status\":\"cancelled\"}"
	woo deliver "{\"id\":$id}"
	ok "$engine: cancelled later: the rest is taken back" until_true 10 \
	    conflict_is '.conflicts | any(.kind == "cancelled" and
	    .state == "returned")'

	# Nothing is left of it: all of it.
	stop_vitrined
	sell RG-3
	sell RG-4
	woo checkout '{"skus":["RG-3","RG-4"],"shipping":25}'
	all=$(got id)
	# Not paid yet: all of it, too; and paid after it was refused.
	sell RG-5
	woo checkout '{"skus":["RG-5","RG-6"],"status":"pending"}'
	late=$(got id)
	start_vitrined
	ok "$engine: all lost: all refunded" until_true 20 \
	    order_is "$all" refunded
	ok "$engine: one about to be paid is cancelled" until_true 20 \
	    order_is "$late" cancelled
	ok "$engine: and holds nothing" until_true 10 item_is RG-6 available
	ok "$engine: which calls for nobody" until_true 10 lost_is RG-5 \
	    '.todo == "" and (.done | test("nothing had been paid"))'
	woo become "{\"id\":$late,\"status\":\"processing\"}"
	woo deliver "{\"id\":$late}"
	ok "$engine: paid all the same: refunded" until_true 20 \
	    order_is "$late" refunded
	ok "$engine: with a letter" until_true 30 letter_for 3
	like "$engine: each that it is given back" "$(grep -l "^Subject: .* $late " \
	    "$tmp/$engine"/*.eml | wc -l) $(letter 2) and $(letter 3)" \
	    '^1 .*has been given back in full.* and .*has been given back in full'

	# A set is not sold in halves.
	v --as Ana channel set woo --set when_lost=halves
	like "$engine: what it may be" "$err" "part or whole"
	v --as Ana channel set woo --set when_lost=whole
	is "$engine: whole" "$rc" 0
	stop_vitrined
	sell RG-7
	woo checkout '{"skus":["RG-7","RG-8"]}'
	set=$(got id)
	start_vitrined
	ok "$engine: a set is refunded whole" until_true 20 \
	    order_is "$set" refunded
	ok "$engine: and its rest is for sale" item_is RG-8 available

	# More than there is: nobody has taken it, and a person is told.
	woo checkout '{"skus":["CL-1"],"qty":50}'
	woo deliver "{\"id\":$(got id)}"
	ok "$engine: more than there is calls for a person" until_true 30 \
	    conflict_is '.conflicts | any(.kind == "trouble" and
	    (.todo | test("less here")))'
	v verify
	is "$engine: verify agrees" "$rc" 0
	[ "$rc" = 0 ] || note "$out"
	stop_vitrined
	kill "$woo_pid"
	web_logout
}

double() {
	body=$(curl -s --max-time 60 -X POST -d "$2" "$sh_url/_test/$1")
}
there() {
	double stock "{\"sku\":\"$1\"}"
	[ "$(got stock)" = "$2" ]
}
found() {	# ID JQ
	double found "{\"id\":\"$1\"}"
	jq -e "$2" <<<"$body" >/dev/null
}

shopify_parts() {
	port= web_shop=
	v init --name "Aurelia & Co" --owner Ana --zone America/New_York \
	    --tax 8.875
	sh_port=$(free_port) sh_url=http://127.0.0.1:$sh_port
	start "$tmp/sh.log" node tests/channel/shopify.js "$sh_port"
	sh_pid=$pid
	until_true 10 curl -s -o "$tmp/up" "$sh_url/"
	for sku in RG-1 RG-2 RG-3 RG-4 RG-5; do
		v --as Ana item add --sku "$sku" --title "Ring $sku" \
		    --price 1200.00 --listed
		double variant "{\"sku\":\"$sku\"}"
	done
	vin "client_secret=client-secret-of-the-app" --as Ana channel add \
	    shopify sh --name "Our Shopify" --set shop=double.myshopify.com \
	    --set client_id=client-id --set url="$sh_url" --secrets-stdin
	is "$engine: the shop is added" "$rc" 0
	sell RG-1
	sell RG-3
	sell RG-5
	double order '{"skus":["RG-1","RG-2"],"tax":10650,"shipping":2500}'
	paid=$(got id)
	double order '{"skus":["RG-3","RG-4"],"status":"AUTHORIZED"}'
	reserved=$(got id)
	double order '{"skus":["RG-5"],"status":"AUTHORIZED"}'
	void=$(got id)
	start_vitrined
	ok "$engine: paid: one line is refunded" until_true 30 \
	    lost_is RG-1 '.state == "sold" and (.done | test("refunded on"))'
	ok "$engine: and no more" found "$paid" \
	    '.status == "PARTIALLY_REFUNDED" and (.cancelled | not)'
	ok "$engine: reserved: captured after the sale" until_true 30 \
	    found "$reserved" '.status == "PAID"'
	ok "$engine: only what is sold" lost_is RG-3 \
	    '.done | test("will not be taken")'
	ok "$engine: reserved and lost: nothing is taken" until_true 30 \
	    lost_is RG-5 '.done | test("nothing had been taken")'
	ok "$engine: it is void there" found "$void" \
	    '.status == "VOIDED" and .cancelled'
	double log '{}'
	is "$engine: each once" "$(jq -c '[.log[] |
	    select(test("^(refund|capture|cancel)"))] | sort' <<<"$body")" \
	    '["cancel #1002","capture #1001 1200.00","refund #1000 130650","refund #1001 0"]'
	ok "$engine: both rests are sold" item_is RG-2 sold
	ok "$engine: both" item_is RG-4 sold
	ok "$engine: nothing is put back there" until_true 10 there RG-1 0
	v --as Ana channel sync sh
	ok "$engine: no other conflict" conflict_is '.conflicts | length == 3'
	v --json sale list
	is "$engine: for what was kept" "$(jq -c '[.sales[] |
	    select(.channel == "Our Shopify") | .total.amount] | sort' \
	    <<<"$out")" "[120000,133150]"
	v verify
	is "$engine: verify agrees" "$rc" 0
	stop_vitrined
	web_logout
	kill "$sh_pid"
}
on_each_engine woo_parts
smtp_port=
on_each_engine shopify_parts
done_testing
