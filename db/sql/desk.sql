-- The rows behind the owner's figures, and what the end of the day looks at
-- besides the figures themselves.

-- The lines behind a figure, latest first.  $4 says which figure, $5 and $6
-- which row of it: channel (name), category (name), staff (name), tax (name,
-- ppm), taxed, discount (reason, approver), discounts, return, consigned
-- (code, or none for all), and anything else for every line.
-- name: sold_behind
-- in: uuid int int text text text int
-- out: sold
SELECT q.made_at, q.number, q.kind, q.channel, q.order_ref, q.customer_name,
    q.staff, q.piece_id, q.sku, q.title, q.unique_piece, q.qty, q.discount,
    q.net, q.tax, q.total, q.sale_id, q.exempt, q.exempt_no, q.category,
    q.tax_name, q.tax_ppm, q.reason, q.approver, q.consignor, q.due
FROM (
	SELECT s.made_at, s.number, s.kind, c.name AS channel, s.order_ref,
	    s.customer_name, coalesce(g.name, '') AS staff, l.piece_id, l.sku,
	    l.title, l.unique_piece, l.qty, l.discount, l.net, l.tax, l.total,
	    s.id AS sale_id, s.exempt, s.exempt_no,
	    coalesce(k.name, '') AS category, l.tax_name, l.tax_ppm, l.discount_reason AS reason,
	    coalesce((SELECT h.name FROM approval y
		JOIN staff h ON h.id = y.approved_by
		WHERE y.ref_id = l.id AND l.discount <> 0
		  AND y.what IN ('discount', 'below_floor', 'price')
		ORDER BY y.at DESC LIMIT 1), '') AS approver,
	    coalesce(o.name, '') AS consignor, coalesce(o.code, '') AS owner,
	    l.consignor_due AS due, l.position,
	    -- What comes back comes off the associate who sold it.
	    CASE WHEN l.returns_line_id IS NULL THEN coalesce(g.name, '')
		ELSE coalesce((SELECT w.name FROM sale_line m
		    JOIN sale n ON n.id = m.sale_id
		    JOIN staff w ON w.id = n.staff_id
		    WHERE m.id = l.returns_line_id), '') END AS seller
	FROM sale_line l
	JOIN sale s ON s.id = l.sale_id
	JOIN channel c ON c.id = s.channel_id
	LEFT JOIN category k ON k.id = l.category_id
	LEFT JOIN staff g ON g.id = s.staff_id
	LEFT JOIN consignor o ON o.id = l.consignor_id
	WHERE s.business_day BETWEEN $2 AND $3
	  AND ($1 IS NULL OR s.store_id = $1)
) q
WHERE 1 = CASE $4
    WHEN 'channel' THEN CASE WHEN q.channel = $5 THEN 1 END
    WHEN 'category' THEN CASE WHEN q.category = $5 THEN 1 END
    WHEN 'staff' THEN CASE WHEN q.seller = $5 THEN 1 END
    WHEN 'tax' THEN CASE WHEN q.tax_name = $5
	AND CAST(q.tax_ppm AS text) = $6 THEN 1 END
    WHEN 'taxed' THEN CASE WHEN q.tax <> 0 THEN 1 END
    WHEN 'discount' THEN CASE WHEN q.discount <> 0 AND q.reason = $5
	AND q.approver = $6 THEN 1 END
    WHEN 'discounts' THEN CASE WHEN q.discount <> 0 THEN 1 END
    WHEN 'return' THEN CASE WHEN q.qty < 0 THEN 1 END
    WHEN 'consigned' THEN CASE WHEN q.owner <> ''
	AND ($5 = '' OR q.owner = $5) THEN 1 END
    ELSE 1 END
ORDER BY q.made_at DESC, q.number, q.position LIMIT $7;

-- The payments behind a kind of tender ('': all), latest first; change with
-- the cash it was given back from.
-- name: paid_behind
-- in: uuid int int text int
-- out: paid
SELECT s.made_at, s.number, p.kind, p.amount, p.last4, p.approval,
    p.reference, s.customer_name, coalesce(g.name, '') AS staff,
    c.name AS channel, s.id AS sale_id
FROM payment p
JOIN sale s ON s.id = p.sale_id
JOIN channel c ON c.id = s.channel_id
LEFT JOIN staff g ON g.id = s.staff_id
WHERE s.business_day BETWEEN $2 AND $3
  AND ($1 IS NULL OR s.store_id = $1)
  AND ($4 = '' OR p.kind = $4 OR ($4 = 'cash' AND p.kind = 'change'))
ORDER BY s.made_at DESC, s.number, p.position LIMIT $5;

-- Tickets of a store that were thrown away instead of sold, as their entries in
-- the journal say (core/sell/void.h): by whom (asked_by), and who had to agree,
-- if anybody.
-- name: void_list
-- in: uuid int int
-- out: approval
SELECT j.ref_id AS id, j.at, r.code AS till, j.kind AS what,
    coalesce(f.name, '') AS asked_by, coalesce(g.name, '') AS approved_by,
    coalesce(a.reason, '') AS reason,
    CAST(coalesce(substring(j.payload FROM
	'^vitrine-void 1 \S+ \S+ (-?[0-9]{1,18})\n'), '0') AS bigint) AS amount,
    j.ref_id, '' AS detail, f.id AS asked_id,
    a.approved_by AS approved_id
FROM register r
JOIN journal j ON j.register_id = r.id AND j.kind = 'void'
LEFT JOIN staff f ON CAST(f.id AS text) = substr(j.payload, 53, 36)
LEFT JOIN approval a ON a.ref_id = j.ref_id AND a.what = 'void'
LEFT JOIN staff g ON g.id = a.approved_by
WHERE r.store_id = $1 AND j.at >= $2 AND j.at < $3
ORDER BY j.at;
-- sqlite:
SELECT j.ref_id AS id, j.at, r.code AS till, j.kind AS what,
    coalesce(f.name, '') AS asked_by, coalesce(g.name, '') AS approved_by,
    coalesce(a.reason, '') AS reason,
    CAST(substr(j.payload, CASE WHEN substr(j.payload, 53, 1) = '-' THEN 55
	ELSE 90 END) AS integer) AS amount,
    j.ref_id, '' AS detail, f.id AS asked_id,
    a.approved_by AS approved_id
FROM register r
JOIN journal j ON j.register_id = r.id AND j.kind = 'void'
LEFT JOIN staff f ON lower(hex(f.id)) =
    replace(substr(j.payload, 53, 36), '-', '')
LEFT JOIN approval a ON a.ref_id = j.ref_id AND a.what = 'void'
LEFT JOIN staff g ON g.id = a.approved_by
WHERE r.store_id = $1 AND j.at >= $2 AND j.at < $3
ORDER BY j.at;

-- How long it took until each channel (a) had taken off what was sold: of what
-- it was told in that time, and of what it was not told yet: n all, sold
-- delivered, returned not yet; amount the longest of those delivered,
-- gross the oldest not yet, both in microseconds.  b why that one failed.
-- name: delisted
-- in: int int
-- out: figure
SELECT 'delisted' AS what, c.name AS a,
    coalesce(max(CASE WHEN x.done_at IS NULL THEN x.problem END), '') AS b,
    '' AS c,
    count(*) AS n,
    count(x.done_at) AS sold,
    count(*) - count(x.done_at) AS returned,
    CAST(coalesce(max(CASE WHEN x.done_at IS NULL THEN vitrine_now() - x.at
	END), 0) AS bigint) AS gross,
    CAST(0 AS bigint) AS refunds,
    CAST(0 AS bigint) AS discount,
    CAST(0 AS bigint) AS tax,
    CAST(0 AS bigint) AS cost,
    CAST(0 AS bigint) AS due,
    CAST(0 AS bigint) AS commission,
    CAST(coalesce(max(x.done_at - x.at), 0) AS bigint) AS amount
FROM (
	SELECT o.channel_id, o.at, o.done_at, o.problem FROM outbox o
	WHERE o.kind = 'gone' AND o.done_at >= $1 AND o.done_at < $2
	UNION ALL
	SELECT o.channel_id, o.at, o.done_at, o.problem FROM outbox o
	WHERE o.kind = 'gone' AND o.done_at IS NULL) x
JOIN channel c ON c.id = x.channel_id
GROUP BY c.name ORDER BY c.name;

-- What else waits for somebody, by channel (a): orders from there that are not
-- settled yet (b "order", n, amount), and letters not sent (a empty, b "mail").
-- name: unsettled
-- out: figure
SELECT 'open' AS what, c.name AS a, 'order' AS b, '' AS c, count(*) AS n,
    CAST(0 AS bigint) AS sold,
    CAST(0 AS bigint) AS returned,
    CAST(0 AS bigint) AS gross,
    CAST(0 AS bigint) AS refunds,
    CAST(0 AS bigint) AS discount,
    CAST(0 AS bigint) AS tax,
    CAST(0 AS bigint) AS cost,
    CAST(0 AS bigint) AS due,
    CAST(0 AS bigint) AS commission,
    CAST(sum(x.total) AS bigint) AS amount
FROM remote_order x JOIN channel c ON c.id = x.channel_id
WHERE x.state IN ('seen', 'held', 'waiting', 'confirm_due', 'parting',
    'part_due', 'refund_due')
GROUP BY c.name
UNION ALL
SELECT 'open' AS what, '' AS a, 'mail' AS b, '' AS c, count(*) AS n,
    CAST(0 AS bigint) AS sold,
    CAST(0 AS bigint) AS returned, CAST(0 AS bigint) AS gross,
    CAST(0 AS bigint) AS refunds, CAST(0 AS bigint) AS discount,
    CAST(0 AS bigint) AS tax, CAST(0 AS bigint) AS cost,
    CAST(0 AS bigint) AS due, CAST(0 AS bigint) AS commission,
    CAST(0 AS bigint) AS amount
FROM mail WHERE done_at IS NULL HAVING count(*) > 0
ORDER BY b, a;

-- The pieces behind that: the slowest first, those not told of before all.
-- name: delisted_behind
-- in: int int text int
-- out: told
SELECT x.at, x.done_at, c.name AS channel, x.kind, x.piece_id, p.sku, p.title,
    x.tries, x.problem,
    CAST(coalesce(x.done_at, vitrine_now()) - x.at AS bigint) AS took
FROM outbox x
JOIN channel c ON c.id = x.channel_id
JOIN piece p ON p.id = x.piece_id
WHERE x.kind = 'gone'
  AND ((x.done_at >= $1 AND x.done_at < $2) OR x.done_at IS NULL)
  AND ($3 = '' OR c.name = $3)
ORDER BY CASE WHEN x.done_at IS NULL THEN 0 ELSE 1 END, took DESC LIMIT $4;

-- The proof that nothing was sold twice, a stretch of pieces at a time so that
-- nobody waits for it: unique pieces after $1, how many they are and how many
-- of them have two sales that did not come back, from the facts alone.
-- name: recount
-- in: uuid int
-- out: recount
WITH p AS (SELECT id FROM piece
    WHERE id > coalesce($1, '00000000-0000-0000-0000-000000000000')
    ORDER BY id LIMIT $2)
SELECT (SELECT id FROM p ORDER BY id DESC LIMIT 1) AS last,
    (SELECT count(*) FROM p) AS pieces,
    (SELECT count(*) FROM (
	SELECT l.piece_id FROM p
	JOIN sale_line l ON l.piece_id = p.id
	LEFT JOIN sale_line b ON b.returns_line_id = l.id
	WHERE l.unique_piece = 1 AND l.qty > 0 AND b.id IS NULL
	GROUP BY l.piece_id HAVING count(*) > 1) q) AS twice;
-- sqlite:
WITH p AS (SELECT id FROM piece
    WHERE id > coalesce($1, zeroblob(16)) ORDER BY id LIMIT $2)
SELECT (SELECT id FROM p ORDER BY id DESC LIMIT 1) AS last,
    (SELECT count(*) FROM p) AS pieces,
    (SELECT count(*) FROM (
	SELECT l.piece_id FROM p
	JOIN sale_line l ON l.piece_id = p.id
	LEFT JOIN sale_line b ON b.returns_line_id = l.id
	WHERE l.unique_piece = 1 AND l.qty > 0 AND b.id IS NULL
	GROUP BY l.piece_id HAVING count(*) > 1)) AS twice;

-- The Z that closed this day of a store, without its text.
-- name: z_of_day
-- in: uuid int
-- out: z
SELECT y.id, y.store_id, y.register_id, y.number, y.business_day, y.next_day,
    y.made_at, y.staff_id, y.from_seq, y.to_seq, y.sales, y.total,
    y.grand_total, '' AS totals, s.name AS store, '' AS till,
    coalesce(f.name, '') AS staff, j.hash
FROM z y
JOIN store s ON s.id = y.store_id
LEFT JOIN staff f ON f.id = y.staff_id
LEFT JOIN journal j ON j.ref_id = y.id
WHERE y.store_id = $1 AND y.register_id IS NULL AND y.business_day >= $2
ORDER BY y.business_day LIMIT 1;

-- One register since its last Z, for its own X and Z: figures of the sales,
-- then by kind of payment (a), then by tax (a its name, b its ppm).
-- name: till_sales
-- in: uuid
-- out: figure
SELECT 'day' AS what, '' AS a, '' AS b, '' AS c,
    count(*) AS n,
    CAST(coalesce(sum(CASE WHEN s.kind = 'sale' THEN 1 ELSE 0 END), 0)
	AS bigint) AS sold,
    CAST(coalesce(sum(CASE WHEN s.kind = 'return' THEN 1 ELSE 0 END), 0)
	AS bigint) AS returned,
    CAST(coalesce(sum(CASE WHEN s.kind = 'sale' THEN s.total - s.tax
	ELSE 0 END), 0) AS bigint) AS gross,
    CAST(coalesce(sum(CASE WHEN s.kind = 'return' THEN s.total - s.tax
	ELSE 0 END), 0) AS bigint) AS refunds,
    CAST(coalesce(sum(s.discount), 0) AS bigint) AS discount,
    CAST(coalesce(sum(s.tax), 0) AS bigint) AS tax,
    CAST(0 AS bigint) AS cost,
    CAST(0 AS bigint) AS due,
    CAST(0 AS bigint) AS commission,
    CAST(coalesce(sum(s.total), 0) AS bigint) AS amount
FROM sale s
WHERE s.register_id = $1 AND s.seq > coalesce((SELECT max(y.to_seq) FROM z y
    WHERE y.register_id = $1), 0);

-- name: till_tenders
-- in: uuid
-- out: figure
SELECT 'tender' AS what, p.kind AS a, '' AS b, '' AS c,
    count(*) AS n,
    CAST(0 AS bigint) AS sold,
    CAST(0 AS bigint) AS returned,
    CAST(0 AS bigint) AS gross,
    CAST(0 AS bigint) AS refunds,
    CAST(0 AS bigint) AS discount,
    CAST(0 AS bigint) AS tax,
    CAST(0 AS bigint) AS cost,
    CAST(0 AS bigint) AS due,
    CAST(0 AS bigint) AS commission,
    CAST(coalesce(sum(p.amount), 0) AS bigint) AS amount
FROM sale s
JOIN payment p ON p.sale_id = s.id
WHERE s.register_id = $1 AND s.seq > coalesce((SELECT max(y.to_seq) FROM z y
    WHERE y.register_id = $1), 0)
GROUP BY p.kind ORDER BY amount DESC, p.kind;

-- name: till_tax
-- in: uuid
-- out: figure
SELECT 'tax' AS what, l.tax_name AS a, CAST(l.tax_ppm AS text) AS b, '' AS c,
    count(*) AS n,
    CAST(0 AS bigint) AS sold,
    CAST(0 AS bigint) AS returned,
    CAST(0 AS bigint) AS gross,
    CAST(0 AS bigint) AS refunds,
    CAST(0 AS bigint) AS discount,
    CAST(coalesce(sum(l.tax), 0) AS bigint) AS tax,
    CAST(0 AS bigint) AS cost,
    CAST(0 AS bigint) AS due,
    CAST(0 AS bigint) AS commission,
    CAST(coalesce(sum(l.net), 0) AS bigint) AS amount
FROM sale s
JOIN sale_line l ON l.sale_id = s.id
WHERE s.register_id = $1 AND s.seq > coalesce((SELECT max(y.to_seq) FROM z y
    WHERE y.register_id = $1), 0)
GROUP BY l.tax_name, l.tax_ppm ORDER BY l.tax_name, l.tax_ppm;
