-- For how many hours each water meter that is judged has not stood still; nothing where its last hours were
-- not measured.
SELECT
    watch.meter_id AS id,
    watch.flowing_hours::double precision AS value
FROM meter_watch AS watch
WHERE watch.state <> 'excluded'
ORDER BY watch.meter_id
