-- What has been done to this schema.

-- name: migration_list
-- out: migration
SELECT number, name, checksum, applied_at FROM migration ORDER BY number;

-- name: migration_add
-- in: int text text int
-- writes
INSERT INTO migration (number, name, checksum, applied_at)
VALUES ($1, $2, $3, $4);
