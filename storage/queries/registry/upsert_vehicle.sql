-- Write one vehicle; its trackers are written after it.
INSERT INTO vehicle (plate, type, fuel, duty, institution_id, homes, exempt, tank_litres, tags)
VALUES (
    %(plate)s, %(type)s, %(fuel)s, %(duty)s,
    (
        SELECT institution.id FROM institution
        WHERE institution.code = %(institution)s
    ),
    %(homes)s, %(exempt)s, %(tank_litres)s, %(tags)s
)
ON CONFLICT (plate) DO UPDATE SET
    type = excluded.type, fuel = excluded.fuel, duty = excluded.duty,
    institution_id = excluded.institution_id, homes = excluded.homes, exempt = excluded.exempt,
    tank_litres = excluded.tank_litres, tags = excluded.tags
