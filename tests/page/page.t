#!/bin/bash
# The storefront in a real browser, of a phone's size: a piece is bought; one
# is sold at the counter while it is looked at, and one in the checkout.
. "$(dirname "$0")/../lib/rig.sh"
. tests/ctl/lib.sh
. tests/api/lib.sh
. tests/page/driver.sh

checks=$(cat tests/page/checks.js)
fit() { is "$1: fit for everybody" "$(js "$checks")" ""; }
text() { js "var e = document.querySelector('$1');
    return e ? e.textContent.trim() : ''"; }

engine=sqlite shop=sqlite:$tmp/shop.db
open_shop --demo
for sku in A B C; do
	v --as Ana item add --sku "PIN-$sku" --title "Pin $sku" --price 80 \
	    --listed
done

# Readable without a script.
ask GET /
like "the collection is in the page itself" "$body" 'Signed estate brooch'
like "prices too" "$body" '\$4,200\.00'
like "text is escaped" "$body" 'Sapphire &lt;ring&gt;'
like "nothing inline may run" "$head" "script-src 'self';"
ask GET /p/BR-1041
like "a piece's story" "$body" 'Once a queen&#39;s\.'
ask GET /p/HIDDEN
is "what is not listed has no page" "$code" 404

browser 390 844
visit "$url/"
fit "collection"
until_js 5 "it listens" 'document.body.dataset.live === "yes"'
picture "$tmp/front.png"

# Sold at the counter while it is looked at.
v --as Ana sell PIN-A --tender cash:87.10
until_js 2 "a card says sold by itself" \
    'document.querySelector("[data-sku=PIN-A] .status").textContent === "Sold"'
like "and it is announced" "$(text '#said')" 'Pin A: Sold'
visit "$url/p/RG-7"
fit "piece"
until_js 5 "the piece's page listens" 'document.body.dataset.live === "yes"'
is "it can be bought" "$(text '#status')" "Available."
v --as Ana sell RG-7 --tender cash:1306.50
until_js 2 "sold at the counter, said on the page" \
    'document.getElementById("status").textContent === "Just sold in our showroom."'
until_js 1 "and not to be bought" 'document.getElementById("buy").hidden'

# Bought.
visit "$url/p/BR-1041"
press '#buy button'
until_js 5 "the checkout" \
    'document.querySelector("h1").textContent === "Checkout"'
fit "checkout"
picture "$tmp/checkout.png"
before=$(text '#left')
until_js 5 "the countdown runs" \
    "document.getElementById('left').textContent !== '$before'"
ask GET /v1/items/BR-1041
is "everybody else sees it on hold" "$(json status)" held
v --as Ana sell BR-1041 --tender cash:4572.75
is "the counter cannot sell it now" "$rc" 3
here=$(js 'return location.pathname')
ask GET "$here"
is "nobody else sees this checkout" "$code" 404
press '#pay button'
is "the browser asks for what is missing" "$(js 'return location.pathname')" \
    "$here"
type_in '#f-name' "Zoë Quill"
type_in '#f-email' zoe@example.org
type_in '#f-street' "1 Main St"
type_in '#f-city' Kingston
type_in '#f-postcode' 12401
type_in '#f-country' USA
press '#pay button'
until_js 5 "thank you" \
    'document.querySelector("h1").textContent === "Thank you, it is yours"'
fit "thanks"
is "with a number" "$(text '#number')" W-000001
visit "$url$here"
is "loaded again it is the same order" "$(text '#number')" W-000001
v --json item show BR-1041
like "it is sold" "$out" '"on_hand":0'

# Another window was quicker.
visit "$url/p/PIN-B"
js 'document.getElementById("buy").hidden = false' >/dev/null
v --as Ana sell PIN-B --tender cash:87.10
js 'document.getElementById("buy").submit()' >/dev/null
until_js 5 "a kind word instead of a checkout" \
    'document.querySelector("h1").textContent === "Just sold in our showroom"'
like "and that nothing was charged" "$(text main)" 'Nothing has been charged'
fit "gone"

# The hold ran out while the customer was typing, and somebody came in.
start_listener --demo --hold-seconds 1
visit "$url/p/PIN-C"
press '#buy button'
until_js 5 "a short hold" \
    'document.querySelector("h1").textContent === "Checkout"'
until_js 5 "ends before his eyes" \
    'document.getElementById("countdown").textContent.indexOf("ended") > 0'
sold() { v --as Ana sell PIN-C --tender cash:87.10; [ "$rc" = 0 ]; }
ok "then the counter may sell it" until_true 5 sold
until_js 3 "the checkout says so" \
    '!document.getElementById("status").hidden'
like "kindly" "$(text '#status')" 'Just sold in our showroom'
fit "too late"
js 'var f = document.getElementById("pay");
    ["name", "street", "city", "postcode", "country"].forEach(function (n) {
	f.elements[n].value = "x"; });
    f.elements.email.value = "x@y.org"; f.submit()' >/dev/null
until_js 5 "and so does paying all the same" \
    'document.querySelector("h1").textContent === "Just sold in our showroom"'

visit "$url/nothing/here"
is "a mistyped address is a page, too" "$(text h1)" "This page is not here"
fit "missing"

# Forms of other sites do nothing.
type=application/x-www-form-urlencoded
is "a form of another site" "$(curl -s -o /dev/null -w '%{http_code}' \
    -X POST -H 'Sec-Fetch-Site: cross-site' "$url/p/CL-1/buy")" 403
is "no complaint in the browser" "$(wd se/log '{"type":"browser"}' |
    jq -r '.value[] | select(.message | test("40[49]|410") | not) | .message')" ""
end_browser
v_is "the books agree" 0 verify
done_testing
