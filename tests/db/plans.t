#!/bin/bash
# What a scanner, a key or a page waits for does not read the whole shop on
# PostgreSQL: no such statement scans all pieces through their view, also
# before the server has gathered what it knows of the tables.
. "$(dirname "$0")/../lib/rig.sh"
need_pg
shop=$(pg_database)
"$bin/vitrinectl" --shop "$shop" demo --pieces 1500 --no-photos --no-sales \
    >"$tmp/demo" 2>&1
is "a shop of some size" "$?" 0

# text NAME: the statement's PostgreSQL text, and its types on line 1.
text() {
	awk -v name="$1" '
	/^-- name: / { on = $3 == name; body = 0; next }
	on && /^-- in: / { sub(/^-- in: /, ""); print; next }
	on && /^-- sqlite:/ { exit }
	on && /^--/ { next }
	on { print; body = 1 }
	on && /;$/ { exit }' db/sql/*.sql
}
id="'00000000-0000-7000-8000-000000000000'"
while read -r name values; do
	types=$(text "$name" | head -n 1 |
	    sed 's/int/bigint/g; s/blob/bytea/g; s/ /, /g')
	{
		echo "SET search_path = vitrine; SET plan_cache_mode = force_generic_plan;"
		echo "PREPARE it ($types) AS"
		text "$name" | tail -n +2
		echo "EXPLAIN EXECUTE it ($values);"
	} >"$tmp/$name.sql"
	run psql -qAtX -v ON_ERROR_STOP=1 -d "$shop" -f "$tmp/$name.sql"
	is "$name is planned" "$rc" 0
	is "$name looks pieces up one by one" \
	    "$(grep -cE 'Seq Scan on piece p(_[0-9]+)?  ' <<<"$out")" 0
done <<EOT
piece_by_code 'R-1001', 'a', 'b', 'c'
piece_by_id $id
piece_by_sku 'R-1001'
piece_find ' r', 200, 1
piece_list 'R-1001', 200, 1
piece_similar $id, 50
piece_taker $id, 0
item_list $id, 50
item_find ' r', 50
item_by_sku 'R-1001'
change_since 1000, 500
EOT
done_testing
