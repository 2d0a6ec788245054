-- Installations that many readings were skipped of because their modulus says that no register shows them.
SELECT
    flagged.meter,
    flagged.meter_name,
    flagged.site,
    flagged.place_name,
    installation.modulus,
    count(*) AS readings,
    max(flagged.value) AS greatest
FROM analytics.flagged_reading AS flagged
INNER JOIN analytics.installation
    ON
        flagged.meter_id = installation.meter_id
        AND flagged.at >= installation.valid_from
        AND flagged.at < coalesce(installation.valid_to, 'infinity')
WHERE
    flagged.reason = 'above_modulus'
    AND (%(site)s::text IS NULL OR flagged.site = %(site)s)
    AND (%(meter)s::text IS NULL OR flagged.meter = %(meter)s)
GROUP BY
    flagged.meter, flagged.meter_name, flagged.site, flagged.place_name, installation.valid_from,
    installation.modulus
-- a spike is one reading or two; so many mean that the modulus is wrong
HAVING count(*) >= %(least)s
ORDER BY flagged.meter, installation.valid_from
