-- What happened to an order, in order.
SELECT
    change.at,
    change.author,
    change.was,
    change.state,
    change.note
FROM dispatch_change AS change
WHERE change.order_id = %(id)s
ORDER BY change.id
