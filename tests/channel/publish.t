#!/bin/bash
# Pieces shown on WooCommerce as they are here: previewed, made once whatever
# breaks off, written only where they differ, taken down; photos made fit for
# others on the way, and none of a piece that is sold.
. "$(dirname "$0")/../lib/rig.sh"
. tests/ctl/lib.sh
. tests/channel/lib.sh
. tests/channel/shown.sh
need_pg

double() { woo "$@"; }
add() {	# SKU [MORE]
	v --as Ana item add --sku "$1" --title "Brooch $1, <i>18k</i> & pearl" \
	    --price 1249.95 --story "$(printf 'Made in Ghent.\n\nWorn & loved.')" \
	    "${@:2}"
}
published='.status == "publish" and .count == 1'

shown() {
	open_woo
	add NW-1
	v --as Ana item photo NW-1 "$tmp/big.png" "$tmp/small.png"
	[ "$rc" = 0 ] || note "$err"

	# What would be.
	ok "$engine: what there is has been told" until_true 15 told_all
	v --as Ana --json publish NW-1 --to woo --preview
	is "$engine: without an address of ours, no photos" \
	    "$(jq -r '.changes[] | select(.what == "photos") | .here' \
	    <<<"$out")" "left out"
	VITRINE_CONFIG=$tmp/vitrined.conf
	v --as Ana --json publish NW-1 --to woo --preview
	is "$engine: a preview" "$rc" 0
	[ "$rc" = 0 ] || note "$err"
	is "$engine: says what is not there yet" \
	    "$(jq -c '[.changes[].what]' <<<"$out")" \
	    '["status","title","price","story","photos"]'
	ok "$engine: and makes nothing" there_is NW-1 '.count == 0'
	ok "$engine: nor asks for it" told_all

	# And is.
	v --as Ana publish NW-1 --to woo
	is "$engine: asked for" "$rc" 0
	[ "$rc" = 0 ] || note "$err"
	ok "$engine: it is shown" until_true 30 there_is NW-1 "$published"
	there_is NW-1 '.name == "Brooch NW-1, &lt;i&gt;18k&lt;/i&gt; &amp; pearl"
	    and .regular_price == "1249.95" and (.images | length) == 2 and
	    .images[0].alt == "Brooch NW-1, <i>18k</i> & pearl" and
	    .description == "<p>Made in Ghent.</p>\n<p>Worn &amp; loved.</p>"'
	is "$engine: as it is here" $? 0
	ok "$engine: with photos as others may see them" logged \
	    'photo 2048x1024' 1
	ok "$engine: of either size" logged 'photo 300x400' 1
	ok "$engine: and there is one" until_true 20 stock_is NW-1 1
	ok "$engine: nothing waits" until_true 10 told_all
	v --as Ana publish NW-1 --to woo --dry-run
	like "$engine: another preview finds no difference" "$out" \
	    'as it is here'

	# Only what differs is written; by itself only where that is wanted.
	v --as Ana item edit NW-1 --price 1250.07
	v --as Ana --json publish NW-1 --to woo --preview
	is "$engine: a price differs" \
	    "$(jq -c '[.changes[] | [.what, .here, .there]]' <<<"$out")" \
	    '[["price","$1,250.07","$1,249.95"]]'
	v --as Ana publish NW-1 --to woo
	ok "$engine: told to, it is written" until_true 10 there_is NW-1 \
	    '.regular_price == "1250.07"'
	ok "$engine: and nothing else" logged 'write NW-1 regular_price' 1
	v --as Ana channel set woo --publish
	[ "$rc" = 0 ] || note "$err"
	v --as Ana item edit NW-1 --price 0.07 --title "$(printf 'Brooch')"
	ok "$engine: what was published follows by itself" until_true 20 \
	    there_is NW-1 '.regular_price == "0.07" and .name == "Brooch"'

	# Photos: ours are replaced, those of others stay.
	v --as Ana item photo NW-1 "$tmp/small.png" --replace
	ok "$engine: photos too, the old ones gone" until_true 20 \
	    there_is NW-1 '.images | length == 1'
	woo edit '{"sku":"RG-1","images":["http://x/wp-content/by-hand.jpg"]}'
	v --as Ana item photo RG-1 "$tmp/small.png"
	v --as Ana publish RG-1 --to woo
	ok "$engine: one that was made by hand is written" until_true 20 \
	    there_is RG-1 "$published and .name == \"Ring RG-1\""
	ok "$engine: and keeps its pictures" until_true 10 told_all
	ok "$engine: as they are" there_is RG-1 \
	    '[.images[].src] == ["http://x/wp-content/by-hand.jpg"]'

	# Taken down, and shown again.
	v --as Ana publish NW-1 RG-1 --to woo --hide
	ok "$engine: taken down" until_true 20 there_is NW-1 \
	    '.status == "draft" and .count == 1'
	v --as Ana publish NW-1 --to woo
	ok "$engine: and shown again" until_true 20 there_is NW-1 "$published"

	v --as Ana --json channel shown woo
	is "$engine: which can be asked" "$(jq -c '[.pieces[] |
	    [.sku, .state]]' <<<"$out")" \
	    '[["NW-1","shown"],["RG-1","hidden"]]'

	# What cannot be.
	v --as Ana sell RG-2 --tender card:1306.50:4242
	v_is "what is sold is not shown" 3 --as Ana publish RG-2 --to woo
	v_is "nor what is not there" 66 --as Ana publish NONE --to woo
	v_is "nor on a site of our own" 65 --as Ana publish RG-3 --to web
	v_is "all or none" 3 --as Ana publish RG-3 RG-2 --to woo
	ok "$engine: none" there_is RG-3 '.name == "RG-3"'
	stop_vitrined
	kill "$woo_pid"
	web_logout
	VITRINE_CONFIG=/dev/null
}

broken() {
	open_woo
	# Sold before it was sent.
	stop_vitrined
	add NW-2
	v --as Ana publish NW-2 --to woo
	v --as Ana sell NW-2 --tender card:1360.88:4242
	[ "$rc" = 0 ] || note "$err"
	start_vitrined
	ok "$engine: sold before it is sent: nothing waits" until_true 20 \
	    told_all
	ok "$engine: and it is not made" there_is NW-2 '.count == 0'

	# An answer is lost: it is the same one.
	add NW-3
	woo set '{"lose":1}'
	v --as Ana publish NW-3 --to woo
	ok "$engine: the answer to its making is lost" until_true 30 \
	    there_is NW-3 "$published"
	ok "$engine: it is made once" logged 'make NW-3' 1

	# Killed before, and after.
	for point in 410 411; do
		stop_vitrined
		FAULT=$point:kill start_vitrined
		add "NW-$point"
		v --as Ana publish "NW-$point" --to woo
		ok "$engine: killed at $point" until_true 20 dead "$listener"
		FAULT= start_vitrined
		ok "$engine: goes on" until_true 30 there_is "NW-$point" \
		    "$published"
		ok "$engine: without a second one" logged "make NW-$point" 1
		ok "$engine: and for sale" until_true 20 stock_is "NW-$point" 1
	done

	# A photo that is none: not shown by half, and said so.
	add NW-4
	v --as Ana item photo NW-4 "$tmp/small.png"
	sql "UPDATE photo SET web = NULL, bytes = $(hex_bytes ffd8ffe000104a46)
	    WHERE piece_id = (SELECT id FROM piece WHERE sku = 'NW-4')"
	v --as Ana publish NW-4 --to woo
	ok "$engine: a photo that is none is refused" until_true 30 sh -c \
	    'grep -q "NW-4 is not shown.*damaged" "$1"' - \
	    "$tmp/vitrined.$engine.log"
	"$bin/vitrinectl" --shop "$shop" channel shown woo >"$tmp/shown"
	ok "$engine: that is its trouble" grep -q '^NW-4: .*damaged' \
	    "$tmp/shown"
	ok "$engine: the piece is not shown without it" there_is NW-4 \
	    '.status == "draft" and .count == 1'
	v --as Ana item photo NW-4 "$tmp/small.png" --replace
	v --as Ana publish NW-4 --to woo
	ok "$engine: with another it is" until_true 30 there_is NW-4 \
	    "$published and (.images | length) == 1"

	# Texts nobody typed in.
	add NW-5
	story=$(head -c 60000 /dev/zero | tr '\0' '&')
	sql "UPDATE piece SET title = 'A' || $(case $engine in
	    sqlite) echo 'char(7)';; *) echo 'chr(7)';; esac) || 'B',
	    story = '$story' WHERE sku = 'NW-5'"
	v --as Ana publish NW-5 --to woo
	ok "$engine: a bell in its title, and 60,000 ampersands" until_true 30 \
	    there_is NW-5 "$published and .name == \"A B\" and
	    (.description | length) == 300007"
	v verify
	is "$engine: verify agrees" "$rc" 0
	stop_vitrined
	kill "$woo_pid"
	web_logout
}
on_each_engine shown
on_each_engine broken
done_testing
