-- Whose a hold of the web is; see ../pg/0006_hold_caller.sql.

CREATE INDEX hold_caller ON hold (caller)
    WHERE state = 'active' AND caller <> '';

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
    h.caller, h.origin
FROM hold h
JOIN piece p ON p.id = h.piece_id
JOIN channel c ON c.id = h.channel_id;
