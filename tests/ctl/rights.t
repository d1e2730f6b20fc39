#!/bin/bash
# Who may do what without a screen: tests/ctl/rights.matrix is what a new shop
# has, and every right in it is tried by every role; then the owner changes the
# answers, and the program changes with them.  At a register it is tried by
# tests/screen/drawer.c, and by psql in tests/db/matrix.t.
. "$(dirname "$0")/../lib/rig.sh"
. "$(dirname "$0")/lib.sh"
need_pg
# Some 200 runs of the program: without sanitizers.
bin=${VITRINE_BIN:-build}

matrix() { sed -E 's/#.*//; /^[[:space:]]*$/d' tests/ctl/rights.matrix; }
o() { v --as Olivia "$@"; }
# With NAME's PIN ($pins) on standard input.
declare -A pins=([Ana]=1111 [Ben]=2222 [Olivia]=3333)
n=0

# Sells a piece there is one of; $sku and $number.
a_sale() {
	n=$((n + 1)) sku=U$n
	o item add --sku $sku --title Ring --price 10
	o --json sell $sku --tender cash:10
	number=$(printf %s "$out" | jq -r .sale.number)
}

# try RIGHT NAME [AGREED-BY]: does it as NAME; $rc.
try() {
	local right=$1 who=$2 agree=() pin=
	[ -z "${3:-}" ] || agree=(--agreed-by "$3") pin=${pins[$3]}
	as() { vin "$pin" --as "$who" "$@" "${agree[@]}"; }
	case $right in
	sell) as sell CL --tender cash:10 ;;
	price) as sell CL=8 --tender cash:8 ;;
	below_floor) as sell FL=940 --tender cash:940 ;;
	refund) a_sale && as return "$number" --reason x ;;
	refund_no_receipt) a_sale && as return $sku --reason x ;;
	conflict) n=$((n + 1))
		build/check/tests/tool/dispute "$shop" squarespace CL C-$n
		as conflicts done C-$n --note x
		local kept=$rc
		o conflicts done C-$n
		rc=$kept ;;
	no_sale) as drawer no-sale --reason x ;;
	pay_in) as drawer in 5 --reason x ;;
	pay_out) as drawer out 5 --reason x --payee y ;;
	drop) as drawer drop 5 --reason x ;;
	drawer) as drawer open --count 20x1 --register R2
		local kept=$rc
		o drawer close --count 20x1 --register R2
		rc=$kept ;;
	x_report) v --as "$who" report x ;;
	reports) v --as "$who" report sales ;;
	z_report) n=$((n + 1))
		v --as "$who" close --day \
		    "$(date -d "2020-01-01 $n days" +%F)" ;;
	cost) v --as "$who" --json item show CL
		case $out in *'"cost"'*) rc=0 ;; *) rc=77 ;; esac ;;
	stock) n=$((n + 1)); v --as "$who" item add --sku N$n --title T --price 1 ;;
	staff) n=$((n + 1)); v --as "$who" staff add P$n --role associate ;;
	settings) v --as "$who" setting set demo no ;;
	*) rc=none ;;
	esac
}
declare -A status=([yes]=0 [ask]=77 [no]=77)

as_declared() {
	local right limit a m w role i
	vin 3333 init --name Marsh --tax 0 --owner Olivia --pin-stdin --registers 2
	vin 1111 staff add Ana --role associate --pin-stdin --as Olivia
	vin 2222 staff add Ben --role manager --pin-stdin --as Olivia
	o item add --sku CL --title Cloth --price 10 --stock 500 --cost 3
	o item add --sku FL --title Pearls --price 1000 --floor 950 --stock 99
	o drawer open --count 20x50
	o --json rights list
	is "$engine: a new shop has what is declared" "$(printf %s "$out" |
	    jq -r '.rights[] | [.right, .role, .may] | join(" ")' | sort)" \
	    "$(matrix | while read -r right limit a m w; do
		printf '%s associate %s\n%s manager %s\n%s owner %s\n' \
		    "$right" "$a" "$right" "$m" "$right" "$w"
	    done | sort)"
	while read -r right limit a m w; do
		# At a register only: tests/screen/drawer.c.
		case $right in discount | void) continue ;; esac
		for role in Ana:$a Ben:$m Olivia:$w; do
			try "$right" "${role%:*}" </dev/null
			is "$engine: $right, ${role%:*}, ${role#*:}" "$rc" \
			    "${status[${role#*:}]}"
			[ "${role#*:}" = ask ] || continue
			try "$right" "${role%:*}" Olivia </dev/null
			is "$engine: $right, ${role%:*}, agreed to" "$rc" 0
			try "$right" "${role%:*}" Ana </dev/null
			is "$engine: $right, ${role%:*}, not by Ana" "$rc" 77
		done
	done < <(matrix)
}
on_each_engine as_declared

# What may be asked, and what the owner answers.
shop=sqlite:$tmp/as_declared.db engine=sqlite
for right in sell price below_floor refund refund_no_receipt conflict no_sale \
    pay_in pay_out drop drawer x_report reports z_report cost stock staff settings; do
	for may in no yes; do
		o rights set associate $right $may
		try $right Ana
		is "set to $may: $right" "$rc" "${status[$may]}"
	done
done
o rights set associate price no --limit 25
try price Ana
is "up to the limit it is yes" "$rc" 0
o rights set owner settings no
is "the owner cannot lock himself out" "$rc" 77
v --as Ben rights set associate sell no
is "a manager does not change rights" "$rc" 77
o rights set associate fly yes
is "no such right" "$rc" 65
o rights set clerk sell yes
is "no such role" "$rc" 65
o rights set associate sell perhaps
is "no such answer" "$rc" 65
o verify
is "all of it verifies" "$rc" 0
done_testing
