-- The owner's figures.
--
-- Every question takes a store (none: all), and business days from and to.
-- Days that are closed are answered from the rollup, the others from the rows:
-- f.first is the first day that is open in some store, so that the rows of
-- closed days are not even looked at.

-- By channel (a) and category (b).
-- name: figure_sales
-- in: uuid int int
-- out: figure
SELECT q.a, q.b,
    CAST(0 AS bigint) AS n,
    CAST(coalesce(sum(q.sold), 0) AS bigint) AS sold,
    CAST(coalesce(sum(q.returned), 0) AS bigint) AS returned,
    CAST(coalesce(sum(q.gross), 0) AS bigint) AS gross,
    CAST(coalesce(sum(q.refunds), 0) AS bigint) AS refunds,
    CAST(coalesce(sum(q.discount), 0) AS bigint) AS discount,
    CAST(coalesce(sum(q.tax), 0) AS bigint) AS tax,
    CAST(coalesce(sum(q.cost), 0) AS bigint) AS cost,
    CAST(coalesce(sum(q.due), 0) AS bigint) AS due,
    CAST(coalesce(sum(q.commission), 0) AS bigint) AS commission,
    CAST(coalesce(sum(q.amount), 0) AS bigint) AS amount
FROM (
	SELECT c.name AS a, r.category AS b, r.sold, r.returned, r.gross,
	    r.refunds, r.discount, r.tax, r.cost, r.consignor_due AS due,
	    0 AS commission, r.gross + r.refunds + r.tax AS amount
	FROM rollup_sale r
	JOIN channel c ON c.id = r.channel_id
	WHERE r.business_day BETWEEN $2 AND $3
	  AND ($1 IS NULL OR r.store_id = $1)
	UNION ALL
	SELECT c.name AS a, coalesce(k.name, '') AS b,
	    CASE WHEN l.qty > 0 THEN l.qty ELSE 0 END AS sold,
	    CASE WHEN l.qty < 0 THEN -l.qty ELSE 0 END AS returned,
	    CASE WHEN l.qty > 0 THEN l.net ELSE 0 END AS gross,
	    CASE WHEN l.qty < 0 THEN l.net ELSE 0 END AS refunds,
	    l.discount AS discount, l.tax AS tax, l.cost AS cost,
	    l.consignor_due AS due, l.commission AS commission,
	    l.total AS amount
	FROM (SELECT min(closed_day) + 1 AS first FROM store) f
	JOIN sale_line l ON l.business_day BETWEEN $2 AND $3
	    AND l.business_day >= f.first
	JOIN store st ON st.id = l.store_id AND l.business_day > st.closed_day
	JOIN sale s ON s.id = l.sale_id
	JOIN channel c ON c.id = s.channel_id
	LEFT JOIN category k ON k.id = l.category_id
	WHERE ($1 IS NULL OR l.store_id = $1)
) q
GROUP BY q.a, q.b
ORDER BY q.a, q.b;

-- By associate (a, empty for the web): sales, net and commission.
-- name: figure_staff
-- in: uuid int int
-- out: figure
SELECT q.a, q.b,
    CAST(coalesce(sum(q.n), 0) AS bigint) AS n,
    CAST(0 AS bigint) AS sold,
    CAST(0 AS bigint) AS returned,
    CAST(coalesce(sum(q.gross), 0) AS bigint) AS gross,
    CAST(0 AS bigint) AS refunds,
    CAST(0 AS bigint) AS discount,
    CAST(0 AS bigint) AS tax,
    CAST(0 AS bigint) AS cost,
    CAST(0 AS bigint) AS due,
    CAST(coalesce(sum(q.commission), 0) AS bigint) AS commission,
    CAST(0 AS bigint) AS amount
FROM (
	SELECT r.staff AS a, '' AS b, r.sales AS n, r.net AS gross, r.commission
	FROM rollup_staff r
	WHERE r.business_day BETWEEN $2 AND $3
	  AND ($1 IS NULL OR r.store_id = $1)
	UNION ALL
	SELECT coalesce(g.name, '') AS a, '' AS b, count(*) AS n,
	    sum(s.total - s.tax) AS gross,
	    sum((SELECT sum(l.commission) FROM sale_line l
		WHERE l.sale_id = s.id)) AS commission
	FROM (SELECT min(closed_day) + 1 AS first FROM store) f
	JOIN sale s ON s.business_day BETWEEN $2 AND $3
	    AND s.business_day >= f.first
	JOIN store st ON st.id = s.store_id AND s.business_day > st.closed_day
	LEFT JOIN staff g ON g.id = s.staff_id
	WHERE ($1 IS NULL OR s.store_id = $1)
	GROUP BY g.name
) q
GROUP BY q.a, q.b
ORDER BY gross DESC, q.a;

-- By kind of payment (a).
-- name: figure_tender
-- in: uuid int int
-- out: figure
SELECT q.a, q.b,
    CAST(coalesce(sum(q.n), 0) AS bigint) AS n,
    CAST(0 AS bigint) AS sold,
    CAST(0 AS bigint) AS returned,
    CAST(0 AS bigint) AS gross,
    CAST(0 AS bigint) AS refunds,
    CAST(0 AS bigint) AS discount,
    CAST(0 AS bigint) AS tax,
    CAST(0 AS bigint) AS cost,
    CAST(0 AS bigint) AS due,
    CAST(0 AS bigint) AS commission,
    CAST(coalesce(sum(q.amount), 0) AS bigint) AS amount
FROM (
	SELECT r.kind AS a, '' AS b, r.payments AS n, r.amount
	FROM rollup_tender r
	WHERE r.business_day BETWEEN $2 AND $3
	  AND ($1 IS NULL OR r.store_id = $1)
	UNION ALL
	SELECT p.kind AS a, '' AS b, 1 AS n, p.amount
	FROM (SELECT min(closed_day) + 1 AS first FROM store) f
	JOIN payment p ON p.business_day BETWEEN $2 AND $3
	    AND p.business_day >= f.first
	JOIN store st ON st.id = p.store_id AND p.business_day > st.closed_day
	WHERE ($1 IS NULL OR p.store_id = $1)
) q
GROUP BY q.a, q.b
ORDER BY amount DESC, q.a;

-- By quarter of an hour of UTC (a, counted from 1970): sales and net.
-- name: figure_time
-- in: uuid int int
-- out: figure
SELECT CAST(s.made_at / 900000000 AS text) AS a, '' AS b,
    count(*) AS n,
    CAST(0 AS bigint) AS sold,
    CAST(0 AS bigint) AS returned,
    CAST(coalesce(sum(s.total - s.tax), 0) AS bigint) AS gross,
    CAST(0 AS bigint) AS refunds,
    CAST(0 AS bigint) AS discount,
    CAST(0 AS bigint) AS tax,
    CAST(0 AS bigint) AS cost,
    CAST(0 AS bigint) AS due,
    CAST(0 AS bigint) AS commission,
    CAST(0 AS bigint) AS amount
FROM sale s
WHERE s.business_day BETWEEN $2 AND $3
  AND ($1 IS NULL OR s.store_id = $1)
GROUP BY s.made_at / 900000000
ORDER BY s.made_at / 900000000;

-- Tax by rate: a its name, b its parts per million; amount what was taxed.
-- name: figure_tax
-- in: uuid int int
-- out: figure
SELECT l.tax_name AS a, CAST(l.tax_ppm AS text) AS b,
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
FROM sale_line l
WHERE l.business_day BETWEEN $2 AND $3
  AND ($1 IS NULL OR l.store_id = $1)
GROUP BY l.tax_name, l.tax_ppm
ORDER BY l.tax_name, l.tax_ppm;

-- Discounts by reason (a) and who approved them (b, empty: nobody had to).
-- name: figure_discount
-- in: uuid int int
-- out: figure
SELECT l.discount_reason AS a, coalesce(g.name, '') AS b,
    count(*) AS n,
    CAST(0 AS bigint) AS sold,
    CAST(0 AS bigint) AS returned,
    CAST(0 AS bigint) AS gross,
    CAST(0 AS bigint) AS refunds,
    CAST(coalesce(sum(l.discount), 0) AS bigint) AS discount,
    CAST(0 AS bigint) AS tax,
    CAST(0 AS bigint) AS cost,
    CAST(0 AS bigint) AS due,
    CAST(0 AS bigint) AS commission,
    CAST(0 AS bigint) AS amount
FROM sale_line l
LEFT JOIN approval y ON y.ref_id = l.id AND y.what IN ('discount',
    'below_floor', 'price')
LEFT JOIN staff g ON g.id = y.approved_by
WHERE l.business_day BETWEEN $2 AND $3 AND l.discount <> 0
  AND ($1 IS NULL OR l.store_id = $1)
GROUP BY l.discount_reason, g.name
ORDER BY l.discount_reason, g.name;

-- What consignors (a) are owed for pieces sold: sold, amount net, due.
-- name: figure_consignor
-- in: uuid int int
-- out: figure
SELECT o.name AS a, o.code AS b,
    CAST(0 AS bigint) AS n,
    CAST(coalesce(sum(l.qty), 0) AS bigint) AS sold,
    CAST(0 AS bigint) AS returned,
    CAST(0 AS bigint) AS gross,
    CAST(0 AS bigint) AS refunds,
    CAST(0 AS bigint) AS discount,
    CAST(0 AS bigint) AS tax,
    CAST(0 AS bigint) AS cost,
    CAST(coalesce(sum(l.consignor_due), 0) AS bigint) AS due,
    CAST(0 AS bigint) AS commission,
    CAST(coalesce(sum(l.net), 0) AS bigint) AS amount
FROM sale_line l
JOIN consignor o ON o.id = l.consignor_id
WHERE l.business_day BETWEEN $2 AND $3
  AND ($1 IS NULL OR l.store_id = $1)
GROUP BY o.name, o.code
ORDER BY o.name, o.code;

-- Day by day (a, yyyymmdd): sales, net of sales, refunds, tax, total.
-- name: figure_day
-- in: uuid int int
-- out: figure
SELECT CAST(s.business_day AS text) AS a, '' AS b,
    count(*) AS n,
    CAST(0 AS bigint) AS sold,
    CAST(0 AS bigint) AS returned,
    CAST(coalesce(sum(CASE WHEN s.kind = 'sale' THEN s.total - s.tax ELSE 0 END), 0) AS bigint) AS gross,
    CAST(coalesce(sum(CASE WHEN s.kind = 'return' THEN s.total - s.tax ELSE 0 END), 0) AS bigint) AS refunds,
    CAST(coalesce(sum(s.discount), 0) AS bigint) AS discount,
    CAST(coalesce(sum(s.tax), 0) AS bigint) AS tax,
    CAST(0 AS bigint) AS cost,
    CAST(0 AS bigint) AS due,
    CAST(0 AS bigint) AS commission,
    CAST(coalesce(sum(s.total), 0) AS bigint) AS amount
FROM sale s
WHERE s.business_day BETWEEN $2 AND $3
  AND ($1 IS NULL OR s.store_id = $1)
GROUP BY s.business_day
ORDER BY s.business_day;

-- The pieces sold and taken back, where and to whom, latest first.
-- name: sold_list
-- in: uuid int int int
-- out: sold
SELECT s.made_at, s.number, s.kind, c.name AS channel, s.order_ref,
    s.customer_name, coalesce(g.name, '') AS staff, l.piece_id, l.sku,
    l.title, l.unique_piece, l.qty, l.discount, l.net, l.tax, l.total,
    s.id AS sale_id, s.exempt
FROM sale_line l
JOIN sale s ON s.id = l.sale_id
JOIN channel c ON c.id = s.channel_id
LEFT JOIN staff g ON g.id = s.staff_id
WHERE l.business_day BETWEEN $2 AND $3
  AND ($1 IS NULL OR l.store_id = $1)
ORDER BY s.made_at DESC, l.position LIMIT $4;

-- Nobody may ever see another number than 0 here: pieces with two live lines,
-- added up from the facts and not from the flag.
-- name: sold_twice
-- out: num
SELECT count(*) AS value FROM (
	SELECT l.piece_id
	FROM sale_line l
	LEFT JOIN sale_line b ON b.returns_line_id = l.id
	WHERE l.unique_piece = 1 AND l.qty > 0 AND b.id IS NULL
	GROUP BY l.piece_id HAVING count(*) > 1) q;

-- The days of a store that are closed and have no rollup yet.
-- name: rollup_missing
-- in: uuid int
-- out: num
SELECT s.business_day AS value FROM sale s
JOIN store st ON st.id = s.store_id AND s.business_day <= st.closed_day
WHERE s.store_id = $1
  AND NOT EXISTS (SELECT 1 FROM rollup_tender r
    WHERE r.store_id = s.store_id AND r.business_day = s.business_day)
GROUP BY s.business_day ORDER BY s.business_day LIMIT $2;

-- name: rollup_sale_clear
-- in: uuid int
-- writes
DELETE FROM rollup_sale WHERE store_id = $1 AND business_day = $2;

-- name: rollup_sale_make
-- in: uuid int
-- writes
INSERT INTO rollup_sale (store_id, business_day, channel_id, category, sold,
    returned, gross, refunds, discount, tax, cost, consignor_due)
SELECT l.store_id, l.business_day, s.channel_id, coalesce(k.name, ''),
    sum(CASE WHEN l.qty > 0 THEN l.qty ELSE 0 END),
    sum(CASE WHEN l.qty < 0 THEN -l.qty ELSE 0 END),
    sum(CASE WHEN l.qty > 0 THEN l.net ELSE 0 END),
    sum(CASE WHEN l.qty < 0 THEN l.net ELSE 0 END),
    sum(l.discount), sum(l.tax), sum(l.cost), sum(l.consignor_due)
FROM sale_line l
JOIN sale s ON s.id = l.sale_id
LEFT JOIN category k ON k.id = l.category_id
WHERE l.store_id = $1 AND l.business_day = $2
GROUP BY l.store_id, l.business_day, s.channel_id, coalesce(k.name, '');

-- name: rollup_staff_clear
-- in: uuid int
-- writes
DELETE FROM rollup_staff WHERE store_id = $1 AND business_day = $2;

-- name: rollup_staff_make
-- in: uuid int
-- writes
INSERT INTO rollup_staff (store_id, business_day, staff, sales, net,
    commission)
SELECT s.store_id, s.business_day, coalesce(g.name, ''), count(*),
    sum(s.total - s.tax), coalesce(sum((SELECT sum(l.commission)
	FROM sale_line l WHERE l.sale_id = s.id)), 0)
FROM sale s LEFT JOIN staff g ON g.id = s.staff_id
WHERE s.store_id = $1 AND s.business_day = $2
GROUP BY s.store_id, s.business_day, coalesce(g.name, '');

-- name: rollup_tender_clear
-- in: uuid int
-- writes
DELETE FROM rollup_tender WHERE store_id = $1 AND business_day = $2;

-- name: rollup_tender_make
-- in: uuid int
-- writes
INSERT INTO rollup_tender (store_id, business_day, kind, payments, amount)
SELECT store_id, business_day, kind, count(*), sum(amount)
FROM payment WHERE store_id = $1 AND business_day = $2
GROUP BY store_id, business_day, kind;

-- name: rollup_hour_clear
-- in: uuid int
-- writes
DELETE FROM rollup_hour WHERE store_id = $1 AND business_day = $2;

-- name: rollup_hour_add
-- in: uuid int int int int
-- writes
INSERT INTO rollup_hour (store_id, business_day, hour, sales, net)
VALUES ($1, $2, $3, $4, $5);

-- By weekday and hour of closed days: the heat map.  a the day, b the hour.
-- name: figure_hours
-- in: uuid int int
-- out: figure
SELECT CAST(r.business_day AS text) AS a, CAST(r.hour AS text) AS b,
    CAST(sum(r.sales) AS bigint) AS n, CAST(0 AS bigint) AS sold,
    CAST(0 AS bigint) AS returned, CAST(sum(r.net) AS bigint) AS gross,
    CAST(0 AS bigint) AS refunds, CAST(0 AS bigint) AS discount,
    CAST(0 AS bigint) AS tax, CAST(0 AS bigint) AS cost,
    CAST(0 AS bigint) AS due, CAST(0 AS bigint) AS commission,
    CAST(0 AS bigint) AS amount
FROM rollup_hour r
WHERE r.business_day BETWEEN $2 AND $3
  AND ($1 IS NULL OR r.store_id = $1)
GROUP BY r.business_day, r.hour ORDER BY r.business_day, r.hour;

-- Raw against rollup, of one store: rows here are a rollup that lies.
-- name: rollup_wrong
-- in: uuid
-- out: finding
SELECT 'rollup_wrong' AS what, CAST(q.business_day AS text) AS subject,
    CAST(sum(q.raw) AS bigint) AS expected,
    CAST(sum(q.rolled) AS bigint) AS found
FROM (
	SELECT l.business_day, sum(l.net + l.tax) AS raw, 0 AS rolled
	FROM sale_line l JOIN store st ON st.id = l.store_id
	    AND l.business_day <= st.closed_day
	WHERE l.store_id = $1 GROUP BY l.business_day
	UNION ALL
	SELECT r.business_day, 0, sum(r.gross + r.refunds + r.tax)
	FROM rollup_sale r WHERE r.store_id = $1 GROUP BY r.business_day
	UNION ALL
	SELECT p.business_day, sum(p.amount), 0
	FROM payment p JOIN store st ON st.id = p.store_id
	    AND p.business_day <= st.closed_day
	WHERE p.store_id = $1 GROUP BY p.business_day
	UNION ALL
	SELECT r.business_day, 0, sum(r.amount)
	FROM rollup_tender r WHERE r.store_id = $1 GROUP BY r.business_day
) q
GROUP BY q.business_day HAVING sum(q.raw) <> sum(q.rolled)
ORDER BY q.business_day;

-- Stock by what it is and whose, and how long it has been here: a category,
-- b "own" or "consigned"; sold the pieces, amount their price, cost theirs;
-- discount counts pieces here for over a year.  $1 the store, $2 a year ago.
-- name: figure_stock
-- in: uuid int int
-- out: figure
SELECT coalesce(k.name, '') AS a,
    CASE WHEN p.ownership = 'own' THEN 'own' ELSE 'consigned' END AS b,
    count(*) AS n, CAST(sum(p.on_hand) AS bigint) AS sold,
    CAST(0 AS bigint) AS returned,
    CAST(sum(p.on_hand * p.price) AS bigint) AS gross,
    CAST(0 AS bigint) AS refunds,
    CAST(sum(CASE WHEN p.created_at < $2 THEN p.on_hand ELSE 0 END) AS bigint)
	AS discount,
    CAST(0 AS bigint) AS tax,
    CAST(sum(p.on_hand * p.cost) AS bigint) AS cost,
    CAST(0 AS bigint) AS due, CAST(0 AS bigint) AS commission,
    CAST(sum(CASE WHEN p.created_at < $3 THEN p.on_hand * p.cost ELSE 0 END)
	AS bigint) AS amount
FROM piece p LEFT JOIN category k ON k.id = p.category_id
WHERE p.on_hand > 0 AND ($1 IS NULL OR p.store_id = $1)
GROUP BY coalesce(k.name, ''),
    CASE WHEN p.ownership = 'own' THEN 'own' ELSE 'consigned' END
ORDER BY a, b;
