-- What is done to a vehicle again and again, and when it was last done.

CREATE TABLE vehicle_service (
    vehicle_id integer NOT NULL REFERENCES vehicle (id),
    task text NOT NULL CHECK (task <> ''),
    every_km double precision CHECK (every_km > 0),
    every_months integer CHECK (every_months > 0),
    last_on date NOT NULL,
    last_odometer_km double precision CHECK (last_odometer_km >= 0),
    PRIMARY KEY (vehicle_id, task),
    CHECK (every_km IS NOT NULL OR every_months IS NOT NULL)
);
COMMENT ON TABLE vehicle_service IS 'Services, insurance and inspection of a vehicle: how often, and when last';
COMMENT ON COLUMN vehicle_service.last_odometer_km IS 'What the odometer showed then [km]; NULL: nobody wrote it down';

GRANT SELECT ON vehicle_service TO guanjia_alerts;
GRANT SELECT, INSERT, UPDATE, DELETE ON vehicle_service TO guanjia_registrar;
