#!/bin/bash
# The ghost hunt: everything a website sells is read through its connector and
# held against the shop, at the pace the website allows, and changes nothing.
. "$(dirname "$0")/../lib/rig.sh"
. tests/ctl/lib.sh
. tests/channel/lib.sh
need_pg

# The numbers in a table of the last answer; one member of its first row.
skus() { jq -r ".tables.$1.rows | map(.sku) | join(\" \")" <<<"$out"; }
first() { jq -r ".tables.$1.rows[0] | $2" <<<"$out"; }
# What the channel's status keeps of it.
kept() {
	v --json channel status "$1"
	jq -r '.channels[0] | "\(.live) \(.ghosts) \(.strays) \(.differ)"' \
	    <<<"$out"
}
double() {
	body=$(curl -s --max-time 60 -X POST -d "$2" "$site/_test/$1")
}
# A double of SERVICE at $site.
start_double() {
	local port
	port=$(free_port)
	site=http://127.0.0.1:$port
	start "$tmp/$1.$engine.log" node "tests/channel/$1.js" "$port"
	double_pid=$pid
	until_true 10 curl -s -o "$tmp/up" "$site/"
}

# The shop: RG-1 is sold, RG-7 on hold, and of the cloths there are ten.
stock() {
	local sku
	v init --name "Aurelia & Co" --owner Ana --zone America/New_York --tax 0
	for sku in RG-1 RG-2 RG-3 RG-4 RG-6 RG-7; do
		v --as Ana item add --sku $sku --title "Ring $sku" \
		    --price 1200.00 --listed
	done
	v --as Ana item add --sku CL-1 --title Cloth --price 12.00 --stock 10 \
	    --listed
	v --as Ana sell RG-1 --tender cash:1200.00
	v --as Ana apikey add till --scope hold
	port= web_shop=
	start_vitrined
	is "$engine: one is on hold" "$(curl -s -o "$tmp/hold" -w '%{http_code}' \
	    -H "Authorization: Bearer $out" -H 'Content-Type: application/json' \
	    -d '{"sku":"RG-7","ttl":3000,"owner":"cart-77"}' \
	    "$url/v1/holds")" 201
	stop_vitrined
	web_logout
}

# hunt CODE: what every website's catalogue below comes to.
hunt() {
	v --json channel reconcile "$1"
	is "$engine: $1: compared" "$rc" 0
	[ "$rc" = 0 ] || note "$err"
	is "$engine: $1: sold here, live there" "$(skus ghosts)" RG-1
	is "$engine: $1: on hold here, live there" "$(skus not_for_sale)" RG-7
	is "$engine: $1: and why" "$(first not_for_sale .why)" "is on hold"
	is "$engine: $1: live, and unknown here" "$(skus unknown)" XX-9
	is "$engine: $1: two prices" "$(first price \
	    '"\(.sku) \(.shop_price.amount) \(.web_price.amount)"')" \
	    "RG-3 120000 125000"
	is "$engine: $1: gone there, still here" "$(skus sold_online)" RG-4
	is "$engine: $1: two counts" "$(first quantity \
	    '"\(.sku) \(.shop_quantity) \(.web_quantity)"')" "CL-1 10 8"
	is "$engine: $1: what hides is no ghost" \
	    "$(jq -c '[.. | .sku? // empty] | index("HD-1")' <<<"$out")" null
}

shopify() {
	start_double shopify
	double variant '{"sku":"RG-1"}'
	double variant '{"sku":"RG-2"}'
	double variant '{"sku":"RG-3","price":"1250.00"}'
	double variant '{"sku":"RG-4","quantity":0}'
	double variant '{"sku":"RG-6","policy":"CONTINUE"}'
	double variant '{"sku":"RG-7"}'
	double variant '{"sku":"CL-1","quantity":8,"price":"12.00"}'
	double variant '{"sku":"XX-9","title":"Lost"}'
	double variant '{"sku":"HD-1","status":"DRAFT"}'
	double variant '{"sku":"HD-1","hidden":true}'
	vin "client_secret=client-secret-of-the-app" --as Ana channel add \
	    shopify sh --set shop=double.myshopify.com \
	    --set client_id=client-id --set url="$site" --secrets-stdin
	double throttle '{"n":2}'
	hunt sh
	is "$engine: sold when it is gone" "$(skus oversell)" RG-6
	double log '{}'
	is "$engine: slower when it asks, and no page twice" "$(jq -c \
	    '[.log[] | select(startswith("list"))]' <<<"$body")" \
	    '["list 0","list 2","list 4","list 6","list 8"]'
	is "$engine: nothing was changed there" "$(jq -c \
	    '[.log[] | select(startswith("set"))]' <<<"$body")" '[]'
	is "$engine: what was found is kept" "$(kept sh)" "7 2 1 4"
	v channel reconcile sh
	like "$engine: for people" "$out" "Sold in the shop, live on the web"
	v --as Ana channel reconcile sh --format csv
	like "$engine: as CSV" "$out" "RG-1,Ring RG-1,1200.00"
	kill "$double_pid"
}

woocommerce() {
	start_double woo
	double product '{"sku":"RG-1","price":"1200.00"}'
	double product '{"sku":"RG-2","price":"1200.00","variation":true}'
	double product '{"sku":"RG-3","price":"1250.00","variation":true}'
	double product '{"sku":"RG-4","price":"1200.00","stock":0}'
	double product '{"sku":"RG-6","price":"1200.00","backorders":"yes"}'
	double products "{\"status\":\"draft\",\"skus\":$(seq -f '"HD-%g"' \
	    -s, 1 120 | sed 's/.*/[&]/')}"
	double product '{"sku":"RG-7","price":"1200.00"}'
	double product '{"sku":"CL-1","price":"12.00","stock":8}'
	double product '{"sku":"XX-9","name":"Lost"}'
	vin "key=$woo_key
secret=$woo_secret" --as Ana channel add woocommerce woo \
	    --set url="$site" --secrets-stdin
	double set '{"fail":[500]}'
	hunt woo
	is "$engine: sold when it is gone" "$(skus oversell)" RG-6
	double log '{}'
	is "$engine: both pages, unwell or not" "$(jq -c \
	    '[.log[] | select(test("^list .* of 100$"))]' <<<"$body")" \
	    '["list 1 of 100","list 2 of 100"]'
	is "$engine: what was found is kept" "$(kept woo)" "7 2 1 4"
	kill "$double_pid"
}

squarespace() {
	start_double sqsp
	double product '{"sku":"RG-1"}'
	double product '{"sku":"RG-2","cents":130000,"sale":120000}'
	double product '{"sku":"RG-3","cents":125000}'
	double product '{"sku":"RG-4","quantity":0}'
	double product '{"sku":"RG-7"}'
	double product '{"sku":"CL-1","cents":1200,"quantity":8}'
	double product '{"sku":"XX-9","unlimited":true}'
	double product '{"sku":"HD-1","hidden":true}'
	vin "key=0123456789abcdef0123456789abcdef" --as Ana channel add \
	    squarespace sq --set url="$site" --secrets-stdin
	double scope '{"products":false}'
	v channel reconcile sq
	is "$engine: a key that may not list" "$rc" 77
	like "$engine: is said to need it" "$err" "Products"
	double scope '{"products":true}'
	double throttle '{"n":1}'
	hunt sq
	is "$engine: what was found is kept" "$(kept sq)" "6 2 1 3"
	kill "$double_pid"
}

own() {
	local port
	port=$(free_port)
	site=http://127.0.0.1:$port
	cat >"$tmp/own.js" <<'EOS'
// Two pages of what a site of one's own sells.
const all = [['RG-1', '1200.00', 1], ['RG-2', '1200.00', 1],
    ['RG-3', '1250.00', 1], ['RG-4', '1200.00', 0], ['RG-7', '1200.00', 1],
    ['CL-1', '12.00', 8], ['XX-9', '5', 1], ['HD-1', '5', 1, false]]
    .map(([sku, price, available, shown]) =>
    ({ sku, title: `Ring ${sku}`, price, available, shown }));
require('http').createServer((req, res) => {
	const after = new URL(req.url, 'http://x').searchParams.get('after');
	res.end(JSON.stringify(after === null ? { pieces: all.slice(0, 4),
	    next: 'page two' } : { pieces: after === 'page two' ?
	    all.slice(4) : null }));
}).listen(Number(process.argv[2]), '127.0.0.1');
EOS
	start "$tmp/own.$engine.log" node "$tmp/own.js" "$port"
	double_pid=$pid
	until_true 10 curl -s -o "$tmp/up" "$site/"
	vin notify_secret=0123456789abcdef0123 --as Ana channel set web \
	    --set notify_url="$site/told" --secrets-stdin --no-test
	v channel reconcile web
	is "$engine: a site that does not say where it lists" "$rc" 78
	like "$engine: is asked to" "$err" list_url
	v --as Ana channel set web --set list_url="$site/list" --no-test
	hunt web
	is "$engine: what was found is kept" "$(kept web)" "6 2 1 3"
	kill "$double_pid"
}

ghosts() {
	stock
	shopify
	[ "$engine" = sqlite ] || return 0
	woocommerce
	squarespace
	own
	v verify
	is "$engine: verify agrees" "$rc" 0
}
on_each_engine ghosts
done_testing
