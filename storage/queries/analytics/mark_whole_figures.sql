-- Mark all figures that meters are in as stale: of their owners, of the owners of whatever lies before
-- them, and of all institutions above these.
INSERT INTO stale_figure (institution_id)
WITH RECURSIVE changed AS (
    SELECT each.meter_id
    FROM unnest(%(meters)s::integer[]) AS each (meter_id)
    UNION
    SELECT meter.parent_id
    FROM changed
    INNER JOIN meter ON changed.meter_id = meter.id
    WHERE meter.parent_id IS NOT NULL
)

SELECT DISTINCT scope.institution_id
FROM changed
INNER JOIN meter ON changed.meter_id = meter.id
INNER JOIN analytics.site AS site ON meter.place_id = site.place_id
INNER JOIN institution_scope AS scope ON site.institution_id = scope.member_id
