-- Pieces shown on somebody else's website: what is wanted there, and photos as
-- they leave the house.

SET search_path = vitrine, pg_temp;

-- publish: what is shown there follows the piece by itself.
ALTER TABLE channel ADD COLUMN publish flag NOT NULL DEFAULT 0;

-- What somebody wants of a piece on a website; what it is called there is
-- channel_piece's.  sent_at: when it was last found, or made, as it is here.
CREATE TABLE listing (
	channel_id	uuid NOT NULL REFERENCES channel,
	piece_id	uuid NOT NULL REFERENCES piece,
	shown		flag NOT NULL,
	sent_at		bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (channel_id, piece_id)
);
CREATE INDEX listing_piece ON listing (piece_id);

-- A photo as others see it: resized, and without what the camera wrote into
-- it.  NULL: bytes is fit to be seen as it is.
ALTER TABLE photo ADD COLUMN web bytea;
ALTER TABLE photo ADD COLUMN small bytea;

-- It changed here: so it must there.
CREATE FUNCTION outbox_publish(piece uuid) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
	INSERT INTO outbox (channel_id, piece_id, kind, at)
	SELECT l.channel_id, l.piece_id, 'publish', vitrine_now()
	FROM listing l JOIN channel c ON c.id = l.channel_id
	WHERE l.piece_id = $1 AND c.publish = 1 AND c.outbox = 1
	  AND c.active = 1;
$$;

CREATE FUNCTION outbox_piece() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
BEGIN
	PERFORM outbox_publish(NEW.id);
	RETURN NULL;
END $$;
CREATE TRIGGER outbox_piece AFTER UPDATE OF title, story, price ON piece
    FOR EACH ROW WHEN (NEW.title <> OLD.title OR NEW.story <> OLD.story
	OR NEW.price <> OLD.price) EXECUTE FUNCTION outbox_piece();

CREATE FUNCTION outbox_photo() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
BEGIN
	PERFORM outbox_publish(CASE TG_OP WHEN 'DELETE' THEN OLD.piece_id
	    ELSE NEW.piece_id END);
	RETURN NULL;
END $$;
CREATE TRIGGER outbox_photo AFTER INSERT OR DELETE ON photo
    FOR EACH ROW EXECUTE FUNCTION outbox_photo();

REVOKE ALL ON listing FROM PUBLIC;
REVOKE ALL ON FUNCTION outbox_publish(uuid), outbox_piece(), outbox_photo()
    FROM PUBLIC;
GRANT SELECT ON listing TO vitrine_register, vitrine_web, vitrine_owner;
GRANT INSERT ON listing TO vitrine_owner;
GRANT UPDATE (shown) ON listing TO vitrine_owner;
GRANT UPDATE (sent_at) ON listing TO vitrine_web;
