#!/bin/bash
# The listener as the web's own role, which may do no more than it must: that
# is enough for everything it does.
. "$(dirname "$0")/../lib/rig.sh"
need_pg "$@"
. tests/ctl/lib.sh
. tests/api/lib.sh

engine=postgresql shop=$(pg_database)
open_shop
psql -qc "CREATE ROLE webtest$$ LOGIN IN ROLE vitrine_web" "$shop"
shop=$(printf '%s' "$shop" | sed "s|user=postgres|user=webtest$$|")
like "another user's connection" "$shop" webtest
start_listener --hold-seconds 1
key=$seller
ask POST /v1/holds '{"sku":"BR-1041","owner":"a"}'
is "holds" "$code" 201
hold=$(json id)
ask PATCH "/v1/holds/$hold" '{"ttl":900}'
is "extends" "$code" 200
ask POST /v1/orders '{"order":"W1","lines":[{"sku":"BR-1041",
    "hold":"'"$hold"'"}],"payment":{"method":"wire","reference":"1",
    "amount":{"amount":420000,"currency":"USD"}}}'
is "sells" "$code" 201
[ "$code" = 201 ] || note "$body $(cat "$tmp/$engine.log")"
ask GET /v1/items/BR-1041
is "says who has it" "$(json status)" sold
ask GET '/v1/items?q=ring'
is "finds" "$code" 200
jar=$tmp/jar
ask GET /p/RG-7
is "shows a page" "$code" 200
ask POST /v1/orders/W1/cancel
is "takes back" "$code" 201
type=application/x-www-form-urlencoded
ask POST /p/RG-7/buy x=y
is "holds for a visitor" "$code" 303
released() { ask GET /v1/items/RG-7; [ "$(json status)" = available ]; }
ok "whose time runs out" until_true 10 released
ask GET /metrics
like "counts" "$body" 'vitrine_holds_active 0'
ok "and was denied nothing" sh -c '! grep -qi denied "$1"' - \
    "$tmp/$engine.log"
psql -qc "DROP ROLE webtest$$" "$(printf '%s' "$shop" |
    sed "s|user=webtest$$|user=postgres|")" 2>/dev/null
done_testing
