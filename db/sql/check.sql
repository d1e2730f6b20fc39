-- What verify derives again from the facts and compares, and what doctor asks
-- an engine about itself.  Every check answers with what differs, so that no
-- row is the good answer; each stops at a hundred.

-- name: check_on_hand
-- out: finding
SELECT 'on_hand' AS what, p.sku AS subject,
    CAST(coalesce(m.total, 0) AS bigint) AS expected, p.on_hand AS found
FROM piece p
LEFT JOIN (SELECT piece_id, sum(delta) AS total FROM stock_move
	GROUP BY piece_id) m ON m.piece_id = p.id
WHERE p.on_hand <> coalesce(m.total, 0)
ORDER BY p.sku LIMIT 100;

-- name: check_held
-- out: finding
SELECT 'held' AS what, p.sku AS subject,
    CAST(coalesce(h.total, 0) AS bigint) AS expected, p.held AS found
FROM piece p
LEFT JOIN (SELECT piece_id, sum(qty) AS total FROM hold
	WHERE state = 'active' GROUP BY piece_id) h ON h.piece_id = p.id
WHERE p.held <> coalesce(h.total, 0)
ORDER BY p.sku LIMIT 100;

-- The last move that names a state is the piece's state.
-- name: check_state
-- out: finding
SELECT 'state' AS what, p.sku || ' is ' || p.state || ', its last move says '
    || m.to_state AS subject, 0 AS expected, 0 AS found
FROM piece p
JOIN (SELECT piece_id, max(id) AS id FROM stock_move
	WHERE to_state <> '' GROUP BY piece_id) l ON l.piece_id = p.id
JOIN stock_move m ON m.id = l.id
WHERE p.state <> m.to_state
ORDER BY p.sku LIMIT 100;

-- Rule 3, from the lines alone: what was sold less what came back.
-- name: check_sold_twice
-- out: finding
SELECT 'sold_twice' AS what, p.sku AS subject, 1 AS expected, t.sold AS found
FROM (SELECT piece_id, CAST(sum(qty) AS bigint) AS sold FROM sale_line
	WHERE unique_piece = 1 AND piece_id IS NOT NULL
	GROUP BY piece_id HAVING sum(qty) > 1) t
JOIN piece p ON p.id = t.piece_id
ORDER BY p.sku LIMIT 100;

-- name: check_sold_and_here
-- out: finding
SELECT 'sold_and_here' AS what, p.sku AS subject, 0 AS expected,
    p.on_hand AS found
FROM piece p
WHERE p.kind = 'unique' AND p.on_hand > 0 AND EXISTS (
	SELECT 1 FROM sale_line l WHERE l.piece_id = p.id AND l.live = 1)
ORDER BY p.sku LIMIT 100;

-- name: check_live
-- out: finding
SELECT 'live' AS what, s.number || ' ' || l.sku AS subject,
    CASE WHEN l.unique_piece = 1 AND l.qty > 0 AND l.piece_id IS NOT NULL
	AND NOT EXISTS (SELECT 1 FROM sale_line b
	    WHERE b.returns_line_id = l.id)
	THEN 1 ELSE 0 END AS expected, l.live AS found
FROM sale_line l JOIN sale s ON s.id = l.sale_id
WHERE l.live <> CASE WHEN l.unique_piece = 1 AND l.qty > 0
	AND l.piece_id IS NOT NULL
	AND NOT EXISTS (SELECT 1 FROM sale_line b
	    WHERE b.returns_line_id = l.id)
	THEN 1 ELSE 0 END
ORDER BY s.number LIMIT 100;

-- name: check_returned
-- out: finding
SELECT 'returned' AS what, s.number || ' ' || l.sku AS subject,
    CAST(coalesce(b.qty, 0) AS bigint) AS expected, l.returned AS found
FROM sale_line l JOIN sale s ON s.id = l.sale_id
LEFT JOIN (SELECT returns_line_id, -sum(qty) AS qty FROM sale_line
	WHERE returns_line_id IS NOT NULL
	GROUP BY returns_line_id) b ON b.returns_line_id = l.id
WHERE l.returned <> coalesce(b.qty, 0)
ORDER BY s.number LIMIT 100;

-- A line that moved a piece has its move in the ledger, once.
-- name: check_line_moves
-- out: finding
SELECT 'line_move' AS what, s.number || ' ' || l.sku AS subject,
    -l.qty AS expected, CAST(coalesce(m.delta, 0) AS bigint) AS found
FROM sale_line l
JOIN sale s ON s.id = l.sale_id
JOIN piece p ON p.id = l.piece_id AND p.kind <> 'service'
LEFT JOIN (SELECT sale_line_id, sum(delta) AS delta FROM stock_move
	WHERE sale_line_id IS NOT NULL
	GROUP BY sale_line_id) m ON m.sale_line_id = l.id
WHERE coalesce(m.delta, 0) <> -l.qty
ORDER BY s.number LIMIT 100;

-- name: check_line_sum
-- out: finding
SELECT 'line_sum' AS what, s.number || ' ' || l.sku AS subject,
    l.qty * l.unit_price - l.discount AS expected,
    CASE WHEN l.tax_inclusive = 1 THEN l.total ELSE l.net END AS found
FROM sale_line l JOIN sale s ON s.id = l.sale_id
WHERE l.total <> l.net + l.tax OR l.qty * l.unit_price - l.discount
    <> CASE WHEN l.tax_inclusive = 1 THEN l.total ELSE l.net END
ORDER BY s.number LIMIT 100;

-- name: check_sale_total
-- out: finding
SELECT 'sale_total' AS what, s.number AS subject,
    CAST(coalesce(l.total, 0) AS bigint) AS expected, s.total AS found
FROM sale s
LEFT JOIN (SELECT sale_id, sum(total) AS total FROM sale_line
	GROUP BY sale_id) l ON l.sale_id = s.id
WHERE s.total <> coalesce(l.total, 0)
ORDER BY s.number LIMIT 100;

-- name: check_sale_tax
-- out: finding
SELECT 'sale_tax' AS what, s.number AS subject,
    CAST(coalesce(l.tax, 0) AS bigint) AS expected, s.tax AS found
FROM sale s
LEFT JOIN (SELECT sale_id, sum(tax) AS tax FROM sale_line
	GROUP BY sale_id) l ON l.sale_id = s.id
WHERE s.tax <> coalesce(l.tax, 0)
ORDER BY s.number LIMIT 100;

-- name: check_sale_paid
-- out: finding
SELECT 'sale_paid' AS what, s.number AS subject, s.total AS expected,
    CAST(coalesce(y.amount, 0) AS bigint) AS found
FROM sale s
LEFT JOIN (SELECT sale_id, sum(amount) AS amount FROM payment
	GROUP BY sale_id) y ON y.sale_id = s.id
WHERE s.total <> coalesce(y.amount, 0) OR s.paid <> s.total
ORDER BY s.number LIMIT 100;

-- name: check_sale_journal
-- out: finding
SELECT 'sale_journal' AS what, s.number AS subject, s.seq AS expected,
    coalesce(j.seq, 0) AS found
FROM sale s
LEFT JOIN journal j ON j.register_id = s.register_id AND j.ref_id = s.id
WHERE j.seq IS NULL OR j.seq <> s.seq
ORDER BY s.number LIMIT 100;

-- The other way: an entry of a sale that is not there.
-- name: check_journal_sale
-- out: finding
SELECT 'journal_sale' AS what, r.code || ' entry '
    || CAST(j.seq AS text) AS subject, 1 AS expected, 0 AS found
FROM journal j
JOIN register r ON r.id = j.register_id
LEFT JOIN sale s ON s.id = j.ref_id
WHERE j.kind IN ('sale', 'return') AND s.id IS NULL
ORDER BY subject LIMIT 100;

-- A line and a payment carry their sale's day and store, for the reports.
-- name: check_line_day
-- out: finding
SELECT 'line_day' AS what, s.number || ' ' || l.sku AS subject,
    s.business_day AS expected, l.business_day AS found
FROM sale_line l JOIN sale s ON s.id = l.sale_id
WHERE l.business_day <> s.business_day OR l.store_id <> s.store_id
ORDER BY s.number LIMIT 100;

-- name: check_payment_day
-- out: finding
SELECT 'payment_day' AS what, s.number || ' ' || y.kind AS subject,
    s.business_day AS expected, y.business_day AS found
FROM payment y JOIN sale s ON s.id = y.sale_id
WHERE y.business_day <> s.business_day OR y.store_id <> s.store_id
ORDER BY s.number LIMIT 100;

-- A register's Z covers a run of its numbers, a store's the days since its
-- last.
-- name: check_z
-- out: finding
SELECT 'z' AS what, q.subject, q.expected, q.found FROM (
	SELECT r.code || ' Z ' || CAST(z.number AS text) AS subject,
	    (SELECT CAST(coalesce(sum(s.total), 0) AS bigint) FROM sale s
		WHERE s.register_id = z.register_id
		  AND s.seq BETWEEN z.from_seq AND z.to_seq) AS expected,
	    z.total AS found
	FROM z JOIN register r ON r.id = z.register_id
	UNION ALL
	SELECT t.code || ' Z ' || CAST(z.number AS text),
	    (SELECT CAST(coalesce(sum(s.total), 0) AS bigint) FROM sale s
		WHERE s.store_id = z.store_id
		  AND s.business_day <= z.business_day
		  AND s.business_day > (SELECT coalesce(max(x.business_day), 0)
		    FROM z x WHERE x.store_id = z.store_id
		      AND x.register_id IS NULL AND x.number < z.number)),
	    z.total
	FROM z JOIN store t ON t.id = z.store_id
	WHERE z.register_id IS NULL) q
WHERE q.expected <> q.found
ORDER BY q.subject LIMIT 100;

-- name: check_drawer
-- out: finding
SELECT 'drawer' AS what, d.till || ' of '
    || CAST(d.business_day AS text) AS subject, d.expected AS expected,
    k.expected AS found
FROM drawer_close k JOIN drawer_now d ON d.id = k.drawer_id
WHERE k.expected <> d.expected
ORDER BY subject LIMIT 100;

-- name: check_counts
-- out: finding
SELECT 'pieces' AS what, '' AS subject, 0 AS expected, count(*) AS found
FROM piece
UNION ALL SELECT 'sales', '', 0, count(*) FROM sale
UNION ALL SELECT 'lines', '', 0, count(*) FROM sale_line
UNION ALL SELECT 'moves', '', 0, count(*) FROM stock_move
UNION ALL SELECT 'entries', '', 0, count(*) FROM journal;

-- $1 register, $2 after this entry, $3 at most
-- name: journal_page
-- in: uuid int int
-- out: journal
SELECT register_id, seq, at, kind, ref_id, payload, prev_hash, hash
FROM journal WHERE register_id = $1 AND seq > $2 ORDER BY seq LIMIT $3;

-- Sales with their lines, to be exported: a page of sales after this number.
-- name: sale_page
-- in: text int int int
-- out: sale
SELECT * FROM sale_now WHERE number > $1 AND business_day BETWEEN $2 AND $3
ORDER BY number LIMIT $4;

-- The newest fact there is: a clock behind it was set back.
-- name: newest_fact
-- out: num
SELECT CAST(coalesce(max(at), 0) AS bigint) AS value FROM (
	SELECT max(recorded_at) AS at FROM sale
	UNION ALL SELECT max(placed_at) FROM hold
	UNION ALL SELECT max(at) FROM stock_move) facts;

-- name: engine_facts
-- out: setting
SELECT name AS key, setting AS value FROM pg_settings
WHERE name IN ('synchronous_commit', 'fsync', 'full_page_writes',
    'server_version', 'transaction_read_only', 'data_checksums')
UNION ALL SELECT 'user', CAST(current_user AS text)
UNION ALL SELECT 'superuser', CAST(rolsuper AS text)
FROM pg_roles WHERE rolname = current_user
UNION ALL SELECT 'standby', CAST(pg_is_in_recovery() AS text)
UNION ALL SELECT 'may_change_counts',
    CAST(has_column_privilege('piece', 'on_hand', 'UPDATE') AS text)
UNION ALL SELECT 'bytes', CAST(pg_database_size(current_database()) AS text)
UNION ALL SELECT 'roles', CAST(count(*) AS text) FROM pg_roles
WHERE rolname IN ('vitrine_register', 'vitrine_web', 'vitrine_owner',
    'vitrine_migrate')
UNION ALL SELECT 'public_rights', CAST(count(*) AS text)
FROM information_schema.role_table_grants
WHERE table_schema = 'vitrine' AND grantee = 'PUBLIC';
-- sqlite:
SELECT 'journal_mode' AS key, journal_mode AS value
FROM pragma_journal_mode
UNION ALL SELECT 'synchronous', CAST(synchronous AS text)
FROM pragma_synchronous
UNION ALL SELECT 'foreign_keys', CAST(foreign_keys AS text)
FROM pragma_foreign_keys
UNION ALL SELECT 'server_version', sqlite_version()
UNION ALL SELECT 'bytes', CAST(page_count * page_size AS text)
FROM pragma_page_count, pragma_page_size
UNION ALL SELECT 'foreign_key_errors', CAST(count(*) AS text)
FROM pragma_foreign_key_check
UNION ALL SELECT 'integrity', min(quick_check) FROM pragma_quick_check;
