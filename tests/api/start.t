#!/bin/bash
# How vitrined begins, and how it goes on when the database does not: every
# way is told clearly.
. "$(dirname "$0")/../lib/rig.sh"
need_pg "$@"
. tests/ctl/lib.sh
. tests/api/lib.sh

d() { run "$bin/vitrined" "$@"; }

d --listen nowhere
is "an address that is none" "$rc" 64
like "is told with one that is" "$err" '127\.0\.0\.1:8080'
d --frob
is "an option that is none" "$rc" 64
d --shop "sqlite:$tmp/none.db" --listen 127.0.0.1:0
is "a shop that is not there" "$rc" 66
d --version
like "--version" "$out" '^vitrined [0-9]'
d --help
like "--help" "$out" 'listen ADDRESS:PORT'

engine=sqlite shop=sqlite:$tmp/shop.db
open_shop
d --shop "$shop" --listen "${url#http://}"
is "a port that is taken" "$rc" 69
like "says what to do" "$err" 'choose another with --listen'

# Two hundred idle connections and one good client.
exec 9>&2 2>/dev/null
for i in {20..219}; do
	eval "exec $i<>/dev/tcp/127.0.0.1/${url##*:}"
	[ $((i % 2)) = 0 ] || printf 'GET /hea' >&"$i"
done
exec 2>&9
like "200 idle connections delay nobody" \
    "$(curl -s -o /dev/null -w '%{http_code} %{time_total}' "$url/healthz")" \
    '^200 0\.[0-2]'
for i in {20..219}; do eval "exec $i>&-"; done

# A shop that is not set up yet, and then is.
engine=postgresql shop=$(pg_database)
port=$(free_port) url=http://127.0.0.1:$port
start "$tmp/empty.log" "$bin/vitrined" --shop "$shop" \
    --listen "127.0.0.1:$port" --listen "[::1]:$port"
ok "without a shop it lives" until_true 10 curl -sf "$url/healthz"
ask GET /readyz
is "but is not ready" "$code $(json code)" "503 not_ready"
ask GET /v1/items
is "and sells nothing" "$code $(json code)" "503 unavailable"
ask GET /
is "the page asks for patience" "$code" 503
v init --name Late --owner Ana --zone UTC
is "then the shop is set up" "$rc" 0
ok "and it is ready by itself" until_true 10 curl -sf "$url/readyz"
ok "over IPv6 too" curl -sf "http://[::1]:$port/readyz"
kill -HUP "$pid"
ok "SIGHUP reads the settings again" until_true 5 grep -q \
    'settings read again' "$tmp/empty.log"
kill -TERM "$pid"
wait "$pid"
is "SIGTERM ends it well" $? 0
done_testing
