-- Holds: a claim on a piece for a while, judged by the database's clock.

-- $1 id $2 piece $3 qty $4 channel $5 owner $6 register $7 staff $8 microseconds
-- $9 caller $10 origin $11 for whom $12 customer
-- name: hold_add
-- in: uuid uuid int uuid text uuid uuid int text text text uuid
-- writes
INSERT INTO hold (id, piece_id, qty, channel_id, owner, register_id, staff_id,
    placed_at, expires_at, caller, origin, held_for, customer_id)
SELECT $1, $2, $3, $4, $5, $6, $7, n.now, n.now + $8, $9, $10, $11, $12
FROM (SELECT vitrine_now() AS now) n;

-- name: hold_get
-- in: uuid
-- out: hold
SELECT * FROM hold_now WHERE id = $1;

-- name: hold_renew_add
-- in: uuid int int
-- writes
INSERT INTO hold_renew (hold_id, at, ttl) VALUES ($1, $2, $3);

-- name: hold_end_add
-- in: uuid int text
-- writes
INSERT INTO hold_end (hold_id, at, reason) VALUES ($1, $2, $3)
ON CONFLICT (hold_id) DO NOTHING;

-- Ends every hold whose time is over, so that counts and pages hear of it.
-- name: hold_sweep
-- writes
INSERT INTO hold_end (hold_id, at, reason)
SELECT id, vitrine_now(), 'expired' FROM hold
WHERE state = 'active' AND expires_at <= vitrine_now()
ORDER BY piece_id LIMIT 200
ON CONFLICT (hold_id) DO NOTHING;

-- What an order of a channel holds: $1 channel $2 owner
-- name: hold_of_order
-- in: uuid text
-- out: hold
SELECT * FROM hold_now WHERE channel_id = $1 AND owner = $2
    AND state = 'active'
ORDER BY placed_at;

-- Every live hold, the one that ends first first.
-- name: hold_list
-- out: hold
SELECT * FROM hold_now WHERE state = 'active' ORDER BY expires_at;

-- $1 caller $2 owner $3 origin
-- name: hold_load
-- in: text text text
-- out: load
SELECT count(CASE WHEN caller = $1 THEN 1 END) AS caller,
    count(CASE WHEN caller = $1 AND owner = $2 THEN 1 END) AS owner,
    count(CASE WHEN origin = $3 THEN 1 END) AS origin,
    count(CASE WHEN caller LIKE 'page:%' THEN 1 END) AS visitors
FROM hold
WHERE state = 'active' AND caller <> '' AND expires_at > vitrine_now();

-- What is kept for customers who think it over, the first to end first.
-- name: hold_for_list
-- in: int
-- out: hold
SELECT * FROM hold_now WHERE held_for <> '' AND state = 'active'
ORDER BY expires_at LIMIT $1;

-- name: hold_active_count
-- out: num
SELECT count(*) AS value FROM hold
WHERE state = 'active' AND expires_at > vitrine_now();
