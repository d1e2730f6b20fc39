-- Vitrine on PostgreSQL: the one row, and what may be done to it.
--
-- Programs insert facts (sale, sale_line, payment, hold, hold_renew, hold_end,
-- stock_move, pin_attempt, parked ...).  The triggers below turn facts into
-- state; nobody else writes piece.on_hand, piece.held, sale_line.live or a
-- register's sequence, because no role but the schema's owner has the right.
-- db/schema/sqlite/0001_init.sql says the same in SQLite's words; read
-- core/sell/piece.h for the rules.
--
-- Times: bigint microseconds UTC.  Money: bigint minor units.  Days: yyyymmdd.
-- A refusal is raised with a SQLSTATE of class VT (db.h, enum db_refusal):
-- VT001 taken, VT002 not for sale, VT003 unknown, VT004 register, VT005
-- returned already, VT006 totals, VT007 not allowed.

CREATE SCHEMA IF NOT EXISTS vitrine;
SET search_path = vitrine, pg_temp;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA vitrine;

DO $roles$
DECLARE r text;
BEGIN
	FOREACH r IN ARRAY ARRAY['vitrine_register', 'vitrine_web',
	    'vitrine_owner', 'vitrine_migrate'] LOOP
		IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = r) THEN
			BEGIN
				EXECUTE format('CREATE ROLE %I NOLOGIN', r);
			EXCEPTION WHEN duplicate_object OR unique_violation THEN
				NULL;	-- another shop was made meanwhile
			END;
		END IF;
	END LOOP;
END $roles$;

-- The database's clock, in microseconds.  Holds are judged by it alone.
CREATE FUNCTION vitrine_now() RETURNS bigint LANGUAGE sql VOLATILE
AS $$ SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint $$;

-- One link of a register's chain: every column of its entry.
CREATE FUNCTION vitrine_journal_hash(prev bytea, register uuid, ref uuid,
    seq bigint, at bigint, kind text, payload text) RETURNS bytea
LANGUAGE sql STABLE	-- so it is inlined
AS $$ SELECT sha256(prev || uuid_send(register) || uuid_send(ref) ||
    convert_to(seq::text || ' ' || at::text || ' ' || kind || E'\n' || payload,
	'UTF8')) $$;

-- Kinds of values.  A word list as a domain is looked up once a session; as a
-- CHECK of its table it is parsed again by every statement that writes a row,
-- also one that leaves the column alone (measured: a seventh of a sale).
CREATE DOMAIN flag AS smallint CHECK (VALUE IN (0, 1));
CREATE DOMAIN filled AS text CHECK (VALUE <> '');
CREATE DOMAIN currency_code AS text CHECK (length(VALUE) = 3);
CREATE DOMAIN day AS bigint CHECK (VALUE BETWEEN 19000101 AND 99991231);
CREATE DOMAIN price AS bigint CHECK (VALUE >= 0);
CREATE DOMAIN ppm AS bigint CHECK (VALUE BETWEEN 0 AND 1000000);
CREATE DOMAIN staff_role AS text
    CHECK (VALUE IN ('associate', 'manager', 'owner'));
CREATE DOMAIN register_kind AS text
    CHECK (VALUE IN ('counter', 'web', 'office', 'book'));
CREATE DOMAIN channel_kind AS text CHECK (VALUE IN ('showroom', 'web',
    'office', 'shopify', 'woocommerce', 'squarespace'));
CREATE DOMAIN piece_kind AS text
    CHECK (VALUE IN ('unique', 'counted', 'service'));
CREATE DOMAIN piece_state AS text CHECK (VALUE IN ('intake', 'stock', 'memo',
    'layaway', 'repair', 'transfer', 'missing', 'legal_hold', 'inspect',
    'scrapped'));
CREATE DOMAIN piece_ownership AS text
    CHECK (VALUE IN ('own', 'consigned', 'memo_in', 'customer'));
CREATE DOMAIN code_kind AS text
    CHECK (VALUE IN ('sku', 'barcode', 'old', 'gtin'));
CREATE DOMAIN sale_kind AS text CHECK (VALUE IN ('sale', 'return'));
CREATE DOMAIN payment_kind AS text CHECK (VALUE IN ('cash', 'change', 'card',
    'check', 'cashiers_check', 'money_order', 'bank_draft', 'travelers_check',
    'wire', 'gift', 'credit', 'deposit', 'reference', 'test'));
-- No card number, ever: four digits or nothing.
CREATE DOMAIN last4 AS text
    CONSTRAINT payment_last4 CHECK (VALUE ~ '^([0-9]{4})?$');
CREATE DOMAIN move_reason AS text CHECK (VALUE IN ('receive', 'sale',
    'return', 'adjust', 'count', 'state'));
CREATE DOMAIN hold_state AS text CHECK (VALUE IN ('active', 'ended'));
CREATE DOMAIN hold_end_reason AS text
    CHECK (VALUE IN ('', 'sold', 'released', 'expired'));
CREATE DOMAIN outbox_kind AS text CHECK (VALUE IN ('gone', 'held', 'back'));

-- ---------------------------------------------------------------- the house

CREATE TABLE shop (
	id		smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
	name		filled NOT NULL,
	currency	currency_code NOT NULL,
	zone		text NOT NULL,
	day_start	bigint NOT NULL DEFAULT 0
	    CONSTRAINT shop_day_start CHECK (day_start BETWEEN 0 AND 719),
	tax_rounding	text NOT NULL DEFAULT 'line'
	    CHECK (tax_rounding IN ('line', 'total')),
	owner_phone	text NOT NULL DEFAULT '',
	created_at	bigint NOT NULL
);

CREATE TABLE setting (
	key		text PRIMARY KEY,
	value		text NOT NULL
);

CREATE TABLE store (
	id		uuid PRIMARY KEY,
	code		text NOT NULL CONSTRAINT store_code UNIQUE,
	name		text NOT NULL,
	address		text NOT NULL DEFAULT '',
	phone		text NOT NULL DEFAULT '',
	footer		text NOT NULL DEFAULT '',
	-- The last day closed, and the day that sales made after it belong to.
	closed_day	bigint NOT NULL DEFAULT 0,
	open_day	bigint NOT NULL DEFAULT 0,
	created_at	bigint NOT NULL
);

-- What a store charges on a class of goods.  A class without a row is untaxed.
CREATE TABLE tax_rate (
	id		uuid PRIMARY KEY,
	store_id	uuid NOT NULL REFERENCES store,
	tax_class	text NOT NULL,
	name		text NOT NULL,
	ppm		ppm NOT NULL,
	inclusive	flag NOT NULL DEFAULT 0,
	valid_from	bigint NOT NULL DEFAULT 0,
	valid_to	bigint NOT NULL DEFAULT 99991231,
	CONSTRAINT tax_rate_once UNIQUE (store_id, tax_class, valid_from)
);

CREATE TABLE category (
	id		uuid PRIMARY KEY,
	code		text NOT NULL CONSTRAINT category_code UNIQUE,
	name		text NOT NULL,
	tax_class	text NOT NULL DEFAULT 'standard'
);

CREATE TABLE staff (
	id		uuid PRIMARY KEY,
	name		filled NOT NULL CONSTRAINT staff_name UNIQUE,
	role		staff_role NOT NULL,
	os_user		text NOT NULL DEFAULT '',
	pin_hash	text NOT NULL DEFAULT '',
	pin_fails	bigint NOT NULL DEFAULT 0,
	pin_wait_until	bigint NOT NULL DEFAULT 0,
	commission_ppm	ppm NOT NULL DEFAULT 0,
	created_at	bigint NOT NULL,
	disabled_at	bigint
);
CREATE UNIQUE INDEX staff_os_user ON staff (os_user) WHERE os_user <> '';

-- A till, or what stands for one: the web listener and the office shell number
-- and chain their sales like a counter does.  member, session and the chain's
-- anchor are what the hold-promise-confirm protocol needs.  The shop's book,
-- which comes with its first store, is the journal of what is no register's:
-- stock moved by hand, and sales refused.
CREATE TABLE register (
	id		uuid PRIMARY KEY,
	store_id	uuid NOT NULL REFERENCES store,
	code		filled NOT NULL CONSTRAINT register_code UNIQUE,
	name		text NOT NULL DEFAULT '',
	kind		register_kind NOT NULL DEFAULT 'counter',
	member		flag NOT NULL DEFAULT 0,
	session		bigint NOT NULL DEFAULT 0,
	last_seq	bigint NOT NULL DEFAULT 0,
	last_hash	bytea NOT NULL
	    DEFAULT '\x0000000000000000000000000000000000000000000000000000000000000000',
	-- The one before, so that a single UPDATE adds a link and knows both.
	prev_hash	bytea NOT NULL DEFAULT '',
	created_at	bigint NOT NULL,
	retired_at	bigint
) WITH (fillfactor = 70);

CREATE TABLE customer (
	id		uuid PRIMARY KEY,
	name		filled NOT NULL,
	email		text NOT NULL DEFAULT '',
	phone		text NOT NULL DEFAULT '',
	address		text NOT NULL DEFAULT '',
	note		text NOT NULL DEFAULT '',
	tax_exempt	flag NOT NULL DEFAULT 0,
	exempt_no	text NOT NULL DEFAULT '',
	exempt_until	bigint NOT NULL DEFAULT 0,
	search		text NOT NULL DEFAULT '',
	created_at	bigint NOT NULL
);
CREATE INDEX customer_email ON customer (email) WHERE email <> '';
CREATE INDEX customer_search ON customer USING gin (search gin_trgm_ops);

CREATE TABLE consignor (
	id		uuid PRIMARY KEY,
	code		text NOT NULL CONSTRAINT consignor_code UNIQUE,
	name		text NOT NULL,
	email		text NOT NULL DEFAULT '',
	phone		text NOT NULL DEFAULT '',
	-- The consignor's share of a sale's net.
	split_ppm	ppm NOT NULL DEFAULT 0,
	created_at	bigint NOT NULL
);

-- Where a sale can come from.  outbox: what must be told when a piece goes.
CREATE TABLE channel (
	id		uuid PRIMARY KEY,
	code		text NOT NULL CONSTRAINT channel_code UNIQUE,
	kind		channel_kind NOT NULL,
	name		text NOT NULL,
	outbox		flag NOT NULL DEFAULT 0,
	active		flag NOT NULL DEFAULT 1,
	created_at	bigint NOT NULL
);

-- ---------------------------------------------------------------- the piece

CREATE TABLE piece (
	id		uuid PRIMARY KEY,
	sku		filled NOT NULL CONSTRAINT piece_sku UNIQUE,
	title		filled NOT NULL,
	story		text NOT NULL DEFAULT '',
	category_id	uuid REFERENCES category,
	kind		piece_kind NOT NULL,
	state		piece_state NOT NULL DEFAULT 'stock',
	on_hand		bigint NOT NULL DEFAULT 0,
	held		bigint NOT NULL DEFAULT 0,
	price		price NOT NULL,
	floor_price	price NOT NULL DEFAULT 0,
	cost		price NOT NULL DEFAULT 0,
	store_id	uuid NOT NULL REFERENCES store,
	location	text NOT NULL DEFAULT '',
	ownership	piece_ownership NOT NULL DEFAULT 'own',
	consignor_id	uuid REFERENCES consignor,
	listed		flag NOT NULL DEFAULT 0,
	source		text NOT NULL DEFAULT '',
	source_ref	text NOT NULL DEFAULT '',
	created_at	bigint NOT NULL,
	changed_at	bigint NOT NULL,
	CONSTRAINT piece_counts CHECK (0 <= held AND held <= on_hand),
	CONSTRAINT piece_unique_is_one CHECK (kind <> 'unique' OR on_hand <= 1),
	CONSTRAINT piece_service_has_no_stock
	    CHECK (kind <> 'service' OR on_hand = 0)
) WITH (fillfactor = 80);
-- No index on a column that a sale changes, so that its update stays in the
-- page (HOT).
CREATE INDEX piece_listed ON piece (id) WHERE listed = 1;
CREATE INDEX piece_category ON piece (category_id);
CREATE UNIQUE INDEX piece_source ON piece (source, source_ref)
    WHERE source_ref <> '';

-- Everything a scanner may read for a piece: the sku itself, barcodes, the old
-- system's number.  A code may stand for two pieces; then a person chooses.
CREATE TABLE piece_code (
	code		filled NOT NULL,
	piece_id	uuid NOT NULL REFERENCES piece,
	kind		code_kind NOT NULL,
	PRIMARY KEY (code, piece_id)
);
CREATE INDEX piece_code_piece ON piece_code (piece_id);

-- Folded words of a piece, each after one space: ' br 1041 signed estate'.
CREATE TABLE piece_search (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	piece_id	uuid NOT NULL UNIQUE REFERENCES piece,
	words		text NOT NULL
);
CREATE INDEX piece_search_words ON piece_search
    USING gin (words gin_trgm_ops);

CREATE TABLE piece_attr (
	piece_id	uuid NOT NULL REFERENCES piece,
	position	bigint NOT NULL,
	name		text NOT NULL,
	value		text NOT NULL,
	PRIMARY KEY (piece_id, position)
);

CREATE TABLE stone (
	piece_id	uuid NOT NULL REFERENCES piece,
	position	bigint NOT NULL,
	role		text NOT NULL DEFAULT '',
	type		text NOT NULL,
	origin		text NOT NULL DEFAULT '',
	shape		text NOT NULL DEFAULT '',
	carat_milli	bigint NOT NULL DEFAULT 0,
	pieces		bigint NOT NULL DEFAULT 1,
	color		text NOT NULL DEFAULT '',
	clarity		text NOT NULL DEFAULT '',
	cut		text NOT NULL DEFAULT '',
	PRIMARY KEY (piece_id, position)
);

CREATE TABLE certificate (
	piece_id	uuid NOT NULL REFERENCES piece,
	position	bigint NOT NULL,
	lab		text NOT NULL,
	report_no	text NOT NULL,
	issued		text NOT NULL DEFAULT '',
	url		text NOT NULL DEFAULT '',
	PRIMARY KEY (piece_id, position)
);
CREATE INDEX certificate_report ON certificate (lab, report_no);

-- thumb: raw RGB, thumb_width * thumb_height * 3 bytes, so that the register
-- needs no picture decoder.
CREATE TABLE photo (
	id		uuid PRIMARY KEY,
	piece_id	uuid NOT NULL REFERENCES piece,
	position	bigint NOT NULL,
	role		text NOT NULL DEFAULT 'hero',
	media_type	text NOT NULL,
	width		bigint NOT NULL,
	height		bigint NOT NULL,
	bytes		bytea NOT NULL,
	thumb_width	bigint NOT NULL,
	thumb_height	bigint NOT NULL,
	thumb		bytea NOT NULL,
	CONSTRAINT photo_position UNIQUE (piece_id, position),
	CONSTRAINT photo_thumb
	    CHECK (octet_length(thumb) = thumb_width * thumb_height * 3)
);

-- What people did to a piece's description: for its history.
CREATE TABLE piece_event (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	piece_id	uuid NOT NULL REFERENCES piece,
	at		bigint NOT NULL,
	kind		text NOT NULL,
	detail		text NOT NULL DEFAULT '',
	staff_id	uuid REFERENCES staff
);
CREATE INDEX piece_event_piece ON piece_event (piece_id);

-- Which pieces changed, in about the order they did: screens, pages and
-- channels read from here.  Ids may commit out of order; readers overlap.
CREATE TABLE change (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	piece_id	uuid NOT NULL
);

-- ---------------------------------------------------------------- the facts

-- Where a trigger has looked a parent up already there is no foreign key
-- beside it: each costs another query, and a lock on the parent's row that all
-- tills queue for.  What facts point to cannot be deleted (see keep_row).

-- A register's journal: gapless, each entry sealed onto the one before.  at is
-- when the database wrote it.
CREATE TABLE journal (
	register_id	uuid NOT NULL,	-- journal_seal looks it up
	seq		bigint NOT NULL,
	at		bigint NOT NULL,
	kind		text NOT NULL,
	ref_id		uuid NOT NULL CONSTRAINT journal_ref UNIQUE,
	payload		text NOT NULL,
	prev_hash	bytea NOT NULL,
	hash		bytea NOT NULL,
	PRIMARY KEY (register_id, seq)
);
-- What was thrown away is asked for by itself.
CREATE INDEX journal_void ON journal (register_id, at) WHERE kind = 'void';

CREATE TABLE sale (
	id		uuid PRIMARY KEY,
	kind		sale_kind NOT NULL,
	number		text NOT NULL CONSTRAINT sale_number UNIQUE,
	register_id	uuid NOT NULL,
	seq		bigint NOT NULL,
	-- sale_settle (0002) looks up everything that a sale points to, and says
	-- what part of each line's net the seller earns.
	store_id	uuid NOT NULL,
	channel_id	uuid NOT NULL,
	drawer_id	uuid,
	staff_id	uuid,
	customer_id	uuid,
	customer_name	text NOT NULL DEFAULT '',
	order_ref	text NOT NULL DEFAULT '',
	returns_id	uuid,
	business_day	day NOT NULL,
	made_at		bigint NOT NULL,
	recorded_at	bigint NOT NULL,
	currency	currency_code NOT NULL,
	subtotal	bigint NOT NULL,
	discount	bigint NOT NULL,
	tax		bigint NOT NULL,
	total		bigint NOT NULL,
	paid		bigint NOT NULL,
	exempt		flag NOT NULL DEFAULT 0,
	exempt_no	text NOT NULL DEFAULT '',
	note		text NOT NULL DEFAULT '',
	commission_ppm	bigint NOT NULL DEFAULT 0,
	CONSTRAINT sale_seq UNIQUE (register_id, seq)
);
-- A day's latest are read without the rest of it.
CREATE INDEX sale_day ON sale (business_day, made_at);
CREATE INDEX sale_customer ON sale (customer_id)
    WHERE customer_id IS NOT NULL;

-- qty and all amounts are negative on a return.  net excludes tax always.
CREATE TABLE sale_line (
	id		uuid PRIMARY KEY,
	sale_id		uuid NOT NULL,	-- sale_line_take looks it up
	position	bigint NOT NULL,
	piece_id	uuid,
	sku		text NOT NULL,
	title		text NOT NULL,
	unique_piece	flag NOT NULL,
	qty		bigint NOT NULL,
	list_price	bigint NOT NULL,
	unit_price	bigint NOT NULL,
	discount	bigint NOT NULL,
	discount_reason	text NOT NULL DEFAULT '',
	tax_class	text NOT NULL DEFAULT '',
	tax_name	text NOT NULL DEFAULT '',
	tax_ppm		bigint NOT NULL DEFAULT 0,
	tax_inclusive	smallint NOT NULL DEFAULT 0,
	net		bigint NOT NULL,
	tax		bigint NOT NULL,
	total		bigint NOT NULL,
	hold_id		uuid,
	returns_line_id	uuid,
	-- Written by the triggers alone.  The sale's day and store, and what
	-- commission it earned, for who reads lines alone; what it cost then; whether it is the piece's live line.
	business_day	bigint NOT NULL,
	store_id	uuid NOT NULL,
	commission	bigint NOT NULL DEFAULT 0,
	category_id	uuid,
	live		flag NOT NULL DEFAULT 0,
	cost		bigint NOT NULL DEFAULT 0,
	consignor_id	uuid,
	consignor_due	bigint NOT NULL DEFAULT 0,
	returned	bigint NOT NULL DEFAULT 0,
	CONSTRAINT sale_line_position UNIQUE (sale_id, position)
);
-- Rule 3: even if every program is wrong, a unique piece has one live line.
CREATE UNIQUE INDEX sale_line_one_live ON sale_line (piece_id)
    WHERE live = 1;
CREATE INDEX sale_line_piece ON sale_line (piece_id);
CREATE INDEX sale_line_returns ON sale_line (returns_line_id)
    WHERE returns_line_id IS NOT NULL;

-- Cash handed over and the change given are two rows.
CREATE TABLE payment (
	id		uuid NOT NULL,
	sale_id		uuid NOT NULL,	-- payment_take looks it up
	position	bigint NOT NULL,
	kind		payment_kind NOT NULL,
	amount		bigint NOT NULL,
	last4		last4 NOT NULL DEFAULT '',
	approval	text NOT NULL DEFAULT '',
	reference	text NOT NULL DEFAULT '',
	business_day	bigint NOT NULL,
	store_id	uuid NOT NULL,
	PRIMARY KEY (sale_id, position)
);

-- Every change of on_hand or state, and why.  Sales and returns write theirs
-- by trigger; receive, adjust, move and inspect are inserted by programs.
CREATE TABLE stock_move (
	id		bigint GENERATED ALWAYS AS IDENTITY,
	piece_id	uuid NOT NULL,	-- its trigger locks the piece
	at		bigint NOT NULL,
	delta		bigint NOT NULL,
	reason		move_reason NOT NULL,
	to_state	text NOT NULL DEFAULT '',
	sale_line_id	uuid,
	staff_id	uuid,		-- and looks up who
	note		text NOT NULL DEFAULT '',
	-- By hand: the entry of the shop's book that says so.  Of a sale: what the
	-- triggers wrote beside what its own entry seals (line_sealed).
	entry_id	uuid,
	sealed		text NOT NULL DEFAULT '',
	PRIMARY KEY (piece_id, id)
);
CREATE INDEX stock_move_entry ON stock_move (entry_id)
    WHERE entry_id IS NOT NULL;

-- A claim on a piece for a while.  expires_at, state and the end are derived
-- from hold_renew and hold_end.
CREATE TABLE hold (
	id		uuid PRIMARY KEY,
	piece_id	uuid NOT NULL REFERENCES piece,
	qty		bigint NOT NULL CHECK (qty > 0),
	channel_id	uuid NOT NULL REFERENCES channel,
	owner		text NOT NULL,
	register_id	uuid REFERENCES register,
	staff_id	uuid REFERENCES staff,
	placed_at	bigint NOT NULL,
	expires_at	bigint NOT NULL,
	state		hold_state NOT NULL DEFAULT 'active',
	end_reason	hold_end_reason NOT NULL DEFAULT '',
	ended_at	bigint NOT NULL DEFAULT 0,
	-- Who may act on it and from where (0006), and for whom it is kept (0008).
	caller		text NOT NULL DEFAULT '',
	origin		text NOT NULL DEFAULT '',
	held_for	text NOT NULL DEFAULT '',
	customer_id	uuid REFERENCES customer,
	CONSTRAINT hold_time CHECK (expires_at > placed_at)
) WITH (fillfactor = 80);
CREATE INDEX hold_piece ON hold (piece_id);
CREATE INDEX hold_active ON hold (piece_id) WHERE state = 'active';
CREATE INDEX hold_register ON hold (register_id) WHERE state = 'active';

CREATE TABLE hold_renew (
	hold_id		uuid NOT NULL REFERENCES hold,
	at		bigint NOT NULL,
	ttl		bigint NOT NULL CHECK (ttl > 0),
	PRIMARY KEY (hold_id, at)
);

CREATE TABLE hold_end (
	hold_id		uuid PRIMARY KEY REFERENCES hold,
	at		bigint NOT NULL,
	reason		text NOT NULL CHECK (reason IN ('released', 'expired'))
);

-- An order from a channel: what it was called there, and what we answered.
CREATE TABLE channel_order (
	id		uuid PRIMARY KEY,
	channel_id	uuid NOT NULL REFERENCES channel,
	order_ref	text NOT NULL,
	idem_key	text NOT NULL,
	request_hash	bytea NOT NULL,
	sale_id		uuid NOT NULL REFERENCES sale,
	email		text NOT NULL DEFAULT '',
	ship_to		text NOT NULL DEFAULT '',
	created_at	bigint NOT NULL,
	CONSTRAINT channel_order_ref UNIQUE (channel_id, order_ref),
	CONSTRAINT channel_order_key UNIQUE (idem_key)
);
CREATE INDEX channel_order_sale ON channel_order (sale_id);

-- What the channels must still be told, in order per piece.
CREATE TABLE outbox (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	channel_id	uuid NOT NULL,	-- only triggers write these
	piece_id	uuid NOT NULL,
	kind		outbox_kind NOT NULL,
	at		bigint NOT NULL,
	done_at		bigint,
	tries		bigint NOT NULL DEFAULT 0,
	next_at		bigint NOT NULL DEFAULT 0,
	problem		text NOT NULL DEFAULT ''
);
CREATE INDEX outbox_open ON outbox (channel_id, id) WHERE done_at IS NULL;
CREATE INDEX outbox_gone ON outbox (done_at)
    WHERE kind = 'gone' AND done_at IS NOT NULL;

CREATE TABLE pin_attempt (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	staff_id	uuid NOT NULL REFERENCES staff,
	register_id	uuid REFERENCES register,
	at		bigint NOT NULL,
	ok		flag NOT NULL
);

-- A parked ticket is first-class: it survives the register and is listed at
-- close.  Recalling it is a fact of its own, so that two cannot.
CREATE TABLE parked (
	id		uuid PRIMARY KEY,
	store_id	uuid NOT NULL REFERENCES store,
	register_id	uuid NOT NULL REFERENCES register,
	staff_id	uuid REFERENCES staff,
	label		text NOT NULL,
	ticket		text NOT NULL,
	total		bigint NOT NULL,
	at		bigint NOT NULL
);
CREATE TABLE parked_end (
	parked_id	uuid PRIMARY KEY REFERENCES parked,
	at		bigint NOT NULL,
	register_id	uuid REFERENCES register,
	reason		text NOT NULL CHECK (reason IN ('recalled', 'dropped'))
);

CREATE TABLE apikey (
	id		uuid PRIMARY KEY,
	name		text NOT NULL,
	key_hash	bytea NOT NULL CONSTRAINT apikey_hash UNIQUE,
	scopes		text NOT NULL,
	channel_id	uuid NOT NULL REFERENCES channel,
	created_at	bigint NOT NULL,
	revoked_at	bigint
);
CREATE UNIQUE INDEX apikey_name ON apikey (name) WHERE revoked_at IS NULL;

-- How other systems' files look: rows, so that a new one needs no program.
CREATE TABLE import_profile (
	code		text PRIMARY KEY,
	title		text NOT NULL,
	verified	flag NOT NULL,
	anchors		text NOT NULL,
	not_anchors	text NOT NULL DEFAULT '',
	priority	bigint NOT NULL DEFAULT 0
);
CREATE TABLE import_alias (
	profile		text NOT NULL REFERENCES import_profile,
	position	bigint NOT NULL,
	header		text NOT NULL,
	field		text NOT NULL,
	rule		text NOT NULL DEFAULT '',
	PRIMARY KEY (profile, position)
);

-- ------------------------------------------------------------- the triggers

-- Number and seal an entry.  The register's row is locked first of all, then
-- pieces in id order: no deadlock.
CREATE FUNCTION journal_seal() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
BEGIN
	NEW.at := vitrine_now();
	UPDATE register SET last_seq = last_seq + 1, prev_hash = last_hash,
	    last_hash = vitrine_journal_hash(last_hash, id, NEW.ref_id,
		last_seq + 1, NEW.at, NEW.kind, NEW.payload)
	WHERE id = NEW.register_id AND retired_at IS NULL
	RETURNING last_seq, prev_hash, last_hash
	INTO NEW.seq, NEW.prev_hash, NEW.hash;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'this register is retired or unknown'
		    USING ERRCODE = 'VT004';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER journal_seal BEFORE INSERT ON journal
    FOR EACH ROW EXECUTE FUNCTION journal_seal();

-- The book of what no register wrote.  It has its store's id, for an id comes
-- from the program, with the program's clock and chance.
CREATE FUNCTION store_book() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
BEGIN
	INSERT INTO register (id, store_id, code, name, kind, created_at)
	SELECT NEW.id, NEW.id, 'BOOK', 'The shop''s book', 'book', NEW.created_at
	WHERE NOT EXISTS (SELECT 1 FROM register WHERE kind = 'book');
	RETURN NULL;
END $$;
CREATE TRIGGER store_book AFTER INSERT ON store
    FOR EACH ROW EXECUTE FUNCTION store_book();

-- What the triggers write of a line that its sale's entry does not seal, and
-- the hold it came from: kept a second time with its move, so that `vitrinectl
-- verify' sees one of them change.
CREATE FUNCTION line_sealed(l sale_line, ppm bigint, at bigint) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE kept text := '';
BEGIN
	IF l.hold_id IS NOT NULL THEN
		SELECT h.id || ' ' || h.piece_id || ' ' || h.qty || ' '
		    || h.channel_id || ' ' || coalesce(h.register_id::text, '')
		    || ' ' || coalesce(h.staff_id::text, '') || ' '
		    || coalesce(h.customer_id::text, '') || ' ' || h.placed_at
		    || ' ' || h.expires_at || ' ' || h.ended_at || ' '
		    || h.state || ' ' || h.end_reason || E'\n' || h.owner
		    || E'\n' || h.caller || E'\n' || h.origin || E'\n'
		    || h.held_for
		INTO kept FROM hold h WHERE h.id = l.hold_id;
	END IF;
	RETURN at || ' ' || l.cost || ' ' || l.consignor_due || ' '
	    || l.commission || ' ' || ppm || ' ' || coalesce(l.category_id::text, '') || ' '
	    || coalesce(l.consignor_id::text, '') || E'\n'
	    || coalesce(kept, 'no hold');
END $$;

-- Facts, and what they point to, stay.
CREATE FUNCTION keep_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME
	    USING ERRCODE = '23514', CONSTRAINT = 'keep_row';
END $$;
DO $keep$
DECLARE t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['store', 'staff', 'register', 'channel',
	    'piece', 'journal', 'sale', 'sale_line', 'payment', 'stock_move',
	    'hold', 'hold_renew', 'hold_end', 'channel_order'] LOOP
		EXECUTE format('CREATE TRIGGER keep_row BEFORE DELETE OR '
		    'TRUNCATE ON %I EXECUTE FUNCTION keep_row()', t);
	END LOOP;
END $keep$;

-- Ends the holds of a locked piece whose time is over, and says how much is
-- held now.
CREATE FUNCTION piece_held_now(wanted uuid) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
DECLARE now_us bigint := vitrine_now(); n bigint;
BEGIN
	UPDATE hold SET state = 'ended', end_reason = 'expired',
	    ended_at = now_us
	WHERE piece_id = wanted AND state = 'active' AND expires_at <= now_us;
	SELECT coalesce(sum(qty), 0)::bigint INTO n
	FROM hold WHERE piece_id = wanted AND state = 'active';
	RETURN n;
END $$;

CREATE FUNCTION hold_take() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
DECLARE p record; n bigint;
BEGIN
	SELECT kind, state, on_hand, held, sku INTO p
	FROM piece WHERE id = NEW.piece_id FOR NO KEY UPDATE;
	IF NOT FOUND OR p.kind = 'service' THEN
		RAISE EXCEPTION 'no such piece to hold' USING ERRCODE = 'VT003';
	END IF;
	IF p.state <> 'stock' THEN
		RAISE EXCEPTION '% is not for sale (%)', p.sku, p.state
		    USING ERRCODE = 'VT002';
	END IF;
	n := CASE WHEN p.held = 0 THEN 0 ELSE piece_held_now(NEW.piece_id) END;
	IF p.on_hand - n < NEW.qty THEN
		RAISE EXCEPTION '% is taken', p.sku USING ERRCODE = 'VT001';
	END IF;
	NEW.state := 'active';
	NEW.end_reason := '';
	NEW.ended_at := 0;
	UPDATE piece SET held = n + NEW.qty, changed_at = vitrine_now()
	WHERE id = NEW.piece_id;
	INSERT INTO change (piece_id) VALUES (NEW.piece_id);
	RETURN NEW;
END $$;
CREATE TRIGGER hold_take BEFORE INSERT ON hold
    FOR EACH ROW EXECUTE FUNCTION hold_take();

CREATE FUNCTION hold_renew() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
DECLARE now_us bigint := vitrine_now(); wanted uuid;
BEGIN
	SELECT piece_id INTO wanted FROM hold WHERE id = NEW.hold_id;
	PERFORM 1 FROM piece WHERE id = wanted FOR NO KEY UPDATE;
	-- Over time but not yet taken by anybody: it may go on.
	UPDATE hold SET expires_at = greatest(expires_at, now_us + NEW.ttl)
	WHERE id = NEW.hold_id AND state = 'active';
	IF NOT FOUND THEN
		RAISE EXCEPTION 'this hold has ended' USING ERRCODE = 'VT003';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER hold_renew BEFORE INSERT ON hold_renew
    FOR EACH ROW EXECUTE FUNCTION hold_renew();

CREATE FUNCTION hold_end() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
DECLARE wanted uuid;
BEGIN
	SELECT piece_id INTO wanted FROM hold WHERE id = NEW.hold_id;
	PERFORM 1 FROM piece WHERE id = wanted FOR NO KEY UPDATE;
	UPDATE hold SET state = 'ended', end_reason = NEW.reason,
	    ended_at = vitrine_now()
	WHERE id = NEW.hold_id AND state = 'active'
	  AND (NEW.reason <> 'expired' OR expires_at <= vitrine_now());
	IF NOT FOUND THEN
		RETURN NULL;	-- ended already, or renewed meanwhile
	END IF;
	UPDATE piece SET held = piece_held_now(wanted),
	    changed_at = vitrine_now()
	WHERE id = wanted;
	INSERT INTO change (piece_id) VALUES (wanted);
	RETURN NEW;
END $$;
CREATE TRIGGER hold_end BEFORE INSERT ON hold_end
    FOR EACH ROW EXECUTE FUNCTION hold_end();

-- A line of a return: the piece comes back, for inspection and not straight
-- into the window.  What it cost and what its consignor was owed comes back as
-- it was, whatever the piece says today.
CREATE FUNCTION sale_line_back(line sale_line, ppm bigint) RETURNS sale_line
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
DECLARE p record; now_us bigint := vitrine_now();
BEGIN
	SELECT kind, sku INTO p
	FROM piece WHERE id = line.piece_id FOR NO KEY UPDATE;
	IF NOT FOUND AND line.piece_id IS NOT NULL THEN
		RAISE EXCEPTION 'no such piece' USING ERRCODE = 'VT003';
	END IF;
	line.unique_piece := CASE WHEN p.kind = 'unique' THEN 1 ELSE 0 END;
	UPDATE sale_line SET returned = returned - line.qty, live = 0
	WHERE id = line.returns_line_id
	  AND piece_id IS NOT DISTINCT FROM line.piece_id
	  AND line.qty < 0 AND returned - line.qty <= qty
	RETURNING cost * line.qty / qty, consignor_id,
	    consignor_due * line.qty / qty, category_id,
	    commission * line.qty / qty
	INTO line.cost, line.consignor_id, line.consignor_due,
	    line.category_id, line.commission;
	IF NOT FOUND THEN
		RAISE EXCEPTION '% came back already', line.sku
		    USING ERRCODE = 'VT005';
	END IF;
	IF p.kind IS NULL THEN
		RETURN line;
	END IF;
	UPDATE piece SET on_hand = on_hand - line.qty,
	    state = CASE WHEN kind = 'unique' THEN 'inspect' ELSE state END,
	    changed_at = now_us
	WHERE id = line.piece_id AND kind <> 'service';
	INSERT INTO stock_move (piece_id, at, delta, reason, to_state,
	    sale_line_id, sealed)
	VALUES (line.piece_id, now_us,
	    CASE WHEN p.kind = 'service' THEN 0 ELSE -line.qty END, 'return',
	    CASE WHEN p.kind = 'unique' THEN 'inspect' ELSE '' END, line.id,
	    line_sealed(line, ppm, now_us));
	IF p.kind = 'service' THEN
		RETURN line;
	END IF;
	INSERT INTO change (piece_id) VALUES (line.piece_id);
	RETURN line;
END $$;

-- The take.  There is no look before it.  A piece that is free goes in one
-- statement, which waits for whoever came first and then sees what he did; for
-- one that is held or cannot be had the row is locked, our own hold is
-- consumed, and the count goes down or the whole sale is refused.
--
-- Written for speed, and measured (instructions of a sale's backend, counted by
-- callgrind).  What could be CHECKs and foreign keys of the fact tables is
-- looked at in their triggers: a CHECK, like a trigger's WHEN, is parsed anew
-- from its text by every statement that writes its table (eight and three of
-- them made a sixth of a sale), and a foreign key looks up again what has been
-- looked up already (three: a sixteenth).
CREATE FUNCTION sale_line_take() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
DECLARE
	p record; n bigint; others bigint; ppm bigint;
	now_us bigint := vitrine_now();
BEGIN
	IF NEW.total <> NEW.net + NEW.tax THEN
		RAISE EXCEPTION 'net and tax are not the line''s total'
		    USING ERRCODE = '23514', CONSTRAINT = 'sale_line_total';
	END IF;
	SELECT business_day, store_id, (NEW.net * commission_ppm
	    + CASE WHEN NEW.net < 0 THEN -500000 ELSE 500000 END) / 1000000,
	    0, 0, 0, 0, NULL, NULL, commission_ppm
	INTO NEW.business_day, NEW.store_id, NEW.commission,
	    NEW.live, NEW.returned, NEW.cost, NEW.consignor_due,
	    NEW.category_id, NEW.consignor_id, ppm
	FROM sale WHERE id = NEW.sale_id;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such sale'
		    USING ERRCODE = '23503', CONSTRAINT = 'sale_line_sale';
	ELSIF NEW.returns_line_id IS NOT NULL THEN
		RETURN sale_line_back(NEW, ppm);
	ELSIF NEW.qty <= 0 THEN
		RAISE EXCEPTION 'a line of nothing or less'
		    USING ERRCODE = 'VT003';
	ELSIF NEW.piece_id IS NULL THEN
		RETURN NEW;	-- a line without a row: engraving, postage
	END IF;
	IF NEW.hold_id IS NULL THEN
		UPDATE piece SET on_hand = on_hand - NEW.qty,
		    changed_at = now_us
		WHERE id = NEW.piece_id AND held = 0 AND state = 'stock'
		  AND on_hand >= NEW.qty
		RETURNING on_hand, (kind = 'unique')::int,
		    (kind = 'unique')::int, cost * NEW.qty, category_id,
		    consignor_id
		INTO n, NEW.unique_piece, NEW.live, NEW.cost, NEW.category_id,
		    NEW.consignor_id;
	END IF;
	IF n IS NULL THEN
		SELECT kind, state, on_hand, held, sku INTO p
		FROM piece WHERE id = NEW.piece_id FOR NO KEY UPDATE;
		IF NOT FOUND THEN
			RAISE EXCEPTION 'no such piece' USING ERRCODE = 'VT003';
		ELSIF p.kind = 'service' THEN
			SELECT 0, 0, 0, category_id
			INTO NEW.unique_piece, NEW.live, NEW.cost,
			    NEW.category_id
			FROM piece WHERE id = NEW.piece_id;
			INSERT INTO stock_move (piece_id, at, delta, reason,
			    sale_line_id, sealed)
			VALUES (NEW.piece_id, now_us, 0, 'sale', NEW.id,
			    line_sealed(NEW, ppm, now_us));
			RETURN NEW;
		ELSIF p.state <> 'stock' THEN
			RAISE EXCEPTION '% is not for sale (%)', p.sku, p.state
			    USING ERRCODE = 'VT002';
		END IF;
		-- Our own hold counts even when its time is over, as long as
		-- nobody has taken the piece for that reason.  Who has none is
		-- refused sooner, and so are all who wait behind him.
		IF NEW.hold_id IS NOT NULL THEN
			UPDATE hold SET state = 'ended', end_reason = 'sold',
			    ended_at = now_us
			WHERE id = NEW.hold_id AND piece_id = NEW.piece_id
			  AND state = 'active'
			RETURNING p.held - qty INTO others;
		END IF;
		others := coalesce(others, p.held);
		IF others > 0 THEN
			others := piece_held_now(NEW.piece_id);
		END IF;
		IF p.on_hand - others < NEW.qty THEN
			RAISE EXCEPTION '% is taken', p.sku
			    USING ERRCODE = 'VT001';
		END IF;
		UPDATE piece SET on_hand = on_hand - NEW.qty, held = others,
		    changed_at = now_us
		WHERE id = NEW.piece_id
		RETURNING on_hand, (kind = 'unique')::int,
		    (kind = 'unique')::int, cost * NEW.qty, category_id,
		    consignor_id
		INTO n, NEW.unique_piece, NEW.live, NEW.cost, NEW.category_id,
		    NEW.consignor_id;
	END IF;
	IF NEW.consignor_id IS NOT NULL THEN
		SELECT (NEW.net * split_ppm + 500000) / 1000000
		INTO NEW.consignor_due FROM consignor
		WHERE id = NEW.consignor_id;
	END IF;
	INSERT INTO stock_move (piece_id, at, delta, reason, sale_line_id,
	    sealed)
	VALUES (NEW.piece_id, now_us, -NEW.qty, 'sale', NEW.id,
	    line_sealed(NEW, ppm, now_us));
	INSERT INTO change (piece_id) VALUES (NEW.piece_id);
	INSERT INTO outbox (channel_id, piece_id, kind, at)
	SELECT id, NEW.piece_id, CASE WHEN n = 0 THEN 'gone' ELSE 'stock' END,
	    now_us
	FROM channel WHERE outbox = 1 AND active = 1;
	RETURN NEW;
END $$;
CREATE TRIGGER sale_line_take BEFORE INSERT ON sale_line
    FOR EACH ROW EXECUTE FUNCTION sale_line_take();

-- What stays true of a line when it comes back, whoever writes it.
CREATE FUNCTION sale_line_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.returned < 0 OR NEW.returned > abs(NEW.qty) THEN
		RAISE EXCEPTION 'more came back than was sold'
		    USING ERRCODE = '23514', CONSTRAINT = 'sale_line_returned';
	ELSIF NEW.total <> NEW.net + NEW.tax THEN
		RAISE EXCEPTION 'net and tax are not the line''s total'
		    USING ERRCODE = '23514', CONSTRAINT = 'sale_line_total';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER sale_line_keep BEFORE UPDATE ON sale_line
    FOR EACH ROW EXECUTE FUNCTION sale_line_keep();

-- A payment's day and store are its sale's.
CREATE FUNCTION payment_take() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
BEGIN
	SELECT business_day, store_id INTO NEW.business_day, NEW.store_id
	FROM sale WHERE id = NEW.sale_id;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such sale'
		    USING ERRCODE = '23503', CONSTRAINT = 'payment_sale';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER payment_take BEFORE INSERT ON payment
    FOR EACH ROW EXECUTE FUNCTION payment_take();

-- Goods received, counted, moved between states by a person.  Only a sale line
-- writes a move for a sale, and has done all of this itself.
CREATE FUNCTION stock_move_apply() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
DECLARE p record; n bigint;
BEGIN
	IF NEW.reason IN ('sale', 'return') THEN
		IF pg_trigger_depth() = 1 THEN
			RAISE EXCEPTION
			    'a stock move for a sale is written by the sale'
			    USING ERRCODE = '23514',
			    CONSTRAINT = 'stock_move_by_sale';
		END IF;
		RETURN NEW;
	END IF;
	SELECT kind, state, held, sku INTO p
	FROM piece WHERE id = NEW.piece_id FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no such piece' USING ERRCODE = 'VT003';
	ELSIF NEW.staff_id IS NOT NULL AND
	    NOT EXISTS (SELECT 1 FROM staff WHERE id = NEW.staff_id) THEN
		RAISE EXCEPTION 'no such person'
		    USING ERRCODE = '23503', CONSTRAINT = 'stock_move_staff';
	END IF;
	n := CASE WHEN p.held = 0 THEN 0 ELSE piece_held_now(NEW.piece_id) END;
	IF n > 0 AND (NEW.delta < 0 OR
	    (NEW.to_state <> '' AND NEW.to_state <> 'stock')) THEN
		RAISE EXCEPTION '% is held', p.sku USING ERRCODE = 'VT001';
	END IF;
	UPDATE piece SET on_hand = on_hand + NEW.delta, held = n,
	    state = CASE WHEN NEW.to_state = '' THEN state
		ELSE NEW.to_state END,
	    changed_at = vitrine_now()
	WHERE id = NEW.piece_id;
	INSERT INTO change (piece_id) VALUES (NEW.piece_id);
	RETURN NEW;
END $$;
CREATE TRIGGER stock_move_apply BEFORE INSERT ON stock_move
    FOR EACH ROW EXECUTE FUNCTION stock_move_apply();

-- Five wrong PINs: wait, twice as long each time.  Ten: locked until reset.
CREATE FUNCTION pin_attempt_count() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
BEGIN
	NEW.at := vitrine_now();
	UPDATE staff SET
	    pin_fails = CASE WHEN NEW.ok = 1 THEN 0 ELSE pin_fails + 1 END,
	    pin_wait_until = CASE WHEN NEW.ok = 1 OR pin_fails < 4 THEN 0
		ELSE NEW.at + 30000000 * (1::bigint << least(pin_fails - 4, 10)::int) END
	WHERE id = NEW.staff_id AND (NEW.ok = 1 OR
	    pin_fails < 10 AND pin_wait_until <= NEW.at);
	IF NOT FOUND THEN
		RAISE EXCEPTION 'too many wrong PINs' USING ERRCODE = 'VT007';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER pin_attempt_count BEFORE INSERT ON pin_attempt
    FOR EACH ROW EXECUTE FUNCTION pin_attempt_count();

-- Find as you type: every word typed must begin some word of the piece.  The
-- plan depends on how common the words are, so it is made for them each time.
CREATE FUNCTION piece_find(wanted text, most bigint, only_available bigint)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE ROWS 20
SET search_path = vitrine, pg_temp AS $$
DECLARE word text; sql text := '';
BEGIN
	FOREACH word IN ARRAY string_to_array(trim(wanted), ' ') LOOP
		sql := sql || format(' AND s.words LIKE %L', '% ' || word || '%');
	END LOOP;
	RETURN QUERY EXECUTE 'SELECT s.id FROM piece_search s '
	    || CASE WHEN only_available = 1 THEN
	       'JOIN piece p ON p.id = s.piece_id AND p.on_hand > p.held '
	       'AND p.state = ''stock'' ' ELSE '' END
	    || 'WHERE true' || sql || ' ORDER BY s.id LIMIT ' || most;
END $$;

-- --------------------------------------------------------------- the views

-- A piece as a person sees it: holds whose time is over do not count.
CREATE VIEW piece_now AS
SELECT q.id, q.sku, q.title, q.story, q.category_id, q.category, q.tax_class,
    q.kind, q.state, q.on_hand, q.held_now AS held, q.held_until,
    CASE WHEN q.kind = 'service' THEN 'available'
	WHEN q.on_hand = 0 THEN 'sold'
	WHEN q.state <> 'stock' THEN 'gone'
	WHEN q.held_now >= q.on_hand THEN 'held'
	ELSE 'available' END AS status,
    q.price, q.floor_price, q.cost, q.store_id, q.location, q.ownership,
    q.consignor_id, q.consignor, q.listed, q.photos, q.source, q.source_ref,
    q.created_at, q.changed_at
FROM (
	SELECT p.id, p.sku, p.title, p.story, p.category_id,
	    coalesce(c.name, '') AS category,
	    coalesce(c.tax_class, 'standard') AS tax_class, p.kind, p.state,
	    p.on_hand, p.price, p.floor_price, p.cost, p.store_id, p.location,
	    p.ownership, p.consignor_id, coalesce(o.name, '') AS consignor,
	    p.listed, p.source, p.source_ref, p.created_at, p.changed_at,
	    (SELECT count(*) FROM photo f WHERE f.piece_id = p.id) AS photos,
	    CASE WHEN p.held = 0 THEN 0 ELSE (
		SELECT CAST(coalesce(sum(h.qty), 0) AS bigint) FROM hold h
		WHERE h.piece_id = p.id AND h.state = 'active'
		  AND h.expires_at > vitrine_now()) END AS held_now,
	    CASE WHEN p.held = 0 THEN 0 ELSE (
		SELECT coalesce(max(h.expires_at), 0) FROM hold h
		WHERE h.piece_id = p.id AND h.state = 'active'
		  AND h.expires_at > vitrine_now()) END AS held_until
	FROM piece p
	LEFT JOIN category c ON c.id = p.category_id
	LEFT JOIN consignor o ON o.id = p.consignor_id
) q;

-- A sale with the names of everybody in it.  The journal is asked in its own
-- subselect: joined, the planner may merge through all of it.
CREATE VIEW sale_now AS
SELECT s.id, s.kind, s.number, s.register_id, s.seq, s.store_id,
    s.channel_id, s.staff_id, s.customer_id, s.customer_name, s.order_ref,
    s.returns_id, s.business_day, s.made_at, s.recorded_at, s.currency,
    s.subtotal, s.discount, s.tax, s.total, s.paid, s.exempt, s.exempt_no,
    s.note, st.name AS store, r.code AS till, c.name AS channel,
    coalesce(f.name, '') AS staff, coalesce(b.number, '') AS returns_number,
    (SELECT j.hash FROM journal j
	WHERE j.register_id = s.register_id AND j.seq = s.seq) AS hash,
    s.drawer_id
FROM sale s
JOIN store st ON st.id = s.store_id
JOIN register r ON r.id = s.register_id
JOIN channel c ON c.id = s.channel_id
LEFT JOIN staff f ON f.id = s.staff_id
LEFT JOIN sale b ON b.id = s.returns_id;

CREATE VIEW hold_now AS
SELECT h.id, h.piece_id, p.sku, h.qty, h.channel_id, c.name AS channel,
    h.owner, h.register_id, h.staff_id, h.placed_at, h.expires_at,
    CASE WHEN h.state = 'active' AND h.expires_at <= vitrine_now()
	THEN 'ended' ELSE h.state END AS state,
    CASE WHEN h.state = 'active' AND h.expires_at <= vitrine_now()
	THEN 'expired' ELSE h.end_reason END AS end_reason,
    vitrine_now() AS now
FROM hold h
JOIN piece p ON p.id = h.piece_id
JOIN channel c ON c.id = h.channel_id;

-- --------------------------------------------------------------- the rights

REVOKE ALL ON ALL TABLES IN SCHEMA vitrine FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA vitrine FROM PUBLIC;
GRANT USAGE ON SCHEMA vitrine
    TO vitrine_register, vitrine_web, vitrine_owner;
GRANT EXECUTE ON FUNCTION line_sealed(sale_line, bigint, bigint)
    TO vitrine_register, vitrine_owner;
GRANT EXECUTE ON FUNCTION vitrine_now(), piece_find(text, bigint, bigint),
    vitrine_journal_hash(bytea, uuid, uuid, bigint, bigint, text, text)
    TO vitrine_register, vitrine_web, vitrine_owner;

GRANT SELECT ON ALL TABLES IN SCHEMA vitrine
    TO vitrine_register, vitrine_owner;
GRANT INSERT ON journal, sale, sale_line, payment, hold, hold_renew, hold_end,
    stock_move, pin_attempt, parked, parked_end, customer, piece_event
    TO vitrine_register, vitrine_owner;

-- The listener sees no PIN, no cost and no key it could not check.
GRANT SELECT ON piece_now, sale_now, hold_now, shop, setting, store, tax_rate,
    category, register, customer, channel, piece, piece_code, piece_search, piece_attr, stone, certificate,
    photo, change, journal, sale, sale_line, payment, hold, hold_renew,
    hold_end, channel_order, outbox, apikey, consignor TO vitrine_web;
GRANT SELECT (id, name, role, disabled_at, commission_ppm) ON staff
    TO vitrine_web;
GRANT INSERT ON journal, sale, sale_line, payment, hold, hold_renew, hold_end,
    channel_order, customer TO vitrine_web;
GRANT UPDATE (done_at, tries, next_at, problem) ON outbox TO vitrine_web;
GRANT DELETE ON change TO vitrine_web;

-- The owner describes the shop; counts and past facts are out of reach.
GRANT INSERT ON setting, store, tax_rate, category, staff, register, consignor,
    channel, piece, piece_code, piece_search, piece_attr, stone, certificate,
    photo, apikey, channel_order, import_profile, import_alias, shop
    TO vitrine_owner;
GRANT UPDATE (code, name, address, phone, footer) ON store TO vitrine_owner;
GRANT UPDATE ON shop, setting, tax_rate, category, consignor, customer,
    channel, piece_search, import_profile, import_alias TO vitrine_owner;
GRANT UPDATE (name, role, os_user, pin_hash, pin_fails, pin_wait_until,
    disabled_at) ON staff TO vitrine_owner;
GRANT UPDATE (name, retired_at) ON register TO vitrine_owner;
GRANT UPDATE (sku, title, story, category_id, price, floor_price, cost,
    store_id, location, ownership, consignor_id, listed, source, source_ref,
    changed_at) ON piece TO vitrine_owner;
GRANT UPDATE (revoked_at) ON apikey TO vitrine_owner;
GRANT DELETE ON piece_code, piece_attr, stone, certificate, photo, setting,
    import_profile, import_alias TO vitrine_owner;
GRANT INSERT ON change TO vitrine_owner;
