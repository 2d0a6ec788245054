-- Who entered an order.
SELECT change.author FROM dispatch_change AS change
WHERE change.order_id = %(id)s
ORDER BY change.id
LIMIT 1
