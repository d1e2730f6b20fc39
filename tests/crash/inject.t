#!/bin/bash
# Everything an embedded shop asks of the disk, and of memory, made to fail or
# to be the last thing it asked: the n-th write, sync, unlink, truncation, lock
# and open of a sale, a return, a register's Z, and a drawer's opening, pay out
# and closing.  Whatever happened: what was acknowledged is there, what was
# said to have failed is not, the same id asked again tells the truth, and the
# books add up.
#
# strace does it, to the program as it is installed.  LONG=1 tries every n and
# more errors; else some of them.
. "$(dirname "$0")/../lib/rig.sh"
. "$(dirname "$0")/../ctl/lib.sh"
command -v strace >/dev/null || skip_all "no strace"
strace -qq -o /dev/null true 2>/dev/null ||
    skip_all "strace may not trace here"

bin=build
[ ! -w /dev/shm ] || { rm -rf "$tmp"; tmp=$(mktemp -d /dev/shm/vt-XXXXXX); }
engine=sqlite shop=sqlite:$tmp/shop.db
stride=13 calls="pwrite64 fdatasync unlink" errors="error=ENOSPC"
[ -z "${LONG:-}" ] || {
	stride=1 calls="pwrite64 fdatasync unlink ftruncate openat fcntl"
	errors="error=ENOSPC error=EIO"
}
exec 2>"$tmp/noise"	# bash says of each that it was killed
injected=0 lost=0 lied=0 undone=0 doubt=0

uuid() { cat /proc/sys/kernel/random/uuid; }
sales() {	# with that id
	sqlite3 "$tmp/shop.db" \
	    "SELECT count(*) FROM sale WHERE id = x'$(printf %s "$1" |
	    tr -d -)'"
}
# under CALL HOW WHEN COMMAND...: sets rc, out, err, and fired: whether it got
# so far.
under() {
	local inject="inject=$1:$2:when=$3" of=$1
	shift 3
	timeout -k 1 60 strace -f -qq -e trace="$of" -e "$inject" \
	    -o "$tmp/trace" "$bin/vitrinectl" --shop "$shop" "$@" \
	    >"$tmp/.out" 2>"$tmp/.err" </dev/null
	rc=$?
	out=$(cat "$tmp/.out") err=$(cat "$tmp/.err")
	fired=no
	grep -qE 'INJECTED|killed by SIGKILL' "$tmp/trace" && fired=yes
	[ $fired = no ] || injected=$((injected + 1))
}

# sale ID COMMAND...: what came of it is true, and stays once.
judge_sale() {
	local id=$1 there
	shift
	there=$(sales "$id")
	case $rc/$there in
	0/0) lost=$((lost + 1)); note "acknowledged and lost: $at" ;;
	0/1) ;;
	137/*) [ "$there" = 0 ] || doubt=$((doubt + 1)) ;;
	*/1) case $out in
		*'"unsure"'*) doubt=$((doubt + 1)) ;;
		*) lied=$((lied + 1)); note "said to fail, and done: $at: $err" ;;
	    esac ;;
	esac
	[ "$rc" = 0 ] || [ "$rc" = 137 ] || [ -n "$err$out" ] || {
		lied=$((lied + 1))
		note "failed without a word: $at"
	}
	v --json "$@"
	[ "$rc/$(sales "$id")" = 0/1 ] || {
		undone=$((undone + 1))
		note "asked again: $rc, $(sales "$id") of it: $at: $err"
	}
}

# each NAME ERRORS: calls NAME CALL HOW WHEN for every n that there is.
each() {
	local name=$1 call how n
	shift
	for call in $calls; do
		for how in "$@"; do
			n=1
			while at="$name, $call $n, $how" &&
			    "$name" "$call" "$how" "$n" && [ $n -lt 400 ]; do
				case $call in
				pwrite64 | openat | fcntl) n=$((n + stride)) ;;
				*) n=$((n + 1)) ;;
				esac
			done
		done
	done
}

selling() {
	local id=$(uuid)
	set -- "$@" --json sell C --tender cash:1.25 --id "$id"
	under "$@"
	shift 3
	shift
	judge_sale "$id" "$@"
	[ $fired = yes ]
}
returning() {
	local id=$(uuid) number
	v --json sell C --tender cash:1.25
	number=$(member number)
	set -- "$@" --json return "$number" --reason "Too small" --id "$id"
	under "$@"
	shift 4
	judge_sale "$id" "$@"
	[ $fired = yes ]
}
# A command that is done or not, and says no the second time.
once() {	# COUNT-SQL, then what under() takes
	local sql=$1 before after acked
	shift
	before=$(sqlite3 "$tmp/shop.db" "$sql")
	under "$@"
	after=$(sqlite3 "$tmp/shop.db" "$sql")
	acked=$rc
	[ "$acked" != 0 ] || [ "$after" = $((before + 1)) ] || {
		lost=$((lost + 1)); note "acknowledged and lost: $at"
	}
	case $acked in
	0) ;;
	137 | 75 | 79) [ "$after" = "$before" ] || doubt=$((doubt + 1)) ;;
	*) [ "$after" = "$before" ] || case $err in
		*'not known'* | *unsure* | *sure*) doubt=$((doubt + 1)) ;;
		*) lied=$((lied + 1)); note "said to fail, and done: $at: $err" ;;
	    esac ;;
	esac
	shift 3
	[ "$after" != "$before" ] || {
		v "$@"
		after=$(sqlite3 "$tmp/shop.db" "$sql")
		[ "$rc/$after" = "0/$((before + 1))" ] || {
			undone=$((undone + 1))
			note "again: $rc, $before to $after: $at: $err"
		}
	}
	[ $fired = yes ]
}
closing() {
	v sell C --tender cash:1.25
	once "SELECT count(*) FROM z" "$@" close --register R1 --anyway
}
opening() {
	once "SELECT count(*) FROM drawer" "$@" drawer open --count 20x5,0.25x3
	local more=$?
	v drawer close --count 20x5,0.25x3 --reason "as it is"
	return $more
}
paying_out() {
	v drawer open --count 20x5
	once "SELECT count(*) FROM drawer_event" "$@" drawer out 0.75 \
	    --reason Stamps --payee "Post office"
}
shutting() {
	v drawer open --count 20x5
	v drawer count --count 20x4
	once "SELECT count(*) FROM drawer_close" "$@" drawer close \
	    --reason "One short"
}

vin 1234 init --name Shop --owner Olga --pin-stdin
v item add --sku C --title "Cloth" --price 1.25 --stock 9000
each selling signal=KILL $errors
each returning signal=KILL
each closing signal=KILL
each opening signal=KILL
each paying_out signal=KILL
each shutting signal=KILL
[ -z "${LONG:-}" ] || for what in returning closing opening paying_out \
    shutting; do
	each $what $errors
done
# No memory from the n-th time on that more is asked for.
n=200
while [ $n -lt 420 ]; do
	at="selling, no memory from $n on"
	selling mmap,brk error=ENOMEM "$n+"
	n=$((n + (stride * 3)))
done

note "$injected injected, $doubt done and not acknowledged"
ok "there were some to try ($injected)" test "$injected" -gt 60
is "nothing acknowledged is lost" "$lost" 0
is "nothing that failed was done after all" "$lied" 0
is "whatever happened, asked again it is done once" "$undone" 0
v_is "the books after all that" 0 verify
done_testing
