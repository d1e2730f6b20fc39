#!/bin/bash
# The listener's API with a real client, against a real vitrined, on both
# engines: what PRODUCT.md promises callers, to the letter.
. "$(dirname "$0")/../lib/rig.sh"
need_pg "$@"
. tests/ctl/lib.sh
. tests/api/lib.sh

holds() {
	ask GET /v1/items
	is "$engine: the catalogue needs no key" "$code" 200
	like "$engine: money in minor units" "$body" \
	    '"price":\{"amount":420000,"currency":"USD"\}'
	ok "$engine: what is not listed is not there" \
	    sh -c '! grep -q HIDDEN "$1"' - "$tmp/body"
	ask GET /v1/items/HIDDEN
	is "$engine: nor by its sku" "$code" 404
	ask GET '/v1/items?q=BROO'
	like "$engine: words begun are found" "$body" BR-1041
	ask GET '/v1/items?limit=1'
	ask GET "/v1/items?limit=1&cursor=$(json next)"
	is "$engine: the next page" "$code" 200
	for bad in 'limit=0' 'limit=x' 'cursor=x' 'q=1&q=2' 'q=%00'; do
		ask GET "/v1/items?$bad"
		is "$engine: ?$bad" "$code" 400
	done
	ask POST /v1/holds '{"sku":"BR-1041"}'
	is "$engine: a hold needs a key" "$code" 401
	key=$reader
	ask POST /v1/holds '{"sku":"BR-1041"}'
	is "$engine: of the right scope" "$code" 403
	key=wrong
	ask POST /v1/holds '{"sku":"BR-1041"}'
	is "$engine: and a real one" "$code" 401
	key=$seller
	ask POST /v1/holds '{"sku":"BR-1041","ttl":600,"owner":"cart-77"}'
	is "$engine: a hold" "$code" 201
	like "$engine: with its end" "$body" '"expires_at":"20[^"]*Z"'
	hold=$(json id)
	ask POST /v1/holds '{"sku":"BR-1041","owner":"cart-78"}'
	is "$engine: a second one is refused" "$code" 409
	is "$engine: with the reason" "$(json code)" held
	like "$engine: naming the piece" "$body" '"sku":"BR-1041"'
	like "$engine: as a problem" "$head" 'application/problem\+json'
	ask PATCH "/v1/holds/$hold" '{"ttl":900}'
	is "$engine: it can be extended" "$code" 200
	ask GET /v1/items/BR-1041
	is "$engine: the catalogue says held" "$(json status)" held
	ask DELETE "/v1/holds/$hold"
	is "$engine: and released" "$code" 204
	ask PATCH "/v1/holds/$hold" '{"ttl":900}'
	is "$engine: once it is over it is over" "$code" 409
	idem=cart-1
	ask POST /v1/holds '{"sku":"BR-1041","owner":"a"}'
	hold=$(json id)
	ask POST /v1/holds '{"sku":"BR-1041","owner":"a"}'
	is "$engine: asked twice with one key it is one hold" \
	    "$code $(json id)" "201 $hold"
	idem=
	ask POST /v1/holds '{"sku":"NONE"}'
	is "$engine: an unknown piece" "$code $(json code)" "404 unknown"
	for bad in '{"ttl":1}' '{"sku":1}' '{"sku":"BR-1041","ttl":0}' \
	    '{"sku":"BR-1041","tll":5}' '{"sku":"a\u001bb"}'; do
		ask POST /v1/holds "$bad"
		is "$engine: hold $bad" "$code" 422
	done
	ask POST /v1/holds '{"sku":"BR-1041","sku":"X"}'
	is "$engine: a name twice" "$code" 400
	ask POST /v1/holds '[1]'
	is "$engine: not an object" "$code" 400
	type=text/plain
	ask POST /v1/holds '{"sku":"BR-1041"}'
	is "$engine: not JSON" "$code" 415
	type=application/json
}

# order NAME SKU AMOUNT [HOLD]
order() {
	printf '{"order":"%s","lines":[{"sku":"%s",%s"price":{"amount":%s,' \
	    "$1" "$2" "${4:+\"hold\":\"$4\",}" "$3"
	printf '"currency":"USD"}}],"customer":{"name":"Zoë","email":"z@x.org"'
	printf '},"ship_to":{"city":"Kingston"},"payment":{"method":"test",'
	printf '"reference":"tx","amount":{"amount":%s,"currency":"USD"}}}' "$3"
}

orders() {
	idem=k1
	ask POST /v1/orders "$(order WEB-1187 BR-1041 420000)"
	is "$engine: not without the hold" "$code $(json code)" "409 held"
	ask POST /v1/orders "$(order WEB-1187 BR-1041 420000 "$hold")"
	is "$engine: sold" "$code" 201
	like "$engine: with a number" "$body" '"number":"W-000001"'
	like "$engine: under its name" "$body" '"order":"WEB-1187"'
	sale=$(json id) first=$body
	ask POST /v1/orders "$(order WEB-1187 BR-1041 420000 "$hold")"
	is "$engine: again with the same key" "$code" 201
	is "$engine: is the same answer" "$body" "$first"
	ask POST /v1/orders "$(order WEB-1188 BR-1041 420000 "$hold")"
	is "$engine: another body" "$code $(json code)" "422 key_reused"
	idem=k2
	ask POST /v1/orders "$(order WEB-1187 RG-7 120000)"
	is "$engine: the name again" "$code $(json code)" "409 order_exists"
	ask POST /v1/orders "$(order WEB-1190 BR-1041 420000)"
	is "$engine: it is sold" "$code $(json code)" "409 sold"
	like "$engine: and when" "$body" '"at":"20[^"]*Z"'
	ask POST /v1/orders "$(order WEB-1191 RG-7 1)"
	is "$engine: a wrong price" "$code $(json code)" "409 price_changed"
	ask POST /v1/orders "$(order WEB-1191 RG-7 120000 |
	    sed 's/"amount":{"amount":120000/"amount":{"amount":119999/')"
	is "$engine: paid too little" "$code $(json code)" \
	    "422 payment_mismatch"
	ask POST /v1/orders "$(order WEB-1191 RG-7 120000 | sed s/USD/EUR/)"
	is "$engine: in other money" "$code" 422
	ask POST /v1/orders "$(order WEB-1191 RG-7 120000 |
	    sed 's/Kingston/4242 4242 4242 4242/')"
	is "$engine: a card number is not kept" "$code" 422
	ask GET "/v1/orders/$sale"
	is "$engine: an order by id" "$code $(json number)" "200 W-000001"
	ask GET /v1/orders/WEB-1187
	is "$engine: and by name" "$(json number)" W-000001
	ask GET /v1/orders/none
	is "$engine: or not at all" "$code" 404
	# Sold at the counter: the web hears of it.
	v --as Ana sell RG-7 --tender cash:1306.50
	is "$engine: sold at the counter" "$rc" 0
	ask POST /v1/orders "$(order WEB-1192 RG-7 120000)"
	is "$engine: then not on the web" "$code $(json code)" "409 sold"
	like "$engine: and why" "$body" '"channel":"showroom"'
	# And back.
	idem=
	ask POST "/v1/orders/$sale/cancel"
	is "$engine: cancelled" "$code" 201
	like "$engine: all of it" "$body" '"refunded":\{"amount":420000'
	ask POST "/v1/orders/$sale/cancel"
	is "$engine: once" "$code $(json code)" "409 returned"
	ask POST /v1/orders "$(order WEB-1193 CL-1 1200 |
	    sed 's/"sku":"CL-1",/"sku":"CL-1","qty":3,/;
	    s/"amount":{"amount":1200/"amount":{"amount":3600/')"
	is "$engine: three of a kind" "$code" 201
	ask POST /v1/orders/WEB-1193/refund \
	    '{"lines":[{"sku":"CL-1","qty":1}]}'
	is "$engine: one comes back" "$code" 201
	ask GET /v1/orders/WEB-1193
	like "$engine: and is missed" "$body" '"status":"partly_refunded"'
	ask POST /v1/orders/WEB-1193/refund
	is "$engine: then the rest" "$code" 201
	v_is "the books agree" 0 verify
}

state() {
	ask GET /healthz
	is "$engine: alive" "$code" 200
	ask GET /metrics
	like "$engine: orders are counted" "$body" 'vitrine_orders_total 3'
	like "$engine: and timed" "$body" 'route="/v1/orders",le="\+Inf"'
	ask GET /openapi.json
	for path in $(grep -o '"/[a-z0-9.]*[^"]*"' core/web/routes.c |
	    tr -d '"' | grep -Ev '^/$|^/(p|checkout|assets|embed)' |
	    sort -u); do
		ok "$engine: $path is described" grep -qF "\"$path\":" \
		    "$tmp/body"
	done
	ask HEAD /v1/items
	is "$engine: HEAD" "$code" 200
	ask BREW /v1/items
	is "$engine: an unknown method" "$code" 405
	like "$engine: says which are known" "$head" 'Allow: GET, HEAD'
	ask OPTIONS /v1/items
	like "$engine: any site may read" "$head" \
	    'Access-Control-Allow-Origin: \*'
	ok "$engine: no key is in the log" sh -c '! grep -qF "$2" "$1"' - \
	    "$tmp/$engine.log" "$seller"
	kill -TERM "$pid"
	wait "$pid"
	is "$engine: stops cleanly" $? 0
}

# What is sold anywhere is told to whoever listens, within a second.
events() {
	v --as Ana item add --sku EV-1 --title "A pin" --price 10 --listed
	start "$tmp/stream" curl -sN "$url/v1/events"
	stream=$pid
	ok "$engine: the stream opens" until_true 5 grep -q retry \
	    "$tmp/stream"
	v --as Ana sell EV-1 --tender cash:10.89
	ok "$engine: sold elsewhere, told here within a second" \
	    until_true 1 grep -q '"sku":"EV-1","status":"sold"' "$tmp/stream"
	last=$(sed -n 's/^id: //p' "$tmp/stream" | tail -1)
	kill "$stream"
	v --as Ana item add --sku EV-2 --title "A pin" --price 10 --listed
	start "$tmp/again" curl -sN -H "Last-Event-ID: $last" \
	    "$url/v1/events"
	ok "$engine: what was missed is told" until_true 5 grep -q EV-2 \
	    "$tmp/again"
	is "$engine: and only that" "$(grep -c EV-1 "$tmp/again")" 0
	kill "$pid"
	ask GET '/v1/events?since=x'
	is "$engine: a position that is none" "$code" 400
	pid=$listener
}

# Many want one piece at the same moment: one gets it, the others are told.
rivals() {
	v --as Ana item add --sku ONE --title "The only one" --price 10
	for i in {1..32}; do
		order "RIVAL-$i" ONE 1000 >"$tmp/rival$i"
		echo "url=$url/v1/orders"
		echo "data-binary=@$tmp/rival$i"
		echo "output=/dev/null"
		echo "write-out=%{http_code}\\n"
		echo "header=\"Authorization: Bearer $seller\""
		echo "header=\"Content-Type: application/json\""
		[ "$i" = 32 ] || echo next
	done >"$tmp/rivals"
	curl -sZ --parallel-immediate --parallel-max 32 -K "$tmp/rivals" \
	    2>/dev/null | sort | uniq -c | tr -s ' \n' ' ' >"$tmp/said"
	is "$engine: 32 rivals, one winner" "$(cat "$tmp/said")" \
	    " 1 201 31 409 "
}

all() {
	open_shop
	holds
	orders
	events
	rivals
	state
}

on_each_engine all
described
done_testing
