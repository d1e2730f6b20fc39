-- A shop's books, worked out apart from the program: raw tables, and what New
-- York's clock and the tax rates are, nothing else.  Runs on both engines;
-- year.t puts the days in the place of :from and :to.  Every answer is
-- "what|...", a row a line.

-- name: zs
-- A Z has the days since the last, from the lines; and all of it so far.
WITH days AS (
	SELECT number, business_day AS last,
	    lag(business_day, 1, 0) OVER (ORDER BY number) AS before
	FROM z WHERE register_id IS NULL
),
sums AS (
	SELECT d.number, d.last,
	    (SELECT count(*) FROM sale s
		WHERE s.business_day > d.before AND s.business_day <= d.last)
		AS sales,
	    (SELECT CAST(coalesce(sum(l.net + l.tax), 0) AS bigint)
		FROM sale_line l JOIN sale s ON s.id = l.sale_id
		WHERE s.business_day > d.before AND s.business_day <= d.last)
		AS total
	FROM days d
)
SELECT 'z', number, last, sales, total,
    CAST(sum(total) OVER (ORDER BY number) AS bigint)
FROM sums ORDER BY number;

-- name: registers
-- A register's Z has its sales since its last, whatever their day.
SELECT 'z', r.code, z.number, (SELECT count(*) FROM sale s
	WHERE s.register_id = z.register_id AND s.seq <= z.to_seq
	  AND s.seq > coalesce((SELECT max(y.to_seq) FROM z y
	    WHERE y.register_id = z.register_id AND y.number < z.number), 0)),
    (SELECT CAST(coalesce(sum(l.net + l.tax), 0) AS bigint)
	FROM sale s JOIN sale_line l ON l.sale_id = s.id
	WHERE s.register_id = z.register_id AND s.seq <= z.to_seq
	  AND s.seq > coalesce((SELECT max(y.to_seq) FROM z y
	    WHERE y.register_id = z.register_id AND y.number < z.number), 0)),
    (SELECT CAST(coalesce(sum(l.net + l.tax), 0) AS bigint)
	FROM sale s JOIN sale_line l ON l.sale_id = s.id
	WHERE s.register_id = z.register_id AND s.seq <= z.to_seq)
FROM z JOIN register r ON r.id = z.register_id
ORDER BY r.code, z.number;

-- name: drawers
SELECT 'drawer', r.code, d.business_day, d.opened_at,
    (SELECT CAST(sum(denom * qty) AS bigint) FROM drawer_count
	WHERE drawer_id = d.id AND phase = 'open')
    + (SELECT CAST(coalesce(sum(p.amount), 0) AS bigint)
	FROM payment p JOIN sale s ON s.id = p.sale_id
	WHERE s.drawer_id = d.id AND p.kind IN ('cash', 'change'))
    + (SELECT CAST(coalesce(sum(CASE kind WHEN 'pay_in' THEN amount
	    WHEN 'pay_out' THEN -amount WHEN 'drop' THEN -amount
	    ELSE 0 END), 0) AS bigint)
	FROM drawer_event WHERE drawer_id = d.id),
    (SELECT CAST(coalesce(sum(denom * qty), 0) AS bigint) FROM drawer_count
	WHERE drawer_id = d.id AND phase = 'close')
FROM drawer d JOIN register r ON r.id = d.register_id
ORDER BY r.code, d.opened_at;

-- name: wrong
-- What is not as it must be: no row is good.  A line's tax, to the cent;
SELECT 'tax', s.number, l.position, l.tax FROM sale_line l
JOIN sale s ON s.id = l.sale_id
WHERE l.qty > 0 AND l.tax <> CASE
    WHEN s.exempt = 1 OR l.tax_class = 'none' THEN 0
    WHEN l.tax_class = 'work'
    THEN l.unit_price * l.qty - l.discount
	- ((l.unit_price * l.qty - l.discount) * 1000000 + 599999)
	    / 1199999
    ELSE ((l.unit_price * l.qty - l.discount) * CASE
	WHEN l.tax_class = 'reduced' THEN 45000
	WHEN s.business_day < 20260701 THEN 88750 ELSE 90000 END + 500000)
	/ 1000000 END
UNION ALL
-- what all returns of a line come to: never more, and the same in the end;
SELECT 'back', s.number, o.position, sum(b.total)
FROM sale_line o JOIN sale_line b ON b.returns_line_id = o.id
JOIN sale s ON s.id = o.sale_id
GROUP BY s.number, o.position, o.id, o.qty, o.total, o.net, o.tax, o.returned
HAVING -sum(b.qty) > o.qty OR -sum(b.total) > o.total
    OR (-sum(b.qty) = o.qty AND (-sum(b.net) <> o.net OR -sum(b.tax) <> o.tax))
UNION ALL
-- a sale's day: its date in New York, or the day after the Z it came behind;
SELECT 'day', q.number, q.business_day, q.date FROM (
	SELECT w.number, w.business_day, w.recorded_at, :date AS date FROM (
		SELECT s.number, s.business_day, s.recorded_at, CASE
		    WHEN s.made_at BETWEEN 1772953200000000
			AND 1793512799999999
		    THEN s.made_at / 1000000 - 14400
		    ELSE s.made_at / 1000000 - 18000 END AS wall
		FROM sale s) w) q
WHERE q.business_day <> q.date AND NOT EXISTS (
	SELECT 1 FROM z WHERE z.business_day >= q.date
	  AND z.next_day = q.business_day AND z.made_at <= q.recorded_at)
UNION ALL
-- payments, and everything a piece did.
SELECT 'paid', s.number, s.total, sum(p.amount)
FROM sale s LEFT JOIN payment p ON p.sale_id = s.id
GROUP BY s.id, s.number, s.total
HAVING coalesce(sum(p.amount), 0) <> s.total
UNION ALL
SELECT 'twice', p.sku, p.on_hand, sum(l.qty)
FROM piece p JOIN sale_line l ON l.piece_id = p.id WHERE p.kind = 'unique'
GROUP BY p.id, p.sku, p.on_hand HAVING p.on_hand + sum(l.qty) <> 1;

-- name: tenders
SELECT 'tender', kind, CAST(sum(amount) AS bigint) FROM (
	SELECT CASE p.kind WHEN 'cash' THEN 'Cash' WHEN 'change' THEN 'Cash'
	    WHEN 'card' THEN 'Card' WHEN 'check' THEN 'Check'
	    WHEN 'gift' THEN 'Gift card' WHEN 'reference'
	    THEN 'Paid elsewhere' END AS kind, p.amount
	FROM payment p JOIN sale s ON s.id = p.sale_id
	WHERE s.business_day BETWEEN :from AND :to) q
GROUP BY kind ORDER BY kind;

-- name: tax
SELECT 'tax', CASE WHEN l.tax_ppm = 0 THEN 0 ELSE l.tax_ppm END,
    CAST(sum(l.net) AS bigint), CAST(sum(l.tax) AS bigint)
FROM sale_line l JOIN sale s ON s.id = l.sale_id
WHERE s.business_day BETWEEN :from AND :to
GROUP BY CASE WHEN l.tax_ppm = 0 THEN 0 ELSE l.tax_ppm END
ORDER BY 2;

-- name: staff
-- Tickets are whose they are; what comes back is taken off who had sold it.
-- Ana's commission is 3.3333 %, Ben's 1.25 %, each line's rounded, and of what
-- comes back as much of it as comes back.
SELECT 'staff', q.name, CAST(sum(q.n) AS bigint), CAST(sum(q.net) AS bigint),
    CAST(sum(q.commission) AS bigint)
FROM (
	SELECT coalesce(f.name, '(web)') AS name, 1 AS n, 0 AS net,
	    0 AS commission
	FROM sale s LEFT JOIN staff f ON f.id = s.staff_id
	WHERE s.business_day BETWEEN :from AND :to
	UNION ALL
	SELECT coalesce(f.name, '(web)'), 0, l.net,
	    (coalesce(o.net, l.net) * CASE f.name WHEN 'Ana' THEN 33333
		WHEN 'Ben' THEN 12500 ELSE 0 END + 500000) / 1000000
	    * l.qty / coalesce(o.qty, l.qty)
	FROM sale_line l
	JOIN sale s ON s.id = l.sale_id
	LEFT JOIN sale_line o ON o.id = l.returns_line_id
	LEFT JOIN sale w ON w.id = o.sale_id
	LEFT JOIN staff f ON f.id = CASE WHEN o.id IS NULL THEN s.staff_id
	    ELSE w.staff_id END
	WHERE s.business_day BETWEEN :from AND :to) q
GROUP BY q.name ORDER BY q.name;

-- name: sold
SELECT 'sold', c.name, coalesce(k.name, '(none)'),
    CAST(sum(CASE WHEN l.qty > 0 THEN l.qty ELSE 0 END) AS bigint),
    CAST(-sum(CASE WHEN l.qty < 0 THEN l.qty ELSE 0 END) AS bigint),
    CAST(sum(l.net) AS bigint)
FROM sale_line l
JOIN sale s ON s.id = l.sale_id
JOIN channel c ON c.id = s.channel_id
LEFT JOIN piece p ON p.id = l.piece_id
LEFT JOIN category k ON k.id = p.category_id
WHERE s.business_day BETWEEN :from AND :to
GROUP BY c.name, coalesce(k.name, '(none)') ORDER BY 2, 3;

-- name: owed
-- 63.3333 % of the net is Mrs. Vane's, to the cent a line.
SELECT 'owed', 'C1', CAST(sum(l.net) AS bigint), CAST(sum(CASE WHEN l.qty > 0
    THEN (l.net * 633333 + 500000) / 1000000
    ELSE -((-l.net * 633333 + 500000) / 1000000) END) AS bigint)
FROM sale_line l
JOIN sale s ON s.id = l.sale_id
JOIN piece p ON p.id = l.piece_id AND p.ownership = 'consigned'
WHERE s.business_day BETWEEN :from AND :to
GROUP BY p.consignor_id;

-- name: hours
SELECT 'hour', CAST(q.wall / 86400 % 7 AS bigint), q.wall % 86400 / 3600,
    count(*), CAST(sum(q.net) AS bigint)
FROM (
	SELECT CAST(CASE
	    WHEN s.made_at BETWEEN 1772953200000000 AND 1793512799999999
	    THEN s.made_at / 1000000 - 14400
	    ELSE s.made_at / 1000000 - 18000 END AS bigint) AS wall,
	    s.total - s.tax AS net, s.business_day
	FROM sale s WHERE s.business_day BETWEEN :from AND :to) q
GROUP BY 2, 3 ORDER BY 2, 3;
