#!/bin/bash
# Other systems' files into a shop of either engine, through vitrinectl: what
# is loaded, what is rejected, and that twice is the same as once.
. "$(dirname "$0")/../lib/rig.sh"
need_pg
command -v jq >/dev/null || skip_all "jq is not installed"

: >"$tmp/none.conf"
export VITRINE_CONFIG=$tmp/none.conf
ctl() { "$bin/vitrinectl" "$@"; }
# counts of the last import: added changed unchanged rejected
take() {
	run "$bin/vitrinectl" --json import "$@"
	counts=$(jq -r '"\(.added) \(.changed) \(.unchanged) \(.rejected)"' \
	    <<<"$out" 2>&1)
}
show() { ctl --json item show "$1" | jq -r "$2"; }
found() { jq -r --arg f "$1" '.found[$f] // 0' <<<"$out"; }
pieces() { ctl --json item list | jq -r '.items | length'; }

cat >"$tmp/old.csv" <<'CSV'
Handle,Title,Body (HTML),Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Barcode,Image Src,Gift Card,Status
moth,Moth brooch,<p>Opal wings &amp; a <b>garnet</b> eye.</p>,Atelier,Brooches,TRUE,Title,Default Title,BR-1,shopify,1,continue,4200.00,2000000000018,,FALSE,active
moth,,,,,,,,,,,,,,https://example.com/moth.jpg,,
band,Wedding band,,,Rings,TRUE,Size,6,WB-6,shopify,4,deny,300,,,FALSE,active
band,,,,,,,7,WB-7,shopify,2,deny,310,,,,
card,Gift card,,,,TRUE,Title,Default Title,GC,,0,deny,50,,,TRUE,active
CSV
cat >"$tmp/new.csv" <<'CSV'
Title,URL handle,Description,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Inventory tracker,Inventory quantity,Continue selling when out of stock,Metal (product.metafields.custom.metal)
Pearl strand,pearl,Grey pearls.,TRUE,active,PS-1,Title,Default Title,990,shopify,1,FALSE,18k gold
CSV
printf '\357\273\277' >"$tmp/woo.csv"
cat >>"$tmp/woo.csv" <<'CSV'
ID,Type,SKU,Name,Published,"In stock?",Stock,"Backorders allowed?","Weight (g)","Regular price",Parent,"Attribute 1 name","Attribute 1 value(s)"
6,variable,VR,Signet,1,1,,0,4.2,,,,
7,variation,VR-6,"Signet - 6",1,1,1,1,,450,VR,Size,6
8,variation,VR-7,"Signet - 7",-1,1,1,0,,"1,450.00",id:6,Size,7
CSV
cat >"$tmp/sheet.csv" <<'CSV'
Stock #;Item;Retail;Qty;Metal;Karat;Stone;Ct;Cert #;Sold?
A1;Deco ring;$ 4.200,00;1;Yellow gold;585;Diamond;1 1/4;GIA 77;
A2;Chain;300,50;12;Silver;;;;;
A1;Other;5,00;1;;;;;;
A3;Strand;800;1;;;;;;SOLD
A4;Brooch;abc;1;;;;;;
A5;Clip;€ 5,00;1;;;;;;
CSV
cat >"$tmp/map" <<'CSV'
# ours = theirs
Artikelnummer = sku
Bezeichnung = title
Ladenpreis = price
Farbe = attribute:Colour
CSV
printf 'Artikelnummer;Bezeichnung;Ladenpreis;Farbe\nK-7;Ring;1.234,50;rot\n' \
    >"$tmp/german.csv"

on_engine() {
	export VITRINE_SHOP=$1
	local engine=${1%%:*}

	ctl init --name Test >/dev/null
	take "$tmp/old.csv" --dry-run
	is "$engine: a dry run would add three" "$counts" "3 0 0 0"
	is "$engine: and adds none" "$(pieces)" 0

	take "$tmp/old.csv"
	is "$engine: shopify, old dialect" "$counts" "3 0 0 0"
	is "$engine: overselling is found" "$(found oversell)" 1
	is "$engine: the gift card is no piece" "$(found skipped)" 1
	is "$engine: its price" "$(show BR-1 .price.amount)" 420000
	is "$engine: its story without HTML" "$(show BR-1 .story)" \
	    "Opal wings & a garnet eye."
	is "$engine: found by its barcode" "$(show 2000000000018 .sku)" BR-1
	is "$engine: a size is a counted piece" \
	    "$(show WB-7 '"\(.title) \(.kind) \(.on_hand)"')" \
	    "Wedding band, 7 counted 2"
	take "$tmp/old.csv"
	is "$engine: twice is once" "$counts" "0 0 3 0"
	sed -e 's/4200.00/3900.00/' -e 's/shopify,4/shopify,3/' \
	    "$tmp/old.csv" >"$tmp/old2.csv"
	take "$tmp/old2.csv"
	is "$engine: what changed changes" "$counts" "0 2 1 0"
	is "$engine: the new price" "$(show BR-1 .price.amount)" 390000
	is "$engine: the stock follows" "$(show WB-6 .on_hand)" 3

	take "$tmp/new.csv"
	is "$engine: shopify, new dialect" "$counts" "1 0 0 0"
	is "$engine: a metafield is an attribute" "$(show PS-1 \
	    '.attributes[] | select(.name == "Metal") | .value')" "18k gold"
	take "$tmp/woo.csv"
	is "$engine: woocommerce" "$counts" "2 0 0 0"
	is "$engine: backorders are found" "$(found oversell)" 1
	is "$engine: the parent by id" "$(show VR-7 \
	    '"\(.price.amount) \(.listed)"')" "145000 false"

	take "$tmp/sheet.csv" --rejects "$tmp/rejects.csv"
	is "$engine: spreadsheet" "$counts" "3 0 0 3"
	is "$engine: exit status" "$rc" 0
	is "$engine: rejects name their rows" \
	    "$(jq -r '[.rejects[].row] | map(tostring) | join(" ")' \
	    <<<"$out")" "4 6 7"
	like "$engine: and the reason" "$(cat "$tmp/rejects.csv")" \
	    "6,6,A4,.*not an amount"
	is "$engine: decimal comma, certificate" "$(show A1 .price.amount)" \
	    420000
	is "$engine: sold there is not here" \
	    "$(show A3 '"\(.on_hand) \(.listed)"')" "0 false"
	is "$engine: counted" "$(show A2 '"\(.kind) \(.on_hand)"')" \
	    "counted 12"

	take "$tmp/german.csv"
	is "$engine: unknown columns are bad data" "$rc" 65
	like "$engine: which are named" "$err" "Artikelnummer"
	like "$engine: with what to do" "$err" "--map"
	sed -i 's/1.234,50/€ 1.234,50/' "$tmp/german.csv"
	take "$tmp/german.csv" --map "$tmp/map"
	is "$engine: another currency is refused" "$rc" 65
	sed -i 's/€ //' "$tmp/german.csv"
	take "$tmp/german.csv" --map "$tmp/map"
	is "$engine: mapped" "$counts" "1 0 0 0"
	is "$engine: by the map" "$(show K-7 .price.amount)" 123450

	# The same number from another system is the same piece.
	printf 'SKU,Title,Price\nBR-1,Moth brooch with opals,3900\n' \
	    >"$tmp/other.csv"
	take "$tmp/other.csv"
	is "$engine: joined by its number" "$counts" "0 1 0 0"
	is "$engine: and still one" "$(show BR-1 .on_hand)" 1
}

# What is sold here stays sold, whatever the other system's file says later.
sold_stays_sold() {
	export VITRINE_SHOP=$1
	local engine=${1%%:*}

	run "$bin/vitrinectl" sell PS-1 --tender cash:990.00
	is "$engine: the strand is sold" "$rc" 0
	take "$tmp/new.csv"
	is "$engine: the same file changes nothing" "$counts" "0 0 1 0"
	sed -e 's/Grey pearls/Grey Tahitian pearls/' "$tmp/new.csv" \
	    >"$tmp/later.csv"
	take "$tmp/later.csv"
	is "$engine: a later one its description" \
	    "$(show PS-1 '"\(.story) \(.on_hand)"')" "Grey Tahitian pearls. 0"
	# Sold there, and back again there: it is still ours to know.
	sed 's/990,shopify,1/990,shopify,0/' "$tmp/later.csv" >"$tmp/gone.csv"
	take "$tmp/gone.csv"
	take "$tmp/later.csv"
	is "$engine: nor does a count of one bring it back" \
	    "$(show PS-1 '"\(.on_hand) \(.status)"')" "0 sold"
	run "$bin/vitrinectl" sell PS-1 --tender cash:990.00
	is "$engine: it cannot be sold again" "$rc" 3
	run "$bin/vitrinectl" verify
	is "$engine: the books are right" "$rc" 0
}

pg=$(pg_database)
on_engine "sqlite:$tmp/shop.db"
on_engine "$pg"
sold_stays_sold "sqlite:$tmp/shop.db"
sold_stays_sold "$pg"

export VITRINE_SHOP=sqlite:$tmp/shop.db
run "$bin/vitrinectl" import "$tmp/none.csv"
is "no such file" "$rc" 66
: >"$tmp/empty.csv"
run "$bin/vitrinectl" import "$tmp/empty.csv"
is "an empty file" "$rc" 65
printf 'SKU,Title,Price\nX1,"never closed,5\nX2,b,6\n' >"$tmp/open.csv"
run "$bin/vitrinectl" import "$tmp/open.csv"
is "a quote that is never closed" "$rc" 65
like "names its row" "$err" "row 2"
printf 'PK\003\004rubbish' >"$tmp/book.xlsx"
run "$bin/vitrinectl" import "$tmp/book.xlsx"
is "a spreadsheet program's own file" "$rc" 65
like "says how to save it" "$err" "CSV"
run "$bin/vitrinectl" import "$tmp/sheet.csv" --format excel
is "no such format" "$rc" 64
run "$bin/vitrinectl" import "$tmp/sheet.csv" --unique
like "more than one where each is one of a kind" "$out" "row 3|    3 +A2"
head -c 5000 /bin/ls >"$tmp/binary.csv"
run "$bin/vitrinectl" import "$tmp/binary.csv"
like "no text at all" "$rc $err" "65 .*not a text file"
before=$(pieces)
printf 'SKU,Title,Price\nNO-1,Never,5\n' >"$tmp/never.csv"
run "$bin/vitrinectl" import "$tmp/never.csv" --rejects "$tmp/no/such/file"
is "rejects that cannot be written" "$rc" 73
is "stop the import before it begins" "$(pieces)" "$before"
printf 'SKU,Title,Price\n\033]0;evil\007,Ring \033[2J,5\n' >"$tmp/esc.csv"
take "$tmp/esc.csv"
is "control bytes are found" "$(found control)" 1
is "and taken out" "$(show ']0;evil' .title)" "Ring  [2J"
is "one more piece" "$(pieces)" $((before + 1))


# The owner's role is enough; it has no right to a count.
pg=$(pg_database)
VITRINE_SHOP=$pg ctl init --owner keeper >/dev/null
psql -X -q -d "$pg" -c "CREATE ROLE import_keeper LOGIN IN ROLE vitrine_owner"
export VITRINE_SHOP=${pg/user=postgres/user=import_keeper}
take "$tmp/old.csv" --as keeper
is "imported as vitrine_owner" "$counts" "3 0 0 0"
take "$tmp/old2.csv" --as keeper
is "and changed" "$counts" "0 2 1 0"
export VITRINE_SHOP=sqlite:$tmp/shop.db

# Photos lie beside the file, under the names the other shop gave them.
ctl --shop sqlite:$tmp/demo.db demo --pieces 1 --no-sales >/dev/null
mkdir "$tmp/pictures"
sqlite3 "$tmp/demo.db" "SELECT writefile('$tmp/pictures/moth.jpg', bytes)
    FROM photo LIMIT 1" >/dev/null
echo rubbish >"$tmp/pictures/bad.jpg"
cat >"$tmp/photos.csv" <<'CSV'
SKU,Title,Price,Photo
PH-1,Moth,10,https://cdn.example.com/files/moth.jpg?v=1
PH-2,Clip,10,bad.jpg
CSV
take "$tmp/photos.csv" --photos "$tmp/pictures"
is "a picture is found by its name" "$(show PH-1 '.photos | length')" 1
is "one that is none is said" "$(found photo)" 1

done_testing
