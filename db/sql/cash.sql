-- Cash received, for the law that wants to know of it (core/sell/cashlaw.h).

-- Every sale with cash in it, ever up to $3, of one buyer ($1) or, without one,
-- of those who paid cash from $2 to $3; and of buyers nobody knows the sales of
-- those days that come to more than $4.  instruments: checks drawn by a bank
-- and the like of a face up to $5.  covered: whether the sale is of a kind in
-- which those count: a line over $6, or a category of the list $7 (",A,B,").
-- name: cash_received
-- in: uuid int int int int int text
-- out: cash
WITH these AS MATERIALIZED (
	SELECT s.id, s.customer_id FROM sale s
	WHERE $1 IS NULL AND s.business_day BETWEEN $2 AND $3
	  AND s.kind = 'sale' AND (s.customer_id IS NOT NULL OR s.total > $4)
),
who AS (
	SELECT c.id FROM customer c WHERE c.id = $1
	UNION
	SELECT t.customer_id FROM these t JOIN payment p ON p.sale_id = t.id
	WHERE t.customer_id IS NOT NULL
	  AND p.kind IN ('cash', 'cashiers_check', 'money_order', 'bank_draft',
	    'travelers_check')
),
sold AS (
	SELECT s.id FROM sale s
	WHERE s.kind = 'sale' AND s.business_day <= $3
	  AND s.customer_id IN (SELECT w.id FROM who w)
	UNION ALL
	SELECT t.id FROM these t WHERE t.customer_id IS NULL
),
paid AS (
	SELECT p.sale_id,
	    CAST(sum(CASE WHEN p.kind IN ('cash', 'change') THEN p.amount
		ELSE 0 END) AS bigint) AS cash,
	    CAST(sum(CASE WHEN p.kind IN ('cash', 'change') OR p.amount > $5
		THEN 0 ELSE p.amount END) AS bigint) AS instruments
	FROM payment p
	WHERE p.kind IN ('cash', 'change', 'cashiers_check', 'money_order',
	    'bank_draft', 'travelers_check')
	  AND p.sale_id IN (SELECT x.id FROM sold x)
	GROUP BY p.sale_id
)
SELECT s.id AS sale_id, s.number, s.made_at, s.business_day, s.customer_id,
    coalesce(c.name, s.customer_name) AS name, coalesce(c.address, '')
	AS address, coalesce(c.email, '') AS email,
    coalesce(c.phone, '') AS phone, paid.cash, paid.instruments,
    CASE WHEN $7 = '*' OR EXISTS (SELECT 1 FROM sale_line l
	LEFT JOIN category k ON k.id = l.category_id
	WHERE l.sale_id = s.id AND (l.net / l.qty > $6
	    OR $7 LIKE '%,' || k.code || ',%')) THEN 1 ELSE 0 END AS covered,
    CAST(coalesce((SELECT -sum(y.amount) FROM payment y
	WHERE y.kind IN ('cash', 'change') AND y.sale_id IN (
	    SELECT b.sale_id FROM sale_line l
	    JOIN sale_line b ON b.returns_line_id = l.id
	    WHERE l.sale_id = s.id)), 0) AS bigint) AS given_back,
    coalesce((SELECT r.filed_day FROM cash_report r WHERE r.sale_id = s.id),
	0) AS filed_day
FROM paid
JOIN sale s ON s.id = paid.sale_id
LEFT JOIN customer c ON c.id = s.customer_id
WHERE paid.cash + paid.instruments > 0
ORDER BY s.customer_id, s.made_at, s.number;

-- name: cash_report_add
-- in: uuid int uuid
-- writes
INSERT INTO cash_report (sale_id, filed_day, at, staff_id)
VALUES ($1, $2, vitrine_now(), $3);
