-- The owner's day: drawers, approvals, X and Z.
--
-- A drawer's cash is never kept as a running total: what must be in it is
-- added up from rows (drawer_now), and what was counted is the count itself.

SET search_path = vitrine, pg_temp;

CREATE TABLE drawer (
	id		uuid PRIMARY KEY,
	register_id	uuid NOT NULL REFERENCES register,
	store_id	uuid NOT NULL REFERENCES store,
	staff_id	uuid REFERENCES staff,
	business_day	bigint NOT NULL,
	opened_at	bigint NOT NULL,
	open		smallint NOT NULL DEFAULT 1 CHECK (open IN (0, 1))
);
CREATE UNIQUE INDEX drawer_one_open ON drawer (register_id) WHERE open = 1;
CREATE INDEX drawer_day ON drawer (business_day, store_id);

-- What was counted, coin by coin.  The float at opening and the blind count at
-- closing; neither can be changed once it is said.
CREATE TABLE drawer_count (
	drawer_id	uuid NOT NULL REFERENCES drawer,
	phase		text NOT NULL CHECK (phase IN ('open', 'close')),
	denom		bigint NOT NULL
	    CONSTRAINT drawer_count_denom CHECK (denom > 0),
	qty		bigint NOT NULL
	    CONSTRAINT drawer_count_qty CHECK (qty BETWEEN 0 AND 1000000000),
	PRIMARY KEY (drawer_id, phase, denom)
);

CREATE TABLE approval (
	id		uuid PRIMARY KEY,
	at		bigint NOT NULL,
	register_id	uuid NOT NULL REFERENCES register,
	what		text NOT NULL,
	asked_by	uuid REFERENCES staff,
	approved_by	uuid NOT NULL REFERENCES staff,
	reason		text NOT NULL DEFAULT '',
	amount		bigint NOT NULL DEFAULT 0,
	ref_id		uuid NOT NULL,
	detail		text NOT NULL DEFAULT ''
);
CREATE INDEX approval_ref ON approval (ref_id, what);
CREATE INDEX approval_at ON approval (at);

CREATE TABLE drawer_event (
	id		uuid PRIMARY KEY,
	drawer_id	uuid NOT NULL REFERENCES drawer,
	at		bigint NOT NULL,
	kind		text NOT NULL
	    CHECK (kind IN ('pay_in', 'pay_out', 'drop', 'no_sale')),
	amount		bigint NOT NULL,
	reason		text NOT NULL
	    CONSTRAINT drawer_event_reason CHECK (reason <> ''),
	payee		text NOT NULL DEFAULT '',
	staff_id	uuid REFERENCES staff,
	CONSTRAINT drawer_event_amount CHECK (amount > 0
	    OR (kind = 'no_sale' AND amount = 0)),
	CONSTRAINT drawer_event_payee CHECK (kind <> 'pay_out' OR payee <> '')
);
CREATE INDEX drawer_event_drawer ON drawer_event (drawer_id);

-- counted and expected are written by the database; a difference needs a
-- reason and is posted as it is.
CREATE TABLE drawer_close (
	drawer_id	uuid PRIMARY KEY REFERENCES drawer,
	at		bigint NOT NULL,
	staff_id	uuid REFERENCES staff,
	counted		bigint NOT NULL,
	expected	bigint NOT NULL,
	reason		text NOT NULL DEFAULT '',
	CONSTRAINT drawer_close_reason
	    CHECK (counted = expected OR reason <> '')
);
CREATE INDEX sale_drawer ON sale (drawer_id) WHERE drawer_id IS NOT NULL;

-- A Z of a register, or of a whole store (no register).  totals is the report
-- as it was printed; the figures beside it are what the next one builds on.
CREATE TABLE z (
	id		uuid PRIMARY KEY,
	store_id	uuid NOT NULL REFERENCES store,
	register_id	uuid REFERENCES register,
	number		bigint NOT NULL,
	business_day	bigint NOT NULL,
	next_day	bigint NOT NULL,
	made_at		bigint NOT NULL,
	staff_id	uuid REFERENCES staff,
	from_seq	bigint NOT NULL DEFAULT 0,
	to_seq		bigint NOT NULL DEFAULT 0,
	sales		bigint NOT NULL,
	total		bigint NOT NULL,
	grand_total	bigint NOT NULL,
	totals		text NOT NULL,
	CONSTRAINT z_next_day CHECK (next_day > business_day)
);
CREATE UNIQUE INDEX z_register_number ON z (register_id, number)
    WHERE register_id IS NOT NULL;
CREATE UNIQUE INDEX z_store_number ON z (store_id, number)
    WHERE register_id IS NULL;
CREATE UNIQUE INDEX z_store_day ON z (store_id, business_day)
    WHERE register_id IS NULL;

-- A second sale that was refused: who wanted the piece, and who had it.  The
-- refused transaction left nothing, so it is written down afterwards.
-- The shop's book tells of it as well.
CREATE TABLE refusal (
	id		uuid PRIMARY KEY,
	at		bigint NOT NULL,
	business_day	bigint NOT NULL,
	store_id	uuid NOT NULL REFERENCES store,
	channel_id	uuid NOT NULL REFERENCES channel,
	register_id	uuid REFERENCES register,
	staff_id	uuid REFERENCES staff,
	piece_id	uuid NOT NULL REFERENCES piece,
	why		text NOT NULL,		-- taken, held, not_for_sale
	wanted_by	text NOT NULL DEFAULT '',	-- order or customer
	amount		bigint NOT NULL DEFAULT 0,
	taken_sale_id	uuid,
	taken_by	text NOT NULL DEFAULT ''
);
CREATE INDEX refusal_day ON refusal (business_day);

-- Who may do what: yes, with a manager's PIN, or no.  limit_ppm: up to that
-- part of the price without asking.
CREATE TABLE role_right (
	role		text NOT NULL
	    CHECK (role IN ('associate', 'manager', 'owner')),
	what		text NOT NULL,
	may		text NOT NULL CHECK (may IN ('yes', 'ask', 'no')),
	limit_ppm	bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (role, what)
);
INSERT INTO role_right (role, what, may, limit_ppm) VALUES
	('associate', 'sell', 'yes', 0), ('manager', 'sell', 'yes', 0),
	('owner', 'sell', 'yes', 0),
	('associate', 'discount', 'ask', 100000),
	('manager', 'discount', 'yes', 0), ('owner', 'discount', 'yes', 0),
	('associate', 'below_floor', 'ask', 0),
	('manager', 'below_floor', 'ask', 0),
	('owner', 'below_floor', 'yes', 0),
	('associate', 'price', 'ask', 100000), ('manager', 'price', 'yes', 0),
	('owner', 'price', 'yes', 0),
	('associate', 'void', 'ask', 0), ('manager', 'void', 'yes', 0),
	('owner', 'void', 'yes', 0),
	('associate', 'refund', 'yes', 0), ('manager', 'refund', 'yes', 0),
	('owner', 'refund', 'yes', 0),
	('associate', 'refund_no_receipt', 'ask', 0),
	('manager', 'refund_no_receipt', 'yes', 0),
	('owner', 'refund_no_receipt', 'yes', 0),
	('associate', 'conflict', 'ask', 0), ('manager', 'conflict', 'yes', 0),
	('owner', 'conflict', 'yes', 0),
	('associate', 'no_sale', 'ask', 0), ('manager', 'no_sale', 'yes', 0),
	('owner', 'no_sale', 'yes', 0),
	('associate', 'pay_in', 'yes', 0), ('manager', 'pay_in', 'yes', 0),
	('owner', 'pay_in', 'yes', 0),
	('associate', 'pay_out', 'ask', 0), ('manager', 'pay_out', 'yes', 0),
	('owner', 'pay_out', 'yes', 0),
	('associate', 'drop', 'yes', 0), ('manager', 'drop', 'yes', 0),
	('owner', 'drop', 'yes', 0),
	('associate', 'drawer', 'yes', 0), ('manager', 'drawer', 'yes', 0),
	('owner', 'drawer', 'yes', 0),
	('associate', 'x_report', 'no', 0), ('manager', 'x_report', 'yes', 0),
	('owner', 'x_report', 'yes', 0),
	('associate', 'z_report', 'no', 0), ('manager', 'z_report', 'yes', 0),
	('owner', 'z_report', 'yes', 0),
	('associate', 'reports', 'no', 0), ('manager', 'reports', 'yes', 0),
	('owner', 'reports', 'yes', 0),
	('associate', 'cost', 'no', 0), ('manager', 'cost', 'yes', 0),
	('owner', 'cost', 'yes', 0),
	('associate', 'stock', 'no', 0), ('manager', 'stock', 'yes', 0),
	('owner', 'stock', 'yes', 0),
	('associate', 'staff', 'no', 0), ('manager', 'staff', 'yes', 0),
	('owner', 'staff', 'yes', 0),
	('associate', 'settings', 'no', 0), ('manager', 'settings', 'no', 0),
	('owner', 'settings', 'yes', 0);

-- ------------------------------------------------------------- the triggers

-- Which day a sale belongs to is settled while a Z of its store cannot run,
-- and a Z waits for the sales under way.  An advisory lock, shared by sales:
-- a lock on the store's row would be written to it by every sale there is.
CREATE FUNCTION day_lock_key(store uuid) RETURNS bigint LANGUAGE sql IMMUTABLE
AS $$ SELECT uuid_hash_extended(store, 8) $$;

-- What a sale is called and which day and drawer it belongs to is for the
-- database to say; the maker's own day counts until that day is closed.
CREATE FUNCTION sale_settle() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
DECLARE locked text;
BEGIN
	IF NEW.paid <> NEW.total THEN
		RAISE EXCEPTION 'what was paid is not the total'
		    USING ERRCODE = '23514', CONSTRAINT = 'sale_paid';
	ELSIF NEW.kind = 'return' THEN
		PERFORM may_or_refuse(NEW.staff_id, 'refund', NEW.id);
	END IF;
	locked := pg_advisory_xact_lock_shared(day_lock_key(NEW.store_id));
	SELECT j.seq, j.at, r.code || '-' || lpad(j.seq::text,
		greatest(length(j.seq::text), 6), '0'),
	    CASE WHEN NEW.business_day <= s.closed_day THEN s.open_day
		ELSE NEW.business_day END, d.id, coalesce(f.commission_ppm, 0)
	INTO NEW.seq, NEW.recorded_at, NEW.number, NEW.business_day,
	    NEW.drawer_id, NEW.commission_ppm
	FROM journal j
	JOIN register r ON r.id = j.register_id
	JOIN store s ON s.id = NEW.store_id AND s.id = r.store_id
	JOIN channel c ON c.id = NEW.channel_id
	LEFT JOIN staff f ON f.id = NEW.staff_id
	LEFT JOIN drawer d ON d.register_id = r.id AND d.open = 1
	WHERE j.ref_id = NEW.id AND r.id = NEW.register_id
	  AND (NEW.staff_id IS NULL OR f.id IS NOT NULL);
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such entry, store, channel or person'
		    USING ERRCODE = '23503', CONSTRAINT = 'sale_parties';
	END IF;
	IF NEW.customer_id IS NOT NULL THEN
		IF NOT EXISTS (SELECT 1 FROM customer
		    WHERE id = NEW.customer_id) THEN
			RAISE EXCEPTION 'no such customer' USING
			    ERRCODE = '23503', CONSTRAINT = 'sale_customer';
		END IF;
	END IF;
	IF NEW.returns_id IS NOT NULL THEN
		IF NOT EXISTS (SELECT 1 FROM sale WHERE id = NEW.returns_id) THEN
			RAISE EXCEPTION 'no such sale to return' USING
			    ERRCODE = '23503', CONSTRAINT = 'sale_returns';
		END IF;
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER sale_settle BEFORE INSERT ON sale
    FOR EACH ROW EXECUTE FUNCTION sale_settle();

-- Who may do what, for every writer: yes, or an approval of this very thing.
-- Nobody's doing is the listener's, or a shop's that has no people yet.
CREATE FUNCTION may_or_refuse(who uuid, right_word text, thing uuid)
RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE answer text;
BEGIN
	IF who IS NULL THEN
		RETURN;
	END IF;
	SELECT r.may INTO answer FROM staff s
	JOIN role_right r ON r.role = s.role AND r.what = right_word
	WHERE s.id = who AND s.disabled_at IS NULL;
	IF answer = 'yes' OR answer = 'ask' AND EXISTS (SELECT 1 FROM approval a
	    WHERE a.ref_id = thing AND a.what = right_word) THEN
		RETURN;
	END IF;
	RAISE EXCEPTION 'this person may not do that: %', right_word
	    USING ERRCODE = 'VT007';
END $$;

CREATE FUNCTION approval_by_who_may() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
BEGIN
	PERFORM 1 FROM staff s
	JOIN role_right r ON r.role = s.role AND r.what = NEW.what
	WHERE s.id = NEW.approved_by AND s.disabled_at IS NULL
	  AND r.may = 'yes';
	IF NOT FOUND THEN
		RAISE EXCEPTION 'this person may not agree to that: %', NEW.what
		    USING ERRCODE = 'VT007';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER approval_by_who_may BEFORE INSERT ON approval
    FOR EACH ROW EXECUTE FUNCTION approval_by_who_may();

CREATE FUNCTION drawer_by_who_may() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
BEGIN
	PERFORM may_or_refuse(NEW.staff_id, 'drawer', NEW.id);
	RETURN NEW;
END $$;
CREATE TRIGGER drawer_by_who_may BEFORE INSERT ON drawer
    FOR EACH ROW EXECUTE FUNCTION drawer_by_who_may();

CREATE FUNCTION drawer_event_by_who_may() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
BEGIN
	PERFORM may_or_refuse(NEW.staff_id, NEW.kind, NEW.id);
	RETURN NEW;
END $$;
CREATE TRIGGER drawer_event_by_who_may BEFORE INSERT ON drawer_event
    FOR EACH ROW EXECUTE FUNCTION drawer_event_by_who_may();

CREATE FUNCTION drawer_is_open() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
BEGIN
	PERFORM 1 FROM drawer WHERE id = NEW.drawer_id AND open = 1
	FOR SHARE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'this drawer is closed'
		    USING ERRCODE = 'VT004';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER drawer_event_open BEFORE INSERT ON drawer_event
    FOR EACH ROW EXECUTE FUNCTION drawer_is_open();
CREATE TRIGGER drawer_count_open BEFORE INSERT ON drawer_count
    FOR EACH ROW EXECUTE FUNCTION drawer_is_open();

-- --------------------------------------------------------------- the views

-- Expected = float + cash taken - change - cash refunds + paid in - paid out
-- - dropped, from rows.
CREATE VIEW drawer_now AS
SELECT q.id, q.register_id, q.store_id, q.staff_id, q.business_day,
    q.opened_at, q.open, q.till, q.store, q.staff, q.float_cash,
    q.cash_taken, q.cash_refunded, q.paid_in, q.paid_out, q.dropped,
    q.no_sales,
    q.float_cash + q.cash_taken + q.cash_refunded + q.paid_in - q.paid_out
	- q.dropped AS expected,
    q.counted, q.closed_at, q.closed_by, q.over_short, q.reason,
    q.closed_id
FROM (
	SELECT d.id, d.register_id, d.store_id, d.staff_id, d.business_day,
	    d.opened_at, d.open, r.code AS till, s.name AS store,
	    coalesce(f.name, '') AS staff,
	    (SELECT CAST(coalesce(sum(c.denom * c.qty), 0) AS bigint)
		FROM drawer_count c
		WHERE c.drawer_id = d.id AND c.phase = 'open') AS float_cash,
	    (SELECT CAST(coalesce(sum(p.amount), 0) AS bigint)
		FROM sale l JOIN payment p ON p.sale_id = l.id
		WHERE l.drawer_id = d.id AND l.kind = 'sale'
		  AND p.kind IN ('cash', 'change')) AS cash_taken,
	    (SELECT CAST(coalesce(sum(p.amount), 0) AS bigint)
		FROM sale l JOIN payment p ON p.sale_id = l.id
		WHERE l.drawer_id = d.id AND l.kind = 'return'
		  AND p.kind IN ('cash', 'change')) AS cash_refunded,
	    (SELECT CAST(coalesce(sum(e.amount), 0) AS bigint)
		FROM drawer_event e
		WHERE e.drawer_id = d.id AND e.kind = 'pay_in') AS paid_in,
	    (SELECT CAST(coalesce(sum(e.amount), 0) AS bigint)
		FROM drawer_event e
		WHERE e.drawer_id = d.id AND e.kind = 'pay_out') AS paid_out,
	    (SELECT CAST(coalesce(sum(e.amount), 0) AS bigint)
		FROM drawer_event e
		WHERE e.drawer_id = d.id AND e.kind = 'drop') AS dropped,
	    (SELECT count(*) FROM drawer_event e
		WHERE e.drawer_id = d.id AND e.kind = 'no_sale') AS no_sales,
	    (SELECT CAST(coalesce(sum(c.denom * c.qty), 0) AS bigint)
		FROM drawer_count c
		WHERE c.drawer_id = d.id AND c.phase = 'close') AS counted,
	    coalesce(k.at, 0) AS closed_at, coalesce(g.name, '') AS closed_by,
	    coalesce(k.counted - k.expected, 0) AS over_short,
	    coalesce(k.reason, '') AS reason, k.staff_id AS closed_id
	FROM drawer d
	JOIN register r ON r.id = d.register_id
	JOIN store s ON s.id = d.store_id
	LEFT JOIN staff f ON f.id = d.staff_id
	LEFT JOIN drawer_close k ON k.drawer_id = d.id
	LEFT JOIN staff g ON g.id = k.staff_id
) q;

-- Closing a drawer: the database adds up, nobody tells it.
CREATE FUNCTION drawer_shut() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
BEGIN
	PERFORM 1 FROM drawer WHERE id = NEW.drawer_id AND open = 1
	FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'this drawer is closed'
		    USING ERRCODE = 'VT004';
	END IF;
	PERFORM may_or_refuse(NEW.staff_id, 'drawer', NEW.drawer_id);
	SELECT counted, expected INTO NEW.counted, NEW.expected
	FROM drawer_now WHERE id = NEW.drawer_id;
	UPDATE drawer SET open = 0 WHERE id = NEW.drawer_id;
	RETURN NEW;
END $$;
CREATE TRIGGER drawer_shut BEFORE INSERT ON drawer_close
    FOR EACH ROW EXECUTE FUNCTION drawer_shut();

-- A Z counts on from the last, and only if nothing came in since its figures
-- were added up (VT006: add up again).
CREATE FUNCTION z_close() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
DECLARE n bigint; sum_now bigint; last_day bigint;
BEGIN
	PERFORM may_or_refuse(NEW.staff_id, 'z_report', NEW.id);
	PERFORM pg_advisory_xact_lock(day_lock_key(NEW.store_id));
	SELECT closed_day INTO last_day FROM store WHERE id = NEW.store_id
	FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such store' USING ERRCODE = 'VT003';
	END IF;
	IF NEW.register_id IS NULL THEN
		IF NEW.business_day <= last_day THEN
			RAISE EXCEPTION 'this day is closed'
			    USING ERRCODE = 'VT005';
		END IF;
		SELECT count(*), CAST(coalesce(sum(total), 0) AS bigint)
		INTO n, sum_now FROM sale
		WHERE store_id = NEW.store_id
		  AND business_day > last_day
		  AND business_day <= NEW.business_day;
		SELECT coalesce(max(number), 0) + 1 INTO NEW.number
		FROM z WHERE store_id = NEW.store_id AND register_id IS NULL;
	ELSE
		SELECT coalesce(max(number), 0) + 1, coalesce(max(to_seq), 0) + 1
		INTO NEW.number, NEW.from_seq
		FROM z WHERE register_id = NEW.register_id;
		SELECT count(*), CAST(coalesce(sum(total), 0) AS bigint)
		INTO n, sum_now FROM sale
		WHERE register_id = NEW.register_id AND seq >= NEW.from_seq
		  AND seq <= NEW.to_seq;
		IF EXISTS (SELECT 1 FROM sale
		    WHERE register_id = NEW.register_id
		      AND seq > NEW.to_seq) THEN
			n := -1;
		END IF;
	END IF;
	IF n <> NEW.sales OR sum_now <> NEW.total THEN
		RAISE EXCEPTION 'sales came in since the figures were added up'
		    USING ERRCODE = 'VT006';
	END IF;
	SELECT coalesce(sum(y.grand_total), 0) + sum_now INTO NEW.grand_total
	FROM z y WHERE y.store_id = NEW.store_id
	  AND y.register_id IS NOT DISTINCT FROM NEW.register_id
	  AND y.number = NEW.number - 1;
	IF NEW.register_id IS NULL THEN
		UPDATE store SET closed_day = NEW.business_day,
		    open_day = NEW.next_day
		WHERE id = NEW.store_id;
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER z_close BEFORE INSERT ON z
    FOR EACH ROW EXECUTE FUNCTION z_close();

-- --------------------------------------------------------------- the rights

REVOKE ALL ON FUNCTION day_lock_key(uuid), sale_settle(), drawer_is_open(),
    drawer_shut(), z_close(), may_or_refuse(uuid, text, uuid),
    approval_by_who_may(), drawer_by_who_may(), drawer_event_by_who_may() FROM PUBLIC;
GRANT SELECT ON drawer, drawer_count, drawer_event, drawer_close, drawer_now,
    approval, z, refusal, role_right TO vitrine_register, vitrine_owner;
GRANT INSERT ON drawer, drawer_count, drawer_event, drawer_close, approval, z,
    refusal TO vitrine_register, vitrine_owner;
GRANT INSERT ON refusal TO vitrine_web;
-- Every till reads the table of rights when it opens, and what was agreed to
-- with a sale, the listener's too.
GRANT SELECT ON role_right, approval TO vitrine_web;
-- A sale notes the drawer that is open, if its register has one.
GRANT SELECT (id, register_id, open) ON drawer TO vitrine_web;
GRANT INSERT, UPDATE ON role_right TO vitrine_owner;
GRANT UPDATE (commission_ppm) ON staff TO vitrine_owner;
