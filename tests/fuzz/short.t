#!/bin/bash
# A few seconds of every fuzzer, from one seed, so that a change is what makes
# it fail and not chance.  `make fuzz' is the long run, and looks elsewhere each
# time.
. "$(dirname "$0")/../lib/rig.sh"

for c in tests/fuzz/*.c; do
	[ -e "$c" ] || skip_all "no fuzzers"
	name=$(basename "$c" .c)
	run tests/fuzz/run "build/fuzz/tests/fuzz/$name" "${FUZZ_SECONDS:-5}" 1
	runs=$(printf '%s\n' "$err" |
	    sed -n 's/^stat::number_of_executed_units: *//p')
	result "$rc" "$name: ${runs:-0} inputs, none breaks it"
	[ "$rc" = 0 ] || note "$(printf '%s\n' "$err" | tail -40)"
	# A fuzzer that rejects everything at once would look clean, too.
	ok "$name did run" test "${runs:-0}" -gt 1000
done
done_testing
