-- time_bucket as TimescaleDB has it, so that every query runs unchanged without it. Only widths of a fixed
-- length (no months) and the same origin: Monday 2000-01-03, as theirs for widths other than months.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_proc WHERE proname = 'time_bucket') THEN
        CREATE FUNCTION time_bucket(width interval, at timestamptz) RETURNS timestamptz
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN date_bin(width, at, timestamptz '2000-01-03 00:00:00+00');
    END IF;
END
$$;
