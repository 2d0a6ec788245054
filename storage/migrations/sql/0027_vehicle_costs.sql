-- What vehicles cost: a ledger of receipts, and what of the registry stands beside it in one vehicle's file.

ALTER TABLE vehicle ADD COLUMN tank_litres double precision CHECK (tank_litres > 0);
COMMENT ON COLUMN vehicle.tank_litres IS 'What its tank holds [L]; NULL: nobody wrote it down';

CREATE TABLE vehicle_cost (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    vehicle_id integer NOT NULL REFERENCES vehicle (id),
    day date NOT NULL,
    kind text NOT NULL CHECK (
        kind IN (
            'fuel', 'charging', 'repair', 'maintenance', 'tyres', 'insurance', 'inspection', 'tolls',
            'parking', 'washing', 'other'
        )
    ),
    amount_yuan numeric(12, 2) NOT NULL,
    is_correction boolean NOT NULL DEFAULT false,
    litres numeric(10, 3),
    energy_kwh numeric(10, 3),
    odometer_km numeric(9, 1) CHECK (odometer_km >= 0),
    supplier text NOT NULL DEFAULT '',
    voucher text NOT NULL DEFAULT '',
    approval text NOT NULL DEFAULT '',
    approval_above_yuan numeric(12, 2) CHECK (approval_above_yuan >= 0),
    note text NOT NULL DEFAULT '',
    receipt text NOT NULL,
    copy integer NOT NULL CHECK (copy > 0),
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL CHECK (recorded_by <> ''),
    UNIQUE (receipt, copy),
    CHECK (amount_yuan > 0 OR (is_correction AND amount_yuan < 0)),
    CHECK (litres IS NULL OR (kind = 'fuel' AND (litres > 0 OR is_correction))),
    CHECK (energy_kwh IS NULL OR (kind = 'charging' AND (energy_kwh > 0 OR is_correction)))
);
CREATE INDEX vehicle_cost_vehicle ON vehicle_cost (vehicle_id, day);
COMMENT ON TABLE vehicle_cost IS 'Receipts of vehicles; a row is never changed but for an approval number that was missing';
COMMENT ON COLUMN vehicle_cost.is_correction IS 'It takes back, or adds to, what was entered wrongly: only then is the amount negative';
COMMENT ON COLUMN vehicle_cost.approval_above_yuan IS 'Above this a cost of this kind needed an approval when it was entered; NULL: it needs none';
COMMENT ON COLUMN vehicle_cost.receipt IS 'Digest of what the receipt says; models/vehicle_costs.py';
COMMENT ON COLUMN vehicle_cost.copy IS 'The how manieth of equal receipts it is: two equal lines of one file are two receipts';

GRANT SELECT, INSERT ON vehicle_cost TO guanjia_registrar;
GRANT UPDATE (approval) ON vehicle_cost TO guanjia_registrar;

CREATE VIEW analytics.vehicle_cost WITH (security_barrier) AS
SELECT
    cost.id AS cost_id,
    vehicle.plate,
    institution.code AS institution,
    cost.day,
    cost.kind,
    cost.amount_yuan,
    cost.is_correction,
    cost.litres,
    cost.energy_kwh,
    cost.odometer_km,
    cost.supplier,
    cost.voucher,
    cost.approval,
    cost.approval_above_yuan,
    coalesce(
        NOT cost.is_correction
        AND sum(cost.amount_yuan) OVER together > cost.approval_above_yuan
        AND NOT bool_or(cost.approval <> '') OVER together,
        false
    ) AS is_unapproved,
    cost.note,
    cost.recorded_at,
    cost.recorded_by
FROM vehicle_cost AS cost
INNER JOIN vehicle ON cost.vehicle_id = vehicle.id
INNER JOIN institution ON vehicle.institution_id = institution.id
-- a receipt that is cut into lines is still one
WINDOW together AS (
    PARTITION BY
        cost.vehicle_id,
        cost.kind,
        coalesce(nullif(cost.voucher, ''), cost.id::text),
        cost.voucher = ''
);
COMMENT ON VIEW analytics.vehicle_cost IS 'The cost ledger of vehicles, a row a line of a receipt';
COMMENT ON COLUMN analytics.vehicle_cost.cost_id IS 'Number of the row';
COMMENT ON COLUMN analytics.vehicle_cost.plate IS 'Plate of the vehicle';
COMMENT ON COLUMN analytics.vehicle_cost.institution IS 'Code of the institution that the vehicle belongs to';
COMMENT ON COLUMN analytics.vehicle_cost.day IS 'Day on the receipt';
COMMENT ON COLUMN analytics.vehicle_cost.kind IS 'fuel, charging, repair, maintenance, tyres, insurance, inspection, tolls, parking, washing or other';
COMMENT ON COLUMN analytics.vehicle_cost.amount_yuan IS 'What it cost [yuan], exact to the cent; negative only where is_correction';
COMMENT ON COLUMN analytics.vehicle_cost.is_correction IS 'Whether it corrects what was entered before';
COMMENT ON COLUMN analytics.vehicle_cost.litres IS 'Fuel [L]; NULL: none, or not said';
COMMENT ON COLUMN analytics.vehicle_cost.energy_kwh IS 'Electricity charged [kWh]; NULL: none, or not said';
COMMENT ON COLUMN analytics.vehicle_cost.odometer_km IS 'What the odometer showed [km]; NULL: not said';
COMMENT ON COLUMN analytics.vehicle_cost.supplier IS 'Filling station, workshop, insurer; empty: not said';
COMMENT ON COLUMN analytics.vehicle_cost.voucher IS 'Number of the receipt; empty: not said';
COMMENT ON COLUMN analytics.vehicle_cost.approval IS 'Number of the approval; empty: none';
COMMENT ON COLUMN analytics.vehicle_cost.approval_above_yuan IS 'Above this it needed an approval when it was entered [yuan]; NULL: it needs none';
COMMENT ON COLUMN analytics.vehicle_cost.is_unapproved IS 'Whether it needs an approval and has none; rows of one voucher and kind are added up';
COMMENT ON COLUMN analytics.vehicle_cost.note IS 'What somebody noted; empty: nothing';
COMMENT ON COLUMN analytics.vehicle_cost.recorded_at IS 'When it was entered';
COMMENT ON COLUMN analytics.vehicle_cost.recorded_by IS 'Who entered it';

CREATE VIEW analytics.vehicle_cost_month WITH (security_barrier) AS
SELECT
    cost.plate,
    cost.institution,
    date_trunc('month', cost.day)::date AS month,
    cost.kind,
    sum(cost.amount_yuan) AS amount_yuan,
    sum(cost.litres) AS litres,
    sum(cost.energy_kwh) AS energy_kwh,
    count(*) AS entries,
    count(*) FILTER (WHERE cost.is_unapproved) AS unapproved
FROM analytics.vehicle_cost AS cost
GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW analytics.vehicle_cost_month IS 'What each vehicle cost in a month by kind; a month and kind without an entry has no row';
COMMENT ON COLUMN analytics.vehicle_cost_month.plate IS 'Plate of the vehicle';
COMMENT ON COLUMN analytics.vehicle_cost_month.institution IS 'Code of the institution that the vehicle belongs to';
COMMENT ON COLUMN analytics.vehicle_cost_month.month IS 'First day of the month';
COMMENT ON COLUMN analytics.vehicle_cost_month.kind IS 'Kind of cost, as in analytics.vehicle_cost';
COMMENT ON COLUMN analytics.vehicle_cost_month.amount_yuan IS 'Sum of its entries, corrections among them [yuan]';
COMMENT ON COLUMN analytics.vehicle_cost_month.litres IS 'Fuel [L]; NULL: no entry says it';
COMMENT ON COLUMN analytics.vehicle_cost_month.energy_kwh IS 'Electricity charged [kWh]; NULL: no entry says it';
COMMENT ON COLUMN analytics.vehicle_cost_month.entries IS 'How many entries';
COMMENT ON COLUMN analytics.vehicle_cost_month.unapproved IS 'How many of them need an approval and have none';

CREATE VIEW analytics.vehicle_tracker WITH (security_barrier) AS
SELECT
    vehicle.plate,
    device.code AS device,
    lower(tracker.valid) AS valid_from,
    upper(tracker.valid) AS valid_to,
    site.timezone
FROM vehicle_tracker AS tracker
INNER JOIN vehicle ON tracker.vehicle_id = vehicle.id
INNER JOIN device ON tracker.device_id = device.id
LEFT JOIN analytics.site AS site ON device.site_id = site.place_id;
COMMENT ON VIEW analytics.vehicle_tracker IS 'Which tracker each vehicle carried, and when';
COMMENT ON COLUMN analytics.vehicle_tracker.plate IS 'Plate of the vehicle';
COMMENT ON COLUMN analytics.vehicle_tracker.device IS 'Code of the tracker';
COMMENT ON COLUMN analytics.vehicle_tracker.valid_from IS 'Since when it is on the vehicle';
COMMENT ON COLUMN analytics.vehicle_tracker.valid_to IS 'Until when it was; NULL: it still is';
COMMENT ON COLUMN analytics.vehicle_tracker.timezone IS 'Time zone of the site of the tracker';

CREATE VIEW analytics.vehicle_registration WITH (security_barrier) AS
SELECT
    vehicle.plate,
    vehicle.type,
    vehicle.fuel,
    vehicle.duty,
    institution.code AS institution,
    institution.name AS institution_name,
    vehicle.tags,
    vehicle.tank_litres
FROM vehicle
INNER JOIN institution ON vehicle.institution_id = institution.id;
COMMENT ON VIEW analytics.vehicle_registration IS 'What the registry says of each vehicle';
COMMENT ON COLUMN analytics.vehicle_registration.plate IS 'Plate of the vehicle';
COMMENT ON COLUMN analytics.vehicle_registration.type IS 'What it is, as the registry says';
COMMENT ON COLUMN analytics.vehicle_registration.fuel IS 'gasoline, diesel, electricity';
COMMENT ON COLUMN analytics.vehicle_registration.duty IS 'What it is for: general, reception, enforcement, leadership';
COMMENT ON COLUMN analytics.vehicle_registration.institution IS 'Code of the institution that it belongs to';
COMMENT ON COLUMN analytics.vehicle_registration.institution_name IS 'Name of the institution';
COMMENT ON COLUMN analytics.vehicle_registration.tags IS 'What people marked it with';
COMMENT ON COLUMN analytics.vehicle_registration.tank_litres IS 'What its tank holds [L]; NULL: not said';

CREATE VIEW analytics.vehicle_service WITH (security_barrier) AS
SELECT
    vehicle.plate,
    service.task,
    service.every_km,
    service.every_months,
    service.last_on,
    service.last_odometer_km
FROM vehicle_service AS service
INNER JOIN vehicle ON service.vehicle_id = vehicle.id;
COMMENT ON VIEW analytics.vehicle_service IS 'What is done to each vehicle again and again, and when it was last done';
COMMENT ON COLUMN analytics.vehicle_service.plate IS 'Plate of the vehicle';
COMMENT ON COLUMN analytics.vehicle_service.task IS 'own_service, regular_service, tyres, insurance, inspection or another code of the registry';
COMMENT ON COLUMN analytics.vehicle_service.every_km IS 'How often [km]; NULL: by date only';
COMMENT ON COLUMN analytics.vehicle_service.every_months IS 'How often [months]; NULL: by distance only';
COMMENT ON COLUMN analytics.vehicle_service.last_on IS 'When it was last done';
COMMENT ON COLUMN analytics.vehicle_service.last_odometer_km IS 'What the odometer showed then [km]; NULL: not written down';

GRANT SELECT ON analytics.vehicle_cost, analytics.vehicle_cost_month, analytics.vehicle_tracker
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
GRANT SELECT ON analytics.vehicle_registration, analytics.vehicle_service
TO guanjia_ingest, guanjia_analytics, guanjia_alerts, guanjia_registrar, guanjia_reader;
