-- The owner's day: drawers, approvals, rights, Z.

-- When something was, is when its register wrote its last entry: its own, in
-- the same transaction, which seals the time.

-- name: drawer_add
-- in: uuid uuid uuid uuid int
-- writes
INSERT INTO drawer (id, register_id, store_id, staff_id, business_day,
    opened_at)
SELECT $1, $2, $3, $4, CASE WHEN $5 <= closed_day THEN open_day ELSE $5 END,
    (SELECT j.at FROM register r JOIN journal j ON j.register_id = r.id
	AND j.seq = r.last_seq WHERE r.id = $2)
FROM store WHERE id = $3;

-- name: drawer_count_add
-- in: uuid text int int
-- writes
INSERT INTO drawer_count (drawer_id, phase, denom, qty)
VALUES ($1, $2, $3, $4);

-- name: drawer_event_add
-- in: uuid uuid text int text text uuid
-- writes
INSERT INTO drawer_event (id, drawer_id, at, kind, amount, reason, payee,
    staff_id)
VALUES ($1, $2, (SELECT j.at FROM drawer d
	JOIN register r ON r.id = d.register_id
	JOIN journal j ON j.register_id = r.id AND j.seq = r.last_seq
	WHERE d.id = $2), $3, $4, $5, $6, $7);

-- name: drawer_close_add
-- in: uuid uuid text
-- writes
INSERT INTO drawer_close (drawer_id, at, staff_id, counted, expected, reason)
SELECT n.id, j.at, $2, n.counted, n.expected, $3
FROM drawer_now n
JOIN register r ON r.id = n.register_id
JOIN journal j ON j.register_id = r.id AND j.seq = r.last_seq
WHERE n.id = $1;

-- name: drawer_get
-- in: uuid
-- out: drawer
SELECT * FROM drawer_now WHERE id = $1;

-- name: drawer_open_of
-- in: uuid
-- out: drawer
SELECT * FROM drawer_now WHERE register_id = $1 AND open = 1;

-- Every drawer of these days, and those left open before.
-- name: drawer_of_day
-- in: uuid int int
-- out: drawer
SELECT * FROM drawer_now WHERE store_id = $1
  AND (business_day BETWEEN $2 AND $3 OR (open = 1 AND business_day < $2))
ORDER BY opened_at;

-- name: drawer_counts
-- in: uuid
-- out: denom
SELECT drawer_id, phase, denom, qty FROM drawer_count WHERE drawer_id = $1
ORDER BY phase DESC, denom DESC;

-- name: drawer_events
-- in: uuid
-- out: drawer_event
SELECT e.id, e.drawer_id, e.at, e.kind, e.amount, e.reason, e.payee,
    e.staff_id, coalesce(f.name, '') AS staff, coalesce(g.name, '') AS approver
FROM drawer_event e
LEFT JOIN staff f ON f.id = e.staff_id
LEFT JOIN approval a ON a.ref_id = e.id
LEFT JOIN staff g ON g.id = a.approved_by
WHERE e.drawer_id = $1 ORDER BY e.at;

-- name: approval_add
-- in: uuid uuid text uuid uuid text int uuid text
-- writes
INSERT INTO approval (id, at, register_id, what, asked_by, approved_by, reason,
    amount, ref_id, detail)
VALUES ($1, (SELECT j.at FROM register r JOIN journal j
	ON j.register_id = r.id AND j.seq = r.last_seq WHERE r.id = $2),
    $2, $3, $4, $5, $6, $7, $8, $9);

-- name: approval_list
-- in: int int
-- out: approval
SELECT a.id, a.at, r.code AS till, a.what, coalesce(f.name, '') AS asked_by,
    g.name AS approved_by, a.reason, a.amount, a.ref_id, a.detail,
    a.asked_by AS asked_id, a.approved_by AS approved_id
FROM approval a
JOIN register r ON r.id = a.register_id
JOIN staff g ON g.id = a.approved_by
LEFT JOIN staff f ON f.id = a.asked_by
WHERE a.at >= $1 AND a.at < $2 ORDER BY a.at;

-- name: right_list
-- out: right
SELECT role, what, may, limit_ppm FROM role_right ORDER BY role, what;

-- name: right_set
-- in: text text text int
-- writes
INSERT INTO role_right (role, what, may, limit_ppm) VALUES ($1, $2, $3, $4)
ON CONFLICT (role, what) DO UPDATE SET may = excluded.may,
    limit_ppm = excluded.limit_ppm;

-- What a Z of this register (or, $2 none, of the whole store up to this day)
-- would close now.  last_seq is the register's.
-- name: z_due
-- in: uuid uuid int
-- out: z
SELECT CAST(NULL AS uuid) AS id, s.id AS store_id, r.id AS register_id,
    coalesce((SELECT max(y.number) FROM z y WHERE y.store_id = s.id
	AND y.register_id IS NOT DISTINCT FROM r.id), 0) + 1 AS number,
    $3 AS business_day, CAST(0 AS bigint) AS next_day, vitrine_now() AS made_at,
    CAST(NULL AS uuid) AS staff_id,
    coalesce((SELECT max(y.to_seq) FROM z y WHERE y.register_id = r.id), 0) + 1
	AS from_seq,
    coalesce(r.last_seq, 0) AS to_seq, count(l.id) AS sales,
    CAST(coalesce(sum(l.total), 0) AS bigint) AS total,
    coalesce((SELECT y.grand_total FROM z y WHERE y.store_id = s.id
	AND y.register_id IS NOT DISTINCT FROM r.id
	ORDER BY y.number DESC LIMIT 1), 0)
	+ CAST(coalesce(sum(l.total), 0) AS bigint) AS grand_total,
    '' AS totals, s.name AS store, coalesce(r.code, '') AS till, '' AS staff,
    CAST(NULL AS bytea) AS hash
FROM store s
LEFT JOIN register r ON r.id = $2
LEFT JOIN sale l ON l.store_id = s.id AND CASE WHEN r.id IS NULL
    THEN l.business_day > s.closed_day AND l.business_day <= $3
    ELSE l.register_id = r.id AND l.seq > coalesce((SELECT max(y.to_seq)
	FROM z y WHERE y.register_id = r.id), 0) END
WHERE s.id = $1
GROUP BY s.id, s.name, r.id, r.last_seq, r.code;
-- sqlite:
SELECT NULL AS id, s.id AS store_id, r.id AS register_id,
    coalesce((SELECT max(y.number) FROM z y WHERE y.store_id = s.id
	AND y.register_id IS r.id), 0) + 1 AS number,
    $3 AS business_day, 0 AS next_day, vitrine_now() AS made_at,
    NULL AS staff_id,
    coalesce((SELECT max(y.to_seq) FROM z y WHERE y.register_id = r.id), 0) + 1
	AS from_seq,
    coalesce(r.last_seq, 0) AS to_seq, count(l.id) AS sales,
    coalesce(sum(l.total), 0) AS total,
    coalesce((SELECT y.grand_total FROM z y WHERE y.store_id = s.id
	AND y.register_id IS r.id ORDER BY y.number DESC LIMIT 1), 0)
	+ coalesce(sum(l.total), 0) AS grand_total,
    '' AS totals, s.name AS store, coalesce(r.code, '') AS till, '' AS staff,
    NULL AS hash
FROM store s
LEFT JOIN register r ON r.id = $2
LEFT JOIN sale l ON l.store_id = s.id AND CASE WHEN r.id IS NULL
    THEN l.business_day > s.closed_day AND l.business_day <= $3
    ELSE l.register_id = r.id AND l.seq > coalesce((SELECT max(y.to_seq)
	FROM z y WHERE y.register_id = r.id), 0) END
WHERE s.id = $1
GROUP BY s.id, r.id;

-- made_at is its journal entry's: without one there is no Z.
-- name: z_add
-- in: uuid uuid uuid int int uuid int int int text
-- writes
INSERT INTO z (id, store_id, register_id, number, business_day, next_day,
    made_at, staff_id, from_seq, to_seq, sales, total, grand_total, totals)
VALUES ($1, $2, $3, 0, $4, $5, (SELECT j.at FROM journal j WHERE j.ref_id = $1),
    $6, 0, $7, $8, $9, 0, $10);
-- sqlite:
INSERT INTO z (id, store_id, register_id, number, business_day, next_day,
    made_at, staff_id, from_seq, to_seq, sales, total, grand_total, totals)
SELECT $1, $2, $3, coalesce(max(y.number), 0) + 1, $4, $5,
    (SELECT j.at FROM journal j WHERE j.ref_id = $1), $6,
    CASE WHEN $3 IS NULL THEN 0 ELSE coalesce(max(y.to_seq), 0) + 1 END,
    $7, $8, $9, $9 + coalesce((SELECT x.grand_total FROM z x
	WHERE x.store_id = $2 AND x.register_id IS $3
	ORDER BY x.number DESC LIMIT 1), 0), $10
FROM z y WHERE y.store_id = $2 AND y.register_id IS $3;

-- name: z_get
-- in: uuid
-- out: z
SELECT y.id, y.store_id, y.register_id, y.number, y.business_day, y.next_day,
    y.made_at, y.staff_id, y.from_seq, y.to_seq, y.sales, y.total,
    y.grand_total, y.totals, s.name AS store, coalesce(r.code, '') AS till,
    coalesce(f.name, '') AS staff, j.hash
FROM z y
JOIN store s ON s.id = y.store_id
LEFT JOIN register r ON r.id = y.register_id
LEFT JOIN staff f ON f.id = y.staff_id
LEFT JOIN journal j ON j.ref_id = y.id
WHERE y.id = $1;

-- The Zs of a store, latest first; of all its registers and its own.
-- name: z_list
-- in: uuid int
-- out: z
SELECT y.id, y.store_id, y.register_id, y.number, y.business_day, y.next_day,
    y.made_at, y.staff_id, y.from_seq, y.to_seq, y.sales, y.total,
    y.grand_total, y.totals, s.name AS store, coalesce(r.code, '') AS till,
    coalesce(f.name, '') AS staff, j.hash
FROM z y
JOIN store s ON s.id = y.store_id
LEFT JOIN register r ON r.id = y.register_id
LEFT JOIN staff f ON f.id = y.staff_id
LEFT JOIN journal j ON j.ref_id = y.id
WHERE y.store_id = $1 ORDER BY y.made_at DESC LIMIT $2;

-- How many Zs of the store closed $2 or later and went on with $3, before $4.
-- name: z_moved
-- in: uuid int int int
-- out: num
SELECT count(*) AS value FROM z WHERE store_id = $1 AND register_id IS NULL
  AND business_day >= $2 AND next_day = $3 AND made_at < $4;

-- At the time of its entry in the shop's book.
-- name: refusal_add
-- in: int uuid uuid uuid uuid uuid text text int uuid text uuid text uuid
-- writes
INSERT INTO refusal (id, at, business_day, store_id, channel_id, register_id,
    staff_id, piece_id, why, wanted_by, amount, taken_sale_id, taken_by,
    said_by, note)
SELECT j.ref_id, j.at, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
FROM journal j WHERE j.ref_id = $14;

-- name: refusal_get
-- in: uuid
-- out: refusal
SELECT x.at, x.business_day, '' AS channel, '' AS till, '' AS staff,
    x.piece_id, '' AS sku, '' AS title, x.why, x.wanted_by, x.amount,
    x.taken_sale_id, '' AS number, x.taken_by, x.said_by, '' AS said_name,
    x.note, x.id, x.store_id, x.channel_id, x.register_id, x.staff_id
FROM refusal x WHERE x.id = $1;

-- Pieces said to be here whose other sale still stands, as conflicts.
-- name: refusal_open
-- in: uuid
-- out: conflict
SELECT x.taken_sale_id AS id, 'here' AS kind, s.channel_id, c.name AS channel,
    c.kind AS service, x.said_by AS remote_id, s.order_ref, s.number,
    '' AS state, x.piece_id, p.sku, p.title, x.taken_sale_id, x.taken_by, '' AS taken_paid, x.wanted_by,
    '' AS wanted_paid, x.amount, '' AS done,
    'Said to be here by ' || b.name || ': ' || x.note || '. Take ' || s.number
	|| ' back, or give the piece to its buyer.' AS todo,
    x.at AS opened_at, x.at AS changed_at, 0 AS closed_at, '' AS closed_by,
    x.note, vitrine_now() AS now
FROM refusal x
JOIN sale_line l ON l.sale_id = x.taken_sale_id AND l.piece_id = x.piece_id
    AND l.live = 1
JOIN sale s ON s.id = x.taken_sale_id
JOIN channel c ON c.id = s.channel_id
JOIN piece p ON p.id = x.piece_id
JOIN staff b ON b.id = x.said_by
WHERE x.store_id = $1 AND x.why = 'here' AND NOT EXISTS (
	SELECT 1 FROM refusal y
	WHERE y.piece_id = x.piece_id AND y.why = 'here'
	  AND (y.at > x.at OR (y.at = x.at AND y.id > x.id)))
ORDER BY x.at;

-- name: refusal_list
-- in: uuid int int
-- out: refusal
SELECT x.at, x.business_day, c.name AS channel, coalesce(r.code, '') AS till,
    coalesce(f.name, '') AS staff, x.piece_id, p.sku, p.title, x.why,
    x.wanted_by, x.amount, x.taken_sale_id, coalesce(s.number, '') AS number,
    x.taken_by, x.said_by, coalesce(b.name, '') AS said_name, x.note, x.id,
    x.store_id, x.channel_id, x.register_id, x.staff_id
FROM refusal x
JOIN channel c ON c.id = x.channel_id
JOIN piece p ON p.id = x.piece_id
LEFT JOIN register r ON r.id = x.register_id
LEFT JOIN staff f ON f.id = x.staff_id
LEFT JOIN staff b ON b.id = x.said_by
LEFT JOIN sale s ON s.id = x.taken_sale_id
WHERE x.store_id = $1 AND x.business_day BETWEEN $2 AND $3
ORDER BY x.at;
