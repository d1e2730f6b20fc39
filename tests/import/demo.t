#!/bin/bash
# The demo's shop on either engine: it is filled once, adds up, and looks the
# same every time.
. "$(dirname "$0")/../lib/rig.sh"
need_pg

: >"$tmp/none.conf"
export VITRINE_CONFIG=$tmp/none.conf
ctl() { "$bin/vitrinectl" "$@"; }

on_engine() {
	export VITRINE_SHOP=$1
	local engine=${1%%:*}

	run "$bin/vitrinectl" demo --pieces 45
	is "$engine: the demo is filled" "$rc$err" 0
	like "$engine: and says the PINs" "$out" "1111 for Ana"
	run "$bin/vitrinectl" verify
	is "$engine: its books are right" "$rc" 0
	like "$engine: a year of sales" "$out" "420 sales"
	like "$engine: the brooch is there" "$(ctl item show BR-1041)" \
	    "4,200.00"
	like "$engine: found by its barcode" \
	    "$(ctl item show 2000100100400)" "moth brooch"
	like "$engine: with a photo" "$(ctl --json item show BR-1041)" \
	    '"media_type": *"image/jpeg"'
	like "$engine: counted stock" "$(ctl item show WB-14Y-7)" \
	    "On hand +6"
	run "$bin/vitrinectl" demo
	is "$engine: not twice" "$rc" 73
	ctl --json item list | grep -o '"title": *"[^"]*"' \
	    >"$tmp/$engine.titles"
}

on_engine "sqlite:$tmp/shop.db"
on_engine "$(pg_database)"
ok "both engines have the same pieces" cmp "$tmp/sqlite.titles" \
    "$tmp/postgresql.titles"

# What init made is kept and filled.
export VITRINE_SHOP=sqlite:$tmp/mine.db
ctl init --name "My Shop" --currency EUR --zone Europe/Paris >/dev/null
run "$bin/vitrinectl" demo --pieces 5 --no-photos --no-sales
is "a shop that was set up is filled too" "$rc" 0
like "and keeps its name" "$(ctl shop show)" "My Shop"

done_testing
