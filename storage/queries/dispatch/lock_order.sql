-- Hold an order until the transaction ends, and tell in which state it is now.
SELECT planned.state FROM dispatch_order AS planned
WHERE planned.id = %(id)s
FOR UPDATE
