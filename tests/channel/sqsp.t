#!/bin/bash
# A Squarespace site and our shop, linked by the listener: read by stretches of
# time and pages, told by adjustments; what cannot be undone there calls for a
# person.
. "$(dirname "$0")/../lib/rig.sh"
. tests/ctl/lib.sh
. tests/channel/lib.sh
need_pg

secret=F00DF00DF00DF00DF00DF00DF00DF00DF00DF00DF00DF00DF00DF00DF00DF00D
double() {
	body=$(curl -s --max-time 60 -X POST -d "$2" "$sq_url/_test/$1")
}
there() {
	double stock "{\"sku\":\"$1\"}"
	[ "$(got stock)" = "$2" ]
}
status() {
	"$bin/vitrinectl" --shop "$shop" --json channel status sq |
	    jq -e "$1" >/dev/null
}

open_sq() {
	port= web_shop=
	v init --name "Aurelia & Co" --owner Ana --zone America/New_York \
	    --tax 8.875
	sq_port=$(free_port) sq_url=http://127.0.0.1:$sq_port
	start "$tmp/sq.log" node tests/channel/sqsp.js "$sq_port"
	sq_pid=$pid
	ok "$engine: the double answers" until_true 10 \
	    curl -s -o "$tmp/up" "$sq_url/"
	for sku in RG-1 RG-2 RG-3 RG-4 RG-5 RG-6; do
		v --as Ana item add --sku $sku --title "Ring $sku" \
		    --price 1200.00 --listed
		double variant "{\"sku\":\"$sku\"}"
	done
	v --as Ana item add --sku CL-1 --title Cloth --price 12.00 --stock 10 \
	    --listed
	double variant '{"sku":"CL-1","quantity":10}'
	v --as Ana item add --sku NOT-THERE --title "Not there" --price 5 \
	    --listed
}

linked() {
	open_sq
	vin "key=wrong-wrong-wrong-wrong" --as Ana channel add squarespace sq \
	    --set url="$sq_url" --secrets-stdin
	is "$engine: a wrong key is found out at once" "$rc" 77
	vin "key=0123456789abcdef0123456789abcdef
hook_secret=$secret" --as Ana channel add squarespace sq \
	    --name "Our site" --set url="$sq_url" --secrets-stdin
	is "$engine: the site is added" "$rc" 0
	[ "$rc" = 0 ] || note "$err"
	start_vitrined

	v --as Ana sell RG-1 --tender card:1306.50:4242
	ok "$engine: sold here, gone there" until_true 10 there RG-1 0
	v --as Ana sell CL-1 --tender cash:20.00
	ok "$engine: one less there" until_true 10 there CL-1 9
	v --as Ana sell NOT-THERE --tender cash:5.44
	ok "$engine: what is not there holds nothing up" until_true 10 \
	    status '.channels[0].waiting == 0'

	# An order over two pages of orders, in whatever order they come.
	for sku in RG-2 RG-3; do
		double order "{\"lines\":[{\"sku\":\"$sku\",\"cents\":120000}],
		    \"shipping\":2500,\"discount\":1000,\"tax\":10650}"
	done
	double order '{"lines":[{"sku":"CL-1","cents":1200,"quantity":2}],
	    "inclusive":true,"tax":196}'
	id=$(got id)
	double order '{"lines":[{"sku":"RG-6","cents":120000}],"testmode":true}'
	double hook "{\"id\":\"$id\",\"url\":\"$url/hooks/squarespace/sq\",
	    \"secret\":\"$secret\",\"spoil\":true}"
	is "$engine: a wrong signature is refused" "$(got code)" 401
	double throttle '{"n":1}'
	double hook "{\"id\":\"$id\",\"url\":\"$url/hooks/squarespace/sq\",
	    \"secret\":\"$secret\"}"
	like "$engine: a right one is taken" "$(got code)" '^20'
	v --as Ana channel sync sq
	ok "$engine: sold there, gone here" until_true 60 item_is RG-2 sold
	ok "$engine: the second page, too" until_true 10 item_is RG-3 sold
	v --json sale list
	is "$engine: as it was charged there" "$(jq -c '[.sales[] |
	    select(.channel == "Our site") | .total.amount] | sort' <<<"$out")" \
	    "[2400,132150,132150]"
	v --json item show RG-6
	is "$engine: an order in test mode is nobody's" "$(member status)" \
	    available

	# Both sell: nobody can undo it but a person, who is told what to do.
	stop_vitrined
	v --as Ana sell RG-4 --tender card:1306.50:4242
	double order '{"lines":[{"sku":"RG-4","cents":120000}]}'
	lost=$(got id)
	start_vitrined
	ok "$engine: the second buyer is a person's work" until_true 30 \
	    conflict_is '.conflicts | any(.sku == "RG-4" and
	    .state == "needs_person" and (.todo | test("Refund")))'
	double become "{\"id\":\"$lost\",\"refunded\":true,
	    \"fulfillmentStatus\":\"CANCELED\"}"
	v --as Ana channel sync sq
	ok "$engine: which is seen when it is done" until_true 30 conflict_is \
	    '.conflicts | any(.sku == "RG-4" and (.state == "refunded" or
	    .state == "cancelled"))'

	v verify
	is "$engine: verify agrees" "$rc" 0
	stop_vitrined
	web_logout
	kill "$sq_pid"
}
on_each_engine linked
done_testing
