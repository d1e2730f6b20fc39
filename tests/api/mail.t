#!/bin/bash
# Letters: written by the sale's own transaction, sent by the listener once the
# mail server takes them, on both engines.
. "$(dirname "$0")/../lib/rig.sh"
need_pg "$@"
. tests/ctl/lib.sh
. tests/api/lib.sh

order() {	# number sku price address
	idem=$1
	ask POST /v1/orders "{\"order\":\"$1\",\"lines\":[{\"sku\":\"$2\",
	    \"price\":{\"amount\":$3,\"currency\":\"USD\"}}],
	    \"customer\":{\"name\":\"Zoë Ålder\",\"email\":\"$4\"},
	    \"payment\":{\"method\":\"test\",\"reference\":\"t\",
	    \"amount\":{\"amount\":$5,\"currency\":\"USD\"}}}"
}
start_postbox() {
	start "$tmp/postbox.log" "$tools/postbox" "$smtp_port" "$tmp/$engine"
	postbox=$pid
	ok "$engine: a mail server" until_true 10 \
	    bash -c "exec 3<>/dev/tcp/127.0.0.1/$smtp_port"
}
letters() { ls "$tmp/$engine"/*.eml 2>/dev/null | wc -l; }
has_letters() { [ "$(letters)" = "$1" ]; }
state() { v --json --as Ana mail list; jq -r "[.letters[] |
    \"\\(.recipient) \\(.state)\"] | sort | join(\", \")" <<<"$out"; }
is_state() { [ "$(state)" = "$1" ]; }
sql() {
	case $shop in
	sqlite:*) sqlite3 "${shop#sqlite:}" "$1" ;;
	*) psql -X -q -d "$shop" -c "SET search_path = vitrine; $1" ;;
	esac
}

on_engine() {
	smtp_port=$(free_port)
	mkdir -p "$tmp/$engine"
	cat >"$tmp/$engine.conf" <<-CONF
		smtp = "smtp://127.0.0.1:$smtp_port"
		mail_from = "shop@example.com"
		web_url = "https://shop.example"
	CONF
	open_shop --config "$tmp/$engine.conf"
	key=$seller

	# Nobody is there to take it: the order is none the worse.
	order WEB-1 BR-1041 420000 zoe@example.com 457275
	is "$engine: an order" "$code" 201
	ok "$engine: its letter waits" until_true 10 is_state \
	    "zoe@example.com waiting"
	start_postbox
	v --as Ana --json mail list
	v --as Ana mail retry "$(jq -r '.letters[0].id' <<<"$out")"
	ok "$engine: and goes when there is somebody" until_true 20 \
	    has_letters 1
	ok "$engine: which is written down" until_true 10 is_state \
	    "zoe@example.com sent"
	letter=$(cat "$tmp/$engine/1.eml")
	like "$engine: from the shop" "$letter" '^From: .*<shop@example.com>'
	like "$engine: to the customer" "$letter" \
	    '^To: =\?UTF-8\?B\?Wm/DqyDDhWxkZXI=\?= <zoe@example.com>'
	like "$engine: about the order" "$letter" '^Subject: Your order WEB-1'
	like "$engine: dated" "$letter" '^Date: [A-Z][a-z]+, [0-9]+ [A-Z]'
	like "$engine: with an id" "$letter" '^Message-ID: <.*@example.com>'
	like "$engine: the piece" "$letter" 'Signed estate brooch'
	like "$engine: and the total" "$letter" '4,572.75'
	like "$engine: as HTML, too" "$letter" 'text/html'

	# The same order again is the same letter.
	order WEB-1 BR-1041 420000 zoe@example.com 457275
	is "$engine: told twice" "$code" 201
	echo "450 come back" >"$tmp/$engine/answer"
	order WEB-2 RG-7 120000 later@example.com 130650
	ok "$engine: busy: later" until_true 10 grep -q "450" \
	    "$tmp/$engine.log"
	echo "550 nobody here" >"$tmp/$engine/answer"
	order WEB-3 CL-1 1200 never@example.com 1307
	ok "$engine: refused for good: given up" until_true 10 is_state \
	    "later@example.com waiting, never@example.com given up, \
zoe@example.com sent"
	rm "$tmp/$engine/answer"
	v --as Ana --json mail list
	v --as Ana mail retry "$(jq -r '.letters[] |
	    select(.recipient == "later@example.com").id' <<<"$out")"
	ok "$engine: the other one goes" until_true 20 has_letters 2
	order WEB-4 CL-1 1200 'not an address' 1307
	ok "$engine: no letter without an address" sh -c '! "$@" | grep -q not' \
	    - "$bin/vitrinectl" --shop "$shop" --as Ana mail list

	v --as Ana --json sell CL-1 --tender cash:13.07
	v --as Ana mail receipt "$(jq -r .sale.number <<<"$out")" \
	    counter@example.com
	is "$engine: a receipt by mail" "$rc" 0
	ok "$engine: is sent" until_true 20 has_letters 3
	like "$engine: as one" "$(cat "$tmp/$engine/3.eml")" \
	    '^Subject: Your receipt'
	v --as Ana mail receipt NONE counter@example.com
	is "$engine: of no sale" "$rc" 66
	v --config "$tmp/$engine.conf" --as Ana mail test owner@example.com
	is "$engine: a test letter" "$rc $(letters)" "0 4"
	v --as Ana mail test owner@example.com
	is "$engine: without a server" "$rc" 78

	# A lost order's letter says what has become of the money.
	channel="(SELECT id FROM channel WHERE kind = 'web' LIMIT 1)"
	case $shop in
	sqlite:*) one="x'01900000000070008000000000000001'"
		two="x'01900000000070008000000000000002'" blob="x'00'" ;;
	*) one="'01900000-0000-7000-8000-000000000001'"
		two="'01900000-0000-7000-8000-000000000002'" blob="'\\x00'" ;;
	esac
	sql "INSERT INTO remote_order (id, channel_id, order_ref, number, state,
	    digest, claim, total, seen_at, changed_at) VALUES ($one, $channel,
	    '77', '1187', 'refunded', $blob, '{}', 420000, 1, 1);
	    INSERT INTO conflict (id, kind, channel_id, remote_id, sku, title,
	    wanted_paid, opened_at, changed_at) VALUES ($two, 'lost', $channel,
	    $one, 'BR-1041', 'Signed estate brooch', 'paid', 1, 1);
	    INSERT INTO mail (id, kind, recipient, name, ref_id, at)
	    VALUES ($two, 'refusal', 'alder@example.com', 'Mrs Alder', $one, 1)"
	ok "$engine: a refusal" until_true 20 has_letters 5
	letter=$(cat "$tmp/$engine/5.eml")
	like "$engine: says which order" "$letter" '^Subject: Your order 1187'
	like "$engine: which piece" "$letter" 'Signed estate brooch'
	like "$engine: and that the money is back" \
	    "$(tr -d '\r\n=' <<<"$letter")" 'given back in full'
	kill "$postbox" "$listener"
	wait "$postbox" "$listener" 2>/dev/null
}
on_each_engine on_engine
done_testing
