-- Channels: what the listener knows of them, hears from them and must still
-- tell them; and the conflict desk.

-- name: link_list
-- out: link
SELECT c.id, c.code, c.kind, c.name, c.active, c.outbox, c.tell_held,
    c.publish,
    coalesce(r.paused, 0) AS paused, coalesce(r.position, '') AS position,
    coalesce(r.polled_at, 0) AS polled_at,
    coalesce(r.wanted_at, 0) AS wanted_at,
    coalesce(r.problem, '') AS problem,
    coalesce(r.problem_at, 0) AS problem_at,
    (SELECT count(DISTINCT o.piece_id) FROM outbox o
	WHERE o.channel_id = c.id AND o.done_at IS NULL) AS waiting,
    coalesce((SELECT min(o.at) FROM outbox o
	WHERE o.channel_id = c.id AND o.done_at IS NULL), 0) AS waiting_since,
    (SELECT count(*) FROM remote_order x WHERE x.channel_id = c.id
	AND x.next_at >= 0) AS orders_due,
    (SELECT count(*) FROM conflict y WHERE y.channel_id = c.id
	AND y.closed_at IS NULL) AS conflicts,
    c.created_at, coalesce(r.checked_at, 0) AS checked_at,
    coalesce(r.live, 0) AS live, coalesce(r.ghosts, 0) AS ghosts,
    coalesce(r.strays, 0) AS strays, coalesce(r.differ, 0) AS differ
FROM channel c LEFT JOIN channel_run r ON r.channel_id = c.id
ORDER BY c.code;

-- name: channel_edit
-- in: uuid text int int int int
-- writes
UPDATE channel SET name = $2, outbox = $3, active = $4, tell_held = $5,
    publish = $6
WHERE id = $1;

-- name: value_list
-- in: uuid
-- out: value
SELECT name, value, sealed FROM channel_setting
WHERE channel_id = $1 ORDER BY name;

-- name: value_set
-- in: uuid text text blob
-- writes
INSERT INTO channel_setting (channel_id, name, value, sealed)
VALUES ($1, $2, $3, $4)
ON CONFLICT (channel_id, name) DO UPDATE
    SET value = excluded.value, sealed = excluded.sealed;

-- name: value_clear
-- in: uuid
-- writes
DELETE FROM channel_setting WHERE channel_id = $1;

-- The row that the next two change.
-- name: run_add
-- in: uuid
-- writes
INSERT INTO channel_run (channel_id) VALUES ($1)
ON CONFLICT (channel_id) DO NOTHING;

-- name: run_polled
-- in: uuid text int
-- writes
UPDATE channel_run SET position = $2, polled_at = $3, problem = ''
WHERE channel_id = $1;

-- name: run_problem
-- in: uuid text int
-- writes
UPDATE channel_run SET problem = $2, problem_at = $3 WHERE channel_id = $1;

-- name: run_checked
-- in: uuid int int int int int
-- writes
UPDATE channel_run SET checked_at = $2, live = $3, ghosts = $4, strays = $5,
    differ = $6
WHERE channel_id = $1;

-- name: run_pause
-- in: uuid int
-- writes
UPDATE channel_run SET paused = $2, problem = '' WHERE channel_id = $1;

-- name: run_want
-- in: uuid
-- writes
UPDATE channel_run SET wanted_at = vitrine_now() WHERE channel_id = $1;

-- name: map_list
-- in: uuid
-- out: map
SELECT m.piece_id, p.sku, p.title, p.kind, m.product_ref, m.variant_ref,
    m.stock_ref, m.told_qty, m.told_at
FROM channel_piece m JOIN piece p ON p.id = m.piece_id
WHERE m.channel_id = $1 ORDER BY p.sku;

-- The piece an order's line means: by what it is called there, else its sku.
-- name: map_find
-- in: uuid text text text
-- out: map
SELECT p.id AS piece_id, p.sku, p.title, p.kind,
    coalesce(m.product_ref, '') AS product_ref,
    coalesce(m.variant_ref, '') AS variant_ref,
    coalesce(m.stock_ref, '') AS stock_ref,
    coalesce(m.told_qty, -1) AS told_qty, coalesce(m.told_at, 0) AS told_at
FROM piece p
LEFT JOIN channel_piece m ON m.piece_id = p.id AND m.channel_id = $1
WHERE p.id IN (SELECT x.piece_id FROM channel_piece x
	WHERE x.channel_id = $1 AND x.product_ref = $2 AND x.variant_ref = $3)
    OR p.sku = $4
ORDER BY CASE WHEN m.product_ref = $2 AND m.variant_ref = $3 THEN 0 ELSE 1 END
LIMIT 1;

-- name: map_set
-- in: uuid uuid text text text
-- writes
INSERT INTO channel_piece (channel_id, piece_id, product_ref, variant_ref,
    stock_ref)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (channel_id, piece_id) DO UPDATE
    SET product_ref = excluded.product_ref,
	variant_ref = excluded.variant_ref, stock_ref = excluded.stock_ref;

-- name: map_told
-- in: uuid uuid int int
-- writes
UPDATE channel_piece SET told_qty = $3, told_at = $4
WHERE channel_id = $1 AND piece_id = $2;

-- What a channel must be told, one row a piece, what is gone first.  The
-- quantity is the one of now: told late, it is still right.  Holds from there
-- are the channel's own business.
-- name: outbox_due
-- in: uuid int int
-- out: tell
SELECT o.piece_id, o.last_id, o.at, o.tries, o.gone, p.sku, p.title, p.price,
    CASE WHEN p.state <> 'stock' THEN 0
	ELSE p.on_hand - CASE WHEN c.tell_held = 0 OR p.held = 0 THEN 0 ELSE (
	    SELECT CAST(coalesce(sum(h.qty), 0) AS bigint) FROM hold h
	    WHERE h.piece_id = p.id AND h.state = 'active'
	      AND h.expires_at > vitrine_now() AND h.channel_id <> c.id) END
	END AS wanted,
    coalesce(m.product_ref, '') AS product_ref,
    coalesce(m.variant_ref, '') AS variant_ref,
    coalesce(m.stock_ref, '') AS stock_ref,
    coalesce(m.told_qty, -1) AS told_qty,
    (SELECT count(*) FROM remote_order x WHERE x.channel_id = c.id
	AND x.state IN ('seen', 'waiting', 'parting', 'part_due',
	    'refund_due')) AS claims
FROM (SELECT b.piece_id, max(b.id) AS last_id, min(b.at) AS at,
	max(b.tries) AS tries,
	max(CASE WHEN b.kind = 'gone' THEN 1 ELSE 0 END) AS gone
	FROM outbox b
	WHERE b.channel_id = $1 AND b.done_at IS NULL AND b.kind <> 'publish'
	GROUP BY b.piece_id HAVING min(b.next_at) <= $2) o
JOIN piece p ON p.id = o.piece_id
JOIN channel c ON c.id = $1
LEFT JOIN channel_piece m ON m.channel_id = c.id AND m.piece_id = p.id
ORDER BY o.gone DESC, o.last_id LIMIT $3;

-- $1 channel $2 piece $3 up to this row $4 now $5 a remark
-- name: outbox_done
-- in: uuid uuid int int text
-- writes
UPDATE outbox SET done_at = $4, problem = $5
WHERE channel_id = $1 AND piece_id = $2 AND id <= $3 AND done_at IS NULL
  AND kind <> 'publish';

-- name: outbox_later
-- in: uuid uuid int int text
-- writes
UPDATE outbox SET tries = tries + 1, next_at = $4, problem = $5
WHERE channel_id = $1 AND piece_id = $2 AND id <= $3 AND done_at IS NULL
  AND kind <> 'publish';

-- When the next of them is due; none: -1.
-- name: outbox_next
-- in: uuid
-- out: num
SELECT CAST(coalesce(min(next_at), -1) AS bigint) AS value FROM outbox
WHERE channel_id = $1 AND done_at IS NULL AND kind <> 'publish';

-- name: outbox_add
-- in: uuid uuid text int
-- writes
INSERT INTO outbox (channel_id, piece_id, kind, at) VALUES ($1, $2, $3, $4);

-- Everything there is to sell, or that the channel was told of, once more.
-- name: outbox_sync
-- in: uuid int
-- writes
INSERT INTO outbox (channel_id, piece_id, kind, at)
SELECT $1, p.id, CASE WHEN p.on_hand = 0 THEN 'gone' ELSE 'stock' END, $2
FROM piece p
WHERE p.kind <> 'service' AND (p.listed = 1 OR EXISTS (
	SELECT 1 FROM channel_piece m
	WHERE m.channel_id = $1 AND m.piece_id = p.id))
  AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.channel_id = $1
	AND o.piece_id = p.id AND o.done_at IS NULL)
ORDER BY p.id;

-- Pieces to be shown, or not, as somebody wants them there.
-- name: listing_set
-- in: uuid uuid int
-- writes
INSERT INTO listing (channel_id, piece_id, shown) VALUES ($1, $2, $3)
ON CONFLICT (channel_id, piece_id) DO UPDATE SET shown = excluded.shown;

-- name: listing_sent
-- in: uuid uuid int
-- writes
UPDATE listing SET sent_at = $3 WHERE channel_id = $1 AND piece_id = $2;

-- A piece with what it is called there, whether it is wanted there or not.
-- part: show_raw
SELECT p.id AS piece_id, p.sku, p.title, p.story, p.price, p.kind,
    CASE WHEN p.state = 'stock' AND p.on_hand > 0 THEN 1 ELSE 0 END
	AS sellable,
    coalesce(l.shown, 0) AS shown, coalesce(l.sent_at, 0) AS sent_at,
    coalesce(m.product_ref, '') AS product_ref,
    coalesce(m.variant_ref, '') AS variant_ref,
    coalesce(m.stock_ref, '') AS stock_ref,
    coalesce(m.told_qty, -1) AS told_qty

-- name: show_get
-- in: uuid uuid
-- out: show
-- use: show_raw
    , 0 AS last_id, 0 AS tries
FROM piece p
LEFT JOIN listing l ON l.channel_id = $1 AND l.piece_id = p.id
LEFT JOIN channel_piece m ON m.channel_id = $1 AND m.piece_id = p.id
WHERE p.id = $2;

-- The next piece a channel must be sent, in the order they were asked for.
-- name: show_due
-- in: uuid int
-- out: show
-- use: show_raw
    , o.last_id, o.tries
FROM (SELECT b.piece_id, max(b.id) AS last_id, max(b.tries) AS tries
	FROM outbox b
	WHERE b.channel_id = $1 AND b.done_at IS NULL AND b.kind = 'publish'
	GROUP BY b.piece_id HAVING min(b.next_at) <= $2) o
JOIN piece p ON p.id = o.piece_id
LEFT JOIN listing l ON l.channel_id = $1 AND l.piece_id = p.id
LEFT JOIN channel_piece m ON m.channel_id = $1 AND m.piece_id = p.id
ORDER BY o.last_id LIMIT 1;

-- name: show_next
-- in: uuid
-- out: num
SELECT CAST(coalesce(min(next_at), -1) AS bigint) AS value FROM outbox
WHERE channel_id = $1 AND done_at IS NULL AND kind = 'publish';

-- Everything somebody wants on a channel, or down there, with what waits.
-- name: listing_list
-- in: uuid
-- out: listing
SELECT p.sku, p.title, l.shown, l.sent_at,
    CASE WHEN p.state = 'stock' AND p.on_hand > 0 THEN 1 ELSE 0 END
	AS sellable,
    coalesce(m.product_ref, '') AS product_ref,
    coalesce((SELECT min(o.at) FROM outbox o WHERE o.channel_id = $1
	AND o.piece_id = p.id AND o.kind = 'publish'
	AND o.done_at IS NULL), 0) AS waiting_since,
    coalesce((SELECT o.problem FROM outbox o WHERE o.channel_id = $1
	AND o.piece_id = p.id AND o.kind = 'publish'
	ORDER BY o.id DESC LIMIT 1), '') AS problem
FROM listing l
JOIN piece p ON p.id = l.piece_id
LEFT JOIN channel_piece m ON m.channel_id = $1 AND m.piece_id = p.id
WHERE l.channel_id = $1 ORDER BY p.sku;

-- name: show_done
-- in: uuid uuid int int text
-- writes
UPDATE outbox SET done_at = $4, problem = $5
WHERE channel_id = $1 AND piece_id = $2 AND id <= $3 AND done_at IS NULL
  AND kind = 'publish';

-- name: show_later
-- in: uuid uuid int int text
-- writes
UPDATE outbox SET tries = tries + 1, next_at = $4, problem = $5
WHERE channel_id = $1 AND piece_id = $2 AND id <= $3 AND done_at IS NULL
  AND kind = 'publish';

-- How long each channel took to hear "gone", of those that heard since $1.
-- name: outbox_delay
-- in: int
-- out: delay
SELECT q.channel_id, count(*) AS count,
    CAST(coalesce(max(CASE WHEN q.n = (q.total + 1) / 2 THEN q.d END), 0)
	AS bigint) AS median,
    CAST(coalesce(max(CASE WHEN q.n = (q.total * 99 + 99) / 100 THEN q.d END),
	0) AS bigint) AS p99,
    CAST(coalesce(max(q.d), 0) AS bigint) AS worst
FROM (SELECT o.channel_id, o.done_at - o.at AS d,
	row_number() OVER (PARTITION BY o.channel_id
	    ORDER BY o.done_at - o.at) AS n,
	count(*) OVER (PARTITION BY o.channel_id) AS total
	FROM outbox o WHERE o.done_at >= $1 AND o.kind = 'gone') q
GROUP BY q.channel_id;

-- What a channel has not been told yet, the oldest first.
-- name: outbox_open
-- in: text int
-- out: told
SELECT o.at, 0 AS done_at, c.name AS channel, o.kind, o.piece_id, p.sku,
    p.title, o.tries, o.problem, CAST(vitrine_now() - o.at AS bigint) AS took
FROM outbox o
JOIN channel c ON c.id = o.channel_id
JOIN piece p ON p.id = o.piece_id
WHERE c.code = $1 AND o.done_at IS NULL
ORDER BY o.id LIMIT $2;

-- The same delivery twice is one.
-- name: delivery_add
-- in: uuid uuid text text text blob int
-- writes
INSERT INTO delivery (id, channel_id, dedup, topic, headers, body,
    received_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (channel_id, dedup) DO NOTHING;

-- A poll that began at $2 has ended well.
-- name: delivery_done
-- in: uuid int int
-- writes
UPDATE delivery SET done_at = $3
WHERE channel_id = $1 AND received_at <= $2 AND done_at IS NULL;

-- What was done with long ago; what it led to is kept elsewhere.
-- name: delivery_prune
-- in: int
-- writes
DELETE FROM delivery WHERE done_at < $1;

-- name: remote_by_ref
-- in: uuid text
-- out: remote
SELECT id, channel_id, order_ref, number, state, status, digest, claim, total,
    customer, email, sale_id, placed_at, seen_at, changed_at, tries, next_at,
    problem
FROM remote_order WHERE channel_id = $1 AND order_ref = $2;

-- name: remote_get
-- in: uuid
-- out: remote
SELECT id, channel_id, order_ref, number, state, status, digest, claim, total,
    customer, email, sale_id, placed_at, seen_at, changed_at, tries, next_at,
    problem
FROM remote_order WHERE id = $1;

-- Orders to go on with.
-- name: remote_due
-- in: uuid int int
-- out: remote
SELECT id, channel_id, order_ref, number, state, status, digest, claim, total,
    customer, email, sale_id, placed_at, seen_at, changed_at, tries, next_at,
    problem
FROM remote_order
WHERE channel_id = $1 AND next_at >= 0 AND next_at <= $2
ORDER BY next_at, seen_at LIMIT $3;

-- When the next of them is due; none: -1.
-- name: remote_next
-- in: uuid
-- out: num
SELECT CAST(coalesce(min(next_at), -1) AS bigint) AS value FROM remote_order
WHERE channel_id = $1 AND next_at >= 0;

-- name: remote_add
-- in: uuid uuid text text text blob text int text text int int
-- writes
INSERT INTO remote_order (id, channel_id, order_ref, number, status, digest,
    claim, total, customer, email, placed_at, seen_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
ON CONFLICT (channel_id, order_ref) DO NOTHING;

-- It says something else now: whatever its state, it is looked at again.
-- name: remote_changed
-- in: uuid text blob text int text text int
-- writes
UPDATE remote_order SET status = $2, digest = $3, claim = $4, total = $5,
    customer = $6, email = $7, changed_at = $8, next_at = 0, tries = 0
WHERE id = $1;

-- name: remote_state
-- in: uuid text uuid int int text
-- writes
UPDATE remote_order SET state = $2, sale_id = coalesce($3, sale_id),
    changed_at = $4, next_at = $5, tries = 0, problem = $6
WHERE id = $1;

-- name: remote_later
-- in: uuid int text
-- writes
UPDATE remote_order SET tries = tries + 1, next_at = $2, problem = $3
WHERE id = $1;

-- name: conflict_add
-- in: uuid text uuid uuid uuid text text uuid text text text text int text text int
-- writes
INSERT INTO conflict (id, kind, channel_id, remote_id, piece_id, sku, title,
    taken_sale_id, taken_by, taken_paid, wanted_by, wanted_paid, amount, done,
    todo, opened_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
    $16)
ON CONFLICT (remote_id, kind, sku) DO NOTHING;

-- What was done about an order's conflicts, and what is left to do.
-- name: conflict_done
-- in: uuid text text int
-- writes
UPDATE conflict SET done = $2, todo = $3, changed_at = $4
WHERE remote_id = $1 AND closed_at IS NULL;

-- Of the pieces it lost only.
-- name: conflict_parted
-- in: uuid text text int
-- writes
UPDATE conflict SET done = $2, todo = $3, changed_at = $4
WHERE remote_id = $1 AND kind = 'lost' AND closed_at IS NULL;

-- $1 1: also those that are closed, latest first
-- name: conflict_list
-- in: int int
-- out: conflict
SELECT f.id, f.kind, f.channel_id, c.name AS channel, c.kind AS service,
    f.remote_id, x.order_ref, x.number, x.state, f.piece_id, f.sku, f.title,
    f.taken_sale_id, f.taken_by, f.taken_paid, f.wanted_by, f.wanted_paid, f.amount, f.done, f.todo,
    f.opened_at, f.changed_at, coalesce(f.closed_at, 0) AS closed_at,
    coalesce(s.name, '') AS closed_by, f.note, vitrine_now() AS now
FROM conflict f
JOIN channel c ON c.id = f.channel_id
JOIN remote_order x ON x.id = f.remote_id
LEFT JOIN staff s ON s.id = f.closed_by
WHERE f.closed_at IS NULL OR $1 = 1
ORDER BY CASE WHEN f.closed_at IS NULL THEN 0 ELSE 1 END, f.opened_at DESC
LIMIT $2;

-- name: conflict_get
-- in: uuid
-- out: conflict
SELECT f.id, f.kind, f.channel_id, c.name AS channel, c.kind AS service,
    f.remote_id, x.order_ref, x.number, x.state, f.piece_id, f.sku, f.title,
    f.taken_sale_id, f.taken_by, f.taken_paid, f.wanted_by, f.wanted_paid, f.amount, f.done, f.todo,
    f.opened_at, f.changed_at, coalesce(f.closed_at, 0) AS closed_at,
    coalesce(s.name, '') AS closed_by, f.note, vitrine_now() AS now
FROM conflict f
JOIN channel c ON c.id = f.channel_id
JOIN remote_order x ON x.id = f.remote_id
LEFT JOIN staff s ON s.id = f.closed_by
WHERE f.id = $1;

-- name: conflict_count
-- out: num
SELECT count(*) AS value FROM conflict WHERE closed_at IS NULL;

-- name: conflict_close
-- in: uuid int uuid text
-- writes
UPDATE conflict SET closed_at = $2, closed_by = $3, note = $4, changed_at = $2
WHERE id = $1 AND closed_at IS NULL;

-- name: mail_add
-- in: uuid text text text uuid int
-- writes
INSERT INTO mail (id, kind, recipient, name, ref_id, at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (kind, ref_id, recipient) DO NOTHING;

-- name: mail_due
-- in: int int
-- out: mail
SELECT id, kind, recipient, name, ref_id, at, coalesce(done_at, 0) AS done_at,
    tries, next_at, problem
FROM mail WHERE done_at IS NULL AND next_at >= 0 AND next_at <= $1
ORDER BY next_at, at LIMIT $2;

-- The latest first, those that wait before all others.
-- name: mail_list
-- in: int
-- out: mail
SELECT id, kind, recipient, name, ref_id, at, coalesce(done_at, 0) AS done_at,
    tries, next_at, problem
FROM mail
ORDER BY CASE WHEN done_at IS NULL THEN 0 ELSE 1 END, at DESC LIMIT $1;

-- name: mail_done
-- in: uuid int
-- writes
UPDATE mail SET done_at = $2, problem = '' WHERE id = $1;

-- name: mail_later
-- in: uuid int text
-- writes
UPDATE mail SET tries = tries + 1, next_at = $2, problem = $3
WHERE id = $1 AND done_at IS NULL;

-- name: mail_retry
-- in: uuid
-- writes
UPDATE mail SET next_at = 0 WHERE id = $1 AND done_at IS NULL;

-- What a lost order lost.
-- name: conflict_of_remote
-- in: uuid
-- out: conflict
SELECT f.id, f.kind, f.channel_id, c.name AS channel, c.kind AS service,
    f.remote_id, x.order_ref, x.number, x.state, f.piece_id, f.sku, f.title,
    f.taken_sale_id, f.taken_by, f.taken_paid, f.wanted_by, f.wanted_paid, f.amount, f.done, f.todo,
    f.opened_at, f.changed_at, coalesce(f.closed_at, 0) AS closed_at,
    coalesce(s.name, '') AS closed_by, f.note, vitrine_now() AS now
FROM conflict f
JOIN channel c ON c.id = f.channel_id
JOIN remote_order x ON x.id = f.remote_id
LEFT JOIN staff s ON s.id = f.closed_by
WHERE f.remote_id = $1
ORDER BY CASE WHEN f.kind = 'lost' THEN 0 ELSE 1 END, f.opened_at;
