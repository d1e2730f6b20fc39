#!/bin/bash
# What goes wrong between two shops: services that are unwell, lose answers or
# let nobody in; holds in the way; pauses; keys that do not fit; and what the
# hook's address is sent that is not theirs.
. "$(dirname "$0")/../lib/rig.sh"
. tests/ctl/lib.sh
. tests/channel/lib.sh
need_pg

sell() { v --as Ana sell "$1" --tender card:1306.50:4242; }
hold() {	# SKU: sets $held
	held=$(curl -s -H "Authorization: Bearer $api" -H \
	    'Content-Type: application/json' -d "{\"sku\":\"$1\",\"owner\":\"a\"}" \
	    "$url/v1/holds" | sed 's/.*"id":"\([^"]*\)".*/\1/')
}
release() {
	curl -s -X DELETE -H "Authorization: Bearer $api" "$url/v1/holds/$held"
}
buy() {
	woo checkout "{\"skus\":[\"$1\"]}"
	id=$(got id)
	woo deliver "{\"id\":$id}"
}
state_is() {
	"$bin/vitrinectl" --shop "$shop" --json channel status woo |
	    jq -e "$1" >/dev/null
}
post() {	# PATH BODY [HEADER]: sets $code
	code=$(curl -s -o "$tmp/body" -w '%{http_code}' --max-time 10 \
	    -X POST --data-binary "$2" ${3:+-H "$3"} "$url$1")
}

holds_in_the_way() {
	hold RG-1
	ok "$engine: on hold here, not for sale there" until_true 10 \
	    stock_is RG-1 0
	release
	ok "$engine: released here, for sale there" until_true 20 \
	    stock_is RG-1 1

	# Bought there meanwhile: it waits for the hold, and has it then.
	hold RG-2
	buy RG-2
	ok "$engine: a paid order waits for a hold" until_true 10 \
	    state_is '.channels[0].orders_due == 1'
	is "$engine: and is no conflict" \
	    "$("$bin/vitrinectl" --shop "$shop" --json conflicts list --all |
	    jq '.conflicts | length')" 0
	release
	ok "$engine: and takes the piece when it ends" until_true 20 \
	    item_is RG-2 sold

	# Or the one who held it buys it.
	hold RG-3
	buy RG-3
	ok "$engine: another waits" until_true 10 \
	    state_is '.channels[0].orders_due == 1'
	v --as Ana sell RG-3 --hold "$held" --tender card:1306.50:4242
	is "$engine: who held it buys it" "$rc" 0
	[ "$rc" = 0 ] || note "$err"
	ok "$engine: and the order is refunded" until_true 20 \
	    order_is "$id" refunded
}

unwell() {
	woo set '{"fail":[500,429,503]}'
	sell RG-4
	ok "$engine: three times unwell, told all the same" until_true 30 \
	    stock_is RG-4 0
	woo set '{"lose":1}'
	sell RG-5
	ok "$engine: an answer is lost, told again" until_true 30 told_all
	ok "$engine: gone" stock_is RG-5 0

	v --as Ana channel pause woo
	ok "$engine: paused" until_true 10 state_is \
	    '.channels[0].state == "paused"'
	ok "$engine: and taken up" until_true 20 grep -q "woo: paused" \
	    "$tmp/vitrined.$engine.log"
	sell RG-6
	buy RG-7
	is "$engine: a hook is taken while it is" "$(got code)" 200
	ok "$engine: nothing is told" stock_is RG-6 1
	v --as Ana channel resume woo
	ok "$engine: what it missed is told" until_true 20 stock_is RG-6 0
	ok "$engine: and read" until_true 20 item_is RG-7 sold

	# The clock of their server, or ours, is far off: nobody gets in.
	woo set '{"clock":1000}'
	sell RG-8
	ok "$engine: let in no more: it says so" until_true 20 state_is \
	    '.channels[0] | .state == "trouble" and (.problem | test("timestamp"))'
	woo set '{"clock":0}'
	v --as Ana channel test woo
	is "$engine: the owner tries it again" "$rc" 0
	v --as Ana channel sync woo
	ok "$engine: told when it lets us in" until_true 20 stock_is RG-8 0
}

at_the_hook() {
	post /hooks/woocommerce/woo webhook_id=17
	is "$engine: the unsigned form is answered" "$code" 200
	post /hooks/woocommerce/woo '{"id":1}'
	is "$engine: unsigned is refused" "$code" 401
	post /hooks/woocommerce/woo '{"id":1}' \
	    'X-WC-Webhook-Signature: AAAA'
	is "$engine: signed wrong is refused" "$code" 401
	post /hooks/woocommerce/other '{}'
	is "$engine: no such channel" "$code" 404
	post /hooks/shopify/woo '{}'
	is "$engine: nor of another service" "$code" 404
	head -c 1048577 /dev/zero >"$tmp/big"
	post /hooks/woocommerce/woo "@$tmp/big"
	is "$engine: more than a megabyte" "$code" 413
}

secrets() {
	# (Searched in the clear: dump of either engine.)
	if [ "$engine" = sqlite ]; then
		cat "$tmp"/*.db* >"$tmp/dump"
	else
		psql -XAtqc 'SET search_path = vitrine;
		    SELECT * FROM channel_setting' "$shop" >"$tmp/dump"
	fi
	ok "$engine: the address is in the database" \
	    grep -aqF "$woo_url" "$tmp/dump"
	for s in "$woo_secret" "$woo_key"; do
		ok "$engine: a secret is not" sh -c '! grep -aqF "$1" "$2"' \
		    - "$s" "$tmp/dump"
		ok "$engine: nor in the log" sh -c '! grep -aqF "$1" "$2"' \
		    - "$s" "$tmp/vitrined.$engine.log"
	done
	is "$engine: the key is its owner's alone" \
	    "$(stat -c %a "$tmp/config/vitrine/secret.key")" 600

	v --as Ana channel set woo --set secret=cs_on_the_command_line
	is "$engine: a secret on the command line is refused" "$rc" 64
	printf '%s\n' "$woo_secret" >"$tmp/woo.secret"
	chmod 644 "$tmp/woo.secret"
	v --as Ana channel set woo --set secret="file:$tmp/woo.secret"
	isnt_ok "$engine: a file anybody reads is refused"
	chmod 600 "$tmp/woo.secret"
	v --as Ana channel set woo --set secret="file:$tmp/woo.secret"
	is "$engine: a file of one's own will do" "$rc" 0
	[ "$rc" = 0 ] || note "$err"
	v --as Ana channel test woo
	is "$engine: and works" "$rc" 0
	vin secret=cs_wrong --as Ana channel set woo --secrets-stdin
	isnt_ok "$engine: a wrong one is not kept"
	v --as Ana channel test woo
	is "$engine: what was there still is" "$rc" 0

	mv "$tmp/config/vitrine/secret.key" "$tmp/secret.key"
	v --as Ana channel test woo
	isnt_ok "$engine: without the key nothing opens"
	printf '%064d\n' 7 >"$tmp/config/vitrine/secret.key"
	chmod 600 "$tmp/config/vitrine/secret.key"
	v --as Ana channel test woo
	like "$engine: with another key, neither" "$err" 'does not open'
	mv "$tmp/secret.key" "$tmp/config/vitrine/secret.key"
	v --as Ana channel remove woo
	is "$engine: taken away" "$rc" 0
	v --as Ana channel test woo
	isnt_ok "$engine: and its secrets forgotten"
}
isnt_ok() { like "$1" "$rc" '^[1-9]'; }

trouble() {
	open_woo
	v --as Ana apikey add seller --scope read,hold,order
	api=$out
	v --as Ana channel sync woo
	ok "$engine: told of everything" until_true 20 told_all
	holds_in_the_way
	unwell
	at_the_hook
	secrets
	v verify
	is "$engine: verify agrees" "$rc" 0
	[ "$rc" = 0 ] || note "$out"
	stop_vitrined
	kill "$woo_pid"
	web_logout
}
on_each_engine trouble
done_testing
