#!/bin/bash
# Pieces shown on Shopify as they are here: photos by way of a staged upload
# and the time it takes to work on them, a product that the search does not
# know yet, answers that are lost, calls that are too many.
. "$(dirname "$0")/../lib/rig.sh"
. tests/ctl/lib.sh
. tests/channel/lib.sh
. tests/channel/shown.sh
need_pg

double() {
	body=$(curl -s --max-time 60 -X POST -d "$2" "$sh_url/_test/$1")
}
add() {	# SKU
	v --as Ana item add --sku "$1" --title "Brooch & pearl $1" \
	    --price 1249.95 --story "$(printf 'Made in Ghent.\n\nWorn & loved.')"
}
published='.status == "ACTIVE" and .store and .count == 1'

shown() {
	port= web_shop=
	v init --name "Aurelia & Co" --owner Ana --zone America/New_York \
	    --tax 8.875
	sh_port=$(free_port) sh_url=http://127.0.0.1:$sh_port
	start "$tmp/sh.log" node tests/channel/shopify.js "$sh_port"
	sh_pid=$pid
	ok "$engine: the double answers" until_true 10 \
	    curl -s -o "$tmp/up" "$sh_url/"
	vin "client_secret=client-secret-of-the-app" --as Ana channel add \
	    shopify sh --name "Our Shopify" --set shop=double.myshopify.com \
	    --set client_id=client-id --set url="$sh_url" --secrets-stdin \
	    --publish
	is "$engine: the shop is added" "$rc" 0
	start_vitrined

	add NW-1
	v --as Ana item photo NW-1 "$tmp/big.png" "$tmp/small.png"
	v --as Ana --json publish NW-1 --to sh --preview
	is "$engine: a preview says what is not there" \
	    "$(jq -c '[.changes[].what]' <<<"$out")" \
	    '["status","title","price","story","photos"]'
	[ "$rc" = 0 ] || note "$err"
	ok "$engine: and makes nothing" there_is NW-1 '.count == 0'
	v --as Ana publish NW-1 --to sh
	ok "$engine: it is shown in the online store" until_true 60 \
	    there_is NW-1 "$published"
	there_is NW-1 '.title == "Brooch & pearl NW-1" and .price == "1249.95"
	    and .html == "<p>Made in Ghent.</p>\n<p>Worn &amp; loved.</p>" and
	    (.photos | length) == 2 and (.photos[0] | test("vitrine-")) and
	    .alts == ["Brooch & pearl NW-1", "Brooch & pearl NW-1, photo 2"]'
	is "$engine: as it is here" $? 0
	ok "$engine: with photos as others may see them" logged \
	    'photo 2048x1024' 1
	ok "$engine: and there is one" until_true 20 there_is NW-1 \
	    '.quantity == 1'
	ok "$engine: nothing waits" until_true 20 told sh
	v --as Ana publish NW-1 --to sh --preview
	like "$engine: another preview finds no difference" "$out" \
	    'as it is here'

	# It changes: by itself, and only what did.
	v --as Ana item edit NW-1 --price 0.07
	ok "$engine: a price of seven cents" until_true 20 there_is NW-1 \
	    '.price == "0.07"'
	v --as Ana item photo NW-1 "$tmp/small.png" --replace
	ok "$engine: another photo instead" until_true 60 there_is NW-1 \
	    '(.photos | length) == 1 and .photos[0] != ""'
	ok "$engine: the text was written when it was made" logged \
	    'update NW-1 title descriptionHtml' 0
	v --as Ana publish NW-1 --to sh --hide
	ok "$engine: taken down" until_true 20 there_is NW-1 \
	    '.status == "DRAFT"'

	# Answers lost, tokens ended, calls too many: the same product.
	add NW-2
	double lose '{"n":1}'
	v --as Ana publish NW-2 --to sh
	ok "$engine: the answer to its making is lost" until_true 40 \
	    there_is NW-2 "$published"
	ok "$engine: it is made once, unknown to the search" logged \
	    'make NW-2' 1
	add NW-3
	v --as Ana item photo NW-3 "$tmp/small.png"
	double throttle '{"n":2}'
	double expire '{}'
	v --as Ana publish NW-3 --to sh
	ok "$engine: throttled, its token gone" until_true 60 there_is NW-3 \
	    "$published and (.photos | length) == 1"

	# By hand there already: it is that one, and keeps its pictures.
	add HD-1
	v --as Ana item photo HD-1 "$tmp/small.png"
	double variant '{"sku":"HD-1"}'
	double edit '{"sku":"HD-1","media":["https://x/by-hand.jpg"]}'
	v --as Ana publish HD-1 --to sh
	ok "$engine: one that was made by hand is written" until_true 20 \
	    there_is HD-1 '.title == "Brooch & pearl HD-1" and
	    .price == "1249.95"'
	ok "$engine: and nothing waits" until_true 20 told sh
	ok "$engine: and keeps its pictures" there_is HD-1 \
	    '.photos == ["https://x/by-hand.jpg"] and .count == 1'
	ok "$engine: not made again" logged 'make HD-1' 0

	# A photo it cannot read.
	add NW-4
	v --as Ana item photo NW-4 "$tmp/small.png"
	sql "UPDATE photo SET web = NULL, bytes = $(hex_bytes ffd8ffe000104a46)
	    WHERE piece_id = (SELECT id FROM piece WHERE sku = 'NW-4')"
	v --as Ana publish NW-4 --to sh
	ok "$engine: a photo it cannot read is said to be so" until_true 60 \
	    sh -c 'grep -q "NW-4 is not shown.*cannot read a photo.*damaged" "$1"' \
	    - "$tmp/vitrined.$engine.log"
	ok "$engine: and taken away, the piece not shown" there_is NW-4 \
	    '.status == "DRAFT" and .photos == [] and .count == 1'
	v verify
	is "$engine: verify agrees" "$rc" 0
	stop_vitrined
	web_logout
	kill "$sh_pid"
}
on_each_engine shown
done_testing
