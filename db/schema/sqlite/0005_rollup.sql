-- Closed days, added up once; see ../pg/0005_rollup.sql.

DROP TABLE rollup_sale;
DROP TABLE rollup_hour;
DROP TABLE rollup_staff;
DROP TABLE rollup_tender;

CREATE TABLE rollup (
	what		text NOT NULL,
	business_day	integer NOT NULL,
	store_id	blob NOT NULL REFERENCES store,
	nr		integer NOT NULL,
	k1		blob,
	k2		blob,
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
	PRIMARY KEY (what, business_day, store_id, nr)
) STRICT, WITHOUT ROWID;

CREATE INDEX sale_exempt ON sale (business_day) WHERE exempt = 1;
