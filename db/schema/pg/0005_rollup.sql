-- Closed days, added up once: one table for every question of the owner's, as
-- the part figure_raw of db/sql/report.sql adds them up.  They cannot change any
-- more, and `vitrinectl verify' adds the raw rows up again and compares each
-- figure of each row.

SET search_path = vitrine, pg_temp;

DROP TABLE rollup_sale, rollup_hour, rollup_staff, rollup_tender;

-- k1, k2: whom or what it is about (a channel, a category, a person ...), kept
-- as ids so that a new name is shown at once; a, b: the same where it is a word.
CREATE TABLE rollup (
	what		text NOT NULL,
	business_day	bigint NOT NULL,
	store_id	uuid NOT NULL REFERENCES store,
	nr		bigint NOT NULL,
	k1		uuid,
	k2		uuid,
	a		text NOT NULL,
	b		text NOT NULL,
	n		bigint NOT NULL,
	sold		bigint NOT NULL,	-- pieces, returns not taken off
	returned	bigint NOT NULL,
	gross		bigint NOT NULL,	-- net of the sales alone
	refunds		bigint NOT NULL,	-- net of the returns, negative
	discount	bigint NOT NULL,
	tax		bigint NOT NULL,
	cost		bigint NOT NULL,
	due		bigint NOT NULL,	-- to consignors
	commission	bigint NOT NULL,
	amount		bigint NOT NULL,
	PRIMARY KEY (what, business_day, store_id, nr)
);

-- Exempt sales are few and are asked for by themselves.
CREATE INDEX sale_exempt ON sale (business_day) WHERE exempt = 1;

REVOKE ALL ON rollup FROM PUBLIC;
GRANT SELECT, INSERT, DELETE ON rollup TO vitrine_register, vitrine_owner;
