#!/bin/bash
# Every role of PostgreSQL's against every table and verb, and every function,
# tried as that role, must come out as tests/db/matrix says: a line a table,
# and for each role s(elect) i(nsert) u(pdate) d(elete) t(runcate), upper case
# where it is for some columns only, which then stand behind; x(ecute) for a
# function.  GENERATE=1 writes the file anew, for somebody to read and approve.
. "$(dirname "$0")/../lib/rig.sh"
need_pg

url=$(pg_database)
for step in db/schema/pg/*.sql; do
	psql -X -q -1 -v ON_ERROR_STOP=1 -d "$url" -f "$step"
done 2>"$tmp/schema.err"
is "the schema loads" "$(grep -v NOTICE "$tmp/schema.err")" ""

# What the role may, tried: anything but "insufficient privilege" is a yes.
cat >"$tmp/try.sql" <<'END'
CREATE SCHEMA probe;
GRANT USAGE, CREATE ON SCHEMA probe TO PUBLIC;
CREATE FUNCTION probe.may(who text, what text) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', who);
	BEGIN
		EXECUTE what;
	EXCEPTION WHEN insufficient_privilege THEN
		RESET ROLE;
		RETURN false;
	WHEN OTHERS THEN
		NULL;
	END;
	RESET ROLE;
	RETURN true;
END $$;
-- The columns of those for which that is a yes; "all" when it is every one.
CREATE FUNCTION probe.columns(who text, rel regclass, what text)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE c record; yes text := ''; n int := 0; k int := 0;
BEGIN
	FOR c IN SELECT attname FROM pg_attribute WHERE attrelid = rel
	    AND attnum > 0 AND NOT attisdropped ORDER BY attnum LOOP
		n := n + 1;
		IF probe.may(who, format(what, rel, c.attname)) THEN
			yes := yes || CASE WHEN yes = '' THEN '' ELSE ','
			    END || c.attname;
			k := k + 1;
		END IF;
	END LOOP;
	RETURN CASE WHEN k = n THEN 'all' ELSE yes END;
END $$;
CREATE FUNCTION probe.cell(who text, rel regclass) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE out text := ''; cols text := ''; c text;
BEGIN
	c := probe.columns(who, rel, 'SELECT %2$I FROM %1$s WHERE false');
	out := CASE c WHEN 'all' THEN 's' WHEN '' THEN '-' ELSE 'S' END;
	IF c NOT IN ('all', '') THEN cols := ' s=' || c; END IF;
	IF (SELECT relkind FROM pg_class WHERE oid = rel) = 'v' THEN
		RETURN out || '----' || cols;	-- no view takes writes
	END IF;
	out := out || CASE WHEN probe.may(who, format(
	    'INSERT INTO %s DEFAULT VALUES', rel)) THEN 'i' ELSE '-' END;
	c := probe.columns(who, rel, 'UPDATE %1$s SET %2$I = DEFAULT WHERE false');
	out := out || CASE c WHEN 'all' THEN 'u' WHEN '' THEN '-' ELSE 'U' END;
	IF c NOT IN ('all', '') THEN cols := cols || ' u=' || c; END IF;
	out := out || CASE WHEN probe.may(who,
	    format('DELETE FROM %s WHERE false', rel)) THEN 'd' ELSE '-' END;
	out := out || CASE WHEN probe.may(who, format('TRUNCATE %s', rel))
	    THEN 't' ELSE '-' END;
	RETURN out || cols;
END $$;
END
cat >"$tmp/ask.sql" <<'END'
SELECT 'table ' || c.relname || ' ' || r || ' ' || probe.cell(
    'vitrine_' || r, c.oid::regclass)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
    unnest(ARRAY['register', 'web', 'owner']) r
WHERE n.nspname = 'vitrine' AND c.relkind IN ('r', 'v', 'm', 'p')
ORDER BY c.relname, array_position(ARRAY['register', 'web', 'owner'], r);
SELECT 'function ' || p.proname || ' ' || r || ' x'
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e',
    unnest(ARRAY['register', 'web', 'owner']) r
WHERE n.nspname = 'vitrine' AND d.objid IS NULL
  AND has_function_privilege('vitrine_' || r, p.oid, 'execute')
ORDER BY p.proname, array_position(ARRAY['register', 'web', 'owner'], r);
END
psql -X -q -v ON_ERROR_STOP=1 -d "$url" -f "$tmp/try.sql" 2>"$tmp/try.err"
is "the probes are made" "$(cat "$tmp/try.err")" ""
psql -XAtq -d "$url" -f "$tmp/ask.sql" >"$tmp/matrix" 2>"$tmp/ask.err"
is "every table was tried" "$(grep -v WARNING "$tmp/ask.err")" ""
[ -z "${GENERATE:-}" ] || cp "$tmp/matrix" tests/db/matrix
diff -u tests/db/matrix "$tmp/matrix" >"$tmp/diff"
is "every role may what is declared, and nothing else" "$(cat "$tmp/diff")" ""

# Whatever else changes: nobody touches these.
is "no past fact may be changed or deleted" "$(awk '$1 == "table" &&
    $2 ~ /^(sale|sale_line|payment|journal|z|approval|drawer_event|drawer_close|drawer_count|stock_move|refusal)$/ &&
    $4 ~ /[uUdt]/ { print }' tests/db/matrix)" ""
is "no count may be changed" "$(grep '^table piece ' tests/db/matrix |
    grep -E 'u=.*\b(on_hand|held|state)\b')" ""
done_testing
