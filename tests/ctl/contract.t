#!/bin/sh
# The contract for scripts, to the letter: what each command takes, what it
# prints, and its exit status.
. "$(dirname "$0")/../lib/rig.sh"
need_pg "$@"
. tests/ctl/lib.sh

setting_up() {
	v_is "init sets up a shop" 0 init --name "Maison Aurélie" \
	    --owner Olga --registers 2 --zone Europe/Paris
	v_is "init refuses where a shop is" 73 init
	like "$engine: and says so" "$err" "there is a shop already"
	v --json shop show
	is "$engine: its currency" "$(member currency)" USD
	is "$engine: its zone" "$(member zone)" Europe/Paris
	v_is "migrate has nothing to do" 0 migrate
	v_is "doctor finds nothing wrong" 0 doctor
	vin 4711 staff add Ann --role associate --pin-stdin
	is "$engine: staff add" "$rc" 0
	vin 12 staff add Bob --role manager --pin-stdin
	is "$engine: a PIN of two digits" "$rc" 65
	vin '' staff add Bob --role manager --pin-stdin
	is "$engine: no PIN at all" "$rc" 65
	vin 471147 staff add Bob --role manager --pin-stdin
	is "$engine: a manager" "$rc" 0
	v_is "a name twice" 65 staff add Ann --role associate
	v_is "no such role" 65 staff add Cid --role king
	v_is "a role is needed" 64 staff add Cid
	v_is "an associate adds nobody" 77 --as Ann staff add Cid \
	    --role associate
	v_is "a manager makes no owner" 77 --as Bob staff add Cid --role owner
	v_is "nobody by that name" 77 --as Nobody staff add Cid \
	    --role associate
	v_is "the only owner stays" 77 staff disable Olga
	v_is "staff disable" 0 staff disable Bob
	v_is "a disabled manager acts no more" 77 --as Bob register add R9
	v --json staff list
	like "$engine: no PIN, not even its hash, is shown" "$out" \
	    '"pin":true'
	ok "$engine: really" sh -c '! grep -q argon "$1"' - "$tmp/.out"
}

catalogue() {
	v_is "item add" 0 item add --sku BR-1041 --title "Signed estate brooch" \
	    --price 4200.00 --barcode 0123456789012 --barcode 99 \
	    --category Brooches --floor 3900 --attr metal='18 ct' \
	    --attr 'maker=Böll' --story "Once a queen's."
	like "$engine: it prints the id" "$out" '[0-9a-f]{8}-[0-9a-f]{4}-7'
	v --json item add --sku BOX --title "Gift box" --price 5 --stock 40 \
	    --not-listed
	is "$engine: --stock is counted" "$(member kind)" counted
	v --json item add --sku ENGR --title Engraving --price 25 --service
	is "$engine: --service is work" "$(member kind)" service
	v_is "a sku twice" 65 item add --sku BOX --title x --price 1
	v_is "no price" 64 item add --sku X --title x
	v_is "a price with a minus" 65 item add --sku X --title x --price -5
	v_is "a price with a plus" 65 item add --sku X --title x --price +5
	v_is "a price in another currency" 65 item add --sku X --title x \
	    --price "5 EUR"
	v_is "a price with a comma for cents" 65 item add --sku X --title x \
	    --price 42,00
	v_is "a third of a cent" 65 item add --sku X --title x --price 5.001
	v_is "more than there is money" 65 item add --sku X --title x \
	    --price 99999999999999999999
	v_is "control bytes in a title" 65 item add --sku X \
	    --title "$(printf 'a\033[2Jb')" --price 5
	v_is "bytes that are no UTF-8" 65 item add --sku X \
	    --title "$(printf 'a\377b')" --price 5
	v_is "an empty title" 65 item add --sku X --title " " --price 5
	v_is "a negative stock" 65 item add --sku X --title x --price 5 \
	    --stock -1
	v_is "a floor above the price" 65 item add --sku X --title x \
	    --price 5 --floor 6
	v_is "listed and not" 64 item add --sku X --title x --price 5 \
	    --listed --not-listed
	v_is "none of them was added" 66 item show X
	v --json item show 99
	is "$engine: found by its second barcode" "$(member sku)" BR-1041
	is "$engine: it is available" "$(member status)" available
	v --json item list böll bro
	is "$engine: found by words" "$(member sku)" BR-1041
	v --json item list boll
	is "$engine: without the accent" "$(member sku)" BR-1041
	v_is "item edit" 0 item edit BR-1041 --price 4300 --attr metal=
	v --json item show BR-1041
	like "$engine: the price is new" "$out" '"price":."amount":430000'
	v item edit BR-1041 --price 4200
	v_is "no such state" 65 item edit BR-1041 --state lost
	v_is "no second unique piece" 3 item edit BR-1041 --receive 1
	v_is "no more out than there are" 3 item edit BOX --remove 41
}

selling() {
	v_is "sell without a tender" 64 sell BR-1041
	like "$engine: says what it comes to" "$err" "4200.00"
	v_is "too little" 65 sell BR-1041 --tender cash:4199.99
	v_is "too much by card" 65 sell BR-1041 --tender card:4201:4242
	v_is "a card number" 65 sell BR-1041 \
	    --tender card:4200:4242424242424242
	ok "$engine: it is not repeated" sh -c '! grep -q 42424242 "$1" "$2"' \
	    - "$tmp/.out" "$tmp/.err"
	v_is "no such tender" 64 sell BR-1041 --tender shells:4200
	v_is "no such piece" 66 --json sell NOPE --tender cash:1
	is "$engine: the outcome says so" "$(member outcome)" unknown
	v_is "a piece named twice" 64 sell BR-1041 BR-1041 --tender cash:8400
	v_is "below the floor without a manager" 77 --as Ann \
	    sell BR-1041=3000 --tender cash:3000
	v_is "a test tender in a real shop" 77 sell BR-1041 --tender test:4200
	v_is "a hold that is none" 66 sell BR-1041 --tender cash:4200 \
	    --hold 0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071
	v_is "on memo it is not for sale" 0 item edit BR-1041 --state memo
	v_is "so it is refused" 3 --json sell BR-1041 --tender cash:4200
	is "$engine: and the outcome says so" "$(member outcome)" not_for_sale
	v item edit BR-1041 --state stock

	id=0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6072
	v_is "sell" 0 --as Ann --json sell BR-1041 BOX BOX ENGR \
	    --tender cash:4000,card:250:4242/091834 --id "$id"
	is "$engine: done" "$(member outcome)" done
	like "$engine: under our id" "$out" "\"id\":\"$id\",\"number\":\"R1-000001\""
	like "$engine: change" "$out" '"kind":"change","amount":..?"amount":-1500'
	v_is "the same id again" 0 --as Ann --json sell BR-1041 BOX BOX ENGR \
	    --tender cash:4000,card:250:4242/091834 --id "$id"
	is "$engine: is the same sale" "$(member again)" true
	v_is "the same id for something else" 65 --as Ann sell BOX \
	    --tender cash:5 --id "$id"
	v_is "it is gone" 3 --json sell BR-1041 --tender cash:4200
	is "$engine: taken" "$(member outcome)" taken
	like "$engine: taken by whom" "$out" '"taken_by":.*"number":"R1-000001"'
	like "$engine: where" "$out" '"channel":"showroom"'
	like "$engine: when" "$out" '"at":"20[0-9-]+T[0-9:]+Z"'
	like "$engine: and on stderr" "$err" 'BR-1041 was sold .*R1-000001'
	v_is "sale show by id" 0 --json sale show "$id"
	is "$engine: and number" "$(member number)" R1-000001
	v_is "no such sale" 66 sale show R1-000009
	v --json item show BOX
	is "$engine: two boxes fewer" "$(member on_hand)" 38
	v_is "another register" 0 --json sell BOX --tender cash:5 --register R2
	like "$engine: has numbers of its own" "$out" '"number":"R2-000001"'
	v_is "a register there is not" 78 sell BOX --tender cash:5 \
	    --register R7
	v register retire R2
	v_is "a retired one" 78 sell BOX --tender cash:5 --register R2
	v_is "verify" 0 --json verify
	is "$engine: ok" "$(member ok)" true
	is "$engine: counts the sales" "$(member sales)" 2
}

# A hold as the website places it: the row is all there is to one.
hold() {
	local now="$(date +%s)000000" id=$1 hex
	hex=$(echo "$id" | tr -d -)
	if [ $engine = sqlite ]; then
		sqlite3 "${shop#sqlite:}" "INSERT INTO hold (id, piece_id,
		    qty, channel_id, owner, placed_at, expires_at)
		    SELECT x'$hex', p.id, 1, c.id, 'cart-77', $now,
		    $now + 600000000 FROM piece p, channel c
		    WHERE p.sku = '$2' AND c.code = 'web'"
	else
		psql -qX -d "$shop" -c "SET search_path = vitrine;
		    INSERT INTO hold (id, piece_id, qty, channel_id, owner,
		    placed_at, expires_at) SELECT '$id', p.id, 1, c.id,
		    'cart-77', $now, $now + 600000000 FROM piece p, channel c
		    WHERE p.sku = '$2' AND c.code = 'web'"
	fi
}

holding() {
	id=0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6075
	v item add --sku RING --title "A ring" --price 100
	ok "$engine: a hold from the web" hold $id RING
	v --json item show RING
	is "$engine: it shows as held" "$(member status)" held
	v_is "so it is refused" 3 --json sell RING --tender cash:100
	is "$engine: held" "$(member outcome)" held
	like "$engine: by whom" "$out" '"channel":"web"'
	like "$engine: until when" "$out" '"until":"20'
	v_is "on another piece the hold is no help" 65 sell BOX \
	    --tender cash:5 --hold $id
	v_is "whose hold it is has it" 0 sell RING --tender cash:100 \
	    --hold $id
	v_is "verify" 0 verify
}

returning() {
	v_is "no such sale to return" 66 return R1-000077
	v_is "no such line" 66 return R1-000001-9
	v_is "return one line" 0 --json return R1-000001-1 --reason "too small"
	is "$engine: done" "$(member outcome)" done
	like "$engine: a return of that sale" "$out" '"returns":"R1-000001"'
	v --json item show BR-1041
	is "$engine: the piece goes to inspection" "$(member state)" inspect
	v_is "where it is not for sale" 3 sell BR-1041 --tender cash:4200
	v_is "the same line again" 3 --json return R1-000001-1
	is "$engine: came back" "$(member outcome)" came_back
	id=0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6074
	v_is "one of two" 0 return R1-000001-2 --qty 1 --id $id
	v_is "under the same id" 0 --json return R1-000001-2 --qty 1 --id $id
	is "$engine: the same return" "$(member again)" true
	v_is "more than is left" 65 return R1-000001-2 --qty 2
	v_is "more money than it was" 65 return R1-000001-2 --tender cash:99
	v_is "inspected" 0 item edit BR-1041 --state stock
	v_is "it sells again" 0 sell BR-1041 --tender cash:4200
	v_is "verify" 0 verify
}

photos() {
	printf '\211PNG\r\n\032\nnot a picture at all' >"$tmp/bad.png"
	v_is "a damaged photo" 65 item photo BOX "$tmp/bad.png"
	v_is "no such photo" 66 item photo BOX "$tmp/none.png"
	v_is "no photo" 64 item photo BOX
	echo iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9Q \
	    DwADhgGAWjR9awAAAABJRU5ErkJggg== | base64 -di >"$tmp/dot.png"
	v_is "one good and one bad" 65 item photo BOX "$tmp/dot.png" \
	    "$tmp/bad.png"
	v --json item show BOX
	like "$engine: are none" "$out" '"photos":..$|"photos":..}'
	v_is "a photo" 0 item photo BOX "$tmp/dot.png"
	v --json item show BOX
	like "$engine: is there" "$out" '"photos":.*"position":1'
}

callers() {
	v_is "apikey add" 0 apikey add page --scope read,hold,order
	like "$engine: the key, alone" "$out" '^[A-Za-z0-9_-]{43}$'
	key=$out
	v_is "a name twice" 65 apikey add page --scope read
	v_is "no such scope" 65 apikey add other --scope read,all
	v --json apikey list
	ok "$engine: the key is not kept" sh -c '! grep -q -e "$2" "$1"' - \
	    "$tmp/.out" "$key"
	v_is "apikey revoke" 0 apikey revoke page
	v_is "once" 66 apikey revoke page
}

leaving() {
	v item add --sku EVIL --title '=HYPERLINK("http://x")' --price 1
	v_is "export items" 0 export items
	like "$engine: no formula leaves" "$out" "EVIL,\"'=HYPERLINK"
	for what in sales payments customers consignors journal; do
		v_is "export $what" 0 export $what --format json
	done
	v_is "export of nothing known" 64 export secrets
	v export sales --from 1999-01-01 --to 1999-12-31
	is "$engine: only its header, of days without sales" \
	    "$(echo "$out" | wc -l)" 1
}

whole() {
	setting_up
	catalogue
	selling
	holding
	returning
	photos
	callers
	leaving
}
on_each_engine whole

engine=any shop=sqlite:$tmp/none.db
v_is "no such command" 64 frobnicate
v_is "half a command" 64 item
v_is "no such option" 64 item list --frob
v_is "no shop there" 66 item list
v_is "--help needs no shop" 0 item add --help
like "it tells the options" "$out" '--barcode CODE'
v_is "--version" 0 --version
like "it tells the version" "$out" '^vitrinectl [0-9]'
shop=postgresql:///x?host=$tmp
v_is "a server that is not there" 69 item list
v_is "doctor of it" 69 --json doctor
like "says what it could see" "$out" '"what":"printer"'
shop=mysql:x
v_is "a URL of nothing" 78 item list
shop=sqlite:$tmp/none.db
printf 'shop = "x"\n\nprinterr = "y"\n' >"$tmp/bad.conf"
v_is "a setting misspelt" 78 --config "$tmp/bad.conf" item list
like "its line is named" "$err" 'bad.conf:3: .*printerr'
v_is "a configuration that is not there" 66 --config "$tmp/no.conf" item list
v_is "an error with --json" 66 --json item list
is "is on stdout too" "$(member code)" not_found
done_testing
