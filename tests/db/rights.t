#!/bin/bash
# What each of PostgreSQL's roles may do, tried as that role: facts may be
# inserted, counts and past facts are out of everybody's reach, and the rules
# of the one row bind whoever writes, psql and the schema's owner included.
. "$(dirname "$0")/../lib/rig.sh"
need_pg

url=$(pg_database)
as() {	# role sql -> "done" or the SQLSTATE
	if psql -X -q -v VERBOSITY=sqlstate -v ON_ERROR_STOP=1 -d "$url" \
	    >"$tmp/as.log" 2>&1 <<-SQL
		SET search_path = vitrine;
		SET ROLE $1;
		BEGIN;
		$2;
		ROLLBACK;
	SQL
	then
		echo done
	else
		sed -n 's/.*ERROR: *//p' "$tmp/as.log"
	fi
}
short() { printf %s "$1" | tr -s '\n\t ' ' ' | cut -c 1-60; }
may() { is "$1 may: $(short "$2")" "$(as "$1" "$2")" done; }
may_not() { is "$1 may not: $(short "$2")" "$(as "$1" "$2")" "${3:-42501}"; }

for step in db/schema/pg/*.sql; do
	psql -X -q -1 -v ON_ERROR_STOP=1 -d "$url" -f "$step"
done 2>"$tmp/schema.err"
is "the schema loads" "$(grep -v NOTICE "$tmp/schema.err")" ""

st=00000000-0000-7000-8000-000000000001
reg=00000000-0000-7000-8000-000000000002
ch=00000000-0000-7000-8000-000000000003
ring=00000000-0000-7000-8000-000000000004
cloth=00000000-0000-7000-8000-000000000005
ana=00000000-0000-7000-8000-000000000006
psql -X -q -v ON_ERROR_STOP=1 -d "$url" <<SQL
SET search_path = vitrine;
INSERT INTO shop (name, currency, zone, created_at) VALUES ('S','USD','UTC',1);
INSERT INTO store (id, code, name, created_at) VALUES ('$st','M','Main',1);
INSERT INTO register (id, store_id, code, created_at)
    VALUES ('$reg','$st','R1',1);
INSERT INTO channel (id, code, kind, name, created_at)
    VALUES ('$ch','showroom','showroom','Showroom',1);
INSERT INTO staff (id, name, role, created_at)
    VALUES ('$ana','Ana','associate',1);
INSERT INTO piece (id, sku, title, kind, price, store_id, created_at,
    changed_at) VALUES ('$ring','R-1','Ring','unique',100,'$st',1,1),
    ('$cloth','C-1','Cloth','counted',5,'$st',1,1);
INSERT INTO stock_move (piece_id, at, delta, reason)
    VALUES ('$ring',1,1,'receive'), ('$cloth',1,12,'receive');
SQL

hold="INSERT INTO hold (id, piece_id, qty, channel_id, owner, placed_at, expires_at)
    VALUES (gen_random_uuid(), '$ring', 1, '$ch', 'x', 1, 9000000000000000)"
sale="INSERT INTO journal (register_id, at, kind, ref_id, payload)
    VALUES ('$reg', 1, 'sale', '$ana', 'p');
INSERT INTO sale (id, kind, number, register_id, seq, store_id, channel_id,
    business_day, made_at, recorded_at, currency, subtotal, discount, tax,
    total, paid)
    VALUES ('$ana','sale','R1-1','$reg',1,'$st','$ch',20261123,1,1,'USD',
    100,0,0,100,100);
INSERT INTO sale_line (id, sale_id, position, piece_id, sku, title,
    unique_piece, qty, list_price, unit_price, discount, net, tax, total,
    business_day, store_id) VALUES ('$ana','$ana',1,'$ring','R-1','Ring',1,1,
    100,100,0,100,0,100,20261123,'$st')"

for role in vitrine_register vitrine_web vitrine_owner; do
	may $role "$sale"
	may $role "$hold"
	may $role "SELECT count(*) FROM piece_now"
	may $role "SELECT * FROM piece_find(' ring', 5, 1)"
	may_not $role "UPDATE piece SET on_hand = 1 WHERE id = '$ring'"
	may_not $role "UPDATE piece SET held = 0 WHERE id = '$ring'"
	may_not $role "UPDATE piece SET state = 'stock' WHERE id = '$ring'"
	may_not $role "UPDATE sale SET total = 0"
	may_not $role "UPDATE sale_line SET live = 0"
	may_not $role "DELETE FROM sale"
	may_not $role "DELETE FROM sale_line"
	may_not $role "DELETE FROM payment"
	may_not $role "UPDATE journal SET payload = ''"
	may_not $role "DELETE FROM journal"
	may_not $role "UPDATE register SET last_seq = 0"
	may_not $role "UPDATE hold SET state = 'ended'"
	may_not $role "DELETE FROM piece"
	may_not $role "DELETE FROM stock_move"
	may_not $role "TRUNCATE sale CASCADE"
	may_not $role "CREATE TABLE mine (x int)"
	may_not $role "CREATE FUNCTION vitrine.mine() RETURNS int LANGUAGE sql
	    AS 'SELECT 1'"
	may_not $role "SELECT piece_held_now('$ring')"
	may_not $role "UPDATE store SET closed_day = 0"
	may_not $role "UPDATE drawer SET open = 1"
	may_not $role "UPDATE z SET total = 0"
	may_not $role "DELETE FROM z"
	may_not $role "DELETE FROM drawer_event"
	may_not $role "DELETE FROM approval"
	may_not $role "SELECT piece_held_now('$ring')"
done
may_not vitrine_register "UPDATE piece SET price = 1"
may_not vitrine_register "INSERT INTO staff (id, name, role, created_at)
    VALUES (gen_random_uuid(), 'Eve', 'owner', 1)"
may_not vitrine_register "UPDATE staff SET role = 'owner'"
may_not vitrine_register "UPDATE staff SET pin_fails = 0"
may_not vitrine_register "INSERT INTO apikey (id, name, key_hash, scopes,
    channel_id, created_at) VALUES (gen_random_uuid(), 'k', 'x', 'order',
    '$ch', 1)"
may vitrine_register "INSERT INTO pin_attempt (staff_id, at, ok)
    VALUES ('$ana', 1, 0)"
may vitrine_register "INSERT INTO stock_move (piece_id, at, delta, reason)
    VALUES ('$cloth', 1, 3, 'receive')"
may_not vitrine_register "INSERT INTO stock_move (piece_id, at, delta, reason)
    VALUES ('$ring', 1, 1, 'return')" 23514
may_not vitrine_register "INSERT INTO role_right (role, what, may)
    VALUES ('associate', 'all', 'yes')"
may_not vitrine_web "SELECT * FROM drawer_now"
may_not vitrine_web "INSERT INTO z (id) VALUES (gen_random_uuid())"
may_not vitrine_web "SELECT pin_hash FROM staff"
may_not vitrine_web "INSERT INTO stock_move (piece_id, at, delta, reason)
    VALUES ('$cloth', 1, 3, 'receive')"
may_not vitrine_web "INSERT INTO pin_attempt (staff_id, at, ok)
    VALUES ('$ana', 1, 0)"
may_not vitrine_web "SELECT * FROM parked"
may vitrine_owner "UPDATE piece SET price = 1"
may vitrine_owner "UPDATE staff SET role = 'manager'"

# Nobody at all, though he owns everything.
may_not postgres "UPDATE piece SET on_hand = -1 WHERE id = '$cloth'" 23514
may_not postgres "UPDATE piece SET on_hand = 2 WHERE id = '$ring'" 23514
may_not postgres "UPDATE piece SET held = 13 WHERE id = '$cloth'" 23514
may_not postgres "$sale; INSERT INTO sale_line (id, sale_id, position,
    piece_id, sku, title, unique_piece, qty, list_price, unit_price, discount,
    net, tax, total, business_day, store_id) VALUES ('$reg','$ana',2,'$ring',
    'R-1','Ring',1,1,100,100,0,100,0,100,20261123,'$st')" VT001
may_not postgres "$sale; ALTER TABLE sale_line DISABLE TRIGGER USER;
    INSERT INTO sale_line (id, sale_id, position,
    piece_id, sku, title, unique_piece, qty, list_price, unit_price, discount,
    net, tax, total, live, business_day, store_id) VALUES ('$reg','$ana',2,
    '$ring','R-1','Ring',1,1,100,100,0,100,0,100,1,20261123,'$st')" 23505
may_not vitrine_register "$hold; $hold" VT001
may_not vitrine_register "$hold; $sale" VT001
may_not vitrine_register "INSERT INTO payment (id, sale_id, position, kind,
    amount, last4, business_day, store_id) VALUES (gen_random_uuid(), '$ana',
    1, 'card', 1, '4111111111111111', 20261123, '$st')" 23514

is "nothing is granted to everybody" "$(psql -XAtq -d "$url" -c "
    SELECT count(*) FROM information_schema.role_table_grants
    WHERE grantee = 'PUBLIC' AND table_schema = 'vitrine'")" 0
is "no function is anybody's" "$(psql -XAtq -d "$url" -c "
    SELECT string_agg(p.proname, ' ') FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e'
    WHERE n.nspname = 'vitrine' AND d.objid IS NULL
    AND has_function_privilege('public', p.oid, 'execute')")" ""
done_testing
