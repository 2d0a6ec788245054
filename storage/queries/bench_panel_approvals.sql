-- What was approved for each of those that have begun a month ago and more.
INSERT INTO allowance_approval (allowance_id, volume, author, at)
SELECT
    allowance.id,
    allowance.proposed,
    '王主任',
    lower(allowance.period)
FROM allowance
WHERE
    upper(allowance.period) <= (%(now)s::timestamptz AT TIME ZONE 'Asia/Shanghai')::date
    AND allowance.proposed IS NOT NULL
