#!/bin/bash
# The shop's list and the website's held against each other, in the formats
# people have them; and the formats a shop learns.
. "$(dirname "$0")/../lib/rig.sh"
need_pg

: >"$tmp/none.conf"
export VITRINE_CONFIG=$tmp/none.conf
# With two files there is no shop, and nothing makes one.
export VITRINE_SHOP=sqlite:$tmp/no/such/shop.db
ctl() { "$bin/vitrinectl" "$@"; }
compare() { run "$bin/vitrinectl" --json reconcile "$@"; }
# The numbers in a table of the last answer; one member of its first row.
skus() { jq -r ".tables.$1.rows | map(.sku) | join(\" \")" <<<"$out"; }
first() { jq -r ".tables.$1.rows[0] | $2" <<<"$out"; }

cat >"$tmp/edge.csv" <<'CSV'
itKey,itVendorId,itVendStyleCode,itRetailPrice,itCurrentPrice,itImage,itStatus,itDesc
BR-1041,V1,S1,4200.00,4200.00,,S,Signed estate brooch
BR-1042,V1,S2,4200.00,3900.00,,I,Edwardian brooch
RG-1,V1,S3,950.00,,,I,Ruby ring
RG-2,V1,S4,950.00,,,X,Onyx ring
RG-3,V2,S5,1200,1200,,I,Topaz ring
RG-4,V2,S5,abc,,,S,Broken price ring
RG-105,V2,S5,300,,,I,Garnet ring
CSV
cat >"$tmp/shopify.csv" <<'CSV'
Title,URL handle,Description,Published on online store,Status,SKU,Price,Inventory tracker,Inventory quantity,Continue selling when out of stock
Signed estate brooch,b1,x,TRUE,active,BR-1041,4200,shopify,1,FALSE
Edwardian brooch,b2,x,TRUE,active,br 1042,4200,shopify,1,FALSE
Ruby ring,r1,x,TRUE,active,RG-1,950,shopify,0,TRUE
Onyx ring,r2,x,TRUE,active,,950,shopify,1,FALSE
Topaz,r3,x,TRUE,active,RG-3,1200,shopify,0,FALSE
Lost ring,r4,x,TRUE,active,LR-9,1200,shopify,2,FALSE
Broken,r5,x,TRUE,active,RG-4,1200,shopify,1,FALSE
Garnet ring,r6,x,TRUE,active,RG-105,300,shopify,1,FALSE
Garnet ring again,r7,x,TRUE,active,rg105,300,shopify,1,FALSE
Hidden,r8,x,FALSE,draft,HD-1,1200,shopify,1,FALSE
CSV
compare "$tmp/edge.csv" "$tmp/shopify.csv"
is "edge and shopify: compared" "$rc" 0
is "sold in the shop, live on the web" "$(skus ghosts)" "BR-1041 RG-2"
is "with the rows of both files" "$(first ghosts '"\(.shop_row) \(.web_row)"')" \
    "2 2"
is "known by its name alone, and said so" \
    "$(jq -r '.tables.ghosts.rows[1].matched_by' <<<"$out")" title
is "gone there, still here" "$(skus sold_online)" RG-3
is "live, and unknown here" "$(skus unknown)" "LR-9 RG-4"
like "a row that could not be read is named" \
    "$(jq -r '.tables.unknown.rows[1].why' <<<"$out")" "row 7"
is "and listed" "$(first unread '"\(.list) \(.row) \(.sku)"')" "shop 7 RG-4"
is "one ring, two listings" "$(skus listed_twice)" "RG-105 RG-105"
is "two of one of a kind" "$(skus quantity)" LR-9
is "sold when it is gone" "$(skus oversell)" RG-1
is "two prices" "$(first price \
    '"\(.sku) \(.shop_price.amount) \(.web_price.amount)"')" \
    "BR-1042 390000 420000"
is "the value at stake" "$(jq -r '.tables.summary.rows[] |
    select(.what | startswith("Sold in")) | .value.amount' <<<"$out")" 515000
is "no shop was made" "$(ls "$tmp/no" 2>&1 | grep -c shop.db)" 0
run "$bin/vitrinectl" reconcile "$tmp/edge.csv" "$tmp/shopify.csv"
like "for people, with what to do" "$out" "Take them off the website now"
run "$bin/vitrinectl" reconcile "$tmp/edge.csv" "$tmp/shopify.csv" \
    --format csv
like "as a file" "$out" "^ghosts,BR-1041,Signed estate brooch,4200.00,2,2"

# Square counts each place by itself; WooCommerce takes backorders.
cat >"$tmp/square.csv" <<'CSV'
Token,Item Name,Variation Name,SKU,GTIN,Description,Categories,Price,Current Quantity Main,Current Quantity Annex,Archived
T1,Moth brooch,Regular,MB-1,2000000000018,x,Brooches,800.00,0,0,N
T2,Band,Six,BD-6,,x,Bands,300.00,2,3,N
T3,Band,Seven,BD-7,,x,Bands,300.00,1,0,N
T4,Tiara,Regular,TI-1,,x,Tiaras,9000.00,1,1,N
CSV
cat >"$tmp/woo.csv" <<'CSV'
ID,Type,SKU,"GTIN, UPC, EAN, or ISBN",Name,Published,"In stock?",Stock,"Backorders allowed?","Regular price",Parent
1,simple,WEB-77,2000000000018,Opal moth,1,1,1,0,800,
2,simple,BD-6,,Band six,1,1,4,0,300,
3,simple,BD-7,,Band seven,1,1,1,1,300,
4,simple,TI-1,,Tiara,1,1,1,0,9000,
CSV
compare "$tmp/square.csv" "$tmp/woo.csv"
is "square and woocommerce: by the barcode" \
    "$(first ghosts '"\(.sku) \(.web_sku) \(.matched_by)"')" \
    "MB-1 WEB-77 number"
is "places are added up, and two of a tiara are too many" \
    "$(jq -r '[.tables.quantity.rows[] |
	"\(.sku) \(.shop_quantity) \(.web_quantity)"] | join(", ")' \
	<<<"$out")" "BD-6 5 4, TI-1 2 1"
is "backorders" "$(skus oversell)" BD-7

cat >"$tmp/lightspeed.csv" <<'CSV'
Description,System ID,UPC,EAN,Custom SKU,Manufacturer SKU,Default Cost,Price,Category,"Main - Quantity on Hand","Main - Unit Cost"
Pearl strand,210000000123,,,,,400,990,Necklaces,0,400
Jet cameo,210000000124,,,CA-2,,100,350,Brooches,1,100
CSV
cat >"$tmp/squarespace.csv" <<'CSV'
Product ID [Non Editable],Variant ID [Non Editable],Product Type [Non Editable],Product Page,Product URL,Title,Description,SKU,Price,Sale Price,On Sale,Stock,Categories,Tags,Visible,Hosted Image URLs
p1,v1,PHYSICAL,shop,a,Grey pearls,x,210000000123,990.00,0.00,No,1,,,Yes,
p2,v2,PHYSICAL,shop,b,Cameo,x,210000000124,350.00,0.00,No,Unlimited,,,Yes,
CSV
compare "$tmp/lightspeed.csv" "$tmp/squarespace.csv"
is "lightspeed and squarespace: the old label is the number" \
    "$(skus ghosts)" 210000000123
is "and a barcode beside one" "$(skus unknown)" ""

# Papers, memo, and a list cut by semicolons.
cat >"$tmp/sheet.csv" <<'CSV'
Stock #;Item;Retail;Status;Cert #
D-1;Diamond ring;€ 4.200,00;In stock;GIA 11
D-2;Diamond clip;1.000,00;On memo;GIA 22
D-3;Diamond pin;1.000,00;In stock;GIA 11
CSV
cat >"$tmp/old.csv" <<'CSV'
Handle,Title,Body (HTML),Published,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Status
d2,Clip with diamonds,,TRUE,D-2,shopify,1,deny,1000.00,active
CSV
compare "$tmp/sheet.csv" "$tmp/old.csv"
is "on memo, and live" "$(first not_for_sale '"\(.sku) \(.why)"')" \
    "D-2 is out on memo"
is "one certificate, two pieces" "$(skus certificate)" "D-1 D-3"

compare "$tmp/edge.csv" "$tmp/nothing.csv"
is "no such file" "$rc" 66
like "is named" "$err" "nothing.csv"
compare "$tmp/edge.csv" "$tmp/woo.csv" --currency dollars
is "no such currency" "$rc" 64
printf 'a,b\n1,2\n' >"$tmp/strange.csv"
compare "$tmp/edge.csv" "$tmp/strange.csv"
is "columns nobody knows" "$rc" 65
like "the file is named" "$err" "strange.csv"

# One file is held against the shop itself.
on_engine() {
	export VITRINE_SHOP=$1
	local engine=${1%%:*}

	ctl init --name Test >/dev/null
	ctl item add --sku BR-1041 --title "Signed estate brooch" \
	    --price 4200.00 --listed >/dev/null
	ctl item add --sku BR-1042 --title "Edwardian brooch" \
	    --barcode 2000000000025 --price 4200.00 --listed >/dev/null
	ctl sell BR-1041 --tender cash:4200.00 >/dev/null
	compare "$tmp/shopify.csv"
	is "$engine: sold here, live there" "$(skus ghosts)" BR-1041
	sed 's/br 1042/2000000000025/' "$tmp/shopify.csv" >"$tmp/codes.csv"
	compare "$tmp/codes.csv"
	is "$engine: known by its barcode" "$(jq -r '[.tables.unknown.rows[] |
	    .sku] | index("2000000000025")' <<<"$out")" null
	is "$engine: nothing was written" \
	    "$(ctl --json item list | jq -r '.items | length')" 2

	# The first real file of a system nobody has seen.
	printf 'Item SKU,Product Name,Our Retail,Vault Count\nJ-1,Ring,5,1\n' \
	    >"$tmp/jewel.csv"
	printf 'Our Retail = price\nVault Count = quantity\n' >"$tmp/map"
	run "$bin/vitrinectl" --json format learn jewel360 "$tmp/jewel.csv" \
	    --map "$tmp/map"
	is "$engine: it is learned" "$rc" 0
	run "$bin/vitrinectl" --json import "$tmp/jewel.csv"
	is "$engine: and recognised" "$(jq -r '"\(.format) \(.verified) \(.added)"' \
	    <<<"$out")" "jewel360 true 1"
	is "$engine: the others are as they were" "$(ctl --json format list |
	    jq -r '[.formats[].code] | index("edge") != null')" true
	run "$bin/vitrinectl" format forget jewel360
	is "$engine: forgotten" "$rc" 0
	is "$engine: as it was" "$(ctl --json format list | jq -r '.formats[] |
	    select(.code == "jewel360") | .verified')" false
	run "$bin/vitrinectl" format forget jewel360
	is "$engine: there is nothing more to forget" "$rc" 66
}
on_engine "sqlite:$tmp/shop.db"
on_engine "$(pg_database)"

done_testing
