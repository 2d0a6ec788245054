-- The registers of the bench, in the order of their codes.
SELECT
    device_id,
    quantity_id
FROM meter
ORDER BY code
