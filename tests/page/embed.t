#!/bin/bash
# The button on a page of another system, in a real browser: it says by itself
# what becomes of the piece, comes back when the listener dies under it, is
# restarted or is ill, and leaves the page as it was while there is none.
. "$(dirname "$0")/../lib/rig.sh"
. tests/ctl/lib.sh
. tests/api/lib.sh
. tests/page/driver.sh

engine=sqlite shop=sqlite:$tmp/shop.db
port=$(free_port)
url=http://127.0.0.1:$port
listen() {	# shop
	start "$tmp/listener.log" "$bin/vitrined" --shop "$1" \
	    --listen "127.0.0.1:$port" --demo
	listener=$pid
}
spot() { js "var e = document.querySelector('[data-sku=\"$1\"]');
    return e.textContent + (e.querySelector('a[href]') ? ' >' : '')"; }
spot_is() { [ "$(spot "$1")" = "$2" ]; }
says() { ok "$1" until_true "$2" spot_is "$3" "$4"
    [ "$(spot "$3")" = "$4" ] || note "it says: $(spot "$3")"; }

fill_shop
for sku in A B C; do
	v --as Ana item add --sku "PIN-$sku" --title "Pin $sku" --price 80 \
	    --listed
done
cat >"$tmp/blog.html" <<-END
	<!doctype html><title>A blog</title>
	<p class="vitrine" data-sku="PIN-A"><a href="mailto:x@y.org">Write to
	us</a></p>
	<p class="vitrine" data-sku="PIN-B">Ask us</p>
	<p class="vitrine" data-sku="PIN-C">Ask us</p>
	<p class="vitrine" data-sku="NONE">Ask us</p>
	<script src="$url/embed.js" async></script>
END
browser 390 844

# Nobody answers: the page is as it was written.
visit "file://$tmp/blog.html"
is "without a listener the page stays" "$(spot PIN-B)" "Ask us"

listen "$shop"
until_true 20 curl -sf "$url/readyz"
visit "file://$tmp/blog.html"
says "a button" 10 PIN-A "Buy >"
says "also in place of a word" 5 PIN-B "Buy >"
says "what is not there cannot be bought" 5 NONE "No longer offered"
is "it leads to the piece" "$(js \
    'return document.querySelector("[data-sku=PIN-A] a").href')" "$url/p/PIN-A"
v --as Ana sell PIN-A --tender cash:87.10
says "sold at the counter, said here" 3 PIN-A "Sold"
is "to a screen reader, too" "$(js \
    'return document.querySelector("[data-sku=PIN-A]").ariaLive')" polite

# It dies, a piece goes meanwhile, and it comes back.
kill -KILL "$listener"
v --as Ana sell PIN-B --tender cash:87.10
is "meanwhile the page says what it knew" "$(spot PIN-B)" "Buy >"
listen "$shop"
says "back again it says what went" 20 PIN-B "Sold"

# It comes back ill, without its shop: that is an answer no browser asks
# again after.
kill -KILL "$listener"
listen postgresql://127.0.0.1:1/none
ill() { [ "$(curl -s -o /dev/null -w '%{http_code}' -H 'Last-Event-ID: 1.1.1' \
    "$url/v1/events")" = 503 ]; }
ok "it is ill" until_true 10 ill
asked() { grep -q 'GET /v1/events 503 .*' "$tmp/listener.log" &&
    [ "$(grep -c 'GET /v1/events 503' "$tmp/listener.log")" -gt 1 ]; }
ok "the page has heard so" until_true 20 asked
v --as Ana sell PIN-C --tender cash:87.10
kill -KILL "$listener"
listen "$shop"
says "well again it says what went" 30 PIN-C "Sold"

# The shop's own page, too.
v --as Ana item add --sku PIN-D --title "Pin D" --price 80 --listed
visit "$url/p/PIN-D"
until_js 5 "its own page listens" 'document.body.dataset.live === "yes"'
kill -KILL "$listener"
until_js 5 "hears that it is alone" 'document.body.dataset.live === "no"'
v --as Ana sell PIN-D --tender cash:87.10
listen "$shop"
until_js 20 "and hears what it missed" \
    'document.getElementById("status").dataset.status === "sold"'
end_browser
done_testing
