# For the scripts beside it and in tests/page, after tests/ctl/lib.sh.
#
#	open_shop [OPTION...]	a shop with a few pieces, keys $reader and
#				$seller, and a listener of it at $url
#	fill_shop, start_listener [OPTION...]	the two halves of that
#	ask METHOD PATH [BODY]	sets $code, $head, $body; sends $key, $idem
#				and $type when they are set, and the cookies in
#				the file $jar
#	json NAME		the first text of that name in $body
#	described		passes when openapi.json describes all of that

type=application/json key= idem= jar=

open_shop() {
	fill_shop
	start_listener "$@"
}
fill_shop() {
	key= idem=
	v init --name "Aurelia & Co" --owner Ana --zone America/New_York \
	    --tax 8.875
	[ "$rc" = 0 ] || note "$err"
	v --as Ana item add --sku BR-1041 --title "Signed estate brooch" \
	    --price 4200.00 --listed --story "Once a queen's."
	v --as Ana item add --sku RG-7 --title "Sapphire <ring>" \
	    --price 1200.00 --listed
	v --as Ana item add --sku CL-1 --title "Polishing cloth" \
	    --price 12.00 --stock 10 --listed
	v --as Ana item add --sku HIDDEN --title "In the safe" \
	    --price 5.00 --not-listed
	v --as Ana apikey add reader --scope read
	reader=$out
	v --as Ana apikey add seller --scope read,hold,order
	seller=$out
}
start_listener() {
	local port
	port=$(free_port)
	url=http://127.0.0.1:$port
	start "$tmp/$engine.log" "$bin/vitrined" --shop "$shop" \
	    --listen "127.0.0.1:$port" "$@"
	listener=$pid
	ok "$engine: ready" until_true 20 curl -sf "$url/readyz"
}

ask() {
	code=$(curl -s -o "$tmp/body" -D "$tmp/head" -w '%{http_code}' \
	    --max-time 20 -X "$1" ${key:+-H "Authorization: Bearer $key"} \
	    ${idem:+-H "Idempotency-Key: $idem"} ${jar:+-b "$jar" -c "$jar"} \
	    ${3:+-H "Content-Type: $type" --data-binary "$3"} \
	    $([ "$1" != HEAD ] || echo --head) "$url$2")
	body=$(cat "$tmp/body") head=$(cat "$tmp/head")
	printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$code" \
	    "$(tr -d '\n\t' <"$tmp/body" | head -c 100000)" >>"$tmp/asked"
}
# Everything asked so far is as openapi.json describes it, to the last member.
described() {
	ok "$(wc -l <"$tmp/asked") calls are as described" \
	    sh -c 'jq -Rr --slurpfile doc core/web/storefront/openapi.json \
	    -f tests/api/described.jq "$1" | sort -u | tee "$1.not" &&
	    ! [ -s "$1.not" ]' - "$tmp/asked"
}
json() {
	printf '%s\n' "$body" | grep -o "\"$1\":\"[^\"]*\"" | head -1 |
	    cut -d'"' -f4
}
