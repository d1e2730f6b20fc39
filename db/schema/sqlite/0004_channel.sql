-- Websites somebody else runs: ../pg/0004_channel.sql, table for table.

DROP TABLE outbox;
CREATE TABLE outbox (
	id		integer PRIMARY KEY AUTOINCREMENT,
	channel_id	blob NOT NULL REFERENCES channel,
	piece_id	blob NOT NULL REFERENCES piece,
	kind		text NOT NULL
	    CHECK (kind IN ('gone', 'held', 'back', 'stock', 'publish')),
	at		integer NOT NULL,
	done_at		integer,
	tries		integer NOT NULL DEFAULT 0,
	next_at		integer NOT NULL DEFAULT 0,
	problem		text NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outbox_open ON outbox (channel_id, id) WHERE done_at IS NULL;
CREATE INDEX outbox_open_piece ON outbox (channel_id, piece_id)
    WHERE done_at IS NULL;
CREATE INDEX outbox_done ON outbox (channel_id, done_at)
    WHERE done_at IS NOT NULL;

-- tell_held: a piece on hold elsewhere is not for sale there either.
ALTER TABLE channel ADD COLUMN tell_held integer NOT NULL DEFAULT 0
    CHECK (tell_held IN (0, 1));

CREATE TABLE channel_setting (
	channel_id	blob NOT NULL REFERENCES channel,
	name		text NOT NULL CHECK (name <> ''),
	value		text NOT NULL DEFAULT '',
	sealed		blob,
	PRIMARY KEY (channel_id, name)
) STRICT;

CREATE TABLE channel_run (
	channel_id	blob PRIMARY KEY NOT NULL REFERENCES channel,
	paused		integer NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
	position	text NOT NULL DEFAULT '',
	polled_at	integer NOT NULL DEFAULT 0,	-- the last good poll
	wanted_at	integer NOT NULL DEFAULT 0,	-- somebody asked for one
	problem		text NOT NULL DEFAULT '',
	problem_at	integer NOT NULL DEFAULT 0,
	-- The last comparison of all it shows with what is here.
	checked_at	integer NOT NULL DEFAULT 0,
	live		integer NOT NULL DEFAULT 0,
	ghosts		integer NOT NULL DEFAULT 0,
	strays		integer NOT NULL DEFAULT 0,
	differ		integer NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE channel_piece (
	channel_id	blob NOT NULL REFERENCES channel,
	piece_id	blob NOT NULL REFERENCES piece,
	product_ref	text NOT NULL CHECK (product_ref <> ''),
	variant_ref	text NOT NULL DEFAULT '',
	stock_ref	text NOT NULL DEFAULT '',
	told_qty	integer NOT NULL DEFAULT -1,	-- -1: nothing yet
	told_at		integer NOT NULL DEFAULT 0,
	PRIMARY KEY (channel_id, piece_id)
) STRICT;
CREATE INDEX channel_piece_ref ON channel_piece (channel_id, product_ref,
    variant_ref);

CREATE TABLE delivery (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	channel_id	blob NOT NULL REFERENCES channel,
	dedup		text NOT NULL CHECK (dedup <> ''),
	topic		text NOT NULL DEFAULT '',
	headers		text NOT NULL DEFAULT '',
	body		blob NOT NULL,
	received_at	integer NOT NULL,
	done_at		integer,
	CONSTRAINT delivery_once UNIQUE (channel_id, dedup)
) STRICT;
CREATE INDEX delivery_open ON delivery (channel_id) WHERE done_at IS NULL;

CREATE TABLE remote_order (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	channel_id	blob NOT NULL REFERENCES channel,
	order_ref	text NOT NULL CHECK (order_ref <> ''),
	number		text NOT NULL DEFAULT '',
	state		text NOT NULL DEFAULT 'seen' CHECK (state IN ('seen',
	    'held', 'waiting', 'sold', 'confirm_due', 'parting', 'part_due',
	    'refund_due', 'refunded', 'cancelled', 'returned',
	    'needs_person')),
	status		text NOT NULL DEFAULT '',
	digest		blob NOT NULL,
	claim		text NOT NULL,
	total		integer NOT NULL,
	customer	text NOT NULL DEFAULT '',
	email		text NOT NULL DEFAULT '',
	sale_id		blob REFERENCES sale,
	placed_at	integer NOT NULL DEFAULT 0,
	seen_at		integer NOT NULL,
	changed_at	integer NOT NULL,
	tries		integer NOT NULL DEFAULT 0,
	next_at		integer NOT NULL DEFAULT 0,
	problem		text NOT NULL DEFAULT '',
	CONSTRAINT remote_order_once UNIQUE (channel_id, order_ref)
) STRICT;
CREATE INDEX remote_order_due ON remote_order (channel_id, next_at)
    WHERE next_at >= 0;
CREATE INDEX remote_order_open ON remote_order (channel_id)
    WHERE state IN ('seen', 'waiting', 'parting', 'part_due', 'refund_due');

CREATE TABLE conflict (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	kind		text NOT NULL
	    CHECK (kind IN ('lost', 'unknown', 'cancelled', 'trouble')),
	channel_id	blob NOT NULL REFERENCES channel,
	remote_id	blob NOT NULL REFERENCES remote_order,
	piece_id	blob REFERENCES piece,
	sku		text NOT NULL DEFAULT '',
	title		text NOT NULL DEFAULT '',
	taken_sale_id	blob REFERENCES sale,
	taken_by	text NOT NULL DEFAULT '',
	taken_paid	text NOT NULL DEFAULT '',
	wanted_by	text NOT NULL DEFAULT '',
	wanted_paid	text NOT NULL DEFAULT '',
	amount		integer NOT NULL DEFAULT 0,
	done		text NOT NULL DEFAULT '',
	todo		text NOT NULL DEFAULT '',
	opened_at	integer NOT NULL,
	changed_at	integer NOT NULL,
	closed_at	integer,
	closed_by	blob REFERENCES staff,
	note		text NOT NULL DEFAULT '',
	CONSTRAINT conflict_once UNIQUE (remote_id, kind, sku)
) STRICT;
CREATE INDEX conflict_open ON conflict (opened_at) WHERE closed_at IS NULL;

-- Settled by somebody who may: who only agreed to it is who settles it.
CREATE TRIGGER conflict_by_who_may BEFORE UPDATE OF closed_by ON conflict
WHEN NEW.closed_by IS NOT NULL BEGIN
	SELECT RAISE(ABORT, 'VT007: this person may not do that')
	WHERE NOT EXISTS (SELECT 1 FROM staff s
	    JOIN role_right r ON r.role = s.role AND r.what = 'conflict'
	    WHERE s.id = NEW.closed_by AND s.disabled_at IS NULL
	      AND r.may = 'yes');
END;

CREATE TABLE mail (
	id		blob PRIMARY KEY NOT NULL
	    CHECK (length(id) = 16),
	kind		text NOT NULL
	    CHECK (kind IN ('refusal', 'order', 'receipt')),
	recipient	text NOT NULL CHECK (recipient <> ''),
	name		text NOT NULL DEFAULT '',
	ref_id		blob NOT NULL,
	at		integer NOT NULL,
	done_at		integer,
	tries		integer NOT NULL DEFAULT 0,
	next_at		integer NOT NULL DEFAULT 0,
	problem		text NOT NULL DEFAULT '',
	CONSTRAINT mail_once UNIQUE (kind, ref_id, recipient)
) STRICT;
CREATE INDEX mail_open ON mail (next_at) WHERE done_at IS NULL;

CREATE TRIGGER outbox_hold AFTER INSERT ON hold BEGIN
	INSERT INTO outbox (channel_id, piece_id, kind, at)
	SELECT c.id, NEW.piece_id, 'held',
	    CAST((julianday('now') - 2440587.5) * 86400000000 AS integer)
	FROM channel c
	WHERE c.tell_held = 1 AND c.outbox = 1 AND c.active = 1
	  AND c.id <> NEW.channel_id;
END;

CREATE TRIGGER outbox_hold_end AFTER INSERT ON hold_end BEGIN
	INSERT INTO outbox (channel_id, piece_id, kind, at)
	SELECT c.id, h.piece_id, 'back',
	    CAST((julianday('now') - 2440587.5) * 86400000000 AS integer)
	FROM hold h JOIN channel c ON c.id <> h.channel_id
	WHERE h.id = NEW.hold_id AND c.tell_held = 1 AND c.outbox = 1
	  AND c.active = 1;
END;

-- The piece has its new count already: that trigger runs before this one.
CREATE TRIGGER outbox_move AFTER INSERT ON stock_move
WHEN NEW.reason <> 'sale' AND (NEW.delta <> 0 OR NEW.to_state <> '') BEGIN
	INSERT INTO outbox (channel_id, piece_id, kind, at)
	SELECT c.id, p.id, CASE WHEN p.state <> 'stock' OR p.on_hand = 0
	    THEN 'gone' ELSE 'back' END,
	    CAST((julianday('now') - 2440587.5) * 86400000000 AS integer)
	FROM piece p JOIN channel c ON c.outbox = 1 AND c.active = 1
	WHERE p.id = NEW.piece_id;
END;
