#!/bin/bash
# make install puts everything below DESTDIR/PREFIX and nowhere else, and make
# uninstall leaves nothing of it.
. "$(dirname "$0")/lint.sh"

dest=$tmp/dest
unset MAKEFLAGS MFLAGS MAKELEVEL
quiet() { make -s "$1" DESTDIR="$dest" PREFIX=/opt/v >/dev/null; }
ok "make install" quiet install
for f in bin/vitrine bin/vitrined bin/vitrinectl \
    share/man/man1/vitrine.1 share/man/man8/vitrined.8 \
    share/man/man8/vitrinectl.8 share/man/man5/vitrine.conf.5 \
    share/doc/vitrine/README.md share/vitrine/woocommerce-hold.php lib/systemd/system/vitrined.service; do
	ok "$f is installed" test -s "$dest/opt/v/$f"
done
like "the service starts the installed program" \
    "$(cat "$dest/opt/v/lib/systemd/system/vitrined.service")" \
    '^ExecStart=/opt/v/bin/vitrined'
run "$dest/opt/v/bin/vitrinectl" --version
is "an installed program runs" "$rc" 0
find "$dest" -type f ! -path "$dest/opt/v/*" | clean "nothing goes elsewhere"
ok "make uninstall" quiet uninstall
find "$dest" ! -type d | clean "uninstall leaves nothing"
done_testing
