-- What an import must remember; see ../pg/0003_import.sql.

ALTER TABLE import_profile ADD COLUMN source text NOT NULL DEFAULT '';
ALTER TABLE import_profile ADD COLUMN shape text NOT NULL DEFAULT 'plain';

CREATE TABLE import_seen (
	source		text NOT NULL,
	source_ref	text NOT NULL,
	piece_id	blob NOT NULL REFERENCES piece,
	hash		integer NOT NULL,
	qty		integer NOT NULL,
	at		integer NOT NULL,
	PRIMARY KEY (source, source_ref)
) STRICT;
CREATE INDEX import_seen_piece ON import_seen (piece_id);
