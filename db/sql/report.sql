-- The owner's figures.  A question takes a store (none: all) and business days
-- from and to.  It is answered from the rollup; of days that are open also from
-- the rows of what each register sold since it was last added up.
--
-- figure_raw adds up the sales of "ticket", which the statement names before
-- it: it reads them once, and their lines and payments.

-- part: figure_raw
line AS MATERIALIZED (
	SELECT q.store_id, q.kept_by, q.business_day, q.channel_id, q.staff_id,
	    q.category_id, q.consignor_id, q.tax_name, q.tax_ppm, q.reason,
	    q.approved_by, q.way, count(*) AS n,
	    CAST(sum(q.qty) AS bigint) AS qty,
	    CAST(sum(q.net) AS bigint) AS net,
	    CAST(sum(q.discount) AS bigint) AS discount,
	    CAST(sum(q.tax) AS bigint) AS tax,
	    CAST(sum(q.cost) AS bigint) AS cost,
	    CAST(sum(q.due) AS bigint) AS due,
	    CAST(sum(q.commission) AS bigint) AS commission,
	    count(q.days) AS aged,
	    CAST(coalesce(sum(q.days), 0) AS bigint) AS days
	FROM (
		SELECT s.store_id, s.kept_by, s.business_day, s.channel_id,
		    -- What comes back comes off the associate who sold it.
		    CASE WHEN l.returns_line_id IS NULL THEN s.staff_id
			ELSE (SELECT os.staff_id FROM sale_line o
			    JOIN sale os ON os.id = o.sale_id
			    WHERE o.id = l.returns_line_id) END AS staff_id,
		    l.category_id, l.consignor_id, l.tax_name, l.tax_ppm,
		    CASE WHEN l.discount <> 0 THEN l.discount_reason END
			AS reason,
		    CASE WHEN l.discount <> 0 THEN (SELECT y.approved_by
			FROM approval y WHERE y.ref_id = l.id
			    AND y.what IN ('discount', 'below_floor', 'price')
			ORDER BY y.at DESC LIMIT 1) END AS approved_by,
		    CASE WHEN l.qty > 0 THEN 1 ELSE -1 END AS way,
		    l.qty, l.net, l.discount, l.tax,
		    -- What is not ours costs us its owner's share: due.
		    CASE WHEN l.consignor_id IS NULL THEN l.cost ELSE 0 END
			AS cost,
		    l.consignor_due AS due, l.commission,
		    CASE WHEN l.unique_piece = 1 AND l.qty > 0
			THEN (SELECT CASE WHEN s.made_at < p.created_at THEN 0
			    ELSE (s.made_at - p.created_at) / 86400000000 END
			    FROM piece p WHERE p.id = l.piece_id) END AS days
		FROM ticket s
		JOIN sale_line l ON l.sale_id = s.id
	) q
	GROUP BY q.category_id, q.staff_id, q.channel_id, q.consignor_id,
	    q.way, q.reason, q.tax_ppm, q.approved_by, q.tax_name,
	    q.business_day, q.kept_by, q.store_id
),
raw AS (
	SELECT 'sales' AS what, t.store_id, t.kept_by, t.business_day,
	    t.channel_id AS k1, t.category_id AS k2, '' AS a, '' AS b, t.n,
	    CASE WHEN t.way > 0 THEN t.qty ELSE 0 END AS sold,
	    CASE WHEN t.way < 0 THEN -t.qty ELSE 0 END AS returned,
	    CASE WHEN t.way > 0 THEN t.net ELSE 0 END AS gross,
	    CASE WHEN t.way < 0 THEN t.net ELSE 0 END AS refunds, t.discount,
	    t.tax, t.cost, t.due, t.commission, t.net + t.tax AS amount
	FROM line t
	UNION ALL
	SELECT 'staff', t.store_id, t.kept_by, t.business_day, t.staff_id,
	    CAST(NULL AS uuid), '', '', 0,
	    CASE WHEN t.way > 0 THEN t.qty ELSE 0 END,
	    CASE WHEN t.way < 0 THEN -t.qty ELSE 0 END,
	    CASE WHEN t.way > 0 THEN t.net ELSE 0 END,
	    CASE WHEN t.way < 0 THEN t.net ELSE 0 END, t.discount, t.tax, 0,
	    CASE WHEN t.way < 0 THEN t.commission ELSE 0 END, t.commission,
	    t.net + t.tax
	FROM line t
	UNION ALL
	SELECT 'staff', t.store_id, t.kept_by, t.business_day, t.staff_id,
	    CAST(NULL AS uuid), '', '', count(*), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
	FROM ticket t
	GROUP BY t.store_id, t.kept_by, t.business_day, t.staff_id
	UNION ALL
	SELECT 'tax', t.store_id, t.kept_by, t.business_day, CAST(NULL AS uuid),
	    CAST(NULL AS uuid), t.tax_name, CAST(t.tax_ppm AS text), t.n, 0,
	    0, CASE WHEN t.way > 0 THEN t.net ELSE 0 END,
	    CASE WHEN t.way < 0 THEN t.net ELSE 0 END, 0, t.tax, 0, 0, 0,
	    t.net
	FROM line t
	UNION ALL
	SELECT 'discount', t.store_id, t.kept_by, t.business_day, t.approved_by,
	    CAST(NULL AS uuid), t.reason, '', t.n, 0, 0, 0, 0, t.discount, 0,
	    0, 0, 0, 0
	FROM line t
	WHERE t.reason IS NOT NULL
	UNION ALL
	SELECT 'consignor', t.store_id, t.kept_by, t.business_day, t.consignor_id,
	    CAST(NULL AS uuid), '', '', 0, t.qty, 0, 0, 0, 0, 0, 0, t.due, 0,
	    t.net
	FROM line t
	WHERE t.consignor_id IS NOT NULL
	UNION ALL
	SELECT 'age', t.store_id, t.kept_by, t.business_day, CAST(NULL AS uuid),
	    t.category_id, '', '', 0, t.aged, 0, 0, 0, 0, 0, 0, 0, 0, t.days
	FROM line t
	WHERE t.aged > 0
	UNION ALL
	SELECT 'day', t.store_id, t.kept_by, t.business_day, CAST(NULL AS uuid),
	    CAST(NULL AS uuid), CAST(t.business_day AS text), '', 0,
	    CASE WHEN t.way > 0 THEN t.qty ELSE 0 END,
	    CASE WHEN t.way < 0 THEN -t.qty ELSE 0 END,
	    CASE WHEN t.way > 0 THEN t.net ELSE 0 END,
	    CASE WHEN t.way < 0 THEN t.net ELSE 0 END, t.discount, t.tax,
	    t.cost, t.due, t.commission, t.net + t.tax
	FROM line t
	UNION ALL
	SELECT 'day', t.store_id, t.kept_by, t.business_day, CAST(NULL AS uuid),
	    CAST(NULL AS uuid), CAST(t.business_day AS text), '', count(*), 0,
	    0, 0, 0, 0, 0, 0, 0, 0, 0
	FROM ticket t
	GROUP BY t.store_id, t.kept_by, t.business_day
	UNION ALL
	SELECT 'time', t.store_id, t.kept_by, t.business_day, CAST(NULL AS uuid),
	    CAST(NULL AS uuid), CAST(t.made_at / 900000000 AS text), '',
	    count(*), 0, 0, CAST(sum(t.net) AS bigint), 0, 0, 0, 0, 0, 0, 0
	FROM ticket t
	GROUP BY t.store_id, t.kept_by, t.business_day, t.made_at / 900000000
	UNION ALL
	SELECT 'tender', t.store_id, t.kept_by, t.business_day,
	    CAST(NULL AS uuid), CAST(NULL AS uuid), p.kind, '', count(*), 0, 0,
	    0, 0, 0, 0, 0, 0, 0, CAST(sum(p.amount) AS bigint)
	FROM ticket t
	JOIN payment p ON p.sale_id = t.id
	GROUP BY t.store_id, t.kept_by, t.business_day, p.kind
)

-- part: figure_sums
CAST(sum(q.n) AS bigint) AS n,
CAST(sum(q.sold) AS bigint) AS sold,
CAST(sum(q.returned) AS bigint) AS returned,
CAST(sum(q.gross) AS bigint) AS gross,
CAST(sum(q.refunds) AS bigint) AS refunds,
CAST(sum(q.discount) AS bigint) AS discount,
CAST(sum(q.tax) AS bigint) AS tax,
CAST(sum(q.cost) AS bigint) AS cost,
CAST(sum(q.due) AS bigint) AS due,
CAST(sum(q.commission) AS bigint) AS commission,
CAST(sum(q.amount) AS bigint) AS amount

-- part: figure_named
named AS (
	SELECT g.what,
	    CASE g.what WHEN 'staff' THEN coalesce(w.name, '')
		WHEN 'sales' THEN coalesce(c.name, '')
		WHEN 'consignor' THEN coalesce(o.name, '') ELSE g.a END AS a,
	    CASE g.what WHEN 'sales' THEN coalesce(k.name, '')
		WHEN 'age' THEN coalesce(k.name, '')
		WHEN 'discount' THEN coalesce(w.name, '')
		WHEN 'consignor' THEN coalesce(o.code, '') ELSE g.b END AS b,
	    coalesce(st.name, '') AS c,
	    g.n, g.sold, g.returned, g.gross, g.refunds, g.discount, g.tax,
	    g.cost, g.due, g.commission, g.amount
	FROM added g
	LEFT JOIN channel c ON c.id = g.k1
	LEFT JOIN staff w ON w.id = g.k1
	LEFT JOIN consignor o ON o.id = g.k1
	LEFT JOIN category k ON k.id = g.k2
	LEFT JOIN store st ON st.id = g.apart
)
SELECT what, a, b, c, n, sold, returned, gross, refunds, discount, tax, cost,
    due, commission, amount
FROM named
ORDER BY what, c, CASE what WHEN 'staff' THEN gross + refunds
    WHEN 'tender' THEN amount ELSE 0 END DESC, a, b

-- What is not added up yet, of the days and stores of "span".  Entry by entry,
-- so that a planner cannot think there were many: it is the sales behind the
-- mark that are few, and nothing tells it so.

-- part: figure_tail
entry (register_id, seq, last_seq, first, last) AS (
	SELECT r.id, r.rolled_seq + 1, r.last_seq, span.first, span.last
	FROM span
	JOIN register r ON r.store_id = span.store_id
	    AND (span.register_id IS NULL OR r.id = span.register_id)
	WHERE r.rolled_seq < r.last_seq
	UNION ALL
	SELECT e.register_id, e.seq + 1, e.last_seq, e.first, e.last
	FROM entry e
	WHERE e.seq < e.last_seq
),
ticket AS MATERIALIZED (
	SELECT s.id, s.store_id, s.register_id AS kept_by, s.business_day,
	    s.channel_id, s.staff_id, s.made_at, s.total - s.tax AS net
	FROM entry e
	JOIN sale s ON s.register_id = e.register_id AND s.seq = e.seq
	WHERE s.business_day >= e.first AND s.business_day <= e.last
),

-- Some questions ($5 to $13); with $4 = 1 each store by itself (c).
-- name: figure_some
-- in: uuid int int int text text text text text text text text text
-- out: figure
WITH RECURSIVE span AS (
	SELECT st.id AS store_id, CAST(NULL AS uuid) AS register_id,
	    CASE WHEN st.closed_day < $2 THEN $2 ELSE st.closed_day + 1 END
		AS first, $3 AS last
	FROM store st
	WHERE ($1 IS NULL OR st.id = $1) AND st.closed_day < $3
),
-- use: figure_tail
-- use: figure_raw
,
added AS (
	SELECT q.what, q.k1, q.k2, q.a, q.b,
	    CASE WHEN $4 = 1 THEN q.store_id END AS apart,
-- use: figure_sums
	FROM (
		SELECT r.what, r.store_id, nullif(r.k1, r.store_id) AS k1,
		    nullif(r.k2, r.store_id) AS k2, r.a, r.b, r.n, r.sold,
		    r.returned, r.gross, r.refunds, r.discount, r.tax, r.cost,
		    r.due, r.commission, r.amount
		FROM rollup r
		WHERE r.what IN ($5, $6, $7, $8, $9, $10, $11, $12,
		    $13)
		  AND r.business_day BETWEEN $2 AND $3
		  AND ($1 IS NULL OR r.store_id = $1)
		UNION ALL
		SELECT w.what, w.store_id, w.k1, w.k2, w.a, w.b, w.n, w.sold,
		    w.returned, w.gross, w.refunds, w.discount, w.tax, w.cost,
		    w.due, w.commission, w.amount
		FROM raw w
		WHERE w.what IN ($5, $6, $7, $8, $9, $10, $11, $12,
		    $13)
	) q
	GROUP BY q.what, q.k1, q.k2, q.a, q.b,
	    CASE WHEN $4 = 1 THEN q.store_id END
),
-- use: figure_named
;

-- The same of days that are all closed: the rollup alone, which is planned in
-- no time.
-- name: figure_closed
-- in: uuid int int int text text text text text text text text text
-- out: figure
WITH added AS (
	SELECT q.what, nullif(q.k1, q.store_id) AS k1,
	    nullif(q.k2, q.store_id) AS k2, q.a, q.b,
	    CASE WHEN $4 = 1 THEN q.store_id END AS apart,
-- use: figure_sums
	FROM rollup q
	WHERE q.what IN ($5, $6, $7, $8, $9, $10, $11, $12, $13)
	  AND q.business_day BETWEEN $2 AND $3
	  AND ($1 IS NULL OR q.store_id = $1)
	GROUP BY q.what, nullif(q.k1, q.store_id), nullif(q.k2, q.store_id),
	    q.a, q.b, CASE WHEN $4 = 1 THEN q.store_id END
),
-- use: figure_named
;

-- What "raw" comes to, into the rollup.

-- part: rollup_add
INSERT INTO rollup (what, business_day, store_id, kept_by, k1, k2, a, b,
    n, sold, returned, gross, refunds, discount,
    tax, cost, due, commission, amount)
SELECT q.what, q.business_day, q.store_id, q.kept_by,
    coalesce(q.k1, q.store_id), coalesce(q.k2, q.store_id), q.a, q.b,
-- use: figure_sums
FROM raw q
WHERE 0 = 0
GROUP BY q.what, q.business_day, q.store_id, q.kept_by, q.k1, q.k2, q.a, q.b
ON CONFLICT (what, business_day, store_id, kept_by, k1, k2, a, b) DO UPDATE SET
    n = rollup.n + excluded.n,
    sold = rollup.sold + excluded.sold,
    returned = rollup.returned + excluded.returned,
    gross = rollup.gross + excluded.gross,
    refunds = rollup.refunds + excluded.refunds,
    discount = rollup.discount + excluded.discount,
    tax = rollup.tax + excluded.tax,
    cost = rollup.cost + excluded.cost,
    due = rollup.due + excluded.due,
    commission = rollup.commission + excluded.commission,
    amount = rollup.amount + excluded.amount

-- A day that is closed, from its rows.
-- name: rollup_clear
-- in: uuid int
-- writes
DELETE FROM rollup WHERE business_day = $2 AND store_id = $1
  AND $2 <= (SELECT closed_day FROM store WHERE id = $1)
  AND what IN ('sales', 'staff', 'tax', 'discount', 'consignor', 'age', 'day',
    'time', 'tender');

-- name: rollup_make
-- in: uuid int
-- writes
WITH ticket AS MATERIALIZED (
	SELECT s.id, s.store_id, s.store_id AS kept_by, s.business_day,
	    s.channel_id, s.staff_id, s.made_at, s.total - s.tax AS net
	FROM store st
	JOIN sale s ON s.store_id = st.id
	WHERE st.id = $1 AND st.closed_day >= $2 AND s.business_day = $2
),
-- use: figure_raw
-- use: rollup_add
;

-- Of days that are open, what a register of a store ($2; none: all of them)
-- sold since it was last added up.  The first of these statements keeps it from
-- selling meanwhile.
-- name: roll_begin
-- in: uuid uuid
-- writes
UPDATE register SET rolled_seq = rolled_seq
WHERE store_id = $1 AND ($2 IS NULL OR id = $2);

-- Everything again: as if nothing of these days had been added up.
-- name: roll_reset
-- in: uuid
-- writes
UPDATE register SET rolled_seq = coalesce((
	SELECT min(s.seq) - 1 FROM sale s
	JOIN store st ON st.id = s.store_id AND s.business_day > st.closed_day
	WHERE s.register_id = register.id), last_seq)
WHERE store_id = $1;

-- name: roll_clear
-- in: uuid
-- writes
DELETE FROM rollup WHERE store_id = $1
  AND business_day > (SELECT closed_day FROM store WHERE id = $1);

-- name: roll_add
-- in: uuid uuid
-- writes
WITH RECURSIVE span AS (
	SELECT st.id AS store_id, $2 AS register_id, st.closed_day + 1 AS first,
	    CAST(99991231 AS bigint) AS last
	FROM store st WHERE st.id = $1
),
-- use: figure_tail
-- use: figure_raw
-- use: rollup_add
;

-- name: roll_end
-- in: uuid uuid
-- writes
UPDATE register SET rolled_seq = last_seq
WHERE store_id = $1 AND ($2 IS NULL OR id = $2);

-- The days of a store that are closed, from $2 to $3.
-- name: rollup_days
-- in: uuid int int
-- out: num
SELECT s.business_day AS value FROM sale s
JOIN store st ON st.id = s.store_id AND s.business_day <= st.closed_day
WHERE s.store_id = $1 AND s.business_day BETWEEN $2 AND $3
GROUP BY s.business_day
UNION
SELECT r.business_day FROM rollup r
JOIN store st ON st.id = r.store_id AND r.business_day <= st.closed_day
WHERE r.what = 'day' AND r.store_id = $1 AND r.business_day BETWEEN $2 AND $3
ORDER BY 1;

-- Every figure of the rollup, and what its rows come to.  The first that differs
-- stands for its row.
-- name: check_rollup
-- out: finding
WITH ticket AS MATERIALIZED (
	SELECT s.id, s.store_id, CASE WHEN s.business_day <= st.closed_day
	    THEN s.store_id ELSE s.register_id END AS kept_by, s.business_day,
	    s.channel_id, s.staff_id, s.made_at, s.total - s.tax AS net
	FROM sale s
	JOIN store st ON st.id = s.store_id
	JOIN register r ON r.id = s.register_id
	WHERE s.business_day <= st.closed_day OR s.seq <= r.rolled_seq
),
-- use: figure_raw
,
pair AS (
	SELECT w.what, w.business_day, w.store_id, w.kept_by,
	    coalesce(w.k1, w.store_id) AS k1, coalesce(w.k2, w.store_id) AS k2,
	    w.a, w.b, 1 AS side, w.n, w.sold, w.returned, w.gross, w.refunds,
	    w.discount, w.tax, w.cost, w.due, w.commission, w.amount
	FROM raw w
	UNION ALL
	SELECT r.what, r.business_day, r.store_id, r.kept_by, r.k1, r.k2, r.a,
	    r.b, -1, r.n, r.sold, r.returned, r.gross, r.refunds, r.discount,
	    r.tax, r.cost, r.due, r.commission, r.amount
	FROM rollup r
),
figure AS (
	SELECT p.what, p.business_day, p.store_id, p.kept_by, p.k1, p.k2, p.a,
	    p.b,
	    sum(CASE WHEN p.side > 0 THEN p.n ELSE 0 END) AS x_n,
	    sum(CASE WHEN p.side < 0 THEN p.n ELSE 0 END) AS y_n,
	    sum(CASE WHEN p.side > 0 THEN p.sold ELSE 0 END) AS x_sold,
	    sum(CASE WHEN p.side < 0 THEN p.sold ELSE 0 END) AS y_sold,
	    sum(CASE WHEN p.side > 0 THEN p.returned ELSE 0 END) AS x_returned,
	    sum(CASE WHEN p.side < 0 THEN p.returned ELSE 0 END) AS y_returned,
	    sum(CASE WHEN p.side > 0 THEN p.gross ELSE 0 END) AS x_gross,
	    sum(CASE WHEN p.side < 0 THEN p.gross ELSE 0 END) AS y_gross,
	    sum(CASE WHEN p.side > 0 THEN p.refunds ELSE 0 END) AS x_refunds,
	    sum(CASE WHEN p.side < 0 THEN p.refunds ELSE 0 END) AS y_refunds,
	    sum(CASE WHEN p.side > 0 THEN p.discount ELSE 0 END) AS x_discount,
	    sum(CASE WHEN p.side < 0 THEN p.discount ELSE 0 END) AS y_discount,
	    sum(CASE WHEN p.side > 0 THEN p.tax ELSE 0 END) AS x_tax,
	    sum(CASE WHEN p.side < 0 THEN p.tax ELSE 0 END) AS y_tax,
	    sum(CASE WHEN p.side > 0 THEN p.cost ELSE 0 END) AS x_cost,
	    sum(CASE WHEN p.side < 0 THEN p.cost ELSE 0 END) AS y_cost,
	    sum(CASE WHEN p.side > 0 THEN p.due ELSE 0 END) AS x_due,
	    sum(CASE WHEN p.side < 0 THEN p.due ELSE 0 END) AS y_due,
	    sum(CASE WHEN p.side > 0 THEN p.commission ELSE 0 END) AS x_commission,
	    sum(CASE WHEN p.side < 0 THEN p.commission ELSE 0 END) AS y_commission,
	    sum(CASE WHEN p.side > 0 THEN p.amount ELSE 0 END) AS x_amount,
	    sum(CASE WHEN p.side < 0 THEN p.amount ELSE 0 END) AS y_amount
	FROM pair p
	GROUP BY p.what, p.business_day, p.store_id, p.kept_by, p.k1, p.k2,
	    p.a, p.b
)
SELECT 'rollup' AS what, st.code || ' ' || CAST(f.business_day AS text) || ' '
    || f.what || CASE WHEN f.a = '' THEN '' ELSE ' ' || f.a END AS subject,
    CAST(CASE WHEN f.x_n <> f.y_n THEN f.x_n
	WHEN f.x_sold <> f.y_sold THEN f.x_sold
	WHEN f.x_returned <> f.y_returned THEN f.x_returned
	WHEN f.x_gross <> f.y_gross THEN f.x_gross
	WHEN f.x_refunds <> f.y_refunds THEN f.x_refunds
	WHEN f.x_discount <> f.y_discount THEN f.x_discount
	WHEN f.x_tax <> f.y_tax THEN f.x_tax
	WHEN f.x_cost <> f.y_cost THEN f.x_cost
	WHEN f.x_due <> f.y_due THEN f.x_due
	WHEN f.x_commission <> f.y_commission THEN f.x_commission
	WHEN f.x_amount <> f.y_amount THEN f.x_amount END AS bigint)
	AS expected,
    CAST(CASE WHEN f.x_n <> f.y_n THEN f.y_n
	WHEN f.x_sold <> f.y_sold THEN f.y_sold
	WHEN f.x_returned <> f.y_returned THEN f.y_returned
	WHEN f.x_gross <> f.y_gross THEN f.y_gross
	WHEN f.x_refunds <> f.y_refunds THEN f.y_refunds
	WHEN f.x_discount <> f.y_discount THEN f.y_discount
	WHEN f.x_tax <> f.y_tax THEN f.y_tax
	WHEN f.x_cost <> f.y_cost THEN f.y_cost
	WHEN f.x_due <> f.y_due THEN f.y_due
	WHEN f.x_commission <> f.y_commission THEN f.y_commission
	WHEN f.x_amount <> f.y_amount THEN f.y_amount END AS bigint)
	AS found
FROM figure f JOIN store st ON st.id = f.store_id
WHERE f.x_n <> f.y_n
   OR f.x_sold <> f.y_sold
   OR f.x_returned <> f.y_returned
   OR f.x_gross <> f.y_gross
   OR f.x_refunds <> f.y_refunds
   OR f.x_discount <> f.y_discount
   OR f.x_tax <> f.y_tax
   OR f.x_cost <> f.y_cost
   OR f.x_due <> f.y_due
   OR f.x_commission <> f.y_commission
   OR f.x_amount <> f.y_amount
UNION ALL
SELECT 'rollup', r.code || ' up to its entry', r.last_seq, r.rolled_seq
FROM register r WHERE r.rolled_seq > r.last_seq
ORDER BY 2 LIMIT 100;

-- What is in stock: category (a), whose (b: own or consigned) and how long it
-- has been here (c: a number of whole steps of age, see ops.h).  n rows, sold
-- pieces, gross their price, cost theirs, due what consignors would get, amount
-- the days they have been here.  $1 the store, $2 now.
-- name: figure_stock
-- in: uuid int
-- out: figure
SELECT 'stock' AS what, q.category AS a, q.whose AS b, q.age AS c,
    count(*) AS n, CAST(sum(q.on_hand) AS bigint) AS sold,
    CAST(0 AS bigint) AS returned,
    CAST(sum(q.on_hand * q.price) AS bigint) AS gross,
    CAST(0 AS bigint) AS refunds, CAST(0 AS bigint) AS discount,
    CAST(0 AS bigint) AS tax, CAST(sum(q.on_hand * q.cost) AS bigint) AS cost,
    CAST(sum(q.on_hand * q.due) AS bigint) AS due,
    CAST(0 AS bigint) AS commission,
    CAST(sum(q.on_hand * q.days) AS bigint) AS amount
FROM (
	SELECT x.category, x.whose, x.on_hand, x.price, x.cost, x.due, x.days,
	    CASE WHEN x.days <= 90 THEN '0' WHEN x.days <= 180 THEN '1'
		WHEN x.days <= 365 THEN '2' WHEN x.days <= 730 THEN '3'
		ELSE '4' END AS age
	FROM (
		SELECT coalesce(k.name, '') AS category,
		    CASE WHEN p.ownership = 'own' THEN 'own'
			ELSE 'consigned' END AS whose,
		    p.on_hand, p.price, p.cost,
		    coalesce(p.price * o.split_ppm / 1000000, 0) AS due,
		    ($2 - p.created_at) / 86400000000 AS days
		FROM piece p
		LEFT JOIN category k ON k.id = p.category_id
		LEFT JOIN consignor o ON o.id = p.consignor_id
		WHERE p.on_hand > 0 AND ($1 IS NULL OR p.store_id = $1)
	) x
) q
GROUP BY q.category, q.whose, q.age
ORDER BY q.category, q.whose, q.age;

-- Sales nobody charged tax on, and by which certificate, latest first.
-- name: exempt_list
-- in: uuid int int int
-- out: sale
SELECT * FROM sale_now
WHERE exempt = 1 AND business_day BETWEEN $2 AND $3
  AND ($1 IS NULL OR store_id = $1)
ORDER BY made_at DESC LIMIT $4;

-- The pieces sold and taken back, where and to whom, latest first.
-- name: sold_list
-- in: uuid int int int
-- out: sold
SELECT s.made_at, s.number, s.kind, c.name AS channel, s.order_ref,
    s.customer_name, coalesce(g.name, '') AS staff, l.piece_id, l.sku,
    l.title, l.unique_piece, l.qty, l.discount, l.net, l.tax, l.total,
    s.id AS sale_id, s.exempt, s.exempt_no, coalesce(k.name, '') AS category,
    l.tax_name, l.tax_ppm, l.discount_reason AS reason, '' AS approver,
    coalesce(o.name, '') AS consignor, l.consignor_due AS due
FROM sale_line l
JOIN sale s ON s.id = l.sale_id
JOIN channel c ON c.id = s.channel_id
LEFT JOIN category k ON k.id = l.category_id
LEFT JOIN staff g ON g.id = s.staff_id
LEFT JOIN consignor o ON o.id = l.consignor_id
WHERE s.business_day BETWEEN $2 AND $3
  AND ($1 IS NULL OR s.store_id = $1)
ORDER BY s.business_day DESC, s.made_at DESC, l.position LIMIT $4;

-- Nobody may ever see another number than 0 here: pieces sold on these days that
-- have, on any day, two sales that did not come back; from the facts and not
-- from the flag.  A second sale falls on some day, and that day counts it.
-- name: sold_twice
-- in: int int
-- out: num
SELECT count(*) AS value FROM (
	SELECT DISTINCT d.piece_id FROM sale s
	JOIN sale_line d ON d.sale_id = s.id
	WHERE s.business_day BETWEEN $1 AND $2 AND d.unique_piece = 1
	  AND d.qty > 0) p
WHERE (SELECT count(*) FROM sale_line l
    WHERE l.piece_id = p.piece_id AND l.unique_piece = 1 AND l.qty > 0
      AND NOT EXISTS (SELECT 1 FROM sale_line b
	WHERE b.returns_line_id = l.id)) > 1;
