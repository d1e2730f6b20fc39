-- The owner's day: ../pg/0002_day.sql, table for table.

CREATE TABLE drawer (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	register_id	blob NOT NULL REFERENCES register,
	store_id	blob NOT NULL REFERENCES store,
	staff_id	blob REFERENCES staff,
	business_day	integer NOT NULL,
	opened_at	integer NOT NULL,
	open		integer NOT NULL DEFAULT 1 CHECK (open IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX drawer_one_open ON drawer (register_id) WHERE open = 1;
CREATE INDEX drawer_day ON drawer (business_day, store_id);

-- What was counted, coin by coin.  The float at opening and the blind count at
-- closing; neither can be changed once it is said.
CREATE TABLE drawer_count (
	drawer_id	blob NOT NULL REFERENCES drawer,
	phase		text NOT NULL CHECK (phase IN ('open', 'close')),
	denom		integer NOT NULL
	    CONSTRAINT drawer_count_denom CHECK (denom > 0),
	qty		integer NOT NULL
	    CONSTRAINT drawer_count_qty CHECK (qty BETWEEN 0 AND 1000000000),
	PRIMARY KEY (drawer_id, phase, denom)
) STRICT;

CREATE TABLE approval (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	at		integer NOT NULL,
	register_id	blob NOT NULL REFERENCES register,
	what		text NOT NULL,
	asked_by	blob REFERENCES staff,
	approved_by	blob NOT NULL REFERENCES staff,
	reason		text NOT NULL DEFAULT '',
	amount		integer NOT NULL DEFAULT 0,
	ref_id		blob NOT NULL,
	detail		text NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX approval_ref ON approval (ref_id, what);
CREATE INDEX approval_at ON approval (at);

CREATE TABLE drawer_event (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	drawer_id	blob NOT NULL REFERENCES drawer,
	at		integer NOT NULL,
	kind		text NOT NULL
	    CHECK (kind IN ('pay_in', 'pay_out', 'drop', 'no_sale')),
	amount		integer NOT NULL,
	reason		text NOT NULL
	    CONSTRAINT drawer_event_reason CHECK (reason <> ''),
	payee		text NOT NULL DEFAULT '',
	staff_id	blob REFERENCES staff,
	CONSTRAINT drawer_event_amount CHECK (amount > 0
	    OR (kind = 'no_sale' AND amount = 0)),
	CONSTRAINT drawer_event_payee CHECK (kind <> 'pay_out' OR payee <> '')
) STRICT;
CREATE INDEX drawer_event_drawer ON drawer_event (drawer_id);

-- counted and expected are written by the database; a difference needs a
-- reason and is posted as it is.
CREATE TABLE drawer_close (
	drawer_id	blob PRIMARY KEY REFERENCES drawer,
	at		integer NOT NULL,
	staff_id	blob REFERENCES staff,
	counted		integer NOT NULL,
	expected	integer NOT NULL,
	reason		text NOT NULL DEFAULT '',
	CONSTRAINT drawer_close_reason
	    CHECK (counted = expected OR reason <> '')
) STRICT;
CREATE INDEX sale_drawer ON sale (drawer_id) WHERE drawer_id IS NOT NULL;

-- A Z of a register, or of a whole store (no register).  totals is the report
-- as it was printed; the figures beside it are what the next one builds on.
CREATE TABLE z (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	store_id	blob NOT NULL REFERENCES store,
	register_id	blob REFERENCES register,
	number		integer NOT NULL,
	business_day	integer NOT NULL,
	next_day	integer NOT NULL,
	made_at		integer NOT NULL,
	staff_id	blob REFERENCES staff,
	from_seq	integer NOT NULL DEFAULT 0,
	to_seq		integer NOT NULL DEFAULT 0,
	sales		integer NOT NULL,
	total		integer NOT NULL,
	grand_total	integer NOT NULL,
	totals		text NOT NULL,
	CONSTRAINT z_next_day CHECK (next_day > business_day)
) STRICT;
CREATE UNIQUE INDEX z_register_number ON z (register_id, number)
    WHERE register_id IS NOT NULL;
CREATE UNIQUE INDEX z_store_number ON z (store_id, number)
    WHERE register_id IS NULL;
CREATE UNIQUE INDEX z_store_day ON z (store_id, business_day)
    WHERE register_id IS NULL;

-- A second sale that was refused: who wanted the piece, and who had it.  The
-- refused transaction left nothing, so it is written down afterwards.
CREATE TABLE refusal (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	at		integer NOT NULL,
	business_day	integer NOT NULL,
	store_id	blob NOT NULL REFERENCES store,
	channel_id	blob NOT NULL REFERENCES channel,
	register_id	blob REFERENCES register,
	staff_id	blob REFERENCES staff,
	piece_id	blob NOT NULL REFERENCES piece,
	why		text NOT NULL,		-- taken, held, not_for_sale
	wanted_by	text NOT NULL DEFAULT '',	-- order or customer
	amount		integer NOT NULL DEFAULT 0,
	taken_sale_id	blob,
	taken_by	text NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX refusal_day ON refusal (business_day);

-- Who may do what: yes, with a manager's PIN, or no.  limit_ppm: up to that
-- part of the price without asking.
CREATE TABLE role_right (
	role		text NOT NULL
	    CHECK (role IN ('associate', 'manager', 'owner')),
	what		text NOT NULL,
	may		text NOT NULL CHECK (may IN ('yes', 'ask', 'no')),
	limit_ppm	integer NOT NULL DEFAULT 0,
	PRIMARY KEY (role, what)
) STRICT;
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

-- A sale of a closed day goes to the next: see sale_add in db/sql/sale.sql,
-- which does it itself here, where nobody can write in between.

-- Who may do what, for every writer: yes, or an approval of this very thing.
-- Nobody's doing is the listener's, or a shop's that has no people yet.
CREATE TRIGGER approval_by_who_may BEFORE INSERT ON approval BEGIN
	SELECT RAISE(ABORT, 'VT007: this person may not agree to that')
	WHERE NOT EXISTS (SELECT 1 FROM staff s
	    JOIN role_right r ON r.role = s.role AND r.what = NEW.what
	    WHERE s.id = NEW.approved_by AND s.disabled_at IS NULL
	      AND r.may = 'yes');
END;
CREATE TRIGGER return_by_who_may BEFORE INSERT ON sale
    WHEN NEW.kind = 'return' BEGIN
	SELECT RAISE(ABORT, 'VT007: this person may not do that')
	WHERE NEW.staff_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM staff s
	    JOIN role_right r ON r.role = s.role AND r.what = 'refund'
	    WHERE s.id = NEW.staff_id AND s.disabled_at IS NULL
	      AND (r.may = 'yes' OR (r.may = 'ask' AND EXISTS (
		SELECT 1 FROM approval a
		WHERE a.ref_id = NEW.id AND a.what = 'refund'))));
END;
CREATE TRIGGER drawer_by_who_may BEFORE INSERT ON drawer BEGIN
	SELECT RAISE(ABORT, 'VT007: this person may not do that')
	WHERE NEW.staff_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM staff s
	    JOIN role_right r ON r.role = s.role AND r.what = 'drawer'
	    WHERE s.id = NEW.staff_id AND s.disabled_at IS NULL
	      AND (r.may = 'yes' OR (r.may = 'ask' AND EXISTS (
		SELECT 1 FROM approval a
		WHERE a.ref_id = NEW.id AND a.what = 'drawer'))));
END;
CREATE TRIGGER drawer_event_by_who_may BEFORE INSERT ON drawer_event BEGIN
	SELECT RAISE(ABORT, 'VT007: this person may not do that')
	WHERE NEW.staff_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM staff s
	    JOIN role_right r ON r.role = s.role AND r.what = NEW.kind
	    WHERE s.id = NEW.staff_id AND s.disabled_at IS NULL
	      AND (r.may = 'yes' OR (r.may = 'ask' AND EXISTS (
		SELECT 1 FROM approval a
		WHERE a.ref_id = NEW.id AND a.what = NEW.kind))));
END;
CREATE TRIGGER drawer_event_open BEFORE INSERT ON drawer_event BEGIN
	SELECT RAISE(ABORT, 'VT004: this drawer is closed')
	WHERE NOT EXISTS (SELECT 1 FROM drawer
	    WHERE id = NEW.drawer_id AND open = 1);
END;
CREATE TRIGGER drawer_count_open BEFORE INSERT ON drawer_count BEGIN
	SELECT RAISE(ABORT, 'VT004: this drawer is closed')
	WHERE NOT EXISTS (SELECT 1 FROM drawer
	    WHERE id = NEW.drawer_id AND open = 1);
END;

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
	    (SELECT CAST(coalesce(sum(c.denom * c.qty), 0) AS integer)
		FROM drawer_count c
		WHERE c.drawer_id = d.id AND c.phase = 'open') AS float_cash,
	    (SELECT CAST(coalesce(sum(p.amount), 0) AS integer)
		FROM sale l JOIN payment p ON p.sale_id = l.id
		WHERE l.drawer_id = d.id AND l.kind = 'sale'
		  AND p.kind IN ('cash', 'change')) AS cash_taken,
	    (SELECT CAST(coalesce(sum(p.amount), 0) AS integer)
		FROM sale l JOIN payment p ON p.sale_id = l.id
		WHERE l.drawer_id = d.id AND l.kind = 'return'
		  AND p.kind IN ('cash', 'change')) AS cash_refunded,
	    (SELECT CAST(coalesce(sum(e.amount), 0) AS integer)
		FROM drawer_event e
		WHERE e.drawer_id = d.id AND e.kind = 'pay_in') AS paid_in,
	    (SELECT CAST(coalesce(sum(e.amount), 0) AS integer)
		FROM drawer_event e
		WHERE e.drawer_id = d.id AND e.kind = 'pay_out') AS paid_out,
	    (SELECT CAST(coalesce(sum(e.amount), 0) AS integer)
		FROM drawer_event e
		WHERE e.drawer_id = d.id AND e.kind = 'drop') AS dropped,
	    (SELECT count(*) FROM drawer_event e
		WHERE e.drawer_id = d.id AND e.kind = 'no_sale') AS no_sales,
	    (SELECT CAST(coalesce(sum(c.denom * c.qty), 0) AS integer)
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

-- Closing a drawer: the statement adds up (drawer_close_add), and is checked.
CREATE TRIGGER drawer_shut BEFORE INSERT ON drawer_close BEGIN
	SELECT RAISE(ABORT, 'VT004: this drawer is closed')
	WHERE NOT EXISTS (SELECT 1 FROM drawer
	    WHERE id = NEW.drawer_id AND open = 1);
	SELECT RAISE(ABORT, 'VT007: this person may not do that')
	WHERE NEW.staff_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM staff s
	    JOIN role_right r ON r.role = s.role AND r.what = 'drawer'
	    WHERE s.id = NEW.staff_id AND s.disabled_at IS NULL
	      AND (r.may = 'yes' OR (r.may = 'ask' AND EXISTS (
		SELECT 1 FROM approval a
		WHERE a.ref_id = NEW.drawer_id AND a.what = 'drawer'))));
	SELECT RAISE(ABORT, 'VT006: the drawer was added up wrongly')
	WHERE NOT EXISTS (SELECT 1 FROM drawer_now WHERE id = NEW.drawer_id
	    AND counted = NEW.counted AND expected = NEW.expected);
	UPDATE drawer SET open = 0 WHERE id = NEW.drawer_id;
END;

-- A Z counts on from the last (z_add works it out), and only if nothing came
-- in since its figures were added up (VT006: add up again).
CREATE TRIGGER z_close BEFORE INSERT ON z BEGIN
	SELECT RAISE(ABORT, 'VT007: this person may not do that')
	WHERE NEW.staff_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM staff s
	    JOIN role_right r ON r.role = s.role AND r.what = 'z_report'
	    WHERE s.id = NEW.staff_id AND s.disabled_at IS NULL
	      AND (r.may = 'yes' OR (r.may = 'ask' AND EXISTS (
		SELECT 1 FROM approval a
		WHERE a.ref_id = NEW.id AND a.what = 'z_report'))));
	SELECT RAISE(ABORT, 'VT003: no such store')
	WHERE NOT EXISTS (SELECT 1 FROM store WHERE id = NEW.store_id);
	SELECT RAISE(ABORT, 'VT005: this day is closed')
	FROM store WHERE id = NEW.store_id AND NEW.register_id IS NULL
	    AND NEW.business_day <= closed_day;
	SELECT RAISE(ABORT, 'VT006: sales came in since then')
	WHERE NEW.register_id IS NULL AND NOT EXISTS (
	    SELECT 1 FROM (SELECT count(*) AS n, coalesce(sum(l.total), 0) AS t
		FROM sale l JOIN store s ON s.id = l.store_id
		WHERE l.store_id = NEW.store_id
		  AND l.business_day > s.closed_day
		  AND l.business_day <= NEW.business_day)
	    WHERE n = NEW.sales AND t = NEW.total);
	SELECT RAISE(ABORT, 'VT006: sales came in since then')
	WHERE NEW.register_id IS NOT NULL AND NOT EXISTS (
	    SELECT 1 FROM (SELECT count(*) AS n, coalesce(sum(total), 0) AS t,
		    coalesce(max(seq), 0) AS last
		FROM sale WHERE register_id = NEW.register_id
		  AND seq >= NEW.from_seq)
	    WHERE n = NEW.sales AND t = NEW.total AND last <= NEW.to_seq);
	SELECT RAISE(ABORT, 'VT006: not the next number')
	WHERE NEW.number <> 1 + coalesce((SELECT max(number) FROM z
		WHERE store_id = NEW.store_id
		  AND register_id IS NEW.register_id), 0)
	   OR NEW.grand_total <> NEW.total + coalesce((SELECT grand_total
		FROM z WHERE store_id = NEW.store_id
		  AND register_id IS NEW.register_id
		  AND number = NEW.number - 1), 0);
	UPDATE store SET closed_day = NEW.business_day,
	    open_day = NEW.next_day
	WHERE id = NEW.store_id AND NEW.register_id IS NULL;
END;
