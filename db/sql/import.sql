-- Taking over other systems' files: the profiles, and what was taken before.

-- name: profile_list
-- out: profile
SELECT code, title, verified, anchors, not_anchors, priority, source, shape
FROM import_profile ORDER BY priority, code;

-- name: alias_list
-- out: alias
SELECT profile, position, header, field, rule
FROM import_alias ORDER BY profile, position;

-- name: profile_set
-- in: text text int text text int text text
-- writes
INSERT INTO import_profile (code, title, verified, anchors, not_anchors,
    priority, source, shape)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (code) DO UPDATE SET title = excluded.title,
    verified = excluded.verified, anchors = excluded.anchors,
    not_anchors = excluded.not_anchors, priority = excluded.priority,
    source = excluded.source, shape = excluded.shape;

-- name: profile_clear
-- in: text
-- writes
DELETE FROM import_profile WHERE code = $1;

-- name: alias_clear
-- in: text
-- writes
DELETE FROM import_alias WHERE profile = $1;

-- name: alias_add
-- in: text int text text text
-- writes
INSERT INTO import_alias (profile, position, header, field, rule)
VALUES ($1, $2, $3, $4, $5);

-- The piece a row of a file stands for: the one this row made before, else the
-- one of this number.  sold: it went over the counter or the web at least once.
-- name: import_find
-- in: text text text
-- out: seen
SELECT p.id AS piece_id, p.sku, p.story, p.category_id, p.kind, p.state,
    p.on_hand, p.floor_price, p.cost, p.store_id, p.location, p.ownership,
    p.consignor_id, p.listed, p.source, p.source_ref,
    CASE WHEN s.piece_id IS NULL THEN 0 ELSE 1 END AS seen,
    coalesce(s.hash, 0) AS hash, coalesce(s.qty, 0) AS qty,
    CASE WHEN EXISTS (SELECT 1 FROM stock_move m
	WHERE m.piece_id = p.id AND m.reason = 'sale')
	THEN 1 ELSE 0 END AS sold
FROM piece p
LEFT JOIN import_seen s ON s.source = $1 AND s.source_ref = $2
    AND s.piece_id = p.id
WHERE p.id = coalesce(
    (SELECT t.piece_id FROM import_seen t
     WHERE t.source = $1 AND t.source_ref = $2),
    (SELECT q.id FROM piece q WHERE q.sku = $3));

-- name: import_mark
-- in: text text uuid int int int
-- writes
INSERT INTO import_seen (source, source_ref, piece_id, hash, qty, at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (source, source_ref) DO UPDATE SET piece_id = excluded.piece_id,
    hash = excluded.hash, qty = excluded.qty, at = excluded.at;
