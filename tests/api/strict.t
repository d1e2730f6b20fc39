#!/bin/bash
# What a caller's call must be, to the last word: no card number in any text
# that is kept, no member that is not known, one meaning for each
# Idempotency-Key also when something is taken back; and a key that is revoked
# is so at once.
. "$(dirname "$0")/../lib/rig.sh"
need_pg "$@"
. tests/ctl/lib.sh
. tests/api/lib.sh

card='4242 4242-4242.4242'
# order NAME QTY
order() {
	printf '{"order":"%s","lines":[{"sku":"CL-1","qty":%s}],"customer":{' \
	    "$1" "$2"
	printf '"name":"NAME","email":"EMAIL"},"ship_to":{"street":["STREET"'
	printf ']},"payment":{"method":"METHOD","reference":"REFERENCE",'
	printf '"amount":{"amount":%s,"currency":"USD"}}}' $((1200 * $2))
}

cards() {
	key=$seller
	for text in NAME EMAIL STREET METHOD REFERENCE; do
		ask POST /v1/orders "$(order "C-$text" 1 |
		    sed "s/$text/$card/")"
		is "$engine: a card number as $text" "$code $(json code)" \
		    "422 invalid"
	done
	ask POST /v1/orders "$(order "$card" 1)"
	is "$engine: as the order's name" "$code" 422
	idem="$card"
	ask POST /v1/orders "$(order C-KEY 1)"
	is "$engine: as its key" "$code" 400
	idem=
	ask POST /v1/holds '{"sku":"CL-1","owner":"'"$card"'"}'
	is "$engine: as a hold's owner" "$code" 422
	ask GET /v1/orders/C-NAME
	is "$engine: and nothing was sold" "$code" 404
	ok "$engine: nor is one in the log" sh -c '! grep -q 4242 "$1"' - \
	    "$tmp/$engine.log"
}

back() {
	ask POST /v1/orders "$(order B-1 4)"
	is "$engine: four are sold" "$code" 201
	for bad in '{"Lines":[]}' '{"line":[{"sku":"CL-1"}]}' \
	    '{"lines":null}' '{"lines":[]}' '{"lines":{}}' \
	    '{"lines":[{"sku":"CL-1","quantity":1}]}' '{"reason":4}'; do
		ask POST /v1/orders/B-1/refund "$bad"
		is "$engine: refund $bad" "$code $(json code)" "422 invalid"
	done
	ask POST /v1/orders/B-1/refund '{"Lines":[]}'
	like "$engine: says which word" "$body" 'Lines.*is not known'
	ask POST /v1/orders/B-1/cancel '{"lines":[{"sku":"CL-1"}]}'
	is "$engine: a cancellation has no lines" "$code" 422
	ask POST /v1/orders/B-1/refund '{"reason":"'"$card"'"}'
	is "$engine: no card number as the reason" "$code" 422
	idem=back-1
	ask POST /v1/orders/B-1/refund '{"lines":[{"sku":"CL-1","qty":2}]}'
	is "$engine: two come back" "$code" 201
	first=$body
	ask POST /v1/orders/B-1/refund '{"lines":[{"sku":"CL-1","qty":2}]}'
	is "$engine: asked again it is the same answer" "$code $body" \
	    "201 $first"
	like "$engine: which says so" "$head" 'Idempotent-Replayed: true'
	ask POST /v1/orders/B-1/refund '{"lines":[{"sku":"CL-1","qty":1}]}'
	is "$engine: another body" "$code $(json code)" "422 key_reused"
	ask POST /v1/orders/B-1/cancel
	is "$engine: another call" "$code $(json code)" "422 key_reused"
	ask GET "/v1/orders/$(printf '%s\n' "$first" | grep -o \
	    '"id":"[^"]*"' | head -1 | cut -d'"' -f4)"
	is "$engine: a return is no order" "$code" 404
	# The same call eight times at once: one return.
	idem=back-2
	for i in {1..8}; do
		curl -s -o "$tmp/back$i" -H "Authorization: Bearer $seller" \
		    -H "Idempotency-Key: back-2" -H "Content-Type: $type" \
		    --data-binary '{"lines":[{"sku":"CL-1","qty":1}]}' \
		    "$url/v1/orders/B-1/refund" &
		waits[i]=$!
	done
	wait "${waits[@]}"
	is "$engine: eight at once are one" "$(cat "$tmp"/back[1-8] |
	    sort -u | wc -l)" 1
	idem=
	ask GET /v1/orders/B-1
	like "$engine: three have come back" "$body" '"returned":3'
}

revoked() {
	key=$seller
	ask GET /v1/orders/B-1
	is "$engine: the key is good" "$code" 200
	v --as Ana apikey revoke seller
	is "$engine: revoked" "$rc" 0
	ask GET /v1/orders/B-1
	is "$engine: it is good no more, at once" "$code" 401
}

# What is nobody's business: figures and where the database is.
private() {
	key=
	ask GET /metrics
	is "$engine: figures for this machine" "$code" 200
	code=$(curl -s -o "$tmp/body" -w '%{http_code}' \
	    -H 'X-Forwarded-For: 9.9.9.9' "$url/metrics")
	is "$engine: not for whom a proxy speaks" "$code" 401
	code=$(curl -s -o "$tmp/body" -w '%{http_code}' \
	    -H "Authorization: Bearer $reader" \
	    -H 'X-Forwarded-For: 9.9.9.9' "$url/metrics")
	is "$engine: but for a key" "$code" 200
	code=$(curl -s -o "$tmp/body" --max-time 5 -w '%{http_code}' --head \
	    "$url/v1/events")
	is "$engine: HEAD of the events ends" "$code" 200
	ask GET /metrics
	like "$engine: and leaves no stream behind" "$body" \
	    '^vitrine_event_streams 0'
}

all() {
	open_shop
	cards
	back
	private
	revoked
	v_is "the books agree" 0 verify
	kill -TERM "$listener"
	wait "$listener"
}

on_each_engine all
described
done_testing
