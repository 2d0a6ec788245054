-- Write one device; its gateway is there already.
INSERT INTO device (
    code, name, kind, protocol, site_id, place_id, gateway_id, report_interval, installed_at, tags
)
VALUES (
    %(code)s, %(name)s, %(kind)s, %(protocol)s,
    (
        SELECT site.id FROM place AS site
        WHERE site.code = %(site)s
    ),
    (
        SELECT place.id FROM place
        WHERE place.code = %(place)s
    ),
    (
        SELECT gateway.id FROM device AS gateway
        WHERE gateway.code = %(gateway)s
    ),
    %(report_interval)s, %(installed_at)s, %(tags)s
)
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, kind = excluded.kind, protocol = excluded.protocol, site_id = excluded.site_id,
    place_id = excluded.place_id, gateway_id = excluded.gateway_id,
    report_interval = excluded.report_interval, installed_at = excluded.installed_at,
    tags = excluded.tags
