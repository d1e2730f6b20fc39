#!/bin/bash
# Outside a demo nobody's word is a payment.  With a payment_url the customer
# goes there, and it is sold when the payment's program says so; without one
# the piece is reserved.  In a real browser, as a customer does it.
. "$(dirname "$0")/../lib/rig.sh"
. tests/ctl/lib.sh
. tests/api/lib.sh
. tests/page/driver.sh

checks=$(cat tests/page/checks.js)
fit() { is "$1: fit for everybody" "$(js "$checks")" ""; }
text() { js "var e = document.querySelector('$1');
    return e ? e.textContent.trim().replace(/\\s+/g, ' ') : ''"; }
heading() { until_js 5 "$1" "document.querySelector('h1') !== null &&
    document.querySelector('h1').textContent === '$2'"; }

engine=sqlite shop=sqlite:$tmp/shop.db
fill_shop
# Another site, that takes payments.
start_listener
bank=$url
cat >"$tmp/link.conf" <<-END
	payment_url = '$bank/healthz?ref={hold}&amount={amount}&price={price}&cur={currency}&sku={sku}&back={return}'
END
export VITRINE_CONFIG=$tmp/link.conf
start_listener --hold-seconds 60

browser 390 844
visit "$url/p/BR-1041"
press '#buy button'
heading "the checkout" Checkout
fit "checkout"
picture "$tmp/link.png"
here=$(js 'return location.pathname')
hold=${here#/checkout/}
ok "asks nothing that the payment's page asks" js_is_true \
    'document.querySelector("#pay input:not([type=hidden])") === null'
press '#pay button'
until_js 5 "he goes to pay" "location.origin === '$bank'"
is "with what he pays for" "$(js 'return location.search')" \
    "?ref=$hold&amount=457275&price=4572.75&cur=USD&sku=BR-1041&back=$(
    printf '%s' "$url$here?back=1" | sed 's/:/%3A/g; s/?/%3F/; s/=/%3D/;
	s|/|%2F|g')"
visit "$url$here?back=1"
heading "back before the payment's word" Checkout
like "he is told to wait" "$(text .waiting)" 'turns to your receipt'
fit "waiting"
until_js 5 "and the page listens" 'document.body.dataset.live === "yes"'
ask GET /v1/items/BR-1041
is "it is still his" "$(json status)" held
# The page takes nobody's word: a typed reference is nothing.
type=application/x-www-form-urlencoded
cookie=$(wd cookie | jq -r '.value[] | select(.name == "vitrine") | .value')
code=$(curl -s -o /dev/null -D "$tmp/head" -w '%{http_code}' \
    -b "vitrine=$cookie" "$url$here" --data \
    'name=x&email=x@y.org&reference=paid&method=wire&total=457275')
is "a reference typed in only leads to the payment" "$code" 303
like "again" "$(cat "$tmp/head")" "^Location: $bank"
type=application/json
ask GET /v1/items/BR-1041
is "and sells nothing" "$(json status)" held
# The payment's program calls.
key=$seller
idem=payment-4711
ask POST /v1/orders '{"order":"PAY-4711","lines":[{"sku":"BR-1041",
    "hold":"'"$hold"'"}],"customer":{"name":"Zoë","email":"z@x.org"},
    "payment":{"method":"card","reference":"pi_4711",
    "amount":{"amount":457275,"currency":"USD"}}}'
is "the payment's program sells it" "$code" 201
heading "and the page turns to the receipt by itself" "Thank you, it is yours"
is "with its number" "$(text '#number')" W-000001
fit "thanks"
ask GET /v1/orders/PAY-4711
like "with the payment's reference" "$body" '"reference":"card:pi_4711"'

# Without a payment's page: reserved, not sold.
kill "$listener"
printf 'reserve_hours = 48\n' >"$tmp/reserve.conf"
VITRINE_CONFIG=$tmp/reserve.conf start_listener
visit "$url/p/RG-7"
is "to be reserved" "$(text '#buy button')" "Reserve this piece"
fit "piece"
press '#buy button'
heading "a form" "Reserve this piece"
fit "form"
picture "$tmp/reserve.png"
here=$(js 'return location.pathname')
type_in '#f-name' "Zoë <Quill>"
type_in '#f-email' zoe@example.org
press '#pay button'
heading "reserved" "Reserved for you"
fit "reserved"
like "until when" "$(text main)" 'until [A-Z][a-z]+day, [0-9]+ [A-Z][a-z]+'
like "and that nothing is paid" "$(text main)" 'You have paid nothing'
ask GET /v1/items/RG-7
is "it is held" "$(json status)" held
v --as Ana sell RG-7 --tender cash:1306.50
is "for him alone" "$rc" 3
like "whose name the shop sees" "$err" 'Zoë <Quill>, zoe@example.org'
v hold list
like "and can list" "$out" 'RG-7 +Zoë <Quill>, zoe@example.org +Website'
visit "$url$here"
heading "the first address leads there, too" "Reserved for you"
v --json report day
like "nothing but the brooch was sold" "$out" \
    '"what":"Sold","amount":\{"amount":420000,'
press '.thanks form button'
until_js 5 "given back" 'document.getElementById("buy") !== null'
ask GET /v1/items/RG-7
is "it is there for others" "$(json status)" available
is "no complaint in the browser" "$(wd se/log '{"type":"browser"}' |
    jq -r '.value[] | select(.message | test("40[49]|410|favicon") | not) |
    .message')" ""
end_browser

# The shop gives back what nobody came for.
key=$seller idem=
ask POST /v1/holds '{"sku":"RG-7","owner":"cart-1"}'
v_is "no associate" 77 --as Bea hold release RG-7
v_is "the owner gives it back" 0 --as Ana hold release RG-7
v_is "once" 66 --as Ana hold release RG-7
ask GET /v1/items/RG-7
is "for everybody" "$(json status)" available

# Settings that cannot be are refused at the start.
for bad in "javascript:x/{hold}" "https://pay.example/" \
    "https://pay.example/{hold}{what}"; do
	printf "payment_url = '%s'\n" "$bad" >"$tmp/bad.conf"
	run env VITRINE_CONFIG="$tmp/bad.conf" "$bin/vitrined" --shop "$shop"
	is "payment_url = $bad" "$rc" 78
done
v_is "the books agree" 0 verify
done_testing
