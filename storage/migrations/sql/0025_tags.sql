-- What people mark devices, meters and vehicles with, for rules to select by.

ALTER TABLE device
ADD COLUMN tags text[] NOT NULL DEFAULT '{}'
CHECK (cardinality(tags) <= 32 AND array_position(tags, '') IS NULL);
COMMENT ON COLUMN device.tags IS 'Tags (codes) of it and of its meters; empty: none';

ALTER TABLE meter
ADD COLUMN tags text[] NOT NULL DEFAULT '{}'
CHECK (cardinality(tags) <= 32 AND array_position(tags, '') IS NULL);
COMMENT ON COLUMN meter.tags IS 'Tags (codes) of its own, beside those of its device; empty: none';

ALTER TABLE vehicle
ADD COLUMN tags text[] NOT NULL DEFAULT '{}'
CHECK (cardinality(tags) <= 32 AND array_position(tags, '') IS NULL);
COMMENT ON COLUMN vehicle.tags IS 'Tags (codes); empty: none. Those of its tracker are not among them';
