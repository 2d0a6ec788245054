-- How well the meters of each institution were read: coverage, share estimated, steps set aside.
WITH read_days AS (
    SELECT
        daily.institution,
        daily.institution_name,
        daily.medium,
        count(DISTINCT daily.meter) AS meters,
        avg(daily.coverage)::double precision AS coverage,
        (sum(daily.estimated) / nullif(sum(daily.amount), 0))::double precision AS estimated_share
    FROM analytics.daily AS daily
    WHERE
        daily.day >= (%(since)s::timestamptz AT TIME ZONE daily.timezone)::date
        AND daily.day < (%(now)s::timestamptz AT TIME ZONE daily.timezone)::date
    GROUP BY daily.institution, daily.institution_name, daily.medium
),

put_aside AS (
    SELECT
        aside.institution,
        count(*) AS steps
    FROM analytics.set_aside AS aside
    GROUP BY aside.institution
)

SELECT
    read_days.institution,
    read_days.institution_name,
    sum(read_days.meters)::bigint AS meters,
    (sum(read_days.coverage * read_days.meters) / sum(read_days.meters))::double precision AS coverage,
    max(read_days.estimated_share) AS estimated_share,
    coalesce(max(put_aside.steps), 0) AS steps
FROM read_days
LEFT JOIN put_aside ON read_days.institution = put_aside.institution
GROUP BY read_days.institution, read_days.institution_name
ORDER BY coverage ASC, read_days.institution ASC
LIMIT 500
