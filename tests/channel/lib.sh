# For the scripts beside it, after ../ctl/lib.sh: a double of a shop and a
# listener linked to it.
#
#	woo NAME JSON		the test's hand at the double; sets $body
#	got NAME		a text or number of $body
#	open_woo		a shop with a few pieces, the double, the channel
#	start_vitrined		sets $listener and $url; with later=+25h and
#				bin=build its clock is so far ahead, with
#				smtp_port= it sends letters there
#	sold SKU, available SKU	how it is here
#	sql TEXT		in the shop's database; hex_bytes HEX

export XDG_CONFIG_HOME=$tmp/config no_proxy=127.0.0.1
faketime=$(ls /usr/lib/*/faketime/libfaketime.so.1 2>/dev/null | head -n 1)
woo_key=ck_0123456789abcdef0123456789abcdef01234567
woo_secret=cs_89abcdef0123456789abcdef0123456789abcdef

woo() {
	body=$(curl -s --max-time 900 -X POST -d "$2" "$woo_url/_test/$1")
}
got() {
	printf '%s\n' "$body" | sed -n \
	    "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p; t; s/.*\"$1\":\(-\{0,1\}[0-9]*\).*/\1/p"
}
start_woo() {
	woo_port=$(free_port)
	woo_url=http://127.0.0.1:$woo_port
	start "$tmp/woo.log" node tests/channel/woo.js "$woo_port"
	woo_pid=$pid
	ok "$engine: the double answers" until_true 10 \
	    curl -s -o "$tmp/up" "$woo_url/"
}
start_vitrined() {
	url=http://127.0.0.1:${port:=$(free_port)}
	[ -n "${web_shop:-}" ] || web_login
	echo "web_url = $url" >"$tmp/vitrined.conf"
	[ -z "${smtp_port:-}" ] || printf 'smtp = "%s"\nmail_from = "%s"\n' \
	    "smtp://127.0.0.1:$smtp_port" shop@example.com >>"$tmp/vitrined.conf"
	start "$tmp/vitrined.$engine.log" env ${FAULT:+VITRINE_FAULT=$FAULT} \
	    ${later:+LD_PRELOAD=$faketime FAKETIME=$later} \
	    ${later:+FAKETIME_DONT_FAKE_MONOTONIC=1} \
	    "$bin/vitrined" --shop "$web_shop" --listen "127.0.0.1:$port" \
	    --config "$tmp/vitrined.conf"
	listener=$pid
	ok "$engine: the listener is ready" until_true 20 curl -sf "$url/readyz"
}
# The listener logs in as the web's own role, which may do no more than it must.
web_login() {
	web_shop=$shop
	[ "$engine" = postgresql ] || return 0
	psql -qc "CREATE ROLE webchan$$ LOGIN IN ROLE vitrine_web" "$shop"
	web_shop=$(printf '%s' "$shop" | sed "s|user=postgres|user=webchan$$|")
}
web_logout() {
	[ "$engine" != postgresql ] || psql -qc "DROP ROLE webchan$$" "$shop"
	web_shop=
}
stop_vitrined() {
	kill "-${1:-TERM}" "$listener" 2>/dev/null
	until_true 10 dead "$listener"
}
dead() { ! kill -0 "$1" 2>/dev/null; }

# A channel's status says so: FIELD VALUE
status_is() {
	"$bin/vitrinectl" --shop "$shop" --json channel status woo |
	    grep -q "\"$1\":$2[,}]"
}
stock_is() {
	woo stock "{\"sku\":\"$1\"}"
	[ "$(got stock)" = "$2" ]
}
item_is() {	# SKU STATUS
	"$bin/vitrinectl" --shop "$shop" --json item show "$1" |
	    grep -q "\"status\":\"$2\""
}
order_is() {	# ID STATUS there
	woo order "{\"id\":$1}"
	[ "$(printf '%s' "$body" | jq -r .status)" = "$2" ]
}
conflict_is() {	# JQ-EXPRESSION over the list, true
	"$bin/vitrinectl" --shop "$shop" --json conflicts list --all |
	    jq -e "$1" >/dev/null
}
hooked() {	# N: so many webhooks were switched on there
	woo log '{}'
	[ "$(printf '%s' "$body" | jq '[.log[] | select(test("^webhook .*active"))] |
	    length')" = "$1" ]
}
told_all() { status_is waiting 0; }

open_woo() {	# [OPTION of channel add...]
	port= web_shop=
	v init --name "Aurelia & Co" --owner Ana --zone America/New_York \
	    --tax 8.875
	[ "$rc" = 0 ] || note "$err"
	for sku in RG-1 RG-2 RG-3 RG-4 RG-5 RG-6 RG-7 RG-8; do
		v --as Ana item add --sku $sku --title "Ring $sku" \
		    --price 1200.00 --listed
	done
	v --as Ana item add --sku CL-1 --title "Cloth" --price 12.00 \
	    --stock 10 --listed
	start_woo
	for sku in RG-1 RG-2 RG-3 RG-4 RG-5 RG-7; do
		woo product "{\"sku\":\"$sku\",\"price\":\"1200.00\"}"
	done
	# Ids past 2^53: a variation's, and a product's.
	woo product '{"sku":"RG-6","price":"1200.00","variation":true,"big":true}'
	woo product '{"sku":"RG-8","price":"1200.00","big":true}'
	woo product '{"sku":"CL-1","price":"12.00","stock":10}'
	vin "key=$woo_key
secret=$woo_secret" --as Ana channel add woocommerce woo \
	    --name "Our web shop" --set url="$woo_url" --secrets-stdin "$@"
	is "$engine: the channel is added" "$rc" 0
	[ "$rc" = 0 ] || note "$err"
	start_vitrined
	ok "$engine: its webhooks are set up" until_true 15 hooked 2
}

# Behind everybody's back.
sql() {
	case $engine in
	sqlite) sqlite3 -cmd '.timeout 9000' "${shop#sqlite:}" "$1" ;;
	*) psql -qX -c "SET search_path = vitrine, pg_temp" -c "$1" "$shop" ;;
	esac
}
hex_bytes() {	# HEX: such bytes in SQL
	case $engine in
	sqlite) echo "x'$1'" ;;
	*) echo "decode('$1', 'hex')" ;;
	esac
}
