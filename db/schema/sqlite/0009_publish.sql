-- Pieces shown on somebody else's website: ../pg/0009_publish.sql.

ALTER TABLE channel ADD COLUMN publish integer NOT NULL DEFAULT 0
    CHECK (publish IN (0, 1));

CREATE TABLE listing (
	channel_id	blob NOT NULL REFERENCES channel,
	piece_id	blob NOT NULL REFERENCES piece,
	shown		integer NOT NULL CHECK (shown IN (0, 1)),
	sent_at		integer NOT NULL DEFAULT 0,
	PRIMARY KEY (channel_id, piece_id)
) STRICT;
CREATE INDEX listing_piece ON listing (piece_id);

ALTER TABLE photo ADD COLUMN web blob;
ALTER TABLE photo ADD COLUMN small blob;

CREATE TRIGGER outbox_piece AFTER UPDATE OF title, story, price ON piece
WHEN NEW.title <> OLD.title OR NEW.story <> OLD.story
    OR NEW.price <> OLD.price BEGIN
	INSERT INTO outbox (channel_id, piece_id, kind, at)
	SELECT l.channel_id, l.piece_id, 'publish',
	    CAST((julianday('now') - 2440587.5) * 86400000000 AS integer)
	FROM listing l JOIN channel c ON c.id = l.channel_id
	WHERE l.piece_id = NEW.id AND c.publish = 1 AND c.outbox = 1
	  AND c.active = 1;
END;

CREATE TRIGGER outbox_photo AFTER INSERT ON photo BEGIN
	INSERT INTO outbox (channel_id, piece_id, kind, at)
	SELECT l.channel_id, l.piece_id, 'publish',
	    CAST((julianday('now') - 2440587.5) * 86400000000 AS integer)
	FROM listing l JOIN channel c ON c.id = l.channel_id
	WHERE l.piece_id = NEW.piece_id AND c.publish = 1 AND c.outbox = 1
	  AND c.active = 1;
END;

CREATE TRIGGER outbox_photo_gone AFTER DELETE ON photo BEGIN
	INSERT INTO outbox (channel_id, piece_id, kind, at)
	SELECT l.channel_id, l.piece_id, 'publish',
	    CAST((julianday('now') - 2440587.5) * 86400000000 AS integer)
	FROM listing l JOIN channel c ON c.id = l.channel_id
	WHERE l.piece_id = OLD.piece_id AND c.publish = 1 AND c.outbox = 1
	  AND c.active = 1;
END;
