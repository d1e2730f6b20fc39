#!/bin/bash
# The books proved from outside: the journal taken out as a file and compared
# with the shop, and the hash on a receipt looked up.
. "$(dirname "$0")/../lib/rig.sh"
. "$(dirname "$0")/lib.sh"
need_pg

proved() {
	local file=$tmp/journal hash at
	vin 1234 init --name Shop --owner Olga --pin-stdin --registers 2
	v item add --sku CL --title "Cloth" --price 10.00 --stock 50
	v sell CL --register R1 --tender cash:10.00
	v sell CL --register R2 --tender cash:10.00
	v sell CL --register R1 --tender cash:20.00
	v --json export journal --format text --output "$file"
	# The stock that came is an entry, too.
	is "$engine: the journal taken out" "$rc $(member rows)" "0 4"
	v_is "and it is the shop's" 0 verify "$file"
	v sell CL --register R1 --tender cash:10.00
	v_is "the shop has gone on" 65 verify "$file"
	like "$engine: and it says where" "$err" \
	    'R1 ends with entry 2 in the file and with 3 in the shop'
	v_is "as an older one it is right" 0 verify --older "$file"

	at=$(grep -abo 'pay 1 cash' "$file" | head -1 | cut -d: -f1)
	printf 'q' | dd of="$file" bs=1 seek="$at" conv=notrunc status=none
	v --json verify --older "$file"
	is "$engine: a byte of it is wrong" "$rc $(member ok)" "65 false"
	like "$engine: which is named" "$out" \
	    "byte $((at + 1)) of the file, register R., entry 1"
	head -c 1000 "$file" >"$file.cut"
	v_is "a part of it" 65 verify --older "$file.cut"
	printf 'not a journal' >"$file"
	v_is "something else" 65 verify "$file"
	v_is "nothing" 66 verify "$tmp/none"

	v --json verify --receipt R1-1
	is "$engine: a receipt looked up" "$rc $(member number)" \
	    "0 R1-000001"
	hash=$(member hash)
	v --json verify --receipt "$(printf %.16s "$hash")"
	is "$engine: by what is printed of its hash" \
	    "$rc $(member number) $(member hash)" "0 R1-000001 $hash"
	v_is "no such receipt" 66 verify --receipt 00000000
	v_is "a file or a receipt" 64 verify --receipt R1-1 "$file"
}
on_each_engine proved
done_testing
