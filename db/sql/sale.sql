-- Selling: the facts a sale is made of, in the order they are inserted, and
-- the questions asked afterwards.

-- name: journal_add
-- in: uuid text uuid text
-- out: seal
-- writes
INSERT INTO journal (register_id, kind, ref_id, payload)
VALUES ($1, $2, $3, $4)
RETURNING seq, hash;
-- sqlite:
INSERT INTO journal (register_id, seq, at, kind, ref_id, payload, prev_hash,
    hash)
SELECT $1, n.seq, n.at, $2, $3, $4, n.prev,
    vitrine_journal_hash(n.prev, $1, $3, n.seq, n.at, $2, $4)
FROM (SELECT coalesce((SELECT last_seq + 1 FROM register WHERE id = $1), 0)
	AS seq,
    coalesce((SELECT last_hash FROM register WHERE id = $1), zeroblob(32))
	AS prev,
    vitrine_now() AS at) n
RETURNING seq, hash;

-- An entry of the shop's book.
-- name: book_add
-- in: text uuid text
-- writes
INSERT INTO journal (register_id, kind, ref_id, payload)
SELECT id, $1, $2, $3 FROM register WHERE kind = 'book';
-- sqlite:
INSERT INTO journal (register_id, seq, at, kind, ref_id, payload, prev_hash,
    hash)
SELECT n.id, n.seq, n.at, $1, $2, $3, n.prev,
    vitrine_journal_hash(n.prev, n.id, $2, n.seq, n.at, $1, $3)
FROM (SELECT (SELECT id FROM register WHERE kind = 'book') AS id,
    (SELECT last_seq + 1 FROM register WHERE kind = 'book') AS seq,
    (SELECT last_hash FROM register WHERE kind = 'book') AS prev,
    vitrine_now() AS at) n;

-- A sale made after its day was closed belongs to the next one.  What a sale is
-- called and where it belongs are PostgreSQL's triggers' to find.
-- name: sale_add
-- in: uuid text uuid uuid uuid uuid uuid text text uuid int int text int int int int int int text text
-- out: named
-- writes
INSERT INTO sale (id, kind, register_id, store_id, channel_id, staff_id,
    customer_id, customer_name, order_ref, returns_id, business_day, made_at,
    currency, subtotal, discount, tax, total, paid, exempt, exempt_no, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
    $17, $18, $19, $20, $21)
RETURNING number, business_day, recorded_at, drawer_id;
-- sqlite:
INSERT INTO sale (id, kind, number, register_id, seq, store_id, channel_id,
    staff_id, customer_id, customer_name, order_ref, returns_id, business_day,
    made_at, recorded_at, currency, subtotal, discount, tax, total, paid,
    exempt, exempt_no, note, drawer_id, commission_ppm)
SELECT $1, $2, r.code || '-' || substr('000000',
	length(CAST(j.seq AS text)) + 1) || CAST(j.seq AS text),
    r.id, j.seq, $4, $5, $6, $7, $8, $9, $10,
    CASE WHEN $11 <= st.closed_day THEN st.open_day ELSE $11 END, $12,
    j.at, $13,
    $14, $15, $16, $17, $18, $19, $20, $21,
    (SELECT d.id FROM drawer d WHERE d.register_id = r.id AND d.open = 1),
    coalesce((SELECT f.commission_ppm FROM staff f WHERE f.id = $6), 0)
FROM journal j JOIN register r ON r.id = j.register_id
JOIN store st ON st.id = $4 AND st.id = r.store_id
WHERE j.ref_id = $1 AND r.id = $3
RETURNING number, business_day, recorded_at, drawer_id;

-- The line's day and store are its sale's; commission is rounded half away from
-- zero.
-- name: sale_line_add
-- in: uuid uuid int uuid text text int int int int int text text text int int int int int uuid uuid
-- writes
INSERT INTO sale_line (id, sale_id, position, piece_id, sku, title,
    unique_piece, qty, list_price, unit_price, discount, discount_reason,
    tax_class, tax_name, tax_ppm, tax_inclusive, net, tax, total, hold_id,
    returns_line_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
    $17, $18, $19, $20, $21);
-- sqlite:
INSERT INTO sale_line (id, sale_id, position, piece_id, sku, title,
    unique_piece, qty, list_price, unit_price, discount, discount_reason,
    tax_class, tax_name, tax_ppm, tax_inclusive, net, tax, total, hold_id,
    returns_line_id, business_day, store_id, commission)
SELECT $1, s.id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
    $17, $18, $19, $20, $21, s.business_day, s.store_id,
    ($17 * s.commission_ppm + CASE WHEN $17 < 0 THEN -500000 ELSE 500000 END)
	/ 1000000
FROM sale s WHERE s.id = $2;

-- name: payment_add
-- in: uuid uuid int text int text text text
-- writes
INSERT INTO payment (id, sale_id, position, kind, amount, last4, approval,
    reference)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- sqlite:
INSERT INTO payment (id, sale_id, position, kind, amount, last4, approval,
    reference, business_day, store_id)
SELECT $1, s.id, $3, $4, $5, $6, $7, $8, s.business_day, s.store_id
FROM sale s WHERE s.id = $2;

-- name: receipt_due_add
-- in: uuid uuid
-- writes
INSERT INTO receipt_due (register_id, sale_id) VALUES ($1, $2);

-- name: receipt_done_add
-- in: uuid text
-- writes
INSERT INTO receipt_done (sale_id, at, how) VALUES ($1, vitrine_now(), $2)
ON CONFLICT (sale_id) DO NOTHING;

-- The register's last sale, when nothing became of its receipt.
-- name: receipt_open
-- in: uuid
-- out: sale
SELECT * FROM sale_now
WHERE id = (SELECT d.sale_id FROM receipt_due d WHERE d.register_id = $1
	ORDER BY d.sale_id DESC LIMIT 1)
  AND NOT EXISTS (SELECT 1 FROM receipt_done n WHERE n.sale_id = sale_now.id);

-- name: order_add
-- in: uuid uuid text text blob uuid text text int
-- writes
INSERT INTO channel_order (id, channel_id, order_ref, idem_key, request_hash,
    sale_id, email, ship_to, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: sale_get
-- in: uuid
-- out: sale
SELECT * FROM sale_now WHERE id = $1;

-- name: sale_lines
-- in: uuid
-- out: line
SELECT id, sale_id, position, piece_id, sku, title, unique_piece, qty,
    list_price, unit_price, discount, discount_reason, tax_class, tax_name,
    tax_ppm, tax_inclusive, net, tax, total, hold_id, returns_line_id, live,
    returned, cost, consignor_id, consignor_due
FROM sale_line WHERE sale_id = $1 ORDER BY position;

-- name: sale_payments
-- in: uuid
-- out: payment
SELECT id, sale_id, position, kind, amount, last4, approval, reference
FROM payment WHERE sale_id = $1 ORDER BY position;

-- What was agreed to, of the sale itself and of its lines.
-- name: sale_approvals
-- in: uuid
-- out: approval
SELECT a.id, a.at, r.code AS till, a.what, coalesce(f.name, '') AS asked_by,
    g.name AS approved_by, a.reason, a.amount, a.ref_id, a.detail,
    a.asked_by AS asked_id, a.approved_by AS approved_id
FROM (SELECT $1 AS id, 0 AS position
    UNION ALL SELECT l.id, l.position FROM sale_line l WHERE l.sale_id = $1) x
JOIN approval a ON a.ref_id = x.id
JOIN register r ON r.id = a.register_id
JOIN staff g ON g.id = a.approved_by
LEFT JOIN staff f ON f.id = a.asked_by
ORDER BY x.position, a.what;

-- name: sale_by_number
-- in: text
-- out: sale
SELECT * FROM sale_now WHERE number = $1;

-- name: sale_by_line
-- in: uuid
-- out: sale
SELECT * FROM sale_now
WHERE id = (SELECT sale_id FROM sale_line WHERE id = $1);

-- The latest sales, for reprint and return; $1 a register or none for all.
-- name: sale_recent
-- in: uuid int
-- out: sale
SELECT * FROM sale_now
WHERE CAST($1 AS uuid) IS NULL OR register_id = $1
ORDER BY recorded_at DESC LIMIT $2;
-- sqlite:
SELECT * FROM sale_now WHERE $1 IS NULL OR register_id = $1
ORDER BY recorded_at DESC LIMIT $2;

-- Returns made against a sale.
-- name: sale_returns
-- in: uuid
-- out: sale
SELECT * FROM sale_now WHERE returns_id = $1 ORDER BY made_at;

-- name: journal_get
-- in: uuid
-- out: journal
SELECT register_id, seq, at, kind, ref_id, payload, prev_hash, hash
FROM journal WHERE ref_id = $1;

-- Who has this piece.  The live sale first, else the hold that ends last, else
-- the last one that ended in the $2 microseconds before now.
-- name: piece_taker
-- in: uuid int
-- out: taker
SELECT p.id AS piece_id, p.sku, p.title, p.state,
    CASE WHEN s.id IS NOT NULL THEN 'sale' WHEN h.id IS NOT NULL THEN 'hold'
	ELSE 'none' END AS kind,
    coalesce(c.name, '') AS channel, coalesce(c.kind, '') AS channel_kind,
    coalesce(st.name, '') AS store, coalesce(s.number, '') AS number,
    coalesce(s.order_ref, '') AS order_ref,
    coalesce(CASE WHEN s.made_at < s.recorded_at THEN s.made_at
	ELSE s.recorded_at END, h.placed_at, 0) AS at,
    coalesce(s.customer_name, '') AS customer, coalesce(f.name, '') AS staff,
    coalesce(l.total, 0) AS total,
    coalesce(CASE WHEN h.state = 'ended' THEN h.ended_at ELSE h.expires_at END,
	0) AS until,
    vitrine_now() AS now, coalesce(s.id, h.id) AS id,
    coalesce(h.owner, '') AS owner, coalesce(h.caller, '') AS caller,
    coalesce(h.held_for, '') AS held_for
FROM piece p
LEFT JOIN sale_line l ON l.id = (SELECT x.id FROM sale_line x
	WHERE x.piece_id = p.id AND x.returns_line_id IS NULL
	  AND (x.live = 1 OR (p.on_hand = 0 AND x.unique_piece = 0))
	ORDER BY x.live DESC, x.id DESC LIMIT 1)
LEFT JOIN sale s ON s.id = l.sale_id
LEFT JOIN hold h ON l.id IS NULL AND h.id = (SELECT y.id FROM hold y
	WHERE y.piece_id = p.id AND ((y.state = 'active'
	  AND y.expires_at > vitrine_now() - $2)
	  OR (y.ended_at > vitrine_now() - $2
	  AND y.end_reason IN ('expired', 'released')))
	ORDER BY y.state, y.expires_at DESC LIMIT 1)
LEFT JOIN channel c ON c.id = coalesce(s.channel_id, h.channel_id)
LEFT JOIN store st ON st.id = coalesce(s.store_id, p.store_id)
LEFT JOIN staff f ON f.id = coalesce(s.staff_id, h.staff_id)
WHERE p.id = $1;

-- name: order_by_key
-- in: text
-- out: order
SELECT id, channel_id, order_ref, idem_key, request_hash, sale_id, email,
    ship_to, created_at
FROM channel_order WHERE idem_key = $1;

-- name: order_by_ref
-- in: uuid text
-- out: order
SELECT id, channel_id, order_ref, idem_key, request_hash, sale_id, email,
    ship_to, created_at
FROM channel_order WHERE channel_id = $1 AND order_ref = $2;

-- name: order_by_hold
-- in: uuid
-- out: order
SELECT o.id, o.channel_id, o.order_ref, o.idem_key, o.request_hash, o.sale_id,
    o.email, o.ship_to, o.created_at
FROM hold h
JOIN sale_line l ON l.piece_id = h.piece_id AND l.hold_id = h.id
JOIN channel_order o ON o.sale_id = l.sale_id
WHERE h.id = $1 AND l.returns_line_id IS NULL;

-- name: order_by_sale
-- in: uuid
-- out: order
SELECT id, channel_id, order_ref, idem_key, request_hash, sale_id, email,
    ship_to, created_at
FROM channel_order WHERE sale_id = $1;

-- name: park_add
-- in: uuid uuid uuid uuid text text int int
-- writes
INSERT INTO parked (id, store_id, register_id, staff_id, label, ticket, total,
    at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- Recalled twice at once: the second finds the key taken.
-- name: park_end
-- in: uuid int uuid text
-- writes
INSERT INTO parked_end (parked_id, at, register_id, reason)
VALUES ($1, $2, $3, $4);

-- name: park_list
-- in: uuid
-- out: parked
SELECT k.id, k.store_id, k.register_id, k.staff_id, k.label, k.ticket,
    k.total, k.at, r.code AS till, coalesce(f.name, '') AS staff
FROM parked k
JOIN register r ON r.id = k.register_id
LEFT JOIN staff f ON f.id = k.staff_id
WHERE k.store_id = $1
  AND NOT EXISTS (SELECT 1 FROM parked_end e WHERE e.parked_id = k.id)
ORDER BY k.at DESC;
