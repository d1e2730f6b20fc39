-- Pieces: what a scanner, a search and a page ask of them.

-- What a scanner waits for.
-- name: piece_by_code
-- in: text text text text
-- out: piece
SELECT n.* FROM (
	SELECT DISTINCT piece_id FROM piece_code
	WHERE code IN ($1, $2, $3, $4) LIMIT 50) c
CROSS JOIN LATERAL (
	-- OFFSET 0: piece by piece, never the whole view.
	SELECT * FROM piece_now WHERE id = c.piece_id OFFSET 0) n
ORDER BY n.sku;
-- sqlite:
SELECT * FROM piece_now WHERE id IN (
	SELECT piece_id FROM piece_code WHERE code IN ($1, $2, $3, $4))
ORDER BY sku LIMIT 50;

-- name: piece_by_id
-- in: uuid
-- out: piece
SELECT * FROM piece_now WHERE id = $1;

-- name: piece_by_sku
-- in: text
-- out: piece
SELECT * FROM piece_now WHERE sku = $1;

-- $1 words begun, ' word1 word2' (db/words.c); $2 at most; $3 1: only what can be
-- sold now
-- name: piece_find
-- in: text int int
-- out: piece
SELECT n.* FROM piece_find($1, $2, $3) AS f(id)
JOIN piece_search s ON s.id = f.id
CROSS JOIN LATERAL (
	-- OFFSET 0: piece by piece, never the whole view.
	SELECT * FROM piece_now WHERE id = s.piece_id OFFSET 0) n
ORDER BY f.id;
-- sqlite:
SELECT n.* FROM (
	SELECT s.piece_id AS pid, s.id AS sid FROM piece_fts f
	JOIN piece_search s ON s.id = f.rowid
	JOIN piece p ON p.id = s.piece_id
	WHERE piece_fts MATCH
	    '"' || replace(trim($1), ' ', '"* "') || '"*'
	  AND ($3 = 0 OR (p.on_hand > p.held AND p.state = 'stock'))
	ORDER BY f.rowid LIMIT $2) hit
JOIN piece_now n ON n.id = hit.pid
ORDER BY hit.sid;

-- Without words: from a sku on.
-- name: piece_list
-- in: text int int
-- out: piece
SELECT n.* FROM (
	SELECT id FROM piece WHERE sku > $1
	  AND ($3 = 0 OR (on_hand > held AND state = 'stock'))
	ORDER BY sku LIMIT $2) p
CROSS JOIN LATERAL (
	SELECT * FROM piece_now WHERE id = p.id OFFSET 0) n
ORDER BY n.sku;
-- sqlite:
SELECT n.* FROM (
	SELECT id FROM piece WHERE sku > $1
	  AND ($3 = 0 OR (on_hand > held AND state = 'stock'))
	ORDER BY sku LIMIT $2) p
JOIN piece_now n ON n.id = p.id
ORDER BY n.sku;

-- Something else to show the customer: same category, nearest in price.
-- name: piece_similar
-- in: uuid int
-- out: piece
SELECT n.* FROM (
	SELECT q.id, abs(q.price - w.price) AS far
	FROM piece w
	JOIN piece q ON q.category_id = w.category_id AND q.id <> w.id
	WHERE w.id = $1 AND q.state = 'stock' AND q.on_hand > q.held
	ORDER BY far, q.id LIMIT $2) p
CROSS JOIN LATERAL (
	SELECT * FROM piece_now WHERE id = p.id OFFSET 0) n
ORDER BY p.far, n.id;
-- sqlite:
SELECT n.* FROM (
	SELECT q.id, abs(q.price - w.price) AS far
	FROM piece w
	JOIN piece q ON q.category_id = w.category_id AND q.id <> w.id
	WHERE w.id = $1 AND q.state = 'stock' AND q.on_hand > q.held
	ORDER BY far, q.id LIMIT $2) p
JOIN piece_now n ON n.id = p.id
ORDER BY p.far, n.id;

-- The public catalogue, newest first; $1 the last id seen, or the highest.
-- name: item_list
-- in: uuid int
-- out: piece
SELECT n.* FROM (
	SELECT id FROM piece WHERE listed = 1 AND id < $1
	ORDER BY id DESC LIMIT $2) p
CROSS JOIN LATERAL (
	SELECT * FROM piece_now WHERE id = p.id OFFSET 0) n
ORDER BY n.id DESC;
-- sqlite:
SELECT n.* FROM (
	SELECT id FROM piece WHERE listed = 1 AND id < $1
	ORDER BY id DESC LIMIT $2) p
JOIN piece_now n ON n.id = p.id
ORDER BY n.id DESC;

-- name: item_find
-- in: text int
-- out: piece
SELECT n.* FROM piece_find($1, 1000, 0) AS f(id)
JOIN piece_search s ON s.id = f.id
CROSS JOIN LATERAL (
	-- OFFSET 0: piece by piece, never the whole view.
	SELECT * FROM piece_now WHERE id = s.piece_id OFFSET 0) n
WHERE n.listed = 1
ORDER BY f.id LIMIT $2;
-- sqlite:
SELECT n.* FROM (
	SELECT s.piece_id AS pid, s.id AS sid FROM piece_fts f
	JOIN piece_search s ON s.id = f.rowid
	JOIN piece p ON p.id = s.piece_id
	WHERE piece_fts MATCH
	    '"' || replace(trim($1), ' ', '"* "') || '"*' AND p.listed = 1
	ORDER BY f.rowid LIMIT $2) hit
JOIN piece_now n ON n.id = hit.pid
ORDER BY hit.sid;

-- name: item_by_sku
-- in: text
-- out: piece
SELECT * FROM piece_now WHERE sku = $1 AND listed = 1;

-- name: piece_count
-- out: num
SELECT count(*) AS value FROM piece;

-- name: piece_codes
-- in: uuid
-- out: code
SELECT piece_id, code, kind FROM piece_code WHERE piece_id = $1
ORDER BY kind, code;

-- The codes, and the certificates, of the pieces on a page of piece_list.
-- name: piece_list_codes
-- in: text int
-- out: code
SELECT c.piece_id, c.code, c.kind FROM (
	SELECT id FROM piece WHERE sku > $1 ORDER BY sku LIMIT $2) p
JOIN piece_code c ON c.piece_id = p.id
ORDER BY c.piece_id, c.code;

-- name: piece_list_certs
-- in: text int
-- out: cert
SELECT c.piece_id, c.position, c.lab, c.report_no, c.issued, c.url FROM (
	SELECT id FROM piece WHERE sku > $1 ORDER BY sku LIMIT $2) p
JOIN certificate c ON c.piece_id = p.id
ORDER BY c.piece_id, c.position;

-- name: piece_attrs
-- in: uuid
-- out: attr
SELECT piece_id, position, name, value FROM piece_attr WHERE piece_id = $1
ORDER BY position;

-- name: piece_stones
-- in: uuid
-- out: stone
SELECT piece_id, position, role, type, origin, shape, carat_milli, pieces,
    color, clarity, cut
FROM stone WHERE piece_id = $1 ORDER BY position;

-- name: piece_certs
-- in: uuid
-- out: cert
SELECT piece_id, position, lab, report_no, issued, url
FROM certificate WHERE piece_id = $1 ORDER BY position;

-- name: piece_photos
-- in: uuid
-- out: photo
SELECT id, piece_id, position, role, CASE WHEN web IS NULL THEN media_type
    ELSE 'image/jpeg' END AS media_type, width, height,
    CAST(NULL AS bytea) AS bytes, thumb_width, thumb_height,
    CAST(NULL AS bytea) AS thumb, CAST(NULL AS bytea) AS web,
    CAST(NULL AS bytea) AS small
FROM photo WHERE piece_id = $1 ORDER BY position;
-- sqlite:
SELECT id, piece_id, position, role, CASE WHEN web IS NULL THEN media_type
    ELSE 'image/jpeg' END AS media_type, width, height,
    NULL AS bytes, thumb_width, thumb_height, NULL AS thumb, NULL AS web,
    NULL AS small
FROM photo WHERE piece_id = $1 ORDER BY position;

-- A photo as others see it, in the small size when $2 is 1.
-- name: photo_bytes
-- in: uuid int
-- out: photo
SELECT id, piece_id, position, role,
    CASE WHEN web IS NULL AND ($2 = 0 OR small IS NULL) THEN media_type
	ELSE 'image/jpeg' END AS media_type, width, height,
    CASE WHEN $2 = 1 THEN coalesce(small, web, bytes)
	ELSE coalesce(web, bytes) END AS bytes,
    thumb_width, thumb_height, CAST(NULL AS bytea) AS thumb,
    CAST(NULL AS bytea) AS web, CAST(NULL AS bytea) AS small
FROM photo WHERE id = $1;
-- sqlite:
SELECT id, piece_id, position, role,
    CASE WHEN web IS NULL AND ($2 = 0 OR small IS NULL) THEN media_type
	ELSE 'image/jpeg' END AS media_type, width, height,
    CASE WHEN $2 = 1 THEN coalesce(small, web, bytes)
	ELSE coalesce(web, bytes) END AS bytes,
    thumb_width, thumb_height, NULL AS thumb, NULL AS web, NULL AS small
FROM photo WHERE id = $1;

-- The picture for the register's screen: the first photo's thumbnail.
-- name: photo_thumb
-- in: uuid
-- out: photo
SELECT id, piece_id, position, role, media_type, width, height,
    CAST(NULL AS bytea) AS bytes, thumb_width, thumb_height, thumb,
    CAST(NULL AS bytea) AS web, CAST(NULL AS bytea) AS small
FROM photo WHERE piece_id = $1 ORDER BY position LIMIT 1;
-- sqlite:
SELECT id, piece_id, position, role, media_type, width, height,
    NULL AS bytes, thumb_width, thumb_height, thumb, NULL AS web,
    NULL AS small
FROM photo WHERE piece_id = $1 ORDER BY position LIMIT 1;

-- Everything that ever happened to a piece, newest first.
-- name: piece_history
-- in: uuid int
-- out: event
SELECT at, kind, detail, who, channel, number, amount FROM (
	SELECT m.at, m.reason AS kind,
	    CASE WHEN m.to_state = '' THEN m.note
		ELSE 'now ' || m.to_state END AS detail,
	    coalesce(f.name, g.name, '') AS who,
	    coalesce(c.name, '') AS channel, coalesce(s.number, '') AS number,
	    coalesce(l.total, 0) AS amount
	FROM stock_move m
	LEFT JOIN staff f ON f.id = m.staff_id
	LEFT JOIN sale_line l ON l.id = m.sale_line_id
	LEFT JOIN sale s ON s.id = l.sale_id
	LEFT JOIN staff g ON g.id = s.staff_id
	LEFT JOIN channel c ON c.id = s.channel_id
	WHERE m.piece_id = $1
	UNION ALL
	SELECT h.placed_at, 'hold', CASE WHEN h.end_reason = '' THEN h.owner
	    ELSE h.owner || ', ' || h.end_reason END,
	    coalesce(f.name, ''), c.name, '', 0
	FROM hold h
	JOIN channel c ON c.id = h.channel_id
	LEFT JOIN staff f ON f.id = h.staff_id
	WHERE h.piece_id = $1
	UNION ALL
	SELECT e.at, e.kind, e.detail, coalesce(f.name, ''), '', '', 0
	FROM piece_event e
	LEFT JOIN staff f ON f.id = e.staff_id
	WHERE e.piece_id = $1) everything
ORDER BY at DESC LIMIT $2;

-- name: change_since
-- in: int int
-- out: change
SELECT c.id, n.id AS piece_id, n.sku, n.listed, n.status, n.held_until,
    n.price, n.on_hand
FROM (SELECT id, piece_id FROM change WHERE id > $1 ORDER BY id LIMIT $2) c
CROSS JOIN LATERAL (
	SELECT * FROM piece_now WHERE id = c.piece_id OFFSET 0) n
ORDER BY c.id;
-- sqlite:
SELECT c.id, n.id AS piece_id, n.sku, n.listed, n.status, n.held_until,
    n.price, n.on_hand
FROM change c JOIN piece_now n ON n.id = c.piece_id
WHERE c.id > $1 ORDER BY c.id LIMIT $2;

-- name: change_last
-- out: num
SELECT coalesce(max(id), 0) AS value FROM change;

-- name: change_prune
-- in: int
-- writes
DELETE FROM change WHERE id < $1;

-- name: piece_add
-- in: uuid text text text uuid text text int int int uuid text text uuid int text text int
-- writes
INSERT INTO piece (id, sku, title, story, category_id, kind, state, price,
    floor_price, cost, store_id, location, ownership, consignor_id, listed,
    source, source_ref, created_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
    $17, $18, $18);

-- name: piece_edit
-- in: uuid text text text uuid int int int uuid text text uuid int text text int
-- writes
UPDATE piece SET sku = $2, title = $3, story = $4, category_id = $5,
    price = $6, floor_price = $7, cost = $8, store_id = $9, location = $10,
    ownership = $11, consignor_id = $12, listed = $13, source = $14,
    source_ref = $15, changed_at = $16
WHERE id = $1;

-- name: piece_touched
-- in: uuid
-- writes
INSERT INTO change (piece_id) VALUES ($1);

-- name: piece_words_add
-- in: uuid text
-- writes
INSERT INTO piece_search (piece_id, words) VALUES ($1, $2);

-- name: piece_words_set
-- in: uuid text
-- writes
UPDATE piece_search SET words = $2 WHERE piece_id = $1;

-- name: piece_code_add
-- in: uuid text text
-- writes
INSERT INTO piece_code (piece_id, code, kind) VALUES ($1, $2, $3)
ON CONFLICT (code, piece_id) DO NOTHING;

-- name: piece_codes_clear
-- in: uuid text
-- writes
DELETE FROM piece_code WHERE piece_id = $1 AND kind = $2;

-- name: piece_attr_add
-- in: uuid int text text
-- writes
INSERT INTO piece_attr (piece_id, position, name, value)
VALUES ($1, $2, $3, $4);

-- name: piece_attrs_clear
-- in: uuid
-- writes
DELETE FROM piece_attr WHERE piece_id = $1;

-- name: piece_stone_add
-- in: uuid int text text text text int int text text text
-- writes
INSERT INTO stone (piece_id, position, role, type, origin, shape, carat_milli,
    pieces, color, clarity, cut)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: piece_stones_clear
-- in: uuid
-- writes
DELETE FROM stone WHERE piece_id = $1;

-- name: piece_cert_add
-- in: uuid int text text text text
-- writes
INSERT INTO certificate (piece_id, position, lab, report_no, issued, url)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: piece_certs_clear
-- in: uuid
-- writes
DELETE FROM certificate WHERE piece_id = $1;

-- name: photo_add
-- in: uuid uuid int text text int int blob int int blob blob blob
-- writes
INSERT INTO photo (id, piece_id, position, role, media_type, width, height,
    bytes, thumb_width, thumb_height, thumb, web, small)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: photos_clear
-- in: uuid
-- writes
DELETE FROM photo WHERE piece_id = $1;

-- By hand, told by the entry $8 of the shop's book.
-- name: stock_move_add
-- in: uuid int int text text uuid text uuid
-- writes
INSERT INTO stock_move (piece_id, at, delta, reason, to_state, staff_id, note,
    entry_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: stock_moves_of
-- in: uuid
-- out: move
SELECT piece_id, at, delta, reason, to_state, staff_id, note
FROM stock_move WHERE entry_id = $1 ORDER BY id;

-- name: piece_event_add
-- in: uuid int text text uuid
-- writes
INSERT INTO piece_event (piece_id, at, kind, detail, staff_id)
VALUES ($1, $2, $3, $4, $5);
