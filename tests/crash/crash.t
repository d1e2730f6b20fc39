#!/bin/bash
# kill -9 at every numbered point of a sale, in the real programs, on both
# engines.  Whatever happened: the sale's id, asked again, gives the truth, the
# piece is sold once or not at all, nothing that was acknowledged is lost,
# and the books add up.
. "$(dirname "$0")/../lib/rig.sh"
. "$(dirname "$0")/../ctl/lib.sh"
need_pg

uuid() { cat /proc/sys/kernel/random/uuid; }
sku() { printf 'K-%03d' "$1"; }

# A piece, a sale of it that is killed at POINT, and the same sale again.
kill_at() {
	local point=$1 id=$(uuid) piece
	pieces=$((pieces + 1))
	piece=$(sku "$pieces")
	v item add --sku "$piece" --title "A ring" --price 100.00
	export VITRINE_FAULT=$point:kill
	v --json sell "$piece" --id "$id" --tender cash:100.00
	unset VITRINE_FAULT
	is "$engine: killed at $point" "$rc" 137
	told=$out
	v sell "$piece" --tender cash:100.00
	others=$rc
	v --json sell "$piece" --id "$id" --tender cash:100.00
	mine=$rc outcome=$(member outcome)
	# One of the two has it, and both are told so.
	case $others/$mine/$outcome in
	3/0/done | 0/3/taken) result 0 "$engine: at $point one of two has it" ;;
	*) result 1 "$engine: at $point: $others/$mine/$outcome" ;;
	esac
	# What was said to be sold is sold.
	case $told in
	*'"outcome":"done"'*)
		is "$engine: acknowledged at $point, and true" "$mine" 0 ;;
	esac
	v --json item show "$piece"
	is "$engine: it is gone after $point" "$(member on_hand)" 0
}

every_point() {
	local point
	pieces=0
	vin 1234 init --name Shop --owner Olga --pin-stdin
	is "$engine: a shop" "$rc" 0
	for point in 100 101 102 120 121 301 302 304; do
		kill_at $point
	done
	[ "$engine" = sqlite ] || kill_at 103
	v_is "the books after all that" 0 verify
}
on_each_engine every_point

# A held piece is not stuck when its holder dies: it is free when its time is
# over, by the database's clock.
holder_dies() {
	local key port id
	vin 1234 init --name Shop --owner Olga --pin-stdin
	v item add --sku H-1 --title "A ring" --price 100.00 --listed
	v apikey add web --scope read,hold,order
	key=$out
	port=$(free_port)
	start "$tmp/listener.log" "$bin/vitrined" --shop "$shop" \
	    --listen "127.0.0.1:$port"
	until_true 20 curl -fs "http://127.0.0.1:$port/readyz"
	run curl -s -X POST -H "Authorization: Bearer $key" \
	    -H 'Content-Type: application/json' \
	    -d '{"sku":"H-1","ttl":3,"owner":"cart-77"}' \
	    "http://127.0.0.1:$port/v1/holds"
	like "$engine: a hold for three seconds" "$out" '"id"'
	kill -KILL "$pid"
	v_is "held while it runs" 3 sell H-1 --tender cash:100.00
	free_again() { v sell H-1 --tender cash:100.00; [ "$rc" = 0 ]; }
	until_true 20 free_again
	is "$engine: free when its time was over" "$?" 0
	v_is "the books" 0 verify
}
on_each_engine holder_dies

# An order is answered once, and after a kill the same key tells the truth.
order_dies() {
	local key port point n=0 body first
	vin 1234 init --name Shop --owner Olga --pin-stdin
	v apikey add web --scope read,hold,order
	key=$out
	for point in 100 102 120 304; do
		n=$((n + 1))
		v item add --sku "O-$n" --title "A ring" --price 100.00 --listed
		body="{\"order\":\"WEB-$n\",\"lines\":[{\"sku\":\"O-$n\",\"price\":{\"amount\":10000,\"currency\":\"USD\"}}],\"customer\":{\"name\":\"Mrs. Alder\",\"email\":\"a@example.org\"},\"payment\":{\"method\":\"reference\",\"reference\":\"pay-$n\",\"amount\":{\"amount\":10000,\"currency\":\"USD\"}}}"
		post() {
			run curl -s -m 20 -o "$tmp/answer" -w '%{http_code}' \
			    -X POST -H "Authorization: Bearer $key" \
			    -H "Idempotency-Key: key-$n" \
			    -H 'Content-Type: application/json' -d "$body" \
			    "http://127.0.0.1:$port/v1/orders"
		}
		port=$(free_port)
		VITRINE_FAULT=$point:kill start "$tmp/l.log" "$bin/vitrined" \
		    --shop "$shop" --listen "127.0.0.1:$port"
		until_true 20 curl -fs "http://127.0.0.1:$port/readyz"
		post
		first=$out
		is "$engine: the listener died at $point" "$first" 000
		port=$(free_port)
		start "$tmp/l.log" "$bin/vitrined" --shop "$shop" \
		    --listen "127.0.0.1:$port"
		until_true 20 curl -fs "http://127.0.0.1:$port/readyz"
		post
		like "$engine: the same key after $point" "$out" '^20[01]$'
		kill "$pid"
		v_is "nobody else has O-$n" 3 sell "O-$n" --tender cash:100.00
	done
	v_is "the books after the orders" 0 verify
}
on_each_engine order_dies
done_testing
