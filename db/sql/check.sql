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

-- A price that contains a tax (tax_inclusive) is the total; an exempt buyer
-- pays it less that tax, which leaves no rate on the line.
-- name: check_line_sum
-- out: finding
SELECT 'line_sum' AS what, s.number || ' ' || l.sku AS subject,
    l.qty * l.unit_price - l.discount AS expected,
    CASE WHEN l.tax_inclusive = 1 THEN l.total ELSE l.net END AS found
FROM sale_line l JOIN sale s ON s.id = l.sale_id
WHERE l.total <> l.net + l.tax OR CASE
    WHEN s.exempt = 1 AND l.tax_inclusive = 1 AND l.tax_ppm = 0
    THEN l.tax <> 0 OR abs(l.net) > abs(l.qty * l.unit_price - l.discount)
    WHEN l.tax_inclusive = 1
    THEN l.total <> l.qty * l.unit_price - l.discount
    ELSE l.net <> l.qty * l.unit_price - l.discount END
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

-- What the database itself wrote of a sale: its name from its register's, its
-- time from its entry.
-- name: check_sale_name
-- out: finding
SELECT 'sale_name' AS what, s.number || CASE WHEN s.recorded_at <> j.at
    THEN ': its time is not its entry''s'
    ELSE ': it is not called after its register and entry' END AS subject,
    0 AS expected, 0 AS found
FROM sale s
JOIN register r ON r.id = s.register_id
JOIN journal j ON j.register_id = s.register_id AND j.seq = s.seq
WHERE s.recorded_at <> j.at OR s.number <> r.code || '-'
    || substr('000000', length(CAST(s.seq AS text)) + 1)
    || CAST(s.seq AS text)
ORDER BY s.number LIMIT 100;

-- The drawer a sale's cash is in: the one its register had open then.
-- name: check_sale_drawer
-- out: finding
WITH entry AS (
	SELECT register_id, seq, max(CASE WHEN kind IN ('drawer_open',
	    'drawer_close') THEN seq END)
	    OVER (PARTITION BY register_id ORDER BY seq) AS last
	FROM journal
)
SELECT 'sale_drawer' AS what, s.number || ': it is in another drawer than its '
    || 'register had open' AS subject, 0 AS expected, 0 AS found
FROM sale s
JOIN entry e ON e.register_id = s.register_id AND e.seq = s.seq
LEFT JOIN journal j ON j.register_id = s.register_id AND j.seq = e.last
    AND j.kind = 'drawer_open'
WHERE s.drawer_id IS DISTINCT FROM j.ref_id
ORDER BY s.number LIMIT 100;

-- What comes back costs what it cost, and was owed what was owed.
-- name: check_return_line
-- out: finding
SELECT 'return_line' AS what, s.number || ' ' || b.sku
    || ': its cost, category, consignor or commission is not what was sold'
    AS subject, 0 AS expected, 0 AS found
FROM sale_line b
JOIN sale s ON s.id = b.sale_id
JOIN sale_line o ON o.id = b.returns_line_id
WHERE b.cost <> o.cost * b.qty / o.qty
   OR b.consignor_due <> o.consignor_due * b.qty / o.qty
   OR b.commission <> o.commission * b.qty / o.qty
   OR b.category_id IS DISTINCT FROM o.category_id
   OR b.consignor_id IS DISTINCT FROM o.consignor_id
ORDER BY s.number LIMIT 100;

-- name: check_commission
-- out: finding
SELECT 'commission' AS what, s.number || ' ' || l.sku AS subject,
    CAST((l.net * s.commission_ppm + CASE WHEN l.net < 0 THEN -500000
	ELSE 500000 END) / 1000000 AS bigint) AS expected,
    l.commission AS found
FROM sale_line l JOIN sale s ON s.id = l.sale_id
WHERE l.returns_line_id IS NULL AND l.commission <> (l.net * s.commission_ppm
    + CASE WHEN l.net < 0 THEN -500000 ELSE 500000 END) / 1000000
ORDER BY s.number LIMIT 100;

-- A line of a day not closed, whose piece has not changed since it was sold.
-- name: check_line_piece
-- out: finding
SELECT 'line_piece' AS what, s.number || ' ' || l.sku
    || ': its cost, category or consignor is not its piece''s' AS subject,
    0 AS expected, 0 AS found
FROM sale_line l
JOIN store t ON t.id = l.store_id AND l.business_day > t.closed_day
JOIN sale s ON s.id = l.sale_id
JOIN piece p ON p.id = l.piece_id AND p.kind <> 'service'
JOIN stock_move m ON m.piece_id = p.id AND m.sale_line_id = l.id
    AND m.at = p.changed_at
WHERE l.returns_line_id IS NULL AND (l.cost <> p.cost * l.qty
    OR l.category_id IS DISTINCT FROM p.category_id
    OR l.consignor_id IS DISTINCT FROM p.consignor_id)
ORDER BY s.number LIMIT 100;

-- name: check_line_hold
-- out: finding
SELECT 'line_hold' AS what, s.number || ' ' || l.sku
    || ': its hold is not one of this piece' AS subject, 0 AS expected,
    0 AS found
FROM sale_line l
JOIN sale s ON s.id = l.sale_id
LEFT JOIN hold h ON h.id = l.hold_id
WHERE l.hold_id IS NOT NULL AND (h.id IS NULL OR l.piece_id IS NULL
    OR h.piece_id <> l.piece_id)
ORDER BY s.number LIMIT 100;

-- A line without a piece cost nothing and is nobody's but the shop's.
-- name: check_line_bare
-- out: finding
SELECT 'line_bare' AS what, s.number || ' ' || l.sku || CASE
    WHEN l.piece_id IS NULL THEN ': it is no piece, and has a cost, a category '
	|| 'or a consignor'
    ELSE ': its move of stock is not there once' END AS subject,
    0 AS expected, 0 AS found
FROM sale_line l
JOIN sale s ON s.id = l.sale_id
LEFT JOIN (SELECT sale_line_id, count(*) AS n FROM stock_move
	WHERE sale_line_id IS NOT NULL
	GROUP BY sale_line_id) m ON m.sale_line_id = l.id
WHERE (l.piece_id IS NOT NULL AND coalesce(m.n, 0) <> 1)
   OR (l.piece_id IS NULL AND (l.cost <> 0 OR l.consignor_due <> 0
	OR l.category_id IS NOT NULL OR l.consignor_id IS NOT NULL))
ORDER BY s.number LIMIT 100;

-- A hold ended as its end says.
-- name: check_hold
-- out: finding
SELECT 'hold' AS what, p.sku || ': a hold of ' || h.owner
    || ' did not end as it says' AS subject, 0 AS expected, 0 AS found
FROM hold h
JOIN piece p ON p.id = h.piece_id
LEFT JOIN hold_end e ON e.hold_id = h.id
WHERE (h.state = 'active') <> (h.end_reason = '')
   OR (h.state = 'active') <> (h.ended_at = 0)
   OR (h.state = 'active' AND e.hold_id IS NOT NULL)
   OR (h.end_reason = 'released') <> (coalesce(e.reason, '') = 'released')
   OR (h.end_reason = 'expired' AND h.ended_at < h.expires_at)
   OR (h.end_reason = 'sold' AND NOT EXISTS (SELECT 1 FROM sale_line l
	WHERE l.piece_id = h.piece_id AND l.hold_id = h.id))
ORDER BY p.sku LIMIT 100;

-- A move of a sale or a return says nothing but what its line does, and keeps
-- what the triggers wrote of that; one by hand is told by the shop's book.
-- name: check_move
-- out: finding
SELECT 'move' AS what, p.sku || ': move ' || CAST(m.id AS text)
    || CASE WHEN m.sale_line_id IS NULL THEN ' is not in the shop''s book'
	ELSE ' is not what its sale did' END AS subject,
    0 AS expected, 0 AS found
FROM stock_move m
JOIN piece p ON p.id = m.piece_id
LEFT JOIN sale_line l ON l.id = m.sale_line_id
LEFT JOIN sale s ON s.id = l.sale_id
LEFT JOIN journal j ON j.ref_id = m.entry_id AND j.kind = 'stock'
WHERE (m.reason IN ('sale', 'return')) <> (m.sale_line_id IS NOT NULL)
   OR (m.sale_line_id IS NULL AND (j.seq IS NULL OR m.sealed <> ''))
   OR (m.sale_line_id IS NOT NULL AND (l.id IS NULL
	OR l.piece_id <> m.piece_id OR m.note <> ''
	OR m.delta <> CASE WHEN p.kind = 'service' THEN 0 ELSE -l.qty END
	OR m.staff_id IS NOT NULL OR m.entry_id IS NOT NULL
	OR m.sealed <> line_sealed(l, s.commission_ppm, m.at)
	OR m.reason <> CASE WHEN l.qty > 0 THEN 'sale' ELSE 'return' END
	OR m.to_state <> CASE WHEN l.qty < 0 AND p.kind = 'unique'
	    THEN 'inspect' ELSE '' END))
ORDER BY m.id LIMIT 100;
-- sqlite:
SELECT 'move' AS what, p.sku || ': move ' || CAST(m.id AS text)
    || CASE WHEN m.sale_line_id IS NULL THEN ' is not in the shop''s book'
	ELSE ' is not what its sale did' END AS subject,
    0 AS expected, 0 AS found
FROM stock_move m
JOIN piece p ON p.id = m.piece_id
LEFT JOIN sale_line l ON l.id = m.sale_line_id
LEFT JOIN line_sealed w ON w.id = m.sale_line_id
LEFT JOIN journal j ON j.ref_id = m.entry_id AND j.kind = 'stock'
WHERE (m.reason IN ('sale', 'return')) <> (m.sale_line_id IS NOT NULL)
   OR (m.sale_line_id IS NULL AND (j.seq IS NULL OR m.sealed <> ''))
   OR (m.sale_line_id IS NOT NULL AND (l.id IS NULL
	OR l.piece_id <> m.piece_id OR m.note <> ''
	OR m.delta <> CASE WHEN p.kind = 'service' THEN 0 ELSE -l.qty END
	OR m.staff_id IS NOT NULL OR m.entry_id IS NOT NULL
	OR m.sealed IS DISTINCT FROM m.at || ' ' || w.text
	OR m.reason <> CASE WHEN l.qty > 0 THEN 'sale' ELSE 'return' END
	OR m.to_state <> CASE WHEN l.qty < 0 AND p.kind = 'unique'
	    THEN 'inspect' ELSE '' END))
ORDER BY m.id LIMIT 100;

-- A register's Z covers a run of its numbers, a store's the days since its
-- last; as many sales, of that total.
-- name: check_z
-- out: finding
SELECT 'z' AS what, coalesce(r.code, t.code) || ' Z '
    || CAST(q.number AS text) || ' says ' || CAST(q.sales AS text)
    || ' sales and there are ' || CAST(q.n AS text) AS subject,
    q.expected, q.total AS found
FROM (
	SELECT z.store_id, z.register_id, z.number, z.sales, z.total,
	    count(s.id) AS n,
	    CAST(coalesce(sum(s.total), 0) AS bigint) AS expected
	FROM z LEFT JOIN sale s ON s.register_id = z.register_id
	    AND s.seq BETWEEN z.from_seq AND z.to_seq
	WHERE z.register_id IS NOT NULL
	GROUP BY z.store_id, z.register_id, z.number, z.sales, z.total
	UNION ALL
	SELECT z.store_id, NULL, z.number, z.sales, z.total, count(s.id),
	    CAST(coalesce(sum(s.total), 0) AS bigint)
	FROM z
	LEFT JOIN z y ON y.store_id = z.store_id AND y.register_id IS NULL
	    AND y.number = z.number - 1
	LEFT JOIN sale s ON s.store_id = z.store_id
	    AND s.business_day <= z.business_day
	    AND s.business_day > coalesce(y.business_day, 0)
	WHERE z.register_id IS NULL
	GROUP BY z.store_id, z.number, z.sales, z.total) q
JOIN store t ON t.id = q.store_id
LEFT JOIN register r ON r.id = q.register_id
WHERE q.expected <> q.total OR q.n <> q.sales
ORDER BY subject LIMIT 100;

-- Zs are numbered without a gap, and each goes on where the last ended.
-- name: check_z_order
-- out: finding
SELECT 'z_order' AS what, coalesce(r.code, t.code) || ' Z '
    || CAST(z.number AS text) || CASE
	WHEN y.id IS NULL AND z.number <> 1 THEN ': the one before is missing'
	WHEN z.grand_total <> z.total + coalesce(y.grand_total, 0)
	THEN ': its grand total does not go on from the one before'
	ELSE ': it does not begin where the one before ended' END AS subject,
    0 AS expected, 0 AS found
FROM z
JOIN store t ON t.id = z.store_id
LEFT JOIN register r ON r.id = z.register_id
LEFT JOIN z y ON y.store_id = z.store_id AND y.number = z.number - 1
    AND y.register_id IS NOT DISTINCT FROM z.register_id
WHERE (y.id IS NULL AND z.number <> 1)
   OR z.grand_total <> z.total + coalesce(y.grand_total, 0)
   OR z.next_day <= z.business_day
   OR (z.register_id IS NULL AND (z.business_day < coalesce(y.next_day, 0)
	OR z.from_seq <> 0))
   OR (z.register_id IS NOT NULL
	AND z.from_seq <> coalesce(y.to_seq, 0) + 1)
ORDER BY subject LIMIT 100;

-- A Z and its journal entry go together, and the last one closed the store.
-- name: check_z_journal
-- out: finding
SELECT 'z_journal' AS what, q.subject, 0 AS expected, 0 AS found FROM (
	SELECT coalesce(t.code, 'no store') || ' Z ' || CAST(z.number AS text)
	    || ': it is not in the journal as it is' AS subject
	FROM z
	LEFT JOIN store t ON t.id = z.store_id
	LEFT JOIN register r ON r.id = z.register_id
	LEFT JOIN journal j ON j.ref_id = z.id
	WHERE j.seq IS NULL OR j.kind <> 'z' OR j.at <> z.made_at
	   OR t.id IS NULL OR r.store_id <> z.store_id
	UNION ALL
	SELECT r.code || ' entry ' || CAST(j.seq AS text)
	    || ': its Z is not there'
	FROM journal j
	JOIN register r ON r.id = j.register_id
	LEFT JOIN z ON z.id = j.ref_id
	WHERE j.kind = 'z' AND z.id IS NULL
	UNION ALL
	SELECT t.code || ': its days are not closed as its last Z says'
	FROM store t
	LEFT JOIN z ON z.store_id = t.id AND z.register_id IS NULL
	    AND z.number = (SELECT max(y.number) FROM z y
		WHERE y.store_id = t.id AND y.register_id IS NULL)
	WHERE t.closed_day <> coalesce(z.business_day, 0)
	   OR t.open_day <> coalesce(z.next_day, 0)) q
ORDER BY q.subject LIMIT 100;

-- Whoever had a piece that was refused has a sale of it.
-- name: check_refusal
-- out: finding
SELECT 'refusal' AS what, coalesce(p.sku, 'no piece') || CASE
    WHEN j.seq IS NULL THEN ': a refusal is not in the shop''s book'
    ELSE ': refused for a sale it is not in' END AS subject,
    0 AS expected, 0 AS found
FROM refusal x
LEFT JOIN piece p ON p.id = x.piece_id
LEFT JOIN journal j ON j.ref_id = x.id AND j.kind = 'refusal'
WHERE j.seq IS NULL OR (x.taken_sale_id IS NOT NULL AND NOT EXISTS (
	SELECT 1 FROM sale_line l
	WHERE l.sale_id = x.taken_sale_id AND l.piece_id = x.piece_id))
ORDER BY subject LIMIT 100;

-- name: check_drawer
-- out: finding
SELECT 'drawer' AS what, d.till || ' of '
    || CAST(d.business_day AS text) AS subject, d.expected AS expected,
    k.expected AS found
FROM drawer_close k JOIN drawer_now d ON d.id = k.drawer_id
WHERE k.expected <> d.expected
ORDER BY subject LIMIT 100;

-- Counted is what was counted, coin by coin; closed is what has a closing.
-- name: check_drawer_count
-- out: finding
SELECT 'drawer_count' AS what, d.till || ' of '
    || CAST(d.business_day AS text) AS subject, d.counted AS expected,
    coalesce(k.counted, 0) AS found
FROM drawer_now d LEFT JOIN drawer_close k ON k.drawer_id = d.id
WHERE d.counted <> coalesce(k.counted, 0)
   OR (d.open = 1) <> (k.drawer_id IS NULL)
ORDER BY subject LIMIT 100;

-- Whatever was done to a drawer stands in its register's journal.
-- name: check_drawer_journal
-- out: finding
SELECT 'drawer_journal' AS what, q.subject, 0 AS expected, 0 AS found FROM (
	SELECT r.code || ': a drawer is not in the journal as it was opened'
	    AS subject
	FROM drawer d
	JOIN register r ON r.id = d.register_id
	LEFT JOIN journal j ON j.ref_id = d.id
	WHERE j.seq IS NULL OR j.kind <> 'drawer_open'
	   OR j.register_id <> d.register_id OR j.at <> d.opened_at
	   OR d.store_id <> r.store_id
	UNION ALL
	SELECT r.code || ': a drawer''s ' || e.kind || ' is not in the journal'
	FROM drawer_event e
	JOIN drawer d ON d.id = e.drawer_id
	JOIN register r ON r.id = d.register_id
	LEFT JOIN journal j ON j.ref_id = e.id
	WHERE j.seq IS NULL OR j.kind <> e.kind
	   OR j.register_id <> d.register_id OR j.at <> e.at
	UNION ALL
	SELECT r.code || ': its drawers were closed another number of times'
	FROM register r
	WHERE (SELECT count(*) FROM drawer_close k
		JOIN drawer d ON d.id = k.drawer_id
		WHERE d.register_id = r.id)
	    <> (SELECT count(*) FROM journal j
		WHERE j.register_id = r.id AND j.kind = 'drawer_close')) q
ORDER BY q.subject LIMIT 100;

-- Whatever was agreed to is part of something that is sealed.
-- name: check_approval
-- out: finding
SELECT 'approval' AS what, r.code || ': the approval of a ' || a.what
    || ' is not of what it was given for' AS subject, 0 AS expected,
    0 AS found
FROM approval a
JOIN register r ON r.id = a.register_id
LEFT JOIN sale_line l ON l.id = a.ref_id
LEFT JOIN sale s ON s.id = coalesce(l.sale_id, a.ref_id)
LEFT JOIN drawer_event e ON e.id = a.ref_id
LEFT JOIN drawer d ON d.id = a.ref_id
LEFT JOIN drawer_close k ON k.drawer_id = a.ref_id
LEFT JOIN z ON z.id = a.ref_id
LEFT JOIN journal j ON j.ref_id = coalesce(l.sale_id, a.ref_id)
WHERE j.seq IS NULL OR j.register_id <> a.register_id OR a.detail <> ''
   OR (a.at <> j.at AND a.at <> coalesce(k.at, 0))
   OR (d.id IS NOT NULL AND (a.amount <> 0
	OR a.reason <> CASE WHEN a.at = j.at THEN '' ELSE k.reason END))
   OR (s.id IS NULL AND e.id IS NULL AND d.id IS NULL AND (a.reason <> ''
	OR (j.kind LIKE 'drawer%' AND a.amount <> 0)
	OR (z.id IS NOT NULL AND (a.amount <> z.total
	    OR a.asked_by IS DISTINCT FROM z.staff_id))))
   OR (s.id IS NOT NULL AND a.asked_by IS DISTINCT FROM s.staff_id)
   OR (e.id IS NOT NULL AND (a.what <> e.kind OR a.amount <> e.amount
	OR a.reason <> e.reason OR a.asked_by IS DISTINCT FROM e.staff_id))
   OR (s.id IS NULL AND e.id IS NULL AND d.id IS NULL AND a.what <>
	CASE WHEN j.kind = 'z' THEN 'z_report'
	    WHEN j.kind LIKE 'drawer%' THEN 'drawer' ELSE j.kind END)
   OR (d.id IS NOT NULL AND (a.what <> 'drawer'
	OR a.asked_by IS DISTINCT FROM
	    CASE WHEN a.at = j.at THEN d.staff_id ELSE k.staff_id END))
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

-- The entry whose hash begins so.
-- name: journal_by_hash
-- in: blob
-- out: journal
SELECT register_id, seq, at, kind, ref_id, payload, prev_hash, hash
FROM journal WHERE substr(hash, 1, length($1)) = $1 LIMIT 2;

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
