#!/bin/bash
# Whose a hold is and how many there may be: of a key, of an owner, of a
# visitor, of a network and of all visitors, also when many are asked for at
# the same moment; and nobody renews, releases or sells another's.
. "$(dirname "$0")/../lib/rig.sh"
need_pg "$@"
. tests/ctl/lib.sh
. tests/api/lib.sh

cat >"$tmp/limits.conf" <<-END
	trusted_proxy = '127.0.0.1'
	holds_visitor = 2
	holds_network = 4
	holds_page = 6
	holds_owner = 2
	holds_key = 3
END

# order NAME SKU HOLD
order() {
	printf '{"order":"%s","lines":[{"sku":"%s"%s}],"payment":{"method":' \
	    "$1" "$2" "${3:+,\"hold\":\"$3\"}"
	printf '"card","reference":"t","amount":{"amount":1000,"currency":'
	printf '"USD"}}}'
}
# codes: "2 201 3 429" of what curl said
codes() { sort | uniq -c | tr -s ' \n' ' ' | sed 's/^ //; s/ $//'; }

keys() {
	key=$seller
	ask POST /v1/holds '{"sku":"P-1","owner":"cart-1"}'
	is "$engine: a hold" "$code" 201
	hold=$(json id)
	key=$other
	ask PATCH "/v1/holds/$hold" '{"ttl":9}'
	is "$engine: another key does not renew it" "$code" 404
	ask DELETE "/v1/holds/$hold"
	is "$engine: nor release it" "$code" 404
	ask POST /v1/orders "$(order A-1 P-1 "$hold")"
	is "$engine: nor sell it" "$code $(json code)" "409 held"
	key=$seller
	ask PATCH "/v1/holds/$hold" '{"ttl":700}'
	is "$engine: its own key does" "$code" 200
	# One owner, then one key, have the most.
	ask POST /v1/holds '{"sku":"P-2","owner":"cart-1"}'
	is "$engine: a second of the owner" "$code" 201
	idem=again
	ask POST /v1/holds '{"sku":"P-3","owner":"cart-1"}'
	is "$engine: not a third" "$code $(json code)" "429 too_many_holds"
	ask POST /v1/holds '{"sku":"P-3","owner":"cart-2"}'
	is "$engine: but of another" "$code" 201
	ask POST /v1/holds '{"sku":"P-3","owner":"cart-2"}'
	is "$engine: asked again it is the same one" "$code" 201
	idem=
	ask POST /v1/holds '{"sku":"P-4"}'
	is "$engine: the key has the most" "$code $(json code)" \
	    "429 too_many_holds"
	ask DELETE "/v1/holds/$hold"
	is "$engine: one is given back" "$code" 204
	ask POST /v1/holds '{"sku":"P-4"}'
	is "$engine: and makes room" "$code" 201
	# All at once: no more than there may be.
	key=$other
	: >"$tmp/rush"
	for i in {1..12}; do
		printf '{"sku":"Q-%s"}' "$i" >"$tmp/q$i"
		cat >>"$tmp/rush" <<-END
			url=$url/v1/holds
			data-binary=@$tmp/q$i
			output=/dev/null
			write-out=%{http_code}\\n
			header="Authorization: Bearer $other"
			header="Content-Type: application/json"
		END
		[ "$i" = 12 ] || echo next >>"$tmp/rush"
	done
	is "$engine: twelve at once" "$(curl -sZ --parallel-immediate \
	    --parallel-max 12 -K "$tmp/rush" 2>/dev/null | codes)" \
	    "3 201 9 429"
}

# visit JAR FROM SKU: opens the piece's page and presses Buy; sets $code
visit() {
	curl -s -o /dev/null -b "$1" -c "$1" -H "X-Forwarded-For: $2" \
	    "$url/p/$3"
	code=$(curl -s -o "$tmp/body" -D "$tmp/head" -w '%{http_code}' \
	    -b "$1" -c "$1" -H "X-Forwarded-For: $2" -X POST "$url/p/$3/buy")
	place=$(sed -n 's/^Location: //p' "$tmp/head" | tr -d '\r')
}

visitors() {
	code=$(curl -s -o /dev/null -w '%{http_code}' -X POST "$url/p/V-1/buy")
	is "$engine: no hold without a cookie" "$code" 403
	visit "$tmp/$engine.a" 9.9.9.1 V-1
	is "$engine: a visitor holds" "$code ${place%/*}" "303 /checkout"
	mine=$place
	visit "$tmp/$engine.a" 9.9.9.1 V-2
	is "$engine: a second piece" "$code" 303
	visit "$tmp/$engine.a" 9.9.9.1 V-3
	is "$engine: not a third" "$code" 429
	visit "$tmp/$engine.a" 9.9.9.1 V-1
	is "$engine: pressed again he comes to his checkout" "$code $place" \
	    "303 $mine"
	is "$engine: nobody else's is shown" "$(curl -s -o /dev/null \
	    -w '%{http_code}' -b "$tmp/$engine.b" "$url$mine")" 404
	visit "$tmp/$engine.b" 9.9.9.1 V-3
	visit "$tmp/$engine.b" 9.9.9.1 V-4
	is "$engine: his neighbour, too" "$code" 303
	visit "$tmp/$engine.c" 9.9.9.1 V-5
	is "$engine: their network has the most" "$code" 429
	visit "$tmp/$engine.d" 2001:db8::1 V-5
	visit "$tmp/$engine.e" 2001:db8:0:1::1 V-6
	is "$engine: others may" "$code" 303
	visit "$tmp/$engine.f" 9.9.9.2 V-7
	is "$engine: until all have the most" "$code" 429
	# The API does not touch what a visitor holds.
	key=$other
	ask DELETE "/v1/holds/${mine#/checkout/}"
	is "$engine: no key releases it" "$code" 404
}

all() {
	VITRINE_CONFIG=$tmp/limits.conf open_shop
	v --as Ana apikey add other --scope read,hold,order
	other=$out
	{
		echo "SKU,Title,Price,Listed"
		for n in P-{1..4} Q-{1..12} V-{1..7}; do
			echo "$n,A pin,10.00,yes"
		done
	} >"$tmp/pins.csv"
	v --as Ana import "$tmp/pins.csv" --format spreadsheet
	keys
	visitors
	v_is "the books agree" 0 verify
	kill -TERM "$listener"
	wait "$listener"
}

on_each_engine all
described
done_testing
