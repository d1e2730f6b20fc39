#!/bin/bash
# A Shopify shop and ours, linked by the listener.
. "$(dirname "$0")/../lib/rig.sh"
. tests/ctl/lib.sh
. tests/channel/lib.sh
need_pg

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
logged() {
	double log '{}'
	jq -e ".log | map(select(. == \"$1\")) | length == ${2:-1}" \
	    <<<"$body" >/dev/null
}
sold_to() {	# N: so many sales are the channel's
	[ "$("$bin/vitrinectl" --shop "$shop" --json sale list |
	    jq '[.sales[] | select(.channel == "Our Shopify")] | length')" = "$1" ]
}
subscribed() {
	double subscribed '{}'
	[ "$(got n)" = 6 ]
}
hook() {	# ID EVENT [MORE]
	double deliver "{\"id\":\"$1\",\"event\":\"$2\",
	    \"url\":\"$url/hooks/shopify/sh\"${3:-}}"
}

open_sh() {
	port= web_shop=
	v init --name "Aurelia & Co" --owner Ana --zone America/New_York \
	    --tax 8.875
	sh_port=$(free_port) sh_url=http://127.0.0.1:$sh_port
	start "$tmp/sh.log" node tests/channel/shopify.js "$sh_port"
	sh_pid=$pid
	ok "$engine: the double answers" until_true 10 \
	    curl -s -o "$tmp/up" "$sh_url/"
	for sku in RG-1 RG-2 RG-3 RG-4 RG-5 RG-6 "O'8"; do
		v --as Ana item add --sku "$sku" --title "Ring $sku" \
		    --price 1200.00 --listed
		double variant "{\"sku\":\"$sku\"}"
	done
	v --as Ana item add --sku CL-1 --title Cloth --price 12.00 --stock 10 \
	    --listed
	double variant '{"sku":"CL-1","quantity":10}'
}

linked() {
	open_sh
	vin "client_secret=wrong" --as Ana channel add shopify sh \
	    --set shop=double.myshopify.com --set client_id=client-id \
	    --set url="$sh_url" --secrets-stdin
	is "$engine: a wrong secret is found out at once" "$rc" 77
	vin "client_secret=client-secret-of-the-app" --as Ana channel add \
	    shopify sh --set shop=shop.example.com --set client_id=client-id \
	    --set url="$sh_url" --secrets-stdin
	is "$engine: and an address that is not Shopify's own" "$rc" 65
	vin "client_secret=client-secret-of-the-app" --as Ana channel add \
	    shopify sh --name "Our Shopify" --set shop=double.myshopify.com \
	    --set client_id=client-id --set url="$sh_url" --secrets-stdin
	is "$engine: the shop is added" "$rc" 0
	[ "$rc" = 0 ] || note "$err"
	start_vitrined
	ok "$engine: it subscribes to what it must hear" until_true 20 \
	    subscribed

	v --as Ana sell RG-1 --tender card:1306.50:4242
	ok "$engine: sold here, gone there" until_true 10 there RG-1 0
	double throttle '{"n":1}'
	double expire '{}'
	v --as Ana sell "O'8" --tender card:1306.50:4242
	ok "$engine: throttled, its token gone, a quote in the number" \
	    until_true 20 there "O'8" 0
	v --as Ana sell CL-1 --tender cash:20.00
	ok "$engine: one less there" until_true 20 there CL-1 9

	# Theirs: hints, doubled, spoilt and lost.
	double order '{"skus":["RG-2"],"tax":10650,"shipping":2500}'
	id=$(got id)
	hook "$id" one ',"spoil":true'
	is "$engine: a wrong signature is refused" "$(got code)" 401
	hook "$id" one
	like "$engine: a right one is taken" "$(got code)" '^20'
	hook "$id" one
	like "$engine: twice, too" "$(got code)" '^20'
	hook "$id" two ',"bare":true'
	like "$engine: and under the newer names" "$(got code)" '^20'
	ok "$engine: sold there, gone here" until_true 15 item_is RG-2 sold
	double order '{"skus":["RG-3"],"test":true}'
	double order '{"skus":["RG-5"],"status":"AUTHORIZED"}'
	held=$(got id)
	v --as Ana channel sync sh
	ok "$engine: what was only reserved is captured after the sale" \
	    until_true 20 found "$held" '.status == "PAID"'
	v --json sale list
	is "$engine: as charged there, once each" "$(jq -c '[.sales[] |
	    select(.channel == "Our Shopify") | .total.amount] | sort' \
	    <<<"$out")" "[120000,133150]"
	v --json item show RG-3
	is "$engine: a test order is nobody's" "$(member status)" available

	# Three orders are two pages; the token ends between them.
	for sku in RG-6 CL-1 CL-1; do
		double order "{\"skus\":[\"$sku\"],\"cents\":1200}"
	done
	double expire '{"on":"Orders"}'
	v --as Ana channel sync sh
	ok "$engine: its token gone between two pages, all are read" \
	    until_true 20 sold_to 5
	ok "$engine: it was" logged "expired behind Orders"

	# Both sell: theirs is cancelled and refunded, once.  Its subscriptions
	# are taken from us meanwhile.
	stop_vitrined
	double unsubscribe '{}'
	v --as Ana sell RG-4 --tender card:1306.50:4242
	double order '{"skus":["RG-4"]}'
	lost=$(got id)
	start_vitrined
	ok "$engine: it subscribes again to what was deleted" until_true 20 \
	    subscribed
	ok "$engine: the second buyer is refunded" until_true 30 \
	    found "$lost" '.status == "REFUNDED" and .cancelled'
	ok "$engine: which is written down" until_true 15 conflict_is \
	    '.conflicts | any(.sku == "RG-4" and .state == "refunded")'
	double log '{}'
	is "$engine: once" "$(jq '[.log[] | select(startswith("cancel"))] |
	    length' <<<"$body")" 1
	ok "$engine: and nothing is put back" until_true 10 there RG-4 0

	# Somebody changed it there: orders first, then what is true here.
	double set '{"sku":"CL-1","quantity":5}'
	double expire '{"on":"Set"}'
	v --as Ana sell CL-1 --tender cash:20.00
	ok "$engine: a count changed there is not believed for long" \
	    until_true 60 there CL-1 6
	ok "$engine: its token gone in the middle of that" logged \
	    "expired behind Set"
	v verify
	is "$engine: verify agrees" "$rc" 0
	stop_vitrined
	web_logout
	kill "$sh_pid"
}
on_each_engine linked
done_testing
