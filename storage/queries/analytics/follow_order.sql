-- Bring an order into a state because its vehicle left or came home, and write that down.
WITH moved AS (
    UPDATE dispatch_order SET state = %(state)s
    WHERE id = %(id)s
)

INSERT INTO dispatch_change (order_id, at, author, was, state, note, recorded_at)
VALUES (%(id)s, %(at)s, %(author)s, %(was)s, %(state)s, '', %(recorded_at)s)
