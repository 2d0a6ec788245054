-- Every set of factors, as models.factors.FactorSet has them.
SELECT
    factor_set.code,
    factor_set.name,
    factor_set.name_en,
    factor_set.purpose,
    factor_set.source,
    factor_set.note,
    (
        SELECT
            coalesce(
                json_agg(
                    json_build_object(
                        'carrier', factor.carrier, 'value', factor.value, 'unit', factor.unit,
                        'source', factor.source, 'table', factor.source_table, 'year', factor.year,
                        'valid_from', lower(factor.valid), 'valid_to', upper(factor.valid),
                        'status', factor.status, 'note', factor.note
                    )
                    ORDER BY factor.position
                ),
                '[]'
            )
        FROM factor
        WHERE factor.factor_set_id = factor_set.id
    ) AS factors
FROM factor_set
