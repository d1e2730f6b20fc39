-- The shop, its people, its tills and its callers.

-- name: shop_get
-- out: shop
SELECT name, currency, zone, day_start, tax_rounding, owner_phone, created_at
FROM shop;

-- name: shop_add
-- in: text text text int text text int
-- writes
INSERT INTO shop (name, currency, zone, day_start, tax_rounding, owner_phone,
    created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: shop_edit
-- in: text text int text text
-- writes
UPDATE shop SET name = $1, zone = $2, day_start = $3, tax_rounding = $4,
    owner_phone = $5;

-- name: setting_list
-- out: setting
SELECT key, value FROM setting ORDER BY key;

-- name: setting_set
-- in: text text
-- writes
INSERT INTO setting (key, value) VALUES ($1, $2)
ON CONFLICT (key) DO UPDATE SET value = excluded.value;

-- name: setting_clear
-- in: text
-- writes
DELETE FROM setting WHERE key = $1;

-- name: store_list
-- out: store
SELECT id, code, name, address, phone, footer, created_at, closed_day
FROM store ORDER BY code;

-- name: store_add
-- in: uuid text text text text text int
-- writes
INSERT INTO store (id, code, name, address, phone, footer, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: store_edit
-- in: uuid text text text text
-- writes
UPDATE store SET name = $2, address = $3, phone = $4, footer = $5
WHERE id = $1;

-- name: rate_list
-- out: rate
SELECT id, store_id, tax_class, name, ppm, inclusive, valid_from, valid_to
FROM tax_rate ORDER BY store_id, tax_class, valid_from;

-- name: rate_add
-- in: uuid uuid text text int int int int
-- writes
INSERT INTO tax_rate (id, store_id, tax_class, name, ppm, inclusive,
    valid_from, valid_to)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: rate_end
-- in: uuid int
-- writes
UPDATE tax_rate SET valid_to = $2 WHERE id = $1;

-- name: category_list
-- out: category
SELECT id, code, name, tax_class FROM category ORDER BY name;

-- name: category_add
-- in: uuid text text text
-- writes
INSERT INTO category (id, code, name, tax_class) VALUES ($1, $2, $3, $4)
ON CONFLICT (code) DO NOTHING;

-- name: staff_list
-- out: staff
SELECT id, name, role, os_user, pin_hash, pin_fails, pin_wait_until,
    coalesce(disabled_at, 0) AS disabled_at, created_at
FROM staff ORDER BY name;

-- name: staff_by_name
-- in: text
-- out: staff
SELECT id, name, role, os_user, pin_hash, pin_fails, pin_wait_until,
    coalesce(disabled_at, 0) AS disabled_at, created_at
FROM staff WHERE name = $1;

-- name: staff_add
-- in: uuid text text text text int
-- writes
INSERT INTO staff (id, name, role, os_user, pin_hash, created_at)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: staff_role
-- in: uuid text
-- writes
UPDATE staff SET role = $2 WHERE id = $1;

-- name: staff_os_user
-- in: uuid text
-- writes
UPDATE staff SET os_user = $2 WHERE id = $1;

-- name: staff_pin
-- in: uuid text
-- writes
UPDATE staff SET pin_hash = $2, pin_fails = 0, pin_wait_until = 0
WHERE id = $1;

-- name: staff_disable
-- in: uuid int
-- writes
UPDATE staff SET disabled_at = $2 WHERE id = $1;

-- name: pin_attempt_add
-- in: uuid uuid int int
-- writes
INSERT INTO pin_attempt (staff_id, register_id, at, ok)
VALUES ($1, $2, $3, $4);

-- name: register_list
-- out: register
SELECT r.id, r.store_id, r.code, r.name, r.kind, r.last_seq, r.last_hash,
    coalesce(r.retired_at, 0) AS retired_at, r.created_at, s.name AS store
FROM register r JOIN store s ON s.id = r.store_id
WHERE r.kind <> 'book' ORDER BY r.code;

-- Whatever has a journal: the registers, and the shop's book.
-- name: register_journals
-- out: register
SELECT r.id, r.store_id, r.code, r.name, r.kind, r.last_seq, r.last_hash,
    coalesce(r.retired_at, 0) AS retired_at, r.created_at, s.name AS store
FROM register r JOIN store s ON s.id = r.store_id ORDER BY r.code;

-- name: register_add
-- in: uuid uuid text text text int
-- writes
INSERT INTO register (id, store_id, code, name, kind, created_at)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: register_retire
-- in: uuid int
-- writes
UPDATE register SET retired_at = $2 WHERE id = $1;

-- name: channel_list
-- out: channel
SELECT id, code, kind, name, outbox, active, created_at
FROM channel ORDER BY code;

-- name: channel_add
-- in: uuid text text text int int
-- writes
INSERT INTO channel (id, code, kind, name, outbox, created_at)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: consignor_list
-- out: consignor
SELECT id, code, name, email, phone, split_ppm, created_at
FROM consignor ORDER BY code;

-- name: consignor_add
-- in: uuid text text text text int int
-- writes
INSERT INTO consignor (id, code, name, email, phone, split_ppm, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (code) DO NOTHING;

-- name: customer_get
-- in: uuid
-- out: customer
SELECT id, name, email, phone, address, note, tax_exempt, exempt_no,
    exempt_until, search, created_at
FROM customer WHERE id = $1;

-- $1 a pattern over the folded name, mail and phone: '% al%'
-- name: customer_find
-- in: text int
-- out: customer
SELECT id, name, email, phone, address, note, tax_exempt, exempt_no,
    exempt_until, search, created_at
FROM customer WHERE search LIKE $1 ORDER BY name LIMIT $2;

-- name: customer_add
-- in: uuid text text text text text int text int text int
-- writes
INSERT INTO customer (id, name, email, phone, address, note, tax_exempt,
    exempt_no, exempt_until, search, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: customer_edit
-- in: uuid text text text text text int text int text
-- writes
UPDATE customer SET name = $2, email = $3, phone = $4, address = $5,
    note = $6, tax_exempt = $7, exempt_no = $8, exempt_until = $9,
    search = $10
WHERE id = $1;

-- name: apikey_list
-- out: apikey
SELECT id, name, key_hash, scopes, channel_id, created_at,
    coalesce(revoked_at, 0) AS revoked_at
FROM apikey ORDER BY name, created_at;

-- name: apikey_by_hash
-- in: blob
-- out: apikey
SELECT id, name, key_hash, scopes, channel_id, created_at,
    coalesce(revoked_at, 0) AS revoked_at
FROM apikey WHERE key_hash = $1;

-- name: apikey_add
-- in: uuid text blob text uuid int
-- writes
INSERT INTO apikey (id, name, key_hash, scopes, channel_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: apikey_revoke
-- in: uuid int
-- writes
UPDATE apikey SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL;

-- The cheap question "are you there?".
-- name: ping
-- out: num
SELECT vitrine_now() AS value;
