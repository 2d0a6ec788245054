-- What a balance needs beside meters: sums, differences and shares of them, and how many meters a level must
-- have; the heating region of a site; and the flag that the days of a site begin at other instants now.

CREATE TABLE virtual_meter (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    name_en text NOT NULL DEFAULT '',
    medium text NOT NULL,
    quantity_id smallint NOT NULL REFERENCES quantity (id),
    place_id integer NOT NULL REFERENCES place (id),
    level smallint CHECK (level BETWEEN 1 AND 3),
    parent_id integer REFERENCES meter (id),
    item text NOT NULL DEFAULT ''
);
COMMENT ON TABLE virtual_meter IS 'Sums, differences and shares of meters, known by a code of their own';
COMMENT ON COLUMN virtual_meter.level IS 'Level in the tree of meters; empty: it stands outside the tree';
COMMENT ON COLUMN virtual_meter.parent_id IS 'The meter whose consumption it is a part of; empty: none';

CREATE TABLE virtual_meter_part (
    virtual_id integer NOT NULL REFERENCES virtual_meter (id) ON DELETE CASCADE,
    meter_id integer REFERENCES meter (id),
    part_virtual_id integer REFERENCES virtual_meter (id),
    share double precision NOT NULL CHECK (share <> 0),
    UNIQUE NULLS NOT DISTINCT (virtual_id, meter_id, part_virtual_id),
    CHECK (num_nonnulls(meter_id, part_virtual_id) = 1),
    CHECK (part_virtual_id <> virtual_id)
);
CREATE INDEX virtual_meter_part_meter ON virtual_meter_part (meter_id);
COMMENT ON TABLE virtual_meter_part IS 'What a virtual meter adds: share x the amount of a meter, or of another virtual meter';

CREATE TABLE metering_requirement (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution_id integer NOT NULL REFERENCES institution (id),
    medium text NOT NULL,
    level smallint NOT NULL CHECK (level BETWEEN 1 AND 3),
    required integer NOT NULL CHECK (required >= 0),
    valid daterange NOT NULL CHECK (NOT isempty(valid)),
    source text NOT NULL DEFAULT '',
    EXCLUDE USING gist (institution_id WITH =, medium WITH =, level WITH =, valid WITH &&)
);
COMMENT ON TABLE metering_requirement IS 'How many meters of a medium and level an institution must have: the divisor of the fitting rate (配备率)';

ALTER TABLE place ADD COLUMN heating text CHECK (heating IS NULL OR kind = 'site');
COMMENT ON COLUMN place.heating IS 'Heating region of a site, a code of config/calendar/heating.yaml; empty: no central heating';

ALTER TABLE meter ADD COLUMN calendar_stale boolean NOT NULL DEFAULT false;
CREATE INDEX meter_calendar_stale ON meter (id) WHERE calendar_stale;
COMMENT ON COLUMN meter.calendar_stale IS 'The time zone of its site changed: its days and months are to be cut again from its hours';

GRANT SELECT ON virtual_meter, virtual_meter_part, metering_requirement TO guanjia_analytics, guanjia_alerts;
GRANT SELECT, INSERT, UPDATE, DELETE ON virtual_meter, virtual_meter_part, metering_requirement
TO guanjia_registrar;
GRANT UPDATE (calendar_stale) ON meter TO guanjia_analytics;
