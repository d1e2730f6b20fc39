-- What was sold, added up once; see ../pg/0005_rollup.sql.

CREATE TABLE rollup (
	what		text NOT NULL,
	business_day	integer NOT NULL,
	store_id	blob NOT NULL REFERENCES store,
	kept_by		blob NOT NULL,
	k1		blob NOT NULL,
	k2		blob NOT NULL,
	a		text NOT NULL,
	b		text NOT NULL,
	n		integer NOT NULL,
	sold		integer NOT NULL,	-- pieces, returns not taken off
	returned	integer NOT NULL,
	gross		integer NOT NULL,	-- net of the sales alone
	refunds		integer NOT NULL,	-- net of the returns, negative
	discount	integer NOT NULL,
	tax		integer NOT NULL,
	cost		integer NOT NULL,
	due		integer NOT NULL,	-- to consignors
	commission	integer NOT NULL,
	amount		integer NOT NULL,
	PRIMARY KEY (what, business_day, store_id, kept_by, k1, k2, a, b)
) STRICT, WITHOUT ROWID;

-- A register's sales up to this entry of its journal are in the rollup.
ALTER TABLE register ADD rolled_seq integer NOT NULL DEFAULT 0;

CREATE INDEX sale_exempt ON sale (business_day) WHERE exempt = 1;
