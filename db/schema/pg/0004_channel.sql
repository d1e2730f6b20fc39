-- Websites somebody else runs: what we must know of them, what they said, what
-- they must still be told, and where two buyers met.

SET search_path = vitrine, pg_temp;

-- A quantity that changed but is not nothing.
ALTER DOMAIN outbox_kind DROP CONSTRAINT outbox_kind_check;
ALTER DOMAIN outbox_kind ADD CHECK (VALUE IN ('gone', 'held', 'back', 'stock',
    'publish'));
CREATE INDEX outbox_open_piece ON outbox (channel_id, piece_id)
    WHERE done_at IS NULL;
CREATE INDEX outbox_done ON outbox (channel_id, done_at)
    WHERE done_at IS NOT NULL;

-- tell_held: a piece on hold elsewhere is not for sale there either.
ALTER TABLE channel ADD COLUMN tell_held flag NOT NULL DEFAULT 0;

-- Where it is and how to get in.  A secret is sealed (core/run/secret.h), or
-- value names the file or credential that holds it.
CREATE TABLE channel_setting (
	channel_id	uuid NOT NULL REFERENCES channel,
	name		filled NOT NULL,
	value		text NOT NULL DEFAULT '',
	sealed		bytea,
	PRIMARY KEY (channel_id, name)
);

-- How the listener gets on with it.  position: up to when its orders have been
-- read, in the channel's own words.
CREATE TABLE channel_run (
	channel_id	uuid PRIMARY KEY REFERENCES channel,
	paused		flag NOT NULL DEFAULT 0,
	position	text NOT NULL DEFAULT '',
	polled_at	bigint NOT NULL DEFAULT 0,	-- the last good poll
	wanted_at	bigint NOT NULL DEFAULT 0,	-- somebody asked for one
	problem		text NOT NULL DEFAULT '',
	problem_at	bigint NOT NULL DEFAULT 0,
	-- The last comparison of all it shows with what is here.
	checked_at	bigint NOT NULL DEFAULT 0,
	live		bigint NOT NULL DEFAULT 0,
	ghosts		bigint NOT NULL DEFAULT 0,
	strays		bigint NOT NULL DEFAULT 0,
	differ		bigint NOT NULL DEFAULT 0
);

-- What a piece is called there.  Ids are text: some are beyond 2^53.
CREATE TABLE channel_piece (
	channel_id	uuid NOT NULL REFERENCES channel,
	piece_id	uuid NOT NULL REFERENCES piece,
	product_ref	filled NOT NULL,
	variant_ref	text NOT NULL DEFAULT '',
	stock_ref	text NOT NULL DEFAULT '',
	told_qty	bigint NOT NULL DEFAULT -1,	-- -1: nothing yet
	told_at		bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (channel_id, piece_id)
);
CREATE INDEX channel_piece_ref ON channel_piece (channel_id, product_ref,
    variant_ref);

-- What was delivered to /hooks, byte for byte.  A hint only: it wakes the
-- poll, and is done when one that began after it has ended well.
CREATE TABLE delivery (
	id		uuid PRIMARY KEY,
	channel_id	uuid NOT NULL REFERENCES channel,
	dedup		filled NOT NULL,
	topic		text NOT NULL DEFAULT '',
	headers		text NOT NULL DEFAULT '',
	body		bytea NOT NULL,
	received_at	bigint NOT NULL,
	done_at		bigint,
	CONSTRAINT delivery_once UNIQUE (channel_id, dedup)
);
CREATE INDEX delivery_open ON delivery (channel_id) WHERE done_at IS NULL;

CREATE DOMAIN remote_state AS text CHECK (VALUE IN (
    'seen',		-- written down
    'held',		-- somebody may still pay; its pieces are held
    'waiting',		-- paid, and a hold stands in the way
    'sold',		-- a sale of ours
    'confirm_due',	-- sold; the channel must still capture
    'parting',		-- some of it is lost; the rest is to be sold
    'part_due',		-- the rest is sold; the channel must refund the other
    'refund_due',	-- lost; the channel must cancel and refund
    'refunded',		-- and it has
    'cancelled',	-- it ended there before it was a sale here
    'returned',		-- sold, cancelled there, taken back here
    'needs_person'));	-- see its conflict

-- An order from there: a claim on our pieces.  claim is how the connector read
-- it (JSON, core/channel/claim.h); digest tells whether anything changed.
CREATE TABLE remote_order (
	id		uuid PRIMARY KEY,
	channel_id	uuid NOT NULL REFERENCES channel,
	order_ref	filled NOT NULL,
	number		text NOT NULL DEFAULT '',
	state		remote_state NOT NULL DEFAULT 'seen',
	status		text NOT NULL DEFAULT '',
	digest		bytea NOT NULL,
	claim		text NOT NULL,
	total		bigint NOT NULL,
	customer	text NOT NULL DEFAULT '',
	email		text NOT NULL DEFAULT '',
	sale_id		uuid REFERENCES sale,
	placed_at	bigint NOT NULL DEFAULT 0,
	seen_at		bigint NOT NULL,
	changed_at	bigint NOT NULL,
	tries		bigint NOT NULL DEFAULT 0,
	next_at		bigint NOT NULL DEFAULT 0,	-- -1: nothing to do
	problem		text NOT NULL DEFAULT '',
	CONSTRAINT remote_order_once UNIQUE (channel_id, order_ref)
);
CREATE INDEX remote_order_due ON remote_order (channel_id, next_at)
    WHERE next_at >= 0;
CREATE INDEX remote_order_open ON remote_order (channel_id)
    WHERE state IN ('seen', 'waiting', 'parting', 'part_due', 'refund_due');

-- Two buyers, one piece; or an order that only a person can bring to its end.
CREATE TABLE conflict (
	id		uuid PRIMARY KEY,
	kind		text NOT NULL
	    CHECK (kind IN ('lost', 'unknown', 'cancelled', 'trouble')),
	channel_id	uuid NOT NULL REFERENCES channel,
	remote_id	uuid NOT NULL REFERENCES remote_order,
	piece_id	uuid REFERENCES piece,
	sku		text NOT NULL DEFAULT '',
	title		text NOT NULL DEFAULT '',
	-- who has it, and how he paid
	taken_sale_id	uuid REFERENCES sale,
	taken_by	text NOT NULL DEFAULT '',
	taken_paid	text NOT NULL DEFAULT '',
	-- who does not, and how he paid
	wanted_by	text NOT NULL DEFAULT '',
	wanted_paid	text NOT NULL DEFAULT '',
	amount		bigint NOT NULL DEFAULT 0,
	done		text NOT NULL DEFAULT '',	-- what was done
	todo		text NOT NULL DEFAULT '',	-- what a person must do
	opened_at	bigint NOT NULL,
	changed_at	bigint NOT NULL,
	closed_at	bigint,
	closed_by	uuid REFERENCES staff,
	note		text NOT NULL DEFAULT '',
	CONSTRAINT conflict_once UNIQUE (remote_id, kind, sku)
);
CREATE INDEX conflict_open ON conflict (opened_at) WHERE closed_at IS NULL;

-- Settled by somebody who may: who only agreed to it is who settles it.
CREATE FUNCTION conflict_by_who_may() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
BEGIN
	PERFORM 1 FROM staff s
	JOIN role_right r ON r.role = s.role AND r.what = 'conflict'
	WHERE s.id = NEW.closed_by AND s.disabled_at IS NULL
	  AND r.may = 'yes';
	IF NOT FOUND THEN
		RAISE EXCEPTION 'this person may not do that: conflict'
		    USING ERRCODE = 'VT007';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER conflict_by_who_may BEFORE UPDATE OF closed_by ON conflict
    FOR EACH ROW WHEN (NEW.closed_by IS NOT NULL)
    EXECUTE FUNCTION conflict_by_who_may();

-- Letters to customers, written by the same transaction as what they are about.
CREATE TABLE mail (
	id		uuid PRIMARY KEY,
	kind		text NOT NULL
	    CHECK (kind IN ('refusal', 'order', 'receipt')),
	recipient	filled NOT NULL,
	name		text NOT NULL DEFAULT '',
	ref_id		uuid NOT NULL,	-- a conflict's or a sale's
	at		bigint NOT NULL,
	done_at		bigint,
	tries		bigint NOT NULL DEFAULT 0,
	next_at		bigint NOT NULL DEFAULT 0,
	problem		text NOT NULL DEFAULT '',
	CONSTRAINT mail_once UNIQUE (kind, ref_id, recipient)
);
CREATE INDEX mail_open ON mail (next_at) WHERE done_at IS NULL;

-- A hold elsewhere, its end, and stock that comes or goes by a person's hand.
CREATE FUNCTION outbox_hold() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
BEGIN
	INSERT INTO outbox (channel_id, piece_id, kind, at)
	SELECT c.id, NEW.piece_id, 'held', vitrine_now() FROM channel c
	WHERE c.tell_held = 1 AND c.outbox = 1 AND c.active = 1
	  AND c.id <> NEW.channel_id;
	RETURN NULL;
END $$;
CREATE TRIGGER outbox_hold AFTER INSERT ON hold
    FOR EACH ROW EXECUTE FUNCTION outbox_hold();

CREATE FUNCTION outbox_hold_end() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
BEGIN
	INSERT INTO outbox (channel_id, piece_id, kind, at)
	SELECT c.id, h.piece_id, 'back', vitrine_now()
	FROM hold h JOIN channel c ON c.id <> h.channel_id
	WHERE h.id = NEW.hold_id AND c.tell_held = 1 AND c.outbox = 1
	  AND c.active = 1;
	RETURN NULL;
END $$;
CREATE TRIGGER outbox_hold_end AFTER INSERT ON hold_end
    FOR EACH ROW EXECUTE FUNCTION outbox_hold_end();

CREATE FUNCTION outbox_move() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = vitrine, pg_temp AS $$
BEGIN
	IF NEW.reason = 'sale' OR NEW.delta = 0 AND NEW.to_state = '' THEN
		RETURN NULL;	-- sale_line_take tells of it, or nothing moved
	END IF;
	INSERT INTO outbox (channel_id, piece_id, kind, at)
	SELECT c.id, p.id, CASE WHEN p.state <> 'stock' OR p.on_hand = 0
	    THEN 'gone' ELSE 'back' END, vitrine_now()
	FROM piece p JOIN channel c ON c.outbox = 1 AND c.active = 1
	WHERE p.id = NEW.piece_id;
	RETURN NULL;
END $$;
CREATE TRIGGER outbox_move AFTER INSERT ON stock_move
    FOR EACH ROW EXECUTE FUNCTION outbox_move();

REVOKE ALL ON channel_setting, channel_run, channel_piece, delivery,
    remote_order, conflict, mail FROM PUBLIC;
REVOKE ALL ON FUNCTION outbox_hold(), outbox_hold_end(), outbox_move(),
    conflict_by_who_may() FROM PUBLIC;
-- A register sees the conflict desk and no secret, not even a sealed one.
GRANT SELECT ON channel_run, channel_piece, remote_order, conflict, mail
    TO vitrine_register, vitrine_web, vitrine_owner;
GRANT SELECT ON channel_setting, delivery TO vitrine_web, vitrine_owner;
GRANT UPDATE (closed_at, closed_by, note, changed_at) ON conflict
    TO vitrine_register, vitrine_owner;
-- The listener writes down what it hears and what became of it.
GRANT INSERT ON channel_run, channel_piece, delivery, remote_order, conflict,
    mail TO vitrine_web;
GRANT INSERT (channel_id, piece_id, kind, at) ON outbox
    TO vitrine_web, vitrine_owner;
GRANT UPDATE (position, polled_at, problem, problem_at) ON channel_run
    TO vitrine_web;
GRANT UPDATE (product_ref, variant_ref, stock_ref, told_qty, told_at)
    ON channel_piece TO vitrine_web, vitrine_owner;
GRANT UPDATE (done_at), DELETE ON delivery TO vitrine_web;
GRANT UPDATE (state, status, digest, claim, total, customer, email, sale_id,
    changed_at, tries, next_at, problem) ON remote_order TO vitrine_web;
GRANT UPDATE (done, todo, changed_at) ON conflict TO vitrine_web;
GRANT UPDATE (done_at, tries, next_at, problem) ON mail TO vitrine_web;
-- A receipt by mail; and one that could not be sent is tried again by hand.
GRANT INSERT ON mail TO vitrine_register, vitrine_owner;
GRANT UPDATE (next_at) ON mail TO vitrine_owner;
GRANT INSERT ON channel_setting, channel_run, channel_piece TO vitrine_owner;
GRANT UPDATE ON channel_setting, channel_run TO vitrine_owner;
GRANT DELETE ON channel_setting TO vitrine_owner;
