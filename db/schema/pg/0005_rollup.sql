-- What was sold, added up once: one table for every question of the owner's, as
-- the part figure_raw of db/sql/report.sql adds it up.  A closed day is in it
-- whole.  Of days that are open it has what each register sold up to
-- register.rolled_seq; what came after is few rows, and read.  `vitrinectl
-- verify' adds the rows up again and compares each figure of each row.

SET search_path = vitrine, pg_temp;

-- k1, k2: whom or what it is about (a channel, a category, a person ...), kept
-- as ids so that a new name is shown at once, or the store if it is nobody; a,
-- b: the same where it is a word.  kept_by: the register that sold it, so that
-- none waits for another; of a closed day the store.
CREATE TABLE rollup (
	what		text NOT NULL,
	business_day	bigint NOT NULL,
	store_id	uuid NOT NULL REFERENCES store,
	kept_by		uuid NOT NULL,
	k1		uuid NOT NULL,
	k2		uuid NOT NULL,
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
	PRIMARY KEY (what, business_day, store_id, kept_by, k1, k2, a, b)
) WITH (fillfactor = 70);

-- A register's sales up to this entry of its journal are in the rollup.  Who
-- changes it has its row, so that the register sells nothing meanwhile, and the
-- day, so that nobody closes it.
ALTER TABLE register ADD rolled_seq bigint NOT NULL DEFAULT 0;
CREATE FUNCTION register_roll() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
BEGIN
	PERFORM pg_advisory_xact_lock_shared(day_lock_key(NEW.store_id));
	RETURN NEW;
END $$;
CREATE TRIGGER register_roll BEFORE UPDATE OF rolled_seq ON register
    FOR EACH ROW EXECUTE FUNCTION register_roll();

-- Exempt sales are few and are asked for by themselves.
CREATE INDEX sale_exempt ON sale (business_day) WHERE exempt = 1;

-- Who may add a sale may add it up.
REVOKE ALL ON rollup FROM PUBLIC;
REVOKE ALL ON FUNCTION register_roll() FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON rollup
    TO vitrine_register, vitrine_owner;
GRANT SELECT, INSERT, UPDATE ON rollup TO vitrine_web;
GRANT UPDATE (rolled_seq) ON register
    TO vitrine_register, vitrine_web, vitrine_owner;
