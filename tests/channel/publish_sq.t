#!/bin/bash
# Pieces shown on Squarespace as they are here: photos sent as forms and worked
# on, products found again in a list of pages, and what it takes no more of.
. "$(dirname "$0")/../lib/rig.sh"
. tests/ctl/lib.sh
. tests/channel/lib.sh
. tests/channel/shown.sh
need_pg

double() {
	body=$(curl -s --max-time 60 -X POST -d "$2" "$sq_url/_test/$1")
}
there() {
	double stock "{\"sku\":\"$1\"}"
	[ "$(got stock)" = "$2" ]
}
add() {	# SKU
	v --as Ana item add --sku "$1" --title "Brooch & pearl $1" \
	    --price 1249.95 --story "$(printf 'Made in Ghent.\n\nWorn & loved.')"
}
published='.visible and .count == 1'

shown() {
	port= web_shop=
	v init --name "Aurelia & Co" --owner Ana --zone America/New_York \
	    --tax 8.875
	sq_port=$(free_port) sq_url=http://127.0.0.1:$sq_port
	start "$tmp/sq.log" node tests/channel/sqsp.js "$sq_port"
	sq_pid=$pid
	ok "$engine: the double answers" until_true 10 \
	    curl -s -o "$tmp/up" "$sq_url/"
	for sku in A-1 A-2 A-3 HD-1; do
		double product "{\"sku\":\"$sku\"}"
	done
	vin "key=0123456789abcdef0123456789abcdef" --as Ana channel add \
	    squarespace sq --name "Our site" --set url="$sq_url" \
	    --secrets-stdin --publish
	is "$engine: the site is added" "$rc" 0
	start_vitrined

	add NW-1
	v --as Ana item photo NW-1 "$tmp/big.png" "$tmp/small.png"
	v --as Ana --json publish NW-1 --to sq --preview
	is "$engine: a preview says what is not there" \
	    "$(jq -c '[.changes[].what]' <<<"$out")" \
	    '["status","title","price","story","photos"]'
	[ "$rc" = 0 ] || note "$err"
	v --as Ana publish NW-1 --to sq
	ok "$engine: it is shown" until_true 60 there_is NW-1 "$published"
	there_is NW-1 '.name == "Brooch & pearl NW-1" and .price == "1249.95"
	    and .description == "<p>Made in Ghent.</p>\n<p>Worn &amp; loved.</p>"
	    and (.images | length) == 2 and (.images[0] | test("vitrine-")) and
	    .alts == ["Brooch & pearl NW-1", "Brooch & pearl NW-1, photo 2"]'
	is "$engine: as it is here" $? 0
	ok "$engine: with photos as others may see them" logged \
	    'photo 2048x1024' 1
	ok "$engine: and there is one" until_true 20 there NW-1 1
	ok "$engine: nothing waits" until_true 20 told sq
	v --as Ana publish NW-1 --to sq --preview
	like "$engine: another preview finds no difference" "$out" \
	    'as it is here'

	# It changes: by itself, and only what did.
	v --as Ana item edit NW-1 --price 0.07
	ok "$engine: a price of seven cents" until_true 20 there_is NW-1 \
	    '.price == "0.07"'
	ok "$engine: and no text" logged 'update NW-1 name description' 0
	v --as Ana item photo NW-1 "$tmp/small.png" --replace
	ok "$engine: another photo instead of two" until_true 60 \
	    there_is NW-1 '(.images | length) == 1 and
	    .alts == ["Brooch & pearl NW-1"]'
	v --as Ana publish NW-1 --to sq --hide
	ok "$engine: taken down" until_true 20 there_is NW-1 '.visible | not'

	# An answer that is lost, and calls that are too many.
	add NW-2
	v --as Ana item photo NW-2 "$tmp/small.png"
	double lose '{"n":1}'
	double throttle '{"n":1}'
	v --as Ana publish NW-2 --to sq
	ok "$engine: throttled, and the answer to its making lost" \
	    until_true 60 there_is NW-2 "$published"
	ok "$engine: it is made once" logged 'make NW-2' 1

	# By hand there already, on a later page of the list.
	add HD-1
	v --as Ana item photo HD-1 "$tmp/small.png"
	double edit '{"sku":"HD-1","images":["https://x/by-hand.jpg"]}'
	v --as Ana publish HD-1 --to sq
	ok "$engine: one that was made by hand is written" until_true 20 \
	    there_is HD-1 '.name == "Brooch & pearl HD-1" and
	    .price == "1249.95"'
	ok "$engine: and nothing waits" until_true 20 told sq
	ok "$engine: it keeps its pictures, and is one" there_is HD-1 \
	    '.images == ["https://x/by-hand.jpg"] and .count == 1'

	# What it takes no more of.
	add NW-3
	sql "UPDATE piece SET story = '$(head -c 60000 /dev/zero |
	    tr '\0' '&')' WHERE sku = 'NW-3'"
	v --as Ana publish NW-3 --to sq --preview
	is "$engine: a story too long for it is refused in a preview" "$rc" 65
	like "$engine: which says so" "$err" '102400 characters'
	v --as Ana publish NW-3 --to sq
	ok "$engine: and by the listener" until_true 20 sh -c \
	    'grep -q "NW-3 is not shown.*102400" "$1"' - \
	    "$tmp/vitrined.$engine.log"
	sql "UPDATE piece SET story = '$(head -c 60000 /dev/zero |
	    tr '\0' 'x')' WHERE sku = 'NW-3'"
	v --as Ana publish NW-3 --to sq
	ok "$engine: sixty thousand letters are taken" until_true 30 \
	    there_is NW-3 "$published and (.description | length) == 60007"

	# A photo it cannot read.
	add NW-4
	v --as Ana item photo NW-4 "$tmp/small.png"
	sql "UPDATE photo SET web = NULL, bytes = $(hex_bytes ffd8ffe000104a46)
	    WHERE piece_id = (SELECT id FROM piece WHERE sku = 'NW-4')"
	v --as Ana publish NW-4 --to sq
	ok "$engine: a photo it cannot read is said to be so" until_true 60 \
	    sh -c 'grep -q "NW-4 is not shown.*cannot read a photo" "$1"' \
	    - "$tmp/vitrined.$engine.log"
	ok "$engine: and taken away, the piece not shown" there_is NW-4 \
	    '(.visible | not) and .images == [] and .count == 1'
	v verify
	is "$engine: verify agrees" "$rc" 0
	stop_vitrined
	web_logout
	kill "$sq_pid"
}
on_each_engine shown
done_testing
