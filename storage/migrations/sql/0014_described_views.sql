-- What every column of the views means, where people look for it: in the database. And the views with which
-- an analyst can prove a sum: installations, steps set aside, readings flagged, areas and people.

CREATE VIEW analytics.installation WITH (security_barrier) AS
SELECT
    meter.*,
    installation.serial,
    lower(installation.valid) AS valid_from,
    upper(installation.valid) AS valid_to,
    installation.start_register,
    installation.end_register,
    installation.modulus,
    installation.multiplier,
    installation.max_rate_per_hour,
    installation.two_way
FROM installation
INNER JOIN analytics.meter AS meter ON installation.meter_id = meter.meter_id;
COMMENT ON VIEW analytics.installation IS 'Physical meters in place, dated: what a register step is multiplied by, and where it wraps';

CREATE VIEW analytics.set_aside WITH (security_barrier) AS
SELECT
    meter.*,
    aside.at,
    aside.step,
    aside.reason,
    aside.computed_at
FROM set_aside AS aside
INNER JOIN analytics.meter AS meter ON aside.meter_id = meter.meter_id;
COMMENT ON VIEW analytics.set_aside IS 'Register steps that are not counted because nothing explains them, at the reading where they show';

CREATE VIEW analytics.flagged_reading WITH (security_barrier) AS
SELECT
    meter.*,
    flagged.at,
    flagged.value,
    flagged.reason,
    flagged.computed_at
FROM flagged_reading AS flagged
INNER JOIN analytics.meter AS meter ON flagged.meter_id = meter.meter_id;
COMMENT ON VIEW analytics.flagged_reading IS 'Readings that were skipped because the register recovered, or cannot show such a value';

CREATE VIEW analytics.occupancy WITH (security_barrier) AS
SELECT
    site.place,
    site.place_name,
    outside.code AS parent,
    site.site,
    site.timezone,
    site.institution,
    site.institution_name,
    lower(occupancy.valid) AS valid_from,
    upper(occupancy.valid) AS valid_to,
    occupancy.area_m2,
    occupancy.heated_area_m2,
    (
        SELECT jsonb_object_agg(people.kind, people.people)
        FROM occupancy_people AS people
        WHERE people.occupancy_id = occupancy.id
    ) AS people
FROM occupancy
INNER JOIN analytics.site AS site ON occupancy.place_id = site.place_id
INNER JOIN place ON occupancy.place_id = place.id
LEFT JOIN place AS outside ON place.parent_id = outside.id;
COMMENT ON VIEW analytics.occupancy IS 'Area and people of places, dated; where a place and one around it both say a figure, the outer one holds';

GRANT SELECT ON analytics.installation, analytics.set_aside, analytics.flagged_reading, analytics.occupancy
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;

-- The columns of analytics.meter stand in every view that is made of it.
DO $$
DECLARE
    view_name text;
    described text[];
BEGIN
    FOREACH view_name IN ARRAY ARRAY['meter', 'hourly', 'daily', 'monthly', 'installation', 'set_aside', 'flagged_reading'] LOOP
        FOREACH described SLICE 1 IN ARRAY ARRAY[
            ['meter_id', 'Number of the measuring point in this database; not the same in another one'],
            ['meter', 'Code of the measuring point'],
            ['meter_name', 'Its name, as in the registry'],
            ['device', 'Code of the device that reports its register'],
            ['quantity', 'What its register counts (docs/reference/quantities.md)'],
            ['unit', 'Unit of the quantity: of every amount and step beside it'],
            ['medium', 'water, reclaimed_water, electricity, gas or heat'],
            ['level', 'Level in the tree of meters: 1 the whole unit, 2 a building or zone, 3 a piece of equipment'],
            ['parent', 'Code of the meter whose consumption this one is a part of; NULL: it is the top of its tree'],
            ['item', 'Item of electricity use (分项); empty: none'],
            ['place', 'Code of the place it stands at'],
            ['place_name', 'Name of that place'],
            ['site', 'Code of the site that the place lies in'],
            ['timezone', 'IANA time zone of the site: days and months are cut in it'],
            ['institution', 'Code of the institution that the place belongs to'],
            ['institution_name', 'Name of that institution']
        ] LOOP
            EXECUTE format('COMMENT ON COLUMN analytics.%I.%I IS %L', view_name, described[1], described[2]);
        END LOOP;
    END LOOP;
    FOREACH view_name IN ARRAY ARRAY['hourly', 'daily', 'monthly'] LOOP
        FOREACH described SLICE 1 IN ARRAY ARRAY[
            ['amount', 'What was used in it [unit]; never NULL: what nobody can know has no row'],
            ['estimated', 'The part of amount that no close readings bound [unit]; 0: all of it is measured'],
            ['coverage', 'Share of it that lies between readings no further apart than expected, 0 to 1'],
            ['revision', '1, and one more each time late data or the registry changed the row']
        ] LOOP
            EXECUTE format('COMMENT ON COLUMN analytics.%I.%I IS %L', view_name, described[1], described[2]);
        END LOOP;
    END LOOP;
END
$$;

COMMENT ON VIEW analytics.meter IS 'Measuring points: where they stand and what they count';
COMMENT ON COLUMN analytics.hourly.hour IS 'Beginning of the hour; show it in the site''s zone with hour AT TIME ZONE timezone';
COMMENT ON COLUMN analytics.hourly.reasons IS 'Why the hour is not simply the difference of close readings (docs/glossary.md, Hours); empty: it is';
COMMENT ON COLUMN analytics.daily.day IS 'Day of the site''s own calendar; it has 23 or 25 hours where the clock changes';
COMMENT ON COLUMN analytics.monthly.month IS 'First day of the month of the site''s own calendar';

COMMENT ON COLUMN analytics.installation.serial IS 'Serial number of the physical meter';
COMMENT ON COLUMN analytics.installation.valid_from IS 'When it was put in';
COMMENT ON COLUMN analytics.installation.valid_to IS 'When it was taken out, itself no longer included; NULL: it is still in place';
COMMENT ON COLUMN analytics.installation.start_register IS 'Register when it was put in [unit / multiplier]; NULL: not recorded, its first reading stands in';
COMMENT ON COLUMN analytics.installation.end_register IS 'Register when it was taken out [unit / multiplier]; NULL: not recorded or still in place, its last reading stands in';
COMMENT ON COLUMN analytics.installation.modulus IS 'The register wraps to 0 where it would show this value [unit / multiplier]; NULL: unknown, no fall is taken for a rollover';
COMMENT ON COLUMN analytics.installation.multiplier IS 'Units of the quantity for one of the register: transformer ratio, pulse value';
COMMENT ON COLUMN analytics.installation.max_rate_per_hour IS 'The most the register can count in an hour [unit / multiplier]; NULL: unknown';
COMMENT ON COLUMN analytics.installation.two_way IS 'Whether the register may run backwards';

COMMENT ON COLUMN analytics.set_aside.at IS 'The reading at which the step shows';
COMMENT ON COLUMN analytics.set_aside.step IS 'Size of the step that is not counted, times the multiplier [unit]; negative: the register fell';
COMMENT ON COLUMN analytics.set_aside.reason IS 'Why it is not counted (docs/glossary.md, Hours)';
COMMENT ON COLUMN analytics.set_aside.computed_at IS 'When it was found';

COMMENT ON COLUMN analytics.flagged_reading.at IS 'Instant of the reading that was skipped';
COMMENT ON COLUMN analytics.flagged_reading.value IS 'The register it showed, before the multiplier [unit / multiplier]';
COMMENT ON COLUMN analytics.flagged_reading.reason IS 'Why it was skipped (docs/glossary.md, Hours)';
COMMENT ON COLUMN analytics.flagged_reading.computed_at IS 'When it was found';

COMMENT ON COLUMN analytics.occupancy.place IS 'Code of the place';
COMMENT ON COLUMN analytics.occupancy.place_name IS 'Its name';
COMMENT ON COLUMN analytics.occupancy.parent IS 'Code of the place around it; NULL: it is a site';
COMMENT ON COLUMN analytics.occupancy.site IS 'Code of the site it lies in';
COMMENT ON COLUMN analytics.occupancy.timezone IS 'IANA time zone of the site';
COMMENT ON COLUMN analytics.occupancy.institution IS 'Code of the institution it belongs to';
COMMENT ON COLUMN analytics.occupancy.institution_name IS 'Name of that institution';
COMMENT ON COLUMN analytics.occupancy.valid_from IS 'First day on which the figures hold; NULL: since ever';
COMMENT ON COLUMN analytics.occupancy.valid_to IS 'First day on which they no longer hold; NULL: they still do';
COMMENT ON COLUMN analytics.occupancy.area_m2 IS 'Floor area [m2]; NULL: not said';
COMMENT ON COLUMN analytics.occupancy.heated_area_m2 IS 'Heated floor area [m2]; NULL: not said';
COMMENT ON COLUMN analytics.occupancy.people IS 'People by kind, as in {"staff": 100}; NULL: none said';

COMMENT ON COLUMN analytics.site.place_id IS 'Number of the place in this database';
COMMENT ON COLUMN analytics.site.place IS 'Code of the place';
COMMENT ON COLUMN analytics.site.place_name IS 'Its name';
COMMENT ON COLUMN analytics.site.site IS 'Code of the site it lies in';
COMMENT ON COLUMN analytics.site.timezone IS 'IANA time zone of the site';
COMMENT ON COLUMN analytics.site.institution_id IS 'Number of the institution in this database';
COMMENT ON COLUMN analytics.site.institution IS 'Code of the institution it belongs to, its own or that of the nearest place around it';
COMMENT ON COLUMN analytics.site.institution_name IS 'Name of that institution';

COMMENT ON COLUMN analytics.reading.device IS 'Code of the device that reported it';
COMMENT ON COLUMN analytics.reading.quantity IS 'What was measured (docs/reference/quantities.md)';
COMMENT ON COLUMN analytics.reading.unit IS 'Unit of the quantity';
COMMENT ON COLUMN analytics.reading.at IS 'Instant of the measurement, as the device says';
COMMENT ON COLUMN analytics.reading.value IS 'The value as it arrived: of a register its standing, before the multiplier [unit / multiplier]; of a gauge [unit]';
COMMENT ON COLUMN analytics.reading.received_at IS 'When it was stored';

COMMENT ON COLUMN analytics.position.device IS 'Code of the tracker';
COMMENT ON COLUMN analytics.position.plate IS 'Plate of the vehicle that carried it at the time; NULL: none did';
COMMENT ON COLUMN analytics.position.at IS 'Instant of the fix';
COMMENT ON COLUMN analytics.position.lon IS 'Longitude, WGS-84 [°]';
COMMENT ON COLUMN analytics.position.lat IS 'Latitude, WGS-84 [°]';
COMMENT ON COLUMN analytics.position.altitude_m IS 'Altitude [m]; NULL: not reported';
COMMENT ON COLUMN analytics.position.speed_kmh IS 'Speed [km/h]; NULL: not reported';
COMMENT ON COLUMN analytics.position.heading_deg IS 'Heading, clockwise from north [°]; NULL: not reported';
COMMENT ON COLUMN analytics.position.satellites IS 'Satellites used; NULL: not reported';
COMMENT ON COLUMN analytics.position.system IS 'Satellite system, as BDS or GPS; NULL: not reported';

COMMENT ON VIEW analytics.institution IS 'Institutions and how they are subordinated';
COMMENT ON COLUMN analytics.institution.institution IS 'Code of the institution';
COMMENT ON COLUMN analytics.institution.institution_name IS 'Its name';
COMMENT ON COLUMN analytics.institution.institution_name_en IS 'Its name in English; empty: none';
COMMENT ON COLUMN analytics.institution.type IS 'Kind of institution (docs/glossary.md)';
COMMENT ON COLUMN analytics.institution.parent IS 'Code of the institution above it; NULL: none';

COMMENT ON VIEW analytics.place IS 'Places in their tree: site, building, floor, space';
COMMENT ON COLUMN analytics.place.place IS 'Code of the place';
COMMENT ON COLUMN analytics.place.place_name IS 'Its name';
COMMENT ON COLUMN analytics.place.place_name_en IS 'Its name in English; empty: none';
COMMENT ON COLUMN analytics.place.kind IS 'Kind of place (docs/glossary.md)';
COMMENT ON COLUMN analytics.place.parent IS 'Code of the place around it; NULL: it is a site';
COMMENT ON COLUMN analytics.place.site IS 'Code of the site it lies in';
COMMENT ON COLUMN analytics.place.timezone IS 'IANA time zone of the site';
COMMENT ON COLUMN analytics.place.institution IS 'Code of the institution it belongs to';

COMMENT ON COLUMN analytics.device.device IS 'Code of the device';
COMMENT ON COLUMN analytics.device.device_name IS 'Its name; empty: none';
COMMENT ON COLUMN analytics.device.kind IS 'What it is (docs/glossary.md)';
COMMENT ON COLUMN analytics.device.protocol IS 'Which decoder reads its payloads';
COMMENT ON COLUMN analytics.device.report_interval IS 'How far apart its reports are expected';
COMMENT ON COLUMN analytics.device.place IS 'Code of the place it stands at, or of its site';
COMMENT ON COLUMN analytics.device.site IS 'Code of its site';
COMMENT ON COLUMN analytics.device.timezone IS 'IANA time zone of the site';
COMMENT ON COLUMN analytics.device.institution IS 'Code of the institution that the place belongs to';
COMMENT ON COLUMN analytics.device.connection IS 'online or offline, as the broker last said; NULL: it never said';
COMMENT ON COLUMN analytics.device.connection_at IS 'Since when; NULL with connection';
COMMENT ON COLUMN analytics.device.last_at IS 'Instant of its newest reading or fix; NULL: none in the last 7 days';

COMMENT ON COLUMN analytics.vehicle.plate IS 'Plate of the vehicle';
COMMENT ON COLUMN analytics.vehicle.type IS 'Type of vehicle, as in the registry';
COMMENT ON COLUMN analytics.vehicle.fuel IS 'gasoline, diesel or another fuel';
COMMENT ON COLUMN analytics.vehicle.duty IS 'What it is kept for';
COMMENT ON COLUMN analytics.vehicle.institution IS 'Code of the institution that keeps it';
COMMENT ON COLUMN analytics.vehicle.device IS 'Tracker of its latest fix; NULL, as all that follows: no fix in the last 30 days';
COMMENT ON COLUMN analytics.vehicle.at IS 'Instant of its latest fix; NULL: none in the last 30 days';
COMMENT ON COLUMN analytics.vehicle.lon IS 'Longitude then, WGS-84 [°]; NULL: no fix';
COMMENT ON COLUMN analytics.vehicle.lat IS 'Latitude then, WGS-84 [°]; NULL: no fix';
COMMENT ON COLUMN analytics.vehicle.speed_kmh IS 'Speed then [km/h]; NULL: no fix, or not reported';
COMMENT ON COLUMN analytics.vehicle.heading_deg IS 'Heading then, clockwise from north [°]; NULL: no fix, or not reported';
COMMENT ON COLUMN analytics.vehicle.timezone IS 'IANA time zone of the tracker''s site; NULL: no fix';

COMMENT ON COLUMN analytics.alert.alert_id IS 'Number of the alert';
COMMENT ON COLUMN analytics.alert.rule IS 'Name of the rule that watches it';
COMMENT ON COLUMN analytics.alert.subject IS 'Code of what it is about';
COMMENT ON COLUMN analytics.alert.institution IS 'Code of the institution that is told; NULL: nobody''s in particular';
COMMENT ON COLUMN analytics.alert.timezone IS 'IANA time zone in which its instants are shown';
COMMENT ON COLUMN analytics.alert.state IS 'State (docs/glossary.md, Alerts)';
COMMENT ON COLUMN analytics.alert.since IS 'Since when it is in that state';
COMMENT ON COLUMN analytics.alert.told_at IS 'When somebody was last told; NULL: never';
COMMENT ON COLUMN analytics.alert.severity IS 'info, warning or critical';
COMMENT ON COLUMN analytics.alert.figures IS 'What it was judged by, JSON';

COMMENT ON COLUMN analytics.notification.alert_id IS 'Number of the alert it tells of';
COMMENT ON COLUMN analytics.notification.changed_at IS 'When the alert changed';
COMMENT ON COLUMN analytics.notification.to_state IS 'State it changed to';
COMMENT ON COLUMN analytics.notification.reason IS 'Why it changed';
COMMENT ON COLUMN analytics.notification.channel IS 'How it is sent: mail';
COMMENT ON COLUMN analytics.notification.language IS 'Language of the reader: zh_CN or en';
COMMENT ON COLUMN analytics.notification.attempts IS 'How often sending was tried';
COMMENT ON COLUMN analytics.notification.created_at IS 'When it was decided to send it';
COMMENT ON COLUMN analytics.notification.sent_at IS 'When the server took it; NULL: not yet, or never';
COMMENT ON COLUMN analytics.notification.failed_at IS 'When it was given up; NULL: it was not';
COMMENT ON COLUMN analytics.notification.error IS 'What the server last said against it; empty: nothing';

COMMENT ON COLUMN analytics.rejected.rejected_id IS 'Number of the refusal, for `guanjia rejected show`';
COMMENT ON COLUMN analytics.rejected.received_at IS 'When it arrived';
COMMENT ON COLUMN analytics.rejected.topic IS 'MQTT topic it came on';
COMMENT ON COLUMN analytics.rejected.reason IS 'Why it was refused (docs/reference/mqtt.md)';
COMMENT ON COLUMN analytics.rejected.detail IS 'What exactly was wrong';
COMMENT ON COLUMN analytics.rejected.payload_bytes IS 'Size of the payload [B]';
COMMENT ON COLUMN analytics.rejected.replayed_at IS 'When it was stored after all; NULL: it was not';

COMMENT ON COLUMN analytics.pipeline.readings IS 'Readings stored; estimated above a million; NULL: the server has no estimate yet';
COMMENT ON COLUMN analytics.pipeline.fixes IS 'Fixes stored; estimated above a million; NULL: the server has no estimate yet';
COMMENT ON COLUMN analytics.pipeline.inserted IS 'Readings and fixes inserted since the server counts; it only rises, until the server crashes';
