-- Whose a hold of the web is, and how many he has.
--
-- caller may renew, release and sell it: "key:" and an API key's id, "page:"
-- and a digest of a visitor's cookie; empty for the registers' own.  owner is
-- what people are told.  origin is a digest of the network a visitor came
-- from, by a key the listener forgets when it ends.

SET search_path = vitrine, pg_temp;

CREATE INDEX hold_caller ON hold (caller)
    WHERE state = 'active' AND caller <> '';

CREATE OR REPLACE VIEW hold_now AS
SELECT h.id, h.piece_id, p.sku, h.qty, h.channel_id, c.name AS channel,
    h.owner, h.register_id, h.staff_id, h.placed_at, h.expires_at,
    CASE WHEN h.state = 'active' AND h.expires_at <= vitrine_now()
	THEN 'ended' ELSE h.state END AS state,
    CASE WHEN h.state = 'active' AND h.expires_at <= vitrine_now()
	THEN 'expired' ELSE h.end_reason END AS end_reason,
    vitrine_now() AS now, h.caller, h.origin
FROM hold h
JOIN piece p ON p.id = h.piece_id
JOIN channel c ON c.id = h.channel_id;
