-- Figures cover an institution and all below it, and what others use behind its meters is taken out: who is
-- below whom, in which zone days are counted, and one mark for each institution that a change concerns.

CREATE VIEW institution_scope AS
WITH RECURSIVE scope AS (
    SELECT
        institution.id AS institution_id,
        institution.id AS member_id
    FROM institution
    UNION
    SELECT
        scope.institution_id,
        below.id
    FROM scope
    INNER JOIN institution AS below ON scope.member_id = below.parent_id
)

SELECT
    institution_id,
    member_id
FROM scope;
COMMENT ON VIEW institution_scope IS 'Every institution with itself and each one below it';

CREATE VIEW figure_subject AS
SELECT DISTINCT ON (scope.institution_id)
    scope.institution_id,
    institution.code,
    site.timezone,
    root.heating
FROM institution_scope AS scope
INNER JOIN institution ON scope.institution_id = institution.id
INNER JOIN analytics.site AS site ON scope.member_id = site.institution_id
INNER JOIN place AS root ON site.site = root.code
ORDER BY
    scope.institution_id, scope.member_id <> scope.institution_id, root.heating IS NULL, site.site;
COMMENT ON VIEW figure_subject IS 'Institutions that have a place, or one below them has: with the zone they count days in and the heating region, those of their own first site by code, else of the first below them';

GRANT SELECT ON institution_scope, figure_subject TO guanjia_analytics;

-- what a mark means changes, and so do the figures: compute them all
TRUNCATE stale_figure;
ALTER TABLE stale_figure
DROP COLUMN meter_id,
ALTER COLUMN institution_id SET NOT NULL,
ADD COLUMN is_month boolean NOT NULL DEFAULT false CHECK (NOT is_month OR month IS NOT NULL);
COMMENT ON COLUMN stale_figure.institution_id IS 'Whose figures are stale';
COMMENT ON COLUMN stale_figure.month IS 'A day of the month that changed, or everything from the year of that day on (is_month says which); NULL: all there is';
COMMENT ON COLUMN stale_figure.is_month IS 'Whether only the month of that day changed, and what it is part of or compared with';
INSERT INTO stale_figure (institution_id) SELECT id FROM institution;
