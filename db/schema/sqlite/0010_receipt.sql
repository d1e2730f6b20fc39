-- What became of a receipt; see ../pg/0010_receipt.sql.

CREATE TABLE receipt_due (
	register_id	blob NOT NULL REFERENCES register,
	sale_id		blob NOT NULL REFERENCES sale,
	PRIMARY KEY (register_id, sale_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt_done (
	sale_id		blob PRIMARY KEY NOT NULL REFERENCES sale,
	at		integer NOT NULL,
	how		text NOT NULL
	    CHECK (how IN ('printed', 'shown', 'declined'))
) STRICT;
