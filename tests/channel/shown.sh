# For the tests of pieces shown on somebody's website; sourced after lib.sh.
# The test says how its double is asked: double NAME JSON, answer in $body.

node tests/channel/photo.js 2600 1300 >"$tmp/big.png"
node tests/channel/photo.js 300 400 >"$tmp/small.png"

there_is() {	# SKU JQ
	double shown "{\"sku\":\"$1\"}"
	jq -e "$2" <<<"$body" >/dev/null
}
logged() {	# TEXT TIMES
	double log '{}'
	jq -e "[.log[] | select(. == \"$1\")] | length == $2" <<<"$body" \
	    >/dev/null
}
told() {	# CHANNEL: nothing waits for it any more
	"$bin/vitrinectl" --shop "$shop" --json channel status "$1" |
	    jq -e '.channels[0].waiting == 0' >/dev/null
}
