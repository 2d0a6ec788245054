-- stale_hour is a queue: its rows live for seconds, and a recomputation of a year passes millions through
-- it. Vacuum by their number and not by a share of the table, or its index fills with entries of rows long
-- gone, and the next claim reads them all.
ALTER TABLE stale_hour SET (
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 20000,
    autovacuum_analyze_scale_factor = 0,
    autovacuum_analyze_threshold = 20000
);
