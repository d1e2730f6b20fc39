-- What an import must remember, so that twice is the same as once.

SET search_path = vitrine, pg_temp;

-- shape: how rows make up a piece (core/desk/profile.h); source: what several
-- dialects of one system have in common.
ALTER TABLE import_profile ADD COLUMN source text NOT NULL DEFAULT '';
ALTER TABLE import_profile ADD COLUMN shape text NOT NULL DEFAULT 'plain';

-- A row of another system's file, what became of it, and what it said last.
CREATE TABLE import_seen (
	source		text NOT NULL,
	source_ref	text NOT NULL,
	piece_id	uuid NOT NULL REFERENCES piece,
	hash		bigint NOT NULL,
	qty		bigint NOT NULL,
	at		bigint NOT NULL,
	PRIMARY KEY (source, source_ref)
);
CREATE INDEX import_seen_piece ON import_seen (piece_id);

REVOKE ALL ON import_seen FROM PUBLIC;
GRANT SELECT ON import_seen TO vitrine_register, vitrine_owner;
GRANT INSERT, UPDATE ON import_seen TO vitrine_owner;
