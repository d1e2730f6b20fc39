# For the scripts beside it: . "$(dirname "$0")/../lib/rig.sh", then this.
#
#	on_each_engine FUNCTION		calls it with $shop set, on both
#	v COMMAND...			run vitrinectl on $shop: $out $err $rc
#	vin INPUT COMMAND...		the same with a line on standard input
#	v_is TEXT STATUS COMMAND...	passes when it exits so
#	member NAME			the first text or number of that name
#					in the JSON of $out

unset VITRINE_SHOP VITRINE_CONFIG
export VITRINE_CONFIG=/dev/null TZ=UTC

v() { run "$bin/vitrinectl" --shop "$shop" "$@"; }
vin() {
	local input=$1
	shift
	printf '%s\n' "$input" | timeout -k 1 60 "$bin/vitrinectl" \
	    --shop "$shop" "$@" >"$tmp/.out" 2>"$tmp/.err"
	rc=$?
	out=$(cat "$tmp/.out") err=$(cat "$tmp/.err")
}
v_is() {
	local text=$1 want=$2
	shift 2
	v "$@"
	is "$engine: $text" "$rc" "$want"
	[ "$rc" = "$want" ] || note "$err"
}
member() {
	printf '%s\n' "$out" | sed -n \
	    "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p; t; s/.*\"$1\":\([0-9a-z-]*\).*/\1/p"
}
on_each_engine() {
	engine=sqlite shop=sqlite:$tmp/$1.db
	"$1"
	engine=postgresql shop=$(pg_database)
	"$1"
}
