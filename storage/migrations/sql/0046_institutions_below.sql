-- Whoever asks for a region asks for all that belongs to it: said once here, not in each question.

CREATE FUNCTION analytics.institutions_below(code text) RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
AS $$
    WITH RECURSIVE within AS (
        SELECT institution.institution
        FROM analytics.institution AS institution
        WHERE institution.institution = code
        UNION
        SELECT below.institution
        FROM analytics.institution AS below
        INNER JOIN within ON below.parent = within.institution
    )

    SELECT within.institution
    FROM within
$$;
COMMENT ON FUNCTION analytics.institutions_below(text) IS 'Codes of an institution and all below it, of those that whoever asks may see; nothing for a code that is none of them';
