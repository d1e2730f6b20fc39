#!/bin/bash
# .ci/deps without rights: it says what is missing and the one command to run,
# and touches nothing.  (What it does with rights, tests/bare shows.)
. "$(dirname "$0")/../lib/rig.sh"

mkdir "$tmp/bin"
fake() { printf '#!/bin/sh\n%s\n' "$2" >"$tmp/bin/$1" && chmod +x "$tmp/bin/$1"; }
deps() { run env -i PATH="$tmp/bin" /bin/sh .ci/deps "$@"; }

fake id 'echo 1000'
fake apt-get 'echo ran apt-get; exit 1'
fake dpkg-query "printf 'installed '"
deps check
is "nothing missing, nothing said" "$rc$out$err" 0
fake dpkg-query "case \$* in *libpq-dev) printf 'not-installed ';; *mandoc) exit 1;; *) printf 'installed ';; esac"
deps check
is "missing without rights is unavailable" "$rc" 69
like "the command is there to copy" "$err" \
    '^  apt-get install -y --no-install-recommends libpq-dev mandoc$'
is "and was not run" "$out" ""
deps demo
like "the demo needs no test packages" "$err" 'recommends libpq-dev$'
deps nonsense
is "an unknown set is a wrong usage" "$rc" 64
rm "$tmp/bin/dpkg-query"
deps demo
is "elsewhere than on Debian it only says what is needed" "$rc" 0
like "by name" "$err" 'libpq-dev'
done_testing
