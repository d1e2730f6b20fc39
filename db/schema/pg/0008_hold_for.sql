-- A hold for a customer who thinks it over, and who says that a sold piece is
-- here after all.

SET search_path = vitrine, pg_temp;

CREATE INDEX hold_for ON hold (expires_at)
    WHERE state = 'active' AND held_for <> '';

CREATE OR REPLACE VIEW hold_now AS
SELECT h.id, h.piece_id, p.sku, h.qty, h.channel_id, c.name AS channel,
    h.owner, h.register_id, h.staff_id, h.placed_at, h.expires_at,
    CASE WHEN h.state = 'active' AND h.expires_at <= vitrine_now()
	THEN 'ended' ELSE h.state END AS state,
    CASE WHEN h.state = 'active' AND h.expires_at <= vitrine_now()
	THEN 'expired' ELSE h.end_reason END AS end_reason,
    vitrine_now() AS now, h.caller, h.origin, h.held_for, h.customer_id,
    p.title, coalesce(f.name, '') AS staff, p.price
FROM hold h
JOIN piece p ON p.id = h.piece_id
JOIN channel c ON c.id = h.channel_id
LEFT JOIN staff f ON f.id = h.staff_id;

-- why "here": said_by, a manager, says that a piece sold to another lies here.
ALTER TABLE refusal ADD COLUMN said_by uuid REFERENCES staff;
ALTER TABLE refusal ADD COLUMN note text NOT NULL DEFAULT '';
