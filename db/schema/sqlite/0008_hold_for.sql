-- Holds for customers, and pieces said to be here; see ../pg/0008_hold_for.sql.

CREATE INDEX hold_for ON hold (expires_at)
    WHERE state = 'active' AND held_for <> '';

DROP VIEW hold_now;
CREATE VIEW hold_now AS
SELECT h.id, h.piece_id, p.sku, h.qty, h.channel_id, c.name AS channel,
    h.owner, h.register_id, h.staff_id, h.placed_at, h.expires_at,
    CASE WHEN h.state = 'active' AND h.expires_at <= CAST((julianday('now')
	- 2440587.5) * 86400000000 AS integer)
	THEN 'ended' ELSE h.state END AS state,
    CASE WHEN h.state = 'active' AND h.expires_at <= CAST((julianday('now')
	- 2440587.5) * 86400000000 AS integer)
	THEN 'expired' ELSE h.end_reason END AS end_reason,
    CAST((julianday('now') - 2440587.5) * 86400000000 AS integer) AS now,
    h.caller, h.origin, h.held_for, h.customer_id, p.title,
    coalesce(f.name, '') AS staff, p.price
FROM hold h
JOIN piece p ON p.id = h.piece_id
JOIN channel c ON c.id = h.channel_id
LEFT JOIN staff f ON f.id = h.staff_id;

ALTER TABLE refusal ADD COLUMN said_by blob REFERENCES staff;
ALTER TABLE refusal ADD COLUMN note text NOT NULL DEFAULT '';
