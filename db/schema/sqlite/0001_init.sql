-- Vitrine on SQLite: the same shop as ../pg/0001_init.sql, table for table.
--
-- An embedded shop has no roles and one file; what the triggers enforce is the
-- same.  Ids are 16-byte blobs.  The triggers use only what any SQLite shell
-- has, so that whoever opens the file is bound by them too; only the journal's
-- hash needs a program of ours (vitrine_journal_hash, db/sqlite.c).

-- ---------------------------------------------------------------- the house

CREATE TABLE shop (
	id		integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
	name		text NOT NULL CHECK (name <> ''),
	currency	text NOT NULL CHECK (length(currency) = 3),
	zone		text NOT NULL,
	day_start	integer NOT NULL DEFAULT 0
	    CONSTRAINT shop_day_start CHECK (day_start BETWEEN 0 AND 719),
	tax_rounding	text NOT NULL DEFAULT 'line'
	    CHECK (tax_rounding IN ('line', 'total')),
	owner_phone	text NOT NULL DEFAULT '',
	created_at	integer NOT NULL
) STRICT;

CREATE TABLE setting (
	key		text PRIMARY KEY,
	value		text NOT NULL
) STRICT;

CREATE TABLE store (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	code		text NOT NULL CONSTRAINT store_code UNIQUE,
	name		text NOT NULL,
	address		text NOT NULL DEFAULT '',
	phone		text NOT NULL DEFAULT '',
	footer		text NOT NULL DEFAULT '',
	-- The last day closed, and the day that sales made after it belong to.
	closed_day	integer NOT NULL DEFAULT 0,
	open_day	integer NOT NULL DEFAULT 0,
	created_at	integer NOT NULL
) STRICT;

-- What a store charges on a class of goods.  A class without a row is untaxed.
CREATE TABLE tax_rate (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	store_id	blob NOT NULL REFERENCES store,
	tax_class	text NOT NULL,
	name		text NOT NULL,
	ppm		integer NOT NULL CHECK (ppm BETWEEN 0 AND 1000000),
	inclusive	integer NOT NULL DEFAULT 0 CHECK (inclusive IN (0, 1)),
	valid_from	integer NOT NULL DEFAULT 0,
	valid_to	integer NOT NULL DEFAULT 99991231,
	CONSTRAINT tax_rate_once UNIQUE (store_id, tax_class, valid_from)
) STRICT;

CREATE TABLE category (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	code		text NOT NULL CONSTRAINT category_code UNIQUE,
	name		text NOT NULL,
	tax_class	text NOT NULL DEFAULT 'standard'
) STRICT;

CREATE TABLE staff (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	name		text NOT NULL CONSTRAINT staff_name UNIQUE
	    CHECK (name <> ''),
	role		text NOT NULL
	    CHECK (role IN ('associate', 'manager', 'owner')),
	os_user		text NOT NULL DEFAULT '',
	pin_hash	text NOT NULL DEFAULT '',
	pin_fails	integer NOT NULL DEFAULT 0,
	pin_wait_until	integer NOT NULL DEFAULT 0,
	commission_ppm	integer NOT NULL DEFAULT 0
	    CHECK (commission_ppm BETWEEN 0 AND 1000000),
	created_at	integer NOT NULL,
	disabled_at	integer
) STRICT;
CREATE UNIQUE INDEX staff_os_user ON staff (os_user) WHERE os_user <> '';

-- A till, or what stands for one: the web listener and the office shell number
-- and chain their sales like a counter does.  member, session and the chain's
-- anchor are what the hold-promise-confirm protocol needs.
CREATE TABLE register (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	store_id	blob NOT NULL REFERENCES store,
	code		text NOT NULL CONSTRAINT register_code UNIQUE
	    CHECK (code <> ''),
	name		text NOT NULL DEFAULT '',
	kind		text NOT NULL DEFAULT 'counter'
	    CHECK (kind IN ('counter', 'web', 'office', 'book')),
	member		integer NOT NULL DEFAULT 0 CHECK (member IN (0, 1)),
	session		integer NOT NULL DEFAULT 0,
	last_seq	integer NOT NULL DEFAULT 0,
	last_hash	blob NOT NULL
	    DEFAULT (zeroblob(32)),
	created_at	integer NOT NULL,
	retired_at	integer
) STRICT;

CREATE TABLE customer (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	name		text NOT NULL CHECK (name <> ''),
	email		text NOT NULL DEFAULT '',
	phone		text NOT NULL DEFAULT '',
	address		text NOT NULL DEFAULT '',
	note		text NOT NULL DEFAULT '',
	tax_exempt	integer NOT NULL DEFAULT 0
	    CHECK (tax_exempt IN (0, 1)),
	exempt_no	text NOT NULL DEFAULT '',
	exempt_until	integer NOT NULL DEFAULT 0,
	search		text NOT NULL DEFAULT '',
	created_at	integer NOT NULL
) STRICT;
CREATE INDEX customer_email ON customer (email) WHERE email <> '';

CREATE TABLE consignor (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	code		text NOT NULL CONSTRAINT consignor_code UNIQUE,
	name		text NOT NULL,
	email		text NOT NULL DEFAULT '',
	phone		text NOT NULL DEFAULT '',
	-- The consignor's share of a sale's net.
	split_ppm	integer NOT NULL DEFAULT 0
	    CHECK (split_ppm BETWEEN 0 AND 1000000),
	created_at	integer NOT NULL
) STRICT;

-- Where a sale can come from.  outbox: what must be told when a piece goes.
CREATE TABLE channel (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	code		text NOT NULL CONSTRAINT channel_code UNIQUE,
	kind		text NOT NULL CHECK (kind IN ('showroom', 'web',
	    'office', 'shopify', 'woocommerce', 'squarespace')),
	name		text NOT NULL,
	outbox		integer NOT NULL DEFAULT 0 CHECK (outbox IN (0, 1)),
	active		integer NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
	created_at	integer NOT NULL
) STRICT;

-- ---------------------------------------------------------------- the piece

CREATE TABLE piece (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	sku		text NOT NULL CONSTRAINT piece_sku UNIQUE
	    CHECK (sku <> ''),
	title		text NOT NULL CHECK (title <> ''),
	story		text NOT NULL DEFAULT '',
	category_id	blob REFERENCES category,
	kind		text NOT NULL
	    CHECK (kind IN ('unique', 'counted', 'service')),
	state		text NOT NULL DEFAULT 'stock' CHECK (state IN ('intake',
	    'stock', 'memo', 'layaway', 'repair', 'transfer', 'missing',
	    'legal_hold', 'inspect', 'scrapped')),
	on_hand		integer NOT NULL DEFAULT 0,
	held		integer NOT NULL DEFAULT 0,
	price		integer NOT NULL CHECK (price >= 0),
	floor_price	integer NOT NULL DEFAULT 0 CHECK (floor_price >= 0),
	cost		integer NOT NULL DEFAULT 0 CHECK (cost >= 0),
	store_id	blob NOT NULL REFERENCES store,
	location	text NOT NULL DEFAULT '',
	ownership	text NOT NULL DEFAULT 'own'
	    CHECK (ownership IN ('own', 'consigned', 'memo_in', 'customer')),
	consignor_id	blob REFERENCES consignor,
	listed		integer NOT NULL DEFAULT 0 CHECK (listed IN (0, 1)),
	source		text NOT NULL DEFAULT '',
	source_ref	text NOT NULL DEFAULT '',
	created_at	integer NOT NULL,
	changed_at	integer NOT NULL,
	CONSTRAINT piece_counts CHECK (0 <= held AND held <= on_hand),
	CONSTRAINT piece_unique_is_one CHECK (kind <> 'unique' OR on_hand <= 1),
	CONSTRAINT piece_service_has_no_stock
	    CHECK (kind <> 'service' OR on_hand = 0)
) STRICT;
-- No index on a column that a sale changes, so that its update stays in the
-- page (HOT).
CREATE INDEX piece_listed ON piece (id) WHERE listed = 1;
CREATE INDEX piece_category ON piece (category_id);
CREATE UNIQUE INDEX piece_source ON piece (source, source_ref)
    WHERE source_ref <> '';

-- Everything a scanner may read for a piece: the sku itself, barcodes, the old
-- system's number.  A code may stand for two pieces; then a person chooses.
CREATE TABLE piece_code (
	code		text NOT NULL CHECK (code <> ''),
	piece_id	blob NOT NULL REFERENCES piece,
	kind		text NOT NULL
	    CHECK (kind IN ('sku', 'barcode', 'old', 'gtin')),
	PRIMARY KEY (code, piece_id)
) STRICT;
CREATE INDEX piece_code_piece ON piece_code (piece_id);

-- Folded words of a piece, each after one space: ' br 1041 signed estate'.
CREATE TABLE piece_search (
	id		integer PRIMARY KEY AUTOINCREMENT,
	piece_id	blob NOT NULL UNIQUE REFERENCES piece,
	words		text NOT NULL
) STRICT;

CREATE TABLE piece_attr (
	piece_id	blob NOT NULL REFERENCES piece,
	position	integer NOT NULL,
	name		text NOT NULL,
	value		text NOT NULL,
	PRIMARY KEY (piece_id, position)
) STRICT;

CREATE TABLE stone (
	piece_id	blob NOT NULL REFERENCES piece,
	position	integer NOT NULL,
	role		text NOT NULL DEFAULT '',
	type		text NOT NULL,
	origin		text NOT NULL DEFAULT '',
	shape		text NOT NULL DEFAULT '',
	carat_milli	integer NOT NULL DEFAULT 0,
	pieces		integer NOT NULL DEFAULT 1,
	color		text NOT NULL DEFAULT '',
	clarity		text NOT NULL DEFAULT '',
	cut		text NOT NULL DEFAULT '',
	PRIMARY KEY (piece_id, position)
) STRICT;

CREATE TABLE certificate (
	piece_id	blob NOT NULL REFERENCES piece,
	position	integer NOT NULL,
	lab		text NOT NULL,
	report_no	text NOT NULL,
	issued		text NOT NULL DEFAULT '',
	url		text NOT NULL DEFAULT '',
	PRIMARY KEY (piece_id, position)
) STRICT;
CREATE INDEX certificate_report ON certificate (lab, report_no);

-- thumb: raw RGB, thumb_width * thumb_height * 3 bytes, so that the register
-- needs no picture decoder.
CREATE TABLE photo (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	piece_id	blob NOT NULL REFERENCES piece,
	position	integer NOT NULL,
	role		text NOT NULL DEFAULT 'hero',
	media_type	text NOT NULL,
	width		integer NOT NULL,
	height		integer NOT NULL,
	bytes		blob NOT NULL,
	thumb_width	integer NOT NULL,
	thumb_height	integer NOT NULL,
	thumb		blob NOT NULL,
	CONSTRAINT photo_position UNIQUE (piece_id, position),
	CONSTRAINT photo_thumb
	    CHECK (length(thumb) = thumb_width * thumb_height * 3)
) STRICT;

-- What people did to a piece's description: for its history.
CREATE TABLE piece_event (
	id		integer PRIMARY KEY AUTOINCREMENT,
	piece_id	blob NOT NULL REFERENCES piece,
	at		integer NOT NULL,
	kind		text NOT NULL,
	detail		text NOT NULL DEFAULT '',
	staff_id	blob REFERENCES staff
) STRICT;
CREATE INDEX piece_event_piece ON piece_event (piece_id);

-- Which pieces changed, in about the order they did: screens, pages and
-- channels read from here.  Ids may commit out of order; readers overlap.
CREATE TABLE change (
	id		integer PRIMARY KEY AUTOINCREMENT,
	piece_id	blob NOT NULL
) STRICT;

-- ---------------------------------------------------------------- the facts

-- A register's journal: gapless, each entry sealed onto the one before.  at is
-- when the database wrote it.
CREATE TABLE journal (
	register_id	blob NOT NULL REFERENCES register,
	seq		integer NOT NULL,
	at		integer NOT NULL,
	kind		text NOT NULL,
	ref_id		blob NOT NULL CONSTRAINT journal_ref UNIQUE,
	payload		text NOT NULL,
	prev_hash	blob NOT NULL,
	hash		blob NOT NULL,
	PRIMARY KEY (register_id, seq)
) STRICT;
-- What was thrown away is asked for by itself.
CREATE INDEX journal_void ON journal (register_id, at) WHERE kind = 'void';

CREATE TABLE sale (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	kind		text NOT NULL CHECK (kind IN ('sale', 'return')),
	number		text NOT NULL CONSTRAINT sale_number UNIQUE,
	register_id	blob NOT NULL,
	seq		integer NOT NULL,
	store_id	blob NOT NULL REFERENCES store,
	channel_id	blob NOT NULL REFERENCES channel,
	drawer_id	blob,
	staff_id	blob REFERENCES staff,
	customer_id	blob REFERENCES customer,
	customer_name	text NOT NULL DEFAULT '',
	order_ref	text NOT NULL DEFAULT '',
	returns_id	blob REFERENCES sale,
	business_day	integer NOT NULL
	    CHECK (business_day BETWEEN 19000101 AND 99991231),
	made_at		integer NOT NULL,
	recorded_at	integer NOT NULL,
	currency	text NOT NULL CHECK (length(currency) = 3),
	subtotal	integer NOT NULL,
	discount	integer NOT NULL,
	tax		integer NOT NULL,
	total		integer NOT NULL,
	paid		integer NOT NULL,
	exempt		integer NOT NULL DEFAULT 0 CHECK (exempt IN (0, 1)),
	exempt_no	text NOT NULL DEFAULT '',
	note		text NOT NULL DEFAULT '',
	-- What part of each line's net the seller earns.
	commission_ppm	integer NOT NULL DEFAULT 0,
	CONSTRAINT sale_seq UNIQUE (register_id, seq),
	CONSTRAINT sale_journal FOREIGN KEY (register_id, seq)
	    REFERENCES journal (register_id, seq),
	CONSTRAINT sale_paid CHECK (paid = total)
) STRICT;
CREATE INDEX sale_day ON sale (business_day, made_at);
CREATE INDEX sale_customer ON sale (customer_id)
    WHERE customer_id IS NOT NULL;

-- qty and all amounts are negative on a return.  net excludes tax always.
CREATE TABLE sale_line (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	sale_id		blob NOT NULL REFERENCES sale,
	position	integer NOT NULL,
	piece_id	blob,
	sku		text NOT NULL,
	title		text NOT NULL,
	unique_piece	integer NOT NULL CHECK (unique_piece IN (0, 1)),
	qty		integer NOT NULL CHECK (qty <> 0),
	list_price	integer NOT NULL,
	unit_price	integer NOT NULL,
	discount	integer NOT NULL,
	discount_reason	text NOT NULL DEFAULT '',
	tax_class	text NOT NULL DEFAULT '',
	tax_name	text NOT NULL DEFAULT '',
	tax_ppm		integer NOT NULL DEFAULT 0,
	tax_inclusive	integer NOT NULL DEFAULT 0,
	net		integer NOT NULL,
	tax		integer NOT NULL,
	total		integer NOT NULL,
	hold_id		blob,
	returns_line_id	blob REFERENCES sale_line,
	-- The sale's day and store, and what commission it earned, for who reads
	-- lines alone.
	business_day	integer NOT NULL,
	store_id	blob NOT NULL,
	commission	integer NOT NULL DEFAULT 0,
	-- written by the triggers alone:
	category_id	blob,
	live		integer NOT NULL DEFAULT 0,
	cost		integer NOT NULL DEFAULT 0,
	consignor_id	blob,
	consignor_due	integer NOT NULL DEFAULT 0,
	returned	integer NOT NULL DEFAULT 0,
	CONSTRAINT sale_line_total CHECK (total = net + tax),
	CONSTRAINT sale_line_unique_qty
	    CHECK (unique_piece = 0 OR qty IN (1, -1)),
	CONSTRAINT sale_line_returned CHECK (returned BETWEEN 0 AND abs(qty)),
	CONSTRAINT sale_line_position UNIQUE (sale_id, position)
) STRICT;
-- Rule 3: even if every program is wrong, a unique piece has one live line.
CREATE UNIQUE INDEX sale_line_one_live ON sale_line (piece_id)
    WHERE live = 1;
CREATE INDEX sale_line_piece ON sale_line (piece_id);
CREATE INDEX sale_line_returns ON sale_line (returns_line_id)
    WHERE returns_line_id IS NOT NULL;

-- Cash handed over and the change given are two rows.  No card number, ever:
-- last4 is four digits or nothing.
CREATE TABLE payment (
	id		blob NOT NULL CHECK (length(id) = 16),
	sale_id		blob NOT NULL REFERENCES sale,
	position	integer NOT NULL,
	kind		text NOT NULL CHECK (kind IN ('cash', 'change', 'card',
	    'check', 'cashiers_check', 'money_order', 'bank_draft',
	    'travelers_check', 'wire', 'gift', 'credit', 'deposit',
	    'reference', 'test')),
	amount		integer NOT NULL,
	last4		text NOT NULL DEFAULT ''
	    CONSTRAINT payment_last4 CHECK (last4 = '' OR last4 GLOB '[0-9][0-9][0-9][0-9]'),
	approval	text NOT NULL DEFAULT '',
	reference	text NOT NULL DEFAULT '',
	business_day	integer NOT NULL,
	store_id	blob NOT NULL,
	PRIMARY KEY (sale_id, position)
) STRICT, WITHOUT ROWID;

-- Every change of on_hand or state, and why.  Sales and returns write theirs
-- by trigger; receive, adjust, move and inspect are inserted by programs.
CREATE TABLE stock_move (
	id		integer PRIMARY KEY AUTOINCREMENT,
	piece_id	blob NOT NULL REFERENCES piece,
	at		integer NOT NULL,
	delta		integer NOT NULL,
	reason		text NOT NULL CHECK (reason IN ('receive', 'sale',
	    'return', 'adjust', 'count', 'state')),
	to_state	text NOT NULL DEFAULT '',
	sale_line_id	blob,
	staff_id	blob REFERENCES staff,
	note		text NOT NULL DEFAULT '',
	entry_id	blob,
	sealed		text NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX stock_move_piece ON stock_move (piece_id);
CREATE INDEX stock_move_entry ON stock_move (entry_id)
    WHERE entry_id IS NOT NULL;

-- A claim on a piece for a while.  expires_at, state and the end are derived
-- from hold_renew and hold_end.
CREATE TABLE hold (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	piece_id	blob NOT NULL REFERENCES piece,
	qty		integer NOT NULL CHECK (qty > 0),
	channel_id	blob NOT NULL REFERENCES channel,
	owner		text NOT NULL,
	register_id	blob REFERENCES register,
	staff_id	blob REFERENCES staff,
	placed_at	integer NOT NULL,
	expires_at	integer NOT NULL,
	state		text NOT NULL DEFAULT 'active'
	    CHECK (state IN ('active', 'ended')),
	end_reason	text NOT NULL DEFAULT '' CHECK (end_reason IN ('',
	    'sold', 'released', 'expired')),
	ended_at	integer NOT NULL DEFAULT 0,
	caller		text NOT NULL DEFAULT '',
	origin		text NOT NULL DEFAULT '',
	held_for	text NOT NULL DEFAULT '',
	customer_id	blob REFERENCES customer,
	CONSTRAINT hold_time CHECK (expires_at > placed_at)
) STRICT;
CREATE INDEX hold_piece ON hold (piece_id);
CREATE INDEX hold_active ON hold (piece_id) WHERE state = 'active';
CREATE INDEX hold_register ON hold (register_id) WHERE state = 'active';

CREATE TABLE hold_renew (
	hold_id		blob NOT NULL REFERENCES hold,
	at		integer NOT NULL,
	ttl		integer NOT NULL CHECK (ttl > 0),
	PRIMARY KEY (hold_id, at)
) STRICT;

CREATE TABLE hold_end (
	hold_id		blob PRIMARY KEY REFERENCES hold,
	at		integer NOT NULL,
	reason		text NOT NULL CHECK (reason IN ('released', 'expired'))
) STRICT;

-- An order from a channel: what it was called there, and what we answered.
CREATE TABLE channel_order (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	channel_id	blob NOT NULL REFERENCES channel,
	order_ref	text NOT NULL,
	idem_key	text NOT NULL,
	request_hash	blob NOT NULL,
	sale_id		blob NOT NULL REFERENCES sale,
	email		text NOT NULL DEFAULT '',
	ship_to		text NOT NULL DEFAULT '',
	created_at	integer NOT NULL,
	CONSTRAINT channel_order_ref UNIQUE (channel_id, order_ref),
	CONSTRAINT channel_order_key UNIQUE (idem_key)
) STRICT;
CREATE INDEX channel_order_sale ON channel_order (sale_id);

-- What the channels must still be told, in order per piece.
CREATE TABLE outbox (
	id		integer PRIMARY KEY AUTOINCREMENT,
	channel_id	blob NOT NULL REFERENCES channel,
	piece_id	blob NOT NULL REFERENCES piece,
	kind		text NOT NULL CHECK (kind IN ('gone', 'held', 'back')),
	at		integer NOT NULL,
	done_at		integer,
	tries		integer NOT NULL DEFAULT 0,
	next_at		integer NOT NULL DEFAULT 0,
	problem		text NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outbox_open ON outbox (channel_id, id) WHERE done_at IS NULL;
CREATE INDEX outbox_gone ON outbox (done_at)
    WHERE kind = 'gone' AND done_at IS NOT NULL;

CREATE TABLE pin_attempt (
	id		integer PRIMARY KEY AUTOINCREMENT,
	staff_id	blob NOT NULL REFERENCES staff,
	register_id	blob REFERENCES register,
	at		integer NOT NULL,
	ok		integer NOT NULL CHECK (ok IN (0, 1))
) STRICT;

-- A parked ticket is first-class: it survives the register and is listed at
-- close.  Recalling it is a fact of its own, so that two cannot.
CREATE TABLE parked (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	store_id	blob NOT NULL REFERENCES store,
	register_id	blob NOT NULL REFERENCES register,
	staff_id	blob REFERENCES staff,
	label		text NOT NULL,
	ticket		text NOT NULL,
	total		integer NOT NULL,
	at		integer NOT NULL
) STRICT;
CREATE TABLE parked_end (
	parked_id	blob PRIMARY KEY REFERENCES parked,
	at		integer NOT NULL,
	register_id	blob REFERENCES register,
	reason		text NOT NULL CHECK (reason IN ('recalled', 'dropped'))
) STRICT;

CREATE TABLE apikey (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	name		text NOT NULL,
	key_hash	blob NOT NULL CONSTRAINT apikey_hash UNIQUE,
	scopes		text NOT NULL,
	channel_id	blob NOT NULL REFERENCES channel,
	created_at	integer NOT NULL,
	revoked_at	integer
) STRICT;
CREATE UNIQUE INDEX apikey_name ON apikey (name) WHERE revoked_at IS NULL;

-- How other systems' files look: rows, so that a new one needs no program.
CREATE TABLE import_profile (
	code		text PRIMARY KEY,
	title		text NOT NULL,
	verified	integer NOT NULL CHECK (verified IN (0, 1)),
	anchors		text NOT NULL,
	not_anchors	text NOT NULL DEFAULT '',
	priority	integer NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE import_alias (
	profile		text NOT NULL REFERENCES import_profile,
	position	integer NOT NULL,
	header		text NOT NULL,
	field		text NOT NULL,
	rule		text NOT NULL DEFAULT '',
	PRIMARY KEY (profile, position)
) STRICT;

-- Find as you type: whole words or their beginnings, over the folded words.
CREATE VIRTUAL TABLE piece_fts USING fts5(words, content = 'piece_search',
    content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0',
    prefix = '1 2 3');
CREATE TRIGGER piece_search_added AFTER INSERT ON piece_search BEGIN
	INSERT INTO piece_fts (rowid, words) VALUES (NEW.id, NEW.words);
END;
CREATE TRIGGER piece_search_changed AFTER UPDATE ON piece_search BEGIN
	INSERT INTO piece_fts (piece_fts, rowid, words)
	VALUES ('delete', OLD.id, OLD.words);
	INSERT INTO piece_fts (rowid, words) VALUES (NEW.id, NEW.words);
END;
CREATE INDEX customer_name ON customer (search);

-- ------------------------------------------------------------- the triggers

-- What the clock says, in every trigger below:
-- CAST((julianday('now') - 2440587.5) * 86400000000 AS integer)

CREATE TRIGGER journal_check BEFORE INSERT ON journal BEGIN
	SELECT RAISE(ABORT, 'VT004: this register is retired or unknown')
	WHERE NOT EXISTS (SELECT 1 FROM register
	    WHERE id = NEW.register_id AND retired_at IS NULL);
	SELECT RAISE(ABORT, 'VT006: the journal does not go on from its end')
	WHERE NOT EXISTS (SELECT 1 FROM register WHERE id = NEW.register_id
	    AND last_seq + 1 = NEW.seq AND last_hash = NEW.prev_hash);
END;
CREATE TRIGGER journal_seal AFTER INSERT ON journal BEGIN
	UPDATE register SET last_seq = NEW.seq, last_hash = NEW.hash
	WHERE id = NEW.register_id;
END;

-- The book of what no register wrote, under its store's id; see PostgreSQL's.
CREATE TRIGGER store_book AFTER INSERT ON store
WHEN NOT EXISTS (SELECT 1 FROM register WHERE kind = 'book') BEGIN
	INSERT INTO register (id, store_id, code, name, kind, created_at)
	VALUES (NEW.id, NEW.id, 'BOOK', 'The shop''s book', 'book',
	    NEW.created_at);
END;

-- What the triggers write of a line that its sale's entry does not seal, and
-- the hold it came from; see line_sealed() in PostgreSQL's schema.
CREATE VIEW line_sealed AS
SELECT l.id, l.cost || ' ' || l.consignor_due || ' ' || l.commission || ' '
    || s.commission_ppm || ' ' || hex(l.category_id) || ' '
    || hex(l.consignor_id) || char(10) || CASE WHEN l.hold_id IS NULL THEN ''
	WHEN h.id IS NULL THEN 'no hold'
	ELSE hex(h.id) || ' ' || hex(h.piece_id) || ' ' || h.qty || ' '
	    || hex(h.channel_id) || ' ' || hex(h.register_id) || ' '
	    || hex(h.staff_id) || ' ' || hex(h.customer_id) || ' '
	    || h.placed_at || ' ' || h.expires_at || ' ' || h.ended_at || ' '
	    || h.state || ' ' || h.end_reason || char(10) || h.owner
	    || char(10) || h.caller || char(10) || h.origin || char(10)
	    || h.held_for END AS text
FROM sale_line l
JOIN sale s ON s.id = l.sale_id
LEFT JOIN hold h ON h.id = l.hold_id;

CREATE TRIGGER hold_take BEFORE INSERT ON hold BEGIN
	SELECT RAISE(ABORT, 'VT003: no such piece to hold')
	WHERE NOT EXISTS (SELECT 1 FROM piece
	    WHERE id = NEW.piece_id AND kind <> 'service');
	SELECT RAISE(ABORT, 'VT002: not for sale')
	FROM piece WHERE id = NEW.piece_id AND state <> 'stock';
	UPDATE hold SET state = 'ended', end_reason = 'expired',
	    ended_at = CAST((julianday('now') - 2440587.5) * 86400000000
		AS integer)
	WHERE piece_id = NEW.piece_id AND state = 'active'
	  AND expires_at <= CAST((julianday('now') - 2440587.5) * 86400000000
	    AS integer);
	UPDATE piece SET held = (SELECT coalesce(sum(qty), 0) FROM hold
	    WHERE piece_id = NEW.piece_id AND state = 'active')
	WHERE id = NEW.piece_id;
	SELECT RAISE(ABORT, 'VT001: taken')
	FROM piece WHERE id = NEW.piece_id AND on_hand - held < NEW.qty;
	SELECT RAISE(ABORT, 'VT003: a hold begins active')
	WHERE NEW.state <> 'active';
	UPDATE piece SET held = held + NEW.qty,
	    changed_at = CAST((julianday('now') - 2440587.5) * 86400000000
		AS integer)
	WHERE id = NEW.piece_id;
	INSERT INTO change (piece_id) VALUES (NEW.piece_id);
END;

CREATE TRIGGER hold_renew BEFORE INSERT ON hold_renew BEGIN
	SELECT RAISE(ABORT, 'VT003: this hold has ended')
	WHERE NOT EXISTS (SELECT 1 FROM hold
	    WHERE id = NEW.hold_id AND state = 'active');
	UPDATE hold SET expires_at = max(expires_at, NEW.ttl
	    + CAST((julianday('now') - 2440587.5) * 86400000000 AS integer))
	WHERE id = NEW.hold_id AND state = 'active';
END;

-- An end that comes too late (or an expiry too early) is no fact: ignored.
CREATE TRIGGER hold_end_late BEFORE INSERT ON hold_end
WHEN NOT EXISTS (SELECT 1 FROM hold WHERE id = NEW.hold_id
    AND state = 'active' AND (NEW.reason <> 'expired' OR expires_at
    <= CAST((julianday('now') - 2440587.5) * 86400000000 AS integer)))
BEGIN
	SELECT RAISE(IGNORE);
END;
CREATE TRIGGER hold_end AFTER INSERT ON hold_end BEGIN
	UPDATE hold SET state = 'ended', end_reason = NEW.reason,
	    ended_at = CAST((julianday('now') - 2440587.5) * 86400000000
		AS integer)
	WHERE id = NEW.hold_id;
	UPDATE piece SET held = (SELECT coalesce(sum(h.qty), 0) FROM hold h
	    WHERE h.piece_id = piece.id AND h.state = 'active'),
	    changed_at = CAST((julianday('now') - 2440587.5) * 86400000000
		AS integer)
	WHERE id = (SELECT piece_id FROM hold WHERE id = NEW.hold_id);
	INSERT INTO change (piece_id)
	SELECT piece_id FROM hold WHERE id = NEW.hold_id;
END;

-- The take, in the order of sale_line_take() in PostgreSQL's schema.
CREATE TRIGGER sale_line_check BEFORE INSERT ON sale_line BEGIN
	SELECT CASE
	    WHEN NEW.live <> 0 OR NEW.returned <> 0 THEN
		RAISE(ABORT, 'VT003: live and returned are not for programs')
	    WHEN NEW.qty < 0 AND NEW.returns_line_id IS NULL THEN
		RAISE(ABORT, 'VT003: a line of less than nothing')
	    WHEN NEW.piece_id IS NULL THEN 0
	    WHEN p.id IS NULL THEN RAISE(ABORT, 'VT003: no such piece')
	    WHEN (p.kind = 'unique') <> NEW.unique_piece THEN
		RAISE(ABORT, 'VT003: a unique piece is said not to be one')
	    WHEN p.state <> 'stock' AND p.kind <> 'service'
		AND NEW.returns_line_id IS NULL THEN
		RAISE(ABORT, 'VT002: not for sale')
	    END
	FROM (SELECT 1) LEFT JOIN piece p ON p.id = NEW.piece_id;
	SELECT RAISE(ABORT, 'VT005: came back already')
	WHERE NEW.returns_line_id IS NOT NULL AND NOT EXISTS (
	    SELECT 1 FROM sale_line WHERE id = NEW.returns_line_id
	    AND piece_id IS NEW.piece_id AND NEW.qty < 0
	    AND returned - NEW.qty <= qty);
END;

CREATE TRIGGER sale_line_return AFTER INSERT ON sale_line
WHEN NEW.returns_line_id IS NOT NULL BEGIN
	-- What it cost and what its consignor was owed comes back as it was,
	-- whatever the piece says today.
	UPDATE sale_line SET (cost, consignor_id, consignor_due, category_id,
	    commission) = (
		SELECT o.cost * NEW.qty / o.qty, o.consignor_id,
		    o.consignor_due * NEW.qty / o.qty, o.category_id,
		    o.commission * NEW.qty / o.qty
		FROM sale_line o WHERE o.id = NEW.returns_line_id)
	WHERE id = NEW.id;
	UPDATE sale_line SET returned = returned - NEW.qty, live = 0
	WHERE id = NEW.returns_line_id;
	UPDATE piece SET on_hand = on_hand - NEW.qty,
	    state = CASE WHEN kind = 'unique' THEN 'inspect' ELSE state END,
	    changed_at = CAST((julianday('now') - 2440587.5) * 86400000000
		AS integer)
	WHERE id = NEW.piece_id AND kind <> 'service';
	INSERT INTO stock_move (piece_id, at, delta, reason, to_state,
	    sale_line_id, sealed)
	SELECT p.id, p.changed_at, -NEW.qty, 'return',
	    CASE WHEN p.kind = 'unique' THEN 'inspect' ELSE '' END, NEW.id,
	    p.changed_at || ' ' || w.text
	FROM piece p JOIN line_sealed w ON w.id = NEW.id
	WHERE p.id = NEW.piece_id AND p.kind <> 'service';
	INSERT INTO stock_move (piece_id, at, delta, reason, sale_line_id,
	    sealed)
	SELECT p.id, s.recorded_at, 0, 'return', NEW.id,
	    s.recorded_at || ' ' || w.text
	FROM piece p JOIN line_sealed w ON w.id = NEW.id
	JOIN sale s ON s.id = NEW.sale_id
	WHERE p.id = NEW.piece_id AND p.kind = 'service';
	INSERT INTO change (piece_id)
	SELECT id FROM piece WHERE id = NEW.piece_id AND kind <> 'service';
END;

-- Of a piece that is held: what is still held once our own hold is consumed.  A
-- trigger of its own, because most lines need not touch the holds.
CREATE TRIGGER sale_line_holds BEFORE INSERT ON sale_line
WHEN NEW.piece_id IS NOT NULL AND NEW.returns_line_id IS NULL
    AND (SELECT held FROM piece WHERE id = NEW.piece_id) > 0 BEGIN
	-- Our own hold counts even when its time is over, as long as nobody
	-- has taken the piece for that reason.
	UPDATE hold SET state = 'ended', end_reason = 'sold',
	    ended_at = CAST((julianday('now') - 2440587.5) * 86400000000
		AS integer)
	WHERE id = NEW.hold_id AND piece_id = NEW.piece_id
	  AND state = 'active';
	UPDATE hold SET state = 'ended', end_reason = 'expired',
	    ended_at = CAST((julianday('now') - 2440587.5) * 86400000000
		AS integer)
	WHERE piece_id = NEW.piece_id AND state = 'active'
	  AND expires_at <= CAST((julianday('now') - 2440587.5) * 86400000000
	    AS integer);
	UPDATE piece SET held = (SELECT coalesce(sum(qty), 0) FROM hold
	    WHERE piece_id = NEW.piece_id AND state = 'active')
	WHERE id = NEW.piece_id;
END;

CREATE TRIGGER sale_line_take AFTER INSERT ON sale_line
WHEN NEW.piece_id IS NOT NULL AND NEW.returns_line_id IS NULL
    AND (SELECT kind FROM piece WHERE id = NEW.piece_id) <> 'service' BEGIN
	SELECT RAISE(ABORT, 'VT001: taken')
	FROM piece WHERE id = NEW.piece_id AND NEW.qty > on_hand - held;
	UPDATE piece SET on_hand = on_hand - NEW.qty,
	    changed_at = CAST((julianday('now') - 2440587.5) * 86400000000
		AS integer)
	WHERE id = NEW.piece_id;
	UPDATE sale_line SET live = unique_piece,
	    (cost, category_id, consignor_id, consignor_due) = (
		SELECT p.cost * NEW.qty, p.category_id, p.consignor_id,
		    coalesce((NEW.net * c.split_ppm + 500000)
		    / 1000000, 0)
		FROM piece p LEFT JOIN consignor c ON c.id = p.consignor_id
		WHERE p.id = NEW.piece_id)
	WHERE id = NEW.id;
	INSERT INTO stock_move (piece_id, at, delta, reason, sale_line_id,
	    sealed)
	SELECT p.id, p.changed_at, -NEW.qty, 'sale', NEW.id,
	    p.changed_at || ' ' || w.text
	FROM piece p JOIN line_sealed w ON w.id = NEW.id
	WHERE p.id = NEW.piece_id;
	INSERT INTO change (piece_id) VALUES (NEW.piece_id);
	INSERT INTO outbox (channel_id, piece_id, kind, at)
	SELECT c.id, p.id, CASE WHEN p.on_hand = 0 THEN 'gone' ELSE 'stock' END,
	    p.changed_at
	FROM channel c JOIN piece p ON p.id = NEW.piece_id
	WHERE c.outbox = 1 AND c.active = 1;
END;

CREATE TRIGGER sale_line_service AFTER INSERT ON sale_line
WHEN NEW.piece_id IS NOT NULL AND NEW.returns_line_id IS NULL
    AND (SELECT kind FROM piece WHERE id = NEW.piece_id) = 'service' BEGIN
	UPDATE sale_line SET category_id = (SELECT category_id FROM piece
	    WHERE id = NEW.piece_id)
	WHERE id = NEW.id;
	INSERT INTO stock_move (piece_id, at, delta, reason, sale_line_id,
	    sealed)
	SELECT NEW.piece_id, s.recorded_at, 0, 'sale', NEW.id,
	    s.recorded_at || ' ' || w.text
	FROM line_sealed w JOIN sale s ON s.id = NEW.sale_id
	WHERE w.id = NEW.id;
END;

CREATE TRIGGER stock_move_apply BEFORE INSERT ON stock_move
WHEN NEW.reason NOT IN ('sale', 'return') BEGIN
	SELECT RAISE(ABORT, 'VT003: no such piece')
	WHERE NOT EXISTS (SELECT 1 FROM piece WHERE id = NEW.piece_id);
	UPDATE hold SET state = 'ended', end_reason = 'expired',
	    ended_at = CAST((julianday('now') - 2440587.5) * 86400000000
		AS integer)
	WHERE piece_id = NEW.piece_id AND state = 'active'
	  AND expires_at <= CAST((julianday('now') - 2440587.5) * 86400000000
	    AS integer);
	SELECT RAISE(ABORT, 'VT001: held')
	WHERE (NEW.delta < 0 OR NEW.to_state NOT IN ('', 'stock'))
	  AND EXISTS (SELECT 1 FROM hold
	    WHERE piece_id = NEW.piece_id AND state = 'active');
	UPDATE piece SET on_hand = on_hand + NEW.delta,
	    held = (SELECT coalesce(sum(qty), 0) FROM hold
		WHERE piece_id = NEW.piece_id AND state = 'active'),
	    state = CASE WHEN NEW.to_state = '' THEN state
		ELSE NEW.to_state END,
	    changed_at = CAST((julianday('now') - 2440587.5) * 86400000000
		AS integer)
	WHERE id = NEW.piece_id;
	INSERT INTO change (piece_id) VALUES (NEW.piece_id);
END;

-- Five wrong PINs: wait, twice as long each time.  Ten: locked until reset.
-- A try that must wait is refused here as well, so that many programs at once
-- get no more of them than one does.
CREATE TRIGGER pin_attempt_may BEFORE INSERT ON pin_attempt BEGIN
	SELECT RAISE(ABORT, 'VT007: too many wrong PINs')
	FROM staff WHERE id = NEW.staff_id AND NEW.ok = 0
	    AND (pin_fails >= 10 OR pin_wait_until >
	    CAST((julianday('now') - 2440587.5) * 86400000000 AS integer));
END;
CREATE TRIGGER pin_attempt_count AFTER INSERT ON pin_attempt BEGIN
	UPDATE staff SET
	    pin_fails = CASE WHEN NEW.ok = 1 THEN 0 ELSE pin_fails + 1 END,
	    pin_wait_until = CASE WHEN NEW.ok = 1 OR pin_fails < 4 THEN 0
		ELSE CAST((julianday('now') - 2440587.5) * 86400000000
		    AS integer) + 30000000 * (1 << min(pin_fails - 4, 10)) END
	WHERE id = NEW.staff_id;
END;

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
		SELECT CAST(coalesce(sum(h.qty), 0) AS integer) FROM hold h
		WHERE h.piece_id = p.id AND h.state = 'active'
		  AND h.expires_at > CAST((julianday('now') - 2440587.5)
		    * 86400000000 AS integer)) END AS held_now,
	    CASE WHEN p.held = 0 THEN 0 ELSE (
		SELECT coalesce(max(h.expires_at), 0) FROM hold h
		WHERE h.piece_id = p.id AND h.state = 'active'
		  AND h.expires_at > CAST((julianday('now') - 2440587.5)
		    * 86400000000 AS integer)) END AS held_until
	FROM piece p
	LEFT JOIN category c ON c.id = p.category_id
	LEFT JOIN consignor o ON o.id = p.consignor_id
) q;

-- A sale with the names of everybody in it.
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
    CASE WHEN h.state = 'active' AND h.expires_at <= CAST((julianday('now')
	- 2440587.5) * 86400000000 AS integer)
	THEN 'ended' ELSE h.state END AS state,
    CASE WHEN h.state = 'active' AND h.expires_at <= CAST((julianday('now')
	- 2440587.5) * 86400000000 AS integer)
	THEN 'expired' ELSE h.end_reason END AS end_reason,
    CAST((julianday('now') - 2440587.5) * 86400000000 AS integer) AS now
FROM hold h
JOIN piece p ON p.id = h.piece_id
JOIN channel c ON c.id = h.channel_id;
