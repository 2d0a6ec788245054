-- Every grid factor, as models.factors.GridFactor has them.
SELECT
    grid_factor.code,
    grid_factor.region,
    grid_factor.data_year,
    grid_factor.value,
    grid_factor.source,
    grid_factor.status,
    grid_factor.valid_from,
    grid_factor.note
FROM grid_factor
