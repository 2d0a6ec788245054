-- What exists: institutions, places, people, devices, meters, vehicles. Dated where life is dated;
-- ranges of one subject never overlap, and the database is who sees to it.

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE quantity (
    id smallint PRIMARY KEY,
    name text NOT NULL UNIQUE,
    unit text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('cumulative', 'gauge'))
);
COMMENT ON TABLE quantity IS 'The closed list of models/quantities.py, written by every migrate';

CREATE TABLE institution (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    name_en text NOT NULL DEFAULT '',
    type text NOT NULL,
    parent_id integer REFERENCES institution (id),
    CHECK (parent_id <> id)
);

CREATE TABLE contact (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution_id integer NOT NULL REFERENCES institution (id),
    name text NOT NULL,
    email text NOT NULL,
    language text NOT NULL DEFAULT 'zh_CN' CHECK (language IN ('zh_CN', 'en')),
    UNIQUE (institution_id, email)
);

CREATE TABLE place (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    name_en text NOT NULL DEFAULT '',
    kind text NOT NULL,
    parent_id integer REFERENCES place (id),
    institution_id integer REFERENCES institution (id),
    timezone text,
    CHECK (parent_id <> id),
    CHECK ((kind = 'site') = (parent_id IS NULL)),
    CHECK ((kind = 'site') = (timezone IS NOT NULL)),
    CHECK (kind <> 'site' OR institution_id IS NOT NULL)
);
COMMENT ON COLUMN place.institution_id IS 'Empty: the institution of the parent place';
COMMENT ON COLUMN place.timezone IS 'IANA name; a site has one, what is inside the site follows it';

CREATE TABLE occupancy (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    place_id integer NOT NULL REFERENCES place (id),
    valid daterange NOT NULL CHECK (NOT isempty(valid)),
    area_m2 double precision CHECK (area_m2 >= 0),
    heated_area_m2 double precision CHECK (heated_area_m2 >= 0),
    EXCLUDE USING gist (place_id WITH =, valid WITH &&)
);

CREATE TABLE occupancy_people (
    occupancy_id integer NOT NULL REFERENCES occupancy (id) ON DELETE CASCADE,
    kind text NOT NULL,
    people double precision NOT NULL CHECK (people >= 0),
    PRIMARY KEY (occupancy_id, kind)
);

CREATE TABLE device (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL DEFAULT '',
    kind text NOT NULL,
    protocol text NOT NULL,
    site_id integer NOT NULL REFERENCES place (id),
    place_id integer REFERENCES place (id),
    gateway_id integer REFERENCES device (id),
    report_interval interval NOT NULL DEFAULT '15 minutes',
    installed_at timestamptz
);

CREATE TABLE meter (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    device_id integer NOT NULL REFERENCES device (id),
    quantity_id smallint NOT NULL REFERENCES quantity (id),
    medium text NOT NULL,
    level smallint NOT NULL CHECK (level BETWEEN 1 AND 3),
    parent_id integer REFERENCES meter (id),
    item text NOT NULL DEFAULT '',
    place_id integer NOT NULL REFERENCES place (id),
    computed_at timestamptz,
    UNIQUE (device_id, quantity_id) DEFERRABLE INITIALLY DEFERRED,
    CHECK (parent_id <> id)
);
COMMENT ON COLUMN meter.computed_at IS 'When its hours were last computed; the row is what an analytics worker locks';

CREATE TABLE meter_serves (
    meter_id integer NOT NULL REFERENCES meter (id),
    place_id integer NOT NULL REFERENCES place (id),
    PRIMARY KEY (meter_id, place_id)
);

CREATE TABLE installation (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    meter_id integer NOT NULL REFERENCES meter (id),
    serial text NOT NULL,
    valid tstzrange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
    start_register double precision,
    end_register double precision,
    modulus double precision CHECK (modulus > 0),
    multiplier double precision NOT NULL DEFAULT 1 CHECK (multiplier > 0),
    max_rate_per_hour double precision CHECK (max_rate_per_hour > 0),
    two_way boolean NOT NULL DEFAULT false,
    EXCLUDE USING gist (meter_id WITH =, valid WITH &&)
);

CREATE TABLE vehicle (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plate text NOT NULL UNIQUE,
    type text NOT NULL,
    fuel text NOT NULL,
    duty text NOT NULL,
    institution_id integer NOT NULL REFERENCES institution (id)
);

CREATE TABLE vehicle_tracker (
    vehicle_id integer NOT NULL REFERENCES vehicle (id),
    device_id integer NOT NULL REFERENCES device (id),
    valid tstzrange NOT NULL CHECK (NOT isempty(valid)),
    EXCLUDE USING gist (vehicle_id WITH =, valid WITH &&),
    EXCLUDE USING gist (device_id WITH =, valid WITH &&)
);

CREATE TABLE quota (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE,
    indicator text NOT NULL,
    category text NOT NULL,
    unit text NOT NULL,
    limit_tier text NOT NULL,
    counts text[] NOT NULL,
    source text NOT NULL,
    source_table text NOT NULL DEFAULT '',
    year smallint NOT NULL,
    valid daterange NOT NULL,
    status text NOT NULL,
    note text NOT NULL DEFAULT ''
);

CREATE TABLE quota_tier (
    quota_id integer NOT NULL REFERENCES quota (id) ON DELETE CASCADE,
    position smallint NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    value double precision CHECK (value > 0),
    purpose text NOT NULL,
    consequence text NOT NULL DEFAULT '',
    PRIMARY KEY (quota_id, position),
    UNIQUE (quota_id, name)
);

CREATE TABLE institution_quota (
    institution_id integer NOT NULL REFERENCES institution (id),
    quota_id integer NOT NULL REFERENCES quota (id),
    valid daterange NOT NULL CHECK (NOT isempty(valid)),
    EXCLUDE USING gist (institution_id WITH =, quota_id WITH =, valid WITH &&)
);

CREATE TABLE registry_revision (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    revision bigint NOT NULL DEFAULT 0
);
INSERT INTO registry_revision DEFAULT VALUES;
COMMENT ON TABLE registry_revision IS 'Raised by every change of the registry; processes that cache the registry watch it';
