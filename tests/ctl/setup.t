#!/bin/bash
# The way to a shop on PostgreSQL that README.md shows, on a server as a
# package leaves it: an ordinary user makes the shop, a register's and the
# listener's logins get no more than their roles.
. "$(dirname "$0")/../lib/rig.sh"
need_pg

ctl=$bin/vitrinectl
host=$VITRINE_TEST_PG name=setup_$$
psql() { command psql -qAtX -v ON_ERROR_STOP=1 "$@"; }
url() { echo "postgresql:///$name?host=$host&user=$1"; }

ok "a login that may make roles" psql "postgresql:///postgres?host=$host&user=postgres" \
    -c "CREATE ROLE owner_$name LOGIN CREATEROLE" \
    -c "CREATE DATABASE $name OWNER owner_$name"
VITRINE_SHOP=$(url "owner_$name") export VITRINE_SHOP
run "$ctl" init --name 'Marsh & Daughter' --currency USD \
    --zone America/New_York --owner Olivia
is "init as an ordinary user" "$rc" 0
ok "logins for a register and the listener" psql "$VITRINE_SHOP" \
    -c "CREATE ROLE till_$name LOGIN IN ROLE vitrine_register" \
    -c "CREATE ROLE web_$name LOGIN IN ROLE vitrine_web"
run "$ctl" item add --sku BR-1041 --title Brooch --price 4200.00
is "the owner enters a piece" "$rc" 0
VITRINE_SHOP=$(url "till_$name")
run "$ctl" item show BR-1041
is "the register's login sees it" "$rc" 0
run "$ctl" item edit BR-1041 --price 1.00
is "and may not change its price" "$rc" 77
like "which is said with what to do" "$err" 'Grant it the role'
VITRINE_SHOP=$(url "web_$name")
run "$ctl" item add --sku BR-1042 --title Another --price 1.00
is "the listener's login may not add a piece" "$rc" 77
done_testing
