-- Note that the days of locked meters are those of their site again, and that figures made of them are stale.
WITH settled AS (
    UPDATE meter SET calendar_stale = false
    WHERE id = any(%(meters)s::integer[])
    RETURNING id
)

INSERT INTO stale_figure (meter_id)
SELECT settled.id FROM settled
